package cycle_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
	"pgregory.net/rapid"
)

// months is how long a drawn history runs, from January 2024 on.
const months = 36

func monthStart(m int) time.Time {
	return time.Date(2024, time.Month(1+m), 1, 0, 0, 0, 0, time.FixedZone("", 8*60*60))
}

// history is an authority as it stood month by month, as a table of plain facts.
type history struct {
	kinds   []goal.UnitKind // by unit; unit 0 is the authority
	parents [][months]int   // by unit and month
	posted  [][months]int   // by person and month: a unit, or -1
	roles   [][]roleHeld    // by person
	office  []goal.Role     // by person: the authority's role
}

type roleHeld struct {
	unit, from, to int // months; to is exclusive
	role           goal.Role
	subtree        bool
}

func drawHistory(t *rapid.T) *history {
	h := &history{kinds: []goal.UnitKind{goal.Authority}, parents: make([][months]int, 1)}
	for range rapid.IntRange(3, 8).Draw(t, "units") {
		h.kinds = append(h.kinds, rapid.SampledFrom([]goal.UnitKind{goal.Department, goal.Section, goal.Section, goal.Township, goal.Authority}).Draw(t, "kind"))
		// A unit stands under one entered before it, and may move there once.
		n := len(h.kinds) - 1
		was, is := rapid.IntRange(0, n-1).Draw(t, "parent"), rapid.IntRange(0, n-1).Draw(t, "parent")
		moved := rapid.IntRange(0, months).Draw(t, "moved")
		var line [months]int
		for m := range line {
			line[m] = is
			if m < moved {
				line[m] = was
			}
		}
		h.parents = append(h.parents, line)
	}
	some := rapid.IntRange(1, len(h.kinds)-1)
	for range rapid.IntRange(2, 5).Draw(t, "people") {
		var posted [months]int
		at := rapid.IntRange(-1, len(h.kinds)-1).Draw(t, "posted")
		for m := range posted {
			if rapid.IntRange(0, 11).Draw(t, "moves") == 0 {
				at = rapid.IntRange(-1, len(h.kinds)-1).Draw(t, "posted")
			}
			posted[m] = at
		}
		var held []roleHeld
		for range rapid.IntRange(0, 2).Draw(t, "roles") {
			from := rapid.IntRange(0, months-1).Draw(t, "from")
			held = append(held, roleHeld{unit: some.Draw(t, "unit"), from: from, to: rapid.IntRange(from+1, months).Draw(t, "to"),
				role: rapid.SampledFrom([]goal.Role{goal.UnitHead, goal.UnitDeputy, goal.Reporter, goal.Reviewer}).Draw(t, "role"), subtree: rapid.Bool().Draw(t, "subtree")})
		}
		h.posted, h.roles = append(h.posted, posted), append(h.roles, held)
		h.office = append(h.office, rapid.SampledFrom([]goal.Role{goal.OfficeDirector, goal.OfficeOperator, goal.Committee}).Draw(t, "office"))
	}
	return h
}

// belongs is the rule once more, in the plainest words: in a month, somebody
// belongs to the unit that they work for or hold a unit's role on, and to what
// that is a section of, and to all that a role on a subtree reaches.
func (h *history) belongs(person, unit, m int) bool {
	starts := []int{h.posted[person][m]}
	for _, r := range h.roles[person] {
		if r.role == goal.Reviewer || m < r.from || m >= r.to {
			continue
		}
		starts = append(starts, r.unit)
		for u := unit; r.subtree && u != 0 && h.kinds[u] != goal.Authority; {
			if u = h.parents[u][m]; u == r.unit {
				return true
			}
		}
	}
	for _, u := range starts {
		for u >= 0 {
			if u == unit {
				return true
			}
			if h.kinds[u] != goal.Section {
				break
			}
			u = h.parents[u][m]
		}
	}
	return false
}

func (h *history) recused(person, unit, year, now int) bool {
	for m := range months {
		if (m/12 == year || m == now) && h.belongs(person, unit, m) {
			return true
		}
	}
	return false
}

// store writes a history into the register as the tables keep it.
func (h *history) store(t *rapid.T, db *sql.DB, prefix string) (units, people []int64) {
	one := func(query string, args ...any) (id int64) {
		if err := db.QueryRow(query, args...).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	do := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	for n := range h.kinds {
		units = append(units, one(`INSERT INTO units (code) VALUES ($1) RETURNING unit_id`, fmt.Sprint(prefix, "-", n)))
	}
	for n, kind := range h.kinds {
		for from, to := range runs(h.parents[n][:]) {
			var parent *int64
			if n > 0 {
				parent = &units[h.parents[n][from]]
			}
			do(`INSERT INTO unit_terms (unit_id, valid_from, valid_to, name, kind, parent_id, display_order) VALUES ($1, $2, $3, 'x', $4, $5, 1)`,
				units[n], monthStart(from), ending(to), string(kind), parent)
		}
	}
	for p := range h.posted {
		id := one(`INSERT INTO accounts (login, name) VALUES ($1, 'x') RETURNING account_id`, fmt.Sprint(prefix, ".", p))
		people = append(people, id)
		for from, to := range runs(h.posted[p][:]) {
			if u := h.posted[p][from]; u >= 0 {
				do(`INSERT INTO postings (account_id, unit_id, valid_from, valid_to) VALUES ($1, $2, $3, $4)`, id, units[u], monthStart(from), ending(to))
			}
		}
		const grant = `INSERT INTO grants (account_id, role, unit_id, subtree, valid_from, valid_to, granted_at, approved_at) VALUES ($1, $2, $3, $4, $5, $6, $5, $5)`
		for _, r := range h.roles[p] {
			do(grant, id, string(r.role), units[r.unit], r.subtree, monthStart(r.from), monthStart(r.to))
		}
		do(grant, id, string(h.office[p]), units[0], false, monthStart(0), nil)
	}
	return units, people
}

// runs are the stretches in which a line stays the same: from, to.
func runs(line []int) func(yield func(int, int) bool) {
	return func(yield func(int, int) bool) {
		from := 0
		for m := 1; m <= len(line); m++ {
			if m == len(line) || line[m] != line[from] {
				if !yield(from, m) {
					return
				}
				from = m
			}
		}
	}
}

// ending leaves open what runs to the end of the history.
func ending(m int) *time.Time {
	if m == months {
		return nil
	}
	return new(monthStart(m))
}

// TestNobodyJudgesTheirOwn draws organisations, postings and roles, and holds every
// right to judge a unit against the rule in plain words (回避).
func TestNobodyJudgesTheirOwn(t *testing.T) {
	dsn := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	raw, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	s, drawn, judged, recusals := cycle.New(db, cycle.Proof{}), 0, 0, 0
	office := []goal.Action{goal.ConfirmReport, goal.ReturnReport, goal.EnterComponents, goal.ProposeDeduction, goal.ReportVeto}
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		drawn++
		units, people := h.store(t, raw, fmt.Sprint("h", drawn))
		now := rapid.IntRange(12, months-1).Draw(t, "now")
		for p := range people {
			who, err := s.ActorByLogin(t.Context(), fmt.Sprint("h", drawn, ".", p), monthStart(now).Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for u := 1; u < len(units); u++ {
				for year := range 3 {
					organiser := 1 + (u+year)%(len(units)-1)
					thing := goal.Thing{Organ: units[0], Organiser: units[organiser], Status: goal.PlanIssued, Year: 2024 + year, Zone: "Asia/Shanghai", Unit: units[u]}
					recused := h.recused(p, u, year, now)
					isOffice := h.office[p] != goal.Committee
					for _, action := range append(slices.Clone(office), goal.DecideReview) {
						want := isOffice != (u == organiser) // the committee acts for the office's own unit
						if action == goal.DecideReview {
							want = !isOffice
						}
						want = want && !recused
						if got := who.May(action, thing); got != want {
							t.Fatalf("%s of person %d, a %s, on unit %d in %d, now %v: %v, want %v\n%+v", action, p, h.office[p], u, 2024+year, monthStart(now), got, want, h)
						}
						judged++
					}
					if recused {
						recusals++
					}
				}
			}
		}
	})
	t.Logf("%d rights over %d histories, %d recusals", judged, drawn, recusals)
}
