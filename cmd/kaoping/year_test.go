package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// register is a small authority: an office, six units in two groups, and the
// people of each.
const register = `
organ:
  since: 2025-01-01
  units:
    - {code: TA, name: 试验县, kind: AUTHORITY}
    - {code: OF, name: 考核办, kind: DEPARTMENT, parent: TA, officePhone: 0000-0000900}
    - {code: A1, name: 甲一局, kind: DEPARTMENT, parent: TA, officePhone: 0000-0000901}
    - {code: A2, name: 甲二局, kind: DEPARTMENT, parent: TA, officePhone: 0000-0000902}
    - {code: A3, name: =甲三局, kind: DEPARTMENT, parent: TA, officePhone: 0000-0000903}
    - {code: B1, name: 乙一镇, kind: TOWNSHIP, parent: TA, officePhone: 0000-0000904}
    - {code: B2, name: 乙二镇, kind: TOWNSHIP, parent: TA, officePhone: 0000-0000905}
    - {code: B3, name: 乙三镇, kind: TOWNSHIP, parent: TA, officePhone: 0000-0000906}
  accounts:
    - {login: director, name: 考核办主任, unit: OF, grants: [{role: OFFICE_DIRECTOR, unit: TA}]}
    - {login: operator, name: 考核办经办, unit: OF, grants: [{role: OFFICE_OPERATOR, unit: TA}]}
    - {login: committee, name: 领导小组, grants: [{role: COMMITTEE, unit: TA}]}
    - {login: leader, name: 县领导甲, post: 分管县领导, officePhone: 0000-0000801, grants: [{role: LEADER, unit: TA}], portfolio: [A1, A2, A3, B1, B2, B3]}
    - {login: analyst, name: 分析员, grants: [{role: ANALYST, unit: TA}]}
    - {login: observer, name: 监督员, grants: [{role: OBSERVER, unit: TA}]}
    - {login: owner, name: 数据责任人, unit: OF, grants: [{role: INDICATOR_OWNER, unit: OF}]}
    - {login: a1-reporter, name: 甲一填报员, unit: A1, officePhone: 0000-0000911, grants: [{role: REPORTER, unit: A1}]}
    - {login: a1-deputy, name: 甲一分管领导, unit: A1, grants: [{role: UNIT_DEPUTY, unit: A1}]}
    - {login: a1-head, name: 甲一主要负责人, unit: A1, grants: [{role: UNIT_HEAD, unit: A1}, {role: INDICATOR_OWNER, unit: A1}]}
    - {login: a2-reporter, name: 甲二填报员, unit: A2, grants: [{role: REPORTER, unit: A2}]}
    - {login: a2-deputy, name: 甲二分管领导, unit: A2, grants: [{role: UNIT_DEPUTY, unit: A2}]}
    - {login: a3-reporter, name: 甲三填报员, unit: A3, grants: [{role: REPORTER, unit: A3}]}
    - {login: a3-deputy, name: 甲三分管领导, unit: A3, grants: [{role: UNIT_DEPUTY, unit: A3}]}
    - {login: b1-reporter, name: 乙一填报员, unit: B1, grants: [{role: REPORTER, unit: B1}]}
    - {login: b1-deputy, name: 乙一分管领导, unit: B1, grants: [{role: UNIT_DEPUTY, unit: B1}]}
    - {login: b2-reporter, name: 乙二填报员, unit: B2, grants: [{role: REPORTER, unit: B2}]}
    - {login: b2-deputy, name: 乙二分管领导, unit: B2, grants: [{role: UNIT_DEPUTY, unit: B2}]}
    - {login: b3-reporter, name: 乙三填报员, unit: B3, grants: [{role: REPORTER, unit: B3}]}
    - {login: b3-deputy, name: 乙三分管领导, unit: B3, grants: [{role: UNIT_DEPUTY, unit: B3}]}
  days:
    - {date: 2026-01-01, works: false, name: 元旦}
`

var units = []string{"A1", "A2", "A3", "B1", "B2", "B3"}

// planInput is the plan as a person would send it: one indicator for every kind
// of value, B3 listed apart.
func planInput(steps []string) vars {
	both := func(marks string) []vars {
		return []vars{{"group": "GA", "fullMarks": marks}, {"group": "GB", "fullMarks": marks}}
	}
	components := []vars{{"component": "INDICATORS", "weight": "0.8"}, {"component": "BALLOT", "weight": "0.12"}, {"component": "LEADER", "weight": "0.08"}}
	window := func(frequency string) vars {
		return vars{"frequency": frequency, "due": vars{"workingDays": 10}, "closes": vars{"day": 28, "month": 2}}
	}
	ind := func(code, dim, frequency, aggregation, direction, measure, marks string, method vars, more vars) vars {
		v := vars{"code": code, "name": "指标" + code, "dimension": dim, "definition": "按台账统计。", "unitOfMeasure": measure, "direction": direction,
			"frequency": frequency, "aggregation": aggregation, "source": "UNIT", "owner": "OF", "rule": vars{"method": method}, "marks": both(marks)}
		for k, x := range more {
			v[k] = x
		}
		return v
	}
	var members []vars
	for _, u := range units {
		mode := "RANKED"
		if u == "B3" {
			mode = "SCORED_UNRANKED"
		}
		members = append(members, vars{"unit": u, "group": "G" + u[:1], "mode": mode})
	}
	goals := []vars{{"unit": "A2", "indicator": "I1", "target": "240", "section": "综合科", "leaderInCharge": "leader"}, {"unit": "B2", "indicator": "I5", "notApplicable": true}}
	return vars{
		"year": 2026, "title": "试验县2026年度目标绩效考核方案", "organ": "TA", "organiser": "B3", "steps": steps,
		"calendar": vars{"reports": []vars{window("MONTH"), window("QUARTER"), window("HALF"), window("YEAR")}},
		"lights": []vars{{"code": "BLUE", "label": "蓝", "on": "RATE", "atLeast": "1"}, {"code": "GREEN", "label": "绿", "on": "PACE", "atLeast": "1"},
			{"code": "YELLOW", "label": "黄", "on": "PACE", "atLeast": "0.9"}, {"code": "RED", "label": "红", "on": "PACE"},
			{"code": "GREY", "label": "灰", "on": "NOT_DUE"}, {"code": "BLACK", "label": "黑", "on": "NOT_REPORTED"}},
		"groups":     []vars{{"code": "GA", "name": "部门组", "components": components}, {"code": "GB", "name": "乡镇组", "components": components}},
		"dimensions": []vars{{"code": "D1", "name": "中心工作", "marks": both("60")}, {"code": "D2", "name": "自身建设", "marks": both("40")}},
		"indicators": []vars{
			ind("I1", "D1", "MONTH", "SUM", "HIGHER", "万元", "30", vars{"proportional": vars{"cap": "1"}}, vars{"target": "120"}),
			ind("I2", "D1", "QUARTER", "RATIO", "HIGHER", "%", "20", vars{"tiers": vars{"on": "VALUE", "bounds": []vars{{"from": "95", "coefficient": "1"}, {"from": "90", "coefficient": "0.8"}, {"coefficient": "0.5"}}}}, vars{"ratioScale": "100", "target": "95"}),
			ind("I3", "D2", "QUARTER", "LAST", "HIGHER", "%", "10", vars{"linear": vars{"base": "60"}}, vars{"target": "9", "baseline": "4"}),
			ind("I4", "D2", "MONTH", "SUM", "LOWER", "起", "10", vars{"deduction": vars{"kinds": []vars{{"kind": "GENERAL", "points": "0.5"}, {"kind": "FATAL", "points": "5"}}, "zeroIf": []vars{{"kind": "FATAL", "atLeast": "1"}}}}, nil),
			ind("I5", "D2", "YEAR", "LAST", "RANGE", "等级", "10", vars{"rating": vars{"grades": []vars{{"grade": "A", "coefficient": "1"}, {"grade": "B", "coefficient": "0.85"}}}}, vars{"source": "OWNER"}),
			ind("I6", "D1", "QUARTER", "CUMULATIVE", "LOWER", "吨", "10", vars{"lowerIsBetter": vars{"variant": "LINEAR"}}, vars{"target": "40"}),
			ind("I7", "D2", "HALF", "ALL", "RANGE", "是否", "10", vars{"threshold": vars{"op": "PASS"}}, nil),
		},
		"units": members, "goals": goals,
		"adjustments": vars{"bonusCap": "5", "deductionCap": "10", "sameMatter": "HIGHEST_ONLY", "rules": []vars{
			{"code": "B1", "name": "上级表彰", "kind": "BONUS", "points": "1", "cap": "2"}, {"code": "K1", "name": "通报批评", "kind": "DEDUCTION", "points": "0.5"}}},
		"vetoes": []vars{{"code": "V1", "name": "较大事故", "effect": "NO_EXCELLENT", "legalBasis": "试验县办法第九条"}},
		"grades": []vars{{"code": "EXCELLENT", "name": "优秀", "minScore": "80", "share": "0.5", "vetoFree": true}, {"code": "GOOD", "name": "良好", "minScore": "70", "share": "0.5"},
			{"code": "QUALIFIED", "name": "合格", "minScore": "60"}, {"code": "UNQUALIFIED", "name": "不合格", "minScore": "0"}},
		"quota": vars{"base": "RANKED_UNITS", "rounding": "FLOOR", "minPlaces": 1, "tieBreak": []string{"INDICATORS", "COMMITTEE"}},
	}
}

// year is a plan under way.
type year struct {
	*office
	long  bool
	plan  string
	units map[string]string // id by code
	// method has other methods for some of the plan's indicators.
	method map[string]vars
}

func TestTheYear(t *testing.T) {
	for name, steps := range map[string][]string{"long": {"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"}, "short": {"SUBMIT", "CONFIRM"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := &year{office: newOffice(t, register), long: name == "long", units: map[string]string{}}
			if y.long {
				y.unrecorded = map[string]bool{}
			}
			y.issue(steps)
			y.arrange()
			for quarter := 1; quarter <= 4; quarter++ {
				y.quarter(quarter)
				if quarter == 2 {
					y.previewUnit()
				}
			}
			run := y.review()
			y.compareWorkbook(run)
			y.previewYear(run)
			y.auditOfTheYear(run)
			y.everyField(run)
			y.foreignFigures()
			y.fixedStatements()
			y.archiveCommands()
			y.explanations(run)
			y.auditCommands()
			y.verifyCommands()
			y.allUnrecorded()
		})
	}
}

// issue loads the plan and takes it through the committee.
func (y *year) issue(steps []string) {
	var list struct {
		Units struct{ Nodes []struct{ ID, Code string } }
	}
	y.ask(&list, "operator", `{ units { nodes { id code } } }`, nil)
	for _, u := range list.Units.Nodes {
		y.units[u.Code] = u.ID
	}
	var p struct {
		P struct {
			Plan struct {
				ID      string
				Version int
				Status  string
			}
		}
	}
	y.ask(&p, "operator", `mutation($input: PlanFileInput!) { p: planLoad(input: $input) { plan { id version status } userErrors { field code message } } }`, vars{"input": y.input(steps)})
	y.plan = p.P.Plan.ID
	move := func(login, field, args string) {
		y.ask(&p, login, fmt.Sprintf(`mutation($id: ID!, $version: Int!) { p: %s(id: $id, version: $version%s) { plan { id version status } userErrors { field message } } }`, field, args),
			vars{"id": y.plan, "version": p.P.Plan.Version})
	}
	move("director", "planSubmit", "")
	move("committee", "planReturn", `, reason: "分值再议"`)
	move("director", "planSubmit", "")
	move("committee", "planApprove", "")
	move("director", "planIssue", `, documentNo: "试考〔2026〕1号"`)
	if p.P.Plan.Status != "ISSUED" {
		y.t.Fatalf("the plan is %s", p.P.Plan.Status)
	}
	var goals struct{ Goals struct{ TotalCount int } }
	y.ask(&goals, "analyst", `query($plan: ID!) { goals(planId: $plan) { totalCount } }`, vars{"plan": y.plan})
	if goals.Goals.TotalCount != 6*7 {
		y.t.Errorf("%d goals came to be, want 42", goals.Goals.TotalCount)
	}
}

// input is the plan, with the year's own methods.
func (y *year) input(steps []string) vars {
	in := planInput(steps)
	for _, ind := range in["indicators"].([]vars) {
		if m, ok := y.method[ind["code"].(string)]; ok {
			ind["rule"] = vars{"method": m}
		}
	}
	return in
}

// arrange goes through two months of one unit's work.
func (y *year) arrange() {
	const fields = `arrangement { version status items { id matter status carriedTimes } } userErrors { field message }`
	type answer struct {
		A struct {
			Arrangement struct {
				Version int
				Status  string
				Items   []struct {
					ID, Matter, Status string
					CarriedTimes       int
				}
			}
		}
	}
	var a answer
	send := func(login, field, month, args string, more vars) {
		v := vars{"plan": y.plan, "unit": y.units["A1"], "version": a.A.Arrangement.Version}
		declared := ""
		for k, x := range more {
			v[k] = x
			declared += ", $" + k + ": " + map[string]string{"items": "[ArrangementItemInput!]!", "outcomes": "[ArrangementOutcomeInput!]!", "ids": "[ID!]!"}[k]
		}
		a = answer{}
		y.ask(&a, login, fmt.Sprintf(`mutation($plan: ID!, $unit: ID!, $version: Int!%s) { a: %s(planId: $plan, unitId: $unit, month: "%s", version: $version%s) { %s } }`,
			declared, field, month, args, fields), v)
	}
	y.setTo("2026-01-20")
	items := []vars{
		{"matter": "召开专题调度会", "section": "综合科", "post": "科长", "due": "2026-02-20", "contingency": "改为视频会议"},
		{"matter": "完成台账核对", "section": "业务科", "post": "经办", "due": "2026-02-26"},
	}
	send("a1-reporter", "arrangementSave", "2026-02", ", items: $items", vars{"items": items})
	send("a1-reporter", "arrangementSubmit", "2026-02", "", nil)
	send("a1-deputy", "arrangementReturn", "2026-02", `, reason: "补充预案"`, nil)
	send("a1-reporter", "arrangementSubmit", "2026-02", "", nil)
	send("a1-deputy", "arrangementApprove", "2026-02", "", nil)
	done, late := a.A.Arrangement.Items[0].ID, a.A.Arrangement.Items[1].ID
	y.setTo("2026-02-27")
	send("a1-reporter", "arrangementOutcomeSave", "2026-02", ", outcomes: $outcomes", vars{"outcomes": []vars{
		{"itemId": done, "status": "DONE", "percent": 100},
		{"itemId": late, "status": "DELAYED", "percent": 40, "cause": "COORDINATION", "measure": "增派人手", "newDue": "2026-03-15"},
	}})
	send("a1-reporter", "arrangementCarryOver", "2026-02", ", itemIds: $ids", vars{"ids": []string{late}})

	var march struct {
		Arrangement struct {
			Version int
			Items   []struct {
				ID, Matter   string
				CarriedTimes int
			}
		}
	}
	y.ask(&march, "a1-reporter", `query($plan: ID!, $unit: ID!) { arrangement(planId: $plan, unitId: $unit, month: "2026-03") { version items { id matter carriedTimes } } }`,
		vars{"plan": y.plan, "unit": y.units["A1"]})
	if n := len(march.Arrangement.Items); n != 1 || march.Arrangement.Items[0].CarriedTimes != 1 || march.Arrangement.Items[0].Matter != "完成台账核对" {
		y.t.Fatalf("March holds %+v", march.Arrangement)
	}
	a.A.Arrangement.Version = march.Arrangement.Version
	send("a1-reporter", "arrangementSubmit", "2026-03", "", nil)
	send("a1-deputy", "arrangementApprove", "2026-03", "", nil)
}

// quarter reports a quarter's figures and publishes its bulletin.
func (y *year) quarter(n int) {
	for month := 3*n - 2; month <= 3*n; month++ {
		next := fmt.Sprintf("2026-%02d-03", month+1)
		if month == 12 {
			next = "2027-01-05"
		}
		y.setTo(next)
		y.report(fmt.Sprintf("2026-%02d", month), month)
	}
	y.report(fmt.Sprintf("2026-Q%d", n), n)
	if n%2 == 0 {
		y.report(fmt.Sprintf("2026-H%d", n/2), n)
	}
	if n == 4 {
		y.report("2026", n)
	}
	y.bulletin(n)
}

// row is a figure to enter, as the report shows it.
type row struct {
	Version int
	Status  string
	Goal    struct {
		ID        string
		Unit      struct{ Code string }
		Indicator struct{ ID, Code, Takes, Source string }
	}
	EntryState struct{ May bool }
}

const rowFields = `version status goal { id unit { code } indicator { id code takes source } } entryState { may }`

// judges pass what units report: the office, and for its own unit, B3, the committee.
var judges = []string{"operator", "committee"}

// components enters ballot and leaders' scores, of each unit by whoever may.
func (y *year) components(scores []vars) {
	of := map[string][]vars{}
	for _, s := range scores {
		login := judges[0]
		if s["unitId"] == y.units["B3"] {
			login = judges[1]
		}
		of[login] = append(of[login], s)
	}
	for _, login := range judges {
		y.ask(nil, login, `mutation($plan: ID!, $s: [ComponentScoreInput!]!) { componentScoresSave(planId: $plan, scores: $s) { review { version } userErrors { field message } } }`, vars{"plan": y.plan, "s": of[login]})
	}
}

// report takes a period's figures of all units through the plan's steps.
func (y *year) report(p string, n int) {
	for i, code := range units {
		y.fill(p, code, n, i)
	}
	y.owner(p)
	for _, login := range judges {
		y.ask(nil, login, `mutation($plan: ID!, $period: Period!) { reportsConfirm(planId: $plan, period: $period) { reports { status } userErrors { field code message } } }`, vars{"plan": y.plan, "period": p})
	}
	var check struct {
		Reports struct {
			Nodes []struct {
				Status string
				Rows   []row
			}
		}
	}
	y.ask(&check, "operator", `query($plan: ID!, $period: Period!) { reports(planId: $plan, period: $period) { nodes { status rows { `+rowFields+` } } } }`, vars{"plan": y.plan, "period": p})
	for _, r := range check.Reports.Nodes {
		if len(r.Rows) > 0 && r.Status != "CONFIRMED" {
			y.t.Fatalf("a report of %s is %s after the confirmation", p, r.Status)
		}
	}
}

// fill enters, submits and approves what one unit reports.
func (y *year) fill(p, code string, n, place int) {
	login := strings.ToLower(code)
	v := vars{"plan": y.plan, "unit": y.units[code], "period": p}
	var r struct {
		Report struct {
			Version int
			Rows    []row
		}
	}
	read := `query($plan: ID!, $unit: ID!, $period: Period!) { report(planId: $plan, unitId: $unit, period: $period) { version rows { ` + rowFields + ` } } }`
	y.ask(&r, login+"-reporter", read, v)
	var rows []vars
	for _, x := range r.Report.Rows {
		if x.Goal.Indicator.Source == "UNIT" {
			rows = append(rows, value(x, p, n, place))
		}
	}
	if len(rows) == 0 {
		return
	}
	save := `mutation($plan: ID!, $rows: [ValueInput!]!) { s: reportValuesSave(planId: $plan, rows: $rows) { results { outcome problems { field code message } } userErrors { message } } }`
	var saved struct {
		S struct{ Results []struct{ Outcome string } }
	}
	for _, want := range []string{"SAVED", "UNCHANGED"} { // sending it twice is harmless
		y.ask(&saved, login+"-reporter", save, vars{"plan": y.plan, "rows": rows})
		for _, x := range saved.S.Results {
			if x.Outcome != want {
				y.t.Fatalf("%s of %s: a row is %s, want %s", p, code, x.Outcome, want)
			}
		}
	}
	for _, step := range [][2]string{{"-reporter", "reportSubmit"}, {"-deputy", "reportApprove"}} {
		if step[1] == "reportApprove" && !y.long {
			break
		}
		y.ask(&r, login+"-reporter", read, v)
		v["version"] = r.Report.Version
		y.ask(nil, login+step[0], `mutation($plan: ID!, $unit: ID!, $period: Period!, $version: Int!) { `+step[1]+`(planId: $plan, unitId: $unit, period: $period, version: $version) { report { receipt late status } userErrors { field code message } } }`, v)
		delete(v, "version")
	}
}

// value makes up a figure that differs from unit to unit and period to period.
func value(x row, p string, n, place int) vars {
	v := vars{"goalId": x.Goal.ID, "period": p, "version": x.Version}
	switch x.Goal.Indicator.Takes {
	case "RATIO":
		v["numerator"], v["denominator"] = strconv.Itoa(88+2*place+n), "100"
	case "OCCURRENCES":
		v["inputs"] = vars{"occurrences": []vars{{"kind": "GENERAL", "count": strconv.Itoa((n + place) % 2)}}}
	case "CHECK":
		v["inputs"] = vars{"passed": place != 4}
	case "RATING":
		v["inputs"] = vars{"ratings": []string{"A"}}
	default:
		number := map[string]string{
			"I1": decimal.New(int64(900+10*place+n), -2).String(), // 9.00 and more a month, of 120 a year
			"I3": decimal.New(int64(60+5*place), -1).String(),
			"I6": strconv.Itoa(n*9 + place),
		}[x.Goal.Indicator.Code]
		v["value"] = number
		if x.Goal.Indicator.Code == "I1" && place == 1 {
			v["cause"], v["note"], v["measure"] = "FUNDS", "资金未到位", "协调拨付"
		}
	}
	return v
}

// owner verifies the units' figures and supplies its own.
func (y *year) owner(p string) {
	var plan struct {
		Plan struct {
			Indicators []struct{ ID, Code, Frequency, Source string }
		}
	}
	y.ask(&plan, "owner", `query($plan: ID!) { plan(id: $plan) { indicators { id code frequency source } } }`, vars{"plan": y.plan})
	kind := map[int]string{4: "YEAR"}[len(p)]
	if kind == "" {
		kind = map[byte]string{'H': "HALF", 'Q': "QUARTER"}[p[5]]
	}
	if kind == "" {
		kind = "MONTH"
	}
	for _, ind := range plan.Plan.Indicators {
		if ind.Frequency != kind || !y.long && ind.Source == "UNIT" {
			continue
		}
		var sheet struct{ OwnerSheet struct{ Rows []row } }
		read := func() {
			y.ask(&sheet, "owner", `query($plan: ID!, $ind: ID!, $period: Period!) { ownerSheet(planId: $plan, indicatorId: $ind, period: $period) { rows { `+rowFields+` } } }`, vars{"plan": y.plan, "ind": ind.ID, "period": p})
		}
		read()
		if ind.Source == "OWNER" {
			var rows []vars
			for i, x := range sheet.OwnerSheet.Rows {
				rows = append(rows, value(x, p, 4, i))
			}
			y.ask(nil, "owner", `mutation($plan: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $plan, rows: $rows, atomic: true) { results { outcome problems { message } } userErrors { message } } }`, vars{"plan": y.plan, "rows": rows})
			read()
		}
		var rows []vars
		for i, x := range sheet.OwnerSheet.Rows {
			v := vars{"goalId": x.Goal.ID, "period": p, "version": x.Version}
			if ind.Code == "I3" && i == 2 && p == "2026-Q4" {
				v["official"] = vars{"value": "6.4321", "note": "以统计部门数据为准"}
			}
			rows = append(rows, v)
		}
		y.ask(nil, "owner", `mutation($plan: ID!, $rows: [ValueVerifyInput!]!) { reportValuesVerify(planId: $plan, rows: $rows) { results { outcome problems { field code message } } userErrors { message } } }`, vars{"plan": y.plan, "rows": rows})
	}
}

// bulletin publishes a quarter and looks at what it says.
func (y *year) bulletin(n int) {
	y.setTo(fmt.Sprintf("%d-%02d-22", 2026+n/4, n*3%12+1))
	var b struct {
		B struct {
			Bulletin struct {
				ID       string
				Version  int
				Hash     string
				Sections []struct {
					Section, Heading string
					Version          int
				}
				Reports struct{ Expected, Reported, OnTime int }
				Groups  []struct {
					Units []struct {
						Rank   *int
						Points string
						Unit   struct{ Code string }
					}
				}
				Laggards []struct {
					Light, Note, Measure string
					Cause                *string
					LeaderInCharge       *struct{ Post, OfficePhone string }
					Goal                 struct {
						Unit      struct{ Code string }
						Indicator struct{ Code string }
					}
				}
			}
		}
	}
	const fields = `bulletin { id version hash sections { section heading version } reports { expected reported onTime }
		groups { units { rank points unit { code } } }
		laggards { light note measure cause leaderInCharge { post officePhone } goal { unit { code } indicator { code } } } } userErrors { field message }`
	y.ask(&b, "operator", `mutation($plan: ID!, $q: Period!) { b: bulletinCompile(planId: $plan, quarter: $q) { `+fields+` } }`, vars{"plan": y.plan, "q": fmt.Sprintf("2026-Q%d", n)})
	// January came in after its deadline: two monthly figures of six units.
	if r := b.B.Bulletin.Reports; r.Expected == 0 || r.Reported != r.Expected || r.OnTime != r.Expected-12 {
		y.t.Errorf("quarter %d: %+v", n, r)
	}
	for _, g := range b.B.Bulletin.Groups {
		for _, u := range g.Units {
			if (u.Rank == nil) != (u.Unit.Code == "B3") {
				y.t.Errorf("quarter %d: %s has rank %v", n, u.Unit.Code, u.Rank)
			}
		}
	}
	// A2's target is twice what it delivers: it lags, and the bulletin says why and who.
	found := false
	for _, l := range b.B.Bulletin.Laggards {
		if l.Goal.Unit.Code == "A2" && l.Goal.Indicator.Code == "I1" {
			found = l.Light == "RED" && l.Cause != nil && *l.Cause == "FUNDS" && l.Measure == "协调拨付" && l.LeaderInCharge != nil && l.LeaderInCharge.OfficePhone == "0000-0000801"
		}
	}
	if !found {
		y.t.Errorf("quarter %d does not explain A2: %+v", n, b.B.Bulletin.Laggards)
	}
	sec := b.B.Bulletin.Sections[0]
	y.ask(&b, "operator", `mutation($id: ID!, $s: String!, $v: Int!, $h: String!) { b: bulletinSectionUpdate(id: $id, section: $s, version: $v, heading: $h, body: "总体平稳。") { `+fields+` } }`,
		vars{"id": b.B.Bulletin.ID, "s": sec.Section, "v": sec.Version, "h": sec.Heading})
	y.ask(&b, "director", `mutation($id: ID!, $v: Int!) { b: bulletinIssue(id: $id, version: $v) { `+fields+` } }`, vars{"id": b.B.Bulletin.ID, "v": b.B.Bulletin.Version})
	if len(b.B.Bulletin.Hash) != 64 {
		y.t.Errorf("quarter %d is issued under hash %q", n, b.B.Bulletin.Hash)
	}
}

// review closes the year and gives the final run's id.
func (y *year) review() string {
	y.setTo("2027-01-25")
	y.ask(nil, "operator", `mutation($plan: ID!) { reviewOpen(planId: $plan) { review { status } userErrors { message } } }`, vars{"plan": y.plan})
	var scores []vars
	for i, code := range units {
		scores = append(scores, vars{"unitId": y.units[code], "component": "BALLOT", "score": strconv.Itoa(85 + i)}, vars{"unitId": y.units[code], "component": "LEADER", "score": decimal.New(int64(9050-i*25), -2).String()})
	}
	y.components(scores)

	var adj struct {
		A struct {
			Adjustment struct {
				ID      string
				Version int
			}
		}
	}
	propose := `mutation($plan: ID!, $in: AdjustmentInput!) { a: adjustmentPropose(planId: $plan, input: $in) { adjustment { id version } userErrors { field message } } }`
	decide := `mutation($id: ID!, $v: Int!, $yes: Boolean!) { adjustmentDecide(id: $id, version: $v, approve: $yes) { adjustment { status points } userErrors { field message } } }`
	for _, in := range []vars{
		{"unitId": y.units["A1"], "rule": "B1", "matter": "先进集体", "basis": "表彰决定第1号", "happenedOn": "2026-06-01", "points": "0.8"},
		{"unitId": y.units["B1"], "rule": "K1", "matter": "信访通报", "basis": "通报第2号", "happenedOn": "2026-08-01", "points": "0.5"},
	} {
		y.ask(&adj, "operator", propose, vars{"plan": y.plan, "in": in})
		y.ask(nil, "committee", decide, vars{"id": adj.A.Adjustment.ID, "v": adj.A.Adjustment.Version, "yes": true})
	}
	createRun := `mutation($plan: ID!) { r: scoreRunCreate(planId: $plan) { scoreRun { id hash } userErrors { field code message } } }`
	y.ask(nil, "operator", createRun, vars{"plan": y.plan})
	var veto struct {
		V struct {
			Veto struct {
				ID      string
				Version int
			}
		}
	}
	y.ask(&veto, "operator", `mutation($plan: ID!, $unit: ID!) { v: vetoReport(planId: $plan, unitId: $unit, rule: "V1", facts: "七月发生较大事故", legalBasis: "试验县办法第九条") { veto { id version } userErrors { message } } }`, vars{"plan": y.plan, "unit": y.units["A3"]})
	y.ask(nil, "committee", `mutation($id: ID!, $v: Int!) { vetoDecide(id: $id, version: $v, apply: true) { veto { status } userErrors { message } } }`, vars{"id": veto.V.Veto.ID, "v": veto.V.Veto.Version})

	var run struct {
		R struct{ ScoreRun struct{ ID, Hash string } }
	}
	y.ask(&run, "operator", createRun, vars{"plan": y.plan})
	y.difference(run.R.ScoreRun.ID)
	if r := y.post("a1-reporter", `query($id: ID!) { scoreRun(id: $id) { id } }`, vars{"id": run.R.ScoreRun.ID}); string(r.Data) != `{"scoreRun":null}` {
		y.t.Errorf("a unit sees a trial run: %s", r.body)
	}
	var rev struct{ Review struct{ Version int } }
	y.ask(&rev, "committee", `query($plan: ID!) { review(planId: $plan) { version } }`, vars{"plan": y.plan})
	y.ask(nil, "committee", `mutation($run: ID!, $v: Int!) { reviewFinalise(runId: $run, version: $v, documentNo: "试考〔2027〕2号") { review { status finalRun { hash } } userErrors { field message } } }`, vars{"run": run.R.ScoreRun.ID, "v": rev.Review.Version})
	return run.R.ScoreRun.ID
}

// compareWorkbook downloads the score sheet and holds every total against the API.
func (y *year) compareWorkbook(run string) {
	var r struct {
		ScoreRun struct {
			Final  bool
			Groups []struct {
				Scores []struct {
					Unit                                       struct{ Code, Name string }
					Final, Indicators, Bonus, Deduction, Grade string
					Rank                                       *int
					Lines                                      []struct{ Points string }
				}
			}
		}
	}
	y.ask(&r, "a1-reporter", `query($id: ID!) { scoreRun(id: $id) { final groups { scores { unit { code name } final indicators bonus deduction grade rank lines { points } } } } }`, vars{"id": run})
	var e struct {
		E struct{ Export struct{ URL string } }
	}
	y.ask(&e, "a1-reporter", `mutation($id: ID!) { e: scoreSheetExport(runId: $id) { export { url } userErrors { message } } }`, vars{"id": run})
	res, err := http.Get(e.E.Export.URL)
	if err != nil {
		y.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body)
		y.t.Fatalf("download: %s %s", res.Status, text)
	}
	book, err := excelize.OpenReader(res.Body)
	if err != nil {
		y.t.Fatal(err)
	}
	rows, err := book.GetRows("汇总排名表", excelize.Options{RawCellValue: true})
	if err != nil {
		y.t.Fatal(err)
	}
	byName := map[string][]string{}
	for _, cells := range rows {
		if len(cells) > 2 {
			byName[cells[1]] = cells
		}
	}
	compared := 0
	for _, g := range r.ScoreRun.Groups {
		for _, s := range g.Scores {
			sum := decimal.Zero
			for _, l := range s.Lines {
				sum = sum.Add(decimal.RequireFromString(l.Points))
			}
			if !sum.Equal(decimal.RequireFromString(s.Indicators)) {
				y.t.Errorf("%s: lines add up to %s, the total is %s", s.Unit.Code, sum, s.Indicators)
			}
			cells := byName[s.Unit.Name]
			if cells == nil {
				y.t.Errorf("%s is not in the sheet: %q", s.Unit.Name, rows)
				continue
			}
			rank := "—"
			if s.Rank != nil {
				rank = strconv.Itoa(*s.Rank)
			}
			for what, pair := range map[string][2]string{"indicators": {cells[3], s.Indicators}, "bonus": {cells[9], s.Bonus}, "deduction": {cells[10], s.Deduction}, "final": {cells[11], s.Final}} {
				if got, err := decimal.NewFromString(pair[0]); err != nil || !got.Equal(decimal.RequireFromString(pair[1])) {
					y.t.Errorf("%s %s: the sheet says %q, the API %s", s.Unit.Code, what, pair[0], pair[1])
				}
			}
			if cells[12] != rank {
				y.t.Errorf("%s rank: the sheet says %q, the API %s", s.Unit.Code, cells[12], rank)
			}
			compared++
			if s.Unit.Code == "A3" && s.Grade == "EXCELLENT" {
				y.t.Errorf("A3 is excellent in spite of its veto")
			}
		}
	}
	if compared != 6 || !r.ScoreRun.Final {
		y.t.Errorf("%d units were compared, final %v", compared, r.ScoreRun.Final)
	}
}
