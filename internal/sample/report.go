package sample

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// sheet is a period's figures as the simulation last saw them, so that the next
// step need not read them again.
type sheet struct {
	mu       sync.Mutex
	versions map[int64]int // of the reports, by unit
	rows     map[int64]*cycle.RowView
}

// sheetOf is a period's sheet, read once.
func (y *year) sheetOf(ctx context.Context, at time.Time, p period.Period) (*sheet, error) {
	if err := y.open(ctx, at); err != nil {
		return nil, err
	}
	y.mu.Lock()
	defer y.mu.Unlock()
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

// row is a line's figure; nil where it has none to report.
func (sh *sheet) row(l *line) *cycle.RowView {
	if l.goal == nil {
		return nil
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.rows[l.goal.GoalID]
}

// version is that of a unit's report.
func (sh *sheet) version(u *unit) int {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.versions[u.id.Num]
}

// saw takes in a report as a use case answered with it.
func (sh *sheet) saw(v *cycle.ReportView) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.versions[v.UnitID] = v.Version
	for _, r := range v.Rows {
		sh.rows[r.GoalID] = r
	}
}

// took takes in the answers to a list of figures, which move on the version of
// every report they belong to. What was refused is told as one error, once the
// rest is known.
func (sh *sheet) took(results []*cycle.RowResult, err error) error {
	if err != nil {
		return err
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	var bad goal.Problems
	touched := map[int64]bool{}
	for _, r := range results {
		if r.Row != nil {
			sh.rows[r.Row.GoalID] = r.Row
			touched[r.Row.UnitID] = touched[r.Row.UnitID] || r.Outcome == cycle.RowSaved
		}
		bad = append(bad, r.Problems...)
	}
	for unit, saved := range touched {
		if saved {
			sh.versions[unit]++
		}
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
		acts = append(acts, y.announcing(p)...)
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
		day, minute := max(1, due-dice.IntN(4)), hm(9, 0)+dice.IntN(110)
		if y.isLate(u, p) {
			day = due + 1
		}
		what := fmt.Sprintf(" %s of %s", p, u.Unit)
		acts = append(acts,
			act{y.when(end, day, minute), u.Unit, "enter" + what, func(ctx context.Context, at time.Time) error { return y.enter(ctx, at, u, p) }},
			act{y.when(end, day, minute+4+dice.IntN(40)), u.Unit, "submit" + what, y.passing(u, p, y.s.SubmitReport, goal.Reporter)},
			act{y.when(end, day, hm(14, 10)+dice.IntN(200)), u.Unit, "approve" + what, y.passing(u, p, y.s.ApproveReport, goal.UnitDeputy, goal.UnitHead)})
	}
	for _, owner := range y.verifiers(p.Kind(), goal.SourceOwner) {
		dice := y.dice(y.number, "supply day", owner, p)
		day := max(1, due-dice.IntN(3))
		what := fmt.Sprintf(" %s by %s", p, owner)
		acts = append(acts,
			act{y.when(end, day, hm(8, 30)+dice.IntN(30)), "", "supply" + what, y.supplying(owner, p, func(l *line) bool { return !l.waits() })},
			act{y.when(end, day, hm(11, 36)+dice.IntN(24)), "", "vouch for" + what, y.verifying(owner, p, goal.SourceOwner)})
	}
	return acts
}

// checking is what owners, and the office after them, do with filed figures.
func (y *year) checking(p period.Period) []act {
	var acts []act
	end, due := p.End(), y.dueDay(p)
	for _, owner := range y.verifiers(p.Kind(), goal.SourceUnit) {
		minute := hm(9, 20) + y.dice(y.number, "verify", owner, p).IntN(120)
		acts = append(acts, act{y.when(end, due+2, minute), "", fmt.Sprintf("verify %s by %s", p, owner), y.verifying(owner, p, goal.SourceUnit)})
	}
	if l := y.returned(p); l != nil {
		u := l.unit
		what := fmt.Sprintf(" again %s of %s on %s", p, u.Unit, l.file.Code)
		acts = append(acts,
			act{y.when(end, due+2, hm(9, 0)), "", fmt.Sprintf("return %s to %s", p, u.Unit), func(ctx context.Context, at time.Time) error { return y.sendBack(ctx, at, l, p) }},
			act{y.when(end, due+3, hm(9, 10)), u.Unit, "enter" + what, func(ctx context.Context, at time.Time) error { return y.correct(ctx, at, l, p) }},
			act{y.when(end, due+3, hm(9, 40)), u.Unit, "submit" + what, y.passing(u, p, y.s.SubmitReport, goal.Reporter)},
			act{y.when(end, due+3, hm(11, 5)), u.Unit, "approve" + what, y.passing(u, p, y.s.ApproveReport, goal.UnitDeputy, goal.UnitHead)},
			act{y.when(end, due+4, hm(10, 20)), "", "verify" + what, y.verifying(l.verifier, p, goal.SourceUnit)})
	}
	return append(acts, act{y.when(end, y.confirmed(p), hm(15, 30)), "", "confirm " + p.String(), func(ctx context.Context, at time.Time) error { return y.confirm(ctx, at, p) }})
}

// announcedOn is the working day after a year on which an upper authority
// publishes what it thinks of it: after the year's own figures are due.
const announcedOn = 13

// waits reports whether a line's figure is not there until somebody outside the
// plan publishes it.
func (l *line) waits() bool { return l.file.Rule.Method.PassThrough != nil }

// announcing is what owners do, and the office after them, once an upper
// authority has published its results.
func (y *year) announcing(p period.Period) []act {
	var acts []act
	end, owners := p.End(), map[string]bool{}
	for _, l := range y.lines {
		if l.waits() && l.file.Frequency == p.Kind() {
			owners[l.verifier] = true
		}
	}
	for i, owner := range slices.Sorted(maps.Keys(owners)) {
		what := fmt.Sprintf(" what was published for %s by %s", p, owner)
		acts = append(acts,
			act{y.when(end, announcedOn+1, hm(9, 0)+i), "", "supply" + what, y.supplying(owner, p, (*line).waits)},
			act{y.when(end, announcedOn+1, hm(10, 0)+i), "", "vouch for" + what, y.verifying(owner, p, goal.SourceOwner)})
	}
	if len(acts) > 0 {
		acts = append(acts, act{y.when(end, announcedOn+2, hm(10, 30)), "", "confirm what was published for " + p.String(),
			func(ctx context.Context, at time.Time) error { return y.confirm(ctx, at, p) }})
	}
	return acts
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

// supplying saves those of an owner's figures that it knows.
func (y *year) supplying(owner string, p period.Period, known func(*line) bool) deed {
	return func(ctx context.Context, at time.Time) error {
		return y.save(ctx, at, y.lines, p, owner, goal.IndicatorOwner, func(l *line, f *figure) *goal.Figures {
			if l.file.Source != goal.SourceOwner || l.verifier != owner || !known(l) {
				return nil
			}
			return &f.truth
		})
	}
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
		f, row := l.figureOf(p), sh.row(l)
		if f == nil || row == nil {
			continue
		}
		if figures := choose(l, f); figures != nil {
			inputs = append(inputs, cycle.ValueInput{GoalID: l.goal.ID(), Period: p, Version: row.Version, Figures: *figures})
		}
	}
	if len(inputs) == 0 {
		return nil
	}
	return sh.took(y.s.SaveValues(ctx, who, y.o.Plan.ID(), inputs, false))
}

// passing is a step of the unit's own with its report.
func (y *year) passing(u *unit, p period.Period,
	step func(ctx context.Context, who goal.Actor, plan, unit goal.ID, p period.Period, version int) (*cycle.ReportView, error), roles ...goal.Role) deed {
	return func(ctx context.Context, at time.Time) error {
		who, err := y.as(ctx, at, u.Unit, roles...)
		if err != nil {
			return err
		}
		sh, err := y.sheetOf(ctx, at, p)
		if err != nil {
			return err
		}
		v, err := step(ctx, who, y.o.Plan.ID(), u.id, p, sh.version(u))
		for try := 0; errors.Is(err, goal.ErrStale) && try < 3; try++ {
			// An owner's figures came in between: look again.
			if v, err = y.s.Report(ctx, who, y.o.Plan.ID(), u.id, p); err == nil {
				v, err = step(ctx, who, y.o.Plan.ID(), u.id, p, v.Version)
			}
		}
		if err == nil {
			sh.saw(v)
		}
		return err
	}
}

// verifying passes on what waits for an owner: its own figures once they are
// entered, a unit's once the unit has approved them. Where it knows better, its
// figure becomes the official one.
func (y *year) verifying(owner string, p period.Period, source goal.Source) deed {
	waiting := goal.RowUnitApproved
	if source == goal.SourceOwner {
		waiting = goal.RowDraft
	}
	return func(ctx context.Context, at time.Time) error {
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
			f, row := l.figureOf(p), sh.row(l)
			if f == nil || row == nil || l.verifier != owner || l.file.Source != source || row.Status != waiting {
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

// confirm makes a period's figures official, and forgets its sheet: the office
// those of all units but its own, which are the committee's to confirm.
func (y *year) confirm(ctx context.Context, at time.Time, p period.Period) error {
	if err := y.open(ctx, at); err != nil {
		return err
	}
	var err error
	for _, role := range []goal.Role{goal.OfficeOperator, goal.Committee} {
		who, failed := y.office(ctx, at, role)
		if failed == nil && slices.ContainsFunc(y.lines, func(l *line) bool { return l.figureOf(p) != nil && y.judges(role, l.unit) }) {
			_, failed = y.s.ConfirmReports(ctx, who, y.o.Plan.ID(), p, nil)
		}
		err = errors.Join(err, failed)
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	delete(y.sheets, p)
	return err
}
