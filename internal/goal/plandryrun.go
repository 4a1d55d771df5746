package goal

import (
	"errors"
	"slices"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// dryRun scores the plan as if every unit had met every target, so that a plan
// whose rules cannot be computed is noticed before its year begins and not when
// it ends.
func (c *readyChecker) dryRun() {
	_, err := score.Run(c.f.imagined(c.goals))
	var failed *score.RunError
	if !errors.As(err, &failed) {
		return
	}
	seen := map[string]bool{}
	for _, f := range failed.Failures {
		path := Path("quota")
		if i := slices.IndexFunc(c.f.Indicators, func(x IndicatorFile) bool { return x.Code == f.Indicator }); i >= 0 {
			path = Path("indicators", i)
		}
		args := []string{"problem", f.Code, "unit", f.Unit, "indicator", f.Indicator, "component", string(f.Component)}
		for k, v := range f.Args {
			args = append(args, k, v)
		}
		// One unit speaks for all that share an indicator's fault.
		if key := f.Indicator + " " + f.Code; f.Indicator == "" || !seen[key] {
			seen[key] = true
			c.bad.Add(path, CannotCompute, args...)
		}
	}
}

// imagined is a year in which all is reported and met.
func (f *PlanFile) imagined(own map[goalKey]*GoalFile) score.RunInput {
	in := score.RunInput{Rules: f.RunRules()}
	for _, ind := range f.Indicators {
		in.Indicators = append(in.Indicators, score.IndicatorInput{Code: ind.Code, Dimension: ind.Dimension, Aggregation: ind.Aggregation, PeriodWeights: ind.PeriodWeights, RatioScale: ind.RatioScale, Rule: ind.Rule, Binding: ind.Binding})
	}
	id := int64(0)
	for n, g := range f.Groups {
		group := score.GroupInput{GroupID: int64(n + 1), Code: g.Code, Weights: g.Components}
		for _, d := range f.Dimensions {
			if full := marksOf(d.Marks, g.Code); full.IsPositive() {
				group.Dimensions = append(group.Dimensions, score.DimensionMarks{Dimension: d.Code, FullMarks: full})
			}
		}
		for _, u := range f.Units {
			if u.Group != g.Code || u.Mode == score.Exempt {
				continue
			}
			id++
			unit := score.UnitInput{UnitID: id, Code: u.Unit, Mode: u.Mode, DisplayOrder: int(id)}
			for _, w := range g.Components {
				if w.Component != score.IndicatorComponent {
					unit.Components = append(unit.Components, score.ComponentScore{Component: w.Component, Score: decimal.NewFromInt(90)})
				}
			}
			for i := range f.Indicators {
				if full := marksOf(f.Indicators[i].Marks, g.Code); full.IsPositive() {
					id++
					unit.Goals = append(unit.Goals, f.Indicators[i].imagined(id, full, own[goalKey{u.Unit, f.Indicators[i].Code}]))
				}
			}
			group.Units = append(group.Units, unit)
		}
		in.Groups = append(in.Groups, group)
	}
	return in
}

// imagined is one goal of an imagined year.
func (ind *IndicatorFile) imagined(id int64, full decimal.Decimal, own *GoalFile) score.GoalInput {
	g := score.GoalInput{GoalID: id, Indicator: ind.Code, Revision: 1, FullMarks: full, Target: ind.Target, Baseline: ind.Baseline}
	if own != nil {
		g.NotApplicable, g.Challenge, g.Difficulty, g.Portion = own.NotApplicable, own.Challenge, own.Difficulty, own.Portion
		if own.Target != nil {
			g.Target = own.Target
		}
		if own.Baseline != nil {
			g.Baseline = own.Baseline
		}
	}
	v := score.PeriodValue{Period: "2026", Revision: 1, State: score.Value}
	one := decimal.NewFromInt(1)
	switch takes(ind.Rule, ind.Aggregation) {
	case TakesRatio:
		v.Numerator, v.Denominator = &one, &one
	case TakesNumber:
		if v.Value = &one; g.Target != nil {
			v.Value = g.Target
		}
	}
	v.Inputs = ind.imaginedInputs()
	g.Values = []score.PeriodValue{v}
	return g
}

// imaginedInputs are the best that a rule's reporters could hand in.
func (ind *IndicatorFile) imaginedInputs() *score.Inputs {
	in, m := &score.Inputs{V: 1}, ind.Rule.Method
	switch takes(ind.Rule, ind.Aggregation) {
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
		most := decimal.NewFromInt(100)
		if m.Panel.OutOf != nil {
			most = *m.Panel.OutOf
		}
		n := 1
		if m.Panel.MinN != nil {
			n = *m.Panel.MinN
		}
		in.Marks = slices.Repeat([]decimal.Decimal{most}, n)
	case TakesBallots:
		in.Ballots = imaginedBallots(m.Satisfaction)
	case TakesAwards:
		in.Awards = []score.Award{{Matter: "1", Level: m.Awards.Levels[0].Level}}
	case TakesUpperResult:
		in.Upper = &score.UpperResult{Score: decimal.NewFromInt(100), Full: decimal.NewFromInt(100)}
	case TakesPlace:
		in.Place = &score.Place{Rank: 1, Of: 1}
	}
	for _, name := range ind.Rule.InputNames() {
		in.Numbers = append(in.Numbers, score.NamedNumber{Name: name, Value: decimal.NewFromInt(1)})
	}
	return in
}

func imaginedBallots(m *score.Satisfaction) (list []score.Ballots) {
	n := 1
	if m.MinValid != nil {
		n = *m.MinValid
	}
	best := score.Ballots{Numbers: slices.Repeat([]decimal.Decimal{decimal.NewFromInt(100)}, n)}
	if m.Marks == score.BallotOptions {
		best = score.Ballots{Options: []score.OptionCount{{Option: m.Options[0].Option, Count: n}}}
	}
	for _, class := range m.Classes {
		best.Class = class.Class
		list = append(list, best)
	}
	if len(m.Classes) == 0 {
		list = append(list, best)
	}
	return list
}
