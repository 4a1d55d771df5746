package score

import (
	"flag"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// sampleRun is two groups' year with one goal of every method, and something of
// everything that can happen to a unit.
func sampleRun() RunInput {
	share := q("1/2")
	indicator := func(code, dimension string, a Aggregation, m Methods) IndicatorInput {
		return IndicatorInput{Code: code, Dimension: dimension, Aggregation: a, Rule: Rule{Method: m}}
	}
	in := yearEnd(
		indicator("INVEST", "D1", Sum, Methods{Proportional: &Proportional{Cap: pd("1.0"), ZeroBelow: pd("0.60")}}),
		indicator("GROWTH", "D1", Last, Methods{Linear: &Linear{Baseline: pd("4.0")}}),
		indicator("GRAIN", "D1", Last, Methods{Threshold: &Threshold{Op: AtLeast}}),
		indicator("PUNCTUAL", "D2", Ratio, Methods{Tiers: &Tiers{On: OnValue, Bounds: []Tier{
			{From: pd("100"), Coefficient: pd("1.0")}, {From: pd("95"), Coefficient: pd("0.8")}, {From: pd("90"), Coefficient: pd("0.6")}}}}),
		indicator("LOST", "D2", Ratio, Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear}}),
		indicator("REFORM", "D2", Last, Methods{Rating: &Rating{Grades: []RatingGrade{{"A", d("1")}, {"B", d("0.85")}, {"C", d("0.7")}}}}),
		indicator("ACCIDENTS", "D2", Sum, Methods{Deduction: &Deduction{Kinds: []KindPoints{{"general", d("0.5")}, {"serious", d("2")}}, Free: pd("1")}}),
	)
	in.Indicators[0].Rule.Modifiers = &Modifiers{DifficultyCap: pd("1.1"), ChallengeBonus: pd("0.5")}
	in.Indicators[3].RatioScale, in.Indicators[4].RatioScale = pd("100"), pd("100")
	events := func(kind, n string) PeriodValue {
		return PeriodValue{State: Value, Inputs: &Inputs{V: 1, Occurrences: []Occurrence{{kind, d(n)}}}}
	}
	u := UnitInput{
		UnitID: 1, Code: "U1", Mode: Ranked, DisplayOrder: 1,
		Goals: []GoalInput{
			{GoalID: 11, Indicator: "INVEST", Revision: 2, FullMarks: d("30"), Target: pd("12.0"), Challenge: pd("13"), Difficulty: pd("1.05"), PlannedShare: share, Values: months("3.5", "4", "M", "4.75")},
			{GoalID: 12, Indicator: "GROWTH", FullMarks: d("15"), Target: pd("9.0"), Values: months("6", "8.5")},
			{GoalID: 13, Indicator: "GRAIN", FullMarks: d("15"), NotApplicable: true},
			{GoalID: 14, Indicator: "PUNCTUAL", FullMarks: d("10"), Values: inPeriods(ratio("480", "500"), ratio("455", "500"), ratio("30", "60"))},
			{GoalID: 15, Indicator: "LOST", FullMarks: d("10"), Target: pd("10"), Values: inPeriods(ratio("1", "9"))},
			{GoalID: 16, Indicator: "REFORM", FullMarks: d("10"), Values: inPeriods(PeriodValue{Inputs: &Inputs{Ratings: []string{"A", "B", "B"}}})},
			{GoalID: 17, Indicator: "ACCIDENTS", FullMarks: d("10"), Values: inPeriods(events("general", "2"), PeriodValue{State: NothingProduced}, events("serious", "1"))},
		},
		Components: []ComponentScore{{BallotComponent, d("93.105")}, {LeaderComponent, d("94.00")}},
		Adjustments: []AdjustmentInput{
			{EntryID: 5, Rule: "B3", Matter: "road", Points: d("0.5")}, {EntryID: 6, Rule: "B1", Matter: "road", Points: d("2.00")},
			{EntryID: 7, Rule: "B1", Matter: "school", Points: d("2.5")}, {EntryID: 8, Rule: "K4", Matter: "letter", Points: d("0.3")},
		},
		Vetoes: []string{"V1"},
	}
	other := u
	other.UnitID, other.Code, other.Goals, other.Adjustments, other.Vetoes = 2, "U2", u.Goals[:5], nil, nil
	apart := other
	apart.UnitID, apart.Code, apart.Mode = 3, "U3", ScoredUnranked
	g := GroupInput{GroupID: 1, Code: "G1", Weights: weights("0.80", "0.12", "0.08"),
		Dimensions: []DimensionMarks{{"D1", d("60")}, {"D2", d("40")}}, Units: []UnitInput{u, other, apart}}
	second := g
	second.GroupID, second.Code, second.Units = 2, "G2", []UnitInput{other, u}
	in.Groups = []GroupInput{g, second}
	in.Rules.Quota.MinPlaces = 1
	return in
}

// render writes a trace as indented text.
func render(b *strings.Builder, depth int, t Trace) {
	fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth), t.Code)
	if t.Formula != "" {
		fmt.Fprintf(b, "  %s", t.Formula)
	}
	for _, o := range t.Operands {
		fmt.Fprintf(b, "  %s=%s", o.Name, o.Value)
		if o.Source != "" {
			fmt.Fprintf(b, " (%s)", o.Source)
		}
	}
	if t.Value != "" {
		fmt.Fprintf(b, "  → %s", t.Value)
	}
	if t.Rounded != "" {
		fmt.Fprintf(b, " ≈ %s", t.Rounded)
	}
	b.WriteByte('\n')
	for _, child := range t.Children {
		render(b, depth+1, child)
	}
}

func TestTrace(t *testing.T) {
	res := mustRun(t, sampleRun()).Groups[0]
	var b strings.Builder
	for _, u := range res.Units {
		stepsAddUp(t, u.Trace)
		for _, l := range u.Lines {
			stepsAddUp(t, l.Trace)
		}
	}
	u := res.Units[0]
	if u.Code != "U1" {
		u = res.Units[1]
	}
	render(&b, 0, u.Trace)
	for _, l := range u.Lines {
		fmt.Fprintf(&b, "\nline %d %s\n", l.GoalID, l.Indicator)
		render(&b, 1, l.Trace)
	}
	b.WriteString("\ngroup\n")
	render(&b, 1, res.Trace)
	golden(t, "testdata/trace.txt", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// Whoever holds the trace's root and the printed lines can redo the unit's score.
func TestLeavesAddUpToTheScore(t *testing.T) {
	for _, g := range mustRun(t, sampleRun()).Groups {
		for _, u := range g.Units {
			sum := new(big.Rat)
			leaves(u.Trace, one, sum)
			if sum.Cmp(u.Exact.Rat()) != 0 {
				t.Errorf("%s: leaves add up to %s, the exact score is %s", u.Code, exact(sum), u.Exact)
			}
			for _, l := range u.Lines {
				if l.Points.Sign() != 0 && l.Trace.Rounded != l.Points.StringFixed(2) {
					t.Errorf("%s %s: trace ends in %s, the line in %s", u.Code, l.Indicator, l.Trace.Rounded, l.Points)
				}
			}
		}
	}
}

// leaves adds up what lines, components and entries put into a final score.
func leaves(t Trace, weight *big.Rat, sum *big.Rat) {
	for _, o := range t.Operands {
		if t.Code == TraceComponent && o.Name == "w" {
			weight = new(big.Rat).Mul(weight, q(o.Value))
		}
	}
	switch t.Code {
	case TraceLine:
		sum.Add(sum, new(big.Rat).Mul(weight, q(t.Value)))
	case TraceComponentScore:
		sum.Add(sum, new(big.Rat).Mul(weight, q(t.Rounded)))
	case TraceEntry, TraceAdjustmentCap:
		sum.Add(sum, q(t.Value))
	}
	for _, child := range t.Children {
		leaves(child, weight, sum)
	}
}
