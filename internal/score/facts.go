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

// NeedsBaseline reports whether the rule compares a goal's figure with the
// goal's own baseline.
func (r Rule) NeedsBaseline() bool {
	return r.Method.needsBaseline() || r.Modifiers != nil && r.Modifiers.Then != nil && r.Modifiers.Then.needsBaseline()
}

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
	return r.Method.names(number) || r.Modifiers != nil && r.Modifiers.Then != nil && r.Modifiers.Then.names(number)
}

func (m *Methods) names(number string) bool {
	if m.Composite == nil {
		return false
	}
	f, err := m.Composite.parse()
	return err == nil && slices.Contains(f.Names(), number)
}
