package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// OverCompletion gives less the further a target was exceeded, since it was set
// too low (超额完成折扣): W × min(r, 1) × c(r). As a modifier it multiplies another
// method's points by c of its rate.
type OverCompletion struct {
	Bands []OverBand `json:"bands,omitempty" yaml:"bands"` // in order of the rate; 1 up to 1.3, 0.9 to 2, 0.8 to 3, 0.7 above if absent
}

// OverBand is the coefficient of rates up to a bound.
type OverBand struct {
	UpTo        *decimal.Decimal `json:"upTo,omitempty" yaml:"upTo"` // included; absent: the last band takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
}

// Code is the number by which offices call the method.
func (*OverCompletion) Code() string { return "M19" }

// Name is the method's field in [Methods], as JSON spells it.
func (*OverCompletion) Name() string { return "overCompletion" }

func (m *OverCompletion) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *OverCompletion) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *OverCompletion) most(full *big.Rat) *big.Rat { return full }

func (m *OverCompletion) excel(s sheet) string { return "" }
