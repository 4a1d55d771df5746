package cycle

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// Explain gathers what it takes to redo units' scores in a run with a pencil, by
// unit. Whoever sees the run may; whose hands a value passed through only those
// are told who see the goal's work. It takes a fixed number of statements.
func (s *Service) Explain(ctx context.Context, who goal.Actor, run goal.ID, units []int64) (map[int64]*goal.Explanation, error) {
	view, err := s.Run(ctx, who, run)
	if err != nil {
		return nil, err
	}
	x := &explainer{view: view, who: who, names: planNames(view.Outline), units: map[int64]*goal.Unit{}, people: map[int64]*goal.Account{}}
	if err := x.load(ctx, s, s.db.Read(), units); err != nil {
		return nil, err
	}
	out := make(map[int64]*goal.Explanation, len(x.scores))
	for _, sc := range x.scores {
		out[sc.UnitID] = x.unit(sc)
	}
	return out, nil
}

// explainer holds what was read for some units of one run.
type explainer struct {
	view      *RunView
	who       goal.Actor
	scores    []*goal.Score
	lines     map[int64][]*goal.ScoreLine // by unit
	pinned    *pinned
	standings map[int64][]goal.Standing // by group
	units     map[int64]*goal.Unit
	names     map[string]map[string]goal.Name
	parts     map[int64][]*goal.ScoreLine // by indicator, of lines that depend on the group's
	rows      map[postgres.RowKey]*goal.Row
	values    map[int64]map[string]*goal.Value
	people    map[int64]*goal.Account
}

func (x *explainer) load(ctx context.Context, s *Service, q postgres.Queries, units []int64) error {
	plan, run := x.view.PlanID, x.view.RunID
	var err error
	if x.scores, err = q.Scores(ctx, plan, run, units); err != nil {
		return err
	}
	lines, err := s.lines(ctx, q, x.who, x.view.Outline, run, units)
	if err != nil {
		return err
	}
	x.lines = map[int64][]*goal.ScoreLine{}
	for _, l := range lines {
		x.lines[l.UnitID] = append(x.lines[l.UnitID], l)
	}
	var groups []int64
	for _, sc := range x.scores {
		if !slices.Contains(groups, sc.GroupID) {
			groups = append(groups, sc.GroupID)
		}
	}
	if x.pinned, err = readPinned(ctx, q, plan, run, units); err != nil {
		return err
	}
	standings, err := q.Standings(ctx, plan, run, groups)
	if err != nil {
		return err
	}
	x.standings = map[int64][]goal.Standing{}
	for _, st := range standings {
		x.standings[st.GroupID] = append(x.standings[st.GroupID], st)
	}
	if err := x.loadUnits(ctx, q, standings); err != nil {
		return err
	}
	if err := x.loadParts(ctx, q, lines, standings); err != nil {
		return err
	}
	return x.loadHands(ctx, q)
}

// loadUnits reads the register as it stood when the run was computed.
func (x *explainer) loadUnits(ctx context.Context, q postgres.Queries, standings []goal.Standing) error {
	ids := []int64{x.view.Outline.OrganID}
	for _, st := range standings {
		ids = append(ids, st.UnitID)
	}
	for _, i := range x.view.Outline.Indicators {
		ids = append(ids, i.OwnerID)
		if i.AlternateID != nil {
			ids = append(ids, *i.AlternateID)
		}
	}
	list, err := q.UnitsByID(ctx, x.view.InputsAt, ids)
	x.names["unit"] = map[string]goal.Name{}
	for _, u := range list {
		x.units[u.UnitID] = u
		x.names["unit"][u.Code] = goal.Name{Zh: u.Name}
	}
	return err
}

// dependent are steps whose value comes from what others of the group earned.
var dependent = []string{score.TraceGroupMinimum, score.TraceNAMean, score.TraceTieCancelled}

// loadParts reads what the group earned on the indicators where a line depends
// on that.
func (x *explainer) loadParts(ctx context.Context, q postgres.Queries, lines []*goal.ScoreLine, standings []goal.Standing) error {
	codes := map[int64]string{}
	for _, u := range x.pinned.units {
		if u == nil {
			continue
		}
		for _, g := range u.Goals {
			codes[g.GoalID] = g.Indicator
		}
	}
	var indicators, units []int64
	for _, l := range lines {
		if slices.ContainsFunc(l.Trace.Children, func(t score.Trace) bool { return slices.Contains(dependent, t.Code) }) {
			if ind := x.indicator(codes[l.GoalID]); ind != nil {
				indicators = append(indicators, ind.IndicatorID)
			}
		}
	}
	if len(indicators) == 0 {
		return nil
	}
	for _, st := range standings {
		if st.Mode == score.Ranked {
			units = append(units, st.UnitID)
		}
	}
	var err error
	x.parts, err = q.LinesOn(ctx, x.view.PlanID, x.view.RunID, indicators, units)
	return err
}

// loadHands reads whose hands the values passed through that the reader may know
// about.
func (x *explainer) loadHands(ctx context.Context, q postgres.Queries) error {
	var keys []postgres.RowKey
	var goals, revisions []int64
	var periods []string
	for unit, in := range x.pinned.units {
		if in == nil {
			continue
		}
		for i := range in.Goals {
			g := &in.Goals[i]
			ind := x.indicator(g.Indicator)
			if ind == nil || !x.who.May(goal.ReadGoals, x.view.Outline.FigureThing(unit, ind)) {
				continue
			}
			for _, v := range g.Values {
				p, err := period.Parse(v.Period)
				if err != nil {
					return err
				}
				if v.State != score.ValueMissing {
					keys = append(keys, postgres.RowKey{GoalID: g.GoalID, Period: p})
					goals, periods, revisions = append(goals, g.GoalID), append(periods, v.Period), append(revisions, int64(v.Revision))
				}
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	var err error
	if x.rows, err = q.Rows(ctx, x.view.PlanID, keys); err != nil {
		return err
	}
	if x.values, err = q.ValuesAt(ctx, x.view.PlanID, goals, periods, revisions); err != nil {
		return err
	}
	return x.loadPeople(ctx, q)
}

func (x *explainer) loadPeople(ctx context.Context, q postgres.Queries) error {
	ids := map[int64]bool{}
	add := func(list ...*int64) {
		for _, id := range list {
			if id != nil {
				ids[*id] = true
			}
		}
	}
	for _, r := range x.rows {
		add(r.SubmittedBy, r.ApprovedBy, r.VerifiedBy, r.ConfirmedBy)
	}
	for _, byPeriod := range x.values {
		for _, v := range byPeriod {
			add(v.RecordedBy)
		}
	}
	list := make([]int64, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	accounts, err := q.AccountsByID(ctx, list)
	for _, a := range accounts {
		x.people[a.AccountID] = a
	}
	return err
}

func (x *explainer) indicator(code string) *goal.Indicator {
	list := x.view.Outline.Indicators
	if i := slices.IndexFunc(list, func(i *goal.Indicator) bool { return i.Code == code }); i >= 0 {
		return list[i]
	}
	return nil
}

func (x *explainer) unit(sc *goal.Score) *goal.Explanation {
	o := x.view.Outline
	e := &goal.Explanation{Plan: o.Plan, Run: x.view.ScoreRun, Unit: x.units[sc.UnitID], Group: o.Group(sc.GroupID), Score: sc,
		Rules: x.pinned.rules, Standing: x.standings[sc.GroupID], Names: x.names}
	if organ := x.units[o.OrganID]; organ != nil {
		e.Organ = organ.Name
	}
	if e.Unit == nil {
		e.Unit = &goal.Unit{UnitID: sc.UnitID}
	}
	for i := range e.Standing {
		if u := x.units[e.Standing[i].UnitID]; u != nil {
			e.Standing[i].Code = u.Code
		}
	}
	group := x.pinned.group(sc.GroupID)
	e.Marks, e.Places = group.dimensions, group.places
	for _, l := range x.lines[sc.UnitID] {
		e.Lines = append(e.Lines, x.line(l, group))
	}
	return e
}

func (x *explainer) line(l *goal.ScoreLine, group *pinnedGroup) *goal.ExplainedLine {
	e := &goal.ExplainedLine{ScoreLine: l, Indicator: &goal.Indicator{}}
	if in := x.pinned.units[l.UnitID]; in != nil {
		if i := slices.IndexFunc(in.Goals, func(g score.GoalInput) bool { return g.GoalID == l.GoalID }); i >= 0 {
			e.Goal = in.Goals[i]
		}
	}
	code := e.Goal.Indicator
	e.Rule = x.pinned.indicators[code]
	if ind := x.indicator(code); ind != nil {
		e.Indicator, e.Owner = ind, x.units[ind.VerifierOf(l.UnitID)]
		e.Parts = x.earned(ind.IndicatorID, l)
	}
	if i := slices.IndexFunc(group.peers, func(p score.PeerNumbers) bool { return p.Indicator == code }); i >= 0 {
		e.Peers = group.peers[i].Numbers
	}
	for i := range e.Goal.Values {
		v := &e.Goal.Values[i]
		v.Inputs = x.who.ShownInputs(x.view.Outline, l.UnitID, e.Indicator, v.Inputs)
	}
	for _, v := range e.Goal.Values {
		e.Values = append(e.Values, x.value(l.GoalID, v))
	}
	return e
}

// earned is what the group's units earned on an indicator, in order of their codes.
func (x *explainer) earned(indicator int64, own *goal.ScoreLine) []goal.EarnedPart {
	var parts []goal.EarnedPart
	group := int64(0)
	if u := x.view.Outline.Unit(own.UnitID); u != nil {
		group = u.GroupID
	}
	for _, l := range x.parts[indicator] {
		u, place := x.units[l.UnitID], x.view.Outline.Unit(l.UnitID)
		if u == nil || place == nil || place.GroupID != group {
			continue
		}
		part := goal.EarnedPart{Unit: u.Code, State: l.State, Points: l.Trace.Value, Marks: ownMarks(l)}
		for i := len(l.Trace.Children) - 1; i >= 0 && part.Points == ""; i-- {
			part.Points = l.Trace.Children[i].Value // what it had before the item was cancelled
		}
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b goal.EarnedPart) int { return cmp.Compare(a.Unit, b.Unit) })
	return parts
}

// ownMarks are a line's marks, or the unit's portion of them.
func ownMarks(l *goal.ScoreLine) string {
	for _, step := range l.Trace.Children {
		if step.Code != score.TracePortion {
			continue
		}
		for _, o := range step.Operands {
			part, ok := parseRat(o.Value)
			marks, also := parseRat(l.FullMarks)
			if o.Name == "p" && ok && also {
				return score.Exact(marks.Mul(marks, part))
			}
		}
	}
	return l.FullMarks
}

// value adds to a pinned value whose hands it passed through by the time of the run.
func (x *explainer) value(goalID int64, v score.PeriodValue) goal.ExplainedValue {
	out := goal.ExplainedValue{PeriodValue: v}
	kept := x.values[goalID][v.Period]
	if kept == nil {
		return out
	}
	hand := func(did goal.HandStep, who *int64, at *time.Time) {
		if who != nil && at != nil && !at.After(x.view.InputsAt) && x.people[*who] != nil {
			out.Hands = append(out.Hands, goal.Hand{Did: did, Who: x.people[*who].Name, At: *at})
		}
	}
	did := goal.HandEntered
	if kept.Source == goal.SourceOwner {
		did = goal.HandSupplied
	}
	hand(did, kept.RecordedBy, &kept.RecordedAt)
	row := x.rows[postgres.RowKey{GoalID: goalID, Period: kept.Period}]
	if row == nil {
		return out
	}
	if out.Revised = row.EffectiveRevision() != v.Revision; out.Revised {
		return out
	}
	if kept.Source != goal.SourceOwner { // the steps of the unit were taken on its own figure
		hand(goal.HandSubmitted, row.SubmittedBy, row.SubmittedAt)
		hand(goal.HandApproved, row.ApprovedBy, row.ApprovedAt)
	}
	hand(goal.HandVerified, row.VerifiedBy, row.VerifiedAt)
	hand(goal.HandConfirmed, row.ConfirmedBy, row.ConfirmedAt)
	return out
}

// planNames are what a plan's codes stand for.
func planNames(o *goal.Outline) map[string]map[string]goal.Name {
	names := map[string]map[string]goal.Name{"indicator": {}, "dimension": {}, "grade": {}, "veto": {}, "rule": {}}
	for _, i := range o.Indicators {
		names["indicator"][i.Code] = goal.Name{Zh: i.Name, En: i.NameEn}
	}
	for _, d := range o.Dimensions {
		names["dimension"][d.Code] = goal.Name{Zh: d.Name, En: d.NameEn}
	}
	for _, g := range o.Settings.Grades {
		names["grade"][g.Code] = goal.Name{Zh: g.Name}
	}
	for _, v := range o.Settings.Vetoes {
		names["veto"][v.Code] = goal.Name{Zh: v.Name}
	}
	for _, a := range o.Settings.Adjustments.Rules {
		names["rule"][a.Code] = goal.Name{Zh: a.Name}
	}
	return names
}
