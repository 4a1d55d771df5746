package score

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// unit scores one unit up to its final score.
func (r *runner) unit(g *GroupInput, u *UnitInput, ls []line) *standing {
	s := &standing{order: u.DisplayOrder}
	s.UnitResult = UnitResult{
		UnitID: u.UnitID, Code: u.Code, Mode: u.Mode,
		Components: []ComponentResult{}, Vetoes: []string{}, Lines: []LineResult{}, Dimensions: []DimensionResult{},
	}
	if !r.trial {
		s.Vetoes = append(s.Vetoes, u.Vetoes...)
		slices.Sort(s.Vetoes)
	}
	if r.given(u) {
		s.Indicators, s.Trace = r.componentScore(u, IndicatorComponent)
		s.score = s.Indicators
	} else {
		r.indicatorTotal(s, g, u, ls)
	}
	if !r.trial {
		r.total(s, g, u)
	}
	return s
}

// indicatorTotal adds up the unit's lines, if all of them could be scored.
func (r *runner) indicatorTotal(s *standing, g *GroupInput, u *UnitInput, ls []line) {
	ds, ok := r.redistribute(g, ls)
	if !ok && !r.trial && g.weight(IndicatorComponent).Sign() != 0 {
		r.fail(Failure{Unit: u.Code, Component: IndicatorComponent}, ProblemNothingApplies, nil)
	}
	if len(r.failures) > 0 {
		return
	}
	r.addLines(s, g, ls, ds)
	s.score = s.Indicators
	if r.trial {
		r.trialTotal(s, ds)
		return
	}
	r.scaleTotal(s, ds)
	r.inYear(s, u)
	r.warn(s, ls)
}

// scaleTotal makes up for what does not apply over the whole plan at once.
func (r *runner) scaleTotal(s *standing, ds []dimension) {
	marks := decimal.Zero
	for i := range ds {
		marks = marks.Add(ds[i].counts)
	}
	if r.rules.NotApplicable != ScaleTotal || marks.Equal(r.rules.FullScore) || marks.Sign() == 0 {
		return
	}
	x := s.score.Rat()
	x.Quo(x, marks.Rat()).Mul(x, r.fullScore)
	s.reckon(x, r, Trace{
		Code: TraceScaledTotal, Formula: "P ÷ M × F",
		Operands: []Operand{{"P", plain(s.score), FromStep}, {"M", plain(marks), FromStep}, operand("F", r.fullScore, FromPlan)},
	})
}

// inYear weighs the in-year results in. A unit without any, such as one that was
// set up late, is judged by the year's end alone.
func (r *runner) inYear(s *standing, u *UnitInput) {
	w := r.rules.InYearWeight
	if w == nil || w.Sign() == 0 || len(u.InYear) == 0 {
		return
	}
	t := Trace{Code: TraceInYear, Formula: "(1 − w) × P + w × Σ q ÷ n"}
	t.Operands = []Operand{{"w", plain(*w), FromPlan}, {"P", plain(s.score), FromStep}}
	mean := new(big.Rat)
	for _, q := range u.InYear {
		mean.Add(mean, q.Score.Rat())
		t.Operands = append(t.Operands, Operand{q.Period, plain(q.Score), FromPublished})
	}
	t.Operands = append(t.Operands, intOperand("n", len(u.InYear), FromStep))
	mean.Quo(mean, big.NewRat(int64(len(u.InYear)), 1))
	x := new(big.Rat).Sub(one, w.Rat())
	x.Mul(x, s.score.Rat()).Add(x, mean.Mul(mean, w.Rat()))
	s.reckon(x, r, t)
}

// reckon replaces the indicators' score by another, rounded like a component's,
// and puts the step around what led to it.
func (s *standing) reckon(x *big.Rat, r *runner, t Trace) {
	s.score = Round(x, r.rules.ComponentScale, r.rules.Rounding)
	t.Value, t.Rounded = exact(x), s.score.StringFixed(int32(r.rules.ComponentScale))
	t.Children = []Trace{s.Trace}
	s.Trace = t
}

// mostNotApplicable is the part of a unit's marks, a fraction, above which it is
// not like the others of its group any more.
var mostNotApplicable = big.NewRat(2, 5)

func (r *runner) warn(s *standing, ls []line) {
	all, not := decimal.Zero, decimal.Zero
	for i := range ls {
		all = all.Add(ls[i].goal.FullMarks)
		if ls[i].status == NotApplicable {
			not = not.Add(ls[i].goal.FullMarks)
		}
	}
	if all.Sign() == 0 || new(big.Rat).Quo(not.Rat(), all.Rat()).Cmp(mostNotApplicable) <= 0 {
		return
	}
	s.Warnings = append(s.Warnings, WarningManyNotApplicable)
	s.notes = append(s.notes, Trace{Code: TraceManyNotApplicable, Operands: []Operand{{"marks", plain(not), FromStep}, {"of", plain(all), FromStep}}})
}

func (u *UnitInput) component(c Component) *decimal.Decimal {
	for i := range u.Components {
		if u.Components[i].Component == c {
			return &u.Components[i].Score
		}
	}
	return nil
}

func (g *GroupInput) weight(c Component) decimal.Decimal {
	for _, w := range g.Weights {
		if w.Component == c {
			return w.Weight
		}
	}
	return decimal.Zero
}

// addLines fills in lines, dimensions and their total. Everything above a line
// is an exact sum of rounded numbers, so that printed columns add up.
func (r *runner) addLines(s *standing, g *GroupInput, ls []line, ds []dimension) {
	s.Lines = make([]LineResult, len(ls))
	s.Dimensions = make([]DimensionResult, len(g.Dimensions))
	s.byDimension = make(map[string]decimal.Decimal, len(g.Dimensions))
	steps := make([]Trace, len(g.Dimensions))
	for i, d := range g.Dimensions {
		s.Dimensions[i] = DimensionResult{Dimension: d.Dimension, FullMarks: d.FullMarks, Effective: ds[i].reach()}
		steps[i] = Trace{Code: TraceDimension, Formula: "Σ", Operands: []Operand{{"dimension", d.Dimension, FromPlan}}}
	}
	for i := range ls {
		l := &ls[i]
		res := r.result(l, &ds[l.dimension])
		s.Lines[i] = res
		if l.indicator.Binding && s.bindingLost == "" && l.lost() {
			s.bindingLost = res.Indicator
		}
		d := &s.Dimensions[l.dimension]
		d.Points = d.Points.Add(res.Points)
		steps[l.dimension].Children = append(steps[l.dimension].Children, Trace{
			Code: TraceLine, Value: plain(res.Points),
			Operands: []Operand{{"indicator", res.Indicator, FromLine + " " + strconv.FormatInt(res.GoalID, 10)}},
		})
	}
	for i := range s.Dimensions {
		r.zeroDimension(s, &s.Dimensions[i], &steps[i])
		d := s.Dimensions[i]
		steps[i].Value = plain(d.Points)
		s.Indicators = s.Indicators.Add(d.Points)
		s.byDimension[d.Dimension] = d.Points
	}
	s.Trace = Trace{Code: TraceIndicators, Formula: "Σ", Value: plain(s.Indicators), Children: steps}
}

// lost reports whether a goal was not met: a rate under 1 or, without a rate,
// fewer points than full marks. What must be passed is passed or not, whatever
// the rate: a target that has to be exceeded is not met by being reached.
func (l *line) lost() bool {
	if l.status == NotApplicable || l.status == Pending {
		return false
	}
	if _, check := l.indicator.rule.method.(*Threshold); l.rate != nil && !check {
		return l.rate.Cmp(one) < 0
	}
	return l.part().Cmp(one) < 0
}

// zeroDimension takes a dimension's points where a veto says so. Its lines keep
// theirs, so that what was lost can be seen.
func (r *runner) zeroDimension(s *standing, d *DimensionResult, step *Trace) {
	for _, code := range s.Vetoes {
		if v := r.vetoes[code]; v.Effect == ZeroDimension && v.Dimension == d.Dimension && d.Points.Sign() > 0 {
			step.Children = append(step.Children, Trace{
				Code: TraceDimensionZeroed, Value: plain(d.Points.Neg()), Operands: []Operand{{"veto", code, FromUnit}},
			})
			d.Points = decimal.Zero
		}
	}
}

// reach is what a dimension's lines can earn together.
func (d *dimension) reach() string {
	if d.counts.Sign() == 0 {
		return "0"
	}
	return d.effective(d.counts)
}

// trialTotal is points over the marks that counted, of the full score.
func (r *runner) trialTotal(s *standing, ds []dimension) {
	marks := decimal.Zero
	for i := range ds {
		marks = marks.Add(ds[i].counts)
	}
	if s.unscored = marks.Sign() == 0; s.unscored {
		s.Trace = Trace{Code: TraceTrial, Children: []Trace{s.Trace}}
		return
	}
	x := s.Indicators.Rat()
	x.Quo(x, marks.Rat()).Mul(x, r.fullScore)
	s.Final = Round(x, r.rules.FinalScale, r.rules.Rounding)
	s.Exact = s.Final
	s.Trace = Trace{
		Code: TraceTrial, Formula: "P ÷ M × F", Value: exact(x), Rounded: s.Final.StringFixed(int32(r.rules.FinalScale)),
		Operands: []Operand{{"P", plain(s.Indicators), FromStep}, {"M", plain(marks), FromStep}, operand("F", r.fullScore, FromPlan)},
		Children: []Trace{s.Trace},
	}
}

// total weighs the components, adds bonus and deduction and rounds the sum.
func (r *runner) total(s *standing, g *GroupInput, u *UnitInput) {
	bonus, bonusSteps := r.adjust(u, Bonus)
	deduction, deductionSteps := r.adjust(u, Deduct)
	s.Bonus, s.Deduction = bonus, deduction
	t := Trace{Code: TraceFinal, Formula: "Σ + b − d"}
	if r.rules.BonusPlace == BeforeWeights {
		t.Formula = "Σ"
		s.score = s.score.Add(bonus).Sub(deduction)
		s.Trace = Trace{Code: TraceAdjusted, Formula: "P + b − d", Value: plain(s.score), Children: []Trace{s.Trace, bonusSteps, deductionSteps}}
	}
	for _, w := range g.Weights {
		c, step := r.component(s, u, w)
		s.Components = append(s.Components, c)
		s.Exact = s.Exact.Add(c.Weighted)
		t.Children = append(t.Children, step)
	}
	if r.rules.BonusPlace != BeforeWeights {
		s.Exact = s.Exact.Add(bonus).Sub(deduction)
		t.Children = append(t.Children, bonusSteps, deductionSteps)
	}
	r.limitFinal(s, &t)
	s.Final = Round(s.Exact.Rat(), r.rules.FinalScale, r.rules.Rounding)
	t.Value, t.Rounded = plain(s.Exact), s.Final.StringFixed(int32(r.rules.FinalScale))
	s.Trace = t
	s.Trace.Children = append(s.Trace.Children, s.notes...)
}

// limitFinal holds the final score between nothing and the full score with the
// most that bonuses may give.
func (r *runner) limitFinal(s *standing, t *Trace) {
	if !r.rules.LimitFinal {
		return
	}
	most := r.rules.FullScore
	if r.rules.BonusCap != nil {
		most = most.Add(*r.rules.BonusCap)
	}
	x := decimal.Max(decimal.Zero, decimal.Min(s.Exact, most))
	if x.Equal(s.Exact) {
		return
	}
	t.Formula += ", 0 to F"
	t.Children = append(t.Children, Trace{
		Code: TraceFinalLimited, Formula: "min(max(x, 0), F) − x", Value: plain(x.Sub(s.Exact)),
		Operands: []Operand{{"x", plain(s.Exact), FromStep}, {"F", plain(most), FromPlan}},
	})
	s.Exact = x
}

// component is one part of the final score, exact: a weight and a rounded score
// both end after a few decimals, and so does their product. A unit may lack a
// score only where it weighs nothing.
func (r *runner) component(s *standing, u *UnitInput, w ComponentWeight) (ComponentResult, Trace) {
	c := ComponentResult{Component: w.Component, Weight: w.Weight}
	t := Trace{Code: TraceComponent, Formula: "s × w"}
	part := s.Trace
	ops := []Operand{{"component", string(w.Component), FromPlan}, {}, {"w", plain(w.Weight), FromPlan}}
	if w.Component == IndicatorComponent {
		c.Score = s.score
		c.Weighted = c.Score.Mul(w.Weight)
	} else {
		if c.Score, part = r.componentScore(u, w.Component); part.Code == TraceComponentNone && w.Weight.Sign() != 0 {
			r.fail(Failure{Unit: u.Code, Component: w.Component}, ProblemNoComponentScore, nil)
		}
		c.Weighted = c.Score.Mul(w.Weight).Mul(r.rules.FullScore).Shift(-2)
		if !r.rules.FullScore.Equal(outOf) {
			t.Formula = "s × w × F ÷ 100"
			ops = append(ops, Operand{"F", plain(r.rules.FullScore), FromPlan})
		}
	}
	ops[1] = Operand{"s", plain(c.Score), FromStep}
	t.Operands, t.Value, t.Children = ops, plain(c.Weighted), []Trace{part}
	return c, t
}

// outOf is what ballots and leaders score out of, whatever the plan's full score.
var outOf = decimal.NewFromInt(100)

// componentScore is a score that somebody gave the unit as a whole, rounded.
func (r *runner) componentScore(u *UnitInput, c Component) (decimal.Decimal, Trace) {
	given := u.component(c)
	if given == nil {
		return decimal.Zero, Trace{Code: TraceComponentNone}
	}
	scale := r.rules.ComponentScale
	rounded := Round(given.Rat(), scale, r.rules.Rounding)
	return rounded, Trace{Code: TraceComponentScore, Value: plain(*given), Rounded: rounded.StringFixed(int32(scale))}
}
