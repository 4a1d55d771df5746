package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// checkRuns recomputes every run.
func (v *verifier) checkRuns() error {
	err := each(v.file, Runs, func(r *RunRow) error { v.runs = append(v.runs, *r); return nil })
	for i := range v.runs {
		if err != nil {
			break
		}
		r := &v.runs[i]
		where := fmt.Sprintf("run %d", r.Number)
		v.differ(where, "number", fmt.Sprint(r.Number), fmt.Sprint(i+1))
		before := ""
		if i > 0 {
			before = fmt.Sprint(v.runs[i-1].RunID)
		}
		v.differ(where, "superseded run's id", orEmpty(r.Supersedes), before)
		err = v.checkRun(where, r)
		v.Runs++
	}
	return err
}

func orEmpty(id *int64) string {
	if id == nil {
		return ""
	}
	return fmt.Sprint(*id)
}

func (v *verifier) checkRun(where string, r *RunRow) error {
	inputs, err := v.file.read(RunPart(r.Number, RunInputs))
	if err != nil {
		return err
	}
	results, err := v.file.read(RunPart(r.Number, RunResults))
	if err != nil {
		return err
	}
	names := v.called(r.InputsAt)
	in, result, wrong, err := recompute(r, string(inputs), string(results), names)
	v.add(wrong...)
	v.checkPinned(in, names)
	if file := v.editions[r.Edition]; file != nil {
		v.checkRules(where, in, file, names)
	} else {
		v.say(where, fmt.Sprintf("there is no edition %d", r.Edition))
	}
	if err != nil {
		v.say(where, "it cannot be recomputed: "+err.Error())
		// What is stored can still be held against what was sealed.
		if result, err = as[score.RunResult](JSON(results)); err != nil {
			return fmt.Errorf("%s: %w", RunPart(r.Number, RunResults), err)
		}
	}
	v.differ(where, "lines that wait", fmt.Sprint(r.Pending), fmt.Sprint(result.Pending))
	v.checkQuotas(where, r, result)
	return v.checkRows(r.Number, result, names)
}

// recompute runs the engine on what a file says was pinned, which may be anything.
func recompute(r *RunRow, inputs, results string, names goal.Names) (in score.RunInput, result score.RunResult, wrong []goal.Mismatch, err error) {
	defer func() {
		// The engine checks its input, for a plan's sake and not an attacker's.
		if p := recover(); p != nil {
			err = fmt.Errorf("pinned inputs: %v", p)
		}
	}()
	if err := noShares([]byte(inputs)); err != nil {
		return in, result, nil, err
	}
	run := &goal.ScoreRun{RunID: r.RunID, Number: r.Number, Engine: r.Engine, Edition: r.Edition, InputsAt: r.InputsAt, Hash: r.SHA256}
	return run.Recompute(inputs, results, names)
}

// noShares refuses planned shares, which only a preview of a year under way has.
// They are fractions, and a few bytes of exponent make one that fills the memory.
func noShares(inputs []byte) error {
	var shares struct {
		Groups []struct {
			Units []struct {
				Goals []struct {
					PlannedShare json.RawMessage `json:"plannedShare"`
				} `json:"goals"`
			} `json:"units"`
		} `json:"groups"`
	}
	_ = json.Unmarshal(inputs, &shares) // the engine's own reading says what is malformed
	for _, g := range shares.Groups {
		for _, u := range g.Units {
			for _, x := range u.Goals {
				if x.PlannedShare != nil {
					return errors.New("pinned inputs: a goal has a planned share, which no sealed run has")
				}
			}
		}
	}
	return nil
}

// checkQuotas compares how places were given out.
func (v *verifier) checkQuotas(where string, r *RunRow, result score.RunResult) {
	kept, err := as[map[int64][]score.QuotaResult](r.Quotas)
	if err != nil {
		v.say(where, "its quotas cannot be read: "+err.Error())
		return
	}
	for _, g := range result.Groups {
		v.differInside(where+", group "+g.Code, "places", kept[g.GroupID], g.Quotas)
	}
	if len(kept) != len(result.Groups) {
		v.differ(where, "number of groups with places", fmt.Sprint(len(kept)), fmt.Sprint(len(result.Groups)))
	}
}

func canonical(x any) string {
	text, err := score.Canonical(x)
	if err != nil {
		return err.Error()
	}
	return text
}

// checkRows compares the stored scores and lines with the answer.
func (v *verifier) checkRows(number int, result score.RunResult, names goal.Names) error {
	scores, lines := goal.CheckScores(result, names), goal.CheckLines(result, names)
	err := each(v.file, RunPart(number, RunScores), func(r *ScoreRow) error {
		sc, err := r.score()
		if err == nil {
			scores.Row(sc)
		}
		return err
	})
	if err != nil {
		return err
	}
	err = each(v.file, RunPart(number, RunLines), func(r *LineRow) error {
		v.Lines++
		line, err := r.line()
		if err == nil {
			lines.Row(line)
		}
		return err
	})
	v.add(scores.End()...)
	v.add(lines.End()...)
	return err
}

// checkPinned holds all that a run pinned against the lists it was taken from.
func (v *verifier) checkPinned(in score.RunInput, names goal.Names) {
	for i := range in.Groups {
		g := &in.Groups[i]
		if group, ok := v.groups[g.GroupID]; !ok || group.Code != g.Code {
			v.differ("group "+g.Code, "id", fmt.Sprint(g.GroupID), group.Code)
		}
		for j := range g.Units {
			u := &g.Units[j]
			v.checkUnit(u, names)
			for k := range u.Goals {
				v.checkGoal(u, &u.Goals[k], names)
			}
		}
	}
	goal.EachPinned(&in, func(g *score.GoalInput, p *score.PeriodValue) {
		found := v.figures[figureKey{g.GoalID, p.Period, p.Revision}]
		if kept := goal.Figure(*p); kept != found {
			v.differ(fmt.Sprintf("%s, %s r%d", called(names.Goals, g.GoalID, "goal"), p.Period, p.Revision), "figure", kept, found)
		}
	})
}

func called(names map[int64]string, id int64, what string) string {
	if name, ok := names[id]; ok {
		return name
	}
	return fmt.Sprintf("%s %d", what, id)
}

// checkUnit compares what the review decided about a unit.
func (v *verifier) checkUnit(u *score.UnitInput, names goal.Names) {
	where := called(names.Units, u.UnitID, "unit")
	v.differ(where, "code", u.Code, v.code(u.UnitID))
	for _, c := range u.Components {
		// Which revision was pinned is not written down; it was one of them.
		if known := v.components[componentKey{u.UnitID, c.Component}]; !slices.Contains(known, c.Score.String()) {
			v.differ(where, string(c.Component)+" score", c.Score.String(), strings.Join(known, " or "))
		}
	}
	for _, a := range u.Adjustments {
		entry, ok := v.ledger[a.EntryID]
		at := fmt.Sprintf("%s, adjustment %d", where, a.EntryID)
		if !ok || entry.UnitID != u.UnitID {
			v.say(at, "a run counts it, but the ledger has no such entry of this unit")
			continue
		}
		v.differ(at, "rule", a.Rule, entry.Rule)
		v.differ(at, "matter", a.Matter, entry.Matter)
		v.differ(at, "points", a.Points.String(), number(entry.Points))
		v.differ(at, "factor", number(a.Factor), number(entry.Factor))
		v.differ(at, "units", fmt.Sprint(max(1, a.Units)), fmt.Sprint(max(1, entry.Units)))
	}
	for _, q := range u.InYear {
		if known := v.published[publishedKey{u.UnitID, q.Period}]; !slices.Contains(known, q.Score.String()) {
			v.differ(where, "published score of "+q.Period, q.Score.String(), strings.Join(known, " or "))
		}
	}
	for _, code := range u.Vetoes {
		if !v.vetoes[vetoKey{u.UnitID, code}] {
			v.say(where, "a run counts veto "+code+", but no such case was applied")
		}
	}
}

// checkGoal compares what a goal was when it was pinned.
func (v *verifier) checkGoal(u *score.UnitInput, g *score.GoalInput, names goal.Names) {
	where := called(names.Goals, g.GoalID, "goal")
	row, ok := v.goals[g.GoalID]
	if !ok || row.UnitID != u.UnitID || v.indicators[row.IndicatorID].Code != g.Indicator {
		v.say(where, fmt.Sprintf("a run counts goal %d of %s on %s, which the list of goals does not have", g.GoalID, u.Code, g.Indicator))
		return
	}
	kept, ok := v.revisions[revisionKey{g.GoalID, g.Revision}]
	if !ok {
		v.say(where, fmt.Sprintf("a run counts goal revision %d, which is not there", g.Revision))
		return
	}
	where = fmt.Sprintf("%s, goal revision %d", where, g.Revision)
	v.differ(where, "not applicable", fmt.Sprint(g.NotApplicable), fmt.Sprint(kept.State == goal.GoalNotApplicable))
	pinned := *g
	pinned.Values = nil // they have revisions of their own
	differCommon(v, where, pinned, kept)
}
