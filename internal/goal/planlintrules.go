package goal

import (
	"fmt"
	"math/big"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// most is the highest that a rule can give, rounded only to be read.
func (ind *lintIndicator) most(full decimal.Decimal) (most *big.Rat, text string) {
	most = ind.Rule.Most(full.Rat())
	return most, decimal.NewFromBigRat(most, 4).String()
}

// outOfReach: full marks that nobody can earn make the group's full score a fiction.
func (l *linter) outOfReach() {
	for _, ind := range l.sound() {
		l.inGroups(ind, func(group string, full decimal.Decimal) {
			if most, text := ind.most(full); most.Cmp(full.Rat()) < 0 {
				l.say(ind.path("rule"), "code", ind.Code, "group", group, "most", text, "full", full.String())
			}
		})
	}
}

// moreThanFull leaves out rules with tiers, each of which is looked at by itself.
func (l *linter) moreThanFull() {
	for _, ind := range l.sound() {
		if len(tierLists(ind)) > 0 {
			continue
		}
		l.inGroups(ind, func(group string, full decimal.Decimal) {
			if most, text := ind.most(full); most.Cmp(full.Rat()) > 0 {
				l.say(ind.path("rule"), "code", ind.Code, "group", group, "most", text, "full", full.String())
			}
		})
	}
}

// tierList is a list of tiers, wherever a rule has one.
type tierList struct {
	path  []string
	tiers []score.Tier
}

func tierLists(ind *lintIndicator) []tierList {
	var lists []tierList
	var gather func(m *score.Methods, at ...any)
	gather = func(m *score.Methods, at ...any) {
		path := ind.path(append([]any{"rule"}, at...)...)
		add := func(tiers []score.Tier, parts ...any) {
			lists = append(lists, tierList{append(path[:len(path):len(path)], Path(parts...)...), tiers})
		}
		switch {
		case m.Tiers != nil:
			add(m.Tiers.Bounds, "tiers", "bounds")
		case m.Satisfaction != nil && m.Satisfaction.Share != nil:
			add(m.Satisfaction.Share.Tiers, "satisfaction", "share", "tiers")
		case m.LevelGrowth != nil:
			gather(&m.LevelGrowth.Level, append(at, "levelGrowth", "level")...)
			gather(&m.LevelGrowth.Growth, append(at, "levelGrowth", "growth")...)
		}
	}
	gather(&ind.Rule.Method, "method")
	if ind.Rule.Modifiers != nil && ind.Rule.Modifiers.Then != nil {
		gather(ind.Rule.Modifiers.Then, "modifiers", "then")
	}
	return lists
}

// at leads to what tier i is worth.
func (l *tierList) at(i int) []string {
	field := "coefficient"
	if l.tiers[i].Points != nil {
		field = "points"
	}
	return append(l.path[:len(l.path):len(l.path)], Path(i, field)...)
}

// height is what tier i is worth of these full marks.
func (l *tierList) height(i int, full decimal.Decimal) decimal.Decimal {
	if t := &l.tiers[i]; t.Points != nil {
		return *t.Points
	}
	return l.tiers[i].Coefficient.Mul(full)
}

// mixed reports whether some tiers have points and others coefficients, so that
// their order depends on the full marks.
func (l *tierList) mixed() bool {
	points := 0
	for i := range l.tiers {
		if l.tiers[i].Points != nil {
			points++
		}
	}
	return points > 0 && points < len(l.tiers)
}

// tiersNotFalling: a better figure must not earn less than a worse one.
func (l *linter) tiersNotFalling() {
	for _, ind := range l.sound() {
		for _, list := range tierLists(ind) {
			look := func(full decimal.Decimal) {
				for i := 1; i < len(list.tiers); i++ {
					if list.height(i, full).GreaterThan(list.height(i-1, full)) {
						l.once(list.at(i), "code", ind.Code, "tier", fmt.Sprint(i+1))
					}
				}
			}
			if !list.mixed() {
				look(one)
				continue
			}
			l.inGroups(ind, func(_ string, full decimal.Decimal) { look(full) })
		}
	}
}

func (l *linter) tierAboveFull() {
	for _, ind := range l.sound() {
		for _, list := range tierLists(ind) {
			for i := range list.tiers {
				var groups []string
				l.inGroups(ind, func(group string, full decimal.Decimal) {
					if list.height(i, full).GreaterThan(full) {
						groups = append(groups, group)
					}
				})
				if len(groups) > 0 {
					l.say(list.at(i), "code", ind.Code, "tier", fmt.Sprint(i+1), "groups", words(groups))
				}
			}
		}
	}
}

// tiersEnd: below the last bound a figure earns nothing, which is a step down
// unless the last tier earns nothing either.
func (l *linter) tiersEnd() {
	for _, ind := range l.sound() {
		for _, list := range tierLists(ind) {
			n := len(list.tiers) - 1
			if last := list.tiers[n]; last.From != nil && list.height(n, one).IsPositive() {
				l.say(append(list.path[:len(list.path):len(list.path)], Path(n, "from")...), "code", ind.Code, "from", last.From.String())
			}
		}
	}
}

// capBelowBase: what a rule starts from is cut off by its own cap.
func (l *linter) capBelowBase() {
	for _, ind := range l.sound() {
		m := &ind.Rule.Method
		switch {
		case m.PerStep != nil:
			l.capped(ind, "perStep", m.PerStep.Base, m.PerStep.Max, m.PerStep.In)
		case m.PeerAverage != nil:
			l.capped(ind, "peerAverage", m.PeerAverage.Base, m.PeerAverage.Max, m.PeerAverage.In)
		}
		if m := linear(m); m != nil {
			base, most := decimal.NewFromInt(60), hundred
			if m.Base != nil {
				base = *m.Base
			}
			if m.Hi != nil {
				most = *m.Hi
			}
			if most.LessThan(base) {
				l.say(ind.path("rule"), "code", ind.Code, "groups", words(l.groupsOf(ind)), "base", base.String(), "cap", most.String())
			}
		}
	}
}

// capped compares a base and a cap of which one may be left to be full marks.
func (l *linter) capped(ind *lintIndicator, method string, base, most *decimal.Decimal, in *score.PointsIn) {
	var groups []string
	shown := [2]string{}
	l.inGroups(ind, func(group string, full decimal.Decimal) {
		if in != nil && *in == score.InShares {
			full = one
		}
		b, m := full, full
		if base != nil {
			b = *base
		}
		if most != nil {
			m = *most
		}
		if m.LessThan(b) {
			groups, shown = append(groups, group), [2]string{b.String(), m.String()}
		}
	})
	if len(groups) > 0 {
		l.say(ind.path("rule", "method", method, "max"), "code", ind.Code, "groups", words(groups), "base", shown[0], "cap", shown[1])
	}
}

// wanted is the direction of a rule that has one as a parameter.
func wanted(d *score.Direction) Direction {
	if d != nil && *d == score.Lower {
		return Lower
	}
	return Higher
}

// directed is which way a method is good; empty where it does not say.
func directed(m *score.Methods) Direction {
	switch {
	case m.Proportional != nil, m.OverCompletion != nil:
		return Higher
	case m.LowerIsBetter != nil, m.Lateness != nil:
		return Lower
	case m.Threshold != nil:
		return map[score.Comparison]Direction{score.AtLeast: Higher, score.MoreThan: Higher, score.AtMost: Lower, score.LessThan: Lower}[m.Threshold.Op]
	case m.Tiers != nil:
		return wanted(m.Tiers.Direction)
	case m.PerStep != nil:
		return wanted(m.PerStep.Direction)
	case m.Rank != nil && (m.Rank.External == nil || !*m.Rank.External):
		return wanted(m.Rank.Direction)
	case m.RatioToBest != nil:
		return wanted(m.RatioToBest.Direction)
	case m.PeerAverage != nil:
		return wanted(m.PeerAverage.Direction)
	case m.YearOnYear != nil:
		return wanted(m.YearOnYear.Direction)
	case m.LevelGrowth != nil:
		return directed(&m.LevelGrowth.Level)
	case m.Linear != nil && len(m.Linear.Bands) > 1:
		return upwards(m.Linear.Bands[1].Standard, m.Linear.Bands[0].Standard)
	}
	return ""
}

// upwards is the direction from a worse figure to a better one.
func upwards(from, to decimal.Decimal) Direction {
	if to.LessThan(from) {
		return Lower
	}
	return Higher
}

// directions: a rule that rewards the wrong end. An indicator that is a matter of
// judgement may still be scored by tiers, ranks and the like.
func (l *linter) directions() {
	for _, ind := range l.sound() {
		if ind.Direction == Within {
			continue
		}
		if d := directed(&ind.Rule.Method); d != "" && d != ind.Direction || ind.Rule.Method.Range != nil {
			l.say(ind.path("direction"), "code", ind.Code, "direction", string(ind.Direction))
			continue
		}
		m := linear(&ind.Rule.Method)
		if m == nil {
			continue
		}
		for _, a := range l.aims(ind) {
			if b, t, path := a.ends(m); b != nil && t != nil && !t.Equal(*b) && upwards(*b, *t) != ind.Direction {
				l.once(path, "code", ind.Code, "direction", string(ind.Direction))
			}
		}
	}
}

func (l *linter) aloneInGroup() {
	l.relative(func(ind *lintIndicator, group string, ranked int) {
		if ranked < 2 && !othersOnly(&ind.Rule) {
			l.say(ind.path("rule"), "code", ind.Code, "group", group)
		}
	})
}

func (l *linter) pairInGroup() {
	l.relative(func(ind *lintIndicator, group string, ranked int) {
		if ranked == 2 {
			l.say(ind.path("rule"), "code", ind.Code, "group", group)
		}
	})
}

// dissatisfied: what a unit earns with whom nobody at all is satisfied.
func (l *linter) dissatisfied() {
	for _, ind := range l.sound() {
		m := ind.Rule.Method.Satisfaction
		if m == nil || m.Marks != score.BallotOptions {
			continue
		}
		path, points := ind.path("rule", "method", "satisfaction", "options", len(m.Options)-1, "points"), m.Options[len(m.Options)-1].Points
		if s := m.Share; s != nil {
			path, points = ind.path("rule", "method", "satisfaction", "share"), restOf(s.Tiers)
			if s.WorstPoints != nil && points != nil && s.WorstPoints.LessThan(*points) {
				points = s.WorstPoints
			}
		}
		if points != nil && points.IsPositive() {
			l.say(path, "code", ind.Code, "points", points.String())
		}
	}
}

// restOf is what the tier that takes all the rest is worth; nil where there is none.
func restOf(tiers []score.Tier) *decimal.Decimal {
	last := tiers[len(tiers)-1]
	switch {
	case last.From != nil && last.From.IsPositive():
		return nil
	case last.Points != nil:
		return last.Points
	}
	return last.Coefficient
}
