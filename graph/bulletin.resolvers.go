package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

func (r *bulletinResolver) Reports(ctx context.Context, obj *cycle.BulletinView) (*goal.ReportCounts, error) {
	return &obj.Snapshot.Reports, nil
}

func (r *bulletinResolver) Lights(ctx context.Context, obj *cycle.BulletinView) ([]*goal.LightCount, error) {
	return pointers(obj.Snapshot.Lights), nil
}

func (r *bulletinResolver) Groups(ctx context.Context, obj *cycle.BulletinView) ([]*BulletinGroup, error) {
	return bulletinGroups(ctx, obj)
}

func (r *bulletinResolver) Goals(ctx context.Context, obj *cycle.BulletinView) ([]*BulletinGoal, error) {
	return bulletinGoals(obj), nil
}

func (r *bulletinResolver) Laggards(ctx context.Context, obj *cycle.BulletinView) ([]*Laggard, error) {
	return bulletinLaggards(obj), nil
}

func (r *bulletinResolver) EntryState(ctx context.Context, obj *cycle.BulletinView) (*goal.EntryState, error) {
	return entry(ctx, obj.EditDoor(obj.Outline.Plan)), nil
}

func (r *bulletinResolver) ViewerCanEdit(ctx context.Context, obj *cycle.BulletinView) (bool, error) {
	return entry(ctx, obj.EditDoor(obj.Outline.Plan)).May, nil
}

func (r *bulletinResolver) ViewerCanIssue(ctx context.Context, obj *cycle.BulletinView) (bool, error) {
	return entry(ctx, obj.IssueDoor(obj.Outline.Plan)).May, nil
}

func (r *bulletinGoalResolver) Goal(ctx context.Context, obj *BulletinGoal) (*goal.Goal, error) {
	return namedGoal(ctx, obj.goalID())
}

func (r *bulletinUnitResolver) Unit(ctx context.Context, obj *BulletinUnit) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *laggardResolver) Goal(ctx context.Context, obj *Laggard) (*goal.Goal, error) {
	return namedGoal(ctx, obj.goalID())
}

func (r *laggardResolver) LeaderInCharge(ctx context.Context, obj *Laggard) (*Contact, error) {
	return contact(obj.LeaderPost, obj.LeaderPhone), nil
}

func (r *laggardResolver) UnitLiaison(ctx context.Context, obj *Laggard) (*Contact, error) {
	return contact(obj.LiaisonPost, obj.LiaisonPhone), nil
}

func (r *mutationResolver) BulletinCompile(ctx context.Context, planID goal.ID, quarter period.Period) (*BulletinPayload, error) {
	return bulletinPayload(r.Cycle.CompileBulletin(ctx, actor(ctx), planID, quarter))
}

func (r *mutationResolver) BulletinSectionUpdate(ctx context.Context, id goal.ID, section string, version int, heading string, body string) (*BulletinPayload, error) {
	return bulletinPayload(r.Cycle.UpdateSection(ctx, actor(ctx), id, section, version, heading, body))
}

func (r *mutationResolver) BulletinIssue(ctx context.Context, id goal.ID, version int) (*BulletinPayload, error) {
	return bulletinPayload(r.Cycle.IssueBulletin(ctx, actor(ctx), id, version))
}

func (r *queryResolver) Bulletins(ctx context.Context, planID goal.ID, first int, after *string) (*BulletinConnection, error) {
	at, err := before(after, "bulletins")
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Bulletins(ctx, actor(ctx), planID, at, first)
	if err != nil {
		return nil, err
	}
	return bulletinConnection(page), nil
}

func (r *queryResolver) Bulletin(ctx context.Context, id goal.ID) (*cycle.BulletinView, error) {
	return absent(r.Cycle.Bulletin(ctx, actor(ctx), id))
}

func (r *Resolver) Bulletin() BulletinResolver { return &bulletinResolver{r} }

func (r *Resolver) BulletinGoal() BulletinGoalResolver { return &bulletinGoalResolver{r} }

func (r *Resolver) BulletinUnit() BulletinUnitResolver { return &bulletinUnitResolver{r} }

func (r *Resolver) Laggard() LaggardResolver { return &laggardResolver{r} }

type (
	bulletinResolver     struct{ *Resolver }
	bulletinGoalResolver struct{ *Resolver }
	bulletinUnitResolver struct{ *Resolver }
	laggardResolver      struct{ *Resolver }
)
