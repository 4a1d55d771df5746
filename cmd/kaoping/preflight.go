package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/postgres"
)

// mostSkew is how far the server's clock and the database's may be apart.
// Deadlines are judged by the database's clock, but links and tokens are read
// beside logs that carry the server's.
const mostSkew = 2 * time.Second

// preflight refuses to serve on settings under which figures that people were
// told are kept could be lost, and says what to change.
func preflight(ctx context.Context, db *postgres.DB) error {
	durability, err := db.Durability(ctx)
	if err != nil {
		return fmt.Errorf("read the database's settings: %w", err)
	}
	asked := time.Now()
	theirs, err := db.Now(ctx)
	if err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	// The database looked at its clock at some moment between the two.
	answered := time.Now()
	skew := max(asked.Sub(theirs), theirs.Sub(answered), 0)
	if faults := unsafeSettings(durability, skew); len(faults) > 0 {
		return fmt.Errorf("not started, because what people enter could get lost or be judged wrongly:\n  %s", strings.Join(faults, "\n  "))
	}
	return nil
}

// unsafeSettings lists what must be changed before the server may start.
func unsafeSettings(d postgres.Durability, skew time.Duration) []string {
	var faults []string
	off := func(name, setting, danger string) {
		if setting == "off" {
			faults = append(faults, fmt.Sprintf("PostgreSQL runs with %s = off: %s; set it to on in postgresql.conf, or for the role or database that sets it", name, danger))
		}
	}
	off("fsync", d.Fsync, "a crash of the machine can destroy the database")
	off("synchronous_commit", d.SynchronousCommit, "a crash can take back what was already confirmed to people")
	off("full_page_writes", d.FullPageWrites, "a crash can leave half-written pages")
	if skew > mostSkew {
		faults = append(faults, fmt.Sprintf("the clocks of this machine and of the database differ by %s: set both by the same time server", skew.Round(time.Millisecond)))
	}
	return faults
}
