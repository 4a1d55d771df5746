package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// YearOnYear adds or takes off points for each step better or worse than last
// year, the goal's baseline, with a cap for either (与上年比较加减分). Points never
// fall below zero. It needs no target.
type YearOnYear struct {
	Base      *decimal.Decimal `json:"base,omitempty" yaml:"base"`           // points for no change; full marks if absent
	Change    *ChangeIn        `json:"change,omitempty" yaml:"change"`       // VALUE if absent
	Size      *decimal.Decimal `json:"size,omitempty" yaml:"size"`           // of a step; 1 if absent
	Add       *decimal.Decimal `json:"add,omitempty" yaml:"add"`             // for each step better; 0 if absent
	AddCap    *decimal.Decimal `json:"addCap,omitempty" yaml:"addCap"`       // most that is added; required where Add is not 0
	Deduct    *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`       // for each step worse; 0 if absent. At least one of Add and Deduct
	DeductCap *decimal.Decimal `json:"deductCap,omitempty" yaml:"deductCap"` // most that is taken off; down to zero points if absent
	Count     *StepCount       `json:"count,omitempty" yaml:"count"`         // PRO_RATA if absent
	In        *PointsIn        `json:"in,omitempty" yaml:"in"`               // what Base, Add, Deduct and their caps are in; POINTS if absent
	Direction *Direction       `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
}

// ChangeIn is what a change since last year is measured in.
type ChangeIn string

const (
	ChangeOfValue   ChangeIn = "VALUE"   // A − B, in the indicator's unit of measure
	ChangeInPercent ChangeIn = "PERCENT" // (A − B) ÷ |B| × 100
)

// Code is the number by which offices call the method.
func (*YearOnYear) Code() string { return "M22" }

// Name is the method's field in [Methods], as JSON spells it.
func (*YearOnYear) Name() string { return "yearOnYear" }

func (m *YearOnYear) direction() Direction { return directionOf(m.Direction) }

func (m *YearOnYear) inPercent() bool { return m.Change != nil && *m.Change == ChangeInPercent }

func (m *YearOnYear) validate(at path) (ps problems) {
	ps.notNegative(at.to("base"), m.Base)
	knownOrAbsent(&ps, at.to("change"), m.Change, ChangeOfValue, ChangeInPercent)
	ps.positive(at.to("size"), m.Size)
	if m.Add == nil && m.Deduct == nil {
		ps.add(at.to("add"), ProblemRequired)
	}
	ps.notNegative(at.to("add"), m.Add)
	if m.Add != nil && m.Add.Sign() > 0 {
		ps.required(at.to("addCap"), m.AddCap)
	}
	ps.positive(at.to("addCap"), m.AddCap)
	ps.notNegative(at.to("deduct"), m.Deduct)
	ps.positive(at.to("deductCap"), m.DeductCap)
	knownOrAbsent(&ps, at.to("count"), m.Count, ProRata, FullSteps)
	knownOrAbsent(&ps, at.to("in"), m.In, InPoints, InShares)
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	return ps
}

func (m *YearOnYear) most(full *big.Rat) *big.Rat {
	best := m.In.whole(full).unless(m.Base).Rat
	if m.Add != nil && m.Add.Sign() > 0 {
		best = new(big.Rat).Add(best, m.AddCap.Rat())
	}
	if m.In.shares() {
		return new(big.Rat).Mul(full, best)
	}
	return best
}

func (m *YearOnYear) excel(s sheet) string {
	b := s.ref("B")
	change := towards(m.direction(), s.ref("A"), b, "-")
	if m.inPercent() {
		change = fmt.Sprintf("(%s)/ABS(%s)*100", change, b)
	}
	k, x := m.Count.cell(s, change, m.Size), s.opt(m.Base, m.In.cell(s))
	if m.Add != nil {
		added := fmt.Sprintf("MAX(%s,0)*%s", k, s.num(*m.Add))
		if m.AddCap != nil {
			added = fmt.Sprintf("MIN(%s,%s)", added, s.num(*m.AddCap))
		}
		x += "+" + added
	}
	if m.Deduct != nil {
		taken := fmt.Sprintf("MIN(%s,0)*%s", k, s.num(*m.Deduct))
		if m.DeductCap != nil {
			taken = fmt.Sprintf("MAX(%s,-%s)", taken, s.num(*m.DeductCap))
		}
		x += "+" + taken
	}
	x = "MAX(" + x + ",0)"
	if m.In.shares() {
		x = s.ref("W") + "*" + x
	}
	return x
}

func (m *YearOnYear) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	b, err := c.baseline(nil)
	if err != nil {
		return nil, err
	}
	c.complete(m.direction(), a)
	k, err := m.steps(c, a, b)
	if err != nil {
		return nil, err
	}
	base, delta := m.In.whole(c.full).unless(m.Base), m.delta(c, k)
	x := new(big.Rat).Add(base.Rat, delta)
	c.step(TraceYearOnYear, "base + d", x, base.operand("base"), operand("d", delta, FromStep))
	if x.Sign() < 0 {
		c.step(TraceYearOnYearFloor, "max(x, 0)", zero, operand("x", x, FromStep))
		x = zero
	}
	return c.pointsOf(m.In, x), nil
}

// steps is the change since last year in steps, below zero where it is worse.
// A step in per cent is the same all year; one in the unit of measure is a number
// of the year's, like the baseline.
func (m *YearOnYear) steps(c *calc, a *big.Rat, b amount) (*big.Rat, error) {
	d, size := m.direction(), optional(m.Size, one)
	change, code, formula := ahead(d, a, b.Rat), TraceChange, towards(d, "A", "B", " − ")
	if m.inPercent() {
		if b.Sign() == 0 {
			return nil, fail(ProblemZeroBaseline)
		}
		code, formula = TraceChangePercent, "("+formula+") ÷ |B| × 100"
		change.Quo(change, new(big.Rat).Abs(b.Rat))
		change.Mul(change, hundred)
	} else if size = c.planned("size", size); size.Sign() == 0 { // nothing of the year is planned by now
		return nil, fail(ProblemDivisionByZero)
	}
	c.step(code, formula, change, operand("A", a, FromFigure), b.operand("B"))
	k := new(big.Rat).Quo(change, size.Rat)
	c.step(TraceSteps, "x ÷ size", k, operand("x", change, FromStep), size.operand("size"))
	return c.counted(m.Count, k), nil
}

// delta is what the steps add, or take off as a number below zero.
func (m *YearOnYear) delta(c *calc, k *big.Rat) *big.Rat {
	each, most, name, formula, code := m.Add, m.AddCap, "add", "min(k × add, cap)", TraceYearOnYearAdded
	if k.Sign() < 0 {
		each, most, name, formula, code = m.Deduct, m.DeductCap, "deduct", "max(k × deduct, −cap)", TraceYearOnYearTaken
	}
	p := optional(each, zero)
	x, ops := new(big.Rat).Mul(k, p.Rat), []Operand{operand("k", k, FromStep), p.operand(name)}
	if most == nil {
		formula = "k × " + name
	} else {
		edge := most.Rat()
		ops = append(ops, operand("cap", edge, FromRule))
		if new(big.Rat).Abs(x).Cmp(edge) > 0 {
			x.Set(edge)
			if k.Sign() < 0 {
				x.Neg(x)
			}
		}
	}
	c.step(code, formula, x, ops...)
	return x
}
