package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/score"
)

func (r *levelGrowthResolver) Level(ctx context.Context, obj *score.LevelGrowth) (Method, error) {
	return obj.Level.Chosen(), nil
}

func (r *levelGrowthResolver) Growth(ctx context.Context, obj *score.LevelGrowth) (Method, error) {
	return obj.Growth.Chosen(), nil
}

func (r *modifiersResolver) Then(ctx context.Context, obj *score.Modifiers) (Method, error) {
	if obj.Then == nil {
		return nil, nil
	}
	return obj.Then.Chosen(), nil
}

func (r *ruleResolver) Method(ctx context.Context, obj *score.Rule) (Method, error) {
	return obj.Method.Chosen(), nil
}

func (r *Resolver) LevelGrowth() LevelGrowthResolver { return &levelGrowthResolver{r} }

func (r *Resolver) Modifiers() ModifiersResolver { return &modifiersResolver{r} }

func (r *Resolver) Rule() RuleResolver { return &ruleResolver{r} }

type (
	levelGrowthResolver struct{ *Resolver }
	modifiersResolver   struct{ *Resolver }
	ruleResolver        struct{ *Resolver }
)
