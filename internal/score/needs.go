package score

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
	case m.LevelGrowth != nil:
		return Rule{Method: m.LevelGrowth.Level}.NeedsTarget()
	}
	return false
}
