package goal

import (
	"fmt"
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

const (
	KindSession Kind = "session"
	KindToken   Kind = "token"
)

// What can be wrong with signing in, a password or a token.
const (
	BadCredentials ProblemCode = "BAD_CREDENTIALS" // does not say which of the two is wrong
	WrongPassword  ProblemCode = "WRONG_PASSWORD"  // of the password in use, when choosing another
	TooShort       ProblemCode = "TOO_SHORT"       // [min]
	TellsOwner     ProblemCode = "TELLS_OWNER"     // a password with its owner's login or name in it
	SamePassword   ProblemCode = "SAME_PASSWORD"
	UnknownPlan    ProblemCode = "UNKNOWN_PLAN"
)

// RateLimitedError says that there were too many tries, and when there may be
// another.
type RateLimitedError struct{ RetryAfter time.Duration }

func (e *RateLimitedError) Error() string {
	return fmt.Sprintf("too many tries; wait %d seconds", e.Seconds())
}

// Seconds is how long to wait, rounded up.
func (e *RateLimitedError) Seconds() int {
	return max(1, int((e.RetryAfter+time.Second-1)/time.Second))
}

// SignInMethod is how somebody proved who they are.
type SignInMethod string

const (
	ByPassword      SignInMethod = "PASSWORD"
	ByOpenIDConnect SignInMethod = "OPENID_CONNECT"
)

// Session is somebody signed in in one browser, until it ends or expires.
type Session struct {
	SessionID   int64        `db:"session_id"`
	AccountID   int64        `db:"account_id"`
	Method      SignInMethod `db:"method"`
	PasswordDue bool         `db:"password_due"`
	Address     string       `db:"address"`
	Agent       string       `db:"agent"`
	SignedInAt  time.Time    `db:"signed_in_at"`
	SeenAt      time.Time    `db:"seen_at"`
	ExpiresAt   time.Time    `db:"expires_at"`
	EndedAt     *time.Time   `db:"ended_at"`

	Current bool // of the request that asks
}

// ID is the session's global id.
func (s *Session) ID() ID { return ID{Kind: KindSession, Num: s.SessionID} }

// AccessToken is what a program presents to act for a person, within a scope. The
// token itself is told once and kept nowhere.
type AccessToken struct {
	TokenID   int64        `db:"token_id"`
	AccountID int64        `db:"account_id"`
	Label     string       `db:"label"`
	Scope     TokenScope   `db:"scope"`
	PlanID    *int64       `db:"plan_id"` // nil: all plans
	CreatedAt time.Time    `db:"created_at"`
	ExpiresAt time.Time    `db:"expires_at"`
	UsedOn    *period.Date `db:"used_on"` // the last day, in UTC; nil: never
	RevokedAt *time.Time   `db:"revoked_at"`
}

// ID is the token's global id.
func (t *AccessToken) ID() ID { return ID{Kind: KindToken, Num: t.TokenID} }

// Narrowing is what the token narrows its holder's rights to.
func (t *AccessToken) Narrowing() Scope {
	s := Scope{ReadOnly: t.Scope != ReadWriteAccess}
	if t.PlanID != nil {
		s.PlanID = *t.PlanID
	}
	return s
}

// LongestToken is how long an access token may be good for.
const LongestToken = 366 * 24 * time.Hour
