package cycle_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

// bench is a service on a database of its own, with a sample loaded.
type bench struct {
	*cycle.Service
	t   *testing.T
	db  *postgres.DB
	dsn string
	ctx context.Context
	at  time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b, _ := newBenchAt(t)
	return b
}

// newBenchAt also says where the database is.
func newBenchAt(t *testing.T) (*bench, string) {
	t.Helper()
	dsn := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &bench{Service: cycle.New(db, cycle.Proof{}), t: t, db: db, dsn: dsn, ctx: t.Context(), at: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)}, dsn
}

// load reads a sample's file.
func load(t *testing.T, name string) *goal.File {
	t.Helper()
	text, err := os.ReadFile("../sample/" + name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := goal.ParseFile(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
