package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// LevelGrowth puts what was reached and how much it grew into one score
// (存量与增量结合): W × (α × level + (1 − α) × growth), each by a method of its own
// that gives a part of full marks.
type LevelGrowth struct {
	Alpha          *decimal.Decimal `json:"alpha,omitempty" yaml:"alpha"` // weight of the level, 0 to 1
	Level          Methods          `json:"level" yaml:"level"`
	Growth         Methods          `json:"growth" yaml:"growth"`
	GrowthOf       GrowthOf         `json:"growthOf" yaml:"growthOf"`
	GrowthTarget   *decimal.Decimal `json:"growthTarget,omitempty" yaml:"growthTarget"`
	GrowthBaseline *decimal.Decimal `json:"growthBaseline,omitempty" yaml:"growthBaseline"`
}

// GrowthOf is where the growth comes from.
type GrowthOf string

const (
	GrowthReported   GrowthOf = "REPORTED"    // the number named growth among the inputs
	GrowthOnBaseline GrowthOf = "ON_BASELINE" // (A − B) ÷ |B| × 100, the baseline being last year's
)

// Code is the number by which offices call the method.
func (*LevelGrowth) Code() string { return "M17" }

// Name is the method's field in [Methods], as JSON spells it.
func (*LevelGrowth) Name() string { return "levelGrowth" }

func (m *LevelGrowth) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *LevelGrowth) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *LevelGrowth) most(full *big.Rat) *big.Rat { return full }

func (m *LevelGrowth) excel(s sheet) string { return "" }
