package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/lib/pq"
)

const unitColumns = `u.unit_id, u.code, t.name, t.kind, t.parent_id, t.display_order, t.office_phone, t.valid_from, $1::timestamptz AS as_of`

// unitsAt joins the register as it stood at $1.
const unitsAt = ` FROM units u JOIN unit_terms t ON t.unit_id = u.unit_id
	AND t.valid_from <= $1 AND (t.valid_to IS NULL OR t.valid_to > $1) `

// UnitsByID reads units as they stood at an instant, in no order.
func (q Queries) UnitsByID(ctx context.Context, at time.Time, ids []int64) ([]*goal.Unit, error) {
	var list []*goal.Unit
	err := q.list(ctx, &list, `SELECT `+unitColumns+unitsAt+`WHERE u.unit_id = ANY($2)`, at, pq.Array(ids))
	return list, err
}

// UnitFilter narrows a list of units.
type UnitFilter struct {
	ParentID *int64
	Search   string
}

// Units lists units as they stood at an instant, in the official order, after
// the given place.
func (q Queries) Units(ctx context.Context, at time.Time, f UnitFilter, afterOrder int, afterID int64, limit int) ([]*goal.Unit, error) {
	var list []*goal.Unit
	err := q.list(ctx, &list, `SELECT `+unitColumns+unitsAt+`
		WHERE ($2::bigint IS NULL OR t.parent_id = $2)
		  AND ($3 = '' OR strpos(t.name, $3) > 0 OR strpos(u.code, $3) > 0)
		  AND (t.display_order, u.unit_id) > ($4, $5)
		ORDER BY t.display_order, u.unit_id LIMIT $6`, at, f.ParentID, f.Search, afterOrder, afterID, limit)
	return list, err
}

// CountUnits counts what [Queries.Units] would list in all.
func (q Queries) CountUnits(ctx context.Context, at time.Time, f UnitFilter) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*)`+unitsAt+`
		WHERE ($2::bigint IS NULL OR t.parent_id = $2)
		  AND ($3 = '' OR strpos(t.name, $3) > 0 OR strpos(u.code, $3) > 0)`, at, f.ParentID, f.Search)
	return n, err
}

// Register reads which codes and logins exist.
func (q Queries) Register(ctx context.Context) (goal.Register, error) {
	reg := goal.Register{Units: map[string]int64{}, Accounts: map[string]int64{}}
	var names []struct {
		Kind string `db:"kind"`
		Name string `db:"name"`
		ID   int64  `db:"id"`
	}
	err := q.list(ctx, &names, `
		SELECT 'unit' AS kind, code AS name, unit_id AS id FROM units
		UNION ALL SELECT 'account', login, account_id FROM accounts`)
	for _, n := range names {
		if n.Kind == "unit" {
			reg.Units[n.Name] = n.ID
		} else {
			reg.Accounts[n.Name] = n.ID
		}
	}
	return reg, err
}

// AddUnits adds the units whose codes are new.
func (q Queries) AddUnits(ctx context.Context, units []goal.UnitFile) error {
	_, err := q.record(ctx, "units", `INSERT INTO units (code) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`,
		col(units, func(u *goal.UnitFile) string { return u.Code }))
	return err
}

// TermUnits makes the register say from an instant on what the file says: terms
// that differ end, new ones begin; a term that began after that instant ends now
// instead. Units not in the file keep theirs.
func (q Queries) TermUnits(ctx context.Context, units []goal.UnitFile, from, now time.Time) error {
	args := []any{from,
		col(units, func(u *goal.UnitFile) string { return u.Code }),
		col(units, func(u *goal.UnitFile) string { return u.Name }),
		col(units, func(u *goal.UnitFile) string { return string(u.Kind) }),
		col(units, func(u *goal.UnitFile) string { return u.Parent }),
		col(units, func(u *goal.UnitFile) string { return u.OfficePhone }),
		now,
	}
	// A term that began later than from stays the past; its successor begins now.
	const file = `
		WITH file AS (
			SELECT u.unit_id, f.name, f.kind, p.unit_id AS parent_id, f.place::int AS display_order, f.phone
			  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS f(code, name, kind, parent, phone, place)
			  JOIN units u ON u.code = f.code
			  LEFT JOIN units p ON p.code = f.parent
		), changed AS (
			SELECT file.*, CASE WHEN t.valid_from >= $1 THEN $7::timestamptz ELSE $1 END AS starts FROM file LEFT JOIN unit_terms t ON t.unit_id = file.unit_id AND t.valid_to IS NULL
			 WHERE (t.name, t.kind, t.parent_id, t.display_order, t.office_phone)
			       IS DISTINCT FROM (file.name, file.kind, file.parent_id, file.display_order, file.phone)
		) `
	if _, err := q.record(ctx, "unit_terms t", file+`
		UPDATE unit_terms t SET valid_to = changed.starts FROM changed
		 WHERE t.unit_id = changed.unit_id AND t.valid_to IS NULL`, args...); err != nil {
		return err
	}
	_, err := q.record(ctx, "unit_terms", file+`
		INSERT INTO unit_terms (unit_id, valid_from, name, kind, parent_id, display_order, office_phone)
		SELECT unit_id, starts, name, kind, parent_id, display_order, phone FROM changed`, args...)
	return err
}

// SaveAccounts adds people or brings their entries up to date.
func (q Queries) SaveAccounts(ctx context.Context, people []goal.AccountFile) error {
	_, err := q.record(ctx, "accounts a", `
		INSERT INTO accounts AS a (login, name, post, office_phone, mobile)
		SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
		ON CONFLICT (login) DO UPDATE SET name = excluded.name, post = excluded.post,
			office_phone = excluded.office_phone, mobile = excluded.mobile, version = a.version + 1
		WHERE (a.name, a.post, a.office_phone, a.mobile) IS DISTINCT FROM (excluded.name, excluded.post, excluded.office_phone, excluded.mobile)`,
		col(people, func(a *goal.AccountFile) string { return a.Login }),
		col(people, func(a *goal.AccountFile) string { return a.Name }),
		col(people, func(a *goal.AccountFile) string { return a.Post }),
		col(people, func(a *goal.AccountFile) string { return a.OfficePhone }),
		col(people, func(a *goal.AccountFile) string { return a.Mobile }))
	return err
}

// PostPeople makes people work from an instant on where the file says; one that
// names no unit ends where they worked. A posting that began later ends now
// instead, and its successor begins now: the past stays.
func (q Queries) PostPeople(ctx context.Context, people []goal.AccountFile, from, now time.Time) error {
	args := []any{from, now,
		col(people, func(a *goal.AccountFile) string { return a.Login }),
		col(people, func(a *goal.AccountFile) string { return a.Unit }),
	}
	const file = `
		WITH file AS (
			SELECT a.account_id, u.unit_id, GREATEST(p.valid_to, CASE WHEN p.valid_from >= $1 THEN $2::timestamptz ELSE $1::timestamptz END) AS starts
			  FROM unnest($3::text[], $4::text[]) AS f(login, unit)
			  JOIN accounts a ON a.login = f.login
			  LEFT JOIN units u ON u.code = f.unit
			  LEFT JOIN LATERAL (SELECT valid_from, valid_to, unit_id FROM postings WHERE account_id = a.account_id ORDER BY valid_from DESC LIMIT 1) p ON true
			 WHERE p.valid_from IS NULL OR CASE WHEN p.valid_to IS NULL THEN p.unit_id END IS DISTINCT FROM u.unit_id
		) `
	if _, err := q.record(ctx, "postings p", file+`
		UPDATE postings p SET valid_to = file.starts FROM file WHERE p.account_id = file.account_id AND p.valid_to IS NULL`, args...); err != nil {
		return err
	}
	_, err := q.record(ctx, "postings", file+`
		INSERT INTO postings (account_id, valid_from, unit_id) SELECT account_id, starts, unit_id FROM file WHERE unit_id IS NOT NULL`, args...)
	return err
}

// pair is a login with a unit's code, and perhaps a role.
type pair struct {
	Login, Role, Unit string
	Subtree           bool
}

// AddGrants gives people the roles of the file that they do not have yet.
func (q Queries) AddGrants(ctx context.Context, people []goal.AccountFile, from, now time.Time, by *int64) error {
	var pairs []pair
	for _, a := range people {
		for _, g := range a.Grants {
			pairs = append(pairs, pair{a.Login, string(g.Role), g.Unit, g.Subtree})
		}
	}
	_, err := q.record(ctx, "grants", `
		INSERT INTO grants (account_id, role, unit_id, subtree, valid_from, granted_by, granted_at, approved_at)
		SELECT a.account_id, f.role, u.unit_id, f.subtree, $1, $2, $3, $1
		  FROM unnest($4::text[], $5::text[], $6::text[], $7::boolean[]) AS f(login, role, unit, subtree)
		  JOIN accounts a ON a.login = f.login JOIN units u ON u.code = f.unit
		ON CONFLICT (account_id, role, unit_id, COALESCE(plan_id, 0)) WHERE valid_to IS NULL DO NOTHING`, from, by, now,
		col(pairs, func(p *pair) string { return p.Login }),
		col(pairs, func(p *pair) string { return p.Role }),
		col(pairs, func(p *pair) string { return p.Unit }),
		col(pairs, func(p *pair) bool { return p.Subtree }))
	return err
}

// SetPortfolios puts leaders in charge of the units of the file from an instant on.
func (q Queries) SetPortfolios(ctx context.Context, people []goal.AccountFile, from, now time.Time) error {
	var pairs []pair
	for _, a := range people {
		for _, u := range a.Portfolio {
			pairs = append(pairs, pair{Login: a.Login, Unit: u})
		}
	}
	logins := col(pairs, func(p *pair) string { return p.Login })
	units := col(pairs, func(p *pair) string { return p.Unit })
	const file = `WITH file AS (
			SELECT a.account_id, u.unit_id FROM unnest($2::text[], $3::text[]) AS f(login, unit)
			  JOIN accounts a ON a.login = f.login JOIN units u ON u.code = f.unit) `
	if _, err := q.record(ctx, "portfolios p", file+`
		UPDATE portfolios p SET valid_to = CASE WHEN p.valid_from >= $1 THEN $4::timestamptz ELSE $1 END FROM file
		 WHERE p.unit_id = file.unit_id AND p.valid_to IS NULL AND p.account_id <> file.account_id`, from, logins, units, now); err != nil {
		return err
	}
	_, err := q.record(ctx, "portfolios", file+`
		INSERT INTO portfolios (account_id, unit_id, valid_from)
		SELECT file.account_id, file.unit_id, GREATEST($1, (SELECT max(p.valid_to) FROM portfolios p WHERE p.unit_id = file.unit_id)) FROM file
		ON CONFLICT (unit_id) WHERE valid_to IS NULL DO NOTHING`, from, logins, units)
	return err
}

// SaveDays sets days of the working-day calendar.
func (q Queries) SaveDays(ctx context.Context, days []goal.DayFile) error {
	_, err := q.record(ctx, "calendar_days", `
		INSERT INTO calendar_days (day, works, name) SELECT * FROM unnest($1::date[], $2::boolean[], $3::text[])
		ON CONFLICT (day) DO UPDATE SET works = excluded.works, name = excluded.name`,
		col(days, func(d *goal.DayFile) string { return d.Date.String() }),
		col(days, func(d *goal.DayFile) bool { return d.Works }),
		col(days, func(d *goal.DayFile) string { return d.Name }))
	return err
}

// Calendar reads the working days that differ from the rule, for a zone.
func (q Queries) Calendar(ctx context.Context, zone *time.Location) (period.Calendar, error) {
	var days []struct {
		Day   period.Date `db:"day"`
		Works bool        `db:"works"`
	}
	err := q.list(ctx, &days, `SELECT day, works FROM calendar_days`)
	c := period.Calendar{Zone: zone, Workdays: make(map[period.Date]bool, len(days))}
	for _, d := range days {
		c.Workdays[d.Day] = d.Works
	}
	return c, err
}

const accountColumns = `a.account_id, a.login, a.name, a.post, a.office_phone, a.active, a.version, p.unit_id`

// accountsNow joins people with where they work now.
const accountsNow = ` FROM accounts a LEFT JOIN postings p ON p.account_id = a.account_id AND p.valid_to IS NULL `

// AccountByLogin finds an active account.
func (q Queries) AccountByLogin(ctx context.Context, login string) (*goal.Account, error) {
	var a goal.Account
	err := q.get(ctx, &a, `SELECT `+accountColumns+accountsNow+`WHERE a.login = $1 AND a.active`, login)
	return &a, err
}

// Contact reads an active account with its mobile number; it is the only
// statement that reads one.
func (q Queries) Contact(ctx context.Context, account int64) (*goal.ContactCard, error) {
	var row struct {
		goal.Account
		Mobile string `db:"mobile"`
	}
	err := q.get(ctx, &row, `SELECT `+accountColumns+`, a.mobile`+accountsNow+`WHERE a.account_id = $1 AND a.active`, account)
	return &goal.ContactCard{Account: &row.Account, Mobile: row.Mobile}, err
}

// PlanMembers reads in which authorities' plans units take part, be it to be
// evaluated or as owners of indicators. A draft, in which anybody may be named,
// makes nobody a member.
func (q Queries) PlanMembers(ctx context.Context, units []int64) ([]goal.PlanMember, error) {
	var list []goal.PlanMember
	err := q.list(ctx, &list, `SELECT p.organ_id, u.unit_id FROM plans p JOIN plan_units u ON u.plan_id = p.plan_id WHERE p.status IN ('ISSUED', 'CLOSED') AND u.unit_id = ANY($1)
		UNION SELECT p.organ_id, i.owner_id FROM plans p JOIN indicators i ON i.plan_id = p.plan_id WHERE p.status IN ('ISSUED', 'CLOSED') AND i.owner_id = ANY($1)
		UNION SELECT p.organ_id, i.alternate_id FROM plans p JOIN indicators i ON i.plan_id = p.plan_id WHERE p.status IN ('ISSUED', 'CLOSED') AND i.alternate_id = ANY($1)`, pq.Array(units))
	return list, err
}

// LockAccount holds an account, so that two requests of one person take turns.
func (q Queries) LockAccount(ctx context.Context, account int64) error {
	var id int64
	return q.get(ctx, &id, `SELECT account_id FROM accounts WHERE account_id = $1 FOR NO KEY UPDATE`, account)
}

// CountDeeds counts what a person did of one kind, outside plans, from an instant on.
func (q Queries) CountDeeds(ctx context.Context, account int64, action goal.Deed, from time.Time) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM audit_entries WHERE plan_id = 0 AND actor_id = $1 AND action = $2 AND recorded_at >= $3`, account, action, from)
	return n, err
}

// AccountsByID reads accounts, in no order.
func (q Queries) AccountsByID(ctx context.Context, ids []int64) ([]*goal.Account, error) {
	var list []*goal.Account
	err := q.list(ctx, &list, `SELECT `+accountColumns+accountsNow+`WHERE a.account_id = ANY($1)`, pq.Array(ids))
	return list, err
}

// Contacts of some units: who is in charge of each, and who reports for it.
type Contacts struct {
	UnitID    int64  `db:"unit_id"`
	LeaderID  *int64 `db:"leader_id"`
	LiaisonID *int64 `db:"liaison_id"`
}

// ContactsOf reads each unit's leader in charge and first reporter at an instant.
func (q Queries) ContactsOf(ctx context.Context, units []int64, at time.Time) (map[int64]Contacts, error) {
	var list []Contacts
	err := q.list(ctx, &list, `
		SELECT u.unit_id, p.account_id AS leader_id, g.account_id AS liaison_id
		  FROM unnest($1::bigint[]) AS u(unit_id)
		  LEFT JOIN portfolios p ON p.unit_id = u.unit_id AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to > $2)
		  LEFT JOIN LATERAL (SELECT account_id FROM grants g
		        WHERE g.unit_id = u.unit_id AND g.role = 'REPORTER' AND g.valid_from <= $2 AND g.approved_at <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
		        ORDER BY grant_id LIMIT 1) g ON true`, pq.Array(units), at)
	byUnit := make(map[int64]Contacts, len(list))
	for _, c := range list {
		byUnit[c.UnitID] = c
	}
	return byUnit, err
}
