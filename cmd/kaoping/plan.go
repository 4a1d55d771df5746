package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

// plan loads a register, a plan, or both from a file.
func (p program) plan(ctx context.Context, args []string) error {
	rest, err := parse(p.flags("plan"), args, 2, "load FILE")
	if err != nil {
		return err
	}
	if rest[0] != "load" {
		return fmt.Errorf("plan %s: there is only load", rest[0])
	}
	text, err := os.ReadFile(rest[1])
	if err != nil {
		return err
	}
	file, err := goal.ParseFile(text)
	if err != nil {
		return err
	}
	s, db, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	who, err := technician(ctx, s)
	if err != nil {
		return err
	}
	if file.Organ != nil {
		if err := s.LoadOrgan(ctx, who, file.Organ); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "register loaded: %d units, %d accounts, %d days\n", len(file.Organ.Units), len(file.Organ.Accounts), len(file.Organ.Days))
	}
	if file.Plan == nil {
		return nil
	}
	o, err := s.LoadPlan(ctx, who, file.Plan)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "plan loaded as a draft: %s %d %s, %d units, %d indicators\n", file.Plan.Organ, o.Year, o.Title, len(o.Units), len(o.Indicators))
	problems, err := s.CheckPlan(ctx, who, o.ID())
	if err != nil {
		return err
	}
	for _, problem := range problems {
		fmt.Fprintf(p.out, "  before it can be submitted: %v: %s\n", problem.Field, wording.Problem(wording.English, problem))
	}
	return nil
}

// user makes a bearer token for an account.
func (p program) user(ctx context.Context, args []string) error {
	f := p.flags("user")
	days := f.Int("days", 90, "how long the token is good for")
	label := f.String("label", "made on the command line", "what the token is for")
	rest, err := parse(f, args, 2, "token LOGIN [-days N] [-label TEXT]")
	if err != nil {
		return err
	}
	if rest[0] != "token" {
		return fmt.Errorf("user %s: there is only token", rest[0])
	}
	s, db, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	who, err := technician(ctx, s)
	if err != nil {
		return err
	}
	token, err := s.IssueToken(ctx, who, rest[1], *label, time.Duration(*days)*24*time.Hour)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, token)
	return nil
}
