package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func panelled(marks ...string) Numbers {
	return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Marks: ds(marks...)}}}
}

func TestPanel(t *testing.T) {
	m := func(p Panel) Rule { return Rule{Method: Methods{Panel: &p}} }
	usual, seven := m(Panel{}), m(Panel{MinN: new(7)})
	number := panelled()
	number.Figure.Value = q("88")
	half := panelled("86", "90")
	half.Share = q("1/2")
	run(t, []row{
		{id: "M18-1", w: "3", rule: usual, n: panelled("86", "90", "88", "79", "95", "91", "87"), exact: "2.652", score: "2.65", rate: "none"},
		{id: "in another order", w: "3", rule: usual, n: panelled("95", "87", "86", "88", "91", "79", "90"), exact: "2.652", score: "2.65"},
		{id: "as many as are asked for", w: "3", rule: seven, n: panelled("86", "90", "88", "79", "95", "91", "87"), exact: "2.652", score: "2.65"},
		{id: "one too few", w: "3", rule: seven, n: panelled("86", "90", "88", "79", "95", "91"), state: Pending, score: "0.00"},
		{id: "M18-3", w: "3", rule: usual, n: panelled("100", "100", "100", "100", "100", "100"), exact: "3", score: "3.00"},
		{id: "five are not trimmed", w: "5", rule: usual, n: panelled("60", "80", "80", "80", "100"), exact: "4", score: "4.00"},
		{id: "not trimmed where the rule says so", w: "1", rule: m(Panel{Trim: &Trim{From: new(99)}}), n: panelled("0", "90", "90", "90", "90", "90"), exact: "0.75", score: "0.75"},
		{id: "one mark", w: "4", rule: usual, n: panelled("85.5"), exact: "3.42", score: "3.42"},
		{id: "none at all", w: "4", rule: usual, n: panelled(), state: Pending, score: "0.00"},
		{id: "zero is a mark", w: "4", rule: usual, n: panelled("0"), exact: "0", score: "0.00"},
		{id: "out of ten", w: "4", rule: m(Panel{OutOf: pd("10")}), n: panelled("8.5", "9"), exact: "3.5", score: "3.50"},
		{id: "the highest mark", w: "4", rule: m(Panel{OutOf: pd("10")}), n: panelled("10"), exact: "4", score: "4.00"},
		{id: "above the highest mark", w: "4", rule: m(Panel{OutOf: pd("10")}), n: panelled("9", "10.01"), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "below nothing", w: "4", rule: usual, n: panelled("90", "-1"), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "a wrong mark among too few", w: "4", rule: seven, n: panelled("101"), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "a number is no mark", w: "4", rule: usual, n: number, state: Failed, problem: ProblemWrongValueType},
		{id: "marks have no planned share", w: "4", rule: usual, n: half, exact: "3.52", score: "3.52"},
		{id: "missing", w: "4", rule: usual, n: Numbers{Figure: figure("")}, exact: "0", score: "0.00", state: Missing},
	})
}

func TestPanelTrace(t *testing.T) {
	want := `MARKS_TRIMMED  n ≥ from  lowest=79 (figure)  highest=95 (figure)  n=7 (step)  from=6 (default)  k=1 (default)
MARKS_MEAN  Σ mark ÷ n  mark=86 (figure)  mark=87 (figure)  mark=88 (figure)  mark=90 (figure)  mark=91 (figure)  n=5 (step)  → 88.4
POINTS  W × m ÷ M  W=3 (goal)  m=88.4 (step)  M=100 (default)  → 2.652
`
	rule := Rule{Method: Methods{Panel: &Panel{}}}
	if diff := cmp.Diff(want, steps(rule, "3", panelled("86", "90", "88", "79", "95", "91", "87"))); diff != "" {
		t.Error(diff)
	}
	want = `MARKS_IDENTICAL  mark=100 (figure)  n=2 (figure)
MARKS_MEAN  Σ mark ÷ n  mark=100 (figure)  mark=100 (figure)  n=2 (step)  → 100
POINTS  W × m ÷ M  W=3 (goal)  m=100 (step)  M=100 (default)  → 3
`
	if diff := cmp.Diff(want, steps(rule, "3", panelled("100", "100.0"))); diff != "" {
		t.Error(diff)
	}
	rule.Method.Panel.MinN = new(3)
	if got := steps(rule, "3", panelled("90", "80")); got != "MARKS_TOO_FEW  n < min  n=2 (figure)  min=3 (rule)\n" {
		t.Errorf("too few marks: %s", got)
	}
}

func TestPanelValidate(t *testing.T) {
	refuses(t, "panel", []wrong{
		{"nothing to say", `{}`, ""},
		{"all of it", `{"outOf":"10","trim":{"drop":2,"from":5},"minN":5}`, ""},
		{"all wrong", `{"outOf":"0","trim":{"drop":0,"from":0},"minN":0}`, "outOf OUT_OF_RANGE, trim.drop OUT_OF_RANGE, trim.from OUT_OF_RANGE, minN OUT_OF_RANGE"},
		{"nothing left", `{"trim":{"drop":2,"from":4}}`, "trim.from OUT_OF_RANGE"},
		{"nothing left of the usual six", `{"trim":{"drop":3}}`, "trim.from OUT_OF_RANGE"},
		{"hardly anything left", `{"trim":{"drop":3,"from":7}}`, ""},
		{"more than anybody drops", `{"trim":{"drop":101,"from":1000}}`, "trim.drop OUT_OF_RANGE"},
	})
}

func TestPanelExcel(t *testing.T) {
	for want, m := range map[string]Panel{
		"W*(SUM(marks)-IF(COUNT(marks)>=6,LARGE(marks,1)+SMALL(marks,1),0))/(COUNT(marks)-IF(COUNT(marks)>=6,2,0))/100":                              {},
		"W*(SUM(marks)-IF(COUNT(marks)>=5,LARGE(marks,1)+SMALL(marks,1)+LARGE(marks,2)+SMALL(marks,2),0))/(COUNT(marks)-IF(COUNT(marks)>=5,4,0))/10": {OutOf: pd("10"), Trim: &Trim{Drop: new(2), From: new(5)}},
	} {
		if got := m.excel(names); got != want {
			t.Errorf("formula = %s\nwant %s", got, want)
		}
	}
	if got := (&Panel{}).most(q("3")); got.Cmp(q("3")) != 0 {
		t.Errorf("most = %s", got)
	}
}
