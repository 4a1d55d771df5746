package cycle

import (
	"context"
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// verifyRows compares stored rows with a recomputed result, and the figures in
// the database with those that the run pinned.
func (s *Service) verifyRows(ctx context.Context, q postgres.Queries, view *RunView, in *score.RunInput, result score.RunResult, wrong *[]Mismatch) (int, error) {
	goals, err := q.Goals(ctx, view.PlanID, postgres.GoalFilter{Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return 0, err
	}
	name, err := s.namer(ctx, q, view.Outline, view.InputsAt)
	if err != nil {
		return 0, err
	}
	names := map[int64]string{}
	for _, g := range goals {
		names[g.GoalID] = name(g)
	}
	if err := verifyScores(ctx, q, view, result, wrong); err != nil {
		return 0, err
	}
	stored, err := q.Lines(ctx, view.PlanID, view.RunID, nil)
	if err != nil {
		return 0, err
	}
	*wrong = append(*wrong, compareLines(stored, result, names)...)
	changed, err := verifyFigures(ctx, q, view, in, names)
	if err != nil {
		return 0, err
	}
	*wrong = append(*wrong, changed...)
	if len(changed) > 0 {
		again, err := score.Run(*in) // with the figures as the database has them now
		if err != nil {
			return len(stored), fmt.Errorf("with the figures in the database: %w", err)
		}
		*wrong = append(*wrong, compareLines(stored, again, names)...)
	}
	return len(stored), nil
}

func verifyScores(ctx context.Context, q postgres.Queries, view *RunView, result score.RunResult, wrong *[]Mismatch) error {
	stored, err := q.Scores(ctx, view.PlanID, view.RunID, nil)
	if err != nil {
		return err
	}
	kept := map[int64]*goal.Score{}
	for _, sc := range stored {
		kept[sc.UnitID] = sc
	}
	scores, _ := scoreRows(result)
	codes := map[int64]string{}
	for _, g := range result.Groups {
		for _, u := range g.Units {
			codes[u.UnitID] = u.Code
		}
	}
	for i := range scores {
		want, have := &scores[i], kept[scores[i].UnitID]
		if have == nil {
			*wrong = append(*wrong, Mismatch{codes[want.UnitID], "score", "", want.Final.String()})
			continue
		}
		a, b := scoreFields(have), scoreFields(want)
		for n := range a {
			if a[n][1] != b[n][1] {
				*wrong = append(*wrong, Mismatch{codes[want.UnitID], a[n][0], a[n][1], b[n][1]})
			}
		}
	}
	if len(stored) != len(scores) {
		*wrong = append(*wrong, Mismatch{fmt.Sprintf("run %d", view.Number), "number of scores", fmt.Sprint(len(stored)), fmt.Sprint(len(scores))})
	}
	return nil
}

func scoreFields(sc *goal.Score) [][2]string {
	rank := ""
	if sc.Rank != nil {
		rank = fmt.Sprint(*sc.Rank)
	}
	return [][2]string{
		{"indicator total", sc.Indicators.String()}, {"bonus", sc.Bonus.String()}, {"deduction", sc.Deduction.String()},
		{"exact score", sc.Exact.String()}, {"final score", sc.Final.String()}, {"rank", rank}, {"grade", sc.Grade},
		{"vetoes", strings.Join(sc.Vetoes, " ")}, {"components", text(sc.Components)}, {"dimensions", text(sc.Dimensions)}, {"trace", text(sc.Trace)},
	}
}

func compareLines(stored []*goal.ScoreLine, result score.RunResult, names map[int64]string) []Mismatch {
	kept := map[int64]*goal.ScoreLine{}
	for _, l := range stored {
		kept[l.GoalID] = l
	}
	var wrong []Mismatch
	_, lines := scoreRows(result)
	for i := range lines {
		want, have := &lines[i], kept[lines[i].GoalID]
		if have == nil {
			wrong = append(wrong, Mismatch{names[want.GoalID], "line", "", want.Points.String()})
			continue
		}
		for _, f := range [][3]string{
			{"points", have.Points.String(), want.Points.String()}, {"state", string(have.State), string(want.State)},
			{"full marks", have.FullMarks, want.FullMarks}, {"value", have.Value, want.Value}, {"rate", have.Rate, want.Rate},
			{"trace", text(have.Trace), text(want.Trace)},
		} {
			if f[1] != f[2] {
				wrong = append(wrong, Mismatch{names[want.GoalID], f[0], brief(f[1]), brief(f[2])})
			}
		}
	}
	return wrong
}

// brief keeps a long text readable in a list of differences.
func brief(s string) string {
	if len(s) > 120 {
		return "sha256:" + score.Hash(s)[:12]
	}
	return s
}

// verifyFigures reads every pinned revision again and puts what it finds into
// in, so that the run can be computed from the database's own figures too.
func verifyFigures(ctx context.Context, q postgres.Queries, view *RunView, in *score.RunInput, names map[int64]string) ([]Mismatch, error) {
	var goals, revisions []int64
	var periods []string
	each := func(fn func(g *score.GoalInput, v *score.PeriodValue)) {
		for i := range in.Groups {
			for j := range in.Groups[i].Units {
				for k := range in.Groups[i].Units[j].Goals {
					g := &in.Groups[i].Units[j].Goals[k]
					for n := range g.Values {
						if g.Values[n].State != score.ValueMissing {
							fn(g, &g.Values[n])
						}
					}
				}
			}
		}
	}
	each(func(g *score.GoalInput, v *score.PeriodValue) {
		goals, periods, revisions = append(goals, g.GoalID), append(periods, v.Period), append(revisions, int64(v.Revision))
	})
	found, err := q.ValuesAt(ctx, view.PlanID, goals, periods, revisions)
	if err != nil {
		return nil, err
	}
	var changed []Mismatch
	each(func(g *score.GoalInput, v *score.PeriodValue) {
		where := fmt.Sprintf("%s, %s r%d", names[g.GoalID], v.Period, v.Revision)
		now := found[g.GoalID][v.Period]
		if now == nil {
			changed = append(changed, Mismatch{where, "figure", figure(*v), ""})
			return
		}
		fresh := now.ForScore()
		if figure(*v) != figure(fresh) {
			changed = append(changed, Mismatch{where, "figure", figure(*v), figure(fresh)})
			*v = fresh
		}
	})
	return changed, nil
}

// figure writes a value so that two can be compared.
func figure(v score.PeriodValue) string {
	var parts []string
	if v.Value != nil {
		parts = append(parts, v.Value.String())
	}
	if v.Numerator != nil && v.Denominator != nil {
		parts = append(parts, v.Numerator.String()+"/"+v.Denominator.String())
	}
	if v.Inputs != nil {
		parts = append(parts, text(v.Inputs))
	}
	if v.State != score.Value {
		parts = append(parts, string(v.State))
	}
	return strings.Join(parts, " ")
}
