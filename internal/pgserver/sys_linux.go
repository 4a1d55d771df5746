package pgserver

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// endWithParent has the kernel send SIGINT, which to postgres means a clean stop
// and to initdb to remove what it made, when the thread that starts the child
// ends. See startProcess for why the thread matters.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// isServerOf reports whether the process is a postgres that runs on data. The
// folder is looked for among the arguments as well, because root in a container
// may not be allowed to see where another user's process works.
func isServerOf(pid int, data string) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return false
	}
	args := strings.Split(string(text), "\x00")
	if filepath.Base(args[0]) != "postgres" {
		return false
	}
	if slices.Contains(args, data) {
		return true
	}
	works, err1 := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	mine, err2 := os.Stat(data)
	return err1 == nil && err2 == nil && os.SameFile(works, mine)
}
