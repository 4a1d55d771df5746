package workbook

import (
	"fmt"
	"math/big"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func decPtr(s string) *decimal.Decimal {
	if s == "" {
		return nil
	}
	return new(dec(s))
}

// sampleSheet is the year of a fictional county with two groups: one of organs,
// with the organiser listed apart, and one of towns that no ballot is held on.
func sampleSheet() goal.ScoreSheet {
	return goal.ScoreSheet{
		Organ:      "示范县",
		PlanTitle:  "示范县2026年度目标绩效考核方案",
		Year:       2026,
		RunID:      128,
		Hash:       "3fa94c07be215d6a90c1de55aa017f3e4a9b8c7d6e5f40312233445566778899",
		InputsAt:   time.Date(2027, 1, 31, 10, 0, 0, 0, time.UTC),
		PrintedAt:  time.Date(2027, 2, 1, 1, 30, 0, 0, time.UTC),
		PrintedFor: "县督查考核办公室 王某",
		Final:      true,
		Zone:       beijing,
		Groups:     []goal.SheetGroup{organs(), towns()},
	}
}

// goals are the lines that every unit of a group starts with.
type goals []goal.SheetLine

// line is a goal that was met to the letter.
func line(dimension, code, name, measure, marks, target, method string) goal.SheetLine {
	l := goal.SheetLine{
		DimensionCode: code[:2], Dimension: dimension, Code: code, Name: name, UnitOfMeasure: measure,
		FullMarks: dec(marks), Effective: dec(marks).String(),
		Method: method, MethodName: methodNames[method], State: score.Scored, Points: dec(marks),
		Target: decPtr(target), Actual: decPtr(target), Owner: "县统计局", VerifiedBy: "李某",
	}
	switch method {
	case "M01", "M02":
		l.Rate = decPtr("1")
	case "M11":
		l.ActualText = "优"
	}
	return l
}

var methodNames = map[string]string{
	"M01": "完成率法", "M02": "反向完成率法", "M04": "达标法", "M06": "功效系数法", "M10": "扣分法", "M11": "等级评定法",
}

func organGoals() goals {
	return goals{
		line("中心工作", "D1-01", "重点改革任务按期办结率", "%", "9", "100", "M01"),
		line("中心工作", "D1-02", "县委县政府重大决策部署督查落实情况", "级", "6", "", "M11"),
		line("职能履行", "D2-01", "部门核心业务目标完成率", "%", "16", "98.5", "M01"),
		line("职能履行", "D2-02", "上级主管部门年度考核位次", "位", "12", "3", "M06"),
		line("职能履行", "D2-03", "政务信息采用篇数", "篇", "12", "120", "M01"),
		line("民生服务", "D3-01", "群众诉求按期办结率", "%", "10", "95", "M01"),
		line("法治安全", "D4-01", "安全生产责任事故起数", "起", "8", "0", "M10"),
		line("法治安全", "D4-02", "行政诉讼败诉率", "%", "7", "5", "M02"),
		line("自身建设", "D5-01", "机关党建责任清单完成情况", "项", "12", "36", "M01"),
		line("自身建设", "D5-02", "一般性支出压减比例", "%", "8", "5", "M04"),
	}
}

func townGoals() goals {
	return goals{
		line("中心工作", "D1-01", "规模以上工业增加值增速", "%", "10", "7.5", "M01"),
		line("中心工作", "D1-02", "固定资产投资完成额", "万元", "15", "1280000", "M01"),
		line("中心工作", "D1-03", "招商引资省外境内资金到位额", "万元", "10", "365000.5", "M06"),
		line("职能履行", "D2-01", "高标准农田建设面积", "亩", "5", "12000", "M01"),
		line("职能履行", "D2-02", "农村人居环境整治达标村占比", "%", "6", "90", "M01"),
		line("职能履行", "D2-03", "渔业养殖尾水治理面积", "亩", "4", "800", "M01"),
		line("民生服务", "D3-01", "城镇新增就业人数", "人", "12", "2400", "M01"),
		line("民生服务", "D3-02", "信访事项及时受理率", "%", "8", "99", "M01"),
		line("法治安全", "D4-01", "亿元GDP生产安全事故死亡率", "人/亿元", "10", "0.0125", "M02"),
		line("法治安全", "D4-02", "黑臭水体和露天焚烧问题处数", "处", "8", "0", "M10"),
		line("自身建设", "D5-01", "村级组织规范化建设", "级", "12", "", "M11"),
	}
}

// with is a copy of the goals in which the named ones are changed.
func (gs goals) with(changes map[string]func(*goal.SheetLine)) goals {
	out := append(goals(nil), gs...)
	for i := range out {
		if change := changes[out[i].Code]; change != nil {
			change(&out[i])
		}
	}
	return out
}

// scored changes a line's figure, rate and points, and says why points were lost.
func scored(actual, rate, points, reason string) func(*goal.SheetLine) {
	return func(l *goal.SheetLine) {
		l.Actual, l.Rate, l.Points, l.LossReason = decPtr(actual), decPtr(rate), dec(points), reason
	}
}

func rated(letter, points string) func(*goal.SheetLine) {
	return func(l *goal.SheetLine) { l.ActualText, l.Points = letter, dec(points) }
}

// organUnit is a unit with given components, as in a year's published table.
// What its indicators lack of 100 is lost on the first of them.
func organUnit(code, name, indicators, ballot, leader, bonus, deduction string, rank, lastRank int, grade string) goal.SheetUnit {
	left := dec("9").Sub(dec("100").Sub(dec(indicators)))
	return finish(goal.SheetUnit{
		Code: code, Name: name, Mode: score.Ranked, Rank: rank, LastRank: lastRank, Grade: grade,
		Bonus: dec(bonus), Deduction: dec(deduction),
		Lines: organGoals().with(map[string]func(*goal.SheetLine){
			"D1-01": scored("92.4", "0.924", left.String(), "两项改革任务因上级政策调整延期，已报县委改革办备案，预计下年一季度办结"),
			"D2-01": scored("99.1", "1.0061", "16", ""),
			"D2-03": scored("121", "1.0083", "12", ""),
		}),
	}, organWeights, map[score.Component]string{score.BallotComponent: ballot, score.LeaderComponent: leader})
}

var (
	organWeights = []score.ComponentWeight{
		{Component: score.IndicatorComponent, Weight: dec("0.80")},
		{Component: score.BallotComponent, Weight: dec("0.12")},
		{Component: score.LeaderComponent, Weight: dec("0.08")},
	}
	townWeights = []score.ComponentWeight{
		{Component: score.IndicatorComponent, Weight: dec("0.875")},
		{Component: score.LeaderComponent, Weight: dec("0.125")},
	}
)

// finish adds up what the engine would.
func finish(u goal.SheetUnit, weights []score.ComponentWeight, scores map[score.Component]string) goal.SheetUnit {
	for _, l := range u.Lines {
		u.Indicators = u.Indicators.Add(l.Points)
		if n := len(u.Dimensions); n == 0 || u.Dimensions[n-1].Dimension != l.DimensionCode {
			u.Dimensions = append(u.Dimensions, score.DimensionResult{Dimension: l.DimensionCode})
		}
		d := &u.Dimensions[len(u.Dimensions)-1]
		d.FullMarks, d.Points = d.FullMarks.Add(l.FullMarks), d.Points.Add(l.Points)
	}
	sum := u.Bonus.Sub(u.Deduction)
	for _, w := range weights {
		s := u.Indicators
		if w.Component != score.IndicatorComponent {
			s = dec(scores[w.Component])
		}
		c := score.ComponentResult{Component: w.Component, Score: s, Weight: w.Weight, Weighted: s.Mul(w.Weight)}
		u.Components = append(u.Components, c)
		sum = sum.Add(c.Weighted)
	}
	u.Final = sum.Round(2)
	return u
}

func organs() goal.SheetGroup {
	units := []goal.SheetUnit{
		organUnit("U13", "县委办公室", "95.20", "93.10", "94.00", "0.50", "0", 1, 2, "优秀"),
		organUnit("U14", "县委组织部", "94.10", "94.00", "95.00", "0", "0", 2, 1, "良好"),
		organUnit("U15", "县委宣传部", "92.75", "91.20", "92.00", "1.00", "0", 3, 3, "良好"),
		organUnit("U16", "县委政法委", "91.30", "90.40", "91.00", "0", "0", 4, 0, "合格"),
		organUnit("U18", "县妇女联合会", "91.25", "91.90", "89.00", "0", "0.20", 5, 6, "合格"),
		organUnit("U19", "县督查考核办公室", "94.80", "93.50", "95.50", "0", "0", 0, 0, ""),
	}
	units[4].Vetoes = []string{"安全生产一票否决"}
	units[5].Mode = score.ScoredUnranked
	return group("G2", "党群综合组", organWeights, organGoals(), units)
}

func towns() goal.SheetGroup {
	names := []string{"城中街道", "城北街道", "河东镇", "湖滨镇", "西坝乡"}
	var units []goal.SheetUnit
	for i, name := range names {
		short := decimal.New(int64(i), -1) // each town is a little behind the one before
		u := goal.SheetUnit{
			Code: fmt.Sprintf("U%02d", i+1), Name: name, Mode: score.Ranked, Rank: i + 1, LastRank: len(names) - i,
			Lines: townGoals().with(map[string]func(*goal.SheetLine){
				"D1-01": scored("7.2", "0.96", dec("9.6").Sub(short).String(), "下半年两家企业停产检修"),
				"D1-02": scored("1301260.75", "1.0166", "15", ""),
				"D1-03": scored("352000", "0.9644", dec("9.14").Sub(short).String(), ""),
				"D4-01": scored("0.0118", "1.0593", "10", ""),
				"D4-02": scored("2", "", "4", "夏季巡查发现2处，均已整改"),
				"D5-01": rated("良", dec("10.8").Sub(short).String()),
			}),
		}
		if name != "湖滨镇" {
			u.Lines = goals(u.Lines).with(map[string]func(*goal.SheetLine){"D2-03": notApplicable})
			redistribute(u.Lines, "D2")
		}
		if name == "西坝乡" {
			u.Lines = goals(u.Lines).with(map[string]func(*goal.SheetLine){"D3-01": unreported})
		}
		units = append(units, finish(u, townWeights, map[score.Component]string{score.LeaderComponent: dec("93.5").Sub(short).String()}))
	}
	units[2].Rank, units[2].Final = 2, units[1].Final // a tie, and a final that is not the sum of its parts
	return group("G1", "乡镇街道组", townWeights, townGoals(), units)
}

func notApplicable(l *goal.SheetLine) {
	l.State, l.Effective, l.Points = score.NotApplicable, "0", decimal.Zero
	l.Target, l.Actual, l.Rate = nil, nil, nil
}

func unreported(l *goal.SheetLine) {
	l.State, l.Points, l.Actual, l.Rate, l.LossReason = score.Missing, decimal.Zero, nil, nil, "未按期报送"
}

// redistribute scales a dimension's goals up to its full marks, all achieved.
func redistribute(lines goals, dimension string) {
	full, left := new(big.Rat), new(big.Rat)
	for _, l := range lines {
		if l.DimensionCode == dimension {
			full.Add(full, l.FullMarks.Rat())
			if l.State != score.NotApplicable {
				left.Add(left, l.FullMarks.Rat())
			}
		}
	}
	for i := range lines {
		if l := &lines[i]; l.DimensionCode == dimension && l.State != score.NotApplicable {
			marks := new(big.Rat).Mul(l.FullMarks.Rat(), new(big.Rat).Quo(full, left))
			l.Effective = marks.RatString()
			l.Points = dec(marks.FloatString(2))
		}
	}
}

func group(code, name string, weights []score.ComponentWeight, gs goals, units []goal.SheetUnit) goal.SheetGroup {
	g := goal.SheetGroup{Code: code, Name: name, Weights: weights, Units: units}
	for _, l := range gs {
		g.Indicators = append(g.Indicators, goal.SheetIndicator{
			Code: l.Code, Name: l.Name, DimensionCode: l.DimensionCode, Dimension: l.Dimension, FullMarks: l.FullMarks,
		})
	}
	return g
}
