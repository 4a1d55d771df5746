package score

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Aggregation is how periods' values make the year's.
type Aggregation string

const (
	Sum         Aggregation = "SUM"
	Last        Aggregation = "LAST"
	Cumulative  Aggregation = "CUMULATIVE" // each value is the year to date
	Average     Aggregation = "AVG"
	Ratio       Aggregation = "RATIO" // Σ numerators ÷ Σ denominators, never a mean of ratios
	Maximum     Aggregation = "MAX"
	Minimum     Aggregation = "MIN"
	Any         Aggregation = "ANY"
	All         Aggregation = "ALL"
	WeightedAvg Aggregation = "WEIGHTED_AVG" // Σ weight × value ÷ Σ weight, by the period's place in the year
	ByMilestone Aggregation = "MILESTONE"    // the latest state of each node
)

// Accumulates reports whether the planned share of the year applies to values
// of this kind: sums grow towards the target, levels do not.
func (a Aggregation) Accumulates() bool { return a == Sum || a == Cumulative }

// Supported reports whether [Aggregate] knows how.
func (a Aggregation) Supported() bool {
	switch a {
	case Sum, Last, Cumulative, Average, WeightedAvg, Ratio, Maximum, Minimum, Any, All, ByMilestone:
		return true
	}
	return false
}

// Aggregate makes one figure of a goal's values, which are in order of time.
// Of several values for one period the owner's official one counts, else the
// one with the highest revision.
//
// A period that does not apply, or in which nothing was produced, is left out;
// if all are, the figure does not apply. A period with no answer is different:
//
//   - it adds nothing to a SUM and marks it incomplete;
//   - it stays in the denominator of an AVG and a WEIGHTED_AVG and fails an ALL,
//     since nobody gains by not reporting;
//   - LAST is missing if the last period that applies is (期末数), while
//     CUMULATIVE takes the last total that was reported, and MILESTONE the last
//     state of each node.
//
// weights are those of a WEIGHTED_AVG, first the first period's in the year. A
// RATIO over nothing and a WEIGHTED_AVG of nothing with a weight do not apply. An
// aggregation that is not supported, or whose weights do not reach all periods,
// gives a missing figure.
func Aggregate(a Aggregation, weights []decimal.Decimal, values []PeriodValue) Figure {
	f := Figure{Aggregation: a, State: ValueMissing}
	values = onePerPeriod(values)
	idle := 0 // periods in which nothing was produced
	f.From = make([]Used, 0, len(values))
	for i := range values {
		switch v := &values[i]; v.State {
		case Value:
			f.From = append(f.From, Used{v.Period, v.Revision, v.Value, v.Numerator, v.Denominator, v.Inputs})
		case ValueMissing:
			f.Missing++
		case NothingProduced:
			idle++
		case ValueNotApplies:
		default:
			return Figure{Aggregation: a, State: v.State} // the rule refuses it
		}
	}
	switch {
	case a == Last && lastIsMissing(values), a == WeightedAvg && !f.weigh(weights, values), !a.Supported():
		return Figure{Aggregation: a, State: ValueMissing}
	case a == Last, a == Cumulative:
		f.Missing, f.From = 0, f.From[max(0, len(f.From)-1):]
	case a == ByMilestone:
		f.Missing = 0
	}
	f.Incomplete = f.Missing > 0 && len(f.From) > 0
	switch {
	case len(f.From) > 0:
		f.State = Value
		f.compute()
	case len(values) > 0 && !hasMissing(values):
		f.State = ValueNotApplies
		f.Idle = idle > 0
		if a == Ratio && idle > 0 {
			f.Numerator, f.Denominator = new(big.Rat), new(big.Rat)
		}
	}
	return f
}

// onePerPeriod drops the values that another one for the same period overrides.
func onePerPeriod(values []PeriodValue) []PeriodValue {
	same := func(a, b PeriodValue) bool { return a.Period == b.Period }
	unique := true
	for i := 1; i < len(values) && unique; i++ {
		unique = !same(values[i-1], values[i])
	}
	if unique {
		return values
	}
	kept := slices.Clone(values[:1])
	for _, v := range values[1:] {
		last := &kept[len(kept)-1]
		switch {
		case !same(*last, v):
			kept = append(kept, v)
		case v.Official && !last.Official, v.Official == last.Official && v.Revision > last.Revision:
			*last = v
		}
	}
	return kept
}

func lastIsMissing(values []PeriodValue) bool {
	for _, v := range slices.Backward(values) {
		switch v.State {
		case Value:
			return false
		case ValueMissing:
			return true
		}
	}
	return false
}

func hasMissing(values []PeriodValue) bool {
	return slices.ContainsFunc(values, func(v PeriodValue) bool { return v.State == ValueMissing })
}

// compute fills in what f.From amounts to. Value stays nil where a period gave
// no number: a rule that needs one then refuses the figure, since a sum with a
// hole in it would pass for a small one.
func (f *Figure) compute() {
	numbers := func(of func(*Used) *decimal.Decimal) (ds []decimal.Decimal, ok bool) {
		ds = make([]decimal.Decimal, 0, len(f.From))
		for i := range f.From {
			d := of(&f.From[i])
			if d == nil {
				return nil, false
			}
			ds = append(ds, *d)
		}
		return ds, true
	}
	if f.Aggregation == Ratio {
		ns, okN := numbers(func(u *Used) *decimal.Decimal { return u.Numerator })
		ds, okD := numbers(func(u *Used) *decimal.Decimal { return u.Denominator })
		if okN && okD {
			f.ratio(rat(sumOf(ns)), rat(sumOf(ds)))
		}
		f.gather()
		return
	}
	if vs, ok := numbers(func(u *Used) *decimal.Decimal { return u.Value }); ok {
		f.Value = f.combined(vs)
		if f.Value == nil && f.Aggregation == WeightedAvg {
			f.State = ValueNotApplies
		}
	}
	f.gather()
}

// combined is what the numbers of all periods in f.From make; nil where the
// aggregation makes none, or none of their weights is above zero.
func (f *Figure) combined(vs []decimal.Decimal) *big.Rat {
	switch f.Aggregation {
	case Maximum:
		return rat(decimal.Max(vs[0], vs[1:]...))
	case Minimum:
		return rat(decimal.Min(vs[0], vs[1:]...))
	case Average:
		x := rat(sumOf(vs))
		return x.Quo(x, big.NewRat(int64(len(vs)+f.Missing), 1))
	case WeightedAvg:
		return f.weighted(vs)
	case Sum, Last, Cumulative:
		return rat(sumOf(vs))
	}
	return nil
}

// sumOf adds up at least one number. Months are mostly alike: short, and with as
// many decimals.
func sumOf(ds []decimal.Decimal) decimal.Decimal {
	exp, sum := ds[0].Exponent(), int64(0)
	for i := range ds {
		d := &ds[i]
		if d.Exponent() != exp || d.NumDigits() > 16 || i > 99 {
			return decimal.Sum(ds[0], ds[1:]...)
		}
		sum += d.CoefficientInt64()
	}
	return decimal.New(sum, exp)
}

func (f *Figure) ratio(n, d *big.Rat) {
	f.Numerator, f.Denominator = n, d
	if d.Sign() == 0 {
		f.State = ValueNotApplies
		return
	}
	f.Value = new(big.Rat).Quo(n, d)
}
