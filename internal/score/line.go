package score

import (
	"cmp"
	"errors"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// line is one goal's calculation within its unit.
type line struct {
	goal      *GoalInput
	indicator *indicator
	dimension int // index in the group's list
	full      *big.Rat
	numbers   Numbers
	peer      *big.Rat // what a relative rule compares; nil for none
	granted   bool     // does not apply, and has points by the plan's policy
	status    State
	solution
}

// counts reports whether the line's marks are part of what the unit can reach.
// Before year end what is missing does not count against anyone.
func (l *line) counts(trial bool) bool {
	switch l.status {
	case NotApplicable:
		return l.granted
	case Pending:
		return false
	case Missing:
		return !trial
	}
	return true
}

// lines gathers the figures of a unit's goals, in the order of the plan's
// indicators.
func (r *runner) lines(dims map[string]int, u *UnitInput) []line {
	ls := make([]line, len(u.Goals))
	for i := range u.Goals {
		g := &u.Goals[i]
		l := &ls[i]
		l.goal, l.indicator, l.full = g, r.indicators[g.Indicator], rat(g.FullMarks)
		l.dimension = dims[l.indicator.Dimension]
		r.ask(l)
	}
	slices.SortFunc(ls, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.indicator.order, b.indicator.order), cmp.Compare(a.goal.GoalID, b.goal.GoalID))
	})
	return ls
}

// ask puts together what the rule is asked about a goal, or settles a goal that
// it need not be asked about.
func (r *runner) ask(l *line) {
	g := l.goal
	switch {
	case g.NotApplicable:
		l.status, l.err = NotApplicable, errNotApplicable
		l.steps = []Trace{{Code: TraceNotApplicable, Operands: []Operand{{Name: "state", Value: string(NotApplicable), Source: FromGoal}}}}
		return
	case r.trial && g.PlannedShare != nil && g.PlannedShare.Sign() == 0:
		l.status, l.err = Pending, errPending
		l.steps = []Trace{{Code: TraceNotDue, Operands: []Operand{{Name: "s", Value: "0", Source: FromGoal}}}}
		return
	}
	l.numbers = Numbers{Figure: r.figure(l), Target: g.Target, Baseline: g.Baseline, Challenge: g.Challenge, Difficulty: g.Difficulty, Trial: r.trial, Rounding: r.rules.Rounding}
	if r.trial && l.indicator.Aggregation.Accumulates() && g.PlannedShare != nil && g.PlannedShare.Cmp(one) != 0 {
		l.numbers.Share = g.PlannedShare
	}
}

// figure is the year's, or in a trial the year's so far: of the periods that
// were reported.
func (r *runner) figure(l *line) Figure {
	values := l.goal.Values
	incomplete := false
	if r.trial && hasMissing(values) {
		incomplete = true
		values = reported(values)
	}
	f := Aggregate(l.indicator.Aggregation, l.indicator.PeriodWeights, values)
	if policy := l.indicator.rule.modifiers.Missing; f.State == ValueMissing && policy != nil && *policy == MissingLastKnown {
		if known := Aggregate(Last, nil, reported(values)); known.State == Value {
			f = known
			f.LastKnown = true
		}
	}
	f.Incomplete = f.Incomplete || incomplete && f.State == Value
	if k := l.indicator.RatioScale; k != nil {
		f = f.Scaled(*k)
	}
	return f
}

func reported(values []PeriodValue) []PeriodValue {
	return slices.DeleteFunc(slices.Clone(values), func(v PeriodValue) bool { return v.State == ValueMissing })
}

// solve scores a unit's lines. Where one of them fails there will be no result,
// but what else is wrong is still to be listed.
func (r *runner) solve(u *UnitInput, ls []line, peers map[string]*Peers) {
	for i := range ls {
		l := &ls[i]
		if l.err == nil {
			rule := &l.indicator.rule
			if rule.relative != nil {
				l.numbers.Peers, l.numbers.Apart = peers[l.goal.Indicator], u.Mode != Ranked
			}
			l.solution = rule.solve(l.full, l.numbers, &r.texts)
			l.status = l.state()
			r.portion(l)
		}
		if f := (*failure)(nil); errors.As(l.err, &f) {
			r.fail(Failure{Unit: u.Code, Indicator: l.goal.Indicator}, f.code, f.args)
		}
		if l.status == Pending && !r.trial {
			r.pending++
		}
	}
}

// portion leaves a unit its part of a task that several share.
func (r *runner) portion(l *line) {
	if l.goal.Portion == nil || l.points == nil {
		return
	}
	k := amount{rat(*l.goal.Portion), FromGoal}
	x := new(big.Rat).Mul(l.points, k.Rat)
	l.steps = append(l.steps, Trace{
		Code: TracePortion, Formula: "x × p", Value: exact(x),
		Operands: []Operand{operand("x", l.points, FromStep), k.operand("p")},
	})
	l.points = x
}

// dimension is one unit's: what its lines can reach, and what they are scaled by
// to make up for what does not apply.
type dimension struct {
	full   decimal.Decimal // the plan's
	counts decimal.Decimal // marks of the lines that count
	within *big.Rat        // full ÷ counts; nil where that is 1
	spread *big.Rat        // full score ÷ marks of the dimensions that count; nil where that is 1
	alive  decimal.Decimal // those marks
}

// redistribute gives the marks of what does not apply to the rest of its
// dimension, and those of a dimension with nothing left to the other
// dimensions, by weight. ok is false where nothing at all applies.
func (r *runner) redistribute(g *GroupInput, ls []line) (ds []dimension, ok bool) {
	ds = make([]dimension, len(g.Dimensions))
	for i, d := range g.Dimensions {
		ds[i].full = d.FullMarks
	}
	for i := range ls {
		if l := &ls[i]; l.counts(r.trial) {
			d := &ds[l.dimension]
			d.counts = d.counts.Add(l.goal.FullMarks)
		}
	}
	alive := decimal.Zero
	for i := range ds {
		if ds[i].counts.Sign() > 0 {
			alive = alive.Add(ds[i].full)
		}
	}
	if r.trial || alive.Sign() == 0 {
		return ds, alive.Sign() > 0
	}
	var spread *big.Rat
	if r.rules.NotApplicable == ScaleTotal {
		return ds, true
	}
	if !alive.Equal(r.rules.FullScore) {
		spread = new(big.Rat).Quo(r.fullScore, alive.Rat())
	}
	for i := range ds {
		d := &ds[i]
		if d.counts.Sign() > 0 && !d.counts.Equal(d.full) {
			d.within = new(big.Rat).Quo(d.full.Rat(), d.counts.Rat())
		}
		if d.spread = spread; spread != nil {
			d.alive = alive
		}
	}
	return ds, true
}

// result scales a line, rounds it, once, and closes its trace.
func (r *runner) result(l *line, d *dimension) LineResult {
	res := LineResult{GoalID: l.goal.GoalID, Indicator: l.goal.Indicator, State: l.status, FullMarks: "0", Points: decimal.Zero}
	if l.numbers.Figure.Value != nil {
		res.Value = exact(l.numbers.Figure.Value)
	}
	if l.rate != nil {
		res.Rate = exact(l.rate)
	}
	res.Trace = l.trace()
	if !l.counts(r.trial) {
		return res
	}
	x, steps := l.points, res.Trace.Children
	x, steps = scale(x, steps, d.within, Trace{Code: TraceRedistributed, Formula: "x × D ÷ M"}, func() []Operand {
		return []Operand{{"D", plain(d.full), FromPlan}, {"M", plain(d.counts), FromStep}}
	})
	x, steps = scale(x, steps, d.spread, Trace{Code: TraceSpread, Formula: "x × F ÷ D"}, func() []Operand {
		return []Operand{operand("F", r.fullScore, FromPlan), {"D", plain(d.alive), FromStep}}
	})
	res.Points = r.round(x)
	res.FullMarks = d.effective(l.goal.FullMarks)
	res.Trace.Children = steps
	res.Trace.Value, res.Trace.Rounded = exact(x), res.Points.StringFixed(int32(r.rules.IndicatorScale))
	r.outlook(l, d, &res)
	return res
}

func (r *runner) round(x *big.Rat) decimal.Decimal {
	return Round(x, r.rules.IndicatorScale, r.rules.Rounding)
}

// outlook adds what the line could have been at most, and what one unit of
// measure would have changed.
func (r *runner) outlook(l *line, d *dimension, res *LineResult) {
	rule := &l.indicator.rule
	res.Most = res.Points
	if l.status == NotApplicable {
		return
	}
	res.Most = r.round(d.scaled(l.goal, rule.most(l.full, &l.numbers)))
	if l.status == Missing || l.numbers.Figure.Value == nil {
		return
	}
	round := func(x *big.Rat) decimal.Decimal { return r.round(d.scaled(l.goal, x)) }
	res.Gain = rule.gain(l.full, l.numbers, l.peer, round, res.Points, res.Most)
}

// scaled is what points become by the unit's portion and by redistribution.
func (d *dimension) scaled(g *GoalInput, x *big.Rat) *big.Rat {
	x = new(big.Rat).Set(x)
	if g.Portion != nil {
		x.Mul(x, rat(*g.Portion))
	}
	for _, k := range []*big.Rat{d.within, d.spread} {
		if k != nil {
			x.Mul(x, k)
		}
	}
	return x
}

// scale multiplies x by k, unless that is nil, and notes it as step.
func scale(x *big.Rat, steps []Trace, k *big.Rat, step Trace, operands func() []Operand) (*big.Rat, []Trace) {
	if k == nil {
		return x, steps
	}
	y := new(big.Rat).Mul(x, k)
	step.Operands = append([]Operand{operand("x", x, FromStep)}, operands()...)
	step.Value = exact(y)
	return y, append(steps, step)
}

// effective is what marks in this dimension are worth after redistribution.
func (d *dimension) effective(marks decimal.Decimal) string {
	if d.within == nil && d.spread == nil {
		return plain(marks)
	}
	x := marks.Rat()
	for _, k := range []*big.Rat{d.within, d.spread} {
		if k != nil {
			x.Mul(x, k)
		}
	}
	return exact(x)
}
