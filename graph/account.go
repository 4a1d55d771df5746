package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// alone refuses a password next to any other root field of its document: under
// aliases one request would carry many guesses.
func alone(ctx context.Context) error {
	op := graphql.GetOperationContext(ctx)
	if len(graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Mutation"})) != 1 {
		return inputError("a field that takes a password stands alone in its document: send the others in another request")
	}
	return nil
}

// entered hands a new secret to the browser, and shows who came in.
func (r *Resolver) entered(ctx context.Context, in *cycle.Entrance, err error) (*goal.Actor, []*goal.Problem, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		return nil, problems, err
	}
	r.KeepSession(ctx, in.Secret)
	return &in.Viewer, problems, nil
}

// planInSight is the plan that a scope or a token is narrowed to, if any, where
// the viewer may see it.
func (r *Resolver) planInSight(ctx context.Context, plan int64) (*goal.Outline, error) {
	if plan == 0 {
		return nil, nil
	}
	return absent(r.Cycle.Plan(ctx, actor(ctx), goal.ID{Kind: goal.KindPlan, Num: plan}))
}

func tokenCreatePayload(t *cycle.Issued, err error) (*TokenCreatePayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		return &TokenCreatePayload{UserErrors: problems}, err
	}
	return &TokenCreatePayload{Token: t.AccessToken, Secret: &t.Secret, UserErrors: problems}, nil
}

func tokenPayload(t *goal.AccessToken, err error) (*TokenPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		t = nil
	}
	return &TokenPayload{Token: t, UserErrors: problems}, err
}

func sessionPayload(s *goal.Session, err error) (*SessionPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		s = nil
	}
	return &SessionPayload{Session: s, UserErrors: problems}, err
}
