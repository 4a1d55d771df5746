package goal

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

func (l *linter) noMarks() {
	for i := range l.indicators {
		if ind := &l.indicators[i]; len(ind.marks) == 0 {
			l.say(ind.path("marks"), "code", ind.Code)
		}
	}
}

// heavyIndicators: one that all but decides its group.
func (l *linter) heavyIndicators() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		l.inGroups(ind, func(group string, full decimal.Decimal) {
			if exceeds(full, l.f.FullScore) {
				l.say(ind.path("marks"), "code", ind.Code, "group", group, "marks", full.String(), "full", l.f.FullScore.String())
			}
		})
	}
}

func (l *linter) emptyDimensions() {
	used := map[string]bool{}
	for i := range l.f.Indicators {
		used[l.f.Indicators[i].Dimension] = true
	}
	for i, d := range l.f.Dimensions {
		if !used[d.Code] {
			l.say(Path("dimensions", i), "dimension", d.Code)
		}
	}
}

// mostIndicators is how many a group can still be led by.
const mostIndicators = 60

func (l *linter) manyIndicators() {
	counts := map[string]int{}
	for i := range l.indicators {
		for group := range l.indicators[i].marks {
			counts[group]++
		}
	}
	for i, g := range l.f.Groups {
		if counts[g.Code] > mostIndicators {
			l.say(Path("groups", i), "group", g.Code, "count", fmt.Sprint(counts[g.Code]), "max", fmt.Sprint(mostIndicators))
		}
	}
}

// countedTwice: two indicators that some unit has both of and that seem to be one
// matter: of one name, of one definition, or of names that differ in spaces and
// punctuation only while owner and unit of measure agree.
func (l *linter) countedTwice() {
	type key struct{ text, group string }
	first := map[key]*lintIndicator{}
	for i := range l.indicators {
		ind := &l.indicators[i]
		texts := []string{"name " + strings.TrimSpace(ind.Name), "like " + ind.Owner + " " + ind.UnitOfMeasure + " " + plainText(ind.Name)}
		if d := plainText(ind.Definition); len([]rune(d)) >= shortestDefinition {
			texts = append(texts, "definition "+d)
		}
		for _, text := range texts {
			l.inGroups(ind, func(group string, _ decimal.Decimal) {
				if other := first[key{text, group}]; other == nil {
					first[key{text, group}] = ind
				} else {
					l.once(ind.path("name"), "code", ind.Code, "other", other.Code)
				}
			})
		}
	}
}

// shortestDefinition: one below this many characters says too little to be the
// same as another, such as "as above".
const shortestDefinition = 6

// plainText is a text without what does not tell it from another: spaces,
// punctuation, capitals, full-width forms.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// fewestRanked is the size from which on a place in a group says something.
const fewestRanked = 3

func (l *linter) smallGroups() {
	for i, g := range l.f.Groups {
		if got := l.groups[g.Code]; len(got.units) > 0 && got.ranked < fewestRanked {
			l.say(Path("groups", i), "group", g.Code, "count", fmt.Sprint(got.ranked))
		}
	}
}

// vetoDimensions: a veto that takes a dimension's points, of units without any.
func (l *linter) vetoDimensions() {
	marks := map[string]map[string]decimal.Decimal{}
	for _, d := range l.f.Dimensions {
		marks[d.Code] = marksByGroup(d.Marks)
	}
	for i, v := range l.f.Vetoes {
		if v.Effect != score.ZeroDimension {
			continue
		}
		var without []string
		for _, g := range l.f.Groups {
			if !marks[v.Dimension][g.Code].IsPositive() {
				without = append(without, g.Code)
			}
		}
		if len(without) > 0 {
			l.say(Path("vetoes", i, "dimension"), "code", v.Code, "dimension", v.Dimension, "groups", words(without))
		}
	}
}

// uncappedBonus: extra points without an end outweigh the goals.
func (l *linter) uncappedBonus() {
	if l.f.Adjustments.BonusCap != nil {
		return
	}
	for _, r := range l.f.Adjustments.Rules {
		if r.Kind == score.Bonus {
			l.say(Path("adjustments", "bonusCap"))
			return
		}
	}
}

// limited reports whether a grade is closed to some who reach its score.
func (g *GradeFile) limited() bool {
	return g.Share != nil || g.Places != nil || g.VetoFree || g.BindingMet
}

// gradesNotFalling: a grade that asks for as much as a better one stands open to
// those only whom the better one turns away.
func (l *linter) gradesNotFalling() {
	for i := 1; i < len(l.f.Grades); i++ {
		up, g := &l.f.Grades[i-1], &l.f.Grades[i]
		if g.MinScore.GreaterThan(up.MinScore) || g.MinScore.Equal(up.MinScore) && !up.limited() {
			l.say(Path("grades", i, "minScore"), "code", g.Code, "other", up.Code)
		}
	}
}

func (l *linter) restUngraded() {
	for _, g := range l.f.Grades {
		if !g.MinScore.IsPositive() && g.Share == nil && g.Places == nil {
			return
		}
	}
	if len(l.f.Grades) > 0 {
		l.say(Path("grades"))
	}
}

func (l *linter) lastGradeClosed() {
	i := len(l.f.Grades) - 1
	if i < 0 {
		return
	}
	for _, c := range []struct {
		field  string
		closed bool
	}{{"vetoFree", l.f.Grades[i].VetoFree}, {"bindingMet", l.f.Grades[i].BindingMet}} {
		if c.closed {
			l.say(Path("grades", i, c.field), "code", l.f.Grades[i].Code)
		}
	}
}

// noPlace: a share of so small a group that it is no place at all.
func (l *linter) noPlace() {
	for i, g := range l.f.Grades {
		if g.Share == nil || !g.Share.IsPositive() {
			continue
		}
		for _, group := range l.f.Groups {
			n := l.groups[group.Code].base
			exact := g.Share.Mul(decimal.NewFromInt(int64(n)))
			if n > 0 && l.places(exact) == 0 {
				l.say(Path("grades", i, "share"), "code", g.Code, "group", group.Code, "count", fmt.Sprint(n), "share", g.Share.String(), "exact", exact.String())
			}
		}
	}
}

func (l *linter) places(exact decimal.Decimal) int64 {
	whole := exact.Floor()
	switch l.f.Quota.Rounding {
	case score.HalfUp:
		whole = exact.Round(0)
	case score.Ceil:
		whole = exact.Ceil()
	}
	return max(whole.IntPart(), int64(l.f.Quota.MinPlaces))
}

// bindingIdle: indicators are called binding, and no grade asks for them.
func (l *linter) bindingIdle() {
	for _, g := range l.f.Grades {
		if g.BindingMet {
			return
		}
	}
	var codes []string
	for i := range l.f.Indicators {
		if l.f.Indicators[i].Binding {
			codes = append(codes, l.f.Indicators[i].Code)
		}
	}
	if len(codes) > 0 {
		l.say(Path("grades"), "codes", words(codes))
	}
}

func (l *linter) nothingBinding() {
	for i := range l.f.Indicators {
		if l.f.Indicators[i].Binding {
			return
		}
	}
	for i, g := range l.f.Grades {
		if g.BindingMet {
			l.say(Path("grades", i, "bindingMet"), "code", g.Code)
		}
	}
}
