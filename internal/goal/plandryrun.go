package goal

import (
	"errors"
	"slices"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// dryRun scores the plan as if every unit had met every target, so that a plan
// whose rules cannot be computed is noticed before its year begins and not when
// it ends. It comes after all other errors: where the sums are wrong nothing can
// be computed, and what they named already is not named twice.
func (l *linter) dryRun() {
	named := map[[2]string]bool{}
	for _, x := range l.found {
		switch x.Code {
		case WeightsNotFull, MarksMismatch, MarksNotFull:
			return
		}
		named[[2]string{string(x.Code), x.Args["code"]}] = true
	}
	_, err := score.Run(l.imagined())
	var failed *score.RunError
	if !errors.As(err, &failed) {
		return
	}
	for _, f := range failed.Failures {
		// One unit speaks for all that share an indicator's fault.
		if key := [2]string{f.Code, f.Indicator}; f.Indicator == "" || !named[key] {
			named[key] = true
			l.failure(&f)
		}
	}
}

func (l *linter) failure(f *score.Failure) {
	path := Path("quota")
	if i := slices.IndexFunc(l.f.Indicators, func(x IndicatorFile) bool { return x.Code == f.Indicator }); i >= 0 {
		path = Path("indicators", i)
		if len(f.Path) > 0 && f.Path[0] == "indicators" && len(f.Path) > 2 {
			path = append(path, f.Path[2:]...)
		}
	}
	args := []string{"problem", f.Code, "unit", f.Unit, "indicator", f.Indicator, "component", string(f.Component)}
	for k, v := range f.Args {
		args = append(args, k, v)
	}
	l.say(path, args...)
}

// imagined is a year in which all is reported and met. Units are equal in it, so
// ties are let pass.
func (l *linter) imagined() score.RunInput {
	in := score.RunInput{Rules: l.f.RunRules()}
	in.Rules.NoTies = false
	inputs := make([]*score.Inputs, len(l.indicators))
	for i := range l.indicators {
		ind := &l.indicators[i]
		if len(ind.marks) > 0 && ind.sound {
			inputs[i] = ind.imaginedInputs()
			in.Indicators = append(in.Indicators, score.IndicatorInput{Code: ind.Code, Dimension: ind.Dimension, Aggregation: ind.Aggregation,
				PeriodWeights: ind.PeriodWeights, RatioScale: ind.RatioScale, Rule: ind.Rule, Binding: ind.Binding})
		}
	}
	dimensions, id := l.dimensions(), int64(0)
	for n, g := range l.f.Groups {
		group := score.GroupInput{GroupID: int64(n + 1), Code: g.Code, Weights: g.Components, Dimensions: dimensions[g.Code]}
		for _, code := range l.groups[g.Code].units {
			id++
			unit := score.UnitInput{UnitID: id, Code: code, Mode: l.units[code].Mode, DisplayOrder: int(id)}
			for _, w := range g.Components {
				if w.Component != score.IndicatorComponent {
					unit.Components = append(unit.Components, score.ComponentScore{Component: w.Component, Score: decimal.NewFromInt(90)})
				}
			}
			for i := range l.indicators {
				if ind := &l.indicators[i]; ind.in(g.Code) && ind.sound {
					id++
					unit.Goals = append(unit.Goals, l.imaginedGoal(id, ind, code, inputs[i]))
				}
			}
			group.Units = append(group.Units, unit)
		}
		in.Groups = append(in.Groups, group)
	}
	return in
}

// dimensions are each group's.
func (l *linter) dimensions() map[string][]score.DimensionMarks {
	of := map[string][]score.DimensionMarks{}
	for _, d := range l.f.Dimensions {
		for group, full := range marksByGroup(d.Marks) {
			if full.IsPositive() {
				of[group] = append(of[group], score.DimensionMarks{Dimension: d.Code, FullMarks: full})
			}
		}
	}
	return of
}

// imaginedGoal is one goal of an imagined year.
func (l *linter) imaginedGoal(id int64, ind *lintIndicator, unit string, in *score.Inputs) score.GoalInput {
	g := score.GoalInput{GoalID: id, Indicator: ind.Code, Revision: 1, FullMarks: ind.marks[l.units[unit].Group], Target: ind.Target, Baseline: ind.Baseline}
	if at, ok := l.goals[goalKey{unit, ind.Code}]; ok {
		own := &l.f.Goals[at]
		g.NotApplicable, g.Challenge, g.Difficulty, g.Portion = own.NotApplicable, own.Challenge, own.Difficulty, own.Portion
		if own.Target != nil {
			g.Target = own.Target
		}
		if own.Baseline != nil {
			g.Baseline = own.Baseline
		}
	}
	v := score.PeriodValue{Period: period.OfYear(l.f.Year).String(), Revision: 1, State: score.Value, Inputs: in}
	met := one
	if g.Target != nil {
		met = *g.Target
	}
	switch takes(ind.Rule, ind.Aggregation) {
	case TakesNumber:
		v.Value = &met
	case TakesRatio:
		v.Numerator, v.Denominator = &met, new(one)
		if ind.RatioScale != nil {
			v.Denominator = ind.RatioScale
		}
	}
	g.Values = []score.PeriodValue{v}
	if ind.Aggregation == score.WeightedAvg { // a weight is a period's by its place in the year
		g.Values = slices.Repeat(g.Values, period.Year.Months()/ind.Frequency.Months())
		for n := range g.Values {
			g.Values[n].Period = period.Of(l.f.Year, ind.Frequency, n+1).String()
		}
	}
	return g
}

// imaginedInputs are the best that can be reported beside a number.
func (ind *IndicatorFile) imaginedInputs() *score.Inputs {
	in := &score.Inputs{V: 1}
	for _, name := range ind.Rule.InputNames() {
		in.Numbers = append(in.Numbers, score.NamedNumber{Name: name, Value: one})
	}
	switch m := ind.Rule.Method; takes(ind.Rule, ind.Aggregation) {
	case TakesOccurrences:
		in.Occurrences = []score.Occurrence{{Kind: m.Deduction.Kinds[0].Kind}}
	case TakesRating:
		in.Ratings = []string{m.Rating.Grades[0].Grade}
	case TakesCheck:
		in.Passed = new(true)
	case TakesMilestones:
		for _, n := range m.Milestones.Nodes {
			in.Milestones = append(in.Milestones, score.Milestone{Node: n.Node, State: score.NodeDone})
		}
	case TakesMarks:
		best := hundred
		if m.Panel.OutOf != nil {
			best = *m.Panel.OutOf
		}
		in.Marks = slices.Repeat([]decimal.Decimal{best}, atLeastOne(m.Panel.MinN))
	case TakesBallots:
		in.Ballots = imaginedBallots(m.Satisfaction)
	case TakesAwards:
		in.Awards = []score.Award{{Matter: "1", Level: m.Awards.Levels[0].Level}}
	case TakesUpperResult:
		in.Upper = &score.UpperResult{Score: hundred, Full: hundred}
	case TakesPlace:
		in.Place = &score.Place{Rank: 1, Of: 1}
	case TakesNumber, TakesRatio:
		if len(in.Numbers) == 0 {
			return nil
		}
	}
	return in
}

// imaginedBallots have every class of voters give the best answer.
func imaginedBallots(m *score.Satisfaction) []score.Ballots {
	n, classes := atLeastOne(m.MinValid), m.Classes
	if len(classes) == 0 {
		classes = []score.BallotClass{{}}
	}
	var list []score.Ballots
	for _, k := range classes {
		b := score.Ballots{Class: k.Class}
		if m.Marks == score.BallotOptions {
			b.Options = []score.OptionCount{{Option: m.Options[0].Option, Count: n}}
		} else {
			b.Numbers = slices.Repeat([]decimal.Decimal{hundred}, n)
		}
		list = append(list, b)
	}
	return list
}

var hundred = decimal.NewFromInt(100)

// mostImagined bounds what is imagined for a rule that asks for ever so many.
const mostImagined = 10_000

func atLeastOne(n *int) int {
	if n == nil {
		return 1
	}
	return min(max(*n, 1), mostImagined)
}
