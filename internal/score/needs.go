package score

import (
	"math/big"
	"slices"
)

// Most is the highest that the rule can give of these full marks to a goal
// without a difficulty or a challenge value. The rule must validate.
func (r Rule) Most(full *big.Rat) *big.Rat {
	p := r.prepare()
	return clone(p.most(full, &Numbers{}))
}

// either asks the first method and the second, if there is one.
func (r Rule) either(of func(m *Methods) bool) bool {
	return of(&r.Method) || r.Modifiers != nil && r.Modifiers.Then != nil && of(r.Modifiers.Then)
}

// NeedsTarget reports whether the rule compares a goal's figure with its target.
func (r Rule) NeedsTarget() bool { return r.either((*Methods).needsTarget) }

func (m *Methods) needsTarget() bool {
	switch {
	case m.Proportional != nil, m.LowerIsBetter != nil, m.PerStep != nil, m.OverCompletion != nil:
		return true
	case m.Threshold != nil:
		return m.Threshold.Op != Pass
	case m.Tiers != nil:
		return m.Tiers.On == OnRate
	case m.Linear != nil:
		return m.Linear.Target == nil && len(m.Linear.Bands) == 0
	case m.LevelGrowth != nil:
		return m.LevelGrowth.Level.needsTarget()
	}
	return m.names("T")
}

// NeedsBaseline reports whether the rule compares a goal's figure with the
// goal's own baseline.
func (r Rule) NeedsBaseline() bool { return r.either((*Methods).needsBaseline) }

func (m *Methods) needsBaseline() bool {
	switch {
	case m.YearOnYear != nil:
		return true
	case m.Linear != nil:
		return m.Linear.Baseline == nil && len(m.Linear.Bands) == 0
	case m.LevelGrowth != nil:
		return m.LevelGrowth.GrowthOf == GrowthOnBaseline || m.LevelGrowth.Level.needsBaseline()
	}
	return m.names("B")
}

// Names reports whether a formula of the rule names a number, such as the
// target T or the challenge value C.
func (r Rule) Names(number string) bool {
	return r.either(func(m *Methods) bool { return m.names(number) })
}

// NamesFigure reports whether the first method's formula names the figure A.
func (r Rule) NamesFigure() bool { return r.Method.names("A") }

func (m *Methods) names(number string) bool {
	if m.Composite == nil {
		return false
	}
	f, err := m.Composite.parse()
	return err == nil && slices.Contains(f.Names(), number)
}

// growthName is what a reported growth is called among the inputs.
const growthName = "growth"

// InputNames are the named numbers that a figure has to come with.
func (r Rule) InputNames() []string {
	switch m := r.Method; {
	case m.Composite != nil:
		return m.Composite.Inputs
	case m.LevelGrowth != nil && m.LevelGrowth.GrowthOf == GrowthReported:
		return []string{growthName}
	}
	return nil
}
