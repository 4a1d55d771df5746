package score

import (
	"math/big"
)

// PassThrough takes over the result that an upper authority published
// (上级考核结果折算): W × its score ÷ its full score, or by the place. Until it is
// published the goal waits.
type PassThrough struct {
	By    PassThroughBy `json:"by" yaml:"by"`
	Place *Rank         `json:"place,omitempty" yaml:"place"` // PLACE: how the place becomes points
}

// PassThroughBy is what of the upper authority's result counts.
type PassThroughBy string

const (
	ByScore PassThroughBy = "SCORE"
	ByPlace PassThroughBy = "PLACE"
)

// Code is the number by which offices call the method.
func (*PassThrough) Code() string { return "M20" }

// Name is the method's field in [Methods], as JSON spells it.
func (*PassThrough) Name() string { return "passThrough" }

func (m *PassThrough) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *PassThrough) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *PassThrough) most(full *big.Rat) *big.Rat { return full }

func (m *PassThrough) excel(s sheet) string { return "" }
