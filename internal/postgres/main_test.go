package postgres_test

import (
	"database/sql"
	"testing"

	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

// owner connects to a fresh database as the account that migrated it.
func owner(t *testing.T) (*sql.DB, string) {
	t.Helper()
	dsn := pgtest.New(t)
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, dsn
}
