//go:build unix

package pgserver

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPlanInstall(t *testing.T) {
	const noCluster = `sh -c 'mkdir -p /etc/postgresql-common/createcluster.d && echo '\''create_main_cluster = false'\'' > /etc/postgresql-common/createcluster.d/kaoping.conf'`
	const aptInstall = "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends postgresql"
	const rm = "rm -f /etc/postgresql-common/createcluster.d/kaoping.conf"
	tests := []struct {
		has  string
		root bool
		want []string // the last may be the cleanup
		fail string
	}{
		{"apt-get sudo", true, []string{"apt-get update", noCluster, aptInstall, rm}, ""},
		{"apt-get sudo", false, []string{"sudo apt-get update", "sudo " + noCluster, "sudo " + aptInstall, "sudo " + rm}, ""},
		{"apt-get", true, []string{"apt-get update", noCluster, aptInstall, rm}, ""},
		{"apt-get", false, nil, "there is no sudo"},
		{"dnf sudo", true, []string{"dnf install -y postgresql-server"}, ""},
		{"dnf sudo", false, []string{"sudo dnf install -y postgresql-server"}, ""},
		{"dnf", false, nil, "there is no sudo"},
		{"apk", true, []string{"apk add --no-cache postgresql"}, ""},
		{"apk sudo", false, []string{"sudo apk add --no-cache postgresql"}, ""},
		{"brew sudo", false, []string{"brew install postgresql@17"}, ""},
		{"brew", true, nil, "does not run as root"},
		{"apt-get brew", true, []string{"apt-get update", noCluster, aptInstall, rm}, ""},
		{"sudo", false, nil, "none of apt-get, dnf, apk and brew"},
		{"", true, nil, "none of apt-get, dnf, apk and brew"},
	}
	for _, tt := range tests {
		has := func(program string) bool { return slices.Contains(strings.Fields(tt.has), program) }
		p, err := planInstall(has, tt.root)
		if tt.fail != "" {
			contains(t, err, tt.fail)
			continue
		}
		if err != nil {
			t.Errorf("%q, root %v: %v", tt.has, tt.root, err)
			continue
		}
		var got []string
		for _, argv := range append(p.steps, p.cleanup) {
			if argv != nil {
				got = append(got, commandText(argv))
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q, root %v:\n got %q\nwant %q", tt.has, tt.root, got, tt.want)
		}
	}
}

func TestRunInstallPlan(t *testing.T) {
	dir := t.TempDir()
	touch := func(name string) []string { return []string{"touch", filepath.Join(dir, name)} }
	var log bytes.Buffer
	err := installPlan{
		steps:   [][]string{touch("first"), {"sh", "-c", "echo no such package >&2; exit 100"}, touch("second")},
		cleanup: touch("tidied"),
	}.run(t.Context(), &log)
	contains(t, err, "exit status 100", "no such package")
	if !exists(filepath.Join(dir, "first")) || exists(filepath.Join(dir, "second")) || !exists(filepath.Join(dir, "tidied")) {
		t.Errorf("left %v, want first and tidied", folders(t, dir))
	}
	for _, said := range []string{"running: touch " + dir + "/first\n", "no such package\n"} {
		if !strings.Contains(log.String(), said) {
			t.Errorf("log does not say %q:\n%s", said, log.String())
		}
	}
}

func TestAwaitLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	held, err := lockFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var log bytes.Buffer
	if _, err := awaitLock(ctx, path, &log); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting in vain: %v", err)
	}
	if !strings.Contains(log.String(), "waiting for another process") {
		t.Errorf("log: %s", log.String())
	}
	time.AfterFunc(100*time.Millisecond, func() { held.Close() })
	lock, err := awaitLock(t.Context(), path, &log)
	if err != nil {
		t.Fatal(err)
	}
	lock.Close()
}

// Install must neither run nor wait for anything where the programs are there.
func TestInstallFindsWhatIsThere(t *testing.T) {
	m := machine{t, t.TempDir()}
	m.server("lib/17/bin", "17.2")
	f := finder{func(string) string { return "" }, []string{m.path("lib/*/bin")}}
	var log bytes.Buffer
	found, err := install(t.Context(), f, t.TempDir(), &log)
	if err != nil || len(found) != 1 || log.Len() > 0 {
		t.Errorf("found %v, %v; log: %s", found, err, log.String())
	}
}
