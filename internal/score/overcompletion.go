package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// OverCompletion gives less the further a target was exceeded, since it was set
// too low (超额完成折扣): W × min(r, 1) × c(r). As a modifier it multiplies another
// method's points by c of its rate, where it has one.
//
// Higher is better. A negative target is met by distance, as in [Proportional];
// a target of zero has no rate and is refused.
type OverCompletion struct {
	Bands []OverBand `json:"bands,omitempty" yaml:"bands"` // in order of the rate; 1 up to 1.3, 0.9 to 2, 0.8 to 3, 0.7 above if absent
}

// OverBand is the coefficient of rates up to a bound.
type OverBand struct {
	UpTo        *decimal.Decimal `json:"upTo,omitempty" yaml:"upTo"`               // included; absent in the last band only, which takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"` // 0 to 1, never more than the band before
}

// Code is the number by which offices call the method.
func (*OverCompletion) Code() string { return "M19" }

// Name is the method's field in [Methods], as JSON spells it.
func (*OverCompletion) Name() string { return "overCompletion" }

// usualBands are those of a rule that states none.
var usualBands = []OverBand{
	{UpTo: new(decimal.New(13, -1)), Coefficient: new(decimal.New(1, 0))},
	{UpTo: new(decimal.New(2, 0)), Coefficient: new(decimal.New(9, -1))},
	{UpTo: new(decimal.New(3, 0)), Coefficient: new(decimal.New(8, -1))},
	{Coefficient: new(decimal.New(7, -1))},
}

// bands also says where they come from.
func (m *OverCompletion) bands() ([]OverBand, string) {
	if len(m.Bands) == 0 {
		return usualBands, FromDefault
	}
	return m.Bands, FromRule
}

func (m *OverCompletion) validate(at path) (ps problems) {
	ps.notTooMany(at.to("bands"), len(m.Bands))
	for i, b := range m.Bands {
		here := at.at("bands", i)
		switch last := i == len(m.Bands)-1; {
		case b.UpTo == nil && !last:
			ps.add(here.to("upTo"), ProblemLastOnly)
		case b.UpTo != nil && last:
			ps.add(here.to("upTo"), ProblemOpenEnd)
		case b.UpTo != nil && b.UpTo.LessThan(decimal.NewFromInt(1)):
			ps.add(here.to("upTo"), ProblemOutOfRange, "min", "1") // what falls short is no over-completion
		case b.UpTo != nil && i > 0 && m.Bands[i-1].UpTo != nil && !b.UpTo.GreaterThan(*m.Bands[i-1].UpTo):
			ps.add(here.to("upTo"), ProblemNotOrdered)
		}
		k := b.Coefficient
		switch ps.required(here.to("coefficient"), k); {
		case k == nil:
		case k.Sign() < 0 || k.GreaterThan(decimal.NewFromInt(1)):
			ps.add(here.to("coefficient"), ProblemOutOfRange, "min", "0", "max", "1")
		case i > 0 && m.Bands[i-1].Coefficient != nil && k.GreaterThan(*m.Bands[i-1].Coefficient):
			ps.add(here.to("coefficient"), ProblemNotOrdered)
		}
	}
	return ps
}

func (m *OverCompletion) most(full *big.Rat) *big.Rat {
	bands, _ := m.bands()
	return new(big.Rat).Mul(full, bands[0].Coefficient.Rat())
}

func (m *OverCompletion) excel(s sheet) string {
	rate := s.rate()
	return fmt.Sprintf("%s*MIN(MAX(%s,0),1)*%s", s.ref("W"), rate, m.excelCoefficient(s, rate))
}

// excelCoefficient asks the bands one after the other.
func (m *OverCompletion) excelCoefficient(s sheet, rate string) string {
	bands, _ := m.bands()
	text := s.num(*bands[len(bands)-1].Coefficient)
	for i := len(bands) - 2; i >= 0; i-- {
		text = fmt.Sprintf("IF(%s<=%s,%s,%s)", rate, s.num(*bands[i].UpTo), s.num(*bands[i].Coefficient), text)
	}
	return text
}

func (m *OverCompletion) points(c *calc) (*big.Rat, error) {
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	r, code, formula := completed(Higher, a, t.Rat)
	if r == nil {
		return nil, fail(ProblemZeroTarget)
	}
	c.step(code, formula, r, operand("A", a, FromFigure), t.operand("T"))
	c.rate = r
	part := amount{c.limit(TraceRateLimited, "r", r, amount{zero, FromDefault}, amount{one, FromDefault}), FromStep}
	k := amount{m.coefficient(c, r), FromStep}
	x := new(big.Rat).Mul(part.Rat, k.Rat)
	x.Mul(x, c.full)
	c.step(TracePoints, "W × r × c", x, operand("W", c.full, FromGoal), part.operand("r"), k.operand("c"))
	return x, nil
}

// modify multiplies another method's points. Those below zero stay: a discount
// must not make a deduction cheaper.
func (m *OverCompletion) modify(c *calc, x *big.Rat) *big.Rat {
	if m == nil || c.rate == nil || x.Sign() <= 0 {
		return x
	}
	k := m.coefficient(c, c.rate)
	y := new(big.Rat).Mul(x, k)
	c.step(TraceOverDiscount, "x × c", y, operand("x", x, FromStep), operand("c", k, FromStep))
	return y
}

// coefficient is that of the band that a rate lies in.
func (m *OverCompletion) coefficient(c *calc, r *big.Rat) *big.Rat {
	bands, source := m.bands()
	i, ops := 0, []Operand{operand("r", r, FromStep)}
	for i < len(bands)-1 && r.Cmp(bands[i].UpTo.Rat()) > 0 {
		i++
	}
	if i > 0 {
		ops = append(ops, Operand{"above", plain(*bands[i-1].UpTo), source})
	}
	if bands[i].UpTo != nil {
		ops = append(ops, Operand{"upTo", plain(*bands[i].UpTo), source})
	}
	k := bands[i].Coefficient.Rat()
	c.step(TraceOverCompletion, "", k, ops...)
	return k
}
