package cycle

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/shopspring/decimal"
)

// counting lists the statuses from which figures count, for both sources.
func counting(o *goal.Outline) (unit, owner []goal.RowStatus) {
	for _, st := range []goal.RowStatus{goal.RowSubmitted, goal.RowUnitApproved, goal.RowOwnerVerified, goal.RowConfirmed} {
		if o.Settings.Counts(st, goal.SourceUnit) {
			unit = append(unit, st)
		}
		if o.Settings.Counts(st, goal.SourceOwner) {
			owner = append(owner, st)
		}
	}
	return unit, owner
}

// unfinished counts the figures that enter scores but have not passed the last
// step of their source: before a year is final they must have.
func unfinished(ctx context.Context, q postgres.Queries, o *goal.Outline) (int, error) {
	under := func(statuses []goal.RowStatus, source goal.Source) []goal.RowStatus {
		steps := o.Settings.StepsOf(source)
		_, last, _ := o.Settings.Awaits(steps[len(steps)-1], source)
		return slices.DeleteFunc(statuses, func(st goal.RowStatus) bool { return st == last })
	}
	unit, owner := counting(o)
	return q.CountRows(ctx, o.PlanID, under(unit, goal.SourceUnit), under(owner, goal.SourceOwner))
}

// counted reads the figures that count; nil goals means all of the plan.
func counted(ctx context.Context, q postgres.Queries, o *goal.Outline, goals []int64) (map[int64][]goal.CountedValue, error) {
	unit, owner := counting(o)
	return q.CountedValues(ctx, o.PlanID, goals, unit, owner)
}

// recompute rewrites the kept progress of goals whose figures moved. The goals
// must be held by the transaction.
func (s *Service) recompute(ctx context.Context, q postgres.Queries, o *goal.Outline, ids []int64, at time.Time) error {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	values, err := counted(ctx, q, o, ids)
	if err != nil {
		return err
	}
	goals, err := q.GoalsByID(ctx, o.PlanID, ids)
	if err != nil {
		return err
	}
	var list []goal.Progress
	var none []int64
	for _, g := range goals {
		p := o.Progress(g, values[g.GoalID], period.Period{})
		if p == nil {
			none = append(none, g.GoalID)
			continue
		}
		p.UpdatedAt = at
		list = append(list, *p)
	}
	if len(none) > 0 {
		if err := q.DropProgress(ctx, o.PlanID, none); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	return q.SaveProgress(ctx, o.PlanID, list)
}

// VerifyProgress recomputes a whole plan's progress from its figures and lists
// every difference from what is kept. Only the server's console may.
func (s *Service) VerifyProgress(ctx context.Context, who goal.Actor, plan goal.ID) (goals int, wrong []goal.Mismatch, err error) {
	if !who.Console {
		return 0, nil, goal.ErrForbidden
	}
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return 0, nil, err
	}
	err = s.db.InLongSnapshot(ctx, func(q postgres.Queries) error {
		all, err := q.Goals(ctx, o.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
		if err != nil {
			return err
		}
		values, err := counted(ctx, q, o, nil)
		if err != nil {
			return err
		}
		kept, err := q.AllProgress(ctx, o.PlanID)
		if err != nil {
			return err
		}
		_, name, err := s.namer(ctx, q, o, who.At)
		if err != nil {
			return err
		}
		goals = len(all)
		for _, g := range all {
			wrong = append(wrong, compareProgress(name(g), kept[g.GoalID], o.Progress(g, values[g.GoalID], period.Period{}))...)
		}
		return nil
	})
	return goals, wrong, err
}

// namer names units, and goals one by one, for a person at the command line.
func (s *Service) namer(ctx context.Context, q postgres.Queries, o *goal.Outline, at time.Time) (goal.Names, func(*goal.Goal) string, error) {
	ids := make([]int64, len(o.Units))
	for i, u := range o.Units {
		ids[i] = u.UnitID
	}
	units, err := q.UnitsByID(ctx, at, ids)
	names := goal.Names{Units: map[int64]string{}, Goals: map[int64]string{}}
	for _, u := range units {
		names.Units[u.UnitID] = u.Code + " " + u.Name
	}
	return names, func(g *goal.Goal) string {
		ind := o.Indicator(g.IndicatorID)
		return names.Units[g.UnitID] + ", " + ind.Code + " " + ind.Name
	}, err
}

func compareProgress(where string, kept, found *goal.Progress) []goal.Mismatch {
	a, b := progressFields(kept), progressFields(found)
	var wrong []goal.Mismatch
	for i := range a {
		if a[i][1] != b[i][1] {
			wrong = append(wrong, goal.Mismatch{Where: where, What: a[i][0], Kept: a[i][1], Found: b[i][1]})
		}
	}
	return wrong
}

func progressFields(p *goal.Progress) [][2]string {
	if p == nil {
		p = &goal.Progress{}
	}
	return [][2]string{
		{"period", p.Period.String()}, {"revision", fmt.Sprint(p.Revision)}, {"goal revision", fmt.Sprint(p.GoalRevision)},
		{"state", string(p.State)}, {"value", number(p.Value)}, {"numerator", number(p.Numerator)}, {"denominator", number(p.Denominator)},
		{"rate", number(p.Rate)}, {"planned share", p.Planned.String()}, {"previous rate", number(p.PreviousRate)},
		{"reported periods", fmt.Sprint(p.Reported)}, {"periods on time", fmt.Sprint(p.OnTime)},
	}
}

func number(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}
