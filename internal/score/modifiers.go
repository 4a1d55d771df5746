package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Modifiers act on a method's points: first a second method that takes them for
// its figure, then difficulty (难度系数), then the bonus for what lies between
// target and challenge value (挑战值), the discount for over-completion, and what
// lateness costs.
//
// A difficulty whose rule states no cap lifts points up to full marks, and
// leaves alone what the method itself gave above them. A challenge value whose
// rule states no bonus earns none.
type Modifiers struct {
	Then           *Methods         `json:"then,omitempty" yaml:"then"`                     // a second method, whose figure is the first one's points
	DifficultyCap  *decimal.Decimal `json:"difficultyCap,omitempty" yaml:"difficultyCap"`   // points after difficulty stay under full marks × this; 1 if absent
	ChallengeBonus *decimal.Decimal `json:"challengeBonus,omitempty" yaml:"challengeBonus"` // points between target and challenge value
	OverCompletion *OverCompletion  `json:"overCompletion,omitempty" yaml:"overCompletion"` // of methods that have a rate
	Lateness       *Lateness        `json:"lateness,omitempty" yaml:"lateness"`             // by the inputs' days; none are none late
	Missing        *MissingPolicy   `json:"missing,omitempty" yaml:"missing"`               // a figure that is missing at year end; ZERO if absent
	Nothing        *NothingPolicy   `json:"nothing,omitempty" yaml:"nothing"`               // a statement that nothing was produced; NOT_APPLICABLE if absent
}

// MissingPolicy says what a goal without a figure earns at year end.
type MissingPolicy string

const (
	MissingIsZero       MissingPolicy = "ZERO"
	MissingLastKnown    MissingPolicy = "LAST_KNOWN"    // the last period that was reported stands for the year
	MissingGroupMinimum MissingPolicy = "GROUP_MINIMUM" // as small a part of the marks as the group's least
)

// NothingPolicy says what it means that there was nothing to count.
type NothingPolicy string

const (
	NothingNotApplicable NothingPolicy = "NOT_APPLICABLE"
	NothingIsZero        NothingPolicy = "ZERO"
)

func (m *Modifiers) validate(at path) (ps problems) {
	ps.positive(at.to("difficultyCap"), m.DifficultyCap)
	ps.notNegative(at.to("challengeBonus"), m.ChallengeBonus)
	if m.OverCompletion != nil {
		ps = append(ps, m.OverCompletion.validate(at.to("overCompletion"))...)
	}
	if m.Lateness != nil {
		ps = append(ps, m.Lateness.validate(at.to("lateness"))...)
	}
	knownOrAbsent(&ps, at.to("missing"), m.Missing, MissingIsZero, MissingLastKnown, MissingGroupMinimum)
	knownOrAbsent(&ps, at.to("nothing"), m.Nothing, NothingNotApplicable, NothingIsZero)
	if m.Then != nil {
		ps = append(ps, m.Then.validate(at.to("then"))...)
	}
	return ps
}

// difficulty multiplies points. Those below zero stay: a hard task must not
// make a deduction dearer.
func (m *Modifiers) difficulty(c *calc, x *big.Rat) (*big.Rat, error) {
	k := optional(c.n.Difficulty, one)
	k.source = FromGoal
	switch {
	case k.Sign() <= 0:
		return nil, fail(ProblemOutOfRange, "field", "difficulty", "above", "0")
	case c.n.Difficulty == nil && m.DifficultyCap == nil, x.Sign() <= 0:
		return x, nil
	}
	y := new(big.Rat).Mul(x, k.Rat)
	if c.n.Difficulty != nil {
		c.step(TraceDifficulty, "x × k", y, operand("x", x, FromStep), k.operand("k"))
	}
	most, source := c.full, FromGoal
	if m.DifficultyCap != nil {
		most = m.DifficultyCap.Rat()
		most.Mul(most, c.full)
		source = FromRule
	} else if x.Cmp(most) > 0 {
		most, source = x, FromStep
	}
	if y.Cmp(most) <= 0 {
		return y, nil
	}
	c.step(TraceDifficultyCap, "min(x, most)", most, operand("x", y, FromStep), operand("most", most, source))
	return most, nil
}

// challenge adds the bonus: in full at the challenge value and beyond, in
// proportion on the way there, in either direction.
func (m *Modifiers) challenge(c *calc, x *big.Rat) (*big.Rat, error) {
	if c.n.Challenge == nil || m.ChallengeBonus == nil {
		return x, nil
	}
	a, t, err := c.aimed()
	if err != nil {
		return nil, err
	}
	goal := c.planned("C", amount{c.n.Challenge.Rat(), FromGoal})
	if goal.Cmp(t.Rat) == 0 {
		return nil, fail(ProblemTargetIsChallenge)
	}
	way := new(big.Rat).Sub(a, t.Rat)
	way.Quo(way, new(big.Rat).Sub(goal.Rat, t.Rat))
	if way.Sign() <= 0 {
		return x, nil
	}
	if way.Cmp(one) > 0 {
		way = one
	}
	b := optional(m.ChallengeBonus, nil)
	bonus := new(big.Rat).Mul(b.Rat, way)
	y := new(big.Rat).Add(x, bonus)
	c.step(TraceChallenge, "x + b × min((A − T) ÷ (C − T), 1)", y, operand("x", x, FromStep), b.operand("b"),
		operand("A", a, FromFigure), t.operand("T"), goal.operand("C"))
	return y, nil
}
