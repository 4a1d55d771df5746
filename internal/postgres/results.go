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

// AddSnapshot stores a plan's figures at one instant.
func (q Queries) AddSnapshot(ctx context.Context, plan int64, p period.Period, edition int, at time.Time, by *int64, content, hash string) (id int64, err error) {
	var added struct {
		SnapshotID int64 `json:"snapshot_id"`
	}
	err = q.recordOne(ctx, &added, "snapshots", `INSERT INTO snapshots (plan_id, period, edition, taken_at, taken_by, content, sha256)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, plan, p, edition, at, by, content, hash)
	return added.SnapshotID, err
}

// Snapshots reads the texts of snapshots by their ids.
func (q Queries) Snapshots(ctx context.Context, plan int64, ids []int64) (map[int64]string, error) {
	var list []struct {
		ID      int64  `db:"snapshot_id"`
		Content string `db:"content"`
	}
	err := q.list(ctx, &list, `SELECT snapshot_id, content FROM snapshots WHERE plan_id = $1 AND snapshot_id = ANY($2)`, plan, pq.Array(ids))
	texts := make(map[int64]string, len(list))
	for _, s := range list {
		texts[s.ID] = s.Content
	}
	return texts, err
}

const bulletinColumns = `b.plan_id, b.bulletin_id, b.period, b.number, b.title, b.status, b.version, b.snapshot_id, b.compiled_at, b.issued_at, i.sha256`

const bulletinsWithIssue = ` FROM bulletins b LEFT JOIN bulletin_issues i ON i.plan_id = b.plan_id AND i.bulletin_id = b.bulletin_id `

// Bulletin reads one bulletin.
func (q Queries) Bulletin(ctx context.Context, plan, id int64) (*goal.Bulletin, error) {
	var b goal.Bulletin
	err := q.get(ctx, &b, `SELECT `+bulletinColumns+bulletinsWithIssue+`WHERE b.plan_id = $1 AND b.bulletin_id = $2`, plan, id)
	return &b, err
}

// Bulletins lists a plan's bulletins, newest first, before the given number;
// drafts only where asked.
func (q Queries) Bulletins(ctx context.Context, plan int64, drafts bool, before, limit int) ([]*goal.Bulletin, error) {
	var list []*goal.Bulletin
	err := q.list(ctx, &list, `SELECT `+bulletinColumns+bulletinsWithIssue+`
		WHERE b.plan_id = $1 AND (b.status = 'ISSUED' OR $2) AND b.number < $3 ORDER BY b.number DESC LIMIT $4`, plan, drafts, before, limit)
	return list, err
}

// CountBulletins counts what [Queries.Bulletins] would list in all.
func (q Queries) CountBulletins(ctx context.Context, plan int64, drafts bool) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM bulletins WHERE plan_id = $1 AND (status = 'ISSUED' OR $2)`, plan, drafts)
	return n, err
}

// LastIssued finds the newest issued bulletin of a period, or of an earlier one.
func (q Queries) LastIssued(ctx context.Context, plan int64, p period.Period) (*goal.Bulletin, error) {
	var b goal.Bulletin
	err := q.get(ctx, &b, `SELECT `+bulletinColumns+bulletinsWithIssue+`
		WHERE b.plan_id = $1 AND b.status = 'ISSUED' AND b.period <= $2 ORDER BY b.period DESC, b.number DESC LIMIT 1`, plan, p)
	return &b, err
}

// AddBulletin stores a new draft under the plan's next number; the database
// refuses a second draft of one quarter.
func (q Queries) AddBulletin(ctx context.Context, b *goal.Bulletin) error {
	var r struct {
		ID     int64 `json:"bulletin_id"`
		Number int   `json:"number"`
	}
	err := q.recordOne(ctx, &r, "bulletins", `
		INSERT INTO bulletins (plan_id, period, number, title, status, snapshot_id, compiled_at)
		SELECT $1, $2, COALESCE(max(number), 0) + 1, $3, 'DRAFT', $4, $5 FROM bulletins WHERE plan_id = $1`, b.PlanID, b.Period, b.Title, b.SnapshotID, b.CompiledAt)
	b.BulletinID, b.Number, b.Status, b.Version = r.ID, r.Number, goal.BulletinDraft, 1
	return err
}

// DraftBulletin finds the draft of a quarter.
func (q Queries) DraftBulletin(ctx context.Context, plan int64, p period.Period) (*goal.Bulletin, error) {
	var b goal.Bulletin
	err := q.get(ctx, &b, `SELECT `+bulletinColumns+bulletinsWithIssue+`WHERE b.plan_id = $1 AND b.period = $2 AND b.status = 'DRAFT'`, plan, p)
	return &b, err
}

// SaveBulletin writes b if nobody has since it was read, and moves its version on.
func (q Queries) SaveBulletin(ctx context.Context, b *goal.Bulletin) error {
	err := q.recordOne(ctx, nil, "bulletins", `UPDATE bulletins SET title = $4, status = $5, snapshot_id = $6, compiled_at = $7, issued_at = $8, version = version + 1
		WHERE plan_id = $1 AND bulletin_id = $2 AND version = $3`,
		b.PlanID, b.BulletinID, b.Version, b.Title, b.Status, b.SnapshotID, b.CompiledAt, b.IssuedAt)
	if err == nil {
		b.Version++
	}
	return err
}

// AddBulletinIssue stores an issued bulletin word for word.
func (q Queries) AddBulletinIssue(ctx context.Context, plan, id int64, content, hash string, by *int64, at time.Time) error {
	_, err := q.record(ctx, "bulletin_issues", `INSERT INTO bulletin_issues (plan_id, bulletin_id, content, sha256, issued_by, issued_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		plan, id, content, hash, by, at)
	return err
}

// Sections reads the narratives of bulletins, each in order.
func (q Queries) Sections(ctx context.Context, plan int64, bulletins []int64) ([]*goal.BulletinSection, error) {
	var list []*goal.BulletinSection
	err := q.list(ctx, &list, `SELECT plan_id, bulletin_id, section, display_order, heading, body, version FROM bulletin_sections
		WHERE plan_id = $1 AND bulletin_id = ANY($2) ORDER BY bulletin_id, display_order`, plan, pq.Array(bulletins))
	return list, err
}

// AddSections stores a bulletin's first narrative; what somebody rewrote since
// stays, what nobody touched follows the new snapshot.
func (q Queries) AddSections(ctx context.Context, plan, bulletin int64, list []goal.BulletinSection) error {
	_, err := q.exec(ctx, `INSERT INTO bulletin_sections (plan_id, bulletin_id, section, display_order, heading, body)
		SELECT $1, $2, f.section, f.place, f.heading, f.body FROM unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS f(section, heading, body, place)
		ON CONFLICT (plan_id, bulletin_id, section) DO UPDATE SET heading = excluded.heading, body = excluded.body
			WHERE bulletin_sections.version = 1`, plan, bulletin,
		col(list, func(s *goal.BulletinSection) string { return s.Section }),
		col(list, func(s *goal.BulletinSection) string { return s.Heading }),
		col(list, func(s *goal.BulletinSection) string { return s.Body }))
	return err
}

// SaveSection writes one section if nobody has since it was read.
func (q Queries) SaveSection(ctx context.Context, s *goal.BulletinSection) error {
	err := q.change(ctx, `UPDATE bulletin_sections SET heading = $5, body = $6, version = version + 1
		WHERE plan_id = $1 AND bulletin_id = $2 AND section = $3 AND version = $4`,
		s.PlanID, s.BulletinID, s.Section, s.Version, s.Heading, s.Body)
	if err == nil {
		s.Version++
	}
	return err
}

const reviewColumns = `plan_id, status, version, opened_at, final_run_id, document_no, finalised_at`

// Review reads a plan's review.
func (q Queries) Review(ctx context.Context, plan int64) (*goal.Review, error) {
	var r goal.Review
	err := q.get(ctx, &r, `SELECT `+reviewColumns+` FROM reviews WHERE plan_id = $1`, plan)
	return &r, err
}

// LockReview reads a plan's review and holds it until the transaction ends.
func (q Queries) LockReview(ctx context.Context, plan int64) (*goal.Review, error) {
	var r goal.Review
	err := q.get(ctx, &r, `SELECT `+reviewColumns+` FROM reviews WHERE plan_id = $1 FOR UPDATE`, plan)
	return &r, err
}

// AddReview opens a plan's review; false: there was one.
func (q Queries) AddReview(ctx context.Context, plan int64, by *int64, at time.Time) (bool, error) {
	n, err := q.record(ctx, "reviews", `INSERT INTO reviews (plan_id, status, opened_by, opened_at) VALUES ($1, 'OPEN', $2, $3) ON CONFLICT (plan_id) DO NOTHING`, plan, by, at)
	return n == 1, err
}

// SaveReview writes r if nobody has since it was read, and moves its version on.
func (q Queries) SaveReview(ctx context.Context, r *goal.Review) error {
	err := q.recordOne(ctx, nil, "reviews", `UPDATE reviews SET status = $3, final_run_id = $4, document_no = $5, finalised_at = $6, version = version + 1
		WHERE plan_id = $1 AND version = $2`, r.PlanID, r.Version, r.Status, r.FinalRunID, r.DocumentNo, r.FinalisedAt)
	if err == nil {
		r.Version++
	}
	return err
}

// ComponentScores reads the current ballot and leaders' scores of a plan.
func (q Queries) ComponentScores(ctx context.Context, plan int64) ([]*goal.ComponentScore, error) {
	var list []*goal.ComponentScore
	err := q.list(ctx, &list, `SELECT DISTINCT ON (unit_id, component) plan_id, unit_id, component, revision, score, note, recorded_at
		FROM component_scores WHERE plan_id = $1 ORDER BY unit_id, component, revision DESC`, plan)
	return list, err
}

// AddComponentScores appends revisions.
func (q Queries) AddComponentScores(ctx context.Context, plan int64, list []goal.ComponentScore, by *int64, at time.Time) error {
	_, err := q.record(ctx, "component_scores", `INSERT INTO component_scores (plan_id, unit_id, component, revision, score, note, recorded_by, recorded_at)
		SELECT $1, f.*, $7, $8 FROM unnest($2::bigint[], $3::text[], $4::int[], $5::numeric[], $6::text[]) AS f`, plan,
		col(list, func(c *goal.ComponentScore) int64 { return c.UnitID }),
		col(list, func(c *goal.ComponentScore) string { return string(c.Component) }),
		col(list, func(c *goal.ComponentScore) int64 { return int64(c.Revision) }),
		col(list, func(c *goal.ComponentScore) decimal.Decimal { return c.Score }),
		col(list, func(c *goal.ComponentScore) string { return c.Note }), by, at)
	return err
}

const adjustmentColumns = `plan_id, adjustment_id, unit_id, rule, kind, matter, basis, evidence, happened_on, claimed, factor, units, status, points, version,
	reverses, proposed_by, proposed_at, decided_by, decided_at, decision_note`

// Adjustments reads a plan's ledger, of some units or of all.
func (q Queries) Adjustments(ctx context.Context, plan int64, units []int64) ([]*goal.Adjustment, error) {
	var list []*goal.Adjustment
	err := q.list(ctx, &list, `SELECT `+adjustmentColumns+` FROM adjustments
		WHERE plan_id = $1 AND ($2::bigint[] IS NULL OR unit_id = ANY($2)) ORDER BY unit_id, adjustment_id`, plan, pq.Array(units))
	return list, err
}

// Adjustment reads one entry of the ledger.
func (q Queries) Adjustment(ctx context.Context, plan, id int64) (*goal.Adjustment, error) {
	var a goal.Adjustment
	err := q.get(ctx, &a, `SELECT `+adjustmentColumns+` FROM adjustments WHERE plan_id = $1 AND adjustment_id = $2`, plan, id)
	return &a, err
}

// AddAdjustment stores a proposed entry.
func (q Queries) AddAdjustment(ctx context.Context, a *goal.Adjustment) error {
	var added struct {
		AdjustmentID int64 `json:"adjustment_id"`
	}
	err := q.recordOne(ctx, &added, "adjustments", `INSERT INTO adjustments (plan_id, unit_id, rule, kind, matter, basis, evidence, happened_on, claimed, status, reverses, proposed_by, proposed_at, factor, units)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'PROPOSED', $10, $11, $12, $13, $14)`,
		a.PlanID, a.UnitID, a.Rule, a.Kind, a.Matter, a.Basis, a.Evidence, a.HappenedOn, a.Claimed, a.Reverses, a.ProposedBy, a.ProposedAt, a.Factor, a.Units)
	a.AdjustmentID, a.Status, a.Version = added.AdjustmentID, goal.AdjustmentProposed, 1
	return err
}

// SaveAdjustment writes a decision if nobody has since it was read.
func (q Queries) SaveAdjustment(ctx context.Context, a *goal.Adjustment) error {
	err := q.recordOne(ctx, nil, "adjustments", `UPDATE adjustments SET status = $4, points = $5, decided_by = $6, decided_at = $7, decision_note = $8, version = version + 1
		WHERE plan_id = $1 AND adjustment_id = $2 AND version = $3`,
		a.PlanID, a.AdjustmentID, a.Version, a.Status, a.Points, a.DecidedBy, a.DecidedAt, a.DecisionNote)
	if err == nil {
		a.Version++
	}
	return err
}

const vetoColumns = `plan_id, veto_id, unit_id, rule, facts, legal_basis, status, version, reported_by, reported_at, decided_by, decided_at, decision_note`

// Vetoes reads a plan's veto cases, of some units or of all.
func (q Queries) Vetoes(ctx context.Context, plan int64, units []int64) ([]*goal.Veto, error) {
	var list []*goal.Veto
	err := q.list(ctx, &list, `SELECT `+vetoColumns+` FROM vetoes
		WHERE plan_id = $1 AND ($2::bigint[] IS NULL OR unit_id = ANY($2)) ORDER BY unit_id, veto_id`, plan, pq.Array(units))
	return list, err
}

// Veto reads one veto case.
func (q Queries) Veto(ctx context.Context, plan, id int64) (*goal.Veto, error) {
	var v goal.Veto
	err := q.get(ctx, &v, `SELECT `+vetoColumns+` FROM vetoes WHERE plan_id = $1 AND veto_id = $2`, plan, id)
	return &v, err
}

// AddVeto stores a reported case.
func (q Queries) AddVeto(ctx context.Context, v *goal.Veto) error {
	var added struct {
		VetoID int64 `json:"veto_id"`
	}
	err := q.recordOne(ctx, &added, "vetoes", `INSERT INTO vetoes (plan_id, unit_id, rule, facts, legal_basis, status, reported_by, reported_at)
		VALUES ($1, $2, $3, $4, $5, 'REPORTED', $6, $7)`,
		v.PlanID, v.UnitID, v.Rule, v.Facts, v.LegalBasis, v.ReportedBy, v.ReportedAt)
	v.VetoID, v.Status, v.Version = added.VetoID, goal.VetoReported, 1
	return err
}

// SaveVeto writes a decision if nobody has since it was read.
func (q Queries) SaveVeto(ctx context.Context, v *goal.Veto) error {
	err := q.recordOne(ctx, nil, "vetoes", `UPDATE vetoes SET status = $4, decided_by = $5, decided_at = $6, decision_note = $7, version = version + 1
		WHERE plan_id = $1 AND veto_id = $2 AND version = $3`, v.PlanID, v.VetoID, v.Version, v.Status, v.DecidedBy, v.DecidedAt, v.DecisionNote)
	if err == nil {
		v.Version++
	}
	return err
}

const runColumns = `s.plan_id, s.run_id, s.number, s.engine, s.edition, s.inputs_at, s.sha256, s.supersedes, s.created_at, s.pending,
	EXISTS (SELECT FROM reviews v WHERE v.plan_id = s.plan_id AND v.final_run_id = s.run_id) AS final`

// Run reads a score run's head.
func (q Queries) Run(ctx context.Context, plan, id int64) (*goal.ScoreRun, error) {
	var r goal.ScoreRun
	err := q.get(ctx, &r, `SELECT `+runColumns+` FROM score_runs s WHERE s.plan_id = $1 AND s.run_id = $2`, plan, id)
	return &r, err
}

// LastRun reads the newest score run's head.
func (q Queries) LastRun(ctx context.Context, plan int64) (*goal.ScoreRun, error) {
	var r goal.ScoreRun
	err := q.get(ctx, &r, `SELECT `+runColumns+` FROM score_runs s WHERE s.plan_id = $1 ORDER BY s.number DESC LIMIT 1`, plan)
	return &r, err
}

// Runs lists a plan's score runs, newest first, before the given number.
func (q Queries) Runs(ctx context.Context, plan int64, onlyFinal bool, before, limit int) ([]*goal.ScoreRun, error) {
	var list []*goal.ScoreRun
	err := q.list(ctx, &list, `SELECT * FROM (SELECT `+runColumns+` FROM score_runs s WHERE s.plan_id = $1 AND s.number < $3) s
		WHERE s.final OR NOT $2 ORDER BY s.number DESC LIMIT $4`, plan, onlyFinal, before, limit)
	return list, err
}

// CountRuns counts what [Queries.Runs] would list in all.
func (q Queries) CountRuns(ctx context.Context, plan int64, onlyFinal bool) (n int, err error) {
	err = q.get(ctx, &n, `SELECT count(*) FROM score_runs s WHERE s.plan_id = $1
		AND (NOT $2 OR EXISTS (SELECT FROM reviews v WHERE v.plan_id = $1 AND v.final_run_id = s.run_id))`, plan, onlyFinal)
	return n, err
}

// Quotas reads how a run gave out its places, by group.
func (q Queries) Quotas(ctx context.Context, plan, id int64) (map[int64][]score.QuotaResult, error) {
	var text jsonText[map[int64][]score.QuotaResult]
	err := q.get(ctx, &text, `SELECT quotas FROM score_runs WHERE plan_id = $1 AND run_id = $2`, plan, id)
	return text.V, err
}

// LineChanges lists the lines whose points or state differ between two runs of a
// plan, in order of their goals.
func (q Queries) LineChanges(ctx context.Context, plan, before, after int64) ([]goal.LineChange, error) {
	var list []goal.LineChange
	err := q.list(ctx, &list, `
		WITH a AS (SELECT goal_id, unit_id, points, state FROM score_lines WHERE plan_id = $1 AND run_id = $2),
		     b AS (SELECT goal_id, unit_id, points, state FROM score_lines WHERE plan_id = $1 AND run_id = $3)
		SELECT $1::bigint AS plan_id, goal_id, COALESCE(b.unit_id, a.unit_id) AS unit_id, a.points AS before, b.points AS after, a.state AS state_before, b.state AS state_after
		  FROM a FULL JOIN b USING (goal_id)
		 WHERE (a.points, a.state) IS DISTINCT FROM (b.points, b.state) ORDER BY goal_id`, plan, before, after)
	return list, err
}

// Scores reads the scores of a run in printing order, of some units or of all.
func (q Queries) Scores(ctx context.Context, plan, run int64, units []int64) ([]*goal.Score, error) {
	var rows []struct {
		goal.Score
		ComponentsText jsonText[[]score.ComponentResult] `db:"components"`
		DimensionsText jsonText[[]score.DimensionResult] `db:"dimensions"`
		VetoList       pq.StringArray                    `db:"vetoes"`
		WarningList    pq.StringArray                    `db:"warnings"`
		TraceText      jsonText[score.Trace]             `db:"trace"`
	}
	err := q.list(ctx, &rows, `SELECT s.plan_id, s.run_id, s.unit_id, s.group_id, s.mode, s.place, s.indicators, s.bonus, s.deduction, s.exact, s.final,
			s.rank, s.grade, s.components, s.dimensions, s.vetoes, s.warnings, s.trace
		FROM scores s JOIN groups g ON g.plan_id = s.plan_id AND g.group_id = s.group_id
		WHERE s.plan_id = $1 AND s.run_id = $2 AND ($3::bigint[] IS NULL OR s.unit_id = ANY($3))
		ORDER BY g.display_order, s.place`, plan, run, pq.Array(units))
	list := make([]*goal.Score, len(rows))
	for i := range rows {
		r := &rows[i]
		r.Score.Components, r.Score.Dimensions, r.Score.Trace = r.ComponentsText.V, r.DimensionsText.V, r.TraceText.V
		r.Score.Vetoes, r.Score.Warnings = r.VetoList, r.WarningList
		list[i] = &r.Score
	}
	return list, err
}

// Lines reads the lines of a run in natural order, of some units or of all.
func (q Queries) Lines(ctx context.Context, plan, run int64, units []int64) ([]*goal.ScoreLine, error) {
	var rows []struct {
		goal.ScoreLine
		GainStep   *int                  `db:"gain_step"`
		GainPoints *decimal.Decimal      `db:"gain"`
		TraceText  jsonText[score.Trace] `db:"trace"`
	}
	err := q.list(ctx, &rows, `SELECT l.plan_id, l.run_id, l.goal_id, l.unit_id, l.state, l.full_marks, l.value, l.rate, l.points, l.most, l.gain_step, l.gain, l.trace
		FROM score_lines l JOIN goals g ON g.plan_id = l.plan_id AND g.goal_id = l.goal_id
		WHERE l.plan_id = $1 AND l.run_id = $2 AND ($3::bigint[] IS NULL OR l.unit_id = ANY($3)) ORDER BY g.sort_key`, plan, run, pq.Array(units))
	list := make([]*goal.ScoreLine, len(rows))
	for i := range rows {
		r := &rows[i]
		r.ScoreLine.Trace = r.TraceText.V
		if r.GainStep != nil && r.GainPoints != nil {
			r.Gain = &score.Gain{Step: *r.GainStep, Points: *r.GainPoints}
		}
		list[i] = &r.ScoreLine
	}
	return list, err
}

const exportColumns = `plan_id, export_id, kind, asked, requested_by, expires_at`

// AddExport stores a request for a file.
func (q Queries) AddExport(ctx context.Context, e *goal.Export, secretHash string, at time.Time) error {
	return q.get(ctx, &e.ExportID, `INSERT INTO exports (plan_id, kind, asked, token_hash, requested_by, requested_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING export_id`,
		e.PlanID, e.Kind, e.Asked, secretHash, e.RequestedBy, at, e.ExpiresAt)
}

// ExportBySecret finds a request whose link has not expired.
func (q Queries) ExportBySecret(ctx context.Context, plan, id int64, secretHash string, at time.Time) (*goal.Export, error) {
	var e goal.Export
	err := q.get(ctx, &e, `SELECT `+exportColumns+` FROM exports WHERE plan_id = $1 AND export_id = $2 AND token_hash = $3 AND expires_at > $4`, plan, id, secretHash, at)
	return &e, err
}
