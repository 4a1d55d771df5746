package cycle

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// tally is a plan's figures through a quarter, on their way into a snapshot.
type tally struct {
	o        *goal.Outline
	quarter  period.Period
	cal      period.Calendar
	at       time.Time
	goals    []*goal.Goal
	values   map[int64][]goal.CountedValue
	codes    map[int64]string
	units    map[int64]*goal.Unit
	contacts map[int64]postgres.Contacts
	people   map[int64]*goal.Account
	previous *goal.Snapshot
	lines    map[int64]score.LineResult
}

func (s *Service) tally(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, quarter period.Period) (*tally, error) {
	t := &tally{o: o, quarter: quarter, at: who.At, codes: map[int64]string{}, units: map[int64]*goal.Unit{}, people: map[int64]*goal.Account{}}
	var err error
	if t.cal, err = calendar(ctx, q, o); err != nil {
		return nil, err
	}
	if t.goals, err = q.Goals(ctx, o.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0); err != nil {
		return nil, err
	}
	if t.values, err = counted(ctx, q, o, nil); err != nil {
		return nil, err
	}
	for _, g := range t.goals {
		g.Progress = o.Progress(g, t.values[g.GoalID], quarter)
	}
	if err := t.readUnits(ctx, q); err != nil {
		return nil, err
	}
	if t.contacts, err = s.leaders(ctx, q, o, who.At); err != nil {
		return nil, err
	}
	if err := t.readPeople(ctx, q); err != nil {
		return nil, err
	}
	last, err := q.LastIssued(ctx, o.PlanID, quarter.Previous())
	if errors.Is(err, goal.ErrNotFound) || err == nil && last.Period.Year() != o.Year {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	before, err := bulletinView(ctx, q, o, last)
	if err == nil {
		t.previous = before.Snapshot
	}
	return t, err
}

func (t *tally) readUnits(ctx context.Context, q postgres.Queries) error {
	ids := make([]int64, len(t.o.Units))
	for i, u := range t.o.Units {
		ids[i] = u.UnitID
	}
	list, err := q.UnitsByID(ctx, t.at, ids)
	for _, u := range list {
		t.units[u.UnitID], t.codes[u.UnitID] = u, u.Code
	}
	return err
}

// unitCodes are the codes of a plan's units, by id, as they were at an instant.
func unitCodes(ctx context.Context, q postgres.Queries, o *goal.Outline, at time.Time) (map[int64]string, error) {
	t := &tally{o: o, at: at, codes: map[int64]string{}, units: map[int64]*goal.Unit{}}
	err := t.readUnits(ctx, q)
	return t.codes, err
}

func (t *tally) readPeople(ctx context.Context, q postgres.Queries) error {
	var ids []int64
	for _, c := range t.contacts {
		for _, id := range []*int64{c.LeaderID, c.LiaisonID} {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	for _, g := range t.goals {
		if g.LeaderID != nil {
			ids = append(ids, *g.LeaderID)
		}
	}
	list, err := q.AccountsByID(ctx, ids)
	for _, a := range list {
		t.people[a.AccountID] = a
	}
	return err
}

// lastDue is the newest period of a frequency that ended by the end of p and
// whose report was due by an instant; ok is false where there is none.
func lastDue(o *goal.Outline, cal period.Calendar, k period.Kind, p period.Period, at time.Time) (due period.Period, ok bool) {
	for n := p.LastMonth() / k.Months(); n > 0; n-- {
		due = period.Of(o.Year, k, n)
		if w := o.Settings.Window(due, cal); w.Late(at) {
			return due, true
		}
	}
	return period.Period{}, false
}

// goal is one goal's standing in the quarter.
func (t *tally) goal(g *goal.Goal) goal.SnapshotGoal {
	ind, line := t.o.Indicator(g.IndicatorID), t.lines[g.GoalID]
	out := goal.SnapshotGoal{GoalID: g.GoalID, UnitID: g.UnitID, Indicator: ind.Code, Target: g.Target, State: line.State, Points: line.Points, FullMarks: line.FullMarks}
	due, any := lastDue(t.o, t.cal, ind.Frequency, t.quarter, t.at)
	question := lightQuestion(g, due, any)
	if p := g.Progress; p != nil {
		out.Period, out.Revision, out.Value, out.Rate, out.Planned, out.Pace = p.Period.String(), p.Revision, p.Value, p.Rate, &p.Planned, p.Pace()
	}
	if question.Pace == nil && line.State == score.Scored {
		question.Pace = share(line)
	}
	if light := t.o.Settings.Light(question); light != nil {
		out.Light = light.Code
		if lag := light.On == goal.OnNotReported || light.On == goal.OnPace && question.Pace.LessThan(decimal.NewFromInt(1)); lag {
			out.Laggard = t.lag(g, question.Pace)
		}
	}
	return out
}

// share is points over full marks, for goals that have no rate of their own; over
// the most that there is to get where that is less, as for a part of a shared task.
func share(line score.LineResult) *decimal.Decimal {
	marks, ok := parseRat(line.FullMarks)
	if !ok || marks.Sign() <= 0 {
		return nil
	}
	if most := line.Most.Rat(); most.Sign() > 0 && most.Cmp(marks) < 0 {
		marks = most
	}
	return new(score.Round(marks.Quo(line.Points.Rat(), marks), goal.RateScale, score.HalfAway))
}

// lag says who answers for a goal that lags; the cause is filled in later.
func (t *tally) lag(g *goal.Goal, pace *decimal.Decimal) *goal.Lag {
	lag := &goal.Lag{Section: g.Section}
	if pace != nil {
		lag.Gap = new(decimal.NewFromInt(1).Sub(*pace))
	}
	if id := leaderOf(g, t.contacts); id != 0 {
		lag.LeaderID = id
		if a := t.people[id]; a != nil {
			lag.LeaderPost, lag.LeaderPhone = cmpOr(a.Post, a.Name), a.OfficePhone
		}
	}
	if id := t.contacts[g.UnitID].LiaisonID; id != nil && t.people[*id] != nil {
		lag.LiaisonPost, lag.LiaisonPhone = cmpOr(t.people[*id].Post, t.people[*id].Name), t.people[*id].OfficePhone
	}
	if u := t.units[g.UnitID]; u != nil && lag.LiaisonPhone == "" {
		lag.LiaisonPhone = u.OfficePhone
	}
	return lag
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// reports counts what was expected through the quarter, what came, and what
// came in time.
func (t *tally) reports(quarter period.Period) goal.ReportCounts {
	var n goal.ReportCounts
	for _, g := range t.goals {
		if g.State != goal.GoalSet {
			continue
		}
		n.Expected += quarter.LastMonth() / t.o.Indicator(g.IndicatorID).Frequency.Months()
		if g.Progress != nil {
			n.Reported, n.OnTime = n.Reported+g.Progress.Reported, n.OnTime+g.Progress.OnTime
		}
	}
	return n
}

// lights counts goals by light in the plan's order, of one unit or of all (0).
func (t *tally) lights(goals []goal.SnapshotGoal, unit int64) []goal.LightCount {
	list := []goal.LightCount{}
	for _, r := range t.o.Settings.Lights {
		c := goal.LightCount{Light: goal.Light(r)}
		for i := range goals {
			if goals[i].Light == r.Code && (unit == 0 || goals[i].UnitID == unit) {
				c.Goals++
			}
		}
		if c.Goals > 0 {
			list = append(list, c)
		}
	}
	return list
}

func (t *tally) group(g score.GroupResult, goals []goal.SnapshotGoal) goal.SnapshotGroup {
	out := goal.SnapshotGroup{GroupID: g.GroupID, Name: t.o.Group(g.GroupID).Name}
	byUnit := map[int64][]goal.SnapshotGoal{}
	for _, x := range goals {
		byUnit[x.UnitID] = append(byUnit[x.UnitID], x)
	}
	for _, u := range g.Units {
		unit := goal.SnapshotUnit{UnitID: u.UnitID, Points: u.Final, Rank: u.Rank, Unscored: u.Trace.Value == "", Lights: t.lights(byUnit[u.UnitID], 0)}
		if x := t.units[u.UnitID]; x != nil {
			unit.Name = x.Name
		}
		unit.PreviousRank = t.previousRank(u.UnitID)
		out.Units = append(out.Units, unit)
	}
	var points []decimal.Decimal
	for _, u := range out.Units {
		if u.Rank > 0 {
			points = append(points, u.Points)
		}
	}
	out.Mean = mean(points)
	return out
}

func (t *tally) previousRank(unit int64) int {
	if t.previous == nil {
		return 0
	}
	for _, g := range t.previous.Groups {
		if i := slices.IndexFunc(g.Units, func(u goal.SnapshotUnit) bool { return u.UnitID == unit }); i >= 0 {
			return g.Units[i].Rank
		}
	}
	return 0
}

// explainLaggards adds what the units wrote about their lagging goals. Where the
// owner's figure counts, the unit's own word on it is still the one that tells why.
func (t *tally) explainLaggards(ctx context.Context, q postgres.Queries, snap *goal.Snapshot) error {
	var rows []*goal.Row
	at := map[int64]*goal.Row{}
	for _, g := range snap.Goals {
		if g.Laggard == nil || g.Period == "" {
			continue
		}
		p, err := period.Parse(g.Period)
		if err != nil {
			return err
		}
		at[g.GoalID] = &goal.Row{GoalID: g.GoalID, Period: p, OfficialRevision: new(g.Revision)}
		rows = append(rows, at[g.GoalID])
	}
	if err := q.FillRows(ctx, t.o.PlanID, rows); err != nil {
		return err
	}
	for i := range snap.Goals {
		g := &snap.Goals[i]
		row := at[g.GoalID]
		if g.Laggard == nil || row == nil {
			continue
		}
		v := row.Unit
		if v == nil {
			v = row.Official
		}
		if v != nil {
			g.Laggard.Cause, g.Laggard.Note, g.Laggard.Measure, g.Laggard.HelpNeeded = v.Cause, v.Note, v.Measure, v.HelpNeeded
		}
	}
	return nil
}
