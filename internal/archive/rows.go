package archive

import (
	"encoding/json"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// JSON is canonical JSON that was stored as text and stands in a row as it is.
type JSON string

// MarshalJSON gives the text; none is null.
func (j JSON) MarshalJSON() ([]byte, error) {
	if j == "" {
		return []byte("null"), nil
	}
	return []byte(j), nil
}

// UnmarshalJSON keeps the text.
func (j *JSON) UnmarshalJSON(text []byte) error {
	*j = JSON(text)
	return nil
}

// as reads the text.
func as[T any](j JSON) (v T, err error) {
	if j != "" {
		err = json.Unmarshal([]byte(j), &v)
	}
	return v, err
}

// The rows of the lists. Their names and columns are those of the database,
// without the plan's id, which is in the one row of [Plan].
type (
	PlanRow struct {
		PlanID      int64      `db:"plan_id" json:"planId"`
		OrganID     int64      `db:"organ_id" json:"organId"`
		OrganiserID int64      `db:"organiser_id" json:"organiserId"`
		Year        int        `db:"year" json:"year"`
		Title       string     `db:"title" json:"title"`
		Status      string     `db:"status" json:"status"`
		Edition     int        `db:"edition" json:"edition"`
		DocumentNo  string     `db:"document_no" json:"documentNo"`
		CreatedAt   time.Time  `db:"created_at" json:"createdAt"`
		IssuedAt    *time.Time `db:"issued_at" json:"issuedAt,omitempty"`
	}

	// UnitRow is what a unit was called from one instant to another.
	UnitRow struct {
		UnitID    int64      `db:"unit_id" json:"unitId"`
		Code      string     `db:"code" json:"code"`
		Name      string     `db:"name" json:"name"`
		ValidFrom time.Time  `db:"valid_from" json:"validFrom"`
		ValidTo   *time.Time `db:"valid_to" json:"validTo,omitempty"`
	}

	// AccountRow is a person who stands in the audit or answers for a goal.
	AccountRow struct {
		AccountID int64  `db:"account_id" json:"accountId"`
		Name      string `db:"name" json:"name"`
	}

	GroupRow struct {
		GroupID int64  `db:"group_id" json:"groupId"`
		Code    string `db:"code" json:"code"`
		Name    string `db:"name" json:"name"`
	}

	IndicatorRow struct {
		IndicatorID int64  `db:"indicator_id" json:"indicatorId"`
		Code        string `db:"code" json:"code"`
		Name        string `db:"name" json:"name"`
	}

	EditionRow struct {
		Edition    int       `db:"edition" json:"edition"`
		DocumentNo string    `db:"document_no" json:"documentNo"`
		SHA256     string    `db:"sha256" json:"sha256"`
		IssuedBy   *int64    `db:"issued_by" json:"issuedBy,omitempty"`
		IssuedAt   time.Time `db:"issued_at" json:"issuedAt"`
	}

	GoalRow struct {
		GoalID      int64 `db:"goal_id" json:"goalId"`
		UnitID      int64 `db:"unit_id" json:"unitId"`
		IndicatorID int64 `db:"indicator_id" json:"indicatorId"`
	}

	GoalRevisionRow struct {
		GoalID           int64            `db:"goal_id" json:"goalId"`
		Revision         int              `db:"revision" json:"revision"`
		State            goal.GoalState   `db:"state" json:"state"`
		FullMarks        decimal.Decimal  `db:"full_marks" json:"fullMarks"`
		Target           *decimal.Decimal `db:"target" json:"target,omitempty"`
		Baseline         *decimal.Decimal `db:"baseline" json:"baseline,omitempty"`
		Challenge        *decimal.Decimal `db:"challenge" json:"challenge,omitempty"`
		Difficulty       *decimal.Decimal `db:"difficulty" json:"difficulty,omitempty"`
		Portion          *decimal.Decimal `db:"portion" json:"portion,omitempty"`
		LeadUnitID       *int64           `db:"lead_unit_id" json:"leadUnitId,omitempty"`
		CooperatingUnits JSON             `db:"cooperating_units" json:"cooperatingUnits"`
		Section          string           `db:"section" json:"section"`
		LeaderID         *int64           `db:"leader_id" json:"leaderId,omitempty"`
		PlannedShares    JSON             `db:"planned_shares" json:"plannedShares"`
		OutOfTotals      bool             `db:"out_of_totals" json:"outOfTotals"`
		RecordedBy       *int64           `db:"recorded_by" json:"recordedBy,omitempty"`
		RecordedAt       time.Time        `db:"recorded_at" json:"recordedAt"`
		Reason           string           `db:"reason" json:"reason"`
	}

	ReportRow struct {
		UnitID      int64      `db:"unit_id" json:"unitId"`
		Period      string     `db:"period" json:"period"`
		Version     int        `db:"version" json:"version"`
		Receipt     *int64     `db:"receipt" json:"receipt,omitempty"`
		SubmittedBy *int64     `db:"submitted_by" json:"submittedBy,omitempty"`
		SubmittedAt *time.Time `db:"submitted_at" json:"submittedAt,omitempty"`
		Late        bool       `db:"late" json:"late"`
	}

	ReceiptRow struct {
		ReceiptID   int64     `db:"receipt_id" json:"receiptId"`
		UnitID      int64     `db:"unit_id" json:"unitId"`
		Period      string    `db:"period" json:"period"`
		Figures     int       `db:"figures" json:"figures"`
		SubmittedBy *int64    `db:"submitted_by" json:"submittedBy,omitempty"`
		ReceivedAt  time.Time `db:"received_at" json:"receivedAt"`
	}

	ReturnRow struct {
		ReturnID   int64     `db:"return_id" json:"returnId"`
		UnitID     int64     `db:"unit_id" json:"unitId"`
		Period     string    `db:"period" json:"period"`
		Goals      JSON      `db:"goals" json:"goals"`
		Reason     string    `db:"reason" json:"reason"`
		ReturnedBy *int64    `db:"returned_by" json:"returnedBy,omitempty"`
		ReturnedAt time.Time `db:"returned_at" json:"returnedAt"`
	}

	ExceptionRow struct {
		ExceptionID int64     `db:"exception_id" json:"exceptionId"`
		UnitID      int64     `db:"unit_id" json:"unitId"`
		Period      string    `db:"period" json:"period"`
		Until       time.Time `db:"until" json:"until"`
		Reason      string    `db:"reason" json:"reason"`
		GrantedBy   *int64    `db:"granted_by" json:"grantedBy,omitempty"`
		GrantedAt   time.Time `db:"granted_at" json:"grantedAt"`
	}

	// ExceptionEndRow is an exception taken back before its time.
	ExceptionEndRow struct {
		ExceptionID int64     `db:"exception_id" json:"exceptionId"`
		Reason      string    `db:"reason" json:"reason"`
		EndedBy     *int64    `db:"ended_by" json:"endedBy,omitempty"`
		EndedAt     time.Time `db:"ended_at" json:"endedAt"`
	}

	// ClosureRow is a window that the office ended for all.
	ClosureRow struct {
		Period   string    `db:"period" json:"period"`
		ClosedAt time.Time `db:"closed_at" json:"closedAt"`
		ClosedBy *int64    `db:"closed_by" json:"closedBy,omitempty"`
		Reason   string    `db:"reason" json:"reason"`
	}

	// FigureRow is where one figure stands on its way.
	FigureRow struct {
		GoalID           int64      `db:"goal_id" json:"goalId"`
		Period           string     `db:"period" json:"period"`
		UnitID           int64      `db:"unit_id" json:"unitId"`
		Status           string     `db:"status" json:"status"`
		Version          int        `db:"version" json:"version"`
		Revision         int        `db:"revision" json:"revision"`
		OfficialRevision *int       `db:"official_revision" json:"officialRevision,omitempty"`
		EnteredBy        *int64     `db:"entered_by" json:"enteredBy,omitempty"`
		SubmittedBy      *int64     `db:"submitted_by" json:"submittedBy,omitempty"`
		SubmittedAt      *time.Time `db:"submitted_at" json:"submittedAt,omitempty"`
		ApprovedBy       *int64     `db:"approved_by" json:"approvedBy,omitempty"`
		ApprovedAt       *time.Time `db:"approved_at" json:"approvedAt,omitempty"`
		VerifiedBy       *int64     `db:"verified_by" json:"verifiedBy,omitempty"`
		VerifiedAt       *time.Time `db:"verified_at" json:"verifiedAt,omitempty"`
		ConfirmedBy      *int64     `db:"confirmed_by" json:"confirmedBy,omitempty"`
		ConfirmedAt      *time.Time `db:"confirmed_at" json:"confirmedAt,omitempty"`
		Late             bool       `db:"late" json:"late"`
	}

	ValueRow struct {
		GoalID      int64            `db:"goal_id" json:"goalId"`
		Period      string           `db:"period" json:"period"`
		Revision    int              `db:"revision" json:"revision"`
		Source      goal.Source      `db:"source" json:"source"`
		State       score.ValueState `db:"state" json:"state"`
		Value       *decimal.Decimal `db:"value" json:"value,omitempty"`
		Numerator   *decimal.Decimal `db:"numerator" json:"numerator,omitempty"`
		Denominator *decimal.Decimal `db:"denominator" json:"denominator,omitempty"`
		Inputs      JSON             `db:"inputs" json:"inputs,omitempty"`
		Note        string           `db:"note" json:"note"`
		Cause       *string          `db:"cause" json:"cause,omitempty"`
		Measure     string           `db:"measure" json:"measure"`
		HelpNeeded  string           `db:"help_needed" json:"helpNeeded"`
		RecordedBy  *int64           `db:"recorded_by" json:"recordedBy,omitempty"`
		RecordedAt  time.Time        `db:"recorded_at" json:"recordedAt"`
	}

	ComponentScoreRow struct {
		UnitID     int64           `db:"unit_id" json:"unitId"`
		Component  score.Component `db:"component" json:"component"`
		Revision   int             `db:"revision" json:"revision"`
		Score      decimal.Decimal `db:"score" json:"score"`
		Note       string          `db:"note" json:"note"`
		RecordedBy *int64          `db:"recorded_by" json:"recordedBy,omitempty"`
		RecordedAt time.Time       `db:"recorded_at" json:"recordedAt"`
	}

	AdjustmentRow struct {
		AdjustmentID int64            `db:"adjustment_id" json:"adjustmentId"`
		UnitID       int64            `db:"unit_id" json:"unitId"`
		Rule         string           `db:"rule" json:"rule"`
		Kind         string           `db:"kind" json:"kind"`
		Matter       string           `db:"matter" json:"matter"`
		Basis        string           `db:"basis" json:"basis"`
		Evidence     string           `db:"evidence" json:"evidence"`
		HappenedOn   string           `db:"happened_on" json:"happenedOn"`
		Claimed      decimal.Decimal  `db:"claimed" json:"claimed"`
		Factor       *decimal.Decimal `db:"factor" json:"factor,omitempty"`
		Units        int              `db:"units" json:"units"`
		Status       string           `db:"status" json:"status"`
		Points       *decimal.Decimal `db:"points" json:"points,omitempty"`
		Version      int              `db:"version" json:"version"`
		Reverses     *int64           `db:"reverses" json:"reverses,omitempty"`
		ProposedBy   *int64           `db:"proposed_by" json:"proposedBy,omitempty"`
		ProposedAt   time.Time        `db:"proposed_at" json:"proposedAt"`
		DecidedBy    *int64           `db:"decided_by" json:"decidedBy,omitempty"`
		DecidedAt    *time.Time       `db:"decided_at" json:"decidedAt,omitempty"`
		DecisionNote string           `db:"decision_note" json:"decisionNote"`
	}

	VetoRow struct {
		VetoID       int64           `db:"veto_id" json:"vetoId"`
		UnitID       int64           `db:"unit_id" json:"unitId"`
		Rule         string          `db:"rule" json:"rule"`
		Facts        string          `db:"facts" json:"facts"`
		LegalBasis   string          `db:"legal_basis" json:"legalBasis"`
		Status       goal.VetoStatus `db:"status" json:"status"`
		Version      int             `db:"version" json:"version"`
		ReportedBy   *int64          `db:"reported_by" json:"reportedBy,omitempty"`
		ReportedAt   time.Time       `db:"reported_at" json:"reportedAt"`
		DecidedBy    *int64          `db:"decided_by" json:"decidedBy,omitempty"`
		DecidedAt    *time.Time      `db:"decided_at" json:"decidedAt,omitempty"`
		DecisionNote string          `db:"decision_note" json:"decisionNote"`
	}

	ReviewRow struct {
		Status      string     `db:"status" json:"status"`
		OpenedBy    *int64     `db:"opened_by" json:"openedBy,omitempty"`
		OpenedAt    time.Time  `db:"opened_at" json:"openedAt"`
		FinalRunID  *int64     `db:"final_run_id" json:"finalRunId,omitempty"`
		DocumentNo  string     `db:"document_no" json:"documentNo"`
		FinalisedAt *time.Time `db:"finalised_at" json:"finalisedAt,omitempty"`
	}
)
