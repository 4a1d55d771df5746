package cycle_test

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
)

// court is a small authority with somebody in every role, which can be put back to
// how it began.
type court struct {
	*bench
	raw   *sql.DB
	units map[string]goal.ID
	ids   map[string]goal.ID // accounts by login
	began map[string][]string

	touched bool // not as it began
}

const courtTables = `grants portfolios postings accounts`

func newCourt(t *testing.T) *court {
	c := &court{bench: newBench(t), units: map[string]goal.ID{}, ids: map[string]goal.ID{}, began: map[string][]string{}}
	organ := &goal.OrganFile{Units: []goal.UnitFile{{Code: "TA", Name: "县", Kind: goal.Authority},
		{Code: "A1", Name: "局", Kind: goal.Department, Parent: "TA"}, {Code: "A2", Name: "局", Kind: goal.Department, Parent: "TA"}}}
	person := func(login, unit string, grants ...goal.GrantFile) {
		organ.Accounts = append(organ.Accounts, goal.AccountFile{Login: login, Name: login, Unit: unit, Grants: grants})
	}
	for _, role := range goal.Roles {
		person(strings.ReplaceAll(strings.ToLower(string(role)), "_", "-"), "A1", goal.GrantFile{Role: role, Unit: map[bool]string{true: "TA", false: "A1"}[role.TakesTwo()]})
	}
	person("puppet", "A2")
	person("director", "A2", goal.GrantFile{Role: goal.OfficeDirector, Unit: "TA"})
	person("deputy", "A2", goal.GrantFile{Role: goal.Leader, Unit: "TA"})
	person("gone", "A2", goal.GrantFile{Role: goal.Committee, Unit: "TA"})
	organ.Accounts[len(organ.Accounts)-2].Portfolio = []string{"A2"}
	c.ok(c.LoadOrgan(c.ctx, cycle.Console(c.at), organ))
	for _, code := range []string{"TA", "A1", "A2"} {
		id, err := c.UnitByCode(c.ctx, code)
		c.ok(err)
		c.units[code] = id
	}
	page, err := c.Accounts(c.ctx, cycle.Console(c.at), nil, "", 0, 100)
	c.ok(err)
	for _, a := range page.Accounts {
		c.ids[a.Login] = a.ID()
	}
	_, err = c.DisableAccount(c.ctx, cycle.Console(c.at.Add(time.Hour)), c.ids["gone"], 1, "离职")
	c.ok(err)
	if c.raw, err = sql.Open("postgres", c.dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.raw.Close() })
	for _, table := range strings.Fields(courtTables) {
		c.began[table] = c.rows(table)
	}
	return c
}

// rows are a table's, each as text.
func (c *court) rows(table string) (list []string) {
	rows, err := c.raw.Query(`SELECT t::text FROM ` + table + ` t ORDER BY 1`)
	c.ok(err)
	defer rows.Close()
	for rows.Next() {
		var row string
		c.ok(rows.Scan(&row))
		list = append(list, row)
	}
	return list
}

func (c *court) state() (text string) {
	c.ok(c.raw.QueryRow(`SELECT (SELECT string_agg(t::text, '' ORDER BY grant_id) FROM grants t) || (SELECT string_agg(t::text, '' ORDER BY portfolio_id) FROM portfolios t)
		|| (SELECT string_agg(t::text, '' ORDER BY account_id, valid_from) FROM postings t) || (SELECT string_agg(t::text, '' ORDER BY account_id) FROM accounts t)`).Scan(&text))
	return text
}

// again puts everything back to how it began.
func (c *court) again() {
	tx, err := c.raw.Begin()
	c.ok(err)
	defer tx.Rollback()
	_, err = tx.Exec(`SET LOCAL session_replication_role = replica`)
	c.ok(err)
	for _, table := range strings.Fields(courtTables) {
		_, err = tx.Exec(`DELETE FROM ` + table)
		c.ok(err)
		_, err = tx.Exec(`INSERT INTO `+table+` OVERRIDING SYSTEM VALUE SELECT (r::`+table+`).* FROM unnest($1::text[]) r`, pq.Array(c.began[table]))
		c.ok(err)
	}
	c.ok(tx.Commit())
}

// powers are the rights in force at an instant: all that one person holds, and
// everybody's that take two people.
func (c *court) powers(own string, at time.Time) map[string]bool {
	set := map[string]bool{}
	for _, login := range []string{own, "puppet", "gone", "deputy", "director"} {
		who, err := c.ActorByLogin(c.ctx, login, at)
		if err != nil {
			continue // may not sign in
		}
		for _, g := range who.Grants {
			if login == own || g.Role.TakesTwo() {
				set[fmt.Sprint(login, " is ", g.Role, " on ", g.UnitID, " chief ", g.Chief)] = true
			}
		}
		if login == own {
			for _, u := range who.Portfolio {
				set[fmt.Sprint(login, " is in charge of ", u)] = true
			}
		}
	}
	return set
}

// move is one thing that somebody might try on the way to more rights.
type move struct {
	name string
	do   func(who goal.Actor) error
}

func (c *court) moves(own string) []move {
	add := func(login string, role goal.Role, unit string) move {
		return move{fmt.Sprint("give ", role, " to ", login), func(who goal.Actor) error {
			_, err := c.AddGrant(c.ctx, who, goal.GrantInput{AccountID: c.ids[login], Role: role, UnitID: c.units[unit], Reason: "x"})
			return err
		}}
	}
	end := func(login string) move {
		return move{"end what " + login + " holds", func(who goal.Actor) error {
			id := c.ids[login]
			page, err := c.Grants(c.ctx, cycle.Console(who.At), &id, nil, nil, 0, 1)
			if err == nil && len(page.Grants) > 0 {
				_, err = c.EndGrant(c.ctx, who, page.Grants[0].ID(), "x")
			}
			return err
		}}
	}
	portfolio := func(login string, units ...goal.ID) move {
		return move{fmt.Sprint("put ", login, " in charge of ", len(units)), func(who goal.Actor) error {
			_, err := c.SetPortfolio(c.ctx, who, c.ids[login], units)
			return err
		}}
	}
	approve := move{"approve the newest right", func(who goal.Actor) error {
		var id int64
		if err := c.raw.QueryRow(`SELECT max(grant_id) FROM grants`).Scan(&id); err != nil {
			return err
		}
		_, err := c.ApproveGrant(c.ctx, who, goal.ID{Kind: goal.KindGrant, Num: id})
		return err
	}}
	active := func(login string, active bool) move {
		return move{fmt.Sprint("let ", login, " sign in: ", active), func(who goal.Actor) error {
			var version int
			if err := c.raw.QueryRow(`SELECT version FROM accounts WHERE login = $1`, login).Scan(&version); err != nil {
				return err
			}
			change := c.DisableAccount
			if active {
				change = c.EnableAccount
			}
			_, err := change(c.ctx, who, c.ids[login], version, "x")
			return err
		}}
	}
	return []move{
		add(own, goal.UnitHead, "A1"), add(own, goal.Leader, "TA"), add("puppet", goal.OfficeDirector, "TA"), add("puppet", goal.SysAdmin, "TA"),
		add("gone", goal.Committee, "TA"), add("deputy", goal.Leader, "TA"), approve, end(own), end("deputy"), end("director"),
		portfolio(own, c.units["A2"]), portfolio("deputy"), active("director", false), active("director", true), active("gone", true),
		{"move oneself", func(who goal.Actor) error {
			unit := c.units["A2"]
			_, err := c.UpdateAccount(c.ctx, who, c.ids[own], 1, goal.AccountUpdateInput{Name: "x", UnitID: &unit})
			return err
		}},
	}
}

// TestNobodyGainsRightsAlone tries every way of up to three steps on which one
// person, of whatever role, might come to more rights, or bring somebody to a role
// that takes two people. A step that changes nothing leads nowhere.
func TestNobodyGainsRightsAlone(t *testing.T) {
	c := newCourt(t)
	tried := 0
	for _, login := range slices.Sorted(maps.Keys(c.ids)) {
		before := c.powers(login, c.at.Add(2*time.Hour))
		var search func(path []move)
		search = func(path []move) {
			for _, next := range c.moves(login) {
				if tried++; c.walk(login, append(slices.Clone(path), next), before) && len(path) < 2 {
					search(append(slices.Clone(path), next))
				}
			}
		}
		search(nil)
	}
	t.Logf("%d ways tried", tried)
	if tried < 300 {
		t.Error("the search looks at hardly anything")
	}
}

// walk goes a way from the beginning and reports whether its last step changed
// anything. What became of everybody's rights must lie within what was before.
func (c *court) walk(login string, path []move, before map[string]bool) bool {
	c.t.Helper()
	if c.touched {
		c.again()
	}
	c.touched = true
	at, changed := c.at.Add(2*time.Hour), false
	var names []string
	for n, m := range path {
		at = at.Add(time.Minute)
		who, err := c.ActorByLogin(c.ctx, login, at)
		if err != nil {
			return false
		}
		was := ""
		if n == len(path)-1 {
			was = c.state()
		}
		_ = m.do(who) // refused or not, what counts is what came of it
		if n == len(path)-1 {
			changed = c.state() != was
		}
		names = append(names, m.name)
	}
	if c.touched = changed || len(path) > 1; !changed {
		return false
	}
	for power := range c.powers(login, at.Add(time.Minute)) {
		if !before[power] {
			c.t.Fatalf("%s alone brings it about that %s: %s", login, power, strings.Join(names, ", then "))
		}
	}
	return true
}

// TestEmptiedPortfolioOpensNothing: a leader whose last unit is taken away is in
// charge of none, and does not become one who is in charge of all.
func TestEmptiedPortfolioOpensNothing(t *testing.T) {
	b := newBench(t)
	leader := goal.GrantFile{Role: goal.Leader, Unit: "TA"}
	b.ok(b.LoadOrgan(b.ctx, cycle.Console(b.at), &goal.OrganFile{
		Units:    []goal.UnitFile{{Code: "TA", Name: "县", Kind: goal.Authority}, {Code: "A1", Name: "局", Kind: goal.Department, Parent: "TA"}},
		Accounts: []goal.AccountFile{{Login: "deputy", Name: "甲", Grants: []goal.GrantFile{leader}, Portfolio: []string{"A1"}}, {Login: "chief", Name: "乙", Grants: []goal.GrantFile{leader}}},
	}))
	who := func(login string, at time.Time) goal.Actor {
		a, err := b.ActorByLogin(b.ctx, login, at)
		b.ok(err)
		return a
	}
	later := b.at.Add(time.Hour)
	_, err := b.SetPortfolio(b.ctx, cycle.Console(later), who("deputy", b.at).Account.ID(), nil)
	b.ok(err)
	for _, at := range []time.Time{b.at.Add(time.Minute), later.Add(time.Minute)} {
		if a := who("deputy", at); a.Grants[0].Chief {
			t.Errorf("at %s the deputy, in charge of %d units, is a chief", at, len(a.Portfolio))
		}
		if !who("chief", at).Grants[0].Chief {
			t.Errorf("at %s the chief is none", at)
		}
	}
}
