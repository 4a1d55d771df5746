package score

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// gradeGroup gives grades to the ranked units, best grade first: places in order of
// rank where a grade has a quota, else to all who reach its score. It expects
// all in rank order.
func (r *runner) gradeGroup(all []*standing, res *GroupResult) {
	var ranked []*standing
	base := 0
	for _, s := range all {
		if s.ranked() {
			ranked = append(ranked, s)
		}
		if r.inBase(s) {
			base++
		}
	}
	for _, s := range ranked {
		r.applyVetoes(s)
	}
	q := quota{runner: r, base: base}
	for i := range r.rules.Grades {
		q.grade(i, ranked)
	}
	for _, s := range ranked {
		r.closeGrade(s)
	}
	res.Quotas = append(res.Quotas, q.results...)
	res.Trace.Children = q.steps
}

// inBase reports whether a unit is among those that shares are of.
func (r *runner) inBase(s *standing) bool {
	switch r.rules.Quota.Base {
	case AllUnits:
		return s.Mode != Entrusted
	case Unvetoed:
		return s.ranked() && len(s.Vetoes) == 0
	}
	return s.ranked()
}

// applyVetoes turns a unit's vetoes into what they leave of the grades. The
// unit keeps its score and its rank.
func (r *runner) applyVetoes(s *standing) {
	last := len(r.rules.Grades) - 1
	for _, code := range s.Vetoes {
		effect := r.vetoes[code].Effect
		switch effect {
		case NoExcellent:
			s.best = max(s.best, 1)
		case CapQualified:
			s.best = max(s.best, last-1)
		case ForceUnqualified:
			s.best = last
		case DownOne:
			s.down++
		case Convene:
			s.convened = true
		}
		s.barred = s.barred || effect != DownOne && effect != ZeroDimension && effect != Convene
		s.note(Trace{Code: TraceVeto, Operands: []Operand{{"veto", code, FromUnit}, {"effect", string(effect), FromPlan}}})
	}
	s.best = min(s.best, max(last, 0))
}

// closeGrade settles who no grade has taken: the last one stands open to a unit
// that a veto sends there, whatever its score asks for.
func (r *runner) closeGrade(s *standing) {
	last := len(r.rules.Grades) - 1
	switch {
	case s.open:
		s.note(Trace{Code: TraceGradeOpen})
	case s.graded || last < 0:
	case s.best == last && last > 0 && s.barred:
		r.give(s, last, TraceGradeByVeto)
	default:
		s.note(Trace{Code: TraceGradeNone})
	}
}

func (r *runner) give(s *standing, i int, code string) {
	g := &r.rules.Grades[i]
	s.graded, s.Grade = true, g.Code
	s.note(Trace{Code: code, Operands: []Operand{{"grade", g.Code, FromPlan}, {"minScore", plain(g.MinScore), FromPlan}}})
}

// lower takes a unit's grades off that a veto costs it, at the moment when it
// would have had grade i: its place passes on, and it competes by its rank for
// the lower grade's.
func (r *runner) lower(s *standing, i int) {
	g := &r.rules.Grades[i]
	s.best = min(i+s.down, len(r.rules.Grades)-1)
	s.down, s.barred = 0, true
	s.note(Trace{Code: TraceGradeLowered, Operands: []Operand{{"grade", g.Code, FromPlan}}})
}

// quota gives out the grades of one group.
type quota struct {
	*runner
	base    int
	down    int // places that the grade above left unused, where they pass down
	held    int // places kept for those about whom the committee decides on a better grade
	results []QuotaResult
	steps   []Trace
}

// grade gives out grade i.
func (q *quota) grade(i int, ranked []*standing) {
	g := &q.rules.Grades[i]
	candidates, passed := q.candidates(i, ranked)
	if g.Share == nil && g.Places == nil {
		q.held = 0
		for _, s := range candidates {
			switch {
			case s.convened:
				s.open = true
			case s.down > 0 && i < len(q.rules.Grades)-1:
				q.lower(s, i)
			default:
				q.give(s, i, TraceGradeByScore)
			}
		}
		return
	}
	places, step := q.places(g)
	res := QuotaResult{Grade: g.Code, Base: q.base, Exact: step.Value, Places: places}
	if g.Share != nil {
		res.Exact = strconv.Itoa(q.base) + " × " + plain(*g.Share) + " = " + step.Value
	}
	step.Children = append(step.Children, passed...)
	free := max(0, places-q.held)
	q.held = max(0, q.held-places)
	left := q.fill(i, candidates, free, &step, &res)
	if q.rules.Quota.Unused == UnusedPassDown {
		q.down = left
	}
	q.results = append(q.results, res)
	q.steps = append(q.steps, step)
}

// candidates are those who may have grade i, in rank order, and why others who
// reach its score may not.
func (q *quota) candidates(i int, ranked []*standing) (in []*standing, passed []Trace) {
	g := &q.rules.Grades[i]
	for _, s := range ranked {
		unit := Operand{"unit", s.Code, FromGroup}
		switch {
		case s.graded || s.open || s.Final.LessThan(g.MinScore):
		case s.best > i || g.VetoFree && s.barred:
			passed = append(passed, Trace{Code: TracePlacePassed, Operands: []Operand{unit, {"veto", strings.Join(s.Vetoes, " "), FromUnit}}})
		case g.BindingMet && s.bindingLost != "":
			t := Trace{Code: TraceBindingFailed, Operands: []Operand{unit, {"indicator", s.bindingLost, FromPlan}, {"grade", g.Code, FromPlan}}}
			passed = append(passed, t)
			s.note(t)
		default:
			in = append(in, s)
		}
	}
	return in, passed
}

// places is how many a grade has, with those that the grade above left unused.
func (q *quota) places(g *GradeRule) (int, Trace) {
	n, t := q.own(g)
	if q.down > 0 {
		t.Children = append(t.Children, Trace{Code: TraceQuotaPassedDown, Operands: []Operand{intOperand("places", q.down, FromStep)}})
		n += q.down
		q.down = 0
	}
	return n, t
}

// own is how many places are a grade's own.
func (q *quota) own(g *GradeRule) (int, Trace) {
	grade := Operand{"grade", g.Code, FromPlan}
	if g.Places != nil {
		n := strconv.Itoa(*g.Places)
		return *g.Places, Trace{Code: TraceQuotaFixed, Operands: []Operand{grade}, Value: n, Rounded: n}
	}
	x := new(big.Rat).Mul(big.NewRat(int64(q.base), 1), g.Share.Rat())
	n := wholePlaces(x, q.rules.Quota.Rounding)
	t := Trace{
		Code: TraceQuota, Formula: "n × share", Value: exact(x), Rounded: strconv.Itoa(n),
		Operands: []Operand{grade, intOperand("n", q.base, FromGroup), {"share", plain(*g.Share), FromPlan}},
	}
	if n < q.rules.Quota.MinPlaces {
		n = q.rules.Quota.MinPlaces
		t.Children = append(t.Children, Trace{Code: TraceQuotaMin, Operands: []Operand{intOperand("places", n, FromPlan)}})
	}
	return n, t
}

// wholePlaces makes a whole number of x, which is not negative: "not more than 30 %"
// of twelve units are three places, unless the plan rounds otherwise.
func wholePlaces(x *big.Rat, r QuotaRounding) int {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	n := int(whole.Int64())
	if r == Ceil && rest.Sign() > 0 || r == HalfUp && rest.Lsh(rest, 1).Cmp(x.Denom()) >= 0 {
		n++
	}
	return n
}

// fill gives free places of grade i to candidates, who are in rank order, and
// returns how many nobody took.
func (q *quota) fill(i int, candidates []*standing, free int, step *Trace, res *QuotaResult) int {
	for free > 0 && len(candidates) > 0 {
		n := 1
		for n < len(candidates) && candidates[n].Final.Equal(candidates[0].Final) {
			n++
		}
		won, open, steps := q.atEdge(candidates[:n], free)
		short := len(open) - (free - len(won)) // of those asked about, who will not get a place
		if len(open) == 0 {
			short = 0
		}
		won, open = q.convene(won, open)
		if rest := q.lowerAny(i, won, candidates); len(rest) < len(candidates) {
			candidates = rest // their places pass on: who tied with them is asked again
			continue
		}
		step.Children = append(step.Children, steps...)
		for _, s := range won {
			q.give(s, i, TraceGradeByPlace)
			step.Children = append(step.Children, Trace{Code: TracePlaceTaken, Operands: []Operand{{"unit", s.Code, FromGroup}, {"final", plain(s.Final), FromStep}}})
		}
		res.Filled += len(won)
		free -= len(won)
		for _, s := range open {
			s.open = true
			step.Children = append(step.Children, Trace{Code: TracePlaceOpen, Operands: []Operand{{"unit", s.Code, FromGroup}}})
		}
		q.held += short
		free = max(0, free-len(open))
		if n < len(candidates) && len(won)+len(open) == 0 {
			return free // none of those at the edge: those behind them least of all
		}
		candidates = candidates[n:]
	}
	return free
}

// convene leaves those to the committee whom a veto puts before it; the places
// that they won wait with them.
func (q *quota) convene(won, open []*standing) (rest, with []*standing) {
	for _, s := range won {
		if s.convened {
			open = append(open, s)
		} else {
			rest = append(rest, s)
		}
	}
	return rest, open
}

// atEdge says who of those with equal scores gets the free places, by the plan's
// policy for too few of them.
func (q *quota) atEdge(tied []*standing, free int) (won, open []*standing, steps []Trace) {
	if len(tied) <= free {
		return slices.Clone(tied), nil, nil
	}
	step := Trace{Operands: []Operand{intOperand("places", free, FromStep), intOperand("tied", len(tied), FromStep)}}
	switch q.rules.Quota.Edge {
	case EdgeExcludeAll:
		step.Code = TraceEdgeExcluded
		return nil, nil, []Trace{step}
	case EdgeIncludeAll:
		step.Code = TraceEdgeIncluded
		return slices.Clone(tied), nil, []Trace{step}
	case EdgeCommittee:
		return nil, slices.Clone(tied), nil
	}
	return q.settle(tied, free)
}

// lowerAny lowers those who won grade i but lose it to a veto, and returns the
// candidates without them.
func (q *quota) lowerAny(i int, won, candidates []*standing) []*standing {
	if i == len(q.rules.Grades)-1 {
		return candidates
	}
	rest := candidates
	for _, s := range won {
		if s.down > 0 {
			q.lower(s, i)
			rest = slices.DeleteFunc(slices.Clone(rest), func(c *standing) bool { return c == s })
		}
	}
	return rest
}

// settle says who of those with equal scores gets the free places. Where there
// are too few, the plan's questions are asked in turn, and only of those whom
// the ones before left equal at the edge; whom the last leaves equal, the
// committee decides about.
func (q *quota) settle(tied []*standing, free int) (won, open []*standing, steps []Trace) {
	for _, by := range q.rules.Quota.TieBreak {
		if len(tied) <= free || by == ByCommittee {
			break
		}
		tied = slices.Clone(tied)
		slices.SortStableFunc(tied, func(a, b *standing) int { return compare(b.value(by), a.value(by)) })
		step := Trace{Code: TraceTieBreak, Operands: []Operand{{"by", string(by), FromPlan}}}
		for _, s := range tied {
			if v := s.value(by); v != nil {
				step.Operands = append(step.Operands, Operand{s.Code, plain(*v), FromStep})
			}
		}
		steps = append(steps, step)
		edge := tied[free-1].value(by)
		above := slices.IndexFunc(tied, func(s *standing) bool { return compare(s.value(by), edge) == 0 })
		won = append(won, tied[:above]...)
		tied, free = tied[above:], free-above
		if below := slices.IndexFunc(tied, func(s *standing) bool { return compare(s.value(by), edge) != 0 }); below >= 0 {
			tied = tied[:below]
		}
	}
	if len(tied) <= free {
		return append(won, tied...), nil, steps
	}
	return won, tied, steps
}

// value is what a tie-breaker asks a unit for; nil where it has none.
func (s *standing) value(by TieBreaker) *decimal.Decimal {
	switch by {
	case ByIndicators:
		return &s.Indicators
	case ByBallot, ByLeader:
		for i := range s.Components {
			if s.Components[i].Component == Component(by) {
				return &s.Components[i].Score
			}
		}
		return nil
	}
	if points, ok := s.byDimension[string(by)]; ok {
		return &points
	}
	return nil
}

// compare orders values; none is less than any.
func compare(a, b *decimal.Decimal) int {
	switch {
	case a != nil && b != nil:
		return a.Cmp(*b)
	case a != nil:
		return 1
	case b != nil:
		return -1
	}
	return 0
}
