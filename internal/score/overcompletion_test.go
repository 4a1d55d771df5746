package score

import "testing"

func TestOverCompletion(t *testing.T) {
	m := func(bands ...OverBand) Rule {
		return Rule{Method: Methods{OverCompletion: &OverCompletion{Bands: bands}}}
	}
	usual := m()
	own := m(OverBand{pd("1.2"), pd("1")}, OverBand{pd("1.5"), pd("0.5")}, OverBand{nil, pd("0")})
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	run(t, []row{
		{id: "M19-1", w: "10", rule: usual, n: goal("100", "120"), exact: "10", score: "10.00", rate: "1.2"},
		{id: "M19-3", w: "10", rule: usual, n: goal("100", "150"), exact: "9", score: "9.00", rate: "1.5"},
		{id: "M19-4", w: "10", rule: usual, n: goal("100", "240"), exact: "8", score: "8.00", rate: "2.4"},
		{id: "M19-5", w: "10", rule: usual, n: goal("100", "350"), exact: "7", score: "7.00", rate: "3.5"},
		{id: "on the first bound", w: "10", rule: usual, n: goal("100", "130"), exact: "10", score: "10.00"},
		{id: "a hair over it", w: "10", rule: usual, n: goal("100", "130.01"), exact: "9", score: "9.00"},
		{id: "on the second bound", w: "10", rule: usual, n: goal("100", "200"), exact: "9", score: "9.00"},
		{id: "on the third bound", w: "10", rule: usual, n: goal("100", "300"), exact: "8", score: "8.00"},
		{id: "a hair over that", w: "10", rule: usual, n: goal("100", "300.01"), exact: "7", score: "7.00"},
		{id: "exactly met", w: "10", rule: usual, n: goal("100", "100"), exact: "10", score: "10.00"},
		{id: "short", w: "10", rule: usual, n: goal("300", "100"), exact: "10/3", score: "3.33", rate: "1/3"},
		{id: "nothing", w: "10", rule: usual, n: goal("100", "0"), exact: "0", score: "0.00"},
		{id: "less than nothing", w: "10", rule: usual, n: goal("100", "-20"), exact: "0", score: "0.00", rate: "-0.2"},
		{id: "a negative target, by distance", w: "10", rule: usual, n: goal("-3", "1.2"), exact: "8", score: "8.00", rate: "2.4"},
		{id: "a negative target, missed", w: "10", rule: usual, n: goal("-3", "-4.5"), exact: "5", score: "5.00", rate: "0.5"},
		{id: "bands of its own", w: "10", rule: own, n: goal("100", "121"), exact: "5", score: "5.00"},
		{id: "the last of them", w: "10", rule: own, n: goal("100", "151"), exact: "0", score: "0.00"},
		{id: "one band for all", w: "10", rule: m(OverBand{nil, pd("0.9")}), n: goal("100", "50"), exact: "4.5", score: "4.50"},
		{id: "half of the year", w: "10", rule: usual, n: Numbers{Figure: figure("75"), Target: pd("100"), Share: q("1/2")}, exact: "9", score: "9.00", rate: "1.5"},
		{id: "a target of zero", w: "10", rule: usual, n: goal("0", "1"), state: Failed, problem: ProblemZeroTarget},
		{id: "no target", w: "10", rule: usual, n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "a rating", w: "10", rule: usual, n: Numbers{Figure: Figure{State: Value}, Target: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "10", rule: usual, n: goal("100", ""), exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, usual, "10", "10")
	atMost(t, m(OverBand{nil, pd("0.9")}), "10", "9")
}

func TestOverCompletionModifies(t *testing.T) {
	with := func(m Methods) Rule { return Rule{Method: m, Modifiers: &Modifiers{OverCompletion: &OverCompletion{}}} }
	proportional := with(Methods{Proportional: &Proportional{Cap: pd("1.2")}})
	lower := with(Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerByRatio}})
	tiers := with(Methods{Tiers: &Tiers{On: OnValue, Bounds: []Tier{{From: pd("10"), Coefficient: pd("1")}}}})
	off := with(Methods{PerStep: &PerStep{Base: pd("5"), Add: pd("1"), Max: pd("20")}})
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	challenge := goal("100", "150")
	challenge.Challenge = pd("120")
	bonus := proportional
	bonus.Modifiers = &Modifiers{OverCompletion: &OverCompletion{}, ChallengeBonus: pd("1")}
	run(t, []row{
		{id: "over", w: "10", rule: proportional, n: goal("100", "150"), exact: "10.8", score: "10.80", rate: "1.5"},
		{id: "not over", w: "10", rule: proportional, n: goal("100", "90"), exact: "9", score: "9.00"},
		{id: "not far over", w: "10", rule: proportional, n: goal("100", "130"), exact: "12", score: "12.00"},
		{id: "the challenge's bonus too", w: "10", rule: bonus, n: challenge, exact: "11.7", score: "11.70"},
		{id: "lower is better", w: "10", rule: lower, n: goal("10", "4"), exact: "8", score: "8.00", rate: "2.5"},
		{id: "a rule that only asks for the rate", w: "10", rule: off, n: goal("4", "9"), exact: "8", score: "8.00", rate: "2.25"},
		{id: "no rate", w: "10", rule: tiers, n: goal("", "50"), exact: "10", score: "10.00", rate: "none"},
		{id: "no rate towards zero", w: "10", rule: off, n: goal("0", "9"), exact: "14", score: "14.00", rate: "none"},
	})
}

func TestOverCompletionIsValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing is the usual", `{"method":{"overCompletion":{}}}`, ""},
		{"bounds", `{"method":{"overCompletion":{"bands":[{"coefficient":"1"},{"upTo":"0.9","coefficient":"0.9"},{"upTo":"2","coefficient":"0.8"},{"upTo":"2","coefficient":"0.7"},{"upTo":"3","coefficient":"0.6"}]}}}`,
			"overCompletion.bands.0.upTo LAST_ONLY, overCompletion.bands.1.upTo OUT_OF_RANGE, overCompletion.bands.3.upTo NOT_ORDERED, overCompletion.bands.4.upTo OPEN_END"},
		{"coefficients", `{"method":{"overCompletion":{"bands":[{"upTo":"1.1"},{"upTo":"1.2","coefficient":"1.1"},{"upTo":"1.3","coefficient":"-1"},{"upTo":"1.4","coefficient":"0.5"},{"coefficient":"0.5"}]}}}`,
			"overCompletion.bands.0.coefficient REQUIRED, overCompletion.bands.1.coefficient OUT_OF_RANGE, overCompletion.bands.2.coefficient OUT_OF_RANGE, overCompletion.bands.3.coefficient NOT_ORDERED"},
		{"as a modifier", `{"method":{"threshold":{"op":"PASS"}},"modifiers":{"overCompletion":{"bands":[{"upTo":"2","coefficient":"1"}]}}}`,
			"modifiers.overCompletion.bands.0.upTo OPEN_END"},
		{"both", `{"method":{"overCompletion":{}},"modifiers":{"overCompletion":{}}}`, "modifiers.overCompletion EXCLUSIVE"},
		{"both, one after the other", `{"method":{"threshold":{"op":"PASS"}},"modifiers":{"then":{"overCompletion":{}},"overCompletion":{}}}`, "modifiers.overCompletion EXCLUSIVE"},
		{"no bands as a modifier", `{"method":{"threshold":{"op":"PASS"}},"modifiers":{"overCompletion":{}}}`, ""},
	})
	at := path{"overCompletion", "bands"}
	long := OverCompletion{Bands: make([]OverBand, 101)}
	if ps := long.validate(at[:1]); ps[0].Code != ProblemTooMany || ps[0].Args["max"] != "100" || len(ps[0].Path) != 2 {
		t.Errorf("101 bands: %v", ps[0])
	}
}

func TestOverCompletionOnPaper(t *testing.T) {
	n := Numbers{Figure: figure("30"), Target: pd("20")}
	res := Rule{Method: Methods{OverCompletion: &OverCompletion{}}}.Score(q("10"), 2, HalfAway, n)
	want := `RATE  A ÷ T  A=30 (figure)  T=20 (goal)  → 1.5
RATE_LIMITED  min(max(r, lo), hi)  r=1.5 (step)  lo=0 (default)  hi=1 (default)  → 1
OVER_COMPLETION  r=1.5 (step)  above=1.3 (default)  upTo=2 (default)  → 0.9
POINTS  W × r × c  W=10 (goal)  r=1 (step)  c=0.9 (step)  → 9
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
	bands := []OverBand{{pd("1.4"), pd("1")}, {nil, pd("0.5")}}
	res = Rule{Method: Methods{Proportional: &Proportional{}}, Modifiers: &Modifiers{OverCompletion: &OverCompletion{bands}}}.Score(q("10"), 2, HalfAway, n)
	want = `RATE  A ÷ T  A=30 (figure)  T=20 (goal)  → 1.5
RATE_LIMITED  min(max(r, lo), hi)  r=1.5 (step)  lo=0 (default)  hi=1 (default)  → 1
POINTS  W × r  W=10 (goal)  r=1 (step)  → 10
OVER_COMPLETION  r=1.5 (step)  above=1.4 (rule)  → 0.5
OVER_DISCOUNT  x × c  x=10 (step)  c=0.5 (step)  → 5
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
}

func TestOverCompletionExcel(t *testing.T) {
	rate := "IF(T>0,A/T,1+(A-T)/ABS(T))"
	for _, tt := range []struct {
		m    OverCompletion
		want string
	}{
		{OverCompletion{}, "W*MIN(MAX(" + rate + ",0),1)*IF(" + rate + "<=1.3,1,IF(" + rate + "<=2,0.9,IF(" + rate + "<=3,0.8,0.7)))"},
		{OverCompletion{[]OverBand{{nil, pd("0.9")}}}, "W*MIN(MAX(" + rate + ",0),1)*0.9"},
	} {
		if got := inCells(&tt.m); got != tt.want {
			t.Errorf("excel = %s\nwant    %s", got, tt.want)
		}
	}
}
