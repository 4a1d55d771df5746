//go:build unix

package pgserver

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKeepsData(t *testing.T) {
	dir := filepath.Join(folderFor(t), "data") // made by Start
	var log bytes.Buffer
	begin := time.Now()
	s := startServer(t, Config{Dir: dir, Log: &log})
	t.Logf("first start: %v", time.Since(begin))
	execute(t, s, `CREATE TABLE kept AS SELECT 42 AS answer`)
	begin = time.Now()
	stopServer(t, s)
	t.Logf("stop: %v", time.Since(begin))
	if !strings.Contains(log.String(), "creating a database cluster in "+dir) {
		t.Errorf("log does not say what takes so long:\n%s", log.String())
	}
	if exists(filepath.Join(dir, "run")) || exists(filepath.Join(s.data, "postmaster.pid")) {
		t.Error("the socket or the pid file is still there after Stop")
	}

	log.Reset()
	begin = time.Now()
	s = startServer(t, Config{Dir: dir, Log: &log})
	t.Logf("second start: %v", time.Since(begin))
	if got := query(t, s, `SELECT answer FROM kept`); got != "42" {
		t.Errorf("kept %s, want 42", got)
	}
	if strings.Contains(log.String(), "creating") {
		t.Errorf("a second cluster was made:\n%s", log.String())
	}
}

func TestSettings(t *testing.T) {
	kept := startServer(t, Config{Dir: sharedFolder(t)})
	temp := startServer(t, Config{Ephemeral: true})
	tests := []struct {
		setting    string
		kept, temp string
	}{
		{"listen_addresses", "", ""},
		{"fsync", "on", "off"},
		{"data_checksums", "on", "on"},
		{"server_encoding", "UTF8", "UTF8"},
		{"lc_collate", "C", "C"},
		{"TimeZone", "UTC", "UTC"},
		{"server_version", kept.Version(), kept.Version()},
	}
	for _, tt := range tests {
		q := `SELECT current_setting('` + tt.setting + `', true)`
		if tt.setting == "lc_collate" { // no longer a setting since 16
			q = `SELECT datcollate FROM pg_database WHERE datname = 'postgres'`
		}
		if got, _, _ := strings.Cut(query(t, kept, q), " "); got != tt.kept && strings.TrimPrefix(got, "Etc/") != tt.kept {
			t.Errorf("%s = %q, want %q", tt.setting, got, tt.kept)
		}
		if got, _, _ := strings.Cut(query(t, temp, q), " "); got != tt.temp && strings.TrimPrefix(got, "Etc/") != tt.temp {
			t.Errorf("ephemeral: %s = %q, want %q", tt.setting, got, tt.temp)
		}
	}
	info, err := os.Stat(kept.run)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("socket folder has mode %v, want 0700", info.Mode().Perm())
	}
}

func TestSecondInstance(t *testing.T) {
	dir := sharedFolder(t)
	h := startHelper(t, dir)
	_, err := Start(t.Context(), Config{Dir: dir})
	inUse := (*InUseError)(nil)
	if !errors.As(err, &inUse) {
		t.Fatalf("second Start: %v, want an InUseError", err)
	}
	if inUse.PID != h.cmd.Process.Pid || inUse.Dir != dir {
		t.Errorf("held by process %d in %s, want %d in %s", inUse.PID, inUse.Dir, h.cmd.Process.Pid, dir)
	}
	h.stdin.Close()
	if err := h.cmd.Wait(); err != nil {
		t.Errorf("helper: %v", err)
	}
	stopServer(t, startServer(t, Config{Dir: dir}))

	// The same within one process.
	startServer(t, Config{Dir: dir})
	_, err = Start(t.Context(), Config{Dir: dir})
	if !errors.As(err, &inUse) || inUse.PID != os.Getpid() {
		t.Errorf("second Start in the same process: %v", err)
	}
}

func TestEphemeral(t *testing.T) {
	parent := folderFor(t)
	begin := time.Now()
	s := startServer(t, Config{Dir: parent, Ephemeral: true})
	t.Logf("start: %v", time.Since(begin))
	if filepath.Dir(s.folder.path) != parent {
		t.Errorf("made in %s, want it under %s", s.folder.path, parent)
	}
	execute(t, s, `CREATE TABLE gone ()`)
	begin = time.Now()
	stopServer(t, s)
	t.Logf("stop: %v", time.Since(begin))
	if left, _ := os.ReadDir(parent); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
	if err := s.Stop(); err != nil {
		t.Errorf("second Stop: %v", err)
	}
}

func TestStopConcurrently(t *testing.T) {
	s := startServer(t, Config{Ephemeral: true})
	db := openDB(t, s, "postgres")
	if err := db.Ping(); err != nil { // leaves a session open
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if err := s.Stop(); err != nil {
				t.Error(err)
			}
			if exists(s.folder.path) {
				t.Error("Stop returned before all was gone")
			}
		})
	}
	wg.Wait()
}

func TestCreateDatabase(t *testing.T) {
	s := startServer(t, Config{Dir: sharedFolder(t)})
	const name = `考评 "2025" & 'more'/?`
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := s.CreateDatabase(t.Context(), name); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var got string
	if err := openDB(t, s, name).QueryRow(`SELECT current_database()`).Scan(&got); err != nil || got != name {
		t.Errorf("connected to %q, %v; want %q", got, err, name)
	}
	contains(t, s.CreateDatabase(t.Context(), strings.Repeat("x", 64)), "longer than 63 bytes")
}

func TestStartCancelled(t *testing.T) {
	parent := folderFor(t)
	for _, after := range []time.Duration{0, 50 * time.Millisecond, 250 * time.Millisecond, 600 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		begin := time.Now()
		s, err := Start(ctx, Config{Dir: parent, Ephemeral: true})
		cancel()
		if err == nil {
			stopServer(t, s) // a fast machine
			continue
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled after %v: %v", after, err)
		}
		if d := time.Since(begin); d > after+5*time.Second {
			t.Errorf("took %v to give up", d)
		}
		if left, _ := os.ReadDir(parent); len(left) > 0 {
			t.Errorf("cancelled after %v: %s is left", after, left[0].Name())
		}
	}
}

// A start cut short by a kill leaves half a cluster, which must not be taken for
// a whole one.
func TestHalfCluster(t *testing.T) {
	found, err := finder{os.Getenv, usualFolders}.find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := folderFor(t)
	half := folder{path: dir}.cluster(found[0].major) + unfinished
	if err := errors.Join(os.Mkdir(half, 0o700), os.WriteFile(filepath.Join(half, "PG_VERSION"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, Config{Dir: dir})
	if got := query(t, s, `SELECT 1`); got != "1" {
		t.Error(got)
	}
	if exists(half) {
		t.Error("the unfinished cluster is still there")
	}
}

// Paths take part in patterns, lists, shell commands and URLs.
func TestStrangePath(t *testing.T) {
	parent := folderFor(t)
	for _, name := range []string{`a "b" 'c' [d]* $e %41 考评`, "comma, and more"} {
		dir := filepath.Join(parent, name)
		stopServer(t, startServer(t, Config{Dir: dir}))
		s := startServer(t, Config{Dir: dir}) // finds what it has made
		if got := query(t, s, `SELECT 1`); got != "1" {
			t.Error(got)
		}
		stopServer(t, s)
	}
}

func TestLongPath(t *testing.T) {
	parent := folderFor(t)
	dir := filepath.Join(parent, strings.Repeat("long", 20), strings.Repeat("path", 20))
	s := startServer(t, Config{Dir: dir})
	short := s.run
	if !fitsSocket(short) {
		t.Errorf("the socket is in %s", short)
	}
	if got := query(t, s, `SELECT 1`); got != "1" {
		t.Error(got)
	}
	stopServer(t, s)
	if exists(short) {
		t.Errorf("%s is left", short)
	}

	h := startHelper(t, dir)
	killed, err := os.Readlink(filepath.Join(dir, "run"))
	if err != nil {
		t.Fatal(err)
	}
	h.kill()
	stopServer(t, startServer(t, Config{Dir: dir}))
	if exists(killed) {
		t.Errorf("%s of a killed program is left", killed)
	}

	// Where even the system's temporary folder is too deep.
	t.Setenv("TMPDIR", dir)
	s = startServer(t, Config{Dir: dir})
	if filepath.Dir(s.run) != "/tmp" {
		t.Errorf("the socket is in %s, want it under /tmp", s.run)
	}
}

func TestRefusesForeignFolders(t *testing.T) {
	programs, err := finder{os.Getenv, usualFolders}.find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	version := func(text string) []byte { return []byte(text + "\n") }
	tests := []struct {
		name  string
		files map[string][]byte
		want  []string
	}{
		{"a cluster itself", map[string][]byte{"PG_VERSION": version("15")}, []string{"is itself the data"}},
		{"data of another version", map[string][]byte{"pg9/PG_VERSION": version("9")},
			[]string{"holds data of PostgreSQL 9", programs[0].dir, programs[0].version, "PG_BIN_DIR"}},
		{"put there by hand", map[string][]byte{"pg99/PG_VERSION": version("12")}, []string{"pg99 holds data of PostgreSQL 12"}},
		{"something else", map[string][]byte{"pg99/notes": nil}, []string{"no usable cluster in"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := folderFor(t)
			for name, text := range tt.files {
				path := filepath.Join(dir, name)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, text, 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Start(t.Context(), Config{Dir: dir})
			contains(t, err, tt.want...)
			filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
				if strings.HasSuffix(path, unfinished) {
					t.Errorf("%s was made", path)
				}
				return err
			})
		})
	}
}

// A person with two versions installed must not lose sight of their data when
// the newer one arrives.
func TestChoosesProgramsThatFitTheData(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pg16", "PG_VERSION")
	if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("16\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	p, err := folder{path: dir}.choose([]programs{{major: 17}, {major: 16}, {major: 15}})
	if err != nil || p.major != 16 {
		t.Errorf("chose %d, %v; want 16", p.major, err)
	}
}

func TestReportsWhyPostgresDidNotStart(t *testing.T) {
	dir := sharedFolder(t)
	conf := filepath.Join(folder{path: dir}.clusters()[0], "postgresql.conf")
	before, err := os.ReadFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	defer os.WriteFile(conf, before, 0o600)
	if err := os.WriteFile(conf, []byte("no_such_setting = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Start(t.Context(), Config{Dir: dir})
	contains(t, err, "PostgreSQL did not start", "no_such_setting")
	if strings.Contains(err.Error(), "ended by itself") {
		t.Errorf("says it twice:\n%v", err)
	}
}
