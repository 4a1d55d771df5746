//go:build unix

package pgserver

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParseVersion(t *testing.T) {
	tests := []struct {
		line    string
		major   int
		version string // empty: not a version
	}{
		{"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15, "15.18"},
		{"postgres (PostgreSQL) 17.5", 17, "17.5"},
		{"postgres (PostgreSQL) 18beta2", 18, "18beta2"},
		{"postgres (PostgreSQL) 19devel", 19, "19devel"},
		{"postgres (PostgreSQL) 9.6.24", 9, "9.6.24"},
		{"postgres (Greenplum Database) 6.0.0", 0, ""},
		{"postgres (PostgreSQL) unknown", 0, ""},
		{"", 0, ""},
	}
	for _, tt := range tests {
		major, version, err := parseVersion(tt.line)
		if major != tt.major || version != tt.version || (err == nil) != (tt.version != "") {
			t.Errorf("%q = %d, %q, %v; want %d, %q", tt.line, major, version, err, tt.major, tt.version)
		}
	}
}

// machine lays out a file system with programs in it.
type machine struct {
	t    *testing.T
	root string
}

func (m machine) path(p string) string { return filepath.Join(m.root, p) }

func (m machine) script(path, body string) {
	path = m.path(path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755)); err != nil {
		m.t.Fatal(err)
	}
}

// server puts the programs of a version into a folder.
func (m machine) server(dir, version string) {
	m.script(dir+"/initdb", "exit 1")
	m.script(dir+"/postgres", "echo 'postgres (PostgreSQL) "+version+"'")
}

func (m machine) link(target, path string) {
	if err := errors.Join(os.MkdirAll(filepath.Dir(m.path(path)), 0o755), os.Symlink(m.path(target), m.path(path))); err != nil {
		m.t.Fatal(err)
	}
}

var finds = []struct {
	name  string
	lay   func(m machine)
	binIs string   // PG_BIN_DIR
	want  []string // folders, best first
	error string
}{
	{name: "nothing", lay: func(machine) {}, error: "no PostgreSQL server programs"},
	{
		name: "usual folders, newest first",
		lay: func(m machine) {
			m.server("lib/9.6/bin", "9.6.1")
			m.server("lib/15/bin", "15.1")
			m.server("lib/17/bin", "17.2")
		},
		want: []string{"lib/17/bin", "lib/15/bin"},
	},
	{
		name: "PATH before the usual folders",
		lay: func(m machine) {
			m.server("path", "14.3")
			m.server("lib/17/bin", "17.2")
		},
		want: []string{"path", "lib/17/bin"},
	},
	{
		name: "links are resolved, and nothing is listed twice",
		lay: func(m machine) {
			m.server("lib/17/bin", "17.2")
			m.link("lib/17/bin/initdb", "path/initdb")
		},
		want: []string{"lib/17/bin"},
	},
	{
		name: "a wrapper that goes by its name stays where it is",
		lay: func(m machine) {
			m.script("wrapper/wrap", "echo 'postgres (PostgreSQL) 16.1'")
			m.link("wrapper/wrap", "path/initdb")
			m.link("wrapper/wrap", "path/postgres")
		},
		want: []string{"path"},
	},
	{
		name: "pg_config knows of another place",
		lay: func(m machine) {
			m.server("elsewhere", "16.1")
			m.server("lib/17/bin", "17.2")
			m.script("path/pg_config", `[ "$1" = --bindir ] && echo '`+m.path("elsewhere")+`'`)
		},
		want: []string{"elsewhere", "lib/17/bin"},
	},
	{
		name: "pg_config without a server",
		lay: func(m machine) {
			m.script("path/pg_config", "echo '"+m.path("path")+"'")
		},
		error: "no PostgreSQL server programs",
	},
	{
		name:  "too old",
		lay:   func(m machine) { m.server("lib/13/bin", "13.9") },
		error: "lib/13/bin: version 13.9 is older than 14",
	},
	{
		name:  "half installed",
		lay:   func(m machine) { m.script("path/initdb", "exit 1") },
		error: "path: postgres is missing or cannot be run",
	},
	{
		name: "broken",
		lay: func(m machine) {
			m.script("lib/16/bin/initdb", "exit 1")
			m.script("lib/16/bin/postgres", "echo 'libicu: no such file' >&2; exit 127")
		},
		error: "lib/16/bin: postgres --version: exit status 127: libicu: no such file",
	},
	{
		name: "PG_BIN_DIR alone counts",
		lay: func(m machine) {
			m.server("mine", "14.1")
			m.server("path", "17.2")
		},
		binIs: "mine",
		want:  []string{"mine"},
	},
	{
		name:  "PG_BIN_DIR that is wrong",
		lay:   func(m machine) { m.server("path", "17.2") },
		binIs: "mine",
		error: "PG_BIN_DIR=",
	},
}

func TestFind(t *testing.T) {
	for _, tt := range finds {
		t.Run(tt.name, func(t *testing.T) {
			root, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			m := machine{t, root}
			tt.lay(m)
			env := map[string]string{"PATH": "relative:" + m.path("empty") + ":" + m.path("path")}
			if tt.binIs != "" {
				env["PG_BIN_DIR"] = m.path(tt.binIs)
			}
			f := finder{func(name string) string { return env[name] }, []string{m.path("lib/*/bin")}}
			found, err := f.find(t.Context())
			if tt.error != "" {
				contains(t, err, tt.error)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range found {
				got = append(got, strings.TrimPrefix(p.dir, root+"/"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNotFoundText(t *testing.T) {
	empty := func(string) string { return "" }
	_, err := finder{empty, []string{"/nowhere/*/bin"}}.find(t.Context())
	missing := (*NotFoundError)(nil)
	if !errors.As(err, &missing) {
		t.Fatalf("%v is not a NotFoundError", err)
	}
	contains(t, err, "/nowhere/*/bin", "KAOPING_INSTALL_POSTGRES=1", "PG_BIN_DIR", "DATABASE_URL", "TEST_DATABASE_URL",
		"sudo apt-get install -y postgresql", "dnf install -y postgresql-server", "apk add postgresql", "brew install postgresql@17")
}
