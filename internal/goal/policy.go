package goal

import "slices"

// Action is something that may be allowed or not.
type Action string

const (
	ReadPlan           Action = "PLAN_READ"
	EditPlan           Action = "PLAN_EDIT"
	SubmitPlan         Action = "PLAN_SUBMIT"
	DecidePlan         Action = "PLAN_DECIDE" // return or approve
	IssuePlan          Action = "PLAN_ISSUE"
	ReadGoals          Action = "GOALS_READ"   // goals, progress, reports, arrangements of one unit
	PreviewUnit        Action = "UNIT_PREVIEW" // how its own year would end
	ReadAll            Action = "ALL_READ"     // the same of all units, and completions
	EditArrangement    Action = "ARRANGEMENT_EDIT"
	DecideArrangement  Action = "ARRANGEMENT_DECIDE"
	EnterReport        Action = "REPORT_ENTER"
	ApproveReport      Action = "REPORT_APPROVE"
	VerifyReport       Action = "REPORT_VERIFY" // also enters what the owner supplies
	ConfirmReport      Action = "REPORT_CONFIRM"
	GrantException     Action = "EXCEPTION_GRANT"
	ReadDraftBulletin  Action = "BULLETIN_READ_DRAFT"
	EditBulletin       Action = "BULLETIN_EDIT"
	IssueBulletin      Action = "BULLETIN_ISSUE"
	EditReview         Action = "REVIEW_EDIT" // component scores, runs
	ProposeAdjustment  Action = "ADJUSTMENT_PROPOSE"
	ReportVeto         Action = "VETO_REPORT"
	DecideReview       Action = "REVIEW_DECIDE" // adjustments, vetoes, finalise
	ReadTrialScores    Action = "SCORES_READ_TRIAL"
	ReadFinalScores    Action = "SCORES_READ_FINAL" // all units', once final
	ReadComponentMarks Action = "COMPONENTS_READ"
	ClosePeriod        Action = "PERIOD_CLOSE" // end a reporting window for all
)

// Relation says what a role must be held on.
type Relation string

const (
	OfAuthority Relation = "AUTHORITY" // the plan's authority
	OfUnit      Relation = "UNIT"      // the unit itself
	OfVerifier  Relation = "VERIFIER"  // the owner, or its alternate where the owner would judge itself
	OfMember    Relation = "MEMBER"    // any unit of the plan, or an owner of one of its indicators
)

// Permission is one line of the policy: who, by which relation, may do what, and
// in which statuses of the plan. An empty When means every status.
type Permission struct {
	Action   Action
	Relation Relation
	Roles    []Role
	When     []PlanStatus
}

var (
	office    = []Role{OfficeDirector, OfficeOperator}
	insiders  = []Role{OfficeDirector, OfficeOperator, Committee, Observer}
	unitRoles = []Role{UnitHead, UnitDeputy, Reporter}
	members   = []Role{UnitHead, UnitDeputy, Reporter, IndicatorOwner, AppealPanel, Reviewer}
	editable  = []PlanStatus{PlanDraft, PlanRevising}
	inForce   = []PlanStatus{PlanIssued, PlanClosed}
	running   = []PlanStatus{PlanIssued}
)

// Policy is the whole table. What it does not allow is denied.
var Policy = []Permission{
	{ReadPlan, OfAuthority, insiders, nil},
	{ReadPlan, OfAuthority, []Role{Leader, Analyst}, inForce},
	{ReadPlan, OfMember, members, inForce},
	{EditPlan, OfAuthority, office, editable},
	{SubmitPlan, OfAuthority, []Role{OfficeDirector}, editable},
	{DecidePlan, OfAuthority, []Role{Committee}, []PlanStatus{PlanSubmitted}},
	{IssuePlan, OfAuthority, []Role{OfficeDirector}, []PlanStatus{PlanApproved}},

	{ReadGoals, OfAuthority, insiders, nil},
	{ReadGoals, OfAuthority, []Role{Leader}, inForce},
	{ReadGoals, OfUnit, unitRoles, inForce},
	{ReadGoals, OfVerifier, []Role{IndicatorOwner}, inForce},
	{PreviewUnit, OfUnit, unitRoles, inForce},
	{ReadAll, OfAuthority, insiders, nil},
	{ReadAll, OfAuthority, []Role{Leader, Analyst}, inForce},

	{EditArrangement, OfUnit, unitRoles, running},
	{DecideArrangement, OfUnit, []Role{UnitHead, UnitDeputy}, running},
	{EnterReport, OfUnit, unitRoles, running},
	{ApproveReport, OfUnit, []Role{UnitHead, UnitDeputy}, running},
	{VerifyReport, OfVerifier, []Role{IndicatorOwner}, running},
	{ConfirmReport, OfAuthority, office, running},
	{GrantException, OfAuthority, []Role{OfficeDirector}, running},

	{ReadDraftBulletin, OfAuthority, insiders, inForce},
	{EditBulletin, OfAuthority, office, running},
	{IssueBulletin, OfAuthority, []Role{OfficeDirector}, running},

	{EditReview, OfAuthority, office, running},
	{ProposeAdjustment, OfAuthority, office, running},
	{ProposeAdjustment, OfUnit, []Role{UnitHead}, running},
	{ReportVeto, OfAuthority, office, running},
	{DecideReview, OfAuthority, []Role{Committee}, running},
	{ReadTrialScores, OfAuthority, insiders, nil},
	{ReadComponentMarks, OfAuthority, insiders, nil},
	{ReadFinalScores, OfAuthority, []Role{OfficeDirector, OfficeOperator, Committee, Observer, Leader, Analyst}, inForce},
	{ReadFinalScores, OfMember, members, inForce},
	{ClosePeriod, OfAuthority, []Role{OfficeDirector}, running},
}

// Thing is what an action is about. Unit, Verifier and Members are set where
// they matter.
type Thing struct {
	Organ    int64
	Status   PlanStatus
	Unit     int64
	Verifier int64   // of the unit's figure on one indicator
	Members  []int64 // units of the plan and owners of its indicators
}

// May reports whether the policy allows an action on a thing. The server's
// console may do all that anybody may in the plan's present status: whoever
// holds it holds the database too, and what it does is recorded as its doing.
func (a Actor) May(action Action, t Thing) bool {
	if a.recused(action, t) {
		return false
	}
	return slices.ContainsFunc(Policy, func(p Permission) bool {
		return p.Action == action && (p.When == nil || slices.Contains(p.When, t.Status)) && (a.Console || a.related(p, t))
	})
}

// recused keeps people from judging a unit that they work for (回避).
func (a Actor) recused(action Action, t Thing) bool {
	if t.Unit == 0 || action != VerifyReport && action != DecideReview && action != GrantException {
		return false
	}
	works := a.Account != nil && a.Account.UnitID != nil && *a.Account.UnitID == t.Unit
	return works || a.Holds(t.Unit, unitRoles...)
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

func (a Actor) related(p Permission, t Thing) bool {
	switch p.Relation {
	case OfAuthority:
		return a.Holds(t.Organ, p.Roles...)
	case OfUnit:
		return t.Unit != 0 && a.Holds(t.Unit, p.Roles...)
	case OfVerifier:
		return t.Verifier != 0 && t.Verifier != t.Unit && a.Holds(t.Verifier, p.Roles...)
	case OfMember:
		return slices.ContainsFunc(t.Members, func(u int64) bool { return a.Holds(u, p.Roles...) })
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
func (p *Plan) Thing() Thing { return Thing{Organ: p.OrganID, Status: p.Status} }

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
