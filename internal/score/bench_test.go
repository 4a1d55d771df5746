package score

import (
	"fmt"
	"math/big"
	"runtime"
	"strconv"
	"testing"
)

// bigYear is a plan of units × 40 goals × 12 months, with the sample county's mix of
// methods: half of the goals are sums and ratios scored in proportion, the rest
// lines, tiers, thresholds, deductions and ratings.
func bigYear(units int) RunInput {
	share := []Tier{{From: pd("1"), Coefficient: pd("1")}, {From: pd("0.95"), Coefficient: pd("0.8")}, {From: pd("0.9"), Coefficient: pd("0.6")}}
	kinds := []struct {
		a Aggregation
		m Methods
	}{
		{Sum, Methods{Proportional: &Proportional{Cap: pd("1.0"), ZeroBelow: pd("0.60")}}},
		{Last, Methods{Linear: &Linear{Baseline: pd("4.0")}}},
		{Ratio, Methods{Tiers: &Tiers{On: OnValue, Bounds: share}}},
		{Average, Methods{Proportional: &Proportional{}}},
		{Ratio, Methods{Proportional: &Proportional{ZeroBelow: pd("0.80")}}},
		{Sum, Methods{Deduction: &Deduction{Each: pd("0.5")}}},
		{Last, Methods{Threshold: &Threshold{Op: AtLeast}}},
		{Last, Methods{Rating: &Rating{Grades: []RatingGrade{{"A", d("1")}, {"B", d("0.85")}}}}},
	}
	in := yearEnd()
	dims := make([]DimensionMarks, 5)
	for i := range dims {
		dims[i] = DimensionMarks{"D" + strconv.Itoa(i+1), d("20")}
	}
	for i := range 40 {
		k := kinds[i%len(kinds)]
		in.Indicators = append(in.Indicators, IndicatorInput{
			Code: fmt.Sprintf("I%02d", i+1), Dimension: dims[i/8].Dimension, Aggregation: k.a, Rule: Rule{Method: k.m},
		})
	}
	for u := range units {
		if u%20 == 0 {
			in.Groups = append(in.Groups, GroupInput{GroupID: int64(u), Code: fmt.Sprintf("G%02d", u/20), Weights: weights("0.80", "0.12", "0.08"), Dimensions: dims})
		}
		g := &in.Groups[len(in.Groups)-1]
		g.Units = append(g.Units, bigUnit(u, in.Indicators))
	}
	return in
}

func bigUnit(u int, indicators []IndicatorInput) UnitInput {
	unit := UnitInput{
		UnitID: int64(u), Code: fmt.Sprintf("U%04d", u), Mode: Ranked, DisplayOrder: u,
		Components: []ComponentScore{{BallotComponent, d("91.25")}, {LeaderComponent, d("90.5")}},
	}
	for i, in := range indicators {
		g := GoalInput{GoalID: int64(u*100 + i), Indicator: in.Code, FullMarks: d("2.5"), Target: pd("9")}
		for m := range 12 {
			v := PeriodValue{Period: fmt.Sprintf("2026-%02d", m+1), Revision: 1 + (u+m)%2, State: Value}
			n := int64(u*7+i*13+m*29)%1000 + 1
			switch in.Aggregation {
			case Ratio:
				v.Numerator, v.Denominator = pd(strconv.FormatInt(n, 10)), pd("1000")
			default:
				v.Value = pd(big.NewRat(n, 100).FloatString(2))
			}
			if in.Rule.Method.Rating != nil {
				v.Value, v.Inputs = nil, &Inputs{Ratings: []string{"A", "B"}}
			}
			g.Values = append(g.Values, v)
		}
		unit.Goals = append(unit.Goals, g)
	}
	return unit
}

func BenchmarkRun(b *testing.B) {
	in := bigYear(1000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n := 0
	for b.Loop() {
		if _, err := Run(in); err != nil {
			b.Fatal(err)
		}
		n++
	}
	runtime.ReadMemStats(&after)
	goals := int64(n * 1000 * len(in.Indicators))
	b.Logf("%d ns and %d allocations per goal", b.Elapsed().Nanoseconds()/goals, int64(after.Mallocs-before.Mallocs)/goals)
}

func BenchmarkCanonical(b *testing.B) {
	in := bigYear(100)
	b.ReportAllocs()
	for b.Loop() {
		text, err := Canonical(in)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(text)))
	}
}
