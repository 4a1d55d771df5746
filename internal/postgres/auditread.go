package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
)

// AuditFilter narrows a list of entries to those of one plan, or with PlanID 0 to
// those of none, and further.
type AuditFilter struct {
	PlanID  int64
	UnitID  *int64
	ActorID *int64
	Action  goal.Deed
	Object  string
	From    *time.Time
	To      *time.Time // exclusive
	Search  string     // in the reasons
	People  []int64    // only what these people did or what was done to them; nil: all
}

// Entries about a person have the person for their object, or wrote a row with
// the person's number.
const auditWhere = ` WHERE e.plan_id = $1 AND ($2::bigint IS NULL OR e.unit_id = $2) AND ($3::bigint IS NULL OR e.actor_id = $3)
	AND ($4 = '' OR e.action = $4) AND ($5 = '' OR e.object = $5)
	AND ($6::timestamptz IS NULL OR e.recorded_at >= $6) AND ($7::timestamptz IS NULL OR e.recorded_at < $7) AND ($8 = '' OR strpos(e.reason, $8) > 0)
	AND ($9::bigint[] IS NULL OR e.actor_id = ANY($9) OR e.object = ANY($10) OR EXISTS (SELECT FROM audit_records r
		WHERE r.plan_id = e.plan_id AND r.unit_id = e.unit_id AND r.seq = e.seq AND (r.content::json->>'account_id')::bigint = ANY($9))) `

func (f *AuditFilter) args() []any {
	var objects []string
	for _, p := range f.People {
		objects = append(objects, goal.ID{Kind: goal.KindAccount, Num: p}.String())
	}
	return []any{f.PlanID, f.UnitID, f.ActorID, f.Action, f.Object, f.From, f.To, f.Search, pq.Array(f.People), pq.Array(objects)}
}

// AuditEntries lists entries, newest first, after one of them.
func (q Queries) AuditEntries(ctx context.Context, f AuditFilter, after *goal.AuditAt, limit int) ([]*goal.AuditRow, error) {
	var list []*goal.AuditRow
	var at *time.Time
	var place goal.AuditAt
	if after != nil {
		at, place = &after.RecordedAt, *after
	}
	err := q.list(ctx, &list, `SELECT `+auditColumns+` FROM audit_entries e`+auditWhere+`
		AND ($11::timestamptz IS NULL OR (e.recorded_at, e.unit_id, e.seq) < ($11, $12, $13)) ORDER BY e.recorded_at DESC, e.unit_id DESC, e.seq DESC LIMIT $14`,
		append(f.args(), at, place.UnitID, place.Seq, limit)...)
	return list, err
}

// CountAudit counts what [Queries.AuditEntries] would list in all.
func (q Queries) CountAudit(ctx context.Context, f AuditFilter) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM audit_entries e`+auditWhere, f.args()...)
	return n, err
}

// PeopleIn lists the people within a reach at an instant.
func (q Queries) PeopleIn(ctx context.Context, r Reach, at time.Time) ([]int64, error) {
	list := []int64{}
	err := q.list(ctx, &list, within+`SELECT a.account_id`+accountsNow+`WHERE`+reached, at, r.All, pq.Array(r.Organs))
	return list, err
}

// WrittenRows reads the first rows that some entries wrote, each with its state
// before, in two statements.
func (q Queries) WrittenRows(ctx context.Context, entries []*goal.AuditRow, most int) ([]*goal.WrittenRow, error) {
	var list []*goal.WrittenRow
	err := q.list(ctx, &list, `
		SELECT r.plan_id, r.unit_id, r.seq, r.n, r.table_name, r.key, r.version, r.goal_id, r.content
		  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS e(plan_id, unit_id, seq)
		  JOIN audit_records r ON r.plan_id = e.plan_id AND r.unit_id = e.unit_id AND r.seq = e.seq AND r.n <= $4
		 ORDER BY r.plan_id, r.unit_id, r.seq, r.n`,
		col(entries, func(r **goal.AuditRow) int64 { return (*r).PlanID }), col(entries, func(r **goal.AuditRow) int64 { return (*r).UnitID }),
		col(entries, func(r **goal.AuditRow) int64 { return (*r).Seq }), most)
	if err != nil || len(list) == 0 {
		return list, err
	}
	return list, q.fillBefore(ctx, list)
}

// fillBefore finds the state before each of some rows. A row that may change has
// its states under one key, ordered by version, or else by the entries that wrote
// them; the others have a row per revision.
func (q Queries) fillBefore(ctx context.Context, list []*goal.WrittenRow) error {
	type row = *goal.WrittenRow
	var found []struct {
		Place   int    `db:"place"`
		Content string `db:"content"`
	}
	own := make([]bool, len(list))
	keys := make([]string, len(list))
	for i, r := range list {
		keys[i], own[i] = goal.Predecessor(r.Table, r.Key)
	}
	const earlier = ` AND p.table_name = r.table_name AND p.key = r.key AND (r.own OR (p.version, p.seq, p.n) < (r.version, r.seq, r.n)
			AND (r.version > 0 OR p.unit_id = r.unit_id)) ORDER BY p.version DESC, p.seq DESC, p.n DESC LIMIT 1`
	err := q.list(ctx, &found, `
		SELECT r.place, before.content
		  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bool[], $8::bigint[], $9::bigint[]) WITH ORDINALITY
			AS r(plan_id, unit_id, seq, n, table_name, key, own, version, goal_id, place)
		 CROSS JOIN LATERAL (
			(SELECT p.content FROM audit_records p WHERE p.plan_id = r.plan_id AND p.goal_id = r.goal_id`+earlier+`)
			UNION ALL
			(SELECT p.content FROM audit_records p WHERE p.plan_id = r.plan_id AND r.goal_id IS NULL AND p.goal_id IS NULL`+earlier+`)) before`,
		col(list, func(r *row) int64 { return (*r).PlanID }), col(list, func(r *row) int64 { return (*r).UnitID }), col(list, func(r *row) int64 { return (*r).Seq }),
		col(list, func(r *row) int { return (*r).N }), col(list, func(r *row) string { return (*r).Table }), pq.Array(keys), pq.Array(own),
		col(list, func(r *row) int64 { return (*r).Version }), col(list, func(r *row) *int64 { return (*r).GoalID }))
	for _, f := range found {
		list[f.Place-1].Before = f.Content
	}
	return err
}

const recordedColumns = `SELECT r.unit_id, r.seq, r.n, r.table_name, r.key, r.version, r.goal_id, r.content, e.recorded_at, e.actor_id, e.action, e.reason
	FROM audit_records r JOIN audit_entries e ON e.plan_id = r.plan_id AND e.unit_id = r.unit_id AND e.seq = r.seq `

// GoalRecords reads what was recorded of some goals and their figures.
func (q Queries) GoalRecords(ctx context.Context, plan int64, goals []int64) ([]goal.RecordedRow, error) {
	var list []goal.RecordedRow
	err := q.list(ctx, &list, recordedColumns+`WHERE r.plan_id = $1 AND r.goal_id = ANY($2) AND r.table_name IN ('goal_revisions', 'report_rows', 'report_values')`,
		plan, pq.Array(goals))
	return list, err
}

// UnitRecord is what was recorded of a row about one unit.
type UnitRecord struct {
	goal.RecordedRow
	About int64 `db:"about"`
}

// UnitRecords reads what was recorded of some units in some tables.
func (q Queries) UnitRecords(ctx context.Context, plan int64, tables []string, units []int64) ([]UnitRecord, error) {
	var list []UnitRecord
	err := q.list(ctx, &list, `SELECT * FROM (`+recordedColumns+`WHERE r.plan_id = $1 AND r.goal_id IS NULL AND r.table_name = ANY($2)) r
		CROSS JOIN LATERAL (SELECT (r.content::json->>'unit_id')::bigint AS about) u WHERE about = ANY($3)`, plan, pq.Array(tables), pq.Array(units))
	return list, err
}

// PointsByRun reads what each run gave some units, oldest first.
func (q Queries) PointsByRun(ctx context.Context, plan int64, onlyFinal bool, units []int64) ([]goal.RunPoints, error) {
	var list []goal.RunPoints
	err := q.list(ctx, &list, `
		SELECT s.unit_id, r.number, r.created_at, r.created_by, json_build_object('final', s.final, 'rank', s.rank, 'grade', s.grade)::text AS content
		  FROM scores s JOIN score_runs r ON r.plan_id = s.plan_id AND r.run_id = s.run_id
		 WHERE s.plan_id = $1 AND s.unit_id = ANY($3) AND (NOT $2 OR EXISTS (SELECT FROM reviews v WHERE v.plan_id = $1 AND v.final_run_id = s.run_id))
		 ORDER BY r.number, s.unit_id`, plan, onlyFinal, pq.Array(units))
	return list, err
}

const checkpointColumns = `number, recorded_at, content, sha256, key_id, signature`

// KeptCheckpoints lists checkpoints after a number, oldest first.
func (q Queries) KeptCheckpoints(ctx context.Context, after int64, limit int) ([]*goal.KeptCheckpoint, error) {
	var list []*goal.KeptCheckpoint
	err := q.list(ctx, &list, `SELECT `+checkpointColumns+` FROM audit_checkpoints WHERE number > $1 ORDER BY number LIMIT $2`, after, limit)
	return list, err
}

// CountCheckpoints counts all checkpoints.
func (q Queries) CountCheckpoints(ctx context.Context) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM audit_checkpoints`)
	return n, err
}

// NewestCheckpoint reads the last one; nil where there is none.
func (q Queries) NewestCheckpoint(ctx context.Context) (*goal.KeptCheckpoint, error) {
	var c goal.KeptCheckpoint
	err := q.get(ctx, &c, `SELECT `+checkpointColumns+` FROM audit_checkpoints ORDER BY number DESC LIMIT 1`)
	if errors.Is(err, goal.ErrNotFound) {
		return nil, nil
	}
	return &c, err
}
