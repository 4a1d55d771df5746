package score

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// months makes a year's values, each a number or the letter of a state:
// N(othing produced), A (not applicable), M(issing).
func months(values ...string) []PeriodValue {
	vs := make([]PeriodValue, len(values))
	for i, s := range values {
		v := PeriodValue{Period: "2026-" + strconv.Itoa(101 + i)[1:], Revision: 1}
		switch s {
		case "N":
			v.State = NothingProduced
		case "A":
			v.State = ValueNotApplies
		case "M":
			v.State = ValueMissing
		default:
			v.State, v.Value = Value, pd(s)
		}
		vs[i] = v
	}
	return vs
}

// ratio is one month's numerator and denominator.
func ratio(n, of string) PeriodValue {
	return PeriodValue{State: Value, Numerator: pd(n), Denominator: pd(of)}
}

func inPeriods(vs ...PeriodValue) []PeriodValue {
	for i := range vs {
		vs[i].Period = "2026-Q" + strconv.Itoa(i+1)
		if vs[i].State == "" {
			vs[i].State = Value
		}
	}
	return vs
}

func TestAggregate(t *testing.T) {
	tests := []struct {
		name       string
		a          Aggregation
		values     []PeriodValue
		state      ValueState
		value      string
		incomplete bool
	}{
		{"sum", Sum, months("1.5", "2", "0"), Value, "3.5", false},
		{"sum, one month missing", Sum, months("1.5", "M", "2"), Value, "3.5", true},
		{"sum, one month without anything", Sum, months("1.5", "N", "A", "2"), Value, "3.5", false},
		{"sum of zero is not missing", Sum, months("0", "0"), Value, "0", false},
		{"last", Last, months("5", "6", "7"), Value, "7", false},
		{"last, its month does not apply", Last, months("5", "6", "A", "N"), Value, "6", false},
		{"last is missing", Last, months("5", "6", "M"), ValueMissing, "", false},
		{"last is missing before months that do not apply", Last, months("5", "M", "A"), ValueMissing, "", false},
		{"last, an earlier one missing", Last, months("M", "6"), Value, "6", false},
		{"cumulative", Cumulative, months("5", "12", "20"), Value, "20", false},
		{"cumulative takes the last that was reported", Cumulative, months("5", "12", "M"), Value, "12", false},
		{"average", Average, months("100", "90"), Value, "95", false},
		{"average that does not end", Average, months("100", "90", "90"), Value, "280/3", false},
		{"average without months that do not apply", Average, months("100", "A", "90", "N"), Value, "95", false},
		{"average keeps missing months", Average, months("100", "M", "90"), Value, "190/3", true},
		{"ratio of sums", Ratio, inPeriods(ratio("480", "500"), ratio("455", "500"), ratio("30", "60")), Value, "965/1060", false},
		{"mean of the same ratios, which is another thing", Average, months("96", "91", "50"), Value, "79", false},
		{"ratio, a month without cases", Ratio, inPeriods(ratio("0", "0"), ratio("30", "60")), Value, "1/2", false},
		{"ratio of no cases", Ratio, inPeriods(ratio("0", "0"), ratio("0", "0")), ValueNotApplies, "", false},
		{"ratio, a month as a plain number", Ratio, inPeriods(ratio("1", "2"), PeriodValue{Value: pd("0.5")}), Value, "", false},
		{"maximum", Maximum, months("5", "7", "-1"), Value, "7", false},
		{"minimum", Minimum, months("5", "7", "-1", "M"), Value, "-1", true},
		{"all missing", Sum, months("M", "M"), ValueMissing, "", false},
		{"no values", Sum, nil, ValueMissing, "", false},
		{"no values, last", Last, nil, ValueMissing, "", false},
		{"none applies", Average, months("A", "A"), ValueNotApplies, "", false},
		{"nothing produced all year", Sum, months("N", "N"), ValueNotApplies, "", false},
		{"nothing produced, last", Last, months("N", "A"), ValueNotApplies, "", false},
		{"none applies or answers", Sum, months("A", "M"), ValueMissing, "", false},
		{"a month without a number", Sum, inPeriods(PeriodValue{Value: pd("1")}, PeriodValue{}), Value, "", false},
		{"unsupported", "MEDIAN", months("1", "2"), ValueMissing, "", false},
		{"nodes have no number", ByMilestone, months("1", "M"), Value, "", false},
		{"weights that nobody gave", WeightedAvg, months("1", "2"), ValueMissing, "", false},
		{"unknown state", Sum, []PeriodValue{{State: "LATE"}}, "LATE", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Aggregate(tt.a, nil, tt.values)
			value := ""
			if f.Value != nil {
				value = f.Value.RatString()
			}
			if tt.value != "" {
				tt.value = q(tt.value).RatString()
			}
			if f.State != tt.state || value != tt.value || f.Incomplete != tt.incomplete {
				t.Errorf("%s %q incomplete %v, want %s %q %v", f.State, value, f.Incomplete, tt.state, tt.value, tt.incomplete)
			}
		})
	}
}

func TestAggregateNamesItsSources(t *testing.T) {
	vs := months("5", "M", "7")
	vs[2].Revision = 3
	f := Aggregate(Sum, nil, vs)
	want := []Used{{Period: "2026-01", Revision: 1, Value: pd("5")}, {Period: "2026-03", Revision: 3, Value: pd("7")}}
	if diff := cmp.Diff(want, f.From); diff != "" || f.Missing != 1 || f.Aggregation != Sum {
		t.Errorf("missing %d by %s, sources: %s", f.Missing, f.Aggregation, diff)
	}
	if f := Aggregate(Last, nil, vs); len(f.From) != 1 || f.From[0].Revision != 3 {
		t.Errorf("last is from %v", f.From)
	}
}

func TestOwnersValueCounts(t *testing.T) {
	vs := []PeriodValue{
		{Period: "2026-01", Revision: 4, State: Value, Value: pd("9")},
		{Period: "2026-01", Revision: 1, State: Value, Value: pd("8"), Official: true},
		{Period: "2026-02", Revision: 1, State: Value, Value: pd("1")},
		{Period: "2026-02", Revision: 2, State: Value, Value: pd("2")},
		{Period: "2026-02", Revision: 1, State: Value, Value: pd("3")},
	}
	if f := Aggregate(Sum, nil, vs); f.Value.Cmp(q("10")) != 0 {
		t.Errorf("sum = %s, want the owner's 8 and the second revision's 2", f.Value)
	}
	if vs[0].Value.Cmp(d("9")) != 0 || len(vs) != 5 {
		t.Error("the values were changed")
	}
}

func TestAggregateInputs(t *testing.T) {
	with := func(in Inputs) PeriodValue { return PeriodValue{Inputs: &in} }
	events := inPeriods(
		with(Inputs{Occurrences: []Occurrence{{"serious", d("1")}, {"general", d("2")}}}),
		PeriodValue{State: ValueMissing},
		with(Inputs{Occurrences: []Occurrence{{"general", d("3")}}}),
	)
	rated := inPeriods(with(Inputs{Ratings: []string{"A", "B"}}), with(Inputs{Ratings: []string{"C"}}))
	checks := func(outcomes ...bool) []PeriodValue {
		var vs []PeriodValue
		for _, ok := range outcomes {
			vs = append(vs, with(Inputs{Passed: &ok}))
		}
		return inPeriods(vs...)
	}
	tests := []struct {
		name   string
		a      Aggregation
		values []PeriodValue
		want   Inputs
	}{
		{"occurrences add up by kind", Sum, events, Inputs{Occurrences: []Occurrence{{"general", d("5")}, {"serious", d("1")}}}},
		{"occurrences of the last", Last, events, Inputs{Occurrences: []Occurrence{{"general", d("3")}}}},
		{"ratings one by one", Average, rated, Inputs{Ratings: []string{"A", "B", "C"}}},
		{"ratings under a sum", Sum, rated, Inputs{Ratings: []string{"A", "B", "C"}}},
		{"ratings of the last", Last, rated, Inputs{Ratings: []string{"C"}}},
		{"all passed", All, checks(true, true), Inputs{Passed: new(true)}},
		{"not all passed", All, checks(true, false), Inputs{Passed: new(false)}},
		{"a check that nobody did is not passed", All, append(checks(true), PeriodValue{State: ValueMissing}), Inputs{Passed: new(false)}},
		{"any passed", Any, checks(false, true), Inputs{Passed: new(true)}},
		{"none passed", Any, checks(false, false), Inputs{Passed: new(false)}},
		{"a number among checks", All, append(checks(true), months("1")...), Inputs{}},
		{"the last check", Last, checks(true, false), Inputs{Passed: new(false)}},
	}
	same := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Aggregate(tt.a, nil, tt.values).Inputs, same); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A year without cases and one to which the goal does not apply are both left
// out, but a rule may want to tell them apart.
func TestRatioOfNothing(t *testing.T) {
	idle := Aggregate(Ratio, nil, months("N", "N"))
	if idle.State != ValueNotApplies || idle.Denominator == nil || idle.Denominator.Sign() != 0 {
		t.Errorf("nothing produced all year: %+v", idle)
	}
	if f := Aggregate(Ratio, nil, months("A", "A")); f.State != ValueNotApplies || f.Denominator != nil {
		t.Errorf("not applicable all year: %+v", f)
	}
	lost := Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear, NAIfNoCase: new(false)}}}
	if res := lost.Score(q("3"), 2, HalfAway, Numbers{Figure: idle, Target: pd("0.1")}); res.Points.StringFixed(2) != "3.00" {
		t.Errorf("no lawsuit, none lost: %s %s", res.State, res.Points)
	}
}

func TestScaled(t *testing.T) {
	f := Aggregate(Ratio, nil, inPeriods(ratio("965", "1060"))).Scaled(d("100"))
	if f.Value.Cmp(q("96500/1060")) != 0 || f.Numerator.Cmp(q("965")) != 0 {
		t.Errorf("per cent = %s of %s", f.Value, f.Numerator)
	}
	if f := Aggregate(Last, nil, months("91")).Scaled(d("100")); f.Value.Cmp(q("91")) != 0 {
		t.Errorf("a reported rate was scaled to %s", f.Value)
	}
	if f := Aggregate(Ratio, nil, months("A")).Scaled(d("100")); f.Value != nil {
		t.Errorf("nothing was scaled to %s", f.Value)
	}
}

func TestSupported(t *testing.T) {
	for _, a := range []Aggregation{Sum, Last, Cumulative, Average, WeightedAvg, Ratio, Maximum, Minimum, Any, All, ByMilestone} {
		if !a.Supported() || a.Accumulates() != (a == Sum || a == Cumulative) {
			t.Errorf("%s: supported %v, accumulates %v", a, a.Supported(), a.Accumulates())
		}
	}
	for _, a := range []Aggregation{"", "MEDIAN"} {
		if a.Supported() {
			t.Errorf("%q is supported", a)
		}
	}
}
