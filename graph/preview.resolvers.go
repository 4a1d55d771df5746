package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func (r *planPreviewResolver) WithoutFigures(ctx context.Context, obj *cycle.PlanPreview) ([]*goal.Goal, error) {
	return namedGoals(ctx, obj.PlanID, obj.WithoutFigures)
}

func (r *planPreviewUnitResolver) Unit(ctx context.Context, obj *cycle.PlanPreviewUnit) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *queryResolver) ScorePreview(ctx context.Context, input cycle.ScorePreviewInput) (*cycle.ScorePreview, error) {
	return r.Cycle.ScorePreview(ctx, actor(ctx), input)
}

func (r *queryResolver) PlanPreview(ctx context.Context, input PlanPreviewInput) (*cycle.PlanPreview, error) {
	return r.Cycle.PlanPreview(ctx, actor(ctx), input.PlanID, input.FiguresOf)
}

func (r *queryResolver) UnitPreview(ctx context.Context, input UnitPreviewInput) (*cycle.UnitPreview, error) {
	return r.Cycle.UnitPreview(ctx, actor(ctx), input.PlanID, input.UnitID, values(input.Values))
}

func (r *unitPreviewResolver) Unit(ctx context.Context, obj *cycle.UnitPreview) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *unitPreviewLineResolver) Goal(ctx context.Context, obj *cycle.UnitPreviewLine) (*goal.Goal, error) {
	return namedGoal(ctx, goal.ID{Kind: goal.KindGoal, Plan: obj.PlanID, Num: obj.GoalID})
}

func (r *Resolver) PlanPreview() PlanPreviewResolver { return &planPreviewResolver{r} }

func (r *Resolver) PlanPreviewUnit() PlanPreviewUnitResolver { return &planPreviewUnitResolver{r} }

func (r *Resolver) UnitPreview() UnitPreviewResolver { return &unitPreviewResolver{r} }

func (r *Resolver) UnitPreviewLine() UnitPreviewLineResolver { return &unitPreviewLineResolver{r} }

type (
	planPreviewResolver     struct{ *Resolver }
	planPreviewUnitResolver struct{ *Resolver }
	unitPreviewResolver     struct{ *Resolver }
	unitPreviewLineResolver struct{ *Resolver }
)
