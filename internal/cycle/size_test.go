package cycle_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// wide is a plan of any size with its year reported and its review open.
type wide struct {
	*cycle.Service
	db         *postgres.DB
	dsn        string
	plan       goal.ID
	director   goal.Actor
	statements map[string]int // by what was being done
}

func newWide(tb testing.TB, units, indicators int) *wide {
	tb.Helper()
	organ, file := wideFile(units, indicators)
	w := newIssued(tb, organ, file)
	fillYear(tb, w.dsn)
	w.director = w.actor(tb, "director", time.Date(2027, 1, 20, 1, 0, 0, 0, time.UTC))
	if _, err := w.OpenReview(tb.Context(), w.director, w.plan); err != nil {
		tb.Fatal(err)
	}
	return w
}

// newIssued is a plan that is in force since January.
func newIssued(tb testing.TB, organ *goal.OrganFile, file *goal.PlanFile) *wide {
	tb.Helper()
	ok := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	ctx, dsn := tb.Context(), pgtest.New(tb)
	db, err := postgres.Open(ctx, dsn)
	ok(err)
	tb.Cleanup(func() { db.Close() })
	keys, err := goal.ParseAuditKeys(goal.NewAuditKey("bench"))
	ok(err)
	w := &wide{Service: cycle.New(db, cycle.Proof{Keys: keys}), db: db, dsn: dsn, statements: map[string]int{}}
	at := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	ok(w.LoadOrgan(ctx, cycle.Console(at), organ))
	var o *goal.Outline
	w.count("load", func() { o, err = w.LoadPlan(ctx, cycle.Console(at), file) })
	ok(err)
	w.plan = o.ID()
	for _, step := range []func() (*goal.Outline, error){
		func() (*goal.Outline, error) { return w.SubmitPlan(ctx, cycle.Console(at), w.plan, o.Version) },
		func() (*goal.Outline, error) {
			return w.ApprovePlan(ctx, w.actor(tb, "committee", at), w.plan, o.Version)
		},
		func() (*goal.Outline, error) { return w.IssuePlan(ctx, cycle.Console(at), w.plan, o.Version, "1") },
	} {
		o, err = step()
		ok(err)
	}
	return w
}

func (w *wide) actor(tb testing.TB, login string, at time.Time) goal.Actor {
	tb.Helper()
	who, err := w.ActorByLogin(tb.Context(), login, at)
	if err != nil {
		tb.Fatal(err)
	}
	return who
}

// count notes how many statements something took.
func (w *wide) count(what string, do func()) {
	w.db.Watch(func(string) { w.statements[what]++ })
	defer w.db.Watch(nil)
	do()
}

// wideFile is an authority with so many units and a plan with so many monthly
// indicators.
func wideFile(units, indicators int) (*goal.OrganFile, *goal.PlanFile) {
	d := decimal.NewFromInt
	organ := &goal.OrganFile{Since: period.NewDate(2025, 1, 1), Units: []goal.UnitFile{{Code: "AU", Name: "机关", Kind: goal.Authority}, {Code: "OW", Name: "责任单位", Kind: goal.Department}},
		Accounts: []goal.AccountFile{{Login: "director", Name: "主任", Grants: []goal.GrantFile{{Role: goal.OfficeDirector, Unit: "AU"}}}, {Login: "committee", Name: "领导小组", Grants: []goal.GrantFile{{Role: goal.Committee, Unit: "AU"}}}}}
	ten := 10
	due := period.Deadline{WorkingDays: &ten}
	file := &goal.PlanFile{Year: 2026, Title: "方案", Organ: "AU", Organiser: "OW"}
	file.PlanSettings = goal.PlanSettings{
		TimeZone: "Asia/Shanghai", FullScore: d(100), Steps: []goal.Step{goal.StepSubmit, goal.StepConfirm}, Scales: goal.Scales{Value: 4, Indicator: 2, Component: 2, Final: 2},
		Rounding: score.HalfAway, NotApplicable: score.RedistributeDimension, Ranking: score.Competition,
		Calendar: goal.PlanCalendar{CutOff: "18:00", Arrangement: goal.ArrangementWindow{Submit: due, Approve: due}, Bulletin: due,
			Reports: []goal.ReportWindow{{Frequency: period.Month, Opens: period.Deadline{Day: 1, Month: 1}, Due: due}}},
		Lights:      []goal.LightRule{{Code: "GREEN", Label: "绿", On: goal.OnPace, AtLeast: new(d(1))}, {Code: "RED", Label: "红", On: goal.OnPace}, {Code: "BLACK", Label: "黑", On: goal.OnNotReported}},
		Adjustments: goal.AdjustmentsFile{SameMatter: score.HighestOnly},
		Grades:      []goal.GradeFile{{Code: "GOOD", Name: "良好", MinScore: d(80)}, {Code: "REST", Name: "其他", MinScore: d(0)}},
		Quota:       score.QuotaRules{Base: score.RankedUnits, Rounding: score.Floor},
	}
	file.Groups = []goal.GroupFile{{Code: "G", Name: "组", Components: []score.ComponentWeight{{Component: score.IndicatorComponent, Weight: d(1)}}}}
	file.Dimensions = []goal.DimensionFile{{Code: "D", Name: "维度", Marks: []goal.GroupMarks{{Group: "G", FullMarks: d(100)}}}}
	marks := d(100).DivRound(d(int64(indicators)), 2)
	for i := range indicators {
		if i == indicators-1 {
			marks = d(100).Sub(marks.Mul(d(int64(indicators - 1))))
		}
		file.Indicators = append(file.Indicators, goal.IndicatorFile{Code: fmt.Sprintf("I%02d", i), Name: "指标", Dimension: "D", UnitOfMeasure: "件", Direction: goal.Higher,
			Frequency: period.Month, Aggregation: score.Sum, Source: goal.SourceUnit, Owner: "OW", Target: new(d(120)),
			Rule: score.Rule{Method: score.Methods{Proportional: &score.Proportional{}}}, Marks: []goal.GroupMarks{{Group: "G", FullMarks: marks}}})
	}
	for i := range units {
		code := fmt.Sprintf("U%05d", i)
		organ.Units = append(organ.Units, goal.UnitFile{Code: code, Name: "单位" + code, Kind: goal.Department, Parent: "AU"})
		file.Units = append(file.Units, goal.PlanUnitFile{Unit: code, Group: "G", Mode: score.Ranked})
	}
	return organ, file
}

// fillYear puts twelve confirmed figures behind every goal, past the use cases,
// which have tests of their own.
func fillYear(tb testing.TB, dsn string) {
	tb.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO report_values (plan_id, goal_id, period, revision, source, state, value, recorded_at)
		 SELECT plan_id, goal_id, '2026-' || lpad(m::text, 2, '0'), 1, 'UNIT', 'VALUE', 8 + (goal_id * 7 + m * 3) % 50 / 10.0, '2026-12-31Z' FROM goals, generate_series(1, 12) m`,
		`INSERT INTO report_rows (plan_id, goal_id, period, unit_id, status, revision)
		 SELECT v.plan_id, v.goal_id, v.period, g.unit_id, 'CONFIRMED', 1 FROM report_values v JOIN goals g USING (plan_id, goal_id)`,
		`ANALYZE`,
	} {
		if _, err := db.Exec(statement); err != nil {
			tb.Fatal(err)
		}
	}
}

// TestStatementsDoNotGrow counts what loading, publishing, scoring and archiving cost at
// two sizes: a handful of statements, and the same handful.
func TestStatementsDoNotGrow(t *testing.T) {
	counts := map[int]map[string]int{}
	for _, units := range []int{4, 40} {
		w := newWide(t, units, 10)
		var err error
		w.count("bulletin", func() {
			_, err = w.CompileBulletin(t.Context(), w.director, w.plan, period.Of(2026, period.Quarter, 3))
		})
		if err != nil {
			t.Fatal(err)
		}
		var run *cycle.RunView
		w.count("run", func() { run, err = w.CreateRun(t.Context(), w.director, w.plan) })
		if err != nil {
			t.Fatal(err)
		}
		w.count("archive", func() { err = w.Archive(t.Context(), cycle.Console(w.director.At), w.plan, io.Discard, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Archive(t.Context(), w.director, w.plan, io.Discard, nil); !errors.Is(err, goal.ErrForbidden) {
			t.Errorf("the director's archive: %v", err)
		}
		var ids []int64
		for _, u := range run.Outline.Units {
			ids = append(ids, u.UnitID)
		}
		var explained map[int64]*goal.Explanation
		w.count("explain", func() { explained, err = w.Explain(t.Context(), w.director, run.ID(), ids) })
		if err != nil || len(explained) != units {
			t.Fatalf("%d of %d units are explained: %v", len(explained), units, err)
		}
		counts[units] = w.statements
	}
	for what, n := range counts[4] {
		if counts[40][what] != n || n > 40 {
			t.Errorf("%s: %d statements for 4 units, %d for 40", what, n, counts[40][what])
		}
		t.Logf("%s: %d statements", what, n)
	}
}

// BenchmarkCreateRun is a whole score run with traces and storing, of 40
// indicators × 12 figures for each unit. The largest takes minutes to set up.
func BenchmarkCreateRun(b *testing.B) {
	for _, units := range []int{100, 1_000, 4_000} {
		b.Run(fmt.Sprint(units), func(b *testing.B) {
			w := newWide(b, units, 40)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := w.CreateRun(b.Context(), w.director, w.plan); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*units*40), "µs/goal")
		})
	}
}

// BenchmarkExplain gathers what explains one unit of such a run.
func BenchmarkExplain(b *testing.B) {
	w := newWide(b, 1000, 40)
	run, err := w.CreateRun(b.Context(), w.director, w.plan)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Explain(b.Context(), w.director, run.ID(), []int64{run.Outline.Units[0].UnitID}); err != nil {
			b.Fatal(err)
		}
	}
}
