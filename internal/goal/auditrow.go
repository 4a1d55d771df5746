package goal

import (
	"encoding/json"
	"time"
)

// AuditRow is an entry as it is kept.
type AuditRow struct {
	PlanID       int64     `db:"plan_id"`
	UnitID       int64     `db:"unit_id"`
	Seq          int64     `db:"seq"`
	RecordedAt   time.Time `db:"recorded_at"`
	ActorID      *int64    `db:"actor_id"`
	OnBehalfOf   *int64    `db:"on_behalf_of"`
	Action       Deed      `db:"action"`
	Object       string    `db:"object"`
	Before       string    `db:"before"`
	After        string    `db:"after"`
	Reason       string    `db:"reason"`
	RequestID    string    `db:"request_id"`
	Records      int       `db:"records"`
	RecordsHash  string    `db:"records_hash"`
	PreviousHash string    `db:"previous_hash"`
	Hash         string    `db:"hash"`
	MACKey       string    `db:"mac_key"`
	MAC          string    `db:"mac"`
}

// Entry is the row as its hash sees it.
func (r *AuditRow) Entry() AuditEntry {
	return AuditEntry{PlanID: r.PlanID, UnitID: r.UnitID, At: r.RecordedAt, ActorID: r.ActorID, OnBehalfOf: r.OnBehalfOf, Action: r.Action, Object: r.Object,
		Before: r.Before, After: r.After, Reason: r.Reason, RequestID: r.RequestID, Records: r.Records, RecordsHash: r.RecordsHash}
}

// Seal is what stands beside the entry.
func (r *AuditRow) Seal() AuditSeal {
	return AuditSeal{Seq: r.Seq, PreviousHash: r.PreviousHash, Hash: r.Hash, MACKey: r.MACKey, MAC: r.MAC}
}

// AuditAt is a place in a list of entries; nil is before the first.
type AuditAt struct {
	RecordedAt time.Time
	UnitID     int64
	Seq        int64
}

// At is the entry's place in a list.
func (r *AuditRow) At() *AuditAt { return &AuditAt{r.RecordedAt, r.UnitID, r.Seq} }

// WrittenRow is a row that an entry wrote; Before is "" for a new one.
type WrittenRow struct {
	RecordedRow
	PlanID int64  `db:"plan_id"`
	Before string `db:"before"`
}

// Changes says what the entry changed in the row.
func (r *WrittenRow) Changes() []Change { return RowChanges(r.Before, r.Content) }

// KeptCheckpoint is a signed checkpoint as it is kept.
type KeptCheckpoint struct {
	Number     int64     `db:"number"`
	RecordedAt time.Time `db:"recorded_at"`
	Content    string    `db:"content"`
	Hash       string    `db:"sha256"`
	KeyID      string    `db:"key_id"`
	Signature  string    `db:"signature"`
}

// Occasion is what called for the checkpoint, as its own text says.
func (c *KeptCheckpoint) Occasion() string {
	var text Checkpoint
	if json.Unmarshal([]byte(c.Content), &text) != nil {
		return ""
	}
	return text.Occasion
}
