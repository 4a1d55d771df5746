package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

func (r *closureResolver) ClosedBy(ctx context.Context, obj *goal.Closure) (*goal.Account, error) {
	return accountOrNil(ctx, obj.ClosedBy)
}

func (r *exceptionResolver) Unit(ctx context.Context, obj *goal.Exception) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *exceptionResolver) GrantedBy(ctx context.Context, obj *goal.Exception) (*goal.Account, error) {
	return accountOrNil(ctx, obj.GrantedBy)
}

func (r *exceptionResolver) EndedBy(ctx context.Context, obj *goal.Exception) (*goal.Account, error) {
	return accountOrNil(ctx, obj.EndedBy)
}

func (r *exceptionResolver) Running(ctx context.Context, obj *goal.Exception) (bool, error) {
	return obj.Runs(actor(ctx).At), nil
}

func (r *mutationResolver) ExceptionGrant(ctx context.Context, planID goal.ID, unitID goal.ID, period period.Period, until time.Time, reason string) (*ExceptionPayload, error) {
	return exceptionPayload(r.Cycle.GrantException(ctx, actor(ctx), planID, unitID, period, until, reason))
}

func (r *mutationResolver) ExceptionEnd(ctx context.Context, id goal.ID, reason string) (*ExceptionPayload, error) {
	return exceptionPayload(r.Cycle.EndException(ctx, actor(ctx), id, reason))
}

func (r *mutationResolver) PeriodClose(ctx context.Context, planID goal.ID, period period.Period, reason string) (*EntryLockPayload, error) {
	return entryLockPayload(r.Cycle.ClosePeriod(ctx, actor(ctx), planID, period, reason))
}

func (r *queryResolver) EntryLocks(ctx context.Context, planID goal.ID, period *period.Period, first int, after *string) (*EntryLockConnection, error) {
	at, err := periodPlace(after)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.EntryLocks(ctx, actor(ctx), planID, period, at, first)
	if err != nil {
		return nil, err
	}
	return entryLockConnection(page), nil
}

func (r *Resolver) Closure() ClosureResolver { return &closureResolver{r} }

func (r *Resolver) Exception() ExceptionResolver { return &exceptionResolver{r} }

type (
	closureResolver   struct{ *Resolver }
	exceptionResolver struct{ *Resolver }
)
