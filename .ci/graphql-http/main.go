// Command graphql-http starts the server on a PostgreSQL of its own, with the
// sample bureau's people, and runs audit.mjs against it.
//
//	go run ./.ci/graphql-http
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/kaoping/kaoping/internal/pgserver"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "graphql-http:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "kaoping-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := os.Chmod(folder, 0o755); err != nil { // the database's account enters it
		return err
	}
	program := filepath.Join(folder, "kaoping")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/kaoping").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	// Not an ephemeral one: the server refuses a database that may lose data.
	db, err := pgserver.Start(ctx, pgserver.Config{Dir: filepath.Join(folder, "postgres"), Install: os.Getenv("KAOPING_INSTALL_POSTGRES") == "1", Log: os.Stderr})
	if err != nil {
		return err
	}
	defer db.Stop()
	if err := db.CreateDatabase(ctx, "kaoping"); err != nil {
		return err
	}
	keys := filepath.Join(folder, "keys")
	environment := append(os.Environ(), "DATABASE_URL="+db.DSN("kaoping"))
	kaoping := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, program, args...)
		cmd.Env = environment
		out, err := cmd.CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("kaoping %s: %w\n%s", strings.Join(args, " "), err, out)
		}
		return string(out), nil
	}
	if _, err := kaoping("audit", "keys", keys); err != nil {
		return err
	}
	environment = append(environment, "KAOPING_AUDIT_KEYS_FILE="+filepath.Join(keys, "audit.keys"),
		"KAOPING_SIGNING_KEY_FILE="+filepath.Join(keys, "signing.pem"), "KAOPING_CHECKPOINT_FILE="+filepath.Join(keys, "checkpoints.jsonl"))
	if _, err := kaoping("migrate", "up"); err != nil {
		return err
	}
	if _, err := kaoping("plan", "load", "internal/sample/bureau.yaml"); err != nil {
		return err
	}
	var tokens []string
	for _, login := range []string{"bureau-director", "s01-reporter"} {
		out, err := kaoping("user", "token", login)
		if err != nil {
			return err
		}
		tokens = append(tokens, lastWord(out))
	}
	return serveAndAudit(ctx, program, environment, tokens)
}

func lastWord(out string) string {
	words := strings.Fields(out)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// serveAndAudit starts the server on a free port, which it names in its log.
func serveAndAudit(ctx context.Context, program string, environment, tokens []string) error {
	server := exec.CommandContext(ctx, program, "serve", "-addr", "127.0.0.1:0")
	server.Env = environment
	log, err := server.StderrPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	addr := ""
	lines := bufio.NewScanner(log)
	for addr == "" && lines.Scan() {
		var line struct{ Msg, Addr string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			addr = line.Addr
		} else {
			fmt.Fprintln(os.Stderr, lines.Text())
		}
	}
	if addr == "" {
		return errors.Join(errors.New("the server did not start"), server.Wait())
	}
	go io.Copy(io.Discard, log)
	audit := exec.CommandContext(ctx, "node", append([]string{".ci/graphql-http/audit.mjs", "http://" + addr + "/graphql"}, tokens...)...)
	audit.Stdout, audit.Stderr = os.Stdout, os.Stderr
	failed := audit.Run()
	res, err := http.Get("http://" + addr + "/ready")
	if err == nil {
		res.Body.Close()
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return errors.Join(failed, err, server.Wait())
}
