package score

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// unit scores one unit up to its final score.
func (r *runner) unit(g *GroupInput, dims map[string]int, u *UnitInput) *standing {
	s := &standing{order: u.DisplayOrder}
	s.UnitResult = UnitResult{
		UnitID: u.UnitID, Code: u.Code, Mode: u.Mode,
		Components: []ComponentResult{}, Vetoes: []string{}, Lines: []LineResult{}, Dimensions: []DimensionResult{},
	}
	if u.Mode == Entrusted && !r.trial && u.component(IndicatorComponent) != nil {
		s.Indicators, s.Trace = r.componentScore(u, IndicatorComponent)
	} else {
		r.indicatorTotal(s, g, dims, u)
	}
	if !r.trial {
		r.total(s, g, u)
	}
	return s
}

// indicatorTotal adds up the unit's lines. Where one of them fails there will be
// no result, but what else is wrong with the unit is still to be listed.
func (r *runner) indicatorTotal(s *standing, g *GroupInput, dims map[string]int, u *UnitInput) {
	before := len(r.failures)
	ls := r.lines(dims, u)
	ds, ok := r.redistribute(g, ls)
	if !ok && !r.trial && g.weight(IndicatorComponent).Sign() != 0 {
		r.fail(Failure{Unit: u.Code, Component: IndicatorComponent}, ProblemNothingApplies, nil)
	}
	if len(r.failures) > before {
		return
	}
	r.addLines(s, g, ls, ds)
	if r.trial {
		r.trialTotal(s, ds)
	}
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
		d := &s.Dimensions[l.dimension]
		d.Points = d.Points.Add(res.Points)
		steps[l.dimension].Children = append(steps[l.dimension].Children, Trace{
			Code: TraceLine, Value: plain(res.Points),
			Operands: []Operand{{"indicator", res.Indicator, FromLine + " " + strconv.FormatInt(res.GoalID, 10)}},
		})
	}
	for i, d := range s.Dimensions {
		steps[i].Value = plain(d.Points)
		s.Indicators = s.Indicators.Add(d.Points)
		s.byDimension[d.Dimension] = d.Points
	}
	s.Trace = Trace{Code: TraceIndicators, Formula: "Σ", Value: plain(s.Indicators), Children: steps}
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
	t := Trace{Code: TraceFinal, Formula: "Σ + b − d"}
	for _, w := range g.Weights {
		c, step := r.component(s, u, w)
		s.Components = append(s.Components, c)
		s.Exact = s.Exact.Add(c.Weighted)
		t.Children = append(t.Children, step)
	}
	var bonus, deduction Trace
	s.Bonus, bonus = r.adjust(u, Bonus)
	s.Deduction, deduction = r.adjust(u, Deduct)
	s.Exact = s.Exact.Add(s.Bonus).Sub(s.Deduction)
	t.Children = append(t.Children, bonus, deduction)
	s.Final = Round(s.Exact.Rat(), r.rules.FinalScale, r.rules.Rounding)
	t.Value, t.Rounded = plain(s.Exact), s.Final.StringFixed(int32(r.rules.FinalScale))
	s.Trace = t
	s.Vetoes = append(s.Vetoes, u.Vetoes...)
	slices.Sort(s.Vetoes)
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
		c.Score = s.Indicators
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
