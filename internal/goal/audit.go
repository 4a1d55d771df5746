package goal

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/score"
)

// AuditEntry is one entry of the audit: who did what to what, and how it was
// before and after. Before and After are canonical JSON of what changed.
type AuditEntry struct {
	PlanID      int64 // 0: belongs to no plan
	UnitID      int64 // 0: the plan's own chain
	At          time.Time
	ActorID     *int64 // nil: the server's console, or nobody who is known
	OnBehalfOf  *int64 // the unit in whose stead the actor acted
	Action      Deed
	Object      string
	Before      string
	After       string
	Reason      string
	RequestID   string
	Records     int    // how many rows of protected tables it wrote
	RecordsHash string // of those rows; see [RecordsHash]
}

// sealedEntry is the canonical form that an entry's hash is taken over.
type sealedEntry struct {
	PlanID       int64  `json:"planId"`
	UnitID       int64  `json:"unitId"`
	Seq          int64  `json:"seq"`
	At           string `json:"at"`
	ActorID      *int64 `json:"actorId"`
	OnBehalfOf   *int64 `json:"onBehalfOf"`
	Action       Deed   `json:"action"`
	Object       string `json:"object"`
	Before       string `json:"before"`
	After        string `json:"after"`
	Reason       string `json:"reason"`
	RequestID    string `json:"requestId"`
	Records      int    `json:"records"`
	RecordsHash  string `json:"recordsHash"`
	PreviousHash string `json:"previousHash"`
}

// Hash is the SHA-256 of the entry's canonical text at its place in a chain.
func (e AuditEntry) Hash(seq int64, previous string) string {
	text, err := score.Canonical(sealedEntry{
		PlanID: e.PlanID, UnitID: e.UnitID, Seq: seq, At: e.At.UTC().Format(time.RFC3339Nano), ActorID: e.ActorID, OnBehalfOf: e.OnBehalfOf, Action: e.Action,
		Object: e.Object, Before: e.Before, After: e.After, Reason: e.Reason, RequestID: e.RequestID,
		Records: e.Records, RecordsHash: e.RecordsHash, PreviousHash: previous,
	})
	if err != nil {
		// Only text that is not UTF-8 has none, and neither PostgreSQL nor JSON holds any.
		panic(fmt.Sprintf("canonical text of an audit entry: %v", err))
	}
	return score.Hash(text)
}

// AuditRecord is one row of a protected table as a use case wrote it.
type AuditRecord struct {
	Table   string
	Key     string // JSON array of the primary key without the plan
	Version int64  // of a row that may change
	GoalID  *int64 // the goal that the row is about
	Content string // JSON of the row
}

// RecordsHash is the SHA-256 over rows in their order, "" for none. JSON text
// holds no line breaks, so that lines cannot run into each other.
func RecordsHash(records []AuditRecord) string {
	if len(records) == 0 {
		return ""
	}
	var b strings.Builder
	for _, r := range records {
		b.WriteString(r.Table + "\n" + r.Key + "\n" + strconv.FormatInt(r.Version, 10) + "\n" + r.Content + "\n")
	}
	return score.Hash(b.String())
}

// AuditSeal is what stands beside an entry: its place in the chain, and what
// proves it.
type AuditSeal struct {
	Seq          int64
	PreviousHash string
	Hash         string
	MACKey       string // which key; "" where the server had none
	MAC          string
}

// Seal puts an entry at its place in a chain.
func (e AuditEntry) Seal(seq int64, previous string, keys *AuditKeys) AuditSeal {
	s := AuditSeal{Seq: seq, PreviousHash: previous, Hash: e.Hash(seq, previous)}
	s.MACKey, s.MAC = keys.mac(s.Hash)
	return s
}

// AuditChain walks along a chain of entries. Its zero value stands before the
// first one; Seq and Hash are those of the entry seen last.
type AuditChain struct {
	Keys *AuditKeys      // nil: MACs are not looked at
	Lost map[string]bool // keys that are known to be lost: what they sealed is not held against the entry
	Seq  int64
	Hash string

	Unproven map[string]int // entries that were sealed with a lost key, by key
	proven   string         // the key that proved an entry of this chain last
}

// Begin stands before the first entry of another chain.
func (c *AuditChain) Begin() { c.Seq, c.Hash, c.proven = 0, "", "" }

// Next looks at the entry that follows, as it was kept, and says what is wrong
// with it. It goes on from what the entry claims, so that only the touched one
// is named.
func (c *AuditChain) Next(where string, e AuditEntry, s AuditSeal) []Mismatch {
	var wrong []Mismatch
	if s.Seq != c.Seq+1 {
		wrong = append(wrong, Mismatch{where, "number", fmt.Sprint(s.Seq), fmt.Sprint(c.Seq + 1)})
	}
	if s.PreviousHash != c.Hash {
		wrong = append(wrong, Mismatch{where, "previous hash", s.PreviousHash, c.Hash})
	}
	if got := e.Hash(s.Seq, s.PreviousHash); got != s.Hash {
		wrong = append(wrong, Mismatch{where, "hash", s.Hash, got})
	}
	if c.Keys != nil {
		switch ok, known := c.Keys.check(s.MACKey, s.Hash, s.MAC); {
		case s.MACKey == "":
			wrong = append(wrong, Mismatch{Where: where, Found: "it has no MAC"})
		case !known && !c.Lost[s.MACKey]:
			// Whoever makes entries up can name any key.
			wrong = append(wrong, Mismatch{Where: where, Found: "its MAC names key " + s.MACKey + ", which is neither among the keys nor said to be lost"})
		case !known && c.proven != "":
			wrong = append(wrong, Mismatch{Where: where, Found: "its MAC names the lost key " + s.MACKey + ", but key " + c.proven + " proves an earlier entry"})
		case !known:
			if c.Unproven == nil {
				c.Unproven = map[string]int{}
			}
			c.Unproven[s.MACKey]++
		case !ok:
			wrong = append(wrong, Mismatch{Where: where, Found: "its MAC was not made with key " + s.MACKey})
		default:
			c.proven = s.MACKey
		}
	}
	c.Seq, c.Hash = s.Seq, s.Hash
	return wrong
}

// RowDifferences says in which columns a row differs from what the audit
// recorded of it; both are JSON, "" for a row that is not there.
func RowDifferences(where, kept, recorded string) []Mismatch {
	switch {
	case kept == "":
		return []Mismatch{{Where: where, Found: "the audit knows this row, but it is gone"}}
	case recorded == "":
		return []Mismatch{{Where: where, Found: "the audit does not know this row"}}
	}
	var have, want map[string]json.RawMessage
	if json.Unmarshal([]byte(kept), &have) != nil || json.Unmarshal([]byte(recorded), &want) != nil {
		return []Mismatch{{where, "row", kept, recorded}}
	}
	var wrong []Mismatch
	for _, column := range slices.Sorted(maps.Keys(want)) {
		if string(have[column]) != string(want[column]) {
			wrong = append(wrong, Mismatch{where, column, string(have[column]), string(want[column])})
		}
		delete(have, column)
	}
	for _, column := range slices.Sorted(maps.Keys(have)) {
		wrong = append(wrong, Mismatch{where, column, string(have[column]), ""})
	}
	return wrong
}
