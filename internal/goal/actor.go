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

// TakesTwo reports whether a role decides over others, or sees what is theirs:
// such a role counts only once a second system administrator has approved it.
func (r Role) TakesTwo() bool {
	switch r {
	case OfficeDirector, OfficeOperator, Committee, Leader, Observer, SysAdmin:
		return true
	}
	return false
}

// Grant is a role on a unit, for a time.
type Grant struct {
	GrantID    int64      `db:"grant_id"`
	AccountID  int64      `db:"account_id"`
	Role       Role       `db:"role"`
	UnitID     int64      `db:"unit_id"`
	Subtree    bool       `db:"subtree"` // also on what lies under the unit, down to the next authority
	PlanID     *int64     `db:"plan_id"` // nil: for all plans
	ValidFrom  time.Time  `db:"valid_from"`
	ValidTo    *time.Time `db:"valid_to"` // nil: until ended
	Reason     string     `db:"reason"`
	GrantedBy  *int64     `db:"granted_by"` // nil: from the server's console
	GrantedAt  time.Time  `db:"granted_at"`
	ApprovedBy *int64     `db:"approved_by"` // nil: needed nobody's approval, or waits for it
	ApprovedAt *time.Time `db:"approved_at"` // it counts from here on; nil: it waits for a second administrator
	Chief      bool       `db:"chief"`       // of a leader's: its holder never had a portfolio under it, and so is in charge of all
	Under      []int64    `db:"-"`           // units under UnitID that it holds on, as the tree stood
}

// ID is the grant's global id.
func (g *Grant) ID() ID { return ID{Kind: KindGrant, Num: g.GrantID} }

// GrantStatus says whether a grant counts. Before and after its time it is
// judged by its dates.
type GrantStatus string

const (
	GrantPending  GrantStatus = "PENDING" // waits for a second system administrator
	GrantApproved GrantStatus = "APPROVED"
)

// Status says whether the grant waits for somebody.
func (g *Grant) Status() GrantStatus {
	if g.ApprovedAt == nil {
		return GrantPending
	}
	return GrantApproved
}

// holds reports whether the grant gives one of the roles on a unit for a plan;
// plan 0 is what belongs to no plan.
func (g *Grant) holds(plan, unit int64, roles []Role) bool {
	return slices.Contains(roles, g.Role) && (g.PlanID == nil || *g.PlanID == plan) && (g.UnitID == unit || slices.Contains(g.Under, unit))
}

// Tie is a time in which a person belonged to a unit: worked for it or for a
// section of it, or held a unit's role there.
type Tie struct {
	UnitID int64      `db:"unit_id"`
	From   time.Time  `db:"valid_from"`
	To     *time.Time `db:"valid_to"` // exclusive; nil: until now
}

// Actor is who acts, and at which instant. Everything that one request does is
// judged at that instant.
type Actor struct {
	Account   *Account
	Console   bool // the command line on the server itself, which acts for no person
	Grants    []Grant
	Portfolio []int64 // units that a leader is in charge of
	Ties      []Tie   // units that the person belongs or belonged to
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

// Holds reports whether the actor has one of the roles on the unit, for the plan.
func (a Actor) Holds(plan, unit int64, roles ...Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.holds(plan, unit, roles) })
}

// Is reports whether the actor has one of the roles on anything.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(roles, g.Role) })
}

// Organs lists the authorities for which the policy lets the actor do something
// that is about no plan, unit or person in particular.
func (a Actor) Organs(action Action) []int64 {
	var organs []int64
	for _, g := range a.Grants {
		if !slices.Contains(organs, g.UnitID) && a.May(action, Thing{Organ: g.UnitID}) {
			organs = append(organs, g.UnitID)
		}
	}
	return organs
}

// Belongs reports whether the actor belongs to a unit now, or did at any time
// from one instant until another (回避).
func (a Actor) Belongs(unit int64, from, until time.Time) bool {
	return slices.ContainsFunc(a.Ties, func(t Tie) bool {
		if t.UnitID != unit {
			return false
		}
		now := !t.From.After(a.At) && (t.To == nil || t.To.After(a.At))
		return now || t.From.Before(until) && (t.To == nil || t.To.After(from))
	})
}

// ReadsSchema reports whether the actor may ask what the API offers and, where
// only known questions are answered, ask others: the administrator and the
// office's director, who answer for what is built on it.
func (a Actor) ReadsSchema() bool {
	return a.SignedIn() && (a.Console || a.Is(SysAdmin, OfficeDirector))
}
