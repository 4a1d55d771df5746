package sample

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/shopspring/decimal"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

// bench is a service on a database of its own.
type bench struct {
	*cycle.Service
	t     *testing.T
	owner *sql.DB
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dsn := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	owner, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { owner.Close() })
	return &bench{cycle.New(db, cycle.Proof{}), t, owner}
}

// count has the tables' sizes noted, once a month at first. A year's rows come in
// seconds here, before the server would do so by itself, and until then it plans
// its queries for empty tables.
func (b *bench) count(month string) {
	if month < "2025-07" {
		if _, err := b.owner.Exec("ANALYZE"); err != nil {
			b.t.Error(err)
		}
	}
}

func TestFilesCheck(t *testing.T) {
	for name, f := range map[string]*goal.File{"county": County(), "bureau": Bureau()} {
		known := goal.Register{Units: map[string]int64{}, Accounts: map[string]int64{}}
		if bad := f.Organ.Check(known); len(bad) > 0 {
			t.Errorf("%s register: %v", name, bad)
		}
		for i, u := range f.Organ.Units {
			known.Units[u.Code] = int64(i + 1)
		}
		for i, a := range f.Organ.Accounts {
			known.Accounts[a.Login] = int64(i + 1)
		}
		if bad := append(f.Plan.Structure(known), f.Plan.Ready()...); len(bad) > 0 {
			t.Errorf("%s plan: %v", name, bad)
		}
	}
}

// TestMethods looks for scoring methods that no sample shows.
func TestMethods(t *testing.T) {
	used := map[string]bool{}
	for _, f := range []*goal.File{County(), Bureau()} {
		for _, ind := range f.Plan.Indicators {
			used[ind.Rule.Code()] = true
		}
		if f.Plan.Organ != "SF" {
			continue
		}
		for n := 1; n <= 20; n++ {
			if code := fmt.Sprintf("M%02d", n); !used[code] {
				t.Errorf("no indicator of the county uses %s", code)
			}
		}
	}
}

// short is the county with some of its groups only, so that its years pass quickly.
func short(groups ...string) *goal.File {
	f := County()
	p := f.Plan
	keep := func(marks []goal.GroupMarks) []goal.GroupMarks {
		return slices.DeleteFunc(marks, func(m goal.GroupMarks) bool { return !slices.Contains(groups, m.Group) })
	}
	p.Groups = slices.DeleteFunc(p.Groups, func(g goal.GroupFile) bool { return !slices.Contains(groups, g.Code) })
	p.Units = slices.DeleteFunc(p.Units, func(u goal.PlanUnitFile) bool { return !slices.Contains(groups, u.Group) })
	for i := range p.Dimensions {
		p.Dimensions[i].Marks = keep(p.Dimensions[i].Marks)
	}
	for i := range p.Indicators {
		p.Indicators[i].Marks = keep(p.Indicators[i].Marks)
	}
	p.Indicators = slices.DeleteFunc(p.Indicators, func(i goal.IndicatorFile) bool { return len(i.Marks) == 0 })
	p.Goals = slices.DeleteFunc(p.Goals, func(g goal.GoalFile) bool {
		return !slices.ContainsFunc(p.Units, func(u goal.PlanUnitFile) bool { return u.Unit == g.Unit }) ||
			!slices.ContainsFunc(p.Indicators, func(i goal.IndicatorFile) bool { return i.Code == g.Indicator })
	})
	return f
}

func day(text string) time.Time {
	d, err := time.ParseInLocation(time.DateTime, text+" 09:00:00", time.FixedZone("CST", 8*60*60))
	if err != nil {
		panic(err)
	}
	return d
}

// TestCounty lives the whole county's last year to its end, and looks at what is
// there.
func TestCounty(t *testing.T) {
	t.Parallel()
	b, today := newBench(t), day("2026-02-15")
	s := b.Service
	var months []string
	w, err := Simulate(t.Context(), s, today, 7, func(step string) {
		months = append(months, step)
		b.count(step)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.LeftAlone) > 0 {
		t.Errorf("in a new database, %d acts were refused, such as %s", len(w.LeftAlone), w.LeftAlone[0])
	}
	if len(months) != 14 || months[0] != "2025-01" || months[13] != "2026-02" {
		t.Errorf("was told of %v", months)
	}
	if len(w.People) < 10 || w.People[0].Login != "office-director" {
		t.Errorf("people: %v", w.People)
	}
	checkYear(t, s, today, w.LastYear, 4)
	checkYear(t, s, today, w.ThisYear, 0)
	checkReview(t, s, today, w)
}

// checkYear looks at a plan's progress and at the bulletins of so many quarters.
func checkYear(t *testing.T, s *cycle.Service, at time.Time, plan goal.ID, quarters int) {
	t.Helper()
	who := cycle.Console(at)
	if goals, wrong, err := s.VerifyProgress(t.Context(), who, plan); err != nil || goals == 0 || len(wrong) > 0 {
		t.Errorf("progress of %d goals: %v, %v", goals, wrong, err)
	}
	page, err := s.Bulletins(t.Context(), who, plan, 1<<30, 10)
	if err != nil || len(page.Bulletins) != quarters {
		t.Fatalf("%d bulletins, want %d (%v)", len(page.Bulletins), quarters, err)
	}
	for _, b := range page.Bulletins {
		if b.Status != goal.BulletinIssued {
			t.Errorf("the bulletin of %s is %s", b.Period, b.Status)
		}
		laggards := 0
		for _, g := range b.Snapshot.Goals {
			if lag := g.Laggard; lag != nil {
				laggards++
				if lag.Cause == nil || lag.Note == "" || lag.Measure == "" || lag.LeaderPost == "" || lag.LeaderPhone == "" {
					t.Errorf("in the bulletin of %s, goal %d lags on %s, unexplained: %+v", b.Period, g.GoalID, g.Indicator, lag)
				}
			}
		}
		if all := len(b.Snapshot.Goals); laggards < all/10 || laggards > all/2 {
			t.Errorf("in the bulletin of %s, %d of %d goals lag", b.Period, laggards, all)
		}
		if n := b.Snapshot.Reports; n.Reported != n.Expected || n.OnTime == n.Reported || n.OnTime < n.Reported*9/10 {
			t.Errorf("reports through %s: %+v", b.Period, n)
		}
	}
}

// checkReview looks at last year's result.
func checkReview(t *testing.T, s *cycle.Service, at time.Time, w *World) {
	t.Helper()
	who := cycle.Console(at)
	review, err := s.Review(t.Context(), who, w.LastYear)
	if err != nil || review.Status != goal.ReviewFinalised {
		t.Fatalf("last year's review: %+v, %v", review, err)
	}
	if lines, wrong, err := s.VerifyRun(t.Context(), who, w.FinalRun); err != nil || lines == 0 || len(wrong) > 0 {
		t.Errorf("the final run: %d lines, %v, %v", lines, wrong, err)
	}
	run, err := s.Run(t.Context(), who, w.FinalRun)
	if err != nil {
		t.Fatal(err)
	}
	if run.Pending > 0 {
		t.Errorf("the final run still waits for %d results", run.Pending)
	}
	runs, err := s.Runs(t.Context(), who, w.LastYear, 1<<30, 10)
	if err != nil || len(runs.Runs) != 3 || runs.Runs[2].Pending == 0 {
		t.Errorf("the first of %d runs waits for no result (%v)", len(runs.Runs), err)
	}
	scores, err := s.Scores(t.Context(), run, nil)
	if err != nil {
		t.Fatal(err)
	}
	grades, vetoes, bonus, deducted := map[string]int{}, 0, 0, 0
	for _, sc := range scores {
		grades[sc.Grade]++
		if sc.Bonus.IsPositive() {
			bonus++
		}
		if sc.Deduction.IsPositive() {
			deducted++
		}
		if len(sc.Vetoes) > 0 {
			vetoes++
			if sc.Grade == "EXCELLENT" {
				t.Errorf("unit %d is excellent despite a veto", sc.UnitID)
			}
			if sc.Rank == nil || *sc.Rank > 2 || sc.Final.LessThan(decimal.NewFromInt(90)) {
				t.Errorf("a veto takes nothing from unit %d with %s points", sc.UnitID, sc.Final)
			}
		}
		if sc.Final.LessThan(decimal.NewFromInt(70)) || sc.Final.GreaterThan(decimal.NewFromInt(100)) {
			t.Errorf("unit %d has %s points", sc.UnitID, sc.Final)
		}
	}
	if grades["EXCELLENT"] == 0 || grades["GOOD"] == 0 || grades["QUALIFIED"] == 0 || vetoes != 1 || bonus == 0 || deducted == 0 {
		t.Errorf("grades %v, %d vetoes, %d bonuses, %d deductions", grades, vetoes, bonus, deducted)
	}
}

// digest sums up everything that a simulation leaves in a plan: each goal's
// progress, each month's arrangement, and the hash of the final run.
func digest(t *testing.T, s *cycle.Service, at time.Time, w *World) string {
	t.Helper()
	who := cycle.Console(at)
	var b strings.Builder
	for _, plan := range []goal.ID{w.LastYear, w.ThisYear} {
		page, err := s.Goals(t.Context(), who, plan, cycle.GoalFilter{}, 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range page.Goals {
			if p := g.Progress; p != nil {
				fmt.Fprintln(&b, g.UnitID, g.IndicatorID, p.Period, p.Revision, p.State, p.Value, p.Rate, p.Reported, p.OnTime)
			}
		}
		months, err := s.Arrangements(t.Context(), who, plan, cycle.ArrangementFilter{}, "", 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range months.Arrangements {
			items, err := s.Items(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, a.UnitID, a.Month, a.Status, a.Version)
			for _, i := range items {
				fmt.Fprintln(&b, " ", i.Matter, i.Status, i.Percent, i.CarriedTimes)
			}
		}
	}
	if w.FinalRun.Num != 0 {
		run, err := s.Run(t.Context(), who, w.FinalRun)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, run.Hash)
	}
	return b.String()
}

// TestStopsAndGoesOn interrupts a simulation, lets it go on, begins it again and
// carries it on to a later day. It comes to the same as one in one piece.
func TestStopsAndGoesOn(t *testing.T) {
	t.Parallel()
	end := day("2026-05-20")
	whole, parts := newBench(t), newBench(t)
	w, err := simulate(t.Context(), whole.Service, short("G5"), end, 7, whole.count)
	if err != nil {
		t.Fatal(err)
	}
	checkYear(t, whole.Service, end, w.ThisYear, 1)
	want := digest(t, whole.Service, end, w)

	ctx, stop := context.WithCancel(t.Context())
	_, err = simulate(ctx, parts.Service, short("G5"), end, 7, func(step string) {
		parts.count(step)
		if step == "2025-05" {
			time.AfterFunc(300*time.Millisecond, stop) // somewhere in the midst of it
		}
	})
	if err == nil {
		t.Fatal("was not interrupted")
	}
	for _, today := range []time.Time{day("2026-01-02"), end} {
		if w, err = simulate(t.Context(), parts.Service, short("G5"), today, 7, parts.count); err != nil {
			t.Fatal(err)
		}
		if len(w.LeftAlone) > 0 {
			t.Errorf("by %v: %v", today, w.LeftAlone)
		}
		if late := today == end; w.LastYear.Num == 0 || (w.ThisYear.Num != 0) != late || (w.FinalRun.Num != 0) != late {
			t.Errorf("by %v there are %+v", today, w)
		}
	}
	if diff := cmp.Diff(want, digest(t, parts.Service, end, w)); diff != "" {
		t.Errorf("in one piece, and in parts:\n%s", diff)
	}

	before, err := parts.LastRecorded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if w, err = simulate(t.Context(), parts.Service, short("G5"), end, 7, parts.count); err != nil {
		t.Fatal(err)
	}
	if after, err := parts.LastRecorded(t.Context()); err != nil || !after.Equal(before) {
		t.Errorf("a second start recorded something: %v after %v, %v", after, before, err)
	}
	if diff := cmp.Diff(want, digest(t, parts.Service, end, w)); diff != "" {
		t.Errorf("a second start changed something:\n%s", diff)
	}
}
