package archive

import (
	"errors"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Rows of what was computed, published and recorded.
type (
	RunRow struct {
		RunID      int64     `db:"run_id" json:"runId"`
		Number     int       `db:"number" json:"number"`
		Engine     string    `db:"engine" json:"engine"`
		Edition    int       `db:"edition" json:"edition"`
		InputsAt   time.Time `db:"inputs_at" json:"inputsAt"`
		SHA256     string    `db:"sha256" json:"sha256"` // over engine, inputs and results, joined by line feeds
		Quotas     JSON      `db:"quotas" json:"quotas"`
		Supersedes *int64    `db:"supersedes" json:"supersedes,omitempty"`
		Pending    int       `db:"pending" json:"pending"`
		CreatedBy  *int64    `db:"created_by" json:"createdBy,omitempty"`
		CreatedAt  time.Time `db:"created_at" json:"createdAt"`
	}

	ScoreRow struct {
		UnitID     int64           `db:"unit_id" json:"unitId"`
		GroupID    int64           `db:"group_id" json:"groupId"`
		Mode       score.Mode      `db:"mode" json:"mode"`
		Place      int             `db:"place" json:"place"`
		Indicators decimal.Decimal `db:"indicators" json:"indicators"`
		Bonus      decimal.Decimal `db:"bonus" json:"bonus"`
		Deduction  decimal.Decimal `db:"deduction" json:"deduction"`
		Exact      decimal.Decimal `db:"exact" json:"exact"`
		Final      decimal.Decimal `db:"final" json:"final"`
		Rank       *int            `db:"rank" json:"rank,omitempty"`
		Grade      string          `db:"grade" json:"grade"`
		Components JSON            `db:"components" json:"components"`
		Dimensions JSON            `db:"dimensions" json:"dimensions"`
		Vetoes     JSON            `db:"vetoes" json:"vetoes"`
		Warnings   JSON            `db:"warnings" json:"warnings"`
		Trace      JSON            `db:"trace" json:"trace"`
	}

	LineRow struct {
		GoalID    int64            `db:"goal_id" json:"goalId"`
		UnitID    int64            `db:"unit_id" json:"unitId"`
		State     score.State      `db:"state" json:"state"`
		FullMarks string           `db:"full_marks" json:"fullMarks"`
		Value     string           `db:"value" json:"value"`
		Rate      string           `db:"rate" json:"rate"`
		Points    decimal.Decimal  `db:"points" json:"points"`
		Most      decimal.Decimal  `db:"most" json:"most"`
		GainStep  *int             `db:"gain_step" json:"gainStep,omitempty"`
		Gain      *decimal.Decimal `db:"gain" json:"gain,omitempty"`
		Trace     JSON             `db:"trace" json:"trace"`
	}

	BulletinRow struct {
		BulletinID int64     `db:"bulletin_id" json:"bulletinId"`
		Period     string    `db:"period" json:"period"`
		Number     int       `db:"number" json:"number"`
		Title      string    `db:"title" json:"title"`
		SnapshotID int64     `db:"snapshot_id" json:"snapshotId"`
		SHA256     string    `db:"sha256" json:"sha256"`
		IssuedBy   *int64    `db:"issued_by" json:"issuedBy,omitempty"`
		IssuedAt   time.Time `db:"issued_at" json:"issuedAt"`
	}

	SnapshotRow struct {
		SnapshotID int64     `db:"snapshot_id" json:"snapshotId"`
		Period     string    `db:"period" json:"period"`
		Edition    int       `db:"edition" json:"edition"`
		TakenBy    *int64    `db:"taken_by" json:"takenBy,omitempty"`
		TakenAt    time.Time `db:"taken_at" json:"takenAt"`
		SHA256     string    `db:"sha256" json:"sha256"`
	}

	AuditRow struct {
		UnitID       int64     `db:"unit_id" json:"unitId"` // 0: the plan's own chain
		Seq          int64     `db:"seq" json:"seq"`
		RecordedAt   time.Time `db:"recorded_at" json:"recordedAt"`
		ActorID      *int64    `db:"actor_id" json:"actorId,omitempty"`
		OnBehalfOf   *int64    `db:"on_behalf_of" json:"onBehalfOf,omitempty"`
		Action       string    `db:"action" json:"action"`
		Object       string    `db:"object" json:"object"`
		Before       string    `db:"before" json:"before"`
		After        string    `db:"after" json:"after"`
		Reason       string    `db:"reason" json:"reason"`
		RequestID    string    `db:"request_id" json:"requestId"`
		Records      int       `db:"records" json:"records,omitempty"` // rows that it wrote; their hash follows
		RecordsHash  string    `db:"records_hash" json:"recordsHash,omitempty"`
		PreviousHash string    `db:"previous_hash" json:"previousHash"`
		Hash         string    `db:"hash" json:"hash"`
	}

	// AuditHeadRow is the newest entry of a chain.
	AuditHeadRow struct {
		UnitID int64  `db:"unit_id" json:"unitId"`
		Seq    int64  `db:"seq" json:"seq"`
		Hash   string `db:"hash" json:"hash"`
	}
)

// entry is the row as its hash sees it.
func (r *AuditRow) entry(plan int64) goal.AuditEntry {
	return goal.AuditEntry{PlanID: plan, UnitID: r.UnitID, At: r.RecordedAt, ActorID: r.ActorID, OnBehalfOf: r.OnBehalfOf, Action: goal.Deed(r.Action), Object: r.Object,
		Before: r.Before, After: r.After, Reason: r.Reason, RequestID: r.RequestID, Records: r.Records, RecordsHash: r.RecordsHash}
}

func (r *LineRow) line() (*goal.ScoreLine, error) {
	trace, err := as[score.Trace](r.Trace)
	l := &goal.ScoreLine{GoalID: r.GoalID, UnitID: r.UnitID, State: r.State, FullMarks: r.FullMarks, Value: r.Value, Rate: r.Rate, Points: r.Points,
		Most: r.Most, Trace: trace}
	if r.GainStep != nil && r.Gain != nil {
		l.Gain = &score.Gain{Step: *r.GainStep, Points: *r.Gain}
	}
	return l, err
}

func (r *ScoreRow) score() (*goal.Score, error) {
	components, err1 := as[[]score.ComponentResult](r.Components)
	dimensions, err2 := as[[]score.DimensionResult](r.Dimensions)
	vetoes, err3 := as[[]string](r.Vetoes)
	warnings, err4 := as[[]string](r.Warnings)
	trace, err5 := as[score.Trace](r.Trace)
	return &goal.Score{UnitID: r.UnitID, GroupID: r.GroupID, Mode: r.Mode, Place: r.Place, Indicators: r.Indicators, Bonus: r.Bonus,
		Deduction: r.Deduction, Exact: r.Exact, Final: r.Final, Rank: r.Rank, Grade: r.Grade,
		Components: components, Dimensions: dimensions, Vetoes: vetoes, Warnings: warnings, Trace: trace}, errors.Join(err1, err2, err3, err4, err5)
}

// pinned is the value in the form that a run pins.
func (r *ValueRow) pinned() (score.PeriodValue, error) {
	v := score.PeriodValue{Period: r.Period, Revision: r.Revision, State: r.State, Value: r.Value, Numerator: r.Numerator,
		Denominator: r.Denominator, Official: r.Source == goal.SourceOwner}
	inputs, err := as[score.Inputs](r.Inputs)
	if inputs.V > 0 {
		v.Inputs = &inputs
	}
	return v, err
}
