package goal

import (
	"slices"
	"time"
)

// LockReason is why something cannot be done now.
type LockReason string

const (
	Unlocked          LockReason = "OPEN"
	LockPlanState     LockReason = "PLAN_NOT_IN_FORCE"
	LockRole          LockReason = "NOT_YOURS"
	LockNotOpen       LockReason = "NOT_OPEN_YET"
	LockClosed        LockReason = "CLOSED"
	LockClosedEarly   LockReason = "CLOSED_EARLY" // the office ended the window for all
	LockOwnerSupplies LockReason = "SUPPLIED_BY_OWNER"
	LockAdvanced      LockReason = "ALREADY_ADVANCED" // further along than this step
	LockWaiting       LockReason = "WAITS_FOR_EARLIER_STEP"
	LockIncomplete    LockReason = "INCOMPLETE" // something of it has not been entered
	LockOwnCheck      LockReason = "OWN_CHECK"  // the same person already took the other side
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

// Door is all that the answer to "may I?" depends on beside who asks and when:
// one action on one thing. Each editable thing makes its own doors.
type Door struct {
	Action Action
	Thing  Thing
	// Shut holds for everybody: the plan has no such step, the goal does not apply.
	Shut *EntryState
	// Window is when the action may be taken; nil: at any time.
	Window *Window
	// Leave is when the newest exception ends; nil: none runs or ran.
	Leave *time.Time
	// Again: it came in before the window's end and was sent back, so it may come again.
	Again bool
	// Status is the thing's, in words for whoever is refused; Stands says whether
	// the action starts from it: OPEN, or why not.
	Status string
	Stands EntryState
	// Before are those who took the other side of the check.
	Before []*int64
}

// Entry is the one place that decides whether somebody may do something now,
// whatever it is about. It asks in this order: is there such a step; is it theirs
// to do; is the plan in force; is the window open; does the thing stand where the
// action begins; and did they take the other side already.
func Entry(who Actor, d Door) EntryState {
	if d.Shut != nil {
		return *d.Shut
	}
	if !who.May(d.Action, d.Thing) {
		if mayOtherwise(who, d.Action, d.Thing) {
			return EntryState{Reason: LockPlanState}
		}
		return EntryState{Reason: LockRole}
	}
	if d.Window != nil {
		if locked, is := d.Window.lock(who.At, d.Leave, d.Again); is {
			return locked
		}
	}
	if d.Stands.Reason != Unlocked {
		return d.Stands
	}
	if !who.Console && slices.ContainsFunc(d.Before, func(by *int64) bool { return by != nil && *by == who.AccountID() }) {
		return EntryState{Reason: LockOwnCheck}
	}
	open := EntryState{May: true, Reason: Unlocked}
	if d.Window != nil {
		open.Until = d.Window.end(d.Leave)
	}
	return open
}

// mayOtherwise tells a plan in the wrong status apart from a person without the
// right, so that a form can say which.
func mayOtherwise(who Actor, action Action, t Thing) bool {
	return slices.ContainsFunc([]PlanStatus{PlanDraft, PlanSubmitted, PlanApproved, PlanIssued}, func(s PlanStatus) bool {
		t.Status = s
		return who.May(action, t)
	})
}

var stands = EntryState{Reason: Unlocked}

// waits says that an earlier step has to be taken first, and by whom.
func waits(by Role) EntryState { return EntryState{Reason: LockWaiting, LiftedBy: &by} }

// advanced says that this step has been taken, when, and who could take it back.
func advanced(since *time.Time, by *Role) EntryState {
	return EntryState{Reason: LockAdvanced, Since: since, LiftedBy: by}
}
