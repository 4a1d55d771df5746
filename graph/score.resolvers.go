package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
)

func (r *exportResolver) URL(ctx context.Context, obj *goal.Export) (string, error) {
	return r.DownloadURL("/downloads/" + obj.ID().String() + "/" + obj.Secret), nil
}

func (r *lineChangeResolver) Goal(ctx context.Context, obj *goal.LineChange) (*goal.Goal, error) {
	return namedGoal(ctx, goal.ID{Kind: goal.KindGoal, Plan: obj.PlanID, Num: obj.GoalID})
}

func (r *mutationResolver) ScoreRunCreate(ctx context.Context, planID goal.ID) (*ScoreRunPayload, error) {
	run, err := r.Cycle.CreateRun(ctx, actor(ctx), planID)
	problems, err := userErrors(err)
	return &ScoreRunPayload{ScoreRun: run, UserErrors: problems}, err
}

func (r *mutationResolver) ScoreSheetExport(ctx context.Context, runID goal.ID, groupID *goal.ID, unitID *goal.ID) (*ExportPayload, error) {
	return exportPayload(r.Cycle.RequestSheet(ctx, actor(ctx), runID, groupID, unitID))
}

func (r *queryResolver) ScoreRuns(ctx context.Context, planID goal.ID, first int, after *string) (*ScoreRunConnection, error) {
	at, err := before(after, "runs")
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Runs(ctx, actor(ctx), planID, at, first)
	if err != nil {
		return nil, err
	}
	return runConnection(page), nil
}

func (r *queryResolver) ScoreRun(ctx context.Context, id goal.ID) (*cycle.RunView, error) {
	return absent(r.Cycle.Run(ctx, actor(ctx), id))
}

func (r *queryResolver) Score(ctx context.Context, planID goal.ID, unitID goal.ID, runID *goal.ID) (*goal.Score, error) {
	return absent(r.Cycle.Score(ctx, actor(ctx), planID, unitID, runID))
}

func (r *scoreResolver) Unit(ctx context.Context, obj *goal.Score) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *scoreResolver) Lines(ctx context.Context, obj *goal.Score) ([]*goal.ScoreLine, error) {
	return load(ctx).lines.Load(ctx, lineKey{obj.PlanID, obj.RunID, obj.UnitID})
}

func (r *scoreResolver) Explanation(ctx context.Context, obj *goal.Score) (string, error) {
	x, err := load(ctx).explained.Load(ctx, lineKey{obj.PlanID, obj.RunID, obj.UnitID})
	if err != nil {
		return "", err
	}
	return wording.ExplainScore(language(ctx), x), nil
}

func (r *scoreResolver) History(ctx context.Context, obj *goal.Score) ([]*goal.HistoryEntry, error) {
	list, err := load(ctx).scoreHistories.Load(ctx, unitKey{obj.PlanID, obj.UnitID})
	return pointers(list), err
}

func (r *scoreChangeResolver) Unit(ctx context.Context, obj *goal.ScoreChange) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *scoreLineResolver) Goal(ctx context.Context, obj *goal.ScoreLine) (*goal.Goal, error) {
	return namedGoal(ctx, goal.ID{Kind: goal.KindGoal, Plan: obj.PlanID, Num: obj.GoalID})
}

func (r *scoreLineResolver) Explanation(ctx context.Context, obj *goal.ScoreLine) (string, error) {
	x, err := load(ctx).explained.Load(ctx, lineKey{obj.PlanID, obj.RunID, obj.UnitID})
	if err != nil {
		return "", err
	}
	return wording.ExplainLine(language(ctx), x, x.Line(obj.GoalID), false), nil
}

func (r *scoreRunResolver) Supersedes(ctx context.Context, obj *cycle.RunView) (*cycle.RunView, error) {
	return r.Cycle.Superseded(ctx, actor(ctx), obj)
}

func (r *scoreRunResolver) Difference(ctx context.Context, obj *cycle.RunView) ([]*goal.ScoreChange, error) {
	changes, err := r.Cycle.Difference(ctx, actor(ctx), obj)
	return pointers(changes), err
}

func (r *scoreRunResolver) Groups(ctx context.Context, obj *cycle.RunView) ([]*ScoreRunGroup, error) {
	return runGroups(ctx, r.Cycle, obj)
}

func (r *traceResolver) Title(ctx context.Context, obj *score.Trace) (string, error) {
	return wording.TraceTitle(language(ctx), obj.Code), nil
}

func (r *traceResolver) Operands(ctx context.Context, obj *score.Trace) ([]*Operand, error) {
	return operands(obj), nil
}

func (r *Resolver) Export() ExportResolver { return &exportResolver{r} }

func (r *Resolver) LineChange() LineChangeResolver { return &lineChangeResolver{r} }

func (r *Resolver) Score() ScoreResolver { return &scoreResolver{r} }

func (r *Resolver) ScoreChange() ScoreChangeResolver { return &scoreChangeResolver{r} }

func (r *Resolver) ScoreLine() ScoreLineResolver { return &scoreLineResolver{r} }

func (r *Resolver) ScoreRun() ScoreRunResolver { return &scoreRunResolver{r} }

func (r *Resolver) Trace() TraceResolver { return &traceResolver{r} }

type (
	exportResolver      struct{ *Resolver }
	lineChangeResolver  struct{ *Resolver }
	scoreResolver       struct{ *Resolver }
	scoreChangeResolver struct{ *Resolver }
	scoreLineResolver   struct{ *Resolver }
	scoreRunResolver    struct{ *Resolver }
	traceResolver       struct{ *Resolver }
)
