package pgserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// account is the user of the system that PostgreSQL runs as.
type account struct {
	name     string
	uid, gid int
	switched bool // from root, which PostgreSQL refuses to run as
}

// command prepares one of PostgreSQL's programs to run in dir, which matters:
// they change back to where they were started, and that may be closed to a.
func (a account) command(dir, exe string, args ...string) *exec.Cmd {
	cmd := exec.Command(exe, args...)
	cmd.Dir = dir
	cmd.Env = childEnv(os.Environ(), dir)
	cmd.SysProcAttr = childAttr(a)
	return cmd
}

// childEnv is what PostgreSQL's programs get to see of the environment. PG… and
// the locale would change what they do, root's home is closed to them, and the
// notify socket is for the program that systemd started. TZ makes clusters alike
// on every machine: initdb writes it down as the default time zone.
func childEnv(environ []string, home string) []string {
	env := []string{"LC_ALL=C", "TZ=UTC", "HOME=" + home}
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case strings.HasPrefix(name, "PG"), strings.HasPrefix(name, "LC_"), strings.HasPrefix(name, "LANG"),
			name == "TZ", name == "HOME", name == "NOTIFY_SOCKET":
		default:
			env = append(env, kv)
		}
	}
	return env
}

// run runs a program of PostgreSQL's to its end. The error has what it printed.
func (a account) run(ctx context.Context, dir, exe string, args ...string) error {
	var said strings.Builder
	cmd := a.command(dir, exe, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = 5 * time.Second // for what it has started and still prints
	p, err := startProcess(cmd, nil)
	if err != nil {
		return a.explain(err, dir, exe)
	}
	select {
	case <-p.done:
	case <-ctx.Done():
		// initdb ends at its next step and lets its postgres end by itself. Killed,
		// that one would leave shared memory behind until the machine restarts.
		cmd.Process.Signal(os.Interrupt)
		if !p.ended(5 * time.Second) {
			killGroup(p.pid)
			<-p.done
		}
		return ctx.Err()
	}
	if p.err != nil {
		return fmt.Errorf("%s: %w\n%s", exe, p.err, lastLines(said.String(), 10))
	}
	return nil
}

// explain adds to a program that could not be started what keeps the account
// from it, which the system's error does not tell.
func (a account) explain(err error, dir, exe string) error {
	if !a.switched || !errors.Is(err, fs.ErrPermission) {
		return err
	}
	for _, path := range []string{dir, exe} {
		if closed := a.closedFolder(path); closed != "" {
			return fmt.Errorf("PostgreSQL runs as user %s here, not as root, and %s is closed to that user, so %s cannot be used; "+
				"open it (chmod o+x %s) or choose a folder elsewhere: %w", a.name, closed, path, closed, err)
		}
	}
	return fmt.Errorf("run PostgreSQL as user %s: %w", a.name, err)
}

// closedFolder is the outermost folder above path that the account may not
// enter, or empty. It goes by the permission bits alone, so it only serves to
// explain a refusal.
func (a account) closedFolder(path string) (closed string) {
	for dir := path; ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			uid, gid := ownerOf(info)
			enter := fs.FileMode(0o001)
			switch {
			case uid == a.uid:
				enter = 0o100
			case gid == a.gid:
				enter = 0o010
			}
			if info.Mode().Perm()&enter == 0 {
				closed = dir
			}
		}
		if dir == filepath.Dir(dir) {
			return closed
		}
	}
}
