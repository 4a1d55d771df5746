package cycle

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
)

// SubmitReport sends a unit's figures of a period on. The unit may, once every
// goal that it reports on has an answer. The receipt's number and instant are
// in the report that comes back.
func (s *Service) SubmitReport(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, version int) (*ReportView, error) {
	return s.moveReport(ctx, who, plan, unit, p, version, goal.StepSubmit, func(q postgres.Queries, v *ReportView, moved []*goal.Row) error {
		late := v.Window.Late(who.At)
		for _, r := range moved {
			if r.SubmittedAt == nil {
				r.Late = late
			}
			r.SubmittedBy, r.SubmittedAt = by(who), &who.At
		}
		number, err := q.AddReceipt(ctx, v.Report, len(moved), by(who), who.At)
		if v.SubmittedAt == nil {
			v.Receipt, v.SubmittedBy, v.SubmittedAt, v.Late = &number, by(who), &who.At, late
		}
		return err
	})
}

// ApproveReport passes a unit's submitted figures on. Its deputy or head may,
// other than whoever entered or submitted them.
func (s *Service) ApproveReport(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, version int) (*ReportView, error) {
	return s.moveReport(ctx, who, plan, unit, p, version, goal.StepApprove, func(_ postgres.Queries, _ *ReportView, moved []*goal.Row) error {
		for _, r := range moved {
			r.ApprovedBy, r.ApprovedAt = by(who), &who.At
		}
		return nil
	})
}

// moveReport takes a step of the unit's own with all figures of a report that
// await it.
func (s *Service) moveReport(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, version int, step goal.Step,
	sign func(q postgres.Queries, v *ReportView, moved []*goal.Row) error) (*ReportView, error) {
	var view *ReportView
	again, err := s.write(ctx, who, plan.Num, nil, func(q postgres.Queries) (*deed, error) {
		o, err := s.unitOf(ctx, q, s.share, who, plan, unit)
		if err != nil {
			return nil, err
		}
		if err := allow(who, goal.StepAction[step], o.UnitThing(unit.Num)); err != nil {
			return nil, err
		}
		if err := reportPeriod(o, p); err != nil {
			return nil, err
		}
		if view, err = s.lockReport(ctx, q, who, o, unit.Num, p, version); err != nil {
			return nil, err
		}
		moved, err := view.take(step)
		if err != nil {
			return nil, err
		}
		if err := sign(q, view, moved); err != nil {
			return nil, err
		}
		if err := q.SaveReport(ctx, view.Report); err != nil {
			return nil, err
		}
		w := &work{who: who, o: o, rows: moved}
		for _, r := range moved {
			w.goals = append(w.goals, r.GoalID)
		}
		if err := s.keep(ctx, q, w, true); err != nil {
			return nil, err
		}
		d := w.deed(stepDeed[step])
		d.object = view.Report.ID()
		view.Version++ // moved on with the rows
		view.refresh()
		return d, nil
	})
	return answered(view, again, err, func() (*ReportView, error) { return s.Report(ctx, who, plan, unit, p) })
}

var stepDeed = map[goal.Step]goal.Deed{goal.StepSubmit: goal.DeedReportSubmit, goal.StepApprove: goal.DeedReportApprove, goal.StepVerify: goal.DeedReportVerify, goal.StepConfirm: goal.DeedReportConfirm}

// refresh brings the report's status in line with its rows.
func (v *ReportView) refresh() {
	var statuses []goal.RowStatus
	for _, r := range v.Rows {
		statuses = append(statuses, r.Status)
	}
	v.Status = goal.Least(statuses)
}

// lockReport holds a report and the goals behind it, and reads it as it stands.
func (s *Service) lockReport(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, unit int64, p period.Period, version int) (*ReportView, error) {
	list, err := s.reportViews(ctx, q, who, o, p, []int64{unit})
	if err != nil {
		return nil, err
	}
	var goals []int64
	for _, r := range list[0].Rows {
		goals = append(goals, r.GoalID)
	}
	// The goals come first, as they do where single figures are written.
	if err := q.LockGoals(ctx, o.PlanID, goals); err != nil {
		return nil, err
	}
	report, err := q.LockReport(ctx, o.PlanID, unit, p)
	if errors.Is(err, goal.ErrNotFound) {
		return nil, goal.Invalid(goal.Path("period"), goal.RowsIncomplete, "missing", "")
	}
	if err != nil {
		return nil, err
	}
	if err := fresh(report.Version, version); err != nil {
		return nil, err
	}
	// Read again: a row may have moved while the goals were waited for.
	list, err = s.reportViews(ctx, q, who, o, p, []int64{unit})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// take moves the status of the rows that a step is due for, or says all that is
// in the way.
func (v *ReportView) take(step goal.Step) ([]*goal.Row, error) {
	var bad goal.Problems
	var moved []*goal.Row
	for i, r := range v.Rows {
		moves, inTheWay := r.figure.Takes(v.who, step)
		switch {
		case inTheWay != nil && inTheWay.Reason == goal.LockIncomplete:
			bad.Add(goal.Path("rows", i), goal.RowsIncomplete, "missing", r.Indicator.Code)
		case inTheWay != nil:
			bad = append(bad, lockedProblem(goal.Path("rows", i), *inTheWay))
		case moves:
			moved = append(moved, r.Row)
		}
	}
	if len(moved) == 0 && len(bad) == 0 {
		bad.Add(goal.Path("period"), goal.NothingToDo)
	}
	if len(bad) == 0 {
		for _, r := range moved {
			r.Status = goal.Reached(step)
		}
	}
	return moved, bad.Err()
}

// ConfirmReports makes the figures of a period official that have passed the
// earlier steps: of some units, or of all that are the actor's to confirm. The
// office may, and the committee for the office's own unit. Figures that are not
// there yet are left for the next call.
func (s *Service) ConfirmReports(ctx context.Context, who goal.Actor, plan goal.ID, p period.Period, units []goal.ID) ([]*ReportView, error) {
	var views []*ReportView
	var touched []reportKey
	again, err := s.write(ctx, who, plan.Num, &touched, func(q postgres.Queries) (*deed, error) {
		if err := plan.Is(goal.KindPlan); err != nil {
			return nil, err
		}
		o, err := s.share(ctx, q, who, plan.Num)
		if err != nil {
			return nil, err
		}
		if err := allowSome(who, goal.ConfirmReport, o); err != nil {
			return nil, err
		}
		ids, err := confirmable(who, o, units)
		if err != nil {
			return nil, err
		}
		if err := reportPeriod(o, p); err != nil {
			return nil, err
		}
		w, err := s.confirm(ctx, q, who, o, p, ids)
		if err != nil {
			return nil, err
		}
		if views, err = s.reportViews(ctx, q, who, o, p, ids); err != nil {
			return nil, err
		}
		touched = keysOf(views)
		d := w.deed(goal.DeedReportConfirm)
		d.inStead = forOffice(who, o)
		return d, nil
	})
	return answered(views, again, err, func() ([]*ReportView, error) { return s.reportsAt(ctx, who, plan, touched) })
}

func (s *Service) confirm(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, p period.Period, units []int64) (*work, error) {
	rows, err := q.RowsOf(ctx, o.PlanID, p, units, nil)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(rows))
	for k := range rows {
		ids = append(ids, k.GoalID)
	}
	slices.Sort(ids)
	if err := q.LockGoals(ctx, o.PlanID, ids); err != nil {
		return nil, err
	}
	if rows, err = q.RowsOf(ctx, o.PlanID, p, units, nil); err != nil {
		return nil, err
	}
	goals, err := q.GoalsByID(ctx, o.PlanID, ids)
	if err != nil {
		return nil, err
	}
	d, err := s.desk(ctx, q, o, p, goals)
	if err != nil {
		return nil, err
	}
	w := &work{who: who, o: o}
	for _, g := range goals {
		row := rows[postgres.RowKey{GoalID: g.GoalID, Period: p}]
		if entry := goal.Entry(who, d.figure(g, row).Door(goal.StepConfirm)); !entry.May {
			continue
		}
		row.Status, row.ConfirmedBy, row.ConfirmedAt = goal.RowConfirmed, by(who), &who.At
		w.rows, w.goals = append(w.rows, row), append(w.goals, g.GoalID)
	}
	if len(w.rows) == 0 {
		return nil, goal.Invalid(goal.Path("period"), goal.NothingToDo)
	}
	return w, s.keep(ctx, q, w, true)
}

// reportKey names a report within a plan.
type reportKey struct {
	Unit   int64
	Period period.Period
}

func keysOf(views []*ReportView) []reportKey {
	keys := make([]reportKey, len(views))
	for i, v := range views {
		keys[i] = reportKey{v.UnitID, v.Report.Period}
	}
	return keys
}

// reportsAt reads reports again for somebody who just moved their figures.
func (s *Service) reportsAt(ctx context.Context, who goal.Actor, plan goal.ID, keys []reportKey) ([]*ReportView, error) {
	q := s.db.Read()
	o, err := s.read(ctx, q, who, plan.Num)
	if err != nil {
		return nil, err
	}
	units := map[period.Period][]int64{}
	for _, k := range keys {
		units[k.Period] = append(units[k.Period], k.Unit)
	}
	read := map[reportKey]*ReportView{}
	for p, list := range units {
		views, err := s.reportViews(ctx, q, who, o, p, list)
		if err != nil {
			return nil, err
		}
		for _, v := range views {
			if len(v.Rows) == 0 {
				return nil, goal.ErrNotFound // they are no longer theirs to see
			}
			read[reportKey{v.UnitID, p}] = v
		}
	}
	views := make([]*ReportView, len(keys))
	for i, k := range keys {
		views[i] = read[k]
	}
	return views, nil
}

// confirmable are the units meant: those named, or all whose figures the actor may
// confirm.
func confirmable(who goal.Actor, o *goal.Outline, named []goal.ID) ([]int64, error) {
	var ids []int64
	var bad goal.Problems
	for i, u := range named {
		switch {
		case u.Kind != goal.KindUnit || o.Unit(u.Num) == nil:
			bad.Add(goal.Path("unitIds", i), goal.UnknownUnit, "code", u.String())
		case !who.May(goal.ConfirmReport, o.UnitThing(u.Num)):
			bad.Add(goal.Path("unitIds", i), goal.NotAllowed)
		}
		ids = append(ids, u.Num)
	}
	if len(named) == 0 {
		for _, u := range o.Units {
			if who.May(goal.ConfirmReport, o.UnitThing(u.UnitID)) {
				ids = append(ids, u.UnitID)
			}
		}
	}
	return ids, bad.Err()
}

// RowRef names a figure by its natural key.
type RowRef struct {
	GoalID goal.ID
	Period period.Period
}

// ReturnReports sends figures back to be entered again, with a reason. Whoever
// may take the next step may, and so may the office, or the committee for the
// office's own unit, until a bulletin quotes the figures.
func (s *Service) ReturnReports(ctx context.Context, who goal.Actor, plan goal.ID, refs []RowRef, reason string) ([]*ReportView, error) {
	var views []*ReportView
	var touched []reportKey
	again, err := s.write(ctx, who, plan.Num, &touched, func(q postgres.Queries) (*deed, error) {
		if err := plan.Is(goal.KindPlan); err != nil {
			return nil, err
		}
		o, err := s.share(ctx, q, who, plan.Num)
		if err != nil {
			return nil, err
		}
		if len(refs) == 0 || len(refs) > MostRows {
			return nil, goal.Invalid(goal.Path("rows"), goal.TooMany, "max", "2000")
		}
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		w, err := s.sendBack(ctx, q, who, o, refs)
		if err != nil {
			return nil, err
		}
		if err := s.keep(ctx, q, w, true); err != nil {
			return nil, err
		}
		if views, err = s.noteReturns(ctx, q, w, reason); err != nil {
			return nil, err
		}
		touched = keysOf(views)
		d := w.deed(goal.DeedReportReturn)
		d.reason = reason
		return d, nil
	})
	return answered(views, again, err, func() ([]*ReportView, error) { return s.reportsAt(ctx, who, plan, touched) })
}

func (s *Service) sendBack(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, refs []RowRef) (*work, error) {
	keys, ids := make([]postgres.RowKey, len(refs)), make([]int64, len(refs))
	for i, r := range refs {
		keys[i], ids[i] = postgres.RowKey{GoalID: r.GoalID.Num, Period: r.Period}, r.GoalID.Num
	}
	if err := q.LockGoals(ctx, o.PlanID, ids); err != nil {
		return nil, err
	}
	rows, err := q.Rows(ctx, o.PlanID, keys)
	if err != nil {
		return nil, err
	}
	goals, err := q.GoalsByID(ctx, o.PlanID, ids)
	if err != nil {
		return nil, err
	}
	w := &work{who: who, o: o}
	var bad goal.Problems
	desks := map[period.Period]*desk{}
	for i, r := range refs {
		row := rows[keys[i]]
		at := slices.IndexFunc(goals, func(g *goal.Goal) bool { return g.ID() == r.GoalID })
		if at < 0 || row == nil || !who.Sees(o, goals[at]) {
			bad.Add(goal.Path("rows", i, "goalId"), goal.UnknownGoal)
			continue
		}
		if desks[r.Period] == nil {
			if desks[r.Period], err = s.desk(ctx, q, o, r.Period, goals); err != nil {
				return nil, err
			}
		}
		if e := desks[r.Period].figure(goals[at], row).Return(who); !e.May {
			bad = append(bad, lockedProblem(goal.Path("rows", i), e))
			continue
		}
		row.Status = goal.RowReturned
		if o.Indicator(goals[at].IndicatorID).Source == goal.SourceUnit {
			row.OfficialRevision = nil
		}
		row.ApprovedBy, row.ApprovedAt, row.VerifiedBy, row.VerifiedAt, row.ConfirmedBy, row.ConfirmedAt = nil, nil, nil, nil, nil, nil
		w.rows, w.goals = append(w.rows, row), append(w.goals, row.GoalID)
	}
	return w, bad.Err()
}

// noteReturns writes one line per unit and period that got figures back, and
// shows those reports.
func (s *Service) noteReturns(ctx context.Context, q postgres.Queries, w *work, reason string) ([]*ReportView, error) {
	type key struct {
		unit   int64
		period period.Period
	}
	lists := map[key][]int64{}
	for _, r := range w.rows {
		k := key{r.UnitID, r.Period}
		lists[k] = append(lists[k], r.GoalID)
	}
	keys := slices.SortedFunc(maps.Keys(lists), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), a.period.Compare(b.period))
	})
	var views []*ReportView
	for _, k := range keys {
		err := q.AddReturn(ctx, postgres.ReturnEntry{PlanID: w.o.PlanID, UnitID: k.unit, Period: k.period, Goals: lists[k],
			Reason: reason, ReturnedBy: by(w.who), ReturnedAt: w.who.At})
		if err != nil {
			return nil, err
		}
		list, err := s.reportViews(ctx, q, w.who, w.o, k.period, []int64{k.unit})
		if err != nil {
			return nil, err
		}
		views = append(views, list...)
	}
	return views, nil
}
