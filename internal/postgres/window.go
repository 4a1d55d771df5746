package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/lib/pq"
)

// AddException grants leave to file late and gives it its number.
func (q Queries) AddException(ctx context.Context, e *goal.Exception) error {
	var added struct {
		ExceptionID int64 `json:"exception_id"`
	}
	err := q.recordOne(ctx, &added, "exceptions", `INSERT INTO exceptions (plan_id, unit_id, period, until, reason, granted_by, granted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.PlanID, e.UnitID, e.Period, e.Until, e.Reason, e.GrantedBy, e.GrantedAt)
	e.ExceptionID = added.ExceptionID
	return err
}

// EndException takes an exception back. The plan must be held: the database
// refuses a second end.
func (q Queries) EndException(ctx context.Context, plan, id int64, reason string, by *int64, at time.Time) error {
	_, err := q.record(ctx, "exception_ends", `INSERT INTO exception_ends (plan_id, exception_id, reason, ended_by, ended_at) VALUES ($1, $2, $3, $4, $5)`, plan, id, reason, by, at)
	return err
}

const exceptions = `SELECT e.plan_id, e.exception_id, e.unit_id, e.period, e.until, e.reason, e.granted_by, e.granted_at,
	       n.ended_at, n.ended_by, COALESCE(n.reason, '') AS end_reason
	  FROM exceptions e LEFT JOIN exception_ends n ON n.plan_id = $1 AND n.exception_id = e.exception_id WHERE e.plan_id = $1 `

// Exception reads one exception.
func (q Queries) Exception(ctx context.Context, plan, id int64) (*goal.Exception, error) {
	var e goal.Exception
	err := q.get(ctx, &e, exceptions+`AND e.exception_id = $2`, plan, id)
	return &e, err
}

// Exceptions lists units' exceptions, oldest first; with a period given, only its.
func (q Queries) Exceptions(ctx context.Context, plan int64, units []int64, p *period.Period) ([]*goal.Exception, error) {
	var list []*goal.Exception
	err := q.list(ctx, &list, exceptions+`AND e.unit_id = ANY($2) AND ($3::text IS NULL OR e.period = $3) ORDER BY e.exception_id`, plan, pq.Array(units), p)
	return list, err
}

// Leaves reads, per unit, until when late filing of a period is granted.
func (q Queries) Leaves(ctx context.Context, plan int64, units []int64, p period.Period) (map[int64]time.Time, error) {
	var list []struct {
		UnitID int64     `db:"unit_id"`
		Until  time.Time `db:"until"`
	}
	err := q.list(ctx, &list, `SELECT e.unit_id, max(LEAST(e.until, n.ended_at)) AS until
		  FROM exceptions e LEFT JOIN exception_ends n ON n.plan_id = $1 AND n.exception_id = e.exception_id
		 WHERE e.plan_id = $1 AND e.unit_id = ANY($2) AND e.period = $3 GROUP BY e.unit_id`, plan, pq.Array(units), p)
	byUnit := make(map[int64]time.Time, len(list))
	for _, l := range list {
		byUnit[l.UnitID] = l.Until
	}
	return byUnit, err
}

// AddClosure ends a period's window for all. The plan must be held: the database
// refuses a second closure.
func (q Queries) AddClosure(ctx context.Context, c *goal.Closure) error {
	_, err := q.record(ctx, "closures", `INSERT INTO closures (plan_id, period, closed_at, closed_by, reason) VALUES ($1, $2, $3, $4, $5)`,
		c.PlanID, c.Period, c.ClosedAt, c.ClosedBy, c.Reason)
	return err
}

// Closures reads which windows the office ended, by period.
func (q Queries) Closures(ctx context.Context, plan int64) (map[period.Period]*goal.Closure, error) {
	var list []*goal.Closure
	err := q.list(ctx, &list, `SELECT plan_id, period, closed_at, closed_by, reason FROM closures WHERE plan_id = $1`, plan)
	byPeriod := make(map[period.Period]*goal.Closure, len(list))
	for _, c := range list {
		byPeriod[c.Period] = c
	}
	return byPeriod, err
}

// LastEntry is the newest instant at which anything of a period was received or
// entered; nil where nothing was.
func (q Queries) LastEntry(ctx context.Context, plan int64, p period.Period) (*time.Time, error) {
	var at *time.Time
	err := q.get(ctx, &at, `SELECT GREATEST((SELECT max(received_at) FROM receipts WHERE plan_id = $1 AND period = $2),
		(SELECT max(recorded_at) FROM report_values WHERE plan_id = $1 AND period = $2),
		(SELECT max(submitted_at) FROM report_rows WHERE plan_id = $1 AND period = $2))`, plan, p)
	return at, err
}

// Receipts lists the submits of some reports, oldest first.
func (q Queries) Receipts(ctx context.Context, plan int64, units []int64, periods []period.Period) ([]*goal.Receipt, error) {
	var list []*goal.Receipt
	err := q.list(ctx, &list, `SELECT receipt_id, unit_id, period, figures AS items, submitted_by, received_at FROM receipts
		WHERE plan_id = $1 AND (unit_id, period) IN (SELECT * FROM unnest($2::bigint[], $3::text[])) ORDER BY receipt_id`,
		plan, pq.Array(units), pq.Array(periods))
	return list, err
}

// ArrangementReceipts lists the submits of some months, oldest first.
func (q Queries) ArrangementReceipts(ctx context.Context, plan int64, units []int64, months []period.Period) ([]*goal.Receipt, error) {
	var list []*goal.Receipt
	err := q.list(ctx, &list, `SELECT receipt_id, unit_id, month AS period, matters AS items, submitted_by, received_at FROM arrangement_receipts
		WHERE plan_id = $1 AND (unit_id, month) IN (SELECT * FROM unnest($2::bigint[], $3::text[])) ORDER BY receipt_id`,
		plan, pq.Array(units), pq.Array(months))
	return list, err
}

// AddArrangementReceipt notes that a month was submitted.
func (q Queries) AddArrangementReceipt(ctx context.Context, a *goal.Arrangement, matters int, by *int64, at time.Time) error {
	_, err := q.record(ctx, "arrangement_receipts", `INSERT INTO arrangement_receipts (plan_id, unit_id, month, matters, submitted_by, received_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, a.PlanID, a.UnitID, a.Month, matters, by, at)
	return err
}
