package cycle

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// reach is the part of the register in which the actor may do something; nothing
// for those who may nowhere.
func reach(who goal.Actor, action goal.Action) postgres.Reach {
	return postgres.Reach{All: who.Console, Organs: who.Organs(action)}
}

// administers is the reach of an administrator; others are refused before
// anything is looked up.
func administers(who goal.Actor, action goal.Action) (postgres.Reach, error) {
	r := reach(who, action)
	if !r.All && len(r.Organs) == 0 {
		return r, goal.ErrForbidden
	}
	return r, nil
}

// aboutPerson refuses what people may not do about themselves.
func aboutPerson(who goal.Actor, action goal.Action, r postgres.Reach, account int64) error {
	if r.All {
		return nil
	}
	return allow(who, action, goal.Thing{Organ: r.Organs[0], Person: account})
}

// GrantPage is one page of grants.
type GrantPage struct {
	Grants []*goal.Grant
	Total  int
	More   bool
}

// Grants lists who may what, or could at another instant: in the authorities whose
// register of rights the actor may read, and the actor's own. Without asOf it has
// what waits for its approval or its day too.
func (s *Service) Grants(ctx context.Context, who goal.Actor, account, unit *goal.ID, asOf *time.Time, after int64, first int) (*GrantPage, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	f := postgres.GrantFilter{AccountID: named(account, goal.KindAccount), UnitID: named(unit, goal.KindUnit), Own: who.AccountID(), Coming: asOf == nil}
	q, at, r := s.db.Read(), instantOr(asOf, who.At), reach(who, goal.ReadGrants)
	list, err := q.Grants(ctx, r, at, f, after, first+1)
	if err != nil {
		return nil, err
	}
	total, err := q.CountGrants(ctx, r, at, f)
	page := &GrantPage{Grants: list, Total: total, More: len(list) > first}
	if page.More {
		page.Grants = list[:first]
	}
	return page, err
}

// named is what an id of one kind names in a filter: nil filters nothing, and an
// id of another kind matches nothing, like one of what is not there.
func named(id *goal.ID, kind goal.Kind) *int64 {
	if id == nil {
		return nil
	}
	if id.Kind != kind {
		return new(int64(-1))
	}
	return &id.Num
}

// AddGrant gives another person a right. A system administrator of the unit's
// authority may. A role that decides over others waits for a second
// administrator, unless the server's console gave it.
func (s *Service) AddGrant(ctx context.Context, who goal.Actor, in goal.GrantInput) (*goal.Grant, error) {
	var id int64
	again, err := s.write(ctx, who, 0, &id, func(q postgres.Queries) (*deed, error) {
		r, err := administers(who, goal.ManageGrant)
		if err != nil {
			return nil, err
		}
		g, err := newGrant(ctx, q, who, r, in)
		if err != nil {
			return nil, err
		}
		if err := q.AddGrant(ctx, g); err != nil {
			if postgres.Refused(err) == "grants_current_key" {
				return nil, goal.Invalid(goal.Path("input", "role"), goal.Duplicate, "code", string(in.Role))
			}
			return nil, err
		}
		id = g.GrantID
		return &deed{action: goal.DeedGrantAdd, object: g.ID(), after: g, reason: in.Reason}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.grant(ctx, who, goal.ManageGrant, id, again)
}

func newGrant(ctx context.Context, q postgres.Queries, who goal.Actor, r postgres.Reach, in goal.GrantInput) (*goal.Grant, error) {
	at := func(field string) []string { return goal.Path("input", field) }
	// Held, so that an account is not disabled meanwhile, which ends what it holds.
	if err := q.LockAccount(ctx, in.AccountID.Num); err != nil && !errors.Is(err, goal.ErrNotFound) {
		return nil, err
	}
	if err := aboutPerson(who, goal.ManageGrant, r, in.AccountID.Num); err != nil && in.AccountID.Kind == goal.KindAccount {
		return nil, err
	}
	var bad goal.Problems
	person, err := q.AccountIn(ctx, r, who.At, *named(&in.AccountID, goal.KindAccount))
	if err != nil && !errors.Is(err, goal.ErrNotFound) {
		return nil, err
	}
	if err != nil || !person.Active {
		bad.Add(at("accountId"), goal.UnknownAccount)
	}
	units, err := q.UnitsIn(ctx, r, who.At, []int64{*named(&in.UnitID, goal.KindUnit)})
	if err != nil {
		return nil, err
	}
	if len(units) == 0 {
		bad.Add(at("unitId"), goal.UnknownUnit)
	}
	g := &goal.Grant{AccountID: in.AccountID.Num, Role: in.Role, UnitID: in.UnitID.Num, Subtree: in.Subtree, ValidFrom: instantOr(in.ValidFrom, who.At),
		ValidTo: in.ValidTo, Reason: in.Reason, GrantedBy: by(who), GrantedAt: who.At}
	if in.PlanID != nil {
		g.PlanID = &in.PlanID.Num
		p, err := q.Plan(ctx, *named(in.PlanID, goal.KindPlan))
		if err != nil && !errors.Is(err, goal.ErrNotFound) {
			return nil, err
		}
		if err != nil || !r.All && !slices.Contains(r.Organs, p.OrganID) {
			bad.Add(at("planId"), goal.UnknownCode)
		}
	}
	if who.Console || !in.Role.TakesTwo() {
		g.ApprovedAt = &who.At
	}
	// What a right gave yesterday was decided yesterday.
	if g.ValidFrom.Before(who.At) {
		bad.Add(at("validFrom"), goal.OutOfRange, "min", who.At.Format(time.RFC3339), "max", "")
	}
	if g.ValidTo != nil && !g.ValidTo.After(g.ValidFrom) {
		bad.Add(at("validTo"), goal.OutOfRange, "min", g.ValidFrom.Format(time.RFC3339), "max", "")
	}
	if in.Reason == "" {
		bad.Add(at("reason"), goal.ReasonRequired)
	}
	return g, append(bad, goal.CheckText(in.Reason, 500, at("reason"))...).Err()
}

// grant reads a grant as it is after a change that took one of the actions; again
// says that an earlier request made it, whose rights may be over.
func (s *Service) grant(ctx context.Context, who goal.Actor, action goal.Action, id int64, again bool) (*goal.Grant, error) {
	r := postgres.Reach{All: true}
	if again {
		var err error
		if r, err = administers(who, action); err != nil {
			return nil, err
		}
	}
	return s.db.Read().GrantIn(ctx, r, who.At, id)
}

// ApproveGrant lets a right count that waits for a second system administrator:
// neither the one who gave it nor the one who gets it. The console needs no
// second person, and is none: it gives rights itself.
func (s *Service) ApproveGrant(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Grant, error) {
	again, err := s.changeGrant(ctx, who, id, goal.ManageGrant, goal.DeedGrantApprove, "", func(q postgres.Queries, g *goal.Grant) error {
		switch {
		case who.Console:
			return goal.ErrForbidden
		case g.GrantedBy != nil && *g.GrantedBy == who.AccountID():
			return goal.Invalid(goal.Path("id"), goal.OwnCheck)
		case g.ApprovedAt != nil || over(g, who.At):
			return wrongState(g.Status())
		}
		g.ApprovedBy, g.ApprovedAt = by(who), &who.At
		return q.ApproveGrant(ctx, g.GrantID, by(who), who.At)
	})
	if err != nil {
		return nil, err
	}
	return s.grant(ctx, who, goal.ManageGrant, id.Num, again)
}

// EndGrant ends a right now; one that waits or has not begun never will count. A
// system administrator of the unit's authority may, for anybody.
func (s *Service) EndGrant(ctx context.Context, who goal.Actor, id goal.ID, reason string) (*goal.Grant, error) {
	again, err := s.changeGrant(ctx, who, id, goal.EndGrant, goal.DeedGrantEnd, reason, func(q postgres.Queries, g *goal.Grant) error {
		if err := checkLine(reason, "reason"); err != nil {
			return err
		}
		if over(g, who.At) {
			return wrongState(g.Status())
		}
		g.ValidTo = &who.At
		return q.EndGrant(ctx, g.GrantID, who.At)
	})
	if err != nil {
		return nil, err
	}
	return s.grant(ctx, who, goal.EndGrant, id.Num, again)
}

func over(g *goal.Grant, at time.Time) bool { return g.ValidTo != nil && !g.ValidTo.After(at) }

// changeGrant takes one step with a grant that lies within the actor's reach.
func (s *Service) changeGrant(ctx context.Context, who goal.Actor, id goal.ID, action goal.Action, done goal.Deed, reason string, step func(q postgres.Queries, g *goal.Grant) error) (again bool, err error) {
	return s.write(ctx, who, 0, nil, func(q postgres.Queries) (*deed, error) {
		r, err := administers(who, action)
		if err != nil {
			return nil, err
		}
		if err := id.Is(goal.KindGrant); err != nil {
			return nil, err
		}
		g, err := q.GrantIn(ctx, r, who.At, id.Num)
		if err != nil {
			return nil, err
		}
		if err := aboutPerson(who, action, r, g.AccountID); err != nil {
			return nil, err
		}
		before := *g
		if err := step(q, g); err != nil {
			return nil, err
		}
		return &deed{action: done, object: g.ID(), before: before, after: g, reason: reason}, nil
	})
}

// SetPortfolio puts a leader in charge of exactly these units from now on, in
// place of whoever was (分管). A system administrator of the authority may, for
// others; all units must lie in it.
func (s *Service) SetPortfolio(ctx context.Context, who goal.Actor, account goal.ID, units []goal.ID) (*goal.Account, error) {
	again, err := s.write(ctx, who, 0, nil, func(q postgres.Queries) (*deed, error) {
		person, r, err := s.subject(ctx, q, who, account, goal.ManageGrant)
		if err != nil {
			return nil, err
		}
		wanted := make([]int64, len(units))
		for i := range units {
			wanted[i] = *named(&units[i], goal.KindUnit)
		}
		known, err := q.UnitsIn(ctx, r, who.At, wanted)
		if err != nil {
			return nil, err
		}
		var bad goal.Problems
		for i, u := range wanted {
			if !slices.Contains(known, u) {
				bad.Add(goal.Path("unitIds", i), goal.UnknownUnit)
			}
		}
		if err := bad.Err(); err != nil {
			return nil, err
		}
		portfolios, err := q.PortfoliosOf(ctx, []int64{person.AccountID}, who.At)
		if err != nil {
			return nil, err
		}
		before := portfolios[person.AccountID]
		inReach, err := q.UnitsIn(ctx, r, who.At, before)
		if err != nil {
			return nil, err
		}
		// What other authorities put the leader in charge of is theirs to change.
		for _, u := range before {
			if !slices.Contains(inReach, u) {
				known = append(known, u)
			}
		}
		slices.Sort(known)
		if slices.Equal(before, known) {
			return nil, nil
		}
		if err := q.SetPortfolio(ctx, person.AccountID, known, who.At); err != nil {
			return nil, err
		}
		// Somebody else may have been put in charge of one of them meanwhile.
		if portfolios, err = q.PortfoliosOf(ctx, []int64{person.AccountID}, who.At); err != nil {
			return nil, err
		}
		if !slices.Equal(portfolios[person.AccountID], known) {
			return nil, goal.ErrStale
		}
		return &deed{action: goal.DeedPortfolioSet, object: person.ID(), before: before, after: known}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.account(ctx, who, account.Num, again)
}
