package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func (r *accessTokenResolver) Plan(ctx context.Context, obj *goal.AccessToken) (*goal.Outline, error) {
	return r.planInSight(ctx, obj.Narrowing().PlanID)
}

func (r *mutationResolver) SignIn(ctx context.Context, login string, password string) (*SignInPayload, error) {
	if err := alone(ctx); err != nil {
		return nil, err
	}
	in, err := r.Cycle.SignIn(ctx, actor(ctx), r.Origin(ctx), login, password)
	viewer, problems, err := r.entered(ctx, in, err)
	return &SignInPayload{Viewer: viewer, UserErrors: problems}, err
}

func (r *mutationResolver) SignOut(ctx context.Context) (*SignOutPayload, error) {
	problems, err := userErrors(r.Cycle.SignOut(ctx, actor(ctx)))
	if err == nil {
		r.KeepSession(ctx, "")
	}
	return &SignOutPayload{UserErrors: problems}, err
}

func (r *mutationResolver) PasswordChange(ctx context.Context, old string, new string) (*PasswordChangePayload, error) {
	if err := alone(ctx); err != nil {
		return nil, err
	}
	in, err := r.Cycle.PasswordChange(ctx, actor(ctx), r.Origin(ctx), old, new)
	viewer, problems, err := r.entered(ctx, in, err)
	return &PasswordChangePayload{Viewer: viewer, UserErrors: problems}, err
}

func (r *mutationResolver) TokenCreate(ctx context.Context, input cycle.TokenInput) (*TokenCreatePayload, error) {
	return tokenCreatePayload(r.Cycle.TokenCreate(ctx, actor(ctx), input))
}

func (r *mutationResolver) TokenRevoke(ctx context.Context, id goal.ID) (*TokenPayload, error) {
	return tokenPayload(r.Cycle.TokenRevoke(ctx, actor(ctx), id))
}

func (r *mutationResolver) SessionRevoke(ctx context.Context, id goal.ID) (*SessionPayload, error) {
	return sessionPayload(r.Cycle.SessionRevoke(ctx, actor(ctx), id))
}

func (r *scopeResolver) Plan(ctx context.Context, obj *goal.Scope) (*goal.Outline, error) {
	return r.planInSight(ctx, obj.PlanID)
}

func (r *viewerResolver) Sessions(ctx context.Context, obj *goal.Actor) ([]*goal.Session, error) {
	return r.Cycle.Sessions(ctx, *obj)
}

func (r *viewerResolver) Tokens(ctx context.Context, obj *goal.Actor) ([]*goal.AccessToken, error) {
	return r.Cycle.Tokens(ctx, *obj)
}

func (r *Resolver) AccessToken() AccessTokenResolver { return &accessTokenResolver{r} }

func (r *Resolver) Scope() ScopeResolver { return &scopeResolver{r} }

type (
	accessTokenResolver struct{ *Resolver }
	scopeResolver       struct{ *Resolver }
)
