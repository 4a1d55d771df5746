package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Rank gives points by a figure's place in its group (按名次计分).
type Rank struct {
	Variant   RankVariant       `json:"variant" yaml:"variant"`
	Direction *Direction        `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
	Drop      *decimal.Decimal  `json:"drop,omitempty" yaml:"drop"`           // STEP: for each place after the first
	Floor     *decimal.Decimal  `json:"floor,omitempty" yaml:"floor"`         // STEP: least points; 0 if absent
	First     *decimal.Decimal  `json:"first,omitempty" yaml:"first"`         // LINEAR: the first place's; full marks if absent
	Last      *decimal.Decimal  `json:"last,omitempty" yaml:"last"`           // LINEAR: the last place's; 0 if absent
	Bands     []RankBand        `json:"bands,omitempty" yaml:"bands"`         // BANDS: best first
	Base      *decimal.Decimal  `json:"base,omitempty" yaml:"base"`           // BONUS: for every place; 0 if absent
	Top       []decimal.Decimal `json:"top,omitempty" yaml:"top"`             // BONUS: added for the first places, best first
	Bottom    []decimal.Decimal `json:"bottom,omitempty" yaml:"bottom"`       // BONUS: taken off the last places, worst first
	In        *PointsIn         `json:"in,omitempty" yaml:"in"`               // what all of these are in; POINTS if absent
	Ties      *RankTies         `json:"ties,omitempty" yaml:"ties"`           // SHARED_HIGH if absent
	External  *bool             `json:"external,omitempty" yaml:"external"`   // the place is reported, in a ranking outside the plan; false if absent
}

// RankVariant is the shape of [Rank].
type RankVariant string

const (
	RankStep   RankVariant = "STEP"   // full marks, less Drop for each place
	RankLinear RankVariant = "LINEAR" // evenly from First to Last
	RankBands  RankVariant = "BANDS"  // by the share of the group that is ahead or level
	RankBonus  RankVariant = "BONUS"  // a base, with extra for the first places and less for the last
)

// RankBand is what the places up to a share of the group earn.
type RankBand struct {
	UpTo        *decimal.Decimal `json:"upTo,omitempty" yaml:"upTo"` // rank ÷ n, included; absent: the last band takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
}

// RankTies says what units with one place earn.
type RankTies string

const (
	TiesSharedHigh RankTies = "SHARED_HIGH" // the highest of the places that they fill
	TiesAverage    RankTies = "AVERAGE"     // the mean over those places
	TiesCancel     RankTies = "CANCEL"      // a tie anywhere in the group cancels the item for all: evaluators must tell units apart
)

// Code is the number by which offices call the method.
func (*Rank) Code() string { return "M08" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Rank) Name() string { return "rank" }

func (m *Rank) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Rank) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Rank) most(full *big.Rat) *big.Rat { return full }

func (m *Rank) excel(s sheet) string { return "" }
