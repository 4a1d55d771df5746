package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// PerStep starts from base points at the target and adds or takes off points for
// each step away from it (每增减一个单位加减分), between nothing and Max.
type PerStep struct {
	Base      *decimal.Decimal `json:"base,omitempty" yaml:"base"`           // points at the target; full marks if absent
	Size      *decimal.Decimal `json:"size,omitempty" yaml:"size"`           // of a step, in the unit of measure; 1 if absent
	Add       *decimal.Decimal `json:"add,omitempty" yaml:"add"`             // for each step better; 0 if absent
	Deduct    *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`       // for each step worse; 0 if absent. At least one of Add and Deduct
	Max       *decimal.Decimal `json:"max,omitempty" yaml:"max"`             // full marks if absent
	Count     *StepCount       `json:"count,omitempty" yaml:"count"`         // PRO_RATA if absent
	In        *PointsIn        `json:"in,omitempty" yaml:"in"`               // what Base, Add, Deduct and Max are in; POINTS if absent
	Direction *Direction       `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
}

// StepCount is how part of a step counts.
type StepCount string

const (
	ProRata   StepCount = "PRO_RATA"   // by its part
	FullSteps StepCount = "FULL_STEPS" // a better one once it is complete, a worse one once it is begun
)

// PointsIn is the unit of amounts that a rule gives or takes.
type PointsIn string

const (
	InPoints PointsIn = "POINTS"
	InShares PointsIn = "SHARE" // fractions of full marks, for marks that differ from group to group
)

// Code is the number by which offices call the method.
func (*PerStep) Code() string { return "M07" }

// Name is the method's field in [Methods], as JSON spells it.
func (*PerStep) Name() string { return "perStep" }

func (m *PerStep) direction() Direction { return directionOf(m.Direction) }

func (m *PerStep) validate(at path) (ps problems) {
	ps.notNegative(at.to("base"), m.Base)
	ps.positive(at.to("size"), m.Size)
	if m.Add == nil && m.Deduct == nil {
		ps.add(at.to("add"), ProblemRequired)
	}
	ps.notNegative(at.to("add"), m.Add)
	ps.notNegative(at.to("deduct"), m.Deduct)
	ps.positive(at.to("max"), m.Max)
	// Two amounts in points compare as they are; one alone only where full marks are 1.
	if m.Base != nil && m.Max != nil || m.In.shares() {
		base, most := optional(m.Base, one), optional(m.Max, one)
		if base.Cmp(most.Rat) > 0 {
			ps.add(at.to("base"), ProblemOutOfRange, "max", exact(most.Rat))
		}
	}
	knownOrAbsent(&ps, at.to("count"), m.Count, ProRata, FullSteps)
	knownOrAbsent(&ps, at.to("in"), m.In, InPoints, InShares)
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	return ps
}

func (m *PerStep) most(full *big.Rat) *big.Rat {
	whole := m.In.whole(full)
	best := whole.unless(m.Max)
	if base := whole.unless(m.Base); (m.Add == nil || m.Add.Sign() == 0) && base.Cmp(best.Rat) < 0 {
		best = base
	}
	if m.In.shares() {
		return new(big.Rat).Mul(full, best.Rat)
	}
	return best.Rat
}

func (m *PerStep) excel(s sheet) string {
	whole := m.In.cell(s)
	k := m.Count.cell(s, towards(m.direction(), s.ref("A"), s.ref("T"), "-"), m.Size)
	x := s.opt(m.Base, whole)
	if m.Add != nil {
		x += fmt.Sprintf("+MAX(%s,0)*%s", k, s.num(*m.Add))
	}
	if m.Deduct != nil {
		x += fmt.Sprintf("+MIN(%s,0)*%s", k, s.num(*m.Deduct))
	}
	x = fmt.Sprintf("MIN(MAX(%s,0),%s)", x, s.opt(m.Max, whole))
	if m.In.shares() {
		x = s.ref("W") + "*" + x
	}
	return x
}

func (m *PerStep) points(c *calc) (*big.Rat, error) {
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	d := m.direction()
	c.complete(d, a)
	size := c.planned("size", optional(m.Size, one))
	if size.Sign() == 0 { // nothing of the year is planned by now
		return nil, fail(ProblemDivisionByZero)
	}
	k := ahead(d, a, t.Rat)
	k.Quo(k, size.Rat)
	c.step(TraceSteps, "("+towards(d, "A", "T", " − ")+") ÷ size", k, operand("A", a, FromFigure), t.operand("T"), size.operand("size"))
	k = c.counted(m.Count, k)

	whole := m.In.whole(c.full)
	each, name := optional(m.Add, zero), "add"
	if k.Sign() < 0 {
		each, name = optional(m.Deduct, zero), "deduct"
	}
	base := whole.unless(m.Base)
	x := new(big.Rat).Mul(k, each.Rat)
	x.Add(x, base.Rat)
	c.step(TracePerStep, "base + k × "+name, x, base.operand("base"), operand("k", k, FromStep), each.operand(name))
	x = c.limit(TracePointsLimited, "x", x, amount{zero, FromDefault}, whole.unless(m.Max))
	return c.pointsOf(m.In, x), nil
}

// ahead is how much better a is than b, below zero where it is worse.
func ahead(d Direction, a, b *big.Rat) *big.Rat {
	if d == Lower {
		a, b = b, a
	}
	return new(big.Rat).Sub(a, b)
}

// towards writes the same difference.
func towards(d Direction, a, b, minus string) string {
	if d == Lower {
		a, b = b, a
	}
	return a + minus + b
}

// counted is the steps k as the rule counts them.
func (c *calc) counted(how *StepCount, k *big.Rat) *big.Rat {
	whole := countSteps(k, how)
	if whole != k {
		c.step(TraceFullSteps, "⌊k⌋", whole, operand("k", k, FromStep))
	}
	return whole
}

// cell writes a change as steps. What binary fractions leave of a whole number of
// steps must not count as a step less, hence the rounding.
func (how *StepCount) cell(s sheet, change string, size *decimal.Decimal) string {
	k := "(" + change + ")"
	if size != nil {
		k += "/" + s.num(*size)
	}
	if how != nil && *how == FullSteps {
		k = "INT(ROUND(" + k + ",9))"
	}
	return k
}

func (in *PointsIn) shares() bool { return in != nil && *in == InShares }

// whole is what full marks are in the unit of a rule's amounts.
func (in *PointsIn) whole(full *big.Rat) amount {
	if in.shares() {
		return amount{one, FromDefault}
	}
	return amount{full, FromGoal}
}

func (in *PointsIn) cell(s sheet) string {
	if in.shares() {
		return "1"
	}
	return s.ref("W")
}

// pointsOf is x in points, where a rule's amounts made x.
func (c *calc) pointsOf(in *PointsIn, x *big.Rat) *big.Rat {
	if in.shares() {
		return c.marks("x", amount{x, FromStep})
	}
	return x
}

// unless is a parameter or, where it is left out, a.
func (a amount) unless(d *decimal.Decimal) amount {
	if d == nil {
		return a
	}
	return amount{rat(*d), FromRule}
}
