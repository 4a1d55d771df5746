package score

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// PeriodWeight is how much one period counts in a WEIGHTED_AVG.
type PeriodWeight struct {
	Period  string
	Weight  decimal.Decimal
	Missing bool // no answer: its weight counts, with nothing to show for it
}

// weigh finds the weights of all periods that apply. It reports whether each of
// them has one.
func (f *Figure) weigh(weights []decimal.Decimal, values []PeriodValue) bool {
	for i := range values {
		v := &values[i]
		if v.State != Value && v.State != ValueMissing {
			continue
		}
		n := ordinal(v.Period)
		if n < 1 || n > len(weights) {
			return false
		}
		f.Weights = append(f.Weights, PeriodWeight{v.Period, weights[n-1], v.State == ValueMissing})
	}
	return true
}

// ordinal is a period's place among those of its length in its year: 3 for
// 2026-Q3, 9 for 2026-09, 2 for 2026-H2 and 1 for 2026. It is 0 for anything else.
func ordinal(period string) int {
	year, part, parted := strings.Cut(period, "-")
	if _, err := strconv.ParseUint(year, 10, 16); err != nil || len(year) != 4 {
		return 0
	}
	most, digits := 12, 2
	switch {
	case !parted:
		return 1
	case strings.HasPrefix(part, "Q"):
		part, most, digits = part[1:], 4, 1
	case strings.HasPrefix(part, "H"):
		part, most, digits = part[1:], 2, 1
	}
	n, err := strconv.ParseUint(part, 10, 8)
	if err != nil || len(part) != digits || int(n) > most {
		return 0
	}
	return int(n)
}

// weighted is Σ w × v ÷ Σ w over the periods in f.From, of which vs has one value
// each; nil where the weights are all zero.
func (f *Figure) weighted(vs []decimal.Decimal) *big.Rat {
	sum := decimal.Zero
	for _, w := range f.Weights {
		if !w.Missing {
			sum, vs = sum.Add(w.Weight.Mul(vs[0])), vs[1:]
		}
	}
	all := f.weight()
	if all.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(sum.Rat(), all)
}

// weight is Σ w.
func (f *Figure) weight() *big.Rat {
	sum := decimal.Zero
	for _, w := range f.Weights {
		sum = sum.Add(w.Weight)
	}
	return sum.Rat()
}

// weights lists them for a trace.
func (f *Figure) weights() []Operand {
	ops := make([]Operand, 0, len(f.Weights)+1)
	for _, w := range f.Weights {
		ops = append(ops, Operand{named("w", w.Period), plain(w.Weight), FromPlan})
	}
	return append(ops, operand("Σ w", f.weight(), FromStep))
}
