package goal

import (
	"slices"
	"time"
)

// FigureEntry is one figure with all that decisions about it depend on.
type FigureEntry struct {
	Plan      *Plan
	Ind       *Indicator
	Goal      *Goal
	Row       *Row // version 0 where nothing was entered
	Window    Window
	Leave     *time.Time // end of the newest exception; nil: none
	Published *Bulletin  // the newest issued; nil: none
}

// StepAction is the right that each step of a figure takes.
var StepAction = map[Step]Action{
	StepSubmit: EnterReport, StepApprove: ApproveReport, StepVerify: VerifyReport, StepConfirm: ConfirmReport,
}

var stepRole = map[Step]Role{StepSubmit: Reporter, StepApprove: UnitDeputy, StepVerify: IndicatorOwner, StepConfirm: OfficeOperator}

// EnterStep is the step under which a figure is first entered.
func (i *Indicator) EnterStep() Step {
	if i.Source == SourceOwner {
		return StepVerify
	}
	return StepSubmit
}

// EnterDoor leads to entering the figure, which is the unit's to do, or the
// owner's where the owner supplies it.
func (f FigureEntry) EnterDoor() Door { return f.Door(f.Ind.EnterStep()) }

// Door leads to taking a step with the figure. Entering and submitting have a
// window; checking what came in has deadlines that remind and do not lock.
func (f FigureEntry) Door(step Step) Door {
	d := Door{Action: StepAction[step], Thing: f.Plan.FigureThing(f.Row.UnitID, f.Ind), Leave: f.Leave,
		Again: f.Row.SubmittedAt != nil, Status: string(f.Row.Status)}
	from, to, ok := f.Plan.Settings.Awaits(step, f.Ind.Source)
	switch {
	case ok && f.Goal.State != GoalSet:
		d.Shut = &EntryState{Reason: LockNotApplies, LiftedBy: new(OfficeDirector)}
	case !ok && (step == StepSubmit || step == StepApprove) && f.Ind.Source == SourceOwner:
		d.Shut = &EntryState{Reason: LockOwnerSupplies, LiftedBy: new(IndicatorOwner)}
	case !ok:
		d.Shut = &EntryState{Reason: LockNoSuchStep}
	}
	entering := step == f.Ind.EnterStep() && (step == StepSubmit || f.Row.entering())
	if entering {
		d.Window = &f.Window
	}
	d.Stands = f.stands(step, from, to, entering)
	d.Before = f.otherSide(step)
	return d
}

// entering reports whether a figure is still being entered.
func (r *Row) entering() bool {
	return r.Status == RowOpen || r.Status == RowDraft || r.Status == RowReturned
}

// stands is the part of the answer that follows from the steps taken.
func (f FigureEntry) stands(step Step, from, to RowStatus, entering bool) EntryState {
	switch {
	case f.Row.Status == from, entering && f.Row.entering():
		return stands
	case f.Row.Status.Before(to) && !entering:
		return waits(stepRole[f.step(f.Row.Status)])
	case f.quoted():
		return EntryState{Reason: LockBulletin, Since: f.Row.reached()}
	}
	return advanced(f.Row.reached(), new(OfficeOperator))
}

// quoted reports whether an issued bulletin tells of the figure: it counted when
// the newest bulletin's snapshot was taken. What had not come in by then may
// still come, and be sent back, until the next one.
func (f FigureEntry) quoted() bool {
	counted := f.Row.countedAt(&f.Plan.Settings, f.Ind.Source)
	return f.Published != nil && counted != nil && f.Row.Period.LastMonth() <= f.Published.Period.LastMonth() && counted.Before(f.Published.CompiledAt)
}

// countedAt is when the figure began to count; nil: it does not.
func (r *Row) countedAt(s *PlanSettings, source Source) *time.Time {
	switch {
	case !s.Counts(r.Status, source):
		return nil
	case source == SourceOwner:
		return r.VerifiedAt
	case slices.Contains(s.Steps, StepApprove):
		return r.ApprovedAt
	}
	return r.SubmittedAt
}

// step is the one that a figure with some status waits for.
func (f FigureEntry) step(status RowStatus) Step {
	for _, s := range f.Plan.Settings.StepsOf(f.Ind.Source) {
		if from, to, _ := f.Plan.Settings.Awaits(s, f.Ind.Source); status == from || status.Before(to) {
			return s
		}
	}
	return StepConfirm
}

// otherSide lists who entered or passed the figure and would now be its checker
// too. What an owner supplies, it also vouches for.
func (f FigureEntry) otherSide(step Step) []*int64 {
	r := f.Row
	switch step {
	case StepApprove:
		return []*int64{r.EnteredBy, r.SubmittedBy}
	case StepVerify:
		if f.Ind.Source == SourceUnit {
			return []*int64{r.EnteredBy, r.SubmittedBy, r.ApprovedBy}
		}
	case StepConfirm:
		return []*int64{r.EnteredBy, r.SubmittedBy, r.ApprovedBy, r.VerifiedBy}
	}
	return nil
}

// Return answers whether somebody may send the figure back: the office always,
// others where theirs is the next step; nobody once a bulletin quotes it.
func (f FigureEntry) Return(who Actor) EntryState {
	answer := EntryState{Reason: LockRole}
	for _, step := range []Step{StepConfirm, StepVerify, StepApprove} {
		action := StepAction[step]
		if step == StepConfirm {
			action = ReturnReport
		}
		d := Door{Action: action, Thing: f.Plan.FigureThing(f.Row.UnitID, f.Ind), Status: string(f.Row.Status), Stands: stands}
		switch from, _, ok := f.Plan.Settings.Awaits(step, f.Ind.Source); {
		case f.Row.Status.Before(RowSubmitted):
			d.Stands = waits(stepRole[f.step(f.Row.Status)])
		case f.quoted():
			d.Stands = EntryState{Reason: LockBulletin, Since: f.Row.reached()}
		case step != StepConfirm && !(ok && from == f.Row.Status):
			continue // not the next step
		}
		e := Entry(who, d)
		if e.May {
			return e
		}
		if answer.Reason == LockRole {
			answer = e
		}
	}
	return answer
}

// reached is when a row reached its status.
func (r *Row) reached() *time.Time {
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

// Takes answers for a step that a report's figures take together: does this one
// go along, and if not, what is in the way? A figure that the step is not about,
// or that is past it, is neither: moves is false and the way is free.
func (f FigureEntry) Takes(who Actor, step Step) (moves bool, inTheWay *EntryState) {
	from, to, ok := f.Plan.Settings.Awaits(step, f.Ind.Source)
	if !ok || !f.Row.Status.Before(to) {
		return false, nil
	}
	if e := Entry(who, f.Door(step)); !e.May {
		return false, &e
	}
	if f.Row.Status != from {
		return false, &EntryState{Reason: LockIncomplete, LiftedBy: new(stepRole[step])}
	}
	return true, nil
}

// EntryOfAll answers whether somebody may take a step of the unit's own with all
// figures of a report: some must await it, and none be in the way.
func EntryOfAll(who Actor, step Step, figures []FigureEntry) EntryState {
	past := EntryState{Reason: LockNoSuchStep}
	var open *EntryState
	for _, f := range figures {
		moves, inTheWay := f.Takes(who, step)
		switch {
		case inTheWay != nil:
			return *inTheWay
		case moves:
			e := Entry(who, f.Door(step))
			open = &e
		case past.Reason == LockNoSuchStep:
			past = Entry(who, f.Door(step))
		}
	}
	if open != nil {
		return *open
	}
	return past
}

// EntryOfAny answers whether somebody may do something with at least one of a
// report's figures; if not, it gives the first figure's reason.
func EntryOfAny(figures []FigureEntry, entry func(FigureEntry) EntryState) EntryState {
	answer := EntryState{Reason: LockNoSuchStep}
	for i, f := range figures {
		e := entry(f)
		if e.May {
			return e
		}
		if i == 0 {
			answer = e
		}
	}
	return answer
}
