package wording

import "github.com/kaoping/kaoping/internal/score"

// TraceTitle is the heading of one step of a calculation.
func TraceTitle(l Lang, code string) string {
	for _, list := range []map[string]pair{lineTitles, methodTitles, judgedTitles, totalTitles, gradeTitles} {
		if text, ok := list[code]; ok {
			return text.in(l, nil)
		}
	}
	return code
}

// lineTitles are the steps of a line that do not depend on its method.
var lineTitles = map[string]pair{
	score.TraceScore: {"得分", "Points"},

	score.TraceFigure:           {"年度完成值（直接给出）", "The year's figure, as given"},
	score.TraceFigureSum:        {"年度完成值（各期之和）", "The year's figure: sum of the periods"},
	score.TraceFigureLast:       {"年度完成值（期末数）", "The year's figure: the last period's"},
	score.TraceFigureCumulative: {"年度完成值（最近一期累计数）", "The year's figure: the last year-to-date total"},
	score.TraceFigureAverage:    {"年度完成值（各期平均）", "The year's figure: mean of the periods"},
	score.TraceFigureRatio:      {"年度完成值（分子之和除以分母之和）", "The year's figure: numerators over denominators"},
	score.TraceNumerators:       {"分子之和", "Sum of the numerators"},
	score.TraceDenominators:     {"分母之和", "Sum of the denominators"},
	score.TraceFigureMaximum:    {"年度完成值（各期最大值）", "The year's figure: the highest period"},
	score.TraceFigureMinimum:    {"年度完成值（各期最小值）", "The year's figure: the lowest period"},
	score.TraceFigureAny:        {"年度结果（任一期通过即为通过）", "The year's outcome: passed if any period passed"},
	score.TraceFigureAll:        {"年度结果（各期均通过才为通过）", "The year's outcome: passed if every period passed"},
	score.TraceIncomplete:       {"有的周期没有填报，完成值不完整", "A period was not reported: the figure is incomplete"},
	score.TraceFigureWeighted:   {"年度完成值（各期加权平均）", "The year's figure: weighted mean of the periods"},
	score.TraceFigureMilestone:  {"年度完成情况（各节点最近一次状态）", "The year's milestones: each node's latest state"},
	score.TraceFigureInputs:     {"随完成值一并填报", "Reported beside the value"},
	score.TraceFigureNumber:     {"各期填报的数", "One of several numbers, over the periods"},
	score.TraceLastKnown:        {"缺报周期按最近一次填报数计", "The last reported value stands in for the missing one"},

	score.TraceMissing:       {"没有填报", "Nothing was reported"},
	score.TraceNotApplicable: {"不适用，本项不计分", "Does not apply: not scored"},
	score.TraceNotDue:        {"尚未到期，暂不计分", "Not due yet: not scored for now"},
	score.TraceNoCase:        {"没有发生可供评价的事项，按零计", "There was no case to judge: it counts as zero"},
	score.TraceNothing:       {"已申明本期无产出，按零计", "It was stated that nothing was produced, which counts as zero"},
	score.TraceFailed:        {"不能计分", "Cannot be scored"},
	score.TracePlannedShare:  {"按序时进度折算", "Held to the share planned by now"},

	score.TracePoints:        {"按系数得分", "Full marks times the coefficient"},
	score.TraceSecond:        {"前一方法的得分作为后一方法的完成值", "The points so far are the figure of the second method"},
	score.TraceDifficulty:    {"乘难度系数", "Difficulty"},
	score.TraceDifficultyCap: {"难度系数加成封顶", "Cap on difficulty"},
	score.TraceChallenge:     {"挑战值加分", "Bonus on the way to the challenge value"},
	score.TraceRedistributed: {"同一维度不适用指标的分值折算到本指标", "Scaled up for what does not apply in its dimension"},
	score.TracePortion:       {"共担任务按本单位份额计分", "The unit's part of a shared task"},
	score.TraceGroupMinimum:  {"缺报，按本序列最低得分率计分", "Missing: as much as the group's least"},
	score.TraceNAFull:        {"不适用，按满分计", "Does not apply: full marks"},
	score.TraceNAMean:        {"不适用，按本序列平均得分率计分", "Does not apply: the group's mean part of the marks"},
	score.TraceNAZero:        {"不适用，按零分计", "Does not apply: no points"},
	score.TraceSpread:        {"整个维度不适用，其分值按比例折算到其他维度", "Scaled up for dimensions of which nothing applies"},
}

// methodTitles are the steps of the methods.
var methodTitles = map[string]pair{
	score.TraceRate:               {"完成率", "Rate of completion"},
	score.TraceRateNegativeTarget: {"完成率（目标值为负，按差距计）", "Rate of completion by distance, the target being negative"},
	score.TraceRateZeroTarget:     {"完成率（目标值为零，只看是否达到）", "Rate towards a target of zero: met or missed"},
	score.TraceRateZeroValue:      {"完成值为零，优于任何目标", "A figure of zero, which is better than any target"},
	score.TraceRateLimited:        {"完成率限幅", "The rate held within its bounds"},
	score.TraceZeroBelow:          {"完成率低于起计线，不得分", "The rate is below the least that earns points"},

	score.TraceThresholdMet:    {"达标，得满分", "The target is met: full marks"},
	score.TraceThresholdMissed: {"未达标，不得分", "The target is missed: no points"},
	score.TraceCheckPassed:     {"检查通过，得满分", "The check was passed: full marks"},
	score.TraceCheckFailed:     {"检查未通过，不得分", "The check was failed: no points"},

	score.TraceTier:             {"所达档次", "The tier that is reached"},
	score.TraceTierInterpolated: {"档次之间按直线插值", "Between two tiers, on the line that joins them"},
	score.TraceTierNone:         {"未达到最低一档，不得分", "Below the last tier: no points"},

	score.TraceEfficacy:        {"功效分（百分制）", "Efficacy points, of a hundred"},
	score.TraceEfficacyLimited: {"功效分限幅", "Efficacy points held within their bounds"},
	score.TraceBelowBaseline:   {"劣于基数，不得分", "Worse than the baseline: no points"},
	score.TraceBand:            {"标准值之间按直线插值", "Between two standard values, on the line that joins them"},
	score.TraceBandTop:         {"达到最优标准值", "At the best standard value or beyond"},
	score.TraceBandNone:        {"劣于最差标准值，不得分", "Worse than the last standard value: no points"},

	score.TraceDeducted:       {"满分减扣分", "Full marks less what the occurrences cost"},
	score.TraceFullMarks:      {"满分", "Full marks"},
	score.TraceDeductedKind:   {"扣分", "Taken off"},
	score.TraceDeductionFloor: {"扣分限幅（扣完为止）", "Held within the bounds of the deduction"},
	score.TraceZeroCondition:  {"触发归零条件，不得分", "A zeroing condition holds: no points"},
	score.TraceRating:         {"评定系数的平均值", "Mean coefficient over the reviewers"},

	score.TracePlace:         {"在本序列的名次", "Place in the group"},
	score.TracePlacePoints:   {"该名次的得分", "What the place earns"},
	score.TracePlaceMean:     {"并列单位平分所占名次的得分", "Mean over the places that the tied units fill"},
	score.TraceTieCancelled:  {"有单位得分相同，本项取消，不计分", "Units are tied, which cancels the item for all"},
	score.TraceRatioToBest:   {"与本序列最优值之比", "Ratio to the group's best"},
	score.TraceNoBest:        {"本序列没有大于零的完成值，不能比较，不计分", "Nobody in the group is above zero: not scored"},
	score.TracePeerMean:      {"本序列平均值", "The group's mean"},
	score.TracePeerTolerance: {"容差", "Tolerance"},
	score.TracePeerGap:       {"超出容差的差距（正数为优）", "How far it lies beyond the tolerance; above 0 is better"},
	score.TracePeerCount:     {"计分步数", "Steps that count"},
	score.TracePeerSteps:     {"按步数加减分", "Points by steps"},
	score.TraceNoPeers:       {"本序列没有可比较的单位，不计分", "There is nobody to be compared with: not scored"},
	score.TracePointsLimited: {"得分限幅", "Points held within their bounds"},

	score.TraceFormula:        {"方案公式", "The plan's formula"},
	score.TraceFormulaStep:    {"分步结果", "Part of the formula"},
	score.TraceFormulaHolds:   {"条件成立", "The condition holds"},
	score.TraceFormulaFails:   {"条件不成立", "The condition does not hold"},
	score.TraceDivisionByZero: {"公式中除数为零，按方案规定处理", "The formula divides by zero; the plan says what that means"},
}

// judgedTitles are the steps of what people judge, count and publish.
var judgedTitles = map[string]pair{
	score.TraceInRange:       {"在适度区间之内，系数为 1", "Inside the range: the coefficient is 1"},
	score.TraceBelowRange:    {"低于适度区间，系数按直线递减", "Below the range: the coefficient falls along a line"},
	score.TraceAboveRange:    {"高于适度区间，系数按直线递减", "Above the range: the coefficient falls along a line"},
	score.TraceFarBelowRange: {"低于适度区间过多，不得分", "So far below the range that nothing is left"},
	score.TraceFarAboveRange: {"高于适度区间过多，不得分", "So far above the range that nothing is left"},

	score.TraceSteps:     {"相差的步数（正数为优）", "The difference in steps; below zero is worse"},
	score.TraceFullSteps: {"只计整步", "The whole steps that count"},
	score.TracePerStep:   {"基本分加减各步分值", "Base points and what the steps add or take off"},

	score.TraceNodes:          {"各节点得分率之和", "What the nodes earn"},
	score.TraceNodeDone:       {"节点已完成", "A node that is done"},
	score.TraceNodeNotDone:    {"节点未完成", "A node that is not done"},
	score.TraceNodeNotDue:     {"节点未到期，权重不计", "A node that is not due, and leaves the weights"},
	score.TraceNodeCancelled:  {"节点经批准取消，权重不计", "A node that was cancelled, and leaves the weights"},
	score.TraceNodesRebased:   {"按计入的权重折算", "Over the weights that are left"},
	score.TraceMarksHidden:    {"各评分不予显示，本步只列汇总结果", "Single marks are not shown here, only what they come to"},
	score.TraceMarksTrimmed:   {"去掉最高和最低的评分", "The extremes are left out"},
	score.TraceMarksMean:      {"评分的平均值", "Mean of the marks that count"},
	score.TraceMarksIdentical: {"各评分完全相同，提请核查", "All marks are the same, which should be looked into"},
	score.TraceMarksTooFew:    {"评分个数不足，暂不计分", "Too few marks: not scored for now"},

	score.TraceClassMean:       {"各评议主体得分的加权平均", "Weighted mean over the classes of voters"},
	score.TraceClass:           {"评议主体得分", "A class of voters"},
	score.TraceClassTooFew:     {"有效票不足，不计入", "Too few valid ballots: left out"},
	score.TraceBallotsNotValid: {"不计入有效票的选项", "Answers that are none"},
	score.TraceBallotsValid:    {"有效票数", "Valid ballots"},
	score.TraceBallotPoints:    {"各选项得分之和", "Points over all answers"},
	score.TraceBallotOption:    {"选项得分", "One answer's points"},
	score.TraceBallotMean:      {"票均得分", "Mean over the valid ballots"},
	score.TraceBallotShare:     {"优票率", "Share of the best answers"},
	score.TraceBallotWorst:     {"差票过多，得分受限", "Too many of the worst answers, which limits the points"},

	score.TraceLevel:            {"存量部分（占满分的比例）", "The part of full marks that the level earns"},
	score.TraceGrowth:           {"增量部分（占满分的比例）", "The part of full marks that the growth earns"},
	score.TraceGrowthReported:   {"填报的增幅", "The growth, as reported"},
	score.TraceGrowthOnBaseline: {"比基数的增幅（%）", "Growth on the baseline, in per cent"},
	score.TraceLevelGrowth:      {"存量与增量加权", "Level and growth together"},
	score.TraceNotPublished:     {"上级尚未发布结果，暂不计分", "Nothing was published yet: not scored for now"},

	score.TraceAwards:          {"获奖得分合计", "Points of all awards"},
	score.TraceAwardCategory:   {"一类获奖", "Awards of one category"},
	score.TraceAward:           {"一项获奖", "One award"},
	score.TraceAwardCap:        {"封顶，超出部分", "Cap: what it takes off"},
	score.TraceAwardSameMatter: {"同一事项只计最高一项，本项不计", "Left out: a higher award for the same matter counts"},

	score.TraceDaysStarted:  {"迟报天数（不足一天按一天）", "Days late, a started one whole"},
	score.TraceTooLate:      {"迟报过久，不得分", "So late that nothing is left"},
	score.TraceLatenessCost: {"迟报扣分", "What being late costs"},
	score.TraceLateness:     {"扣除迟报后得分", "What is left after lateness"},

	score.TraceOverCompletion: {"超额完成折扣系数", "Coefficient of the band that the rate lies in"},
	score.TraceOverDiscount:   {"乘超额完成折扣系数", "Discount for over-completion"},

	score.TraceChange:          {"比上年的变化（正数为优）", "Change since last year; below zero is worse"},
	score.TraceChangePercent:   {"比上年的变化幅度，%（正数为优）", "Change since last year in per cent; below zero is worse"},
	score.TraceYearOnYearAdded: {"好于上年，加分", "Better than last year: added"},
	score.TraceYearOnYearTaken: {"差于上年，扣分", "Worse than last year: taken off"},
	score.TraceYearOnYear:      {"基本分加减变化分", "Base points and what the change adds or takes off"},
	score.TraceYearOnYearFloor: {"扣完为止", "Not below zero"},
}

// totalTitles are the steps from lines to a unit's final score.
var totalTitles = map[string]pair{
	score.TraceFinal:             {"综合得分", "Final score"},
	score.TraceTrial:             {"试算得分（按已计入分值折算为满分制）", "Trial score: points over the marks that counted, of the full score"},
	score.TraceComponent:         {"加权得分", "A component's part"},
	score.TraceComponentScore:    {"该部分得分", "The component's score"},
	score.TraceComponentNone:     {"没有得分（该部分权重为零）", "No score, its weight being zero"},
	score.TraceScaledTotal:       {"指标总分折算（弥补不适用分值）", "The total scaled up for what does not apply"},
	score.TraceInYear:            {"计入平时考核", "In-year results weighed in"},
	score.TraceManyNotApplicable: {"不适用分值过多，建议调整考核序列", "So much does not apply that another group would suit the unit"},
	score.TraceDimensionZeroed:   {"一票否决，维度得分清零", "A veto takes the dimension's points"},
	score.TraceAdjusted:          {"加权前计入加减分", "Bonuses and deductions before the weights"},
	score.TraceFinalLimited:      {"综合得分限幅，差额", "The final score held within its bounds: the difference"},
	score.TraceCategoryCap:       {"同类加减分封顶，超出部分", "Cap of the category: what it takes off"},
	score.TraceIndicators:        {"指标得分合计", "Sum of the indicators"},
	score.TraceDimension:         {"维度得分", "A dimension's points"},
	score.TraceLine:              {"指标得分", "A line's points"},
	score.TraceBonus:             {"加分合计", "Bonuses"},
	score.TraceDeduction:         {"扣分合计", "Deductions"},
	score.TraceAdjustmentRule:    {"加减分项", "By one rule of the list"},
	score.TraceEntry:             {"一笔加减分", "One entry"},
	score.TraceAdjustmentCap:     {"封顶，超出部分", "Cap: what it takes off"},
	score.TraceSameMatter:        {"同一事项只计最高一笔，本笔不计", "Left out: the matter counts once, by its highest entry"},
}

// gradeTitles are the notes on rank and grade, and how a group's places were
// given out.
var gradeTitles = map[string]pair{
	score.TraceListedApart:     {"单列，不参与排名", "Listed apart: no rank"},
	score.TraceNothingCounted:  {"没有到期且已填报的指标，暂无得分", "Nothing was due and reported: no score yet"},
	score.TraceRank:            {"排名", "Rank"},
	score.TraceVeto:            {"一票否决", "Veto"},
	score.TraceGradeByPlace:    {"按名额评定等次", "The grade, by a place"},
	score.TraceGradeByScore:    {"按得分评定等次", "The grade, by the score"},
	score.TraceGradeByVeto:     {"按否决项评定等次", "The grade, by a veto"},
	score.TraceGradeLowered:    {"因否决项降等，让出本等次", "Would have had this grade and lost it to a veto"},
	score.TraceGradeOpen:       {"等次由领导小组决定", "The grade is left to the committee"},
	score.TraceGradeNone:       {"未达到任何等次", "Reaches none of the grades"},
	score.TracePlaces:          {"本序列等次名额", "How the group's places were given out"},
	score.TraceQuota:           {"等次名额（按比例）", "Places of a grade, by a share"},
	score.TraceQuotaFixed:      {"等次名额（固定数）", "Places of a grade, a fixed number"},
	score.TraceQuotaPassedDown: {"上一等次未用名额转入", "Places that the grade above left unused"},
	score.TraceQuotaMin:        {"不足最少名额，按最少名额计", "Fewer than the least number, which it gets"},
	score.TracePlaceTaken:      {"占用名额", "Takes a place"},
	score.TracePlacePassed:     {"有否决项，让出名额", "A veto bars the unit, and its place passes on"},
	score.TraceBindingFailed:   {"约束性指标未完成，不能评为本等次", "A binding indicator was failed, which bars this grade"},
	score.TraceConvene:         {"否决项须提交领导小组，等次待定", "A veto puts the grade to the committee"},
	score.TraceEdgeExcluded:    {"末位同分且名额不足，均不评定", "Tied at the edge: none of them"},
	score.TraceEdgeIncluded:    {"末位同分，全部评定", "Tied at the edge: all of them"},
	score.TraceTieBreak:        {"末位同分，比较", "Tied at the edge: compared by"},
	score.TracePlaceOpen:       {"名额由领导小组决定", "The place is left to the committee"},
}
