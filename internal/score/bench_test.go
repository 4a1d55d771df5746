package score

import (
	"fmt"
	"math/big"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// bigYear is a plan of units × 40 goals × 12 months, twenty units to a group, with
// a county's mix of methods: a quarter of the indicators compare the units, the
// rest are sums, ratios, lines, tiers, thresholds, deductions and ratings.
func bigYear(units int) RunInput {
	share := []Tier{{From: pd("1"), Coefficient: pd("1")}, {From: pd("0.95"), Coefficient: pd("0.8")}, {From: pd("0.9"), Coefficient: pd("0.6")}}
	kinds := []struct {
		a Aggregation
		m Methods
	}{
		{Sum, Methods{Proportional: &Proportional{Cap: pd("1.0"), ZeroBelow: pd("0.60")}}},
		{Last, Methods{Linear: &Linear{Baseline: pd("4.0")}}},
		{Sum, Methods{Rank: &Rank{Variant: RankStep, Drop: pd("0.02"), In: new(InShares)}}},
		{Ratio, Methods{Tiers: &Tiers{On: OnValue, Bounds: share}}},
		{Average, Methods{Proportional: &Proportional{}}},
		{Ratio, Methods{Proportional: &Proportional{ZeroBelow: pd("0.80")}}},
		{Average, Methods{RatioToBest: &RatioToBest{}}},
		{Sum, Methods{Deduction: &Deduction{Each: pd("0.5")}}},
		{Last, Methods{Threshold: &Threshold{Op: AtLeast}}},
		{Last, Methods{Rating: &Rating{Grades: []RatingGrade{{"A", d("1")}, {"B", d("0.85")}}}}},
		{Ratio, Methods{PeerAverage: &PeerAverage{Add: pd("0.5"), Deduct: pd("0.5"), Tolerance: pd("0.05")}}},
		{Cumulative, Methods{PerStep: &PerStep{Base: pd("2"), Add: pd("0.1"), Deduct: pd("0.1")}}},
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

// BenchmarkRun is the pure engine on years of growing size. What is to stay as it
// is are the nanoseconds and allocations for one goal, and the exponent by which
// the time grows with the number of units: 1 is linear.
func BenchmarkRun(b *testing.B) {
	var before timed
	for _, units := range []int{100, 1_000, 10_000} {
		b.Run(strconv.Itoa(units), func(b *testing.B) {
			now := timeRun(b, units)
			if before.units*10 == units {
				b.Logf("from %d to %d units the time grows by n^%s", before.units, units, now.exponent(before))
			}
			before = now
		})
	}
}

// timed is how long a run of so many units takes.
type timed struct {
	units int
	each  time.Duration
}

func timeRun(b *testing.B, units int) timed {
	in := bigYear(units)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for b.Loop() {
		if _, err := Run(in); err != nil {
			b.Fatal(err)
		}
		n++
	}
	runtime.ReadMemStats(&after)
	goals := int64(n * units * len(in.Indicators))
	b.Logf("%d units: %d ns, %d allocs and %d bytes per goal", units, b.Elapsed().Nanoseconds()/goals,
		int64(after.Mallocs-before.Mallocs)/goals, int64(after.TotalAlloc-before.TotalAlloc)/goals)
	return timed{units, b.Elapsed() / time.Duration(n)}
}

// exponent is log(time ratio) ÷ log(size ratio), to two decimals, for ten times
// the size: the number of digits of the ratio's hundredth power says it.
func (t timed) exponent(before timed) string {
	hundredfold := func(d time.Duration) *big.Int { return new(big.Int).Exp(big.NewInt(int64(d)), big.NewInt(100), nil) }
	ratio := new(big.Int).Quo(hundredfold(t.each), hundredfold(before.each))
	return decimal.New(int64(len(ratio.String())-1), -2).StringFixed(2)
}

// BenchmarkScore is one goal by each method, its trace included.
func BenchmarkScore(b *testing.B) {
	for _, kind := range kinds {
		draw := rapid.Custom(func(t *rapid.T) specimen {
			s := drawSpecimen(t, kind)
			s.rule.Modifiers = nil
			if s.others == nil {
				s.group(t)
			}
			return s
		})
		s := draw.Example(7)
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if res := s.score(s.n); res.State == Failed {
					b.Fatal(res.Problem)
				}
			}
		})
	}
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
