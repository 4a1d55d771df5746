package score

import (
	"math/big"
	"strconv"

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

// Figure is a goal's value for a stretch of time, made from its periods' values by [Aggregate].
type Figure struct {
	State       ValueState
	Value       *big.Rat // nil unless State is VALUE and the goal is a number
	Numerator   *big.Rat // only where the value is a ratio of sums
	Denominator *big.Rat
	Scale       *big.Rat // what a ratio of sums was multiplied by, 100 for per cent; nil is 1
	Inputs      Inputs
	Idle        bool        // in all periods that apply nothing was produced, as stated
	LastKnown   bool        // a missing period's place is taken by the last one that was reported
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

var figureCodes = map[Aggregation]string{
	Sum: TraceFigureSum, Last: TraceFigureLast, Cumulative: TraceFigureCumulative,
	Average: TraceFigureAverage, Ratio: TraceFigureRatio, Maximum: TraceFigureMaximum,
	Minimum: TraceFigureMinimum, Any: TraceFigureAny, All: TraceFigureAll,
}

// figure notes how the year's figure was made.
func (c *calc) figure() {
	f := &c.n.Figure
	if f.State != Value && len(f.From) == 0 {
		return
	}
	t := Trace{Code: TraceFigure, Operands: c.used(f)}
	if code, ok := figureCodes[f.Aggregation]; ok {
		t.Code = code
	}
	if f.Value != nil {
		t.Value = exact(f.Value)
	}
	switch f.Aggregation {
	case Sum:
		t.Formula = "Σ v"
	case Average:
		t.Formula = "Σ v ÷ n"
		t.Operands = append(t.Operands, Operand{Name: "n", Value: strconv.Itoa(len(f.From) + f.Missing), Source: FromStep})
	case Ratio:
		c.ratio(f, &t)
	}
	if f.LastKnown {
		t.Children = append(t.Children, Trace{Code: TraceLastKnown})
	}
	if f.Incomplete {
		t.Children = append(t.Children, Trace{Code: TraceIncomplete})
	}
	c.steps = append(c.steps, t)
}

func (c *calc) ratio(f *Figure, t *Trace) {
	if f.Numerator == nil {
		return
	}
	sum := func(code string, total *big.Rat, of func(*Used) *decimal.Decimal) Trace {
		s := Trace{Code: code, Formula: "Σ v", Value: exact(total)}
		for i := range f.From {
			if u := &f.From[i]; of(u) != nil {
				s.Operands = append(s.Operands, Operand{u.Period, plain(*of(u)), c.texts.source(u)})
			}
		}
		return s
	}
	t.Formula = "Σ n ÷ Σ d"
	t.Operands = []Operand{operand("Σ n", f.Numerator, FromStep), operand("Σ d", f.Denominator, FromStep)}
	if f.Scale != nil {
		t.Formula += " × k"
		t.Operands = append(t.Operands, operand("k", f.Scale, FromPlan))
	}
	t.Children = []Trace{
		sum(TraceNumerators, f.Numerator, func(u *Used) *decimal.Decimal { return u.Numerator }),
		sum(TraceDenominators, f.Denominator, func(u *Used) *decimal.Decimal { return u.Denominator }),
	}
}

// used lists what the periods, or whoever gave the figure as it is, put in.
func (c *calc) used(f *Figure) []Operand {
	if len(f.From) == 0 {
		return f.Inputs.operands(nil, "")
	}
	ops := make([]Operand, 0, len(f.From)+1)
	for i := range f.From {
		u := &f.From[i]
		source := c.texts.source(u)
		if u.Value != nil {
			ops = append(ops, Operand{u.Period, plain(*u.Value), source})
		}
		if u.Inputs != nil {
			ops = u.Inputs.operands(ops, source)
		}
	}
	return ops
}
