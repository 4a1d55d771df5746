package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/score"
)

func (r *ruleResolver) Method(ctx context.Context, obj *score.Rule) (Method, error) {
	return obj.Method.Chosen(), nil
}

func (r *Resolver) Rule() RuleResolver { return &ruleResolver{r} }

type ruleResolver struct{ *Resolver }
