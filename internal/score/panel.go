package score

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Panel gives the part of full marks that a panel's mean mark is of the highest
// one (专家评分、现场检查), without the highest and the lowest where there are many.
//
// A panel whose marks are all the same has hardly judged, which the trace
// points out; the marks count all the same.
type Panel struct {
	OutOf *decimal.Decimal `json:"outOf,omitempty" yaml:"outOf"` // highest mark; 100 if absent
	Trim  *Trim            `json:"trim,omitempty" yaml:"trim"`   // one at each end from six marks on if absent
	MinN  *int             `json:"minN,omitempty" yaml:"minN"`   // with fewer marks the goal waits; 1 if absent
}

// Code is the number by which offices call the method.
func (*Panel) Code() string { return "M18" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Panel) Name() string { return "panel" }

func (m *Panel) validate(at path) (ps problems) {
	ps.positive(at.to("outOf"), m.OutOf)
	ps = append(ps, m.trim().validate(at.to("trim"))...)
	ps.atLeast(at.to("minN"), m.MinN, 1)
	return ps
}

func (m *Panel) trim() *Trim {
	if m.Trim == nil {
		return &Trim{}
	}
	return m.Trim
}

func (m *Panel) points(c *calc) (*big.Rat, error) {
	marks, outOf := c.n.Figure.Inputs.Marks, optional(m.OutOf, hundred)
	for _, mark := range marks {
		if mark.Sign() < 0 || mark.Rat().Cmp(outOf.Rat) > 0 {
			return nil, fail(ProblemMarkOutOfRange, "mark", plain(mark), "max", exact(outOf.Rat))
		}
	}
	if len(marks) == 0 && c.n.Figure.Value != nil {
		return nil, fail(ProblemWrongValueType, "want", "MARKS")
	}
	if least := optionalCount(m.MinN, 1); len(marks) < max(least.n, 1) {
		c.remark(TraceMarksTooFew, "n < min", intOperand("n", len(marks), FromFigure), least.operand("min"))
		return nil, errPending
	}
	if len(marks) > 1 && !slices.ContainsFunc(marks, func(d decimal.Decimal) bool { return !d.Equal(marks[0]) }) {
		c.remark(TraceMarksIdentical, "", Operand{"mark", plain(marks[0]), FromFigure}, intOperand("n", len(marks), FromFigure))
	}
	mean := c.mean(marks, m.trim())
	c.judged = mean
	x := new(big.Rat).Mul(c.full, mean)
	x.Quo(x, outOf.Rat)
	c.step(TracePoints, "W × m ÷ M", x, operand("W", c.full, FromGoal), operand("m", mean, FromStep), outOf.operand("M"))
	return x, nil
}

func (m *Panel) most(full *big.Rat) *big.Rat { return full }

func (m *Panel) excel(s sheet) string {
	return s.ref("W") + "*" + s.mean(s.ref("marks"), m.trim()) + "/" + s.opt(m.OutOf, "100")
}
