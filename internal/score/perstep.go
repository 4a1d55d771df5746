package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// PerStep starts from base points at the target and adds or takes off points for
// each step away from it (每增减一个单位加减分), between nothing and Max.
type PerStep struct {
	Base      *decimal.Decimal `json:"base,omitempty" yaml:"base"`           // points at the target; full marks if absent
	Size      *decimal.Decimal `json:"size,omitempty" yaml:"size"`           // of a step, in the unit of measure; 1 if absent
	Add       *decimal.Decimal `json:"add,omitempty" yaml:"add"`             // for each step better; 0 if absent
	Deduct    *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`       // for each step worse; 0 if absent
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

func (m *PerStep) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *PerStep) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *PerStep) most(full *big.Rat) *big.Rat { return full }

func (m *PerStep) excel(s sheet) string { return "" }
