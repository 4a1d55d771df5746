package wording

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
)

// OperandTitle says what a letter of a step stands for. Names that people gave,
// of periods, kinds or units, stand for themselves.
func OperandTitle(l Lang, code, name string) string {
	if known, ok := openNames(code); ok && !slices.Contains(known, name) {
		if which, ok := strings.CutPrefix(name, "w "); ok {
			return pair{"{which} 的权重", "weight of {which}"}.in(l, map[string]string{"which": which})
		}
		if which, ok := strings.CutPrefix(name, "x "); ok {
			return pair{"{which} 的得分", "result of {which}"}.in(l, map[string]string{"which": which})
		}
		if code == score.TraceRating {
			return pair{"等级 {name} 的系数", "coefficient of {name}"}.in(l, map[string]string{"name": name})
		}
		return name
	}
	if text, ok := operands[code+"."+name]; ok {
		return text.in(l, nil)
	}
	if text, ok := operands[name]; ok {
		return text.in(l, nil)
	}
	if place, ok := strings.CutPrefix(name, "p"); ok && code == score.TracePlaceMean {
		return pair{"第{n}名的得分", "what place {n} earns"}.in(l, map[string]string{"n": place})
	}
	return name
}

// openNames are the letters of a step whose other operands bear names that people
// gave; ok is false for steps that have no such operands.
func openNames(code string) (known []string, ok bool) {
	switch {
	case code == score.TraceRating:
		return nil, true
	case code == score.TraceFormula:
		return []string{"W", "A", "T", "B", "C"}, true
	case code == score.TraceTieBreak:
		return []string{"by"}, true
	case code == score.TraceInYear:
		return []string{"w", "P", "n"}, true
	case code == score.TraceBallotsNotValid || code == score.TraceBallotsValid:
		return nil, true
	case code == score.TraceBallotShare:
		return []string{"N"}, true
	case code == score.TraceBallotWorst:
		return []string{"N", "q", "x", "p", "W"}, true
	case code == score.TraceClassMean:
		return []string{"Σ w"}, true
	case strings.HasPrefix(code, score.TraceFigure):
		return []string{"n", "k", "Σ n", "Σ d", "Σ w", "name", "rating", "passed", "mark", "ballot", "upper", "document", "place", "days"}, true
	}
	return nil, false
}

// operands are the letters of formulas, by themselves or by step and letter.
var operands = map[string]pair{
	"W": {"满分", "full marks"},
	"A": {"完成值", "the figure"},
	"T": {"目标值", "target"},
	"B": {"基数", "baseline"},
	"C": {"挑战值", "challenge value"},
	"r": {"完成率", "rate of completion"},
	"x": {"前面步骤的得分", "points so far"},
	"k": {"难度系数", "difficulty"},
	"c": {"系数", "coefficient"},
	"p": {"功效分", "efficacy points"},
	"n": {"个数", "number"},
	"s": {"序时进度", "planned share"},
	"D": {"维度分值", "the dimension's marks"},
	"M": {"计入的分值", "marks that count"},
	"F": {"满分", "full score"},
	"P": {"指标得分", "the indicators' score"},
	"b": {"加分", "bonus"},
	"d": {"每次扣分", "points for each"},
	"m": {"扣分倍数", "multiplier"},
	"f": {"免扣次数", "occurrences that cost nothing"},
	"t": {"并列单位数", "tied units"},
	"u": {"共享单位数", "units that share it"},
	"w": {"权重", "weight"},
	"z": {"起计线", "least rate that earns points"},
	"L": {"末名得分", "the last place's points"},
	"Σ": {"合计", "sum"},

	"H":  {"适度区间上界", "end of the range"},
	"Lz": {"低至此数不得分", "no points at and under"},
	"Hz": {"高至此数不得分", "no points at and above"},
	"N":  {"有效票数", "valid ballots"},
	"q":  {"差票限制，几分之一", "so many: one in"},
	"l":  {"迟报扣分", "what being late costs"},
	"g":  {"增量部分", "the growth's part"},
	"v":  {"权重", "weight"},
	"α":  {"存量权重", "weight of the level"},

	"lo":       {"下限", "least"},
	"hi":       {"上限", "most"},
	"most":     {"封顶分", "most points"},
	"cap":      {"封顶", "cap"},
	"floor":    {"最低得分", "least points"},
	"base":     {"基本分", "base points"},
	"extra":    {"名次加减分", "extra for the place"},
	"from":     {"该档界限", "the tier's bound"},
	"x0":       {"较差点的值", "the worse point's value"},
	"x1":       {"较优点的值", "the better point's value"},
	"y0":       {"较差点的得分", "the worse point's points"},
	"y1":       {"较优点的得分", "the better point's points"},
	"atLeast":  {"归零次数", "so many take all points"},
	"kind":     {"类别", "kind"},
	"rank":     {"名次", "place"},
	"tied":     {"同数单位数，含本单位", "units with this number, itself among them"},
	"best":     {"本序列最优值", "the group's best"},
	"mean":     {"本序列平均值", "the group's mean"},
	"tol":      {"容差", "tolerance"},
	"gap":      {"超出容差的差距", "gap beyond the tolerance"},
	"size":     {"每步幅度", "size of a step"},
	"add":      {"每步加分", "points for each step better"},
	"ded":      {"每步扣分", "points for each step worse"},
	"deduct":   {"每步扣分", "points for each step worse"},
	"lowest":   {"去掉的最低分", "left out, lowest"},
	"highest":  {"去掉的最高分", "left out, highest"},
	"above":    {"高于", "above"},
	"upTo":     {"不高于", "up to and with"},
	"min":      {"最少个数", "least number"},
	"name":     {"名称", "name"},
	"node":     {"节点", "node"},
	"option":   {"选项", "answer"},
	"level":    {"层级", "level"},
	"class":    {"评议主体", "class"},
	"Σ v":      {"计入的权重之和", "sum of the weights that count"},
	"Σ w":      {"权重之和", "sum of the weights"},
	"on":       {"处理方式", "what it means"},
	"Σ n":      {"分子之和", "sum of the numerators"},
	"Σ d":      {"分母之和", "sum of the denominators"},
	"Σ r":      {"得分率之和", "sum of the parts earned"},
	"state":    {"状态", "state"},
	"code":     {"原因", "reason"},
	"passed":   {"检查结果", "outcome of the check"},
	"rating":   {"评定等级", "rating"},
	"mark":     {"评分", "mark"},
	"ballot":   {"票面分", "ballot"},
	"upper":    {"上级考核得分 / 满分", "the upper authority's score of its full score"},
	"document": {"发布文件", "document"},
	"place":    {"名次 / 参评数", "place among so many"},
	"days":     {"迟报天数", "days late"},

	"component": {"组成部分", "component"},
	"dimension": {"维度", "dimension"},
	"indicator": {"指标", "indicator"},
	"unit":      {"单位", "unit"},
	"grade":     {"等次", "grade"},
	"veto":      {"否决项", "veto"},
	"effect":    {"否决效果", "effect"},
	"mode":      {"参评方式", "how it takes part"},
	"rule":      {"加减分项", "rule of the list"},
	"category":  {"类别", "category"},
	"matter":    {"事项", "matter"},
	"points":    {"分值", "points"},
	"marks":     {"不适用分值", "marks that do not apply"},
	"of":        {"全部分值", "of all marks"},
	"minScore":  {"等次最低分", "the grade's least score"},
	"final":     {"综合得分", "final score"},
	"share":     {"名额比例", "share"},
	"places":    {"名额", "places"},
	"by":        {"比较项", "compared by"},

	score.TraceEfficacy + ".base":          {"基数对应的功效分", "points of a hundred at the baseline"},
	score.TracePoints + ".x":               {"前面步骤的结果", "what the steps before give"},
	score.TracePoints + ".m":               {"评分平均值", "mean mark"},
	score.TracePoints + ".M":               {"评分满分", "highest mark"},
	score.TracePoints + ".u":               {"上级考核得分", "the upper authority's score"},
	score.TracePoints + ".f":               {"上级考核满分", "its full score"},
	score.TracePoints + ".k":               {"占满分的比例", "part of full marks"},
	score.TraceInRange + ".L":              {"适度区间下界", "beginning of the range"},
	score.TraceBelowRange + ".L":           {"适度区间下界", "beginning of the range"},
	score.TraceSteps + ".x":                {"变化", "the change"},
	score.TraceFullSteps + ".k":            {"步数", "steps"},
	score.TracePerStep + ".k":              {"步数", "steps"},
	score.TraceYearOnYearAdded + ".k":      {"步数", "steps"},
	score.TraceYearOnYearTaken + ".k":      {"步数", "steps"},
	score.TraceYearOnYearAdded + ".cap":    {"最多加分", "most that is added"},
	score.TraceYearOnYearTaken + ".cap":    {"最多扣分", "most that is taken off"},
	score.TraceYearOnYear + ".d":           {"变化分", "what the change gives"},
	score.TraceNodeDone + ".days":          {"逾期天数", "days late"},
	score.TraceNodesRebased + ".x":         {"各节点得分率之和", "what the nodes earn"},
	score.TraceMarksTrimmed + ".n":         {"评分个数", "number of marks"},
	score.TraceMarksTrimmed + ".from":      {"达到此数才去掉", "from so many marks on"},
	score.TraceMarksTrimmed + ".k":         {"最高、最低各去掉", "at each end"},
	score.TraceMarksMean + ".n":            {"计入的个数", "marks that count"},
	score.TraceMarksIdentical + ".n":       {"评分个数", "number of marks"},
	score.TraceMarksTooFew + ".n":          {"评分个数", "number of marks"},
	score.TraceClassTooFew + ".n":          {"有效票数", "valid ballots"},
	score.TraceBallotOption + ".p":         {"选项分值", "the answer's points"},
	score.TraceBallotOption + ".n":         {"票数", "how many gave it"},
	score.TraceBallotMean + ".s":           {"各选项得分之和", "points over all answers"},
	score.TraceBallotMean + ".n":           {"有效票数", "valid ballots"},
	score.TraceBallotWorst + ".p":          {"此时最多得分", "the most that is left then"},
	score.TraceTier + ".s":                 {"优票率", "share of the best answers"},
	score.TraceTierNone + ".s":             {"优票率", "share of the best answers"},
	score.TraceLevelGrowth + ".l":          {"存量部分", "the level's part"},
	score.TraceAward + ".p":                {"层级分值", "points of the level"},
	score.TraceAward + ".f":                {"等级折算系数", "factor of the class"},
	score.TraceAward + ".n":                {"共享单位数", "units that share it"},
	score.TraceAward + ".class":            {"等级", "class"},
	score.TraceAwardSameMatter + ".p":      {"层级分值", "points of the level"},
	score.TraceAwardSameMatter + ".f":      {"等级折算系数", "factor of the class"},
	score.TraceAwardSameMatter + ".n":      {"共享单位数", "units that share it"},
	score.TraceAwardSameMatter + ".class":  {"等级", "class"},
	score.TraceAwardCap + ".Σ":             {"封顶前合计", "sum before the cap"},
	score.TraceDaysStarted + ".d":          {"迟报天数", "days late"},
	score.TraceTooLate + ".d":              {"迟报天数", "days late"},
	score.TraceTooLate + ".z":              {"达到此天数不得分", "no points from so many days on"},
	score.TraceLatenessCost + ".d":         {"迟报天数", "days late"},
	score.TraceLatenessCost + ".p":         {"每天扣分", "points off for each day"},
	score.TraceLatenessCost + ".cap":       {"最多扣分", "most that is taken off"},
	score.TraceFigureRatio + ".k":          {"换算倍数，百分数为 100", "scale, 100 for per cent"},
	score.TraceFigureAverage + ".n":        {"期数", "number of periods"},
	score.TracePlace + ".b":                {"优于本单位的单位数", "units that are better"},
	score.TracePlace + ".n":                {"比较的单位数", "units compared"},
	score.TracePlacePoints + ".n":          {"比较的单位数", "units compared"},
	score.TracePlacePoints + ".F":          {"第一名得分", "the first place's points"},
	score.TracePlacePoints + ".d":          {"每低一名扣分", "points for each place after the first"},
	score.TracePlacePoints + ".c":          {"名次段系数", "coefficient of the band"},
	score.TraceRatioToBest + ".n":          {"比较的单位数", "units compared"},
	score.TracePeerMean + ".n":             {"比较的单位数", "units compared"},
	score.TracePeerMean + ".Σ":             {"各单位之和", "sum over the units"},
	score.TracePeerSteps + ".k":            {"步数", "steps"},
	score.TraceDeductedKind + ".n":         {"次数", "how often"},
	score.TraceZeroCondition + ".n":        {"实际次数", "how often it happened"},
	score.TraceDeductionFloor + ".x":       {"扣分后得分", "points after deductions"},
	score.TracePointsLimited + ".x":        {"限幅前得分", "points before the bounds"},
	score.TracePortion + ".p":              {"本单位份额", "the unit's part"},
	score.TraceGroupMinimum + ".r":         {"本序列最低得分率", "the least part earned in the group"},
	score.TraceNAMean + ".n":               {"单位数", "units"},
	score.TraceSpread + ".D":               {"有适用指标的维度分值合计", "marks of the dimensions of which something applies"},
	score.TraceRedistributed + ".M":        {"维度内计入的分值", "marks in the dimension that count"},
	score.TraceComponent + ".s":            {"该部分得分", "the component's score"},
	score.TraceInYear + ".w":               {"平时考核权重", "weight of the in-year results"},
	score.TraceInYear + ".n":               {"期数", "periods"},
	score.TraceFinalLimited + ".x":         {"限幅前综合得分", "final score before the bounds"},
	score.TraceFinalLimited + ".F":         {"最高分（满分加加分上限）", "full score with the most that bonuses give"},
	score.TraceEntry + ".p":                {"标准分值", "points of the award"},
	score.TraceEntry + ".f":                {"等级折算系数", "factor of a lower class"},
	score.TraceAdjustmentCap + ".Σ":        {"封顶前合计", "sum before the cap"},
	score.TraceCategoryCap + ".Σ":          {"封顶前合计", "sum before the cap"},
	score.TraceQuota + ".n":                {"名额基数，单位个数", "units that the share is of"},
	score.TraceEdgeExcluded + ".tied":      {"同分单位数", "units with this score"},
	score.TraceEdgeIncluded + ".tied":      {"同分单位数", "units with this score"},
	score.TraceEdgeExcluded + ".places":    {"剩余名额", "places left"},
	score.TraceEdgeIncluded + ".places":    {"剩余名额", "places left"},
	score.TraceQuotaPassedDown + ".places": {"转入名额", "places passed down"},
	score.TraceQuotaMin + ".places":        {"最少名额", "least number of places"},
	score.TraceSecond + ".x":               {"前一方法的得分", "points of the first method"},
}

var reported = regexp.MustCompile(`^(\S+) r(\d+)$`)

// Source says where an operand comes from.
func Source(l Lang, source string) string {
	word, rest, _ := strings.Cut(source, " ")
	text, ok := sources[word]
	if !ok {
		return source
	}
	args := map[string]string{"id": rest}
	if m := reported.FindStringSubmatch(rest); m != nil {
		args["period"], args["revision"] = m[1], m[2]
	}
	if rest != "" {
		if long, ok := sources[word+" "]; ok {
			text = long
		}
	}
	return text.in(l, args)
}

// sources are the words behind an operand; one that goes on with a space is for
// sources that say which.
var sources = map[string]pair{
	score.FromRule:        {"方案计分规则", "the plan's scoring rule"},
	score.FromDefault:     {"规则未写明，取默认值", "the default, since the rule leaves it out"},
	score.FromGoal:        {"本单位年度目标", "the unit's goal"},
	score.FromFigure:      {"年度完成值", "the year's figure"},
	score.FromStep:        {"计算步骤", "a step of this calculation"},
	score.FromPlan:        {"考核方案", "the plan"},
	score.FromGroup:       {"本序列各单位数据", "the group's numbers"},
	score.FromUnit:        {"本单位", "the unit"},
	score.FromValue:       {"填报数", "a reported value"},
	score.FromValue + " ": {"{period} 第{revision}次填报", "reported for {period}, revision {revision}"},
	score.FromLine:        {"指标得分明细", "the unit's line"},
	score.FromLine + " ":  {"本单位该指标得分明细（目标号 {id}）", "the unit's line for goal {id}"},
	score.FromPublished:   {"已印发通报", "an issued bulletin"},
	score.FromEntry:       {"加减分台账", "the ledger of bonuses and deductions"},
	score.FromEntry + " ": {"加减分台账第 {id} 号", "entry {id} of the ledger"},
}
