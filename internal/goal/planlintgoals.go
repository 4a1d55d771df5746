package goal

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// What a difficulty usually lies between.
var leastDifficulty, mostDifficulty = decimal.New(8, -1), decimal.New(13, -1)

func (l *linter) difficulties() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		for _, at := range ind.own {
			g := &l.f.Goals[at]
			if g.Difficulty != nil && (g.Difficulty.LessThan(leastDifficulty) || g.Difficulty.GreaterThan(mostDifficulty)) {
				l.say(Path("goals", at, "difficulty"), "code", ind.Code, "unit", g.Unit, "difficulty", g.Difficulty.String())
			}
		}
	}
}

// challengeNotBeyond: a challenge value that is no harder than the target. Where
// the two are one and the rule pays for the way between them, that is an error.
func (l *linter) challengeNotBeyond() {
	l.challenges(func(ind *lintIndicator, a *aim, target *decimal.Decimal) {
		if target == nil || ind.Direction == Within || target.Equal(*a.Challenge) && challengeBonus(&ind.Rule) != nil {
			return
		}
		if target.Equal(*a.Challenge) || upwards(*target, *a.Challenge) != ind.Direction {
			l.say(Path("goals", a.at, "challenge"), "code", ind.Code, "unit", a.Unit, "challenge", a.Challenge.String(), "target", target.String())
		}
	})
}

func (l *linter) challengeIgnored() {
	l.challenges(func(ind *lintIndicator, a *aim, _ *decimal.Decimal) {
		if challengeBonus(&ind.Rule) == nil && !ind.Rule.Names("C") {
			l.say(Path("goals", a.at, "challenge"), "code", ind.Code, "unit", a.Unit)
		}
	})
}

// bonusUnused: a bonus for challenge values that some units cannot earn.
func (l *linter) bonusUnused() {
	for _, ind := range l.sound() {
		if challengeBonus(&ind.Rule) == nil {
			continue
		}
		units, without := 0, 0
		for _, n := range ind.has {
			units += n
		}
		without = units
		for _, at := range ind.own {
			if l.f.Goals[at].Challenge != nil {
				without--
			}
		}
		if without > 0 {
			l.say(ind.path("rule", "modifiers", "challengeBonus"), "code", ind.Code, "count", fmt.Sprint(without), "units", fmt.Sprint(units))
		}
	}
}

// targetBehindBaseline: a target that asks for less than last year's figure. Of a
// rule with a line through both, the direction is at fault.
func (l *linter) targetBehindBaseline() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		if ind.Direction == Within || linear(&ind.Rule.Method) != nil {
			continue
		}
		for _, a := range l.aims(ind) {
			t, path := a.target()
			b, _ := a.baseline()
			if t != nil && b != nil && !t.Equal(*b) && upwards(*b, *t) != ind.Direction {
				l.once(path, "code", ind.Code, "target", t.String(), "baseline", b.String())
			}
		}
	}
}

// A target so many times its group's median, or so small a part of it, is most
// often one in another unit of measure. Fewer targets than that have no middle.
var outOfLine = hundred

const enoughTargets = 5

func (l *linter) targetOutOfLine() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		byGroup := map[string][]int{}
		for _, at := range ind.own {
			if g := &l.f.Goals[at]; g.Target != nil && g.Target.IsPositive() {
				group := l.units[g.Unit].Group
				byGroup[group] = append(byGroup[group], at)
			}
		}
		l.inGroups(ind, func(group string, _ decimal.Decimal) {
			list := byGroup[group]
			if len(list) < enoughTargets {
				return
			}
			sorted := slices.Clone(list)
			slices.SortFunc(sorted, func(a, b int) int { return l.f.Goals[a].Target.Cmp(*l.f.Goals[b].Target) })
			median := *l.f.Goals[sorted[len(sorted)/2]].Target
			for _, at := range list {
				g := &l.f.Goals[at]
				if g.Target.GreaterThan(median.Mul(outOfLine)) || g.Target.Mul(outOfLine).LessThan(median) {
					l.say(Path("goals", at, "target"), "code", ind.Code, "unit", g.Unit, "target", g.Target.String(), "group", group, "median", median.String())
				}
			}
		})
	}
}

// portions: what lead and cooperating units share is one task, once.
func (l *linter) portions() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		tasks, order := map[string][]string{}, []string(nil)
		for _, at := range ind.own {
			g := &l.f.Goals[at]
			lead := g.LeadUnit
			if lead == "" && len(g.CooperatingUnits) > 0 {
				lead = g.Unit
			}
			if lead == "" {
				continue
			}
			if tasks[lead] == nil {
				order, tasks[lead] = append(order, lead), []string{lead}
			}
			tasks[lead] = append(append(tasks[lead], g.Unit), g.CooperatingUnits...)
		}
		for _, lead := range order {
			l.task(ind, lead, tasks[lead])
		}
	}
}

// task adds up the portions of those who share a task. Where nobody has one, each
// is scored on the whole of it, which is as usual.
func (l *linter) task(ind *lintIndicator, lead string, units []string) {
	sum, first, seen := decimal.Zero, -1, map[string]bool{}
	var shared []string
	for _, u := range units {
		if seen[u] || !l.has(u, ind) {
			continue
		}
		seen[u], shared = true, append(shared, u)
		portion := one
		if at, ok := l.goals[goalKey{u, ind.Code}]; ok && l.f.Goals[at].Portion != nil {
			portion = *l.f.Goals[at].Portion
			if first < 0 {
				first = at
			}
		}
		sum = sum.Add(portion)
	}
	if first >= 0 && !sum.Equal(one) {
		l.say(Path("goals", first, "portion"), "code", ind.Code, "lead", lead, "units", words(shared), "sum", sum.String())
	}
}

// rollsUpTwice: what a unit and those who help it both report for the whole of one
// matter is added up twice. Rates and judgements are never added up.
func (l *linter) rollsUpTwice() {
	for _, ind := range l.sound() {
		if takes(ind.Rule, ind.Aggregation) != TakesNumber || percent(ind.UnitOfMeasure) {
			continue
		}
		for _, at := range ind.own {
			g := &l.f.Goals[at]
			for j, u := range g.CooperatingUnits {
				if u != g.Unit && !g.OutOfTotals && l.has(u, ind) && l.rollsUpWhole(u, ind) {
					l.say(Path("goals", at, "cooperatingUnits", j), "code", ind.Code, "unit", g.Unit, "other", u)
				}
			}
		}
	}
}

func (l *linter) rollsUpWhole(unit string, ind *lintIndicator) bool {
	at, ok := l.goals[goalKey{unit, ind.Code}]
	if !ok {
		return true
	}
	g := &l.f.Goals[at]
	return !g.OutOfTotals && (g.Portion == nil || g.Portion.Equal(one))
}

// muchNotApplicable: a unit of which too much is left out is not like the others
// of its group.
func (l *linter) muchNotApplicable() {
	away := map[string]decimal.Decimal{}
	places := map[string]*lintIndicator{}
	for i := range l.indicators {
		places[l.indicators[i].Code] = &l.indicators[i]
	}
	for i := range l.f.Goals {
		g := &l.f.Goals[i]
		if u, ind := l.units[g.Unit], places[g.Indicator]; g.NotApplicable && u != nil && ind != nil {
			away[g.Unit] = away[g.Unit].Add(ind.marks[u.Group])
		}
	}
	for i, u := range l.f.Units {
		if l.units[u.Unit] != nil && exceeds(away[u.Unit], l.f.FullScore) {
			l.say(Path("units", i), "unit", u.Unit, "marks", away[u.Unit].String(), "full", l.f.FullScore.String())
		}
	}
}
