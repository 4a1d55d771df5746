package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// PeerAverage holds a figure against its group's mean (与平均水平比较): base points
// inside the tolerance, and so much more or less for each step beyond it.
type PeerAverage struct {
	SelfIn      *bool            `json:"selfIn,omitempty" yaml:"selfIn"`           // the unit's own figure counts in the mean; true if absent
	Tolerance   *decimal.Decimal `json:"tolerance,omitempty" yaml:"tolerance"`     // either side of the mean, included; 0 if absent
	ToleranceIn *ToleranceIn     `json:"toleranceIn,omitempty" yaml:"toleranceIn"` // VALUE if absent
	Base        *decimal.Decimal `json:"base,omitempty" yaml:"base"`               // points inside; full marks if absent
	Size        *decimal.Decimal `json:"size,omitempty" yaml:"size"`               // of a step, in the unit of measure; 1 if absent
	Add         *decimal.Decimal `json:"add,omitempty" yaml:"add"`                 // for each step better; 0 if absent
	Deduct      *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`           // for each step worse; 0 if absent
	Max         *decimal.Decimal `json:"max,omitempty" yaml:"max"`                 // full marks if absent
	Min         *decimal.Decimal `json:"min,omitempty" yaml:"min"`                 // 0 if absent
	Count       *StepCount       `json:"count,omitempty" yaml:"count"`             // PRO_RATA if absent
	In          *PointsIn        `json:"in,omitempty" yaml:"in"`                   // what Base, Add, Deduct, Max and Min are in; POINTS if absent
	Direction   *Direction       `json:"direction,omitempty" yaml:"direction"`     // HIGHER if absent
}

// ToleranceIn is what a tolerance is measured in.
type ToleranceIn string

const (
	ToleranceOfValue ToleranceIn = "VALUE" // the indicator's unit of measure
	ToleranceShare   ToleranceIn = "SHARE" // a fraction of the mean
)

// Code is the number by which offices call the method.
func (*PeerAverage) Code() string { return "M21" }

// Name is the method's field in [Methods], as JSON spells it.
func (*PeerAverage) Name() string { return "peerAverage" }

func (m *PeerAverage) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *PeerAverage) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *PeerAverage) most(full *big.Rat) *big.Rat { return full }

func (m *PeerAverage) excel(s sheet) string { return "" }
