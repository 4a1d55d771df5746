package score

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// ward is one unit as far as grades ask: a final score, an answer to the only
// question at the edge, its vetoes.
type ward struct {
	final, answer int64
	vetoes        string // codes, which are the effects
	mode          Mode
	binding       bool // failed a binding indicator
}

func (w ward) String() string {
	return fmt.Sprintf("%d/%d %s %s %v", w.final, w.answer, w.vetoes, w.mode, w.binding)
}

// grading is one group's way through its grades.
type grading struct {
	rules *RunRules
	all   []*standing
	res   GroupResult
	open  map[string]int // who is left open, by the grade that it is about
}

// gradesOf are four grades, of which the first two have quotas, from 90, 80, 60
// and nothing on.
func gradesOf() *RunRules {
	r := &RunRules{Ranking: Competition, Quota: QuotaRules{Base: RankedUnits, Rounding: Floor, TieBreak: []TieBreaker{ByIndicators}}}
	for i, low := range []int64{90, 80, 60, 0} {
		r.Grades = append(r.Grades, GradeRule{Code: letterOf(i), MinScore: decimal.NewFromInt(low)})
	}
	for _, e := range []VetoEffect{NoExcellent, CapQualified, ForceUnqualified, DownOne, Convene, ZeroDimension} {
		r.Vetoes = append(r.Vetoes, VetoRule{Code: string(e), Effect: e})
	}
	return r
}

func grade(r *RunRules, wards []ward) *grading {
	run := &runner{rules: r, vetoes: map[string]*VetoRule{}}
	for i := range r.Vetoes {
		run.vetoes[r.Vetoes[i].Code] = &r.Vetoes[i]
	}
	g := &grading{rules: r, all: make([]*standing, len(wards)), open: map[string]int{}}
	for i, w := range wards {
		s := &standing{order: i}
		s.Code, s.Mode, s.Final, s.Indicators = string(rune('A'+i)), w.mode, decimal.NewFromInt(w.final), decimal.NewFromInt(w.answer)
		if s.Mode == "" {
			s.Mode = Ranked
		}
		if s.Vetoes = strings.Fields(w.vetoes); w.binding {
			s.bindingLost = "X"
		}
		g.all[i] = s
	}
	run.rank(g.all)
	run.gradeGroup(g.all, &g.res)
	for _, step := range g.res.Trace.Children {
		for _, child := range step.Children {
			if child.Code == TracePlaceOpen {
				g.open[child.Operands[0].Value] = g.index(step.Operands[0].Value)
			}
		}
	}
	return g
}

// index is a grade's place in the list, or that after the last.
func (g *grading) index(code string) int {
	for i := range g.rules.Grades {
		if g.rules.Grades[i].Code == code {
			return i
		}
	}
	return len(g.rules.Grades)
}

func (g *grading) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v\n", g.rules.Quota)
	for _, r := range g.rules.Grades {
		fmt.Fprintf(&b, "%s from %s share %v places %v, vetoes out %v, binding %v\n", r.Code, r.MinScore, r.Share, r.Places, r.VetoFree, r.BindingMet)
	}
	for _, s := range g.all {
		fmt.Fprintf(&b, "%s %s/%s %v %s rank %d: %q open %v\n", s.Code, s.Final, s.Indicators, s.Vetoes, s.Mode, s.Rank, s.Grade, s.open)
	}
	fmt.Fprintf(&b, "%+v\n", g.res.Quotas)
	render(&b, 0, g.res.Trace)
	return b.String()
}

// free reports whether nothing stands between a unit and any grade but its score.
func free(s *standing) bool { return len(s.Vetoes) == 0 && s.bindingLost == "" }

// broken is the first law that a grading breaks; empty if it breaks none.
func (g *grading) broken() string {
	for _, law := range []func() string{g.breaksQuotas, g.breaksUnits, g.breaksOrder, g.wastesPlaces} {
		if s := law(); s != "" {
			return s
		}
	}
	return ""
}

// breaksQuotas counts places once more, in whole tenths.
func (g *grading) breaksQuotas() string {
	quotas, filled, own := g.res.Quotas, 0, 0
	for i := range g.rules.Grades {
		r := &g.rules.Grades[i]
		holders := g.holders(i)
		if r.Share == nil && r.Places == nil {
			continue
		}
		q := quotas[0]
		quotas = quotas[1:]
		places := g.ownPlaces(r)
		filled, own = filled+q.Filled, own+places
		edge := decimal.Zero
		if len(holders) > 0 {
			edge = holders[len(holders)-1].Final
		}
		before := slices.IndexFunc(holders, func(s *standing) bool { return s.Final.Equal(edge) })
		includes := g.rules.Quota.Edge == EdgeIncludeAll
		switch {
		case q.Filled != len(holders):
			return fmt.Sprintf("%d units have grade %s, the quota says %d", len(holders), r.Code, q.Filled)
		case !includes && q.Filled > q.Places, includes && before >= 0 && before >= max(q.Places, 1):
			return "the quota of " + r.Code + " is exceeded"
		case g.rules.Quota.Unused != UnusedPassDown && q.Places != places:
			return fmt.Sprintf("%s has %d places, not %d", r.Code, q.Places, places)
		case !includes && filled > own:
			return "more places are passed down than there were"
		}
	}
	return ""
}

func (g *grading) holders(i int) (list []*standing) {
	for _, s := range g.all {
		if s.Grade == g.rules.Grades[i].Code {
			list = append(list, s)
		}
	}
	return list
}

func (g *grading) ownPlaces(r *GradeRule) int {
	if r.Places != nil {
		return *r.Places
	}
	base := 0
	for _, s := range g.all {
		switch g.rules.Quota.Base {
		case RankedUnits:
			if s.Mode == Ranked {
				base++
			}
		case Unvetoed:
			if s.Mode == Ranked && len(s.Vetoes) == 0 {
				base++
			}
		case AllUnits:
			if s.Mode != Entrusted {
				base++
			}
		}
	}
	tenths := base * int(r.Share.Shift(1).IntPart())
	places := tenths / 10
	if rest := tenths % 10; g.rules.Quota.Rounding == Ceil && rest > 0 || g.rules.Quota.Rounding == HalfUp && rest >= 5 {
		places++
	}
	return max(places, g.rules.Quota.MinPlaces)
}

// breaksUnits looks at one unit after the other.
func (g *grading) breaksUnits() string {
	last := len(g.rules.Grades) - 1
	for _, s := range g.all {
		i, has := g.index(s.Grade), func(e VetoEffect) bool { return slices.Contains(s.Vetoes, string(e)) }
		if s.Grade == "" {
			if end := &g.rules.Grades[last]; s.Mode == Ranked && !s.open && free(s) && end.Share == nil && end.Places == nil && !s.Final.LessThan(end.MinScore) {
				return s.Code + " has no grade"
			}
			continue
		}
		least := 0
		for e, best := range map[VetoEffect]int{NoExcellent: 1, DownOne: 1, CapQualified: 2, ForceUnqualified: last} {
			if has(e) {
				least = max(least, best)
			}
		}
		switch r := &g.rules.Grades[i]; {
		case s.Mode != Ranked || s.open:
			return s.Code + " has a grade, and none is due"
		case i < min(least, last):
			return s.Code + " has a grade above what its veto leaves"
		case s.Final.LessThan(r.MinScore) && !(i == last && min(least, last) > 0):
			return s.Code + " has a grade below its least score"
		case r.BindingMet && s.bindingLost != "":
			return s.Code + " failed a binding indicator"
		case r.VetoFree && (has(NoExcellent) || has(CapQualified) || has(ForceUnqualified)) && i < last:
			return s.Code + " has a grade that is closed to vetoes"
		case has(Convene) && i < last && !has(ForceUnqualified):
			return s.Code + " was to go before the committee"
		}
	}
	return ""
}

// breaksOrder looks at every two units.
func (g *grading) breaksOrder() string {
	asked := len(g.rules.Quota.TieBreak) > 0 && (g.rules.Quota.Edge == EdgeTieBreak || g.rules.Quota.Edge == "")
	for i, a := range g.all {
		for _, b := range g.all[i+1:] {
			if a.Mode != Ranked || b.Mode != Ranked {
				continue
			}
			alike := a.Final.Equal(b.Final) && (!asked || a.Indicators.Equal(b.Indicators))
			if alike && slices.Equal(a.Vetoes, b.Vetoes) && a.bindingLost == b.bindingLost && (a.Grade != b.Grade || a.open != b.open) {
				return a.Code + " and " + b.Code + " are alike, and are not treated alike"
			}
			above, is := g.index(a.Grade), g.index(b.Grade)
			if at, isOpen := g.open[a.Code]; isOpen {
				above = at
			}
			if a.Final.GreaterThan(b.Final) && free(a) && b.Grade != "" && (!a.open || above < g.index("")) && above > is {
				return a.Code + " is ahead of " + b.Code + ", and has a worse grade"
			}
		}
	}
	return ""
}

// wastesPlaces: where nobody is left to the committee and no policy leaves ties
// out, whoever may have a grade has it, or its places are full.
func (g *grading) wastesPlaces() string {
	open := slices.ContainsFunc(g.all, func(s *standing) bool { return s.open })
	if open || g.rules.Quota.Edge == EdgeExcludeAll || g.rules.Quota.Edge == EdgeCommittee {
		return ""
	}
	quotas := g.res.Quotas
	for i := range g.rules.Grades {
		r := &g.rules.Grades[i]
		full := false
		if r.Share != nil || r.Places != nil {
			full, quotas = quotas[0].Filled >= quotas[0].Places, quotas[1:]
		}
		for _, s := range g.all {
			if s.Mode == Ranked && free(s) && !full && !s.Final.LessThan(r.MinScore) && g.index(s.Grade) > i {
				return s.Code + " could have had " + r.Code
			}
		}
	}
	return ""
}

// plainly gives out grades where there are no vetoes and questions settle ties:
// the whole order is known beforehand, and every grade takes its part of it.
func plainly(r *RunRules, wards []ward, base int) map[string]string {
	type unit struct {
		ward
		code string
	}
	var order []unit
	for i, w := range wards {
		order = append(order, unit{w, string(rune('A' + i))})
	}
	asked := len(r.Quota.TieBreak) > 0 && r.Quota.TieBreak[0] == ByIndicators
	key := func(u unit) int64 {
		if asked {
			return u.final*1000 + u.answer
		}
		return u.final * 1000
	}
	slices.SortStableFunc(order, func(a, b unit) int { return int(key(b) - key(a)) })
	out, held, down := map[string]string{}, 0, 0
	for _, g := range r.Grades {
		var may []unit
		for _, u := range order {
			if out[u.code] == "" && u.final >= g.MinScore.IntPart() {
				may = append(may, u)
			}
		}
		if g.Share == nil && g.Places == nil {
			for _, u := range may {
				out[u.code] = g.Code
			}
			held = 0
			continue
		}
		places := (&grading{rules: r, all: make([]*standing, 0)}).placesFor(&g, base) + down
		down = 0
		n := max(0, places-held)
		held = max(0, held-places)
		won, open := may, 0
		if len(may) > n {
			won = may[:n]
			for len(won) > 0 && key(won[len(won)-1]) == key(may[n]) {
				won = won[:len(won)-1]
			}
			if n > 0 && len(won) < n {
				for _, u := range may[len(won):] {
					if key(u) == key(may[n]) {
						out[u.code] = "?"
						open++
					}
				}
				held += open - (n - len(won))
			}
		}
		for _, u := range won {
			out[u.code] = g.Code
		}
		if r.Quota.Unused == UnusedPassDown && open == 0 {
			down = n - len(won)
		}
	}
	return out
}

// placesFor is ownPlaces for a base that is known.
func (g *grading) placesFor(r *GradeRule, base int) int {
	all := make([]*standing, base)
	for i := range all {
		all[i] = &standing{}
		all[i].Mode = Ranked
	}
	g.all = all
	return g.ownPlaces(r)
}

func TestLawQuotasPlain(t *testing.T) {
	kinds := wards([]int64{95, 92, 85, 70}, []int64{2, 1}, []string{""}, []Mode{Ranked})
	against := func(g *grading, group []ward) string {
		if g.rules.Quota.Edge != EdgeTieBreak {
			return ""
		}
		want := plainly(g.rules, group, len(group))
		for _, s := range g.all {
			got := s.Grade
			if s.open {
				got = "?"
			}
			if got != want[s.Code] {
				return s.Code + " is to have " + want[s.Code]
			}
		}
		return ""
	}
	t.Parallel()
	enumerate(t, 1, upTo(3, 5), kinds, against, edges, unused, roundings, leasts, questions,
		[]func(*RunRules){shares("0.3", "0.4"), shares("#2", "0.4"), shares("0.3", "#2")})
	enumerate(t, 6, upTo(0, 8), kinds, against, edges, unused, questions, []func(*RunRules){shares("0.3", "0.4")})
}

func TestLawQuotasUnderVetoes(t *testing.T) {
	kinds := wards([]int64{95, 85, 70}, []int64{1}, []string{"", "NO_EXCELLENT", "CAP_QUALIFIED", "FORCE_UNQUALIFIED", "DOWN_ONE", "CONVENE", "DOWN_ONE NO_EXCELLENT"}, []Mode{Ranked})
	closed := []func(*RunRules){func(r *RunRules) { r.Grades[1].VetoFree = false }, func(r *RunRules) { r.Grades[1].VetoFree = true }}
	top := func(r *RunRules) { r.Grades[0].VetoFree = true }
	t.Parallel()
	enumerate(t, 1, upTo(2, 3), kinds, nil, []func(*RunRules){top}, edges, unused, closed, bases[:2], []func(*RunRules){shares("#1", "#2"), shares("0.5", "#1")})
	enumerate(t, 4, upTo(0, 5), kinds, nil, []func(*RunRules){top}, edges, unused, []func(*RunRules){shares("0.3", "0.4")})
}

func TestLawQuotasByBase(t *testing.T) {
	kinds := wards([]int64{95, 85}, []int64{1}, []string{"", "CAP_QUALIFIED"}, []Mode{Ranked, ScoredUnranked, Entrusted})
	least := quotas(func(q *QuotaRules) { q.MinPlaces = 0 }, func(q *QuotaRules) { q.MinPlaces = 1 }, func(q *QuotaRules) { q.MinPlaces = 2 })
	t.Parallel()
	enumerate(t, 1, upTo(3, 5), kinds, nil, bases, roundings, least, []func(*RunRules){shares("0.3", "0.4"), shares("0.5", "0.5")})
	enumerate(t, 6, upTo(0, 6), kinds, nil, bases, roundings, []func(*RunRules){shares("0.3", "0.4")})
}

// A plan may have one grade or two, and a last one that not all reach.
func TestLawQuotasOfFewGrades(t *testing.T) {
	kinds := wards([]int64{95, 85, 70}, []int64{1}, []string{"", "NO_EXCELLENT", "DOWN_ONE", "CONVENE", "ZERO_DIMENSION"}, []Mode{Ranked})
	all := gradesOf().Grades
	few := []func(*RunRules){func(r *RunRules) { r.Grades = slices.Clone(all[:1]) }, func(r *RunRules) { r.Grades = slices.Clone(all[:2]) }}
	one := []func(*RunRules){func(r *RunRules) { r.Grades[0].Places = nil }, func(r *RunRules) { r.Grades[0].Places = new(1) }}
	t.Parallel()
	enumerate(t, 1, upTo(3, 4), kinds, nil, few, one, edges)
}

// TestLawQuotasAtOnce draws groups of eight with everything that the enumerations
// keep apart.
func TestLawQuotasAtOnce(t *testing.T) {
	t.Parallel()
	vetoes := []string{"", "", "", "", "NO_EXCELLENT", "CAP_QUALIFIED", "FORCE_UNQUALIFIED", "DOWN_ONE", "CONVENE", "ZERO_DIMENSION", "CONVENE DOWN_ONE", "DOWN_ONE NO_EXCELLENT"}
	rapid.Check(t, func(t *rapid.T) {
		r := gradesOf()
		r.Quota = drawQuota(t)
		r.Quota.TieBreak = pick(t, "asked", nil, []TieBreaker{ByIndicators}, []TieBreaker{ByIndicators, ByCommittee})
		shares(pick(t, "first", "0.2", "0.3", "#1", "#3"), pick(t, "second", "0.4", "0.5", "#0", "#2"))(r)
		r.Grades[0].VetoFree, r.Grades[0].BindingMet, r.Grades[1].VetoFree = rapid.Bool().Draw(t, "veto free"), rapid.Bool().Draw(t, "binding met"), rapid.Bool().Draw(t, "second veto free")
		var group []ward
		for range rapid.IntRange(1, 8).Draw(t, "units") {
			group = append(group, ward{
				final: pick(t, "final", int64(95), 92, 85, 82, 70, 30), answer: rapid.Int64Range(1, 2).Draw(t, "answer"), vetoes: pick(t, "vetoes", vetoes...),
				mode: pick(t, "mode", Ranked, Ranked, Ranked, Ranked, ScoredUnranked, Entrusted), binding: rapid.IntRange(0, 4).Draw(t, "binding?") == 0,
			})
		}
		if g := grade(r, group); g.broken() != "" {
			t.Fatalf("%s\n%s", g.broken(), g)
		}
	})
}
