package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
)

func (r *mutationResolver) ReportValuesSave(ctx context.Context, planID goal.ID, rows []*ValueInput, atomic bool) (*ReportValuesPayload, error) {
	return valuesPayload(r.Cycle.SaveValues(ctx, actor(ctx), planID, valueInputs(rows), atomic))
}

func (r *mutationResolver) ReportSubmit(ctx context.Context, planID goal.ID, unitID goal.ID, period period.Period, version int) (*ReportPayload, error) {
	return reportPayload(r.Cycle.SubmitReport(ctx, actor(ctx), planID, unitID, period, version))
}

func (r *mutationResolver) ReportApprove(ctx context.Context, planID goal.ID, unitID goal.ID, period period.Period, version int) (*ReportPayload, error) {
	return reportPayload(r.Cycle.ApproveReport(ctx, actor(ctx), planID, unitID, period, version))
}

func (r *mutationResolver) ReportValuesVerify(ctx context.Context, planID goal.ID, rows []*ValueVerifyInput, atomic bool) (*ReportValuesPayload, error) {
	return valuesPayload(r.Cycle.VerifyValues(ctx, actor(ctx), planID, verifyInputs(rows), atomic))
}

func (r *mutationResolver) ReportsConfirm(ctx context.Context, planID goal.ID, period period.Period, unitIds []*goal.ID) (*ReportsPayload, error) {
	return reportsPayload(r.Cycle.ConfirmReports(ctx, actor(ctx), planID, period, values(unitIds)))
}

func (r *mutationResolver) ReportsReturn(ctx context.Context, planID goal.ID, rows []*cycle.RowRef, reason string) (*ReportsPayload, error) {
	return reportsPayload(r.Cycle.ReturnReports(ctx, actor(ctx), planID, values(rows), reason))
}

func (r *queryResolver) Report(ctx context.Context, planID goal.ID, unitID goal.ID, period period.Period) (*cycle.ReportView, error) {
	return absent(r.Cycle.Report(ctx, actor(ctx), planID, unitID, period))
}

func (r *queryResolver) Reports(ctx context.Context, planID goal.ID, period period.Period, first int, after *string) (*ReportConnection, error) {
	at, err := numbers(after, "reports", 1)
	if err := firstError(pageSize(first), err); err != nil {
		return nil, err
	}
	list, total, more, err := r.Cycle.Reports(ctx, actor(ctx), planID, period, at[0], first)
	if err != nil {
		return nil, err
	}
	return reportConnection(ctx, list, total, more)
}

func (r *queryResolver) OwnerSheet(ctx context.Context, planID goal.ID, indicatorID goal.ID, period period.Period) (*OwnerSheet, error) {
	ind, rows, err := r.Cycle.OwnerSheet(ctx, actor(ctx), planID, indicatorID, period)
	return absent(&OwnerSheet{Indicator: ind, Period: period, Rows: rows}, err)
}

func (r *receiptResolver) SubmittedBy(ctx context.Context, obj *goal.Receipt) (*goal.Account, error) {
	return accountOrNil(ctx, obj.SubmittedBy)
}

func (r *reportResolver) Unit(ctx context.Context, obj *cycle.ReportView) (*goal.Unit, error) {
	return unit(ctx, obj.UnitID)
}

func (r *reportResolver) OpensAt(ctx context.Context, obj *cycle.ReportView) (*time.Time, error) {
	return &obj.Window.Opens, nil
}

func (r *reportResolver) DueAt(ctx context.Context, obj *cycle.ReportView) (*time.Time, error) {
	return &obj.Window.Due, nil
}

func (r *reportResolver) GraceAt(ctx context.Context, obj *cycle.ReportView) (*time.Time, error) {
	return obj.Window.Grace, nil
}

func (r *reportResolver) ClosesAt(ctx context.Context, obj *cycle.ReportView) (*time.Time, error) {
	return obj.Window.Closes, nil
}

func (r *reportResolver) Receipts(ctx context.Context, obj *cycle.ReportView) ([]*goal.Receipt, error) {
	return load(ctx).receipts.Load(ctx, obj.Report.ID())
}

func (r *reportResolver) Returns(ctx context.Context, obj *cycle.ReportView) ([]*ReportReturn, error) {
	return reportReturns(ctx, obj.Report.ID())
}

func (r *reportRowResolver) History(ctx context.Context, obj *cycle.RowView) ([]*goal.HistoryEntry, error) {
	return rowHistory(ctx, obj)
}

func (r *valueResolver) Inputs(ctx context.Context, obj *goal.Value) (*score.Inputs, error) {
	return shownInputs(ctx, obj)
}

func (r *valueResolver) RecordedBy(ctx context.Context, obj *goal.Value) (*goal.Account, error) {
	return accountOrNil(ctx, obj.RecordedBy)
}

func (r *Resolver) Receipt() ReceiptResolver { return &receiptResolver{r} }

func (r *Resolver) Report() ReportResolver { return &reportResolver{r} }

func (r *Resolver) ReportRow() ReportRowResolver { return &reportRowResolver{r} }

func (r *Resolver) Value() ValueResolver { return &valueResolver{r} }

type (
	receiptResolver   struct{ *Resolver }
	reportResolver    struct{ *Resolver }
	reportRowResolver struct{ *Resolver }
	valueResolver     struct{ *Resolver }
)
