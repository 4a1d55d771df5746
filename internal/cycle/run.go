package cycle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

func parseRat(s string) (*big.Rat, bool) { return new(big.Rat).SetString(s) }

// CreateRun computes and seals the scores of all units from the figures that
// count now. The office may, while the review is open. It takes a fixed number
// of statements, whatever the plan's size.
func (s *Service) CreateRun(ctx context.Context, who goal.Actor, plan goal.ID) (*RunView, error) {
	var view *RunView
	var made goal.ID
	again, err := s.write(ctx, who, plan.Num, &made, func(q postgres.Queries) (*deed, error) {
		o, err := s.reviewPlan(ctx, q, who, plan, goal.EditReview)
		if err != nil {
			return nil, err
		}
		if _, err := s.openReview(ctx, q, who, o, goal.EditReview, o.Thing()); err != nil {
			return nil, err
		}
		in, err := s.yearInput(ctx, q, who, o)
		if err != nil {
			return nil, err
		}
		result, err := score.Run(in)
		if err != nil {
			return nil, cannotCompute(err)
		}
		inputs, results := text(in), text(result)
		run := &goal.ScoreRun{PlanID: o.PlanID, Engine: score.Engine, Edition: o.Edition, InputsAt: who.At, CreatedAt: who.At, Pending: result.Pending,
			Hash: score.Hash(goal.SealText(score.Engine, inputs, results))}
		scores, lines := goal.RunRows(result)
		quotas := map[int64][]score.QuotaResult{}
		for _, g := range result.Groups {
			quotas[g.GroupID] = g.Quotas
		}
		if err := q.AddRun(ctx, run, inputs, results, quotas, by(who), scores, lines); err != nil {
			return nil, err
		}
		view, made = &RunView{run, o}, run.ID()
		return &deed{plan: o.PlanID, action: goal.DeedRunCreate, object: made, seals: true, after: map[string]string{"hash": run.Hash}}, nil
	})
	return answered(view, again, err, func() (*RunView, error) { return s.Run(ctx, who, made) })
}

// yearInput gathers a whole year: figures, component scores, decided
// adjustments, applied vetoes.
func (s *Service) yearInput(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline) (score.RunInput, error) {
	codes, err := unitCodes(ctx, q, o, who.At)
	if err != nil {
		return score.RunInput{}, err
	}
	goals, err := q.Goals(ctx, o.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return score.RunInput{}, err
	}
	values, err := counted(ctx, q, o, nil)
	if err != nil {
		return score.RunInput{}, err
	}
	in := runInput(o, goals, values, nil, codes)
	return in, s.addReview(ctx, q, o, &in)
}

// addReview adds to each unit what the review decided about it.
func (s *Service) addReview(ctx context.Context, q postgres.Queries, o *goal.Outline, in *score.RunInput) error {
	components, err := q.ComponentScores(ctx, o.PlanID)
	if err != nil {
		return err
	}
	adjustments, err := q.Adjustments(ctx, o.PlanID, nil)
	if err != nil {
		return err
	}
	vetoes, err := q.Vetoes(ctx, o.PlanID, nil)
	if err != nil {
		return err
	}
	units := map[int64]*score.UnitInput{}
	for g := range in.Groups {
		for u := range in.Groups[g].Units {
			units[in.Groups[g].Units[u].UnitID] = &in.Groups[g].Units[u]
		}
	}
	for _, c := range components {
		if u := units[c.UnitID]; u != nil {
			u.Components = append(u.Components, score.ComponentScore{Component: c.Component, Score: c.Score})
		}
	}
	for _, a := range inForce(adjustments) {
		if u := units[a.UnitID]; u != nil {
			u.Adjustments = append(u.Adjustments, score.AdjustmentInput{EntryID: a.AdjustmentID, Rule: a.Rule, Matter: a.Matter, Points: *a.Points, Factor: a.Factor, Units: shared(a.Units)})
		}
	}
	for _, v := range vetoes {
		if u := units[v.UnitID]; u != nil && v.Status == goal.VetoApplied && !slices.Contains(u.Vetoes, v.Rule) {
			u.Vetoes = append(u.Vetoes, v.Rule)
		}
	}
	return addInYear(ctx, q, o, units)
}

// shared is left out of a run's input where nobody shares, so that the text of
// what is usual stays short.
func shared(units int) int {
	if units < 2 {
		return 0
	}
	return units
}

// inForce keeps approved entries that no approved entry takes back.
func inForce(ledger []*goal.Adjustment) []*goal.Adjustment {
	reversed := map[int64]bool{}
	for _, a := range ledger {
		if a.Reverses != nil && a.Status == goal.AdjustmentApproved {
			reversed[*a.Reverses] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(ledger), func(a *goal.Adjustment) bool {
		return a.Status != goal.AdjustmentApproved || a.Reverses != nil || reversed[a.AdjustmentID]
	})
}

// RunView is a run that somebody may see.
type RunView struct {
	*goal.ScoreRun
	Outline *goal.Outline
}

// Run reads a score run. Trial runs are for insiders of the authority, the final
// one for everybody who may read the plan.
func (s *Service) Run(ctx context.Context, who goal.Actor, id goal.ID) (*RunView, error) {
	if err := id.Is(goal.KindRun); err != nil {
		return nil, err
	}
	q := s.db.Read()
	o, err := s.read(ctx, q, who, id.Plan)
	if err != nil {
		return nil, err
	}
	r, err := q.Run(ctx, o.PlanID, id.Num)
	if err != nil {
		return nil, err
	}
	if !maySeeRun(who, o, r) {
		return nil, goal.ErrNotFound
	}
	return &RunView{r, o}, nil
}

func maySeeRun(who goal.Actor, o *goal.Outline, r *goal.ScoreRun) bool {
	return who.May(goal.ReadTrialScores, o.Thing()) || r.Final && who.May(goal.ReadFinalScores, o.Thing())
}

// Runs lists the score runs of a plan that the actor may see, newest first.
func (s *Service) Runs(ctx context.Context, who goal.Actor, plan goal.ID, before, first int) (*RunPage, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	page, onlyFinal := &RunPage{}, !who.May(goal.ReadTrialScores, o.Thing())
	if onlyFinal && !who.May(goal.ReadFinalScores, o.Thing()) {
		return page, nil
	}
	q := s.db.Read()
	if page.Total, err = q.CountRuns(ctx, o.PlanID, onlyFinal); err != nil {
		return nil, err
	}
	runs, err := q.Runs(ctx, o.PlanID, onlyFinal, before, first+1)
	if page.More = len(runs) > first; page.More {
		runs = runs[:first]
	}
	for _, r := range runs {
		page.Runs = append(page.Runs, &RunView{r, o})
	}
	return page, err
}

// RunPage is one page of score runs.
type RunPage struct {
	Runs  []*RunView
	Total int
	More  bool
}

// Scores reads the scores of a run that the actor sees, in printing order.
func (s *Service) Scores(ctx context.Context, r *RunView, units []int64) ([]*goal.Score, error) {
	return s.db.Read().Scores(ctx, r.PlanID, r.RunID, units)
}

// Superseded is the run before one that the actor sees, or nil where there is none
// or it is not for the actor.
func (s *Service) Superseded(ctx context.Context, who goal.Actor, r *RunView) (*RunView, error) {
	if r.Supersedes == nil {
		return nil, nil
	}
	before, err := s.Run(ctx, who, goal.ID{Kind: goal.KindRun, Plan: r.PlanID, Num: *r.Supersedes})
	if errors.Is(err, goal.ErrNotFound) {
		return nil, nil
	}
	return before, err
}

// Difference says what changed since the run that r supersedes: nothing where
// there is none, or it is not for the actor to see.
func (s *Service) Difference(ctx context.Context, who goal.Actor, r *RunView) ([]goal.ScoreChange, error) {
	before, err := s.Superseded(ctx, who, r)
	if before == nil || err != nil {
		return nil, err
	}
	q := s.db.Read()
	old, err := q.Scores(ctx, r.PlanID, before.RunID, nil)
	if err != nil {
		return nil, err
	}
	now, err := q.Scores(ctx, r.PlanID, r.RunID, nil)
	if err != nil {
		return nil, err
	}
	lines, err := q.LineChanges(ctx, r.PlanID, before.RunID, r.RunID)
	return goal.ScoreChanges(old, now, lines), err
}

// Quotas reads how a run gave out its places, by group.
func (s *Service) Quotas(ctx context.Context, r *RunView) (map[int64][]score.QuotaResult, error) {
	return s.db.Read().Quotas(ctx, r.PlanID, r.RunID)
}

// Lines reads the score lines of units in a run that the actor sees, with as much
// of their traces as the actor may see.
func (s *Service) Lines(ctx context.Context, who goal.Actor, plan, run int64, units []int64) ([]*goal.ScoreLine, error) {
	o, err := s.OutlineOf(ctx, plan)
	if err != nil {
		return nil, err
	}
	return s.lines(ctx, s.db.Read(), who, o, run, units)
}

func (s *Service) lines(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, run int64, units []int64) ([]*goal.ScoreLine, error) {
	lines, err := q.Lines(ctx, o.PlanID, run, units)
	if err != nil || who.May(goal.ReadComponentMarks, o.Thing()) {
		return lines, err
	}
	ids := make([]int64, len(lines))
	for i, l := range lines {
		ids[i] = l.GoalID
	}
	goals, err := q.GoalsByID(ctx, o.PlanID, ids)
	indicators := make(map[int64]*goal.Indicator, len(goals))
	for _, g := range goals {
		indicators[g.GoalID] = o.Indicator(g.IndicatorID)
	}
	for _, l := range lines {
		l.Trace = who.ShownTrace(o, l.UnitID, indicators[l.GoalID], l.Trace)
	}
	return lines, err
}

// Score reads one unit's score in a run, or in the newest run that the actor
// may see.
func (s *Service) Score(ctx context.Context, who goal.Actor, plan, unit goal.ID, run *goal.ID) (*goal.Score, error) {
	var view *RunView
	var err error
	if err := unit.Is(goal.KindUnit); err != nil {
		return nil, err
	}
	if run != nil {
		view, err = s.Run(ctx, who, *run)
		if err == nil && (plan.Kind != goal.KindPlan || plan.Num != view.PlanID) {
			err = goal.ErrNotFound
		}
	} else {
		var page *RunPage
		if page, err = s.Runs(ctx, who, plan, maxNumber, 1); err == nil && len(page.Runs) == 0 {
			err = goal.ErrNotFound
		}
		if err == nil {
			view = page.Runs[0]
		}
	}
	if err != nil {
		return nil, err
	}
	scores, err := s.Scores(ctx, view, []int64{unit.Num})
	if err == nil && len(scores) == 0 {
		err = goal.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return scores[0], nil
}

// maxNumber is above every run's and bulletin's number.
const maxNumber = 1 << 30

// LastFinal finds the run that a plan's review made final, or else its newest.
func (s *Service) LastFinal(ctx context.Context, who goal.Actor, plan goal.ID) (*RunView, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	q := s.db.Read()
	review, err := q.Review(ctx, o.PlanID)
	if err == nil && review.FinalRunID != nil {
		return s.Run(ctx, who, goal.ID{Kind: goal.KindRun, Plan: o.PlanID, Num: *review.FinalRunID})
	}
	if err != nil && !errors.Is(err, goal.ErrNotFound) {
		return nil, err
	}
	last, err := q.LastRun(ctx, o.PlanID)
	if err != nil {
		return nil, fmt.Errorf("score run of plan %d: %w", o.PlanID, err)
	}
	return s.Run(ctx, who, last.ID())
}
