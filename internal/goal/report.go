package goal

import (
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// RowStatus is where one figure stands on its way.
type RowStatus string

const (
	RowOpen          RowStatus = "OPEN" // nothing entered; never stored
	RowReturned      RowStatus = "RETURNED"
	RowDraft         RowStatus = "DRAFT"
	RowSubmitted     RowStatus = "SUBMITTED"
	RowUnitApproved  RowStatus = "UNIT_APPROVED"
	RowOwnerVerified RowStatus = "OWNER_VERIFIED"
	RowConfirmed     RowStatus = "CONFIRMED"
)

// statusOrder ranks statuses from the least advanced.
var statusOrder = []RowStatus{RowOpen, RowReturned, RowDraft, RowSubmitted, RowUnitApproved, RowOwnerVerified, RowConfirmed}

// Before reports whether s is less advanced than t.
func (s RowStatus) Before(t RowStatus) bool {
	return slices.Index(statusOrder, s) < slices.Index(statusOrder, t)
}

// Least is the least advanced of some statuses; of none it is OPEN.
func Least(statuses []RowStatus) RowStatus {
	if len(statuses) == 0 {
		return RowOpen
	}
	least := statuses[0]
	for _, s := range statuses {
		if s.Before(least) {
			least = s
		}
	}
	return least
}

// reached is the status that a step leads to.
var reached = map[Step]RowStatus{
	StepSubmit: RowSubmitted, StepApprove: RowUnitApproved, StepVerify: RowOwnerVerified, StepConfirm: RowConfirmed,
}

// Reached is the status that a step leads to.
func Reached(step Step) RowStatus { return reached[step] }

// StepsOf are the steps that an indicator's figures pass: the plan's, without
// the unit's own where the owner supplies them.
func (s *PlanSettings) StepsOf(source Source) []Step {
	if source == SourceUnit {
		return s.Steps
	}
	steps := []Step{StepVerify}
	if slices.Contains(s.Steps, StepConfirm) {
		steps = append(steps, StepConfirm)
	}
	return steps
}

// Awaits is the status from which a step goes on, and the one it leads to; ok is
// false where the plan has no such step for this source.
func (s *PlanSettings) Awaits(step Step, source Source) (from, to RowStatus, ok bool) {
	steps := s.StepsOf(source)
	i := slices.Index(steps, step)
	if i < 0 {
		return "", "", false
	}
	if i == 0 {
		return RowDraft, reached[step], true
	}
	return reached[steps[i-1]], reached[step], true
}

// Counts reports whether a figure with this status enters progress and scores:
// from the unit's approval on, or from the submit where nobody approves; what
// the owner supplies from its own verification on. Drafts and returned figures
// never do.
func (s *PlanSettings) Counts(status RowStatus, source Source) bool {
	first := RowSubmitted
	switch {
	case source == SourceOwner:
		first = RowOwnerVerified
	case slices.Contains(s.Steps, StepApprove):
		first = RowUnitApproved
	}
	return !status.Before(first)
}

// Report is a unit's figures for one period (填报). One that nobody has begun
// has version 0.
type Report struct {
	PlanID      int64         `db:"plan_id"`
	UnitID      int64         `db:"unit_id"`
	Period      period.Period `db:"period"`
	Version     int           `db:"version"`
	Receipt     *int64        `db:"receipt"`
	SubmittedBy *int64        `db:"submitted_by"`
	SubmittedAt *time.Time    `db:"submitted_at"`
	Late        bool          `db:"late"`
}

// ID is the report's global id.
func (r *Report) ID() ID {
	return ID{Kind: KindReport, Plan: r.PlanID, Num: r.UnitID, Period: r.Period}
}

// Receipt proves that something was submitted, and at which instant: every
// submit has its own, and deadlines are judged by it.
type Receipt struct {
	Number      int64         `db:"receipt_id"`
	UnitID      int64         `db:"unit_id"`
	Period      period.Period `db:"period"`
	Items       int           `db:"items"` // figures of a report, matters of an arrangement
	SubmittedBy *int64        `db:"submitted_by"`
	ReceivedAt  time.Time     `db:"received_at"`
}

// Row is one figure of a report and where it stands. A goal that nobody has
// reported on yet has a row with status OPEN and version 0.
type Row struct {
	PlanID           int64         `db:"plan_id"`
	GoalID           int64         `db:"goal_id"`
	Period           period.Period `db:"period"`
	UnitID           int64         `db:"unit_id"`
	Status           RowStatus     `db:"status"`
	Version          int           `db:"version"`
	Revision         int           `db:"revision"`
	OfficialRevision *int          `db:"official_revision"`
	EnteredBy        *int64        `db:"entered_by"`
	SubmittedBy      *int64        `db:"submitted_by"`
	SubmittedAt      *time.Time    `db:"submitted_at"`
	ApprovedBy       *int64        `db:"approved_by"`
	ApprovedAt       *time.Time    `db:"approved_at"`
	VerifiedBy       *int64        `db:"verified_by"`
	VerifiedAt       *time.Time    `db:"verified_at"`
	ConfirmedBy      *int64        `db:"confirmed_by"`
	ConfirmedAt      *time.Time    `db:"confirmed_at"`
	Late             bool          `db:"late"`

	Unit     *Value `db:"-"` // the unit's figure; nil: none
	Official *Value `db:"-"` // the owner's own; nil: it agreed, or has not looked
}

// ID is the row's global id.
func (r *Row) ID() ID { return ID{Kind: KindRow, Plan: r.PlanID, Num: r.GoalID, Period: r.Period} }

// Effective is the figure that counts: the official one first.
func (r *Row) Effective() *Value {
	if r.Official != nil {
		return r.Official
	}
	return r.Unit
}

// EffectiveRevision is the revision of the figure that counts.
func (r *Row) EffectiveRevision() int {
	if r.OfficialRevision != nil {
		return *r.OfficialRevision
	}
	return r.Revision
}

// Value is one revision of one figure.
type Value struct {
	PlanID      int64            `db:"plan_id"`
	GoalID      int64            `db:"goal_id"`
	Period      period.Period    `db:"period"`
	Revision    int              `db:"revision"`
	Source      Source           `db:"source"`
	State       score.ValueState `db:"state"`
	Value       *decimal.Decimal `db:"value"`
	Numerator   *decimal.Decimal `db:"numerator"`
	Denominator *decimal.Decimal `db:"denominator"`
	Inputs      *score.Inputs    `db:"-"`
	Note        string           `db:"note"`
	Cause       *Cause           `db:"cause"`
	Measure     string           `db:"measure"`
	HelpNeeded  string           `db:"help_needed"`
	RecordedBy  *int64           `db:"recorded_by"`
	RecordedAt  time.Time        `db:"recorded_at"`
}

// ForScore is the part of a value that scoring looks at.
func (v *Value) ForScore() score.PeriodValue {
	return score.PeriodValue{Period: v.Period.String(), Revision: v.Revision, State: v.State, Value: v.Value,
		Numerator: v.Numerator, Denominator: v.Denominator, Inputs: v.Inputs, Official: v.Source == SourceOwner}
}
