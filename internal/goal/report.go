package goal

import (
	"slices"
	"strings"
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

// Figures is what somebody enters for one goal and period.
type Figures struct {
	State       score.ValueState
	Value       *decimal.Decimal
	Numerator   *decimal.Decimal
	Denominator *decimal.Decimal
	Inputs      *score.Inputs
	Note        string
	Cause       *Cause
	Measure     string
	HelpNeeded  string
}

// Same reports whether v already says what f says, so that saving it again
// adds nothing.
func (f *Figures) Same(v *Value) bool {
	return v != nil && f.State == v.State && sameNumber(f.Value, v.Value) && sameNumber(f.Numerator, v.Numerator) &&
		sameNumber(f.Denominator, v.Denominator) && sameInputs(f.Inputs, v.Inputs) && f.Note == v.Note &&
		sameCause(f.Cause, v.Cause) && f.Measure == v.Measure && f.HelpNeeded == v.HelpNeeded
}

func sameNumber(a, b *decimal.Decimal) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Equal(*b))
}

func sameCause(a, b *Cause) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func sameInputs(a, b *score.Inputs) bool {
	if (a == nil) != (b == nil) || a == nil {
		return a == nil && b == nil
	}
	entered := *a // before it is stamped with the version of its shape
	entered.V = b.V
	x, err1 := score.Canonical(entered)
	y, err2 := score.Canonical(b)
	return err1 == nil && err2 == nil && x == y
}

// longest is how many characters a note may have.
const longest = 2000

// Check says what is wrong with figures for an indicator; path leads to them.
func (f *Figures) Check(ind *Indicator, scale int, path []string) Problems {
	var bad Problems
	at := func(field string) []string { return append(slices.Clone(path), strings.Split(field, ".")...) }
	for field, text := range map[string]string{"note": f.Note, "measure": f.Measure, "helpNeeded": f.HelpNeeded} {
		bad = append(bad, CheckText(text, longest, at(field))...)
	}
	for field, n := range map[string]*decimal.Decimal{"value": f.Value, "numerator": f.Numerator, "denominator": f.Denominator} {
		bad = append(bad, checkNumber(n, scale, at(field))...)
	}
	if f.State == score.ValueMissing {
		bad.Add(at("state"), WrongValueType, "takes", string(ind.Takes()))
		return bad
	}
	if f.State != score.Value {
		if f.Value != nil || f.Numerator != nil || f.Denominator != nil || f.Inputs != nil {
			bad.Add(at("state"), WrongValueType, "takes", string(f.State))
		}
		if f.Note == "" {
			bad.Add(at("note"), ReasonRequired)
		}
		return bad
	}
	return append(bad, f.checkType(ind, at)...)
}

// checkType holds the parts that were given against those that the indicator takes.
func (f *Figures) checkType(ind *Indicator, at func(string) []string) Problems {
	var bad Problems
	takes := ind.Takes()
	want := func(given, wanted bool, field string) {
		if given != wanted {
			bad.Add(at(field), WrongValueType, "takes", string(takes))
		}
	}
	ratio, in := takes == TakesRatio, f.Inputs
	if in == nil {
		in = &score.Inputs{}
	}
	want(f.Value != nil, takes == TakesNumber, "value")
	want(f.Numerator != nil, ratio, "numerator")
	want(f.Denominator != nil, ratio, "denominator")
	want(in.Passed != nil, takes == TakesCheck, "inputs.passed")
	want(len(in.Ratings) > 0, takes == TakesRating, "inputs.ratings")
	want(len(in.Occurrences) > 0, takes == TakesOccurrences, "inputs.occurrences")
	if takes == TakesRating {
		for i, letter := range in.Ratings {
			if !slices.ContainsFunc(ind.Rule.Method.Rating.Grades, func(g score.RatingGrade) bool { return g.Grade == letter }) {
				bad.Add(append(at("inputs.ratings"), Path(i)...), UnknownCode, "code", letter)
			}
		}
	}
	seen := map[string]bool{}
	for i, o := range in.Occurrences {
		known := takes == TakesOccurrences && slices.ContainsFunc(ind.Rule.Method.Deduction.Kinds, func(k score.KindPoints) bool { return k.Kind == o.Kind })
		if !known {
			bad.Add(append(at("inputs.occurrences"), Path(i, "kind")...), UnknownCode, "code", o.Kind)
		}
		if seen[o.Kind] {
			bad.Add(append(at("inputs.occurrences"), Path(i, "kind")...), Duplicate, "code", o.Kind)
		}
		seen[o.Kind] = true
		if o.Count.IsNegative() || !o.Count.IsInteger() {
			bad.Add(append(at("inputs.occurrences"), Path(i, "count")...), OutOfRange, "min", "0", "max", "")
		}
	}
	if ratio && f.Denominator != nil && f.Denominator.IsNegative() {
		bad.Add(at("denominator"), OutOfRange, "min", "0", "max", "")
	}
	return bad
}

// biggest bounds a reported number, far above any real one.
var biggest = decimal.New(1, 15)

func checkNumber(n *decimal.Decimal, scale int, path []string) Problems {
	var bad Problems
	if n == nil {
		return nil
	}
	if n.Abs().GreaterThan(biggest) {
		bad.Add(path, OutOfRange, "min", biggest.Neg().String(), "max", biggest.String())
	} else if !n.Truncate(int32(scale)).Equal(*n) {
		bad.Add(path, TooPrecise, "scale", Path(scale)[0])
	}
	return bad
}

// CheckText refuses texts that are too long or hold control characters, which
// no screen shows and no workbook survives.
func CheckText(s string, most int, path []string) Problems {
	var bad Problems
	n := 0
	for _, r := range s {
		n++
		if r < ' ' && r != '\n' && r != '\t' || r == '\u007f' || r == '\ufffd' {
			bad.Add(path, BadText)
			return bad
		}
	}
	if n > most {
		bad.Add(path, TooLong, "max", Path(most)[0])
	}
	return bad
}
