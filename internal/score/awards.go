package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Awards adds up what a unit was awarded for (加分项): for each matter the highest
// level's points, less for a lower class, shared where several units won it
// together, each category up to its cap and all up to Cap.
type Awards struct {
	Levels     []AwardLevel     `json:"levels,omitempty" yaml:"levels"`         // highest first; at least one
	Classes    []AwardClass     `json:"classes,omitempty" yaml:"classes"`       // an award without a class counts in full
	Categories []AwardCategory  `json:"categories,omitempty" yaml:"categories"` // those with a cap of their own
	Cap        *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`               // most points in all; full marks if absent
	Joint      *JointShare      `json:"joint,omitempty" yaml:"joint"`           // EQUAL if absent
}

// AwardLevel is what an award of one level is worth.
type AwardLevel struct {
	Level  string           `json:"level" yaml:"level"`
	Points *decimal.Decimal `json:"points,omitempty" yaml:"points"`
}

// AwardClass is what a lower prize is worth of the level's points.
type AwardClass struct {
	Class  string           `json:"class" yaml:"class"`
	Factor *decimal.Decimal `json:"factor,omitempty" yaml:"factor"`
}

// AwardCategory is the most that awards of one kind count for.
type AwardCategory struct {
	Category string           `json:"category" yaml:"category"`
	Cap      *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`
}

// JointShare says what each of several winners gets.
type JointShare string

const (
	JointEqual JointShare = "EQUAL" // points ÷ units
	JointFull  JointShare = "FULL"
)

// Code is the number by which offices call the method.
func (*Awards) Code() string { return "M11" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Awards) Name() string { return "awards" }

func (m *Awards) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Awards) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Awards) most(full *big.Rat) *big.Rat { return full }

func (m *Awards) excel(s sheet) string { return "" }
