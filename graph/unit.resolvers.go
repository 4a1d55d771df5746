package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

func (r *accountResolver) Unit(ctx context.Context, obj *goal.Account) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.UnitID)
}

func (r *grantResolver) Unit(ctx context.Context, obj *goal.Grant) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

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
	return unitOrNil(ctx, obj.ParentID)
}

func (r *Resolver) Account() AccountResolver { return &accountResolver{r} }

func (r *Resolver) Grant() GrantResolver { return &grantResolver{r} }

func (r *Resolver) Unit() UnitResolver { return &unitResolver{r} }

type (
	accountResolver struct{ *Resolver }
	grantResolver   struct{ *Resolver }
	unitResolver    struct{ *Resolver }
)
