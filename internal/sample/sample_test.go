package sample

import (
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

func newService(t *testing.T) *cycle.Service {
	t.Helper()
	db, err := postgres.Open(t.Context(), pgtest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return cycle.New(db)
}

func TestTry(t *testing.T) {
	s := newService(t)
	begin := time.Now()
	w, err := simulate(t.Context(), s, County(), time.Date(2026, 5, 20, 4, 0, 0, 0, time.UTC), 1, func(step string) { t.Log(time.Since(begin), step) })
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(begin), w)
}
