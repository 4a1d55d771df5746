package postgres

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/lib/pq"
)

// Pinned is what a sealed run holds on some of its units, and on their groups.
type Pinned struct {
	Rules      score.RunRules
	Indicators []score.IndicatorInput
	Units      map[int64]*score.UnitInput
	Groups     map[int64]*PinnedGroup
}

// PinnedGroup is what a sealed run holds on a group beside its units.
type PinnedGroup struct {
	Dimensions []score.DimensionMarks
	Places     score.Trace
	Peers      []score.PeerNumbers
}

// Pinned reads parts of a run's sealed texts, which as a whole are too long to
// send: three statements, whatever their length.
func (q Queries) Pinned(ctx context.Context, plan, run int64, units, groups []int64) (*Pinned, error) {
	var head struct {
		Rules      jsonText[score.RunRules]         `db:"rules"`
		Indicators jsonText[[]score.IndicatorInput] `db:"indicators"`
	}
	err := q.get(ctx, &head, `SELECT r.inputs::json->>'rules' AS rules, r.inputs::json->>'indicators' AS indicators
		FROM score_runs r WHERE r.plan_id = $1 AND r.run_id = $2`, plan, run)
	if err != nil {
		return nil, err
	}
	p := &Pinned{Rules: head.Rules.V, Indicators: head.Indicators.V, Units: map[int64]*score.UnitInput{}, Groups: map[int64]*PinnedGroup{}}
	if err := q.pinnedUnits(ctx, plan, run, units, p); err != nil {
		return nil, err
	}
	return p, q.pinnedGroups(ctx, plan, run, groups, p)
}

func (q Queries) pinnedUnits(ctx context.Context, plan, run int64, units []int64, p *Pinned) error {
	var list []struct {
		UnitID int64                     `db:"unit_id"`
		Input  jsonText[score.UnitInput] `db:"input"`
	}
	err := q.list(ctx, &list, `SELECT (u->>'unitId')::bigint AS unit_id, u::text AS input
		FROM score_runs r, json_array_elements(r.inputs::json->'groups') g, json_array_elements(g->'units') u
		WHERE r.plan_id = $1 AND r.run_id = $2 AND (u->>'unitId')::bigint = ANY($3)`, plan, run, pq.Array(units))
	for i := range list {
		p.Units[list[i].UnitID] = &list[i].Input.V
	}
	return err
}

func (q Queries) pinnedGroups(ctx context.Context, plan, run int64, groups []int64, p *Pinned) error {
	var list []struct {
		GroupID    int64                            `db:"group_id"`
		Dimensions jsonText[[]score.DimensionMarks] `db:"dimensions"`
		Places     jsonText[score.Trace]            `db:"places"`
		Peers      jsonText[[]score.PeerNumbers]    `db:"peers"`
	}
	err := q.list(ctx, &list, `SELECT i.group_id, i.dimensions, o.g->>'trace' AS places, COALESCE(o.g->>'peers', '') AS peers
		FROM score_runs r, LATERAL (
			SELECT (g->>'groupId')::bigint AS group_id, g->>'dimensions' AS dimensions FROM json_array_elements(r.inputs::json->'groups') g) i,
			json_array_elements(r.results::json->'groups') o(g)
		WHERE r.plan_id = $1 AND r.run_id = $2 AND i.group_id = ANY($3) AND (o.g->>'groupId')::bigint = i.group_id`, plan, run, pq.Array(groups))
	for _, g := range list {
		p.Groups[g.GroupID] = &PinnedGroup{g.Dimensions.V, g.Places.V, g.Peers.V}
	}
	return err
}

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
