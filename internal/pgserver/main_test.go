//go:build unix

package pgserver

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"
)

// helperDir makes the test binary a program that has a server on that folder.
const helperDir = "PGSERVER_TEST_HELPER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		if err := helperMain(dir); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if shared != "" {
		os.RemoveAll(shared)
	}
	os.Exit(code)
}

// helperMain runs a server until it is told to stop on standard input. At an
// interrupt it asks the database something, as a program does that finishes the
// requests it has before it ends.
func helperMain(dir string) error {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	s, err := Start(context.Background(), Config{Dir: dir, Ephemeral: os.Getenv("PGSERVER_TEST_EPHEMERAL") != ""})
	if err != nil {
		return err
	}
	fmt.Println(s.process.pid)
	go func() {
		for range interrupts {
			time.Sleep(100 * time.Millisecond) // a signal meant for all would have reached postgres
			fmt.Println("interrupted:", s.ping(context.Background()))
		}
	}()
	io.Copy(io.Discard, os.Stdin)
	return s.Stop()
}

// helper is another program with a server.
type helper struct {
	cmd    *exec.Cmd
	stdin  io.Closer
	stdout *bufio.Scanner
	server int // process id of its postgres
}

func startHelper(t *testing.T, dir string, env ...string) *helper {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), helperDir+"="+dir), env...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it plays the terminal's group
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	h := &helper{cmd: cmd, stdin: stdin, stdout: bufio.NewScanner(stdout)}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	if _, err := fmt.Sscan(h.line(t), &h.server); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *helper) line(t *testing.T) string {
	t.Helper()
	if !h.stdout.Scan() {
		t.Fatal("the helper has ended")
	}
	if line := h.stdout.Text(); !strings.HasPrefix(line, "error:") {
		return line
	}
	t.Fatal("helper: " + h.stdout.Text())
	return ""
}

func (h *helper) kill() {
	h.cmd.Process.Kill()
	h.cmd.Wait()
}

var shared string

// sharedFolder has a cluster in it already, for tests that do not care whose:
// making one takes longer than they do.
func sharedFolder(t *testing.T) string {
	t.Helper()
	if shared != "" {
		return shared
	}
	dir, err := enterableFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if shared == "" {
			os.RemoveAll(dir)
		}
	}()
	stopServer(t, startServer(t, Config{Dir: dir}))
	shared = dir
	return dir
}

// folderFor is like t.TempDir, but the account that root drops to may enter it.
func folderFor(t *testing.T) string {
	t.Helper()
	dir, err := enterableFolder()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func enterableFolder() (string, error) {
	dir, err := os.MkdirTemp("", "pgserver-test-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

func startServer(t *testing.T, c Config) *Server {
	t.Helper()
	s, err := Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	return s
}

func stopServer(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

func openDB(t *testing.T, s *Server, database string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", s.DSN(database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// query returns the single value that a statement yields.
func query(t *testing.T, s *Server, statement string) string {
	t.Helper()
	var value string
	if err := openDB(t, s, "postgres").QueryRowContext(t.Context(), statement).Scan(&value); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return value
}

func execute(t *testing.T, s *Server, statement string) {
	t.Helper()
	if _, err := openDB(t, s, "postgres").ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func contains(t *testing.T, err error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", texts)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error does not say %q:\n%v", text, err)
		}
	}
}
