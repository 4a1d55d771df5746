package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Lateness takes off points for each day late, full marks being those of who was
// on time (迟报扣分). As a method its figure is the number of days; as a modifier
// it acts on another method's points, by the days that the inputs hold.
type Lateness struct {
	PerDay   *decimal.Decimal `json:"perDay,omitempty" yaml:"perDay"`
	Cap      *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`           // most that is taken off; all points if absent
	ZeroFrom *decimal.Decimal `json:"zeroFrom,omitempty" yaml:"zeroFrom"` // days from which on nothing is left; never if absent
}

// Code is the number by which offices call the method.
func (*Lateness) Code() string { return "M16" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Lateness) Name() string { return "lateness" }

func (m *Lateness) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Lateness) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Lateness) most(full *big.Rat) *big.Rat { return full }

func (m *Lateness) excel(s sheet) string { return "" }
