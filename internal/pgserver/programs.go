package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// minMajor is the oldest PostgreSQL that lib/pq supports.
const minMajor = 14

// usualFolders are where packages put the server programs without putting them
// on PATH, in the order they are tried.
var usualFolders = []string{
	"/usr/lib/postgresql/*/bin",                               // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                        // PGDG on Fedora, RHEL
	"/usr/libexec/postgresql*",                                // Alpine
	"/usr/lib/postgresql*/bin",                                // SUSE, Gentoo
	"/usr/local/pgsql/bin",                                    // built from source
	"/usr/local/bin",                                          // FreeBSD
	"/opt/homebrew/opt/postgresql*/bin",                       // Homebrew on Apple silicon
	"/usr/local/opt/postgresql*/bin",                          // Homebrew on Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",          // Homebrew on Linux
	"/Applications/Postgres.app/Contents/Versions/[0-9]*/bin", // Postgres.app
	"/opt/local/lib/postgresql*/bin",                          // MacPorts
	"/opt/postgresql*/bin",
}

// programs is one set of server programs.
type programs struct {
	dir     string // holds initdb and postgres
	major   int
	version string // as PostgreSQL writes it: 15.18, 18beta2
}

func (p programs) path(name string) string { return filepath.Join(p.dir, name) }

// finder looks for server programs. Its fields stand for the machine, so that a
// test can lay out another one.
type finder struct {
	getenv func(string) string
	usual  []string // glob patterns
}

// find returns all usable sets of programs, the preferred one first, or a
// [*NotFoundError]. A PG_BIN_DIR that cannot be used is an error rather than a
// reason to look elsewhere: whoever set it wanted that one.
func (f finder) find(ctx context.Context) ([]programs, error) {
	if dir := f.getenv("PG_BIN_DIR"); dir != "" {
		p, err := inspect(ctx, dir)
		if err != nil {
			return nil, fmt.Errorf("PG_BIN_DIR=%s: %w", dir, err)
		}
		return []programs{p}, nil
	}
	var found []programs
	missing := &NotFoundError{Usual: f.usual}
	for _, dir := range f.candidates(ctx) {
		p, err := inspect(ctx, dir)
		switch {
		case err == nil:
			if !slices.Contains(found, p) {
				found = append(found, p)
			}
		case !errors.Is(err, errNoInitdb):
			missing.Unusable = append(missing.Unusable, dir+": "+err.Error())
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err // rather than call programs unusable that had no time to answer
	}
	if len(found) == 0 {
		return nil, missing
	}
	return found, nil
}

// candidates lists the folders that may hold server programs, best first.
func (f finder) candidates(ctx context.Context) []string {
	var dirs, configured []string
	for _, dir := range filepath.SplitList(f.getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue // would depend on where the program is started
		}
		dirs = append(dirs, dir)
		if exe := filepath.Join(dir, "pg_config"); isProgram(exe) {
			// It comes with the client library and may name a folder without a
			// server, which inspect finds out.
			if out, err := output(ctx, exe, "--bindir"); err == nil {
				configured = append(configured, out)
			}
		}
	}
	dirs = append(dirs, configured...)
	for _, pattern := range f.usual {
		matches, _ := filepath.Glob(pattern) // fails for a bad pattern only
		slices.SortStableFunc(matches, newestFirst)
		dirs = append(dirs, matches...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		dup := seen[filepath.Clean(dir)]
		seen[filepath.Clean(dir)] = true
		return dup
	})
}

var digits = regexp.MustCompile(`\d+`)

// newestFirst orders paths by the numbers in them, so that 15 comes before 9.6.
func newestFirst(a, b string) int {
	numbers := func(path string) (ns []int) {
		for _, s := range digits.FindAllString(path, -1) {
			n, _ := strconv.Atoi(s) // out of range is the largest int, as good as any
			ns = append(ns, n)
		}
		return ns
	}
	return slices.Compare(numbers(b), numbers(a))
}

var errNoInitdb = errors.New("no initdb")

// inspect says what dir holds. The error wraps errNoInitdb if that is nothing of
// PostgreSQL's.
func inspect(ctx context.Context, dir string) (programs, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return programs{}, err
	}
	initdb, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb"))
	if err != nil {
		return programs{}, fmt.Errorf("%w: %w", errNoInitdb, err)
	}
	// initdb looks for postgres next to its real self. A link to something of
	// another name is a wrapper that goes by the name it is called with.
	if real := filepath.Dir(initdb); filepath.Base(initdb) == "initdb" && isProgram(filepath.Join(real, "postgres")) {
		dir = real
	}
	for _, name := range []string{"initdb", "postgres"} {
		if !isProgram(filepath.Join(dir, name)) {
			return programs{}, fmt.Errorf("%s is missing or cannot be run", name)
		}
	}
	out, err := output(ctx, filepath.Join(dir, "postgres"), "--version")
	if err != nil {
		return programs{}, fmt.Errorf("postgres --version: %w", err)
	}
	major, version, err := parseVersion(out)
	if err != nil {
		return programs{}, err
	}
	if major < minMajor {
		return programs{}, fmt.Errorf("version %s is older than %d", version, minMajor)
	}
	return programs{dir, major, version}, nil
}

var versionLine = regexp.MustCompile(`^postgres \(PostgreSQL\) ((\d+)[0-9A-Za-z.]*)`)

// parseVersion reads what "postgres --version" prints.
func parseVersion(line string) (major int, version string, err error) {
	m := versionLine.FindStringSubmatch(line)
	if m == nil {
		return 0, "", fmt.Errorf("not a PostgreSQL version: %q", line)
	}
	if major, err = strconv.Atoi(m[2]); err != nil {
		return 0, "", fmt.Errorf("not a PostgreSQL version: %q", line)
	}
	return major, m[1], nil
}

// output is the first line that a quick command prints. The error has what it
// says of its failure, such as a library that is missing.
func output(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second // a wrapper's child may hold the pipe
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && len(exit.Stderr) > 0 {
		err = fmt.Errorf("%w: %s", err, lastLines(string(exit.Stderr), 1))
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line), err
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0
}
