package goal

import (
	"slices"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Ready says what keeps a stored draft from being submitted: weights and marks
// that do not add up, goals without an owner or a target, vetoes without a legal
// basis. All problems are given at once, each with its path in the plan.
func (f *PlanFile) Ready() Problems {
	c := readyChecker{f: f, goals: map[goalKey]*GoalFile{}}
	for i := range f.Goals {
		c.goals[goalKey{f.Goals[i].Unit, f.Goals[i].Indicator}] = &f.Goals[i]
	}
	c.weights()
	c.marks()
	c.owners()
	c.targets()
	c.windows()
	for i, v := range f.Vetoes {
		if v.LegalBasis == "" {
			c.bad.Add(Path("vetoes", i, "legalBasis"), NoLegalBasis, "code", v.Code)
		}
	}
	if len(f.Grades) == 0 {
		c.bad.Add(Path("grades"), Required)
	}
	share := decimal.Zero
	for i, g := range f.Grades {
		if g.Share != nil {
			if share = share.Add(*g.Share); share.GreaterThan(one) {
				c.bad.Add(Path("grades", i, "share"), SharesOverOne, "sum", share.String())
			}
		}
	}
	if len(c.bad) == 0 {
		c.dryRun()
	}
	return c.bad
}

type goalKey struct{ unit, indicator string }

type readyChecker struct {
	f     *PlanFile
	goals map[goalKey]*GoalFile
	bad   Problems
}

func (c *readyChecker) weights() {
	for i, g := range c.f.Groups {
		sum := decimal.Zero
		for _, w := range g.Components {
			sum = sum.Add(w.Weight)
		}
		if !sum.Equal(one) {
			c.bad.Add(Path("groups", i, "components"), WeightsNotFull, "group", g.Code, "sum", sum.String())
		}
		units := 0
		for _, u := range c.f.Units {
			if u.Group == g.Code && u.Mode != score.Exempt {
				units++
			}
		}
		if units == 0 {
			c.bad.Add(Path("groups", i), NoUnits, "group", g.Code)
		}
	}
}

// marks holds dimensions against the full score and indicators against their dimension.
func (c *readyChecker) marks() {
	for _, g := range c.f.Groups {
		sum := decimal.Zero
		for j, d := range c.f.Dimensions {
			full, inner := marksOf(d.Marks, g.Code), decimal.Zero
			sum = sum.Add(full)
			for _, ind := range c.f.Indicators {
				if ind.Dimension == d.Code {
					inner = inner.Add(marksOf(ind.Marks, g.Code))
				}
			}
			if !inner.Equal(full) {
				c.bad.Add(Path("dimensions", j, "marks"), MarksMismatch, "dimension", d.Code, "group", g.Code, "marks", full.String(), "sum", inner.String())
			}
		}
		if !sum.Equal(c.f.FullScore) {
			c.bad.Add(Path("dimensions"), MarksNotFull, "group", g.Code, "sum", sum.String(), "full", c.f.FullScore.String())
		}
	}
}

func marksOf(list []GroupMarks, group string) decimal.Decimal {
	for _, m := range list {
		if m.Group == group {
			return m.FullMarks
		}
	}
	return decimal.Zero
}

// owners: an indicator has an alternate where its owner would judge itself.
func (c *readyChecker) owners() {
	verifies := slices.Contains(c.f.Steps, StepVerify)
	for i, ind := range c.f.Indicators {
		if !verifies && ind.Source == SourceUnit || ind.AlternateOwner != "" {
			continue
		}
		for _, u := range c.f.Units {
			if u.Unit == ind.Owner && marksOf(ind.Marks, u.Group).IsPositive() && u.Mode != score.Exempt && !c.notApplicable(u.Unit, ind.Code) {
				c.bad.Add(Path("indicators", i, "alternateOwner"), NoAlternate, "code", ind.Code, "owner", ind.Owner)
			}
		}
	}
}

func (c *readyChecker) notApplicable(unit, indicator string) bool {
	g := c.goals[goalKey{unit, indicator}]
	return g != nil && g.NotApplicable
}

// targets: every unit has one wherever the rule compares with one.
func (c *readyChecker) targets() {
	for i := range c.f.Indicators {
		ind := &c.f.Indicators[i]
		if ind.Target != nil || !ind.Rule.NeedsTarget() {
			continue
		}
		for _, u := range c.f.Units {
			if !marksOf(ind.Marks, u.Group).IsPositive() || u.Mode == score.Exempt || c.notApplicable(u.Unit, ind.Code) {
				continue
			}
			if g := c.goals[goalKey{u.Unit, ind.Code}]; g == nil || g.Target == nil {
				c.bad.Add(Path("indicators", i, "target"), NoTarget, "code", ind.Code, "unit", u.Unit)
			}
		}
	}
}

// windows: every frequency in use has deadlines.
func (c *readyChecker) windows() {
	settings := c.f.PlanSettings
	seen := map[period.Kind]bool{}
	for i, ind := range c.f.Indicators {
		if _, ok := settings.ReportWindow(ind.Frequency); !ok && !seen[ind.Frequency] {
			c.bad.Add(Path("indicators", i, "frequency"), Required, "window", string(ind.Frequency))
		}
		seen[ind.Frequency] = true
	}
}
