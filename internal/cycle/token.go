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

// TokenInput is what a new access token is to be.
type TokenInput struct {
	Label     string
	Scope     goal.TokenScope
	PlanID    *goal.ID // nil: all plans
	ExpiresAt time.Time
}

// Issued is a new access token, with the secret that is told only now.
type Issued struct {
	*goal.AccessToken
	Secret string
}

// TokenCreate makes an access token for the actor's own programs. Whoever is
// signed in by a session may: a token that leaked cannot make another.
func (s *Service) TokenCreate(ctx context.Context, who goal.Actor, in TokenInput) (*Issued, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	if who.SessionID == 0 {
		return nil, fmt.Errorf("with a token: %w", goal.ErrForbidden)
	}
	return s.issue(ctx, who, who.Account, in)
}

// IssueToken makes an access token for an account. Only the server's console may.
func (s *Service) IssueToken(ctx context.Context, who goal.Actor, login string, in TokenInput) (*Issued, error) {
	if !who.Console {
		return nil, goal.ErrForbidden
	}
	account, err := s.db.Read().AccountByLogin(ctx, login)
	if err != nil {
		return nil, fmt.Errorf("account %s: %w", login, err)
	}
	return s.issue(ctx, who, account, in)
}

func (s *Service) issue(ctx context.Context, who goal.Actor, holder *goal.Account, in TokenInput) (*Issued, error) {
	if err := in.check(who.At); err != nil {
		return nil, err
	}
	secret := signin.NewToken()
	t := goal.AccessToken{AccountID: holder.AccountID, Label: in.Label, Scope: in.Scope, CreatedAt: who.At, ExpiresAt: in.ExpiresAt}
	var id int64
	err := s.told(ctx, who, func(q postgres.Queries) (*deed, error) {
		if in.PlanID != nil {
			if _, err := s.readPlan(ctx, q, who, *in.PlanID); err != nil {
				return nil, err
			}
			t.PlanID = &in.PlanID.Num
		}
		now, err := q.LockCredentials(ctx, holder.AccountID)
		if err != nil {
			return nil, err
		}
		if !now.Active {
			return nil, goal.ErrStale
		}
		if id, err = q.AddToken(ctx, t, signin.Digest(secret)); err != nil {
			return nil, err
		}
		after := map[string]any{"account": holder.ID().String(), "label": t.Label, "scope": t.Scope, "planId": t.PlanID, "expiresAt": t.ExpiresAt.UTC().Format(time.RFC3339)}
		return &deed{action: goal.DeedTokenIssue, object: goal.ID{Kind: goal.KindToken, Num: id}, after: after}, nil
	})
	if err != nil {
		return nil, err
	}
	kept, err := s.db.Read().Token(ctx, id)
	return &Issued{AccessToken: kept, Secret: secret}, err
}

// readPlan checks that a token's plan is one that its maker may read.
func (s *Service) readPlan(ctx context.Context, q postgres.Queries, who goal.Actor, id goal.ID) (*goal.Outline, error) {
	unknown := goal.Invalid(goal.Path("input", "planId"), goal.UnknownPlan)
	if id.Kind != goal.KindPlan {
		return nil, unknown
	}
	o, err := s.read(ctx, q, who, id.Num)
	if errors.Is(err, goal.ErrNotFound) {
		err = unknown
	}
	return o, err
}

func (in TokenInput) check(at time.Time) error {
	var bad goal.Problems
	if err := checkLine(in.Label, "label"); err != nil {
		for _, p := range err.(*goal.InvalidError).Problems {
			p.Field = append(goal.Path("input"), p.Field...)
			bad = append(bad, p)
		}
	}
	if in.Scope != goal.ReadAccess && in.Scope != goal.ReadWriteAccess {
		bad.Add(goal.Path("input", "scope"), goal.UnknownCode, "code", string(in.Scope))
	}
	if latest := at.Add(goal.LongestToken); !in.ExpiresAt.After(at) || in.ExpiresAt.After(latest) {
		bad.Add(goal.Path("input", "expiresAt"), goal.OutOfRange, "min", at.Format(time.RFC3339), "max", latest.Format(time.RFC3339))
	}
	return bad.Err()
}

// TokenRevoke ends an access token from the next request on. Its holder may, the
// token itself may, and a system administrator.
func (s *Service) TokenRevoke(ctx context.Context, who goal.Actor, id goal.ID) (*goal.AccessToken, error) {
	if err := id.Is(goal.KindToken); err != nil {
		return nil, err
	}
	as := who
	if who.TokenID == id.Num {
		as = itself(who)
	}
	again, err := s.write(ctx, as, 0, nil, func(q postgres.Queries) (*deed, error) {
		t, err := q.Token(ctx, id.Num)
		if err != nil {
			return nil, err
		}
		if err := mayEnd(ctx, q, as, t.AccountID); err != nil {
			return nil, err
		}
		return ended(goal.DeedTokenRevoke, id, t.AccountID, q.RevokeToken(ctx, id.Num, who.At))
	})
	if err != nil {
		return nil, err
	}
	t, err := s.db.Read().Token(ctx, id.Num)
	if err == nil && again {
		err = mayEnd(ctx, s.db.Read(), as, t.AccountID)
	}
	if err != nil {
		return nil, err
	}
	return t, nil
}
