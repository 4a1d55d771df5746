package postgres

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/kaoping/kaoping/internal/archive"
)

// ArchiveList is one list of an archive and how it is read.
type ArchiveList struct {
	Name string
	read func(ctx context.Context, q Queries, add func(row any) error, args ...any) error
}

// listed is a list whose rows have the shape T, read by a statement on plan $1.
func listed[T any](name, statement string) ArchiveList {
	return ArchiveList{name, func(ctx context.Context, q Queries, add func(row any) error, args ...any) error {
		return each(ctx, q, func(row *T) error { return add(row) }, statement, args...)
	}}
}

// each hands over row after row as they come, so that a long list is never held
// in memory.
func each[T any](ctx context.Context, q Queries, fn func(row *T) error, statement string, args ...any) error {
	q.seen(statement)
	rows, err := q.x.QueryxContext(ctx, statement, args...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	return scanEach(rows, fn)
}

func scanEach[T any](rows *sqlx.Rows, fn func(row *T) error) error {
	for rows.Next() {
		var row T
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		if err := fn(&row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// EachArchived reads a plan's list row by row, in the order of its key.
func (q Queries) EachArchived(ctx context.Context, plan int64, l ArchiveList, add func(row any) error) error {
	return l.read(ctx, q, add, plan)
}

// EachOfRun reads one of [RunLists] for one run.
func (q Queries) EachOfRun(ctx context.Context, plan, run int64, l ArchiveList, add func(row any) error) error {
	return l.read(ctx, q, add, plan, run)
}

// EachArchivedText reads all numbered texts of a plan: editions, issued
// bulletins and the snapshots that these quote.
func (q Queries) EachArchivedText(ctx context.Context, plan int64, fn func(kind string, number int64, content string) error) error {
	type text struct {
		Kind    string `db:"kind"`
		Number  int64  `db:"number"`
		Content string `db:"content"`
	}
	return each(ctx, q, func(t *text) error { return fn(t.Kind, t.Number, t.Content) }, `
		SELECT '`+archive.EditionText+`' AS kind, edition::bigint AS number, content FROM plan_editions WHERE plan_id = $1
		UNION ALL SELECT '`+archive.BulletinText+`', b.number, i.content
		     FROM bulletin_issues i JOIN bulletins b ON b.plan_id = $1 AND b.bulletin_id = i.bulletin_id WHERE i.plan_id = $1
		UNION ALL SELECT '`+archive.SnapshotText+`', snapshot_id, content FROM snapshots WHERE plan_id = $1 AND snapshot_id IN (`+quotedSnapshots+`)
		ORDER BY 1, 2`, plan)
}

// quotedSnapshots are those of plan $1 that an issued bulletin quotes. Others
// were drafts and prove nothing.
const quotedSnapshots = `SELECT snapshot_id FROM bulletins WHERE plan_id = $1 AND status = 'ISSUED'`

// ArchiveLists are the lists of a plan's archive in the order in which they are
// written. They are ordered by their keys; codes and periods among those by
// their bytes, so that no cluster's locale shows.
var ArchiveLists = []ArchiveList{
	listed[archive.PlanRow](archive.Plan, `SELECT plan_id, organ_id, organiser_id, year, title, status, edition, document_no, created_at, issued_at
		FROM plans WHERE plan_id = $1`),
	listed[archive.UnitRow](archive.Units, `SELECT u.unit_id, u.code, t.name, t.valid_from, t.valid_to FROM units u JOIN unit_terms t ON t.unit_id = u.unit_id
		WHERE u.unit_id IN (SELECT organ_id FROM plans WHERE plan_id = $1 UNION SELECT organiser_id FROM plans WHERE plan_id = $1
			UNION SELECT unit_id FROM plan_units WHERE plan_id = $1
			UNION SELECT owner_id FROM indicators WHERE plan_id = $1 UNION SELECT alternate_id FROM indicators WHERE plan_id = $1
			UNION SELECT lead_unit_id FROM goal_revisions WHERE plan_id = $1 UNION SELECT unnest(cooperating_units) FROM goal_revisions WHERE plan_id = $1)
		ORDER BY u.unit_id, t.valid_from`),
	// Whoever wrote a value, a decision or an edition stands in the audit.
	listed[archive.AccountRow](archive.Accounts, `SELECT account_id, name FROM accounts
		WHERE account_id IN (SELECT actor_id FROM audit_entries WHERE plan_id = $1 UNION SELECT leader_id FROM goal_revisions WHERE plan_id = $1)
		ORDER BY account_id`),
	listed[archive.GroupRow](archive.Groups, `SELECT group_id, code, name FROM groups WHERE plan_id = $1 ORDER BY group_id`),
	listed[archive.IndicatorRow](archive.Indicators, `SELECT indicator_id, code, name FROM indicators WHERE plan_id = $1 ORDER BY indicator_id`),
	listed[archive.EditionRow](archive.Editions, `SELECT edition, document_no, sha256, issued_by, issued_at FROM plan_editions WHERE plan_id = $1 ORDER BY edition`),
	listed[archive.GoalRow](archive.Goals, `SELECT goal_id, unit_id, indicator_id FROM goals WHERE plan_id = $1 ORDER BY goal_id`),
	listed[archive.GoalRevisionRow](archive.GoalRevisions, `SELECT goal_id, revision, state, full_marks, target, baseline, challenge, difficulty, portion, lead_unit_id,
			to_json(cooperating_units)::text AS cooperating_units, section, leader_id, planned_shares, out_of_totals, recorded_by, recorded_at, reason
		FROM goal_revisions WHERE plan_id = $1 ORDER BY goal_id, revision`),
	listed[archive.ReportRow](archive.Reports, `SELECT unit_id, period, version, receipt, submitted_by, submitted_at, late
		FROM reports WHERE plan_id = $1 ORDER BY unit_id, period COLLATE "C"`),
	listed[archive.ReceiptRow](archive.Receipts, `SELECT receipt_id, unit_id, period, figures, submitted_by, received_at FROM receipts WHERE plan_id = $1 ORDER BY receipt_id`),
	listed[archive.ReturnRow](archive.Returns, `SELECT return_id, unit_id, period, to_json(goals)::text AS goals, reason, returned_by, returned_at
		FROM report_returns WHERE plan_id = $1 ORDER BY return_id`),
	listed[archive.ExceptionRow](archive.Exceptions, `SELECT exception_id, unit_id, period, until, reason, granted_by, granted_at
		FROM exceptions WHERE plan_id = $1 ORDER BY exception_id`),
	listed[archive.ExceptionEndRow](archive.ExceptionEnds, `SELECT exception_id, reason, ended_by, ended_at FROM exception_ends WHERE plan_id = $1 ORDER BY exception_id`),
	listed[archive.ClosureRow](archive.Closures, `SELECT period, closed_at, closed_by, reason FROM closures WHERE plan_id = $1 ORDER BY period COLLATE "C"`),
	listed[archive.FigureRow](archive.Rows, `SELECT goal_id, period, unit_id, status, version, revision, official_revision, entered_by, submitted_by, submitted_at,
			approved_by, approved_at, verified_by, verified_at, confirmed_by, confirmed_at, late
		FROM report_rows WHERE plan_id = $1 ORDER BY goal_id, period COLLATE "C"`),
	listed[archive.ValueRow](archive.Values, `SELECT goal_id, period, revision, source, state, value, numerator, denominator, inputs, note, cause, measure, help_needed,
			recorded_by, recorded_at
		FROM report_values WHERE plan_id = $1 ORDER BY goal_id, period COLLATE "C", revision`),
	listed[archive.ComponentScoreRow](archive.ComponentScores, `SELECT unit_id, component, revision, score, note, recorded_by, recorded_at
		FROM component_scores WHERE plan_id = $1 ORDER BY unit_id, component COLLATE "C", revision`),
	listed[archive.AdjustmentRow](archive.Adjustments, `SELECT adjustment_id, unit_id, rule, kind, matter, basis, evidence, happened_on::text AS happened_on, claimed, factor, units, status, points, version,
			reverses, proposed_by, proposed_at, decided_by, decided_at, decision_note
		FROM adjustments WHERE plan_id = $1 ORDER BY adjustment_id`),
	listed[archive.VetoRow](archive.Vetoes, `SELECT veto_id, unit_id, rule, facts, legal_basis, status, version, reported_by, reported_at, decided_by, decided_at, decision_note
		FROM vetoes WHERE plan_id = $1 ORDER BY veto_id`),
	listed[archive.ReviewRow](archive.Reviews, `SELECT status, opened_by, opened_at, final_run_id, document_no, finalised_at FROM reviews WHERE plan_id = $1`),
	listed[archive.RunRow](archive.Runs, `SELECT run_id, number, engine, edition, inputs_at, sha256, quotas, supersedes, pending, created_by, created_at
		FROM score_runs WHERE plan_id = $1 ORDER BY number`),
	listed[archive.BulletinRow](archive.Bulletins, `SELECT b.bulletin_id, b.period, b.number, b.title, b.snapshot_id, i.sha256, i.issued_by, i.issued_at
		FROM bulletins b JOIN bulletin_issues i ON i.plan_id = $1 AND i.bulletin_id = b.bulletin_id WHERE b.plan_id = $1 ORDER BY b.number`),
	listed[archive.SnapshotRow](archive.Snapshots, `SELECT snapshot_id, period, edition, taken_by, taken_at, sha256
		FROM snapshots WHERE plan_id = $1 AND snapshot_id IN (`+quotedSnapshots+`) ORDER BY snapshot_id`),
	listed[archive.AuditRow](archive.AuditEntries, `SELECT unit_id, seq, recorded_at, actor_id, on_behalf_of, action, object, before, after, reason, request_id,
			records, records_hash, previous_hash, hash
		FROM audit_entries WHERE plan_id = $1 ORDER BY unit_id, seq`),
	listed[archive.AuditHeadRow](archive.AuditHeads, `SELECT unit_id, seq, hash FROM audit_heads WHERE plan_id = $1 ORDER BY unit_id`),
}

// RunLists are the lists of run $2.
var RunLists = []ArchiveList{
	listed[archive.ScoreRow](archive.RunScores, `SELECT unit_id, group_id, mode, place, indicators, bonus, deduction, exact, final, rank, grade, components, dimensions,
			to_json(vetoes)::text AS vetoes, to_json(warnings)::text AS warnings, trace
		FROM scores WHERE plan_id = $1 AND run_id = $2 ORDER BY unit_id`),
	listed[archive.LineRow](archive.RunLines, `SELECT goal_id, unit_id, state, full_marks, value, rate, points, most, gain_step, gain, trace
		FROM score_lines WHERE plan_id = $1 AND run_id = $2 ORDER BY goal_id`),
}
