package postgres

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"
)

// runPart is a piece of what a run sealed.
type runPart struct {
	kind    string
	part    int
	content string
}

// longestPart is how many bytes one row holds at most: a value may not pass a
// gigabyte, and a run of ten thousand units does.
const longestPart = 16 << 20

// runParts cuts a text between characters, into at least one part.
func runParts(kind, text string) (parts []runPart) {
	for len(parts) == 0 || text != "" {
		n := min(len(text), longestPart)
		for n < len(text) && !utf8.RuneStart(text[n]) {
			n--
		}
		parts = append(parts, runPart{kind, len(parts) + 1, text[:n]})
		text = text[n:]
	}
	return parts
}

// RunText reads what a run pinned and answered.
func (q Queries) RunText(ctx context.Context, plan, id int64) (inputs, results string, err error) {
	for kind, text := range map[string]*string{"INPUTS": &inputs, "RESULTS": &results} {
		var parts []string
		err := q.list(ctx, &parts, `SELECT content FROM score_run_texts WHERE plan_id = $1 AND run_id = $2 AND kind = $3 ORDER BY part`, plan, id, kind)
		if err != nil {
			return "", "", err
		}
		if len(parts) == 0 {
			return "", "", goal.ErrNotFound
		}
		*text = strings.Join(parts, "")
	}
	return inputs, results, nil
}

// AddRun stores a sealed run with all its scores and lines: four statements,
// whatever its size. Writers of one plan's runs must hold its review.
func (q Queries) AddRun(ctx context.Context, r *goal.ScoreRun, inputs, results string, quotas map[int64][]score.QuotaResult, by *int64, scores []goal.Score, lines []goal.ScoreLine) error {
	var added struct {
		RunID      int64  `json:"run_id"`
		Number     int    `json:"number"`
		Supersedes *int64 `json:"supersedes"`
	}
	err := q.recordOne(ctx, &added, "score_runs", `
		INSERT INTO score_runs (plan_id, number, engine, edition, inputs_at, sha256, supersedes, created_by, created_at, quotas, pending)
		SELECT $1, COALESCE(max(number), 0) + 1, $2, $3, $4, $5, max(run_id), $6, $7, $8, $9 FROM score_runs WHERE plan_id = $1`,
		r.PlanID, r.Engine, r.Edition, r.InputsAt, r.Hash, by, r.CreatedAt, asText(quotas), r.Pending)
	if err != nil {
		return err
	}
	r.RunID, r.Number, r.Supersedes = added.RunID, added.Number, added.Supersedes
	for _, p := range append(runParts("INPUTS", inputs), runParts("RESULTS", results)...) {
		err := q.recordOne(ctx, nil, "score_run_texts", `INSERT INTO score_run_texts (plan_id, run_id, kind, part, content) VALUES ($1, $2, $3, $4, $5)`,
			r.PlanID, r.RunID, p.kind, p.part, p.content)
		if err != nil {
			return err
		}
	}
	err = q.copyIn(ctx, "scores", "plan_id, run_id, unit_id, group_id, mode, place, indicators, bonus, deduction, exact, final, rank, grade, components, dimensions, vetoes, warnings, trace",
		len(scores), func(i int) []any {
			s := &scores[i]
			return []any{r.PlanID, r.RunID, s.UnitID, s.GroupID, string(s.Mode), s.Place, s.Indicators, s.Bonus, s.Deduction, s.Exact, s.Final, s.Rank, s.Grade,
				asText(s.Components), asText(s.Dimensions), pq.StringArray(append([]string{}, s.Vetoes...)),
				pq.StringArray(append([]string{}, s.Warnings...)), asText(s.Trace)}
		})
	if err != nil {
		return err
	}
	return q.copyIn(ctx, "score_lines", "plan_id, run_id, goal_id, unit_id, state, full_marks, value, rate, points, most, gain_step, gain, trace",
		len(lines), func(i int) []any {
			l := &lines[i]
			var step *int
			var gain *decimal.Decimal
			if l.Gain != nil {
				step, gain = &l.Gain.Step, &l.Gain.Points
			}
			return []any{r.PlanID, r.RunID, l.GoalID, l.UnitID, string(l.State), l.FullMarks, l.Value, l.Rate, l.Points, l.Most, step, gain, asText(l.Trace)}
		})
}
