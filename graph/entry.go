package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// entry answers whether the viewer may do something now.
func entry(ctx context.Context, d goal.Door) *goal.EntryState {
	return new(goal.Entry(actor(ctx), d))
}

func reviewEntry(ctx context.Context, r *goal.Review, action goal.Action) (*goal.EntryState, error) {
	p, err := parts(ctx, r.PlanID)
	if err != nil {
		return nil, err
	}
	return entry(ctx, r.Door(action, p.outline.Plan.Thing())), nil
}

func adjustmentEntry(ctx context.Context, a *goal.Adjustment) (*goal.EntryState, error) {
	p, r, err := closing(ctx, a.PlanID)
	if err != nil {
		return nil, err
	}
	return entry(ctx, a.DecideDoor(p.outline.Plan, r)), nil
}

func vetoEntry(ctx context.Context, v *goal.Veto) (*goal.EntryState, error) {
	p, r, err := closing(ctx, v.PlanID)
	if err != nil {
		return nil, err
	}
	return entry(ctx, v.DecideDoor(p.outline.Plan, r)), nil
}

// closing gives a plan and its review, each read once per request.
func closing(ctx context.Context, plan int64) (*planParts, *goal.Review, error) {
	p, err := parts(ctx, plan)
	if err != nil {
		return nil, nil, err
	}
	r, err := load(ctx).reviews.Load(ctx, (&goal.Review{PlanID: plan}).ID())
	return p, r, err
}

// shownInputs are a figure's inputs as the viewer may see them.
func shownInputs(ctx context.Context, v *goal.Value) (*score.Inputs, error) {
	if v.Inputs == nil {
		return nil, nil
	}
	g, err := load(ctx).goals.Load(ctx, goal.ID{Kind: goal.KindGoal, Plan: v.PlanID, Num: v.GoalID})
	if err != nil {
		return nil, err
	}
	p, err := parts(ctx, v.PlanID)
	if err != nil {
		return nil, err
	}
	return actor(ctx).ShownInputs(p.outline, g.UnitID, p.outline.Indicator(g.IndicatorID), v.Inputs), nil
}
