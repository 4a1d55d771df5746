package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

func (r *auditEntryResolver) PlanID(ctx context.Context, obj *goal.AuditRow) (*goal.ID, error) {
	if obj.PlanID == 0 {
		return nil, nil
	}
	return &goal.ID{Kind: goal.KindPlan, Plan: obj.PlanID, Num: obj.PlanID}, nil
}

func (r *auditEntryResolver) Unit(ctx context.Context, obj *goal.AuditRow) (*goal.Unit, error) {
	if obj.UnitID == 0 {
		return nil, nil
	}
	return unit(ctx, obj.UnitID)
}

func (r *auditEntryResolver) Actor(ctx context.Context, obj *goal.AuditRow) (*goal.Account, error) {
	return accountOrNil(ctx, obj.ActorID)
}

func (r *auditEntryResolver) OnBehalfOf(ctx context.Context, obj *goal.AuditRow) (*goal.Unit, error) {
	return unitOrNil(ctx, obj.OnBehalfOf)
}

func (r *auditEntryResolver) Action(ctx context.Context, obj *goal.AuditRow) (string, error) {
	return string(obj.Action), nil
}

func (r *auditEntryResolver) Title(ctx context.Context, obj *goal.AuditRow) (string, error) {
	return wording.Deed(language(ctx), obj.Action), nil
}

func (r *auditEntryResolver) ObjectID(ctx context.Context, obj *goal.AuditRow) (*goal.ID, error) {
	return objectOf(obj), nil
}

func (r *auditEntryResolver) BeforeHash(ctx context.Context, obj *goal.AuditRow) (*string, error) {
	return cycle.AuditText(obj.Before), nil
}

func (r *auditEntryResolver) AfterHash(ctx context.Context, obj *goal.AuditRow) (*string, error) {
	return cycle.AuditText(obj.After), nil
}

func (r *auditEntryResolver) Changes(ctx context.Context, obj *goal.AuditRow) ([]*goal.Change, error) {
	changes := goal.Changes(obj.Before, obj.After)
	return pointers(changes[:min(len(changes), mostChanges)]), nil
}

func (r *auditEntryResolver) MoreChanges(ctx context.Context, obj *goal.AuditRow) (int, error) {
	return max(0, len(goal.Changes(obj.Before, obj.After))-mostChanges), nil
}

func (r *auditEntryResolver) Rows(ctx context.Context, obj *goal.AuditRow) ([]*goal.WrittenRow, error) {
	return load(ctx).written.Load(ctx, entryKey{obj.PlanID, obj.UnitID, obj.Seq})
}

func (r *historyEntryResolver) Actor(ctx context.Context, obj *goal.HistoryEntry) (*goal.Account, error) {
	return accountOrNil(ctx, obj.ActorID)
}

func (r *historyEntryResolver) Action(ctx context.Context, obj *goal.HistoryEntry) (string, error) {
	return string(obj.Action), nil
}

func (r *historyEntryResolver) Title(ctx context.Context, obj *goal.HistoryEntry) (string, error) {
	return wording.Deed(language(ctx), obj.Action), nil
}

func (r *mutationResolver) AuditExport(ctx context.Context, filter cycle.AuditFilter) (*ExportPayload, error) {
	return exportPayload(r.Cycle.RequestAudit(ctx, actor(ctx), filter))
}

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

func (r *queryResolver) AuditEntries(ctx context.Context, filter cycle.AuditFilter, first int, after *string) (*AuditEntryConnection, error) {
	at, err := auditPlace(after)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.AuditEntries(ctx, actor(ctx), filter, at, first)
	if err != nil {
		return nil, err
	}
	return auditConnection(ctx, page)
}

func (r *queryResolver) AuditCheckpoints(ctx context.Context, first int, after *string) (*AuditCheckpointConnection, error) {
	at, err := numbers(after, "checkpoints", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	page, err := r.Cycle.Checkpoints(ctx, actor(ctx), at[0], first)
	if err != nil {
		return nil, err
	}
	return checkpointConnection(page), nil
}

func (r *Resolver) AuditEntry() AuditEntryResolver { return &auditEntryResolver{r} }

func (r *Resolver) HistoryEntry() HistoryEntryResolver { return &historyEntryResolver{r} }

func (r *Resolver) Operation() OperationResolver { return &operationResolver{r} }

type (
	auditEntryResolver   struct{ *Resolver }
	historyEntryResolver struct{ *Resolver }
	operationResolver    struct{ *Resolver }
)
