package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// YearOnYear adds or takes off points for each step better or worse than last
// year, the goal's baseline, with a cap for either (与上年比较加减分).
type YearOnYear struct {
	Base      *decimal.Decimal `json:"base,omitempty" yaml:"base"`           // points for no change; full marks if absent
	Change    *ChangeIn        `json:"change,omitempty" yaml:"change"`       // VALUE if absent
	Size      *decimal.Decimal `json:"size,omitempty" yaml:"size"`           // of a step; 1 if absent
	Add       *decimal.Decimal `json:"add,omitempty" yaml:"add"`             // for each step better; 0 if absent
	AddCap    *decimal.Decimal `json:"addCap,omitempty" yaml:"addCap"`       // most that is added; no limit if absent
	Deduct    *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`       // for each step worse; 0 if absent
	DeductCap *decimal.Decimal `json:"deductCap,omitempty" yaml:"deductCap"` // most that is taken off; down to zero points if absent
	Count     *StepCount       `json:"count,omitempty" yaml:"count"`         // PRO_RATA if absent
	In        *PointsIn        `json:"in,omitempty" yaml:"in"`               // what Base, Add, Deduct and their caps are in; POINTS if absent
	Direction *Direction       `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
}

// ChangeIn is what a change since last year is measured in.
type ChangeIn string

const (
	ChangeOfValue   ChangeIn = "VALUE"   // A − B, in the indicator's unit of measure
	ChangeInPercent ChangeIn = "PERCENT" // (A − B) ÷ |B| × 100
)

// Code is the number by which offices call the method.
func (*YearOnYear) Code() string { return "M22" }

// Name is the method's field in [Methods], as JSON spells it.
func (*YearOnYear) Name() string { return "yearOnYear" }

func (m *YearOnYear) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *YearOnYear) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *YearOnYear) most(full *big.Rat) *big.Rat { return full }

func (m *YearOnYear) excel(s sheet) string { return "" }
