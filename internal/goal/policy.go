package goal

import (
	"slices"

	"github.com/kaoping/kaoping/internal/period"
)

// Action is something that may be allowed or not.
type Action string

const (
	ReadRegister       Action = "REGISTER_READ" // units, and trying rules out
	ReadPlan           Action = "PLAN_READ"
	EditPlan           Action = "PLAN_EDIT"
	SubmitPlan         Action = "PLAN_SUBMIT"
	DecidePlan         Action = "PLAN_DECIDE" // return or approve
	IssuePlan          Action = "PLAN_ISSUE"
	ReadGoals          Action = "GOALS_READ"       // the work of one unit: reports, notes, causes, arrangements, draft figures
	ReadOwnerSheet     Action = "OWNER_SHEET_READ" // one indicator over all units
	PreviewUnit        Action = "UNIT_PREVIEW"     // how its own year would end
	ReadAll            Action = "ALL_READ"         // goals and completions of all units
	EditArrangement    Action = "ARRANGEMENT_EDIT"
	DecideArrangement  Action = "ARRANGEMENT_DECIDE"
	EnterReport        Action = "REPORT_ENTER"
	ApproveReport      Action = "REPORT_APPROVE"
	VerifyReport       Action = "REPORT_VERIFY" // also enters what the owner supplies
	ConfirmReport      Action = "REPORT_CONFIRM"
	ReturnReport       Action = "REPORT_RETURN" // whatever step is next; who has that step may too
	GrantException     Action = "EXCEPTION_GRANT"
	ReadDraftBulletin  Action = "BULLETIN_READ_DRAFT"
	EditBulletin       Action = "BULLETIN_EDIT"
	IssueBulletin      Action = "BULLETIN_ISSUE"
	EditReview         Action = "REVIEW_EDIT" // open it, compute runs
	EnterComponents    Action = "COMPONENTS_ENTER"
	ProposeBonus       Action = "BONUS_PROPOSE"
	ProposeDeduction   Action = "DEDUCTION_PROPOSE"
	ReportVeto         Action = "VETO_REPORT"
	DecideReview       Action = "REVIEW_DECIDE" // adjustments, vetoes
	FinaliseReview     Action = "REVIEW_FINALISE"
	ReadLedger         Action = "LEDGER_READ" // adjustments and vetoes of one unit
	ReadTrialScores    Action = "SCORES_READ_TRIAL"
	ReadFinalScores    Action = "SCORES_READ_FINAL" // all units', once final
	ReadComponentMarks Action = "COMPONENTS_READ"
	ReadAccounts       Action = "ACCOUNTS_READ"
	ManageAccount      Action = "ACCOUNT_MANAGE"
	ReadAudit          Action = "AUDIT_READ"          // of a plan
	ReadRegisterAudit  Action = "REGISTER_AUDIT_READ" // of what belongs to no plan
	ReadGrants         Action = "GRANTS_READ"
	ManageGrant        Action = "GRANT_MANAGE" // give and approve rights and portfolios
	EndGrant           Action = "GRANT_END"
	SignIn             Action = "SIGN_IN"
	ManageOwnAccess    Action = "OWN_ACCESS_MANAGE" // passwords, sessions, access tokens, what was sent under a key
	EndAccess          Action = "ACCESS_END"        // sessions and access tokens
	RevealContact      Action = "CONTACT_REVEAL"    // a mobile number
	ClosePeriod        Action = "PERIOD_CLOSE"      // end a reporting window for all
)

// Relation says what a role must be held on.
type Relation string

const (
	OfStranger  Relation = "STRANGER"  // whoever, signed in or not
	OfAnybody   Relation = "ANYBODY"   // who is signed in, whatever they hold
	OfAuthority Relation = "AUTHORITY" // the plan's authority
	OfUnit      Relation = "UNIT"      // the unit itself
	OfVerifier  Relation = "VERIFIER"  // the owner, or its alternate where the owner would judge itself
	OfMember    Relation = "MEMBER"    // any unit of the plan, or an owner of one of its indicators
	OfPortfolio Relation = "PORTFOLIO" // the plan's authority, by a leader in charge of the unit
	OfChief     Relation = "CHIEF"     // the plan's authority, by a leader who is in charge of no unit more than of another
	OfOrganiser Relation = "ORGANISER" // the plan's authority, about the evaluation office's own unit
	OfPerson    Relation = "PERSON"    // the authority, about another person
	OfContact   Relation = "CONTACT"   // who works with the person; see [Actor.MayReveal]
	OfOneself   Relation = "ONESELF"   // what is about the person that asks
)

// Permission is one line of the policy: who, by which relation, may do what, and
// in which statuses of the plan. An empty When means every status. With Recused
// set it does not hold for a unit that the person belongs to, or belonged to at
// any time in the plan's year (回避).
type Permission struct {
	Action   Action
	Relation Relation
	Roles    []Role
	When     []PlanStatus
	Recused  bool
}

var (
	director  = []Role{OfficeDirector}
	office    = []Role{OfficeDirector, OfficeOperator}
	committee = []Role{Committee}
	leader    = []Role{Leader}
	owners    = []Role{IndicatorOwner}
	insiders  = []Role{OfficeDirector, OfficeOperator, Committee, Observer}
	unitRoles = []Role{UnitHead, UnitDeputy, Reporter}
	unitHeads = []Role{UnitHead, UnitDeputy}
	members   = []Role{UnitHead, UnitDeputy, Reporter, IndicatorOwner, AppealPanel, Reviewer}
	admins    = []Role{SysAdmin}
	editable  = []PlanStatus{PlanDraft, PlanRevising}
	inForce   = []PlanStatus{PlanIssued, PlanClosed}
	running   = []PlanStatus{PlanIssued}
)

const recused = true

// Policy is the whole table. What it does not allow is denied. Who took one side
// of a check cannot take the other; that depends on the thing's own history, so
// the use cases see to it.
//
// The evaluation office works in a unit that is scored too. There the office is
// recused as a whole, and the committee acts in its place.
var Policy = []Permission{
	{ReadRegister, OfAnybody, nil, nil, false},
	{ReadPlan, OfAuthority, insiders, nil, false},
	{ReadPlan, OfAuthority, []Role{Leader, Analyst}, inForce, false},
	{ReadPlan, OfMember, members, inForce, false},
	{EditPlan, OfAuthority, office, editable, false},
	{SubmitPlan, OfAuthority, director, editable, false},
	{DecidePlan, OfAuthority, committee, []PlanStatus{PlanSubmitted}, false},
	{IssuePlan, OfAuthority, director, []PlanStatus{PlanApproved}, false},

	{ReadGoals, OfAuthority, insiders, nil, false},
	{ReadGoals, OfPortfolio, leader, inForce, false},
	{ReadGoals, OfChief, leader, inForce, false},
	{ReadGoals, OfUnit, unitRoles, inForce, false},
	{ReadGoals, OfVerifier, owners, inForce, false},
	{ReadOwnerSheet, OfAuthority, insiders, nil, false},
	{ReadOwnerSheet, OfVerifier, owners, inForce, false},
	{PreviewUnit, OfAuthority, insiders, nil, false},
	{PreviewUnit, OfUnit, unitRoles, inForce, false},
	{ReadAll, OfAuthority, insiders, nil, false},
	{ReadAll, OfAuthority, []Role{Leader, Analyst}, inForce, false},

	{EditArrangement, OfUnit, unitRoles, running, false},
	{DecideArrangement, OfUnit, unitHeads, running, false},
	{EnterReport, OfUnit, unitRoles, running, false},
	{ApproveReport, OfUnit, unitHeads, running, false},
	{VerifyReport, OfVerifier, owners, running, recused},
	{ConfirmReport, OfAuthority, office, running, recused},
	{ConfirmReport, OfOrganiser, committee, running, recused},
	{ReturnReport, OfAuthority, office, running, recused},
	{ReturnReport, OfOrganiser, committee, running, recused},
	{GrantException, OfAuthority, director, running, recused},
	{GrantException, OfOrganiser, committee, running, recused},

	{ReadDraftBulletin, OfAuthority, insiders, inForce, false},
	{EditBulletin, OfAuthority, office, running, false},
	{IssueBulletin, OfAuthority, director, running, false},

	{EditReview, OfAuthority, office, running, false},
	{EnterComponents, OfAuthority, office, running, recused},
	{EnterComponents, OfOrganiser, committee, running, recused},
	{ProposeBonus, OfAuthority, office, running, recused},
	{ProposeBonus, OfOrganiser, committee, running, recused},
	{ProposeBonus, OfUnit, []Role{UnitHead}, running, false},
	{ProposeDeduction, OfAuthority, office, running, recused},
	{ProposeDeduction, OfOrganiser, committee, running, recused},
	{ReportVeto, OfAuthority, office, running, recused},
	{ReportVeto, OfOrganiser, committee, running, recused},
	{DecideReview, OfAuthority, committee, running, recused},
	{FinaliseReview, OfAuthority, committee, running, false},
	{ReadLedger, OfAuthority, insiders, nil, false},
	{ReadLedger, OfUnit, unitRoles, inForce, false},
	{ReadTrialScores, OfAuthority, insiders, nil, false},
	{ReadComponentMarks, OfAuthority, insiders, nil, false},
	{ReadFinalScores, OfAuthority, []Role{OfficeDirector, OfficeOperator, Committee, Observer, Leader, Analyst}, inForce, false},
	{ReadFinalScores, OfMember, members, inForce, false},

	{ReadAudit, OfAuthority, []Role{OfficeDirector, Committee, Observer}, nil, false},
	{ReadRegisterAudit, OfAuthority, []Role{Observer, SysAdmin}, nil, false},

	{ReadAccounts, OfAuthority, []Role{OfficeDirector, OfficeOperator, Observer, SysAdmin}, nil, false},
	{ManageAccount, OfPerson, admins, nil, false},
	{ReadGrants, OfAuthority, []Role{OfficeDirector, Observer, SysAdmin}, nil, false},
	{ReadGrants, OfOneself, nil, nil, false},
	{ManageGrant, OfPerson, admins, nil, false},
	{EndGrant, OfAuthority, admins, nil, false},
	{RevealContact, OfContact, nil, nil, false},
	{SignIn, OfStranger, nil, nil, false},
	{ManageOwnAccess, OfOneself, nil, nil, false},
	{EndAccess, OfOneself, nil, nil, false},
	{EndAccess, OfPerson, admins, nil, false},
	{ClosePeriod, OfAuthority, director, running, false},
}

// Thing is what an action is about. Unit, Verifier, Members and Person are set
// where they matter.
type Thing struct {
	Plan      int64 // 0: belongs to none
	Organ     int64
	Organiser int64
	Status    PlanStatus
	Year      int
	Zone      string
	Unit      int64
	Verifier  int64   // of the unit's figure on one indicator
	Members   []int64 // units of the plan and owners of its indicators
	Person    int64   // the account that it is about
	Contact   bool    // the actor works with that person
}

// May reports whether the policy allows an action on a thing. The server's
// console may do all that anybody may in the plan's present status: whoever
// holds it holds the database too, and what it does is recorded as its doing.
func (a Actor) May(action Action, t Thing) bool {
	if !a.Scope.Covers(action, t) {
		return false
	}
	return slices.ContainsFunc(Policy, func(p Permission) bool {
		return p.Action == action && (p.When == nil || slices.Contains(p.When, t.Status)) && (a.Console || a.related(p, t) && !(p.Recused && a.recused(p, t)))
	})
}

// recused keeps people from judging a unit that they belong to, or belonged to in
// the plan's year (回避), and the office, wherever its people work, from judging
// the unit that it is part of.
func (a Actor) recused(p Permission, t Thing) bool {
	if t.Unit == 0 {
		return false
	}
	if t.Unit == t.Organiser && p.ofOffice() {
		return true
	}
	zone := (&PlanSettings{TimeZone: t.Zone}).Zone()
	year := period.OfYear(t.Year)
	return a.Belongs(t.Unit, year.Start().At(0, zone), year.End().AddDays(1).At(0, zone))
}

// ofOffice reports whether the line lets the evaluation office judge.
func (p *Permission) ofOffice() bool {
	return p.Recused && p.Relation == OfAuthority && slices.Contains(p.Roles, OfficeDirector)
}

// Sees reports whether the actor may see a goal's work: its reports, every
// revision of its figures, what was noted on them.
func (a Actor) Sees(o *Outline, g *Goal) bool {
	return a.May(ReadGoals, o.FigureThing(g.UnitID, o.Indicator(g.IndicatorID)))
}

// SeesProgress reports whether the actor may see how far a goal is.
func (a Actor) SeesProgress(o *Outline, g *Goal) bool {
	return a.May(ReadAll, o.Plan.Thing()) || a.Sees(o, g)
}

// related reports whether the actor has what a line of the policy asks for.
func (a Actor) related(p Permission, t Thing) bool {
	ofAuthority := func() bool { return t.Organ != 0 && a.Holds(t.Plan, t.Organ, p.Roles...) }
	switch p.Relation {
	case OfStranger:
		return true
	case OfAnybody:
		return a.SignedIn()
	case OfAuthority:
		return ofAuthority()
	case OfUnit:
		return t.Unit != 0 && a.Holds(t.Plan, t.Unit, p.Roles...)
	case OfVerifier:
		return t.Verifier != 0 && t.Verifier != t.Unit && a.Holds(t.Plan, t.Verifier, p.Roles...)
	case OfMember:
		return slices.ContainsFunc(t.Members, func(u int64) bool { return a.Holds(t.Plan, u, p.Roles...) })
	case OfPortfolio:
		return t.Unit != 0 && slices.Contains(a.Portfolio, t.Unit) && ofAuthority()
	case OfChief:
		return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Chief && g.holds(t.Plan, t.Organ, p.Roles) })
	case OfOrganiser:
		return t.Unit != 0 && t.Unit == t.Organiser && ofAuthority()
	case OfPerson:
		return t.Person != a.AccountID() && ofAuthority()
	case OfContact:
		return t.Contact
	case OfOneself:
		return t.Person != 0 && t.Person == a.AccountID()
	}
	return false
}

// Thing describes the plan itself to the policy.
func (o *Outline) Thing() Thing {
	t := o.Plan.Thing()
	for _, u := range o.Units {
		t.Members = append(t.Members, u.UnitID)
	}
	for _, i := range o.Indicators {
		t.Members = append(t.Members, i.OwnerID)
		if i.AlternateID != nil {
			t.Members = append(t.Members, *i.AlternateID)
		}
	}
	return t
}

// Thing describes the plan to the policy, without its members.
func (p *Plan) Thing() Thing {
	return Thing{Plan: p.PlanID, Organ: p.OrganID, Organiser: p.OrganiserID, Status: p.Status, Year: p.Year, Zone: p.Settings.TimeZone}
}

// UnitThing describes one unit under the plan to the policy.
func (p *Plan) UnitThing(unit int64) Thing {
	t := p.Thing()
	t.Unit = unit
	return t
}

// FigureThing describes one unit's figure on one indicator to the policy.
func (p *Plan) FigureThing(unit int64, ind *Indicator) Thing {
	t := p.UnitThing(unit)
	t.Verifier = ind.VerifierOf(unit)
	return t
}

// SheetThing describes one indicator over the units that one owner verifies to
// the policy: the owner's, or the alternate's.
func (p *Plan) SheetThing(verifier int64) Thing {
	t := p.Thing()
	t.Verifier = verifier
	return t
}
