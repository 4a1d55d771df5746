package cycle

import (
	"context"
	"errors"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// AccountPage is one page of people.
type AccountPage struct {
	Accounts []*goal.Account
	Total    int
	More     bool
}

// Accounts lists people: those who work in an authority whose people the actor may
// read, and those of no unit who hold nothing elsewhere.
func (s *Service) Accounts(ctx context.Context, who goal.Actor, unit *goal.ID, search string, after int64, first int) (*AccountPage, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	r, err := administers(who, goal.ReadAccounts)
	if err != nil {
		return nil, err
	}
	q, f := s.db.Read(), postgres.AccountFilter{UnitID: named(unit, goal.KindUnit), Search: search}
	list, err := q.Accounts(ctx, r, who.At, f, after, first+1)
	if err != nil {
		return nil, err
	}
	total, err := q.CountAccounts(ctx, r, who.At, f)
	page := &AccountPage{Accounts: list, Total: total, More: len(list) > first}
	if page.More {
		page.Accounts = list[:first]
	}
	return page, err
}

// subject is the person that an administrator wants to do something about, and how
// far the administrator reaches. Whoever lies outside is [goal.ErrNotFound];
// oneself is [goal.ErrForbidden].
func (s *Service) subject(ctx context.Context, q postgres.Queries, who goal.Actor, id goal.ID, action goal.Action) (*goal.Account, postgres.Reach, error) {
	r, err := administers(who, action)
	if err != nil {
		return nil, r, err
	}
	if err := id.Is(goal.KindAccount); err != nil {
		return nil, r, err
	}
	if err := aboutPerson(who, action, r, id.Num); err != nil {
		return nil, r, err
	}
	person, err := q.AccountIn(ctx, r, who.At, id.Num)
	return person, r, err
}

// account reads a person's entry as it is after a change; again says that the
// change was made by an earlier request, whose rights may be over.
func (s *Service) account(ctx context.Context, who goal.Actor, id int64, again bool) (*goal.Account, error) {
	if again {
		r, err := administers(who, goal.ManageAccount)
		if err != nil {
			return nil, err
		}
		return s.db.Read().AccountIn(ctx, r, who.At, id)
	}
	list, err := s.db.Read().AccountsByID(ctx, []int64{id})
	if err == nil && len(list) == 0 {
		err = goal.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// workplace checks that a unit lies within an administrator's reach; nil is none.
func workplace(ctx context.Context, q postgres.Queries, who goal.Actor, r postgres.Reach, unit *goal.ID) (*int64, goal.Problems, error) {
	if unit == nil {
		return nil, nil, nil
	}
	known, err := q.UnitsIn(ctx, r, who.At, []int64{*named(unit, goal.KindUnit)})
	if err != nil {
		return nil, nil, err
	}
	var bad goal.Problems
	if len(known) == 0 {
		bad.Add(goal.Path("input", "unitId"), goal.UnknownUnit)
	}
	return &unit.Num, bad, nil
}

// CreateAccount enters a person in the register, with no rights. A system
// administrator may.
func (s *Service) CreateAccount(ctx context.Context, who goal.Actor, in goal.AccountInput) (*goal.Account, error) {
	var id int64
	again, err := s.write(ctx, who, 0, &id, func(q postgres.Queries) (*deed, error) {
		r, err := administers(who, goal.ManageAccount)
		if err != nil {
			return nil, err
		}
		unit, bad, err := workplace(ctx, q, who, r, in.UnitID)
		if err != nil {
			return nil, err
		}
		if err := append(bad, in.Check("input")...).Err(); err != nil {
			return nil, err
		}
		if id, err = q.AddAccount(ctx, &in); err != nil {
			if postgres.Refused(err) == "accounts_login_key" {
				return nil, goal.Invalid(goal.Path("input", "login"), goal.Duplicate, "code", in.Login)
			}
			return nil, err
		}
		if err := q.Post(ctx, id, unit, who.At); err != nil {
			return nil, err
		}
		noted := in
		noted.Mobile = nil // private numbers are nobody's business in the audit
		return &deed{action: goal.DeedAccountCreate, object: goal.ID{Kind: goal.KindAccount, Num: id}, after: noted}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.account(ctx, who, id, again)
}

// UpdateAccount changes a person's entry; another unit is where the person works
// from now on. A system administrator may, for others.
func (s *Service) UpdateAccount(ctx context.Context, who goal.Actor, id goal.ID, version int, in goal.AccountUpdateInput) (*goal.Account, error) {
	return s.changeAccount(ctx, who, id, version, goal.DeedAccountUpdate, "", func(q postgres.Queries, r postgres.Reach, a *goal.Account) (any, error) {
		unit, bad, err := workplace(ctx, q, who, r, in.UnitID)
		if err != nil {
			return nil, err
		}
		if err := append(bad, in.Check("input")...).Err(); err != nil {
			return nil, err
		}
		if err := q.SaveAccount(ctx, a.AccountID, version, &in); err != nil {
			return nil, err
		}
		if moved := (unit == nil) != (a.UnitID == nil) || unit != nil && *unit != *a.UnitID; moved {
			if err := q.Post(ctx, a.AccountID, unit, who.At); err != nil {
				return nil, err
			}
		}
		after := map[string]any{"name": in.Name, "post": in.Post, "officePhone": in.OfficePhone, "unit": unit, "mobileChanged": in.Mobile != nil}
		return after, nil
	})
}

// DisableAccount keeps a person from signing in, ends all that the person holds
// and every token: signing in again later gives none of it back. A system
// administrator may, for others.
func (s *Service) DisableAccount(ctx context.Context, who goal.Actor, id goal.ID, version int, reason string) (*goal.Account, error) {
	return s.setActive(ctx, who, id, version, reason, false, goal.DeedAccountDisable)
}

// EnableAccount lets a person sign in again, with no rights but those that are
// given anew. A system administrator may, for others.
func (s *Service) EnableAccount(ctx context.Context, who goal.Actor, id goal.ID, version int, reason string) (*goal.Account, error) {
	return s.setActive(ctx, who, id, version, reason, true, goal.DeedAccountEnable)
}

func (s *Service) setActive(ctx context.Context, who goal.Actor, id goal.ID, version int, reason string, active bool, done goal.Deed) (*goal.Account, error) {
	return s.changeAccount(ctx, who, id, version, done, reason, func(q postgres.Queries, _ postgres.Reach, a *goal.Account) (any, error) {
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		if a.Active == active {
			return nil, goal.Invalid(goal.Path("id"), goal.NothingToDo)
		}
		if !active {
			if err := errors.Join(q.EndGrantsOf(ctx, a.AccountID, who.At), q.EndPortfolio(ctx, a.AccountID, who.At)); err != nil {
				return nil, err
			}
			_, err1 := q.EndSessions(ctx, a.AccountID, 0, who.At)
			_, err2 := q.RevokeTokens(ctx, a.AccountID, who.At)
			if err := errors.Join(err1, err2); err != nil {
				return nil, err
			}
		}
		return map[string]bool{"active": active}, q.SetActive(ctx, a.AccountID, version, active)
	})
}

// changeAccount takes one step with another person's entry.
func (s *Service) changeAccount(ctx context.Context, who goal.Actor, id goal.ID, version int, done goal.Deed, reason string,
	step func(q postgres.Queries, r postgres.Reach, a *goal.Account) (after any, err error)) (*goal.Account, error) {
	again, err := s.write(ctx, who, 0, nil, func(q postgres.Queries) (*deed, error) {
		a, r, err := s.subject(ctx, q, who, id, goal.ManageAccount)
		if err != nil {
			return nil, err
		}
		if err := fresh(a.Version, version); err != nil {
			return nil, err
		}
		after, err := step(q, r, a)
		if err != nil {
			return nil, err
		}
		return &deed{action: done, object: a.ID(), before: a, after: after, reason: reason}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.account(ctx, who, id.Num, again)
}
