package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/shopspring/decimal"
)

func (r *adjustmentResolver) Unit(ctx context.Context, obj *goal.Adjustment) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *adjustmentResolver) EntryState(ctx context.Context, obj *goal.Adjustment) (*goal.EntryState, error) {
	return adjustmentEntry(ctx, obj)
}

func (r *adjustmentResolver) ViewerCanDecide(ctx context.Context, obj *goal.Adjustment) (bool, error) {
	e, err := adjustmentEntry(ctx, obj)
	return err == nil && e.May, err
}

func (r *componentScoreResolver) Unit(ctx context.Context, obj *goal.ComponentScore) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *mutationResolver) ReviewOpen(ctx context.Context, planID goal.ID) (*ReviewPayload, error) {
	return reviewPayload(r.Cycle.OpenReview(ctx, actor(ctx), planID))
}

func (r *mutationResolver) ComponentScoresSave(ctx context.Context, planID goal.ID, scores []*goal.ComponentScoreInput) (*ReviewPayload, error) {
	return reviewPayload(r.Cycle.SaveComponentScores(ctx, actor(ctx), planID, values(scores)))
}

func (r *mutationResolver) AdjustmentPropose(ctx context.Context, planID goal.ID, input goal.AdjustmentInput) (*AdjustmentPayload, error) {
	return adjustmentPayload(r.Cycle.ProposeAdjustment(ctx, actor(ctx), planID, input))
}

func (r *mutationResolver) AdjustmentDecide(ctx context.Context, id goal.ID, version int, approve bool, points *decimal.Decimal, note string) (*AdjustmentPayload, error) {
	return adjustmentPayload(r.Cycle.DecideAdjustment(ctx, actor(ctx), id, version, approve, points, note))
}

func (r *mutationResolver) VetoReport(ctx context.Context, planID goal.ID, unitID goal.ID, rule string, facts string, legalBasis string) (*VetoPayload, error) {
	return vetoPayload(r.Cycle.ReportVeto(ctx, actor(ctx), planID, unitID, rule, facts, legalBasis))
}

func (r *mutationResolver) VetoDecide(ctx context.Context, id goal.ID, version int, apply bool, note string) (*VetoPayload, error) {
	return vetoPayload(r.Cycle.DecideVeto(ctx, actor(ctx), id, version, apply, note))
}

func (r *mutationResolver) ReviewFinalise(ctx context.Context, runID goal.ID, version int, documentNo string) (*ReviewPayload, error) {
	return reviewPayload(r.Cycle.FinaliseReview(ctx, actor(ctx), runID, version, documentNo))
}

func (r *queryResolver) Review(ctx context.Context, planID goal.ID) (*goal.Review, error) {
	return absent(r.Cycle.Review(ctx, actor(ctx), planID))
}

func (r *reviewResolver) FinalRun(ctx context.Context, obj *goal.Review) (*cycle.RunView, error) {
	if obj.FinalRunID == nil {
		return nil, nil
	}
	return absent(r.Cycle.Run(ctx, actor(ctx), goal.ID{Kind: goal.KindRun, Plan: obj.PlanID, Num: *obj.FinalRunID}))
}

func (r *reviewResolver) ComponentScores(ctx context.Context, obj *goal.Review) ([]*goal.ComponentScore, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return r.Cycle.ComponentScores(ctx, actor(ctx), p.outline)
}

func (r *reviewResolver) Adjustments(ctx context.Context, obj *goal.Review) ([]*goal.Adjustment, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return r.Cycle.Adjustments(ctx, actor(ctx), p.outline)
}

func (r *reviewResolver) Vetoes(ctx context.Context, obj *goal.Review) ([]*goal.Veto, error) {
	p, err := parts(ctx, obj.PlanID)
	if err != nil {
		return nil, err
	}
	return r.Cycle.Vetoes(ctx, actor(ctx), p.outline)
}

func (r *reviewResolver) EntryState(ctx context.Context, obj *goal.Review) (*goal.EntryState, error) {
	return reviewEntry(ctx, obj, goal.EditReview)
}

func (r *reviewResolver) ViewerCanEdit(ctx context.Context, obj *goal.Review) (bool, error) {
	e, err := reviewEntry(ctx, obj, goal.EditReview)
	return err == nil && e.May, err
}

func (r *reviewResolver) ViewerCanFinalise(ctx context.Context, obj *goal.Review) (bool, error) {
	e, err := reviewEntry(ctx, obj, goal.DecideReview)
	return err == nil && e.May, err
}

func (r *vetoResolver) Unit(ctx context.Context, obj *goal.Veto) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *vetoResolver) EntryState(ctx context.Context, obj *goal.Veto) (*goal.EntryState, error) {
	return vetoEntry(ctx, obj)
}

func (r *vetoResolver) ViewerCanDecide(ctx context.Context, obj *goal.Veto) (bool, error) {
	e, err := vetoEntry(ctx, obj)
	return err == nil && e.May, err
}

func (r *Resolver) Adjustment() AdjustmentResolver { return &adjustmentResolver{r} }

func (r *Resolver) ComponentScore() ComponentScoreResolver { return &componentScoreResolver{r} }

func (r *Resolver) Review() ReviewResolver { return &reviewResolver{r} }

func (r *Resolver) Veto() VetoResolver { return &vetoResolver{r} }

type (
	adjustmentResolver     struct{ *Resolver }
	componentScoreResolver struct{ *Resolver }
	reviewResolver         struct{ *Resolver }
	vetoResolver           struct{ *Resolver }
)
