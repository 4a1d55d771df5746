package score

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// trial is a year at half-time: a sum, a level, something not due, something not
// reported and something that does not apply.
func trial() RunInput {
	in := yearEnd(
		IndicatorInput{Code: "SUM", Dimension: "D1", Aggregation: Sum, Rule: Rule{Method: Methods{Proportional: &Proportional{}}}},
		IndicatorInput{Code: "LEVEL", Dimension: "D1", Aggregation: Average, Rule: Rule{Method: Methods{Proportional: &Proportional{}}}},
		only("LATER", "D2"), only("MISSING", "D2"), only("NONE", "D2"),
	)
	in.Trial = true
	half := q("1/2")
	u := UnitInput{Code: "A", Mode: Ranked, Goals: []GoalInput{
		{GoalID: 1, Indicator: "SUM", FullMarks: d("30"), Target: pd("120"), PlannedShare: q("5/12"), Values: months("20", "M", "20")},
		{GoalID: 2, Indicator: "LEVEL", FullMarks: d("20"), Target: pd("100"), PlannedShare: half, Values: months("90", "M", "80")},
		{GoalID: 3, Indicator: "LATER", FullMarks: d("20"), Target: pd("100"), PlannedShare: q("0"), Values: months("7")},
		{GoalID: 4, Indicator: "MISSING", FullMarks: d("20"), Target: pd("100"), PlannedShare: half, Values: months("M", "M")},
		{GoalID: 5, Indicator: "NONE", FullMarks: d("10"), Target: pd("100"), PlannedShare: half, Values: months("A")},
	}}
	in.Groups = []GroupInput{{Code: "G", Dimensions: []DimensionMarks{{"D1", d("50")}, {"D2", d("50")}}, Units: []UnitInput{u}}}
	return in
}

func TestTrial(t *testing.T) {
	in := trial()
	u := mustRun(t, in).Groups[0].Units[0]
	var lines []string
	for _, l := range u.Lines {
		lines = append(lines, l.Indicator+" "+string(l.State)+" "+l.Points.StringFixed(2)+"/"+l.FullMarks)
	}
	want := []string{
		"SUM SCORED 24.00/30",   // 40 of 120 × 5/12 = 50
		"LEVEL SCORED 17.00/20", // (90 + 80)/2: a level has no planned share, and a missing month is not held against it yet
		"LATER PENDING 0.00/0", "MISSING MISSING 0.00/0", "NONE NOT_APPLICABLE 0.00/0",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if u.Final.StringFixed(2) != "82.00" || u.Indicators.StringFixed(2) != "41.00" || u.Rank != 1 {
		t.Errorf("final %s of %s points, rank %d; want 41/50 × 100", u.Final, u.Indicators, u.Rank)
	}
	if d2 := u.Dimensions[1]; d2.Effective != "0" || u.Dimensions[0].Effective != "50" {
		t.Errorf("dimensions = %+v", u.Dimensions)
	}
	stepsAddUp(t, u.Trace)
}

// The same input at year end: nothing is forgiven.
func TestYearEndOfTrial(t *testing.T) {
	in := trial()
	in.Trial, in.Groups[0].Weights = false, weights("1")
	u := mustRun(t, in).Groups[0].Units[0]
	var lines []string
	for _, l := range u.Lines {
		lines = append(lines, l.Points.StringFixed(2)+"/"+l.FullMarks)
	}
	// 40 of 120; (90 + 0 + 80)/3; the ten marks that do not apply go to the others of D2.
	want := "10.00/30 11.33/20 1.75/25 0.00/25 0.00/0"
	if got := strings.Join(lines, " "); got != want {
		t.Errorf("lines = %s, want %s", got, want)
	}
}

func TestTrialKeepsWeighingOut(t *testing.T) {
	in := trial()
	plain := mustRun(t, in).Groups[0]
	u := &in.Groups[0].Units[0]
	u.Components = []ComponentScore{{BallotComponent, d("1")}}
	u.Adjustments = []AdjustmentInput{{EntryID: 1, Rule: "B1", Points: d("2")}}
	u.Vetoes = []string{"V4"}
	in.Groups[0].Weights = weights("0.5", "0.5")
	if diff := cmp.Diff(canonical(t, plain), canonical(t, mustRun(t, in).Groups[0])); diff != "" {
		t.Error(diff)
	}
	if len(plain.Quotas) != 0 || plain.Units[0].Grade != "" {
		t.Errorf("a trial graded: %+v", plain.Quotas)
	}
}

func TestTrialWithNothingToScore(t *testing.T) {
	in := trial()
	idle := in.Groups[0].Units[0]
	idle.Code = "B"
	idle.Goals = idle.Goals[2:]
	in.Groups[0].Units = append(in.Groups[0].Units, idle)
	if got := ranks(t, in); got != "A1 B0" {
		t.Errorf("ranks = %s: without a score there is no rank", got)
	}
}

func TestTrialFailsOnBadValues(t *testing.T) {
	in := trial()
	in.Groups[0].Units[0].Goals[0].Target = nil
	_, err := Run(in)
	if got := failures(t, err); got != "A SUM  NO_TARGET" {
		t.Errorf("failures = %s", got)
	}
}

func canonical(t *testing.T, v any) string {
	t.Helper()
	s, err := Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
