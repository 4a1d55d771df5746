package cycle

import (
	"context"
	"errors"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
)

// ReportView is a report as somebody sees it: its rows with what each goal asks
// for, and whether this viewer may enter something now.
type ReportView struct {
	*goal.Report
	who     goal.Actor
	Outline *goal.Outline
	Status  goal.RowStatus // of the least advanced row
	Window  goal.Window
	Rows    []*RowView
}

// RowView is one figure as somebody sees it.
type RowView struct {
	*goal.Row
	Goal      *goal.Goal
	Indicator *goal.Indicator

	who    goal.Actor
	figure goal.FigureEntry
}

// Report reads a unit's report of a period, also before anybody began it: then
// its rows are what there is to fill in.
func (s *Service) Report(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period) (*ReportView, error) {
	q := s.db.Read()
	o, err := s.unitOf(ctx, q, s.read, who, plan, unit)
	if err != nil {
		return nil, err
	}
	if err := reportPeriod(o, p); err != nil {
		return nil, err
	}
	list, err := s.reportViews(ctx, q, who, o, p, []int64{unit.Num})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// reportPeriod refuses periods that the plan has no reports for.
func reportPeriod(o *goal.Outline, p period.Period) error {
	if _, ok := o.Settings.ReportWindow(p.Kind()); !ok || p.Year() != o.Year {
		return goal.Invalid(goal.Path("period"), goal.WrongPeriod, "period", p.String(), "year", period.OfYear(o.Year).String())
	}
	return nil
}

// Reports lists all units' reports of a period that the actor may see, in the
// plan's order, also those that nobody began.
func (s *Service) Reports(ctx context.Context, who goal.Actor, plan goal.ID, p period.Period, after int64, first int) (list []*ReportView, total int, more bool, err error) {
	q := s.db.Read()
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, 0, false, err
	}
	if err := reportPeriod(o, p); err != nil {
		return nil, 0, false, err
	}
	see := readable(who, o)
	var units []int64
	begun := after == 0
	for _, u := range o.Units {
		if !slices.Contains(see, u.UnitID) {
			continue
		}
		total++
		if begun && len(units) <= first {
			units = append(units, u.UnitID)
		}
		begun = begun || u.UnitID == after
	}
	if more = len(units) > first; more {
		units = units[:first]
	}
	if len(units) == 0 {
		return nil, total, false, nil
	}
	list, err = s.reportViews(ctx, q, who, o, p, units)
	return list, total, more, err
}

// reportViews reads the reports of some units with all their rows: a fixed
// number of statements, however many units there are.
func (s *Service) reportViews(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, p period.Period, units []int64) ([]*ReportView, error) {
	reports, err := q.Reports(ctx, o.PlanID, p)
	if err != nil {
		return nil, err
	}
	rows, d, err := s.rowViews(ctx, q, who, o, p, postgres.GoalFilter{Units: units, Sight: postgres.Sight{All: true}})
	if err != nil {
		return nil, err
	}
	list := make([]*ReportView, len(units))
	for i, unit := range units {
		v := &ReportView{Report: reports[unit], who: who, Outline: o, Window: d.window}
		if v.Report == nil {
			v.Report = &goal.Report{PlanID: o.PlanID, UnitID: unit, Period: p}
		}
		var statuses []goal.RowStatus
		for _, r := range rows {
			if r.UnitID == unit && who.Sees(o, r.Goal) {
				v.Rows = append(v.Rows, r)
				statuses = append(statuses, r.Status)
			}
		}
		v.Status = goal.Least(statuses)
		list[i] = v
	}
	return list, nil
}

// rowViews reads the figures of goals in a period, in natural order, with those
// that nobody entered yet, and the desk that decides about them.
func (s *Service) rowViews(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, p period.Period, f postgres.GoalFilter) ([]*RowView, *desk, error) {
	goals, err := q.Goals(ctx, o.PlanID, f, 0, 0)
	if err != nil {
		return nil, nil, err
	}
	stored, err := q.RowsOf(ctx, o.PlanID, p, f.Units, f.Indicators)
	if err != nil {
		return nil, nil, err
	}
	d, err := s.desk(ctx, q, o, p, goals)
	if err != nil {
		return nil, nil, err
	}
	var views []*RowView
	var filled []*goal.Row
	for _, g := range goals {
		ind := o.Indicator(g.IndicatorID)
		if ind.Frequency != p.Kind() || g.State != goal.GoalSet {
			continue
		}
		row := stored[postgres.RowKey{GoalID: g.GoalID, Period: p}]
		if row == nil {
			row = &goal.Row{PlanID: o.PlanID, GoalID: g.GoalID, Period: p, UnitID: g.UnitID, Status: goal.RowOpen}
		} else {
			filled = append(filled, row)
		}
		views = append(views, &RowView{Row: row, Goal: g, Indicator: ind, who: who, figure: d.figure(g, row)})
	}
	return views, d, q.FillRows(ctx, o.PlanID, filled)
}

// OwnerSheet reads one indicator over all its units, for its owner.
func (s *Service) OwnerSheet(ctx context.Context, who goal.Actor, plan, indicator goal.ID, p period.Period) (*goal.Indicator, []*RowView, error) {
	if err := errors.Join(indicator.Is(goal.KindIndicator), plan.Is(goal.KindPlan)); err != nil {
		return nil, nil, err
	}
	q := s.db.Read()
	o, err := s.read(ctx, q, who, plan.Num)
	if err != nil {
		return nil, nil, err
	}
	ind := o.Indicator(indicator.Num)
	if ind == nil || indicator.Plan != o.PlanID {
		return nil, nil, goal.ErrNotFound
	}
	if p.Kind() != ind.Frequency || p.Year() != o.Year {
		return nil, nil, goal.Invalid(goal.Path("period"), goal.WrongPeriod, "period", p.String(), "kind", string(ind.Frequency), "year", period.OfYear(o.Year).String())
	}
	see := sight(who, o)
	if !who.May(goal.ReadOwnerSheet, o.Thing()) &&
		!slices.Contains(see.Indicators, ind.IndicatorID) && !slices.Contains(see.Stands, ind.IndicatorID) {
		return nil, nil, goal.ErrNotFound
	}
	rows, _, err := s.rowViews(ctx, q, who, o, p, postgres.GoalFilter{Indicators: []int64{ind.IndicatorID}, Sight: see})
	return ind, rows, err
}
