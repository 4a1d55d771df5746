package goal

import (
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// PlanStatus is where a plan stands. That it is active follows from the year.
type PlanStatus string

const (
	PlanDraft     PlanStatus = "DRAFT"
	PlanRevising  PlanStatus = "REVISING" // sent back; edited like a draft
	PlanSubmitted PlanStatus = "SUBMITTED"
	PlanApproved  PlanStatus = "APPROVED"
	PlanIssued    PlanStatus = "ISSUED"
	PlanClosed    PlanStatus = "CLOSED"
	PlanWithdrawn PlanStatus = "WITHDRAWN"
)

// Editable reports whether the plan's content may still be changed freely.
func (s PlanStatus) Editable() bool { return s == PlanDraft || s == PlanRevising }

// Plan is one authority's rules for one year (考核方案).
type Plan struct {
	PlanID      int64        `db:"plan_id"`
	OrganID     int64        `db:"organ_id"`
	OrganiserID int64        `db:"organiser_id"`
	Year        int          `db:"year"`
	Title       string       `db:"title"`
	Status      PlanStatus   `db:"status"`
	Version     int          `db:"version"`
	Edition     int          `db:"edition"`
	DocumentNo  string       `db:"document_no"`
	CreatedAt   time.Time    `db:"created_at"`
	ChangedAt   time.Time    `db:"changed_at"`
	SubmittedBy *int64       `db:"submitted_by"`
	IssuedAt    *time.Time   `db:"issued_at"`
	Settings    PlanSettings `db:"-"`
}

// ID is the plan's global id.
func (p *Plan) ID() ID { return ID{Kind: KindPlan, Plan: p.PlanID, Num: p.PlanID} }

// Group is a group of units that are ranked together (考核序列).
type Group struct {
	PlanID     int64                   `db:"plan_id"`
	GroupID    int64                   `db:"group_id"`
	Code       string                  `db:"code"`
	Name       string                  `db:"name"`
	NameEn     string                  `db:"name_en"`
	Components []score.ComponentWeight `db:"-"`
}

// ID is the group's global id.
func (g *Group) ID() ID { return ID{Kind: KindGroup, Plan: g.PlanID, Num: g.GroupID} }

// Marks is full marks in one group.
type Marks struct {
	GroupID   int64
	FullMarks decimal.Decimal
}

// Dimension is the top level of the indicator tree (维度).
type Dimension struct {
	PlanID      int64   `db:"plan_id"`
	DimensionID int64   `db:"dimension_id"`
	Code        string  `db:"code"`
	Name        string  `db:"name"`
	NameEn      string  `db:"name_en"`
	Marks       []Marks `db:"-"`
}

// ID is the dimension's global id.
func (d *Dimension) ID() ID { return ID{Kind: KindDimension, Plan: d.PlanID, Num: d.DimensionID} }

// Indicator is what is measured, how, and by whom (指标).
type Indicator struct {
	PlanID        int64             `db:"plan_id"`
	IndicatorID   int64             `db:"indicator_id"`
	Code          string            `db:"code"`
	Name          string            `db:"name"`
	NameEn        string            `db:"name_en"`
	DimensionID   int64             `db:"dimension_id"`
	Definition    string            `db:"definition"`
	UnitOfMeasure string            `db:"unit_of_measure"`
	Direction     Direction         `db:"direction"`
	Binding       bool              `db:"binding"`
	Frequency     period.Kind       `db:"frequency"`
	Aggregation   score.Aggregation `db:"aggregation"`
	RatioScale    *decimal.Decimal  `db:"ratio_scale"`
	Source        Source            `db:"source"`
	OwnerID       int64             `db:"owner_id"`
	AlternateID   *int64            `db:"alternate_id"`
	Target        *decimal.Decimal  `db:"target"`
	Baseline      *decimal.Decimal  `db:"baseline"`
	Rule          score.Rule        `db:"-"`
	PlannedShares []PlannedShare    `db:"-"`
	PeriodWeights []decimal.Decimal `db:"-"`
	Marks         []Marks           `db:"-"`
}

// ID is the indicator's global id.
func (i *Indicator) ID() ID { return ID{Kind: KindIndicator, Plan: i.PlanID, Num: i.IndicatorID} }

// VerifierOf is the unit that verifies one unit's figure: the owner, or the
// alternate where the owner would judge itself. 0: nobody may.
func (i *Indicator) VerifierOf(unit int64) int64 {
	if i.OwnerID != unit {
		return i.OwnerID
	}
	if i.AlternateID != nil {
		return *i.AlternateID
	}
	return 0
}

// ValueType is what a figure of an indicator consists of.
type ValueType string

const (
	TakesNumber      ValueType = "NUMBER"
	TakesRatio       ValueType = "RATIO"       // numerator and denominator
	TakesOccurrences ValueType = "OCCURRENCES" // counts by kind
	TakesRating      ValueType = "RATING"      // a letter per reviewer
	TakesCheck       ValueType = "CHECK"       // passed or not
	TakesNumbers     ValueType = "NUMBERS"     // by name, for a formula
	TakesMilestones  ValueType = "MILESTONES"  // states of a project's nodes
	TakesMarks       ValueType = "MARKS"       // a panel's
	TakesBallots     ValueType = "BALLOTS"
	TakesAwards      ValueType = "AWARDS"
	TakesUpperResult ValueType = "UPPER_RESULT" // published by an upper authority
	TakesPlace       ValueType = "PLACE"        // in a ranking outside the plan
)

// Takes says what a figure of the indicator consists of.
func (i *Indicator) Takes() ValueType { return takes(i.Rule, i.Aggregation) }

func takes(r score.Rule, a score.Aggregation) ValueType {
	switch m := r.Method; {
	case m.Rating != nil:
		return TakesRating
	case m.Threshold != nil && m.Threshold.Op == score.Pass:
		return TakesCheck
	case m.Deduction != nil && len(m.Deduction.Kinds) > 0:
		return TakesOccurrences
	case m.Milestones != nil:
		return TakesMilestones
	case m.Panel != nil:
		return TakesMarks
	case m.Satisfaction != nil:
		return TakesBallots
	case m.Awards != nil:
		return TakesAwards
	case m.PassThrough != nil && m.PassThrough.By == score.ByScore:
		return TakesUpperResult
	case m.PassThrough != nil, m.Rank != nil && m.Rank.External != nil && *m.Rank.External:
		return TakesPlace
	case m.Composite != nil && !r.NamesFigure():
		return TakesNumbers
	case a == score.Ratio:
		return TakesRatio
	}
	return TakesNumber
}

// PlanUnit is a unit's place in a plan.
type PlanUnit struct {
	PlanID       int64      `db:"plan_id"`
	UnitID       int64      `db:"unit_id"`
	GroupID      int64      `db:"group_id"`
	Mode         score.Mode `db:"mode"`
	DisplayOrder int        `db:"display_order"`
}

// Outline is a plan with all its parts but the goals.
type Outline struct {
	*Plan
	Groups     []*Group
	Dimensions []*Dimension
	Indicators []*Indicator
	Units      []*PlanUnit // in display order
}

// Indicator finds an indicator, or nil.
func (o *Outline) Indicator(id int64) *Indicator {
	return find(o.Indicators, func(i *Indicator) bool { return i.IndicatorID == id })
}

// Dimension finds a dimension, or nil.
func (o *Outline) Dimension(id int64) *Dimension {
	return find(o.Dimensions, func(d *Dimension) bool { return d.DimensionID == id })
}

// Group finds a group, or nil.
func (o *Outline) Group(id int64) *Group {
	return find(o.Groups, func(g *Group) bool { return g.GroupID == id })
}

// Unit finds a unit's place in the plan, or nil.
func (o *Outline) Unit(id int64) *PlanUnit {
	return find(o.Units, func(u *PlanUnit) bool { return u.UnitID == id })
}

func find[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}

// MarksIn is what a list of marks gives a group; none is zero.
func MarksIn(list []Marks, group int64) decimal.Decimal {
	for _, m := range list {
		if m.GroupID == group {
			return m.FullMarks
		}
	}
	return decimal.Zero
}

// GoalState says whether a goal counts.
type GoalState string

const (
	GoalSet           GoalState = "SET"
	GoalNotApplicable GoalState = "NOT_APPLICABLE" // its marks are redistributed
	GoalWithdrawn     GoalState = "WITHDRAWN"      // no longer part of the plan
)

// Goal is a unit's commitment on one indicator, as one revision has it.
type Goal struct {
	PlanID           int64            `db:"plan_id"`
	GoalID           int64            `db:"goal_id"`
	UnitID           int64            `db:"unit_id"`
	IndicatorID      int64            `db:"indicator_id"`
	SortKey          int64            `db:"sort_key"`
	Revision         int              `db:"revision"`
	State            GoalState        `db:"state"`
	FullMarks        decimal.Decimal  `db:"full_marks"`
	Target           *decimal.Decimal `db:"target"`
	Baseline         *decimal.Decimal `db:"baseline"`
	Challenge        *decimal.Decimal `db:"challenge"`
	Difficulty       *decimal.Decimal `db:"difficulty"`
	Portion          *decimal.Decimal `db:"portion"`
	LeadUnitID       *int64           `db:"lead_unit_id"`
	CooperatingUnits []int64          `db:"-"`
	Section          string           `db:"section"`
	LeaderID         *int64           `db:"leader_id"`
	PlannedShares    []PlannedShare   `db:"-"`
	OutOfTotals      bool             `db:"out_of_totals"`
	Progress         *Progress        `db:"-"` // nil: nothing counted yet, or not read
}

// ID is the goal's global id.
func (g *Goal) ID() ID { return ID{Kind: KindGoal, Plan: g.PlanID, Num: g.GoalID} }
