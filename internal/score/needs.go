package score

import "slices"

// NeedsTarget reports whether the rule compares a goal's figure with its target.
func (r Rule) NeedsTarget() bool {
	m := r.Method
	switch {
	case m.Proportional != nil, m.LowerIsBetter != nil, m.PerStep != nil, m.OverCompletion != nil:
		return true
	case m.Threshold != nil:
		return m.Threshold.Op != Pass
	case m.Tiers != nil:
		return m.Tiers.On == OnRate
	case m.Linear != nil:
		return m.Linear.Target == nil && len(m.Linear.Bands) == 0
	}
	return false
}

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

// NamesFigure reports whether the rule's formula names the figure A.
func (r Rule) NamesFigure() bool {
	m := r.Method.Composite
	if m == nil {
		return false
	}
	f, err := m.parse()
	return err == nil && slices.Contains(f.Names(), "A")
}
