//go:build unix

package pgserver

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crashes are ways to leave a folder in a state that Start has to cope with.
// Each gets a running server.
var crashes = []struct {
	name  string
	crash func(t *testing.T, s *Server)
	log   string // what Start says about it
}{
	{"the server was killed", func(t *testing.T, s *Server) {
		kill(t, s.process.pid)
		<-s.process.done
		contains(t, s.Stop(), "PostgreSQL ended by itself", "signal: killed")
	}, ""},
	{"the program was killed", func(t *testing.T, s *Server) {
		stopServer(t, s)
		startHelper(t, s.folder.path).kill()
	}, ""},
	{"both were killed", func(t *testing.T, s *Server) {
		stopServer(t, s)
		h := startHelper(t, s.folder.path)
		kill(t, h.server)
		h.kill()
	}, ""},
	{"a server runs there that nobody owns", func(t *testing.T, s *Server) {
		stopServer(t, s)
		runOrphan(t, s)
	}, "stopping the PostgreSQL that an earlier run left behind"},
	{"a session outlives the server", killUnderSession, "waiting for the sessions of a server that was killed"},
	{"a session outlives the server and its pid file", func(t *testing.T, s *Server) {
		killUnderSession(t, s)
		if err := os.Remove(filepath.Join(s.data, "postmaster.pid")); err != nil {
			t.Fatal(err)
		}
	}, "waiting for the sessions of a server that was killed"},
	{"the process id belongs to another process now", func(t *testing.T, s *Server) {
		stopServer(t, s)
		leaveFiles(t, s, fmt.Sprint(runBystander(t, s)))
	}, ""},
	{"the pid file was cut off", func(t *testing.T, s *Server) {
		stopServer(t, s)
		leaveFiles(t, s, "")
	}, ""},
}

func TestStartAfterCrash(t *testing.T) {
	dir := sharedFolder(t)
	s := startServer(t, Config{Dir: dir})
	execute(t, s, `DROP TABLE IF EXISTS survives; CREATE TABLE survives (name text)`)
	stopServer(t, s)
	for _, tt := range crashes {
		t.Run(tt.name, func(t *testing.T) {
			s := startServer(t, Config{Dir: dir})
			execute(t, s, fmt.Sprintf(`INSERT INTO survives VALUES ('%s')`, t.Name()))
			tt.crash(t, s)

			var log bytes.Buffer
			begin := time.Now()
			s = startServer(t, Config{Dir: dir, Log: &log})
			t.Logf("started in %v", time.Since(begin))
			if !strings.Contains(log.String(), tt.log) {
				t.Errorf("does not say %q:\n%s", tt.log, log.String())
			}
			if got := query(t, s, fmt.Sprintf(`SELECT count(*) FROM survives WHERE name = '%s'`, t.Name())); got != "1" {
				t.Errorf("%s rows survived, want 1", got)
			}
			stopServer(t, s)
		})
	}
}

// killUnderSession kills a server one of whose sessions is too busy to notice.
func killUnderSession(t *testing.T, s *Server) {
	db := openDB(t, s, "postgres")
	go db.Exec(`DO $$ DECLARE until timestamptz := clock_timestamp() + '1s';
		BEGIN WHILE clock_timestamp() < until LOOP END LOOP; END $$`)
	for query(t, s, `SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'`) == "0" {
	}
	kill(t, s.process.pid)
	s.Stop()
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// runOrphan starts a server on a stopped one's cluster the way any other program
// would, with nothing that ties it to this one.
func runOrphan(t *testing.T, s *Server) {
	t.Helper()
	if err := os.Mkdir(s.run, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(s.run, s.account.uid, s.account.gid); err != nil {
		t.Fatal(err)
	}
	cmd := s.account.command(s.data, s.programs.path("postgres"), s.args()...)
	if s.account.switched {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: cmd.SysProcAttr.Credential}
	} else {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the orphan was not shut down cleanly: %v", err)
			}
		case <-time.After(10 * time.Second):
			t.Error("the orphan still runs")
			cmd.Process.Kill()
		}
	})
	for s.ping(t.Context()) != nil {
		if t.Context().Err() != nil {
			t.Fatal("the orphan does not start")
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// runBystander runs a process as the database's user that must live on.
func runBystander(t *testing.T, s *Server) (pid int) {
	t.Helper()
	cmd := s.account.command("/", "/bin/sleep", "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.Signal(0)); err != nil {
			t.Errorf("a process was stopped that is none of ours: %v", err)
		}
		cmd.Process.Kill()
		cmd.Wait()
	})
	return cmd.Process.Pid
}

// leaveFiles makes the pid file and the socket's lock say that pid runs a server.
func leaveFiles(t *testing.T, s *Server, pid string) {
	t.Helper()
	pidFile := filepath.Join(s.data, "postmaster.pid")
	socketLock := filepath.Join(s.run, fmt.Sprintf(".s.PGSQL.%d.lock", port))
	text := []byte(strings.Join([]string{pid, s.data, "1700000000", fmt.Sprint(port), s.run, "", "0 0", "ready   ", ""}, "\n"))
	if pid == "" {
		text = nil
	}
	err := errors.Join(
		os.Mkdir(s.run, 0o700), os.Chown(s.run, s.account.uid, s.account.gid),
		os.WriteFile(pidFile, text, 0o600), os.Chown(pidFile, s.account.uid, s.account.gid),
		os.WriteFile(socketLock, text, 0o600), os.Chown(socketLock, s.account.uid, s.account.gid),
	)
	if err != nil {
		t.Fatal(err)
	}
}

// On Linux the kernel tells postgres when the program dies, so nothing is left
// running, and since the signal asks for a clean stop, nothing is left to repair.
func TestServerEndsWithKilledProgram(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can tie a process to its parent")
	}
	dir := sharedFolder(t)
	h := startHelper(t, dir)
	h.kill()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		log, err := os.ReadFile(filepath.Join(dir, "postgres.log"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(log, []byte("database system is shut down")) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("postgres still runs or was not shut down cleanly:\n%s", log)
		}
	}
}

// Whose thread called Start must not matter for how long the server lives.
func TestServerOutlivesThread(t *testing.T) {
	dir := sharedFolder(t)
	started := make(chan *Server, 1)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with this goroutine
		s, err := Start(t.Context(), Config{Dir: dir})
		if err != nil {
			t.Error(err)
		}
		started <- s
	}()
	s := <-started
	if s == nil {
		return
	}
	defer s.Stop()
	if s.process.ended(300 * time.Millisecond) {
		t.Error("the server ended with the thread")
	}
}

// Ctrl-C goes to all processes of the terminal's group. The program wants to
// finish its requests before the database goes.
func TestServerSurvivesInterrupt(t *testing.T) {
	h := startHelper(t, sharedFolder(t))
	if err := syscall.Kill(-h.cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if got := h.line(t); got != "interrupted: <nil>" {
		t.Errorf("after an interrupt: %s", got)
	}
	h.stdin.Close()
	if err := h.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestSweep(t *testing.T) {
	parent := folderFor(t)
	killed := startHelper(t, parent, "PGSERVER_TEST_EPHEMERAL=1")
	running := startHelper(t, parent, "PGSERVER_TEST_EPHEMERAL=1")
	killed.kill()
	foreign := filepath.Join(parent, ephemeralPrefix+"notours")
	fresh, old := filepath.Join(parent, newPrefix+"1"), filepath.Join(parent, newPrefix+"2")
	for _, dir := range []string{foreign, fresh, old} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	if n := len(folders(t, parent)); n != 5 {
		t.Fatalf("%d folders before, want 5", n)
	}

	sweep(parent)
	if exists(old) || !exists(fresh) || !exists(foreign) {
		t.Error("took a folder for a leftover that is not, or left one")
	}
	if left := folders(t, parent); len(left) != 3 {
		t.Errorf("left %v", left)
	}
	running.stdin.Close()
	if err := running.cmd.Wait(); err != nil {
		t.Errorf("the one that was running: %v", err)
	}
}

func folders(t *testing.T, parent string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
