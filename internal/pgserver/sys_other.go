//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package pgserver

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// supported says whether the system has what a private server needs. Start
// refuses where it does not, so the rest of this file only has to compile.
const supported = false

func lockFile(string) (*os.File, error)      { return nil, errors.ErrUnsupported }
func ownerOf(fs.FileInfo) (uid, gid int)     { return -1, -1 }
func isAlive(int) bool                       { return false }
func serviceAccount() (account, error)       { return account{}, errors.ErrUnsupported }
func childAttr(account) *syscall.SysProcAttr { return nil }
func killGroup(int) error                    { return errors.ErrUnsupported }
func isServerOf(int, string) bool            { return false }
