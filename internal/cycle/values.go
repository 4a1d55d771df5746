package cycle

import (
	"context"
	"slices"
	"strconv"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// MostRows is how many figures one call may carry.
const MostRows = 2000

// ValueInput is one figure to enter. Version is the row's as it was read, 0
// where there was none.
type ValueInput struct {
	GoalID  goal.ID
	Period  period.Period
	Version int
	Figures goal.Figures
}

// RowOutcome is what became of one row of a list.
type RowOutcome string

const (
	RowSaved     RowOutcome = "SAVED"
	RowUnchanged RowOutcome = "UNCHANGED" // it said so already
	RowRefused   RowOutcome = "REFUSED"
	RowStale     RowOutcome = "STALE" // changed by somebody else since it was read; Row is the current one
)

// RowResult answers for one row, in the order given. Row is nil where the input
// names no figure.
type RowResult struct {
	Outcome  RowOutcome
	Row      *RowView
	Problems []goal.Problem
}

// SaveValues enters figures: a unit its sheet, or an owner the figures it
// supplies. Each row is answered for itself; with atomic set, one refusal saves
// none. Sending the same figures twice is harmless.
func (s *Service) SaveValues(ctx context.Context, who goal.Actor, plan goal.ID, rows []ValueInput, atomic bool) ([]*RowResult, error) {
	b := batch{kind: goal.DeedReportSave, step: (*goal.Indicator).EnterStep, apply: enter}
	return s.batch(ctx, who, plan, rows, atomic, b)
}

// VerifyValues passes figures on as the indicator's owner, or its alternate;
// figures given with a row become the official ones beside the unit's.
func (s *Service) VerifyValues(ctx context.Context, who goal.Actor, plan goal.ID, rows []ValueInput, atomic bool) ([]*RowResult, error) {
	b := batch{kind: goal.DeedReportVerify, step: func(*goal.Indicator) goal.Step { return goal.StepVerify }, apply: verify, counts: true}
	return s.batch(ctx, who, plan, rows, atomic, b)
}

// batch is one way of treating a list of figures.
type batch struct {
	kind   goal.Deed
	step   func(*goal.Indicator) goal.Step
	apply  func(w *work, c *cell) []goal.Problem
	counts bool // figures may begin to count, or stop
}

// work is one batch under way.
type work struct {
	who    goal.Actor
	o      *goal.Outline
	values []*goal.Value
	rows   []*goal.Row
	goals  []int64
}

// cell is one row of a batch with what it is about.
type cell struct {
	n      int // place in the input
	in     *ValueInput
	goal   *goal.Goal
	ind    *goal.Indicator
	row    *goal.Row
	desk   *desk
	entry  goal.EntryState
	theirs bool // the actor enters this figure, if not now
	late   bool
	last   *goal.Progress // of a year-to-date figure, to notice a fall
}

func (c *cell) at(field string) []string { return goal.Path("rows", c.n, field) }

func (s *Service) batch(ctx context.Context, who goal.Actor, plan goal.ID, rows []ValueInput, atomic bool, b batch) ([]*RowResult, error) {
	if err := plan.Is(goal.KindPlan); err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows) > MostRows {
		return nil, goal.Invalid(goal.Path("rows"), goal.TooMany, "max", strconv.Itoa(MostRows))
	}
	results := make([]*RowResult, len(rows))
	var outcomes []rowOutcome
	again, err := s.write(ctx, who, plan.Num, &outcomes, func(q postgres.Queries) (*deed, error) {
		w, cells, err := s.begun(ctx, q, who, plan, rows, results, b)
		if err != nil {
			return nil, err
		}
		for _, c := range cells {
			results[c.n] = decide(w, c, b)
		}
		defer func() { outcomes = outcomesOf(results) }()
		if refused := slices.ContainsFunc(results, func(r *RowResult) bool { return r.Outcome == RowRefused || r.Outcome == RowStale }); refused && atomic {
			for _, r := range results {
				if r.Outcome == RowSaved {
					r.Outcome, r.Row = RowUnchanged, nil
				}
			}
			return nil, nil
		}
		if err := s.keep(ctx, q, w, b.counts); err != nil || len(w.rows) == 0 {
			return nil, err
		}
		d := w.deed(b.kind)
		d.inStead = forOwner(cells, results, b)
		return d, nil
	})
	return answered(results, again, err, func() ([]*RowResult, error) { return s.repeated(ctx, who, plan, rows, outcomes, b) })
}

// forOwner is the owner whose alternate verified all that was saved of a batch.
func forOwner(cells []*cell, results []*RowResult, b batch) *int64 {
	var owner *int64
	for _, c := range cells {
		if results[c.n].Outcome != RowSaved {
			continue
		}
		stands := b.step(c.ind) == goal.StepVerify && c.ind.VerifierOf(c.goal.UnitID) != c.ind.OwnerID
		if !stands || owner != nil && *owner != c.ind.OwnerID {
			return nil
		}
		owner = &c.ind.OwnerID
	}
	return owner
}

// begun finds what a batch is about.
func (s *Service) begun(ctx context.Context, q postgres.Queries, who goal.Actor, plan goal.ID, rows []ValueInput, results []*RowResult, b batch) (*work, []*cell, error) {
	o, err := s.share(ctx, q, who, plan.Num)
	if err != nil {
		return nil, nil, err
	}
	w := &work{who: who, o: o}
	cells, err := s.cells(ctx, q, w, rows, results, b)
	return w, cells, err
}

// rowOutcome is what is kept of a [RowResult] for a repeated request.
type rowOutcome struct {
	Outcome  RowOutcome
	Problems []goal.Problem
}

func outcomesOf(results []*RowResult) []rowOutcome {
	list := make([]rowOutcome, len(results))
	for i, r := range results {
		list[i] = rowOutcome{r.Outcome, r.Problems}
	}
	return list
}

// repeated answers a batch that was done before: with its outcomes, and the rows
// as they are now.
func (s *Service) repeated(ctx context.Context, who goal.Actor, plan goal.ID, rows []ValueInput, outcomes []rowOutcome, b batch) ([]*RowResult, error) {
	results := make([]*RowResult, len(rows))
	err := s.db.InTx(ctx, func(q postgres.Queries) error {
		w, cells, err := s.begun(ctx, q, who, plan, rows, results, b)
		for _, c := range cells {
			results[c.n] = c.result(w, "")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, o := range outcomes {
		results[i].Outcome, results[i].Problems = o.Outcome, o.Problems
	}
	return results, nil
}

// deed records a batch in the unit's chain where it is all one unit's, in the
// plan's otherwise.
func (w *work) deed(kind goal.Deed) *deed {
	d := &deed{plan: w.o.PlanID, unit: w.rows[0].UnitID, action: kind, object: w.o.Plan.ID()}
	type change struct {
		Goal     int64          `json:"goal"`
		Period   string         `json:"period"`
		Status   goal.RowStatus `json:"status"`
		Revision int            `json:"revision"`
	}
	var changes []change
	for _, r := range w.rows {
		if r.UnitID != d.unit {
			d.unit = 0
		}
		changes = append(changes, change{r.GoalID, r.Period.String(), r.Status, r.EffectiveRevision()})
	}
	d.after = changes
	return d
}

// cells finds what the rows are about; those that lead nowhere are answered here.
func (s *Service) cells(ctx context.Context, q postgres.Queries, w *work, rows []ValueInput, results []*RowResult, b batch) ([]*cell, error) {
	var ids []int64
	for _, r := range rows {
		if r.GoalID.Kind == goal.KindGoal && r.GoalID.Plan == w.o.PlanID {
			ids = append(ids, r.GoalID.Num)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := q.LockGoals(ctx, w.o.PlanID, ids); err != nil {
		return nil, err
	}
	goals, err := q.GoalsByID(ctx, w.o.PlanID, ids)
	if err != nil {
		return nil, err
	}
	byID := map[int64]*goal.Goal{}
	for _, g := range goals {
		byID[g.GoalID] = g
	}
	seen := map[postgres.RowKey]bool{}
	var cells []*cell
	for n := range rows {
		c := &cell{n: n, in: &rows[n], goal: byID[rows[n].GoalID.Num]}
		if p := c.locate(w.who, w.o, seen); p != nil {
			results[n] = &RowResult{Outcome: RowRefused, Problems: []goal.Problem{*p}}
			continue
		}
		cells = append(cells, c)
	}
	return cells, s.stored(ctx, q, w, cells, b)
}

// locate checks that a row names a goal that the actor sees, in a period that
// the goal reports, and does so once.
func (c *cell) locate(who goal.Actor, o *goal.Outline, seen map[postgres.RowKey]bool) *goal.Problem {
	unknown := c.goal == nil || c.in.GoalID != c.goal.ID() || c.goal.State == goal.GoalWithdrawn
	unknown = unknown || !who.Sees(o, c.goal)
	if unknown {
		return new(goal.NewProblem(c.at("goalId"), goal.UnknownGoal))
	}
	c.ind = o.Indicator(c.goal.IndicatorID)
	if c.in.Period.Kind() != c.ind.Frequency || c.in.Period.Year() != o.Year {
		return new(goal.NewProblem(c.at("period"), goal.WrongPeriod, "period", c.in.Period.String(), "kind", string(c.ind.Frequency), "year", strconv.Itoa(o.Year)))
	}
	key := postgres.RowKey{GoalID: c.goal.GoalID, Period: c.in.Period}
	if seen[key] {
		return new(goal.NewProblem(c.at("goalId"), goal.Duplicate, "code", c.ind.Code))
	}
	seen[key] = true
	return nil
}

// stored reads the rows as they stand, with their figures, and what each entry
// decision needs.
func (s *Service) stored(ctx context.Context, q postgres.Queries, w *work, cells []*cell, b batch) error {
	keys := make([]postgres.RowKey, len(cells))
	for i, c := range cells {
		keys[i] = postgres.RowKey{GoalID: c.goal.GoalID, Period: c.in.Period}
	}
	rows, err := q.Rows(ctx, w.o.PlanID, keys)
	if err != nil {
		return err
	}
	progress, err := q.ProgressByGoal(ctx, w.o.PlanID, cumulative(cells))
	if err != nil {
		return err
	}
	desks := map[period.Period]*desk{}
	var goals []*goal.Goal
	for _, c := range cells {
		goals = append(goals, c.goal)
	}
	var filled []*goal.Row
	for i, c := range cells {
		d := desks[c.in.Period]
		if d == nil {
			if d, err = s.desk(ctx, q, w.o, c.in.Period, goals); err != nil {
				return err
			}
			desks[c.in.Period] = d
		}
		if c.row = rows[keys[i]]; c.row == nil {
			c.row = &goal.Row{PlanID: w.o.PlanID, GoalID: c.goal.GoalID, Period: c.in.Period, UnitID: c.goal.UnitID, Status: goal.RowOpen}
		} else {
			filled = append(filled, c.row)
		}
		door := d.figure(c.goal, c.row).Door(b.step(c.ind))
		c.desk, c.entry, c.theirs = d, goal.Entry(w.who, door), w.who.May(door.Action, door.Thing)
		c.late, c.last = d.window.Late(w.who.At), progress[c.goal.GoalID]
	}
	return q.FillRows(ctx, w.o.PlanID, filled)
}

// decide answers for one row. Entering what is there already changes nothing,
// however old the version that was read: a repeated call is no conflict. A figure
// that was sent back is entered again even if it stays the same. Only whoever
// enters it is told that it is the same: marks that others do not see could be
// guessed otherwise.
func decide(w *work, c *cell, b batch) *RowResult {
	if b.kind == goal.DeedReportSave && c.theirs && c.row.Status != goal.RowReturned && c.in.Figures.Same(c.row.Effective()) {
		return c.result(w, RowUnchanged)
	}
	if !c.entry.May {
		return c.result(w, RowRefused, lockedProblem(c.at("goalId"), c.entry))
	}
	if c.in.Version != c.row.Version {
		return c.result(w, RowStale, goal.NewProblem(c.at("version"), goal.Stale, "version", strconv.Itoa(c.row.Version)))
	}
	if bad := b.apply(w, c); len(bad) > 0 {
		return c.result(w, RowRefused, bad...)
	}
	w.rows = append(w.rows, c.row)
	w.goals = append(w.goals, c.goal.GoalID)
	return c.result(w, RowSaved)
}

// result shows the row as it is after the decision.
func (c *cell) result(w *work, outcome RowOutcome, problems ...goal.Problem) *RowResult {
	view := &RowView{Row: c.row, Goal: c.goal, Indicator: c.ind, who: w.who, figure: c.desk.figure(c.goal, c.row)}
	return &RowResult{Outcome: outcome, Row: view, Problems: problems}
}

// enter writes a figure as a draft.
func enter(w *work, c *cell) []goal.Problem {
	bad := c.in.Figures.Check(c.ind, w.o.Settings.Scales.Value, goal.Path("rows", c.n))
	if c.falls() {
		bad.Add(c.at("note"), goal.FallWithoutNote, "before", c.last.Value.String())
	}
	if len(bad) > 0 {
		return bad
	}
	w.append(c, c.ind.Source)
	c.row.Status, c.row.EnteredBy = goal.RowDraft, by(w.who)
	return nil
}

// append adds a revision and points the row at it.
func (w *work) append(c *cell, source goal.Source) {
	f := &c.in.Figures
	c.row.Revision++
	v := &goal.Value{PlanID: w.o.PlanID, GoalID: c.goal.GoalID, Period: c.in.Period, Revision: c.row.Revision, Source: source,
		State: f.State, Value: f.Value, Numerator: f.Numerator, Denominator: f.Denominator, Inputs: versioned(f.Inputs), Note: f.Note, Cause: f.Cause,
		Measure: f.Measure, HelpNeeded: f.HelpNeeded, RecordedBy: by(w.who), RecordedAt: w.who.At}
	w.values = append(w.values, v)
	if source == goal.SourceOwner {
		c.row.OfficialRevision, c.row.Official = new(c.row.Revision), v
		return
	}
	c.row.OfficialRevision, c.row.Official, c.row.Unit = nil, nil, v
}

// versioned stamps typed inputs with the version of their shape.
func versioned(in *score.Inputs) *score.Inputs {
	if in == nil {
		return nil
	}
	stamped := *in
	stamped.V = 1
	return &stamped
}

// verify passes a figure on as its owner.
func verify(w *work, c *cell) []goal.Problem {
	if c.in.Figures.State != "" && !c.in.Figures.Same(c.row.Effective()) {
		if bad := c.in.Figures.Check(c.ind, w.o.Settings.Scales.Value, goal.Path("rows", c.n, "official")); len(bad) > 0 {
			return bad
		}
		if c.row.EnteredBy == nil {
			c.row.EnteredBy = by(w.who)
		}
		w.append(c, goal.SourceOwner)
	}
	if c.row.Effective() == nil {
		return []goal.Problem{goal.NewProblem(c.at("official"), goal.Required)}
	}
	if c.ind.Source == goal.SourceOwner && c.row.SubmittedAt == nil {
		c.row.Late, c.row.SubmittedBy, c.row.SubmittedAt = c.late, by(w.who), &w.who.At
	}
	c.row.Status, c.row.VerifiedBy, c.row.VerifiedAt = goal.RowOwnerVerified, by(w.who), &w.who.At
	return nil
}

// keep writes a batch: figures, rows, and progress where it may have moved.
func (s *Service) keep(ctx context.Context, q postgres.Queries, w *work, counts bool) error {
	if len(w.rows) == 0 {
		return nil
	}
	var units []int64
	var periods []period.Period
	for _, r := range w.rows {
		units, periods = append(units, r.UnitID), append(periods, r.Period)
	}
	if err := q.TouchReports(ctx, w.o.PlanID, units, periods); err != nil {
		return err
	}
	if len(w.values) > 0 {
		if err := q.AddValues(ctx, w.o.PlanID, w.values); err != nil {
			return err
		}
	}
	if err := q.SaveRows(ctx, w.o.PlanID, w.rows); err != nil {
		return err
	}
	if !counts {
		return nil
	}
	return s.recompute(ctx, q, w.o, w.goals, w.who.At)
}

// cumulative lists the goals whose figures are the year to date.
func cumulative(cells []*cell) []int64 {
	goals := []int64{}
	for _, c := range cells {
		if c.ind.Aggregation == score.Cumulative {
			goals = append(goals, c.goal.GoalID)
		}
	}
	return goals
}

// falls reports whether a year-to-date figure is below the one before it,
// without a word on why.
func (c *cell) falls() bool {
	now := c.in.Figures.Value
	return c.ind.Aggregation == score.Cumulative && now != nil && c.in.Figures.Note == "" &&
		c.last != nil && c.last.Value != nil && c.last.Period.Compare(c.in.Period) < 0 && now.LessThan(*c.last.Value)
}
