package score

import (
	"math/big"
	"slices"
	"strings"

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
	WeightedAvg Aggregation = "WEIGHTED_AVG" // named by the trade, refused until it is built
	ByMilestone Aggregation = "MILESTONE"    // likewise
)

// Accumulates reports whether the planned share of the year applies to values
// of this kind: sums grow towards the target, levels do not.
func (a Aggregation) Accumulates() bool { return a == Sum || a == Cumulative }

// Supported reports whether [Aggregate] knows how.
func (a Aggregation) Supported() bool {
	switch a {
	case Sum, Last, Cumulative, Average, Ratio, Maximum, Minimum, Any, All:
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
//   - it stays in an AVG's denominator and fails an ALL, since nobody gains by
//     not reporting;
//   - LAST is missing if the last period that applies is (期末数), while
//     CUMULATIVE takes the last total that was reported.
//
// Occurrences add up by kind under SUM, ratings of all periods count one by
// one, LAST and CUMULATIVE take the last period's. A RATIO over nothing does
// not apply. An aggregation that is not supported gives a missing figure.
func Aggregate(a Aggregation, values []PeriodValue) Figure {
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
	if a == Last && lastIsMissing(values) || !a.Supported() {
		f.From, f.Missing = nil, 0
		return f
	}
	if a == Last || a == Cumulative {
		f.Missing, f.From = 0, f.From[max(0, len(f.From)-1):]
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
			f.ratio(sumOf(ns).Rat(), sumOf(ds).Rat())
		}
		return
	}
	if vs, ok := numbers(func(u *Used) *decimal.Decimal { return u.Value }); ok {
		switch f.Aggregation {
		case Maximum:
			f.Value = decimal.Max(vs[0], vs[1:]...).Rat()
		case Minimum:
			f.Value = decimal.Min(vs[0], vs[1:]...).Rat()
		case Average:
			f.Value = sumOf(vs).Rat()
			f.Value.Quo(f.Value, big.NewRat(int64(len(vs)+f.Missing), 1))
		case Sum, Last, Cumulative:
			f.Value = sumOf(vs).Rat()
		}
	}
	f.gather()
}

func sumOf(ds []decimal.Decimal) decimal.Decimal { return decimal.Sum(ds[0], ds[1:]...) }

func (f *Figure) ratio(n, d *big.Rat) {
	f.Numerator, f.Denominator = n, d
	if d.Sign() == 0 {
		f.State = ValueNotApplies
		return
	}
	f.Value = new(big.Rat).Quo(n, d)
}

// gather puts the periods' further inputs together.
func (f *Figure) gather() {
	switch f.Aggregation {
	case Last, Cumulative:
		if in := f.From[0].Inputs; in != nil {
			f.Inputs = *in
		}
		return
	case Any, All:
		f.Inputs.Passed = f.verdict()
	case Sum:
		f.Inputs.Occurrences = f.occurrences()
	}
	for i := range f.From {
		if in := f.From[i].Inputs; in != nil {
			f.Inputs.Ratings = append(f.Inputs.Ratings, in.Ratings...)
		}
	}
}

// verdict is the outcome of a check over all periods, nil where one of them was
// not a check.
func (f *Figure) verdict() *bool {
	passed := 0
	for i := range f.From {
		in := f.From[i].Inputs
		if in == nil || in.Passed == nil {
			return nil
		}
		if *in.Passed {
			passed++
		}
	}
	if f.Aggregation == Any {
		return new(passed > 0)
	}
	return new(passed == len(f.From)+f.Missing)
}

// occurrences adds up the periods' counts, by kind in order of its name.
func (f *Figure) occurrences() []Occurrence {
	var sums []Occurrence
	for i := range f.From {
		if f.From[i].Inputs == nil {
			continue
		}
		for _, o := range f.From[i].Inputs.Occurrences {
			at, found := slices.BinarySearchFunc(sums, o.Kind, func(s Occurrence, kind string) int {
				return strings.Compare(s.Kind, kind)
			})
			if found {
				sums[at].Count = sums[at].Count.Add(o.Count)
			} else {
				sums = slices.Insert(sums, at, o)
			}
		}
	}
	return sums
}
