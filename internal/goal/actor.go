package goal

import (
	"slices"
	"time"
)

// Role is what a person may be, on a unit and for a time. A person may hold several.
type Role string

const (
	OfficeDirector Role = "OFFICE_DIRECTOR" // of the evaluation office; the grant's unit is the authority
	OfficeOperator Role = "OFFICE_OPERATOR"
	Committee      Role = "COMMITTEE"
	Leader         Role = "LEADER" // of the authority, in charge of a portfolio of units
	IndicatorOwner Role = "INDICATOR_OWNER"
	UnitHead       Role = "UNIT_HEAD"
	UnitDeputy     Role = "UNIT_DEPUTY"
	Reporter       Role = "REPORTER"
	Reviewer       Role = "REVIEWER"
	Rater          Role = "RATER"
	AppealPanel    Role = "APPEAL_PANEL"
	Observer       Role = "OBSERVER" // discipline inspection, audit: reads all, writes nothing
	Analyst        Role = "ANALYST"  // reads goals, how far they are, and what is published
	SysAdmin       Role = "SYSTEM_ADMINISTRATOR"
)

// Roles lists all roles.
var Roles = []Role{OfficeDirector, OfficeOperator, Committee, Leader, IndicatorOwner, UnitHead, UnitDeputy,
	Reporter, Reviewer, Rater, AppealPanel, Observer, Analyst, SysAdmin}

// Grant is a role on a unit, for a time.
type Grant struct {
	GrantID   int64      `db:"grant_id"`
	AccountID int64      `db:"account_id"`
	Role      Role       `db:"role"`
	UnitID    int64      `db:"unit_id"`
	ValidFrom time.Time  `db:"valid_from"`
	ValidTo   *time.Time `db:"valid_to"` // nil: until ended
}

// Actor is who acts, and at which instant. Everything that one request does is
// judged at that instant.
type Actor struct {
	Account   *Account
	Console   bool // the command line on the server itself, which acts for no person
	Grants    []Grant
	Portfolio []int64 // units that a leader is in charge of
	At        time.Time

	// How the person came in: by a session or a token, or neither.
	SessionID  int64
	TokenID    int64
	SignedInAt *time.Time // nil without a session
	Scope      Scope
}

// AccountID is the actor's account, or 0 for the console.
func (a Actor) AccountID() int64 {
	if a.Account == nil {
		return 0
	}
	return a.Account.AccountID
}

// SignedIn reports whether a person, or the server's console, stands behind the
// actor. Whoever has to choose a password first is not in yet.
func (a Actor) SignedIn() bool { return a.Console || a.Account != nil && !a.Scope.PasswordDue }

// Holds reports whether the actor has one of the roles on the unit.
func (a Actor) Holds(unit int64, roles ...Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.UnitID == unit && slices.Contains(roles, g.Role)
	})
}

// UnitsAs lists the units on which the actor has one of the roles.
func (a Actor) UnitsAs(roles ...Role) []int64 {
	var units []int64
	for _, g := range a.Grants {
		if slices.Contains(roles, g.Role) && !slices.Contains(units, g.UnitID) {
			units = append(units, g.UnitID)
		}
	}
	return units
}

// ReadsSchema reports whether the actor may ask what the API offers and, where
// only known questions are answered, ask others: the administrator and the
// office's director, who answer for what is built on it.
func (a Actor) ReadsSchema() bool {
	return a.Console || len(a.UnitsAs(SysAdmin, OfficeDirector)) > 0
}
