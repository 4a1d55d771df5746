package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// ValueState says what kind of answer a reported value is. Zero is a VALUE.
type ValueState string

const (
	Value           ValueState = "VALUE"
	NothingProduced ValueState = "NOTHING_PRODUCED" // the reporter states that there was nothing to count
	ValueNotApplies ValueState = "NOT_APPLICABLE"
	ValueMissing    ValueState = "MISSING" // no answer at all
)

// PeriodValue is one period's reported value.
type PeriodValue struct {
	Period      string           `json:"period"`
	Revision    int              `json:"revision"`
	State       ValueState       `json:"state"`
	Value       *decimal.Decimal `json:"value,omitempty"`
	Numerator   *decimal.Decimal `json:"numerator,omitempty"`
	Denominator *decimal.Decimal `json:"denominator,omitempty"`
	Inputs      *Inputs          `json:"inputs,omitempty"`
	Official    bool             `json:"official,omitempty"` // supplied by the indicator's owner
}

// Inputs are what a rule needs beyond a number. V is the version of their shape.
type Inputs struct {
	V           int          `json:"v,omitempty"`
	Occurrences []Occurrence `json:"occurrences,omitempty"` // counted events by kind
	Ratings     []string     `json:"ratings,omitempty"`     // one letter per reviewer
	Passed      *bool        `json:"passed,omitempty"`      // the outcome of a check
}

// Occurrence counts events of one kind.
type Occurrence struct {
	Kind  string          `json:"kind" yaml:"kind"`
	Count decimal.Decimal `json:"count" yaml:"count"`
}

// Figure is a goal's value for a stretch of time, made from its periods' values by [Aggregate].
type Figure struct {
	State       ValueState
	Value       *big.Rat // nil unless State is VALUE and the goal is a number
	Numerator   *big.Rat // only where the value is a ratio of sums
	Denominator *big.Rat
	Scale       *big.Rat // what a ratio of sums was multiplied by, 100 for per cent; nil is 1
	Inputs      Inputs
	Incomplete  bool        // a period is missing among those that were put together
	Missing     int         // how many
	Aggregation Aggregation // how it was made; empty where it was given as it is
	From        []Used      // which periods' values were used
}

// Used is one period's value that went into a figure.
type Used struct {
	Period      string           `json:"period"`
	Revision    int              `json:"revision"`
	Value       *decimal.Decimal `json:"value,omitempty"`
	Numerator   *decimal.Decimal `json:"numerator,omitempty"`
	Denominator *decimal.Decimal `json:"denominator,omitempty"`
	Inputs      *Inputs          `json:"inputs,omitempty"`
}

// Scaled is f with a ratio of sums multiplied by k, so that it can be held
// against targets and bounds in per cent (k = 100). Other figures stay as they
// are: they were reported in the indicator's own unit of measure.
func (f Figure) Scaled(k decimal.Decimal) Figure {
	if f.Aggregation != Ratio || f.Value == nil {
		return f
	}
	f.Scale = k.Rat()
	f.Value = new(big.Rat).Mul(f.Value, f.Scale)
	return f
}

// noCase reports whether there was nothing that a ratio could be taken of.
func (f *Figure) noCase() bool {
	return f.State == NothingProduced ||
		f.State == ValueNotApplies && f.Denominator != nil && f.Denominator.Sign() == 0
}
