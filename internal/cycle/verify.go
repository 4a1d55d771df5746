package cycle

import (
	"context"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// VerifyRun recomputes a sealed run. It checks the seal, runs the engine on the
// pinned inputs, compares the stored scores and lines with the answer, and holds
// the pinned figures against those in the database. Every difference is listed.
// Only the server's console may.
func (s *Service) VerifyRun(ctx context.Context, who goal.Actor, id goal.ID) (lines int, wrong []goal.Mismatch, err error) {
	if !who.Console {
		return 0, nil, goal.ErrForbidden
	}
	view, err := s.Run(ctx, who, id)
	if err != nil {
		return 0, nil, err
	}
	err = s.db.InLongSnapshot(ctx, func(q postgres.Queries) error {
		names, err := s.called(ctx, q, view)
		if err != nil {
			return err
		}
		inputs, results, err := q.RunText(ctx, view.PlanID, view.RunID)
		if err != nil {
			return err
		}
		in, result, differs, err := view.Recompute(inputs, results, names)
		wrong = differs
		if err != nil {
			return err
		}
		lines, err = verifyRows(ctx, q, view, &in, result, names, &wrong)
		return err
	})
	return lines, wrong, err
}

// called names a run's units and goals.
func (s *Service) called(ctx context.Context, q postgres.Queries, view *RunView) (goal.Names, error) {
	goals, err := q.Goals(ctx, view.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return goal.Names{}, err
	}
	names, name, err := s.namer(ctx, q, view.Outline, view.InputsAt)
	for _, g := range goals {
		names.Goals[g.GoalID] = name(g)
	}
	return names, err
}

// verifyRows compares stored rows with a recomputed result, and the figures in
// the database with those that the run pinned.
func verifyRows(ctx context.Context, q postgres.Queries, view *RunView, in *score.RunInput, result score.RunResult, names goal.Names, wrong *[]goal.Mismatch) (int, error) {
	scores, err := q.Scores(ctx, view.PlanID, view.RunID, nil)
	if err != nil {
		return 0, err
	}
	check := goal.CheckScores(result, names)
	for _, sc := range scores {
		check.Row(sc)
	}
	*wrong = append(*wrong, check.End()...)
	stored, err := q.Lines(ctx, view.PlanID, view.RunID, nil)
	if err != nil {
		return 0, err
	}
	*wrong = append(*wrong, compareLines(stored, result, names)...)
	changed, err := verifyFigures(ctx, q, view, in, names)
	if err != nil {
		return 0, err
	}
	*wrong = append(*wrong, changed...)
	if len(changed) > 0 {
		again, err := score.Run(*in) // with the figures as the database has them now
		if err != nil {
			return len(stored), fmt.Errorf("with the figures in the database: %w", err)
		}
		*wrong = append(*wrong, compareLines(stored, again, names)...)
	}
	return len(stored), nil
}

func compareLines(stored []*goal.ScoreLine, result score.RunResult, names goal.Names) []goal.Mismatch {
	check := goal.CheckLines(result, names)
	for _, l := range stored {
		check.Row(l)
	}
	return check.End()
}

// verifyFigures reads every pinned revision again and puts what it finds into
// in, so that the run can be computed from the database's own figures too.
func verifyFigures(ctx context.Context, q postgres.Queries, view *RunView, in *score.RunInput, names goal.Names) ([]goal.Mismatch, error) {
	var goals, revisions []int64
	var periods []string
	goal.EachPinned(in, func(g *score.GoalInput, v *score.PeriodValue) {
		goals, periods, revisions = append(goals, g.GoalID), append(periods, v.Period), append(revisions, int64(v.Revision))
	})
	found, err := q.ValuesAt(ctx, view.PlanID, goals, periods, revisions)
	if err != nil {
		return nil, err
	}
	var changed []goal.Mismatch
	goal.EachPinned(in, func(g *score.GoalInput, v *score.PeriodValue) {
		where := fmt.Sprintf("%s, %s r%d", names.Goals[g.GoalID], v.Period, v.Revision)
		now := found[g.GoalID][v.Period]
		if now == nil {
			changed = append(changed, goal.Mismatch{Where: where, What: "figure", Kept: goal.Figure(*v)})
			return
		}
		fresh := now.ForScore()
		if goal.Figure(*v) != goal.Figure(fresh) {
			changed = append(changed, goal.Mismatch{Where: where, What: "figure", Kept: goal.Figure(*v), Found: goal.Figure(fresh)})
			*v = fresh
		}
	})
	return changed, nil
}
