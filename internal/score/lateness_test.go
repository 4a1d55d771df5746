package score

import "testing"

func TestLateness(t *testing.T) {
	m := func(x Lateness) Rule { return Rule{Method: Methods{Lateness: &x}} }
	daily := m(Lateness{PerDay: pd("1")})
	capped := m(Lateness{PerDay: pd("0.1"), Cap: pd("1")})
	fourth := m(Lateness{PerDay: pd("1"), ZeroFrom: pd("4")})
	days := func(n string) Numbers { return Numbers{Figure: figure(n)} }
	run(t, []row{
		{id: "M16-1", w: "5", rule: daily, n: days("2"), exact: "3", score: "3.00", rate: "none"},
		{id: "M16-3", w: "2", rule: capped, n: days("2"), exact: "1.8", score: "1.80"},
		{id: "M16-4", w: "2", rule: capped, n: days("23"), exact: "1", score: "1.00"},
		{id: "M16-5", w: "2", rule: capped, n: days("0"), exact: "2", score: "2.00"},
		{id: "exactly the cap", w: "2", rule: capped, n: days("10"), exact: "1", score: "1.00"},
		{id: "a started day counts", w: "5", rule: daily, n: days("1.2"), exact: "3", score: "3.00"},
		{id: "an hour of a day", w: "5", rule: daily, n: days("1/24"), exact: "4", score: "4.00"},
		{id: "until nothing is left", w: "5", rule: daily, n: days("5"), exact: "0", score: "0.00"},
		{id: "never below", w: "5", rule: daily, n: days("6"), exact: "0", score: "0.00"},
		{id: "a cap above full marks", w: "5", rule: m(Lateness{PerDay: pd("1"), Cap: pd("9")}), n: days("8"), exact: "0", score: "0.00"},
		{id: "the day before nothing is left", w: "5", rule: fourth, n: days("3"), exact: "2", score: "2.00"},
		{id: "zero from the fourth day", w: "5", rule: fourth, n: days("4"), exact: "0", score: "0.00"},
		{id: "the fourth day is started", w: "5", rule: fourth, n: days("3.01"), exact: "0", score: "0.00"},
		{id: "zero whatever the cap", w: "5", rule: m(Lateness{PerDay: pd("1"), Cap: pd("2"), ZeroFrom: pd("4")}), n: days("9"), exact: "0", score: "0.00"},
		{id: "only too late costs, on time", w: "5", rule: m(Lateness{ZeroFrom: pd("3")}), n: days("2"), exact: "5", score: "5.00"},
		{id: "only too late costs, too late", w: "5", rule: m(Lateness{ZeroFrom: pd("3")}), n: days("3"), exact: "0", score: "0.00"},
		{id: "a trial plans no days", w: "5", rule: fourth, n: Numbers{Figure: figure("3"), Share: q("1/2")}, exact: "2", score: "2.00"},
		{id: "before the deadline", w: "5", rule: daily, n: days("-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "a rating", w: "5", rule: daily, n: Numbers{Figure: Figure{State: Value}}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "5", rule: daily, n: days(""), exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, capped, "5", "5")
}

func TestLatenessModifies(t *testing.T) {
	late := func(m *Modifiers, n Numbers, days string) (Rule, Numbers) {
		n.Figure.Inputs.DaysLate = pd(days)
		return Rule{Method: Methods{Proportional: &Proportional{Cap: pd("2")}}, Modifiers: m}, n
	}
	of := func(id, w string, m *Modifiers, n Numbers, days string, r row) row {
		r.id, r.w = id, w
		r.rule, r.n = late(m, n, days)
		return r
	}
	goal := Numbers{Figure: figure("90"), Target: pd("100")}
	daily := &Modifiers{Lateness: &Lateness{PerDay: pd("0.5"), Cap: pd("2"), ZeroFrom: pd("8")}}
	all := &Modifiers{
		DifficultyCap: pd("1.5"), ChallengeBonus: pd("0.6"), OverCompletion: &OverCompletion{},
		Lateness: &Lateness{PerDay: pd("0.5")},
	}
	below := Rule{Method: Methods{Deduction: &Deduction{Each: pd("1"), Floor: pd("-3")}}, Modifiers: daily}
	below2 := func(days string) Numbers {
		return Numbers{Figure: Figure{State: Value, Value: q("4"), Inputs: Inputs{DaysLate: pd(days)}}}
	}
	run(t, []row{
		of("two days late", "10", daily, goal, "2", row{exact: "8", score: "8.00", rate: "0.9"}),
		of("a started day", "10", daily, goal, "1.5", row{exact: "8", score: "8.00"}),
		of("the cap", "10", daily, goal, "7", row{exact: "7", score: "7.00"}),
		of("too late", "10", daily, goal, "8", row{exact: "0", score: "0.00"}),
		of("on time", "10", daily, goal, "0", row{exact: "9", score: "9.00"}),
		of("nobody calls it late", "10", daily, goal, "", row{exact: "9", score: "9.00"}),
		of("late, and no rule about it", "10", nil, goal, "2", row{exact: "9", score: "9.00"}),
		of("fewer points than it costs", "1", daily, goal, "3", row{exact: "0", score: "0.00"}),
		of("before the deadline", "10", daily, goal, "-1", row{state: Failed, problem: ProblemNegativeValue}),
		{id: "a deduction below zero stays", w: "3", rule: below, n: below2("2"), exact: "-1", score: "-1.00"},
		{id: "days below zero are wrong all the same", w: "3", rule: below, n: below2("-2"), state: Failed, problem: ProblemNegativeValue},
		// 10 × 1.5 × 0.9 capped at 15, plus 0.6 for the challenge, × 0.9, less a day.
		of("after all others", "10", all, Numbers{Figure: figure("150"), Target: pd("100"), Challenge: pd("120"), Difficulty: pd("0.9")}, "1",
			row{exact: "12.19", score: "12.19", rate: "1.5"}),
		of("and after the cap", "10", all, Numbers{Figure: figure("150"), Target: pd("100"), Challenge: pd("120"), Difficulty: pd("1.1")}, "1",
			row{exact: "13.54", score: "13.54"}),
		of("the days outlive a second method", "10", &Modifiers{Then: &Methods{Deduction: &Deduction{Each: pd("0.5")}}, Lateness: &Lateness{PerDay: pd("1")}}, goal, "2",
			row{exact: "3.5", score: "3.50"}),
		of("missing is not late", "10", daily, Numbers{Figure: figure(""), Target: pd("100")}, "2", row{exact: "0", score: "0.00", state: Missing}),
	})
}

func TestOnTimeLeavesNoStep(t *testing.T) {
	rule := Rule{Method: Methods{Proportional: &Proportional{}}, Modifiers: &Modifiers{Lateness: &Lateness{PerDay: pd("1")}}}
	for _, days := range []string{"", "0"} {
		n := Numbers{Figure: figure("90"), Target: pd("100")}
		n.Figure.Inputs.DaysLate = pd(days)
		steps := rule.Score(q("10"), 2, HalfAway, n).Trace.Children
		if last := steps[len(steps)-1].Code; last != TracePoints {
			t.Errorf("%q days late end in the step %s", days, last)
		}
	}
}

func TestLatenessIsValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing", `{"method":{"lateness":{}}}`, "lateness.perDay REQUIRED"},
		{"a cap of nothing", `{"method":{"lateness":{"cap":"1"}}}`, "lateness.perDay REQUIRED"},
		{"all wrong", `{"method":{"lateness":{"perDay":"-1","cap":"0","zeroFrom":"0"}}}`,
			"lateness.perDay OUT_OF_RANGE, lateness.cap OUT_OF_RANGE, lateness.zeroFrom OUT_OF_RANGE"},
		{"only a last day", `{"method":{"lateness":{"zeroFrom":"4"}}}`, ""},
		{"as a modifier", `{"method":{"threshold":{"op":"PASS"}},"modifiers":{"lateness":{"perDay":"-1","zeroFrom":"0"}}}`,
			"modifiers.lateness.perDay OUT_OF_RANGE, modifiers.lateness.zeroFrom OUT_OF_RANGE"},
		{"a modifier of nothing", `{"method":{"threshold":{"op":"PASS"}},"modifiers":{"lateness":{}}}`, "modifiers.lateness.perDay REQUIRED"},
	})
}

func TestLatenessOnPaper(t *testing.T) {
	lateness := &Lateness{PerDay: pd("0.1"), Cap: pd("1"), ZeroFrom: pd("30")}
	res := Rule{Method: Methods{Lateness: lateness}}.Score(q("2"), 2, HalfAway, Numbers{Figure: figure("22.5")})
	want := `DAYS_STARTED  ⌈d⌉  d=22.5 (figure)  → 23
LATENESS_COST  min(d × p, cap)  d=23 (step)  p=0.1 (rule)  cap=1 (rule)  → 1
LATENESS  max(W − l, 0)  W=2 (goal)  l=1 (step)  → 1
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
	n := Numbers{Figure: figure("30"), Target: pd("40")}
	n.Figure.Inputs.DaysLate = pd("30")
	res = Rule{Method: Methods{Proportional: &Proportional{}}, Modifiers: &Modifiers{Lateness: lateness}}.Score(q("2"), 2, HalfAway, n)
	want = `RATE  A ÷ T  A=30 (figure)  T=40 (goal)  → 0.75
POINTS  W × r  W=2 (goal)  r=0.75 (step)  → 1.5
TOO_LATE  d ≥ z  d=30 (figure)  z=30 (rule)  → 0
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
}

func TestLatenessExcel(t *testing.T) {
	for _, tt := range []struct {
		m    Lateness
		want string
	}{
		{Lateness{PerDay: pd("1")}, "MAX(W-ROUNDUP(A,0)*1,0)"},
		{Lateness{PerDay: pd("0.1"), Cap: pd("1"), ZeroFrom: pd("4")}, "IF(ROUNDUP(A,0)>=4,0,MAX(W-MIN(ROUNDUP(A,0)*0.1,1),0))"},
		{Lateness{ZeroFrom: pd("4")}, "IF(ROUNDUP(A,0)>=4,0,MAX(W-ROUNDUP(A,0)*0,0))"},
	} {
		if got := inCells(&tt.m); got != tt.want {
			t.Errorf("excel = %s\nwant    %s", got, tt.want)
		}
	}
}
