package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

// AppendAudit adds an entry to the end of its chain, together with the rows of
// protected tables that the transaction has written so far. It comes last in a
// transaction: the chain's head stays locked until the commit.
func (q Queries) AppendAudit(ctx context.Context, e goal.AuditEntry, keys *goal.AuditKeys) error {
	if !Recording {
		q.journal.records = nil
		return nil
	}
	// The database keeps microseconds; the hash must be over what it keeps.
	e.At = e.At.Truncate(time.Microsecond)
	records := q.journal.records
	e.Records, e.RecordsHash = len(records), goal.RecordsHash(records)
	h, err := q.lockHead(ctx, goal.Chain{PlanID: e.PlanID, UnitID: e.UnitID})
	if err != nil {
		return err
	}
	s := e.Seal(h.Seq+1, h.Hash, keys)
	type rec = goal.AuditRecord
	_, err = q.exec(ctx, `
		WITH entry AS (
			INSERT INTO audit_entries (plan_id, unit_id, seq, recorded_at, actor_id, on_behalf_of, action, object, before, after, reason, request_id,
				records, records_hash, previous_hash, hash, mac_key, mac)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		), records AS (
			INSERT INTO audit_records (plan_id, unit_id, seq, n, table_name, key, version, goal_id, content)
			SELECT $1, $2, $3, f.n, f.table_name, f.key, f.version, f.goal_id, f.content
			  FROM unnest($19::text[], $20::text[], $21::bigint[], $22::bigint[], $23::text[]) WITH ORDINALITY AS f(table_name, key, version, goal_id, content, n)
		)
		UPDATE audit_heads SET seq = $3, hash = $16 WHERE plan_id = $1 AND unit_id = $2`,
		e.PlanID, e.UnitID, s.Seq, e.At, e.ActorID, e.OnBehalfOf, e.Action, e.Object, e.Before, e.After, e.Reason, e.RequestID,
		e.Records, e.RecordsHash, s.PreviousHash, s.Hash, s.MACKey, s.MAC,
		col(records, func(r *rec) string { return r.Table }),
		col(records, func(r *rec) string { return r.Key }),
		col(records, func(r *rec) int64 { return r.Version }),
		col(records, func(r *rec) *int64 { return r.GoalID }),
		col(records, func(r *rec) string { return r.Content }))
	q.journal.records = nil
	return err
}

// lockHead holds a chain's head; a chain without one begins.
func (q Queries) lockHead(ctx context.Context, c goal.Chain) (goal.ChainHead, error) {
	var h goal.ChainHead
	const lock = `SELECT plan_id, unit_id, seq, hash FROM audit_heads WHERE plan_id = $1 AND unit_id = $2 FOR UPDATE`
	err := q.get(ctx, &h, lock, c.PlanID, c.UnitID)
	if errors.Is(err, goal.ErrNotFound) {
		// The first entry of a chain: whoever comes second waits here, then reads.
		if _, err = q.exec(ctx, `INSERT INTO audit_heads (plan_id, unit_id, seq, hash) VALUES ($1, $2, 0, '') ON CONFLICT (plan_id, unit_id) DO NOTHING`, c.PlanID, c.UnitID); err == nil {
			err = q.get(ctx, &h, lock, c.PlanID, c.UnitID)
		}
	}
	return h, err
}

// LastRecorded is the newest instant at which anything was recorded; the zero
// time in an empty database.
func (q Queries) LastRecorded(ctx context.Context) (time.Time, error) {
	var at *time.Time
	err := q.get(ctx, &at, `SELECT max(recorded_at) FROM audit_entries`)
	if err != nil || at == nil {
		return time.Time{}, err
	}
	return *at, nil
}

const auditColumns = `plan_id, unit_id, seq, recorded_at, actor_id, on_behalf_of, action, object, before, after, reason, request_id,
	records, records_hash, previous_hash, hash, mac_key, mac`

// EachAudit hands over all entries, chain after chain, each from its beginning.
func (q Queries) EachAudit(ctx context.Context, fn func(*goal.AuditRow) error) error {
	return each(ctx, q, fn, `SELECT `+auditColumns+` FROM audit_entries ORDER BY plan_id, unit_id, seq`)
}

// AuditHeads reads the heads of all chains.
func (q Queries) AuditHeads(ctx context.Context) ([]goal.ChainHead, error) {
	var list []goal.ChainHead
	err := q.list(ctx, &list, `SELECT plan_id, unit_id, seq, hash FROM audit_heads ORDER BY plan_id, unit_id`)
	return list, err
}

// AuditPlace is where an entry stands, and what it did.
type AuditPlace struct {
	PlanID int64  `db:"plan_id"`
	UnitID int64  `db:"unit_id"`
	Seq    int64  `db:"seq"`
	Action string `db:"action"`
}

// StrayRecords lists entries whose recorded rows are not those that its hash was
// taken over, and places that have rows but no entry (those have no action).
func (q Queries) StrayRecords(ctx context.Context, limit int) ([]AuditPlace, error) {
	var list []AuditPlace
	err := q.list(ctx, &list, `
		WITH kept AS (
			SELECT plan_id, unit_id, seq, count(*) AS n, max(n) AS last, encode(pg_catalog.sha256(convert_to(
				string_agg(table_name || E'\n' || key || E'\n' || version || E'\n' || content || E'\n', '' ORDER BY n), 'UTF8')), 'hex') AS hash
			  FROM audit_records GROUP BY plan_id, unit_id, seq
		)
		SELECT COALESCE(e.plan_id, k.plan_id) AS plan_id, COALESCE(e.unit_id, k.unit_id) AS unit_id, COALESCE(e.seq, k.seq) AS seq, COALESCE(e.action, '') AS action
		  FROM (SELECT * FROM audit_entries WHERE records > 0) e
		  FULL JOIN kept k ON k.plan_id = e.plan_id AND k.unit_id = e.unit_id AND k.seq = e.seq
		 WHERE (e.records, e.records_hash) IS DISTINCT FROM (k.n, k.hash) OR k.last <> k.n
		 ORDER BY 1, 2, 3 LIMIT $1`, limit)
	return list, err
}

// TouchedRow is a row of a protected table that is not what the audit saw last;
// an empty text is a row that is not there.
type TouchedRow struct {
	Table  string
	PlanID int64  `db:"plan_id"`
	Key    string `db:"key"`
	Kept   string `db:"kept"`     // as it is in the table
	Record string `db:"recorded"` // as the audit saw it
}

// TouchedRows holds every protected table against what the audit recorded, and
// hands over what differs.
func (q Queries) TouchedRows(ctx context.Context, fn func(TouchedRow) error) error {
	for i := range protectedTables {
		t := &protectedTables[i]
		plan := "0::bigint"
		if t.plan {
			plan = "t.plan_id"
		}
		// Rows of tables that belong to no plan may have been written under a plan's entry.
		err := each(ctx, q, func(r *TouchedRow) error { r.Table = t.name; return fn(*r) }, `
			WITH latest AS (
				SELECT DISTINCT ON (plan, key) plan, key, content FROM (SELECT *, CASE WHEN $2 THEN plan_id ELSE 0 END AS plan FROM audit_records WHERE table_name = $1) r
				 ORDER BY plan, key, version DESC, seq DESC, n DESC
			), present AS (
				SELECT `+plan+` AS plan, p.* FROM `+t.name+` t CROSS JOIN LATERAL (SELECT `+t.picked("t")+`) p
			)
			SELECT COALESCE(p.plan, l.plan) AS plan_id, COALESCE(p.key, l.key) AS key, COALESCE(p.content, '') AS kept, COALESCE(l.content, '') AS recorded
			  FROM latest l FULL JOIN present p ON p.plan = l.plan AND p.key = l.key
			 WHERE p.content IS DISTINCT FROM l.content ORDER BY 1, 2`, t.name, t.plan)
		if err != nil {
			return err
		}
	}
	return nil
}

// NewestMACKey is the key that the newest entry of the register's chain was sealed
// with; "" where there is none.
func (q Queries) NewestMACKey(ctx context.Context) (string, error) {
	var keys []string
	err := q.list(ctx, &keys, `SELECT mac_key FROM audit_entries WHERE plan_id = 0 AND unit_id = 0 ORDER BY seq DESC LIMIT 1`)
	if err != nil || len(keys) == 0 {
		return "", err
	}
	return keys[0], nil
}

// checkpointLock makes writers of checkpoints take turns.
const checkpointLock = 7215063

// LockCheckpoints lets one writer of checkpoints at a time in, until its
// transaction ends.
func (q Queries) LockCheckpoints(ctx context.Context) error {
	_, err := q.exec(ctx, `SELECT pg_advisory_xact_lock($1)`, checkpointLock)
	return err
}

// Checkpoints reads those after a number, oldest first.
func (q Queries) Checkpoints(ctx context.Context, after int64) ([]goal.SignedCheckpoint, error) {
	var rows []struct {
		Content   string `db:"content"`
		KeyID     string `db:"key_id"`
		Signature string `db:"signature"`
	}
	err := q.list(ctx, &rows, `SELECT content, key_id, signature FROM audit_checkpoints WHERE number > $1 ORDER BY number`, after)
	list := make([]goal.SignedCheckpoint, len(rows))
	for i, r := range rows {
		list[i] = goal.SignedCheckpoint{Content: r.Content, KeyID: r.KeyID, Signature: r.Signature}
	}
	return list, err
}

// AddCheckpoint stores a signed checkpoint.
func (q Queries) AddCheckpoint(ctx context.Context, c *goal.Checkpoint, s goal.SignedCheckpoint, hash string) error {
	_, err := q.exec(ctx, `INSERT INTO audit_checkpoints (number, recorded_at, content, sha256, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.Number, c.At, s.Content, hash, s.KeyID, s.Signature)
	return err
}

// LastCheckpointAt is when the newest checkpoint was taken; the zero time before
// the first.
func (q Queries) LastCheckpointAt(ctx context.Context) (time.Time, error) {
	var at *time.Time
	err := q.get(ctx, &at, `SELECT max(recorded_at) FROM audit_checkpoints`)
	if err != nil || at == nil {
		return time.Time{}, err
	}
	return *at, nil
}
