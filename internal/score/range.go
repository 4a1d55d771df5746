package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Range gives full marks inside a range, both bounds included, and fewer the
// further a figure lies outside it, down to none (适度区间).
type Range struct {
	From      *decimal.Decimal `json:"from,omitempty" yaml:"from"` // required, like the other three
	To        *decimal.Decimal `json:"to,omitempty" yaml:"to"`
	ZeroBelow *decimal.Decimal `json:"zeroBelow,omitempty" yaml:"zeroBelow"` // no points here and under it; below From
	ZeroAbove *decimal.Decimal `json:"zeroAbove,omitempty" yaml:"zeroAbove"` // no points here and beyond; above To
}

// Code is the number by which offices call the method.
func (*Range) Code() string { return "M03" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Range) Name() string { return "range" }

func (m *Range) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Range) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Range) most(full *big.Rat) *big.Rat { return full }

func (m *Range) excel(s sheet) string { return "" }
