package score

import "math/big"

// Direction is which way an indicator is good.
type Direction string

const (
	Higher Direction = "HIGHER"
	Lower  Direction = "LOWER"
)

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

// directionOf is a direction whose default is that higher is better.
func directionOf(d *Direction) Direction {
	if d == nil {
		return Higher
	}
	return *d
}
