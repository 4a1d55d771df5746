package score

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// LevelGrowth puts what was reached and how much it grew into one score
// (存量与增量结合): W × (α × level + (1 − α) × growth), each by a method of its own
// that gives a part of full marks.
//
// The level is the goal's figure, held against the goal's target and baseline.
// The growth has a target and a baseline of its own here.
type LevelGrowth struct {
	Alpha          *decimal.Decimal `json:"alpha,omitempty" yaml:"alpha"` // weight of the level, 0 to 1
	Level          Methods          `json:"level" yaml:"level"`
	Growth         Methods          `json:"growth" yaml:"growth"`
	GrowthOf       GrowthOf         `json:"growthOf" yaml:"growthOf"`
	GrowthTarget   *decimal.Decimal `json:"growthTarget,omitempty" yaml:"growthTarget"`     // where the growth's method compares with one
	GrowthBaseline *decimal.Decimal `json:"growthBaseline,omitempty" yaml:"growthBaseline"` // likewise
}

// GrowthOf is where the growth comes from.
type GrowthOf string

const (
	GrowthReported   GrowthOf = "REPORTED"    // the number named growth among the inputs
	GrowthOnBaseline GrowthOf = "ON_BASELINE" // (A − B) ÷ |B| × 100, the baseline being last year's
)

// Code is the number by which offices call the method.
func (*LevelGrowth) Code() string { return "M17" }

// Name is the method's field in [Methods], as JSON spells it.
func (*LevelGrowth) Name() string { return "levelGrowth" }

func (m *LevelGrowth) validate(at path) (ps problems) {
	ps.required(at.to("alpha"), m.Alpha)
	ps.fraction(at.to("alpha"), m.Alpha)
	ps = append(ps, inside(at.to("level"), &m.Level)...)
	ps = append(ps, inside(at.to("growth"), &m.Growth)...)
	if t := m.Growth.Threshold; t != nil && t.Op == Pass {
		ps.add(at.to("growth", t.Name(), "op"), ProblemNested, "value", string(t.Op))
	}
	known(&ps, at.to("growthOf"), m.GrowthOf, GrowthReported, GrowthOnBaseline)
	m.validateGrowth(&ps, at)
	return ps
}

// inside checks a method that gives a part of full marks for another. Not every
// method can: points of its own are no part of anything.
func inside(at path, m *Methods) (ps problems) {
	for _, chosen := range m.chosen() {
		here := at.to(chosen.Name())
		switch inner := chosen.(type) {
		case *Proportional, *Range, *Threshold, *Linear:
		case *LowerIsBetter:
			if inner.NAIfNoCase != nil && !*inner.NAIfNoCase {
				ps.add(here.to("naIfNoCase"), ProblemNested, "value", "false") // growth of no cases at all is no number
			}
		case *Tiers:
			for i, b := range inner.Bounds {
				if b.Points != nil {
					ps.add(here.at("bounds", i).to("points"), ProblemNested, "value", "points")
				}
			}
		default: // not looked into: it may hold others in turn
			ps.add(here, ProblemNested, "value", chosen.Name())
			return ps
		}
	}
	return append(m.validate(at), ps...)
}

// validateGrowth finds what would fail for every goal, since the growth's target
// and baseline are the rule's.
func (m *LevelGrowth) validateGrowth(ps *problems, at path) {
	t, b, linear := m.GrowthTarget, m.GrowthBaseline, m.Growth.Linear
	if t == nil && (Rule{Method: m.Growth}).NeedsTarget() {
		ps.add(at.to("growthTarget"), ProblemRequired)
	}
	if p := m.Growth.Proportional; p != nil && t != nil {
		if t.Sign() == 0 && (p.OnZero == nil || *p.OnZero == ZeroRejected) {
			ps.add(at.to("growthTarget"), ProblemZeroTarget)
		}
		if t.Sign() < 0 && p.OnNegative != nil && *p.OnNegative == NegativeRejected {
			ps.add(at.to("growthTarget"), ProblemNegativeTarget)
		}
	}
	if linear == nil || len(linear.Bands) > 0 {
		return
	}
	if b == nil {
		b = linear.Baseline
	}
	if t == nil {
		t = linear.Target
	}
	switch {
	case b == nil:
		ps.add(at.to("growthBaseline"), ProblemRequired)
	case t != nil && t.Equal(*b) && (m.GrowthTarget != nil || m.GrowthBaseline != nil):
		ps.add(at.to("growthTarget"), ProblemTargetIsBaseline)
	}
}

func (m *LevelGrowth) most(full *big.Rat) *big.Rat {
	k := m.mix(m.inner(&m.Level).most(one), m.inner(&m.Growth).most(one))
	return k.Mul(k, full)
}

// inner is a method that validation has found to be the only one.
func (*LevelGrowth) inner(m *Methods) method {
	chosen, _ := m.one()
	return chosen
}

// mix is α × level + (1 − α) × growth.
func (m *LevelGrowth) mix(level, growth *big.Rat) *big.Rat {
	alpha := m.Alpha.Rat()
	x := new(big.Rat).Sub(one, alpha)
	x.Mul(x, growth)
	return x.Add(x, alpha.Mul(alpha, level))
}

func (m *LevelGrowth) points(c *calc) (*big.Rat, error) {
	level, err := m.level(c)
	if err != nil {
		return nil, err
	}
	growth, err := m.growth(c)
	if err != nil {
		return nil, err
	}
	k := m.mix(level, growth)
	c.step(TraceLevelGrowth, "α × l + (1 − α) × g", k, operand("α", m.Alpha.Rat(), FromRule),
		operand("l", level, FromStep), operand("g", growth, FromStep))
	return c.marks("k", amount{k, FromStep}), nil
}

// level is the part of full marks that the figure itself earns. Its rate is the
// goal's, and so is the target that it settled on.
func (m *LevelGrowth) level(c *calc) (*big.Rat, error) {
	part := calc{full: one, n: c.n, texts: c.texts, quiet: c.quiet}
	x, err := m.inner(&m.Level).points(&part)
	ofRule(part.steps, "W")
	c.part(TraceLevel, &part, x)
	c.rate, c.aim = part.rate, part.aim
	return x, err
}

// growth is the part of full marks that the growth earns.
func (m *LevelGrowth) growth(c *calc) (*big.Rat, error) {
	part := calc{full: one, n: c.n, texts: c.texts, quiet: c.quiet}
	g, err := m.growthFigure(&part)
	if err != nil {
		return nil, err
	}
	part.n = &Numbers{
		Figure: Figure{State: Value, Value: g}, Trial: c.n.Trial,
		Target: m.GrowthTarget, Baseline: m.GrowthBaseline,
	}
	before := len(part.steps)
	x, err := m.inner(&m.Growth).points(&part)
	ofRule(part.steps[before:], "W", "T", "B")
	c.part(TraceGrowth, &part, x)
	return x, err
}

// ofRule corrects where numbers of these names come from: an inner method takes
// what the outer one hands it for the goal's.
func ofRule(steps []Trace, names ...string) {
	for i := range steps {
		ops := steps[i].Operands
		for j := range ops {
			if ops[j].Source == FromGoal && slices.Contains(names, ops[j].Name) {
				ops[j].Source = FromRule
			}
		}
	}
}

// part notes an inner method's steps under one of the outer's. x is nil where the
// method gave nothing.
func (c *calc) part(code string, inner *calc, x *big.Rat) {
	if c.quiet {
		return
	}
	t := Trace{Code: code, Children: inner.steps}
	if x != nil {
		t.Value = exact(x)
	}
	c.steps = append(c.steps, t)
}

func (m *LevelGrowth) growthFigure(c *calc) (*big.Rat, error) {
	if m.GrowthOf == GrowthReported {
		g := c.n.Figure.Inputs.number(growthName)
		if g == nil {
			return nil, fail(ProblemUnknownInput, "name", growthName)
		}
		c.step(TraceGrowthReported, "", g, operand(growthName, g, FromFigure))
		return g, nil
	}
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	b, err := c.baseline(nil)
	if err != nil {
		return nil, err
	}
	if b.Sign() == 0 {
		return nil, fail(ProblemZeroBaseline)
	}
	g := new(big.Rat).Sub(a, b.Rat)
	g.Quo(g, new(big.Rat).Abs(b.Rat))
	g.Mul(g, hundred)
	c.step(TraceGrowthOnBaseline, "(A − B) ÷ |B| × 100", g, operand("A", a, FromFigure), b.operand("B"))
	return g, nil
}

// excel puts both methods' formulas, of full marks 1, into one.
func (m *LevelGrowth) excel(s sheet) string {
	level := m.inner(&m.Level).excel(s.with(map[string]string{"W": "1"}))
	cells := map[string]string{"W": "1", "T": s.opt(m.GrowthTarget, ""), "B": s.opt(m.GrowthBaseline, ""), "A": s.ref("in:" + growthName)}
	if l := m.Growth.Linear; l != nil {
		if m.GrowthTarget == nil {
			cells["T"] = s.opt(l.Target, "")
		}
		if m.GrowthBaseline == nil {
			cells["B"] = s.opt(l.Baseline, "")
		}
	}
	if m.GrowthOf == GrowthOnBaseline {
		cells["A"] = fmt.Sprintf("((%[1]s-%[2]s)/ABS(%[2]s)*100)", s.ref("A"), s.ref("B"))
	}
	growth := m.inner(&m.Growth).excel(s.with(cells))
	if level == "" || growth == "" {
		return ""
	}
	alpha := *m.Alpha
	return fmt.Sprintf("%s*(%s*(%s)+%s*(%s))", s.ref("W"), s.num(alpha), level, s.num(decimal.NewFromInt(1).Sub(alpha)), growth)
}
