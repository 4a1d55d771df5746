package cycle_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

// BenchmarkVerifyAudit walks along sixty chains.
func BenchmarkVerifyAudit(b *testing.B) {
	const chains, each = 60, 2_000
	dsn := pgtest.New(b)
	keys, err := goal.ParseAuditKeys(goal.NewAuditKey("bench"))
	if err != nil {
		b.Fatal(err)
	}
	fillChains(b, dsn, keys, chains, each)
	db, err := postgres.Open(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	s := cycle.New(db, cycle.Proof{Keys: keys})
	b.ReportAllocs()
	for b.Loop() {
		r, err := s.VerifyAudit(b.Context(), cycle.Console(time.Now()), cycle.Evidence{})
		if err != nil || r.Entries != chains*each || len(r.Wrong) > 0 {
			b.Fatalf("%v %+v", err, r)
		}
	}
	b.ReportMetric(float64(b.N*chains*each)/b.Elapsed().Seconds(), "entries/s")
}

// fillChains writes entries such as saving a unit's month leaves, past the use
// cases.
func fillChains(b *testing.B, dsn string, keys *goal.AuditKeys, chains, each int) {
	b.Helper()
	owner, err := sql.Open("postgres", dsn)
	if err != nil {
		b.Fatal(err)
	}
	defer owner.Close()
	tx, err := owner.Begin()
	if err != nil {
		b.Fatal(err)
	}
	entries, err := tx.Prepare(`COPY audit_entries (plan_id, unit_id, seq, recorded_at, action, object, after, request_id, previous_hash, hash, mac_key, mac) FROM STDIN`)
	if err != nil {
		b.Fatal(err)
	}
	heads := map[int64]string{}
	for unit := range int64(chains) {
		for seq := int64(1); seq <= int64(each); seq++ {
			e := goal.AuditEntry{PlanID: 1, UnitID: unit, At: time.Date(2026, 3, 1, 8, 0, 0, int(seq)*1000, time.UTC), Action: "report.save", Object: "cGxhbi4xLjE",
				After:     fmt.Sprintf(`[{"goal":%d,"period":"2026-02","revision":%d,"status":"DRAFT"},{"goal":%d,"period":"2026-02","revision":1,"status":"DRAFT"}]`, unit*100, seq, unit*100+1),
				RequestID: fmt.Sprintf("request-%d-%d", unit, seq)}
			s := e.Seal(seq, heads[unit], keys)
			if _, err := entries.Exec(e.PlanID, e.UnitID, seq, e.At, e.Action, e.Object, e.After, e.RequestID, s.PreviousHash, s.Hash, s.MACKey, s.MAC); err != nil {
				b.Fatal(err)
			}
			heads[unit] = s.Hash
		}
	}
	if _, err := entries.Exec(); err != nil {
		b.Fatal(err)
	}
	for unit, hash := range heads {
		if _, err := tx.Exec(`INSERT INTO audit_heads (plan_id, unit_id, seq, hash) VALUES (1, $1, $2, $3)`, unit, each, hash); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}
