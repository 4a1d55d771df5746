package pgserver

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a child that has been started.
type process struct {
	pid  int
	done chan struct{} // closed when it has ended
	err  error         // how it ended; read after done
}

// startProcess starts cmd. Whatever keep holds stays reachable while it runs.
func startProcess(cmd *exec.Cmd, keep any) (*process, error) {
	p := &process{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		// Linux sends the signal of endWithParent when the thread that started the
		// child ends, not when the process does, and Go ends the thread of a
		// goroutine that dies locked to it. This one waits with the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			runtime.KeepAlive(keep)
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	p.pid = cmd.Process.Pid
	return p, nil
}

// ended reports whether the process ends within d.
func (p *process) ended(d time.Duration) bool {
	select {
	case <-p.done:
		return true
	case <-time.After(d):
		return false
	}
}

// stopSignals end a postgres, each after the one before has had its time: a
// fast shutdown, one that leaves recovery to the next start, and by force.
var stopSignals = []struct {
	signal syscall.Signal
	wait   time.Duration
}{
	{syscall.SIGINT, 30 * time.Second},
	{syscall.SIGQUIT, 5 * time.Second},
	{syscall.SIGKILL, 5 * time.Second},
}

// stopPostgres stops a postmaster, whoever started it. ended waits for its end.
func stopPostgres(pid int, ended func(time.Duration) bool) error {
	server, err := os.FindProcess(pid)
	if err != nil {
		return nil // it is gone
	}
	for _, s := range stopSignals {
		if err := server.Signal(s.signal); err != nil && !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop PostgreSQL, process %d: %w", pid, err)
		}
		if ended(s.wait) {
			return nil
		}
	}
	return fmt.Errorf("stop PostgreSQL: process %d does not end", pid)
}

// stopLeftover stops a server that runs on data although whoever started it has
// gone. The caller holds the folder's lock, so nobody is using that server.
func stopLeftover(data string, log io.Writer) error {
	pidFile := filepath.Join(data, "postmaster.pid")
	text, err := os.ReadFile(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err == nil && !isAlive(pid) {
		// The file stays: with it postgres makes sure that no session of the
		// dead server is still at work on the data.
		return nil
	}
	if err != nil || !isServerOf(pid, data) {
		// The file is cut off or its process id has been given to another process
		// since. postgres would take that one for a server and not start. It still
		// notices sessions of the old server without the file, by their memory.
		return os.Remove(pidFile)
	}
	fmt.Fprintf(log, "stopping the PostgreSQL that an earlier run left behind on %s, process %d\n", data, pid)
	return stopPostgres(pid, func(wait time.Duration) bool {
		for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			// Not isAlive: where nobody collects orphans, as in many containers,
			// the process stays as a shell of itself.
			if !isServerOf(pid, data) {
				return true
			}
		}
		return false
	})
}
