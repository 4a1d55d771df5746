package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Pool is how the connections to the database fare.
type Pool struct {
	InUse, Idle, Most int
	Waits             int64         // times that somebody had to wait for a connection
	Waited            time.Duration // in all
	LockWaits         int           // locks in the whole database that somebody waits for now
}

// Pool looks at the pool. Where the database does not answer, the pool's own
// numbers come with the error.
func (db *DB) Pool(ctx context.Context) (Pool, error) {
	s := db.pool.Stats()
	p := Pool{InUse: s.InUse, Idle: s.Idle, Most: s.MaxOpenConnections, Waits: s.WaitCount, Waited: s.WaitDuration}
	// A lock on a transaction belongs to no database.
	err := db.Read().get(ctx, &p.LockWaits, `
		SELECT count(*) FROM pg_locks
		 WHERE NOT granted AND (database IS NULL OR database = (SELECT oid FROM pg_database WHERE datname = current_database()))`)
	return p, err
}

// Durability are the database's settings without any of which a crash can take
// back what was acknowledged. Each must be "on" or, for synchronous_commit,
// something that waits for at least as much.
type Durability struct {
	Fsync             string `db:"fsync"`
	SynchronousCommit string `db:"synchronous_commit"`
	FullPageWrites    string `db:"full_page_writes"`
}

// Durability reads the settings as this program's connections have them.
func (db *DB) Durability(ctx context.Context) (Durability, error) {
	var d Durability
	err := db.Read().get(ctx, &d, `
		SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit, current_setting('full_page_writes') AS full_page_writes`)
	return d, err
}

// passing lists failures of the moment: the same statement may succeed later.
var passing = []pqerror.Code{
	pqerror.LockNotAvailable, pqerror.QueryCanceled, pqerror.IdleInTransactionSessionTimeout,
	pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow, pqerror.TooManyConnections,
	pqerror.DiskFull, pqerror.OutOfMemory, pqerror.TRDeadlockDetected, pqerror.TRSerializationFailure,
}

// unavailable marks failures of the moment as [goal.ErrUnavailable].
func unavailable(err error) error {
	network := (*net.OpError)(nil)
	if pq.As(err, passing...) != nil || errors.Is(err, driver.ErrBadConn) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", goal.ErrUnavailable, err)
	}
	return err
}
