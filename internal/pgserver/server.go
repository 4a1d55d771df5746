package pgserver

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// Config says which PostgreSQL to run and where.
type Config struct {
	// Dir is the data folder, made if it is missing and kept between runs. Empty
	// stands for the folder kaoping in the user's cache folder or, for root, for
	// /var/lib/kaoping. With Ephemeral it is where the temporary folder is made,
	// and empty stands for the system's place for those.
	Dir string

	// Ephemeral runs a cluster in a temporary folder that Stop removes. It trades
	// all safety of the data for speed. Folders that killed programs have left
	// behind are removed by the next ephemeral Start.
	Ephemeral bool

	// Install has PostgreSQL installed by the machine's package manager when no
	// programs are found, by means of sudo when not root.
	Install bool

	// Log gets lines on the progress for a person to read; nil stands for none.
	Log io.Writer

	// Getenv reads the environment: PG_BIN_DIR, the folder of the programs to
	// use, and PATH. nil stands for [os.Getenv].
	Getenv func(string) string
}

// Server is a running PostgreSQL.
type Server struct {
	folder    folder
	account   account
	programs  programs
	data      string // the cluster
	run       string // where the socket is
	ephemeral bool
	log       io.Writer
	process   *process // nil until started

	stop func() error
}

// Start runs a PostgreSQL and returns when it takes connections. ctx limits the
// starting only; the server runs until [Server.Stop].
//
// Among the errors are a [*NotFoundError] where the machine has no programs to
// run, and an [*InUseError] where another process has a server on the folder.
func Start(ctx context.Context, c Config) (*Server, error) {
	if !supported {
		return nil, fmt.Errorf("a private PostgreSQL does not run on %s; set DATABASE_URL to the address of one that runs elsewhere", runtime.GOOS)
	}
	if c.Log == nil {
		c.Log = io.Discard
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	account, err := serviceAccount()
	if err != nil {
		return nil, err
	}
	found, err := findOrInstall(ctx, c)
	if err != nil {
		return nil, err
	}
	folder, err := openFolder(c, account.switched)
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, account: account, ephemeral: c.Ephemeral, log: c.Log}
	s.stop = sync.OnceValue(s.shutDown)
	if err := s.start(ctx, found); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func findOrInstall(ctx context.Context, c Config) ([]programs, error) {
	f := finder{c.Getenv, usualFolders}
	found, err := f.find(ctx)
	if missing := (*NotFoundError)(nil); !c.Install || !errors.As(err, &missing) {
		return found, err
	}
	dir, failure := defaultDir(os.Geteuid() == 0) // the same for all, unlike c.Dir
	if failure == nil {
		found, failure = install(ctx, f, dir, c.Log)
	}
	if failure != nil {
		return nil, fmt.Errorf("%w\nInstalling it, as asked, did not work: %w", err, failure)
	}
	return found, nil
}

// start brings up the server in the folder, which may be in any state that a
// killed run can leave it in.
func (s *Server) start(ctx context.Context, found []programs) (err error) {
	if s.programs, err = s.folder.choose(found); err != nil {
		return err
	}
	s.data = s.folder.cluster(s.programs.major)
	_, err = os.Stat(s.data)
	switch {
	case err == nil:
		if s.account, err = s.account.adopt(s.data); err != nil {
			return err
		}
		if err = stopLeftover(s.data, s.log); err != nil {
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		if err = s.folder.createCluster(ctx, s.account, s.programs, s.ephemeral, s.log); err != nil {
			return err
		}
	default:
		return err
	}
	if s.run, err = s.folder.makeRun(s.account); err != nil {
		return err
	}
	if err := os.Rename(s.logPath(), s.logPath()+".1"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintf(s.log, "starting PostgreSQL %s on %s\n", s.programs.version, s.data)
	if err := s.launch(ctx); err != nil {
		return err
	}
	return s.ping(ctx)
}

func (s *Server) logPath() string { return s.folder.join("postgres.log") }

// args is the command line of postgres. What keeps the server private is here,
// where an edited postgresql.conf cannot undo it.
func (s *Server) args() []string {
	settings := []string{"listen_addresses=", "logging_collector=off", "log_destination=stderr"}
	if s.ephemeral {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"max_connections=200") // every test that runs has a pool
	}
	args := []string{"-D", s.data, "-k", s.run, "-p", strconv.Itoa(port)}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return args
}

// sessionLeft is what postgres says when a session of a killed server still
// works on the data. Such a session notices its server's death only when it next
// waits for something.
const sessionLeft = "pre-existing shared memory block"

// launch starts postgres and waits until it is ready.
func (s *Server) launch(ctx context.Context) error {
	patience := time.Now().Add(time.Minute)
	for told := false; ; {
		err := s.launchOnce(ctx)
		if err == nil || !strings.Contains(err.Error(), sessionLeft) || time.Now().After(patience) {
			return err
		}
		if !told {
			fmt.Fprintln(s.log, "waiting for the sessions of a server that was killed to end")
			told = true
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *Server) launchOnce(ctx context.Context) error {
	// A file rather than a pipe to this process: when it is killed, postgres can
	// still say how its shutdown went.
	log, err := os.OpenFile(s.logPath(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	begin, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	exe := s.programs.path("postgres")
	cmd := s.account.command(s.data, exe, s.args()...)
	cmd.Stdout, cmd.Stderr = log, log
	if s.process, err = startProcess(cmd, s.folder.lock); err != nil {
		return s.account.explain(err, s.data, exe)
	}
	return s.awaitReady(ctx, begin)
}

// awaitReady waits for postgres to report ready in its pid file. After a crash
// that may take a while, so there is no limit but ctx.
func (s *Server) awaitReady(ctx context.Context, logBegin int64) error {
	slow := time.After(3 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.process.done:
			err := fmt.Errorf("PostgreSQL did not start: %w", s.ending(logBegin))
			s.process = nil // nothing to stop
			return err
		case <-ctx.Done():
			return fmt.Errorf("start PostgreSQL: %w", ctx.Err())
		case <-slow:
			fmt.Fprintln(s.log, "PostgreSQL is still starting; after a crash it first catches up on its log")
		case <-tick.C:
			text, _ := os.ReadFile(filepath.Join(s.data, "postmaster.pid"))
			lines := strings.Split(string(text), "\n")
			if len(lines) > 7 && lines[0] == strconv.Itoa(s.process.pid) && strings.TrimSpace(lines[7]) == "ready" {
				return nil
			}
		}
	}
}

// ending tells how postgres ended, with what it said from logBegin on.
func (s *Server) ending(logBegin int64) error {
	<-s.process.done
	err := s.process.err
	if err == nil {
		err = errors.New("ended without an error")
	}
	text, _ := os.ReadFile(s.logPath())
	text = text[min(int(logBegin), len(text)):]
	return fmt.Errorf("%w; the end of its log, %s:\n%s", err, s.logPath(), lastLines(string(text), 10))
}

func (s *Server) ping(ctx context.Context) error {
	db, err := sql.Open("postgres", s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return nil
}

// DSN is the address of a database as a postgres:// URL for lib/pq, with the
// cluster's superuser. It does not create the database; postgres always exists.
func (s *Server) DSN(database string) string { return socketDSN(s.run, database) }

// Version is the server's version as PostgreSQL writes it, such as 15.18.
func (s *Server) Version() string { return s.programs.version }

// CreateDatabase creates a database unless it exists, also when several callers
// do so at once.
func (s *Server) CreateDatabase(ctx context.Context, name string) error {
	if len(name) > 63 {
		// PostgreSQL would cut it off and connections would then not find it.
		return fmt.Errorf("create database %s: the name is longer than 63 bytes", name)
	}
	db, err := sql.Open("postgres", s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	var exists bool
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&exists)
	if err == nil && !exists {
		_, err = db.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(name))
		if pq.As(err, pqerror.DuplicateDatabase, pqerror.UniqueViolation) != nil {
			err = nil // somebody else was faster
		}
	}
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// Stop ends the server, sessions included, and frees the folder; an ephemeral
// one it removes. Further calls wait for the first and return its error, which
// may also be that the server had ended by itself.
func (s *Server) Stop() error { return s.stop() }

func (s *Server) shutDown() error {
	defer s.folder.lock.Close()
	err := s.stopProcess()
	if s.ephemeral {
		return errors.Join(err, s.folder.discard())
	}
	return errors.Join(err, s.folder.removeRun())
}

func (s *Server) stopProcess() error {
	if s.process == nil {
		return nil
	}
	select {
	case <-s.process.done:
		return fmt.Errorf("PostgreSQL ended by itself: %w", s.ending(0))
	default:
	}
	if err := stopPostgres(s.process.pid, s.process.ended); err != nil {
		return err
	}
	if s.process.err != nil {
		return fmt.Errorf("stop PostgreSQL: %w", s.ending(0))
	}
	fmt.Fprintln(s.log, "PostgreSQL has stopped")
	return nil
}
