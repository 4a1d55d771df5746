package goal

import (
	"fmt"
	"slices"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

func (l *linter) weights() {
	for i, g := range l.f.Groups {
		sum := decimal.Zero
		for _, w := range g.Components {
			sum = sum.Add(w.Weight)
		}
		if !sum.Equal(one) {
			l.say(Path("groups", i, "components"), "group", g.Code, "sum", sum.String())
		}
	}
}

func (l *linter) emptyGroups() {
	for i, g := range l.f.Groups {
		if len(l.groups[g.Code].units) == 0 {
			l.say(Path("groups", i), "group", g.Code)
		}
	}
}

// dimensionMarks holds a dimension's indicators against its own marks.
func (l *linter) dimensionMarks() {
	type place struct{ dimension, group string }
	sums := map[place]decimal.Decimal{}
	for i := range l.indicators {
		for group, full := range l.indicators[i].marks {
			p := place{l.indicators[i].Dimension, group}
			sums[p] = sums[p].Add(full)
		}
	}
	for j, d := range l.f.Dimensions {
		full := marksByGroup(d.Marks)
		for _, g := range l.f.Groups {
			if sum := sums[place{d.Code, g.Code}]; !sum.Equal(full[g.Code]) {
				l.say(Path("dimensions", j, "marks"), "dimension", d.Code, "group", g.Code, "marks", full[g.Code].String(), "sum", sum.String())
			}
		}
	}
}

// groupMarks holds a group's dimensions against the full score.
func (l *linter) groupMarks() {
	sums := map[string]decimal.Decimal{}
	for _, d := range l.f.Dimensions {
		for group, full := range marksByGroup(d.Marks) {
			sums[group] = sums[group].Add(full)
		}
	}
	for _, g := range l.f.Groups {
		if sum := sums[g.Code]; !sum.Equal(l.f.FullScore) {
			l.say(Path("dimensions"), "group", g.Code, "sum", sum.String(), "full", l.f.FullScore.String())
		}
	}
}

func marksByGroup(list []GroupMarks) map[string]decimal.Decimal {
	marks := make(map[string]decimal.Decimal, len(list))
	for _, m := range list {
		marks[m.Group] = m.FullMarks
	}
	return marks
}

// owners: an indicator has an alternate where its owner would judge itself.
func (l *linter) owners() {
	verifies := slices.Contains(l.f.Steps, StepVerify)
	for i := range l.indicators {
		ind := &l.indicators[i]
		if (verifies || ind.Source == SourceOwner) && ind.AlternateOwner == "" && l.has(ind.Owner, ind) {
			l.say(ind.path("alternateOwner"), "code", ind.Code, "owner", ind.Owner)
		}
	}
}

// targets: every unit has one wherever the rule compares with one.
func (l *linter) targets() {
	l.missing("target", func(ind *lintIndicator) bool {
		return ind.Target == nil && (ind.Rule.NeedsTarget() || ind.sound && ind.Rule.Names("T"))
	}, func(g *GoalFile) *decimal.Decimal { return g.Target })
}

func (l *linter) baselines() {
	l.missing("baseline", func(ind *lintIndicator) bool {
		return ind.Baseline == nil && ind.sound && ind.Rule.NeedsBaseline()
	}, func(g *GoalFile) *decimal.Decimal { return g.Baseline })
}

// missing names each unit without a number that its rule needs.
func (l *linter) missing(field string, needed func(*lintIndicator) bool, own func(*GoalFile) *decimal.Decimal) {
	for i := range l.indicators {
		ind := &l.indicators[i]
		if !needed(ind) {
			continue
		}
		for _, u := range l.f.Units {
			if u.Mode == score.Exempt || !l.has(u.Unit, ind) {
				continue
			}
			at, ok := l.goals[goalKey{u.Unit, ind.Code}]
			switch {
			case !ok:
				l.say(ind.path(field), "code", ind.Code, "unit", u.Unit)
			case own(&l.f.Goals[at]) == nil:
				l.say(Path("goals", at, field), "code", ind.Code, "unit", u.Unit)
			}
		}
	}
}

// zeroTargets: rules that divide by the target, unless they say what zero means.
func (l *linter) zeroTargets() {
	l.refusedTargets(refusesZero, func(t decimal.Decimal) bool { return t.IsZero() })
}

func refusesZero(m *score.Methods) bool {
	rejects := func(z *score.ZeroTarget) bool { return z != nil && *z == score.ZeroRejected }
	switch {
	case m.Proportional != nil:
		return m.Proportional.OnZero == nil || rejects(m.Proportional.OnZero)
	case m.LowerIsBetter != nil:
		return rejects(m.LowerIsBetter.OnZero)
	case m.Tiers != nil:
		return m.Tiers.On == score.OnRate && wanted(m.Tiers.Direction) == Higher
	case m.LevelGrowth != nil:
		return refusesZero(&m.LevelGrowth.Level)
	}
	return m.OverCompletion != nil
}

func (l *linter) negativeTargets() {
	l.refusedTargets(refusesNegative, func(t decimal.Decimal) bool { return t.IsNegative() })
}

func refusesNegative(m *score.Methods) bool {
	switch {
	case m.Proportional != nil:
		return m.Proportional.OnNegative != nil && *m.Proportional.OnNegative == score.NegativeRejected
	case m.Tiers != nil:
		return m.Tiers.On == score.OnRate && wanted(m.Tiers.Direction) == Lower
	case m.LevelGrowth != nil:
		return refusesNegative(&m.LevelGrowth.Level)
	}
	return m.LowerIsBetter != nil
}

func (l *linter) refusedTargets(refuses func(*score.Methods) bool, bad func(decimal.Decimal) bool) {
	for _, ind := range l.sound() {
		if !refuses(&ind.Rule.Method) {
			continue
		}
		for _, a := range l.aims(ind) {
			if t, path := a.target(); t != nil && bad(*t) {
				l.once(path, "code", ind.Code, "target", t.String())
			}
		}
	}
}

// zeroBaselines: a change in per cent is one of the baseline.
func (l *linter) zeroBaselines() {
	for _, ind := range l.sound() {
		y, g := ind.Rule.Method.YearOnYear, ind.Rule.Method.LevelGrowth
		if (y == nil || y.Change == nil || *y.Change != score.ChangeInPercent) && (g == nil || g.GrowthOf != score.GrowthOnBaseline) {
			continue
		}
		for _, a := range l.aims(ind) {
			if b, path := a.baseline(); b != nil && b.IsZero() {
				l.once(path, "code", ind.Code)
			}
		}
	}
}

// linear is the rule's straight line from a baseline to a target, if it has one.
func linear(m *score.Methods) *score.Linear {
	switch {
	case m.Linear != nil && len(m.Linear.Bands) == 0:
		return m.Linear
	case m.LevelGrowth != nil:
		return linear(&m.LevelGrowth.Level)
	}
	return nil
}

// ends are where a straight line begins and ends for an aim; nil where they are missing.
func (a *aim) ends(m *score.Linear) (baseline, target *decimal.Decimal, path []string) {
	target, path = a.target()
	baseline, from := a.baseline()
	if target == nil {
		target = m.Target
	}
	if baseline == nil {
		baseline = m.Baseline
	}
	if path[0] != "goals" && from[0] == "goals" {
		path = from
	}
	return baseline, target, path
}

func (l *linter) targetIsBaseline() {
	for _, ind := range l.sound() {
		m := linear(&ind.Rule.Method)
		if m == nil {
			continue
		}
		for _, a := range l.aims(ind) {
			if b, t, path := a.ends(m); b != nil && t != nil && t.Equal(*b) {
				l.once(path, "code", ind.Code, "target", t.String())
			}
		}
	}
}

// challengeBonus is what a rule adds for the way to a challenge value; nil for nothing.
func challengeBonus(r *score.Rule) *decimal.Decimal {
	if r.Modifiers == nil {
		return nil
	}
	return r.Modifiers.ChallengeBonus
}

func (l *linter) targetIsChallenge() {
	l.challenges(func(ind *lintIndicator, a *aim, target *decimal.Decimal) {
		if target != nil && target.Equal(*a.Challenge) && challengeBonus(&ind.Rule) != nil {
			l.say(Path("goals", a.at, "challenge"), "code", ind.Code, "target", target.String())
		}
	})
}

// challenges visits all goals with a challenge value.
func (l *linter) challenges(visit func(ind *lintIndicator, a *aim, target *decimal.Decimal)) {
	for _, ind := range l.sound() {
		for _, i := range ind.own {
			a := aim{&l.f.Goals[i], i, ind}
			if a.Challenge != nil {
				target, _ := a.target()
				visit(ind, &a, target)
			}
		}
	}
}

// periodWeights: one for each period that is reported, and none without need.
func (l *linter) periodWeights() {
	for i := range l.indicators {
		ind, want := &l.indicators[i], 0
		bad := slices.ContainsFunc(ind.PeriodWeights, decimal.Decimal.IsNegative)
		if ind.Aggregation == score.WeightedAvg && ind.Frequency.Months() > 0 {
			want = period.Year.Months() / ind.Frequency.Months()
			bad = bad || !slices.ContainsFunc(ind.PeriodWeights, decimal.Decimal.IsPositive)
		}
		if n := len(ind.PeriodWeights); bad || n != want {
			l.say(ind.path("periodWeights"), "code", ind.Code, "count", fmt.Sprint(n), "want", fmt.Sprint(want))
		}
	}
}

func (l *linter) notMilestones() {
	for _, ind := range l.sound() {
		if ind.Aggregation == score.ByMilestone && ind.Rule.Method.Milestones == nil {
			l.say(ind.path("aggregation"), "code", ind.Code)
		}
	}
}

// nobodyToCompare: a mean of the others, where there are none.
func (l *linter) nobodyToCompare() {
	l.relative(func(ind *lintIndicator, group string, ranked int) {
		if ranked < 2 && othersOnly(&ind.Rule) {
			l.say(ind.path("rule"), "code", ind.Code, "group", group)
		}
	})
}

// relative visits the groups in which a relative rule compares units.
func (l *linter) relative(visit func(ind *lintIndicator, group string, ranked int)) {
	for _, ind := range l.sound() {
		if !ind.Rule.IsRelative() {
			continue
		}
		l.inGroups(ind, func(group string, _ decimal.Decimal) {
			if ind.has[group] > 0 {
				visit(ind, group, ind.ranked[group])
			}
		})
	}
}

// othersOnly reports whether the rule holds a figure against the mean of the others.
func othersOnly(r *score.Rule) bool {
	m := r.Method.PeerAverage
	if m == nil && r.Modifiers != nil && r.Modifiers.Then != nil {
		m = r.Modifiers.Then.PeerAverage
	}
	return m != nil && m.SelfIn != nil && !*m.SelfIn
}

// windows: every frequency in use has deadlines.
func (l *linter) windows() {
	settings, seen := l.f.PlanSettings, map[period.Kind]bool{}
	for i := range l.indicators {
		ind := &l.indicators[i]
		if _, ok := settings.ReportWindow(ind.Frequency); !ok && !seen[ind.Frequency] {
			l.say(ind.path("frequency"), "code", ind.Code, "frequency", string(ind.Frequency))
		}
		seen[ind.Frequency] = true
	}
}

func (l *linter) legalBasis() {
	for i, v := range l.f.Vetoes {
		if v.LegalBasis == "" {
			l.say(Path("vetoes", i, "legalBasis"), "code", v.Code)
		}
	}
}

func (l *linter) noGrades() {
	if len(l.f.Grades) == 0 {
		l.say(Path("grades"))
	}
}

func (l *linter) gradeShares() {
	share := decimal.Zero
	for i, g := range l.f.Grades {
		if g.Share != nil {
			if share = share.Add(*g.Share); share.GreaterThan(one) {
				l.say(Path("grades", i, "share"), "sum", share.String())
			}
		}
	}
}
