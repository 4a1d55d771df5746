package pgserver

import (
	"fmt"
	"strings"
)

// NotFoundError says that the machine has no PostgreSQL server programs that
// can be used. Its text is for the person at the terminal: where they were
// looked for and what to do about it.
type NotFoundError struct {
	Usual    []string // patterns of the folders that were searched besides PATH
	Unusable []string // programs that were found and why they were not taken
}

func (e *NotFoundError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no PostgreSQL server programs (initdb, postgres) of version %d or newer were found on this machine.\n", minMajor)
	b.WriteString("Looked in: $PG_BIN_DIR, $PATH, pg_config --bindir")
	for _, pattern := range e.Usual {
		b.WriteString(", " + pattern)
	}
	b.WriteString("\n")
	for _, why := range e.Unusable {
		b.WriteString("Not used: " + why + "\n")
	}
	b.WriteString(remedies)
	return b.String()
}

const remedies = `Do one of these and run the same command again:
  have it installed:  export KAOPING_INSTALL_POSTGRES=1
  Debian, Ubuntu:     sudo apt-get install -y postgresql
  Fedora, RHEL:       sudo dnf install -y postgresql-server
  Alpine:             sudo apk add postgresql
  macOS:              brew install postgresql@17   (or Postgres.app)
  own programs:       export PG_BIN_DIR=/path/to/postgresql/bin
  own server:         export DATABASE_URL='postgres://user:password@host:5432/dbname?sslmode=disable'
  own server, tests:  export TEST_DATABASE_URL=…   (an account that may create databases)`

// InUseError says that another process runs a server on the folder.
type InUseError struct {
	Dir string
	PID int // 0 if the holder has not written it yet
}

func (e *InUseError) Error() string {
	holder := "another process"
	if e.PID != 0 {
		holder = fmt.Sprintf("process %d", e.PID)
	}
	return fmt.Sprintf("%s is in use by %s; stop that one or choose another folder", e.Dir, holder)
}
