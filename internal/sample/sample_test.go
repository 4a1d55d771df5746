package sample

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

func newService(t *testing.T) *cycle.Service {
	t.Helper()
	db, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return cycle.New(db)
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

// TestYearsPass lives last year to its end and looks at what is there.
func TestYearsPass(t *testing.T) {
	s, today := newService(t), day("2026-04-28")
	w, err := simulate(t.Context(), s, short("G5"), today, 7, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	who := cycle.Console(today)
	review, err := s.Review(t.Context(), who, w.LastYear)
	if err != nil || review.Status != goal.ReviewFinalised {
		t.Fatalf("last year's review: %+v, %v", review, err)
	}
	run, err := s.LastFinal(t.Context(), who, w.LastYear)
	if err != nil {
		t.Fatal(err)
	}
	if lines, wrong, err := s.VerifyRun(t.Context(), who, run.ID()); err != nil || lines == 0 || len(wrong) > 0 {
		t.Errorf("the final run: %d lines, %v, %v", lines, wrong, err)
	}
	for id, quarters := range map[goal.ID]int{w.LastYear: 4, w.ThisYear: 1} {
		if _, wrong, err := s.VerifyProgress(t.Context(), who, id); err != nil || len(wrong) > 0 {
			t.Errorf("progress: %v, %v", wrong, err)
		}
		page, err := s.Bulletins(t.Context(), who, id, 1<<30, 10)
		if err != nil || len(page.Bulletins) != quarters {
			t.Fatalf("%d bulletins, want %d (%v)", len(page.Bulletins), quarters, err)
		}
		explained := 0
		for _, b := range page.Bulletins {
			if b.Status != goal.BulletinIssued {
				t.Errorf("the bulletin of %s is %s", b.Period, b.Status)
			}
			for _, g := range b.Snapshot.Goals {
				if g.Laggard != nil && g.Laggard.Cause != nil && g.Laggard.Measure != "" && g.Laggard.LeaderPost != "" {
					explained++
				}
			}
		}
		if explained == 0 {
			t.Error("no bulletin explains a laggard")
		}
	}
	before, err := s.LastRecorded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := simulate(t.Context(), s, short("G5"), today, 7, func(string) {}); err != nil {
		t.Fatal(err)
	}
	if after, err := s.LastRecorded(t.Context()); err != nil || !after.Equal(before) {
		t.Errorf("a second start recorded something: %v after %v, %v", after, before, err)
	}
}

// TestStopsAndGoesOn compares a simulation in two parts with one in one piece.
func TestStopsAndGoesOn(t *testing.T) {
	results := map[string]string{}
	for name, days := range map[string][]string{"in one piece": {"2026-02-20"}, "in parts": {"2025-04-10", "2025-04-10", "2026-02-20"}} {
		s := newService(t)
		var w *World
		var err error
		for _, d := range days {
			if w, err = simulate(t.Context(), s, short("G5"), day(d), 7, func(string) {}); err != nil {
				t.Fatalf("%s, %s: %v", name, d, err)
			}
		}
		run, err := s.LastFinal(t.Context(), cycle.Console(day("2026-02-20")), w.LastYear)
		if err != nil {
			t.Fatal(err)
		}
		scores, err := s.Scores(t.Context(), run, nil)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, sc := range scores {
			lines = append(lines, fmt.Sprintf("%d %s %s", sc.Place, sc.Indicators, sc.Final))
		}
		results[name] = strings.Join(lines, "\n")
	}
	if results["in one piece"] != results["in parts"] {
		t.Errorf("in one piece:\n%s\nin parts:\n%s", results["in one piece"], results["in parts"])
	}
}
