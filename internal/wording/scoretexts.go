package wording

import (
	"github.com/kaoping/kaoping/internal/formula"
	"github.com/kaoping/kaoping/internal/score"
)

var scoreProblems = map[string]pair{
	score.ProblemOneMethod:         {"须且只须给出一种计分方法（给出了 {count} 种）。", "give exactly one method ({count} were given)."},
	score.ProblemRequired:          {"缺少必填参数。", "a required parameter is missing."},
	score.ProblemOutOfRange:        {"参数超出范围。", "a parameter is out of range."},
	score.ProblemUnknownCode:       {"{value} 不是可用的值（{known}）。", "{value} is not one of {known}."},
	score.ProblemNotOrdered:        {"各档须从优到劣严格排列。", "bounds must run strictly from the best to the worst."},
	score.ProblemDuplicate:         {"{value} 重复。", "{value} stands twice."},
	score.ProblemExclusive:         {"不能与 {with} 同时给出。", "this cannot stand together with {with}."},
	score.ProblemLastOnly:          {"只有最后一档可以不写下限。", "only the last bound may be left out."},
	score.ProblemWeightsNotFull:    {"权重合计为 {sum}，应为 1。", "weights add up to {sum}, not 1."},
	score.ProblemMarksNotFull:      {"维度分值合计为 {sum}，应为 {want}。", "dimension marks add up to {sum}, not {want}."},
	score.ProblemMarksMismatch:     {"维度 {dimension} 的目标分值合计为 {sum}，应为 {want}。", "the goals of dimension {dimension} add up to {sum}, not {want}."},
	score.ProblemUnsupported:       {"尚不支持 {value}。", "{value} is not supported yet."},
	score.ProblemTooMany:           {"数量过多，最多 {max} 项。", "too many: at most {max}."},
	score.ProblemFormula:           {"公式有误{where}。{what}", "the formula is wrong{where}. {what}"},
	score.ProblemBadName:           {"“{value}”不能用作公式中的名称。", "{value} cannot be a name in a formula."},
	score.ProblemNested:            {"{value} 不能嵌套在其他方法之内。", "{value} cannot stand inside another method."},
	score.ProblemOpenEnd:           {"最后一档不写上限，包括其余全部。", "the last band has no bound, since it takes all the rest."},
	score.ProblemZeroBaseline:      {"基数为零，无法计算变化幅度。", "the baseline is zero, so a change has no per cent."},
	score.ProblemBadRule:           {"计分规则有误。", "the rule is wrong."},
	score.ProblemWrongValueType:    {"填报内容类型不符，应为 {want}。", "the figure is of another type; it must be {want}."},
	score.ProblemNoTarget:          {"没有目标值。", "there is no target."},
	score.ProblemNoBaseline:        {"没有基数。", "there is no baseline."},
	score.ProblemZeroTarget:        {"目标值为零，无法计算完成率。", "the target is zero, so there is no rate."},
	score.ProblemNegativeTarget:    {"目标值为负。", "the target is negative."},
	score.ProblemNegativeValue:     {"完成值为负。", "the value is negative."},
	score.ProblemTargetIsBaseline:  {"目标值与基数相同。", "target and baseline are the same."},
	score.ProblemTargetIsChallenge: {"目标值与挑战值相同。", "target and challenge value are the same."},
	score.ProblemNoPeers:           {"相对计分需要本序列其他单位的数据，现没有。", "the rule compares with the group, whose numbers are not there."},
	score.ProblemNoBallots:         {"各类评议主体的有效票都不足。", "no class of voters has enough valid ballots."},
	score.ProblemUnknownNode:       {"规则中没有节点 {node}。", "the rule knows no node {node}."},
	score.ProblemUnknownOption:     {"规则中没有选项 {option}。", "the rule knows no answer {option}."},
	score.ProblemUnknownClass:      {"规则中没有 {class} 这一类评议主体或等级。", "the rule knows no class {class}."},
	score.ProblemUnknownLevel:      {"规则中没有奖项层级 {level}。", "the rule knows no level {level}."},
	score.ProblemUnknownInput:      {"公式所用的 {name} 没有填报或没有给出。", "the formula asks for {name}, which nobody gave."},
	score.ProblemMarkOutOfRange:    {"评分 {mark} 超出范围，最高 {max}。", "the mark {mark} is out of range; the highest is {max}."},
	score.ProblemDivisionByZero:    {"公式中除数为零。", "the formula divides by zero."},
	score.ProblemTooLarge:          {"数字位数过多，不可能是实际数据。", "a number has more digits than any figure has."},
	score.ProblemUnknownKind:       {"规则中没有 {kind} 这一类。", "the rule knows no kind {kind}."},
	score.ProblemUnknownRating:     {"规则中没有等级 {rating}。", "the rule knows no rating {rating}."},
	score.ProblemNoComponentScore:  {"缺少该部分得分。", "the score of this component is missing."},
	score.ProblemNothingApplies:    {"全部指标不适用。", "none of its indicators applies."},
	score.ProblemUnknownIndicator:  {"指标 {value} 不存在。", "there is no indicator {value}."},
	score.ProblemUnknownDimension:  {"维度 {value} 不存在。", "there is no dimension {value}."},
	score.ProblemUnknownRule:       {"加减分项 {value} 不存在。", "there is no adjustment rule {value}."},
	score.ProblemUnknownVeto:       {"否决项 {value} 不存在。", "there is no veto {value}."},
}

// formulaProblems are what the engine of formulas objects to.
var formulaProblems = map[formula.Code]pair{
	formula.ErrEmpty:           {"公式为空。", "it is empty."},
	formula.ErrTooLong:         {"公式过长，最多 {max} 个字符。", "it is too long: at most {max} characters."},
	formula.ErrTooDeep:         {"括号或函数嵌套过深，最多 {max} 层。", "it is nested too deeply: at most {max} levels."},
	formula.ErrTooMany:         {"数字、名称和运算过多，合计最多 {max} 个。", "it has too many numbers, names and operations: at most {max}."},
	formula.ErrBadCharacter:    {"字符“{character}”（{unicode}）不能出现在公式中。", "the character {character} ({unicode}) cannot stand in a formula."},
	formula.ErrBadNumber:       {"“{text}”不是数字，应如 12 或 0.35。", "{text} is no number; write it like 12 or 0.35."},
	formula.ErrLongNumber:      {"数字位数过多，最多 {max} 位。", "a number has too many digits: at most {max}."},
	formula.ErrUnexpected:      {"此处不应出现“{text}”。", "{text} cannot stand here."},
	formula.ErrEndsEarly:       {"公式不完整，后面还应有内容。", "it ends too early: something has to follow."},
	formula.ErrUnclosed:        {"括号没有闭合。", "a bracket is not closed."},
	formula.ErrUnknownName:     {"没有名为 {name} 的数。", "there is no number called {name}."},
	formula.ErrUnknownFunction: {"没有名为 {name} 的函数。", "there is no function called {name}."},
	formula.ErrNoArguments:     {"函数 {function} 后面缺少括号。", "the function {function} needs brackets after it."},
	formula.ErrWrongCount:      {"函数 {function} 的参数个数为 {count}，应为 {min} 至 {max}。", "the function {function} takes {min} to {max} arguments, not {count}."},
	formula.ErrWantNumber:      {"此处应为数，不应为条件。", "a condition stands where a number must."},
	formula.ErrWantCondition:   {"此处应为条件，不应为数。", "a number stands where a condition must."},
	formula.ErrBadPlaces:       {"round 的第二个参数须是 0 至 {max} 的整数。", "the second argument of round must be a whole number, 0 to {max}."},
	formula.ErrBadBounds:       {"clamp 的下限 {lo} 大于上限 {hi}。", "the lower bound {lo} of clamp is above its upper one, {hi}."},
	formula.ErrDivisionByZero:  {"除数 {divisor} 为零。", "the divisor {divisor} is zero."},
	formula.ErrMissingValue:    {"{name} 没有数值。", "{name} has no value."},
	formula.ErrTooLarge:        {"计算中的数位数过多。", "a number on the way has too many digits."},
}

// engineCode is what the engine objects to. A formula's own problem, which says
// where it lies, stands where the engine's would.
func engineCode(args map[string]string) string {
	if args["line"] != "" {
		return score.ProblemFormula
	}
	return args["problem"]
}

// problemOf says what the engine objects to, by its code and the arguments that
// came with it.
func problemOf(l Lang, code string, args map[string]string) string {
	text, ok := scoreProblems[code]
	if !ok {
		return code
	}
	if code != score.ProblemFormula {
		return text.in(l, args)
	}
	inner := map[string]string{}
	if what, ok := formulaProblems[formula.Code(args["problem"])]; ok {
		inner["what"] = what.in(l, args)
	}
	if args["line"] != "" {
		inner["where"] = pair{"（第 {line} 行第 {column} 个字符）", " (line {line}, character {column})"}.fill(l, args)
	}
	return text.in(l, inner)
}

var methods = map[string]pair{
	"M01": {"按完成率计分", "Proportional to completion"},
	"M02": {"逆向按比例计分", "Proportional, lower is better"},
	"M03": {"适度区间计分", "Best inside a range"},
	"M04": {"达标计分", "Threshold"},
	"M05": {"分档计分", "Tiers"},
	"M06": {"线性（功效系数）计分", "Linear between baseline and target"},
	"M07": {"围绕目标值逐步加减分", "Points by steps around the target"},
	"M08": {"按名次计分", "By place in the group"},
	"M09": {"按与最优值之比计分", "Ratio to the group's best"},
	"M10": {"扣分计分", "Deduction per occurrence"},
	"M11": {"获奖加分计分", "Awards"},
	"M12": {"节点计分", "Milestones"},
	"M13": {"等级评定", "Rating"},
	"M14": {"综合公式", "The plan's own formula"},
	"M15": {"测评计分", "Ballots"},
	"M16": {"迟报扣分", "Lateness"},
	"M17": {"存量与增量结合", "Level and growth"},
	"M18": {"专家评分", "Panel"},
	"M19": {"超额完成折扣", "Over-completion"},
	"M20": {"上级考核结果折算", "An upper authority's result"},
	"M21": {"与本序列平均值比较", "Against the group's mean"},
	"M22": {"与上年比较加减分", "Against last year"},
}
