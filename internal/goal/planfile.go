package goal

import (
	"cmp"
	"slices"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// PlanFile is a whole plan as a document: what a file holds, what planLoad
// takes, and what an issued edition freezes. Units and people are named by
// their codes and logins, so that a plan can be carried to another database.
type PlanFile struct {
	Year      int    `json:"year"`
	Title     string `json:"title"`
	Organ     string `json:"organ"`     // the authority's unit code
	Organiser string `json:"organiser"` // the office's unit code
	PlanSettings
	Groups     []GroupFile     `json:"groups"`
	Dimensions []DimensionFile `json:"dimensions"`
	Indicators []IndicatorFile `json:"indicators"`
	Units      []PlanUnitFile  `json:"units"`
	Goals      []GoalFile      `json:"goals"` // only what differs from the indicator
}

// Complete writes the documented defaults in the place of settings that a file
// left out, so that an edition says itself what it means.
func (f *PlanFile) Complete() {
	f.Adjustments.Place = cmp.Or(f.Adjustments.Place, score.AfterWeights)
	f.Quota.Edge = cmp.Or(f.Quota.Edge, score.EdgeTieBreak)
	f.Quota.Unused = cmp.Or(f.Quota.Unused, score.UnusedLost)
}

// PlanSettings are the rules of a plan that are not about one group, dimension,
// indicator, unit or goal.
type PlanSettings struct {
	TimeZone      string           `json:"timeZone"` // such as Asia/Shanghai: deadlines are judged there
	FullScore     decimal.Decimal  `json:"fullScore"`
	Steps         []Step           `json:"steps"` // hands that a figure passes through, in order
	Scales        Scales           `json:"scales"`
	Rounding      score.Rounding   `json:"rounding"`
	NotApplicable score.NAPolicy   `json:"notApplicable"`
	Ranking       score.Ranking    `json:"ranking"`
	InYearWeight  *decimal.Decimal `json:"inYearWeight,omitempty"` // part of the indicators' score that the published quarters make (平时考核); none if absent
	NoTies        bool             `json:"noTies,omitempty"`       // items that people mark are cancelled in a group where they leave two units equal
	Calendar      PlanCalendar     `json:"calendar"`
	Lights        []LightRule      `json:"lights"`
	PlannedShares []PlannedShare   `json:"plannedShares"` // unless an indicator or goal has its own
	Adjustments   AdjustmentsFile  `json:"adjustments"`
	Vetoes        []VetoFile       `json:"vetoes"`
	Grades        []GradeFile      `json:"grades"` // best first
	Quota         score.QuotaRules `json:"quota"`
}

// Step is one hand that a figure passes through.
type Step string

const (
	StepSubmit  Step = "SUBMIT"  // the unit's reporter
	StepApprove Step = "APPROVE" // the unit's deputy or head
	StepVerify  Step = "VERIFY"  // the indicator's owner, or its alternate
	StepConfirm Step = "CONFIRM" // the evaluation office
)

// Scales are decimals kept at the named rounding places, each 0 to 4.
type Scales struct {
	Value     int `json:"value"` // most decimals that a reported value may have
	Indicator int `json:"indicator"`
	Component int `json:"component"`
	Final     int `json:"final"`
}

// PlanCalendar holds the plan's deadlines. All fall at CutOff in the plan's zone.
type PlanCalendar struct {
	CutOff      string            `json:"cutOff"` // "18:00"
	Arrangement ArrangementWindow `json:"arrangement"`
	Reports     []ReportWindow    `json:"reports"` // one per frequency in use
	Bulletin    period.Deadline   `json:"bulletin"`
}

// ArrangementWindow says when a month's arrangement is due.
type ArrangementWindow struct {
	Submit  period.Deadline `json:"submit"`
	Approve period.Deadline `json:"approve"`
}

// ReportWindow says when the reports of one frequency are due. After Closes
// nothing can be filed without a granted exception; without it the window ends
// with the grace, or where there is none either, when the figures are confirmed.
type ReportWindow struct {
	Frequency period.Kind      `json:"frequency"`
	Opens     period.Deadline  `json:"opens"`
	Due       period.Deadline  `json:"due"`
	Verify    *period.Deadline `json:"verify,omitempty"`
	Confirm   *period.Deadline `json:"confirm,omitempty"`
	Closes    *period.Deadline `json:"closes,omitempty"`
	Grace     *Grace           `json:"grace,omitempty"`
}

// Grace is time after a deadline in which a filing is still taken (宽限期): so
// many working days, to the cut-off of the last, or so many hours.
type Grace struct {
	WorkingDays int         `json:"workingDays,omitempty"`
	Hours       int         `json:"hours,omitempty"`
	Counts      GraceCounts `json:"counts"`
}

// GraceCounts is what a filing within the grace counts as.
type GraceCounts string

const (
	GraceOnTime GraceCounts = "ON_TIME"
	GraceLate   GraceCounts = "LATE" // taken, but late
)

// Check says what is wrong with a grace, by field.
func (g *Grace) Check(path []string) Problems {
	var bad Problems
	if (g.WorkingDays != 0) == (g.Hours != 0) {
		bad.Add(path, BadGrace)
	}
	if g.WorkingDays < 0 || g.WorkingDays > 60 {
		bad.Add(slices.Concat(path, Path("workingDays")), OutOfRange, "min", "1", "max", "60")
	}
	if g.Hours < 0 || g.Hours > 720 {
		bad.Add(slices.Concat(path, Path("hours")), OutOfRange, "min", "1", "max", "720")
	}
	if g.Counts != GraceOnTime && g.Counts != GraceLate {
		bad.Add(slices.Concat(path, Path("counts")), UnknownCode, "code", string(g.Counts), "allowed", "ON_TIME LATE")
	}
	return bad
}

// LightRule is one of the plan's warning lights. Rules are asked in order.
type LightRule struct {
	Code    string           `json:"code"`
	Label   string           `json:"label"`
	Colour  string           `json:"colour"`
	On      LightOn          `json:"on"`
	AtLeast *decimal.Decimal `json:"atLeast,omitempty"` // absent: matches any number
}

// LightOn is what a light looks at.
type LightOn string

const (
	OnRate        LightOn = "RATE"         // the year's target
	OnPace        LightOn = "PACE"         // the share planned by now
	OnNotDue      LightOn = "NOT_DUE"      // nothing due yet, not applicable, or nothing to compare
	OnNotReported LightOn = "NOT_REPORTED" // overdue
)

// PlannedShare is the part of a year's target planned by the end of a month
// (序时进度); between the months given it grows evenly, from nothing in January.
type PlannedShare struct {
	Month int             `json:"month"`
	Share decimal.Decimal `json:"share"`
}

// GroupFile is a group of units that are ranked together.
type GroupFile struct {
	Code       string                  `json:"code"`
	Name       string                  `json:"name"`
	NameEn     string                  `json:"nameEn,omitempty"`
	Components []score.ComponentWeight `json:"components"`
}

// GroupMarks is full marks in one group.
type GroupMarks struct {
	Group     string          `json:"group"`
	FullMarks decimal.Decimal `json:"fullMarks"`
}

// DimensionFile is a dimension with its marks per group.
type DimensionFile struct {
	Code   string       `json:"code"`
	Name   string       `json:"name"`
	NameEn string       `json:"nameEn,omitempty"`
	Marks  []GroupMarks `json:"marks"`
}

// IndicatorFile is an indicator with its marks per group; a group that is not
// named, or has 0, does not have it.
type IndicatorFile struct {
	Code           string            `json:"code"`
	Name           string            `json:"name"`
	NameEn         string            `json:"nameEn,omitempty"`
	Dimension      string            `json:"dimension"`
	Definition     string            `json:"definition"` // 口径: what is counted, from where, as of when
	UnitOfMeasure  string            `json:"unitOfMeasure"`
	Direction      Direction         `json:"direction"`
	Binding        bool              `json:"binding,omitempty"` // 约束性
	Frequency      period.Kind       `json:"frequency"`
	Aggregation    score.Aggregation `json:"aggregation"`
	PeriodWeights  []decimal.Decimal `json:"periodWeights,omitempty"` // of the year's periods in order; only with WEIGHTED_AVG
	RatioScale     *decimal.Decimal  `json:"ratioScale,omitempty"`    // what a ratio is multiplied by: 100 for per cent
	Source         Source            `json:"source"`
	Owner          string            `json:"owner"`
	AlternateOwner string            `json:"alternateOwner,omitempty"`
	Rule           score.Rule        `json:"rule"`
	Target         *decimal.Decimal  `json:"target,omitempty"`
	Baseline       *decimal.Decimal  `json:"baseline,omitempty"`
	PlannedShares  []PlannedShare    `json:"plannedShares,omitempty"`
	Marks          []GroupMarks      `json:"marks"`
}

// Direction is which way an indicator is good.
type Direction string

const (
	Higher Direction = "HIGHER"
	Lower  Direction = "LOWER"
	Within Direction = "RANGE" // best inside a range, or a matter of judgement: no rate of completion
)

// Source says who supplies an indicator's figures.
type Source string

const (
	SourceUnit  Source = "UNIT"
	SourceOwner Source = "OWNER" // the unit's steps fall away
)

// PlanUnitFile is a unit's place in the plan.
type PlanUnitFile struct {
	Unit  string     `json:"unit"`
	Group string     `json:"group"`
	Mode  score.Mode `json:"mode"`
}

// GoalFile is what one unit's goal has of its own. Every unit has a goal for
// each indicator with marks in its group, also without an entry here.
type GoalFile struct {
	Unit             string           `json:"unit"`
	Indicator        string           `json:"indicator"`
	NotApplicable    bool             `json:"notApplicable,omitempty"`
	Target           *decimal.Decimal `json:"target,omitempty"`
	Baseline         *decimal.Decimal `json:"baseline,omitempty"`
	Challenge        *decimal.Decimal `json:"challenge,omitempty"`
	Difficulty       *decimal.Decimal `json:"difficulty,omitempty"`
	Portion          *decimal.Decimal `json:"portion,omitempty"` // this unit's part of a task that lead and cooperating units share; all if absent
	LeadUnit         string           `json:"leadUnit,omitempty"`
	CooperatingUnits []string         `json:"cooperatingUnits,omitempty"`
	Section          string           `json:"section,omitempty"`
	LeaderInCharge   string           `json:"leaderInCharge,omitempty"` // an account's login
	PlannedShares    []PlannedShare   `json:"plannedShares,omitempty"`
	OutOfTotals      bool             `json:"outOfTotals,omitempty"` // counted elsewhere: left out of sums over units
}

// AdjustmentsFile is the plan's list of bonuses and deductions.
type AdjustmentsFile struct {
	BonusCap     *decimal.Decimal `json:"bonusCap,omitempty"`
	DeductionCap *decimal.Decimal `json:"deductionCap,omitempty"`
	SameMatter   score.SameMatter `json:"sameMatter"`
	Rules        []AdjustmentFile `json:"rules"`

	CategoryCaps []score.CategoryCap `json:"categoryCaps,omitempty"`
	Place        score.BonusPlace    `json:"place,omitempty"`      // AFTER if empty
	LimitFinal   bool                `json:"limitFinal,omitempty"` // the final score stays between nothing and the full score with the bonus cap
}

// AdjustmentFile is one bonus or deduction that the plan provides for.
type AdjustmentFile struct {
	Code   string               `json:"code"`
	Name   string               `json:"name"`
	Kind   score.AdjustmentKind `json:"kind"`
	Points decimal.Decimal      `json:"points"` // most points per case
	Cap    *decimal.Decimal     `json:"cap,omitempty"`

	Category string `json:"category,omitempty"` // rules of one category share its cap
}

// VetoFile is one veto that the plan provides for (一票否决).
type VetoFile struct {
	Code       string           `json:"code"`
	Name       string           `json:"name"`
	Effect     score.VetoEffect `json:"effect"`
	LegalBasis string           `json:"legalBasis"` // document and clause

	Dimension string `json:"dimension,omitempty"` // whose points it takes; only with ZERO_DIMENSION
}

// GradeFile is one grade (等次).
type GradeFile struct {
	Code     string           `json:"code"`
	Name     string           `json:"name"`
	MinScore decimal.Decimal  `json:"minScore"`
	Share    *decimal.Decimal `json:"share,omitempty"`
	Places   *int             `json:"places,omitempty"`
	VetoFree bool             `json:"vetoFree,omitempty"`

	BindingMet bool `json:"bindingMet,omitempty"` // closed to who failed a binding indicator
}
