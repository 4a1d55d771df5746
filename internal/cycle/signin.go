package cycle

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/signin"
)

// passwordMemory holds what is hashed at one moment within 256 MiB.
const passwordMemory = 256 << 10 // KiB

// How long somebody stays signed in, and how often the secret changes. Half an
// hour without a request ends a session on a computer that was left, half a day
// ends each.
var sessionTerms = postgres.SessionTerms{Idle: 30 * time.Minute, Life: 12 * time.Hour, Rotate: 15 * time.Minute, Grace: time.Minute, SeenToWithin: time.Minute}

// How many passwords may be tried for one account, from wherever, and from one
// address, for whomever. Only an address gets back what turned out to be right: a
// whole building may share one.
var (
	accountLimit = signin.Limit{Most: 10, Per: time.Minute}
	addressLimit = signin.Limit{Most: 30, Per: time.Minute}
)

// loginForm is what every login looks like.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// Origin is where a request comes from, as far as the server can tell.
type Origin struct {
	Address netip.Addr
	Agent   string // what the browser calls itself
}

// subject is what tries from an address count for. One person has a whole /64 of
// IPv6 to choose from.
func (o Origin) subject() string {
	a := o.Address.Unmap()
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return "address:" + p.String()
		}
	}
	return "address:" + a.String()
}

// Entrance is a session that has just begun, or has just got another secret.
type Entrance struct {
	Secret string // told once, kept nowhere
	Viewer goal.Actor
}

// claim is somebody's claim to be an account's holder.
type claim struct {
	at    time.Time
	from  Origin
	typed string // as the login
	*postgres.Credentials
}

func (c claim) known() bool { return c.AccountID != 0 }

func (c claim) subject() string {
	if c.known() {
		return fmt.Sprintf("account:%d", c.AccountID)
	}
	return "unknown:" + signin.Fingerprint(c.typed)
}

// deed is what the audit keeps of a claim. What was typed as a login may be a
// password, so that only an account's own stays.
func (c claim) deed(action goal.Deed, why string) *deed {
	after := map[string]string{"address": c.from.Address.String()}
	d := &deed{action: action, after: after}
	if c.known() {
		d.object = c.ID()
	} else {
		after["login"] = signin.Fingerprint(c.typed)
	}
	if why != "" {
		after["why"] = why
	}
	return d
}

// SignIn begins a session for whoever knows an account's password. Anybody may
// try, a few times a minute: then it is a [goal.RateLimitedError]. What is wrong,
// the login or the password, is not told.
func (s *Service) SignIn(ctx context.Context, who goal.Actor, from Origin, login, password string) (*Entrance, error) {
	login = strings.ToLower(signin.Normal(strings.TrimSpace(login)))
	if err := checkCredentials(login, password); err != nil {
		return nil, err
	}
	wanted := login
	if !loginForm.MatchString(login) {
		wanted = "" // nobody's; asked for all the same, so that it takes as long
	}
	found, err := s.db.Read().CredentialsByLogin(ctx, wanted)
	if err != nil && !errors.Is(err, goal.ErrNotFound) {
		return nil, err
	}
	c := claim{at: who.At, from: from, typed: login, Credentials: found}
	if err := s.admit(ctx, c); err != nil {
		return nil, err
	}
	right, stale, err := s.check(ctx, c.Hash, password)
	if err != nil {
		return nil, err
	}
	// From here on the outcome is recorded even if the asker has hung up: otherwise
	// somebody could guess unseen.
	ctx = context.WithoutCancel(ctx)
	if why := c.refusal(right); why != "" {
		return nil, s.refuse(ctx, c, goal.DeedSessionRefuse, why, "password", goal.BadCredentials)
	}
	better := ""
	if stale {
		// Without room for another hash now, the next sign-in will do it.
		better, _ = s.Passwords.Hash(ctx, password)
	}
	secret := signin.NewSession()
	refused := ""
	err = s.told(ctx, goal.Actor{Account: &c.Account, At: c.at}, func(q postgres.Queries) (*deed, error) {
		now, err := q.LockCredentials(ctx, c.AccountID)
		if err != nil {
			return nil, err
		}
		if refused = c.changed(now); refused != "" {
			return nil, nil
		}
		if c.GoodUntil != nil {
			err = q.SpendPassword(ctx, c.AccountID, c.Hash, c.at)
		} else if better != "" {
			err = q.RehashPassword(ctx, c.AccountID, c.Hash, better)
		}
		if err != nil {
			return nil, err
		}
		if err := q.RefundTry(ctx, from.subject(), c.at); err != nil {
			return nil, err
		}
		return s.beginSession(ctx, q, who, c, secret, goal.ByPassword)
	})
	if err != nil {
		return nil, err
	}
	if refused != "" {
		return nil, s.refuse(ctx, c, goal.DeedSessionRefuse, refused, "password", goal.BadCredentials)
	}
	return s.enter(ctx, secret, c.at)
}

func checkCredentials(login, password string) error {
	var bad goal.Problems
	if login == "" {
		bad.Add(goal.Path("login"), goal.Required)
	} else if len(login) > 64 {
		bad.Add(goal.Path("login"), goal.TooLong, "max", "64")
	}
	if password == "" {
		bad.Add(goal.Path("password"), goal.Required)
	} else if signin.Overlong(password) {
		bad.Add(goal.Path("password"), goal.TooLong, "max", fmt.Sprint(signin.MostPassword))
	}
	return bad.Err()
}

// refusal says, for the audit alone, why a claim fails; "" where it does not.
func (c claim) refusal(right bool) string {
	switch {
	case !c.known():
		return "UNKNOWN"
	case !right:
		return "PASSWORD"
	case !c.Active:
		return "DISABLED"
	case c.GoodUntil != nil && !c.GoodUntil.After(c.at):
		return "EXPIRED"
	}
	return ""
}

// changed says whether an account is no longer what the claim was checked against.
func (c claim) changed(now *postgres.Credentials) string {
	spent := c.GoodUntil != nil && (now.GoodUntil == nil || !now.GoodUntil.After(c.at))
	if !now.Active || now.Hash != c.Hash || spent {
		return "CHANGED"
	}
	return ""
}

// check holds a password against a hash, if the server has room for it now.
func (s *Service) check(ctx context.Context, hash, password string) (right, stale bool, err error) {
	right, stale, err = s.Passwords.Check(ctx, hash, password)
	if errors.Is(err, signin.ErrBusy) {
		err = fmt.Errorf("%w: %w", goal.ErrUnavailable, err)
	}
	return right, stale, err
}

// admit counts a try before it is evaluated, for the account and for the
// address, or refuses it. The first refusal of a minute goes into the audit.
func (s *Service) admit(ctx context.Context, c claim) error {
	var wait time.Duration
	err := s.told(ctx, Console(c.at), func(q postgres.Queries) (*deed, error) {
		var d *deed
		var err error
		wait, d, err = countTry(ctx, q, c)
		if err != nil {
			return nil, err
		}
		return d, q.ForgetTries(ctx, c.at.Add(-2*time.Minute))
	})
	if err == nil && wait > 0 {
		err = &goal.RateLimitedError{RetryAfter: wait}
	}
	return err
}

func countTry(ctx context.Context, q postgres.Queries, c claim) (wait time.Duration, d *deed, err error) {
	limits := map[string]signin.Limit{c.subject(): accountLimit, c.from.subject(): addressLimit}
	tries, err := q.LockTries(ctx, c.at, c.subject(), c.from.subject())
	if err != nil {
		return 0, nil, err
	}
	for name, t := range tries {
		var w time.Duration
		t.Tried, w = limits[name].Recent(t.Tried, c.at)
		wait = max(wait, w)
		if w > 0 && (t.RefusedAt == nil || c.at.Sub(*t.RefusedAt) >= limits[name].Per) {
			t.RefusedAt = &c.at
			kind, _, _ := strings.Cut(name, ":")
			d = c.deed(goal.DeedSessionLimit, strings.ToUpper(kind))
		}
	}
	for _, t := range tries {
		if wait == 0 {
			t.Tried = append(t.Tried, c.at)
		}
		if err := q.SaveTries(ctx, t); err != nil {
			return 0, nil, err
		}
	}
	return wait, d, nil
}

// refuse records that a claim was evaluated and failed, and makes the error that
// tells the asker no more than that.
func (s *Service) refuse(ctx context.Context, c claim, action goal.Deed, why, field string, code goal.ProblemCode) error {
	err := s.told(ctx, Console(c.at), func(postgres.Queries) (*deed, error) { return c.deed(action, why), nil })
	if err != nil {
		return err
	}
	return goal.Invalid(goal.Path(field), code)
}

// beginSession starts a session; the one that the asker came with ends, so that nobody
// can slip a session of their own under somebody who signs in.
func (s *Service) beginSession(ctx context.Context, q postgres.Queries, before goal.Actor, c claim, secret string, method goal.SignInMethod) (*deed, error) {
	if before.SessionID != 0 {
		if err := q.EndSession(ctx, before.SessionID, c.at); err != nil && !errors.Is(err, goal.ErrStale) {
			return nil, err
		}
	}
	session := goal.Session{AccountID: c.AccountID, Method: method, SignedInAt: c.at, Address: c.from.Address.String(), Agent: printable(c.from.Agent),
		PasswordDue: method == goal.ByPassword && c.GoodUntil != nil}
	id, err := q.AddSession(ctx, session, signin.Digest(secret), sessionTerms)
	if err != nil {
		return nil, err
	}
	return &deed{action: goal.DeedSessionBegin, object: goal.ID{Kind: goal.KindSession, Num: id},
		after: map[string]any{"account": c.ID().String(), "method": method, "address": session.Address, "passwordDue": session.PasswordDue}}, nil
}

// printable is what a browser calls itself, short and without what cannot be shown.
func printable(agent string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, agent)
	return clean[:min(len(clean), 200)]
}

// enter reads back who just came in.
func (s *Service) enter(ctx context.Context, secret string, at time.Time) (*Entrance, error) {
	who, _, err := s.BySession(ctx, secret, at)
	return &Entrance{Secret: secret, Viewer: who}, err
}

// BySession finds out who holds a session's secret, and what they may be at an
// instant. An unknown, ended or expired one is [goal.ErrUnauthenticated]. A fresh
// secret, where there is one, takes the old one's place from now on.
func (s *Service) BySession(ctx context.Context, secret string, at time.Time) (who goal.Actor, fresh string, err error) {
	if !signin.LooksLikeSession(secret) {
		return goal.Actor{At: at}, "", goal.ErrUnauthenticated
	}
	next := signin.NewSession()
	q := s.db.Read()
	h, err := q.HolderOfSession(ctx, signin.Digest(secret), signin.Digest(next), at, sessionTerms)
	if err == nil && h.Rotated {
		fresh = next
	}
	who, err = s.holder(ctx, q, h, at, err)
	return who, fresh, err
}

// Authenticate finds out who holds an access token, and what they may be at an
// instant. An unknown, revoked or expired token is [goal.ErrUnauthenticated].
func (s *Service) Authenticate(ctx context.Context, token string, at time.Time) (goal.Actor, error) {
	if !signin.LooksLikeToken(token) {
		return goal.Actor{At: at}, goal.ErrUnauthenticated
	}
	q := s.db.Read()
	h, err := q.HolderOfToken(ctx, signin.Digest(token), at)
	return s.holder(ctx, q, h, at, err)
}

func (s *Service) holder(ctx context.Context, q postgres.Queries, h *postgres.Holder, at time.Time, err error) (goal.Actor, error) {
	if errors.Is(err, goal.ErrNotFound) {
		err = goal.ErrUnauthenticated
	}
	if err != nil {
		return goal.Actor{At: at}, err
	}
	who, err := s.actor(ctx, q, &h.Account, at)
	who.SessionID, who.TokenID, who.SignedInAt = h.SessionID, h.TokenID, h.SignedInAt
	who.Scope.PasswordDue = h.PasswordDue
	if h.TokenID != 0 {
		t := goal.AccessToken{Scope: h.Scope, PlanID: h.PlanID}
		who.Scope = t.Narrowing()
	}
	return who, err
}
