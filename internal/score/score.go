// Package score turns a year's figures into points, ranks and grades.
//
// It is arithmetic and nothing else: no database, no clock, no language. A
// [Rule] scores one goal's [Numbers] into a [Result]; [Run] does that for a
// whole plan, adds components, bonuses, deductions and vetoes, and ranks and
// grades each group. Every result carries its [Trace], which is complete enough
// to redo the sum with a pencil; codes become words elsewhere.
//
// Values are exact decimals; whatever is divided is a rational until it reaches
// one of the named rounding places, and ties round away from zero unless the
// plan says half-even.
package score

import (
	"errors"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Engine names this version of the arithmetic. It is part of every sealed run:
// a change that can move a single hundredth of a point changes it.
const Engine = "kaoping-1"

// maxScale is the most decimals that any published number keeps.
const maxScale = 4

// State says what kind of answer a score is.
type State string

const (
	Scored        State = "SCORED"
	NotApplicable State = "NOT_APPLICABLE" // the goal does not apply: its marks are redistributed
	Missing       State = "MISSING"        // nothing was reported: no points at year end, left out before
	Pending       State = "PENDING"        // waits: for a result from elsewhere, or to fall due
	Failed        State = "ERROR"          // the value does not fit the rule: blocks the run
	Zeroed        State = "ZEROED"         // points taken away by a zeroing condition
	Void          State = "VOID"
)

// Numbers is all that a rule may ask about one goal. A nil number is absent,
// which is never the same as zero.
type Numbers struct {
	Figure     Figure
	Target     *decimal.Decimal
	TargetRat  *big.Rat // overrides Target where the target is a share of the year's, and so no decimal
	Baseline   *decimal.Decimal
	Challenge  *decimal.Decimal
	Difficulty *decimal.Decimal // multiplier; nil is 1

	// Share is the part of the year's target that is planned by now (序时进度);
	// nil is all of it. Everything the figure is compared with is multiplied by
	// it: target (but not TargetRat), baseline, challenge, and the bounds that a
	// rule states in the goal's own unit of measure.
	Share *big.Rat

	Peers *Peers // the group's numbers, the goal's own among them; nil unless the rule is relative
	Apart bool   // the unit is listed apart: its own number is not among them
	Trial bool   // the year is not over

	Rounding Rounding // of what a method itself rounds, such as the result of a class of voters; HALF_AWAY_FROM_ZERO if empty
}

// Result is what one rule made of one goal.
type Result struct {
	State     State
	Problem   *Problem // why, where State is ERROR; nil otherwise
	Rate      *big.Rat // completion, uncapped and unrounded; nil where the rule has none
	Unrounded *big.Rat // exact points; nil where the goal does not apply or the rule failed
	Points    decimal.Decimal
	Trace     Trace
}

// Score scores one goal as at year end: a missing value earns nothing.
//
// fullMarks are the goal's, in points, and may be any fraction that
// redistribution made of them. Points keep scale decimals, 0 to 4; nothing before
// them is rounded. A rule that does not validate, or a value that does not fit it,
// gives state ERROR and says why in Problem.
func (r Rule) Score(fullMarks *big.Rat, scale int, rounding Rounding, n Numbers) Result {
	var s solution
	if ps := r.Validate(); len(ps) > 0 {
		s.err = fail(ProblemBadRule, "problem", ps[0].Code)
	} else if scale < 0 || scale > maxScale {
		s.err = fail(ProblemOutOfRange, "field", "scale", "min", "0", "max", strconv.Itoa(maxScale))
	} else {
		p := r.prepare()
		n.Rounding = rounding
		s = p.solve(fullMarks, n, nil)
	}
	return s.result(scale, rounding)
}

// clone keeps a caller's hands off numbers that calculations share.
func clone(x *big.Rat) *big.Rat {
	if x == nil {
		return nil
	}
	return new(big.Rat).Set(x)
}

// prepared is a rule that validates, taken apart once for many goals.
type prepared struct {
	method    method
	then      method   // on the first one's points; nil for none
	relative  relative // whichever of the two compares with the group; nil for none
	modifiers Modifiers
}

func (r Rule) prepare() prepared {
	p := prepared{relative: r.Method.relative()}
	p.method, _ = r.Method.one()
	if m, ok := p.method.(*Composite); ok {
		p.method = m.prepared()
	}
	if r.Modifiers != nil {
		p.modifiers = *r.Modifiers
		if then := r.Modifiers.Then; then != nil {
			p.then, _ = then.one()
			if m, ok := p.then.(*Composite); ok {
				p.then = m.prepared()
			}
			if p.relative == nil {
				p.relative = then.relative()
			}
		}
	}
	return p
}

// solution is a goal's points before redistribution and rounding.
type solution struct {
	rate   *big.Rat
	points *big.Rat // nil where err is set
	zeroed bool
	err    error    // errNotApplicable, errPending, or a failure
	absent bool     // nothing was reported
	judged *big.Rat // what people told units apart by; nil where they did not
	tied   bool     // the rule cancels the item, since units are equal
	steps  []Trace
}

func (s *solution) state() State {
	switch {
	case errors.Is(s.err, errNotApplicable):
		return NotApplicable
	case errors.Is(s.err, errPending):
		return Pending
	case s.err != nil:
		return Failed
	case s.absent:
		return Missing
	case s.zeroed:
		return Zeroed
	}
	return Scored
}

func (s *solution) trace() Trace {
	t := Trace{Code: TraceScore, Children: s.steps}
	if f := (*failure)(nil); errors.As(s.err, &f) {
		t.Children = append(t.Children, f.trace())
	}
	return t
}

// solve computes a goal's exact points. texts may be nil.
func (p *prepared) solve(fullMarks *big.Rat, n Numbers, texts *texts) (s solution) {
	c := calc{full: fullMarks, n: &n, texts: texts, steps: make([]Trace, 0, 5)}
	p.admit(&c)
	c.figure()
	switch n.Figure.State {
	case Value:
		s.points, s.err = p.points(&c)
	case ValueMissing:
		if _, waits := p.method.(*PassThrough); waits {
			s.err = errPending
			c.state(TraceNotPublished, FromFigure)
			break
		}
		s.points, s.absent = zero, true
		c.state(TraceMissing, FromFigure)
	case ValueNotApplies, NothingProduced:
		s.err = errNotApplicable
		c.state(TraceNotApplicable, FromFigure)
	default:
		s.err = fail(ProblemUnknownCode, "value", string(n.Figure.State))
	}
	s.rate, s.zeroed, s.judged, s.tied, s.steps = c.rate, c.zeroed, c.judged, c.tied, c.steps
	return s
}

// admit turns states into numbers where the rule says that they are.
func (p *prepared) admit(c *calc) {
	f := &c.n.Figure
	if m, ok := p.method.(*LowerIsBetter); ok && m.countsNoCase(f) {
		c.state(TraceNoCase, FromRule)
		*f = Figure{State: Value, Value: zero}
	}
	if f.Idle && f.State != Value && p.modifiers.Nothing != nil && *p.modifiers.Nothing == NothingIsZero {
		c.state(TraceNothing, FromRule)
		*f = Figure{State: Value, Value: zero}
	}
}

// again computes the points for another figure, without a trace: what if the
// year had gone a little differently? It is nil where there would be none.
func (p *prepared) again(fullMarks *big.Rat, n Numbers) *big.Rat {
	c := calc{full: fullMarks, n: &n, quiet: true}
	x, err := p.points(&c)
	if err != nil {
		return nil
	}
	return x
}

// peer is the number by which a goal is compared with its group's; nil where it
// has none.
func (p *prepared) peer(fullMarks *big.Rat, n Numbers) *big.Rat {
	c := calc{full: fullMarks, n: &n, quiet: true, hasSecond: p.then != nil}
	if p.admit(&c); n.Figure.State != Value {
		return nil
	}
	if p.then != nil && p.method != method(p.relative) {
		x, err := p.method.points(&c)
		if err != nil {
			return nil
		}
		c.second(x)
	}
	x, err := p.relative.peer(&c)
	if err != nil {
		return nil
	}
	return x
}

// second makes the first method's points the figure of the second.
func (c *calc) second(x *big.Rat) {
	c.step(TraceSecond, "A = x", x, operand("x", x, FromStep))
	c.n.Figure = Figure{State: Value, Value: x, Inputs: c.n.Figure.Inputs}
	c.hasSecond = false
}

// points runs the method and its modifiers in the trade's order: method, second
// method, difficulty, its cap, challenge, over-completion, lateness.
func (p *prepared) points(c *calc) (*big.Rat, error) {
	if c.full.Sign() < 0 {
		return nil, fail(ProblemOutOfRange, "field", "fullMarks", "min", "0")
	}
	c.hasSecond = p.then != nil
	x, err := p.method.points(c)
	last := p.method
	if p.then != nil && err == nil {
		figure, rate := c.n.Figure.Value, c.rate
		c.second(x)
		x, err = p.then.points(c)
		last = p.then
		// A challenge value and over-completion are about the goal's own figure,
		// not about the points that stood in for it.
		if figure != nil {
			c.n.Figure.Value = figure
		}
		if rate != nil {
			c.rate = rate
		}
		if c.zeroed && err == nil && x.Sign() > 0 { // a second method gives nothing back
			c.step(TraceZeroCondition, "min(x, 0)", zero, operand("x", x, FromStep))
			x = zero
		}
	}
	if err != nil || c.zeroed {
		return x, err
	}
	if _, acted := last.(*RatioToBest); !acted { // on the figure, where difficulty acts before units are compared
		if x, err = p.modifiers.difficulty(c, x); err != nil {
			return nil, err
		}
	}
	if x, err = p.modifiers.challenge(c, x); err != nil {
		return nil, err
	}
	return p.modifiers.Lateness.modify(c, p.modifiers.OverCompletion.modify(c, x))
}

// most is the highest that the rule can give for these marks and this goal.
func (p *prepared) most(full *big.Rat, n *Numbers) *big.Rat {
	last := p.method
	if p.then != nil {
		last = p.then
	}
	x := last.most(full)
	if _, acted := last.(*RatioToBest); !acted {
		c := calc{full: full, n: n, quiet: true}
		if y, err := p.modifiers.difficulty(&c, x); err == nil {
			x = y
		}
	}
	if n.Challenge != nil && p.modifiers.ChallengeBonus != nil {
		x = new(big.Rat).Add(x, p.modifiers.ChallengeBonus.Rat())
	}
	return x
}
