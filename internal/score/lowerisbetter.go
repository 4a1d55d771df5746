package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// LowerIsBetter gives points in proportion to how far a figure stays under its
// target (逆向指标). The figure cannot be negative, nor can the target.
type LowerIsBetter struct {
	Variant    LowerVariant     `json:"variant" yaml:"variant"`
	Cap        *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`               // most that the rate counts for; 1 if absent
	OnZero     *ZeroTarget      `json:"onZero,omitempty" yaml:"onZero"`         // a target of zero; FULL_IF_MET if absent
	NAIfNoCase *bool            `json:"naIfNoCase,omitempty" yaml:"naIfNoCase"` // no case at all does not apply; if false it is as good as zero. True if absent
}

// LowerVariant is the shape of [LowerIsBetter].
type LowerVariant string

const (
	LowerByRatio LowerVariant = "RATIO"  // r = T/A: half the target doubles the rate
	LowerLinear  LowerVariant = "LINEAR" // r = 2 − A/T: nothing is left at twice the target
)

// Code is the number by which offices call the method.
func (*LowerIsBetter) Code() string { return "M02" }

// Name is the method's field in [Methods], as JSON spells it.
func (*LowerIsBetter) Name() string { return "lowerIsBetter" }

func (m *LowerIsBetter) validate(at path) (ps problems) {
	known(&ps, at.to("variant"), m.Variant, LowerByRatio, LowerLinear)
	ps.positive(at.to("cap"), m.Cap)
	knownOrAbsent(&ps, at.to("onZero"), m.OnZero, ZeroRejected, ZeroFullIfMet, ZeroNotApplicable)
	return ps
}

// countsNoCase reports whether f is over no cases (no lawsuit, hence none lost)
// and the rule says that this is as good as it gets.
func (m *LowerIsBetter) countsNoCase(f *Figure) bool {
	return m.NAIfNoCase != nil && !*m.NAIfNoCase && f.noCase()
}

func (m *LowerIsBetter) most(full *big.Rat) *big.Rat {
	return new(big.Rat).Mul(full, optional(m.Cap, one).Rat)
}

func (m *LowerIsBetter) excel(s sheet) string {
	return fmt.Sprintf("%s*MIN(MAX(%s,0),%s)", s.ref("W"), m.excelRate(s), s.opt(m.Cap, "1"))
}

func (m *LowerIsBetter) excelRate(s sheet) string {
	a, t := s.ref("A"), s.ref("T")
	rate := "2-" + a + "/" + t
	if m.Variant == LowerByRatio {
		rate = fmt.Sprintf("IF(%s=0,%s,%s/%s)", a, s.opt(m.Cap, "1"), t, a)
	}
	return fmt.Sprintf("IF(%s=0,IF(%s=0,1,0),%s)", t, a, rate)
}

func (m *LowerIsBetter) points(c *calc) (*big.Rat, error) {
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	if c.rate, err = m.rate(c, a, t); err != nil {
		return nil, err
	}
	r := amount{c.rate, FromStep}
	r.Rat = c.limit(TraceRateLimited, "r", r.Rat, amount{zero, FromDefault}, optional(m.Cap, one))
	return c.marks("r", r), nil
}

func (m *LowerIsBetter) rate(c *calc, a *big.Rat, t amount) (*big.Rat, error) {
	if t.Sign() == 0 || m.Variant == LowerByRatio {
		r, err := c.lowerRate(m.OnZero, a, t)
		if r == nil && err == nil {
			r = optional(m.Cap, one).Rat
		}
		return r, err
	}
	if err := checkLower(a, t); err != nil {
		return nil, err
	}
	r := new(big.Rat).Quo(a, t.Rat)
	r.Sub(two, r)
	c.step(TraceRate, "2 − A ÷ T", r, operand("A", a, FromFigure), t.operand("T"))
	return r, nil
}

// lowerRate is T/A. It is nil for a figure of zero, which is better than any number can say.
func (c *calc) lowerRate(onZero *ZeroTarget, a *big.Rat, t amount) (*big.Rat, error) {
	if err := checkLower(a, t); err != nil {
		return nil, err
	}
	if t.Sign() == 0 {
		return c.zeroTarget(onZero, ZeroFullIfMet, a, a.Sign() == 0)
	}
	figure := operand("A", a, FromFigure)
	r, code, formula := completed(Lower, a, t.Rat)
	if r == nil {
		c.steps = append(c.steps, Trace{Code: TraceRateZeroValue, Formula: "A = 0", Operands: []Operand{figure}})
		return nil, nil
	}
	c.step(code, formula, r, figure, t.operand("T"))
	return r, nil
}

func checkLower(a *big.Rat, t amount) error {
	switch {
	case a.Sign() < 0:
		return fail(ProblemNegativeValue)
	case t.Sign() < 0:
		return fail(ProblemNegativeTarget)
	}
	return nil
}
