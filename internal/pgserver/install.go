package pgserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// installPlan is what to run to get PostgreSQL onto the machine.
type installPlan struct {
	steps   [][]string
	cleanup []string // run at the end, also after a step that failed
}

// noMainCluster keeps Debian from creating and starting a server of its own
// along with the package. It lies in a folder that the package's configuration
// includes, and only for as long as the installation takes.
const noMainCluster = "/etc/postgresql-common/createcluster.d/kaoping.conf"

// planInstall chooses the package manager and its commands. has says which
// programs are on PATH.
func planInstall(has func(program string) bool, root bool) (installPlan, error) {
	var p installPlan
	switch {
	case has("apt-get"):
		p.steps = [][]string{
			{"apt-get", "update"},
			{"sh", "-c", "mkdir -p " + filepath.Dir(noMainCluster) +
				" && echo 'create_main_cluster = false' > " + noMainCluster},
			// sudo does not pass the environment on, hence env. The time-out is
			// for the updates that a fresh machine runs by itself.
			{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300",
				"install", "-y", "--no-install-recommends", "postgresql"},
		}
		p.cleanup = []string{"rm", "-f", noMainCluster}
	case has("dnf"):
		p.steps = [][]string{{"dnf", "install", "-y", "postgresql-server"}}
	case has("apk"):
		// --no-cache, because a fresh container has no package index.
		p.steps = [][]string{{"apk", "add", "--no-cache", "postgresql"}}
	case has("brew"):
		if root {
			return p, errors.New("brew does not run as root: run 'brew install postgresql@17' as an ordinary user")
		}
		return installPlan{steps: [][]string{{"brew", "install", "postgresql@17"}}}, nil
	default:
		return p, errors.New("none of apt-get, dnf, apk and brew is here to install it with")
	}
	if root {
		return p, nil
	}
	if !has("sudo") {
		return installPlan{}, fmt.Errorf("%s needs root and there is no sudo: run the same command as root", p.steps[0][0])
	}
	for i, step := range p.steps {
		p.steps[i] = append([]string{"sudo"}, step...)
	}
	if p.cleanup != nil {
		p.cleanup = append([]string{"sudo"}, p.cleanup...)
	}
	return p, nil
}

// install installs PostgreSQL and finds it. Test processes come in crowds, so
// one installs and the others wait for its lock in dir and find the result.
func install(ctx context.Context, f finder, dir string, log io.Writer) ([]programs, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	lock, err := awaitLock(ctx, filepath.Join(dir, "install.lock"), log)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	if found, err := f.find(ctx); err == nil {
		return found, nil
	}
	p, err := planInstall(func(program string) bool {
		_, err := exec.LookPath(program)
		return err == nil
	}, os.Geteuid() == 0)
	if err != nil {
		return nil, err
	}
	if err := p.run(ctx, log); err != nil {
		return nil, err
	}
	return f.find(ctx)
}

func (p installPlan) run(ctx context.Context, log io.Writer) (err error) {
	if p.cleanup != nil {
		defer func() {
			err = errors.Join(err, runStep(context.WithoutCancel(ctx), p.cleanup, log))
		}()
	}
	for _, step := range p.steps {
		if err := runStep(ctx, step, log); err != nil {
			return err
		}
	}
	return nil
}

// runStep says what it runs and runs it, with the terminal left to it: sudo may
// want a password.
func runStep(ctx context.Context, argv []string, log io.Writer) error {
	line := commandText(argv)
	fmt.Fprintln(log, "running:", line)
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdout = io.MultiWriter(log, &said)
	cmd.Stderr = cmd.Stdout
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // so that a package manager may tidy up
	cmd.WaitDelay = 30 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w\n%s", line, err, lastLines(said.String(), 10))
	}
	return nil
}

// commandText writes a command the way one would type it.
func commandText(argv []string) string {
	words := make([]string, len(argv))
	for i, arg := range argv {
		words[i] = arg
		if strings.ContainsAny(arg, " '") {
			words[i] = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// awaitLock locks a file as soon as no other process has it locked.
func awaitLock(ctx context.Context, path string, log io.Writer) (*os.File, error) {
	for told := false; ; {
		lock, err := lockFile(path)
		if inUse := (*InUseError)(nil); !errors.As(err, &inUse) {
			return lock, err
		}
		if !told {
			fmt.Fprintln(log, "waiting for another process that is installing PostgreSQL")
			told = true
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// lastLines is the end of a text, for an error message.
func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
