package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

func (r *completionRowResolver) Unit(ctx context.Context, obj *goal.CompletionRow) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.UnitID)
}

func (r *completionRowResolver) Group(ctx context.Context, obj *goal.CompletionRow) (*goal.Group, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil || obj.GroupID == nil {
		return nil, err
	}
	return p.outline.Group(*obj.GroupID), nil
}

func (r *completionRowResolver) Dimension(ctx context.Context, obj *goal.CompletionRow) (*goal.Dimension, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil || obj.DimensionID == nil {
		return nil, err
	}
	return p.outline.Dimension(*obj.DimensionID), nil
}

func (r *completionRowResolver) Indicator(ctx context.Context, obj *goal.CompletionRow) (*goal.Indicator, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil || obj.IndicatorID == nil {
		return nil, err
	}
	return p.outline.Indicator(*obj.IndicatorID), nil
}

func (r *completionRowResolver) Owner(ctx context.Context, obj *goal.CompletionRow) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.OwnerID)
}

func (r *completionRowResolver) Leader(ctx context.Context, obj *goal.CompletionRow) (*goal.Account, error) {
	return accountOrNil(ctx, obj.LeaderID)
}

func (r *goalResolver) Unit(ctx context.Context, obj *goal.Goal) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *goalResolver) Indicator(ctx context.Context, obj *goal.Goal) (*goal.Indicator, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return p.outline.Indicator(obj.IndicatorID), nil
}

func (r *goalResolver) LeadUnit(ctx context.Context, obj *goal.Goal) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.LeadUnitID)
}

func (r *goalResolver) CooperatingUnits(ctx context.Context, obj *goal.Goal) ([]*goal.Unit, error) {
	return load(ctx).units.LoadAll(ctx, obj.CooperatingUnits)
}

func (r *goalResolver) LeaderInCharge(ctx context.Context, obj *goal.Goal) (*goal.Account, error) {
	return leaderOf(ctx, obj)
}

func (r *goalResolver) RollsUp(ctx context.Context, obj *goal.Goal) (bool, error) {
	return !obj.OutOfTotals, nil
}

func (r *goalResolver) Light(ctx context.Context, obj *goal.Goal) (*goal.Light, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	if !actor(ctx).SeesProgress(p.outline, obj) {
		return nil, nil
	}
	return r.Cycle.Light(p.outline, p.calendar, obj, actor(ctx).At), nil
}

func (r *goalResolver) Values(ctx context.Context, obj *goal.Goal) ([]*goal.Value, error) {
	return valuesOf(ctx, obj)
}

func (r *goalResolver) History(ctx context.Context, obj *goal.Goal) ([]*goal.HistoryEntry, error) {
	return goalHistory(ctx, obj)
}

func (r *queryResolver) Goals(ctx context.Context, planID goal.ID, filter *GoalFilter, search string, first int, after *string) (*GoalConnection, error) {
	at, err := numbers(after, "goals", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Goals(ctx, actor(ctx), planID, goalFilter(filter, search, planID.Plan), at[0], first)
	if err != nil {
		return nil, err
	}
	return goalConnection(ctx, page)
}

func (r *queryResolver) Completion(ctx context.Context, planID goal.ID, by []goal.CompletionBy, from *period.Period, to *period.Period, filter *GoalFilter, order cycle.CompletionOrder, first int, after *string) (*CompletionConnection, error) {
	at, err := place(after, "completion", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	ask := cycle.CompletionQuestion{By: by, From: from, To: to, Filter: goalFilter(filter, "", planID.Plan), Order: order, First: first}
	if at != nil {
		ask.After = &at[0]
	}
	page, err := r.Cycle.Completion(ctx, actor(ctx), planID, ask)
	if err != nil {
		return nil, err
	}
	return completionConnection(ctx, page)
}

func (r *Resolver) CompletionRow() CompletionRowResolver { return &completionRowResolver{r} }

func (r *Resolver) Goal() GoalResolver { return &goalResolver{r} }

type (
	completionRowResolver struct{ *Resolver }
	goalResolver          struct{ *Resolver }
)
