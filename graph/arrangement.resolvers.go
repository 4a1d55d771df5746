package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

func (r *arrangementResolver) Unit(ctx context.Context, obj *goal.Arrangement) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *arrangementResolver) DueAt(ctx context.Context, obj *goal.Arrangement) (*time.Time, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return new(p.outline.Settings.ArrangementDue(obj.Month, p.calendar)), nil
}

func (r *arrangementResolver) Items(ctx context.Context, obj *goal.Arrangement) ([]*goal.Item, error) {
	return load(ctx).items.Load(ctx, obj.ID())
}

func (r *arrangementResolver) Late(ctx context.Context, obj *goal.Arrangement) (bool, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return false, err
	}
	return obj.Late(p.outline.Settings.ArrangementDue(obj.Month, p.calendar)), nil
}

func (r *arrangementResolver) Receipts(ctx context.Context, obj *goal.Arrangement) ([]*goal.Receipt, error) {
	return load(ctx).receipts.Load(ctx, obj.ID())
}

func (r *arrangementResolver) EntryState(ctx context.Context, obj *goal.Arrangement) (*goal.EntryState, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return entry(ctx, obj.EditDoor(p.outline.Plan)), nil
}

func (r *arrangementResolver) ViewerCanEdit(ctx context.Context, obj *goal.Arrangement) (bool, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return false, err
	}
	return entry(ctx, obj.EditDoor(p.outline.Plan)).May, nil
}

func (r *arrangementResolver) ViewerCanSubmit(ctx context.Context, obj *goal.Arrangement) (bool, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return false, err
	}
	return obj.Version > 0 && entry(ctx, obj.EditDoor(p.outline.Plan)).May, nil
}

func (r *arrangementResolver) ViewerCanDecide(ctx context.Context, obj *goal.Arrangement) (bool, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return false, err
	}
	return entry(ctx, obj.DecideDoor(p.outline.Plan)).May, nil
}

func (r *arrangementResolver) ViewerCanNote(ctx context.Context, obj *goal.Arrangement) (bool, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return false, err
	}
	return entry(ctx, obj.OutcomeDoor(p.outline.Plan)).May, nil
}

func (r *arrangementItemResolver) Goal(ctx context.Context, obj *goal.Item) (*goal.Goal, error) {
	if obj.GoalID == nil {
		return nil, nil
	}
	return namedGoal(ctx, goal.ID{Kind: goal.KindGoal, Plan: obj.PlanID, Num: *obj.GoalID})
}

func (r *mutationResolver) ArrangementSave(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int, items []*goal.ItemInput) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.SaveArrangement(ctx, actor(ctx), planID, unitID, month, version, values(items)))
}

func (r *mutationResolver) ArrangementSubmit(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.SubmitArrangement(ctx, actor(ctx), planID, unitID, month, version))
}

func (r *mutationResolver) ArrangementApprove(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.ApproveArrangement(ctx, actor(ctx), planID, unitID, month, version))
}

func (r *mutationResolver) ArrangementReturn(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int, reason string) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.ReturnArrangement(ctx, actor(ctx), planID, unitID, month, version, reason))
}

func (r *mutationResolver) ArrangementOutcomeSave(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int, outcomes []*goal.OutcomeInput) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.SaveOutcomes(ctx, actor(ctx), planID, unitID, month, version, values(outcomes)))
}

func (r *mutationResolver) ArrangementCarryOver(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period, version int, itemIds []*goal.ID) (*ArrangementPayload, error) {
	return arrangementPayload(r.Cycle.CarryOver(ctx, actor(ctx), planID, unitID, month, version, values(itemIds)))
}

func (r *queryResolver) Arrangement(ctx context.Context, planID goal.ID, unitID goal.ID, month period.Period) (*goal.Arrangement, error) {
	return absent(r.Cycle.Arrangement(ctx, actor(ctx), planID, unitID, month))
}

func (r *queryResolver) Arrangements(ctx context.Context, planID goal.ID, filter *ArrangementFilter, first int, after *string) (*ArrangementConnection, error) {
	at, err := arrangementPlace(after)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	f := cycle.ArrangementFilter{}
	if filter != nil {
		f = cycle.ArrangementFilter{Units: ids(filter.UnitIds, goal.KindUnit, 0), Month: filter.Month, Status: filter.Status}
	}
	page, err := r.Cycle.Arrangements(ctx, actor(ctx), planID, f, at.month, at.unit, first)
	if err != nil {
		return nil, err
	}
	return arrangementConnection(ctx, page)
}

func (r *Resolver) Arrangement() ArrangementResolver { return &arrangementResolver{r} }

func (r *Resolver) ArrangementItem() ArrangementItemResolver { return &arrangementItemResolver{r} }

type (
	arrangementResolver     struct{ *Resolver }
	arrangementItemResolver struct{ *Resolver }
)
