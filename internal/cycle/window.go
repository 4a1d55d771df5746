package cycle

import (
	"context"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
)

// GrantException lets a unit file one period's figures until an instant although
// the window has closed. The office's director may, with a reason, but not for
// the unit that they work for. What a bulletin quotes stays as it is: an
// exception opens the window and takes no step back.
func (s *Service) GrantException(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, until time.Time, reason string) (*goal.Exception, error) {
	var e *goal.Exception
	var made goal.ID
	again, err := s.write(ctx, who, plan.Num, &made, func(q postgres.Queries) (*deed, error) {
		o, err := s.unitOf(ctx, q, s.share, who, plan, unit)
		if err != nil {
			return nil, err
		}
		if err := allow(who, goal.GrantException, o.UnitThing(unit.Num)); err != nil {
			return nil, err
		}
		if err := reportPeriod(o, p); err != nil {
			return nil, err
		}
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		if !until.After(who.At) {
			return nil, goal.Invalid(goal.Path("until"), goal.OutOfRange, "min", who.At.Format(time.RFC3339), "max", "")
		}
		e = &goal.Exception{PlanID: o.PlanID, UnitID: unit.Num, Period: p, Until: until, Reason: reason, GrantedBy: by(who), GrantedAt: who.At}
		if err := q.AddException(ctx, e); err != nil {
			return nil, err
		}
		made = e.ID()
		return &deed{plan: o.PlanID, unit: unit.Num, inStead: forOffice(who, o), action: goal.DeedExceptionGrant, object: made, reason: reason, after: e}, nil
	})
	return answered(e, again, err, func() (*goal.Exception, error) { return s.exceptionOf(ctx, who, made) })
}

// EndException takes an exception back before its time. The office's director
// may, with a reason, but not for the unit that they work for.
func (s *Service) EndException(ctx context.Context, who goal.Actor, id goal.ID, reason string) (*goal.Exception, error) {
	var e *goal.Exception
	again, err := s.write(ctx, who, id.Plan, nil, func(q postgres.Queries) (*deed, error) {
		if err := id.Is(goal.KindException); err != nil {
			return nil, err
		}
		// Held and not shared: a submit under the exception is either done, or sees its end.
		o, err := s.lock(ctx, q, who, id.Plan)
		if err != nil {
			return nil, err
		}
		if e, err = q.Exception(ctx, o.PlanID, id.Num); err != nil {
			return nil, err
		}
		if !who.May(goal.ReadGoals, o.UnitThing(e.UnitID)) {
			return nil, goal.ErrNotFound
		}
		if err := allow(who, goal.GrantException, o.UnitThing(e.UnitID)); err != nil {
			return nil, err
		}
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		if !e.Runs(who.At) {
			return nil, goal.Invalid(goal.Path("id"), goal.AlreadyEnded)
		}
		ends, err := afterEntries(ctx, q, who, o, e.Period)
		if err != nil {
			return nil, err
		}
		e.EndedAt, e.EndedBy, e.EndReason = &ends, by(who), reason
		if err := q.EndException(ctx, o.PlanID, e.ExceptionID, reason, by(who), ends); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, unit: e.UnitID, inStead: forOffice(who, o), action: goal.DeedExceptionEnd, object: e.ID(), reason: reason, after: e}, nil
	})
	return answered(e, again, err, func() (*goal.Exception, error) { return s.exceptionOf(ctx, who, id) })
}

// exceptionOf reads an exception again for somebody who just wrote it.
func (s *Service) exceptionOf(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Exception, error) {
	q := s.db.Read()
	o, err := s.read(ctx, q, who, id.Plan)
	if err != nil {
		return nil, err
	}
	e, err := q.Exception(ctx, id.Plan, id.Num)
	if err == nil && !who.May(goal.ReadGoals, o.UnitThing(e.UnitID)) {
		err = goal.ErrNotFound
	}
	return e, err
}

// ClosePeriod ends one period's window for all units. The office's director may,
// with a reason; a unit that must still file gets an exception.
//
// Who enters or submits shares the plan's row, the close holds it alone: every
// submit is either done before the close begins, or sees the close and is
// refused, whatever its receipt. The close's instant is judged once it holds the
// row, and comes after everything that was received for the period.
func (s *Service) ClosePeriod(ctx context.Context, who goal.Actor, plan goal.ID, p period.Period, reason string) (*EntryLock, error) {
	var o *goal.Outline
	again, err := s.write(ctx, who, plan.Num, nil, func(q postgres.Queries) (*deed, error) {
		err := plan.Is(goal.KindPlan)
		if err != nil {
			return nil, err
		}
		if o, err = s.lock(ctx, q, who, plan.Num); err != nil {
			return nil, err
		}
		if err := allow(who, goal.ClosePeriod, o.Thing()); err != nil {
			return nil, err
		}
		if err := reportPeriod(o, p); err != nil {
			return nil, err
		}
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		c, err := s.closure(ctx, q, who, o, p, reason)
		if err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, action: goal.DeedPeriodClose, object: o.Plan.ID(), reason: reason, after: c}, nil
	})
	if err != nil {
		return nil, err
	}
	if again {
		if o, err = s.Plan(ctx, who, plan); err != nil {
			return nil, err
		}
	}
	locks, err := s.entryLocks(ctx, s.db.Read(), who, o, []period.Period{p})
	if err != nil {
		return nil, err
	}
	return locks[0], nil
}

// closure writes the end of a window that is open; the plan must be held.
func (s *Service) closure(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, p period.Period, reason string) (*goal.Closure, error) {
	d, err := s.desk(ctx, q, o, p, nil)
	if err != nil {
		return nil, err
	}
	if e := d.window.State(who.At); !e.May {
		if e.Reason == goal.LockNotOpen {
			return nil, goal.Invalid(goal.Path("period"), goal.WindowNotOpen)
		}
		return nil, goal.Invalid(goal.Path("period"), goal.AlreadyClosed)
	}
	ends, err := afterEntries(ctx, q, who, o, p)
	if err != nil {
		return nil, err
	}
	c := &goal.Closure{PlanID: o.PlanID, Period: p, ClosedAt: ends, ClosedBy: by(who), Reason: reason}
	return c, q.AddClosure(ctx, c)
}

// afterEntries is the instant of what ends entering a period's figures: now, or
// just after the last receipt that was handed out while the plan's row was waited
// for. The plan must be held.
func afterEntries(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, p period.Period) (time.Time, error) {
	at := who.At.Truncate(time.Microsecond)
	last, err := q.LastEntry(ctx, o.PlanID, p)
	if last != nil && !last.Before(at) {
		at = last.Add(time.Microsecond)
	}
	return at, err
}

// EntryLock says whether one period's figures can be entered now, by which rule
// not, and which exceptions there are.
type EntryLock struct {
	Period period.Period
	State  goal.EntryState // for whoever has no exception
	Window goal.Window
	// PublishedAt is when the newest bulletin was issued, if it tells of the period.
	PublishedAt *time.Time
	Exceptions  []*goal.Exception
}

// OpensAt is when the period's window opens.
func (l *EntryLock) OpensAt() time.Time { return l.Window.Opens }

// DueAt is the deadline.
func (l *EntryLock) DueAt() time.Time { return l.Window.Due }

// GraceAt is when the grace after the deadline ends; nil: there is none.
func (l *EntryLock) GraceAt() *time.Time { return l.Window.Grace }

// ClosesAt is the window's end by the calendar; nil: there is none.
func (l *EntryLock) ClosesAt() *time.Time { return l.Window.Closes }

// ClosedEarly is the office's end of the window; nil: there is none.
func (l *EntryLock) ClosedEarly() *goal.Closure { return l.Window.Closure }

// EntryLockPage is one page of them.
type EntryLockPage struct {
	Locks []*EntryLock
	Total int
	More  bool
}

// EntryLocks lists a plan's reporting periods with what locks them, in order of
// time: all of them, or one. Whoever may read the plan may; exceptions show for
// the units whose work the actor sees.
func (s *Service) EntryLocks(ctx context.Context, who goal.Actor, plan goal.ID, only *period.Period, after *period.Period, first int) (*EntryLockPage, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	periods := reportPeriods(o)
	if only != nil {
		if err := reportPeriod(o, *only); err != nil {
			return nil, err
		}
		periods = []period.Period{*only}
	}
	page := &EntryLockPage{Total: len(periods)}
	if after != nil {
		periods = periods[slices.Index(periods, *after)+1:]
	}
	if page.More = len(periods) > first; page.More {
		periods = periods[:first]
	}
	page.Locks, err = s.entryLocks(ctx, s.db.Read(), who, o, periods)
	return page, err
}

// reportPeriods lists the periods that a plan has reports for, by their end.
func reportPeriods(o *goal.Outline) []period.Period {
	var list []period.Period
	for _, w := range o.Settings.Calendar.Reports {
		list = append(list, period.In(o.Year, w.Frequency)...)
	}
	slices.SortStableFunc(list, func(a, b period.Period) int { return a.LastMonth() - b.LastMonth() })
	return list
}

// entryLocks reads it: a fixed number of statements, however many periods there are.
func (s *Service) entryLocks(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, periods []period.Period) ([]*EntryLock, error) {
	cal, err := calendar(ctx, q, o)
	if err != nil {
		return nil, err
	}
	closures, err := q.Closures(ctx, o.PlanID)
	if err != nil {
		return nil, err
	}
	exceptions, err := q.Exceptions(ctx, o.PlanID, readable(who, o), nil)
	if err != nil {
		return nil, err
	}
	issued, err := lastIssued(ctx, q, o)
	if err != nil {
		return nil, err
	}
	locks := make([]*EntryLock, len(periods))
	for i, p := range periods {
		l := &EntryLock{Period: p, Window: o.Settings.Window(p, cal)}
		l.Window.Closure = closures[p]
		l.State = l.Window.State(who.At)
		if o.Status != goal.PlanIssued {
			l.State = goal.EntryState{Reason: goal.LockPlanState}
		}
		if issued != nil && p.LastMonth() <= issued.Period.LastMonth() {
			l.PublishedAt = issued.IssuedAt
		}
		for _, e := range exceptions {
			if e.Period == p {
				l.Exceptions = append(l.Exceptions, e)
			}
		}
		locks[i] = l
	}
	return locks, nil
}
