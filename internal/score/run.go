package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// RunInput is everything a score run is computed from. Its canonical text is
// what a run pins: whoever holds it can recompute every score with no database.
type RunInput struct {
	// Trial scores a year that is not over: what is not due or was not reported
	// is left out, sums are held against their planned share, and a unit's total
	// is its points over the marks that counted, of the full score. Components,
	// adjustments, vetoes and grades stay out of it; ranks do not.
	Trial      bool             `json:"trial,omitempty"`
	Rules      RunRules         `json:"rules"`
	Indicators []IndicatorInput `json:"indicators"`
	Groups     []GroupInput     `json:"groups"`
}

// IndicatorInput is what all goals of one indicator share.
type IndicatorInput struct {
	Code        string      `json:"code"`
	Dimension   string      `json:"dimension"`
	Aggregation Aggregation `json:"aggregation"`
	// RatioScale is what a RATIO is multiplied by to stand in the unit of measure
	// of the rule and the targets: 100 for per cent. 1 if absent.
	RatioScale *decimal.Decimal `json:"ratioScale,omitempty"`
	// PeriodWeights are those of a WEIGHTED_AVG, first the first period's in the
	// year, in any proportion.
	PeriodWeights []decimal.Decimal `json:"periodWeights,omitempty"`
	Rule          Rule              `json:"rule"`
	Binding       bool              `json:"binding,omitempty"` // failing it bars a unit from grades that ask for it
}

// RunRules are the plan's rules beyond single indicators.
type RunRules struct {
	IndicatorScale int             `json:"indicatorScale"` // decimals kept by an indicator's points; 0–4
	ComponentScale int             `json:"componentScale"` // decimals of ballot and leader scores
	FinalScale     int             `json:"finalScale"`
	Rounding       Rounding        `json:"rounding"`
	NotApplicable  NAPolicy        `json:"notApplicable"`
	Ranking        Ranking         `json:"ranking"`
	FullScore      decimal.Decimal `json:"fullScore"`
	// InYearWeight is the part of the indicators' score that in-year results make
	// (平时考核), their mean over the periods; the year's own makes the rest. Nothing
	// if absent.
	InYearWeight *decimal.Decimal `json:"inYearWeight,omitempty"`
	NoTies       bool             `json:"noTies,omitempty"` // items that people mark are cancelled in a group where any two units are equal
	BonusCap     *decimal.Decimal `json:"bonusCap,omitempty"`
	DeductionCap *decimal.Decimal `json:"deductionCap,omitempty"`
	SameMatter   SameMatter       `json:"sameMatter"`
	Adjustments  []AdjustmentRule `json:"adjustments"`
	CategoryCaps []CategoryCap    `json:"categoryCaps,omitempty"`
	BonusPlace   BonusPlace       `json:"bonusPlace,omitempty"` // AFTER if empty
	LimitFinal   bool             `json:"limitFinal,omitempty"` // between nothing and the full score with its bonus
	Vetoes       []VetoRule       `json:"vetoes"`
	Grades       []GradeRule      `json:"grades"` // best first
	Quota        QuotaRules       `json:"quota"`
}

// NAPolicy says what becomes of the marks of a goal that does not apply.
type NAPolicy string

// Where a whole dimension has nothing left, its marks spread over the others by
// weight, but for ScaleTotal, and but for the policies that give points.
const (
	RedistributeDimension NAPolicy = "REDISTRIBUTE_DIMENSION" // the dimension's other goals are scaled up to its full marks
	FullMarks             NAPolicy = "FULL"                   // which rewards having fewer tasks
	GroupMean             NAPolicy = "GROUP_MEAN"             // the mean part of the marks that the group earned; redistributed where nobody has any
	ZeroMarks             NAPolicy = "ZERO"
	ScaleTotal            NAPolicy = "SCALE_TOTAL" // the whole total is scaled up
)

// Ranking is how equal scores share a place.
type Ranking string

const (
	Competition Ranking = "COMPETITION" // 1, 2, 2, 4
	Dense       Ranking = "DENSE"       // 1, 2, 2, 3
)

// SameMatter says how several awards for one matter count.
type SameMatter string

const (
	HighestOnly SameMatter = "HIGHEST_ONLY"
	Every       SameMatter = "EVERY"
)

// AdjustmentKind tells a bonus from a deduction. Points are positive in both.
type AdjustmentKind string

const (
	Bonus  AdjustmentKind = "BONUS"
	Deduct AdjustmentKind = "DEDUCTION"
)

// AdjustmentRule is one line of the plan's list of bonuses and deductions.
type AdjustmentRule struct {
	Code   string           `json:"code"`
	Kind   AdjustmentKind   `json:"kind"`
	Points decimal.Decimal  `json:"points"` // per case
	Cap    *decimal.Decimal `json:"cap,omitempty"`

	Category string `json:"category,omitempty"` // rules of one category share its cap
}

// CategoryCap is the most that all rules of one category give or take.
type CategoryCap struct {
	Category string          `json:"category"`
	Cap      decimal.Decimal `json:"cap"`
}

// BonusPlace says whether bonuses and deductions are weighed.
type BonusPlace string

const (
	AfterWeights  BonusPlace = "AFTER"  // added to the weighted sum
	BeforeWeights BonusPlace = "BEFORE" // added to the indicators' score, which is weighed then
)

// VetoEffect is what a veto does to a grade.
type VetoEffect string

const (
	NoExcellent      VetoEffect = "NO_EXCELLENT"      // keeps score and rank, passes its place on
	CapQualified     VetoEffect = "CAP_QUALIFIED"     // at most the last grade but one
	ForceUnqualified VetoEffect = "FORCE_UNQUALIFIED" // the last grade
	DownOne          VetoEffect = "DOWN_ONE"          // one grade lower
	ZeroDimension    VetoEffect = "ZERO_DIMENSION"    // takes all points of its dimension
	Convene          VetoEffect = "CONVENE"           // the committee decides on the grade
)

// VetoRule is one line of the plan's veto list.
type VetoRule struct {
	Code   string     `json:"code"`
	Effect VetoEffect `json:"effect"`

	Dimension string `json:"dimension,omitempty"` // only with ZERO_DIMENSION
}

// GradeRule is one grade. A grade without a quota is open to all who reach its score.
type GradeRule struct {
	Code     string           `json:"code"`
	MinScore decimal.Decimal  `json:"minScore"`
	Share    *decimal.Decimal `json:"share,omitempty"`  // of the quota base, a fraction
	Places   *int             `json:"places,omitempty"` // fixed number instead of a share
	VetoFree bool             `json:"vetoFree,omitempty"`

	BindingMet bool `json:"bindingMet,omitempty"` // closed to who failed a binding indicator
}

// QuotaRules say how shares become places.
type QuotaRules struct {
	Base      QuotaBase     `json:"base"`
	Rounding  QuotaRounding `json:"rounding"`
	MinPlaces int           `json:"minPlaces,omitempty"` // least that a grade with a share has
	TieBreak  []TieBreaker  `json:"tieBreak"`            // at a quota's edge only, never for ranks

	Edge   EdgePolicy   `json:"edge,omitempty"`   // equal scores at the edge; TIEBREAK if empty
	Unused UnusedPlaces `json:"unused,omitempty"` // LOST if empty
}

// EdgePolicy says what becomes of units with equal scores of whom not all fit
// into the places left.
type EdgePolicy string

const (
	EdgeTieBreak   EdgePolicy = "TIEBREAK"
	EdgeExcludeAll EdgePolicy = "EXCLUDE_ALL"
	EdgeIncludeAll EdgePolicy = "INCLUDE_ALL" // which may exceed the quota
	EdgeCommittee  EdgePolicy = "COMMITTEE"   // decides, with no question asked before
)

// UnusedPlaces says what becomes of places that nobody takes.
type UnusedPlaces string

const (
	UnusedLost     UnusedPlaces = "LOST"
	UnusedPassDown UnusedPlaces = "PASS_DOWN" // to the next grade with a quota
)

// QuotaBase says whose number the shares are of.
type QuotaBase string

const (
	RankedUnits QuotaBase = "RANKED_UNITS"   // with those under a veto
	Unvetoed    QuotaBase = "UNVETOED_UNITS" // ranked units without a veto
	AllUnits    QuotaBase = "ALL_UNITS"      // with those listed apart too, but for entrusted ones
)

// QuotaRounding turns 3.6 places into a number.
type QuotaRounding string

const (
	Floor  QuotaRounding = "FLOOR"
	HalfUp QuotaRounding = "HALF_UP"
	Ceil   QuotaRounding = "CEIL"
)

// TieBreaker is one question asked, in order, of units with equal scores at a
// quota's edge: INDICATORS, BALLOT, LEADER, a dimension's code, or COMMITTEE,
// which leaves the place open for a decision.
type TieBreaker string

const (
	ByIndicators TieBreaker = "INDICATORS"
	ByBallot     TieBreaker = "BALLOT"
	ByLeader     TieBreaker = "LEADER"
	ByCommittee  TieBreaker = "COMMITTEE"
)

// GroupInput is one group with its units.
type GroupInput struct {
	GroupID    int64             `json:"groupId"`
	Code       string            `json:"code"`
	Weights    []ComponentWeight `json:"weights"`
	Dimensions []DimensionMarks  `json:"dimensions"`
	Units      []UnitInput       `json:"units"`
}

// Component is a part of the final score.
type Component string

const (
	IndicatorComponent Component = "INDICATORS"
	BallotComponent    Component = "BALLOT"
	LeaderComponent    Component = "LEADER"
)

// ComponentWeight is a component's share of the final score; a group's add up to 1.
type ComponentWeight struct {
	Component Component       `json:"component" yaml:"component"`
	Weight    decimal.Decimal `json:"weight" yaml:"weight"`
}

// DimensionMarks is a dimension's full marks in one group.
type DimensionMarks struct {
	Dimension string          `json:"dimension"`
	FullMarks decimal.Decimal `json:"fullMarks"`
}

// Mode says how a unit takes part.
type Mode string

const (
	Ranked         Mode = "RANKED"
	ScoredUnranked Mode = "SCORED_UNRANKED" // listed apart: a score, no rank, no quota place
	Entrusted      Mode = "ENTRUSTED"       // evaluated by another body, and listed apart: an INDICATORS score that it filed stands for the goals
	Exempt         Mode = "EXEMPT"          // data source only
)

// UnitInput is one unit's year.
type UnitInput struct {
	UnitID       int64             `json:"unitId"`
	Code         string            `json:"code"`
	Mode         Mode              `json:"mode"`
	DisplayOrder int               `json:"displayOrder"`
	Goals        []GoalInput       `json:"goals"`
	Components   []ComponentScore  `json:"components"`
	Adjustments  []AdjustmentInput `json:"adjustments"`
	Vetoes       []string          `json:"vetoes"` // codes of those applied

	InYear []InYearScore `json:"inYear,omitempty"` // in-year results out of the full score, for InYearWeight
}

// InYearScore is a unit's published score of one period.
type InYearScore struct {
	Period string          `json:"period"`
	Score  decimal.Decimal `json:"score"`
}

// GoalInput is one goal with the values it is scored from.
type GoalInput struct {
	GoalID        int64            `json:"goalId"`
	Indicator     string           `json:"indicator"`
	Revision      int              `json:"revision"` // of the goal, so that a later change of target is visible
	FullMarks     decimal.Decimal  `json:"fullMarks"`
	NotApplicable bool             `json:"notApplicable,omitempty"`
	Target        *decimal.Decimal `json:"target,omitempty"`
	Baseline      *decimal.Decimal `json:"baseline,omitempty"`
	Challenge     *decimal.Decimal `json:"challenge,omitempty"`
	Difficulty    *decimal.Decimal `json:"difficulty,omitempty"`
	PlannedShare  *big.Rat         `json:"plannedShare,omitempty"` // of the year's target by now, in a trial; 0: nothing is due yet, nil: all of it
	// Portion is the unit's part of a task that a lead and cooperating units share
	// (牵头、配合): its points are this part of what the task earned. All if absent.
	Portion *decimal.Decimal `json:"portion,omitempty"`
	Values  []PeriodValue    `json:"values"` // in order of time
}

// ComponentScore is a ballot's or the leaders' score of one unit, out of 100; an
// entrusted unit's INDICATORS score is out of the full score.
type ComponentScore struct {
	Component Component       `json:"component"`
	Score     decimal.Decimal `json:"score"`
}

// AdjustmentInput is one decided bonus or deduction.
type AdjustmentInput struct {
	EntryID int64           `json:"entryId"`
	Rule    string          `json:"rule"`
	Matter  string          `json:"matter"` // entries with one matter count once where the plan says so
	Points  decimal.Decimal `json:"points"`
	// Factor is what a lower class of award is worth of the points, Units how many
	// units share them evenly. The entry's points are rounded like a component's.
	Factor *decimal.Decimal `json:"factor,omitempty"`
	Units  int              `json:"units,omitempty"`
}
