package postgres

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/lib/pq"
	"github.com/shopspring/decimal"
)

const goalColumns = `g.plan_id, g.goal_id, g.unit_id, g.indicator_id, g.sort_key, r.revision, r.state, r.full_marks, r.target, r.baseline,
	r.challenge, r.difficulty, r.portion, r.lead_unit_id, r.cooperating_units, r.section, r.leader_id, r.planned_shares, r.out_of_totals`

// currentGoals joins each goal of plan $1 with its newest revision.
const currentGoals = ` FROM goals g JOIN goal_revisions r ON r.plan_id = $1 AND r.goal_id = g.goal_id
	AND r.revision = (SELECT max(x.revision) FROM goal_revisions x WHERE x.plan_id = $1 AND x.goal_id = g.goal_id) `

const progressColumns = `p.plan_id, p.goal_id, p.period, p.revision, p.goal_revision, p.state, p.value, p.numerator, p.denominator,
	p.rate, p.planned, p.previous_rate, p.reported, p.on_time, p.updated_at`

type goalRow struct {
	goal.Goal
	Coop       pq.Int64Array                 `db:"cooperating_units"`
	SharesText jsonText[[]goal.PlannedShare] `db:"planned_shares"`
}

func (r *goalRow) goal() *goal.Goal {
	r.Goal.CooperatingUnits, r.Goal.PlannedShares = r.Coop, r.SharesText.V
	return &r.Goal
}

func (q Queries) goals(ctx context.Context, statement string, args ...any) ([]*goal.Goal, error) {
	var rows []goalRow
	err := q.list(ctx, &rows, statement, args...)
	list := make([]*goal.Goal, len(rows))
	for i := range rows {
		list[i] = rows[i].goal()
	}
	return list, err
}

// GoalFilter narrows a list of goals; nil and empty fields do not.
type GoalFilter struct {
	Units      []int64
	Indicators []int64
	Groups     []int64
	Dimensions []int64
	Owners     []int64
	Leaders    []int64 // in charge of the goal itself
	Search     string  // in the indicator's name or code
	Sight      Sight
}

// Sight is what a reader may see: everything, or what is of some units or on
// some indicators.
type Sight struct {
	All        bool
	Units      []int64
	Indicators []int64
	Stands     []int64 // indicators of which only the owner's own goal is seen
}

// goalWhere filters goals by $2 to $12.
const goalWhere = ` WHERE g.plan_id = $1 AND r.state <> 'WITHDRAWN'
	AND ($2::bigint[] IS NULL OR g.unit_id = ANY($2))
	AND ($3::bigint[] IS NULL OR g.indicator_id = ANY($3))
	AND ($4::bigint[] IS NULL OR g.unit_id IN (SELECT unit_id FROM plan_units WHERE plan_id = $1 AND group_id = ANY($4)))
	AND ($5::bigint[] IS NULL OR g.indicator_id IN (SELECT indicator_id FROM indicators WHERE plan_id = $1 AND dimension_id = ANY($5)))
	AND ($6::bigint[] IS NULL OR g.indicator_id IN (SELECT indicator_id FROM indicators WHERE plan_id = $1 AND owner_id = ANY($6)))
	AND ($7::bigint[] IS NULL OR r.leader_id = ANY($7))
	AND ($8 = '' OR g.indicator_id IN (SELECT indicator_id FROM indicators WHERE plan_id = $1 AND (strpos(name, $8) > 0 OR strpos(code, $8) > 0)))
	AND ($9 OR g.unit_id = ANY($10) OR g.indicator_id = ANY($11)
		OR (g.indicator_id, g.unit_id) IN (SELECT indicator_id, owner_id FROM indicators WHERE plan_id = $1 AND indicator_id = ANY($12))) `

func (f GoalFilter) args(plan int64) []any {
	return []any{plan, pq.Array(f.Units), pq.Array(f.Indicators), pq.Array(f.Groups), pq.Array(f.Dimensions), pq.Array(f.Owners), pq.Array(f.Leaders), f.Search,
		f.Sight.All, pq.Array(f.Sight.Units), pq.Array(f.Sight.Indicators), pq.Array(f.Sight.Stands)}
}

// Goals lists goals in natural order after a sort key. limit 0 lists all.
func (q Queries) Goals(ctx context.Context, plan int64, f GoalFilter, after int64, limit int) ([]*goal.Goal, error) {
	args := append(f.args(plan), after, limit)
	return q.goals(ctx, `SELECT `+goalColumns+currentGoals+goalWhere+`
		AND g.sort_key > $13 ORDER BY g.sort_key, g.goal_id LIMIT NULLIF($14, 0)`, args...)
}

// CountGoals counts what [Queries.Goals] would list in all.
func (q Queries) CountGoals(ctx context.Context, plan int64, f GoalFilter) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*)`+currentGoals+goalWhere, f.args(plan)...)
	return n, err
}

// GoalsByID reads goals with their newest revisions, in no order.
func (q Queries) GoalsByID(ctx context.Context, plan int64, ids []int64) ([]*goal.Goal, error) {
	return q.goals(ctx, `SELECT `+goalColumns+currentGoals+`WHERE g.plan_id = $1 AND g.goal_id = ANY($2) AND r.state <> 'WITHDRAWN' ORDER BY g.sort_key`, plan, pq.Array(ids))
}

// SaveGoals makes the plan's goals what the list says: new ones are added,
// changed ones get a revision, those missing from it one that withdraws them.
func (q Queries) SaveGoals(ctx context.Context, plan int64, goals []goal.Goal, by *int64, at time.Time, reason string) error {
	units := col(goals, func(g *goal.Goal) int64 { return g.UnitID })
	inds := col(goals, func(g *goal.Goal) int64 { return g.IndicatorID })
	_, err := q.record(ctx, "goals", `
		INSERT INTO goals (plan_id, unit_id, indicator_id, sort_key)
		SELECT $1, f.unit_id, f.indicator_id, f.sort_key FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS f(unit_id, indicator_id, sort_key)
		ON CONFLICT (plan_id, unit_id, indicator_id) DO UPDATE SET sort_key = excluded.sort_key WHERE goals.sort_key <> excluded.sort_key`,
		plan, units, inds, col(goals, func(g *goal.Goal) int64 { return g.SortKey }))
	if err != nil {
		return err
	}
	_, err = q.record(ctx, "goal_revisions", `
		WITH file AS (
			SELECT g.goal_id, f.* FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[],
				$9::numeric[], $10::bigint[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::boolean[], $19::numeric[])
				AS f(unit_id, indicator_id, state, full_marks, target, baseline, challenge, difficulty, lead_unit_id, coop, section, leader_id, shares, out_of_totals, portion)
			  JOIN goals g ON g.plan_id = $1 AND g.unit_id = f.unit_id AND g.indicator_id = f.indicator_id
		), current AS (
			SELECT DISTINCT ON (goal_id) * FROM goal_revisions WHERE plan_id = $1 ORDER BY goal_id, revision DESC
		)
		INSERT INTO goal_revisions (plan_id, goal_id, revision, state, full_marks, target, baseline, challenge, difficulty,
			lead_unit_id, cooperating_units, section, leader_id, planned_shares, out_of_totals, portion, recorded_by, recorded_at, reason)
		SELECT $1, f.goal_id, COALESCE(c.revision, 0) + 1, f.state, f.full_marks, f.target, f.baseline, f.challenge, f.difficulty,
			f.lead_unit_id, f.coop::bigint[], f.section, f.leader_id, f.shares, f.out_of_totals, f.portion, $16, $17, $18
		  FROM file f LEFT JOIN current c ON c.goal_id = f.goal_id
		 WHERE (c.state, c.full_marks, c.target, c.baseline, c.challenge, c.difficulty, c.lead_unit_id, c.cooperating_units, c.section, c.leader_id, c.planned_shares, c.out_of_totals, c.portion)
		       IS DISTINCT FROM (f.state, f.full_marks, f.target, f.baseline, f.challenge, f.difficulty, f.lead_unit_id, f.coop::bigint[], f.section, f.leader_id, f.shares, f.out_of_totals, f.portion)`,
		plan, units, inds,
		col(goals, func(g *goal.Goal) string { return string(g.State) }),
		col(goals, func(g *goal.Goal) decimal.Decimal { return g.FullMarks }),
		col(goals, func(g *goal.Goal) *decimal.Decimal { return g.Target }),
		col(goals, func(g *goal.Goal) *decimal.Decimal { return g.Baseline }),
		col(goals, func(g *goal.Goal) *decimal.Decimal { return g.Challenge }),
		col(goals, func(g *goal.Goal) *decimal.Decimal { return g.Difficulty }),
		col(goals, func(g *goal.Goal) *int64 { return g.LeadUnitID }),
		// PostgreSQL's unnest would take arrays of arrays apart, so each goes as text.
		col(goals, func(g *goal.Goal) string { return arrayText(g.CooperatingUnits) }),
		col(goals, func(g *goal.Goal) string { return g.Section }),
		col(goals, func(g *goal.Goal) *int64 { return g.LeaderID }),
		col(goals, func(g *goal.Goal) string { return listText(g.PlannedShares) }),
		col(goals, func(g *goal.Goal) bool { return g.OutOfTotals }),
		by, at, reason,
		col(goals, func(g *goal.Goal) *decimal.Decimal { return g.Portion }))
	if err != nil {
		return err
	}
	_, err = q.record(ctx, "goal_revisions", `
		INSERT INTO goal_revisions (plan_id, goal_id, revision, state, full_marks, recorded_by, recorded_at, reason)
		SELECT $1, g.goal_id, r.revision + 1, 'WITHDRAWN', 0, $4, $5, $6`+currentGoals+`
		 WHERE g.plan_id = $1 AND r.state <> 'WITHDRAWN'
		   AND (g.unit_id, g.indicator_id) NOT IN (SELECT * FROM unnest($2::bigint[], $3::bigint[]))`, plan, units, inds, by, at, reason)
	return err
}

func arrayText(ids []int64) string {
	v, _ := pq.Int64Array(ids).Value() // cannot fail
	if v == nil {
		return "{}"
	}
	return v.(string)
}

// ProgressByGoal reads kept progress.
func (q Queries) ProgressByGoal(ctx context.Context, plan int64, goals []int64) (map[int64]*goal.Progress, error) {
	var list []*goal.Progress
	err := q.list(ctx, &list, `SELECT `+progressColumns+` FROM goal_progress p WHERE p.plan_id = $1 AND p.goal_id = ANY($2)`, plan, pq.Array(goals))
	byGoal := make(map[int64]*goal.Progress, len(list))
	for _, p := range list {
		byGoal[p.GoalID] = p
	}
	return byGoal, err
}

// AllProgress reads a whole plan's kept progress.
func (q Queries) AllProgress(ctx context.Context, plan int64) (map[int64]*goal.Progress, error) {
	var list []*goal.Progress
	err := q.list(ctx, &list, `SELECT `+progressColumns+` FROM goal_progress p WHERE p.plan_id = $1`, plan)
	byGoal := make(map[int64]*goal.Progress, len(list))
	for _, p := range list {
		byGoal[p.GoalID] = p
	}
	return byGoal, err
}

// LockGoals keeps other writers of these goals' figures and progress away until
// the transaction ends; in goal order, so that no two wait for each other. A
// goal's progress may not exist yet, so it is the goal that is held.
func (q Queries) LockGoals(ctx context.Context, plan int64, goals []int64) error {
	_, err := q.exec(ctx, `SELECT 1 FROM goals WHERE plan_id = $1 AND goal_id = ANY($2) ORDER BY goal_id FOR NO KEY UPDATE`, plan, pq.Array(goals))
	return err
}

// DropProgress forgets progress of goals that have no counted figure any more.
func (q Queries) DropProgress(ctx context.Context, plan int64, goals []int64) error {
	_, err := q.exec(ctx, `DELETE FROM goal_progress WHERE plan_id = $1 AND goal_id = ANY($2)`, plan, pq.Array(goals))
	return err
}

// SaveProgress rewrites kept progress.
func (q Queries) SaveProgress(ctx context.Context, plan int64, list []goal.Progress) error {
	_, err := q.exec(ctx, `
		INSERT INTO goal_progress (plan_id, goal_id, period, revision, goal_revision, state, value, numerator, denominator,
			rate, planned, previous_rate, reported, on_time, updated_at)
		SELECT $1, f.* FROM unnest($2::bigint[], $3::text[], $4::int[], $5::int[], $6::text[], $7::numeric[], $8::numeric[], $9::numeric[],
			$10::numeric[], $11::numeric[], $12::numeric[], $13::int[], $14::int[], $15::timestamptz[]) AS f
		ON CONFLICT (plan_id, goal_id) DO UPDATE SET period = excluded.period, revision = excluded.revision,
			goal_revision = excluded.goal_revision, state = excluded.state, value = excluded.value, numerator = excluded.numerator,
			denominator = excluded.denominator, rate = excluded.rate, planned = excluded.planned, previous_rate = excluded.previous_rate,
			reported = excluded.reported, on_time = excluded.on_time, updated_at = excluded.updated_at`, plan,
		col(list, func(p *goal.Progress) int64 { return p.GoalID }),
		col(list, func(p *goal.Progress) period.Period { return p.Period }),
		col(list, func(p *goal.Progress) int64 { return int64(p.Revision) }),
		col(list, func(p *goal.Progress) int64 { return int64(p.GoalRevision) }),
		col(list, func(p *goal.Progress) string { return string(p.State) }),
		col(list, func(p *goal.Progress) *decimal.Decimal { return p.Value }),
		col(list, func(p *goal.Progress) *decimal.Decimal { return p.Numerator }),
		col(list, func(p *goal.Progress) *decimal.Decimal { return p.Denominator }),
		col(list, func(p *goal.Progress) *decimal.Decimal { return p.Rate }),
		col(list, func(p *goal.Progress) decimal.Decimal { return p.Planned }),
		col(list, func(p *goal.Progress) *decimal.Decimal { return p.PreviousRate }),
		col(list, func(p *goal.Progress) int64 { return int64(p.Reported) }),
		col(list, func(p *goal.Progress) int64 { return int64(p.OnTime) }),
		col(list, func(p *goal.Progress) string { return p.UpdatedAt.Format(time.RFC3339Nano) }))
	return err
}

// CountedValues reads the figures of goals that count, by goal and in order of
// time: those whose row has one of the statuses for its source. nil goals means
// all of the plan. Rows are read first, since PostgreSQL, while it has no statistics
// of a new plan, would else begin with all of its goals.
func (q Queries) CountedValues(ctx context.Context, plan int64, goals []int64, unit, owner []goal.RowStatus) (map[int64][]goal.CountedValue, error) {
	var rows []struct {
		GoalID      int64                  `db:"goal_id"`
		Period      period.Period          `db:"period"`
		Late        bool                   `db:"late"`
		Revision    int                    `db:"revision"`
		Source      goal.Source            `db:"source"`
		State       score.ValueState       `db:"state"`
		Value       *decimal.Decimal       `db:"value"`
		Numerator   *decimal.Decimal       `db:"numerator"`
		Denominator *decimal.Decimal       `db:"denominator"`
		Inputs      jsonText[score.Inputs] `db:"inputs"`
	}
	err := q.list(ctx, &rows, `
		WITH w AS MATERIALIZED (SELECT goal_id, period, status, late, COALESCE(official_revision, revision) AS revision
		                          FROM report_rows WHERE plan_id = $1 AND ($2::bigint[] IS NULL OR goal_id = ANY($2)))
		SELECT w.goal_id, w.period, w.late, v.revision, v.source, v.state, v.value, v.numerator, v.denominator, v.inputs
		  FROM w
		  JOIN report_values v ON v.plan_id = $1 AND v.goal_id = w.goal_id AND v.period = w.period AND v.revision = w.revision
		  JOIN goals g ON g.plan_id = $1 AND g.goal_id = w.goal_id
		  JOIN indicators i ON i.plan_id = $1 AND i.indicator_id = g.indicator_id
		 WHERE w.status = ANY(CASE i.source WHEN 'OWNER' THEN $4::text[] ELSE $3::text[] END)
		 ORDER BY w.goal_id, w.period`, plan, pq.Array(goals), pq.Array(unit), pq.Array(owner))
	byGoal := map[int64][]goal.CountedValue{}
	for i := range rows {
		r := &rows[i]
		v := score.PeriodValue{Period: r.Period.String(), Revision: r.Revision, State: r.State, Value: r.Value,
			Numerator: r.Numerator, Denominator: r.Denominator, Official: r.Source == goal.SourceOwner}
		if r.Inputs.V.V > 0 {
			v.Inputs = &r.Inputs.V
		}
		byGoal[r.GoalID] = append(byGoal[r.GoalID], goal.CountedValue{GoalID: r.GoalID, Period: r.Period, Late: r.Late, Value: v})
	}
	return byGoal, err
}
