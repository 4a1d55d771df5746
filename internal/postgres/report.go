package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"
)

const reportColumns = `plan_id, unit_id, period, version, receipt, submitted_by, submitted_at, late`

// Reports lists the reports of a period, by unit.
func (q Queries) Reports(ctx context.Context, plan int64, p period.Period) (map[int64]*goal.Report, error) {
	var list []*goal.Report
	err := q.list(ctx, &list, `SELECT `+reportColumns+` FROM reports WHERE plan_id = $1 AND period = $2`, plan, p)
	byUnit := make(map[int64]*goal.Report, len(list))
	for _, r := range list {
		byUnit[r.UnitID] = r
	}
	return byUnit, err
}

// TouchReports makes sure that reports exist for units and periods, and moves on
// the versions of those that do: somebody who read one before must read again.
func (q Queries) TouchReports(ctx context.Context, plan int64, units []int64, periods []period.Period) error {
	_, err := q.record(ctx, "reports", `INSERT INTO reports (plan_id, unit_id, period) SELECT DISTINCT $1::bigint, f.unit_id, f.period FROM unnest($2::bigint[], $3::text[]) AS f(unit_id, period) ORDER BY 2, 3
		ON CONFLICT (plan_id, unit_id, period) DO UPDATE SET version = reports.version + 1`, plan, pq.Array(units), pq.Array(periods))
	return err
}

// LockReport reads a report and holds it until the transaction ends.
func (q Queries) LockReport(ctx context.Context, plan, unit int64, p period.Period) (*goal.Report, error) {
	var r goal.Report
	err := q.get(ctx, &r, `SELECT `+reportColumns+` FROM reports WHERE plan_id = $1 AND unit_id = $2 AND period = $3 FOR UPDATE`, plan, unit, p)
	return &r, err
}

// AddReceipt notes a submit and hands out its number.
func (q Queries) AddReceipt(ctx context.Context, r *goal.Report, figures int, by *int64, at time.Time) (number int64, err error) {
	var added struct {
		ReceiptID int64 `json:"receipt_id"`
	}
	err = q.recordOne(ctx, &added, "receipts", `INSERT INTO receipts (plan_id, unit_id, period, figures, submitted_by, received_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, r.PlanID, r.UnitID, r.Period, figures, by, at)
	return added.ReceiptID, err
}

// SaveReport writes what a submit adds to a report.
func (q Queries) SaveReport(ctx context.Context, r *goal.Report) error {
	return q.recordOne(ctx, nil, "reports", `
		UPDATE reports SET receipt = $4, submitted_by = $5, submitted_at = $6, late = $7
		 WHERE plan_id = $1 AND unit_id = $2 AND period = $3`,
		r.PlanID, r.UnitID, r.Period, r.Receipt, r.SubmittedBy, r.SubmittedAt, r.Late)
}

const rowColumns = `w.plan_id, w.goal_id, w.period, w.unit_id, w.status, w.version, w.revision, w.official_revision, w.entered_by,
	w.submitted_by, w.submitted_at, w.approved_by, w.approved_at, w.verified_by, w.verified_at, w.confirmed_by, w.confirmed_at, w.late`

// RowKey names one figure.
type RowKey struct {
	GoalID int64
	Period period.Period
}

// Rows reads the rows of some figures, without their values.
func (q Queries) Rows(ctx context.Context, plan int64, keys []RowKey) (map[RowKey]*goal.Row, error) {
	var list []*goal.Row
	err := q.list(ctx, &list, `SELECT `+rowColumns+` FROM report_rows w
		 WHERE w.plan_id = $1 AND (w.goal_id, w.period) IN (SELECT * FROM unnest($2::bigint[], $3::text[]))
		 ORDER BY w.goal_id, w.period`, plan,
		col(keys, func(k *RowKey) int64 { return k.GoalID }),
		col(keys, func(k *RowKey) period.Period { return k.Period }))
	return byKey(list), err
}

// RowsOf reads the rows of units in a period; nil units means all. With
// indicators given, only theirs.
func (q Queries) RowsOf(ctx context.Context, plan int64, p period.Period, units, indicators []int64) (map[RowKey]*goal.Row, error) {
	var list []*goal.Row
	err := q.list(ctx, &list, `SELECT `+rowColumns+` FROM report_rows w
		 WHERE w.plan_id = $1 AND w.period = $2 AND ($3::bigint[] IS NULL OR w.unit_id = ANY($3))
		   AND ($4::bigint[] IS NULL OR w.goal_id IN (SELECT goal_id FROM goals WHERE plan_id = $1 AND indicator_id = ANY($4)))
		 ORDER BY w.goal_id`, plan, p, pq.Array(units), pq.Array(indicators))
	return byKey(list), err
}

func byKey(list []*goal.Row) map[RowKey]*goal.Row {
	rows := make(map[RowKey]*goal.Row, len(list))
	for _, r := range list {
		rows[RowKey{r.GoalID, r.Period}] = r
	}
	return rows
}

const valueColumns = `v.plan_id, v.goal_id, v.period, v.revision, v.source, v.state, v.value, v.numerator, v.denominator, v.inputs,
	v.note, v.cause, v.measure, v.help_needed, v.recorded_by, v.recorded_at`

type valueRow struct {
	goal.Value
	InputsText jsonText[score.Inputs] `db:"inputs"`
}

func (r *valueRow) value() *goal.Value {
	if r.InputsText.V.V > 0 {
		r.Value.Inputs = &r.InputsText.V
	}
	return &r.Value
}

// FillRows reads the values that rows refer to: the unit's newest and the
// owner's official one.
func (q Queries) FillRows(ctx context.Context, plan int64, rows []*goal.Row) error {
	var list []valueRow
	err := q.list(ctx, &list, `SELECT DISTINCT ON (v.goal_id, v.period, v.source) `+valueColumns+` FROM report_values v
		 WHERE v.plan_id = $1 AND (v.goal_id, v.period) IN (SELECT * FROM unnest($2::bigint[], $3::text[]))
		 ORDER BY v.goal_id, v.period, v.source, v.revision DESC`, plan,
		col(rows, func(r **goal.Row) int64 { return (*r).GoalID }),
		col(rows, func(r **goal.Row) period.Period { return (*r).Period }))
	if err != nil {
		return err
	}
	byRow := byKey(rows)
	for i := range list {
		v := list[i].value()
		row := byRow[RowKey{v.GoalID, v.Period}]
		if v.Source == goal.SourceUnit {
			row.Unit = v
		} else if row.OfficialRevision != nil && *row.OfficialRevision == v.Revision {
			row.Official = v
		}
	}
	return nil
}

// ValuesOf reads every revision of some goals' figures, oldest first.
func (q Queries) ValuesOf(ctx context.Context, plan int64, goals []int64) ([]*goal.Value, error) {
	var list []valueRow
	err := q.list(ctx, &list, `SELECT `+valueColumns+` FROM report_values v
		 WHERE v.plan_id = $1 AND v.goal_id = ANY($2) ORDER BY v.goal_id, v.period, v.revision`, plan, pq.Array(goals))
	values := make([]*goal.Value, len(list))
	for i := range list {
		values[i] = list[i].value()
	}
	return values, err
}

// ValuesAt reads the values of exact revisions, keyed by goal and "period rN".
func (q Queries) ValuesAt(ctx context.Context, plan int64, goals []int64, periods []string, revisions []int64) (map[int64]map[string]*goal.Value, error) {
	var list []valueRow
	err := q.list(ctx, &list, `SELECT `+valueColumns+` FROM unnest($2::bigint[], $3::text[], $4::int[]) AS f(goal_id, period, revision)
		  JOIN report_values v ON v.plan_id = $1 AND v.goal_id = f.goal_id AND v.period = f.period AND v.revision = f.revision`,
		plan, pq.Array(goals), pq.Array(periods), pq.Array(revisions))
	byGoal := map[int64]map[string]*goal.Value{}
	for i := range list {
		v := list[i].value()
		if byGoal[v.GoalID] == nil {
			byGoal[v.GoalID] = map[string]*goal.Value{}
		}
		byGoal[v.GoalID][v.Period.String()] = v
	}
	return byGoal, err
}

// AddValues appends revisions.
func (q Queries) AddValues(ctx context.Context, plan int64, values []*goal.Value) error {
	type val = *goal.Value
	_, err := q.record(ctx, "report_values", `
		INSERT INTO report_values (plan_id, goal_id, period, revision, source, state, value, numerator, denominator, inputs, note, cause, measure, help_needed, recorded_by, recorded_at)
		SELECT $1, f.*, $15, $16 FROM unnest($2::bigint[], $3::text[], $4::int[], $5::text[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[],
			$10::text[], $11::text[], $12::text[], $13::text[], $14::text[]) AS f`, plan,
		col(values, func(v *val) int64 { return (*v).GoalID }),
		col(values, func(v *val) period.Period { return (*v).Period }),
		col(values, func(v *val) int64 { return int64((*v).Revision) }),
		col(values, func(v *val) string { return string((*v).Source) }),
		col(values, func(v *val) string { return string((*v).State) }),
		col(values, func(v *val) *decimal.Decimal { return (*v).Value }),
		col(values, func(v *val) *decimal.Decimal { return (*v).Numerator }),
		col(values, func(v *val) *decimal.Decimal { return (*v).Denominator }),
		col(values, func(v *val) string { return inputsText((*v).Inputs) }),
		col(values, func(v *val) string { return (*v).Note }),
		col(values, func(v *val) *string { return (*string)((*v).Cause) }),
		col(values, func(v *val) string { return (*v).Measure }),
		col(values, func(v *val) string { return (*v).HelpNeeded }),
		values[0].RecordedBy, values[0].RecordedAt)
	return err
}

func inputsText(in *score.Inputs) string {
	if in == nil {
		return ""
	}
	return asText(in)
}

// SaveRows writes rows back: new ones are added, others replaced, each with its
// version moved on. The rows must be held by [Queries.LockGoals].
func (q Queries) SaveRows(ctx context.Context, plan int64, rows []*goal.Row) error {
	type row = *goal.Row
	_, err := q.record(ctx, "report_rows", `
		INSERT INTO report_rows (plan_id, goal_id, period, unit_id, status, version, revision, official_revision, entered_by,
			submitted_by, submitted_at, approved_by, approved_at, verified_by, verified_at, confirmed_by, confirmed_at, late)
		SELECT $1, f.* FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::int[], $8::int[], $9::bigint[],
			$10::bigint[], $11::timestamptz[], $12::bigint[], $13::timestamptz[], $14::bigint[], $15::timestamptz[], $16::bigint[], $17::timestamptz[], $18::boolean[]) AS f
		ON CONFLICT (plan_id, goal_id, period) DO UPDATE SET status = excluded.status, version = excluded.version, revision = excluded.revision,
			official_revision = excluded.official_revision, entered_by = excluded.entered_by, submitted_by = excluded.submitted_by,
			submitted_at = excluded.submitted_at, approved_by = excluded.approved_by, approved_at = excluded.approved_at,
			verified_by = excluded.verified_by, verified_at = excluded.verified_at, confirmed_by = excluded.confirmed_by,
			confirmed_at = excluded.confirmed_at, late = excluded.late`, plan,
		col(rows, func(r *row) int64 { return (*r).GoalID }),
		col(rows, func(r *row) period.Period { return (*r).Period }),
		col(rows, func(r *row) int64 { return (*r).UnitID }),
		col(rows, func(r *row) string { return string((*r).Status) }),
		col(rows, func(r *row) int64 { (*r).Version++; return int64((*r).Version) }),
		col(rows, func(r *row) int64 { return int64((*r).Revision) }),
		col(rows, func(r *row) *int { return (*r).OfficialRevision }),
		col(rows, func(r *row) *int64 { return (*r).EnteredBy }),
		col(rows, func(r *row) *int64 { return (*r).SubmittedBy }),
		col(rows, func(r *row) *string { return instant((*r).SubmittedAt) }),
		col(rows, func(r *row) *int64 { return (*r).ApprovedBy }),
		col(rows, func(r *row) *string { return instant((*r).ApprovedAt) }),
		col(rows, func(r *row) *int64 { return (*r).VerifiedBy }),
		col(rows, func(r *row) *string { return instant((*r).VerifiedAt) }),
		col(rows, func(r *row) *int64 { return (*r).ConfirmedBy }),
		col(rows, func(r *row) *string { return instant((*r).ConfirmedAt) }),
		col(rows, func(r *row) bool { return (*r).Late }))
	return err
}

// instant writes a time into an array parameter.
func instant(t *time.Time) *string {
	if t == nil {
		return nil
	}
	return new(t.Format(time.RFC3339Nano))
}

// CountRows counts a plan's figures that have one of the statuses for their source.
func (q Queries) CountRows(ctx context.Context, plan int64, unit, owner []goal.RowStatus) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM report_rows w
		  JOIN goals g ON g.plan_id = $1 AND g.goal_id = w.goal_id
		  JOIN indicators i ON i.plan_id = $1 AND i.indicator_id = g.indicator_id
		 WHERE w.plan_id = $1 AND w.status = ANY(CASE i.source WHEN 'OWNER' THEN $3::text[] ELSE $2::text[] END)`, plan, pq.Array(unit), pq.Array(owner))
	return n, err
}

// ReturnEntry is one sending back.
type ReturnEntry struct {
	PlanID     int64         `db:"plan_id"`
	UnitID     int64         `db:"unit_id"`
	Period     period.Period `db:"period"`
	Goals      pq.Int64Array `db:"goals"`
	Reason     string        `db:"reason"`
	ReturnedBy *int64        `db:"returned_by"`
	ReturnedAt time.Time     `db:"returned_at"`
}

// AddReturn notes that figures were sent back.
func (q Queries) AddReturn(ctx context.Context, e ReturnEntry) error {
	_, err := q.record(ctx, "report_returns", `INSERT INTO report_returns (plan_id, unit_id, period, goals, reason, returned_by, returned_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, e.PlanID, e.UnitID, e.Period, e.Goals, e.Reason, e.ReturnedBy, e.ReturnedAt)
	return err
}

// Returns lists what was sent back of some reports, newest first.
func (q Queries) Returns(ctx context.Context, plan int64, units []int64, periods []period.Period) ([]ReturnEntry, error) {
	var list []ReturnEntry
	err := q.list(ctx, &list, `SELECT plan_id, unit_id, period, goals, reason, returned_by, returned_at FROM report_returns
		WHERE plan_id = $1 AND (unit_id, period) IN (SELECT * FROM unnest($2::bigint[], $3::text[])) ORDER BY return_id DESC`,
		plan, pq.Array(units), pq.Array(periods))
	return list, err
}
