package score

import (
	"math/big"
	"strconv"
)

// Trace is one step of a calculation. A number that is a decimal is written in
// full, any other rational as "n/d". Where a step adds up, its children's (or,
// without children, its operands') values sum to its own.
type Trace struct {
	Code     string    `json:"code"`
	Formula  string    `json:"formula,omitempty"`
	Operands []Operand `json:"operands,omitempty"`
	Value    string    `json:"value,omitempty"`   // exact
	Rounded  string    `json:"rounded,omitempty"` // where this step rounds
	Children []Trace   `json:"children,omitempty"`
}

// Operand is a named number that a step used, and where it came from.
type Operand struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source,omitempty"` // "rule", "goal", "value 2026-03 r2", …
}

// Where an operand comes from. A reported value's source is [FromValue], its
// period and its revision; a line's or an entry's is the word and its id.
const (
	FromRule      = "rule"
	FromDefault   = "default" // the rule leaves it out
	FromGoal      = "goal"
	FromFigure    = "figure" // the year's value, from the steps before
	FromStep      = "step"   // a step before this one
	FromPlan      = "plan"
	FromGroup     = "group"
	FromUnit      = "unit"
	FromValue     = "value"     // "value 2026-03 r2"
	FromLine      = "line"      // "line 42": the unit's line for goal 42
	FromPublished = "published" // an issued bulletin
	FromEntry     = "entry"     // "entry 7" of the bonuses and deductions
)

// Codes of the steps of a line, in the order in which they can occur.
const (
	TraceScore = "SCORE" // root of one goal's calculation; its value is the exact points

	TraceFigure           = "FIGURE" // the value was given as it is
	TraceFigureSum        = "FIGURE_SUM"
	TraceFigureLast       = "FIGURE_LAST"
	TraceFigureCumulative = "FIGURE_CUMULATIVE"
	TraceFigureAverage    = "FIGURE_AVG"
	TraceFigureRatio      = "FIGURE_RATIO"
	TraceNumerators       = "FIGURE_NUMERATORS"
	TraceDenominators     = "FIGURE_DENOMINATORS"
	TraceFigureMaximum    = "FIGURE_MAX"
	TraceFigureMinimum    = "FIGURE_MIN"
	TraceFigureAny        = "FIGURE_ANY"
	TraceFigureAll        = "FIGURE_ALL"
	TraceFigureWeighted   = "FIGURE_WEIGHTED_AVG"
	TraceFigureMilestone  = "FIGURE_MILESTONE"  // each node's latest state counts
	TraceFigureInputs     = "FIGURE_INPUTS"     // what was reported beside the value
	TraceFigureNumber     = "FIGURE_NUMBER"     // one of several numbers, over the periods
	TraceIncomplete       = "FIGURE_INCOMPLETE" // a period is missing in it

	TraceMissing       = "MISSING"
	TraceNotApplicable = "NOT_APPLICABLE"
	TraceNotDue        = "NOT_DUE"
	TraceNoCase        = "NO_CASE" // nothing happened that could be judged
	TraceFailed        = "FAILED"
	TracePlannedShare  = "PLANNED_SHARE" // a number of the year's, held to the share planned by now

	TraceRate               = "RATE"
	TraceRateNegativeTarget = "RATE_NEGATIVE_TARGET"
	TraceRateZeroTarget     = "RATE_ZERO_TARGET"
	TraceRateZeroValue      = "RATE_ZERO_VALUE" // lower is better and it is nothing
	TraceRateLimited        = "RATE_LIMITED"
	TraceZeroBelow          = "ZERO_BELOW"
	TracePoints             = "POINTS" // full marks × a coefficient

	TraceInRange       = "IN_RANGE"
	TraceBelowRange    = "BELOW_RANGE" // part of the way from where nothing is left to the range
	TraceAboveRange    = "ABOVE_RANGE"
	TraceFarBelowRange = "FAR_BELOW_RANGE" // nothing is left
	TraceFarAboveRange = "FAR_ABOVE_RANGE"

	TraceThresholdMet    = "THRESHOLD_MET"
	TraceThresholdMissed = "THRESHOLD_MISSED"
	TraceCheckPassed     = "CHECK_PASSED"
	TraceCheckFailed     = "CHECK_FAILED"

	TraceTier             = "TIER"
	TraceTierInterpolated = "TIER_INTERPOLATED"
	TraceTierNone         = "TIER_NONE" // below the last one

	TraceEfficacy        = "EFFICACY" // points of a hundred on the line through baseline and target
	TraceEfficacyLimited = "EFFICACY_LIMITED"
	TraceBelowBaseline   = "BELOW_BASELINE"
	TraceBand            = "BAND"
	TraceBandTop         = "BAND_TOP"
	TraceBandNone        = "BAND_NONE"

	TraceSteps     = "STEPS"      // a difference in steps; below zero is worse
	TraceFullSteps = "FULL_STEPS" // the whole steps that count
	TracePerStep   = "PER_STEP"   // base and what the steps add or take off

	TraceDeducted       = "DEDUCTED" // full marks less what the occurrences cost
	TraceFullMarks      = "FULL_MARKS"
	TraceDeductedKind   = "DEDUCTED_KIND"
	TraceDeductionFloor = "DEDUCTION_FLOOR"
	TraceZeroCondition  = "ZERO_CONDITION"
	TraceRating         = "RATING" // mean coefficient over the reviewers

	TraceNodes          = "NODES" // Σ weight × coefficient
	TraceNodeDone       = "NODE_DONE"
	TraceNodeNotDone    = "NODE_NOT_DONE"
	TraceNodeNotDue     = "NODE_NOT_DUE"   // leaves the weights
	TraceNodeCancelled  = "NODE_CANCELLED" // likewise
	TraceNodesRebased   = "NODES_REBASED"  // over the weights that are left
	TraceMarksHidden    = "MARKS_HIDDEN"   // single marks are not for the reader
	TraceMarksTrimmed   = "MARKS_TRIMMED"  // the extremes, which are left out
	TraceMarksMean      = "MARKS_MEAN"     // of the marks that count
	TraceMarksIdentical = "MARKS_IDENTICAL"
	TraceMarksTooFew    = "MARKS_TOO_FEW"

	TraceClassMean       = "CLASS_MEAN" // over the classes of voters that count
	TraceClass           = "CLASS"      // one class's result; rounded here
	TraceClassTooFew     = "CLASS_TOO_FEW"
	TraceBallotsNotValid = "BALLOTS_NOT_VALID" // answers that are none
	TraceBallotsValid    = "BALLOTS_VALID"
	TraceBallotPoints    = "BALLOT_POINTS" // over all answers
	TraceBallotOption    = "BALLOT_OPTION" // one answer's points × how many gave it
	TraceBallotMean      = "BALLOT_MEAN"
	TraceBallotShare     = "BALLOT_SHARE" // of the best answers
	TraceBallotWorst     = "BALLOT_WORST" // too many of the worst answers

	TraceLevel            = "LEVEL"  // the part of full marks that the level earns
	TraceGrowth           = "GROWTH" // that the growth earns
	TraceGrowthReported   = "GROWTH_REPORTED"
	TraceGrowthOnBaseline = "GROWTH_ON_BASELINE" // in per cent
	TraceLevelGrowth      = "LEVEL_GROWTH"
	TraceNotPublished     = "NOT_PUBLISHED"

	TracePlace         = "PLACE"         // 1 + how many of the group are better
	TracePlacePoints   = "PLACE_POINTS"  // what the place earns
	TracePlaceMean     = "PLACE_MEAN"    // the mean over the places that tied units fill
	TraceTieCancelled  = "TIE_CANCELLED" // units are tied, which cancels the item for all
	TraceRatioToBest   = "RATIO_TO_BEST"
	TraceNoBest        = "NO_BEST" // nobody is above zero
	TracePeerMean      = "PEER_MEAN"
	TracePeerTolerance = "PEER_TOLERANCE"
	TracePeerCount     = "PEER_COUNT" // steps that count
	TracePeerGap       = "PEER_GAP"   // how far the figure lies beyond the tolerance around the mean; above 0 is better
	TracePeerSteps     = "PEER_STEPS"
	TraceNoPeers       = "NO_PEERS" // nobody to be compared with
	TracePointsLimited = "POINTS_LIMITED"

	TraceFormula        = "FORMULA"
	TraceFormulaStep    = "FORMULA_STEP"
	TraceFormulaHolds   = "FORMULA_HOLDS" // a condition that is true
	TraceFormulaFails   = "FORMULA_FAILS"
	TraceDivisionByZero = "DIVISION_BY_ZERO"
	TraceSecond         = "SECOND_METHOD"    // the points so far are the figure of a second method
	TraceNothing        = "NOTHING_PRODUCED" // which the rule counts as zero
	TraceLastKnown      = "LAST_KNOWN"       // the last value stands in for the missing one

	TraceAwards          = "AWARDS"
	TraceAwardCategory   = "AWARD_CATEGORY"
	TraceAward           = "AWARD"
	TraceAwardCap        = "AWARD_CAP"         // what a cap takes off
	TraceAwardSameMatter = "AWARD_SAME_MATTER" // left out: a higher award for the same matter counts

	TraceDaysStarted  = "DAYS_STARTED" // a started day counts whole
	TraceTooLate      = "TOO_LATE"     // so late that nothing is left
	TraceLatenessCost = "LATENESS_COST"
	TraceLateness     = "LATENESS" // what is left of the points

	TraceOverCompletion = "OVER_COMPLETION" // the coefficient of the band that the rate lies in
	TraceOverDiscount   = "OVER_DISCOUNT"   // points × that coefficient

	TraceChange          = "CHANGE" // since last year; below zero is worse
	TraceChangePercent   = "CHANGE_PERCENT"
	TraceYearOnYearAdded = "YEAR_ON_YEAR_ADDED"
	TraceYearOnYearTaken = "YEAR_ON_YEAR_TAKEN" // below zero
	TraceYearOnYear      = "YEAR_ON_YEAR"       // base and what was added or taken
	TraceYearOnYearFloor = "YEAR_ON_YEAR_FLOOR"

	TraceDifficulty    = "DIFFICULTY"
	TraceDifficultyCap = "DIFFICULTY_CAP"
	TraceChallenge     = "CHALLENGE"
	TraceRedistributed = "REDISTRIBUTED" // scaled up for what does not apply in its dimension
	TracePortion       = "PORTION"       // the unit's part of a task that several share
	TraceGroupMinimum  = "GROUP_MINIMUM" // missing: as much as the group's least
	TraceNAFull        = "NOT_APPLICABLE_FULL"
	TraceNAMean        = "NOT_APPLICABLE_GROUP_MEAN"
	TraceNAZero        = "NOT_APPLICABLE_ZERO"
	TraceSpread        = "SPREAD" // scaled up for dimensions of which nothing applies
)

// Codes of the steps from lines to a unit's final score and grade, and of a
// group's places.
const (
	TraceFinal             = "FINAL" // components + bonus − deduction; rounded here
	TraceTrial             = "TRIAL" // points over the marks that counted, of the full score
	TraceComponent         = "COMPONENT"
	TraceComponentScore    = "COMPONENT_SCORE"     // rounded here
	TraceComponentNone     = "COMPONENT_NONE"      // no score, which a weight of zero allows
	TraceScaledTotal       = "SCALED_TOTAL"        // the total scaled up for what does not apply; rounded here
	TraceInYear            = "IN_YEAR"             // in-year results weighed in; rounded here
	TraceManyNotApplicable = "MANY_NOT_APPLICABLE" // so much does not apply that the unit belongs in another group
	TraceDimensionZeroed   = "DIMENSION_ZEROED"    // what a veto takes off
	TraceAdjusted          = "ADJUSTED"            // bonuses and deductions before the weights
	TraceFinalLimited      = "FINAL_LIMITED"
	TraceCategoryCap       = "CATEGORY_CAP" // what a category's cap takes off
	TraceIndicators        = "INDICATORS"
	TraceDimension         = "DIMENSION" // exact sum of rounded lines
	TraceLine              = "LINE"      // a line's rounded points; its own trace has the rest
	TraceBonus             = "BONUS"
	TraceDeduction         = "DEDUCTION"
	TraceAdjustmentRule    = "ADJUSTMENT_RULE"
	TraceEntry             = "ENTRY"          // one decided bonus or deduction
	TraceAdjustmentCap     = "ADJUSTMENT_CAP" // what a cap takes off
	TraceSameMatter        = "SAME_MATTER"    // left out: the matter counted once, by its highest entry

	TraceListedApart    = "LISTED_APART"
	TraceNothingCounted = "NOTHING_COUNTED" // a trial with no line due and reported: no score
	TraceRank           = "RANK"
	TraceVeto           = "VETO"
	TraceGradeByPlace   = "GRADE_BY_PLACE"
	TraceGradeByScore   = "GRADE_BY_SCORE"
	TraceGradeByVeto    = "GRADE_BY_VETO"
	TraceGradeLowered   = "GRADE_LOWERED" // had the grade, lost it to a veto
	TraceGradeOpen      = "GRADE_OPEN"    // left to the committee
	TraceGradeNone      = "GRADE_NONE"    // reaches none of the grades

	TracePlaces          = "PLACES" // root of a group's trace
	TraceQuota           = "QUOTA"
	TraceQuotaFixed      = "QUOTA_FIXED"
	TraceQuotaPassedDown = "QUOTA_PASSED_DOWN" // places that the grade above left unused
	TraceEdgeExcluded    = "EDGE_EXCLUDED"     // tied at the edge: none of them
	TraceEdgeIncluded    = "EDGE_INCLUDED"     // tied at the edge: all of them
	TraceBindingFailed   = "BINDING_FAILED"    // a binding indicator bars the unit from this grade
	TraceConvene         = "CONVENE"           // a veto puts the grade to the committee
	TraceQuotaMin        = "QUOTA_MINIMUM"
	TracePlaceTaken      = "PLACE_TAKEN"
	TracePlacePassed     = "PLACE_PASSED" // a veto bars the unit from this grade
	TraceTieBreak        = "TIE_BREAK"
	TracePlaceOpen       = "PLACE_OPEN" // for the committee to decide
)

func intOperand(name string, n int, source string) Operand {
	return Operand{Name: name, Value: strconv.Itoa(n), Source: source}
}

func operand(name string, x *big.Rat, source string) Operand {
	return Operand{Name: name, Value: exact(x), Source: source}
}

// texts keeps the sources' words, which a run needs many thousand times.
type texts struct{ sources map[sourced]string }

// sourced is one period's value, as a source names it.
type sourced struct {
	period   string
	revision int
}

func (t *texts) source(u *Used) string {
	if t == nil {
		return sourceOf(u)
	}
	key := sourced{u.Period, u.Revision}
	s, ok := t.sources[key]
	if !ok {
		s = sourceOf(u)
		t.sources[key] = s
	}
	return s
}

func sourceOf(u *Used) string { return FromValue + " " + u.Period + " r" + strconv.Itoa(u.Revision) }
