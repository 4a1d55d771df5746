package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// config is every setting that comes from the environment.
type config struct {
	databaseURL string // DATABASE_URL
	addr        string // KAOPING_ADDR, 127.0.0.1:8080
	baseURL     string // KAOPING_BASE_URL: how people reach the server, for download links
	install     bool   // KAOPING_INSTALL_POSTGRES=1
	metricsAddr string // KAOPING_METRICS_ADDR: where /metrics is shown; empty: nowhere
	hsts        bool   // KAOPING_HSTS=1: tell browsers to come by HTTPS only
	registered  bool   // KAOPING_OPERATIONS=registered: serve only the console's documents
}

func (p program) config() config {
	c := config{databaseURL: p.getenv("DATABASE_URL"), addr: p.getenv("KAOPING_ADDR"), baseURL: strings.TrimRight(p.getenv("KAOPING_BASE_URL"), "/"),
		install: p.getenv("KAOPING_INSTALL_POSTGRES") == "1", metricsAddr: p.getenv("KAOPING_METRICS_ADDR"),
		hsts: p.getenv("KAOPING_HSTS") == "1", registered: p.getenv("KAOPING_OPERATIONS") == "registered"}
	if c.addr == "" {
		c.addr = "127.0.0.1:8080"
	}
	if c.baseURL == "" {
		c.baseURL = "http://" + c.addr
	}
	return c
}

// flags makes a subcommand's flag set, which prints to the program's own log.
func (p program) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet("kaoping "+name, flag.ContinueOnError)
	f.SetOutput(p.log)
	return f
}

// parse reads flags that may stand before or after the arguments, and checks
// that there are n of those.
func parse(f *flag.FlagSet, args []string, n int, what string) ([]string, error) {
	return parseUpTo(f, args, n, n, what)
}

// parseUpTo is parse for a command whose last arguments may be left out.
func parseUpTo(f *flag.FlagSet, args []string, least, most int, what string) ([]string, error) {
	var rest []string
	for {
		if err := f.Parse(args); err != nil {
			return nil, errUsage
		}
		if f.NArg() == 0 {
			break
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
	if len(rest) < least || len(rest) > most {
		fmt.Fprintf(f.Output(), "usage: %s %s\n", f.Name(), what)
		f.PrintDefaults()
		return nil, errUsage
	}
	return rest, nil
}

// dsn is the database to work on. Only the demo brings its own.
func (p program) dsn() (string, error) {
	if dsn := p.config().databaseURL; dsn != "" {
		return dsn, nil
	}
	return "", errors.New("DATABASE_URL is not set: give the database to work on, such as postgres://user:password@host:5432/kaoping?sslmode=verify-full")
}

// open connects to the database of DATABASE_URL, whose schema must be this program's.
func (p program) open(ctx context.Context) (*cycle.Service, io.Closer, error) {
	dsn, err := p.dsn()
	if err != nil {
		return nil, nil, err
	}
	if err := postgres.CheckMigrated(ctx, dsn); err != nil {
		return nil, nil, err
	}
	proof, err := p.proof()
	if err != nil {
		return nil, nil, err
	}
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return nil, nil, err
	}
	if err := sameKeys(ctx, db, proof); err != nil {
		db.Close()
		return nil, nil, err
	}
	return cycle.New(db, proof), db, nil
}

// technician is the actor behind the command line, at the database's instant, or
// at the newest recorded one where the database's own clock is behind it (as on
// a demo's data).
func technician(ctx context.Context, s *cycle.Service) (goal.Actor, error) {
	now, err := s.Now(ctx)
	if err != nil {
		return goal.Actor{}, err
	}
	last, err := s.LastRecorded(ctx)
	if last.After(now) {
		now = last.Add(time.Millisecond)
	}
	return cycle.Console(now), err
}

// onPlan runs fn as the technician on the plan that AUTHORITY/YEAR names.
func (p program) onPlan(ctx context.Context, name string, fn func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error) error {
	return p.onDatabase(ctx, func(s *cycle.Service, who goal.Actor) error {
		plan, err := planByName(ctx, s, who, name)
		if err != nil {
			return err
		}
		return fn(s, who, plan)
	})
}

// planByName finds the plan that AUTHORITY/YEAR names.
func planByName(ctx context.Context, s *cycle.Service, who goal.Actor, name string) (*goal.Outline, error) {
	code, yearText, ok := strings.Cut(name, "/")
	year, err := strconv.Atoi(yearText)
	if !ok || err != nil {
		return nil, fmt.Errorf("%q names no plan: write AUTHORITY/YEAR, such as SF/2026", name)
	}
	unit, err := s.UnitByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	page, err := s.Plans(ctx, who, &year, 0, 0, 1000)
	if err != nil {
		return nil, err
	}
	for _, o := range page.Plans {
		if o.OrganID == unit.Num {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%s has no plan for %d", code, year)
}
