package sample

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// award is a bonus or deduction on its way through the ledger.
type award struct {
	adjustmentCase
	unit   *unit
	month  int
	points decimal.Decimal // claimed: the most that the rule gives
}

// charge is a veto case on its way to the committee.
type charge struct {
	vetoCase
	basis string
	place int // among the year's charges
}

// closing is the year-end review: opened in mid-January, decided after the
// ballots, final in early February. Its first run still waits for what an upper
// authority is about to publish. Proposals come one a day, so that the ledger
// numbers them the same whenever it is simulated.
func (y *year) closing() []act {
	var acts []act
	plan := func(day, minute int, unit, what string, do deed) {
		acts = append(acts, act{y.when(period.OfYear(y.number).End(), day, minute), unit, what, do})
	}
	plan(9, hm(9, 0), "", "open the review", y.openReview)
	for i, a := range y.awards() {
		what := fmt.Sprintf(" %s of %s", a.rule, a.unit.Unit)
		plan(10+i, hm(14, 20), a.unit.Unit, "propose"+what, func(ctx context.Context, at time.Time) error { return y.propose(ctx, at, a) })
		plan(19, hm(14, 30)+3*i, a.unit.Unit, "decide"+what, func(ctx context.Context, at time.Time) error { return y.decide(ctx, at, a) })
	}
	for i, c := range y.charges() {
		plan(announcedOn+1+i, hm(11, 30), "", "report a case of "+c.rule, func(ctx context.Context, at time.Time) error { return y.charge(ctx, at, c) })
		plan(19, hm(16, 30)+5*i, "", "decide on a case of "+c.rule, func(ctx context.Context, at time.Time) error { return y.judge(ctx, at, c) })
	}
	plan(announcedOn-1, hm(16, 20), "", "save ballots and leaders' scores", y.saveComponents)
	plan(announcedOn, hm(16, 30), "", "compute a run without what others have yet to publish", y.run)
	plan(18, hm(10, 0), "", "compute a trial run", y.run)
	plan(21, hm(9, 30), "", "compute the final run", y.run)
	plan(24, hm(16, 0), "", "finalise the review", y.finalise)
	return acts
}

// ranked draws n different units that take part in a ranking.
func (y *year) ranked(n int, key string) []*unit {
	list := slices.DeleteFunc(slices.Clone(y.units), func(u *unit) bool { return u.Mode != score.Ranked })
	y.dice(y.number, key).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

// awards are the year's ledger.
func (y *year) awards() []award {
	var list []award
	units := y.ranked(len(adjustmentCases), "awards")
	for i, c := range adjustmentCases {
		n := slices.IndexFunc(y.plan.Adjustments.Rules, func(r goal.AdjustmentFile) bool { return r.Code == c.rule })
		if n < 0 {
			continue
		}
		list = append(list, award{c, units[i%len(units)], 2 + y.dice(y.number, "award", i).IntN(11), y.plan.Adjustments.Rules[n].Points})
	}
	return list
}

// charges are the year's veto cases.
func (y *year) charges() []charge {
	var list []charge
	for _, c := range vetoCases {
		n := slices.IndexFunc(y.plan.Vetoes, func(v goal.VetoFile) bool { return v.Code == c.rule })
		if n >= 0 {
			list = append(list, charge{c, y.plan.Vetoes[n].LegalBasis, len(list)})
		}
	}
	return list
}

// accused is the unit that a charge is brought against: of those that have to do
// with the matter, if any has, the one that did best in the first run, so that
// what a veto takes away can be seen. It is nil where there is no such run.
func (y *year) accused(ctx context.Context, at time.Time, c charge) (*unit, error) {
	page, err := y.s.Runs(ctx, cycle.Console(at), y.o.Plan.ID(), 1<<30, 1000)
	if err != nil || len(page.Runs) == 0 {
		return nil, err
	}
	scores, err := y.s.Scores(ctx, page.Runs[len(page.Runs)-1], nil)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(scores, func(a, b *goal.Score) int { return b.Final.Cmp(a.Final) })
	var units []*unit
	for _, sc := range scores {
		i := slices.IndexFunc(y.units, func(u *unit) bool { return u.id.Num == sc.UnitID && u.Mode == score.Ranked })
		if i >= 0 {
			units = append(units, y.units[i])
		}
	}
	for _, x := range y.charges() {
		if len(units) == 0 {
			break
		}
		i := max(0, slices.IndexFunc(units, func(u *unit) bool {
			return slices.ContainsFunc(u.lines, func(l *line) bool { return l.file.Code == x.indicator })
		}))
		if x.place == c.place {
			return units[i], nil
		}
		units = slices.Delete(units, i, i+1)
	}
	return nil, nil
}

// by opens the plan and finds somebody of the authority.
func (y *year) by(ctx context.Context, at time.Time, role goal.Role) (goal.Actor, error) {
	if err := y.open(ctx, at); err != nil {
		return goal.Actor{}, err
	}
	return y.office(ctx, at, role)
}

func (y *year) openReview(ctx context.Context, at time.Time) error {
	who, err := y.by(ctx, at, goal.OfficeDirector)
	if err == nil {
		_, err = y.s.OpenReview(ctx, who, y.o.Plan.ID())
	}
	return err
}

// judges reports whether it falls to somebody of the authority to judge a unit: to
// the office or, about the office's own, to the committee.
func (y *year) judges(role goal.Role, u *unit) bool {
	return (role == goal.Committee) == (u.Unit == y.plan.Organiser)
}

// saveComponents enters what the ballots and the leaders gave each unit.
func (y *year) saveComponents(ctx context.Context, at time.Time) error {
	return errors.Join(y.saveScores(ctx, at, goal.OfficeOperator), y.saveScores(ctx, at, goal.Committee))
}

func (y *year) saveScores(ctx context.Context, at time.Time, role goal.Role) error {
	who, err := y.by(ctx, at, role)
	if err != nil {
		return err
	}
	var inputs []goal.ComponentScoreInput
	for _, u := range y.units {
		if !y.judges(role, u) {
			continue
		}
		i := slices.IndexFunc(y.plan.Groups, func(g goal.GroupFile) bool { return g.Code == u.Group })
		for _, w := range y.plan.Groups[i].Components {
			if w.Component == score.IndicatorComponent {
				continue
			}
			dice := y.dice(y.number, w.Component, u.Unit)
			hundredths := 8200 + dice.IntN(750) + dice.IntN(750)
			inputs = append(inputs, goal.ComponentScoreInput{UnitID: u.id, Component: w.Component, Score: decimal.New(int64(hundredths), -2)})
		}
	}
	if len(inputs) == 0 {
		return nil
	}
	_, err = y.s.SaveComponentScores(ctx, who, y.o.Plan.ID(), inputs)
	return err
}

// propose puts an entry on the ledger, once: a unit's head claims a bonus, the
// office proposes what is taken off.
func (y *year) propose(ctx context.Context, at time.Time, a award) error {
	who, err := y.by(ctx, at, goal.OfficeOperator)
	if err != nil {
		return err
	}
	if there, err := y.entry(ctx, who, a); err != nil || there != nil {
		return err
	}
	if !a.office {
		if who, err = y.as(ctx, at, a.unit.Unit, goal.UnitHead); err != nil {
			return err
		}
	}
	in := goal.AdjustmentInput{UnitID: a.unit.id, Rule: a.rule, Matter: a.matter, Basis: a.basis, Evidence: a.evidence,
		HappenedOn: period.NewDate(y.number, a.month, 16), Points: a.points, Units: a.units}
	if a.tenths > 0 {
		in.Factor = new(decimal.New(a.tenths, -1))
	}
	_, err = y.s.ProposeAdjustment(ctx, who, y.o.Plan.ID(), in)
	return err
}

// entry finds an award on the ledger; nil where it is not.
func (y *year) entry(ctx context.Context, who goal.Actor, a award) (*goal.Adjustment, error) {
	ledger, err := y.s.Adjustments(ctx, who, y.o)
	i := slices.IndexFunc(ledger, func(x *goal.Adjustment) bool {
		return x.UnitID == a.unit.id.Num && x.Rule == a.rule && x.Matter == a.matter
	})
	if err != nil || i < 0 {
		return nil, err
	}
	return ledger[i], nil
}

// decide is the committee's decision on a proposal.
func (y *year) decide(ctx context.Context, at time.Time, a award) error {
	who, err := y.by(ctx, at, goal.Committee)
	if err != nil {
		return err
	}
	x, err := y.entry(ctx, who, a)
	if err != nil || x == nil {
		return err
	}
	var points *decimal.Decimal
	if a.half {
		points = new(a.points.DivRound(decimal.NewFromInt(2), 2))
	}
	_, err = y.s.DecideAdjustment(ctx, who, x.ID(), x.Version, a.granted, points, a.decision)
	return err
}

// charge reports a veto case, once.
func (y *year) charge(ctx context.Context, at time.Time, c charge) error {
	who, err := y.by(ctx, at, goal.OfficeDirector)
	if err != nil {
		return err
	}
	there, err := y.caseOf(ctx, who, c)
	if err != nil || there != nil {
		return err
	}
	u, err := y.accused(ctx, at, c)
	if err == nil && u != nil {
		_, err = y.s.ReportVeto(ctx, who, y.o.Plan.ID(), u.id, c.rule, c.facts, c.basis)
	}
	return err
}

// caseOf finds a charge among the reported ones; nil where it is not.
func (y *year) caseOf(ctx context.Context, who goal.Actor, c charge) (*goal.Veto, error) {
	cases, err := y.s.Vetoes(ctx, who, y.o)
	i := slices.IndexFunc(cases, func(v *goal.Veto) bool { return v.Rule == c.rule && v.Facts == c.facts })
	if err != nil || i < 0 {
		return nil, err
	}
	return cases[i], nil
}

// judge is the committee's decision on a veto case.
func (y *year) judge(ctx context.Context, at time.Time, c charge) error {
	who, err := y.by(ctx, at, goal.Committee)
	if err != nil {
		return err
	}
	v, err := y.caseOf(ctx, who, c)
	if err == nil && v != nil {
		_, err = y.s.DecideVeto(ctx, who, v.ID(), v.Version, c.applied, c.decision)
	}
	return err
}

// run computes the scores, once.
func (y *year) run(ctx context.Context, at time.Time) error {
	who, err := y.by(ctx, at, goal.OfficeOperator)
	if err != nil {
		return err
	}
	last, err := y.s.LastFinal(ctx, who, y.o.Plan.ID())
	if err != nil && !errors.Is(err, goal.ErrNotFound) || err == nil && !last.InputsAt.Before(at) {
		return err
	}
	_, err = y.s.CreateRun(ctx, who, y.o.Plan.ID())
	return err
}

// finalise makes the newest run the year's result.
func (y *year) finalise(ctx context.Context, at time.Time) error {
	who, err := y.by(ctx, at, goal.Committee)
	if err != nil {
		return err
	}
	review, err := y.s.Review(ctx, who, y.o.Plan.ID())
	if err != nil {
		return err
	}
	last, err := y.s.LastFinal(ctx, cycle.Console(at), y.o.Plan.ID())
	if err == nil {
		_, err = y.s.FinaliseReview(ctx, who, last.ID(), review.Version, recordNo(y.number+1, 2))
	}
	return err
}
