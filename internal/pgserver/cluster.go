package pgserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// unfinished ends the name of a cluster until initdb is done with it, so that
// one cut short is never taken for a whole one.
const unfinished = ".new"

// choose picks the programs that fit the data in the folder. Having data of one
// version, it never starts an empty cluster of another beside it: the person
// would look for what they had entered.
func (f folder) choose(found []programs) (programs, error) {
	var held []int
	for _, data := range f.clusters() {
		major, err := dataVersion(data)
		if err != nil {
			return programs{}, err
		}
		held = append(held, major)
	}
	if len(held) == 0 {
		return found[0], nil
	}
	for _, p := range found {
		if slices.Contains(held, p.major) {
			return p, nil
		}
	}
	return programs{}, fmt.Errorf("%s holds data of PostgreSQL %d, but the programs found in %s are of version %s; "+
		"install PostgreSQL %d (or set PG_BIN_DIR to where it is) to go on with that data, or choose another folder to begin anew",
		f.path, held[0], found[0].dir, found[0].version, held[0])
}

// dataVersion is the major version that a cluster is of. It must be the one its
// folder is named after, or the cluster has been put there by hand.
func dataVersion(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrPermission) {
		return 0, fmt.Errorf("the data belongs to another user; run this as that user or choose another folder: %w", err)
	}
	if err != nil {
		return 0, fmt.Errorf("no usable cluster in %s: %w", data, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || filepath.Base(data) != fmt.Sprintf("pg%d", major) {
		return 0, fmt.Errorf("%s holds data of PostgreSQL %s", data, strings.TrimSpace(string(text)))
	}
	return major, nil
}

// createCluster makes the cluster of p in the folder.
func (f folder) createCluster(ctx context.Context, a account, p programs, ephemeral bool, log io.Writer) error {
	data := f.cluster(p.major)
	fmt.Fprintf(log, "creating a database cluster in %s (PostgreSQL %s)\n", data, p.version)
	fresh := data + unfinished
	if err := errors.Join(os.RemoveAll(fresh), os.Mkdir(fresh, 0o700)); err != nil {
		return err
	}
	if a.switched {
		if err := os.Chown(fresh, a.uid, a.gid); err != nil {
			return err
		}
	}
	args := []string{
		"-D", fresh, "-U", superuser, "-E", "UTF8", "--locale=C", "--data-checksums", "--no-instructions",
		// Who can reach the socket is in already; nobody else is let in.
		"--auth-local=trust", "--auth-host=reject",
	}
	if ephemeral {
		args = append(args, "--no-sync")
	}
	if err := a.run(ctx, fresh, p.path("initdb"), args...); err != nil {
		os.RemoveAll(fresh)
		return fmt.Errorf("create a database cluster: %w", err)
	}
	return os.Rename(fresh, data)
}

// adopt is the account to run an existing cluster as. postgres wants to own its
// data, so root runs it as whoever does; data that root itself has put there,
// say from a copy, is given to a.
func (a account) adopt(data string) (account, error) {
	info, err := os.Stat(data)
	if err != nil {
		return a, err
	}
	uid, gid := ownerOf(info)
	switch {
	case uid == a.uid:
		return a, nil
	case !a.switched:
		return a, fmt.Errorf("%s belongs to user %d; run this as that user or choose another folder", data, uid)
	case uid != 0:
		return account{name: strconv.Itoa(uid), uid: uid, gid: gid, switched: true}, nil
	}
	return a, filepath.WalkDir(data, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, a.uid, a.gid)
	})
}
