package cycle

import (
	"context"
	"math/big"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// GoalPage is one page of goals, with their progress.
type GoalPage struct {
	Outline *goal.Outline
	Goals   []*goal.Goal
	Total   int
	More    bool
}

// Goals lists the goals of a plan that the actor may see, in natural order, with
// their progress: a fixed number of statements, whatever the page's size.
func (s *Service) Goals(ctx context.Context, who goal.Actor, plan goal.ID, f postgres.GoalFilter, after int64, first int) (*GoalPage, error) {
	q := s.db.Read()
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	f.Sight = sight(who, o)
	list, err := q.Goals(ctx, o.PlanID, f, after, first+1)
	if err != nil {
		return nil, err
	}
	total, err := q.CountGoals(ctx, o.PlanID, f)
	if err != nil {
		return nil, err
	}
	page := &GoalPage{Outline: o, Goals: list, Total: total, More: len(list) > first}
	if page.More {
		page.Goals = list[:first]
	}
	return page, fillProgress(ctx, q, o.PlanID, page.Goals)
}

func fillProgress(ctx context.Context, q postgres.Queries, plan int64, goals []*goal.Goal) error {
	ids := make([]int64, len(goals))
	for i, g := range goals {
		ids[i] = g.GoalID
	}
	progress, err := q.ProgressByGoal(ctx, plan, ids)
	for _, g := range goals {
		g.Progress = progress[g.GoalID]
	}
	return err
}

// Light is a goal's warning light at an instant.
func (s *Service) Light(o *goal.Outline, cal period.Calendar, g *goal.Goal, at time.Time) *goal.Light {
	ind := o.Indicator(g.IndicatorID)
	due, any := lastDue(o, cal, ind.Frequency, period.OfYear(o.Year), at)
	return o.Settings.Light(lightQuestion(g, due, any))
}

func lightQuestion(g *goal.Goal, due period.Period, any bool) goal.LightQuestion {
	q := goal.LightQuestion{Due: any && g.State == goal.GoalSet, Reported: true}
	if g.State != goal.GoalSet {
		return q
	}
	p := g.Progress
	q.Reported = !any || p != nil && p.Period.Compare(due) >= 0
	if p != nil {
		q.Rate, q.Pace = p.Rate, p.Pace()
	}
	return q
}

// CompletionQuestion is what an analyst asks.
type CompletionQuestion struct {
	By     []goal.CompletionBy
	To     *period.Period // as of the end of this period; nil: as of now
	From   *period.Period // first of the periods to list, where periods are asked for
	Filter postgres.GoalFilter
	Order  CompletionOrder
	After  *string // key of the last row seen
	First  int
}

// CompletionOrder is how rows are listed.
type CompletionOrder string

const (
	OrderNatural CompletionOrder = "NATURAL"
	OrderRateAsc CompletionOrder = "RATE_ASC" // laggards first
	OrderRate    CompletionOrder = "RATE_DESC"
)

// CompletionPage is one page of completions.
type CompletionPage struct {
	Outline *goal.Outline
	Rows    []*goal.CompletionRow
	Total   int
	More    bool
}

// Completion answers how far the goals are, grouped as asked, over the goals
// that the actor may see. As of now it reads kept progress; as of an earlier
// period it goes back to the figures.
func (s *Service) Completion(ctx context.Context, who goal.Actor, plan goal.ID, ask CompletionQuestion) (*CompletionPage, error) {
	q := s.db.Read()
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	if err := checkCompletion(o, ask); err != nil {
		return nil, err
	}
	ask.Filter.Sight = sight(who, o)
	goals, err := q.Goals(ctx, o.PlanID, ask.Filter, 0, 0)
	if err != nil {
		return nil, err
	}
	list, err := s.completionGoals(ctx, q, who, o, ask, goals)
	if err != nil {
		return nil, err
	}
	rows := o.Completion(list, ask.By)
	sortCompletion(rows, ask.Order)
	page := &CompletionPage{Outline: o, Total: len(rows)}
	if ask.After != nil {
		at := slices.IndexFunc(rows, func(r *goal.CompletionRow) bool { return r.Key == *ask.After })
		rows = rows[at+1:]
	}
	page.More = len(rows) > ask.First
	page.Rows = rows[:min(len(rows), ask.First)]
	return page, nil
}

func checkCompletion(o *goal.Outline, ask CompletionQuestion) error {
	var bad goal.Problems
	for n, p := range []*period.Period{ask.From, ask.To} {
		if p != nil && p.Year() != o.Year {
			bad.Add(goal.Path([]any{"from", "to"}[n]), goal.WrongPeriod, "period", p.String(), "year", period.OfYear(o.Year).String())
		}
	}
	if slices.Contains(ask.By, goal.ByPeriod) && ask.To == nil {
		bad.Add(goal.Path("to"), goal.Required)
	}
	if ask.From != nil && ask.To != nil && (ask.From.Kind() != ask.To.Kind() || ask.From.Compare(*ask.To) > 0) {
		bad.Add(goal.Path("from"), goal.WrongPeriod, "period", ask.From.String(), "kind", string(ask.To.Kind()))
	}
	return bad.Err()
}

// completionGoals gives each goal its progress, light and leader, once for every
// period asked for.
func (s *Service) completionGoals(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, ask CompletionQuestion, goals []*goal.Goal) ([]goal.CompletionGoal, error) {
	cal, err := calendar(ctx, q, o)
	if err != nil {
		return nil, err
	}
	leaders, err := s.leaders(ctx, q, o, who.At)
	if err != nil {
		return nil, err
	}
	if ask.To == nil {
		kept, err := q.AllProgress(ctx, o.PlanID)
		if err != nil {
			return nil, err
		}
		list := make([]goal.CompletionGoal, len(goals))
		for i, g := range goals {
			g.Progress = kept[g.GoalID]
			list[i] = goal.CompletionGoal{Goal: g, LeaderID: leaderOf(g, leaders), Light: s.Light(o, cal, g, who.At)}
		}
		return list, nil
	}
	values, err := counted(ctx, q, o, nil)
	if err != nil {
		return nil, err
	}
	var list []goal.CompletionGoal
	for _, p := range periodsAsked(ask) {
		for _, g := range goals {
			then := *g
			then.Progress = o.Progress(g, values[g.GoalID], p)
			due, any := lastDue(o, cal, o.Indicator(g.IndicatorID).Frequency, p, who.At)
			list = append(list, goal.CompletionGoal{Goal: &then, LeaderID: leaderOf(g, leaders), Light: o.Settings.Light(lightQuestion(&then, due, any)), Period: p})
		}
	}
	return list, nil
}

// periodsAsked lists the periods that rows are wanted for.
func periodsAsked(ask CompletionQuestion) []period.Period {
	from := *ask.To
	if ask.From != nil && slices.Contains(ask.By, goal.ByPeriod) {
		from = *ask.From
	}
	var list []period.Period
	for p := from; p.Compare(*ask.To) <= 0; p = p.Next() {
		list = append(list, p)
	}
	return list
}

// leaders reads which leader is in charge of each unit of a plan.
func (s *Service) leaders(ctx context.Context, q postgres.Queries, o *goal.Outline, at time.Time) (map[int64]postgres.Contacts, error) {
	ids := make([]int64, len(o.Units))
	for i, u := range o.Units {
		ids[i] = u.UnitID
	}
	return q.ContactsOf(ctx, ids, at)
}

func leaderOf(g *goal.Goal, contacts map[int64]postgres.Contacts) int64 {
	if g.LeaderID != nil {
		return *g.LeaderID
	}
	if l := contacts[g.UnitID].LeaderID; l != nil {
		return *l
	}
	return 0
}

// sortCompletion orders rows by rate where asked; rows without one come last,
// and equal ones stay in natural order.
func sortCompletion(rows []*goal.CompletionRow, order CompletionOrder) {
	if order != OrderRateAsc && order != OrderRate {
		return
	}
	slices.SortStableFunc(rows, func(a, b *goal.CompletionRow) int {
		switch {
		case a.Rate == nil || b.Rate == nil:
			return boolRank(a.Rate == nil) - boolRank(b.Rate == nil)
		case order == OrderRate:
			return b.Rate.Cmp(*a.Rate)
		}
		return a.Rate.Cmp(*b.Rate)
	})
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// runInput gathers what the engine needs of a plan, from figures that were read
// before. trial is the period through which a year that is not over is looked
// at; nil means the whole year.
func runInput(o *goal.Outline, goals []*goal.Goal, values map[int64][]goal.CountedValue, trial *period.Period, codes map[int64]string) score.RunInput {
	in := score.RunInput{Trial: trial != nil, Rules: o.Settings.RunRules()}
	for _, i := range o.Indicators {
		in.Indicators = append(in.Indicators, score.IndicatorInput{Code: i.Code, Dimension: o.Dimension(i.DimensionID).Code,
			Aggregation: i.Aggregation, PeriodWeights: i.PeriodWeights, RatioScale: i.RatioScale, Rule: i.Rule, Binding: i.Binding})
	}
	byUnit := map[int64][]score.GoalInput{}
	for _, g := range goals {
		byUnit[g.UnitID] = append(byUnit[g.UnitID], goalInput(o, g, values[g.GoalID], trial))
	}
	for _, g := range o.Groups {
		group := score.GroupInput{GroupID: g.GroupID, Code: g.Code, Weights: g.Components}
		for _, d := range o.Dimensions {
			if full := goal.MarksIn(d.Marks, g.GroupID); full.IsPositive() {
				group.Dimensions = append(group.Dimensions, score.DimensionMarks{Dimension: d.Code, FullMarks: full})
			}
		}
		for _, u := range o.Units {
			if u.GroupID == g.GroupID && u.Mode != score.Exempt {
				group.Units = append(group.Units, score.UnitInput{UnitID: u.UnitID, Code: codes[u.UnitID], Mode: u.Mode, DisplayOrder: u.DisplayOrder, Goals: byUnit[u.UnitID]})
			}
		}
		in.Groups = append(in.Groups, group)
	}
	return in
}

func goalInput(o *goal.Outline, g *goal.Goal, values []goal.CountedValue, trial *period.Period) score.GoalInput {
	ind := o.Indicator(g.IndicatorID)
	in := score.GoalInput{GoalID: g.GoalID, Indicator: ind.Code, Revision: g.Revision, FullMarks: g.FullMarks,
		NotApplicable: g.State == goal.GoalNotApplicable, Target: g.Target, Baseline: g.Baseline, Challenge: g.Challenge, Difficulty: g.Difficulty, Portion: g.Portion}
	byPeriod := map[period.Period]score.PeriodValue{}
	for _, v := range values {
		byPeriod[v.Period] = v.Value
	}
	for _, p := range period.In(o.Year, ind.Frequency) {
		v, reported := byPeriod[p]
		if trial != nil && (!reported || p.LastMonth() > trial.LastMonth()) {
			continue
		}
		if !reported {
			// A year that is over knows what was never reported.
			v = score.PeriodValue{Period: p.String(), State: score.ValueMissing}
		}
		in.Values = append(in.Values, v)
	}
	if trial != nil {
		// Against what was planned by the last period that has ended, reported or not.
		n := trial.LastMonth() / ind.Frequency.Months()
		in.PlannedShare = new(big.Rat)
		if n > 0 {
			in.PlannedShare = o.PlannedShare(g, period.Of(o.Year, ind.Frequency, n))
		}
	}
	return in
}
