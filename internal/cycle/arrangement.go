package cycle

import (
	"context"
	"errors"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
)

// Arrangement reads a unit's month; one that nobody began is an empty draft
// with version 0.
func (s *Service) Arrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period) (*goal.Arrangement, error) {
	q := s.db.Read()
	o, err := s.unitOf(ctx, q, s.read, who, plan, unit)
	if err != nil {
		return nil, err
	}
	if err := monthOf(o, month); err != nil {
		return nil, err
	}
	a, err := q.Arrangement(ctx, o.PlanID, unit.Num, month)
	if errors.Is(err, goal.ErrNotFound) {
		return &goal.Arrangement{PlanID: o.PlanID, UnitID: unit.Num, Month: month, Status: goal.ArrangementDraft}, nil
	}
	return a, err
}

// Items reads the matters of an arrangement that the actor sees.
func (s *Service) Items(ctx context.Context, a *goal.Arrangement) ([]*goal.Item, error) {
	return s.db.Read().Items(ctx, a.PlanID, []int64{a.UnitID}, []period.Period{a.Month})
}

// unitOf gives a plan and makes sure that the actor may see one unit's work in it.
func (s *Service) unitOf(ctx context.Context, q postgres.Queries, get func(context.Context, postgres.Queries, goal.Actor, int64) (*goal.Outline, error),
	who goal.Actor, plan, unit goal.ID) (*goal.Outline, error) {
	if err := errors.Join(plan.Is(goal.KindPlan), unit.Is(goal.KindUnit)); err != nil {
		return nil, err
	}
	o, err := get(ctx, q, who, plan.Num)
	if err != nil {
		return nil, err
	}
	if o.Unit(unit.Num) == nil || !who.May(goal.ReadGoals, o.UnitThing(unit.Num)) {
		return nil, goal.ErrNotFound
	}
	return o, nil
}

func monthOf(o *goal.Outline, month period.Period) error {
	if month.Kind() != period.Month || month.Year() != o.Year {
		return goal.Invalid(goal.Path("month"), goal.WrongPeriod, "period", month.String(), "kind", string(period.Month), "year", period.OfYear(o.Year).String())
	}
	return nil
}

// ArrangementPage is one page of arrangements.
type ArrangementPage struct {
	Arrangements []*goal.Arrangement
	Total        int
	More         bool
}

// Arrangements lists the arrangements that the actor may see.
func (s *Service) Arrangements(ctx context.Context, who goal.Actor, plan goal.ID, f postgres.ArrangementFilter, afterMonth string, afterUnit int64, first int) (*ArrangementPage, error) {
	q := s.db.Read()
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	see := readable(who, o)
	if f.Units == nil {
		f.Units = see
	}
	f.Units = slices.DeleteFunc(slices.Clone(f.Units), func(u int64) bool { return !slices.Contains(see, u) })
	list, err := q.Arrangements(ctx, o.PlanID, f, afterMonth, afterUnit, first+1)
	if err != nil {
		return nil, err
	}
	total, err := q.CountArrangements(ctx, o.PlanID, f)
	if err != nil {
		return nil, err
	}
	page := &ArrangementPage{Arrangements: list, Total: total, More: len(list) > first}
	if page.More {
		page.Arrangements = list[:first]
	}
	return page, nil
}

// change takes one step with a unit's month: permission, version, rule, write.
func (s *Service) changeArrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int, door func(*goal.Arrangement, *goal.Plan) goal.Door, done goal.Deed, reason string,
	step func(q postgres.Queries, o *goal.Outline, a *goal.Arrangement) error) (*goal.Arrangement, error) {
	var a *goal.Arrangement
	again, err := s.write(ctx, who, plan.Num, nil, func(q postgres.Queries) (*deed, error) {
		o, err := s.unitOf(ctx, q, s.share, who, plan, unit)
		if err != nil {
			return nil, err
		}
		// Whoever may not at all is not told how the month stands.
		unbegun := &goal.Arrangement{PlanID: o.PlanID, UnitID: unit.Num, Month: month}
		if err := allow(who, door(unbegun, o.Plan).Action, o.UnitThing(unit.Num)); err != nil {
			return nil, err
		}
		if err := monthOf(o, month); err != nil {
			return nil, err
		}
		if a, err = s.begin(ctx, q, who, o, unit.Num, month, version); err != nil {
			return nil, err
		}
		if err := admit(who, door(a, o.Plan), "unitId"); err != nil {
			return nil, err
		}
		type content struct {
			Arrangement goal.Arrangement `json:"arrangement"`
			Items       []*goal.Item     `json:"items"`
		}
		before := content{Arrangement: *a}
		if before.Items, err = q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month}); err != nil {
			return nil, err
		}
		a.ChangedAt = who.At
		if err := step(q, o, a); err != nil {
			return nil, err
		}
		if err := q.SaveArrangement(ctx, a); err != nil {
			return nil, err
		}
		after := content{Arrangement: *a}
		if after.Items, err = q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month}); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, unit: unit.Num, action: done, object: a.ID(), before: before, after: after, reason: reason}, nil
	})
	return answered(a, again, err, func() (*goal.Arrangement, error) { return s.Arrangement(ctx, who, plan, unit, month) })
}

// begin reads the month, or begins it for somebody who saw that it was empty.
func (s *Service) begin(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, unit int64, month period.Period, version int) (*goal.Arrangement, error) {
	if version == 0 {
		a := &goal.Arrangement{PlanID: o.PlanID, UnitID: unit, Month: month, Status: goal.ArrangementDraft, Version: 1, ChangedAt: who.At}
		if added, err := q.AddArrangement(ctx, a); err != nil || added {
			return a, err
		}
		return nil, goal.ErrStale
	}
	a, err := q.Arrangement(ctx, o.PlanID, unit, month)
	if err != nil {
		return nil, err
	}
	return a, fresh(a.Version, version)
}

// SaveArrangement makes a draft month hold exactly these matters. The unit may.
func (s *Service) SaveArrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int, items []goal.ItemInput) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).EditDoor, goal.DeedArrangementSave, "",
		func(q postgres.Queries, o *goal.Outline, a *goal.Arrangement) error {
			old, err := q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month})
			if err != nil {
				return err
			}
			goals, err := q.Goals(ctx, o.PlanID, postgres.GoalFilter{Units: []int64{unit.Num}, Sight: postgres.Sight{All: true}}, 0, 0)
			if err != nil {
				return err
			}
			if err := checkItems(goals, month, items, old).Err(); err != nil {
				return err
			}
			return writeItems(ctx, q, a, items, old)
		})
}

// checkItems says what is wrong with a month's matters; goals are the unit's.
func checkItems(goals []*goal.Goal, month period.Period, items []goal.ItemInput, old []*goal.Item) goal.Problems {
	var bad goal.Problems
	if len(items) > 200 {
		bad.Add(goal.Path("items"), goal.TooMany, "max", "200")
		return bad
	}
	for i, in := range items {
		at := func(field string) []string { return goal.Path("items", i, field) }
		if in.Matter == "" {
			bad.Add(at("matter"), goal.Required)
		}
		bad = append(bad, goal.CheckText(in.Matter, 1000, at("matter"))...)
		bad = append(bad, goal.CheckText(in.Section, 1000, at("section"))...)
		bad = append(bad, goal.CheckText(in.Post, 1000, at("post"))...)
		bad = append(bad, goal.CheckText(in.Contingency, 1000, at("contingency"))...)
		if in.Due.Before(month.Start()) || in.Due.Year() > month.Year()+1 {
			bad.Add(at("due"), goal.OutOfRange, "min", month.Start().String(), "max", "")
		}
		if in.GoalID != nil && !slices.ContainsFunc(goals, func(g *goal.Goal) bool { return g.ID() == *in.GoalID }) {
			bad.Add(at("goalId"), goal.UnknownGoal)
		}
		if in.ID != nil && !slices.ContainsFunc(old, func(x *goal.Item) bool { return in.ID.Kind == goal.KindItem && x.ItemID == in.ID.Num }) {
			bad.Add(at("id"), goal.UnknownCode, "code", in.ID.String())
		}
	}
	return bad
}

// writeItems turns the old matters into the new ones. A matter carried over from
// last month stays, whatever the list says: it can be cancelled, not forgotten.
func writeItems(ctx context.Context, q postgres.Queries, a *goal.Arrangement, inputs []goal.ItemInput, old []*goal.Item) error {
	var added, kept []*goal.Item
	for n, in := range inputs {
		item := &goal.Item{PlanID: a.PlanID, UnitID: a.UnitID, Month: a.Month}
		if in.ID != nil {
			item = old[slices.IndexFunc(old, func(x *goal.Item) bool { return x.ItemID == in.ID.Num })]
			kept = append(kept, item)
		} else {
			added = append(added, item)
		}
		item.DisplayOrder, item.Matter, item.Section, item.Post, item.Due, item.Contingency = n+1, in.Matter, in.Section, in.Post, in.Due, in.Contingency
		item.GoalID = nil
		if in.GoalID != nil {
			item.GoalID = &in.GoalID.Num
		}
	}
	var gone []int64
	for _, x := range old {
		if !slices.Contains(kept, x) && x.CarriedFrom == nil {
			gone = append(gone, x.ItemID)
		}
	}
	if err := q.DropItems(ctx, a.PlanID, gone); err != nil {
		return err
	}
	if err := q.SaveItems(ctx, a.PlanID, kept); err != nil {
		return err
	}
	return q.AddItems(ctx, a.PlanID, added)
}

// SubmitArrangement sends a month to the unit's deputy or head. The unit may.
func (s *Service) SubmitArrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).EditDoor, goal.DeedArrangementSubmit, "",
		func(q postgres.Queries, o *goal.Outline, a *goal.Arrangement) error {
			items, err := q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month})
			if err != nil {
				return err
			}
			var bad goal.Problems
			if len(items) == 0 {
				bad.Add(goal.Path("items"), goal.Required)
			}
			for i, item := range items {
				if item.Section == "" {
					bad.Add(goal.Path("items", i, "section"), goal.Required)
				}
				if item.Post == "" {
					bad.Add(goal.Path("items", i, "post"), goal.Required)
				}
			}
			if err := bad.Err(); err != nil {
				return err
			}
			a.Status, a.SubmittedBy, a.SubmittedAt = goal.ArrangementSubmitted, by(who), &who.At
			return q.AddArrangementReceipt(ctx, a, len(items), by(who), who.At)
		})
}

// ApproveArrangement accepts a unit's month. Its deputy or head may, other than
// the one who submitted it.
func (s *Service) ApproveArrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).DecideDoor, goal.DeedArrangementApprove, "",
		func(_ postgres.Queries, _ *goal.Outline, a *goal.Arrangement) error {
			a.Status, a.ApprovedBy, a.ApprovedAt = goal.ArrangementApproved, by(who), &who.At
			return nil
		})
}

// ReturnArrangement sends a unit's month back with a reason. Its deputy or head
// may, other than the one who submitted it.
func (s *Service) ReturnArrangement(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int, reason string) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).DecideDoor, goal.DeedArrangementReturn, reason,
		func(_ postgres.Queries, _ *goal.Outline, a *goal.Arrangement) error {
			if err := checkLine(reason, "reason"); err != nil {
				return err
			}
			a.Status, a.ReturnedBy, a.ReturnedAt, a.ReturnReason = goal.ArrangementReturned, by(who), &who.At, reason
			return nil
		})
}

// SaveOutcomes notes what came of matters of an approved month. The unit may.
func (s *Service) SaveOutcomes(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int, outcomes []goal.OutcomeInput) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).OutcomeDoor, goal.DeedArrangementOutcome, "",
		func(q postgres.Queries, o *goal.Outline, a *goal.Arrangement) error {
			items, err := q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month})
			if err != nil {
				return err
			}
			var bad goal.Problems
			var changed []*goal.Item
			for n, out := range outcomes {
				i := slices.IndexFunc(items, func(x *goal.Item) bool { return out.ItemID.Kind == goal.KindItem && x.ItemID == out.ItemID.Num })
				if i < 0 {
					bad.Add(goal.Path("outcomes", n, "itemId"), goal.UnknownCode, "code", out.ItemID.String())
					continue
				}
				bad = append(bad, out.Check(goal.Path("outcomes", n))...)
				item := items[i]
				if item.Status == goal.ItemCarriedOver {
					bad.Add(goal.Path("outcomes", n, "itemId"), goal.WrongState, "status", string(item.Status))
				}
				item.Status, item.Percent, item.Cause, item.CauseNote, item.Measure, item.NewDue = out.Status, out.Percent, out.Cause, out.CauseNote, out.Measure, out.NewDue
				changed = append(changed, item)
			}
			if err := bad.Err(); err != nil {
				return err
			}
			return q.SaveItems(ctx, o.PlanID, changed)
		})
}

// CarryOver moves matters that are not done into the next month's draft, each
// with a link to where it came from (结转). The unit may.
func (s *Service) CarryOver(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int, ids []goal.ID) (*goal.Arrangement, error) {
	return s.changeArrangement(ctx, who, plan, unit, month, version, (*goal.Arrangement).OutcomeDoor, "arrangement.carryOver", "",
		func(q postgres.Queries, o *goal.Outline, a *goal.Arrangement) error {
			next := month.Next()
			if err := monthOf(o, next); err != nil {
				return err
			}
			items, err := q.Items(ctx, o.PlanID, []int64{unit.Num}, []period.Period{month})
			if err != nil {
				return err
			}
			if err := s.openNext(ctx, q, who, o, unit.Num, next); err != nil {
				return err
			}
			moved, err := carried(items, ids, next)
			if err != nil {
				return err
			}
			if err := q.SaveItems(ctx, o.PlanID, items); err != nil {
				return err
			}
			return q.AddItems(ctx, o.PlanID, moved)
		})
}

// openNext makes sure that the next month can still take matters: its draft is
// there, and whoever read it before must read it again.
func (s *Service) openNext(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, unit int64, next period.Period) error {
	a := &goal.Arrangement{PlanID: o.PlanID, UnitID: unit, Month: next, Status: goal.ArrangementDraft, Version: 1, ChangedAt: who.At}
	added, err := q.AddArrangement(ctx, a)
	if err != nil || added {
		return err
	}
	if a, err = q.Arrangement(ctx, o.PlanID, unit, next); err != nil {
		return err
	}
	if !a.Editable() {
		return wrongState(a.Status)
	}
	a.ChangedAt = who.At
	return q.SaveArrangement(ctx, a) // its matters change with it
}

// carried marks matters as carried over and makes their successors.
func carried(items []*goal.Item, ids []goal.ID, next period.Period) ([]*goal.Item, error) {
	var bad goal.Problems
	var moved []*goal.Item
	for n, id := range ids {
		i := slices.IndexFunc(items, func(x *goal.Item) bool { return id.Kind == goal.KindItem && x.ItemID == id.Num })
		if i < 0 {
			bad.Add(goal.Path("itemIds", n), goal.UnknownCode, "code", id.String())
			continue
		}
		item := items[i]
		if item.Status == goal.ItemDone || item.Status == goal.ItemCancelled || item.Status == goal.ItemCarriedOver {
			bad.Add(goal.Path("itemIds", n), goal.WrongState, "status", string(item.Status))
			continue
		}
		successor := *item
		successor.Month, successor.CarriedFrom, successor.CarriedTimes, successor.DisplayOrder = next, &item.ItemID, item.CarriedTimes+1, 1000+n
		successor.Due = next.End()
		if item.NewDue != nil {
			successor.Due = *item.NewDue
		}
		item.Status = goal.ItemCarriedOver
		moved = append(moved, &successor)
	}
	if len(ids) == 0 {
		bad.Add(goal.Path("itemIds"), goal.Required)
	}
	return moved, bad.Err()
}
