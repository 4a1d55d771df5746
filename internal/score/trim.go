package score

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Trim leaves out the extremes of many marks: the Drop highest and the Drop
// lowest (去掉最高分和最低分).
type Trim struct {
	Drop *int `json:"drop,omitempty" yaml:"drop"` // 1 if absent
	From *int `json:"from,omitempty" yaml:"from"` // number of marks from which on, more than twice Drop; 6 if absent
}

// count is a whole-number parameter, or its documented default.
type count struct {
	n      int
	source string
}

func optionalCount(n *int, otherwise int) count {
	if n == nil {
		return count{otherwise, FromDefault}
	}
	return count{*n, FromRule}
}

func (k count) operand(name string) Operand { return intOperand(name, k.n, k.source) }

func (t *Trim) drop() count { return optionalCount(t.Drop, 1) }
func (t *Trim) from() count { return optionalCount(t.From, 6) }

func (t *Trim) validate(at path) (ps problems) {
	drop, from := t.drop().n, t.from().n
	switch {
	case drop < 1 || drop > longestList:
		ps.add(at.to("drop"), ProblemOutOfRange, "min", "1", "max", strconv.Itoa(longestList))
		if from < 1 {
			ps.add(at.to("from"), ProblemOutOfRange, "min", "1")
		}
	case from <= 2*drop: // nothing would be left
		ps.add(at.to("from"), ProblemOutOfRange, "above", strconv.Itoa(2*drop))
	}
	return ps
}

// mean is the mean of at least one mark, without the extremes if t says so. It
// names what it leaves out and what counts, in order of size: in which order
// marks came in must not show.
func (c *calc) mean(marks []decimal.Decimal, t *Trim) *big.Rat {
	counted := slices.SortedFunc(slices.Values(marks), decimal.Decimal.Cmp)
	if t != nil && len(marks) >= t.from().n {
		k := t.drop().n
		lowest, highest := counted[:k], counted[len(counted)-k:]
		counted = counted[k : len(counted)-k]
		if !c.quiet {
			ops := append(markOperands("lowest", lowest), markOperands("highest", highest)...)
			c.remark(TraceMarksTrimmed, "n ≥ from", append(ops, intOperand("n", len(marks), FromStep), t.from().operand("from"), t.drop().operand("k"))...)
		}
	}
	n := len(counted)
	x := sumOf(counted).Rat()
	x.Quo(x, big.NewRat(int64(n), 1))
	if !c.quiet {
		c.step(TraceMarksMean, "Σ mark ÷ n", x, append(markOperands("mark", counted), intOperand("n", n, FromStep))...)
	}
	return x
}

func markOperands(name string, marks []decimal.Decimal) []Operand {
	ops := make([]Operand, len(marks), len(marks)+3)
	for i, m := range marks {
		ops[i] = Operand{name, plain(m), FromFigure}
	}
	return ops
}

// mean is what calc.mean computes, of a range that holds nothing but marks.
func (s sheet) mean(marks string, t *Trim) string {
	if t == nil {
		return "AVERAGE(" + marks + ")"
	}
	n, drop := "COUNT("+marks+")", t.drop().n
	extremes := make([]string, 0, 2*drop)
	for k := range drop {
		at := "(" + marks + "," + strconv.Itoa(k+1) + ")"
		extremes = append(extremes, "LARGE"+at, "SMALL"+at)
	}
	many := "IF(" + n + ">=" + strconv.Itoa(t.from().n) + ","
	return "(SUM(" + marks + ")-" + many + strings.Join(extremes, "+") + ",0))/(" + n + "-" + many + strconv.Itoa(2*drop) + ",0))"
}
