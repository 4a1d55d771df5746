package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// matter is one item of a month and what will come of it.
type matter struct {
	input   goal.ItemInput
	line    *line
	outcome goal.OutcomeInput // without the item's id
	carries bool              // goes on next month
	carried bool              // came from last month
}

// foresee plans a unit's twelve months. What is carried over stands at the end of
// the month that it goes on in.
func (y *year) foresee(u *unit) [][]*matter {
	work := make([][]*matter, 12)
	for i, month := range period.In(y.number, period.Month) {
		dice := y.dice(y.number, "arrangement", u.Unit, month)
		for range 2 + dice.IntN(3) {
			work[i] = append(work[i], newMatter(dice, u, month))
		}
		if i > 0 {
			for _, m := range work[i-1] {
				if m.carries {
					work[i] = append(work[i], &matter{input: m.input, line: m.line, carried: true})
				}
			}
		}
		for _, m := range work[i] {
			m.turnOut(dice, month)
		}
	}
	return work
}

func newMatter(dice *rand.Rand, u *unit, month period.Period) *matter {
	l := pick(dice, u.lines)
	m := &matter{line: l, input: goal.ItemInput{Matter: pick(dice, chores[themeOf(l.file.Code)]), Section: sectionOf(dice, u, l), Post: postOf(dice, u),
		Due: month.Start().AddDays(9 + dice.IntN(19)), Contingency: pick(dice, contingencies)}}
	if l.goal != nil {
		m.input.GoalID = new(l.goal.ID())
	}
	return m
}

func sectionOf(dice *rand.Rand, u *unit, l *line) string {
	switch {
	case l.goal != nil && l.goal.Section != "":
		return l.goal.Section
	case u.kind == goal.Township:
		return pick(dice, townshipSections)
	}
	return pick(dice, organSections)
}

func postOf(dice *rand.Rand, u *unit) string {
	switch u.kind {
	case goal.Township:
		return pick(dice, townshipPosts)
	case goal.Vertical:
		return pick(dice, verticalPosts)
	}
	return pick(dice, organPosts)
}

// turnOut decides what comes of a matter: most are done; of those delayed, many
// go on next month, twice at most and never into the next year's plan.
func (m *matter) turnOut(dice *rand.Rand, month period.Period) {
	switch n := dice.IntN(100); {
	case n < 86:
		m.outcome = goal.OutcomeInput{Status: goal.ItemDone, Percent: 100}
	case n < 88 && !m.carried:
		m.outcome = goal.OutcomeInput{Status: goal.ItemCancelled, CauseNote: pick(dice, cancelNotes)}
	case n < 91:
		m.outcome = goal.OutcomeInput{Status: goal.ItemOnTrack, Percent: 60 + 5*dice.IntN(7)}
	default:
		e := pick(dice, explanations[themeOf(m.line.file.Code)])
		due := month.Next().Start().AddDays(7 + dice.IntN(18))
		m.outcome = goal.OutcomeInput{Status: goal.ItemDelayed, Percent: 20 + 5*dice.IntN(13), Cause: &e.cause, CauseNote: e.note, Measure: e.measure, NewDue: &due}
		m.carries = !m.carried && month.Number() < 12 && chance(dice, 65)
	}
}

// arranging is what all units do about their months: the arrangement before the
// month, what came of it after.
func (y *year) arranging() []act {
	var acts []act
	for _, month := range period.In(y.number, period.Month) {
		for _, u := range y.units {
			dice := y.dice(y.number, "arrangement day", u.Unit, month)
			filed, minute := y.filing(month, dice), hm(9, 0)+dice.IntN(140)
			plan := func(at time.Time, what string, do deed) {
				acts = append(acts, act{at, u.Unit, fmt.Sprintf("%s, %s of %s", what, month, u.Unit), do})
			}
			if month.Number() > 1 {
				plan(y.when(filed, 0, minute-hm(0, 25)), "carry over", func(ctx context.Context, at time.Time) error { return y.carry(ctx, at, u, month.Previous()) })
			}
			plan(y.when(filed, 0, minute), "save the arrangement", func(ctx context.Context, at time.Time) error { return y.arrange(ctx, at, u, month) })
			plan(y.when(filed, 0, minute+5+dice.IntN(60)), "submit the arrangement", y.deciding(u, month, y.s.SubmitArrangement, goal.Reporter))
			plan(y.when(filed, 1, hm(14, 30)+dice.IntN(150)), "approve the arrangement", y.deciding(u, month, y.s.ApproveArrangement, u.signers()...))
			plan(y.when(month.End(), 1+dice.IntN(3), hm(14, 0)+dice.IntN(180)), "note the outcomes", func(ctx context.Context, at time.Time) error { return y.conclude(ctx, at, u, month) })
		}
	}
	return acts
}

// filing is the day on which a month's arrangement is filed: one of the last
// before it is due, but January's once the plan is issued.
func (y *year) filing(month period.Period, dice *rand.Rand) period.Date {
	if month.Number() == 1 {
		return y.cal.AddWorkingDays(y.eve(), 10+dice.IntN(2))
	}
	return y.cal.AddWorkingDays(y.plan.Calendar.Arrangement.Submit.On(month, y.cal).AddDays(1), -1-dice.IntN(3))
}

// signers sign for a unit: the head of a township, elsewhere the deputy in charge.
func (u *unit) signers() []goal.Role {
	if u.kind == goal.Township {
		return []goal.Role{goal.UnitHead, goal.UnitDeputy}
	}
	return []goal.Role{goal.UnitDeputy, goal.UnitHead}
}

// arrange writes what a unit means to do in a month, beside what it carried over
// into it.
func (y *year) arrange(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	who, err := y.as(ctx, at, u.Unit, goal.Reporter)
	if err != nil {
		return err
	}
	if err := y.open(ctx, at); err != nil {
		return err
	}
	// What was carried over has begun the month already.
	begun, err := y.s.Arrangement(ctx, who, y.o.Plan.ID(), u.id, month)
	if err != nil {
		return err
	}
	var inputs []goal.ItemInput
	for _, m := range u.work[month.Number()-1] {
		if !m.carried {
			inputs = append(inputs, m.input)
		}
	}
	a, err := y.s.SaveArrangement(ctx, who, y.o.Plan.ID(), u.id, month, begun.Version, inputs)
	return y.keep(u, month, a, err)
}

// keep remembers an arrangement's version for the next step.
func (y *year) keep(u *unit, month period.Period, a *goal.Arrangement, err error) error {
	if err == nil {
		y.mu.Lock()
		defer y.mu.Unlock()
		y.months[monthKey{u.Unit, month.Number()}] = a
	}
	return err
}

// monthOf is a unit's arrangement as it stands.
func (y *year) monthOf(ctx context.Context, who goal.Actor, u *unit, month period.Period) (*goal.Arrangement, error) {
	if err := y.open(ctx, who.At); err != nil {
		return nil, err
	}
	y.mu.Lock()
	a := y.months[monthKey{u.Unit, month.Number()}]
	y.mu.Unlock()
	if a != nil {
		return a, nil
	}
	return y.s.Arrangement(ctx, who, y.o.Plan.ID(), u.id, month)
}

// deciding is a step with a unit's month.
func (y *year) deciding(u *unit, month period.Period,
	step func(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int) (*goal.Arrangement, error), roles ...goal.Role) deed {
	return func(ctx context.Context, at time.Time) error {
		who, err := y.as(ctx, at, u.Unit, roles...)
		if err != nil {
			return err
		}
		a, err := y.monthOf(ctx, who, u, month)
		if err != nil {
			return err
		}
		a, err = step(ctx, who, y.o.Plan.ID(), u.id, month, a.Version)
		return y.keep(u, month, a, err)
	}
}

// item is an item on record and what will come of it.
type item struct {
	*goal.Item
	*matter
}

// itemsOf pairs a month's items with what will come of them. Items that somebody
// else added are not among them.
func (y *year) itemsOf(ctx context.Context, u *unit, a *goal.Arrangement) ([]item, error) {
	list, err := y.s.Items(ctx, a)
	if err != nil {
		return nil, err
	}
	left := slices.Clone(u.work[a.Month.Number()-1])
	var items []item
	for _, x := range list {
		i := slices.IndexFunc(left, func(m *matter) bool {
			return m.input.Matter == x.Matter && m.carried == (x.CarriedFrom != nil) && (m.carried || m.input.Due == x.Due)
		})
		if i >= 0 {
			items = append(items, item{x, left[i]})
			left = slices.Delete(left, i, i+1)
		}
	}
	return items, nil
}

// conclude notes what came of a unit's month, once it is over.
func (y *year) conclude(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	return y.settle(ctx, at, u, month, func(m *matter) bool { return !m.carries })
}

// settle notes the outcomes of some of a month's matters, unless they are known.
func (y *year) settle(ctx context.Context, at time.Time, u *unit, month period.Period, which func(*matter) bool) error {
	return y.withItems(ctx, at, u, month, func(who goal.Actor, a *goal.Arrangement, items []item) (*goal.Arrangement, error) {
		var outcomes []goal.OutcomeInput
		for _, i := range items {
			if i.Status == goal.ItemNotStarted && which(i.matter) {
				out := i.outcome
				out.ItemID = i.ID()
				outcomes = append(outcomes, out)
			}
		}
		if len(outcomes) == 0 {
			return a, nil
		}
		return y.s.SaveOutcomes(ctx, who, y.o.Plan.ID(), u.id, month, a.Version, outcomes)
	})
}

// carry moves a month's matters that will not be done in it into the next one,
// before that is filed: first it says why.
func (y *year) carry(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	if err := y.open(ctx, at); err != nil {
		return err
	}
	if !slices.ContainsFunc(u.work[month.Number()-1], func(m *matter) bool { return m.carries }) {
		return nil
	}
	if err := y.settle(ctx, at, u, month, func(m *matter) bool { return m.carries }); err != nil {
		return err
	}
	return y.withItems(ctx, at, u, month, func(who goal.Actor, a *goal.Arrangement, items []item) (*goal.Arrangement, error) {
		var ids []goal.ID
		for _, i := range items {
			if i.carries && i.Status == goal.ItemDelayed {
				ids = append(ids, i.ID())
			}
		}
		if len(ids) == 0 {
			return a, nil
		}
		return y.s.CarryOver(ctx, who, y.o.Plan.ID(), u.id, month, a.Version, ids)
	})
}

// withItems does something with the items of an approved month.
func (y *year) withItems(ctx context.Context, at time.Time, u *unit, month period.Period,
	do func(who goal.Actor, a *goal.Arrangement, items []item) (*goal.Arrangement, error)) error {
	who, err := y.as(ctx, at, u.Unit, goal.Reporter)
	if err != nil {
		return err
	}
	a, err := y.monthOf(ctx, who, u, month)
	if err != nil {
		return err
	}
	items, err := y.itemsOf(ctx, u, a)
	if err != nil || len(items) == 0 {
		return err
	}
	a, err = do(who, a, items)
	return y.keep(u, month, a, err)
}
