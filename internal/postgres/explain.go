package postgres

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/lib/pq"
)

// Standings reads the printed lists of some groups in a run, without the traces.
func (q Queries) Standings(ctx context.Context, plan, run int64, groups []int64) ([]goal.Standing, error) {
	var list []goal.Standing
	err := q.list(ctx, &list, `SELECT unit_id, group_id, mode, final, rank, grade FROM scores
		WHERE plan_id = $1 AND run_id = $2 AND group_id = ANY($3) ORDER BY group_id, place`, plan, run, pq.Array(groups))
	return list, err
}

// LinesOn reads the lines of units on some indicators, in no order.
func (q Queries) LinesOn(ctx context.Context, plan, run int64, indicators, units []int64) (map[int64][]*goal.ScoreLine, error) {
	var rows []struct {
		goal.ScoreLine
		IndicatorID int64                 `db:"indicator_id"`
		TraceText   jsonText[score.Trace] `db:"trace"`
	}
	err := q.list(ctx, &rows, `SELECT g.indicator_id, l.plan_id, l.run_id, l.goal_id, l.unit_id, l.state, l.full_marks, l.value, l.rate, l.points, l.most, l.trace
		FROM score_lines l JOIN goals g ON g.plan_id = l.plan_id AND g.goal_id = l.goal_id
		WHERE l.plan_id = $1 AND l.run_id = $2 AND g.indicator_id = ANY($3) AND l.unit_id = ANY($4)`, plan, run, pq.Array(indicators), pq.Array(units))
	byIndicator := map[int64][]*goal.ScoreLine{}
	for i := range rows {
		rows[i].ScoreLine.Trace = rows[i].TraceText.V
		byIndicator[rows[i].IndicatorID] = append(byIndicator[rows[i].IndicatorID], &rows[i].ScoreLine)
	}
	return byIndicator, err
}
