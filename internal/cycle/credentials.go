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

// AccountRows lists all accounts by login. Only the server's console may.
func (s *Service) AccountRows(ctx context.Context, who goal.Actor) ([]*AccountRow, error) {
	if !who.Console {
		return nil, goal.ErrForbidden
	}
	return s.db.Read().AccountRows(ctx, who.At)
}

// AccountOf finds an account by its login, whether or not it is active. Only the
// server's console may.
func (s *Service) AccountOf(ctx context.Context, who goal.Actor, login string) (*goal.Account, error) {
	if !who.Console {
		return nil, goal.ErrForbidden
	}
	c, err := s.db.Read().CredentialsByLogin(ctx, login)
	if err != nil {
		return nil, fmt.Errorf("account %s: %w", login, err)
	}
	return &c.Account, nil
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
		return &deed{action: goal.DeedPasswordReset, object: c.ID(), after: map[string]any{"goodUntil": until.UTC().Format(time.RFC3339), "sessionsEnded": sessions}}, errors.Join(err1, err2)
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
