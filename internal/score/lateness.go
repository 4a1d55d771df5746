package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Lateness takes off points for each day late, full marks being those of who was
// on time (迟报扣分). As a method its figure is the number of days; as a modifier
// it acts on another method's points, by the days that the inputs hold. Whoever
// files them counts working days or calendar days; a started day counts whole.
//
// Days are not planned: the share of the year that a trial is held to leaves
// ZeroFrom alone.
type Lateness struct {
	PerDay   *decimal.Decimal `json:"perDay,omitempty" yaml:"perDay"`     // points; 0 if absent. At least one of PerDay and ZeroFrom
	Cap      *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`           // most that is taken off; all points if absent
	ZeroFrom *decimal.Decimal `json:"zeroFrom,omitempty" yaml:"zeroFrom"` // days from which on nothing is left; never if absent
}

// Code is the number by which offices call the method.
func (*Lateness) Code() string { return "M16" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Lateness) Name() string { return "lateness" }

func (m *Lateness) validate(at path) (ps problems) {
	if m.PerDay == nil && m.ZeroFrom == nil {
		ps.add(at.to("perDay"), ProblemRequired)
	}
	ps.notNegative(at.to("perDay"), m.PerDay)
	ps.positive(at.to("cap"), m.Cap)
	ps.positive(at.to("zeroFrom"), m.ZeroFrom)
	return ps
}

func (m *Lateness) most(full *big.Rat) *big.Rat { return full }

func (m *Lateness) excel(s sheet) string { return m.excelLess(s, s.ref("W"), s.ref("A")) }

// excelLess is x less what the days cost. x must not be below zero.
func (m *Lateness) excelLess(s sheet, x, days string) string {
	days = "ROUNDUP(" + days + ",0)"
	cost := days + "*" + s.opt(m.PerDay, "0")
	if m.Cap != nil {
		cost = fmt.Sprintf("MIN(%s,%s)", cost, s.num(*m.Cap))
	}
	text := fmt.Sprintf("MAX(%s-%s,0)", x, cost)
	if m.ZeroFrom != nil {
		text = fmt.Sprintf("IF(%s>=%s,0,%s)", days, s.num(*m.ZeroFrom), text)
	}
	return text
}

func (m *Lateness) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	return m.less(c, "W", amount{c.full, FromGoal}, a)
}

// modify takes what the reported days cost off another method's points. Those
// below zero stay, and so does what nobody calls late.
func (m *Lateness) modify(c *calc, x *big.Rat) (*big.Rat, error) {
	days := c.n.Figure.Inputs.DaysLate
	switch {
	case m == nil || days == nil || days.Sign() == 0:
		return x, nil
	case days.Sign() > 0 && x.Sign() <= 0:
		return x, nil
	}
	return m.less(c, "x", amount{x, FromStep}, days.Rat())
}

// less is x, which formulas call name, less what so many days cost.
func (m *Lateness) less(c *calc, name string, x amount, days *big.Rat) (*big.Rat, error) {
	if days.Sign() < 0 {
		return nil, fail(ProblemNegativeValue)
	}
	d := amount{days, FromFigure}
	if !days.IsInt() {
		d = amount{roundUp(days), FromStep}
		c.step(TraceDaysStarted, "⌈d⌉", d.Rat, operand("d", days, FromFigure))
	}
	if m.ZeroFrom != nil && d.Cmp(m.ZeroFrom.Rat()) >= 0 {
		c.step(TraceTooLate, "d ≥ z", zero, d.operand("d"), optional(m.ZeroFrom, nil).operand("z"))
		return zero, nil
	}
	p := optional(m.PerDay, zero)
	cost, formula, ops := new(big.Rat).Mul(d.Rat, p.Rat), "d × p", []Operand{d.operand("d"), p.operand("p")}
	if m.Cap != nil {
		most := m.Cap.Rat()
		formula, ops = "min(d × p, cap)", append(ops, operand("cap", most, FromRule))
		if cost.Cmp(most) > 0 {
			cost = most
		}
	}
	c.step(TraceLatenessCost, formula, cost, ops...)
	y := new(big.Rat).Sub(x.Rat, cost)
	if y.Sign() < 0 {
		y = zero
	}
	c.step(TraceLateness, "max("+name+" − l, 0)", y, x.operand(name), operand("l", cost, FromStep))
	return y, nil
}

// roundUp is the least whole number that is not below x.
func roundUp(x *big.Rat) *big.Rat {
	down := new(big.Int).Div(new(big.Int).Neg(x.Num()), x.Denom())
	return new(big.Rat).SetInt(down.Neg(down))
}
