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

	Weights []PeriodWeight // WEIGHTED_AVG: of the periods that apply
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
	WeightedAvg: TraceFigureWeighted, ByMilestone: TraceFigureMilestone,
}

// figure notes how the year's figure was made.
func (c *calc) figure() {
	f := &c.n.Figure
	if f.State != Value && len(f.From) == 0 {
		return
	}
	ops, beside := c.used(f)
	t := Trace{Code: TraceFigure, Operands: ops}
	if code, ok := figureCodes[f.Aggregation]; ok {
		t.Code = code
	}
	if f.Value != nil {
		t.Value = exact(f.Value)
	}
	switch {
	case f.Aggregation == Ratio:
		c.ratio(f, &t)
	case f.Aggregation == Maximum, f.Aggregation == Minimum:
	case f.Value != nil || f.State != Value: // what is no number is not added up
		f.explain(&t)
	}
	if f.LastKnown {
		t.Children = append(t.Children, Trace{Code: TraceLastKnown})
	}
	if f.Incomplete {
		t.Children = append(t.Children, Trace{Code: TraceIncomplete})
	}
	if len(beside) > 0 {
		t.Children = append(t.Children, Trace{Code: TraceFigureInputs, Operands: beside})
	}
	c.steps = append(c.steps, t)
	c.numbers(f)
}

// explain says how the periods' numbers v are put together, and lists what else
// that takes.
func (f *Figure) explain(t *Trace) {
	switch f.Aggregation {
	case Sum, Ratio:
		t.Formula = "Σ v"
	case Average:
		t.Formula = "Σ v ÷ n"
		t.Operands = append(t.Operands, intOperand("n", len(f.From)+f.Missing, FromStep))
	case WeightedAvg:
		t.Formula = "Σ w × v ÷ Σ w"
		t.Operands = append(t.Operands, f.weights()...)
	case Maximum:
		t.Formula = "max(v)"
	case Minimum:
		t.Formula = "min(v)"
	}
}

// numbers notes how the numbers that have names were put together.
func (c *calc) numbers(f *Figure) {
	if len(f.From)+f.Missing < 2 {
		return
	}
	for _, n := range f.Inputs.Numbers {
		t := Trace{Code: TraceFigureNumber, Operands: []Operand{{"name", n.Name, FromFigure}}, Value: exact(f.Inputs.number(n.Name))}
		for i := range f.From {
			u := &f.From[i]
			if u.Inputs == nil {
				continue
			}
			if x := u.Inputs.number(n.Name); x != nil {
				t.Operands = append(t.Operands, operand(u.Period, x, c.texts.source(u)))
			}
		}
		if f.explain(&t); t.Formula != "" {
			c.steps = append(c.steps, t)
		}
	}
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
// What was reported beside a number is apart from it: it is not added to it.
func (c *calc) used(f *Figure) (ops, beside []Operand) {
	if len(f.From) == 0 {
		return f.Inputs.operands(nil, ""), nil
	}
	ops = make([]Operand, 0, len(f.From)+1)
	for i := range f.From {
		u := &f.From[i]
		source := c.texts.source(u)
		if u.Value != nil {
			ops = append(ops, Operand{u.Period, plain(*u.Value), source})
		}
		switch {
		case u.Inputs == nil:
		case (u.Value != nil || u.Numerator != nil) && u.Inputs.further():
			beside = u.Inputs.operands(beside, source)
		default:
			ops = u.Inputs.operands(ops, source)
		}
	}
	return ops, beside
}

// further reports whether there is more than occurrences, ratings or the outcome
// of a check.
func (in *Inputs) further() bool {
	return len(in.Numbers)+len(in.Milestones)+len(in.Marks)+len(in.Ballots)+len(in.Awards) > 0 ||
		in.Upper != nil || in.Place != nil || in.DaysLate != nil
}
