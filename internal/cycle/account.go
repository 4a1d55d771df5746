package cycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/signin"
)

// oneTimeLife is how long a one-time password waits for its first use.
const oneTimeLife = 72 * time.Hour

// AccountRow is an account as the technician sees it.
type AccountRow = postgres.AccountRow

// Accounts lists all accounts by login. Only the server's console may.
func (s *Service) Accounts(ctx context.Context, who goal.Actor) ([]*AccountRow, error) {
	if !who.Console {
		return nil, goal.ErrForbidden
	}
	return s.db.Read().Accounts(ctx, who.At)
}

// AccountAdd enters a person into the register, without rights and without a
// password. Only the server's console may.
func (s *Service) AccountAdd(ctx context.Context, who goal.Actor, a goal.AccountFile) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	return s.told(ctx, who, func(q postgres.Queries) (*deed, error) {
		known, err := q.Register(ctx)
		if err != nil {
			return nil, err
		}
		f := &goal.OrganFile{Accounts: []goal.AccountFile{a}}
		bad := f.Check(known)
		if _, taken := known.Accounts[a.Login]; taken {
			bad.Add(goal.Path("accounts", 0, "login"), goal.Duplicate, "code", a.Login)
		}
		if err := bad.Err(); err != nil {
			return nil, err
		}
		if err := q.SaveAccounts(ctx, f.Accounts); err != nil {
			return nil, err
		}
		added, err := q.AccountByLogin(ctx, a.Login)
		if err != nil {
			return nil, err
		}
		return &deed{action: "account.add", object: added.ID(), after: withoutMobiles(f).Accounts[0]}, nil
	})
}

// AccountActivate lets somebody sign in, or ends all their sessions and tokens and
// lets them in no more. Only the server's console may.
func (s *Service) AccountActivate(ctx context.Context, who goal.Actor, login string, active bool) error {
	return s.onAccount(ctx, who, login, func(q postgres.Queries, c *postgres.Credentials) (*deed, error) {
		if c.Active == active {
			return nil, nil
		}
		if err := q.ActivateAccount(ctx, c.AccountID, active); err != nil {
			return nil, err
		}
		d := &deed{action: "account.enable", object: c.ID()}
		if active {
			return d, nil
		}
		sessions, err1 := q.EndSessions(ctx, c.AccountID, 0, who.At)
		tokens, err2 := q.RevokeTokens(ctx, c.AccountID, who.At)
		d.action, d.after = "account.disable", map[string]int64{"sessionsEnded": sessions, "tokensRevoked": tokens}
		return d, errors.Join(err1, err2)
	})
}

// PasswordReset gives somebody a one-time password, which it returns, and ends
// their sessions. Only the server's console may.
func (s *Service) PasswordReset(ctx context.Context, who goal.Actor, login string) (string, error) {
	if !who.Console {
		return "", goal.ErrForbidden
	}
	password := signin.OneTimePassword()
	hash, err := s.hash(ctx, password)
	if err != nil {
		return "", err
	}
	err = s.onAccount(ctx, who, login, func(q postgres.Queries, c *postgres.Credentials) (*deed, error) {
		until := who.At.Add(oneTimeLife)
		err1 := q.SavePassword(ctx, c.AccountID, hash, who.At, &until)
		sessions, err2 := q.EndSessions(ctx, c.AccountID, 0, who.At)
		return &deed{action: "password.reset", object: c.ID(), after: map[string]any{"goodUntil": until.UTC().Format(time.RFC3339), "sessionsEnded": sessions}}, errors.Join(err1, err2)
	})
	return password, err
}

// onAccount changes an account by its login, on the server's console.
func (s *Service) onAccount(ctx context.Context, who goal.Actor, login string, fn func(postgres.Queries, *postgres.Credentials) (*deed, error)) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	return s.told(ctx, who, func(q postgres.Queries) (*deed, error) {
		found, err := q.CredentialsByLogin(ctx, login)
		if err != nil {
			return nil, fmt.Errorf("account %s: %w", login, err)
		}
		c, err := q.LockCredentials(ctx, found.AccountID)
		if err != nil {
			return nil, err
		}
		return fn(q, c)
	})
}
