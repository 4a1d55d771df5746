package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// pageInfo ends a page; end makes the cursor of its last item.
func pageInfo[T any](nodes []T, more bool, end func(T) *string) *PageInfo {
	info := &PageInfo{HasNextPage: more}
	if len(nodes) > 0 {
		info.EndCursor = end(nodes[len(nodes)-1])
	}
	return info
}

func unitConnection(p *cycle.UnitPage) *UnitConnection {
	return &UnitConnection{Nodes: p.Units, TotalCount: p.Total, PageInfo: pageInfo(p.Units, p.More, func(u *goal.Unit) *string {
		return cursor("units", digitsOf(int64(u.DisplayOrder)), digitsOf(u.UnitID))
	})}
}

func grantConnection(ctx context.Context, p *cycle.GrantPage) (*GrantConnection, error) {
	c := &GrantConnection{Nodes: p.Grants, TotalCount: p.Total, PageInfo: pageInfo(p.Grants, p.More, func(g *goal.Grant) *string {
		return cursor("grants", digitsOf(g.GrantID))
	})}
	var units []int64
	for _, g := range p.Grants {
		units = append(units, g.UnitID)
	}
	return c, prefetchUnits(ctx, units)
}

func accountConnection(ctx context.Context, p *cycle.AccountPage) (*AccountConnection, error) {
	c := &AccountConnection{Nodes: p.Accounts, TotalCount: p.Total, PageInfo: pageInfo(p.Accounts, p.More, func(a *goal.Account) *string {
		return cursor("accounts", digitsOf(a.AccountID))
	})}
	var units []int64
	for _, a := range p.Accounts {
		if a.UnitID != nil {
			units = append(units, *a.UnitID)
		}
	}
	return c, prefetchUnits(ctx, units)
}

func planConnection(p *cycle.PlanPage) *PlanConnection {
	return &PlanConnection{Nodes: p.Plans, TotalCount: p.Total, PageInfo: pageInfo(p.Plans, p.More, func(o *goal.Outline) *string {
		return cursor("plans", digitsOf(int64(o.Year)), digitsOf(o.PlanID))
	})}
}

func goalConnection(ctx context.Context, p *cycle.GoalPage) (*GoalConnection, error) {
	c := &GoalConnection{Nodes: p.Goals, TotalCount: p.Total, PageInfo: pageInfo(p.Goals, p.More, func(g *goal.Goal) *string {
		return cursor("goals", digitsOf(g.SortKey))
	})}
	var units []int64
	for _, g := range p.Goals {
		units = append(units, g.UnitID)
	}
	if selects(ctx, "nodes", "leaderInCharge") {
		if err := prefetchLeaders(ctx, p.Goals); err != nil {
			return nil, err
		}
	}
	if selects(ctx, "nodes", "history") {
		if err := prefetchHistories(ctx, p.Goals); err != nil {
			return nil, err
		}
	}
	return c, prefetchUnits(ctx, units)
}

func completionConnection(ctx context.Context, p *cycle.CompletionPage) (*CompletionConnection, error) {
	c := &CompletionConnection{Nodes: p.Rows, TotalCount: p.Total, PageInfo: pageInfo(p.Rows, p.More, func(row *goal.CompletionRow) *string {
		return cursor("completion", row.Key)
	})}
	var units []int64
	for _, row := range p.Rows {
		for _, id := range []*int64{row.UnitID, row.OwnerID} {
			if id != nil {
				units = append(units, *id)
			}
		}
	}
	return c, prefetchUnits(ctx, units)
}

func arrangementConnection(ctx context.Context, p *cycle.ArrangementPage) (*ArrangementConnection, error) {
	c := &ArrangementConnection{Nodes: p.Arrangements, TotalCount: p.Total, PageInfo: pageInfo(p.Arrangements, p.More, func(a *goal.Arrangement) *string {
		return cursor("arrangements", a.Month.String(), digitsOf(a.UnitID))
	})}
	var units []int64
	for _, a := range p.Arrangements {
		units = append(units, a.UnitID)
	}
	return c, prefetchUnits(ctx, units)
}

func reportConnection(ctx context.Context, list []*cycle.ReportView, total int, more bool) (*ReportConnection, error) {
	c := &ReportConnection{Nodes: list, TotalCount: total, PageInfo: pageInfo(list, more, func(v *cycle.ReportView) *string {
		return cursor("reports", digitsOf(v.UnitID))
	})}
	var units []int64
	for _, v := range list {
		units = append(units, v.UnitID)
	}
	return c, prefetchUnits(ctx, units)
}

func entryLockConnection(p *cycle.EntryLockPage) *EntryLockConnection {
	return &EntryLockConnection{Nodes: p.Locks, TotalCount: p.Total, PageInfo: pageInfo(p.Locks, p.More, func(l *cycle.EntryLock) *string {
		return cursor("periods", l.Period.String())
	})}
}

// ids reads the numbers of ids of one kind; an id of another kind, or of another
// plan, is one that matches nothing.
func ids(list []*goal.ID, kind goal.Kind, plan int64) []int64 {
	if list == nil {
		return nil
	}
	nums := make([]int64, len(list))
	for i, id := range list {
		if id.Kind == kind && (id.Plan == 0 || id.Plan == plan) {
			nums[i] = id.Num
		}
	}
	return nums
}

func values[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = *v
	}
	return out
}

func goalFilter(f *GoalFilter, search string, plan int64) cycle.GoalFilter {
	if f == nil {
		f = &GoalFilter{}
	}
	return cycle.GoalFilter{
		Units: ids(f.UnitIds, goal.KindUnit, plan), Groups: ids(f.GroupIds, goal.KindGroup, plan),
		Dimensions: ids(f.DimensionIds, goal.KindDimension, plan), Indicators: ids(f.IndicatorIds, goal.KindIndicator, plan),
		Owners: ids(f.OwnerIds, goal.KindUnit, plan), Leaders: ids(f.LeaderIds, goal.KindAccount, plan), Search: search,
	}
}

// leaderOf is who is in charge of a goal, or else of its unit.
func leaderOf(ctx context.Context, g *goal.Goal) (*goal.Account, error) {
	if g.LeaderID != nil {
		return accountOrNil(ctx, g.LeaderID)
	}
	c, err := load(ctx).contacts.Load(ctx, g.UnitID)
	if err != nil {
		return nil, err
	}
	return accountOrNil(ctx, c.LeaderID)
}

// valueInputs turns the API's rows into the use case's.
func valueInputs(list []*ValueInput) []cycle.ValueInput {
	rows := make([]cycle.ValueInput, len(list))
	for i, in := range list {
		rows[i] = cycle.ValueInput{GoalID: in.GoalID, Period: in.Period, Version: in.Version, Figures: goal.Figures{
			State: in.State, Value: in.Value, Numerator: in.Numerator, Denominator: in.Denominator, Inputs: in.Inputs,
			Note: in.Note, Cause: in.Cause, Measure: in.Measure, HelpNeeded: in.HelpNeeded,
		}}
	}
	return rows
}

func verifyInputs(list []*ValueVerifyInput) []cycle.ValueInput {
	rows := make([]cycle.ValueInput, len(list))
	for i, in := range list {
		rows[i] = cycle.ValueInput{GoalID: in.GoalID, Period: in.Period, Version: in.Version}
		if in.Official != nil {
			rows[i].Figures = *in.Official
		}
	}
	return rows
}

func contact(post, phone string) *Contact {
	if post == "" && phone == "" {
		return nil
	}
	return &Contact{Post: post, OfficePhone: phone}
}

// snapshotUnits shows a snapshot's units; ranks and numbers that are not there are nil.
func snapshotUnits(list []goal.SnapshotUnit) []*BulletinUnit {
	out := make([]*BulletinUnit, len(list))
	for i, u := range list {
		out[i] = &BulletinUnit{UnitID: u.UnitID, Points: u.Points, Rank: orNil(u.Rank), PreviousRank: orNil(u.PreviousRank), Lights: u.Lights}
	}
	return out
}

func reportReturns(ctx context.Context, report goal.ID) ([]*ReportReturn, error) {
	list, err := load(ctx).returns.Load(ctx, report)
	if err != nil {
		return nil, err
	}
	out := make([]*ReportReturn, len(list))
	for i, e := range list {
		by, err := accountOrNil(ctx, e.ReturnedBy)
		if err != nil {
			return nil, err
		}
		out[i] = &ReportReturn{By: by, At: e.ReturnedAt, Reason: e.Reason}
	}
	return out, nil
}

func runConnection(p *cycle.RunPage) *ScoreRunConnection {
	return &ScoreRunConnection{Nodes: p.Runs, TotalCount: p.Total, PageInfo: pageInfo(p.Runs, p.More, func(v *cycle.RunView) *string {
		return cursor("runs", digitsOf(int64(v.Number)))
	})}
}

// valuesOf reads a goal's figures for those who may see them; a goal can be
// reached by others too, through a bulletin or a score sheet that names it.
func valuesOf(ctx context.Context, g *goal.Goal) ([]*goal.Value, error) {
	p, err := parts(ctx, g.PlanID)
	if err != nil || !actor(ctx).Sees(p.outline, g) {
		return []*goal.Value{}, err
	}
	return load(ctx).values.Load(ctx, g.ID())
}

// namedGoal is a goal that something the viewer sees names: a bulletin, a score
// line, an arrangement. How far it is shows only where the viewer may see that.
func namedGoal(ctx context.Context, id goal.ID) (*goal.Goal, error) {
	g, err := load(ctx).goals.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := parts(ctx, g.PlanID)
	if err != nil || actor(ctx).SeesProgress(p.outline, g) {
		return g, err
	}
	shown := *g
	shown.Progress = nil
	return &shown, nil
}

// namedGoals loads a plan's goals by their numbers.
func namedGoals(ctx context.Context, plan int64, numbers []int64) ([]*goal.Goal, error) {
	out := make([]*goal.Goal, 0, len(numbers))
	for _, n := range numbers {
		g, err := namedGoal(ctx, goal.ID{Kind: goal.KindGoal, Plan: plan, Num: n})
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}
