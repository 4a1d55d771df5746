package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// userFlags are the settings of all commands on accounts.
type userFlags struct {
	unit, post, label, plan, reason string
	days                            int
	read, subtree                   bool
}

// user runs a command on accounts.
func (p program) user(ctx context.Context, args []string) error {
	commands := map[string]func(context.Context, *cycle.Service, goal.Actor, userFlags, []string) error{
		"list": p.userList, "add": p.userAdd, "reset": p.userReset, "disable": p.userActivate, "enable": p.userActivate, "token": p.userToken,
		"grant": p.userGrant, "revoke": p.userRevoke,
	}
	arguments := map[string]int{"list": 1, "add": 3, "grant": 4, "revoke": 4}
	const what = "list | add LOGIN NAME [-unit CODE] [-post TEXT] | reset LOGIN | disable LOGIN | enable LOGIN | token LOGIN [-label TEXT] [-days N] [-read] [-plan PLAN] | " +
		"grant LOGIN ROLE UNIT -reason TEXT [-subtree] [-plan PLAN] | revoke LOGIN ROLE UNIT -reason TEXT"
	var set userFlags
	f := p.flags("user")
	set.add(f)
	rest, err := parseUpTo(f, args, 1, 4, what)
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
	f.StringVar(&u.plan, "plan", "", "token: the only plan that it sees; grant: the only plan that it holds for; such as SF/2026")
	f.BoolVar(&u.subtree, "subtree", false, "grant: also for what lies under the unit, down to the next authority")
	f.StringVar(&u.reason, "reason", "", "grant, revoke, disable, enable: why")
}

func (p program) userList(ctx context.Context, s *cycle.Service, who goal.Actor, _ userFlags, _ []string) error {
	list, err := s.AccountRows(ctx, who)
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
	in := goal.AccountInput{Login: args[1], Name: args[2], Post: set.post}
	if set.unit != "" {
		unit, err := s.UnitByCode(ctx, set.unit)
		if err != nil {
			return err
		}
		in.UnitID = &unit
	}
	_, err := s.CreateAccount(ctx, who, in)
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

func (p program) userActivate(ctx context.Context, s *cycle.Service, who goal.Actor, set userFlags, args []string) error {
	account, err := s.AccountOf(ctx, who, args[1])
	if err != nil {
		return err
	}
	step := s.DisableAccount
	if args[0] == "enable" {
		step = s.EnableAccount
	}
	if set.reason == "" {
		set.reason = "on the server's command line"
	}
	_, err = step(ctx, who, account.ID(), account.Version, set.reason)
	return err
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

// userGrant gives a role on a unit. The console needs no second person: whoever
// holds it holds the database.
func (p program) userGrant(ctx context.Context, s *cycle.Service, who goal.Actor, set userFlags, args []string) error {
	account, err := s.AccountOf(ctx, who, args[1])
	if err != nil {
		return err
	}
	unit, err := s.UnitByCode(ctx, args[3])
	if err != nil {
		return err
	}
	in := goal.GrantInput{AccountID: account.ID(), Role: goal.Role(args[2]), UnitID: unit, Subtree: set.subtree, Reason: set.reason}
	if !slices.Contains(goal.Roles, in.Role) {
		return fmt.Errorf("%s is no role: there are %v", in.Role, goal.Roles)
	}
	if set.plan != "" {
		o, err := planByName(ctx, s, who, set.plan)
		if err != nil {
			return err
		}
		in.PlanID = new(o.ID())
	}
	_, err = s.AddGrant(ctx, who, in)
	return err
}

// userRevoke ends a role on a unit, for all plans that it was held for.
func (p program) userRevoke(ctx context.Context, s *cycle.Service, who goal.Actor, set userFlags, args []string) error {
	account, err := s.AccountOf(ctx, who, args[1])
	if err != nil {
		return err
	}
	unit, err := s.UnitByCode(ctx, args[3])
	if err != nil {
		return err
	}
	page, err := s.Grants(ctx, who, new(account.ID()), &unit, nil, 0, 1000)
	if err != nil {
		return err
	}
	ended := 0
	for _, g := range page.Grants {
		if g.Role != goal.Role(args[2]) {
			continue
		}
		if _, err := s.EndGrant(ctx, who, g.ID(), set.reason); err != nil {
			return err
		}
		ended++
	}
	if ended == 0 {
		return fmt.Errorf("%s does not hold %s on %s", args[1], args[2], args[3])
	}
	return nil
}
