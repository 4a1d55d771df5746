package goal

// Severity says how grave a finding of the plan check is.
type Severity string

const (
	SeverityError   Severity = "ERROR"   // keeps the plan from being submitted
	SeverityWarning Severity = "WARNING" // most likely not meant: the evaluation office should look
	SeverityNote    Severity = "NOTE"    // may well be meant, and should be known
)

// PlanFinding is one thing that the plan check found, with its path in the plan
// as a document.
type PlanFinding struct {
	Severity Severity
	Problem
}

// What else keeps a plan from being submitted.
const (
	NoWindow          ProblemCode = "NO_WINDOW"           // a frequency without deadlines [code] [frequency]
	NoGrades          ProblemCode = "NO_GRADES"           //
	NoBaseline        ProblemCode = "NO_BASELINE"         // [code] [unit]
	TargetZero        ProblemCode = "ZERO_TARGET"         // which the rule divides by [code] [target]
	TargetNegative    ProblemCode = "NEGATIVE_TARGET"     // [code] [target]
	ZeroBaseline      ProblemCode = "ZERO_BASELINE"       // a change of nothing has no per cent [code]
	TargetIsBaseline  ProblemCode = "TARGET_IS_BASELINE"  // [code] [target]
	TargetIsChallenge ProblemCode = "TARGET_IS_CHALLENGE" // [code] [target]
	BadPeriodWeights  ProblemCode = "BAD_PERIOD_WEIGHTS"  // [code] [count] [want]
	NotMilestones     ProblemCode = "NOT_MILESTONES"      // nodes asked of a rule that takes none [code]
	NobodyToCompare   ProblemCode = "NOBODY_TO_COMPARE"   // a mean of others where there are none [code] [group]
)

// What the evaluation office should look at.
const (
	FullMarksOutOfReach   ProblemCode = "FULL_MARKS_OUT_OF_REACH" // [code] [group] [most] [full]
	TiersNotFalling       ProblemCode = "TIERS_NOT_FALLING"       // a better figure earns less [code] [tier]
	TierAboveFull         ProblemCode = "TIER_ABOVE_FULL"         // [code] [tier] [groups]
	CapBelowBase          ProblemCode = "CAP_BELOW_BASE"          // [code] [groups] [base] [cap]
	DirectionDiffers      ProblemCode = "DIRECTION_DIFFERS"       // the rule's from the indicator's [code] [direction]
	AloneInGroup          ProblemCode = "ALONE_IN_GROUP"          // a relative rule with nobody to compare [code] [group]
	CountedTwice          ProblemCode = "COUNTED_TWICE"           // [code] [other]
	NoDefinition          ProblemCode = "NO_DEFINITION"           // [code]
	PointsForDissatisfied ProblemCode = "POINTS_FOR_DISSATISFIED" // [code] [points]
	VetoDimensionAbsent   ProblemCode = "VETO_DIMENSION_ABSENT"   // [code] [dimension] [groups]
	SmallGroup            ProblemCode = "SMALL_GROUP"             // [group] [count]
	HeavyIndicator        ProblemCode = "HEAVY_INDICATOR"         // [code] [group] [marks] [full]
	NoMarks               ProblemCode = "NO_MARKS"                // [code]
	EmptyDimension        ProblemCode = "EMPTY_DIMENSION"         // [dimension]
	OddDifficulty         ProblemCode = "ODD_DIFFICULTY"          // [code] [unit] [difficulty]
	ChallengeNotBeyond    ProblemCode = "CHALLENGE_NOT_BEYOND"    // [code] [unit] [challenge] [target]
	ChallengeIgnored      ProblemCode = "CHALLENGE_IGNORED"       // [code] [unit]
	PortionsNotWhole      ProblemCode = "PORTIONS_NOT_WHOLE"      // [code] [lead] [units] [sum]
	LooksLikePercent      ProblemCode = "LOOKS_LIKE_PERCENT"      // [code] [target]
	RatesAddedUp          ProblemCode = "RATES_ADDED_UP"          // [code] [measure]
	NodesElsewhere        ProblemCode = "NODES_NOT_BY_MILESTONE"  // [code] [aggregation]
	MuchNotApplicable     ProblemCode = "MUCH_NOT_APPLICABLE"     // [unit] [marks] [full]
	GradesNotFalling      ProblemCode = "GRADES_NOT_FALLING"      // [code] [other]
	UncappedBonus         ProblemCode = "UNCAPPED_BONUS"          //
	TargetOutOfLine       ProblemCode = "TARGET_OUT_OF_LINE"      // [code] [unit] [target] [group] [median]
)

// What should be known.
const (
	MoreThanFull         ProblemCode = "MORE_THAN_FULL_MARKS"   // [code] [group] [most] [full]
	TiersEnd             ProblemCode = "TIERS_END"              // figures below the last tier earn nothing [code] [from]
	PairInGroup          ProblemCode = "PAIR_IN_GROUP"          // a relative rule for two units [code] [group]
	RollsUpTwice         ProblemCode = "ROLLS_UP_TWICE"         // [code] [unit] [other]
	NoPlace              ProblemCode = "NO_PLACE"               // [code] [group] [count] [share] [exact]
	OrganiserOwns        ProblemCode = "ORGANISER_OWNS"         // [owner] [codes]
	ManyIndicators       ProblemCode = "MANY_INDICATORS"        // [group] [count] [max]
	ChallengeBonusUnused ProblemCode = "CHALLENGE_BONUS_UNUSED" // [code] [count] [units]
	PlannedSharesIgnored ProblemCode = "PLANNED_SHARES_IGNORED" // [code] [aggregation]
	NoQuarters           ProblemCode = "NO_QUARTERS"            // in-year results of nothing [weight]
	RestUngraded         ProblemCode = "REST_UNGRADED"          //
	LastGradeClosed      ProblemCode = "LAST_GRADE_CLOSED"      // [code]
	MeanOfRates          ProblemCode = "MEAN_OF_RATES"          // [code] [measure]
	TargetBehindBaseline ProblemCode = "TARGET_BEHIND_BASELINE" // [code] [target] [baseline]
	BindingIdle          ProblemCode = "BINDING_WITHOUT_EFFECT" // [codes]
	NothingBinding       ProblemCode = "NOTHING_BINDING"        // [code]
	UncheckedFigures     ProblemCode = "UNCHECKED_FIGURES"      //
)
