package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

// head is the newest entry of a chain.
type head struct {
	Seq  int64  `db:"seq"`
	Hash string `db:"hash"`
}

// AppendAudit adds an entry to the end of its chain. It comes last in a
// transaction: the chain's head stays locked until the commit.
func (q Queries) AppendAudit(ctx context.Context, e goal.AuditEntry) error {
	// The database keeps microseconds; the hash must be over what it keeps.
	e.At = e.At.Truncate(time.Microsecond)
	if e.PlanID == 0 {
		return q.appendRegister(ctx, e)
	}
	var h head
	err := q.get(ctx, &h, `SELECT seq, hash FROM audit_heads WHERE plan_id = $1 AND unit_id = $2 FOR UPDATE`, e.PlanID, e.UnitID)
	if errors.Is(err, goal.ErrNotFound) {
		// The first entry of a chain: whoever comes second waits here, then reads.
		if _, err = q.exec(ctx, `INSERT INTO audit_heads (plan_id, unit_id, seq, hash) VALUES ($1, $2, 0, '') ON CONFLICT (plan_id, unit_id) DO NOTHING`, e.PlanID, e.UnitID); err == nil {
			err = q.get(ctx, &h, `SELECT seq, hash FROM audit_heads WHERE plan_id = $1 AND unit_id = $2 FOR UPDATE`, e.PlanID, e.UnitID)
		}
	}
	if err != nil {
		return err
	}
	hash := e.Hash(h.Seq+1, h.Hash)
	if _, err := q.exec(ctx, `INSERT INTO audit_entries (plan_id, unit_id, seq, recorded_at, actor_id, action, object, before, after, reason, request_id, previous_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.PlanID, e.UnitID, h.Seq+1, e.At, e.ActorID, e.Action, e.Object, e.Before, e.After, e.Reason, e.RequestID, h.Hash, hash); err != nil {
		return err
	}
	_, err = q.exec(ctx, `UPDATE audit_heads SET seq = $3, hash = $4 WHERE plan_id = $1 AND unit_id = $2`, e.PlanID, e.UnitID, h.Seq+1, hash)
	return err
}

// appendRegister adds to the chain of what belongs to no plan. Its writers are
// few; a lock on the table's newest place makes them take turns.
func (q Queries) appendRegister(ctx context.Context, e goal.AuditEntry) error {
	if _, err := q.exec(ctx, `SELECT pg_advisory_xact_lock(7215063)`); err != nil {
		return err
	}
	var h head
	err := q.get(ctx, &h, `SELECT seq, hash FROM register_audit_entries ORDER BY seq DESC LIMIT 1`)
	if err != nil && !errors.Is(err, goal.ErrNotFound) {
		return err
	}
	_, err = q.exec(ctx, `INSERT INTO register_audit_entries (seq, recorded_at, actor_id, action, object, before, after, reason, request_id, previous_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		h.Seq+1, e.At, e.ActorID, e.Action, e.Object, e.Before, e.After, e.Reason, e.RequestID, h.Hash, e.Hash(h.Seq+1, h.Hash))
	return err
}

// LastRecorded is the newest instant at which anything was recorded; the zero
// time in an empty database.
func (q Queries) LastRecorded(ctx context.Context) (time.Time, error) {
	var at *time.Time
	err := q.get(ctx, &at, `SELECT GREATEST((SELECT max(recorded_at) FROM audit_entries), (SELECT max(recorded_at) FROM register_audit_entries))`)
	if err != nil || at == nil {
		return time.Time{}, err
	}
	return *at, nil
}
