package pgserver

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// ephemeralPrefix names throw-away folders once they are locked; until then they
// have newPrefix, so that nobody takes one being made for a leftover.
const (
	ephemeralPrefix = "kaoping-pg-"
	newPrefix       = "kaoping-new-"
	runPrefix       = "kaoping-run-"
)

// folder is a locked data folder.
type folder struct {
	path string
	lock *os.File
}

func (f folder) join(name string) string { return filepath.Join(f.path, name) }

// cluster is where the cluster of a major version is or would be.
func (f folder) cluster(major int) string { return f.join(fmt.Sprintf("pg%d", major)) }

// openFolder makes and locks the folder that c asks for.
func openFolder(c Config, root bool) (folder, error) {
	// What root makes, the account it drops to must be able to enter. The
	// cluster and the socket inside are closed to everybody else regardless.
	mode := fs.FileMode(0o700)
	if root {
		mode = 0o755
	}
	if c.Ephemeral {
		return openEphemeral(c.Dir, mode)
	}
	dir := c.Dir
	if dir == "" {
		var err error
		if dir, err = defaultDir(root); err != nil {
			return folder{}, err
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return folder{}, err
	}
	if _, err := os.Stat(filepath.Join(dir, "PG_VERSION")); err == nil {
		return folder{}, fmt.Errorf("%s is itself the data of a PostgreSQL; choose a folder that is not, such as a new one", dir)
	}
	if err := os.MkdirAll(dir, mode); err != nil {
		return folder{}, fmt.Errorf("data folder: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if inUse := (*InUseError)(nil); errors.As(err, &inUse) {
		inUse.Dir = dir
	}
	if err != nil {
		return folder{}, fmt.Errorf("data folder: %w", err)
	}
	return folder{dir, lock}, nil
}

// defaultDir is the data folder of a program that was told none.
func defaultDir(root bool) (string, error) {
	if root {
		return "/var/lib/kaoping", nil // root's own cache is closed to everybody else
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("data folder: none was given, and there is no default: %w", err)
	}
	return filepath.Join(cache, "kaoping"), nil
}

// openEphemeral makes a throw-away folder under parent, or in the system's
// place for such, and clears away those of programs that were killed.
func openEphemeral(parent string, mode fs.FileMode) (folder, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	parent, err := filepath.Abs(parent)
	if err != nil {
		return folder{}, err
	}
	sweep(parent)
	fresh, err := os.MkdirTemp(parent, newPrefix)
	if err != nil {
		return folder{}, fmt.Errorf("temporary data folder: %w", err)
	}
	lock, err := lockFile(filepath.Join(fresh, "lock"))
	if err != nil {
		os.RemoveAll(fresh)
		return folder{}, fmt.Errorf("temporary data folder: %w", err)
	}
	dir := filepath.Join(parent, ephemeralPrefix+strings.TrimPrefix(filepath.Base(fresh), newPrefix))
	if err := errors.Join(os.Chmod(fresh, mode), os.Rename(fresh, dir)); err != nil {
		lock.Close()
		os.RemoveAll(fresh)
		return folder{}, fmt.Errorf("temporary data folder: %w", err)
	}
	return folder{dir, lock}, nil
}

// sweep removes the throw-away folders under parent that nobody holds. Trouble
// with one is no reason not to start, so it is left for the next time.
func sweep(parent string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		dir := filepath.Join(parent, e.Name())
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() {
			continue
		}
		if uid, _ := ownerOf(info); uid != os.Geteuid() {
			continue // anybody may make a folder of these names in /tmp
		}
		switch {
		case strings.HasPrefix(e.Name(), newPrefix) && time.Since(info.ModTime()) > time.Hour:
			os.RemoveAll(dir) // of a program killed before it had locked it
		case strings.HasPrefix(e.Name(), ephemeralPrefix) && isFile(filepath.Join(dir, "lock")):
			if lock, err := lockFile(filepath.Join(dir, "lock")); err == nil {
				folder{dir, lock}.discard()
				lock.Close()
			}
		}
	}
}

// discard removes the folder with all that is in it, after stopping a server
// that still runs there.
func (f folder) discard() error {
	for _, data := range f.clusters() {
		if err := stopLeftover(data, io.Discard); err != nil {
			return err
		}
	}
	return errors.Join(f.removeRun(), os.RemoveAll(f.path))
}

func isFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular()
}

var clusterName = regexp.MustCompile(`^pg\d+$`)

// clusters are the finished clusters in the folder, of whatever version.
func (f folder) clusters() (dirs []string) {
	entries, _ := os.ReadDir(f.path) // it is ours and exists
	for _, e := range entries {
		if clusterName.MatchString(e.Name()) {
			dirs = append(dirs, f.join(e.Name()))
		}
	}
	return dirs
}

// maxSocketPath is the shortest limit among systems on the path of a socket.
const maxSocketPath = 103

// makeRun makes the folder for the socket, empty, and returns it. Where the path
// of the data folder does not do for a socket it lies elsewhere, with a link in
// the data folder by which the next Start finds and removes it.
func (f folder) makeRun(a account) (string, error) {
	if err := f.removeRun(); err != nil {
		return "", err
	}
	link := f.join("run")
	dir := link
	if !fitsSocket(dir) {
		parent := os.TempDir()
		if !fitsSocket(filepath.Join(parent, runPrefix+"1234567890")) {
			parent = "/tmp"
		}
		var err error
		if dir, err = os.MkdirTemp(parent, runPrefix); err != nil {
			return "", fmt.Errorf("socket folder: %w", err)
		}
		if err := os.Symlink(dir, link); err != nil {
			os.Remove(dir)
			return "", fmt.Errorf("socket folder: %w", err)
		}
	} else if err := os.Mkdir(dir, 0o700); err != nil {
		return "", fmt.Errorf("socket folder: %w", err)
	}
	if a.switched {
		if err := os.Chown(dir, a.uid, a.gid); err != nil {
			return "", fmt.Errorf("socket folder: %w", err)
		}
	}
	return dir, nil
}

// removeRun removes the socket's folder, where makeRun has put it. It is not
// kept between runs, because postgres refuses to start on a socket whose lock
// names a process id that some other process has by now.
func (f folder) removeRun() error {
	link := f.join("run")
	if dir, err := os.Readlink(link); err == nil && strings.HasPrefix(filepath.Base(dir), runPrefix) {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() {
			if err := os.RemoveAll(dir); err != nil {
				return fmt.Errorf("socket folder: %w", err)
			}
		}
	}
	if err := os.RemoveAll(link); err != nil {
		return fmt.Errorf("socket folder: %w", err)
	}
	return nil
}

// fitsSocket reports whether a socket can be in dir. postgres and lib/pq take a
// comma for the end of one path and the beginning of another.
func fitsSocket(dir string) bool {
	return len(dir)+len(fmt.Sprintf("/.s.PGSQL.%d", port)) <= maxSocketPath && !strings.Contains(dir, ",")
}
