package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

func (r *entryStateResolver) Message(ctx context.Context, obj *goal.EntryState) (string, error) {
	return wording.Locked(language(ctx), obj.Reason), nil
}

func (r *queryResolver) Viewer(ctx context.Context) (*goal.Actor, error) {
	who := actor(ctx)
	if who.Account == nil {
		return nil, nil
	}
	return &who, nil
}

func (r *userErrorResolver) Message(ctx context.Context, obj *goal.Problem) (string, error) {
	return wording.Problem(language(ctx), *obj), nil
}

func (r *Resolver) EntryState() EntryStateResolver { return &entryStateResolver{r} }

func (r *Resolver) Mutation() MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Query() QueryResolver { return &queryResolver{r} }

func (r *Resolver) UserError() UserErrorResolver { return &userErrorResolver{r} }

func (r *Resolver) Viewer() ViewerResolver { return &viewerResolver{r} }

type (
	entryStateResolver struct{ *Resolver }
	mutationResolver   struct{ *Resolver }
	queryResolver      struct{ *Resolver }
	userErrorResolver  struct{ *Resolver }
	viewerResolver     struct{ *Resolver }
)
