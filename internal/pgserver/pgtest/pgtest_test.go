//go:build unix

package pgtest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/pgserver"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
)

// played makes the test binary that of another package: the tests named Play…
// then do what its value says.
const played = "PGTEST_PLAY"

func TestMain(m *testing.M) { pgtest.Main(m, migrate) }

func migrate(ctx context.Context, dsn string) error {
	if os.Getenv(played) == "migration fails" {
		return errors.New("no such column")
	}
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `CREATE TABLE notes AS SELECT 'migrated' AS note`)
	return err
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func TestDatabasesAreApart(t *testing.T) {
	begin := time.Now()
	one := open(t, pgtest.New(t))
	t.Logf("first: %v", time.Since(begin))
	begin = time.Now()
	two := open(t, pgtest.New(t))
	t.Logf("second: %v", time.Since(begin))
	if _, err := one.Exec(`INSERT INTO notes VALUES ('mine')`); err != nil {
		t.Fatal(err)
	}
	if got := column(t, one, `SELECT note FROM notes`); !slices.Equal(got, []string{"migrated", "mine"}) {
		t.Errorf("one has %v", got)
	}
	if got := column(t, two, `SELECT note FROM notes`); !slices.Equal(got, []string{"migrated"}) {
		t.Errorf("two has %v", got)
	}
}

func TestParallel(t *testing.T) {
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := open(t, pgtest.New(t))
			if _, err := db.Exec(`INSERT INTO notes VALUES ($1)`, i); err != nil {
				t.Fatal(err)
			}
			if got := column(t, db, `SELECT note FROM notes`); !slices.Equal(got, []string{"migrated", fmt.Sprint(i)}) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestDroppedAfterTest(t *testing.T) {
	var dsn string
	t.Run("inner", func(t *testing.T) {
		dsn = pgtest.New(t)
		db, err := sql.Open("postgres", dsn)
		if err == nil {
			err = db.Ping() // and never closed
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if t.Failed() {
		return
	}
	if err := open(t, dsn).Ping(); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("connecting to a database whose test is over: %v", err)
	}
}

// The tests of another package, see played.

func TestPlayPure(*testing.T) {}

func TestPlayDatabase(t *testing.T) {
	switch os.Getenv(played) {
	case "":
	case "test fails":
		t.Run("passes", func(t *testing.T) { pgtest.New(t) })
		pgtest.New(t)
		t.Error("as it should")
	default:
		if got := column(t, open(t, pgtest.New(t)), `SELECT note FROM notes`); len(got) != 1 {
			t.Errorf("got %v", got)
		}
	}
}

// play runs the named test of this binary as that of another package.
func play(t *testing.T, test, what string, env ...string) (output string, passed bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.v")
	cmd.Env = append(append(os.Environ(), played+"="+what), env...)
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func TestWithoutServer(t *testing.T) {
	nowhere := []string{"TEST_DATABASE_URL=", "PG_BIN_DIR=/nowhere"}
	if out, passed := play(t, "TestPlayPure", "pure", nowhere...); !passed {
		t.Errorf("a test without a database needs a server:\n%s", out)
	}
	out, passed := play(t, "TestPlayDatabase", "database", nowhere...)
	if passed || strings.Contains(out, "SKIP") || !strings.Contains(out, "PG_BIN_DIR=/nowhere") {
		t.Errorf("a test that could not run looks as if it had passed:\n%s", out)
	}
}

func TestMigrationFails(t *testing.T) {
	out, passed := play(t, "TestPlayDatabase", "migration fails", "TEST_DATABASE_URL="+pgtest.New(t))
	if passed || !strings.Contains(out, "migrate the template database: no such column") {
		t.Errorf("passed %v:\n%s", passed, out)
	}
}

// With a server of the person's own, their account need not be a superuser, and
// nothing stays on it but what a failed test leaves to look into.
func TestOwnServer(t *testing.T) {
	s, err := pgserver.Start(t.Context(), pgserver.Config{Ephemeral: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	admin := open(t, s.DSN("postgres"))
	if _, err := admin.Exec(`CREATE ROLE ordinary LOGIN CREATEDB`); err != nil {
		t.Fatal(err)
	}
	asURL, err := url.Parse(s.DSN("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	asURL.User = url.User("ordinary")
	asPairs := fmt.Sprintf("host=%s user=ordinary dbname=postgres sslmode=disable", asURL.Query().Get("host"))
	databases := func() []string {
		return column(t, admin, `SELECT datname FROM pg_database WHERE datname LIKE 'kaoping%'`)
	}

	for _, dsn := range []string{asURL.String(), asPairs} {
		if out, passed := play(t, "TestPlayDatabase", "database", "TEST_DATABASE_URL="+dsn); !passed {
			t.Errorf("with %s:\n%s", dsn, out)
		}
		if left := databases(); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}

	out, passed := play(t, "TestPlayDatabase", "test fails", "TEST_DATABASE_URL="+asURL.String())
	kept := regexp.MustCompile(`database (\S+) is kept`).FindStringSubmatch(out)
	if passed || kept == nil {
		t.Fatalf("passed %v, and no word of what is kept:\n%s", passed, out)
	}
	if left := databases(); !slices.Equal(left, kept[1:]) {
		t.Errorf("left %v, want %v", left, kept[1:])
	}
}
