package score

import (
	"fmt"
	"math/big"
)

// RatioToBest gives full marks to the best of the group and the others their
// ratio to it (按实绩赋分): W × A ÷ max A or, where lower is better, W × min A ÷ A.
// A difficulty multiplies the figure before the best is looked for. A group
// whose best is not above zero cannot be compared: the goal does not apply.
type RatioToBest struct {
	Direction *Direction `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
}

// Code is the number by which offices call the method.
func (*RatioToBest) Code() string { return "M09" }

// Name is the method's field in [Methods], as JSON spells it.
func (*RatioToBest) Name() string { return "ratioToBest" }

func (m *RatioToBest) validate(at path) (ps problems) {
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	return ps
}

// adjusted is the figure times its difficulty, which acts here and not on the
// points: a hard task is to count before units are compared.
func (m *RatioToBest) adjusted(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	if m.lower() && a.Sign() < 0 {
		return nil, fail(ProblemNegativeValue)
	}
	if c.n.Difficulty == nil {
		return a, nil
	}
	k := amount{c.n.Difficulty.Rat(), FromGoal}
	if k.Sign() <= 0 {
		return nil, fail(ProblemOutOfRange, "field", "difficulty", "above", "0")
	}
	x, formula := new(big.Rat).Mul(a, k.Rat), "A × k"
	if m.lower() {
		x, formula = new(big.Rat).Quo(a, k.Rat), "A ÷ k"
	}
	c.step(TraceDifficulty, formula, x, operand("A", a, FromFigure), k.operand("k"))
	return x, nil
}

func (m *RatioToBest) lower() bool { return directionOf(m.Direction) == Lower }

func (m *RatioToBest) peer(c *calc) (*big.Rat, error) { return m.adjusted(c) }

func (m *RatioToBest) points(c *calc) (*big.Rat, error) {
	a, err := m.adjusted(c)
	if err != nil {
		return nil, err
	}
	peers, err := c.peers(a)
	if err != nil {
		return nil, err
	}
	best := peers.best(directionOf(m.Direction))
	if !m.lower() && best.Sign() <= 0 {
		c.state(TraceNoBest, FromGroup)
		return nil, errNotApplicable
	}
	own, top := operand("A", a, FromFigure), operand("best", best, FromGroup)
	r, formula := new(big.Rat), "A ÷ best"
	switch {
	case m.lower() && a.Cmp(best) == 0: // which may be nothing at all
		r.Set(one)
		formula = "A = best"
	case m.lower():
		r.Quo(best, a)
		formula = "best ÷ A"
	case a.Sign() > 0:
		r.Quo(a, best)
	case a.Sign() < 0: // no figure is worth less than nothing
		formula = "max(A, 0) ÷ best"
	}
	c.step(TraceRatioToBest, formula, r, own, top, intOperand("n", peers.n(), FromGroup))
	return c.marks("r", amount{r, FromStep}), nil
}

func (m *RatioToBest) most(full *big.Rat) *big.Rat { return full }

func (m *RatioToBest) excel(s sheet) string {
	a, peers, w := s.ref("A"), s.ref("peers"), s.ref("W")
	if m.lower() {
		return fmt.Sprintf("IF(%[1]s=MIN(%[2]s),%[3]s,%[3]s*MIN(%[2]s)/%[1]s)", a, peers, w)
	}
	return fmt.Sprintf(`IF(MAX(%[2]s)<=0,"",%[3]s*MAX(%[1]s,0)/MAX(%[2]s))`, a, peers, w)
}
