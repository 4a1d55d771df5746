package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

// Window is when one period's report may be filed. Every instant in it is too
// late itself: what counts as filed by then was received before it.
type Window struct {
	Opens, Due time.Time
	Grace      *time.Time // when the grace after the deadline ends; nil: none
	Counts     GraceCounts
	Verify     *time.Time
	Confirm    *time.Time
	Closes     *time.Time // nil: open until confirmed
	Closure    *Closure   // the office ended it early; nil: it did not
}

// OnTime is the instant from which a filing is late: the deadline, or the end of
// a grace that counts as on time.
func (w *Window) OnTime() time.Time {
	if w.Grace != nil && w.Counts == GraceOnTime {
		return *w.Grace
	}
	return w.Due
}

// Late reports whether something received at an instant is late.
func (w *Window) Late(at time.Time) bool { return !at.Before(w.OnTime()) }

// lock is the calendar's part of the answer to "may I?". A closure holds whatever
// the instant: a request that was received before it and got to work only after
// it was never acknowledged, and what was closed gains nothing behind its back.
func (w *Window) lock(at time.Time, leave *time.Time, again bool) (EntryState, bool) {
	if at.Before(w.Opens) {
		return EntryState{Reason: LockNotOpen, Until: &w.Opens}, true
	}
	if again || leave != nil && at.Before(*leave) {
		return EntryState{}, false
	}
	switch {
	case w.Closure != nil:
		return EntryState{Reason: LockClosedEarly, Since: &w.Closure.ClosedAt, LiftedBy: new(OfficeDirector)}, true
	case w.Closes != nil && !at.Before(*w.Closes):
		return EntryState{Reason: LockClosed, Since: w.Closes, LiftedBy: new(OfficeDirector)}, true
	}
	return EntryState{}, false
}

// State is the window's answer to everybody who has no exception.
func (w *Window) State(at time.Time) EntryState {
	if locked, is := w.lock(at, nil, false); is {
		return locked
	}
	return EntryState{May: true, Reason: Unlocked, Until: w.Closes}
}

// end is when a window closes for somebody with or without an exception.
func (w *Window) end(leave *time.Time) *time.Time {
	ends := w.Closes
	if w.Closure != nil {
		ends = &w.Closure.ClosedAt
	}
	if ends != nil && leave != nil && leave.After(*ends) {
		return leave
	}
	return ends
}

// Closure is the office's end of one period's window for all units, before its
// time or where the plan sets none.
type Closure struct {
	PlanID   int64         `db:"plan_id"`
	Period   period.Period `db:"period"`
	ClosedAt time.Time     `db:"closed_at"`
	ClosedBy *int64        `db:"closed_by"`
	Reason   string        `db:"reason"`
}

// Exception is leave for one unit to file one period's figures although the
// window has closed, until an instant, for a reason. It may end early.
type Exception struct {
	PlanID      int64         `db:"plan_id"`
	ExceptionID int64         `db:"exception_id"`
	UnitID      int64         `db:"unit_id"`
	Period      period.Period `db:"period"`
	Until       time.Time     `db:"until"`
	Reason      string        `db:"reason"`
	GrantedBy   *int64        `db:"granted_by"`
	GrantedAt   time.Time     `db:"granted_at"`
	EndedAt     *time.Time    `db:"ended_at"`
	EndedBy     *int64        `db:"ended_by"`
	EndReason   string        `db:"end_reason"`
}

// ID is the exception's global id.
func (e *Exception) ID() ID { return ID{Kind: KindException, Plan: e.PlanID, Num: e.ExceptionID} }

// Ends is when the exception ends or ended.
func (e *Exception) Ends() time.Time {
	if e.EndedAt != nil && e.EndedAt.Before(e.Until) {
		return *e.EndedAt
	}
	return e.Until
}

// Runs reports whether the exception is in force at an instant.
func (e *Exception) Runs(at time.Time) bool { return !at.Before(e.GrantedAt) && at.Before(e.Ends()) }

// ReportWindow finds the plan's window for a frequency.
func (s *PlanSettings) ReportWindow(k period.Kind) (ReportWindow, bool) {
	for _, w := range s.Calendar.Reports {
		if w.Frequency == k {
			return w, true
		}
	}
	return ReportWindow{}, false
}

// Window works out a period's instants. The zero Window answers for a frequency
// that the plan does not report.
func (s *PlanSettings) Window(p period.Period, c period.Calendar) Window {
	rule, ok := s.ReportWindow(p.Kind())
	if !ok {
		return Window{}
	}
	w := Window{Opens: rule.Opens.On(p, c).At(0, c.Zone), Due: *s.instant(&rule.Due, p, c)}
	w.Verify, w.Confirm, w.Closes = s.instant(rule.Verify, p, c), s.instant(rule.Confirm, p, c), s.instant(rule.Closes, p, c)
	if g := rule.Grace; g != nil {
		w.Grace, w.Counts = s.graceEnd(g, rule.Due.On(p, c), w.Due, c), g.Counts
		if w.Closes == nil {
			w.Closes = w.Grace
		}
	}
	return w
}

// ArrangementDue is when a month's arrangement has to be submitted.
func (s *PlanSettings) ArrangementDue(month period.Period, c period.Calendar) time.Time {
	return *s.instant(&s.Calendar.Arrangement.Submit, month, c)
}

// graceEnd counts working days from the deadline's day to the cut-off of the
// last, and hours from the deadline itself.
func (s *PlanSettings) graceEnd(g *Grace, day period.Date, due time.Time, c period.Calendar) *time.Time {
	if g.Hours > 0 {
		return new(due.Add(time.Duration(g.Hours) * time.Hour))
	}
	return new(c.AddWorkingDays(day, g.WorkingDays).At(s.cutOff(), c.Zone))
}

// cutOff is the plan's, in minutes after midnight.
func (s *PlanSettings) cutOff() int {
	minutes, err := period.ParseClock(s.Calendar.CutOff)
	if err != nil {
		return 24 * 60
	}
	return minutes
}

func (s *PlanSettings) instant(d *period.Deadline, p period.Period, c period.Calendar) *time.Time {
	if d == nil {
		return nil
	}
	return new(d.On(p, c).At(s.cutOff(), c.Zone))
}

// Zone is the plan's time zone; an unknown name is UTC, which the plan check refuses.
func (s *PlanSettings) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}
