package score

import (
	"math/big"

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
	full      *big.Rat // full marks, W in formulas
	n         *Numbers
	texts     *texts
	aim       amount // the target, once it was asked for
	rate      *big.Rat
	zeroed    bool     // a zeroing condition took the points
	quiet     bool     // steps are not asked for
	judged    *big.Rat // what people told units apart by
	tied      bool     // the rule cancels the item, since units are equal
	hasSecond bool     // a second method takes the points for its figure
	steps     []Trace
}

// amount is a number that a rule compares with or divides by, and where it comes from.
type amount struct {
	*big.Rat
	source string
}

func (a amount) operand(name string) Operand { return operand(name, a.Rat, a.source) }

// rat is d as a rational. Most numbers of a run are short, and need no powers of
// ten and no search for a common divisor.
func rat(d decimal.Decimal) *big.Rat {
	exp := int(d.Exponent())
	if exp > 0 || exp < -18 || d.NumDigits() > 18 {
		return d.Rat()
	}
	v := d.CoefficientInt64()
	for ; exp < 0 && v%10 == 0; exp++ {
		v /= 10
	}
	if exp == 0 {
		return new(big.Rat).SetInt64(v)
	}
	return new(big.Rat).SetFrac(big.NewInt(v), powersOfTen[-exp])
}

// optional is a parameter, or its documented default where it is left out.
func optional(d *decimal.Decimal, otherwise *big.Rat) amount {
	if d == nil {
		return amount{otherwise, FromDefault}
	}
	return amount{rat(*d), FromRule}
}

func (c *calc) step(code, formula string, value *big.Rat, operands ...Operand) {
	if c.quiet {
		return
	}
	t := Trace{Code: code, Formula: formula, Operands: operands}
	if value != nil {
		t.Value = exact(value)
	}
	c.steps = append(c.steps, t)
}

// remark notes something that explains, and computes nothing.
func (c *calc) remark(code, formula string, operands ...Operand) {
	if !c.quiet {
		c.steps = append(c.steps, Trace{Code: code, Formula: formula, Operands: operands})
	}
}

// within gathers the steps that f notes, as parts of a step to come.
func (c *calc) within(f func()) []Trace {
	before := c.steps
	c.steps = nil
	f()
	inner := c.steps
	c.steps = before
	return inner
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

// aimed is the figure and the goal's own target, for rules that need both.
func (c *calc) aimed() (a *big.Rat, t amount, err error) {
	if a, err = c.number(); err == nil {
		t, err = c.target(nil)
	}
	return a, t, err
}

// baseline is B in formulas: the goal's, else the rule's own.
func (c *calc) baseline(own *decimal.Decimal) (amount, error) {
	return c.comparand("B", c.n.Baseline, own, ProblemNoBaseline)
}

func (c *calc) comparand(name string, ofGoal, ofRule *decimal.Decimal, absent string) (amount, error) {
	switch {
	case ofGoal != nil:
		return c.planned(name, amount{rat(*ofGoal), FromGoal}), nil
	case ofRule != nil:
		return c.planned(name, amount{rat(*ofRule), FromRule}), nil
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

// peers are the group's numbers. A unit that is listed apart takes part in its
// own comparison only.
func (c *calc) peers(own *big.Rat) (*Peers, error) {
	switch {
	case c.n.Peers == nil:
		return nil, fail(ProblemNoPeers)
	case c.n.Apart:
		return c.n.Peers.with(own), nil
	}
	return c.n.Peers, nil
}

// in is an amount of a rule in points, whatever it is stated in.
func (c *calc) in(in *PointsIn, d *decimal.Decimal, otherwise *big.Rat) amount {
	a := optional(d, otherwise)
	if d != nil && in.shares() {
		a.Rat = a.Mul(a.Rat, c.full)
	}
	return a
}
