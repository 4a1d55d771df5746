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
			what := fmt.Sprintf("%s of %s", u.Unit, month)
			acts = append(acts,
				act{filed.At(minute, y.cal.Zone), "save the arrangement, " + what, func(ctx context.Context, at time.Time) error { return y.arrange(ctx, at, u, month) }},
				act{filed.At(minute+5+dice.IntN(60), y.cal.Zone), "submit the arrangement, " + what, func(ctx context.Context, at time.Time) error {
					return y.decide(ctx, at, u, month, y.s.SubmitArrangement, goal.Reporter)
				}},
				act{y.when(filed, 1, hm(14, 30)+dice.IntN(150)), "approve the arrangement, " + what, func(ctx context.Context, at time.Time) error {
					return y.decide(ctx, at, u, month, y.s.ApproveArrangement, y.signers(u)...)
				}},
				act{y.when(month.End(), 1+dice.IntN(2), hm(14, 0)+dice.IntN(180)), "outcomes, " + what, func(ctx context.Context, at time.Time) error { return y.conclude(ctx, at, u, month) }},
				act{y.when(month.End(), 3, hm(10, 0)+dice.IntN(120)), "carry over, " + what, func(ctx context.Context, at time.Time) error { return y.carry(ctx, at, u, month) }},
			)
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
func (y *year) signers(u *unit) []goal.Role {
	if u.kind == goal.Township {
		return []goal.Role{goal.UnitHead, goal.UnitDeputy}
	}
	return []goal.Role{goal.UnitDeputy, goal.UnitHead}
}

func (y *year) arrange(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	if err := y.open(ctx, at); err != nil {
		return err
	}
	who, err := y.as(ctx, at, u.Unit, goal.Reporter)
	if err != nil {
		return err
	}
	var inputs []goal.ItemInput
	for _, m := range u.work[month.Number()-1] {
		if !m.carried {
			inputs = append(inputs, m.input)
		}
	}
	a, err := y.s.SaveArrangement(ctx, who, y.o.Plan.ID(), u.id, month, 0, inputs)
	return y.keep(u, month, a, err)
}

// keep remembers an arrangement's version for the next step.
func (y *year) keep(u *unit, month period.Period, a *goal.Arrangement, err error) error {
	if err == nil {
		y.months[monthKey{u.Unit, month.Number()}] = a
	}
	return err
}

// monthOf is a unit's arrangement as it stands.
func (y *year) monthOf(ctx context.Context, who goal.Actor, u *unit, month period.Period) (*goal.Arrangement, error) {
	if err := y.open(ctx, who.At); err != nil {
		return nil, err
	}
	if a := y.months[monthKey{u.Unit, month.Number()}]; a != nil {
		return a, nil
	}
	return y.s.Arrangement(ctx, who, y.o.Plan.ID(), u.id, month)
}

// decide takes a step with a unit's month.
func (y *year) decide(ctx context.Context, at time.Time, u *unit, month period.Period,
	step func(ctx context.Context, who goal.Actor, plan, unit goal.ID, month period.Period, version int) (*goal.Arrangement, error), roles ...goal.Role) error {
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

// itemReader tells the items of an arrangement, with the ids by which outcomes
// name them.
type itemReader interface {
	Items(ctx context.Context, a *goal.Arrangement) ([]*goal.Item, error)
}

// itemsOf pairs a month's items with what will come of them. Items that somebody
// else added are not in it.
func (y *year) itemsOf(ctx context.Context, u *unit, a *goal.Arrangement) (map[*goal.Item]*matter, error) {
	reader, ok := any(y.s).(itemReader)
	if !ok {
		return nil, nil
	}
	items, err := reader.Items(ctx, a)
	if err != nil {
		return nil, err
	}
	left := slices.Clone(u.work[a.Month.Number()-1])
	pairs := map[*goal.Item]*matter{}
	for _, item := range items {
		i := slices.IndexFunc(left, func(m *matter) bool {
			return m.input.Matter == item.Matter && m.carried == (item.CarriedFrom != nil) && (m.carried || m.input.Due == item.Due)
		})
		if i >= 0 {
			pairs[item], left = left[i], slices.Delete(left, i, i+1)
		}
	}
	return pairs, nil
}

// conclude notes what came of a unit's month.
func (y *year) conclude(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	return y.afterwards(ctx, at, u, month, func(who goal.Actor, a *goal.Arrangement, items map[*goal.Item]*matter) (*goal.Arrangement, error) {
		var outcomes []goal.OutcomeInput
		for item, m := range items {
			out := m.outcome
			out.ItemID = item.ID()
			outcomes = append(outcomes, out)
		}
		if len(outcomes) == 0 {
			return a, nil
		}
		slices.SortFunc(outcomes, func(a, b goal.OutcomeInput) int { return int(a.ItemID.Num - b.ItemID.Num) })
		return y.s.SaveOutcomes(ctx, who, y.o.Plan.ID(), u.id, month, a.Version, outcomes)
	})
}

// carry moves on what goes on next month.
func (y *year) carry(ctx context.Context, at time.Time, u *unit, month period.Period) error {
	if err := y.open(ctx, at); err != nil {
		return err
	}
	if !slices.ContainsFunc(u.work[month.Number()-1], func(m *matter) bool { return m.carries }) {
		return nil
	}
	return y.afterwards(ctx, at, u, month, func(who goal.Actor, a *goal.Arrangement, items map[*goal.Item]*matter) (*goal.Arrangement, error) {
		var ids []goal.ID
		for item, m := range items {
			if m.carries {
				ids = append(ids, item.ID())
			}
		}
		if len(ids) == 0 {
			return a, nil
		}
		slices.SortFunc(ids, func(a, b goal.ID) int { return int(a.Num - b.Num) })
		return y.s.CarryOver(ctx, who, y.o.Plan.ID(), u.id, month, a.Version, ids)
	})
}

// afterwards does something with the items of a month that is over.
func (y *year) afterwards(ctx context.Context, at time.Time, u *unit, month period.Period,
	do func(who goal.Actor, a *goal.Arrangement, items map[*goal.Item]*matter) (*goal.Arrangement, error)) error {
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
