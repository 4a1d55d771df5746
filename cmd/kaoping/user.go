package main

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// userFlags are the settings of all commands on accounts.
type userFlags struct {
	unit, post, label, plan string
	days                    int
	read                    bool
}

// user runs a command on accounts.
func (p program) user(ctx context.Context, args []string) error {
	commands := map[string]func(context.Context, *cycle.Service, goal.Actor, userFlags, []string) error{
		"list": p.userList, "add": p.userAdd, "reset": p.userReset, "disable": p.userActivate, "enable": p.userActivate, "token": p.userToken,
	}
	arguments := map[string]int{"list": 1, "add": 3}
	const what = "list | add LOGIN NAME [-unit CODE] [-post TEXT] | reset LOGIN | disable LOGIN | enable LOGIN | token LOGIN [-label TEXT] [-days N] [-read] [-plan PLAN]"
	var set userFlags
	f := p.flags("user")
	set.add(f)
	rest, err := parseUpTo(f, args, 1, 3, what)
	if err != nil {
		return err
	}
	run, ok := commands[rest[0]]
	n := arguments[rest[0]]
	if n == 0 {
		n = 2
	}
	if !ok || len(rest) != n {
		fmt.Fprintf(p.log, "usage: kaoping user %s\n", what)
		return errUsage
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
	return run(ctx, s, who, set, rest)
}

func (u *userFlags) add(f *flag.FlagSet) {
	f.StringVar(&u.unit, "unit", "", "add: code of the unit where the person works")
	f.StringVar(&u.post, "post", "", "add: the person's post")
	f.StringVar(&u.label, "label", "made on the command line", "token: what it is for")
	f.IntVar(&u.days, "days", 90, "token: how long it is good for, at most 366")
	f.BoolVar(&u.read, "read", false, "token: may only read")
	f.StringVar(&u.plan, "plan", "", "token: the only plan that it sees, such as SF/2026")
}

func (p program) userList(ctx context.Context, s *cycle.Service, who goal.Actor, _ userFlags, _ []string) error {
	list, err := s.Accounts(ctx, who)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "LOGIN\tNAME\tUNIT\tSTATE\tPASSWORD\tSESSIONS\tTOKENS")
	for _, a := range list {
		state, password := "active", "set"
		if !a.Active {
			state = "disabled"
		}
		if !a.HasPassword {
			password = "none"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%d\n", a.Login, a.Name, a.UnitCode, state, password, a.Sessions, a.Tokens)
	}
	return w.Flush()
}

func (p program) userAdd(ctx context.Context, s *cycle.Service, who goal.Actor, set userFlags, args []string) error {
	err := s.AccountAdd(ctx, who, goal.AccountFile{Login: args[1], Name: args[2], Unit: set.unit, Post: set.post})
	if err == nil {
		fmt.Fprintf(p.out, "%s is in the register, without rights or a password; next: kaoping user reset %s\n", args[1], args[1])
	}
	return err
}

func (p program) userReset(ctx context.Context, s *cycle.Service, who goal.Actor, _ userFlags, args []string) error {
	password, err := s.PasswordReset(ctx, who, args[1])
	if err == nil {
		fmt.Fprintln(p.out, password)
		fmt.Fprintf(p.log, "good for one sign-in within three days, at which %s has to choose another; their sessions are ended\n", args[1])
	}
	return err
}

func (p program) userActivate(ctx context.Context, s *cycle.Service, who goal.Actor, _ userFlags, args []string) error {
	return s.AccountActivate(ctx, who, args[1], args[0] == "enable")
}

func (p program) userToken(ctx context.Context, s *cycle.Service, who goal.Actor, set userFlags, args []string) error {
	in := cycle.TokenInput{Label: set.label, Scope: goal.ReadWriteAccess, ExpiresAt: who.At.Add(time.Duration(set.days) * 24 * time.Hour)}
	if set.read {
		in.Scope = goal.ReadAccess
	}
	if set.plan != "" {
		o, err := planByName(ctx, s, who, set.plan)
		if err != nil {
			return err
		}
		id := o.ID()
		in.PlanID = &id
	}
	issued, err := s.IssueToken(ctx, who, args[1], in)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, issued.Secret)
	return nil
}
