package score

import "testing"

func TestPerStep(t *testing.T) {
	m := func(x PerStep) Rule { return Rule{Method: Methods{PerStep: &x}} }
	growth := func(count StepCount) Rule {
		return m(PerStep{Base: pd("48"), Size: pd("1"), Add: pd("0.5"), Deduct: pd("0.5"), Max: pd("72"), Count: &count})
	}
	proRata, full := growth(ProRata), growth(FullSteps)
	down := m(PerStep{Base: pd("3"), Size: pd("1"), Add: pd("0"), Deduct: pd("0.5"), Max: pd("3")})
	plain := m(PerStep{Deduct: pd("0.4")})
	shares := m(PerStep{Base: pd("0.8"), Add: pd("0.01"), Deduct: pd("0.02"), Max: pd("1.2"), In: new(InShares)})
	lower := m(PerStep{Base: pd("8"), Add: pd("1"), Deduct: pd("2"), Size: pd("0.5"), Direction: new(Lower)})
	lowerFull := m(PerStep{Base: pd("8"), Add: pd("1"), Deduct: pd("2"), Size: pd("0.5"), Direction: new(Lower), Count: new(FullSteps)})
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	run(t, []row{
		{id: "M07-1", w: "60", rule: proRata, n: goal("10", "17.4"), exact: "51.7", score: "51.70", rate: "1.74"},
		{id: "M07-3", w: "60", rule: proRata, n: goal("10", "6.8"), exact: "46.4", score: "46.40", rate: "0.68"},
		{id: "M07-4", w: "60", rule: full, n: goal("10", "6.8"), exact: "46", score: "46.00"},
		{id: "M07-5", w: "3", rule: down, n: goal("90", "85.5"), exact: "0.75", score: "0.75", rate: "0.95"},
		{id: "full steps above", w: "60", rule: full, n: goal("10", "17.4"), exact: "51.5", score: "51.50"},
		{id: "full steps, exactly", w: "60", rule: full, n: goal("10", "17"), exact: "51.5", score: "51.50"},
		{id: "full steps, exactly below", w: "60", rule: full, n: goal("10", "7"), exact: "46.5", score: "46.50"},
		{id: "less than a step above", w: "60", rule: full, n: goal("10", "10.99"), exact: "48", score: "48.00"},
		{id: "less than a step below", w: "60", rule: full, n: goal("10", "9.99"), exact: "47.5", score: "47.50"},
		{id: "at the target", w: "60", rule: proRata, n: goal("10", "10"), exact: "48", score: "48.00", rate: "1"},
		{id: "on the maximum", w: "60", rule: proRata, n: goal("10", "58"), exact: "72", score: "72.00"},
		{id: "over the maximum", w: "60", rule: proRata, n: goal("10", "58.01"), exact: "72", score: "72.00"},
		{id: "down to nothing", w: "60", rule: proRata, n: goal("10", "-86"), exact: "0", score: "0.00"},
		{id: "never below", w: "60", rule: proRata, n: goal("10", "-87"), exact: "0", score: "0.00"},
		{id: "nothing is added where nothing is said", w: "3", rule: plain, n: goal("90", "99"), exact: "3", score: "3.00"},
		{id: "from full marks", w: "3", rule: plain, n: goal("90", "88.5"), exact: "2.4", score: "2.40"},
		{id: "base above full marks stops there", w: "3", rule: m(PerStep{Base: pd("5"), Deduct: pd("1")}), n: goal("90", "89"), exact: "3", score: "3.00"},
		{id: "shares above", w: "50", rule: shares, n: goal("10", "17.4"), exact: "43.7", score: "43.70"},
		{id: "shares below", w: "50", rule: shares, n: goal("10", "6.8"), exact: "36.8", score: "36.80"},
		{id: "shares, maximum", w: "50", rule: shares, n: goal("10", "99"), exact: "60", score: "60.00"},
		{id: "shares of a fraction", w: "10/3", rule: shares, n: goal("10", "10"), exact: "8/3", score: "2.67"},
		{id: "shares, all left out", w: "50", rule: m(PerStep{Deduct: pd("0.1"), In: new(InShares)}), n: goal("10", "9"), exact: "45", score: "45.00"},
		{id: "lower is better", w: "10", rule: lower, n: goal("5", "4.4"), exact: "9.2", score: "9.20", rate: "25/22"},
		{id: "lower is better, worse", w: "10", rule: lower, n: goal("5", "5.6"), exact: "5.6", score: "5.60"},
		{id: "lower is better, full steps", w: "10", rule: lowerFull, n: goal("5", "4.4"), exact: "9", score: "9.00"},
		{id: "lower is better, worse, a started step", w: "10", rule: lowerFull, n: goal("5", "5.6"), exact: "4", score: "4.00"},
		{id: "a target of zero", w: "60", rule: proRata, n: goal("0", "2"), exact: "49", score: "49.00", rate: "none"},
		{id: "a negative target", w: "60", rule: proRata, n: goal("-3", "-1"), exact: "49", score: "49.00", rate: "5/3"},
		{id: "steps of a third", w: "60", rule: m(PerStep{Base: pd("48"), Size: pd("3"), Add: pd("1"), Max: pd("72")}), n: goal("10", "11"), exact: "145/3", score: "48.33"},
		{id: "half of the year", w: "60", rule: proRata, n: Numbers{Figure: figure("8.7"), Target: pd("10"), Share: q("1/2")}, exact: "51.7", score: "51.70", rate: "1.74"},
		{id: "nothing planned yet", w: "60", rule: proRata, n: Numbers{Figure: figure("1"), Target: pd("10"), Share: q("0")}, state: Failed, problem: ProblemDivisionByZero},
		{id: "no target", w: "60", rule: proRata, n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "a check", w: "60", rule: proRata, n: Numbers{Figure: Figure{State: Value, Inputs: Inputs{Passed: new(true)}}, Target: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "60", rule: proRata, n: goal("10", ""), exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, proRata, "60", "72")
	atMost(t, down, "3", "3")
	atMost(t, m(PerStep{Base: pd("2"), Deduct: pd("1")}), "3", "2")
	atMost(t, m(PerStep{Base: pd("5"), Deduct: pd("1")}), "3", "3")
	atMost(t, shares, "50", "60")
	atMost(t, m(PerStep{Base: pd("0.8"), Deduct: pd("0.1"), In: new(InShares)}), "50", "40")
}

func TestPerStepIsValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing", `{"method":{"perStep":{}}}`, "perStep.add REQUIRED"},
		{"all wrong", `{"method":{"perStep":{"base":"-1","size":"0","add":"-1","deduct":"-0.5","max":"0","count":"HALF","in":"EUR","direction":"UP"}}}`,
			"perStep.base OUT_OF_RANGE, perStep.size OUT_OF_RANGE, perStep.add OUT_OF_RANGE, perStep.deduct OUT_OF_RANGE, perStep.max OUT_OF_RANGE, " +
				"perStep.count UNKNOWN_CODE, perStep.in UNKNOWN_CODE, perStep.direction UNKNOWN_CODE"},
		{"base above the maximum", `{"method":{"perStep":{"base":"5","add":"1","max":"4"}}}`, "perStep.base OUT_OF_RANGE"},
		{"shares above the whole", `{"method":{"perStep":{"base":"1.1","add":"0.1","in":"SHARE"}}}`, "perStep.base OUT_OF_RANGE"},
		{"the whole above the shares", `{"method":{"perStep":{"deduct":"0.1","max":"0.9","in":"SHARE"}}}`, "perStep.base OUT_OF_RANGE"},
		{"one amount in points says nothing", `{"method":{"perStep":{"deduct":"0.1","max":"0.9","in":"POINTS"}}}`, ""},
		{"nothing added, said aloud", `{"method":{"perStep":{"add":"0"}}}`, ""},
	})
}

func TestPerStepOnPaper(t *testing.T) {
	r := Rule{Method: Methods{PerStep: &PerStep{Base: pd("0.8"), Deduct: pd("0.1"), Count: new(FullSteps), In: new(InShares)}}}
	res := r.Score(q("60"), 2, HalfAway, Numbers{Figure: figure("3.4"), Target: pd("10"), Share: q("1/2")})
	want := `PLANNED_SHARE  T × s  T=10 (goal)  s=0.5 (goal)  → 5
PLANNED_SHARE  size × s  size=1 (default)  s=0.5 (goal)  → 0.5
STEPS  (A − T) ÷ size  A=3.4 (figure)  T=5 (step)  size=0.5 (step)  → -3.2
FULL_STEPS  ⌊k⌋  k=-3.2 (step)  → -4
PER_STEP  base + k × deduct  base=0.8 (rule)  k=-4 (step)  deduct=0.1 (rule)  → 0.4
POINTS  W × x  W=60 (goal)  x=0.4 (step)  → 24
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
}

func TestPerStepExcel(t *testing.T) {
	for _, tt := range []struct {
		m    PerStep
		want string
	}{
		{PerStep{Base: pd("48"), Size: pd("2"), Add: pd("0.5"), Deduct: pd("0.4"), Max: pd("72")}, "MIN(MAX(48+MAX((A-T)/2,0)*0.5+MIN((A-T)/2,0)*0.4,0),72)"},
		{PerStep{Deduct: pd("0.5")}, "MIN(MAX(W+MIN((A-T),0)*0.5,0),W)"},
		{PerStep{Add: pd("0.5"), Base: pd("3"), Count: new(FullSteps), Direction: new(Lower)}, "MIN(MAX(3+MAX(INT(ROUND((T-A),9)),0)*0.5,0),W)"},
		{PerStep{Add: pd("0.01"), Base: pd("0.8"), In: new(InShares)}, "W*MIN(MAX(0.8+MAX((A-T),0)*0.01,0),1)"},
	} {
		if got := inCells(&tt.m); got != tt.want {
			t.Errorf("excel = %s\nwant    %s", got, tt.want)
		}
	}
}
