package cycle

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Review reads how far the closing of a plan's year is. A plan whose review
// nobody opened has none: [goal.ErrNotFound].
func (s *Service) Review(ctx context.Context, who goal.Actor, plan goal.ID) (*goal.Review, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	return s.db.Read().Review(ctx, o.PlanID)
}

// ComponentScores reads the ballots' and leaders' scores of a plan. Insiders of
// the authority may; others see them in the final scores.
func (s *Service) ComponentScores(ctx context.Context, who goal.Actor, o *goal.Outline) ([]*goal.ComponentScore, error) {
	if !who.May(goal.ReadComponentMarks, o.Thing()) {
		return nil, nil
	}
	return s.db.Read().ComponentScores(ctx, o.PlanID)
}

// Adjustments reads the ledger: all of it for insiders, a unit's own for the unit.
func (s *Service) Adjustments(ctx context.Context, who goal.Actor, o *goal.Outline) ([]*goal.Adjustment, error) {
	return s.db.Read().Adjustments(ctx, o.PlanID, ledgerUnits(who, o))
}

// Vetoes reads the veto cases: all of them for insiders, a unit's own for the unit.
func (s *Service) Vetoes(ctx context.Context, who goal.Actor, o *goal.Outline) ([]*goal.Veto, error) {
	return s.db.Read().Vetoes(ctx, o.PlanID, ledgerUnits(who, o))
}

// ledgerUnits: nil for all.
func ledgerUnits(who goal.Actor, o *goal.Outline) []int64 {
	if who.May(goal.ReadLedger, o.Thing()) {
		return nil
	}
	units := []int64{}
	for _, u := range o.Units {
		if who.May(goal.ReadLedger, o.UnitThing(u.UnitID)) {
			units = append(units, u.UnitID)
		}
	}
	return units
}

// OpenReview begins the closing of a plan's year. The office may, once the year
// is over.
func (s *Service) OpenReview(ctx context.Context, who goal.Actor, plan goal.ID) (*goal.Review, error) {
	var r *goal.Review
	again, err := s.write(ctx, who, plan.Num, nil, func(q postgres.Queries) (*deed, error) {
		o, err := s.reviewPlan(ctx, q, who, plan, goal.EditReview)
		if err != nil {
			return nil, err
		}
		if !period.OfYear(o.Year).End().Before(period.DateOf(who.At, o.Settings.Zone())) {
			return nil, goal.Invalid(goal.Path("planId"), goal.WrongPeriod, "period", fmt.Sprint(o.Year), "year", fmt.Sprint(o.Year))
		}
		added, err := q.AddReview(ctx, o.PlanID, by(who), who.At)
		if err != nil {
			return nil, err
		}
		if r, err = q.Review(ctx, o.PlanID); err != nil || !added {
			return nil, err
		}
		return &deed{plan: o.PlanID, action: goal.DeedReviewOpen, object: r.ID()}, nil
	})
	return answered(r, again, err, func() (*goal.Review, error) { return s.Review(ctx, who, plan) })
}

func (s *Service) reviewPlan(ctx context.Context, q postgres.Queries, who goal.Actor, plan goal.ID, action goal.Action) (*goal.Outline, error) {
	if err := plan.Is(goal.KindPlan); err != nil {
		return nil, err
	}
	o, err := s.share(ctx, q, who, plan.Num)
	if err != nil {
		return nil, err
	}
	return o, allow(who, action, o.Thing())
}

// adjustmentOf reads an entry again for somebody who just wrote it.
func (s *Service) adjustmentOf(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Adjustment, error) {
	q := s.db.Read()
	o, err := s.read(ctx, q, who, id.Plan)
	if err != nil {
		return nil, err
	}
	v, err := q.Adjustment(ctx, id.Plan, id.Num)
	if err == nil && !who.May(goal.ReadLedger, o.UnitThing(v.UnitID)) {
		err = goal.ErrNotFound
	}
	return v, err
}

// vetoOf reads a case again for somebody who just wrote it.
func (s *Service) vetoOf(ctx context.Context, who goal.Actor, id goal.ID) (*goal.Veto, error) {
	q := s.db.Read()
	o, err := s.read(ctx, q, who, id.Plan)
	if err != nil {
		return nil, err
	}
	v, err := q.Veto(ctx, id.Plan, id.Num)
	if err == nil && !who.May(goal.ReadLedger, o.UnitThing(v.UnitID)) {
		err = goal.ErrNotFound
	}
	return v, err
}

// openReview gives a review on which the actor may do something now, held until
// the transaction ends.
func (s *Service) openReview(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, action goal.Action, t goal.Thing) (*goal.Review, error) {
	r, err := q.LockReview(ctx, o.PlanID)
	if err != nil {
		return nil, fmt.Errorf("review of plan %d: %w", o.PlanID, err)
	}
	return r, admit(who, r.Door(action, t), "planId")
}

// SaveComponentScores enters ballot and leaders' scores. The office may, and the
// committee for the office's own unit, while the review is open; a score entered
// again is a new revision.
func (s *Service) SaveComponentScores(ctx context.Context, who goal.Actor, plan goal.ID, inputs []goal.ComponentScoreInput) (*goal.Review, error) {
	var r *goal.Review
	again, err := s.write(ctx, who, plan.Num, nil, func(q postgres.Queries) (*deed, error) {
		if err := plan.Is(goal.KindPlan); err != nil {
			return nil, err
		}
		o, err := s.share(ctx, q, who, plan.Num)
		if err != nil {
			return nil, err
		}
		if err := allowScores(who, o, inputs); err != nil {
			return nil, err
		}
		if r, err = s.openReview(ctx, q, who, o, goal.EnterComponents, someThing(who, goal.EnterComponents, o)); err != nil {
			return nil, err
		}
		current, err := q.ComponentScores(ctx, o.PlanID)
		if err != nil {
			return nil, err
		}
		list, err := componentScores(o, inputs, current)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		if err := q.AddComponentScores(ctx, o.PlanID, list, by(who), who.At); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, inStead: forOffice(who, o), action: goal.DeedReviewComponents, object: o.Plan.ID(), after: list}, nil
	})
	return answered(r, again, err, func() (*goal.Review, error) { return s.Review(ctx, who, plan) })
}

// allowScores requires the right for every unit that scores are given for.
func allowScores(who goal.Actor, o *goal.Outline, inputs []goal.ComponentScoreInput) error {
	if err := allowSome(who, goal.EnterComponents, o); err != nil {
		return err
	}
	var bad goal.Problems
	for i, in := range inputs {
		if in.UnitID.Kind == goal.KindUnit && o.Unit(in.UnitID.Num) != nil && !who.May(goal.EnterComponents, o.UnitThing(in.UnitID.Num)) {
			bad.Add(goal.Path("scores", i, "unitId"), goal.NotAllowed)
		}
	}
	return bad.Err()
}

// componentScores checks inputs and numbers their revisions; what is the same
// as before is left out.
func componentScores(o *goal.Outline, inputs []goal.ComponentScoreInput, current []*goal.ComponentScore) ([]goal.ComponentScore, error) {
	var bad goal.Problems
	var list []goal.ComponentScore
	hundred := decimal.NewFromInt(100)
	type key struct {
		unit      int64
		component score.Component
	}
	seen := map[key]bool{}
	for i, in := range inputs {
		at := func(field string) []string { return goal.Path("scores", i, field) }
		u := o.Unit(in.UnitID.Num)
		if in.UnitID.Kind != goal.KindUnit || u == nil {
			bad.Add(at("unitId"), goal.UnknownUnit, "code", in.UnitID.String())
			continue
		}
		weighs := slices.ContainsFunc(o.Group(u.GroupID).Components, func(w score.ComponentWeight) bool { return w.Component == in.Component })
		if in.Component == score.IndicatorComponent || !weighs {
			bad.Add(at("component"), goal.UnknownCode, "code", string(in.Component))
		}
		if in.Score.IsNegative() || in.Score.GreaterThan(hundred) {
			bad.Add(at("score"), goal.OutOfRange, "min", "0", "max", "100")
		} else if !in.Score.Truncate(int32(o.Settings.Scales.Component)).Equal(in.Score) {
			bad.Add(at("score"), goal.TooPrecise, "scale", fmt.Sprint(o.Settings.Scales.Component))
		}
		bad = append(bad, goal.CheckText(in.Note, 1000, at("note"))...)
		k := key{u.UnitID, in.Component}
		if seen[k] {
			bad.Add(at("unitId"), goal.Duplicate, "code", in.UnitID.String())
		}
		seen[k] = true
		c := goal.ComponentScore{UnitID: u.UnitID, Component: in.Component, Revision: 1, Score: in.Score, Note: in.Note}
		n := slices.IndexFunc(current, func(x *goal.ComponentScore) bool { return x.UnitID == u.UnitID && x.Component == in.Component })
		if n >= 0 {
			if current[n].Score.Equal(in.Score) && current[n].Note == in.Note {
				continue
			}
			c.Revision = current[n].Revision + 1
		}
		list = append(list, c)
	}
	return list, bad.Err()
}

// ProposeAdjustment puts a bonus or deduction on the ledger for the committee to
// decide. The office may, and a unit's head for a bonus of its own.
func (s *Service) ProposeAdjustment(ctx context.Context, who goal.Actor, plan goal.ID, in goal.AdjustmentInput) (*goal.Adjustment, error) {
	var a *goal.Adjustment
	var made goal.ID
	again, err := s.write(ctx, who, plan.Num, &made, func(q postgres.Queries) (*deed, error) {
		if err := plan.Is(goal.KindPlan); err != nil {
			return nil, err
		}
		o, err := s.share(ctx, q, who, plan.Num)
		if err != nil {
			return nil, err
		}
		if in.UnitID.Kind != goal.KindUnit || o.Unit(in.UnitID.Num) == nil {
			return nil, goal.Invalid(goal.Path("input", "unitId"), goal.UnknownUnit, "code", in.UnitID.String())
		}
		if err := allow(who, proposing(o, in.Rule), o.UnitThing(in.UnitID.Num)); err != nil {
			return nil, err
		}
		if _, err := s.openReview(ctx, q, who, o, proposing(o, in.Rule), o.UnitThing(in.UnitID.Num)); err != nil {
			return nil, err
		}
		if a, err = adjustment(ctx, q, who, o, in); err != nil {
			return nil, err
		}
		if err := q.AddAdjustment(ctx, a); err != nil {
			if postgres.Refused(err) == "adjustments_reverses_key" {
				return nil, goal.Invalid(goal.Path("input", "reverses"), goal.Duplicate, "code", in.Reverses.String())
			}
			return nil, err
		}
		made = a.ID()
		return &deed{plan: o.PlanID, unit: a.UnitID, inStead: forOffice(who, o), action: goal.DeedAdjustmentPropose, object: made, after: a}, nil
	})
	return answered(a, again, err, func() (*goal.Adjustment, error) { return s.adjustmentOf(ctx, who, made) })
}

// proposing is what it takes to propose an entry under a rule; a rule that there is
// not is refused later.
func proposing(o *goal.Outline, rule string) goal.Action {
	for _, r := range o.Settings.Adjustments.Rules {
		if r.Code == rule && r.Kind == score.Deduct {
			return goal.ProposeDeduction
		}
	}
	return goal.ProposeBonus
}

func adjustment(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, in goal.AdjustmentInput) (*goal.Adjustment, error) {
	var bad goal.Problems
	at := func(field string) []string { return goal.Path("input", field) }
	n := slices.IndexFunc(o.Settings.Adjustments.Rules, func(r goal.AdjustmentFile) bool { return r.Code == in.Rule })
	a := &goal.Adjustment{PlanID: o.PlanID, UnitID: in.UnitID.Num, Rule: in.Rule, Matter: in.Matter, Basis: in.Basis, Evidence: in.Evidence,
		HappenedOn: in.HappenedOn, Claimed: in.Points, Factor: in.Factor, Units: max(1, in.Units), ProposedBy: by(who), ProposedAt: who.At}
	if n < 0 {
		bad.Add(at("rule"), goal.UnknownRule, "code", in.Rule)
	} else {
		rule := o.Settings.Adjustments.Rules[n]
		a.Kind = rule.Kind
		if !in.Points.IsPositive() || in.Points.GreaterThan(rule.Points) {
			bad.Add(at("points"), goal.OutOfRange, "min", "0", "max", rule.Points.String())
		}
	}
	if in.Factor != nil && (!in.Factor.IsPositive() || in.Factor.GreaterThan(decimal.NewFromInt(1))) {
		bad.Add(at("factor"), goal.OutOfRange, "min", "0", "max", "1")
	}
	if in.Units < 0 || in.Units > 1000 {
		bad.Add(at("units"), goal.OutOfRange, "min", "1", "max", "1000")
	}
	if in.Matter == "" {
		bad.Add(at("matter"), goal.Required)
	}
	if in.Basis == "" {
		bad.Add(at("basis"), goal.Required)
	}
	bad = append(bad, goal.CheckText(in.Matter, 1000, at("matter"))...)
	bad = append(bad, goal.CheckText(in.Basis, 1000, at("basis"))...)
	bad = append(bad, goal.CheckText(in.Evidence, 1000, at("evidence"))...)
	if in.HappenedOn.Year() != o.Year {
		bad.Add(at("happenedOn"), goal.OutOfRange, "min", fmt.Sprintf("%d-01-01", o.Year), "max", fmt.Sprintf("%d-12-31", o.Year))
	}
	if in.Reverses != nil {
		old, err := q.Adjustment(ctx, o.PlanID, in.Reverses.Num)
		if err != nil && !errors.Is(err, goal.ErrNotFound) {
			return nil, err
		}
		if err != nil || in.Reverses.Kind != goal.KindAdjustment || in.Reverses.Plan != o.PlanID || old.UnitID != a.UnitID ||
			old.Status != goal.AdjustmentApproved || old.Rule != in.Rule || old.Reverses != nil {
			bad.Add(at("reverses"), goal.UnknownCode, "code", in.Reverses.String())
		} else {
			a.Reverses, a.Claimed = &old.AdjustmentID, *old.Points
		}
	}
	return a, bad.Err()
}

// DecideAdjustment approves a proposed entry with points up to those claimed, or
// rejects it. The committee may, but not whoever proposed it.
func (s *Service) DecideAdjustment(ctx context.Context, who goal.Actor, id goal.ID, version int, approve bool, points *decimal.Decimal, note string) (*goal.Adjustment, error) {
	var a *goal.Adjustment
	again, err := s.write(ctx, who, id.Plan, nil, func(q postgres.Queries) (*deed, error) {
		if err := id.Is(goal.KindAdjustment); err != nil {
			return nil, err
		}
		o, r, err := s.decidable(ctx, q, who, id.Plan)
		if err != nil {
			return nil, err
		}
		if a, err = q.Adjustment(ctx, o.PlanID, id.Num); err != nil {
			return nil, err
		}
		if err := checkDecision(who, a.DecideDoor(o.Plan, r), a.Version, version, note); err != nil {
			return nil, err
		}
		before := *a
		a.Status, a.DecidedBy, a.DecidedAt, a.DecisionNote = goal.AdjustmentRejected, by(who), &who.At, note
		if approve {
			a.Status, a.Points = goal.AdjustmentApproved, &a.Claimed
			if points != nil {
				a.Points = points
			}
			if !a.Points.IsPositive() || a.Points.GreaterThan(a.Claimed) || a.Reverses != nil && !a.Points.Equal(a.Claimed) {
				return nil, goal.Invalid(goal.Path("points"), goal.OutOfRange, "min", "0", "max", a.Claimed.String())
			}
		}
		if err := q.SaveAdjustment(ctx, a); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, unit: a.UnitID, action: goal.DeedAdjustmentDecide, object: a.ID(), before: before, after: a, reason: note}, nil
	})
	return answered(a, again, err, func() (*goal.Adjustment, error) { return s.adjustmentOf(ctx, who, id) })
}

// decidable gives a plan whose open review the actor may decide about.
func (s *Service) decidable(ctx context.Context, q postgres.Queries, who goal.Actor, plan int64) (*goal.Outline, *goal.Review, error) {
	o, err := s.share(ctx, q, who, plan)
	if err != nil {
		return nil, nil, err
	}
	if err := allow(who, goal.DecideReview, o.Thing()); err != nil {
		return nil, nil, err
	}
	r, err := s.openReview(ctx, q, who, o, goal.DecideReview, o.Thing())
	return o, r, err
}

// checkDecision refuses a stale version, who may not decide, and a note that
// cannot be printed.
func checkDecision(who goal.Actor, d goal.Door, have, read int, note string) error {
	if err := fresh(have, read); err != nil {
		return err
	}
	if err := admit(who, d, "id"); err != nil {
		return err
	}
	return goal.CheckText(note, 1000, goal.Path("note")).Err()
}

// ReportVeto reports a case of the plan's veto list. The office may.
func (s *Service) ReportVeto(ctx context.Context, who goal.Actor, plan, unit goal.ID, rule, facts, legalBasis string) (*goal.Veto, error) {
	var v *goal.Veto
	var made goal.ID
	again, err := s.write(ctx, who, plan.Num, &made, func(q postgres.Queries) (*deed, error) {
		o, err := s.unitOf(ctx, q, s.share, who, plan, unit)
		if err != nil {
			return nil, err
		}
		if err := allow(who, goal.ReportVeto, o.UnitThing(unit.Num)); err != nil {
			return nil, err
		}
		if _, err := s.openReview(ctx, q, who, o, goal.ReportVeto, o.UnitThing(unit.Num)); err != nil {
			return nil, err
		}
		var bad goal.Problems
		if !slices.ContainsFunc(o.Settings.Vetoes, func(x goal.VetoFile) bool { return x.Code == rule }) {
			bad.Add(goal.Path("rule"), goal.UnknownRule, "code", rule)
		}
		if facts == "" {
			bad.Add(goal.Path("facts"), goal.Required)
		}
		if legalBasis == "" {
			bad.Add(goal.Path("legalBasis"), goal.NoLegalBasis, "code", rule)
		}
		bad = append(bad, goal.CheckText(facts, 2000, goal.Path("facts"))...)
		bad = append(bad, goal.CheckText(legalBasis, 1000, goal.Path("legalBasis"))...)
		if err := bad.Err(); err != nil {
			return nil, err
		}
		v = &goal.Veto{PlanID: o.PlanID, UnitID: unit.Num, Rule: rule, Facts: facts, LegalBasis: legalBasis, ReportedBy: by(who), ReportedAt: who.At}
		if err := q.AddVeto(ctx, v); err != nil {
			return nil, err
		}
		made = v.ID()
		return &deed{plan: o.PlanID, unit: v.UnitID, inStead: forOffice(who, o), action: goal.DeedVetoReport, object: made, after: v}, nil
	})
	return answered(v, again, err, func() (*goal.Veto, error) { return s.vetoOf(ctx, who, made) })
}

// DecideVeto applies a reported veto or clears it. The committee may, but not
// whoever reported it.
func (s *Service) DecideVeto(ctx context.Context, who goal.Actor, id goal.ID, version int, apply bool, note string) (*goal.Veto, error) {
	var v *goal.Veto
	again, err := s.write(ctx, who, id.Plan, nil, func(q postgres.Queries) (*deed, error) {
		if err := id.Is(goal.KindVeto); err != nil {
			return nil, err
		}
		o, r, err := s.decidable(ctx, q, who, id.Plan)
		if err != nil {
			return nil, err
		}
		if v, err = q.Veto(ctx, o.PlanID, id.Num); err != nil {
			return nil, err
		}
		if err := checkDecision(who, v.DecideDoor(o.Plan, r), v.Version, version, note); err != nil {
			return nil, err
		}
		before := *v
		v.Status, v.DecidedBy, v.DecidedAt, v.DecisionNote = goal.VetoNotApplied, by(who), &who.At, note
		if apply {
			v.Status = goal.VetoApplied
		}
		if err := q.SaveVeto(ctx, v); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, unit: v.UnitID, action: goal.DeedVetoDecide, object: v.ID(), before: before, after: v, reason: note}, nil
	})
	return answered(v, again, err, func() (*goal.Veto, error) { return s.vetoOf(ctx, who, id) })
}

// FinaliseReview makes a score run the year's result. The committee may, with
// the number of its decision; every proposal and case must have been decided,
// and the run must have come after the last of them.
func (s *Service) FinaliseReview(ctx context.Context, who goal.Actor, run goal.ID, version int, documentNo string) (*goal.Review, error) {
	var r *goal.Review
	again, err := s.write(ctx, who, run.Plan, nil, func(q postgres.Queries) (*deed, error) {
		if err := run.Is(goal.KindRun); err != nil {
			return nil, err
		}
		// Held and not shared: a figure that is confirmed or sent back meanwhile is seen.
		o, err := s.lock(ctx, q, who, run.Plan)
		if err != nil {
			return nil, err
		}
		if err := allow(who, goal.FinaliseReview, o.Thing()); err != nil {
			return nil, err
		}
		if r, err = s.openReview(ctx, q, who, o, goal.FinaliseReview, o.Thing()); err != nil {
			return nil, err
		}
		if err := fresh(r.Version, version); err != nil {
			return nil, err
		}
		if err := checkLine(documentNo, "documentNo"); err != nil {
			return nil, err
		}
		last, err := q.Run(ctx, o.PlanID, run.Num)
		if err != nil {
			return nil, err
		}
		if err := s.settled(ctx, q, who, o, last); err != nil {
			return nil, err
		}
		r.Status, r.FinalRunID, r.DocumentNo, r.FinalisedAt = goal.ReviewFinalised, &last.RunID, documentNo, &who.At
		if err := q.SaveReview(ctx, r); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, action: goal.DeedReviewFinalise, object: r.ID(), seals: true, after: map[string]string{"run": fmt.Sprint(last.Number), "hash": last.Hash, "documentNo": documentNo}}, nil
	})
	return answered(r, again, err, func() (*goal.Review, error) {
		return s.Review(ctx, who, goal.ID{Kind: goal.KindPlan, Plan: run.Plan, Num: run.Plan})
	})
}

// settled refuses to finalise while something is open, or with a run that is not
// the newest or has not seen the last figure and decision. Inputs hold no
// instants, so comparing their text is exact.
func (s *Service) settled(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, run *goal.ScoreRun) error {
	var bad goal.Problems
	newest, err := q.LastRun(ctx, o.PlanID)
	if err != nil {
		return err
	}
	if newest.RunID != run.RunID {
		bad.Add(goal.Path("runId"), goal.Stale, "version", fmt.Sprint(newest.Number))
	}
	in, err := s.yearInput(ctx, q, who, o)
	if err != nil {
		return err
	}
	pinned, _, err := q.RunText(ctx, o.PlanID, run.RunID)
	if err != nil {
		return err
	}
	if text(in) != pinned {
		bad.Add(goal.Path("runId"), goal.Stale, "version", fmt.Sprint(newest.Number))
	}
	if run.Pending > 0 {
		bad.Add(goal.Path("runId"), goal.ScoresPending, "count", fmt.Sprint(run.Pending))
	}
	n, err := unfinished(ctx, q, o)
	if err != nil {
		return err
	}
	if n > 0 {
		bad.Add(goal.Path("runId"), goal.UnfinishedFigures, "count", fmt.Sprint(n))
	}
	adjustments, err := q.Adjustments(ctx, o.PlanID, nil)
	if err != nil {
		return err
	}
	vetoes, err := q.Vetoes(ctx, o.PlanID, nil)
	if err != nil {
		return err
	}
	for _, a := range adjustments {
		if a.DecidedAt == nil {
			bad.Add(goal.Path("runId"), goal.WrongState, "adjustment", a.ID().String(), "status", string(a.Status))
		}
	}
	for _, v := range vetoes {
		if v.DecidedAt == nil {
			bad.Add(goal.Path("runId"), goal.WrongState, "veto", v.ID().String(), "status", string(v.Status))
		}
	}
	return bad.Err()
}
