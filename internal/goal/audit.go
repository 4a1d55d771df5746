package goal

import (
	"fmt"
	"time"

	"github.com/kaoping/kaoping/internal/score"
)

// AuditEntry is one entry of the audit: who did what to what, and how it was
// before and after. Before and After are canonical JSON of what changed.
type AuditEntry struct {
	PlanID    int64 // 0: belongs to no plan
	UnitID    int64 // 0: the plan's own chain
	At        time.Time
	ActorID   *int64
	Action    string
	Object    string
	Before    string
	After     string
	Reason    string
	RequestID string
}

// sealedEntry is the canonical form that an entry's hash is taken over.
type sealedEntry struct {
	PlanID       int64  `json:"planId"`
	UnitID       int64  `json:"unitId"`
	Seq          int64  `json:"seq"`
	At           string `json:"at"`
	ActorID      *int64 `json:"actorId"`
	Action       string `json:"action"`
	Object       string `json:"object"`
	Before       string `json:"before"`
	After        string `json:"after"`
	Reason       string `json:"reason"`
	RequestID    string `json:"requestId"`
	PreviousHash string `json:"previousHash"`
}

// Hash is the SHA-256 of the entry's canonical text at its place in a chain.
func (e AuditEntry) Hash(seq int64, previous string) string {
	text, err := score.Canonical(sealedEntry{
		PlanID: e.PlanID, UnitID: e.UnitID, Seq: seq, At: e.At.UTC().Format(time.RFC3339Nano), ActorID: e.ActorID, Action: e.Action,
		Object: e.Object, Before: e.Before, After: e.After, Reason: e.Reason, RequestID: e.RequestID, PreviousHash: previous,
	})
	if err != nil {
		// Only text that is not UTF-8 has none, and neither PostgreSQL nor JSON holds any.
		panic(fmt.Sprintf("canonical text of an audit entry: %v", err))
	}
	return score.Hash(text)
}

// AuditChain walks along a chain of entries. Its zero value stands before the
// first one; Seq and Hash are those of the entry seen last.
type AuditChain struct {
	Seq  int64
	Hash string
}

// Next looks at the entry that follows, as it was kept, and says what is wrong
// with it. It goes on from what the entry claims, so that only the touched one
// is named.
func (c *AuditChain) Next(where string, e AuditEntry, seq int64, previous, hash string) []Mismatch {
	var wrong []Mismatch
	if seq != c.Seq+1 {
		wrong = append(wrong, Mismatch{where, "number", fmt.Sprint(seq), fmt.Sprint(c.Seq + 1)})
	}
	if previous != c.Hash {
		wrong = append(wrong, Mismatch{where, "previous hash", previous, c.Hash})
	}
	if got := e.Hash(seq, previous); got != hash {
		wrong = append(wrong, Mismatch{where, "hash", hash, got})
	}
	c.Seq, c.Hash = seq, hash
	return wrong
}
