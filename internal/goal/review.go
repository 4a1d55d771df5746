package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// ReviewStatus is where the closing of a year stands.
type ReviewStatus string

const (
	ReviewOpen      ReviewStatus = "OPEN"
	ReviewFinalised ReviewStatus = "FINALISED"
)

// Review is the closing of a plan's year (年终总评).
type Review struct {
	PlanID      int64        `db:"plan_id"`
	Status      ReviewStatus `db:"status"`
	Version     int          `db:"version"`
	OpenedAt    time.Time    `db:"opened_at"`
	FinalRunID  *int64       `db:"final_run_id"`
	DocumentNo  string       `db:"document_no"`
	FinalisedAt *time.Time   `db:"finalised_at"`
}

// ID is the review's global id.
func (r *Review) ID() ID { return ID{Kind: KindReview, Plan: r.PlanID, Num: r.PlanID} }

// ComponentScore is a ballot's or the leaders' score of one unit, out of 100.
type ComponentScore struct {
	PlanID     int64           `db:"plan_id"`
	UnitID     int64           `db:"unit_id"`
	Component  score.Component `db:"component"`
	Revision   int             `db:"revision"`
	Score      decimal.Decimal `db:"score"`
	Note       string          `db:"note"`
	RecordedAt time.Time       `db:"recorded_at"`
}

// ComponentScoreInput is one score to save.
type ComponentScoreInput struct {
	UnitID    ID
	Component score.Component
	Score     decimal.Decimal
	Note      string
}

// AdjustmentStatus is where a ledger entry stands.
type AdjustmentStatus string

const (
	AdjustmentProposed AdjustmentStatus = "PROPOSED"
	AdjustmentApproved AdjustmentStatus = "APPROVED"
	AdjustmentRejected AdjustmentStatus = "REJECTED"
)

// Adjustment is one entry of the ledger of bonuses and deductions.
type Adjustment struct {
	PlanID       int64                `db:"plan_id"`
	AdjustmentID int64                `db:"adjustment_id"`
	UnitID       int64                `db:"unit_id"`
	Rule         string               `db:"rule"`
	Kind         score.AdjustmentKind `db:"kind"`
	Matter       string               `db:"matter"`
	Basis        string               `db:"basis"`
	Evidence     string               `db:"evidence"`
	HappenedOn   period.Date          `db:"happened_on"`
	Claimed      decimal.Decimal      `db:"claimed"`
	Factor       *decimal.Decimal     `db:"factor"` // what a lower class of award is worth of the points; nil is all
	Units        int                  `db:"units"`  // that share them evenly
	Status       AdjustmentStatus     `db:"status"`
	Points       *decimal.Decimal     `db:"points"`
	Version      int                  `db:"version"`
	Reverses     *int64               `db:"reverses"`
	ProposedBy   *int64               `db:"proposed_by"`
	ProposedAt   time.Time            `db:"proposed_at"`
	DecidedBy    *int64               `db:"decided_by"`
	DecidedAt    *time.Time           `db:"decided_at"`
	DecisionNote string               `db:"decision_note"`
}

// ID is the entry's global id.
func (a *Adjustment) ID() ID { return ID{Kind: KindAdjustment, Plan: a.PlanID, Num: a.AdjustmentID} }

// AdjustmentInput is a bonus or deduction that somebody proposes.
type AdjustmentInput struct {
	UnitID     ID
	Rule       string
	Matter     string
	Basis      string
	Evidence   string
	HappenedOn period.Date
	Points     decimal.Decimal
	Factor     *decimal.Decimal // what a lower class of award is worth of the points; all if nil
	Units      int              // that share them evenly; 0 is one
	Reverses   *ID
}

// VetoStatus is where a veto case stands.
type VetoStatus string

const (
	VetoReported   VetoStatus = "REPORTED"
	VetoApplied    VetoStatus = "APPLIED"
	VetoNotApplied VetoStatus = "NOT_APPLIED"
)

// Veto is a reported case of the plan's veto list (一票否决).
type Veto struct {
	PlanID       int64      `db:"plan_id"`
	VetoID       int64      `db:"veto_id"`
	UnitID       int64      `db:"unit_id"`
	Rule         string     `db:"rule"`
	Facts        string     `db:"facts"`
	LegalBasis   string     `db:"legal_basis"`
	Status       VetoStatus `db:"status"`
	Version      int        `db:"version"`
	ReportedBy   *int64     `db:"reported_by"`
	ReportedAt   time.Time  `db:"reported_at"`
	DecidedBy    *int64     `db:"decided_by"`
	DecidedAt    *time.Time `db:"decided_at"`
	DecisionNote string     `db:"decision_note"`
}

// ID is the case's global id.
func (v *Veto) ID() ID { return ID{Kind: KindVeto, Plan: v.PlanID, Num: v.VetoID} }

// ScoreRun is one sealed computation of a plan's scores. Inputs and Results are
// read only where they are asked for.
type ScoreRun struct {
	PlanID     int64     `db:"plan_id"`
	RunID      int64     `db:"run_id"`
	Number     int       `db:"number"`
	Engine     string    `db:"engine"`
	Edition    int       `db:"edition"`
	InputsAt   time.Time `db:"inputs_at"`
	Hash       string    `db:"sha256"`
	Supersedes *int64    `db:"supersedes"`
	Pending    int       `db:"pending"` // lines that wait for a result from elsewhere; such a run cannot become final
	CreatedAt  time.Time `db:"created_at"`
	Final      bool      `db:"final"` // the review names it
}

// ID is the run's global id.
func (r *ScoreRun) ID() ID { return ID{Kind: KindRun, Plan: r.PlanID, Num: r.RunID} }

// SealText is the text whose SHA-256 seals a run.
func SealText(engine, inputs, results string) string { return engine + "\n" + inputs + "\n" + results }

// Score is a unit's score in one run.
type Score struct {
	PlanID     int64                   `db:"plan_id"`
	RunID      int64                   `db:"run_id"`
	UnitID     int64                   `db:"unit_id"`
	GroupID    int64                   `db:"group_id"`
	Mode       score.Mode              `db:"mode"`
	Place      int                     `db:"place"`
	Indicators decimal.Decimal         `db:"indicators"`
	Bonus      decimal.Decimal         `db:"bonus"`
	Deduction  decimal.Decimal         `db:"deduction"`
	Exact      decimal.Decimal         `db:"exact"`
	Final      decimal.Decimal         `db:"final"`
	Rank       *int                    `db:"rank"`
	Grade      string                  `db:"grade"`
	Components []score.ComponentResult `db:"-"`
	Dimensions []score.DimensionResult `db:"-"`
	Vetoes     []string                `db:"-"`
	Warnings   []string                `db:"-"` // codes
	Trace      score.Trace             `db:"-"`
}

// ScoreLine is a goal's points in one run.
type ScoreLine struct {
	PlanID    int64           `db:"plan_id"`
	RunID     int64           `db:"run_id"`
	GoalID    int64           `db:"goal_id"`
	UnitID    int64           `db:"unit_id"`
	State     score.State     `db:"state"`
	FullMarks string          `db:"full_marks"`
	Value     string          `db:"value"`
	Rate      string          `db:"rate"`
	Points    decimal.Decimal `db:"points"`
	Most      decimal.Decimal `db:"most"` // the highest that the rule could have given
	Gain      *score.Gain     `db:"-"`    // nil: the figure is no number
	Trace     score.Trace     `db:"-"`
}

// ExportKind says what kind of file an export is.
type ExportKind string

const (
	ExportScoreSheet ExportKind = "SCORE_SHEET"
	ExportAudit      ExportKind = "AUDIT"
)

// Export is a file that somebody asked for. Secret is the private part of its
// link, known only in the moment it is made.
type Export struct {
	PlanID      int64      `db:"plan_id"` // 0: belongs to no plan
	ExportID    int64      `db:"export_id"`
	Kind        ExportKind `db:"kind"`
	Asked       string     `db:"asked"` // canonical JSON of what is to be in it
	RequestedBy *int64     `db:"requested_by"`
	ExpiresAt   time.Time  `db:"expires_at"`
	Secret      string     `db:"-"`
}

// ID is the export's global id.
func (e *Export) ID() ID { return ID{Kind: KindExport, Plan: e.PlanID, Num: e.ExportID} }

// RunRules are the plan's rules in the form that a score run pins.
func (s *PlanSettings) RunRules() score.RunRules {
	r := score.RunRules{
		IndicatorScale: s.Scales.Indicator, ComponentScale: s.Scales.Component, FinalScale: s.Scales.Final,
		Rounding: s.Rounding, NotApplicable: s.NotApplicable, Ranking: s.Ranking, FullScore: s.FullScore,
		BonusCap: s.Adjustments.BonusCap, DeductionCap: s.Adjustments.DeductionCap, SameMatter: s.Adjustments.SameMatter,
		Quota: s.Quota, InYearWeight: s.InYearWeight, NoTies: s.NoTies,
		CategoryCaps: s.Adjustments.CategoryCaps, BonusPlace: s.Adjustments.Place, LimitFinal: s.Adjustments.LimitFinal,
	}
	for _, a := range s.Adjustments.Rules {
		r.Adjustments = append(r.Adjustments, score.AdjustmentRule{Code: a.Code, Kind: a.Kind, Points: a.Points, Cap: a.Cap, Category: a.Category})
	}
	for _, v := range s.Vetoes {
		r.Vetoes = append(r.Vetoes, score.VetoRule{Code: v.Code, Effect: v.Effect, Dimension: v.Dimension})
	}
	for _, g := range s.Grades {
		r.Grades = append(r.Grades, score.GradeRule{Code: g.Code, MinScore: g.MinScore, Share: g.Share, Places: g.Places, VetoFree: g.VetoFree, BindingMet: g.BindingMet})
	}
	return r
}
