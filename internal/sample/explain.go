package sample

import (
	"math/big"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// explain gives every figure of a goal that is behind by then a cause and what is
// being done about it.
func (y *year) explain(l *line) {
	for i := range l.figures {
		p := period.Of(y.number, l.ind.Frequency, i+1)
		if !y.behind(l, i+1) {
			continue
		}
		// A cause stays for a quarter.
		dice := y.dice(y.number, "cause", l.unit.Unit, l.ind.Code, period.Containing(p.End(), period.Quarter))
		e := pick(dice, explanations[themeOf(l.ind.Code)])
		f := &l.figures[i].truth
		f.Cause, f.Measure = &e.cause, e.measure
		f.Note += e.note
		if chance(dice, 25) {
			f.HelpNeeded = e.help
		}
	}
}

// behind asks what a bulletin asks of a goal's first n figures: is it short of
// what was planned by now or, where there is no rate, of full marks?
func (y *year) behind(l *line, n int) bool {
	values := y.counted(l, n)
	if p := y.o.Progress(l.goal, values, period.Period{}); p != nil && p.Pace() != nil {
		return p.Pace().LessThan(decimal.NewFromInt(1))
	}
	numbers := score.Numbers{Figure: l.ind.Figure(values), Target: l.goal.Target, Baseline: l.goal.Baseline, Challenge: l.goal.Challenge,
		Difficulty: l.goal.Difficulty, Trial: true}
	if l.ind.Aggregation.Accumulates() {
		numbers.Share = y.o.PlannedShare(l.goal, values[n-1].Period)
	}
	if l.ind.Rule.IsRelative() {
		numbers.Peers, numbers.Apart = y.peers(l, n), l.unit.Mode != score.Ranked
	}
	full := l.goal.FullMarks
	r := l.ind.Rule.Score(full.Rat(), y.plan.Scales.Indicator, y.plan.Rounding, numbers)
	return r.State == score.Scored && (l.goal.Portion != nil || r.Points.LessThan(full))
}

// counted are a goal's first n figures as they count in the end.
func (y *year) counted(l *line, n int) []goal.CountedValue {
	values := make([]goal.CountedValue, n)
	for i := range values {
		p, f := period.Of(y.number, l.ind.Frequency, i+1), &l.figures[i].truth
		values[i] = goal.CountedValue{GoalID: l.goal.GoalID, Period: p, Value: score.PeriodValue{Period: p.String(), State: f.State,
			Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator, Inputs: f.Inputs}}
	}
	return values
}

// peers are the numbers that a goal's is held against: those of the ranked units
// of its group, by the first n figures.
func (y *year) peers(l *line, n int) *score.Peers {
	var numbers []*big.Rat
	for _, other := range y.lines {
		if other.file != l.file || other.unit.Group != l.unit.Group || other.unit.Mode != score.Ranked || len(other.figures) == 0 {
			continue
		}
		x := other.ind.Figure(y.counted(other, n)).Value
		if x != nil && other.goal.Difficulty != nil && l.ind.Rule.Method.RatioToBest != nil {
			x = new(big.Rat).Mul(x, other.goal.Difficulty.Rat())
		}
		if x != nil {
			numbers = append(numbers, x)
		}
	}
	return score.NewPeers(numbers)
}
