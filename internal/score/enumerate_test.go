package score

import (
	"strings"
	"testing"
)

// multisets visits every choice of n among the kinds, with repetition and in order.
func multisets(kinds []ward, n int, visit func([]ward)) {
	chosen := make([]ward, n)
	var rec func(at, from int)
	rec = func(at, from int) {
		if at == n {
			visit(chosen)
			return
		}
		for k := from; k < len(kinds); k++ {
			chosen[at] = kinds[k]
			rec(at+1, k)
		}
	}
	rec(0, 0)
}

// upTo is how large groups are that are enumerated: all of them before a release.
func upTo(usual, most int) int {
	if thorough() {
		return most
	}
	return usual
}

// options calls visit with the rules under every combination of choices.
func options(r *RunRules, visit func(), choices ...[]func(*RunRules)) {
	if len(choices) == 0 {
		visit()
		return
	}
	for _, choose := range choices[0] {
		choose(r)
		options(r, visit, choices[1:]...)
	}
}

func shares(first, second string) func(*RunRules) {
	return func(r *RunRules) {
		for i, s := range []string{first, second} {
			g := &r.Grades[i]
			if n, fixed := strings.CutPrefix(s, "#"); fixed {
				g.Share, g.Places = nil, new(int(n[0]-'0'))
			} else {
				g.Share, g.Places = pd(s), nil
			}
		}
	}
}

func quotas(change ...func(*QuotaRules)) (list []func(*RunRules)) {
	for _, f := range change {
		list = append(list, func(r *RunRules) { f(&r.Quota) })
	}
	return list
}

var (
	edges = quotas(func(q *QuotaRules) { q.Edge = EdgeTieBreak }, func(q *QuotaRules) { q.Edge = EdgeExcludeAll },
		func(q *QuotaRules) { q.Edge = EdgeIncludeAll }, func(q *QuotaRules) { q.Edge = EdgeCommittee })
	unused    = quotas(func(q *QuotaRules) { q.Unused = UnusedLost }, func(q *QuotaRules) { q.Unused = UnusedPassDown })
	roundings = quotas(func(q *QuotaRules) { q.Rounding = Floor }, func(q *QuotaRules) { q.Rounding = HalfUp }, func(q *QuotaRules) { q.Rounding = Ceil })
	leasts    = quotas(func(q *QuotaRules) { q.MinPlaces = 0 }, func(q *QuotaRules) { q.MinPlaces = 1 })
	bases     = quotas(func(q *QuotaRules) { q.Base = RankedUnits }, func(q *QuotaRules) { q.Base = Unvetoed }, func(q *QuotaRules) { q.Base = AllUnits })
	questions = quotas(func(q *QuotaRules) { q.TieBreak = []TieBreaker{ByIndicators, ByCommittee} }, func(q *QuotaRules) { q.TieBreak = nil })
)

func wards(finals []int64, answers []int64, vetoes []string, modes []Mode) (list []ward) {
	for _, f := range finals {
		for _, a := range answers {
			for _, v := range vetoes {
				for _, m := range modes {
					list = append(list, ward{final: f, answer: a, vetoes: v, mode: m})
				}
			}
		}
	}
	return list
}

// enumerate grades every group of from to to units of these kinds under all
// options. The largest groups are tried under the options that size can matter to.
func enumerate(t *testing.T, from, to int, kinds []ward, also func(*grading, []ward) string, choices ...[]func(*RunRules)) {
	t.Helper()
	r, n := gradesOf(), 0
	for size := from; size <= to; size++ {
		options(r, func() {
			multisets(kinds, size, func(group []ward) {
				if t.Failed() {
					return
				}
				n++
				g := grade(r, group)
				if s := g.broken(); s != "" {
					t.Errorf("%s\n%s", s, g)
				}
				if also != nil {
					if s := also(g, group); s != "" {
						t.Errorf("%s\n%s", s, g)
					}
				}
			})
		}, choices...)
	}
	t.Logf("%d groups", n)
}
