package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Linear is the efficacy coefficient method (功效系数法): the baseline earns the
// base points of a hundred, the target all hundred, and a straight line runs
// through both, p = base + (100 − base) × (A − B)/(T − B). A base of 0 is plain
// linear scoring. Where the baseline lies above the target, lower is better.
//
// With Bands it is the variant of enterprise evaluation (行业标准值五档): each
// band's standard value earns its coefficient of full marks, and a figure between two of
// them lies on the line that joins them; above the best it earns the best one's
// coefficient, below the worst nothing.
type Linear struct {
	Base     *decimal.Decimal `json:"base,omitempty" yaml:"base"`         // points of a hundred at the baseline; 60 if absent
	Lo       *decimal.Decimal `json:"lo,omitempty" yaml:"lo"`             // least points of a hundred; 0 if absent
	Hi       *decimal.Decimal `json:"hi,omitempty" yaml:"hi"`             // most; 100 if absent
	Below    *BelowBaseline   `json:"below,omitempty" yaml:"below"`       // a figure worse than the baseline; CONTINUE if absent
	Baseline *decimal.Decimal `json:"baseline,omitempty" yaml:"baseline"` // for goals that have none of their own
	Target   *decimal.Decimal `json:"target,omitempty" yaml:"target"`     // likewise
	Bands    []Band           `json:"bands,omitempty" yaml:"bands"`       // best first; none of the others then
}

// Band is a published standard value and what it earns.
type Band struct {
	Standard    decimal.Decimal `json:"standard" yaml:"standard"`
	Coefficient decimal.Decimal `json:"coefficient" yaml:"coefficient"` // of full marks
}

// BelowBaseline says what a figure worse than the baseline earns.
type BelowBaseline string

const (
	BelowContinues BelowBaseline = "CONTINUE" // the line goes on downwards
	BelowIsZero    BelowBaseline = "ZERO"
)

// Code is the number by which offices call the method.
func (*Linear) Code() string { return "M06" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Linear) Name() string { return "linear" }

var sixty = big.NewRat(60, 1)

func (m *Linear) validate(at path) (ps problems) {
	if len(m.Bands) > 0 {
		return m.validateBands(at)
	}
	base := optional(m.Base, sixty)
	if base.Sign() < 0 || base.Cmp(hundred) >= 0 {
		ps.add(at.to("base"), ProblemOutOfRange, "min", "0", "below", "100")
	}
	ps.notNegative(at.to("lo"), m.Lo)
	if hi := optional(m.Hi, hundred); optional(m.Lo, zero).Cmp(hi.Rat) > 0 {
		ps.add(at.to("lo"), ProblemOutOfRange, "max", exact(hi.Rat))
	}
	knownOrAbsent(&ps, at.to("below"), m.Below, BelowContinues, BelowIsZero)
	if m.Baseline != nil && m.Target != nil && m.Baseline.Equal(*m.Target) {
		ps.add(at.to("target"), ProblemTargetIsBaseline)
	}
	return ps
}

func (m *Linear) validateBands(at path) (ps problems) {
	given := map[string]bool{
		"base": m.Base != nil, "lo": m.Lo != nil, "hi": m.Hi != nil, "below": m.Below != nil,
		"baseline": m.Baseline != nil, "target": m.Target != nil,
	}
	for _, field := range []string{"base", "lo", "hi", "below", "baseline", "target"} {
		if given[field] {
			ps.add(at.to(field), ProblemExclusive, "with", "bands")
		}
	}
	if len(m.Bands) == 1 {
		ps.add(at.to("bands"), ProblemOutOfRange, "min", "2")
		return ps
	}
	sign := m.Bands[0].Standard.Cmp(m.Bands[1].Standard)
	for i, b := range m.Bands {
		here := at.at("bands", i)
		ps.notNegative(here.to("coefficient"), &b.Coefficient)
		if i == 0 {
			continue
		}
		if before := m.Bands[i-1]; sign == 0 || before.Standard.Cmp(b.Standard) != sign {
			ps.add(here.to("standard"), ProblemNotOrdered)
		} else if !before.Coefficient.GreaterThan(b.Coefficient) {
			ps.add(here.to("coefficient"), ProblemNotOrdered)
		}
	}
	return ps
}

func (m *Linear) most(full *big.Rat) *big.Rat {
	if len(m.Bands) > 0 {
		return new(big.Rat).Mul(full, m.Bands[0].Coefficient.Rat())
	}
	x := new(big.Rat).Mul(full, optional(m.Hi, hundred).Rat)
	return x.Quo(x, hundred)
}

func (m *Linear) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	if len(m.Bands) > 0 {
		return m.band(c, a), nil
	}
	t, err := c.target(m.Target)
	if err != nil {
		return nil, err
	}
	b, err := c.baseline(m.Baseline)
	if err != nil {
		return nil, err
	}
	if t.Cmp(b.Rat) == 0 {
		return nil, fail(ProblemTargetIsBaseline)
	}
	if t.Cmp(b.Rat) > 0 {
		c.complete(Higher, a)
	} else {
		c.complete(Lower, a)
	}
	return m.efficacy(c, a, t, b), nil
}

// efficacy is the point at a on the line through baseline and target.
func (m *Linear) efficacy(c *calc, a *big.Rat, t, b amount) *big.Rat {
	way := new(big.Rat).Sub(a, b.Rat)
	way.Quo(way, new(big.Rat).Sub(t.Rat, b.Rat))
	if way.Sign() < 0 && m.Below != nil && *m.Below == BelowIsZero {
		c.step(TraceBelowBaseline, "(A − B) ÷ (T − B) < 0", zero,
			operand("A", a, FromFigure), b.operand("B"), t.operand("T"))
		return zero
	}
	base := optional(m.Base, sixty)
	p := new(big.Rat).Sub(hundred, base.Rat)
	p.Mul(p, way).Add(p, base.Rat)
	c.step(TraceEfficacy, "base + (100 − base) × (A − B) ÷ (T − B)", p,
		base.operand("base"), operand("A", a, FromFigure), b.operand("B"), t.operand("T"))
	p = c.limit(TraceEfficacyLimited, "p", p, optional(m.Lo, zero), optional(m.Hi, hundred))
	x := new(big.Rat).Mul(c.full, p)
	x.Quo(x, hundred)
	c.step(TracePoints, "W × p ÷ 100", x, operand("W", c.full, FromGoal), operand("p", p, FromStep))
	return x
}

// band is the point at a on the broken line through the bands.
func (m *Linear) band(c *calc, a *big.Rat) *big.Rat {
	descending, figure := m.Bands[0].Standard.GreaterThan(m.Bands[1].Standard), operand("A", a, FromFigure)
	if descending {
		c.complete(Higher, a)
	} else {
		c.complete(Lower, a)
	}
	for i := range m.Bands {
		x0, y0 := m.corner(c, i)
		if cmp := a.Cmp(x0); cmp != 0 && cmp > 0 != descending {
			continue
		}
		if i == 0 {
			c.step(TraceBandTop, "W × c", y0, figure, operand("x0", x0, FromRule),
				operand("W", c.full, FromGoal), operand("c", m.Bands[0].Coefficient.Rat(), FromRule))
			return y0
		}
		x1, y1 := m.corner(c, i-1)
		p := segment{amount{a, FromFigure}, x0, x1, y0, y1}
		y := p.at()
		c.step(TraceBand, "y0 + (A − x0) ÷ (x1 − x0) × (y1 − y0)", y, p.operands("A")...)
		return y
	}
	c.step(TraceBandNone, "", zero, figure)
	return zero
}

// corner is where band i lies: its standard value and its points.
func (m *Linear) corner(c *calc, i int) (standard, points *big.Rat) {
	standard, points = m.Bands[i].Standard.Rat(), m.Bands[i].Coefficient.Rat()
	if c.n.Share != nil {
		standard.Mul(standard, c.n.Share)
	}
	return standard, points.Mul(points, c.full)
}

// segment is a straight line through (x0, y0) and (x1, y1), asked at x.
type segment struct {
	x              amount
	x0, x1, y0, y1 *big.Rat
}

func (p segment) at() *big.Rat {
	run := new(big.Rat).Sub(p.x1, p.x0)
	y := new(big.Rat).Sub(p.x.Rat, p.x0)
	y.Quo(y, run)
	y.Mul(y, new(big.Rat).Sub(p.y1, p.y0))
	return y.Add(y, p.y0)
}

func (p segment) operands(name string) []Operand {
	return []Operand{
		p.x.operand(name),
		operand("x0", p.x0, FromRule), operand("x1", p.x1, FromRule),
		operand("y0", p.y0, FromRule), operand("y1", p.y1, FromRule),
	}
}

func (m *Linear) excel(s sheet) string {
	a, w := s.ref("A"), s.ref("W")
	if len(m.Bands) == 0 {
		b, t := s.ref("B"), s.ref("T")
		base := s.opt(m.Base, "60")
		p := fmt.Sprintf("%[1]s+(100-%[1]s)*(%[2]s-%[3]s)/(%[4]s-%[3]s)", base, a, b, t)
		x := fmt.Sprintf("%s*MIN(MAX(%s,%s),%s)/100", w, p, s.opt(m.Lo, "0"), s.opt(m.Hi, "100"))
		if m.Below != nil && *m.Below == BelowIsZero {
			x = fmt.Sprintf("IF((%[1]s-%[2]s)/(%[3]s-%[2]s)<0,0,%[4]s)", a, b, t, x)
		}
		return x
	}
	sign := ">="
	if m.Bands[0].Standard.LessThan(m.Bands[1].Standard) {
		sign = "<="
	}
	text := "0"
	for i := len(m.Bands) - 1; i >= 0; i-- {
		b := m.Bands[i]
		points := w + "*" + s.num(b.Coefficient)
		if i > 0 {
			up := m.Bands[i-1]
			points = fmt.Sprintf("%s*(%s+(%s-%s)/(%s-%s)*(%s-%s))", w, s.num(b.Coefficient), a, s.num(b.Standard),
				s.num(up.Standard), s.num(b.Standard), s.num(up.Coefficient), s.num(b.Coefficient))
		}
		text = fmt.Sprintf("IF(%s%s%s,%s,%s)", a, sign, s.num(b.Standard), points, text)
	}
	return text
}
