package formula

import (
	"math/big"
	"strconv"
)

// Result is what a formula came to, and how.
type Result struct {
	Value *big.Rat // nil beside an error
	Steps []Step
}

// Step is one line of the sum as a person with a pencil would write it: a chain
// of additions or of multiplications, a function, a comparison. Inputs, numbers
// and a minus before one are not worth a line.
type Step struct {
	Text  string   // canonical text of this part of the formula
	Value *big.Rat // nil where the step is a condition
	Holds bool     // whether the condition holds
}

// Eval calculates f exactly. Its steps come in the order in which they are
// worked out, each after those it uses, never more than f has operations.
//
// If looks only at the branch that it takes: the other may divide by zero or lack
// a value. And and or look at all of their conditions, as Excel's do. Round takes
// a tie away from zero. Clamp(x, lo, hi) is max(lo, min(hi, x)): lo wins where
// the bounds cross.
//
// The error is an [*Error] with the code [ErrDivisionByZero], [ErrMissingValue]
// (also for a nil value) or [ErrTooLarge]; the steps until then come with it, so
// that a reader sees what the zero was made of. Nothing returned shares memory
// with values.
func (f *Formula) Eval(values map[string]*big.Rat) (Result, error) {
	e := evaluation{values: values}
	x, err := e.number(f.root)
	if err != nil {
		return Result{Steps: e.steps}, err
	}
	return Result{Value: clone(x), Steps: e.steps}, nil
}

// clone keeps a caller's hands off the formula's literals and off other steps.
func clone(x *big.Rat) *big.Rat { return new(big.Rat).Set(x) }

// evaluation is one run over a formula. The numbers that its methods hand to
// each other are shared, with the caller's as well, and must not be written to.
type evaluation struct {
	values map[string]*big.Rat
	steps  []Step
}

func (e *evaluation) number(n *node) (*big.Rat, error) {
	if n.kind == literal {
		return n.value, nil
	}
	x, err := e.operation(n)
	if err != nil {
		return nil, err
	}
	if n.kind != input && n.kind != negative {
		e.steps = append(e.steps, Step{Text: n.text, Value: clone(x)})
	}
	return x, nil
}

func (e *evaluation) operation(n *node) (*big.Rat, error) {
	switch n.kind {
	case input:
		return e.input(n)
	case sum, product:
		return e.chain(n)
	case choice:
		return e.choice(n)
	}
	args, err := e.numbers(n.args)
	if err != nil {
		return nil, err
	}
	switch n.kind {
	case negative:
		return new(big.Rat).Neg(args[0]), nil
	case absolute:
		return new(big.Rat).Abs(args[0]), nil
	case round:
		return bounded(rounded(args[0], n.places), n)
	case clamp:
		return extreme(+1, args[1], extreme(-1, args[2], args[0])), nil
	case minimum:
		return extreme(-1, args...), nil
	default:
		return extreme(+1, args...), nil
	}
}

func (e *evaluation) numbers(args []*node) ([]*big.Rat, error) {
	xs := make([]*big.Rat, len(args))
	for i, arg := range args {
		x, err := e.number(arg)
		if err != nil {
			return nil, err
		}
		xs[i] = x
	}
	return xs, nil
}

func (e *evaluation) input(n *node) (*big.Rat, error) {
	x := e.values[n.name]
	if x == nil {
		return nil, fail(ErrMissingValue, n.at, "name", n.name)
	}
	return bounded(x, n)
}

// chain works from left to right.
func (e *evaluation) chain(n *node) (*big.Rat, error) {
	first, err := e.number(n.args[0])
	if err != nil {
		return nil, err
	}
	x := clone(first)
	for i, sign := range n.signs {
		arg := n.args[i+1]
		y, err := e.number(arg)
		if err != nil {
			return nil, err
		}
		switch sign {
		case "+":
			x.Add(x, y)
		case "-":
			x.Sub(x, y)
		case "*":
			x.Mul(x, y)
		case "/":
			if y.Sign() == 0 {
				return nil, fail(ErrDivisionByZero, arg.at, "divisor", arg.text)
			}
			x.Quo(x, y)
		}
		if _, err := bounded(x, n); err != nil {
			return nil, err
		}
	}
	return x, nil
}

func (e *evaluation) choice(n *node) (*big.Rat, error) {
	holds, err := e.condition(n.args[0])
	switch {
	case err != nil:
		return nil, err
	case holds:
		return e.number(n.args[1])
	}
	return e.number(n.args[2])
}

func (e *evaluation) condition(n *node) (bool, error) {
	holds, err := e.holds(n)
	if err == nil {
		e.steps = append(e.steps, Step{Text: n.text, Holds: holds})
	}
	return holds, err
}

func (e *evaluation) holds(n *node) (bool, error) {
	if n.kind == comparison {
		args, err := e.numbers(n.args)
		return err == nil && compare(args[0], n.signs[0], args[1]), err
	}
	all, some := true, false
	for _, arg := range n.args {
		holds, err := e.condition(arg)
		if err != nil {
			return false, err
		}
		all, some = all && holds, some || holds
	}
	switch n.kind {
	case conjunction:
		return all, nil
	case disjunction:
		return some, nil
	default:
		return !all, nil
	}
}

func compare(a *big.Rat, sign string, b *big.Rat) bool {
	c := a.Cmp(b)
	switch sign {
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "=":
		return c == 0
	default:
		return c != 0
	}
}

// extreme is the largest of xs for +1, the smallest for -1.
func extreme(direction int, xs ...*big.Rat) *big.Rat {
	x := xs[0]
	for _, y := range xs[1:] {
		if y.Cmp(x) == direction {
			x = y
		}
	}
	return x
}

// rounded keeps places decimals of x; a tie goes away from zero.
func rounded(x *big.Rat, places int) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	n, rest := new(big.Int).Mul(x.Num(), unit), new(big.Int)
	n.QuoRem(n, x.Denom(), rest)
	// The quotient is cut off towards zero: what remains decides on one unit more.
	if rest.Abs(rest).Lsh(rest, 1).Cmp(x.Denom()) >= 0 {
		n.Add(n, big.NewInt(int64(x.Sign())))
	}
	return new(big.Rat).SetFrac(n, unit)
}

// bounded refuses a number too large to go on with; n is where it came up. An
// operation on two bounded numbers is short work, and so is a whole formula.
func bounded(x *big.Rat, n *node) (*big.Rat, error) {
	if x.Num().BitLen() > maxBits || !x.IsInt() && x.Denom().BitLen() > maxBits {
		return nil, fail(ErrTooLarge, n.at, "bits", strconv.Itoa(maxBits))
	}
	return x, nil
}
