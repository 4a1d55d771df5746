package score

import (
	"math/big"
)

// RatioToBest gives full marks to the best of the group and the others their
// ratio to it (按实绩赋分): W × A ÷ max A or, where lower is better, W × min A ÷ A.
// A difficulty multiplies the figure before the best is looked for. A group
// whose best is not above zero cannot be compared: the goal does not apply.
type RatioToBest struct {
	Direction *Direction `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
}

// Code is the number by which offices call the method.
func (*RatioToBest) Code() string { return "M09" }

// Name is the method's field in [Methods], as JSON spells it.
func (*RatioToBest) Name() string { return "ratioToBest" }

func (m *RatioToBest) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *RatioToBest) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *RatioToBest) most(full *big.Rat) *big.Rat { return full }

func (m *RatioToBest) excel(s sheet) string { return "" }
