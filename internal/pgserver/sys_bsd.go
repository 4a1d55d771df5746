//go:build darwin || freebsd || netbsd || openbsd || dragonfly

// This file has been compiled but never run: nobody has tried the package on
// these systems yet.

package pgserver

import (
	"context"
	"strconv"
	"strings"
	"syscall"
)

// endWithParent does nothing: these systems cannot tie a child to its parent.
// What a killed program leaves running is stopped by the next Start.
func endWithParent(*syscall.SysProcAttr) {}

// isServerOf reports whether the process is a postgres that runs on data.
func isServerOf(pid int, data string) bool {
	line, err := output(context.Background(), "/bin/ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid))
	return err == nil && strings.Contains(line, "postgres") && strings.Contains(line, " -D "+data+" ")
}
