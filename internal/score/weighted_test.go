package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// quarters makes a year's values, as months does.
func quarters(values ...string) []PeriodValue { return inPeriods(months(values...)...) }

func TestWeightedAverage(t *testing.T) {
	year := ds("1", "2", "3", "4")
	tests := []struct {
		name       string
		weights    []decimal.Decimal
		values     []PeriodValue
		state      ValueState
		value      string
		incomplete bool
	}{
		{"all quarters", year, quarters("80", "90", "100", "90"), Value, "92", false},
		{"in per cent", ds("10", "20", "30", "40"), quarters("80", "90", "100", "90"), Value, "92", false},
		{"what does not end", ds("1", "1", "1"), quarters("80", "90", "91"), Value, "87", false},
		{"thirds", ds("1", "2"), quarters("80", "90"), Value, "260/3", false},
		{"re-based without a quarter that does not apply", year, quarters("80", "A", "100", "90"), Value, "92.5", false},
		{"re-based without a quarter that had nothing", year, quarters("N", "90", "100", "A"), Value, "96", false},
		{"a missing quarter counts as nothing", year, quarters("80", "90", "M", "90"), Value, "62", true},
		{"the first half of the year", year, quarters("80", "95"), Value, "90", false},
		{"a weight of zero", ds("0", "1"), quarters("80", "95"), Value, "95", false},
		{"nothing with a weight", ds("0", "0", "1"), quarters("80", "95", "A"), ValueNotApplies, "", false},
		{"all the weight is missing", ds("0", "0", "1"), quarters("80", "95", "M"), Value, "0", true},
		{"months", ds("1", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "3"),
			[]PeriodValue{{Period: "2026-01", State: Value, Value: pd("50")}, {Period: "2026-12", State: Value, Value: pd("90")}}, Value, "80", false},
		{"halves", ds("1", "3"), []PeriodValue{{Period: "2026-H1", State: Value, Value: pd("50")}, {Period: "2026-H2", State: Value, Value: pd("90")}}, Value, "80", false},
		{"a year", ds("1"), []PeriodValue{{Period: "2026", State: Value, Value: pd("50")}}, Value, "50", false},
		{"all missing", year, quarters("M", "M"), ValueMissing, "", false},
		{"none applies", year, quarters("A", "N"), ValueNotApplies, "", false},
		{"no values", year, nil, ValueMissing, "", false},
		{"a quarter without a number", year, inPeriods(PeriodValue{Value: pd("1")}, PeriodValue{}), Value, "", false},
		{"no weights", nil, quarters("80", "90"), ValueMissing, "", false},
		{"a quarter without a weight", ds("1"), quarters("80", "90"), ValueMissing, "", false},
		{"a missing quarter without a weight", ds("1"), quarters("80", "M"), ValueMissing, "", false},
		{"no such period", year, []PeriodValue{{Period: "Q1", State: Value, Value: pd("1")}}, ValueMissing, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Aggregate(WeightedAvg, tt.weights, tt.values)
			value := ""
			if f.Value != nil {
				value = exact(f.Value)
			}
			if tt.value != "" {
				tt.value = exact(q(tt.value))
			}
			if f.State != tt.state || value != tt.value || f.Incomplete != tt.incomplete {
				t.Errorf("%s %q incomplete %v, want %s %q %v", f.State, value, f.Incomplete, tt.state, tt.value, tt.incomplete)
			}
		})
	}
}

func TestOrdinal(t *testing.T) {
	for period, want := range map[string]int{
		"2026": 1, "2026-H1": 1, "2026-H2": 2, "2026-Q1": 1, "2026-Q3": 3, "2026-Q4": 4, "2026-01": 1, "2026-09": 9, "2026-12": 12,
		"": 0, "26": 0, "2026-": 0, "2026-H3": 0, "2026-H0": 0, "2026-Q5": 0, "2026-Q": 0, "2026-00": 0, "2026-13": 0, "2026-1": 0, "2026-Q01": 0,
		"2026-001": 0, "2026-W1": 0, "2026-+1": 0, "abcd-01": 0, "2026-01-01": 0,
	} {
		if got := ordinal(period); got != want {
			t.Errorf("%q is number %d, want %d", period, got, want)
		}
	}
}

func TestWeightedAverageTrace(t *testing.T) {
	n := Numbers{Figure: Aggregate(WeightedAvg, ds("1", "2", "3", "4"), quarters("80", "A", "M", "90")), Target: pd("100")}
	want := []Operand{
		{"2026-Q1", "80", "value 2026-Q1 r1"}, {"2026-Q4", "90", "value 2026-Q4 r1"},
		{"w 2026-Q1", "1", FromPlan}, {"w 2026-Q3", "3", FromPlan}, {"w 2026-Q4", "4", FromPlan}, {"Σ w", "8", FromStep},
	}
	s := Rule{Method: Methods{Proportional: &Proportional{}}}.Score(q("10"), 2, HalfAway, n).Trace.Children[0]
	if diff := cmp.Diff(want, s.Operands); diff != "" || s.Code != TraceFigureWeighted || s.Formula != "Σ w × v ÷ Σ w" || s.Value != "55" {
		t.Errorf("%s %s → %s\n%s", s.Code, s.Formula, s.Value, diff)
	}
	if len(s.Children) != 1 || s.Children[0].Code != TraceIncomplete {
		t.Errorf("children = %v", s.Children)
	}
}

func TestWeightedRun(t *testing.T) {
	in := finals("90")
	in.Indicators[0].Aggregation, in.Indicators[0].PeriodWeights = WeightedAvg, ds("1", "2", "3", "4")
	in.Groups[0].Units[0].Goals[0].Values = quarters("80", "90", "100", "90")
	line := mustRun(t, in).Groups[0].Units[0].Lines[0]
	if line.Value != "92" {
		t.Errorf("the year's figure is %q", line.Value)
	}
	in.Trial = true
	in.Groups[0].Units[0].Goals[0].Values = quarters("80", "95", "M", "M")
	if line := mustRun(t, in).Groups[0].Units[0].Lines[0]; line.Value != "90" {
		t.Errorf("half-way through the year it is %q", line.Value)
	}
}
