package cycle

import (
	"context"
	"errors"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// PlanPreview is a plan computed on another plan's figures, most often a draft on
// last year's.
type PlanPreview struct {
	PlanID         int64
	Groups         []PlanPreviewGroup
	Rules          []RulePreview // by indicator, in the plan's order
	WithoutFigures []int64       // goals that the other plan has no figures for; they were left out
	WithComponents bool          // ballots' and leaders' scores of the other plan went in; else indicators alone make the score
	Problems       []goal.Problem
}

// PlanPreviewGroup is one group's imagined ranking and how far it spreads.
type PlanPreviewGroup struct {
	Group    *goal.Group
	Units    []PlanPreviewUnit
	Least    *decimal.Decimal // of the ranked units; nil where there are none
	Greatest *decimal.Decimal
	Mean     *decimal.Decimal // two decimals
	Tied     int              // ranked units that share their score with another
}

// PlanPreviewUnit is where a unit would stand, and where it stood.
type PlanPreviewUnit struct {
	UnitID  int64
	Final   decimal.Decimal
	Rank    int // 0: listed apart
	Was     *decimal.Decimal
	WasRank *int
	Change  *decimal.Decimal // Final − Was
}

// RulePreview is what a rule did with the figures of one indicator.
type RulePreview struct {
	Indicator *goal.Indicator
	Scored    int // goals with points
	AtMost    int // of these, with all that the rule can give
	AtNothing int // of these, with no points
	Least     *decimal.Decimal
	Greatest  *decimal.Decimal
	Bites     bool // it told at least two goals apart by their part of the marks

	first *score.LineResult
}

// PlanPreview computes one plan on another's figures, for goals that both have:
// the same unit, the same indicator's code, figures of the same kind for the same
// periods of their years. Nothing is stored. Insiders of both authorities may.
func (s *Service) PlanPreview(ctx context.Context, who goal.Actor, plan, figuresOf goal.ID) (*PlanPreview, error) {
	o, err := s.previewPlan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	other, err := s.previewPlan(ctx, who, figuresOf)
	if err != nil {
		return nil, err
	}
	out := &PlanPreview{PlanID: o.PlanID}
	err = s.db.InSnapshot(ctx, func(q postgres.Queries) error {
		p := planPreview{out: out, o: o, other: other, was: map[int64]*goal.Score{}}
		in, err := p.input(ctx, q, who)
		if err != nil {
			return err
		}
		result, err := score.Run(in)
		if err != nil {
			return problemsOf(cannotCompute(err), &out.Problems)
		}
		p.groups(result)
		p.rules(result)
		return nil
	})
	return out, err
}

func (s *Service) previewPlan(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Outline, error) {
	o, err := s.Plan(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return o, allow(who, goal.ReadTrialScores, o.Thing())
}

// planPreview is a preview in the making.
type planPreview struct {
	out      *PlanPreview
	o, other *goal.Outline
	was      map[int64]*goal.Score // by unit, in the other plan's newest run
}

func (p *planPreview) input(ctx context.Context, q postgres.Queries, who goal.Actor) (score.RunInput, error) {
	codes, err := unitCodes(ctx, q, p.o, who.At)
	if err != nil {
		return score.RunInput{}, err
	}
	all := postgres.GoalFilter{Sight: postgres.Sight{All: true}}
	goals, err := q.Goals(ctx, p.o.PlanID, all, 0, 0)
	if err != nil {
		return score.RunInput{}, err
	}
	others, err := q.Goals(ctx, p.other.PlanID, all, 0, 0)
	if err != nil {
		return score.RunInput{}, err
	}
	figures, err := counted(ctx, q, p.other, nil)
	if err != nil {
		return score.RunInput{}, err
	}
	in := runInput(p.o, goals, p.figures(goals, others, figures), nil, codes)
	p.leaveOut(&in)
	if err := p.components(ctx, q, &in); err != nil {
		return in, err
	}
	last, err := q.LastRun(ctx, p.other.PlanID)
	if errors.Is(err, goal.ErrNotFound) {
		return in, nil
	}
	if err != nil {
		return in, err
	}
	scores, err := q.Scores(ctx, p.other.PlanID, last.RunID, nil)
	for _, sc := range scores {
		p.was[sc.UnitID] = sc
	}
	return in, err
}

// figures gives each goal the other plan's figures for the same unit and
// indicator, moved into this plan's year.
func (p *planPreview) figures(goals, others []*goal.Goal, figures map[int64][]goal.CountedValue) map[int64][]goal.CountedValue {
	type key struct {
		unit int64
		code string
	}
	known := map[key]*goal.Goal{}
	for _, g := range others {
		known[key{g.UnitID, p.other.Indicator(g.IndicatorID).Code}] = g
	}
	moved := map[int64][]goal.CountedValue{}
	for _, g := range goals {
		ind := p.o.Indicator(g.IndicatorID)
		from := known[key{g.UnitID, ind.Code}]
		if from == nil {
			continue
		}
		was := p.other.Indicator(from.IndicatorID)
		if was.Frequency != ind.Frequency || was.Takes() != ind.Takes() {
			continue
		}
		for _, v := range figures[from.GoalID] {
			v.Period = period.Of(p.o.Year, v.Period.Kind(), v.Period.Number())
			moved[g.GoalID] = append(moved[g.GoalID], v)
		}
	}
	return moved
}

// leaveOut takes goals without any figure away: they would be missing, or get what
// the plan gives for goals that do not apply, and drown what the preview is to show.
func (p *planPreview) leaveOut(in *score.RunInput) {
	for i := range in.Groups {
		for j := range in.Groups[i].Units {
			u := &in.Groups[i].Units[j]
			u.Goals = slices.DeleteFunc(u.Goals, func(g score.GoalInput) bool {
				known := g.NotApplicable || slices.ContainsFunc(g.Values, func(v score.PeriodValue) bool { return v.State != score.ValueMissing })
				if !known {
					p.out.WithoutFigures = append(p.out.WithoutFigures, g.GoalID)
				}
				return !known
			})
		}
	}
}

// components takes the other plan's ballots and leaders' scores over, if every
// unit has what its group weighs; otherwise indicators alone make the score.
func (p *planPreview) components(ctx context.Context, q postgres.Queries, in *score.RunInput) error {
	list, err := q.ComponentScores(ctx, p.other.PlanID)
	if err != nil {
		return err
	}
	byUnit := map[int64][]score.ComponentScore{}
	for _, c := range list {
		byUnit[c.UnitID] = append(byUnit[c.UnitID], score.ComponentScore{Component: c.Component, Score: c.Score})
	}
	p.out.WithComponents = true
	for i := range in.Groups {
		g := &in.Groups[i]
		for j := range g.Units {
			u := &g.Units[j]
			u.Components = byUnit[u.UnitID]
			for _, w := range g.Weights {
				has := slices.ContainsFunc(u.Components, func(c score.ComponentScore) bool { return c.Component == w.Component })
				p.out.WithComponents = p.out.WithComponents && (has || w.Component == score.IndicatorComponent || w.Weight.IsZero())
			}
		}
	}
	if !p.out.WithComponents {
		indicatorsAlone(in)
	}
	return nil
}

// indicatorsAlone makes the indicators the whole score of every group.
func indicatorsAlone(in *score.RunInput) {
	for i := range in.Groups {
		in.Groups[i].Weights = []score.ComponentWeight{{Component: score.IndicatorComponent, Weight: decimal.NewFromInt(1)}}
	}
}

func (p *planPreview) groups(result score.RunResult) {
	for _, g := range result.Groups {
		out := PlanPreviewGroup{Group: p.o.Group(g.GroupID)}
		var finals []decimal.Decimal
		for _, u := range g.Units {
			unit := PlanPreviewUnit{UnitID: u.UnitID, Final: u.Final, Rank: u.Rank}
			if was := p.was[u.UnitID]; was != nil {
				unit.Was, unit.WasRank = &was.Final, was.Rank
				unit.Change = new(u.Final.Sub(was.Final))
			}
			out.Units = append(out.Units, unit)
			if u.Rank > 0 {
				finals = append(finals, u.Final)
			}
		}
		out.spread(finals)
		p.out.Groups = append(p.out.Groups, out)
	}
}

func (g *PlanPreviewGroup) spread(finals []decimal.Decimal) {
	if len(finals) == 0 {
		return
	}
	slices.SortFunc(finals, decimal.Decimal.Cmp)
	g.Least, g.Greatest = &finals[0], &finals[len(finals)-1]
	g.Mean = mean(finals)
	for i, f := range finals {
		if i > 0 && f.Equal(finals[i-1]) || i < len(finals)-1 && f.Equal(finals[i+1]) {
			g.Tied++
		}
	}
}

// rules looks at each indicator's lines over all groups, by their part of the
// most that each could have.
func (p *planPreview) rules(result score.RunResult) {
	p.out.Rules = make([]RulePreview, len(p.o.Indicators))
	byCode := make(map[string]*RulePreview, len(p.out.Rules))
	for i, ind := range p.o.Indicators {
		p.out.Rules[i].Indicator = ind
		byCode[ind.Code] = &p.out.Rules[i]
	}
	for _, g := range result.Groups {
		for _, u := range g.Units {
			for i := range u.Lines {
				if l := &u.Lines[i]; l.State == score.Scored || l.State == score.Zeroed {
					byCode[l.Indicator].add(l)
				}
			}
		}
	}
}

func (r *RulePreview) add(l *score.LineResult) {
	r.Scored++
	if l.Points.GreaterThanOrEqual(l.Most) {
		r.AtMost++
	}
	if l.Points.IsZero() {
		r.AtNothing++
	}
	if r.Least == nil || l.Points.LessThan(*r.Least) {
		r.Least = &l.Points
	}
	if r.Greatest == nil || l.Points.GreaterThan(*r.Greatest) {
		r.Greatest = &l.Points
	}
	if r.first == nil {
		r.first = l
	}
	// Equal parts of different marks are equal treatment.
	r.Bites = r.Bites || !l.Points.Mul(r.first.Most).Equal(r.first.Points.Mul(l.Most))
}

// problemsOf moves what is wrong with the input into list, where it is an answer
// and no failure.
func problemsOf(err error, list *[]goal.Problem) error {
	if invalid := (*goal.InvalidError)(nil); errors.As(err, &invalid) {
		*list = invalid.Problems
		return nil
	}
	return err
}
