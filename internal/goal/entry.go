package goal

import "time"

// LockReason is why something cannot be changed now.
type LockReason string

const (
	Unlocked          LockReason = "OPEN"
	LockPlanState     LockReason = "PLAN_NOT_IN_FORCE"
	LockRole          LockReason = "NOT_YOURS"
	LockNotOpen       LockReason = "NOT_OPEN_YET"
	LockClosed        LockReason = "CLOSED"
	LockOwnerSupplies LockReason = "SUPPLIED_BY_OWNER"
	LockAdvanced      LockReason = "ALREADY_ADVANCED" // further along than this step
	LockWaiting       LockReason = "WAITS_FOR_EARLIER_STEP"
	LockOwnCheck      LockReason = "OWN_CHECK" // the same person already took the other side
	LockNoSuchStep    LockReason = "NO_SUCH_STEP"
	LockNotApplies    LockReason = "NOT_APPLICABLE"
	LockBulletin      LockReason = "PUBLISHED" // a bulletin quotes it
)

// EntryState answers "may I, and if not, why, since when, and who can lift it?"
type EntryState struct {
	May      bool
	Reason   LockReason
	Since    *time.Time
	Until    *time.Time // when May ends, or when it begins
	LiftedBy *Role
}

// EntryQuestion is all that the answer depends on.
type EntryQuestion struct {
	Step    Step // the step somebody wants to take; SUBMIT also stands for entering
	Plan    *Plan
	Ind     *Indicator
	Goal    *Goal
	Row     *Row // version 0 where nothing was entered
	Window  Window
	Leave   *time.Time // newest exception's end; nil: none
	Entered bool       // the owner supplies the figure and enters it: step VERIFY from nothing
}

// Entry is the one place that decides whether a figure may be entered, approved,
// verified or confirmed now.
func Entry(who Actor, q EntryQuestion) EntryState {
	if q.Plan.Status != PlanIssued {
		return EntryState{Reason: LockPlanState}
	}
	from, to, ok := q.Plan.Settings.Awaits(q.Step, q.Ind.Source)
	if !ok {
		if q.Step == StepSubmit || q.Step == StepApprove {
			return EntryState{Reason: LockOwnerSupplies, LiftedBy: new(IndicatorOwner)}
		}
		return EntryState{Reason: LockNoSuchStep}
	}
	if !who.May(StepAction[q.Step], q.Plan.FigureThing(q.Row.UnitID, q.Ind)) {
		return EntryState{Reason: LockRole}
	}
	if q.Goal.State != GoalSet {
		return EntryState{Reason: LockNotApplies, LiftedBy: new(OfficeDirector)}
	}
	entering := q.Step == StepSubmit || q.Entered
	if entering {
		if locked, is := windowLock(who.At, q); is {
			return locked
		}
	}
	if locked, is := statusLock(q.Row, from, to, entering); is {
		return locked
	}
	if !who.Console && takesBothSides(who.AccountID(), q.Step, q.Row, q.Ind.Source) {
		return EntryState{Reason: LockOwnCheck}
	}
	return EntryState{May: true, Reason: Unlocked, Until: q.Window.Closes}
}

// StepAction is what it takes to take a step.
var StepAction = map[Step]Action{
	StepSubmit: EnterReport, StepApprove: ApproveReport, StepVerify: VerifyReport, StepConfirm: ConfirmReport,
}

// windowLock is the calendar's part of the answer: judged at receipt, the
// closing instant itself is too late.
func windowLock(at time.Time, q EntryQuestion) (EntryState, bool) {
	switch w := q.Window; {
	case at.Before(w.Opens):
		return EntryState{Reason: LockNotOpen, Until: &w.Opens}, true
	case w.Closes != nil && !at.Before(*w.Closes):
		// What came before the close and was sent back may come again.
		if q.Leave != nil && at.Before(*q.Leave) || q.Row.SubmittedAt != nil {
			return EntryState{}, false
		}
		return EntryState{Reason: LockClosed, Since: w.Closes, LiftedBy: new(OfficeDirector)}, true
	}
	return EntryState{}, false
}

// statusLock is the part of the answer that follows from the steps taken.
func statusLock(row *Row, from, to RowStatus, entering bool) (EntryState, bool) {
	switch {
	case row.Status == from:
		return EntryState{}, false
	case entering && (row.Status == RowOpen || row.Status == RowDraft || row.Status == RowReturned):
		return EntryState{}, false
	case !row.Status.Before(to) || entering:
		return EntryState{Reason: LockAdvanced, Since: since(row), LiftedBy: new(OfficeOperator)}, true
	}
	return EntryState{Reason: LockWaiting}, true
}

// since is when a row reached its status.
func since(r *Row) *time.Time {
	switch r.Status {
	case RowConfirmed:
		return r.ConfirmedAt
	case RowOwnerVerified:
		return r.VerifiedAt
	case RowUnitApproved:
		return r.ApprovedAt
	case RowSubmitted:
		return r.SubmittedAt
	}
	return nil
}

// takesBothSides reports whether a person who entered or passed a figure would
// now be its checker too. What an owner supplies, it also vouches for.
func takesBothSides(account int64, step Step, row *Row, source Source) bool {
	is := func(by *int64) bool { return by != nil && *by == account }
	switch step {
	case StepApprove:
		return is(row.EnteredBy) || is(row.SubmittedBy)
	case StepVerify:
		return source == SourceUnit && (is(row.EnteredBy) || is(row.SubmittedBy) || is(row.ApprovedBy))
	case StepConfirm:
		return is(row.EnteredBy) || is(row.SubmittedBy) || is(row.ApprovedBy) || is(row.VerifiedBy)
	}
	return false
}
