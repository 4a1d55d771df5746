package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
)

// TestEveryTableIsDecided looks whether each table is protected, or why not.
func TestEveryTableIsDecided(t *testing.T) {
	db := open(t)
	var tables []string
	if err := db.Read().list(t.Context(), &tables, `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'goose_db_version' ORDER BY 1`); err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		if (protected(name) != nil) == (unprotectedTables[name] != "") {
			t.Errorf("%s: either its rows are protected, or there is a reason why not", name)
		}
	}
	if want := len(protectedTables) + len(unprotectedTables); len(tables) != want {
		t.Errorf("there are %d tables, and %d are decided", len(tables), want)
	}
}

// TestNoWriteWithoutAnEntry tries to keep a row that no entry speaks of.
func TestNoWriteWithoutAnEntry(t *testing.T) {
	db := open(t)
	add := func(q Queries) error { return q.AddUnits(t.Context(), []goal.UnitFile{{Code: "X"}}) }
	if err := db.InTx(t.Context(), add); err == nil || !strings.Contains(err.Error(), "without an audit entry") {
		t.Errorf("a row without an entry was committed: %v", err)
	}
	if err := add(db.Read()); err != errOutside {
		t.Errorf("a row was written outside a transaction: %v", err)
	}
	count := func() (n int) {
		if err := db.Read().get(t.Context(), &n, `SELECT count(*) FROM units`); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 0 {
		t.Fatalf("%d rows are there", n)
	}
	err := db.InTx(t.Context(), func(q Queries) error {
		if err := add(q); err != nil {
			return err
		}
		return q.AppendAudit(t.Context(), goal.AuditEntry{Action: "test"}, nil)
	})
	if n := count(); err != nil || n != 1 {
		t.Errorf("with its entry: %d rows, %v", n, err)
	}
}

// TestAttempt goes on in a transaction after part of it was given up.
func TestAttempt(t *testing.T) {
	db := open(t)
	err := db.InTx(t.Context(), func(q Queries) error {
		failed := q.Attempt(t.Context(), func() error {
			if err := q.AddUnits(t.Context(), []goal.UnitFile{{Code: "X"}}); err != nil {
				return err
			}
			return goal.ErrStale
		})
		if failed != goal.ErrStale {
			t.Errorf("the attempt ended with %v", failed)
		}
		return q.Attempt(t.Context(), func() error { return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	known, err := db.Read().Register(t.Context())
	if err != nil || len(known.Units) != 0 {
		t.Errorf("what was given up is there: %v, %v", known.Units, err)
	}
}

func open(t *testing.T) *DB {
	t.Helper()
	db, err := Open(context.Background(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
