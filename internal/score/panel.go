package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Panel gives the part of full marks that a panel's mean mark is of a hundred
// (专家评分、现场检查), without the highest and the lowest where there are many.
type Panel struct {
	OutOf *decimal.Decimal `json:"outOf,omitempty" yaml:"outOf"` // highest mark; 100 if absent
	Trim  *Trim            `json:"trim,omitempty" yaml:"trim"`   // one at each end from six marks on if absent
	MinN  *int             `json:"minN,omitempty" yaml:"minN"`   // with fewer marks the goal waits; 1 if absent
}

// Code is the number by which offices call the method.
func (*Panel) Code() string { return "M18" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Panel) Name() string { return "panel" }

func (m *Panel) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Panel) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Panel) most(full *big.Rat) *big.Rat { return full }

func (m *Panel) excel(s sheet) string { return "" }
