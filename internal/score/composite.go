package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Composite computes points, or the figure of a second method, by the plan's own
// formula over named inputs (综合公式).
//
// Beside the inputs that it declares, a formula may name the full marks W, the
// figure A, the target T, the baseline B and the challenge value C.
type Composite struct {
	Formula          string           `json:"formula" yaml:"formula"`
	Inputs           []string         `json:"inputs,omitempty" yaml:"inputs"`                     // names of reported numbers
	OnDivisionByZero *DivisionByZero  `json:"onDivisionByZero,omitempty" yaml:"onDivisionByZero"` // NOT_APPLICABLE if absent
	Most             *decimal.Decimal `json:"most,omitempty" yaml:"most"`                         // most points; full marks if absent. Not with a second method
}

// DivisionByZero says what a formula that divides by nothing means.
type DivisionByZero string

const (
	DivisionNotApplicable DivisionByZero = "NOT_APPLICABLE"
	DivisionZero          DivisionByZero = "ZERO"
	DivisionFull          DivisionByZero = "FULL"
	DivisionError         DivisionByZero = "ERROR"
)

// Code is the number by which offices call the method.
func (*Composite) Code() string { return "M14" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Composite) Name() string { return "composite" }

func (m *Composite) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Composite) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Composite) most(full *big.Rat) *big.Rat { return full }

func (m *Composite) excel(s sheet) string { return "" }
