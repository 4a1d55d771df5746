package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Proportional gives points in proportion to the rate of completion: W × A/T,
// higher is better (按完成率计分).
//
// A negative target, such as a growth of −3 %, is met by distance:
// r = 1 + (A − T)/|T|. A rate below zero earns the floor.
type Proportional struct {
	Cap        *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`               // most that the rate counts for; 1 if absent
	Floor      *decimal.Decimal `json:"floor,omitempty" yaml:"floor"`           // least that it counts for; 0 if absent
	ZeroBelow  *decimal.Decimal `json:"zeroBelow,omitempty" yaml:"zeroBelow"`   // no points for a rate under this; none if absent
	OnZero     *ZeroTarget      `json:"onZero,omitempty" yaml:"onZero"`         // a target of zero; REJECT if absent
	OnNegative *NegativeTarget  `json:"onNegative,omitempty" yaml:"onNegative"` // a target below zero; DISTANCE if absent
}

// ZeroTarget says what a target of zero means to a rule that divides by it.
type ZeroTarget string

const (
	ZeroRejected      ZeroTarget = "REJECT"
	ZeroFullIfMet     ZeroTarget = "FULL_IF_MET"    // full marks for reaching it, else none
	ZeroNotApplicable ZeroTarget = "NOT_APPLICABLE" // the goal does not apply
)

// NegativeTarget says what a target below zero means where higher is better.
type NegativeTarget string

const (
	NegativeByDistance NegativeTarget = "DISTANCE"
	NegativeRejected   NegativeTarget = "REJECT"
)

// Code is the number by which offices call the method.
func (*Proportional) Code() string { return "M01" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Proportional) Name() string { return "proportional" }

func (m *Proportional) validate(at path) (ps problems) {
	ps.positive(at.to("cap"), m.Cap)
	ps.notNegative(at.to("floor"), m.Floor)
	if lo, hi := optional(m.Floor, zero), optional(m.Cap, one); lo.Cmp(hi.Rat) > 0 {
		ps.add(at.to("floor"), ProblemOutOfRange, "max", exact(hi.Rat))
	}
	ps.positive(at.to("zeroBelow"), m.ZeroBelow)
	knownOrAbsent(&ps, at.to("onZero"), m.OnZero, ZeroRejected, ZeroFullIfMet, ZeroNotApplicable)
	knownOrAbsent(&ps, at.to("onNegative"), m.OnNegative, NegativeByDistance, NegativeRejected)
	return ps
}

func (m *Proportional) most(full *big.Rat) *big.Rat {
	return new(big.Rat).Mul(full, optional(m.Cap, one).Rat)
}

func (m *Proportional) excel(s sheet) string {
	rate := m.excelRate(s)
	x := fmt.Sprintf("%s*MIN(MAX(%s,%s),%s)", s.ref("W"), rate, s.opt(m.Floor, "0"), s.opt(m.Cap, "1"))
	if m.ZeroBelow != nil {
		x = fmt.Sprintf("IF(%s<%s,0,%s)", rate, s.num(*m.ZeroBelow), x)
	}
	return x
}

func (m *Proportional) excelRate(s sheet) string {
	rate := s.ref("A") + "/" + s.ref("T")
	if m.OnNegative == nil || *m.OnNegative == NegativeByDistance {
		rate = s.rate()
	}
	if m.OnZero != nil && *m.OnZero == ZeroFullIfMet {
		rate = fmt.Sprintf("IF(%s=0,IF(%s>=0,1,0),%s)", s.ref("T"), s.ref("A"), rate)
	}
	return rate
}

func (m *Proportional) points(c *calc) (*big.Rat, error) {
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	if c.rate, err = m.rate(c, a, t); err != nil {
		return nil, err
	}
	r := amount{c.rate, FromStep}
	if m.ZeroBelow != nil && r.Cmp(m.ZeroBelow.Rat()) < 0 {
		c.step(TraceZeroBelow, "r < z", zero, r.operand("r"), optional(m.ZeroBelow, nil).operand("z"))
		return zero, nil
	}
	r.Rat = c.limit(TraceRateLimited, "r", r.Rat, optional(m.Floor, zero), optional(m.Cap, one))
	return c.marks("r", r), nil
}

func (m *Proportional) rate(c *calc, a *big.Rat, t amount) (*big.Rat, error) {
	switch {
	case t.Sign() == 0:
		return c.zeroTarget(m.OnZero, ZeroRejected, a, a.Sign() >= 0)
	case t.Sign() < 0 && m.OnNegative != nil && *m.OnNegative == NegativeRejected:
		return nil, fail(ProblemNegativeTarget)
	}
	r, code, formula := completed(Higher, a, t.Rat)
	c.step(code, formula, r, operand("A", a, FromFigure), t.operand("T"))
	return r, nil
}

// zeroTarget is the rate towards a target of zero, which only met or missed can
// answer.
func (c *calc) zeroTarget(given *ZeroTarget, otherwise ZeroTarget, a *big.Rat, met bool) (*big.Rat, error) {
	on := otherwise
	if given != nil {
		on = *given
	}
	switch on {
	case ZeroNotApplicable:
		c.state(TraceNotApplicable, FromRule)
		return nil, errNotApplicable
	case ZeroRejected:
		return nil, fail(ProblemZeroTarget)
	}
	r := new(big.Rat)
	if met {
		r.Set(one)
	}
	c.step(TraceRateZeroTarget, "T = 0", r, operand("A", a, FromFigure))
	return r, nil
}
