package postgres_test

import (
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

// A snapshot sees nothing of what others commit meanwhile, and writes nothing.
func TestInSnapshot(t *testing.T) {
	ctx := t.Context()
	db, err := postgres.Open(ctx, pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	add := func(q postgres.Queries, code string) error {
		if err := q.AddUnits(ctx, []goal.UnitFile{{Code: code}}); err != nil {
			return err
		}
		return q.AppendAudit(ctx, goal.AuditEntry{Action: "test"}, nil)
	}
	err = db.InSnapshot(ctx, func(q postgres.Queries) error {
		for range 2 {
			known, err := q.Register(ctx)
			if err != nil || len(known.Units) != 0 {
				t.Errorf("the snapshot has units %v (%v)", known.Units, err)
			}
			if err := db.InTx(ctx, func(q postgres.Queries) error { return add(q, "A") }); err != nil {
				t.Error(err)
			}
		}
		return add(q, "B")
	})
	if err == nil {
		t.Error("a snapshot was written to")
	}
	if known, err := db.Read().Register(ctx); err != nil || len(known.Units) != 1 {
		t.Errorf("then there are %v (%v)", known.Units, err)
	}
}
