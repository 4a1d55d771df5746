package score

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Run scores every unit of a plan's year, ranks and grades each group. The work
// is linear in the number of goals.
//
// It needs all or nothing: whatever keeps one goal from a score, or one unit
// from a total, is listed in a [RunError], for all units at once.
func Run(in RunInput) (RunResult, error) {
	if failures := in.check(); len(failures) > 0 {
		return RunResult{}, &RunError{failures}
	}
	r := newRunner(&in)
	out := RunResult{Engine: Engine, Groups: make([]GroupResult, 0, len(in.Groups))}
	for i := range in.Groups {
		out.Groups = append(out.Groups, r.group(&in.Groups[i]))
	}
	if len(r.failures) > 0 {
		slices.SortStableFunc(r.failures, func(a, b Failure) int { return cmp.Compare(a.Unit, b.Unit) })
		return RunResult{}, &RunError{r.failures}
	}
	out.Pending = r.pending
	return out, nil
}

// runner holds what all units of a run share.
type runner struct {
	trial       bool
	rules       *RunRules
	fullScore   *big.Rat
	indicators  map[string]*indicator
	adjustments map[string]int // index in the plan's list
	vetoes      map[string]*VetoRule
	texts       texts
	failures    []Failure
	pending     int // lines that wait
}

// indicator is an indicator with its rule taken apart.
type indicator struct {
	*IndicatorInput
	order int // in the plan
	rule  prepared
}

func newRunner(in *RunInput) *runner {
	r := &runner{
		trial:       in.Trial,
		rules:       &in.Rules,
		fullScore:   in.Rules.FullScore.Rat(),
		indicators:  make(map[string]*indicator, len(in.Indicators)),
		adjustments: make(map[string]int, len(in.Rules.Adjustments)),
		vetoes:      make(map[string]*VetoRule, len(in.Rules.Vetoes)),
		texts:       texts{sources: map[sourced]string{}},
	}
	for i := range in.Indicators {
		ind := &in.Indicators[i]
		r.indicators[ind.Code] = &indicator{ind, i, ind.Rule.prepare()}
	}
	for i, a := range in.Rules.Adjustments {
		r.adjustments[a.Code] = i
	}
	for i := range in.Rules.Vetoes {
		r.vetoes[in.Rules.Vetoes[i].Code] = &in.Rules.Vetoes[i]
	}
	return r
}

func (r *runner) fail(f Failure, code string, args map[string]string) {
	f.Problem = Problem{Code: code, Args: args}
	r.failures = append(r.failures, f)
}

// standing is a unit on its way to a rank and a grade.
type standing struct {
	UnitResult
	order       int  // display order
	unscored    bool // a trial in which nothing of it counted
	byDimension map[string]decimal.Decimal
	score       decimal.Decimal // of the indicators: their sum, scaled and with in-year results where the plan says so
	notes       []Trace         // that explain, for the end of its trace
	bindingLost string          // a binding indicator that was failed

	best     int  // best grade that its vetoes leave open
	down     int  // grades that they take off
	convened bool // a veto puts the grade to the committee
	barred   bool // from grades that ask for no veto
	graded   bool
	open     bool // left to the committee
}

// ranked reports whether the unit takes a rank and a place.
func (s *standing) ranked() bool { return s.Mode == Ranked && !s.unscored }

func (r *runner) group(g *GroupInput) GroupResult {
	res := GroupResult{GroupID: g.GroupID, Code: g.Code, Quotas: []QuotaResult{}, Trace: Trace{Code: TracePlaces}}
	ms := r.members(g, &res)
	all := make([]*standing, len(ms))
	for i, m := range ms {
		all[i] = r.unit(g, m.unit, m.lines)
	}
	r.rank(all)
	if !r.trial {
		r.gradeGroup(all, &res)
	}
	res.Units = make([]UnitResult, len(all))
	for i, s := range all {
		res.Units[i] = s.UnitResult
	}
	return res
}

// rank puts units in order of their published score and numbers them. Who has no
// rank comes last and takes no number.
func (r *runner) rank(all []*standing) {
	slices.SortFunc(all, func(a, b *standing) int {
		switch {
		case a.ranked() && b.ranked():
			if c := b.Final.Cmp(a.Final); c != 0 {
				return c
			}
		case a.ranked():
			return -1
		case b.ranked():
			return 1
		}
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.Code, b.Code))
	})
	rank := 0
	for i, s := range all {
		switch {
		case s.unscored:
			s.note(Trace{Code: TraceNothingCounted})
			continue
		case !s.ranked():
			s.note(Trace{Code: TraceListedApart, Operands: []Operand{{Name: "mode", Value: string(s.Mode), Source: FromUnit}}})
			continue
		case i > 0 && all[i-1].Final.Equal(s.Final):
		case r.rules.Ranking == Dense:
			rank++
		default:
			rank = i + 1
		}
		s.Rank = rank
		s.note(Trace{Code: TraceRank, Operands: []Operand{intOperand("rank", rank, FromStep), {Name: "final", Value: plain(s.Final), Source: FromStep}}})
	}
}

// note adds a step to the unit's trace that explains, and adds no points.
func (s *standing) note(t Trace) { s.Trace.Children = append(s.Trace.Children, t) }
