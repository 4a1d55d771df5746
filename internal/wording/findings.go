package wording

import "github.com/kaoping/kaoping/internal/goal"

// advice is what a finding of the plan check says: what is so, unless the words
// for problems say it already, and why it matters and what to do.
type advice struct{ is, why pair }

// Explanation says why a finding of the plan check matters and what to do.
func Explanation(l Lang, f goal.PlanFinding) string {
	for _, list := range []map[goal.ProblemCode]advice{planErrors, planWarnings, planNotes} {
		if a, ok := list[f.Code]; ok {
			return a.why.in(l, f.Args)
		}
	}
	return string(f.Code)
}

// found is the text of what the plan check alone finds.
func found(code goal.ProblemCode) (pair, bool) {
	for _, list := range []map[goal.ProblemCode]advice{planErrors, planWarnings, planNotes} {
		if a, ok := list[code]; ok && a.is.zh != "" {
			return a.is, true
		}
	}
	return pair{}, false
}

var severities = map[goal.Severity]pair{
	goal.SeverityError:   {"必须修改", "error"},
	goal.SeverityWarning: {"建议核对", "warning"},
	goal.SeverityNote:    {"提示", "note"},
}

// Severity names how grave a finding is.
func Severity(l Lang, s goal.Severity) string {
	if text, ok := severities[s]; ok {
		return text.in(l, nil)
	}
	return string(s)
}

var planErrors = map[goal.ProblemCode]advice{
	goal.WeightsNotFull: {why: pair{"权重合计不为 1，总分就不是百分制的总分，各单位之间无法比较。请调整各部分权重，使其合计等于 1。",
		"With weights that do not add up to 1 the final score is out of some other number. Adjust the components until they do."}},
	goal.NoUnits: {why: pair{"没有参评单位的序列不会产生任何结果。请把单位编入该序列，或删除该序列。",
		"A group without units yields nothing. Put units into it, or remove it."}},
	goal.MarksMismatch: {why: pair{"指标分值与维度分值对不上，得分就无法按维度汇总。请改指标分值或维度分值，使两者一致。",
		"Points cannot be summed by dimension while the two differ. Change the indicators' marks or the dimension's."}},
	goal.MarksNotFull: {why: pair{"维度分值合计须等于方案满分，否则各序列的满分高低不一。请调整维度分值。",
		"Each group's dimensions must add up to the plan's full score, or groups are scored out of different totals. Adjust the dimensions' marks."}},
	goal.NoAlternate: {why: pair{"自己给自己核数，结果难以服人。请指定一个与该项得失无关的单位代为核定。",
		"Nobody believes a figure that its owner verified for itself. Name another unit to verify this one."}},
	goal.NoTarget: {why: pair{"计分规则要与目标值比较，没有目标值就无法计分。请与该单位商定后填入；确实不承担的，标明不适用。",
		"The rule compares with a target. Agree on one with the unit, or mark the goal as not applicable."}},
	goal.NoWindow: {is: pair{"指标 {code} 按 {frequency} 填报，方案日历中没有这一频次的填报期限。", "Indicator {code} is reported by {frequency}, for which the plan's calendar has no deadlines."},
		why: pair{"没有期限就无法开放填报，也无法认定迟报。请在日历中补上该频次的开放和截止时间，或改用已有的频次。",
			"Without deadlines entry never opens and nothing is ever late. Add a window for this frequency, or report the indicator by another."}},
	goal.NoLegalBasis: {why: pair{"一票否决事项须严格控制，没有依据的不得设立。请写明文件名称、文号和条款，没有的应取消。",
		"Vetoes are strictly limited to those that a document provides for. Cite the document and clause, or drop the veto."}},
	goal.NoGrades: {is: pair{"方案没有设置等次。", "The plan has no grades."},
		why: pair{"没有等次，年终总评无法评定结果。请从优到劣列出各等次及其分数线。",
			"Without grades the review has nothing to give out. List them from the best to the worst, each with its least score."}},
	goal.SharesOverOne: {why: pair{"名额比例合计超过 1，名额会多于单位数。请压减其中某个等次的比例。",
		"More places than units would be given out. Lower one of the grades' shares."}},
	goal.CannotCompute: {why: pair{"按全部完成目标试算时出现错误，年终核算也会在这里中断。请按提示修改规则或目标后重新检查。",
		"A trial with every target met fails here, and so would the year's end. Mend the rule or the goal, then check again."}},
	goal.NoBaseline: {is: pair{"单位 {unit} 的指标 {code} 没有基数，请填写。", "Unit {unit} has no baseline for indicator {code}; give one."},
		why: pair{"计分规则要与基数（多为上年实绩）比较，没有基数就无法计分。请填入经核定的上年数。",
			"The rule compares with a baseline, most often last year's result. Enter the figure that was confirmed then."}},
	goal.TargetZero: {is: pair{"指标 {code} 的目标值为零，计分规则无法计算完成率。", "The target of indicator {code} is zero, so its rule has no rate of completion."},
		why: pair{"完成率以目标值作除数。目标确为零的，请改用达标计分或扣分计分，或在规则中写明目标为零时如何计分。",
			"The rate divides by the target. Where zero is meant, score by threshold or by deduction, or let the rule say what zero means."}},
	goal.TargetNegative: {is: pair{"指标 {code} 的目标值 {target} 为负，计分规则不接受。", "The target {target} of indicator {code} is negative, which its rule refuses."},
		why: pair{"该规则只适用于不小于零的目标。请核对正负号；目标确为负增长的，请换用允许负目标的规则。",
			"The rule works for targets from zero up only. Check the sign; for a true fall, choose a rule that allows one."}},
	goal.ZeroBaseline: {is: pair{"指标 {code} 的基数为零，无法计算增长百分比。", "The baseline of indicator {code} is zero, so there is no change in per cent."},
		why: pair{"增幅以基数作除数。请核对基数；确为零的，改按增减的绝对量计分。",
			"The change divides by the baseline. Check it; where it is zero, score the change in the unit of measure instead."}},
	goal.TargetIsBaseline: {is: pair{"指标 {code} 的目标值与基数同为 {target}，无法按直线计分。", "Target and baseline of indicator {code} are both {target}: no line runs through one point."},
		why: pair{"功效系数法以基数和目标值定一条直线，两者相同就没有直线。请核对其中是否有一个填错；只要求持平的，改用达标计分。",
			"The method draws a line from baseline to target. Check whether one is mistaken; where holding the level is enough, score by threshold."}},
	goal.TargetIsChallenge: {is: pair{"指标 {code} 的目标值与挑战值同为 {target}，无法计算挑战加分。", "Target and challenge value of indicator {code} are both {target}: there is no way between them to pay for."},
		why: pair{"挑战加分按目标值到挑战值之间的进展计算。请提高挑战值，或将其删去。",
			"The bonus is for the way from target to challenge value. Set a higher challenge, or remove it."}},
	goal.BadPeriodWeights: {is: pair{"指标 {code} 的各期权重有误：给出 {count} 个，应为 {want} 个。", "Indicator {code} has {count} period weights where {want} are needed."},
		why: pair{"加权平均须为全年每一期各给一个权重，不得为负，也不得全为零；采用其他汇总方式的不得给出权重。",
			"A weighted mean takes one weight per period of the year, none negative and not all zero; other aggregations take none."}},
	goal.NotMilestones: {is: pair{"指标 {code} 按节点汇总，计分规则却不是节点计分。", "Indicator {code} is aggregated by milestones, and its rule takes none."},
		why: pair{"按节点汇总只保留各节点的最新状态，其他规则读不到数值。请改用节点计分，或换一种汇总方式。",
			"This aggregation keeps the nodes' states only, and other rules find no figure in it. Score by milestones, or aggregate otherwise."}},
	goal.NobodyToCompare: {is: pair{"指标 {code} 与序列 {group} 其他单位的平均值比较，而组内没有其他单位。", "Indicator {code} compares with the mean of others in group {group}, where there are none."},
		why: pair{"没有比较对象，该项年终只能按不适用处理，分值转给别的指标。请换用与目标值比较的规则，或把该单位编入可比的序列。",
			"With nobody to compare, the item will not apply and its marks go elsewhere. Compare with a target, or move the unit to a group of its like."}},
}

var planWarnings = map[goal.ProblemCode]advice{
	goal.FullMarksOutOfReach: {is: pair{"指标 {code} 在序列 {group} 满分 {full} 分，按规则最多只能得 {most} 分。", "Indicator {code} has {full} marks in group {group}, of which its rule gives {most} at most."},
		why: pair{"再怎么努力也拿不到满分，等于暗中压低了该序列的总分。请核对封顶、最高一档或系数；规则按分数表述的，尤其要对照各序列的分值。",
			"Marks that nobody can earn lower the whole group's total in silence. Check the cap, the top tier or the coefficients, above all where the rule is stated in points and marks differ by group."}},
	goal.TiersNotFalling: {is: pair{"指标 {code} 第 {tier} 档比前一档给分更高，成绩更好反而得分更少。", "Tier {tier} of indicator {code} gives more than the better one before it."},
		why: pair{"各档由优到劣排列，给分应逐档降低，否则单位会有意少报。请核对该档与前一档的系数或分数是否填反。",
			"Tiers run from the best to the worst. Where a worse figure earns more, units will aim for it. See whether two values were swapped."}},
	goal.TierAboveFull: {is: pair{"指标 {code} 第 {tier} 档给分超过满分（序列 {groups}）。", "Tier {tier} of indicator {code} gives more than full marks (groups {groups})."},
		why: pair{"单项得分超过分值，维度和总分会突破满分。确需鼓励超额的，宜列入加分项并设上限；否则请改为系数不超过 1。",
			"Points above full marks push dimensions and totals beyond theirs. Reward what exceeds the target by a capped bonus, or keep coefficients within 1."}},
	goal.CapBelowBase: {is: pair{"指标 {code} 的起评分 {base} 高于封顶 {cap}（序列 {groups}）。", "Indicator {code} starts from {base} and is capped at {cap} (groups {groups})."},
		why: pair{"达到起点就已被封顶，其上的加分永远不起作用，得分也低于文件写明的起评分。请提高封顶或降低起评分。",
			"The cap cuts off the base itself, so nothing above it ever counts. Raise the cap or lower the base."}},
	goal.DirectionDiffers: {is: pair{"指标 {code} 的方向（{direction}）与计分规则奖励的方向不一致。", "Indicator {code} is {direction}, and its rule rewards the other way."},
		why: pair{"方向相反时，做得越好得分越低，预警灯和排名也会颠倒。请核对指标方向、规则方向，以及基数与目标值的大小关系。",
			"The better the figure, the fewer the points, and lights and places turn over too. Check the indicator's direction, the rule's, and which of baseline and target is the greater."}},
	goal.AloneInGroup: {is: pair{"指标 {code} 按组内比较计分，序列 {group} 参加排名且承担该项的单位不足两个。", "Indicator {code} compares units, and group {group} has fewer than two ranked ones with it."},
		why: pair{"只有一个单位时它永远第一、永远满分，该项不起区分作用。请换用与目标值比较的规则，或并入可比的序列。",
			"A unit alone is always first, so the item tells nothing. Compare with a target, or merge groups."}},
	goal.CountedTwice: {is: pair{"指标 {code} 与 {other} 名称或口径相同，同一件事可能计了两次分。", "Indicators {code} and {other} have one name or definition: one matter may be counted twice."},
		why: pair{"重复设置会放大同一项工作的权重，也增加重复填报。确是两项的，请在名称和口径中写清区别；否则合并。",
			"Counting a matter twice doubles its weight and the reporting. If they are two, say in name and definition how they differ; if not, merge them."}},
	goal.NoDefinition: {is: pair{"指标 {code} 没有写明口径。", "Indicator {code} has no definition."},
		why: pair{"口径不清是年终申诉的主要来源。请写明统计什么、数据从哪里来、截至何时。",
			"Most appeals begin with an unclear definition. Say what is counted, from which source, as of when."}},
	goal.PointsForDissatisfied: {is: pair{"指标 {code} 在全部评价都是最差一项时仍得 {points}。", "Indicator {code} still gives {points} when every answer is the worst one."},
		why: pair{"曾有县里的测评办法算下来，群众百分之百不满意仍得 50 分，公布后传为笑谈。最差一项应记 0 分，请修改。",
			"One county's formula gave 50 points for 100 % dissatisfied, and was ridiculed when it became known. Give the worst answer nothing."}},
	goal.VetoDimensionAbsent: {is: pair{"否决项 {code} 清零维度 {dimension}，序列 {groups} 没有这一维度。", "Veto {code} takes the points of dimension {dimension}, which groups {groups} do not have."},
		why: pair{"对这些序列的单位，该否决项没有任何后果，同样的问题处理轻重不一。请改用对各序列都有效的否决方式。",
			"For units of these groups the veto has no effect, and the same fault is punished for some only. Choose an effect that reaches all."}},
	goal.SmallGroup: {is: pair{"序列 {group} 参加排名的单位只有 {count} 个。", "Group {group} has {count} ranked units only."},
		why: pair{"不足三个单位的排名没有说服力，优秀名额也难以计算。宜与相近序列合并，或只评分、不排名。",
			"A place among fewer than three says little, and quotas come to nothing. Merge the group with a similar one, or list it without ranks."}},
	goal.HeavyIndicator: {is: pair{"指标 {code} 在序列 {group} 占 {marks} 分，超过满分 {full} 的四成。", "Indicator {code} has {marks} of {full} marks in group {group}, more than 40 %."},
		why: pair{"一项定胜负，其他工作便无足轻重，该项数据的任何差错也会左右名次。请分解为几项，或降低分值。",
			"One item decides the rank, the rest hardly counts, and any error in it moves places. Split it, or lower its marks."}},
	goal.NoMarks: {is: pair{"指标 {code} 在任何序列都没有分值。", "Indicator {code} has marks in no group."},
		why: pair{"没有分值的指标不会下达给任何单位，也不会有人填报。请补上分值，或删除该指标。",
			"Without marks no unit has it as a goal, and nobody will report it. Give it marks, or remove it."}},
	goal.EmptyDimension: {is: pair{"维度 {dimension} 下没有指标。", "Dimension {dimension} has no indicators."},
		why: pair{"空维度会出现在考核表中，却没有内容。请补充指标，或删除该维度。",
			"It will be printed in every score sheet with nothing in it. Add indicators, or remove it."}},
	goal.OddDifficulty: {is: pair{"单位 {unit} 的指标 {code} 难度系数为 {difficulty}，超出常用的 0.8 至 1.3。", "Unit {unit} has difficulty {difficulty} on indicator {code}, outside the usual 0.8 to 1.3."},
		why: pair{"难度系数过高过低，会盖过实际完成情况。请核对是否填错小数点；确需如此的，留存集体研究的依据。",
			"Such a factor outweighs what was done. Check for a slipped decimal point; if it is meant, keep the decision on file."}},
	goal.ChallengeNotBeyond: {is: pair{"单位 {unit} 的指标 {code} 挑战值 {challenge} 不高于目标值 {target} 的要求。", "Unit {unit}'s challenge value {challenge} on indicator {code} asks no more than the target {target}."},
		why: pair{"挑战值应比目标值更难达到；逆向指标应更低。请核对两者是否填反。",
			"A challenge is harder than the target: lower, where lower is better. See whether the two were swapped."}},
	goal.ChallengeIgnored: {is: pair{"单位 {unit} 的指标 {code} 填了挑战值，计分规则却没有挑战加分。", "Unit {unit} has a challenge value on indicator {code}, whose rule pays no bonus for one."},
		why: pair{"该单位会以为有加分，年终却没有。请在规则中设置挑战加分，或删去挑战值。",
			"The unit will expect a bonus that never comes. Give the rule one, or remove the challenge value."}},
	goal.PortionsNotWhole: {is: pair{"指标 {code} 由 {lead} 牵头的共同任务，各单位（{units}）分担比例合计为 {sum}，应为 1。", "The portions of the task that {lead} leads on indicator {code} add up to {sum}, not 1 ({units})."},
		why: pair{"合计不足 1，有一部分无人负责；超过 1，同一成绩重复计分。请重新商定牵头和配合单位的比例。",
			"Below 1 part of the task is nobody's, above it one result is paid for twice. Agree anew on the parts of lead and cooperating units."}},
	goal.LooksLikePercent: {is: pair{"指标 {code} 按分子除以分母计算，目标值 {target} 却像百分数，又没有设置换算倍数。", "Indicator {code} is a ratio of counts, and its target {target} looks like per cent, without a ratioScale."},
		why: pair{"算出来的是 0.97 而目标是 97，完成率只有百分之一。以百分数表示的，请将换算倍数设为 100。",
			"A ratio of 0.97 would be held against 97 and be one per cent complete. Set ratioScale to 100 where targets are in per cent."}},
	goal.RatesAddedUp: {is: pair{"指标 {code} 的计量单位是 {measure}，却把各期数值相加。", "Indicator {code} is measured in {measure}, and its periods are added up."},
		why: pair{"比率不能相加，四个季度各 95% 不等于 380%。请改为分子分母合计（RATIO）；填的是年初以来累计比率的，改为期末数（LAST）。",
			"Rates cannot be added: four quarters of 95 % are not 380 %. Use RATIO on counts, or LAST where the figure is the year's to date."}},
	goal.NodesElsewhere: {is: pair{"指标 {code} 按节点计分，汇总方式却是 {aggregation}。", "Indicator {code} is scored by milestones and aggregated by {aggregation}."},
		why: pair{"这样只看最后一期的填报，没有重复填报的节点会丢失。请将汇总方式改为按节点（MILESTONE）。",
			"Only one period's report counts then, and nodes that it does not repeat are lost. Aggregate by MILESTONE."}},
	goal.MuchNotApplicable: {is: pair{"单位 {unit} 有 {marks} 分（满分 {full}）不适用，超过四成。", "{marks} of {full} marks do not apply to unit {unit}, more than 40 %."},
		why: pair{"不适用的分值过多，该单位与同序列其他单位已不可比。请考虑调整到其他序列，或为其设置替代指标。",
			"With so much left out the unit is not like the others of its group. Move it to another, or give it indicators in their place."}},
	goal.GradesNotFalling: {is: pair{"等次 {code} 的分数线不低于更高的等次 {other}。", "Grade {code} asks for no less than the better grade {other}."},
		why: pair{"等次由优到劣排列，分数线应逐级降低，否则该等次评不到人。请核对分数线或等次的排列顺序。",
			"Grades run from the best to the worst; one that asks for as much as its better will have nobody. Check the scores or the order."}},
	goal.UncappedBonus: {is: pair{"方案有加分项，却没有设置加分上限。", "The plan has bonuses and no cap on them."},
		why: pair{"加分不封顶，年终容易靠加分拉开名次，冲淡目标完成情况。请设置加分总上限。",
			"Without a cap bonuses decide ranks and goals hardly matter. Set one on their sum."}},
	goal.TargetOutOfLine: {is: pair{"单位 {unit} 的指标 {code} 目标值为 {target}，与序列 {group} 的中位数 {median} 相差百倍以上。", "Unit {unit}'s target {target} on indicator {code} is a hundred times off the median {median} of group {group}."},
		why: pair{"数量级差得太远，多为计量单位弄错，如把万元填成元。请核对后改正；确实如此的可不改。",
			"Most often a figure in another unit of measure, such as yuan for ten thousand yuan. Check it; leave it if it is true."}},
}

var planNotes = map[goal.ProblemCode]advice{
	goal.MoreThanFull: {is: pair{"指标 {code} 在序列 {group} 满分 {full} 分，按规则最多可得 {most} 分。", "Indicator {code} has {full} marks in group {group}, and its rule gives up to {most}."},
		why: pair{"超额部分会使维度和总分突破满分。有意鼓励超额的可以保留，并应在方案正文中说明；否则请将封顶改为满分。",
			"What exceeds full marks pushes dimensions and totals beyond theirs. Keep it if it is meant, and say so in the plan's text; else cap it at full marks."}},
	goal.TiersEnd: {is: pair{"指标 {code} 低于最后一档（{from}）的不得分。", "Figures of indicator {code} beyond the last tier ({from}) earn nothing."},
		why: pair{"最后一档没有兜底，差一点就从有分跌到零分。有意如此的可以保留；否则请让最后一档不写界限。",
			"The last tier does not take the rest, so a hair below it everything is lost. Keep it if it is meant; else leave out the last bound."}},
	goal.PairInGroup: {is: pair{"指标 {code} 按组内比较计分，序列 {group} 只有两个单位相比。", "Indicator {code} compares units, and group {group} has only two to compare."},
		why: pair{"两个单位非此即彼，分差往往大于实际差距。可考虑改为与目标值比较。",
			"Between two there is only better and worse, and points differ more than results. Consider comparing with a target."}},
	goal.RollsUpTwice: {is: pair{"指标 {code} 由 {unit} 与 {other} 共同承担，两家都按全数计入汇总。", "Units {unit} and {other} share a task on indicator {code}, and both roll up in full."},
		why: pair{"同一笔数在全县（市）汇总中会重复相加。请把其中一家标为不计入汇总，或写明各自的分担比例。",
			"The same figures are added twice in totals over units. Leave one of them out of totals, or give each its portion."}},
	goal.NoPlace: {is: pair{"等次 {code} 在序列 {group} 没有名额：{count} 个单位 × {share} = {exact}，取整后为 0。", "Grade {code} has no place in group {group}: {count} units × {share} = {exact}, which makes none."},
		why: pair{"该序列的单位无论得多少分都评不上这一等次。可合并序列、提高比例、改变取整办法或设最少名额。",
			"No unit of the group can have this grade, whatever its score. Merge groups, raise the share, round otherwise, or set least places."}},
	goal.OrganiserOwns: {is: pair{"考核办所在单位 {owner} 同时是指标 {codes} 的责任单位。", "The organiser {owner} owns indicators itself: {codes}."},
		why: pair{"考核办既组织考核又提供数据，其自身应单列、不参加排名，本单位的数据由替代责任单位核定，以避免瓜田李下之嫌。",
			"Who runs the evaluation also supplies its data here. The organiser is listed apart, and an alternate verifies its own figures."}},
	goal.ManyIndicators: {is: pair{"序列 {group} 有 {count} 项指标，超过 {max} 项。", "Group {group} has {count} indicators, more than {max}."},
		why: pair{"指标过多，重点不突出，填报负担也重。请归并或精简。",
			"So many blur what matters and burden those who report. Merge or drop some."}},
	goal.ChallengeBonusUnused: {is: pair{"指标 {code} 设有挑战加分，{units} 个单位中有 {count} 个没有挑战值。", "Indicator {code} pays a challenge bonus, and {count} of {units} units have no challenge value."},
		why: pair{"没有挑战值的单位拿不到这项加分。请补齐挑战值，或确认只对部分单位开放。",
			"Units without one cannot earn the bonus. Give them a challenge value, or make sure that only some are meant."}},
	goal.PlannedSharesIgnored: {is: pair{"指标 {code} 按 {aggregation} 汇总，所填序时进度不起作用。", "Indicator {code} is aggregated by {aggregation}, so its planned shares have no effect."},
		why: pair{"序时进度只用于逐期累加的指标；比率、期末数始终与全年目标比较。请删去，以免误解。",
			"Planned shares are for what adds up over the year; levels and rates are held to the year's target throughout. Remove them."}},
	goal.NoQuarters: {is: pair{"平时考核占 {weight}，却没有按月或按季填报的指标。", "In-year results weigh {weight}, and no indicator is reported by month or quarter."},
		why: pair{"平时考核取各季度通报的得分，没有季度数据就没有依据。请安排按季或按月填报，或取消平时考核权重。",
			"In-year results come from the quarters' bulletins, which have nothing to publish. Report some indicators by month or quarter, or drop the weight."}},
	goal.RestUngraded: {is: pair{"没有一个等次向其余所有单位开放，可能有单位评不上任何等次。", "No grade stands open to all the rest: some unit may get none."},
		why: pair{"最后一个等次宜不设分数线和名额，使每个单位都有结果；有意不评的，请在方案中写明。",
			"Let the last grade ask for no score and have no quota, so that every unit has a result; or say in the plan that some may have none."}},
	goal.LastGradeClosed: {is: pair{"最后一个等次 {code} 还设有未被否决或完成约束性指标的条件。", "The last grade {code} is closed to units under a veto or that missed a binding indicator."},
		why: pair{"被排除在最后等次之外的单位将没有等次，等于免于处理。这类条件应设在优秀、良好等次上。",
			"Whom the last grade turns away has no grade at all. Such conditions belong to the best grades."}},
	goal.MeanOfRates: {is: pair{"指标 {code} 的计量单位是 {measure}，取各期平均。", "Indicator {code} is measured in {measure}, and its periods are averaged."},
		why: pair{"各期基数不同时，比率的平均数不等于全年比率：480/500、455/500、30/60 平均为 79%，合计实为 91%。各期基数相差较大的，请改填分子分母（RATIO）。",
			"Where periods differ in size the mean of rates is not the year's: 480/500, 455/500 and 30/60 average 79 %, and are 91 % in all. Then report counts, with RATIO."}},
	goal.TargetBehindBaseline: {is: pair{"指标 {code} 的目标值 {target} 不如基数 {baseline}。", "The target {target} of indicator {code} asks for less than the baseline {baseline}."},
		why: pair{"目标低于上年实绩，有“压低目标、超额完成”之嫌。确有客观原因的，请在口径或附件中说明。",
			"A target below last year's result invites easy over-completion. Where there is a reason, put it on record."}},
	goal.BindingIdle: {is: pair{"指标 {codes} 是约束性指标，但没有等次以完成约束性指标为条件。", "No grade asks for binding indicators to be met: {codes}."},
		why: pair{"约束性指标未完成只扣分，不影响评优。通常应规定未完成约束性指标的不得评为优秀。",
			"Missing one costs points and nothing else. Usually a unit that fails a binding indicator is closed out of the best grade."}},
	goal.NothingBinding: {is: pair{"等次 {code} 以完成约束性指标为条件，但方案没有约束性指标。", "Grade {code} asks for binding indicators to be met, and none is binding."},
		why: pair{"该条件永远成立，没有作用。请标明哪些是约束性指标，或删去该条件。",
			"The condition always holds. Mark the binding indicators, or remove it."}},
	goal.UncheckedFigures: {is: pair{"流程中没有核定或确认环节，单位自报的数据直接计分。", "No step verifies or confirms: what units say of themselves is scored as it is."},
		why: pair{"没有第二双眼睛的数据容易失真。人手允许的，请增加责任单位核定或考核办确认环节。",
			"Figures that nobody else looks at drift. Where there are hands for it, add a step for the owner or the office."}},
}
