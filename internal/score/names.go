package score

import "slices"

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

// NamesFigure reports whether the rule's formula names the figure A.
func (r Rule) NamesFigure() bool {
	m := r.Method.Composite
	if m == nil {
		return false
	}
	f, err := m.parse()
	return err == nil && slices.Contains(f.Names(), "A")
}
