package cycle

import (
	"context"
	"errors"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/signin"
)

// itself is the actor for what concerns only how they came in: no scope keeps
// anybody from leaving, or from choosing the password that is due.
func itself(who goal.Actor) goal.Actor {
	who.Scope = goal.Scope{}
	return who
}

// mayEnd refuses to end what is neither the actor's own nor that of a person whom
// the actor administers, as if it were not there.
func mayEnd(ctx context.Context, q postgres.Queries, who goal.Actor, account int64) error {
	if account == who.AccountID() && !who.Scope.Narrowed() {
		return nil
	}
	_, err := q.AccountIn(ctx, reach(who, goal.EndAccess), who.At, account)
	return err
}

// SignOut ends what the request came with: its session, or its access token.
func (s *Service) SignOut(ctx context.Context, who goal.Actor) error {
	switch {
	case who.SessionID != 0:
		_, err := s.write(ctx, itself(who), 0, nil, func(q postgres.Queries) (*deed, error) {
			return ended(goal.DeedSessionEnd, goal.ID{Kind: goal.KindSession, Num: who.SessionID}, who.AccountID(), q.EndSession(ctx, who.SessionID, who.At))
		})
		return err
	case who.TokenID != 0:
		_, err := s.write(ctx, itself(who), 0, nil, func(q postgres.Queries) (*deed, error) {
			return ended(goal.DeedTokenRevoke, goal.ID{Kind: goal.KindToken, Num: who.TokenID}, who.AccountID(), q.RevokeToken(ctx, who.TokenID, who.At))
		})
		return err
	}
	return goal.ErrUnauthenticated
}

// ended makes the entry for what was ended; ending it twice is harmless.
func ended(action goal.Deed, id goal.ID, account int64, err error) (*deed, error) {
	if errors.Is(err, goal.ErrStale) {
		return nil, nil
	}
	return &deed{action: action, object: id, after: map[string]string{"account": goal.ID{Kind: goal.KindAccount, Num: account}.String()}}, err
}

// Sessions lists the actor's own living sessions, the newest first. A token with
// a narrowed scope sees none.
func (s *Service) Sessions(ctx context.Context, who goal.Actor) ([]*goal.Session, error) {
	if who.TokenID != 0 && who.Scope.Narrowed() {
		return []*goal.Session{}, nil
	}
	list, err := s.db.Read().SessionsOf(ctx, who.AccountID(), who.At)
	for _, x := range list {
		x.Current = x.SessionID == who.SessionID
	}
	return list, err
}

// Tokens lists the actor's own access tokens that are good, the newest first. A
// token with a narrowed scope sees itself alone.
func (s *Service) Tokens(ctx context.Context, who goal.Actor) ([]*goal.AccessToken, error) {
	list, err := s.db.Read().TokensOf(ctx, who.AccountID(), who.At)
	if err != nil || who.TokenID == 0 || !who.Scope.Narrowed() {
		return list, err
	}
	for _, t := range list {
		if t.TokenID == who.TokenID {
			return []*goal.AccessToken{t}, nil
		}
	}
	return []*goal.AccessToken{}, nil
}

// SessionRevoke ends a session from the next request on. Its holder may, and a
// system administrator.
func (s *Service) SessionRevoke(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Session, error) {
	if err := id.Is(goal.KindSession); err != nil {
		return nil, err
	}
	again, err := s.write(ctx, who, 0, nil, func(q postgres.Queries) (*deed, error) {
		x, err := q.Session(ctx, id.Num)
		if err != nil {
			return nil, err
		}
		if err := mayEnd(ctx, q, who, x.AccountID); err != nil {
			return nil, err
		}
		return ended(goal.DeedSessionRevoke, id, x.AccountID, q.EndSession(ctx, id.Num, who.At))
	})
	if err != nil {
		return nil, err
	}
	x, err := s.db.Read().Session(ctx, id.Num)
	if err == nil && again {
		err = mayEnd(ctx, s.db.Read(), who, x.AccountID)
	}
	if err != nil {
		return nil, err
	}
	x.Current = x.SessionID == who.SessionID
	return x, nil
}

// PasswordChange gives the actor another password, against the present one. It
// ends all their other sessions and gives this one another secret. Whoever is
// signed in by a session may.
func (s *Service) PasswordChange(ctx context.Context, who goal.Actor, from Origin, old, chosen string) (*Entrance, error) {
	if who.Account == nil {
		return nil, goal.ErrUnauthenticated
	}
	if who.SessionID == 0 {
		return nil, fmt.Errorf("with a token: %w", goal.ErrForbidden)
	}
	if err := judge(who.Account, old, chosen); err != nil {
		return nil, err
	}
	found, err := s.db.Read().CredentialsByLogin(ctx, who.Account.Login)
	if err != nil {
		return nil, err
	}
	c := claim{at: who.At, from: from, typed: who.Account.Login, Credentials: found}
	if err := s.admit(ctx, c); err != nil {
		return nil, err
	}
	right, _, err := s.check(ctx, c.Hash, old)
	if err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	if !right || !c.Active {
		return nil, s.refuse(ctx, c, goal.DeedPasswordRefuse, "PASSWORD", "old", goal.WrongPassword)
	}
	hash, err := s.hash(ctx, chosen)
	if err != nil {
		return nil, err
	}
	secret := signin.NewSession()
	err = s.told(ctx, itself(who), func(q postgres.Queries) (*deed, error) {
		now, err := q.LockCredentials(ctx, c.AccountID)
		if err != nil {
			return nil, err
		}
		if now.Hash != c.Hash || !now.Active {
			return nil, goal.ErrStale
		}
		if err := q.SavePassword(ctx, c.AccountID, hash, who.At, nil); err != nil {
			return nil, err
		}
		others, err := q.EndSessions(ctx, c.AccountID, who.SessionID, who.At)
		if err != nil {
			return nil, err
		}
		if err := q.RenewSession(ctx, who.SessionID, signin.Digest(secret), who.At); err != nil {
			return nil, err
		}
		return &deed{action: goal.DeedPasswordChange, object: c.ID(), after: map[string]any{"sessionsEnded": others, "address": from.Address.String()}}, nil
	})
	if err != nil {
		return nil, err
	}
	return s.enter(ctx, secret, who.At)
}

func (s *Service) hash(ctx context.Context, password string) (string, error) {
	hash, err := s.Passwords.Hash(ctx, password)
	if errors.Is(err, signin.ErrBusy) {
		err = fmt.Errorf("%w: %w", goal.ErrUnavailable, err)
	}
	return hash, err
}

// judge holds a new password against the rules, before anything is counted.
func judge(a *goal.Account, old, chosen string) error {
	var bad goal.Problems
	if old == "" {
		bad.Add(goal.Path("old"), goal.Required)
	} else if signin.Overlong(old) {
		bad.Add(goal.Path("old"), goal.TooLong, "max", fmt.Sprint(signin.MostPassword))
	}
	field := goal.Path("new")
	switch signin.Judge(chosen, a.Login, a.Name) {
	case signin.TooShort:
		bad.Add(field, goal.TooShort, "min", fmt.Sprint(signin.LeastPassword))
	case signin.TooLong:
		bad.Add(field, goal.TooLong, "max", fmt.Sprint(signin.MostPassword))
	case signin.Unreadable:
		bad.Add(field, goal.BadText)
	case signin.TellsOwner:
		bad.Add(field, goal.TellsOwner)
	default:
		if signin.Normal(chosen) == signin.Normal(old) {
			bad.Add(field, goal.SamePassword)
		}
	}
	return bad.Err()
}
