//go:build unix

package pgserver

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestChildEnv(t *testing.T) {
	got := childEnv([]string{
		"PATH=/bin", "PGDATA=/x", "PGOPTIONS=-c fsync=off", "LANG=zh_CN.UTF-8", "LANGUAGE=zh", "LC_ALL=zh_CN.GBK",
		"HOME=/root", "TZ=Asia/Shanghai", "NOTIFY_SOCKET=/run/x", "LD_LIBRARY_PATH=/opt/lib",
	}, "/data")
	slices.Sort(got)
	want := []string{"HOME=/data", "LC_ALL=C", "LD_LIBRARY_PATH=/opt/lib", "PATH=/bin", "TZ=UTC"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRootDropsPrivileges(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has privileges to drop")
	}
	dir := sharedFolder(t)
	s := startServer(t, Config{Dir: dir})
	if !s.account.switched || s.account.uid == 0 {
		t.Fatalf("runs as %+v", s.account)
	}
	for _, path := range []string{s.data, s.run, filepath.Join(s.run, ".s.PGSQL.5432"), filepath.Join(s.data, "postmaster.pid")} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if uid, _ := ownerOf(info); uid != s.account.uid {
			t.Errorf("%s belongs to user %d, want %d (%s)", path, uid, s.account.uid, s.account.name)
		}
	}
}

// What the account drops to depends on what is installed, the data does not.
func TestRootKeepsTheOwnerOfData(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can change who owns a folder")
	}
	const someone = 12345
	dir := sharedFolder(t)
	data := folder{path: dir}.clusters()[0]
	usual, err := serviceAccount()
	if err != nil {
		t.Fatal(err)
	}
	give := func(uid int) {
		err := filepath.WalkDir(data, func(path string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Lchown(path, uid, uid))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	defer give(usual.uid)

	give(someone)
	s := startServer(t, Config{Dir: dir})
	if s.account.uid != someone {
		t.Errorf("data of user %d is run as %d", someone, s.account.uid)
	}
	stopServer(t, s)

	give(0) // as after a copy made by root
	s = startServer(t, Config{Dir: dir})
	if s.account.uid != usual.uid {
		t.Errorf("data of root is run as %d, want %d", s.account.uid, usual.uid)
	}
	stopServer(t, s)
}

func TestClosedFolder(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root starts PostgreSQL as another user, who may be locked out")
	}
	parent := folderFor(t)
	closed := filepath.Join(parent, "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	account, err := serviceAccount()
	if err != nil {
		t.Fatal(err)
	}
	_, err = Start(t.Context(), Config{Dir: filepath.Join(closed, "data")})
	contains(t, err, "as user "+account.name, closed+" is closed to that user", "choose a folder elsewhere")

	_, err = Start(t.Context(), Config{Dir: closed, Ephemeral: true})
	contains(t, err, closed+" is closed to that user")
	if left := folders(t, closed); !slices.Equal(left, []string{"data"}) {
		t.Errorf("left %v", left)
	}

	machine{t, closed}.server("bin", "17.2")
	_, err = Start(t.Context(), Config{Dir: folderFor(t), Getenv: func(name string) string {
		return map[string]string{"PG_BIN_DIR": filepath.Join(closed, "bin")}[name]
	}})
	contains(t, err, closed+" is closed to that user", "bin/initdb cannot be used")
}

func TestFolderOfAnotherUser(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may use anybody's folder")
	}
	_, err := Start(t.Context(), Config{Dir: "/root/kaoping"})
	contains(t, err, "data folder", "permission denied")
}
