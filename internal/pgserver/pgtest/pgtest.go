// Package pgtest gives each test a PostgreSQL database of its own.
//
// A package's tests share one server, started when the first of them asks for a
// database, and one template, migrated once; a test gets a copy of that. A
// copy takes a few dozen milliseconds, so a test need not care what it leaves
// behind. With TMPDIR on a memory file system, such as /dev/shm, it takes about a
// fifth of that.
//
// The server is the one at TEST_DATABASE_URL, under an account that may create
// databases, or else a throw-away one that this package starts from the
// programs on the machine; with KAOPING_INSTALL_POSTGRES=1 it installs them
// first where they are missing. Without either, tests fail: had they been
// skipped, the run would look as if they had passed.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/pgserver" // brings the driver
)

// cluster is the server of this test process; nil until Main has run.
var cluster *testCluster

// testCluster hands out databases on one server.
type testCluster struct {
	migrate func(ctx context.Context, dsn string) error
	start   func() error // once

	server   *pgserver.Server // nil if the server is not ours
	base     string           // address of an existing database on the server
	admin    *sql.DB          // on base
	prefix   string           // of the names of all our databases, unlike any other process's
	template string           // name of the migrated database; empty until it exists
	strategy string           // clause of CREATE DATABASE
	clones   atomic.Int64
}

// Main runs the tests of a package and exits, so it has to be the last thing
// that TestMain does:
//
//	func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }
//
// migrate brings the empty database at dsn to what the tests expect, and closes
// its connections: a database in use cannot be copied.
func Main(m *testing.M, migrate func(ctx context.Context, dsn string) error) {
	c := &testCluster{migrate: migrate}
	c.start = sync.OnceValue(c.up)
	cluster = c
	code := m.Run()
	if err := c.down(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// New returns the address of a migrated database that only tb uses. It is gone
// when tb ends, unless tb failed: then its name is logged and it stays, for as
// long as its server does. Tests that call New can run in parallel.
//
// Where there is no server, tb fails with what to do about it.
func New(tb testing.TB) string {
	tb.Helper()
	if cluster == nil {
		tb.Fatal("pgtest: TestMain does not call pgtest.Main")
	}
	if err := cluster.start(); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	name := fmt.Sprintf("%s_%d", cluster.prefix, cluster.clones.Add(1))
	if err := cluster.clone(name); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	dsn, err := pgserver.WithDatabase(cluster.base, name)
	if err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tb.Cleanup(func() { cluster.release(tb, name) })
	return dsn
}

// up finds or starts the server and makes the template.
func (c *testCluster) up() error {
	ctx, cancel := context.WithTimeout(context.Background(), 9*time.Minute) // go test gives up after ten
	defer cancel()
	c.prefix = "kaoping_test_" + strings.ToLower(rand.Text()[:8])
	if c.base = os.Getenv("TEST_DATABASE_URL"); c.base == "" {
		config := pgserver.Config{Ephemeral: true, Install: os.Getenv("KAOPING_INSTALL_POSTGRES") == "1"}
		if config.Install {
			config.Log = os.Stderr // an installation takes long enough to wonder
		}
		var err error
		if c.server, err = pgserver.Start(ctx, config); err != nil {
			return err
		}
		c.base = c.server.DSN("postgres")
	}
	var err error
	if c.admin, err = sql.Open("postgres", c.base); err != nil {
		return err
	}
	c.admin.SetMaxOpenConns(4)
	return c.makeTemplate(ctx)
}

func (c *testCluster) makeTemplate(ctx context.Context) error {
	var version int
	if err := c.admin.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return fmt.Errorf("connect to the server for tests: %w", err)
	}
	if version >= 150000 {
		// Copies files instead of writing every page to the log. It was the only
		// way before 15.
		c.strategy = "STRATEGY file_copy"
	}
	name := c.prefix + "_template"
	if err := c.exec(`CREATE DATABASE ` + name); err != nil {
		return err
	}
	c.template = name
	dsn, err := pgserver.WithDatabase(c.base, c.template)
	if err != nil {
		return err
	}
	if err := c.migrate(ctx, dsn); err != nil {
		return fmt.Errorf("migrate the template database: %w", err)
	}
	// Even a moment's connection, say of a monitoring tool, would make a copy fail.
	return c.exec(`ALTER DATABASE ` + c.template + ` WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
}

func (c *testCluster) clone(name string) error {
	return c.exec(`CREATE DATABASE ` + name + ` TEMPLATE ` + c.template + ` ` + c.strategy)
}

// release drops a database that tb is done with.
func (c *testCluster) release(tb testing.TB, name string) {
	if tb.Failed() {
		if c.server == nil {
			tb.Logf("pgtest: database %s is kept", name)
		} else {
			tb.Logf("pgtest: database %s goes with its server; to keep those of failed tests, set TEST_DATABASE_URL", name)
		}
		return
	}
	// FORCE: a test may end before its connections are all closed.
	if err := c.exec(`DROP DATABASE ` + name + ` WITH (FORCE)`); err != nil {
		tb.Errorf("pgtest: %v", err)
	}
}

// exec runs a statement made of names that need no quoting.
func (c *testCluster) exec(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if _, err := c.admin.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// down leaves nothing behind but the databases of failed tests.
func (c *testCluster) down() error {
	var errs []error
	if c.server == nil && c.template != "" {
		errs = append(errs,
			c.exec(`ALTER DATABASE `+c.template+` WITH IS_TEMPLATE false`),
			c.exec(`DROP DATABASE `+c.template+` WITH (FORCE)`),
		)
	}
	if c.admin != nil {
		errs = append(errs, c.admin.Close())
	}
	if c.server != nil {
		errs = append(errs, c.server.Stop())
	}
	return errors.Join(errs...)
}
