package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Tiers gives the points of the step that a figure reaches (分档计分).
//
// Bounds run from the best to the worst. A figure exactly on a bound has reached
// it, and is compared unrounded; below the last bound there is nothing, unless
// the last tier has no bound and so takes all the rest.
type Tiers struct {
	On          TierBasis  `json:"on" yaml:"on"`
	Bounds      []Tier     `json:"bounds" yaml:"bounds"`
	Interpolate *bool      `json:"interpolate,omitempty" yaml:"interpolate"` // join neighbouring tiers by a line; false if absent
	Direction   *Direction `json:"direction,omitempty" yaml:"direction"`     // HIGHER if absent
}

// Tier is one step. It has a coefficient of full marks or points of its own.
type Tier struct {
	From        *decimal.Decimal `json:"from,omitempty" yaml:"from"` // absent: the last tier takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
	Points      *decimal.Decimal `json:"points,omitempty" yaml:"points"`
}

// TierBasis is what the bounds of [Tiers] are compared with.
type TierBasis string

const (
	OnValue TierBasis = "VALUE" // the figure itself; where lower is better, bounds ascend and are upper limits
	OnRate  TierBasis = "RATE"  // its rate of completion, A/T or, where lower is better, T/A; bounds always descend
)

// Code is the number by which offices call the method.
func (*Tiers) Code() string { return "M05" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Tiers) Name() string { return "tiers" }

func (m *Tiers) direction() Direction { return directionOf(m.Direction) }

// ascending reports whether the best bound is the smallest.
func (m *Tiers) ascending() bool { return m.On == OnValue && m.direction() == Lower }

func (m *Tiers) validate(at path) (ps problems) {
	known(&ps, at.to("on"), m.On, OnValue, OnRate)
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	m.validateBounds(&ps, at, "bounds")
	return ps
}

// validateBounds checks the tiers, which the input calls list.
func (m *Tiers) validateBounds(ps *problems, at path, list string) {
	if len(m.Bounds) == 0 {
		ps.add(at.to(list), ProblemRequired)
	}
	for i, b := range m.Bounds {
		here := at.at(list, i)
		ps.notNegative(here.to("coefficient"), b.Coefficient)
		ps.notNegative(here.to("points"), b.Points)
		switch {
		case b.Coefficient == nil && b.Points == nil:
			ps.add(here.to("coefficient"), ProblemRequired)
		case b.Coefficient != nil && b.Points != nil:
			ps.add(here.to("points"), ProblemExclusive, "with", "coefficient")
		}
		switch {
		case b.From == nil && i < len(m.Bounds)-1:
			ps.add(here.to("from"), ProblemLastOnly)
		case b.From != nil && i > 0 && m.Bounds[i-1].From != nil && !m.worse(*b.From, *m.Bounds[i-1].From):
			ps.add(here.to("from"), ProblemNotOrdered)
		}
	}
}

// worse reports whether bound b lies strictly on the bad side of bound than.
func (m *Tiers) worse(b, than decimal.Decimal) bool {
	if m.ascending() {
		return b.GreaterThan(than)
	}
	return b.LessThan(than)
}

func (m *Tiers) most(full *big.Rat) *big.Rat {
	best := zero
	for _, b := range m.Bounds {
		if y := b.height(full); y.Cmp(best) > 0 {
			best = y
		}
	}
	return best
}

func (m *Tiers) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	x, name := amount{a, FromFigure}, "A"
	if m.On == OnRate {
		x.source, name = FromStep, "r"
		if x.Rat, err = m.rate(c, a); err != nil {
			return nil, err
		}
	} else {
		c.complete(m.direction(), a)
	}
	i := m.reached(c, x.Rat)
	if i < 0 {
		c.step(TraceTierNone, "", zero, x.operand(name))
		return zero, nil
	}
	return m.worth(c, i, x, name), nil
}

// rate is nil where no rate is high enough to say how good the figure is.
func (m *Tiers) rate(c *calc, a *big.Rat) (*big.Rat, error) {
	t, err := c.target(nil)
	switch {
	case err != nil:
		return nil, err
	case m.direction() == Lower:
		c.rate, err = c.lowerRate(nil, a, t)
		return c.rate, err
	case t.Sign() == 0:
		return nil, fail(ProblemZeroTarget)
	}
	r, code, formula := completed(Higher, a, t.Rat)
	c.step(code, formula, r, operand("A", a, FromFigure), t.operand("T"))
	c.rate = r
	return r, nil
}

// reached is the index of the best tier that x reaches, or -1.
func (m *Tiers) reached(c *calc, x *big.Rat) int {
	if x == nil {
		return 0
	}
	for i := range m.Bounds {
		from := m.bound(c, i)
		if from == nil {
			return i
		}
		if cmp := x.Cmp(from); cmp == 0 || cmp > 0 != m.ascending() {
			return i
		}
	}
	return -1
}

// bound is where tier i begins, held to the planned share where it is a number
// of the year's; nil for a tier that takes all the rest.
func (m *Tiers) bound(c *calc, i int) *big.Rat {
	if m.Bounds[i].From == nil {
		return nil
	}
	from := m.Bounds[i].From.Rat()
	if m.On == OnValue && c.n.Share != nil {
		from.Mul(from, c.n.Share)
	}
	return from
}

// worth is what tier i gives for x, which is called name.
func (m *Tiers) worth(c *calc, i int, x amount, name string) *big.Rat {
	tier, from := m.Bounds[i], m.bound(c, i)
	if m.Interpolate != nil && *m.Interpolate && i > 0 && from != nil {
		return m.between(c, i, x, name)
	}
	var ops []Operand
	if x.Rat != nil {
		ops = append(ops, x.operand(name))
	}
	if from != nil {
		ops = append(ops, operand("from", from, FromRule))
	}
	if tier.Points != nil {
		p := tier.Points.Rat()
		c.step(TraceTier, "", p, ops...)
		return p
	}
	k := amount{tier.Coefficient.Rat(), FromStep}
	c.step(TraceTier, "", k.Rat, ops...)
	return c.marks("c", k)
}

// between is the point at x on the line from tier i up to the next better one.
func (m *Tiers) between(c *calc, i int, x amount, name string) *big.Rat {
	p := segment{x, m.bound(c, i), m.bound(c, i-1), m.Bounds[i].height(c.full), m.Bounds[i-1].height(c.full)}
	y := p.at()
	c.step(TraceTierInterpolated, "y0 + ("+name+" − x0) ÷ (x1 − x0) × (y1 − y0)", y, p.operands(name)...)
	return y
}

// height is what a tier is worth of these full marks.
func (t *Tier) height(full *big.Rat) *big.Rat {
	if t.Points != nil {
		return t.Points.Rat()
	}
	k := t.Coefficient.Rat()
	return k.Mul(k, full)
}

// excel asks the bounds one after the other.
func (m *Tiers) excel(s sheet) string {
	x := s.ref("A")
	if m.On == OnRate {
		if x = s.ref("A") + "/" + s.ref("T"); m.direction() == Lower {
			x = s.ref("T") + "/" + s.ref("A")
		}
	}
	sign := ">="
	if m.ascending() {
		sign = "<="
	}
	text := "0"
	for i := len(m.Bounds) - 1; i >= 0; i-- {
		b := &m.Bounds[i]
		if b.From == nil {
			text = b.excel(s)
			continue
		}
		points := b.excel(s)
		if m.Interpolate != nil && *m.Interpolate && i > 0 {
			up := &m.Bounds[i-1]
			points = fmt.Sprintf("%[1]s+(%[2]s-%[3]s)/(%[4]s-%[3]s)*(%[5]s-%[1]s)", points, x, s.num(*b.From), s.num(*up.From), up.excel(s))
		}
		text = fmt.Sprintf("IF(%s%s%s,%s,%s)", x, sign, s.num(*b.From), points, text)
	}
	if m.On == OnRate && m.direction() == Lower {
		// Nothing at all is better than any rate can say.
		text = fmt.Sprintf("IF(%s=0,%s,%s)", s.ref("A"), m.Bounds[0].excel(s), text)
	}
	return text
}

func (t *Tier) excel(s sheet) string {
	if t.Points != nil {
		return s.num(*t.Points)
	}
	return s.ref("W") + "*" + s.num(*t.Coefficient)
}
