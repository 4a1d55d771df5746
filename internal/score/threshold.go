package score

import (
	"fmt"
	"math/big"
)

// Threshold gives full marks or none (达标得满分，不达标不得分): for a binding
// quota, or for what is useless unless finished.
type Threshold struct {
	Op Comparison `json:"op" yaml:"op"`
}

// Comparison is how a figure must stand to its target.
type Comparison string

const (
	AtLeast    Comparison = "AT_LEAST"
	MoreThan   Comparison = "MORE_THAN"
	AtMost     Comparison = "AT_MOST"
	LessThan   Comparison = "LESS_THAN"
	EqualTo    Comparison = "EQUAL"
	NotEqualTo Comparison = "NOT_EQUAL"
	Pass       Comparison = "PASS" // no number: the outcome of a check
)

// Code is the number by which offices call the method.
func (*Threshold) Code() string { return "M04" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Threshold) Name() string { return "threshold" }

func (m *Threshold) validate(at path) (ps problems) {
	known(&ps, at.to("op"), m.Op, AtLeast, MoreThan, AtMost, LessThan, EqualTo, NotEqualTo, Pass)
	return ps
}

func (m *Threshold) most(full *big.Rat) *big.Rat { return full }

func (m *Threshold) excel(s sheet) string {
	if m.Op == Pass {
		return fmt.Sprintf("IF(%s,%s,0)", s.ref("passed"), s.ref("W"))
	}
	sign := map[Comparison]string{AtLeast: ">=", MoreThan: ">", AtMost: "<=", LessThan: "<", EqualTo: "=", NotEqualTo: "<>"}[m.Op]
	return fmt.Sprintf("IF(%s%s%s,%s,0)", s.ref("A"), sign, s.ref("T"), s.ref("W"))
}

func (m *Threshold) points(c *calc) (*big.Rat, error) {
	if m.Op == Pass {
		return m.check(c)
	}
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	met, sign := m.met(a.Cmp(t.Rat))
	code, x := TraceThresholdMissed, zero
	if met {
		code, x = TraceThresholdMet, c.full
	}
	switch m.Op {
	case AtLeast, MoreThan:
		c.complete(Higher, a)
	case AtMost, LessThan:
		c.complete(Lower, a)
	}
	c.step(code, "A "+sign+" T", x, operand("A", a, FromFigure), t.operand("T"), operand("W", c.full, FromGoal))
	return x, nil
}

// met says whether a figure that compares to the target as cmp satisfies the
// rule, and how the comparison is written.
func (m *Threshold) met(cmp int) (met bool, sign string) {
	switch m.Op {
	case AtLeast:
		return cmp >= 0, "≥"
	case MoreThan:
		return cmp > 0, ">"
	case AtMost:
		return cmp <= 0, "≤"
	case LessThan:
		return cmp < 0, "<"
	case EqualTo:
		return cmp == 0, "="
	}
	return cmp != 0, "≠"
}

func (m *Threshold) check(c *calc) (*big.Rat, error) {
	passed := c.n.Figure.Inputs.Passed
	switch {
	case passed == nil:
		return nil, fail(ProblemWrongValueType, "want", "CHECK")
	case *passed:
		c.step(TraceCheckPassed, "", c.full, operand("W", c.full, FromGoal))
		return c.full, nil
	}
	c.step(TraceCheckFailed, "", zero, operand("W", c.full, FromGoal))
	return zero, nil
}
