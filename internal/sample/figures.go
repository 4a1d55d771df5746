package sample

import (
	"math/big"
	"math/rand/v2"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// figure is a goal's answer for one period.
type figure struct {
	truth goal.Figures  // what stands in the end
	claim *goal.Figures // what the unit writes at first, where that is something else
}

// foretell works out what stands in the end of all of a goal's figures of the year.
func (y *year) foretell(l *line) []figure {
	if l.goal == nil || l.goal.State != goal.GoalSet {
		return nil
	}
	periods := period.In(y.number, l.ind.Frequency)
	dice := y.dice(y.number, "figures", l.unit.Unit, l.ind.Code)
	var all []goal.Figures
	switch l.ind.Takes() {
	case goal.TakesNumber:
		all = y.numbers(dice, l, periods)
	case goal.TakesRatio:
		all = ratios(dice, l, len(periods))
	default:
		all = y.typed(dice, l, periods)
	}
	figures := make([]figure, len(all))
	for i, f := range all {
		figures[i].truth = f
	}
	return figures
}

// numbers are plain values: sums that grow towards the target, levels around
// it, and counts of what should not happen.
func (y *year) numbers(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	switch m := l.ind.Rule.Method; {
	case m.Lateness != nil:
		return y.daysLate(dice, l.unit, periods)
	case m.Range != nil:
		return y.spending(dice, l, periods)
	case m.RatioToBest != nil:
		return y.winnings(dice, l.unit, len(periods))
	case m.Rank != nil:
		return y.assessments(dice, l.unit, len(periods))
	case m.Deduction != nil || l.goal.Target == nil:
		return counts(dice, l, len(periods))
	case l.ind.Aggregation.Accumulates():
		return y.sums(dice, l, periods)
	case l.ind.Code == "I13":
		return y.arrangementRates(l.unit)
	}
	return levels(dice, l, len(periods))
}

// number is a figure that is one.
func number(n decimal.Decimal) goal.Figures { return goal.Figures{State: score.Value, Value: &n} }

// tempo is how much of its target a unit reaches by the end of the year, in
// thousandths: its own vigour, the goal's luck, and now and then a goal that
// goes badly wrong.
func (y *year) tempo(dice *rand.Rand, l *line) int64 {
	if chance(dice, 5) {
		return int64(560 + dice.IntN(230))
	}
	return int64(y.vigour(l.unit) + dice.IntN(140) - 70)
}

// vigour is how well a unit does on the whole, in thousandths.
func (y *year) vigour(u *unit) int { return 965 + y.dice(y.number, "vigour", u.Unit).IntN(110) }

// part is some thousandths of a number, rounded for print.
func part(of *big.Rat, thousandths int64, scale int) decimal.Decimal {
	x := new(big.Rat).Mul(of, big.NewRat(thousandths, 1000))
	return score.Round(x, scale, score.HalfAway)
}

// scaleOf is how many decimals a sum is told with: people and cases are whole,
// money has enough decimals that a month of a small target still shows.
func scaleOf(l *line) int {
	switch l.ind.UnitOfMeasure {
	case "人", "项", "篇", "件", "次", "起", "宗":
		return 0
	case "%":
		return 1
	}
	if l.goal.Target == nil || l.goal.Target.LessThan(decimal.NewFromInt(2)) {
		return 4
	}
	return 2
}

// sums follow the planned shares at the goal's tempo: months waver, the year's
// end does not, and money sometimes comes in later than the month it was due.
func (y *year) sums(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	all := make([]goal.Figures, len(periods))
	tempo, scale, before := y.tempo(dice, l), scaleOf(l), decimal.Zero
	for i, p := range periods {
		left := int64(len(periods) - 1 - i)
		waver := int64(dice.IntN(141)-70) * left / int64(len(periods))
		planned := new(big.Rat).Mul(l.goal.Target.Rat(), y.o.PlannedShare(l.goal, p))
		now := decimal.Max(before, part(planned, tempo+waver, scale))
		if lumpy := l.ind.Source == goal.SourceUnit && scale > 0; lumpy && left > 0 && chance(dice, 12) {
			now = before
		}
		f := goal.Figures{State: score.Value, Value: &now}
		if l.ind.Aggregation == score.Sum {
			f.Value = new(now.Sub(before))
		}
		if f.Value.IsZero() && l.ind.Source == goal.SourceUnit && chance(dice, 50) {
			f = goal.Figures{State: score.NothingProduced, Note: pick(dice, nothingNotes)}
		}
		all[i], before = f, now
	}
	return all
}

// levels start somewhere near the target and come closer to where they end.
func levels(dice *rand.Rand, l *line, n int) []goal.Figures {
	target, scale := l.goal.Target, scaleOf(l)
	all := make([]goal.Figures, n)
	hundred := decimal.NewFromInt(100)
	if l.ind.UnitOfMeasure == "%" && target.GreaterThan(decimal.NewFromInt(60)) {
		// A share of a hundred: what is short of it, in tenths of a point.
		top := target.Add(hundred).DivRound(decimal.NewFromInt(2), 1)
		short := shortfall(dice)
		for i := range all {
			v := top.Sub(decimal.New(short+int64(dice.IntN(25)*(n-1-i)/n), -1))
			all[i] = goal.Figures{State: score.Value, Value: new(decimal.Min(v, hundred))}
		}
		return all
	}
	end, swing := int64(940+dice.IntN(160)), 90
	if l.ind.Rule.Method.Threshold != nil {
		// What is reached or missed by a hair.
		end, swing = int64(1000+dice.IntN(25)), 0
		if chance(dice, 12) {
			end -= 40
		}
	}
	for i := range all {
		waver := int64(0)
		if left := n - 1 - i; left > 0 && swing > 0 {
			waver = int64((dice.IntN(2*swing+1) - swing) * left / n)
		}
		all[i] = goal.Figures{State: score.Value, Value: new(part(target.Rat(), end+waver, scale))}
	}
	return all
}

// shortfall is how many tenths of a point a year ends below the best.
func shortfall(dice *rand.Rand) int64 {
	switch n := dice.IntN(100); {
	case n < 62:
		return 0
	case n < 93:
		return int64(4 + dice.IntN(36))
	}
	return int64(50 + dice.IntN(70))
}

// counts are how often something happened that should not: mostly never.
func counts(dice *rand.Rand, l *line, n int) []goal.Figures {
	yearly := 6 // in ten units
	if l.ind.Code == "I39" {
		yearly = 18 // returned papers are the commonest slip
	}
	all := make([]goal.Figures, n)
	for i := range all {
		times := int64(0)
		if dice.IntN(10*n) < yearly {
			times = 1 + int64(dice.IntN(8)/7)
		}
		all[i] = goal.Figures{State: score.Value, Value: new(decimal.NewFromInt(times))}
	}
	return all
}

// caseload is how many cases a unit has in a period, from and to.
var caseload = map[string][2]int{
	"I14": {0, 6}, "I24": {60, 600}, "I25": {15, 90}, "I28": {4, 30}, "I29": {0, 7}, "I31": {0, 14},
}

// ratios are whole cases: how many there were, and in how many all went well.
func ratios(dice *rand.Rand, l *line, n int) []goal.Figures {
	span, ok := caseload[l.ind.Code]
	if !ok {
		span = [2]int{5, 60}
	}
	// Of a thousand cases, so many miss: some units a third of what the target
	// allows, some half as many again.
	target := l.goal.Target.IntPart()
	allowed := int(max(1000-10*target, 12))
	if l.ind.Direction == goal.Lower {
		allowed = int(10 * target)
	}
	misses := allowed * (300 + dice.IntN(1000)) / 1000
	middle := span[0] + dice.IntN(span[1]-span[0]+1)
	all := make([]goal.Figures, n)
	for i := range all {
		cases := min(span[1], max(span[0], middle+dice.IntN(middle/2+3)-middle/4-1))
		missed := 0
		for range cases {
			if dice.IntN(1000) < misses {
				missed++
			}
		}
		good := cases - missed
		if l.ind.Direction == goal.Lower {
			good = missed
		}
		all[i] = goal.Figures{State: score.Value, Numerator: new(decimal.NewFromInt(int64(good))), Denominator: new(decimal.NewFromInt(int64(cases)))}
	}
	return all
}

// daysLate are the working days by which a unit missed what was due in each
// month: its own reports, and now and then other papers.
func (y *year) daysLate(dice *rand.Rand, u *unit, periods []period.Period) []goal.Figures {
	all := make([]goal.Figures, len(periods))
	for i, month := range periods {
		days := int64(0)
		if chance(dice, 5) {
			days = 1 + int64(dice.IntN(3))
		}
		for _, p := range y.periods() {
			if p.LastMonth() == month.LastMonth()-1 && y.isLate(u, p) && u.reports(p.Kind()) {
				days++
			}
		}
		all[i] = number(decimal.NewFromInt(days))
	}
	return all
}

// reports tells whether a unit files reports of a frequency itself.
func (u *unit) reports(k period.Kind) bool {
	return slices.ContainsFunc(u.lines, func(l *line) bool { return l.file.Frequency == k && l.file.Source == goal.SourceUnit })
}

// spending is how much of its year's budget a unit has spent by the end of each
// period, in per cent: mostly nearly all in the end, and never less than before.
func (y *year) spending(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	end, before := int64(940+dice.IntN(61)), decimal.Zero
	switch n := dice.IntN(100); {
	case n < 18:
		end = int64(880 + dice.IntN(60))
	case n < 25:
		end = int64(800 + dice.IntN(80))
	}
	all := make([]goal.Figures, len(periods))
	for i, p := range periods {
		waver := int64(0)
		if left := len(periods) - 1 - i; left > 0 {
			waver = int64(dice.IntN(161) - 90)
		}
		before = decimal.Max(before, part(y.o.PlannedShare(l.goal, p), end*(1000+waver)/10, 1))
		all[i] = number(before)
	}
	return all
}

// winnings are funds from above, in hundred millions: party organs win little and
// offices with projects much, but each of its group about as much as the others.
func (y *year) winnings(dice *rand.Rand, u *unit, n int) []goal.Figures {
	yearly := map[goal.UnitKind]int64{goal.PartyOrgan: 120, goal.Institution: 110}[u.kind]
	if yearly == 0 {
		yearly = 2600
	}
	best := int64(700 + 8*y.edge(u) + dice.IntN(300))
	if chance(dice, 8) {
		best /= 2
	}
	all := make([]goal.Figures, n)
	for i := range all {
		all[i] = number(decimal.New(yearly*best*int64(70+dice.IntN(61))/100_000, -4))
	}
	return all
}

// assessments are marks out of a hundred by which the engine ranks a group.
func (y *year) assessments(dice *rand.Rand, u *unit, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	tenths := int64(885 + 5*y.edge(u) + dice.IntN(121) - 60)
	for i := range all {
		all[i] = number(decimal.New(tenths+int64(dice.IntN(31)-15), -1))
	}
	return all
}

// arrangementRates are what came of a unit's monthly arrangements: done in time
// out of all that was not cancelled.
func (y *year) arrangementRates(u *unit) []goal.Figures {
	all := make([]goal.Figures, 12)
	for i, month := range u.work {
		done, due := int64(0), int64(0)
		for _, m := range month {
			if m.outcome.Status == goal.ItemCancelled {
				continue
			}
			due++
			if m.outcome.Status == goal.ItemDone {
				done++
			}
		}
		rate := score.Round(big.NewRat(100*done, max(due, 1)), 2, score.HalfAway)
		all[i] = goal.Figures{State: score.Value, Value: &rate}
	}
	return all
}
