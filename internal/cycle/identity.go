package cycle

import (
	"context"
	"errors"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/signin"
)

// SignInExternal begins a session for whom an OpenID Connect issuer vouches for.
// At the first sign-in the login there finds the account, which must exist and be
// active; from then on only the identity counts. Anything else is
// [goal.ErrForbidden]: no account is ever made this way.
func (s *Service) SignInExternal(ctx context.Context, who goal.Actor, from Origin, x signin.Identity) (*Entrance, error) {
	ctx = context.WithoutCancel(ctx)
	q := s.db.Read()
	c := claim{at: who.At, from: from, typed: x.Login}
	var err error
	c.Credentials, err = q.AccountByIdentity(ctx, x.Issuer, x.Subject)
	pinned := err == nil
	if errors.Is(err, goal.ErrNotFound) && loginForm.MatchString(x.Login) {
		c.Credentials, err = q.CredentialsByLogin(ctx, x.Login)
	}
	switch {
	case errors.Is(err, goal.ErrNotFound):
		return nil, s.turnAway(ctx, c, "UNKNOWN")
	case err != nil:
		return nil, err
	case !c.Active:
		return nil, s.turnAway(ctx, c, "DISABLED")
	}
	secret, refused := signin.NewSession(), ""
	err = s.told(ctx, goal.Actor{Account: &c.Account, At: c.at}, func(q postgres.Queries) (*deed, error) {
		now, err := q.LockCredentials(ctx, c.AccountID)
		if err != nil {
			return nil, err
		}
		if refused = ""; !now.Active {
			refused = "DISABLED"
			return nil, nil
		}
		if !pinned {
			if err := q.PinIdentity(ctx, x.Issuer, x.Subject, c.AccountID, c.at); err != nil {
				return nil, err
			}
		}
		d, err := s.beginSession(ctx, q, who, c, secret, goal.ByOpenIDConnect)
		if err == nil && !pinned {
			d.after.(map[string]any)["pinned"] = map[string]string{"issuer": x.Issuer, "subject": x.Subject}
		}
		return d, err
	})
	switch postgres.Refused(err) {
	case "external_identities_pkey": // pinned by the same person's other browser a moment ago
		return s.SignInExternal(ctx, who, from, x)
	case "external_identities_account_id_issuer_key":
		// The account is another subject's: its login was given to somebody else there.
		return nil, s.turnAway(ctx, c, "PINNED")
	}
	if err == nil && refused != "" {
		err = s.turnAway(ctx, c, refused)
	}
	if err != nil {
		return nil, err
	}
	return s.enter(ctx, secret, c.at)
}

// turnAway records that an identity opens no account.
func (s *Service) turnAway(ctx context.Context, c claim, why string) error {
	err := s.told(ctx, Console(c.at), func(postgres.Queries) (*deed, error) { return c.deed(goal.DeedSessionRefuse, why), nil })
	if err != nil {
		return err
	}
	return fmt.Errorf("identity: %s: %w", why, goal.ErrForbidden)
}
