package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
)

// Reach is a part of the register: what lies under some authorities, or all of it.
type Reach struct {
	All    bool
	Organs []int64
}

// within are the units in a reach, $2 and $3, as the tree stood at $1. In an
// authority lies all that is under it, down to the next authority.
const within = `WITH RECURSIVE under AS (
		SELECT unit_id FROM unnest($3::bigint[]) AS organ(unit_id)
		UNION SELECT t.unit_id FROM under` + treeAt + `
	) `

// reached keeps people a who work within the reach, and of those who work nowhere
// the ones without a right outside it.
const reached = ` ($2 OR p.unit_id IN (SELECT unit_id FROM under)
		OR p.unit_id IS NULL AND NOT EXISTS (SELECT FROM grants o WHERE o.account_id = a.account_id
			AND (o.valid_to IS NULL OR o.valid_to > $1) AND o.unit_id NOT IN (SELECT unit_id FROM under))) `

// AccountIn finds a person within a reach at an instant.
func (q Queries) AccountIn(ctx context.Context, r Reach, at time.Time, account int64) (*goal.Account, error) {
	var a goal.Account
	err := q.get(ctx, &a, within+`SELECT `+accountColumns+accountsNow+`WHERE a.account_id = $4 AND`+reached, at, r.All, pq.Array(r.Organs), account)
	return &a, err
}

// AccountFilter narrows a list of people.
type AccountFilter struct {
	UnitID *int64
	Search string
}

const accountWhere = `WHERE` + reached + `AND ($4::bigint IS NULL OR p.unit_id = $4)
	AND ($5 = '' OR strpos(a.name, $5) > 0 OR strpos(a.login, $5) > 0) `

// Accounts lists the people within a reach at an instant, in the order in which
// they were entered, after one of them.
func (q Queries) Accounts(ctx context.Context, r Reach, at time.Time, f AccountFilter, after int64, limit int) ([]*goal.Account, error) {
	var list []*goal.Account
	err := q.list(ctx, &list, within+`SELECT `+accountColumns+accountsNow+accountWhere+`AND a.account_id > $6 ORDER BY a.account_id LIMIT $7`,
		at, r.All, pq.Array(r.Organs), f.UnitID, f.Search, after, limit)
	return list, err
}

// CountAccounts counts what [Queries.Accounts] would list in all.
func (q Queries) CountAccounts(ctx context.Context, r Reach, at time.Time, f AccountFilter) (n int, err error) {
	err = q.get(ctx, &n, within+`SELECT count(*)`+accountsNow+accountWhere, at, r.All, pq.Array(r.Organs), f.UnitID, f.Search)
	return n, err
}

// UnitsIn keeps those of some units that lie within a reach at an instant.
func (q Queries) UnitsIn(ctx context.Context, r Reach, at time.Time, units []int64) ([]int64, error) {
	var list []int64
	err := q.list(ctx, &list, within+`SELECT u.unit_id`+unitsAt+`WHERE ($2 OR u.unit_id IN (SELECT unit_id FROM under)) AND u.unit_id = ANY($4)`,
		at, r.All, pq.Array(r.Organs), pq.Array(units))
	return list, err
}

// GrantFilter narrows a list of grants. Those of the account Own are seen wherever
// they are held. With Coming set, the list has grants that wait for their
// approval or their day too.
type GrantFilter struct {
	AccountID *int64
	UnitID    *int64
	Own       int64
	Coming    bool
}

// Grants are seen when they were given, not only since when they count.
const grantWhere = ` WHERE ($2 OR g.unit_id IN (SELECT unit_id FROM under) OR g.account_id = $4)
	AND ($5::bigint IS NULL OR g.account_id = $5) AND ($6::bigint IS NULL OR g.unit_id = $6)
	AND (g.valid_to IS NULL OR g.valid_to > $1) AND ($7 OR g.valid_from <= $1 AND g.approved_at <= $1) `

func (f GrantFilter) args(r Reach, at time.Time) []any {
	return []any{at, r.All, pq.Array(r.Organs), f.Own, f.AccountID, f.UnitID, f.Coming}
}

// Grants lists the grants of an instant within a reach, in the order in which they
// were given, after one of them.
func (q Queries) Grants(ctx context.Context, r Reach, at time.Time, f GrantFilter, after int64, limit int) ([]*goal.Grant, error) {
	var list []*goal.Grant
	err := q.list(ctx, &list, within+`SELECT `+grantColumns+` FROM grants g`+grantWhere+`AND g.grant_id > $8 ORDER BY g.grant_id LIMIT $9`,
		append(f.args(r, at), after, limit)...)
	return list, err
}

// CountGrants counts what [Queries.Grants] would list in all.
func (q Queries) CountGrants(ctx context.Context, r Reach, at time.Time, f GrantFilter) (n int, err error) {
	err = q.get(ctx, &n, within+`SELECT count(*) FROM grants g`+grantWhere, f.args(r, at)...)
	return n, err
}

// GrantIn finds a grant on a unit within a reach at an instant.
func (q Queries) GrantIn(ctx context.Context, r Reach, at time.Time, grant int64) (*goal.Grant, error) {
	var g goal.Grant
	err := q.get(ctx, &g, within+`SELECT `+grantColumns+` FROM grants g WHERE g.grant_id = $4 AND ($2 OR g.unit_id IN (SELECT unit_id FROM under))`,
		at, r.All, pq.Array(r.Organs), grant)
	return &g, err
}

// AddGrant gives a right and notes its number.
func (q Queries) AddGrant(ctx context.Context, g *goal.Grant) error {
	var added struct {
		GrantID int64 `json:"grant_id"`
	}
	err := q.recordOne(ctx, &added, "grants", `
		INSERT INTO grants (account_id, role, unit_id, subtree, plan_id, valid_from, valid_to, reason, granted_by, granted_at, approved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		g.AccountID, g.Role, g.UnitID, g.Subtree, g.PlanID, g.ValidFrom, g.ValidTo, g.Reason, g.GrantedBy, g.GrantedAt, g.ApprovedAt)
	g.GrantID = added.GrantID
	return err
}

// ApproveGrant lets a grant count that waited for a second person.
func (q Queries) ApproveGrant(ctx context.Context, grant int64, by *int64, at time.Time) error {
	return q.recordOne(ctx, nil, "grants", `UPDATE grants SET approved_by = $2, approved_at = $3
		WHERE grant_id = $1 AND approved_at IS NULL AND (valid_to IS NULL OR valid_to > $3)`, grant, by, at)
}

// EndGrant ends a grant that is not over; one that has not begun never will.
func (q Queries) EndGrant(ctx context.Context, grant int64, at time.Time) error {
	return q.recordOne(ctx, nil, "grants", `UPDATE grants SET valid_to = GREATEST(valid_from, $2)
		WHERE grant_id = $1 AND (valid_to IS NULL OR valid_to > GREATEST(valid_from, $2))`, grant, at)
}

// EndGrantsOf ends all that an account holds or would hold.
func (q Queries) EndGrantsOf(ctx context.Context, account int64, at time.Time) error {
	_, err := q.record(ctx, "grants", `UPDATE grants SET valid_to = GREATEST(valid_from, $2)
		WHERE account_id = $1 AND (valid_to IS NULL OR valid_to > GREATEST(valid_from, $2))`, account, at)
	return err
}

// EndPortfolio takes all units from a leader.
func (q Queries) EndPortfolio(ctx context.Context, account int64, at time.Time) error {
	_, err := q.record(ctx, "portfolios", `UPDATE portfolios SET valid_to = $2 WHERE valid_to IS NULL AND account_id = $1`, account, at)
	return err
}

// SetPortfolio puts a leader in charge of exactly these units from an instant on,
// in place of whoever was.
func (q Queries) SetPortfolio(ctx context.Context, account int64, units []int64, at time.Time) error {
	units = append([]int64{}, units...) // none is an empty array: compared with NULL, every unit would stay
	if _, err := q.record(ctx, "portfolios", `UPDATE portfolios SET valid_to = $3 WHERE valid_to IS NULL
		AND (account_id = $1 AND unit_id <> ALL($2) OR account_id <> $1 AND unit_id = ANY($2))`, account, pq.Array(units), at); err != nil {
		return err
	}
	_, err := q.record(ctx, "portfolios", `INSERT INTO portfolios (account_id, unit_id, valid_from) SELECT $1, unnest($2::bigint[]), $3
		ON CONFLICT (unit_id) WHERE valid_to IS NULL DO NOTHING`, account, pq.Array(units), at)
	return err
}
