package cycle

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// Console is the actor behind the server's own command line.
func Console(at time.Time) goal.Actor { return goal.Actor{Console: true, At: at} }

// ActorByLogin is the person with a login at an instant: for the command line
// and the sample year, which act for people.
func (s *Service) ActorByLogin(ctx context.Context, login string, at time.Time) (goal.Actor, error) {
	q := s.db.Read()
	account, err := q.AccountByLogin(ctx, login)
	if err != nil {
		return goal.Actor{}, fmt.Errorf("account %s: %w", login, err)
	}
	return s.actor(ctx, q, account, at)
}

func (s *Service) actor(ctx context.Context, q postgres.Queries, a *goal.Account, at time.Time) (goal.Actor, error) {
	who := goal.Actor{Account: a, At: at}
	var err error
	if who.Grants, err = q.Rights(ctx, a.AccountID, at); err != nil {
		return who, err
	}
	who.Ties, who.Portfolio, err = q.Ties(ctx, a.AccountID, at)
	return who, err
}

// LoadOrgan brings the register of units, people and days to what a file says.
// Only the server's console may.
func (s *Service) LoadOrgan(ctx context.Context, who goal.Actor, f *goal.OrganFile) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	_, err := s.write(ctx, who, 0, nil, func(q postgres.Queries) (*deed, error) {
		known, err := q.Register(ctx)
		if err != nil {
			return nil, err
		}
		if err := f.Check(known).Err(); err != nil {
			return nil, err
		}
		from := who.At
		if !f.Since.IsZero() {
			from = f.Since.At(0, who.At.Location())
		}
		if err := q.AddUnits(ctx, f.Units); err != nil {
			return nil, err
		}
		if err := q.TermUnits(ctx, f.Units, from, who.At); err != nil {
			return nil, err
		}
		if err := q.SaveAccounts(ctx, f.Accounts); err != nil {
			return nil, err
		}
		if err := q.PostPeople(ctx, f.Accounts, from, who.At); err != nil {
			return nil, err
		}
		if err := q.AddGrants(ctx, f.Accounts, from, who.At, by(who)); err != nil {
			return nil, err
		}
		if err := q.SetPortfolios(ctx, f.Accounts, from, who.At); err != nil {
			return nil, err
		}
		if err := q.SaveDays(ctx, f.Days); err != nil {
			return nil, err
		}
		return &deed{action: goal.DeedRegisterLoad, after: withoutMobiles(f)}, nil
	})
	return err
}

// withoutMobiles is a register as the audit keeps it: entries are for ever, and
// private numbers are nobody's business there.
func withoutMobiles(f *goal.OrganFile) *goal.OrganFile {
	shown := *f
	shown.Accounts = slices.Clone(f.Accounts)
	for i := range shown.Accounts {
		shown.Accounts[i].Mobile = ""
	}
	return &shown
}

// UnitPage is one page of units.
type UnitPage struct {
	Units []*goal.Unit
	Total int
	More  bool
}

// Units lists units as they stand, or stood at another instant. Whoever signed in may.
func (s *Service) Units(ctx context.Context, who goal.Actor, parent *goal.ID, search string, asOf *time.Time, afterOrder int, afterID int64, first int) (*UnitPage, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	f := postgres.UnitFilter{Search: search, ParentID: named(parent, goal.KindUnit)}
	q, at := s.db.Read(), instantOr(asOf, who.At)
	list, err := q.Units(ctx, at, f, afterOrder, afterID, first+1)
	if err != nil {
		return nil, err
	}
	total, err := q.CountUnits(ctx, at, f)
	if err != nil {
		return nil, err
	}
	page := &UnitPage{Units: list, Total: total, More: len(list) > first}
	if page.More {
		page.Units = list[:first]
	}
	return page, nil
}

// Unit reads one unit as it stands, or stood at another instant.
func (s *Service) Unit(ctx context.Context, who goal.Actor, id goal.ID, asOf *time.Time) (*goal.Unit, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	if err := id.Is(goal.KindUnit); err != nil {
		return nil, err
	}
	list, err := s.db.Read().UnitsByID(ctx, instantOr(asOf, who.At), []int64{id.Num})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, goal.ErrNotFound
	}
	return list[0], nil
}

func instantOr(at *time.Time, otherwise time.Time) time.Time {
	if at != nil {
		return *at
	}
	return otherwise
}

// UnitByCode finds a unit by its code, for the command line and the sample.
func (s *Service) UnitByCode(ctx context.Context, code string) (goal.ID, error) {
	known, err := s.db.Read().Register(ctx)
	if err != nil {
		return goal.ID{}, err
	}
	id, ok := known.Units[code]
	if !ok {
		return goal.ID{}, fmt.Errorf("unit %s: %w", code, goal.ErrNotFound)
	}
	return goal.ID{Kind: goal.KindUnit, Num: id}, nil
}

// LastRecorded is the newest instant at which anything was recorded: the demo's
// clock never starts before it.
func (s *Service) LastRecorded(ctx context.Context) (time.Time, error) {
	return s.db.Read().LastRecorded(ctx)
}
