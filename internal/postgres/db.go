// Package postgres holds every SQL statement of Kaoping.
//
// [Queries] runs on the pool or inside one transaction, which is a value handed
// to a function and never found in a context. Methods read like data (Plan,
// LockPlan, GoalsByUnit); Lock… means FOR UPDATE. A row that is not there is
// [goal.ErrNotFound]. Whoever calls decides who may see what: nothing here does.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// AppRole is the database role that the program works as.
const AppRole = "kaoping_app"

// DB is a pool of connections that work as [AppRole].
type DB struct {
	pool  *sqlx.DB
	watch atomic.Pointer[func(statement string)]
}

// Open connects to a database that has been migrated. Time-outs bound every
// statement, every wait for a lock and every transaction left idle.
func Open(ctx context.Context, dsn string) (*DB, error) {
	pool, err := sqlx.ConnectContext(ctx, "postgres", withParameters(dsn, map[string]string{
		"role":                                AppRole,
		"binary_parameters":                   "yes",
		"application_name":                    "kaoping",
		"timezone":                            "UTC", // the audit keeps instants as text
		"statement_timeout":                   "60000",
		"lock_timeout":                        "10000",
		"idle_in_transaction_session_timeout": "60000",
	}))
	if err != nil {
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	pool.SetMaxOpenConns(20)
	pool.SetMaxIdleConns(10)
	pool.SetConnMaxLifetime(10 * time.Minute)
	pool.SetConnMaxIdleTime(2 * time.Minute)
	return &DB{pool: pool}, nil
}

// withParameters adds connection parameters to a DSN of either form; one that
// the DSN already has stays as it is.
func withParameters(dsn string, add map[string]string) string {
	if u, err := url.Parse(dsn); err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		q := u.Query()
		for k, v := range add {
			if !q.Has(k) {
				q.Set(k, v)
			}
		}
		u.RawQuery = q.Encode()
		return u.String()
	}
	for k, v := range add {
		if !strings.Contains(dsn, k+"=") {
			dsn += " " + k + "='" + v + "'"
		}
	}
	return dsn
}

// Close closes the pool.
func (db *DB) Close() error { return db.pool.Close() }

// Ping checks that the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.pool.PingContext(ctx) }

// Watch calls seen with the text of every statement from now on; nil stops it.
func (db *DB) Watch(seen func(statement string)) {
	if seen == nil {
		db.watch.Store(nil)
		return
	}
	db.watch.Store(&seen)
}

// Now is the database's clock, the only one that judges deadlines in production.
func (db *DB) Now(ctx context.Context) (time.Time, error) {
	var now time.Time
	err := db.Read().get(ctx, &now, `SELECT now()`)
	return now, err
}

// Queries runs statements on the pool or inside one transaction.
type Queries struct {
	x       sqlx.ExtContext
	watch   *atomic.Pointer[func(string)]
	journal *journal // nil on the pool, where nothing is written
}

// Read runs statements on the pool, each for itself.
func (db *DB) Read() Queries { return Queries{x: db.pool, watch: &db.watch} }

// InTx commits what fn did through q, or rolls it back if fn fails or panics.
// fn must not use db itself: that would be another connection, which sees none
// of the transaction's work. Deadlocks and failed serialisations are run again
// from the start, so fn must not have effects outside the database.
func (db *DB) InTx(ctx context.Context, fn func(q Queries) error) error {
	for attempt := 1; ; attempt++ {
		err := db.within(ctx, nil, fn)
		again := pq.As(err, pqerror.TRDeadlockDetected, pqerror.TRSerializationFailure) != nil
		if !again || attempt == 4 {
			return err
		}
		time.Sleep(time.Duration(attempt*attempt) * 10 * time.Millisecond)
	}
}

// InSnapshot runs fn on the database as it is at one instant, whatever others
// write meanwhile. fn can only read.
func (db *DB) InSnapshot(ctx context.Context, fn func(q Queries) error) error {
	return db.within(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

// InLongSnapshot is InSnapshot for what may take longer than a request.
func (db *DB) InLongSnapshot(ctx context.Context, fn func(q Queries) error) error {
	return db.InSnapshot(ctx, func(q Queries) error {
		if _, err := q.exec(ctx, `SET LOCAL statement_timeout = '1h'`); err != nil {
			return err
		}
		return fn(q)
	})
}

func (db *DB) within(ctx context.Context, opts *sql.TxOptions, fn func(q Queries) error) error {
	tx, err := db.pool.BeginTxx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", unavailable(err))
	}
	defer tx.Rollback() // no effect once committed
	q := Queries{tx, &db.watch, &journal{}}
	if err := fn(q); err != nil {
		return err
	}
	if n := len(q.journal.records); n > 0 {
		return fmt.Errorf("%d rows were written without an audit entry, the first in %s", n, q.journal.records[0].Table)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", unavailable(err))
	}
	return nil
}

func (q Queries) seen(statement string) {
	if f := q.watch.Load(); f != nil {
		(*f)(statement)
	}
}

// get reads one row into dest, which is a struct or a single value.
func (q Queries) get(ctx context.Context, dest any, statement string, args ...any) error {
	if q.journal == nil && strings.HasPrefix(statement, "INSERT") {
		return errOutside
	}
	q.seen(statement)
	return translate(sqlx.GetContext(ctx, q.x, dest, statement, args...))
}

// list reads all rows into dest, a slice.
func (q Queries) list(ctx context.Context, dest any, statement string, args ...any) error {
	q.seen(statement)
	return translate(sqlx.SelectContext(ctx, q.x, dest, statement, args...))
}

// exec runs a statement that writes, and says how many rows it touched.
func (q Queries) exec(ctx context.Context, statement string, args ...any) (int64, error) {
	if q.journal == nil {
		return 0, errOutside
	}
	q.seen(statement)
	res, err := q.x.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// change runs a conditional write of one row; none touched means that somebody
// else was faster.
func (q Queries) change(ctx context.Context, statement string, args ...any) error {
	n, err := q.exec(ctx, statement, args...)
	if err == nil && n == 0 {
		err = goal.ErrStale
	}
	return err
}

// copyIn streams rows into a table.
func (q Queries) copyIn(ctx context.Context, table, columns string, n int, row func(i int) []any) error {
	statement := "COPY " + table + " (" + columns + ") FROM STDIN"
	q.seen(statement)
	p, ok := q.x.(sqlx.PreparerContext)
	if !ok {
		return errors.New("copy: needs a transaction")
	}
	stmt, err := p.PrepareContext(ctx, statement)
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	defer stmt.Close()
	for i := range n {
		if _, err := stmt.ExecContext(ctx, row(i)...); err != nil {
			return fmt.Errorf("copy into %s, row %d: %w", table, i, err)
		}
	}
	if _, err := stmt.ExecContext(ctx); err != nil {
		return translate(fmt.Errorf("copy into %s: %w", table, err))
	}
	return nil
}

// translate replaces driver errors that mean something to the caller.
func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return goal.ErrNotFound
	}
	return unavailable(err)
}

// Refused names the constraint by which the database refused a write, or "".
// Distributed installations append a shard's number, which is cut off.
func Refused(err error) string {
	e := pq.As(err, pqerror.UniqueViolation, pqerror.CheckViolation, pqerror.ForeignKeyViolation)
	if e == nil {
		return ""
	}
	name := e.Constraint
	if i := strings.LastIndexByte(name, '_'); i > 0 && strings.Trim(name[i+1:], "0123456789") == "" {
		name = name[:i]
	}
	return name
}

// col makes one array parameter for unnest out of one field of all rows.
func col[T, V any](rows []T, field func(*T) V) any {
	out := make([]V, len(rows))
	for i := range rows {
		out[i] = field(&rows[i])
	}
	return pq.Array(out)
}
