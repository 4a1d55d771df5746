package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func (r *operationResolver) Plan(ctx context.Context, obj *cycle.Operation) (*goal.Outline, error) {
	if obj.Plan == nil {
		return nil, nil
	}
	return absent(r.Cycle.Plan(ctx, actor(ctx), *obj.Plan))
}

func (r *operationResolver) UserErrors(ctx context.Context, obj *cycle.Operation) ([]*goal.Problem, error) {
	return pointers(obj.Problems), nil
}

func (r *queryResolver) Operation(ctx context.Context, key string) (*cycle.Operation, error) {
	return r.Cycle.Operation(ctx, actor(ctx), key)
}

func (r *Resolver) Operation() OperationResolver { return &operationResolver{r} }

type operationResolver struct{ *Resolver }
