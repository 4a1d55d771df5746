package wording

import "github.com/kaoping/kaoping/internal/score"

// letters are what formulas name without an operand of that name.
var letters = map[string][]struct {
	letter string
	pair
}{
	score.TraceFigureSum:      {{"Σ v", pair{"各期填报数之和", "sum of the periods' values"}}},
	score.TraceFigureAverage:  {{"Σ v", pair{"各期填报数之和", "sum of the periods' values"}}},
	score.TraceNumerators:     {{"Σ v", pair{"各期分子之和", "sum of the periods' numerators"}}},
	score.TraceDenominators:   {{"Σ v", pair{"各期分母之和", "sum of the periods' denominators"}}},
	score.TraceRating:         {{"Σ c", pair{"各评定等级的系数之和", "sum of the letters' coefficients"}}, {"n", pair{"评定个数", "number of letters"}}},
	score.TracePlaceMean:      {{"Σ p", pair{"所占各名次得分之和", "sum of what the places earn"}}},
	score.TraceDeducted:       {{"W", pair{"满分", "full marks"}}, {"Σ n × d × m", pair{"各类扣分之和，逐类见下", "what each kind costs, as listed below"}}},
	score.TraceInYear:         {{"Σ q", pair{"各期平时考核得分之和", "sum of the in-year results"}}},
	score.TraceFigureNumber:   {{"Σ v", pair{"各期填报数之和", "sum of the periods' values"}}},
	score.TraceNodes:          {{"v", pair{"节点权重", "a node's weight"}}, {"c", pair{"节点系数", "a node's coefficient"}}},
	score.TraceBallotPoints:   {{"p", pair{"选项分值", "an answer's points"}}, {"n", pair{"票数", "how many gave it"}}},
	score.TraceBallotsValid:   {{"Σ n", pair{"各选项票数之和", "sum over the answers"}}},
	score.TraceBallotShare:    {{"Σ n", pair{"优票数", "how many gave the best answers"}}},
	score.TraceBallotWorst:    {{"Σ n", pair{"差票数", "how many gave the worst answers"}}},
	score.TraceMarksMean:      {{"Σ mark", pair{"计入的评分之和", "sum of the marks that count"}}},
	score.TraceAwards:         {{"Σ", pair{"各项之和", "sum of the awards"}}},
	score.TraceAwardCategory:  {{"Σ", pair{"本类各项之和", "sum of the category's awards"}}},
	score.TraceIndicators:     {{"Σ", pair{"各维度得分之和", "sum of the dimensions"}}},
	score.TraceDimension:      {{"Σ", pair{"各指标得分之和", "sum of the lines"}}},
	score.TraceAdjustmentRule: {{"Σ", pair{"各笔之和", "sum of the entries"}}},
	score.TraceFinal: {{"Σ", pair{"各部分加权得分之和", "sum of the components' parts"}}, {"b", pair{"加分合计", "bonuses"}},
		{"d", pair{"扣分合计", "deductions"}}},
	score.TraceAdjusted: {{"P", pair{"指标得分", "the indicators' score"}}, {"b", pair{"加分合计", "bonuses"}}, {"d", pair{"扣分合计", "deductions"}}},
}

// notes say what a step's formula leaves to be known.
var notes = map[string]pair{
	score.TraceIncomplete:        {"缺报的周期没有计入，见各期填报。", "The missing periods add nothing; the list of periods names them."},
	score.TraceFigureAverage:     {"n 含缺报的周期（缺报按零计），不含不适用的周期。", "n counts missing periods, which add nothing, and leaves out those that do not apply."},
	score.TraceTier:              {"自上而下第一个达到的档次；正好等于界限即为达到；按未取舍的数比较。", "The first tier from the top that is reached; exactly on the bound is reached; compared unrounded."},
	score.TraceDeductedKind:      {"扣分记为负数。", "What is taken off is written below zero."},
	score.TracePlace:             {"b 为完成值优于本单位的单位个数；完成值相同的单位名次相同。", "b units have a better figure; equal figures share a place."},
	score.TracePeerGap:           {"差距（绝对值）不超过容差的记为 0，超过的只计超过部分。", "A gap within the tolerance is 0; of a wider one only the part beyond counts."},
	score.TraceFullSteps:         {"优于的取已满的整步，劣于的已开始即算一步。", "Better steps count once complete, worse ones once begun."},
	score.TraceLevel:             {"按满分 1 计算。", "Reckoned with full marks of 1."},
	score.TraceGrowth:            {"按满分 1 计算。", "Reckoned with full marks of 1."},
	score.TraceRedistributed:     {"各指标分值见本维度折算依据。", "The marks behind it are listed with the dimension."},
	score.TraceManyNotApplicable: {"不适用分值超过 40% 时提示，不影响得分。", "Told above 40 % of the marks; it does not change the score."},
	score.TraceRank:              {"按取舍后的综合得分排名，同分同名次。", "By the rounded final score; equal scores share a rank."},
	score.TraceGroupMinimum:      {"r 为本序列已计分单位中最低的得分率，见本序列得分率。", "r is the least part of the marks that a scored unit of the group earned, as listed below."},
	score.TraceNAMean:            {"r 为本序列各已计分单位的得分率，见本序列得分率。", "r are the parts of the marks that the group's scored units earned, as listed below."},
}

// conditions are steps whose formula is not what their value comes from but why:
// true where it holds, false where the step says that it does not.
var conditions = map[string]bool{
	score.TraceThresholdMet: true, score.TraceThresholdMissed: false, score.TraceZeroBelow: true, score.TraceRateZeroTarget: true,
	score.TraceRateZeroValue: true, score.TraceBelowBaseline: true, score.TraceZeroCondition: true,
	score.TraceInRange: true, score.TraceFarBelowRange: true, score.TraceFarAboveRange: true, score.TraceTooLate: true,
	score.TraceMarksTrimmed: true, score.TraceMarksTooFew: true, score.TraceClassTooFew: true,
	score.TraceFormulaHolds: true, score.TraceFormulaFails: false,
}

// sums are steps that add up what is below them.
var sums = []string{
	score.TraceDeducted, score.TraceFinal, score.TraceAdjusted, score.TraceIndicators, score.TraceDimension,
	score.TraceAdjustmentRule, score.TraceBonus, score.TraceDeduction,
	score.TraceNodes, score.TraceBallotPoints, score.TraceAwards, score.TraceAwardCategory,
}
