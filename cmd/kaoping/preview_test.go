package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

const scorePreview = `query($input: ScorePreviewInput!) { scorePreview(input: $input) {
	rows { state points unrounded rate most gain { step points } problem { code message } trace { code children { code value } } }
	problems { field code message } } }`

// previewed is what scorePreview answers.
type previewed struct {
	ScorePreview struct {
		Rows []struct {
			State, Points   string
			Unrounded, Rate *string
			Most            string
			Gain            *struct {
				Step   int
				Points string
			}
			Problem *struct{ Code, Message string }
			Trace   struct {
				Code     string
				Children []struct{ Code, Value string }
			}
		}
		Problems []struct {
			Field         []string
			Code, Message string
		}
	}
}

// previews are every method with rows and the points that they earn; "N/A" and
// other states stand for themselves.
var previews = []struct {
	name, rule, marks string
	rows              string
	want              string
}{
	{"M01", `{"proportional": {"cap": "1.10", "zeroBelow": "0.60"}}`, "10", `[{"actual": "170", "target": "200"}, {"actual": "230", "target": "200"}, {"actual": "110", "target": "200"}, {"state": "MISSING", "target": "200"}]`, "8.50 11.00 0.00 MISSING"},
	{"M02", `{"lowerIsBetter": {"variant": "LINEAR"}}`, "8", `[{"actual": "5.0", "target": "4.5"}, {"actual": "9.9", "target": "4.5"}]`, "7.11 0.00"},
	{"M03", `{"range": {"from": "45", "to": "55", "zeroBelow": "30", "zeroAbove": "80"}}`, "5", `[{"actual": "50"}, {"actual": "42"}, {"actual": "61"}, {"actual": "28"}]`, "5.00 4.00 3.80 0.00"},
	{"M04", `{"threshold": {"op": "PASS"}}`, "2", `[{"inputs": {"passed": false}}, {"inputs": {"passed": true}}]`, "0.00 2.00"},
	{"M05", `{"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}, {"from": "0.95", "coefficient": "0.9"}, {"from": "0.9", "coefficient": "0.8"}, {"from": "0.8", "coefficient": "0.6"}]}}`, "8",
		`[{"actual": "0.9499", "target": "1"}, {"actual": "0.8", "target": "1"}]`, "6.40 4.80"},
	{"M06", `{"linear": {}}`, "100", `[{"actual": "5.81", "target": "12", "baseline": "6"}]`, "58.73"},
	{"M07", `{"perStep": {"base": "48", "add": "0.5", "deduct": "0.5", "max": "72", "count": "FULL_STEPS"}}`, "60", `[{"actual": "17", "target": "10"}, {"actual": "6.8", "target": "10"}]`, "51.50 46.00"},
	{"M08 among the rows", `{"rank": {"variant": "STEP", "drop": "0.02", "in": "SHARE"}}`, "200", `[{"actual": "90"}, {"actual": "95"}, {"actual": "90"}]`, "196.00 200.00 196.00"},
	{"M08 outside", `{"rank": {"variant": "LINEAR", "last": "500", "external": true}}`, "600", `[{"inputs": {"place": {"rank": 8, "of": 8}}}]`, "500.00"},
	{"M09 among others", `{"ratioToBest": {}}`, "400", `[{"actual": "52.3", "peers": ["61.7", "12"]}, {"actual": "38.5", "difficulty": "1.2", "peers": ["61.7"]}]`, "339.06 299.51"},
	{"M10", `{"deduction": {"kinds": [{"kind": "general", "points": "0.5"}], "multiplier": "2"}}`, "5", `[{"inputs": {"occurrences": [{"kind": "general", "count": "3"}]}}]`, "2.00"},
	{"M11", `{"awards": {"levels": [{"level": "national", "points": "2"}, {"level": "city", "points": "0.5"}], "classes": [{"class": "second", "factor": "0.5"}], "cap": "3"}}`, "5",
		`[{"inputs": {"awards": [{"matter": "a", "level": "national", "class": "second"}, {"matter": "b", "level": "city"}]}}, {"inputs": {"awards": [{"matter": "a", "level": "national", "units": 3}]}}]`, "1.50 0.67"},
	{"M12", `{"milestones": {"nodes": [{"node": "1", "weight": "0.2"}, {"node": "2", "weight": "0.3"}, {"node": "3", "weight": "0.3"}, {"node": "4", "weight": "0.2"}]}}`, "6",
		`[{"inputs": {"milestones": [{"node": "1", "state": "DONE"}, {"node": "2", "state": "DONE", "daysLate": 20}, {"node": "3", "state": "DONE", "daysLate": 40}, {"node": "4", "state": "NOT_DONE"}]}}]`, "2.82"},
	{"M13", `{"rating": {"grades": [{"grade": "A", "coefficient": "1"}, {"grade": "B", "coefficient": "0.85"}, {"grade": "C", "coefficient": "0.7"}]}}`, "4", `[{"inputs": {"ratings": ["A", "B", "B", "C"]}}]`, "3.40"},
	{"M14", `{"composite": {"formula": "W × (0.6 × a + 0.4 × b) ÷ 100", "inputs": ["a", "b"]}}`, "2", `[{"inputs": {"numbers": [{"name": "a", "value": "86.3"}, {"name": "b", "value": "91.5"}]}}]`, "1.77"},
	{"M14 by nothing", `{"composite": {"formula": "closed / accepted", "inputs": ["closed", "accepted"]}}`, "2", `[{"inputs": {"numbers": [{"name": "closed", "value": "0"}, {"name": "accepted", "value": "0"}]}}]`, "NOT_APPLICABLE"},
	{"M15", `{"satisfaction": {"marks": "OPTIONS", "options": [{"option": "满意", "points": "100"}, {"option": "较满意", "points": "80"}, {"option": "一般", "points": "60"}, {"option": "不满意"}], "notValid": ["不了解"]}}`, "100",
		`[{"inputs": {"ballots": [{"options": [{"option": "满意", "count": 42}, {"option": "较满意", "count": 15}, {"option": "一般", "count": 6}, {"option": "不满意", "count": 2}, {"option": "不了解", "count": 5}]}]}}]`, "88.62"},
	{"M16", `{"lateness": {"perDay": "0.1", "cap": "1"}}`, "2", `[{"actual": "2"}, {"actual": "23"}, {"actual": "0"}]`, "1.80 1.00 2.00"},
	{"M17", `{"levelGrowth": {"alpha": "0.5", "level": {"proportional": {}}, "growth": {"linear": {}}, "growthOf": "REPORTED", "growthTarget": "8", "growthBaseline": "3"}}`, "5",
		`[{"actual": "4.2", "target": "4.5", "inputs": {"numbers": [{"name": "growth", "value": "6.5"}]}}]`, "4.53"},
	{"M18", `{"panel": {"minN": 3}}`, "3", `[{"inputs": {"marks": ["86", "90", "88", "79", "95", "91", "87"]}}, {"inputs": {"marks": ["90", "91"]}}]`, "2.65 PENDING"},
	{"M19", `{"overCompletion": {}}`, "10", `[{"actual": "120", "target": "100"}, {"actual": "150", "target": "100"}, {"actual": "240", "target": "100"}, {"actual": "350", "target": "100"}]`, "10.00 9.00 8.00 7.00"},
	{"M20", `{"passThrough": {"by": "SCORE"}}`, "8", `[{"inputs": {"upper": {"score": "91.6", "full": "100", "document": "文件", "date": "2026-12-31"}}}, {"state": "MISSING"}]`, "7.33 PENDING"},
	{"M21", `{"peerAverage": {"tolerance": "0.05", "toleranceIn": "SHARE", "base": "8", "add": "0.5", "deduct": "1", "max": "10"}}`, "10", `[{"actual": "92"}, {"actual": "100"}, {"actual": "108"}]`, "5.00 8.00 9.50"},
	{"M22", `{"yearOnYear": {"base": "4", "add": "0.5", "addCap": "1", "deduct": "1", "deductCap": "2"}}`, "5", `[{"actual": "13", "baseline": "10"}, {"actual": "9", "baseline": "10"}, {"actual": "1", "baseline": "10"}]`, "5.00 3.00 2.00"},
}

func TestScorePreview(t *testing.T) {
	o := newOffice(t, register)
	for _, tt := range previews {
		t.Run(tt.name, func(t *testing.T) {
			got := o.preview(t, `{"method": `+tt.rule+`}`, tt.marks, tt.rows)
			if len(got.ScorePreview.Problems) > 0 {
				t.Fatalf("problems: %+v", got.ScorePreview.Problems)
			}
			var points []string
			for _, r := range got.ScorePreview.Rows {
				if r.State == "SCORED" || r.State == "ZEROED" {
					points = append(points, r.Points)
				} else {
					points = append(points, r.State)
				}
				if r.Trace.Code != "SCORE" || len(r.Trace.Children) == 0 {
					t.Errorf("there is no trace: %+v", r.Trace)
				}
			}
			if !samePoints(points, strings.Fields(tt.want)) {
				t.Errorf("points %v, want %s", points, tt.want)
			}
		})
	}
	t.Run("modifiers, the most and one more", func(t *testing.T) {
		got := o.preview(t, `{"method": {"proportional": {}}, "modifiers": {"challengeBonus": "0.6", "lateness": {"perDay": "0.5"}}}`, "6",
			`[{"actual": "110", "target": "100", "challenge": "120", "inputs": {"daysLate": "2"}}]`).ScorePreview.Rows[0]
		if got.Points != "5.3" && got.Points != "5.30" || got.Gain == nil || got.Gain.Step != 1 || got.Gain.Points != "0.03" {
			t.Errorf("%+v %+v", got, got.Gain)
		}
	})
	t.Run("a value that does not fit fails alone", func(t *testing.T) {
		rows := o.preview(t, `{"method": {"proportional": {}}}`, "6", `[{"actual": "1", "target": "0"}, {"actual": "1", "target": "2"}, {"inputs": {"passed": true}, "target": "1"}]`).ScorePreview.Rows
		if rows[0].State != "ERROR" || rows[0].Problem == nil || rows[1].Points != "3" && rows[1].Points != "3.00" || rows[2].State != "ERROR" {
			t.Errorf("%+v", rows)
		}
	})
}

// samePoints compares numbers, however many zeros they end in.
func samePoints(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if trimmed(a[i]) != trimmed(b[i]) {
			return false
		}
	}
	return true
}

func trimmed(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func (o *office) preview(t *testing.T, rule, marks, rows string) (got previewed) {
	t.Helper()
	r := o.post("analyst", scorePreview, previewInput(rule, marks, rows))
	if len(r.Errors) > 0 {
		t.Fatalf("%s\n%.2000s", rule, r.body)
	}
	if err := json.Unmarshal(r.Data, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func previewInput(rule, marks, rows string) vars {
	return vars{"input": vars{"rule": json.RawMessage(rule), "fullMarks": marks, "rows": json.RawMessage(rows)}}
}

// badRules are rules that must be refused at a path, with a code and words.
var badRules = []struct{ name, rule, path, code string }{
	{"cap below the floor", `{"method": {"proportional": {"cap": "0.5", "floor": "0.6"}}}`, "input.rule.method.proportional.floor", "BAD_RULE"},
	{"a negative cap", `{"method": {"lowerIsBetter": {"variant": "RATIO", "cap": "-1"}}}`, "input.rule.method.lowerIsBetter.cap", "BAD_RULE"},
	{"half a range", `{"method": {"range": {"from": "1", "to": "2"}}}`, "input.rule.method.range.zeroBelow", "BAD_RULE"},
	{"tiers that overlap", `{"method": {"tiers": {"on": "VALUE", "bounds": [{"from": "1", "points": "1"}, {"from": "1", "points": "2"}]}}}`, "input.rule.method.tiers.bounds.1.from", "BAD_RULE"},
	{"baseline on the target", `{"method": {"linear": {"baseline": "1", "target": "1"}}}`, "input.rule.method.linear.target", "BAD_RULE"},
	{"a step of nothing", `{"method": {"perStep": {"add": "1", "size": "0"}}}`, "input.rule.method.perStep.size", "BAD_RULE"},
	{"no drop", `{"method": {"rank": {"variant": "STEP"}}}`, "input.rule.method.rank.drop", "BAD_RULE"},
	{"no price", `{"method": {"deduction": {}}}`, "input.rule.method.deduction.each", "BAD_RULE"},
	{"no levels", `{"method": {"awards": {"levels": []}}}`, "input.rule.method.awards.levels", "BAD_RULE"},
	{"weights of nodes", `{"method": {"milestones": {"nodes": [{"node": "1", "weight": "0.4"}]}}}`, "input.rule.method.milestones.nodes", "BAD_RULE"},
	{"one letter twice", `{"method": {"rating": {"grades": [{"grade": "A", "coefficient": "1"}, {"grade": "A", "coefficient": "1"}]}}}`, "input.rule.method.rating.grades.1.grade", "BAD_RULE"},
	{"a name that nobody declared", `{"method": {"composite": {"formula": "W * x"}}}`, "input.rule.method.composite.formula", "BAD_RULE"},
	{"a formula of 100,000 characters", `{"method": {"composite": {"formula": "` + strings.Repeat("1+", 50_000) + `1"}}}`, "input.rule.method.composite.formula", "BAD_RULE"},
	{"1,000 brackets", `{"method": {"composite": {"formula": "` + strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000) + `"}}}`, "input.rule.method.composite.formula", "BAD_RULE"},
	{"no options", `{"method": {"satisfaction": {"marks": "OPTIONS"}}}`, "input.rule.method.satisfaction.options", "BAD_RULE"},
	{"lateness that costs nothing", `{"method": {"lateness": {}}}`, "input.rule.method.lateness.perDay", "BAD_RULE"},
	{"more than all of the level", `{"method": {"levelGrowth": {"alpha": "2", "level": {"proportional": {}}, "growth": {"proportional": {}}, "growthOf": "REPORTED", "growthTarget": "1"}}}`, "input.rule.method.levelGrowth.alpha", "BAD_RULE"},
	{"a method that cannot stand inside", `{"method": {"levelGrowth": {"alpha": "0.5", "level": {"ratioToBest": {}}, "growth": {"proportional": {}}, "growthOf": "REPORTED", "growthTarget": "1"}}}`, "input.rule.method.levelGrowth.level.ratioToBest", "BAD_RULE"},
	{"a panel of nobody", `{"method": {"panel": {"minN": 0}}}`, "input.rule.method.panel.minN", "BAD_RULE"},
	{"bands that end", `{"method": {"overCompletion": {"bands": [{"upTo": "1.5", "coefficient": "1"}]}}}`, "input.rule.method.overCompletion.bands.0.upTo", "BAD_RULE"},
	{"a place without points", `{"method": {"passThrough": {"by": "PLACE"}}}`, "input.rule.method.passThrough.place", "BAD_RULE"},
	{"nothing happens", `{"method": {"peerAverage": {}}}`, "input.rule.method.peerAverage.deduct", "BAD_RULE"},
	{"no limit", `{"method": {"yearOnYear": {"add": "1"}}}`, "input.rule.method.yearOnYear.addCap", "BAD_RULE"},
	{"two relative methods", `{"method": {"ratioToBest": {}}, "modifiers": {"then": {"rank": {"variant": "STEP", "drop": "1"}}}}`, "input.rule.modifiers.then", "BAD_RULE"},
}

// badRequests are inputs that the schema itself must refuse, with a field.
var badRequests = []struct{ name, rule string }{
	{"no method", `{"method": {}}`},
	{"two methods", `{"method": {"proportional": {}, "ratioToBest": {}}}`},
	{"an unknown method", `{"method": {"magic": {}}}`},
	{"an unknown parameter", `{"method": {"proportional": {"top": "1"}}}`},
	{"a number that is none", `{"method": {"proportional": {"cap": "NaN"}}}`},
	{"a number without end", `{"method": {"proportional": {"cap": "1e999999"}}}`},
	{"a number as a float", `{"method": {"proportional": {"cap": 1.5}}}`},
	{"a word that is none", `{"method": {"lowerIsBetter": {"variant": "SIDEWAYS"}}}`},
	{"no word at all", `{"method": {"lowerIsBetter": {}}}`},
}

func TestScorePreviewRefuses(t *testing.T) {
	o := newOffice(t, register)
	row := `[{"actual": "1", "target": "2"}]`
	start := time.Now()
	for _, tt := range badRules {
		t.Run(tt.name, func(t *testing.T) {
			got := o.preview(t, tt.rule, "10", row).ScorePreview
			found := false
			for _, p := range got.Problems {
				found = found || strings.Join(p.Field, ".") == tt.path && p.Code == tt.code && p.Message != ""
				if strings.Contains(p.Message, "{") || strings.Contains(p.Message, p.Code) {
					t.Errorf("%s reads %q", tt.path, p.Message)
				}
			}
			if !found || len(got.Rows) > 0 {
				t.Errorf("rows %v, problems %+v, want %s at %s", got.Rows, got.Problems, tt.code, tt.path)
			}
		})
	}
	tiers := `{"method": {"tiers": {"on": "VALUE", "bounds": [` + strings.TrimSuffix(strings.Repeat(`{"from": "1", "points": "1"},`, 10_000), ",") + `]}}}`
	for _, tt := range append(badRequests, struct{ name, rule string }{"10,000 tiers", tiers}) {
		t.Run(tt.name, func(t *testing.T) {
			r := o.post("analyst", scorePreview, previewInput(tt.rule, "10", row))
			if len(r.Errors) == 0 && !strings.Contains(string(r.Data), `"rows":[]`) {
				t.Errorf("it was taken: %.500s", r.body)
			}
			if len(r.body) > 64<<10 {
				t.Errorf("the answer has %d bytes", len(r.body))
			}
		})
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("refusing took %s", took)
	}
	if r := o.post("", scorePreview, previewInput(`{"method": {"proportional": {}}}`, "10", row)); !answers(r, "UNAUTHENTICATED", "") {
		t.Errorf("somebody unknown was answered: %.500s", r.body)
	}
}

// previewUnit asks, in the middle of the year, how a unit's year would end.
func (y *year) previewUnit() {
	type answer struct {
		UnitPreview struct {
			Indicators *string
			Rank       *int
			Lines      []struct {
				Goal struct {
					ID        string
					Indicator struct{ Code string }
				}
				State, Points string
				Assumed       []string
				LeftOut       bool
			}
			Problems []struct{ Code string }
		}
	}
	document := `query($input: UnitPreviewInput!) { unitPreview(input: $input) { indicators rank problems { code }
		lines { goal { id indicator { code } } state points assumed leftOut } } }`
	input := vars{"planId": y.plan, "unitId": y.units["A1"]}
	var own, insider, better answer
	y.ask(&own, "a1-reporter", document, vars{"input": input})
	y.ask(&insider, "director", document, vars{"input": input})
	if own.UnitPreview.Rank != nil || insider.UnitPreview.Rank == nil {
		y.t.Errorf("the unit sees rank %v, the office %v", own.UnitPreview.Rank, insider.UnitPreview.Rank)
	}
	goal := ""
	for i, l := range own.UnitPreview.Lines {
		switch l.Goal.Indicator.Code {
		case "I1":
			if goal = l.Goal.ID; strings.Join(l.Assumed, " ") != "2026-07 2026-08 2026-09 2026-10 2026-11 2026-12" || l.State != "SCORED" {
				y.t.Errorf("I1 assumes %v, state %s", l.Assumed, l.State)
			}
		case "I5": // a rating that nobody has given yet
			if !l.LeftOut || l.State != "NOT_APPLICABLE" {
				y.t.Errorf("I5: %+v", l)
			}
		}
		if l.Points != insider.UnitPreview.Lines[i].Points {
			y.t.Errorf("%s: the unit sees %s, the office %s", l.Goal.Indicator.Code, l.Points, insider.UnitPreview.Lines[i].Points)
		}
	}
	input["values"] = []vars{{"goalId": goal, "period": "2026-12", "figures": vars{"value": "0"}}}
	y.ask(&better, "a1-reporter", document, vars{"input": input})
	if a, b := points(own.UnitPreview.Indicators), points(better.UnitPreview.Indicators); !b.LessThan(a) {
		y.t.Errorf("nothing in December gives %s, as planned %s", b, a)
	}
	input["values"] = []vars{{"goalId": goal, "period": "2026-Q4", "figures": vars{"value": "0"}}, {"goalId": y.units["A1"], "period": "2026-12", "figures": vars{"value": "0"}}}
	if r := y.post("a1-reporter", document, vars{"input": input}); !strings.Contains(r.body, `{"code":"WRONG_PERIOD"},{"code":"UNKNOWN_GOAL"}`) {
		y.t.Errorf("bad values: %.500s", r.body)
	}
	for _, login := range []string{"a2-reporter", "b1-deputy"} {
		if r := y.post(login, document, vars{"input": vars{"planId": y.plan, "unitId": y.units["A1"]}}); !answers(r, "NOT_FOUND", "") {
			y.t.Errorf("%s sees another unit's preview: %.500s", login, r.body)
		}
	}
}

// previewYear computes the plan on its own year: without bonuses, deductions and
// vetoes it comes to what the run has.
func (y *year) previewYear(run string) {
	var got struct {
		PlanPreview struct {
			Groups []struct {
				Units []struct {
					Unit        struct{ Code string }
					Final       string
					Was, Change *string
				}
				Tied        int
				Least, Mean *string
			}
			Rules []struct {
				Indicator                 struct{ Code string }
				Scored, AtMost, AtNothing int
				Bites                     bool
			}
			WithoutFigures []struct{ ID string }
			WithComponents bool
			Problems       []struct{ Code string }
		}
	}
	document := `query($input: PlanPreviewInput!) { planPreview(input: $input) { groups { units { unit { code } final was change } tied least mean }
		rules { indicator { code } scored atMost atNothing bites } withoutFigures { id } withComponents problems { code } } }`
	input := vars{"input": vars{"planId": y.plan, "figuresOf": y.plan}}
	y.ask(&got, "operator", document, input)
	p := got.PlanPreview
	if !p.WithComponents || len(p.WithoutFigures) > 0 || len(p.Problems) > 0 || len(p.Rules) != 7 {
		y.t.Errorf("components %v, without figures %v, problems %v, %d rules", p.WithComponents, p.WithoutFigures, p.Problems, len(p.Rules))
	}
	want := map[string]string{"A1": "-0.8", "B1": "0.5"} // the bonus and the deduction of the year
	for _, g := range p.Groups {
		for _, u := range g.Units {
			if change := points(u.Change); !change.Equal(points(new(want[u.Unit.Code]))) {
				y.t.Errorf("%s: %s, was %v, change %s", u.Unit.Code, u.Final, u.Was, change)
			}
		}
	}
	for _, r := range p.Rules {
		if r.Scored == 0 || r.AtMost > r.Scored || r.Indicator.Code == "I1" && !r.Bites {
			y.t.Errorf("rule %+v", r)
		}
	}
	if r := y.post("a1-reporter", document, input); !answers(r, "FORBIDDEN", "") && !answers(r, "NOT_FOUND", "") {
		y.t.Errorf("a unit sees all units' preview: %.500s", r.body)
	}
}

func points(s *string) decimal.Decimal {
	if s == nil || *s == "" {
		return decimal.Zero
	}
	return decimal.RequireFromString(*s)
}

// difference asks what a veto changed between two runs.
func (y *year) difference(run string) {
	var got struct {
		ScoreRun struct {
			Supersedes struct{ Number int }
			Difference []struct {
				Unit          struct{ Code string }
				Before, After struct {
					Final, Grade string
					Rank         *int
				}
				Parts []struct{ Part, Before, After string }
				Lines []struct{ Before, After *string }
			}
		}
	}
	y.ask(&got, "operator", `query($id: ID!) { scoreRun(id: $id) { supersedes { number } difference { unit { code } before { final rank grade } after { final rank grade }
		parts { part before after } lines { before after } } } }`, vars{"id": run})
	if got.ScoreRun.Supersedes.Number != 1 {
		y.t.Errorf("it supersedes run %d", got.ScoreRun.Supersedes.Number)
	}
	found := false
	for _, d := range got.ScoreRun.Difference {
		if len(d.Lines) > 0 || d.Before.Final != d.After.Final {
			y.t.Errorf("a veto changed points: %+v", d)
		}
		found = found || d.Unit.Code == "A3" && len(d.Parts) == 1 && d.Parts[0].Part == "VETOES" && d.Parts[0].After == "V1"
	}
	if !found {
		y.t.Errorf("the veto is not among the differences: %+v", got.ScoreRun.Difference)
	}
}
