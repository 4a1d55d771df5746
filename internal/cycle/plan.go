package cycle

import (
	"context"
	"errors"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Plan reads a plan with its parts.
func (s *Service) Plan(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Outline, error) {
	if err := id.Is(goal.KindPlan); err != nil {
		return nil, err
	}
	return s.read(ctx, s.db.Read(), who, id.Num)
}

// PlanPage is one page of plans.
type PlanPage struct {
	Plans []*goal.Outline
	Total int
	More  bool
}

// Plans lists the plans that the actor may read, newest year first, after a
// place. An installation has few plans: one per authority and year.
func (s *Service) Plans(ctx context.Context, who goal.Actor, year *int, afterYear int, afterID int64, first int) (*PlanPage, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	q, page := s.db.Read(), &PlanPage{}
	list, err := q.Plans(ctx, year)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		o, err := s.outline(ctx, q, p)
		if err != nil {
			return nil, err
		}
		if !who.May(goal.ReadPlan, o.Thing()) {
			continue
		}
		page.Total++
		before := afterYear != 0 && (p.Year > afterYear || p.Year == afterYear && p.PlanID <= afterID)
		if before {
			continue
		}
		if len(page.Plans) == first {
			page.More = true
			continue
		}
		page.Plans = append(page.Plans, o)
	}
	return page, nil
}

// LoadPlan stores a plan as a draft: a new one for an authority and year that
// have none, or in place of the draft they have. The office of the authority may.
func (s *Service) LoadPlan(ctx context.Context, who goal.Actor, f *goal.PlanFile) (*goal.Outline, error) {
	return s.loadPlan(ctx, who, f, false)
}

// loadPlan stores a draft; with first set, only where the year has no plan.
func (s *Service) loadPlan(ctx context.Context, who goal.Actor, f *goal.PlanFile, first bool) (*goal.Outline, error) {
	var loaded *goal.Outline
	var made goal.ID
	again, err := s.write(ctx, who, 0, &made, func(q postgres.Queries) (*deed, error) {
		known, err := q.Register(ctx)
		if err != nil {
			return nil, err
		}
		there, err := mayDraft(ctx, q, who, known.Units[f.Organ], f.Year)
		if err != nil {
			return nil, err
		}
		if first && there {
			return nil, goal.Invalid(goal.Path("year"), goal.PlanExists, "year", fmt.Sprint(f.Year))
		}
		f.Complete()
		if err := f.Structure(known).Err(); err != nil {
			return nil, err
		}
		plan, err := s.draftOf(ctx, q, who, f, known)
		if err != nil {
			return nil, err
		}
		if loaded, err = s.fill(ctx, q, who, plan, f, known); err != nil {
			return nil, err
		}
		made = plan.ID()
		return &deed{plan: plan.PlanID, action: goal.DeedPlanLoad, object: made, after: f}, nil
	})
	return answered(loaded, again, err, func() (*goal.Outline, error) { return s.Plan(ctx, who, made) })
}

// mayDraft requires the right to draft an authority's plan of a year, and reports
// whether there is one.
func mayDraft(ctx context.Context, q postgres.Queries, who goal.Actor, organ int64, year int) (there bool, err error) {
	id, err := q.PlanOf(ctx, organ, year)
	if err != nil && !errors.Is(err, goal.ErrNotFound) {
		return false, err
	}
	return err == nil, allow(who, goal.EditPlan, goal.Thing{Plan: id, Organ: organ, Status: goal.PlanDraft, Year: year})
}

// draftOf finds the draft to fill, or begins one.
func (s *Service) draftOf(ctx context.Context, q postgres.Queries, who goal.Actor, f *goal.PlanFile, known goal.Register) (*goal.Plan, error) {
	organ := known.Units[f.Organ]
	id, err := q.PlanOf(ctx, organ, f.Year)
	if errors.Is(err, goal.ErrNotFound) {
		if id, err = q.RegisterPlan(ctx, organ, f.Year); err != nil {
			if postgres.Refused(err) == "plan_registry_organ_id_year_key" {
				return nil, goal.Invalid(goal.Path("year"), goal.PlanExists, "year", fmt.Sprint(f.Year))
			}
			return nil, err
		}
		p := &goal.Plan{PlanID: id, OrganID: organ, OrganiserID: known.Units[f.Organiser], Year: f.Year, Title: f.Title,
			Status: goal.PlanDraft, Settings: f.PlanSettings, CreatedAt: who.At}
		if err := q.AddPlan(ctx, p); err != nil {
			return nil, err
		}
		return q.LockPlan(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	p, err := q.LockPlan(ctx, id)
	if err == nil && !p.Status.Editable() {
		err = goal.Invalid(goal.Path("year"), goal.PlanExists, "year", fmt.Sprint(f.Year), "status", string(p.Status))
	}
	return p, err
}

// fill makes a draft say what the file says.
func (s *Service) fill(ctx context.Context, q postgres.Queries, who goal.Actor, p *goal.Plan, f *goal.PlanFile, known goal.Register) (*goal.Outline, error) {
	p.Title, p.Settings, p.OrganiserID, p.ChangedAt = f.Title, f.PlanSettings, known.Units[f.Organiser], who.At
	if err := q.SavePlan(ctx, p); err != nil {
		return nil, err
	}
	if err := q.SaveStructure(ctx, p.PlanID, f, known.Units); err != nil {
		return nil, fmt.Errorf("save plan %d: %w", p.PlanID, err)
	}
	o, err := q.Outline(ctx, p)
	if err != nil {
		return nil, err
	}
	if err := q.SaveGoals(ctx, p.PlanID, goalsOf(o, f, known), by(who), who.At, "plan loaded"); err != nil {
		return nil, fmt.Errorf("save goals of plan %d: %w", p.PlanID, err)
	}
	return o, nil
}

// goalsOf gives every unit a goal for each indicator with marks in its group.
func goalsOf(o *goal.Outline, f *goal.PlanFile, known goal.Register) []goal.Goal {
	type key struct{ unit, indicator int64 }
	own := map[key]*goal.GoalFile{}
	indicators := map[string]int64{}
	for _, i := range o.Indicators {
		indicators[i.Code] = i.IndicatorID
	}
	for i := range f.Goals {
		g := &f.Goals[i]
		own[key{known.Units[g.Unit], indicators[g.Indicator]}] = g
	}
	var goals []goal.Goal
	for place, u := range o.Units {
		if u.Mode == score.Exempt {
			continue
		}
		for n, ind := range o.Indicators {
			full := goal.MarksIn(ind.Marks, u.GroupID)
			if !full.IsPositive() {
				continue
			}
			g := goal.Goal{PlanID: o.PlanID, UnitID: u.UnitID, IndicatorID: ind.IndicatorID, SortKey: int64(place+1)*1_000_000 + int64(n+1),
				State: goal.GoalSet, FullMarks: full, Target: ind.Target, Baseline: ind.Baseline}
			if file := own[key{u.UnitID, ind.IndicatorID}]; file != nil {
				applyGoalFile(&g, file, known)
			}
			goals = append(goals, g)
		}
	}
	return goals
}

func applyGoalFile(g *goal.Goal, f *goal.GoalFile, known goal.Register) {
	if f.NotApplicable {
		g.State = goal.GoalNotApplicable
	}
	if f.Target != nil {
		g.Target = f.Target
	}
	if f.Baseline != nil {
		g.Baseline = f.Baseline
	}
	g.Portion = f.Portion
	g.Challenge, g.Difficulty, g.Section, g.PlannedShares, g.OutOfTotals = f.Challenge, f.Difficulty, f.Section, f.PlannedShares, f.OutOfTotals
	if id, ok := known.Units[f.LeadUnit]; ok {
		g.LeadUnitID = &id
	}
	for _, code := range f.CooperatingUnits {
		g.CooperatingUnits = append(g.CooperatingUnits, known.Units[code])
	}
	if id, ok := known.Accounts[f.LeaderInCharge]; ok {
		g.LeaderID = &id
	}
}

// PlanFile writes a plan back as the document it can be loaded from.
func (s *Service) PlanFile(ctx context.Context, who goal.Actor, id goal.ID) (*goal.PlanFile, error) {
	o, err := s.Plan(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return s.document(ctx, s.db.Read(), o)
}

// document writes an outline and its goals back as a document.
func (s *Service) document(ctx context.Context, q postgres.Queries, o *goal.Outline) (*goal.PlanFile, error) {
	known, err := q.Register(ctx)
	if err != nil {
		return nil, err
	}
	goals, err := q.Goals(ctx, o.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return nil, err
	}
	n := names{units: map[int64]string{}, accounts: map[int64]string{}, groups: map[int64]string{}}
	for code, id := range known.Units {
		n.units[id] = code
	}
	for login, id := range known.Accounts {
		n.accounts[id] = login
	}
	f := &goal.PlanFile{Year: o.Year, Title: o.Title, Organ: n.units[o.OrganID], Organiser: n.units[o.OrganiserID], PlanSettings: o.Settings}
	for _, g := range o.Groups {
		n.groups[g.GroupID] = g.Code
		f.Groups = append(f.Groups, goal.GroupFile{Code: g.Code, Name: g.Name, NameEn: g.NameEn, Components: g.Components})
	}
	for _, d := range o.Dimensions {
		f.Dimensions = append(f.Dimensions, goal.DimensionFile{Code: d.Code, Name: d.Name, NameEn: d.NameEn, Marks: n.marks(d.Marks)})
	}
	for _, i := range o.Indicators {
		f.Indicators = append(f.Indicators, n.indicator(o, i))
	}
	for _, u := range o.Units {
		f.Units = append(f.Units, goal.PlanUnitFile{Unit: n.units[u.UnitID], Group: n.groups[u.GroupID], Mode: u.Mode})
	}
	for _, g := range goals {
		if file, differs := n.goal(o, g); differs {
			f.Goals = append(f.Goals, file)
		}
	}
	return f, nil
}

// names turns ids back into the codes that documents use.
type names struct{ units, accounts, groups map[int64]string }

func (n names) marks(list []goal.Marks) []goal.GroupMarks {
	out := make([]goal.GroupMarks, len(list))
	for i, m := range list {
		out[i] = goal.GroupMarks{Group: n.groups[m.GroupID], FullMarks: m.FullMarks}
	}
	return out
}

func (n names) indicator(o *goal.Outline, i *goal.Indicator) goal.IndicatorFile {
	f := goal.IndicatorFile{
		Code: i.Code, Name: i.Name, NameEn: i.NameEn, Dimension: o.Dimension(i.DimensionID).Code, Definition: i.Definition,
		UnitOfMeasure: i.UnitOfMeasure, Direction: i.Direction, Binding: i.Binding, Frequency: i.Frequency, Aggregation: i.Aggregation,
		RatioScale: i.RatioScale, Source: i.Source, Owner: n.units[i.OwnerID], Rule: i.Rule, Target: i.Target, Baseline: i.Baseline,
		PlannedShares: i.PlannedShares, PeriodWeights: i.PeriodWeights, Marks: n.marks(i.Marks),
	}
	if i.AlternateID != nil {
		f.AlternateOwner = n.units[*i.AlternateID]
	}
	return f
}

// goal writes what a goal has of its own; differs is false where that is nothing.
func (n names) goal(o *goal.Outline, g *goal.Goal) (f goal.GoalFile, differs bool) {
	ind := o.Indicator(g.IndicatorID)
	f = goal.GoalFile{Unit: n.units[g.UnitID], Indicator: ind.Code, NotApplicable: g.State == goal.GoalNotApplicable,
		Challenge: g.Challenge, Difficulty: g.Difficulty, Portion: g.Portion, Section: g.Section, PlannedShares: g.PlannedShares, OutOfTotals: g.OutOfTotals}
	if !same(g.Target, ind.Target) {
		f.Target = g.Target
	}
	if !same(g.Baseline, ind.Baseline) {
		f.Baseline = g.Baseline
	}
	if g.LeadUnitID != nil {
		f.LeadUnit = n.units[*g.LeadUnitID]
	}
	for _, u := range g.CooperatingUnits {
		f.CooperatingUnits = append(f.CooperatingUnits, n.units[u])
	}
	if g.LeaderID != nil {
		f.LeaderInCharge = n.accounts[*g.LeaderID]
	}
	differs = f.NotApplicable || f.Target != nil || f.Baseline != nil || f.Challenge != nil || f.Difficulty != nil || f.Portion != nil || f.LeadUnit != "" ||
		len(f.CooperatingUnits) > 0 || f.Section != "" || f.LeaderInCharge != "" || len(f.PlannedShares) > 0 || f.OutOfTotals
	return f, differs
}

func same(a, b *decimal.Decimal) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }

// CopyPlan begins a new year's draft with last year's content. A year that has a
// plan already keeps it.
func (s *Service) CopyPlan(ctx context.Context, who goal.Actor, id goal.ID, year int, title string) (*goal.Outline, error) {
	f, err := s.PlanFile(ctx, who, id)
	if err != nil {
		return nil, err
	}
	f.Year, f.Title = year, title
	return s.loadPlan(ctx, who, f, true)
}

// CheckPlan says everything that is wrong, doubtful or worth knowing about a plan,
// each with its path in the plan as a document.
func (s *Service) CheckPlan(ctx context.Context, who goal.Actor, id goal.ID) ([]goal.PlanFinding, error) {
	f, err := s.PlanFile(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return f.Findings(), nil
}

// SubmitPlan sends a draft to the committee. The office's director may, once
// the plan's check finds no errors; its warnings do not stop anybody.
func (s *Service) SubmitPlan(ctx context.Context, who goal.Actor, id goal.ID, version int) (*goal.Outline, error) {
	return s.movePlan(ctx, who, id, version, (*goal.Outline).SubmitDoor, goal.DeedPlanSubmit, "", func(q postgres.Queries, o *goal.Outline, p *goal.Plan) error {
		f, err := s.document(ctx, q, o)
		if err != nil {
			return err
		}
		p.Status, p.SubmittedBy = goal.PlanSubmitted, by(who)
		return f.Ready().Err()
	})
}

// ReturnPlan sends a submitted plan back for revision. The committee may, but
// not with the hand that submitted it.
func (s *Service) ReturnPlan(ctx context.Context, who goal.Actor, id goal.ID, version int, reason string) (*goal.Outline, error) {
	return s.movePlan(ctx, who, id, version, (*goal.Outline).DecideDoor, goal.DeedPlanReturn, reason, func(_ postgres.Queries, _ *goal.Outline, p *goal.Plan) error {
		p.Status = goal.PlanRevising
		return checkLine(reason, "reason")
	})
}

// ApprovePlan accepts a submitted plan. The committee may, but not with the
// hand that submitted it.
func (s *Service) ApprovePlan(ctx context.Context, who goal.Actor, id goal.ID, version int) (*goal.Outline, error) {
	return s.movePlan(ctx, who, id, version, (*goal.Outline).DecideDoor, goal.DeedPlanApprove, "", func(_ postgres.Queries, _ *goal.Outline, p *goal.Plan) error {
		p.Status = goal.PlanApproved
		return nil
	})
}

// IssuePlan publishes an approved plan: its content is frozen as an edition,
// and the units' goals are in force. The office's director may.
func (s *Service) IssuePlan(ctx context.Context, who goal.Actor, id goal.ID, version int, documentNo string) (*goal.Outline, error) {
	return s.movePlan(ctx, who, id, version, (*goal.Outline).IssueDoor, goal.DeedPlanIssue, "", func(q postgres.Queries, o *goal.Outline, p *goal.Plan) error {
		if err := checkLine(documentNo, "documentNo"); err != nil {
			return err
		}
		f, err := s.document(ctx, q, o)
		if err != nil {
			return err
		}
		content := text(f)
		p.Status, p.DocumentNo, p.IssuedAt = goal.PlanIssued, documentNo, &who.At
		p.Edition++
		return q.AddEdition(ctx, p, content, score.Hash(content), by(who))
	})
}

// movePlan takes one step of a plan's life.
func (s *Service) movePlan(ctx context.Context, who goal.Actor, id goal.ID, version int, door func(*goal.Outline) goal.Door, done goal.Deed, reason string,
	step func(q postgres.Queries, o *goal.Outline, p *goal.Plan) error) (*goal.Outline, error) {
	if err := id.Is(goal.KindPlan); err != nil {
		return nil, err
	}
	var moved *goal.Outline
	again, err := s.write(ctx, who, id.Num, nil, func(q postgres.Queries) (*deed, error) {
		o, err := s.lock(ctx, q, who, id.Num)
		if err != nil {
			return nil, err
		}
		if err := admit(who, door(o), "id"); err != nil {
			return nil, err
		}
		if err := fresh(o.Version, version); err != nil {
			return nil, err
		}
		p := *o.Plan // the kept outline is shared and stays as it is
		p.ChangedAt = who.At
		if err := step(q, o, &p); err != nil {
			return nil, err
		}
		if err := q.SavePlan(ctx, &p); err != nil {
			return nil, err
		}
		after := *o
		after.Plan, moved = &p, &after
		return &deed{plan: p.PlanID, action: done, object: p.ID(), reason: reason, seals: p.Status == goal.PlanIssued,
			before: map[string]string{"status": string(o.Status)}, after: map[string]string{"status": string(p.Status), "documentNo": p.DocumentNo}}, nil
	})
	return answered(moved, again, err, func() (*goal.Outline, error) { return s.Plan(ctx, who, id) })
}
