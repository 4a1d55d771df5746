package postgres

import (
	"context"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

const planColumns = `plan_id, organ_id, organiser_id, year, title, status, version, edition, document_no,
	created_at, changed_at, submitted_by, issued_at, settings`

type planRow struct {
	goal.Plan
	Text jsonText[goal.PlanSettings] `db:"settings"`
}

func (r *planRow) plan() *goal.Plan {
	r.Plan.Settings = r.Text.V
	return &r.Plan
}

// Plan reads one plan.
func (q Queries) Plan(ctx context.Context, id int64) (*goal.Plan, error) {
	var r planRow
	err := q.get(ctx, &r, `SELECT `+planColumns+` FROM plans WHERE plan_id = $1`, id)
	return r.plan(), err
}

// gate is where plan $1's writers queue. The lock on its row is what counts, but
// it serves sharers past whoever waits to hold it alone: while two hundred units
// submit, a close would never get its turn. Here turns are taken as they come.
const gate = `(7215064::bigint << 32) + $1`

// LockPlan reads one plan and holds it until the transaction ends.
func (q Queries) LockPlan(ctx context.Context, id int64) (*goal.Plan, error) {
	var r planRow
	if _, err := q.exec(ctx, `SELECT pg_advisory_xact_lock(`+gate+`)`, id); err != nil {
		return nil, err
	}
	err := q.get(ctx, &r, `SELECT `+planColumns+` FROM plans WHERE plan_id = $1 FOR UPDATE`, id)
	return r.plan(), err
}

// SharePlan reads one plan and keeps its status as it is until the transaction
// ends, while others may do the same.
func (q Queries) SharePlan(ctx context.Context, id int64) (*goal.Plan, error) {
	var r planRow
	if _, err := q.exec(ctx, `SELECT pg_advisory_xact_lock_shared(`+gate+`)`, id); err != nil {
		return nil, err
	}
	err := q.get(ctx, &r, `SELECT `+planColumns+` FROM plans WHERE plan_id = $1 FOR SHARE`, id)
	return r.plan(), err
}

// Plans lists all plans, or those of a year, newest year first.
func (q Queries) Plans(ctx context.Context, year *int) ([]*goal.Plan, error) {
	var rows []planRow
	err := q.list(ctx, &rows, `SELECT `+planColumns+` FROM plans
		WHERE ($1::bigint IS NULL OR year = $1) ORDER BY year DESC, plan_id`, year)
	list := make([]*goal.Plan, len(rows))
	for i := range rows {
		list[i] = rows[i].plan()
	}
	return list, err
}

// RegisterPlan takes a number for a new plan; the registry refuses a second plan
// of the same authority and year.
func (q Queries) RegisterPlan(ctx context.Context, organ int64, year int) (id int64, err error) {
	var added struct {
		PlanID int64 `json:"plan_id"`
	}
	err = q.recordOne(ctx, &added, "plan_registry", `INSERT INTO plan_registry (organ_id, year) VALUES ($1, $2)`, organ, year)
	return added.PlanID, err
}

// PlanOf finds an authority's plan of a year.
func (q Queries) PlanOf(ctx context.Context, organ int64, year int) (id int64, err error) {
	err = q.get(ctx, &id, `SELECT plan_id FROM plan_registry WHERE organ_id = $1 AND year = $2 AND NOT withdrawn`, organ, year)
	return id, err
}

// PlanNames names every plan by its authority's code and its year.
func (q Queries) PlanNames(ctx context.Context) (map[int64]string, error) {
	var list []struct {
		PlanID int64  `db:"plan_id"`
		Name   string `db:"name"`
	}
	err := q.list(ctx, &list, `SELECT r.plan_id, u.code || '/' || r.year AS name FROM plan_registry r JOIN units u ON u.unit_id = r.organ_id`)
	names := make(map[int64]string, len(list))
	for _, p := range list {
		names[p.PlanID] = p.Name
	}
	return names, err
}

// AddPlan stores a new plan's head.
func (q Queries) AddPlan(ctx context.Context, p *goal.Plan) error {
	_, err := q.record(ctx, "plans", `INSERT INTO plans (plan_id, organ_id, organiser_id, year, title, status, settings, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		p.PlanID, p.OrganID, p.OrganiserID, p.Year, p.Title, p.Status, jsonText[goal.PlanSettings]{p.Settings}, p.CreatedAt)
	return err
}

// SavePlan writes p if nobody has since it was read, and moves its version on.
// Otherwise it fails with [goal.ErrStale].
func (q Queries) SavePlan(ctx context.Context, p *goal.Plan) error {
	err := q.recordOne(ctx, nil, "plans", `
		UPDATE plans SET organiser_id = $3, title = $4, status = $5, edition = $6, document_no = $7, settings = $8,
		       changed_at = $9, submitted_by = $10, issued_at = $11, version = version + 1
		 WHERE plan_id = $1 AND version = $2`,
		p.PlanID, p.Version, p.OrganiserID, p.Title, p.Status, p.Edition, p.DocumentNo, jsonText[goal.PlanSettings]{p.Settings},
		p.ChangedAt, p.SubmittedBy, p.IssuedAt)
	if err == nil {
		p.Version++
	}
	return err
}

// AddEdition stores an issued plan word for word.
func (q Queries) AddEdition(ctx context.Context, p *goal.Plan, content, hash string, by *int64) error {
	_, err := q.record(ctx, "plan_editions", `INSERT INTO plan_editions (plan_id, edition, document_no, content, sha256, issued_by, issued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.PlanID, p.Edition, p.DocumentNo, content, hash, by, p.IssuedAt)
	return err
}

// SaveStructure makes a draft's groups, dimensions, indicators and units what
// the file says. What the file leaves out is marked withdrawn: goals and figures
// may refer to it. ids names units by code.
func (q Queries) SaveStructure(ctx context.Context, plan int64, f *goal.PlanFile, ids map[string]int64) error {
	for _, save := range []func(context.Context, int64, *goal.PlanFile, map[string]int64) error{
		q.saveGroups, q.saveDimensions, q.saveIndicators, q.savePlanUnits,
	} {
		if err := save(ctx, plan, f, ids); err != nil {
			return err
		}
	}
	return nil
}

// withdraw marks what is not in the file.
func (q Queries) withdraw(ctx context.Context, table string, plan int64, codes any) error {
	_, err := q.record(ctx, table, `UPDATE `+table+` SET withdrawn = true WHERE plan_id = $1 AND NOT withdrawn AND code <> ALL($2::text[])`, plan, codes)
	return err
}

func (q Queries) saveGroups(ctx context.Context, plan int64, f *goal.PlanFile, _ map[string]int64) error {
	codes := col(f.Groups, func(g *goal.GroupFile) string { return g.Code })
	if err := q.withdraw(ctx, "groups", plan, codes); err != nil {
		return err
	}
	_, err := q.record(ctx, "groups", `
		INSERT INTO groups (plan_id, code, name, name_en, display_order)
		SELECT $1, code, name, name_en, place FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS f(code, name, name_en, place)
		ON CONFLICT (plan_id, code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
			display_order = excluded.display_order, withdrawn = false`, plan, codes,
		col(f.Groups, func(g *goal.GroupFile) string { return g.Name }),
		col(f.Groups, func(g *goal.GroupFile) string { return g.NameEn }))
	if err != nil {
		return err
	}
	type weight struct {
		Group, Component string
		Weight           decimal.Decimal
	}
	var weights []weight
	for _, g := range f.Groups {
		for _, w := range g.Components {
			weights = append(weights, weight{g.Code, string(w.Component), w.Weight})
		}
	}
	_, err = q.record(ctx, "components", `
		WITH f AS (SELECT g.group_id, f.component, f.weight FROM unnest($2::text[], $3::text[], $4::numeric[]) AS f(code, component, weight)
			JOIN groups g ON g.plan_id = $1 AND g.code = f.code)
		INSERT INTO components (plan_id, group_id, component, weight) SELECT $1, group_id, component, weight FROM (
			SELECT * FROM f UNION ALL
			SELECT c.group_id, c.component, 0 FROM components c WHERE c.plan_id = $1 AND (c.group_id, c.component) NOT IN (SELECT group_id, component FROM f)) x
		ON CONFLICT (plan_id, group_id, component) DO UPDATE SET weight = excluded.weight`, plan,
		col(weights, func(w *weight) string { return w.Group }),
		col(weights, func(w *weight) string { return w.Component }),
		col(weights, func(w *weight) decimal.Decimal { return w.Weight }))
	return err
}

// mark is full marks of one thing in one group, by their codes.
type mark struct {
	Code, Group string
	Marks       decimal.Decimal
}

func (q Queries) saveMarks(ctx context.Context, plan int64, parent string, marks []mark) error {
	_, err := q.record(ctx, parent+"_marks", `
		WITH f AS (SELECT p.`+parent+`_id AS id, g.group_id, f.marks FROM unnest($2::text[], $3::text[], $4::numeric[]) AS f(code, grp, marks)
			JOIN `+parent+`s p ON p.plan_id = $1 AND p.code = f.code
			JOIN groups g ON g.plan_id = $1 AND g.code = f.grp)
		INSERT INTO `+parent+`_marks (plan_id, `+parent+`_id, group_id, full_marks) SELECT $1, id, group_id, marks FROM (
			SELECT * FROM f UNION ALL
			SELECT m.`+parent+`_id, m.group_id, 0 FROM `+parent+`_marks m WHERE m.plan_id = $1 AND (m.`+parent+`_id, m.group_id) NOT IN (SELECT id, group_id FROM f)) x
		ON CONFLICT (plan_id, `+parent+`_id, group_id) DO UPDATE SET full_marks = excluded.full_marks`, plan,
		col(marks, func(m *mark) string { return m.Code }),
		col(marks, func(m *mark) string { return m.Group }),
		col(marks, func(m *mark) decimal.Decimal { return m.Marks }))
	return err
}

func (q Queries) saveDimensions(ctx context.Context, plan int64, f *goal.PlanFile, _ map[string]int64) error {
	codes := col(f.Dimensions, func(d *goal.DimensionFile) string { return d.Code })
	if err := q.withdraw(ctx, "dimensions", plan, codes); err != nil {
		return err
	}
	_, err := q.record(ctx, "dimensions", `
		INSERT INTO dimensions (plan_id, code, name, name_en, display_order)
		SELECT $1, code, name, name_en, place FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS f(code, name, name_en, place)
		ON CONFLICT (plan_id, code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en,
			display_order = excluded.display_order, withdrawn = false`, plan, codes,
		col(f.Dimensions, func(d *goal.DimensionFile) string { return d.Name }),
		col(f.Dimensions, func(d *goal.DimensionFile) string { return d.NameEn }))
	if err != nil {
		return err
	}
	var marks []mark
	for _, d := range f.Dimensions {
		for _, m := range d.Marks {
			marks = append(marks, mark{d.Code, m.Group, m.FullMarks})
		}
	}
	return q.saveMarks(ctx, plan, "dimension", marks)
}

func (q Queries) saveIndicators(ctx context.Context, plan int64, f *goal.PlanFile, ids map[string]int64) error {
	type ind = goal.IndicatorFile
	codes := col(f.Indicators, func(i *ind) string { return i.Code })
	if err := q.withdraw(ctx, "indicators", plan, codes); err != nil {
		return err
	}
	_, err := q.record(ctx, "indicators", `
		INSERT INTO indicators (plan_id, code, name, name_en, dimension_id, definition, unit_of_measure, direction, binding,
			frequency, aggregation, ratio_scale, source, owner_id, alternate_id, rule, target, baseline, planned_shares, period_weights, display_order)
		SELECT $1, f.code, f.name, f.name_en, d.dimension_id, f.definition, f.unit_of_measure, f.direction, f.binding,
			f.frequency, f.aggregation, f.ratio_scale, f.source, f.owner_id, f.alternate_id, f.rule, f.target, f.baseline, f.shares, f.weights, f.place
		  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
			$10::text[], $11::text[], $12::numeric[], $13::text[], $14::bigint[], $15::bigint[], $16::text[], $17::numeric[], $18::numeric[], $19::text[], $20::text[])
			WITH ORDINALITY AS f(code, name, name_en, dimension, definition, unit_of_measure, direction, binding,
			frequency, aggregation, ratio_scale, source, owner_id, alternate_id, rule, target, baseline, shares, weights, place)
		  JOIN dimensions d ON d.plan_id = $1 AND d.code = f.dimension
		ON CONFLICT (plan_id, code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, dimension_id = excluded.dimension_id,
			definition = excluded.definition, unit_of_measure = excluded.unit_of_measure, direction = excluded.direction,
			binding = excluded.binding, frequency = excluded.frequency, aggregation = excluded.aggregation,
			ratio_scale = excluded.ratio_scale, source = excluded.source, owner_id = excluded.owner_id, alternate_id = excluded.alternate_id,
			rule = excluded.rule, target = excluded.target, baseline = excluded.baseline, planned_shares = excluded.planned_shares, period_weights = excluded.period_weights,
			display_order = excluded.display_order, withdrawn = false`, plan, codes,
		col(f.Indicators, func(i *ind) string { return i.Name }),
		col(f.Indicators, func(i *ind) string { return i.NameEn }),
		col(f.Indicators, func(i *ind) string { return i.Dimension }),
		col(f.Indicators, func(i *ind) string { return i.Definition }),
		col(f.Indicators, func(i *ind) string { return i.UnitOfMeasure }),
		col(f.Indicators, func(i *ind) string { return string(i.Direction) }),
		col(f.Indicators, func(i *ind) bool { return i.Binding }),
		col(f.Indicators, func(i *ind) string { return string(i.Frequency) }),
		col(f.Indicators, func(i *ind) string { return string(i.Aggregation) }),
		col(f.Indicators, func(i *ind) *decimal.Decimal { return i.RatioScale }),
		col(f.Indicators, func(i *ind) string { return string(i.Source) }),
		col(f.Indicators, func(i *ind) int64 { return ids[i.Owner] }),
		col(f.Indicators, func(i *ind) *int64 { return unitID(ids, i.AlternateOwner) }),
		col(f.Indicators, func(i *ind) string { return asText(i.Rule) }),
		col(f.Indicators, func(i *ind) *decimal.Decimal { return i.Target }),
		col(f.Indicators, func(i *ind) *decimal.Decimal { return i.Baseline }),
		col(f.Indicators, func(i *ind) string { return listText(i.PlannedShares) }),
		col(f.Indicators, func(i *ind) string { return listText(i.PeriodWeights) }))
	if err != nil {
		return err
	}
	var marks []mark
	for _, i := range f.Indicators {
		for _, m := range i.Marks {
			marks = append(marks, mark{i.Code, m.Group, m.FullMarks})
		}
	}
	return q.saveMarks(ctx, plan, "indicator", marks)
}

func unitID(ids map[string]int64, code string) *int64 {
	if id, ok := ids[code]; ok {
		return &id
	}
	return nil
}

// listText is a list's JSON, [] for none.
func listText[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	return asText(list)
}

func (q Queries) savePlanUnits(ctx context.Context, plan int64, f *goal.PlanFile, ids map[string]int64) error {
	units := col(f.Units, func(u *goal.PlanUnitFile) int64 { return ids[u.Unit] })
	_, err := q.record(ctx, "plan_units", `UPDATE plan_units SET withdrawn = true WHERE plan_id = $1 AND NOT withdrawn AND unit_id <> ALL($2::bigint[])`, plan, units)
	if err != nil {
		return err
	}
	_, err = q.record(ctx, "plan_units", `
		INSERT INTO plan_units (plan_id, unit_id, group_id, mode, display_order)
		SELECT $1, f.unit_id, g.group_id, f.mode, f.place
		  FROM unnest($2::bigint[], $3::text[], $4::text[]) WITH ORDINALITY AS f(unit_id, grp, mode, place)
		  JOIN groups g ON g.plan_id = $1 AND g.code = f.grp
		ON CONFLICT (plan_id, unit_id) DO UPDATE SET group_id = excluded.group_id, mode = excluded.mode,
			display_order = excluded.display_order, withdrawn = false`, plan, units,
		col(f.Units, func(u *goal.PlanUnitFile) string { return u.Group }),
		col(f.Units, func(u *goal.PlanUnitFile) string { return string(u.Mode) }))
	return err
}

type indicatorRow struct {
	goal.Indicator
	RuleText    jsonText[score.Rule]          `db:"rule"`
	SharesText  jsonText[[]goal.PlannedShare] `db:"planned_shares"`
	WeightsText jsonText[[]decimal.Decimal]   `db:"period_weights"`
}

// Outline reads a plan with all its parts but the goals: six statements,
// whatever its size.
func (q Queries) Outline(ctx context.Context, plan *goal.Plan) (*goal.Outline, error) {
	o := &goal.Outline{Plan: plan}
	id := plan.PlanID
	if err := q.list(ctx, &o.Groups, `SELECT plan_id, group_id, code, name, name_en FROM groups
		WHERE plan_id = $1 AND NOT withdrawn ORDER BY display_order, group_id`, id); err != nil {
		return nil, err
	}
	if err := q.list(ctx, &o.Dimensions, `SELECT plan_id, dimension_id, code, name, name_en FROM dimensions
		WHERE plan_id = $1 AND NOT withdrawn ORDER BY display_order, dimension_id`, id); err != nil {
		return nil, err
	}
	var inds []indicatorRow
	if err := q.list(ctx, &inds, `SELECT i.plan_id, i.indicator_id, i.code, i.name, i.name_en, i.dimension_id, i.definition, i.unit_of_measure,
			i.direction, i.binding, i.frequency, i.aggregation, i.ratio_scale, i.source, i.owner_id, i.alternate_id, i.rule, i.target, i.baseline, i.planned_shares, i.period_weights
		FROM indicators i JOIN dimensions d ON d.plan_id = i.plan_id AND d.dimension_id = i.dimension_id
		WHERE i.plan_id = $1 AND NOT i.withdrawn ORDER BY d.display_order, i.display_order, i.indicator_id`, id); err != nil {
		return nil, err
	}
	for i := range inds {
		inds[i].Rule, inds[i].PlannedShares, inds[i].PeriodWeights = inds[i].RuleText.V, inds[i].SharesText.V, inds[i].WeightsText.V
		o.Indicators = append(o.Indicators, &inds[i].Indicator)
	}
	if err := q.list(ctx, &o.Units, `SELECT plan_id, unit_id, group_id, mode, display_order FROM plan_units
		WHERE plan_id = $1 AND NOT withdrawn ORDER BY display_order, unit_id`, id); err != nil {
		return nil, err
	}
	return o, q.outlineMarks(ctx, o)
}

// outlineMarks fills in weights and marks, which are rows of three tables.
func (q Queries) outlineMarks(ctx context.Context, o *goal.Outline) error {
	var rows []struct {
		Of      string          `db:"of"`
		ID      int64           `db:"id"`
		GroupID int64           `db:"group_id"`
		Name    string          `db:"name"`
		Number  decimal.Decimal `db:"number"`
	}
	err := q.list(ctx, &rows, `
		SELECT 'component' AS of, 0::bigint AS id, group_id, component AS name, weight AS number FROM components WHERE plan_id = $1 AND weight > 0
		UNION ALL SELECT 'dimension', dimension_id, group_id, '', full_marks FROM dimension_marks WHERE plan_id = $1 AND full_marks > 0
		UNION ALL SELECT 'indicator', indicator_id, group_id, '', full_marks FROM indicator_marks WHERE plan_id = $1 AND full_marks > 0
		ORDER BY 1, 2, 3, 4`, o.PlanID)
	if err != nil {
		return err
	}
	dims, inds := map[int64]*goal.Dimension{}, map[int64]*goal.Indicator{}
	for _, d := range o.Dimensions {
		dims[d.DimensionID] = d
	}
	for _, i := range o.Indicators {
		inds[i.IndicatorID] = i
	}
	for _, r := range rows {
		m := goal.Marks{GroupID: r.GroupID, FullMarks: r.Number}
		switch r.Of {
		case "component":
			if g := o.Group(r.GroupID); g != nil {
				g.Components = append(g.Components, score.ComponentWeight{Component: score.Component(r.Name), Weight: r.Number})
			}
		case "dimension":
			if d := dims[r.ID]; d != nil {
				d.Marks = append(d.Marks, m)
			}
		case "indicator":
			if i := inds[r.ID]; i != nil {
				i.Marks = append(i.Marks, m)
			}
		}
	}
	for _, g := range o.Groups {
		slices.SortFunc(g.Components, func(a, b score.ComponentWeight) int {
			return slices.Index(componentOrder, a.Component) - slices.Index(componentOrder, b.Component)
		})
	}
	return nil
}

// componentOrder is the order in which score sheets print components.
var componentOrder = []score.Component{score.IndicatorComponent, score.BallotComponent, score.LeaderComponent}
