package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

// errNotReady ends a check that found errors.
var errNotReady = errors.New("the plan cannot be submitted yet")

// plan loads a register, a plan, or both from a file, or checks a stored plan.
func (p program) plan(ctx context.Context, args []string) error {
	rest, err := parse(p.flags("plan"), args, 2, "load FILE, or check PLAN")
	if err != nil {
		return err
	}
	switch rest[0] {
	case "load":
		return p.loadPlan(ctx, rest[1])
	case "check":
		return p.checkPlan(ctx, rest[1])
	}
	return fmt.Errorf("plan %s: there is only load and check", rest[0])
}

func (p program) checkPlan(ctx context.Context, name string) error {
	return p.onPlan(ctx, name, func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
		found, err := s.CheckPlan(ctx, who, plan.ID())
		if err != nil {
			return err
		}
		if p.findings(found) > 0 {
			return errNotReady
		}
		return nil
	})
}

// findings prints what a plan's check found, and how much of each kind. It
// returns the number of errors.
func (p program) findings(found []goal.PlanFinding) int {
	counts := map[goal.Severity]int{}
	for _, f := range found {
		counts[f.Severity]++
		fmt.Fprintf(p.out, "%-7s %s: %s\n", f.Severity, strings.Join(f.Field, "."), wording.Problem(wording.English, f.Problem))
		fmt.Fprintf(p.out, "        %s\n", wording.Explanation(wording.English, f))
	}
	blocking := counts[goal.SeverityError]
	fmt.Fprintf(p.out, "check: %d errors, %d warnings, %d notes\n", blocking, counts[goal.SeverityWarning], counts[goal.SeverityNote])
	return blocking
}

func (p program) loadPlan(ctx context.Context, name string) error {
	text, err := os.ReadFile(name)
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
	found, err := s.CheckPlan(ctx, who, o.ID())
	if err != nil {
		return err
	}
	p.findings(found)
	return nil
}
