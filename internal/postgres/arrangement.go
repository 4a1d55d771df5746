package postgres

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/lib/pq"
)

const arrangementColumns = `plan_id, unit_id, month, status, version, submitted_by, submitted_at, approved_by, approved_at,
	returned_by, returned_at, return_reason, changed_at`

// Arrangement reads a unit's month.
func (q Queries) Arrangement(ctx context.Context, plan, unit int64, month period.Period) (*goal.Arrangement, error) {
	var a goal.Arrangement
	err := q.get(ctx, &a, `SELECT `+arrangementColumns+` FROM arrangements WHERE plan_id = $1 AND unit_id = $2 AND month = $3`, plan, unit, month)
	return &a, err
}

// ArrangementFilter narrows a list of arrangements.
type ArrangementFilter struct {
	Units  []int64
	Month  *period.Period
	Status *goal.ArrangementStatus
}

const arrangementWhere = ` WHERE plan_id = $1 AND ($2::bigint[] IS NULL OR unit_id = ANY($2))
	AND ($3::text IS NULL OR month = $3) AND ($4::text IS NULL OR status = $4) `

// Arrangements lists arrangements by month and unit, after the given place.
func (q Queries) Arrangements(ctx context.Context, plan int64, f ArrangementFilter, afterMonth string, afterUnit int64, limit int) ([]*goal.Arrangement, error) {
	var list []*goal.Arrangement
	err := q.list(ctx, &list, `SELECT `+arrangementColumns+` FROM arrangements`+arrangementWhere+`
		AND (month, unit_id) > ($5, $6) ORDER BY month, unit_id LIMIT $7`, plan, pq.Array(f.Units), f.Month, f.Status, afterMonth, afterUnit, limit)
	return list, err
}

// CountArrangements counts what [Queries.Arrangements] would list in all.
func (q Queries) CountArrangements(ctx context.Context, plan int64, f ArrangementFilter) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM arrangements`+arrangementWhere, plan, pq.Array(f.Units), f.Month, f.Status)
	return n, err
}

// AddArrangement begins a month; one that exists already is left as it is, and
// the answer is false.
func (q Queries) AddArrangement(ctx context.Context, a *goal.Arrangement) (bool, error) {
	n, err := q.exec(ctx, `INSERT INTO arrangements (plan_id, unit_id, month, status, version, changed_at) VALUES ($1, $2, $3, $4, 1, $5)
		ON CONFLICT (plan_id, unit_id, month) DO NOTHING`, a.PlanID, a.UnitID, a.Month, a.Status, a.ChangedAt)
	return n == 1, err
}

// SaveArrangement writes a if nobody has since it was read, and moves its version on.
func (q Queries) SaveArrangement(ctx context.Context, a *goal.Arrangement) error {
	err := q.change(ctx, `
		UPDATE arrangements SET status = $5, submitted_by = $6, submitted_at = $7, approved_by = $8, approved_at = $9,
		       returned_by = $10, returned_at = $11, return_reason = $12, changed_at = $13, version = version + 1
		 WHERE plan_id = $1 AND unit_id = $2 AND month = $3 AND version = $4`,
		a.PlanID, a.UnitID, a.Month, a.Version, a.Status, a.SubmittedBy, a.SubmittedAt, a.ApprovedBy, a.ApprovedAt,
		a.ReturnedBy, a.ReturnedAt, a.ReturnReason, a.ChangedAt)
	if err == nil {
		a.Version++
	}
	return err
}

const itemColumns = `plan_id, item_id, unit_id, month, display_order, matter, section, post, due, goal_id, contingency, status, percent,
	cause, cause_note, measure, new_due, carried_from, carried_times`

// Items reads the matters of some months of units.
func (q Queries) Items(ctx context.Context, plan int64, units []int64, months []period.Period) ([]*goal.Item, error) {
	var list []*goal.Item
	err := q.list(ctx, &list, `SELECT `+itemColumns+` FROM arrangement_items
		WHERE plan_id = $1 AND (unit_id, month) IN (SELECT * FROM unnest($2::bigint[], $3::text[]))
		ORDER BY unit_id, month, display_order, item_id`, plan, pq.Array(units), pq.Array(months))
	return list, err
}

// DropItems removes matters from a month that is still a draft.
func (q Queries) DropItems(ctx context.Context, plan int64, ids []int64) error {
	_, err := q.exec(ctx, `DELETE FROM arrangement_items WHERE plan_id = $1 AND item_id = ANY($2)`, plan, pq.Array(ids))
	return err
}

// AddItems adds matters; their ids come from the database.
func (q Queries) AddItems(ctx context.Context, plan int64, items []*goal.Item) error {
	type item = *goal.Item
	_, err := q.exec(ctx, `
		INSERT INTO arrangement_items (plan_id, unit_id, month, display_order, matter, section, post, due, goal_id, contingency, carried_from, carried_times)
		SELECT $1, f.* FROM unnest($2::bigint[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::date[], $9::bigint[], $10::text[], $11::bigint[], $12::int[]) AS f`, plan,
		col(items, func(i *item) int64 { return (*i).UnitID }),
		col(items, func(i *item) period.Period { return (*i).Month }),
		col(items, func(i *item) int64 { return int64((*i).DisplayOrder) }),
		col(items, func(i *item) string { return (*i).Matter }),
		col(items, func(i *item) string { return (*i).Section }),
		col(items, func(i *item) string { return (*i).Post }),
		col(items, func(i *item) period.Date { return (*i).Due }),
		col(items, func(i *item) *int64 { return (*i).GoalID }),
		col(items, func(i *item) string { return (*i).Contingency }),
		col(items, func(i *item) *int64 { return (*i).CarriedFrom }),
		col(items, func(i *item) int64 { return int64((*i).CarriedTimes) }))
	return err
}

// SaveItems writes matters back, plan and outcome alike.
func (q Queries) SaveItems(ctx context.Context, plan int64, items []*goal.Item) error {
	type item = *goal.Item
	_, err := q.exec(ctx, `
		UPDATE arrangement_items i SET display_order = f.display_order, matter = f.matter, section = f.section, post = f.post, due = f.due,
			goal_id = f.goal_id, contingency = f.contingency, status = f.status, percent = f.percent, cause = f.cause,
			cause_note = f.cause_note, measure = f.measure, new_due = f.new_due
		  FROM unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::date[], $8::bigint[], $9::text[], $10::text[], $11::int[],
			$12::text[], $13::text[], $14::text[], $15::date[])
			AS f(item_id, display_order, matter, section, post, due, goal_id, contingency, status, percent, cause, cause_note, measure, new_due)
		 WHERE i.plan_id = $1 AND i.item_id = f.item_id`, plan,
		col(items, func(i *item) int64 { return (*i).ItemID }),
		col(items, func(i *item) int64 { return int64((*i).DisplayOrder) }),
		col(items, func(i *item) string { return (*i).Matter }),
		col(items, func(i *item) string { return (*i).Section }),
		col(items, func(i *item) string { return (*i).Post }),
		col(items, func(i *item) period.Date { return (*i).Due }),
		col(items, func(i *item) *int64 { return (*i).GoalID }),
		col(items, func(i *item) string { return (*i).Contingency }),
		col(items, func(i *item) string { return string((*i).Status) }),
		col(items, func(i *item) int64 { return int64((*i).Percent) }),
		col(items, func(i *item) *string { return (*string)((*i).Cause) }),
		col(items, func(i *item) string { return (*i).CauseNote }),
		col(items, func(i *item) string { return (*i).Measure }),
		col(items, func(i *item) *period.Date { return (*i).NewDue }))
	return err
}
