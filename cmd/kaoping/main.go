// Command kaoping runs the platform: a demo with its own database, the server,
// and the tools of the office's technician.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // plans name their zones; a bare machine has no list of them

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p := program{getenv: os.Getenv, out: os.Stdout, log: os.Stderr}
	if err := p.run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, errUsage) {
			fmt.Fprintln(os.Stderr, "kaoping:", explain(err))
		}
		os.Exit(1)
	}
}

// program is main without the process: tests run it with other streams.
type program struct {
	getenv   func(string) string
	out, log io.Writer
}

var errUsage = errors.New("usage")

const usage = `kaoping: annual goals and performance evaluation (考评)

  kaoping demo [-addr 127.0.0.1:8080] [-data DIR] [-today DATE]
                                   a county's year to look at, with its own database
  kaoping serve                    the server, on the database at DATABASE_URL
  kaoping migrate up|status        bring the database to this program's schema
  kaoping plan load FILE           load a register of units and people, a plan, or both
  kaoping plan check PLAN          say what is wrong, doubtful or worth knowing about it
  kaoping user list                all accounts
  kaoping user add LOGIN NAME [-unit CODE] [-post TEXT]
                                   enter a person into the register
  kaoping user reset LOGIN         print a one-time password for an account, to be changed at the first sign-in
  kaoping user disable|enable LOGIN
                                   end an account's sessions and tokens and let it in no more; let it in again
  kaoping user grant|revoke LOGIN ROLE UNIT -reason TEXT [-subtree] [-plan PLAN]
                                   give a role on a unit, or end it
  kaoping user token LOGIN [-label TEXT] [-days N] [-read] [-plan PLAN]
                                   make an access token for an account's programs
  kaoping export score-sheet PLAN  write the year-end score sheet to a file
  kaoping audit keys DIR           make the keys that prove the audit
  kaoping audit rotate             begin a new key for the audit's entries
  kaoping audit checkpoint         sign the audit's heads now
  kaoping archive PLAN [-out FILE] [-key FILE]
                                   write all that proves a plan's year to one file
  kaoping verify run PLAN          recompute the final score run and compare
  kaoping verify progress PLAN     recompute the kept progress and compare
  kaoping verify audit [-checkpoint FILE] [-key FILE]
                                   hold the database against the audit and its signed checkpoints
  kaoping verify archive FILE [-key FILE]
                                   check such a file, with no database and no secret
  kaoping explain RUN UNIT [INDICATOR] [-lang zh|en]
                                   how a unit came to its score, or to one line, to be redone with a pencil

PLAN is AUTHORITY/YEAR, such as SF/2026; as RUN it names the plan's final score run, or else its newest.
UNIT and INDICATOR are codes. Every command but demo and verify archive reads DATABASE_URL;
"kaoping COMMAND -h" tells its settings.
`

// run picks the subcommand.
func (p program) run(ctx context.Context, args []string) error {
	commands := map[string]func(context.Context, []string) error{
		"demo": p.demo, "serve": p.serve, "migrate": p.migrate, "plan": p.plan, "user": p.user, "export": p.export, "archive": p.archive, "verify": p.verify,
		"explain": p.explain, "audit": p.audit,
	}
	if len(args) > 0 {
		if cmd, ok := commands[args[0]]; ok {
			return cmd(ctx, args[1:])
		}
	}
	fmt.Fprint(p.log, usage)
	return errUsage
}

// explain turns a refused input into lines that a person can work through.
func explain(err error) string {
	invalid := (*goal.InvalidError)(nil)
	if !errors.As(err, &invalid) {
		return err.Error()
	}
	lines := []string{"refused, and nothing was changed:"}
	for _, problem := range invalid.Problems {
		lines = append(lines, "  "+strings.Join(problem.Field, ".")+": "+wording.Problem(wording.English, problem))
	}
	return strings.Join(lines, "\n")
}
