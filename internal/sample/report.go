package sample

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// sheet is a period's figures as the simulation last saw them, so that the next
// step need not read them again.
type sheet struct {
	versions map[int64]int // of the reports, by unit
	rows     map[int64]*cycle.RowView
}

// sheetOf is a period's sheet, read once.
func (y *year) sheetOf(ctx context.Context, at time.Time, p period.Period) (*sheet, error) {
	if err := y.open(ctx, at); err != nil {
		return nil, err
	}
	if sh := y.sheets[p]; sh != nil {
		return sh, nil
	}
	reports, _, _, err := y.s.Reports(ctx, cycle.Console(at), y.o.Plan.ID(), p, 0, 10_000)
	if err != nil {
		return nil, err
	}
	sh := &sheet{versions: map[int64]int{}, rows: map[int64]*cycle.RowView{}}
	for _, v := range reports {
		sh.saw(v)
	}
	y.sheets[p] = sh
	return sh, nil
}

// saw takes in a report as a use case answered with it.
func (sh *sheet) saw(v *cycle.ReportView) {
	sh.versions[v.UnitID] = max(v.Version, 1) // 1 once it has figures, and nothing is submitted before
	for _, r := range v.Rows {
		sh.rows[r.GoalID] = r
	}
}

// took takes in the answers to a list of figures. Those refused are told as an
// error, once the rest is known.
func (sh *sheet) took(results []*cycle.RowResult, err error) error {
	if err != nil {
		return err
	}
	var bad goal.Problems
	for _, r := range results {
		if r.Row != nil {
			sh.rows[r.Row.GoalID] = r.Row
		}
		bad = append(bad, r.Problems...)
	}
	return bad.Err()
}

// reporting is the way of every period's figures: from the units and owners to
// the office's confirmation.
func (y *year) reporting() []act {
	var acts []act
	for _, p := range y.periods() {
		acts = append(acts, y.filingOf(p)...)
		acts = append(acts, y.checking(p)...)
	}
	return acts
}

// dueDay is the last working day on which a period's report is in time, as a
// number of working days after the period.
func (y *year) dueDay(p period.Period) int {
	due := y.plan.Window(p, y.cal).Due
	n := 1
	for !y.when(p.End(), n+1, 0).After(due) {
		n++
	}
	return n
}

// confirmed is the day on which the office confirms a period's figures, in the
// same measure: after the late have filed, the owners have looked, and what they
// sent back has come again.
func (y *year) confirmed(p period.Period) int { return y.dueDay(p) + 5 }

// filingOf is what the units and the owners who supply figures do until a
// period's report is due, or a day later.
func (y *year) filingOf(p period.Period) []act {
	var acts []act
	end, due := p.End(), y.dueDay(p)
	for _, u := range y.units {
		if !slices.ContainsFunc(u.lines, func(l *line) bool { return l.file.Frequency == p.Kind() && l.file.Source == goal.SourceUnit }) {
			continue
		}
		dice := y.dice(y.number, "report day", u.Unit, p)
		day, minute := max(1, due-dice.IntN(4)), hm(8, 40)+dice.IntN(170)
		if y.isLate(u, p) {
			day = due + 1
		}
		what := fmt.Sprintf("%s of %s", p, u.Unit)
		acts = append(acts,
			act{y.when(end, day, minute), "enter " + what, func(ctx context.Context, at time.Time) error { return y.enter(ctx, at, u, p) }},
			act{y.when(end, day, minute+4+dice.IntN(40)), "submit " + what, func(ctx context.Context, at time.Time) error {
				return y.pass(ctx, at, u, p, y.s.SubmitReport, goal.Reporter)
			}},
			act{y.when(end, day, hm(14, 10)+dice.IntN(200)), "approve " + what, func(ctx context.Context, at time.Time) error {
				return y.pass(ctx, at, u, p, y.s.ApproveReport, goal.UnitDeputy, goal.UnitHead)
			}})
	}
	for _, owner := range y.verifiers(p.Kind(), goal.SourceOwner) {
		dice := y.dice(y.number, "supply day", owner, p)
		day, minute := max(1, due-dice.IntN(3)), hm(9, 0)+dice.IntN(180)
		what := fmt.Sprintf("%s by %s", p, owner)
		acts = append(acts,
			act{y.when(end, day, minute), "supply " + what, func(ctx context.Context, at time.Time) error { return y.supply(ctx, at, owner, p) }},
			act{y.when(end, day, minute+90+dice.IntN(90)), "vouch for " + what, func(ctx context.Context, at time.Time) error {
				return y.verify(ctx, at, owner, p, goal.RowDraft)
			}})
	}
	return acts
}

// checking is what owners, and the office after them, do with filed figures.
func (y *year) checking(p period.Period) []act {
	var acts []act
	end, due := p.End(), y.dueDay(p)
	for _, owner := range y.verifiers(p.Kind(), goal.SourceUnit) {
		minute := hm(9, 30) + y.dice(y.number, "verify", owner, p).IntN(120)
		what := fmt.Sprintf("%s by %s", p, owner)
		acts = append(acts, act{y.when(end, due+2, minute), "verify " + what, func(ctx context.Context, at time.Time) error {
			return y.verify(ctx, at, owner, p, goal.RowUnitApproved)
		}})
	}
	if l := y.returned(p); l != nil {
		what := fmt.Sprintf("%s of %s on %s", p, l.unit.Unit, l.file.Code)
		acts = append(acts,
			act{y.when(end, due+2, hm(9, 0)), "return " + what, func(ctx context.Context, at time.Time) error { return y.sendBack(ctx, at, l, p) }},
			act{y.when(end, due+3, hm(9, 10)), "correct " + what, func(ctx context.Context, at time.Time) error { return y.correct(ctx, at, l, p) }},
			act{y.when(end, due+3, hm(9, 40)), "submit again " + what, func(ctx context.Context, at time.Time) error {
				return y.pass(ctx, at, l.unit, p, y.s.SubmitReport, goal.Reporter)
			}},
			act{y.when(end, due+3, hm(11, 5)), "approve again " + what, func(ctx context.Context, at time.Time) error {
				return y.pass(ctx, at, l.unit, p, y.s.ApproveReport, goal.UnitDeputy, goal.UnitHead)
			}},
			act{y.when(end, due+4, hm(10, 20)), "verify again " + what, func(ctx context.Context, at time.Time) error {
				return y.verify(ctx, at, l.verifier, p, goal.RowUnitApproved)
			}})
	}
	return append(acts, act{y.when(end, y.confirmed(p), hm(15, 30)), "confirm " + p.String(), func(ctx context.Context, at time.Time) error {
		return y.confirm(ctx, at, p)
	}})
}

// verifiers lists the units that verify or supply figures of a frequency.
func (y *year) verifiers(k period.Kind, source goal.Source) []string {
	found := map[string]bool{}
	for _, l := range y.lines {
		if l.file.Frequency == k && l.file.Source == source && l.verifier != "" {
			found[l.verifier] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// figureOf is a line's figure of a period; nil where there is none to report.
func (l *line) figureOf(p period.Period) *figure {
	if l.file.Frequency != p.Kind() || len(l.figures) == 0 {
		return nil
	}
	return &l.figures[p.Number()-1]
}

// enter saves a unit's own figures.
func (y *year) enter(ctx context.Context, at time.Time, u *unit, p period.Period) error {
	return y.save(ctx, at, u.lines, p, u.Unit, goal.Reporter, func(l *line, f *figure) *goal.Figures {
		switch {
		case l.file.Source != goal.SourceUnit:
			return nil
		case f.claim != nil:
			return f.claim
		}
		return &f.truth
	})
}

// correct saves the figure that was sent back.
func (y *year) correct(ctx context.Context, at time.Time, l *line, p period.Period) error {
	return y.save(ctx, at, []*line{l}, p, l.unit.Unit, goal.Reporter, func(_ *line, f *figure) *goal.Figures { return &f.truth })
}

// supply saves the figures that come from their owner.
func (y *year) supply(ctx context.Context, at time.Time, owner string, p period.Period) error {
	return y.save(ctx, at, y.lines, p, owner, goal.IndicatorOwner, func(l *line, f *figure) *goal.Figures {
		if l.file.Source != goal.SourceOwner || l.verifier != owner {
			return nil
		}
		return &f.truth
	})
}

// save enters the chosen figures of some lines in one call.
func (y *year) save(ctx context.Context, at time.Time, lines []*line, p period.Period, unit string, role goal.Role, choose func(l *line, f *figure) *goal.Figures) error {
	who, err := y.as(ctx, at, unit, role)
	if err != nil {
		return err
	}
	sh, err := y.sheetOf(ctx, at, p)
	if err != nil {
		return err
	}
	var inputs []cycle.ValueInput
	for _, l := range lines {
		f := l.figureOf(p)
		if f == nil || sh.rows[l.goal.GoalID] == nil {
			continue
		}
		if figures := choose(l, f); figures != nil {
			inputs = append(inputs, cycle.ValueInput{GoalID: l.goal.ID(), Period: p, Version: sh.rows[l.goal.GoalID].Version, Figures: *figures})
		}
	}
	if len(inputs) == 0 {
		return nil
	}
	return sh.took(y.s.SaveValues(ctx, who, y.o.Plan.ID(), inputs, false))
}

// pass takes a step of the unit's own with its report.
func (y *year) pass(ctx context.Context, at time.Time, u *unit, p period.Period,
	step func(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, version int) (*cycle.ReportView, error), roles ...goal.Role) error {
	who, err := y.as(ctx, at, u.Unit, roles...)
	if err != nil {
		return err
	}
	sh, err := y.sheetOf(ctx, at, p)
	if err != nil {
		return err
	}
	v, err := step(ctx, who, y.o.Plan.ID(), u.id, p, sh.versions[u.id.Num])
	if err == nil {
		sh.saw(v)
	}
	return err
}

// verify passes on what waits for an owner: its own figures as drafts, others'
// once their unit has approved them. Where it knows better, its figure becomes
// the official one.
func (y *year) verify(ctx context.Context, at time.Time, owner string, p period.Period, waiting goal.RowStatus) error {
	who, err := y.as(ctx, at, owner, goal.IndicatorOwner)
	if err != nil {
		return err
	}
	sh, err := y.sheetOf(ctx, at, p)
	if err != nil {
		return err
	}
	var inputs []cycle.ValueInput
	for _, l := range y.lines {
		f := l.figureOf(p)
		if f == nil || l.verifier != owner {
			continue
		}
		row := sh.rows[l.goal.GoalID]
		if row == nil || row.Status != waiting {
			continue
		}
		in := cycle.ValueInput{GoalID: l.goal.ID(), Period: p, Version: row.Version}
		if f.claim != nil && f.claim.Same(row.Effective()) {
			in.Figures = f.truth
		}
		inputs = append(inputs, in)
	}
	if len(inputs) == 0 {
		return nil
	}
	return sh.took(y.s.VerifyValues(ctx, who, y.o.Plan.ID(), inputs, false))
}

// sendBack returns a figure that its verifier does not believe.
func (y *year) sendBack(ctx context.Context, at time.Time, l *line, p period.Period) error {
	who, err := y.as(ctx, at, l.verifier, goal.IndicatorOwner)
	if err != nil {
		return err
	}
	sh, err := y.sheetOf(ctx, at, p)
	if err != nil {
		return err
	}
	if f := l.figureOf(p); f == nil || f.claim == nil {
		return nil
	}
	reason := pick(y.dice(y.number, "reason", p), returnReasons)
	views, err := y.s.ReturnReports(ctx, who, y.o.Plan.ID(), []cycle.RowRef{{GoalID: l.goal.ID(), Period: p}}, reason)
	for _, v := range views {
		sh.saw(v)
	}
	return err
}

// confirm makes a period's figures official, and forgets its sheet.
func (y *year) confirm(ctx context.Context, at time.Time, p period.Period) error {
	who, err := y.office(ctx, at, goal.OfficeOperator)
	if err != nil {
		return err
	}
	if err := y.open(ctx, at); err != nil {
		return err
	}
	_, err = y.s.ConfirmReports(ctx, who, y.o.Plan.ID(), p, nil)
	delete(y.sheets, p)
	return err
}
