package cycle

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// FutureValue is a figure of a period that somebody imagines; it takes the place
// of a figure that is there.
type FutureValue struct {
	GoalID  goal.ID
	Period  period.Period
	Figures goal.Figures
}

// UnitPreview is a unit's year as it would end.
type UnitPreview struct {
	UnitID     int64
	Indicators *decimal.Decimal // sum of the lines; nil where something cannot be computed
	Rank       *int             // by indicators alone, with the whole group's year ending at plan; nil for those who may not see it
	Lines      []UnitPreviewLine
	Problems   []goal.Problem
}

// UnitPreviewLine is one goal's part of it.
type UnitPreviewLine struct {
	PlanID  int64
	GoalID  int64
	State   score.State
	Value   string
	Points  decimal.Decimal
	Most    decimal.Decimal
	Gain    *score.Gain
	Assumed []period.Period // periods that were taken to come in at plan
	LeftOut bool            // there is nothing to take as planned, or it depends on figures that the viewer may not see
	Trace   score.Trace
}

// UnitPreview computes a unit's year as if it had ended: with the figures that
// count, those given, and for the rest of the year what was planned. Goals whose
// figure is no number, and that have none yet, are left out. Nothing is stored.
//
// Insiders of the authority may, and see the place in the group, whose other
// units' years end at plan too. People of the unit may for their own unit; rules
// that compare with the group are left out for them.
func (s *Service) UnitPreview(ctx context.Context, who goal.Actor, plan, unit goal.ID, values []FutureValue) (*UnitPreview, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	if err := unit.Is(goal.KindUnit); err != nil {
		return nil, err
	}
	place := o.Unit(unit.Num)
	insider := who.May(goal.ReadTrialScores, o.Thing())
	if place == nil || !who.May(goal.PreviewUnit, o.UnitThing(unit.Num)) {
		return nil, goal.ErrNotFound
	}
	p := unitPreview{who: who, o: o, unit: place, insider: insider, assumed: map[int64][]period.Period{}, leftOut: map[int64]bool{}}
	err = s.db.InSnapshot(ctx, func(q postgres.Queries) error { return p.compute(ctx, q, who, values) })
	return &p.out, err
}

// unitPreview is a preview in the making.
type unitPreview struct {
	who     goal.Actor
	o       *goal.Outline
	unit    *goal.PlanUnit
	insider bool
	goals   map[int64]*goal.Goal
	assumed map[int64][]period.Period
	leftOut map[int64]bool
	out     UnitPreview
}

func (p *unitPreview) compute(ctx context.Context, q postgres.Queries, who goal.Actor, values []FutureValue) error {
	p.out.UnitID = p.unit.UnitID
	codes, err := unitCodes(ctx, q, p.o, who.At)
	if err != nil {
		return err
	}
	goals, err := q.Goals(ctx, p.o.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return err
	}
	p.goals = make(map[int64]*goal.Goal, len(goals))
	for _, g := range goals {
		p.goals[g.GoalID] = g
	}
	figures, err := counted(ctx, q, p.o, nil)
	if err != nil {
		return err
	}
	if bad := p.given(values, figures); len(bad) > 0 {
		p.out.Problems = bad
		return nil
	}
	in := runInput(p.o, goals, figures, nil, codes)
	p.narrow(&in)
	for i := range in.Groups {
		for j := range in.Groups[i].Units {
			u := &in.Groups[i].Units[j]
			// A goal that is left out is no goal: whatever the plan gives for those that
			// do not apply, nobody knows yet what this one will come to.
			known := u.Goals[:0:0]
			for _, g := range u.Goals {
				if p.project(&g) {
					known = append(known, g)
				}
			}
			u.Goals = known
			p.keep(u)
		}
	}
	result, err := score.Run(in)
	if err != nil {
		return problemsOf(cannotCompute(err), &p.out.Problems)
	}
	p.answer(result)
	return nil
}

// given puts the imagined figures in the place of those that are there.
func (p *unitPreview) given(values []FutureValue, figures map[int64][]goal.CountedValue) (bad goal.Problems) {
	for i, v := range values {
		g := p.goals[v.GoalID.Num]
		if v.GoalID.Kind != goal.KindGoal || v.GoalID.Plan != p.o.PlanID || g == nil || g.UnitID != p.unit.UnitID {
			bad.Add(goal.Path("values", i, "goalId"), goal.UnknownGoal)
			continue
		}
		ind := p.o.Indicator(g.IndicatorID)
		if v.Period.Kind() != ind.Frequency || v.Period.Year() != p.o.Year {
			bad.Add(goal.Path("values", i, "period"), goal.WrongPeriod, "period", v.Period.String(), "kind", string(ind.Frequency))
			continue
		}
		f := v.Figures
		if f.Note == "" {
			f.Note = "—" // nobody has to explain what has not happened
		}
		bad = append(bad, f.Check(ind, p.o.Settings.Scales.Value, goal.Path("values", i))...)
		figures[g.GoalID] = append(slices.DeleteFunc(slices.Clone(figures[g.GoalID]), func(c goal.CountedValue) bool { return c.Period == v.Period }),
			goal.CountedValue{GoalID: g.GoalID, Period: v.Period, Value: score.PeriodValue{Period: v.Period.String(), State: f.State, Value: f.Value,
				Numerator: f.Numerator, Denominator: f.Denominator, Inputs: f.Inputs}})
	}
	return bad
}

// narrow keeps what the viewer may see: the unit's group or, for its own people,
// the unit alone. Components are not known before the year's end.
func (p *unitPreview) narrow(in *score.RunInput) {
	in.Groups = slices.DeleteFunc(in.Groups, func(g score.GroupInput) bool { return g.GroupID != p.unit.GroupID })
	indicatorsAlone(in)
	for i := range in.Groups {
		g := &in.Groups[i]
		if !p.insider {
			g.Units = slices.DeleteFunc(g.Units, func(u score.UnitInput) bool { return u.UnitID != p.unit.UnitID })
		}
	}
}

// keep notes the goals of the unit that are left out, which no line will stand for.
func (p *unitPreview) keep(u *score.UnitInput) {
	if u.UnitID != p.unit.UnitID {
		return
	}
	for id := range p.leftOut {
		if g := p.goals[id]; g.UnitID == u.UnitID {
			p.out.Lines = append(p.out.Lines, UnitPreviewLine{PlanID: p.o.PlanID, GoalID: id, State: score.NotApplicable, LeftOut: true})
		}
	}
	slices.SortFunc(p.out.Lines, func(a, b UnitPreviewLine) int {
		return cmp.Compare(p.goals[a.GoalID].SortKey, p.goals[b.GoalID].SortKey)
	})
}

// project fills a goal's year up with what was planned and reports whether that
// can be scored.
func (p *unitPreview) project(in *score.GoalInput) bool {
	g := p.goals[in.GoalID]
	ind := p.o.Indicator(g.IndicatorID)
	if in.NotApplicable {
		return true
	}
	reported := 0
	for _, v := range in.Values {
		if v.State != score.ValueMissing {
			reported++
		}
	}
	switch known := reported == len(in.Values); {
	case !p.insider && ind.Rule.IsRelative(), reported == 0 && (ind.Takes() != goal.TakesNumber || g.Target == nil):
		p.leftOut[g.GoalID] = true
		return false
	case known:
	case ind.Takes() != goal.TakesNumber || g.Target == nil:
		// Nothing says what the rest of the year would bring: it is looked at so far.
		in.Values = slices.DeleteFunc(slices.Clone(in.Values), func(v score.PeriodValue) bool { return v.State == score.ValueMissing })
	default:
		p.atPlan(g, ind, in)
	}
	return true
}

// atPlan lets the missing periods bring what was planned for them: of a sum and of
// a running total, what the planned course grows by; of a level, the target. The
// course is rounded and not its steps, so that a year at plan ends on its target.
func (p *unitPreview) atPlan(g *goal.Goal, ind *goal.Indicator, in *score.GoalInput) {
	target := g.Target.Rat()
	before, total := decimal.Zero, decimal.Zero // of the course; of the figures
	values := slices.Clone(in.Values)
	for i, at := range period.In(p.o.Year, ind.Frequency) {
		course := score.Round(new(big.Rat).Mul(target, p.o.PlannedShare(g, at)), 4, score.HalfAway)
		step := course.Sub(before)
		before = course
		v := &values[i]
		if v.State != score.ValueMissing {
			if v.Value != nil {
				total = *v.Value
			}
			continue
		}
		x := *g.Target
		switch ind.Aggregation {
		case score.Sum:
			x = step
		case score.Cumulative:
			x = total.Add(step)
		}
		total = x
		v.State, v.Value = score.Value, &x
		p.assumed[g.GoalID] = append(p.assumed[g.GoalID], at)
	}
	in.Values = values
}

func (p *unitPreview) answer(result score.RunResult) {
	for _, g := range result.Groups {
		for _, u := range g.Units {
			if u.UnitID != p.unit.UnitID {
				continue
			}
			p.out.Indicators = new(u.Indicators)
			if p.insider && u.Rank > 0 {
				p.out.Rank = new(u.Rank)
			}
			for _, l := range u.Lines {
				trace := p.who.ShownTrace(p.o, u.UnitID, p.o.Indicator(p.goals[l.GoalID].IndicatorID), l.Trace)
				p.out.Lines = append(p.out.Lines, UnitPreviewLine{PlanID: p.o.PlanID, GoalID: l.GoalID, State: l.State, Value: l.Value, Points: l.Points,
					Most: l.Most, Gain: l.Gain, Assumed: p.assumed[l.GoalID], Trace: trace})
			}
		}
	}
}
