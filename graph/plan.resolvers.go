package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

func (r *dimensionResolver) Marks(ctx context.Context, obj *goal.Dimension) ([]*Marks, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return marks(p.outline, obj.Marks), nil
}

func (r *indicatorResolver) Dimension(ctx context.Context, obj *goal.Indicator) (*goal.Dimension, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return p.outline.Dimension(obj.DimensionID), nil
}

func (r *indicatorResolver) Owner(ctx context.Context, obj *goal.Indicator) (*goal.Unit, error) {
	return unit(ctx, obj.OwnerID)
}

func (r *indicatorResolver) AlternateOwner(ctx context.Context, obj *goal.Indicator) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.AlternateID)
}

func (r *indicatorResolver) Marks(ctx context.Context, obj *goal.Indicator) ([]*Marks, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return marks(p.outline, obj.Marks), nil
}

func (r *mutationResolver) PlanLoad(ctx context.Context, input goal.PlanFile) (*PlanPayload, error) {
	return planPayload(r.Cycle.LoadPlan(ctx, actor(ctx), &input))
}

func (r *mutationResolver) PlanCopy(ctx context.Context, id goal.ID, year int, title string) (*PlanPayload, error) {
	return planPayload(r.Cycle.CopyPlan(ctx, actor(ctx), id, year, title))
}

func (r *mutationResolver) PlanSubmit(ctx context.Context, id goal.ID, version int) (*PlanPayload, error) {
	return planPayload(r.Cycle.SubmitPlan(ctx, actor(ctx), id, version))
}

func (r *mutationResolver) PlanReturn(ctx context.Context, id goal.ID, version int, reason string) (*PlanPayload, error) {
	return planPayload(r.Cycle.ReturnPlan(ctx, actor(ctx), id, version, reason))
}

func (r *mutationResolver) PlanApprove(ctx context.Context, id goal.ID, version int) (*PlanPayload, error) {
	return planPayload(r.Cycle.ApprovePlan(ctx, actor(ctx), id, version))
}

func (r *mutationResolver) PlanIssue(ctx context.Context, id goal.ID, version int, documentNo string) (*PlanPayload, error) {
	return planPayload(r.Cycle.IssuePlan(ctx, actor(ctx), id, version, documentNo))
}

func (r *planResolver) Organ(ctx context.Context, obj *goal.Outline) (*goal.Unit, error) {
	return unit(ctx, obj.OrganID)
}

func (r *planResolver) Organiser(ctx context.Context, obj *goal.Outline) (*goal.Unit, error) {
	return unit(ctx, obj.OrganiserID)
}

func (r *planResolver) ViewerCanEdit(ctx context.Context, obj *goal.Outline) (bool, error) {
	return entry(ctx, obj.EditDoor()).May, nil
}

func (r *planResolver) EntryState(ctx context.Context, obj *goal.Outline) (*goal.EntryState, error) {
	return entry(ctx, obj.EditDoor()), nil
}

func (r *planResolver) ViewerCanSubmit(ctx context.Context, obj *goal.Outline) (bool, error) {
	return entry(ctx, obj.SubmitDoor()).May, nil
}

func (r *planResolver) ViewerCanDecide(ctx context.Context, obj *goal.Outline) (bool, error) {
	return entry(ctx, obj.DecideDoor()).May, nil
}

func (r *planResolver) ViewerCanIssue(ctx context.Context, obj *goal.Outline) (bool, error) {
	return entry(ctx, obj.IssueDoor()).May, nil
}

func (r *planFindingResolver) Message(ctx context.Context, obj *goal.PlanFinding) (string, error) {
	return wording.Problem(language(ctx), obj.Problem), nil
}

func (r *planFindingResolver) Explanation(ctx context.Context, obj *goal.PlanFinding) (string, error) {
	return wording.Explanation(language(ctx), *obj), nil
}

func (r *planUnitResolver) Unit(ctx context.Context, obj *goal.PlanUnit) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *planUnitResolver) Group(ctx context.Context, obj *goal.PlanUnit) (*goal.Group, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return p.outline.Group(obj.GroupID), nil
}

func (r *queryResolver) Plans(ctx context.Context, year *int, first int, after *string) (*PlanConnection, error) {
	at, err := numbers(after, "plans", 2)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Plans(ctx, actor(ctx), year, int(at[0]), at[1], first)
	if err != nil {
		return nil, err
	}
	return planConnection(page), nil
}

func (r *queryResolver) Plan(ctx context.Context, id goal.ID) (*goal.Outline, error) {
	return absent(r.Cycle.Plan(ctx, actor(ctx), id))
}

func (r *queryResolver) PlanCheck(ctx context.Context, id goal.ID) ([]*goal.PlanFinding, error) {
	list, err := r.Cycle.CheckPlan(ctx, actor(ctx), id)
	if err != nil {
		return nil, err
	}
	return pointers(list), nil
}

func (r *Resolver) Dimension() DimensionResolver { return &dimensionResolver{r} }

func (r *Resolver) Indicator() IndicatorResolver { return &indicatorResolver{r} }

func (r *Resolver) Plan() PlanResolver { return &planResolver{r} }

func (r *Resolver) PlanFinding() PlanFindingResolver { return &planFindingResolver{r} }

func (r *Resolver) PlanUnit() PlanUnitResolver { return &planUnitResolver{r} }

type (
	dimensionResolver   struct{ *Resolver }
	indicatorResolver   struct{ *Resolver }
	planResolver        struct{ *Resolver }
	planFindingResolver struct{ *Resolver }
	planUnitResolver    struct{ *Resolver }
)
