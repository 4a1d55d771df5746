package goal

import "time"

// MostAuditRows is how many entries an exported audit has at most. Excel allows
// 1,048,576 rows, but nobody reads more than this.
const MostAuditRows = 100_000

// AuditSheet is the audit as it is printed.
type AuditSheet struct {
	Title      string // of the plan; "" for what belongs to no plan
	Asked      string // the filter in words
	Count      int
	PrintedFor string
	PrintedAt  time.Time
	Zone       *time.Location

	// The newest checkpoint: whoever has its signed text can prove the entries up to it. 0: there is none.
	Checkpoint     int64
	CheckpointAt   time.Time
	CheckpointHash string

	// Each hands over the entries, newest first. It reads them while they are written.
	Each func(add func(AuditLine) error) error
}

// AuditLine is one entry as it is printed.
type AuditLine struct {
	At         time.Time
	Unit       string // whose chain it stands in; "" for the plan's own
	Seq        int64
	Actor      string
	OnBehalfOf string
	Deed       string // in words
	Action     Deed
	Object     string
	Reason     string
	Changes    string // a line each
	RequestID  string
	Hash       string
}
