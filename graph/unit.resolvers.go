package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

func (r *mutationResolver) ContactReveal(ctx context.Context, accountID goal.ID, reason string) (*ContactPayload, error) {
	return contactPayload(r.Cycle.RevealContact(ctx, actor(ctx), accountID, reason))
}

func (r *queryResolver) Units(ctx context.Context, parentID *goal.ID, search string, asOf *time.Time, first int, after *string) (*UnitConnection, error) {
	at, err := numbers(after, "units", 2)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Units(ctx, actor(ctx), parentID, search, asOf, int(at[0]), at[1], first)
	if err != nil {
		return nil, err
	}
	return unitConnection(page), nil
}

func (r *queryResolver) Unit(ctx context.Context, id goal.ID, asOf *time.Time) (*goal.Unit, error) {
	return absent(r.Cycle.Unit(ctx, actor(ctx), id, asOf))
}

func (r *unitResolver) Parent(ctx context.Context, obj *goal.Unit) (*goal.Unit, error) {
	if obj.ParentID == nil {
		return nil, nil
	}
	return load(ctx).unitsThen.Load(ctx, unitThen{*obj.ParentID, obj.AsOf})
}

func (r *Resolver) Unit() UnitResolver { return &unitResolver{r} }

type unitResolver struct{ *Resolver }
