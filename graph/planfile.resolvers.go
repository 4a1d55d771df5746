package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/score"
)

func (r *quotaInputResolver) TieBreak(ctx context.Context, obj *score.QuotaRules, data []string) error {
	for _, t := range data {
		obj.TieBreak = append(obj.TieBreak, score.TieBreaker(t))
	}
	return nil
}

func (r *Resolver) QuotaInput() QuotaInputResolver { return &quotaInputResolver{r} }

type quotaInputResolver struct{ *Resolver }
