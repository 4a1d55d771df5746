package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

func (r *accountResolver) Unit(ctx context.Context, obj *goal.Account) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.UnitID)
}

func (r *accountResolver) Portfolio(ctx context.Context, obj *goal.Account) ([]*goal.Unit, error) {
	ids, err := load(ctx).portfolios.Load(ctx, obj.AccountID)
	if err != nil {
		return nil, err
	}
	return load(ctx).units.LoadAll(ctx, ids)
}

func (r *grantResolver) Account(ctx context.Context, obj *goal.Grant) (*goal.Account, error) {
	return accountOrNil(ctx, &obj.AccountID)
}

func (r *grantResolver) Unit(ctx context.Context, obj *goal.Grant) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *grantResolver) PlanID(ctx context.Context, obj *goal.Grant) (*goal.ID, error) {
	if obj.PlanID == nil {
		return nil, nil
	}
	return &goal.ID{Kind: goal.KindPlan, Plan: *obj.PlanID, Num: *obj.PlanID}, nil
}

func (r *grantResolver) GrantedBy(ctx context.Context, obj *goal.Grant) (*goal.Account, error) {
	return accountOrNil(ctx, obj.GrantedBy)
}

func (r *grantResolver) ApprovedBy(ctx context.Context, obj *goal.Grant) (*goal.Account, error) {
	return accountOrNil(ctx, obj.ApprovedBy)
}

func (r *mutationResolver) GrantAdd(ctx context.Context, input goal.GrantInput) (*GrantPayload, error) {
	return grantPayload(r.Cycle.AddGrant(ctx, actor(ctx), input))
}

func (r *mutationResolver) GrantApprove(ctx context.Context, id goal.ID) (*GrantPayload, error) {
	return grantPayload(r.Cycle.ApproveGrant(ctx, actor(ctx), id))
}

func (r *mutationResolver) GrantEnd(ctx context.Context, id goal.ID, reason string) (*GrantPayload, error) {
	return grantPayload(r.Cycle.EndGrant(ctx, actor(ctx), id, reason))
}

func (r *mutationResolver) PortfolioSet(ctx context.Context, accountID goal.ID, unitIds []*goal.ID) (*AccountPayload, error) {
	return accountPayload(r.Cycle.SetPortfolio(ctx, actor(ctx), accountID, values(unitIds)))
}

func (r *mutationResolver) AccountCreate(ctx context.Context, input goal.AccountInput) (*AccountPayload, error) {
	return accountPayload(r.Cycle.CreateAccount(ctx, actor(ctx), input))
}

func (r *mutationResolver) AccountUpdate(ctx context.Context, id goal.ID, version int, input goal.AccountUpdateInput) (*AccountPayload, error) {
	return accountPayload(r.Cycle.UpdateAccount(ctx, actor(ctx), id, version, input))
}

func (r *mutationResolver) AccountDisable(ctx context.Context, id goal.ID, version int, reason string) (*AccountPayload, error) {
	return accountPayload(r.Cycle.DisableAccount(ctx, actor(ctx), id, version, reason))
}

func (r *mutationResolver) AccountEnable(ctx context.Context, id goal.ID, version int, reason string) (*AccountPayload, error) {
	return accountPayload(r.Cycle.EnableAccount(ctx, actor(ctx), id, version, reason))
}

func (r *queryResolver) Grants(ctx context.Context, accountID *goal.ID, unitID *goal.ID, asOf *time.Time, first int, after *string) (*GrantConnection, error) {
	at, err := numbers(after, "grants", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Grants(ctx, actor(ctx), accountID, unitID, asOf, at[0], first)
	if err != nil {
		return nil, err
	}
	return grantConnection(ctx, page)
}

func (r *queryResolver) Accounts(ctx context.Context, unitID *goal.ID, search string, first int, after *string) (*AccountConnection, error) {
	at, err := numbers(after, "accounts", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Accounts(ctx, actor(ctx), unitID, search, at[0], first)
	if err != nil {
		return nil, err
	}
	return accountConnection(ctx, page)
}

func (r *Resolver) Account() AccountResolver { return &accountResolver{r} }

func (r *Resolver) Grant() GrantResolver { return &grantResolver{r} }

type (
	accountResolver struct{ *Resolver }
	grantResolver   struct{ *Resolver }
)
