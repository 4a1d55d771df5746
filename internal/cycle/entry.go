package cycle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
)

// admit turns a closed door into the error that tells why. Field is where a form
// shows that somebody would check their own work.
func admit(who goal.Actor, d goal.Door, field string) error {
	switch e := goal.Entry(who, d); e.Reason {
	case goal.Unlocked:
		return nil
	case goal.LockRole:
		return fmt.Errorf("%s: %w", d.Action, goal.ErrForbidden)
	case goal.LockOwnCheck:
		return goal.Invalid(goal.Path(field), goal.OwnCheck)
	case goal.LockAdvanced, goal.LockWaiting:
		return wrongState(d.Status)
	default:
		return &goal.LockedError{Entry: e}
	}
}

// allow asks for a right that depends on nothing but the plan's status.
func allow(who goal.Actor, action goal.Action, t goal.Thing) error {
	return admit(who, goal.Door{Action: action, Thing: t, Stands: goal.EntryState{Reason: goal.Unlocked}}, "")
}

// allowSome requires the right for at least one unit of a plan. What is done then
// is judged unit by unit: people are recused from their own.
func allowSome(who goal.Actor, action goal.Action, o *goal.Outline) error {
	err := allow(who, action, o.Thing())
	for _, u := range o.Units {
		if err == nil {
			break
		}
		if other := allow(who, action, o.UnitThing(u.UnitID)); !errors.Is(other, goal.ErrForbidden) {
			err = other
		}
	}
	return err
}

// forOffice is the office's unit where the actor stands in for it: the committee,
// about the office's own.
func forOffice(who goal.Actor, o *goal.Outline) *int64 {
	if who.Console || who.Holds(o.PlanID, o.OrganID, goal.OfficeDirector, goal.OfficeOperator) || !who.Holds(o.PlanID, o.OrganID, goal.Committee) {
		return nil
	}
	return &o.OrganiserID
}

// someThing is the plan, or else the first of its units, on which the actor may do
// something; the plan where there is none.
func someThing(who goal.Actor, action goal.Action, o *goal.Outline) goal.Thing {
	if who.May(action, o.Thing()) {
		return o.Thing()
	}
	for _, u := range o.Units {
		if t := o.UnitThing(u.UnitID); who.May(action, t) {
			return t
		}
	}
	return o.Thing()
}

func wrongState[T ~string](status T) error {
	return goal.Invalid(goal.Path("status"), goal.WrongState, "status", string(status))
}

// desk is what every decision about figures of one period needs.
type desk struct {
	o         *goal.Outline
	window    goal.Window
	leaves    map[int64]time.Time // by unit, until when
	published *goal.Bulletin      // the newest issued; nil: none
}

// desk reads it: a fixed number of statements, however many goals there are. What
// is decided from it holds while the plan is shared or held.
func (s *Service) desk(ctx context.Context, q postgres.Queries, o *goal.Outline, p period.Period, goals []*goal.Goal) (*desk, error) {
	cal, err := calendar(ctx, q, o)
	if err != nil {
		return nil, err
	}
	units := make([]int64, len(goals))
	for i, g := range goals {
		units[i] = g.UnitID
	}
	slices.Sort(units)
	d := &desk{o: o, window: o.Settings.Window(p, cal)}
	if d.leaves, err = q.Leaves(ctx, o.PlanID, slices.Compact(units), p); err != nil {
		return nil, err
	}
	closures, err := q.Closures(ctx, o.PlanID)
	if err != nil {
		return nil, err
	}
	d.window.Closure = closures[p]
	d.published, err = lastIssued(ctx, q, o)
	return d, err
}

// lastIssued is the newest issued bulletin of a plan, nil where there is none.
func lastIssued(ctx context.Context, q postgres.Queries, o *goal.Outline) (*goal.Bulletin, error) {
	b, err := q.LastIssued(ctx, o.PlanID, period.Of(o.Year, period.Quarter, 4))
	if errors.Is(err, goal.ErrNotFound) {
		return nil, nil
	}
	return b, err
}

// figure is one goal's figure of the desk's period with what is decided by.
func (d *desk) figure(g *goal.Goal, row *goal.Row) goal.FigureEntry {
	f := goal.FigureEntry{Plan: d.o.Plan, Ind: d.o.Indicator(g.IndicatorID), Goal: g, Row: row, Window: d.window, Published: d.published}
	if until, ok := d.leaves[g.UnitID]; ok {
		f.Leave = &until
	}
	return f
}

// lockedProblem turns a closed door into something that a form can show beside
// a row.
func lockedProblem(path []string, e goal.EntryState) goal.Problem {
	code := goal.WrongState
	switch e.Reason {
	case goal.LockRole:
		code = goal.NotAllowed
	case goal.LockNotOpen:
		code = goal.WindowNotOpen
	case goal.LockClosed, goal.LockClosedEarly:
		code = goal.WindowClosed
	case goal.LockOwnCheck:
		code = goal.OwnCheck
	}
	args := []string{"reason", string(e.Reason)}
	if e.LiftedBy != nil {
		args = append(args, "liftedBy", string(*e.LiftedBy))
	}
	return goal.NewProblem(path, code, args...)
}

// EntryState answers whether the viewer may enter a figure now.
func (v *RowView) EntryState() goal.EntryState { return goal.Entry(v.who, v.figure.EnterDoor()) }

// ViewerCanEnter reports whether the viewer may enter the figure now.
func (v *RowView) ViewerCanEnter() bool { return v.EntryState().May }

// ViewerCanVerify reports whether the viewer may pass the figure on as its owner.
func (v *RowView) ViewerCanVerify() bool { return v.takes(goal.StepVerify).May }

// ViewerCanConfirm reports whether the viewer may make the figure official.
func (v *RowView) ViewerCanConfirm() bool { return v.takes(goal.StepConfirm).May }

// ViewerCanReturn reports whether the viewer may send the figure back.
func (v *RowView) ViewerCanReturn() bool { return v.figure.Return(v.who).May }

func (v *RowView) takes(step goal.Step) goal.EntryState {
	return goal.Entry(v.who, v.figure.Door(step))
}

func (v *ReportView) figures() []goal.FigureEntry {
	list := make([]goal.FigureEntry, len(v.Rows))
	for i, r := range v.Rows {
		list[i] = r.figure
	}
	return list
}

// EntryState answers whether the viewer may enter any of the report's figures now.
func (v *ReportView) EntryState() goal.EntryState {
	return goal.EntryOfAny(v.figures(), func(f goal.FigureEntry) goal.EntryState { return goal.Entry(v.who, f.EnterDoor()) })
}

// ViewerCanEnter reports whether the viewer may enter any of the figures now.
func (v *ReportView) ViewerCanEnter() bool { return v.EntryState().May }

// ViewerCanSubmit reports whether the viewer may send the figures on now.
func (v *ReportView) ViewerCanSubmit() bool {
	return goal.EntryOfAll(v.who, goal.StepSubmit, v.figures()).May
}

// ViewerCanApprove reports whether the viewer may pass the submitted figures on.
func (v *ReportView) ViewerCanApprove() bool {
	return goal.EntryOfAll(v.who, goal.StepApprove, v.figures()).May
}

// ViewerCanConfirm reports whether the viewer may make any of the figures official.
func (v *ReportView) ViewerCanConfirm() bool {
	return goal.EntryOfAny(v.figures(), func(f goal.FigureEntry) goal.EntryState { return goal.Entry(v.who, f.Door(goal.StepConfirm)) }).May
}

// ViewerCanReturn reports whether the viewer may send any of the figures back.
func (v *ReportView) ViewerCanReturn() bool {
	return goal.EntryOfAny(v.figures(), func(f goal.FigureEntry) goal.EntryState { return f.Return(v.who) }).May
}
