package score

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Shared constants, never written to.
var (
	zero    = new(big.Rat)
	one     = big.NewRat(1, 1)
	two     = big.NewRat(2, 1)
	hundred = big.NewRat(100, 1)
)

// calc is one goal's calculation under way.
type calc struct {
	full   *big.Rat // full marks, W in formulas
	n      *Numbers
	texts  *texts
	aim    amount // the target, once it was asked for
	rate   *big.Rat
	zeroed bool // a zeroing condition took the points
	steps  []Trace
}

// amount is a number that a rule compares with or divides by, and where it comes from.
type amount struct {
	*big.Rat
	source string
}

func (a amount) operand(name string) Operand { return operand(name, a.Rat, a.source) }

// optional is a parameter, or its documented default where it is left out.
func optional(d *decimal.Decimal, otherwise *big.Rat) amount {
	if d == nil {
		return amount{otherwise, FromDefault}
	}
	return amount{d.Rat(), FromRule}
}

func (c *calc) step(code, formula string, value *big.Rat, operands ...Operand) {
	c.steps = append(c.steps, Trace{Code: code, Formula: formula, Operands: operands, Value: exact(value)})
}

// state notes why there is nothing to calculate, and who says so.
func (c *calc) state(code, source string) {
	c.steps = append(c.steps, Trace{Code: code, Operands: []Operand{{Name: "state", Value: string(c.n.Figure.State), Source: source}}})
}

// number is the figure, A in formulas.
func (c *calc) number() (*big.Rat, error) {
	if c.n.Figure.Value == nil {
		return nil, fail(ProblemWrongValueType, "want", "NUMBER")
	}
	return c.n.Figure.Value, nil
}

// target is T in formulas: the goal's, else the rule's own. The first to ask
// decides what the rule's own is.
func (c *calc) target(own *decimal.Decimal) (t amount, err error) {
	switch {
	case c.aim.Rat != nil:
	case c.n.TargetRat != nil:
		c.aim = amount{c.n.TargetRat, FromGoal}
	default:
		c.aim, err = c.comparand("T", c.n.Target, own, ProblemNoTarget)
	}
	return c.aim, err
}

// baseline is B in formulas: the goal's, else the rule's own.
func (c *calc) baseline(own *decimal.Decimal) (amount, error) {
	return c.comparand("B", c.n.Baseline, own, ProblemNoBaseline)
}

func (c *calc) comparand(name string, ofGoal, ofRule *decimal.Decimal, absent string) (amount, error) {
	switch {
	case ofGoal != nil:
		return c.planned(name, amount{ofGoal.Rat(), FromGoal}), nil
	case ofRule != nil:
		return c.planned(name, amount{ofRule.Rat(), FromRule}), nil
	}
	return amount{}, fail(absent)
}

// planned holds a number of the year's to the share planned by now.
func (c *calc) planned(name string, a amount) amount {
	if c.n.Share == nil {
		return a
	}
	x := new(big.Rat).Mul(a.Rat, c.n.Share)
	c.step(TracePlannedShare, name+" × s", x, a.operand(name), operand("s", c.n.Share, FromGoal))
	return amount{x, FromStep}
}

// marks is full marks times a coefficient, which the formula calls name.
func (c *calc) marks(name string, k amount) *big.Rat {
	x := new(big.Rat).Mul(c.full, k.Rat)
	c.step(TracePoints, "W × "+name, x, operand("W", c.full, FromGoal), k.operand(name))
	return x
}

// limit holds x between lo and hi and notes it where that changes x.
func (c *calc) limit(code, name string, x *big.Rat, lo, hi amount) *big.Rat {
	y := x
	if x.Cmp(lo.Rat) < 0 {
		y = lo.Rat
	}
	if y.Cmp(hi.Rat) > 0 {
		y = hi.Rat
	}
	if y != x {
		c.step(code, "min(max("+name+", lo), hi)", y, operand(name, x, FromStep), lo.operand("lo"), hi.operand("hi"))
	}
	return y
}

// completed is how far a is towards t: above 1 is better than asked for in both
// directions. It is nil where no such number exists: towards a target of zero,
// or, where lower is better, at zero or with a negative number on either side.
func completed(d Direction, a, t *big.Rat) (rate *big.Rat, code, formula string) {
	switch {
	case d == Lower && t.Sign() > 0 && a.Sign() > 0:
		return new(big.Rat).Quo(t, a), TraceRate, "T ÷ A"
	case d == Lower || t.Sign() == 0:
		return nil, "", ""
	case t.Sign() > 0:
		return new(big.Rat).Quo(a, t), TraceRate, "A ÷ T"
	}
	// A growth of −1 % where −3 % was the target is better, yet a plain quotient
	// would make it a third: what counts is the distance, in targets.
	r := new(big.Rat).Sub(a, t)
	r.Quo(r, new(big.Rat).Abs(t))
	return r.Add(r, one), TraceRateNegativeTarget, "1 + (A − T) ÷ |T|"
}

// complete sets the rate of a rule that does not itself need one, for those who
// ask how far the goal is. Without a target there is none.
func (c *calc) complete(d Direction, a *big.Rat) {
	if t, err := c.target(nil); err == nil {
		c.rate, _, _ = completed(d, a, t.Rat)
	}
}

// Direction is which way an indicator is good.
type Direction string

const (
	Higher Direction = "HIGHER"
	Lower  Direction = "LOWER"
)

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
		return inputs(nil, &f.Inputs, "")
	}
	ops := make([]Operand, 0, len(f.From)+1)
	for i := range f.From {
		u := &f.From[i]
		source := c.texts.source(u)
		if u.Value != nil {
			ops = append(ops, Operand{u.Period, plain(*u.Value), source})
		}
		if u.Inputs != nil {
			ops = inputs(ops, u.Inputs, source)
		}
	}
	return ops
}

func inputs(ops []Operand, in *Inputs, source string) []Operand {
	for _, o := range in.Occurrences {
		ops = append(ops, Operand{o.Kind, plain(o.Count), source})
	}
	for _, letter := range in.Ratings {
		ops = append(ops, Operand{"rating", letter, source})
	}
	if in.Passed != nil {
		ops = append(ops, Operand{"passed", strconv.FormatBool(*in.Passed), source})
	}
	return ops
}
