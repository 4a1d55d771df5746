package score

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// with is a period's value with inputs and, unless empty, a number.
func with(number string, in Inputs) PeriodValue {
	return PeriodValue{State: Value, Revision: 1, Value: pd(number), Inputs: &in}
}

func amounts(pairs ...string) (ns []NamedNumber) {
	for i := 0; i < len(pairs); i += 2 {
		ns = append(ns, NamedNumber{pairs[i], d(pairs[i+1])})
	}
	return ns
}

func TestGather(t *testing.T) {
	missing := PeriodValue{State: ValueMissing}
	idle := PeriodValue{State: NothingProduced}
	marks := inPeriods(with("", Inputs{Marks: ds("90", "80")}), idle, with("", Inputs{Marks: ds("70")}))
	polls := inPeriods(
		with("", Inputs{Ballots: []Ballots{{Class: "a", Numbers: ds("90")}, answers("b", "yes", "3", "no", "1")}}),
		with("", Inputs{Ballots: []Ballots{answers("b", "no", "2", "blank", "1"), {Class: "a", Numbers: ds("80", "70")}, answers("c", "yes", "1")}}),
	)
	prizes := inPeriods(with("", Inputs{Awards: []Award{{Matter: "road", Level: "city"}}}), with("", Inputs{Awards: []Award{{Matter: "road", Level: "province"}}}))
	late := inPeriods(with("", Inputs{DaysLate: pd("2")}), with("5", Inputs{}), with("", Inputs{DaysLate: pd("0.5")}))
	named := inPeriods(with("", Inputs{Numbers: amounts("b", "10", "a", "1")}), with("", Inputs{Numbers: amounts("a", "2", "b", "5", "c", "9")}))
	gap := inPeriods(with("", Inputs{Numbers: amounts("a", "1")}), missing, with("", Inputs{Numbers: amounts("a", "3")}))
	upper := func(score string) *UpperResult { return &UpperResult{Score: d(score), Full: d("100")} }
	above := inPeriods(with("", Inputs{Upper: upper("90"), Place: &Place{3, 9}}), with("", Inputs{Upper: upper("80")}), with("7", Inputs{}))
	nodes := func(pairs ...string) Inputs {
		var in Inputs
		for i := 0; i < len(pairs); i += 2 {
			in.Milestones = append(in.Milestones, Milestone{Node: pairs[i], State: MilestoneState(pairs[i+1])})
		}
		return in
	}
	project := inPeriods(with("", nodes("a", "DONE", "b", "NOT_DUE")), missing, with("", nodes("c", "NOT_DONE", "b", "CANCELLED")))
	stands := nodes("a", "DONE", "b", "CANCELLED", "c", "NOT_DONE")
	all := Inputs{Ballots: []Ballots{{Class: "a", Numbers: ds("90", "80", "70")}, answers("b", "yes", "3", "no", "3", "blank", "1"), answers("c", "yes", "1")}}
	tests := []struct {
		name   string
		a      Aggregation
		values []PeriodValue
		want   Inputs
	}{
		{"marks one by one", Average, marks, Inputs{Marks: ds("90", "80", "70")}},
		{"marks under a sum", Sum, marks, Inputs{Marks: ds("90", "80", "70")}},
		{"marks of the last", Last, marks, Inputs{Marks: ds("70")}},
		{"ballots by class and answer", Sum, polls, all},
		{"ballots under an average", Average, polls, all},
		{"ballots of the last", Cumulative, polls, *polls[1].Inputs},
		{"awards", Sum, prizes, Inputs{Awards: []Award{{Matter: "road", Level: "city"}, {Matter: "road", Level: "province"}}}},
		{"awards of the last", Last, prizes, *prizes[1].Inputs},
		{"days late add up", Sum, late, Inputs{DaysLate: pd("2.5")}},
		{"days late under a maximum", Maximum, late, Inputs{DaysLate: pd("2.5")}},
		{"days late of the last", Last, late, Inputs{DaysLate: pd("0.5")}},
		{"numbers add up by name", Sum, named, Inputs{Numbers: amounts("a", "3", "b", "15")}},
		{"the mean of numbers", Average, named, Inputs{Numbers: amounts("a", "1.5", "b", "7.5")}},
		{"the greatest numbers", Maximum, named, Inputs{Numbers: amounts("a", "2", "b", "10")}},
		{"the least numbers", Minimum, named, Inputs{Numbers: amounts("a", "1", "b", "5")}},
		{"numbers under a ratio", Ratio, named, Inputs{Numbers: amounts("a", "3", "b", "15")}},
		{"the last numbers", Last, named, Inputs{Numbers: amounts("a", "2", "b", "5", "c", "9")}},
		{"numbers beside nodes", ByMilestone, named, Inputs{Numbers: amounts("a", "2", "b", "5", "c", "9")}},
		{"the mean of numbers with weights", WeightedAvg, named, Inputs{Numbers: amounts("a", "1.75", "b", "6.25")}},
		{"a missing period is nothing in a sum", Sum, gap, Inputs{Numbers: amounts("a", "4")}},
		{"a missing period stays in the mean", Average, gap, Inputs{Numbers: amounts("a", "1.3333333333"), Exact: map[string]*big.Rat{"a": q("4/3")}}},
		{"a missing period keeps its weight", WeightedAvg, gap, Inputs{Numbers: amounts("a", "1.625")}},
		{"a period that leaves numbers out", Sum, append(named[:1:1], with("5", Inputs{})), Inputs{}},
		{"what was published last", Sum, above, Inputs{Upper: upper("80"), Place: &Place{3, 9}}},
		{"what was published last, under a minimum", Minimum, above, Inputs{Upper: upper("80"), Place: &Place{3, 9}}},
		{"the last period's", Last, above[:2], Inputs{Upper: upper("80")}},
		{"nodes as they were last", ByMilestone, project, stands},
		{"nodes under a sum", Sum, project, stands},
		{"nodes of the last", Last, project, nodes("c", "NOT_DONE", "b", "CANCELLED")},
	}
	same := cmp.Options{
		cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) }),
		cmp.Comparer(func(a, b *big.Rat) bool { return a.Cmp(b) == 0 }),
	}
	before := canonical(t, [][]PeriodValue{marks, polls, prizes, late, named, gap, above, project})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Aggregate(tt.a, ds("1", "3", "4"), tt.values)
			if f.State != Value {
				t.Errorf("state = %s", f.State)
			}
			if diff := cmp.Diff(tt.want, f.Inputs, same); diff != "" {
				t.Error(diff)
			}
		})
	}
	if after := canonical(t, [][]PeriodValue{marks, polls, prizes, late, named, gap, above, project}); after != before {
		t.Errorf("the values were changed:\n%s\n%s", before, after)
	}
}

// What is read of a mean is exact, however it is shown.
func TestMeanOfNumbersIsExact(t *testing.T) {
	f := Aggregate(Average, nil, inPeriods(with("1", Inputs{Numbers: amounts(growthName, "5")}), with("1", Inputs{Numbers: amounts(growthName, "6")}), with("1", Inputs{Numbers: amounts(growthName, "9")})))
	if got := f.Inputs.number(growthName); got.Cmp(q("20/3")) != 0 {
		t.Errorf("growth = %s", exact(got))
	}
	if got := plain(f.Inputs.Numbers[0].Value); got != "6.6666666667" {
		t.Errorf("it is shown as %s", got)
	}
}

func TestMilestonesOverPeriods(t *testing.T) {
	f := Aggregate(ByMilestone, nil, inPeriods(
		with("", Inputs{Milestones: []Milestone{{Node: "a", State: NodeDone, DaysLate: 3}, {Node: "b", State: NodeNotDue}}}),
		PeriodValue{State: ValueMissing},
		with("", Inputs{Milestones: []Milestone{{Node: "b", State: NodeDone}}}),
	))
	if f.Incomplete || f.Missing != 0 || len(f.From) != 2 {
		t.Errorf("a state stands until there is a later one: %+v", f)
	}
	res := project(nil, "0.5", "0.5").Score(q("10"), 2, HalfAway, Numbers{Figure: f})
	if res.Points.StringFixed(2) != "9.00" {
		t.Errorf("points = %s (%v)", res.Points, res.Problem)
	}
	if s := res.Trace.Children[0]; s.Code != TraceFigureMilestone || len(s.Operands) != 3 || s.Operands[2].Source != "value 2026-Q3 r1" {
		t.Errorf("figure = %+v", s)
	}
}

// Numbers beside a value are not added to it, and each has a step of its own.
func TestFigureTrace(t *testing.T) {
	rule := Rule{Method: Methods{LevelGrowth: &LevelGrowth{
		Alpha: pd("0.5"), Level: Methods{Proportional: &Proportional{}}, Growth: Methods{Proportional: &Proportional{}}, GrowthOf: GrowthReported, GrowthTarget: pd("10")}}}
	values := inPeriods(with("3", Inputs{Numbers: amounts(growthName, "4")}), PeriodValue{State: ValueMissing, Revision: 1}, with("5", Inputs{Numbers: amounts(growthName, "5")}))
	for a, want := range map[Aggregation]string{
		Sum: `FIGURE_SUM  Σ v  2026-Q1=3 (value 2026-Q1 r1)  2026-Q3=5 (value 2026-Q3 r1)  → 8
  FIGURE_INCOMPLETE
  FIGURE_INPUTS  growth=4 (value 2026-Q1 r1)  growth=5 (value 2026-Q3 r1)
FIGURE_NUMBER  Σ v  name=growth (figure)  2026-Q1=4 (value 2026-Q1 r1)  2026-Q3=5 (value 2026-Q3 r1)  → 9
`,
		Average: `FIGURE_AVG  Σ v ÷ n  2026-Q1=3 (value 2026-Q1 r1)  2026-Q3=5 (value 2026-Q3 r1)  n=3 (step)  → 8/3
  FIGURE_INCOMPLETE
  FIGURE_INPUTS  growth=4 (value 2026-Q1 r1)  growth=5 (value 2026-Q3 r1)
FIGURE_NUMBER  Σ v ÷ n  name=growth (figure)  2026-Q1=4 (value 2026-Q1 r1)  2026-Q3=5 (value 2026-Q3 r1)  n=3 (step)  → 3
`,
		Last: `FIGURE_LAST  2026-Q3=5 (value 2026-Q3 r1)  → 5
  FIGURE_INPUTS  growth=5 (value 2026-Q3 r1)
`,
	} {
		res := rule.Score(q("10"), 2, HalfAway, Numbers{Figure: Aggregate(a, nil, values), Target: pd("8")})
		var b strings.Builder
		for _, s := range res.Trace.Children {
			if strings.HasPrefix(s.Code, "FIGURE") {
				render(&b, 0, s)
			}
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("%s: %s", a, diff)
		}
		stepsAddUp(t, res.Trace)
	}
}
