package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Satisfaction scores ballots (测评): each class of voters gives a mean out of a
// hundred, and the classes' weighted mean gives the part of full marks.
//
// "Don't know", blank and spoiled ballots are not valid and leave the
// denominator. A class under MinValid drops out, and the weights of the others
// are re-based. Class results are rounded, since they are published.
type Satisfaction struct {
	Marks      BallotMarks    `json:"marks" yaml:"marks"`
	Options    []BallotOption `json:"options,omitempty" yaml:"options"`       // OPTIONS: best first
	NotValid   []string       `json:"notValid,omitempty" yaml:"notValid"`     // options that are no answer
	Trim       *Trim          `json:"trim,omitempty" yaml:"trim"`             // NUMBERS: nothing is left out if absent
	Classes    []BallotClass  `json:"classes,omitempty" yaml:"classes"`       // none: all ballots are one class, whose result is not rounded
	MinValid   *int           `json:"minValid,omitempty" yaml:"minValid"`     // of a class; 1 if absent
	ClassScale *int           `json:"classScale,omitempty" yaml:"classScale"` // decimals of a class's result; 2 if absent
	Share      *BallotShare   `json:"share,omitempty" yaml:"share"`           // OPTIONS: tiers on the share of the best answers instead of a mean
}

// BallotMarks is what a ballot holds.
type BallotMarks string

const (
	BallotNumbers BallotMarks = "NUMBERS" // 0 to 100
	BallotOptions BallotMarks = "OPTIONS"
)

// BallotOption is what an answer is worth out of a hundred.
type BallotOption struct {
	Option string           `json:"option" yaml:"option"`
	Points *decimal.Decimal `json:"points,omitempty" yaml:"points"`
}

// BallotClass is one class of voters and its weight, in any proportion.
type BallotClass struct {
	Class  string           `json:"class" yaml:"class"`
	Weight *decimal.Decimal `json:"weight,omitempty" yaml:"weight"`
}

// Trim leaves out the extremes of many marks: the Drop highest and the Drop lowest.
type Trim struct {
	Drop *int `json:"drop,omitempty" yaml:"drop"` // 1 if absent
	From *int `json:"from,omitempty" yaml:"from"` // number of marks from which on; 6 if absent
}

// BallotShare gives the points of the tier that the share of the best answers
// reaches, unless too many gave the worst.
type BallotShare struct {
	Best        []string         `json:"best" yaml:"best"`
	Tiers       []Tier           `json:"tiers" yaml:"tiers"` // on that share, a fraction; points or coefficients
	Worst       []string         `json:"worst,omitempty" yaml:"worst"`
	WorstOneIn  *int             `json:"worstOneIn,omitempty" yaml:"worstOneIn"`   // so many: 3 is a third of the valid answers or more
	WorstPoints *decimal.Decimal `json:"worstPoints,omitempty" yaml:"worstPoints"` // what is left then, in what the tiers are in
}

// Code is the number by which offices call the method.
func (*Satisfaction) Code() string { return "M15" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Satisfaction) Name() string { return "satisfaction" }

func (m *Satisfaction) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Satisfaction) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Satisfaction) most(full *big.Rat) *big.Rat { return full }

func (m *Satisfaction) excel(s sheet) string { return "" }
