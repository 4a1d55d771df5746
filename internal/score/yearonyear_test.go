package score

import "testing"

func TestYearOnYear(t *testing.T) {
	m := func(x YearOnYear) Rule { return Rule{Method: Methods{YearOnYear: &x}} }
	both := m(YearOnYear{Base: pd("8"), Size: pd("2"), Add: pd("0.5"), AddCap: pd("2"), Deduct: pd("1"), DeductCap: pd("3")})
	full := m(YearOnYear{Base: pd("8"), Size: pd("2"), Add: pd("0.5"), AddCap: pd("2"), Deduct: pd("1"), DeductCap: pd("3"), Count: new(FullSteps)})
	percent := m(YearOnYear{Change: new(ChangeInPercent), Base: pd("8"), Size: pd("5"), Add: pd("0.5"), AddCap: pd("2"), Deduct: pd("1")})
	lower := m(YearOnYear{Base: pd("8"), Add: pd("0.5"), AddCap: pd("2"), Deduct: pd("1"), Direction: new(Lower)})
	shares := m(YearOnYear{Base: pd("0.8"), Add: pd("0.05"), AddCap: pd("0.3"), Deduct: pd("0.1"), In: new(InShares)})
	onlyDown := m(YearOnYear{Deduct: pd("0.5")})
	goal := func(baseline, actual string) Numbers { return Numbers{Figure: figure(actual), Baseline: pd(baseline)} }
	half := func(baseline, actual string) Numbers {
		return Numbers{Figure: figure(actual), Baseline: pd(baseline), Share: q("1/2")}
	}
	run(t, []row{
		{id: "better", w: "10", rule: both, n: goal("100", "105"), exact: "9.25", score: "9.25", rate: "none"},
		{id: "much better, capped", w: "10", rule: both, n: goal("100", "150"), exact: "10", score: "10.00"},
		{id: "exactly the cap", w: "10", rule: both, n: goal("100", "108"), exact: "10", score: "10.00"},
		{id: "no change", w: "10", rule: both, n: goal("100", "100"), exact: "8", score: "8.00"},
		{id: "worse", w: "10", rule: both, n: goal("100", "97"), exact: "6.5", score: "6.50"},
		{id: "much worse, capped", w: "10", rule: both, n: goal("100", "50"), exact: "5", score: "5.00"},
		{id: "full steps, better", w: "10", rule: full, n: goal("100", "105"), exact: "9", score: "9.00"},
		{id: "full steps, worse", w: "10", rule: full, n: goal("100", "97"), exact: "6", score: "6.00"},
		{id: "full steps, hardly worse", w: "10", rule: full, n: goal("100", "99.9"), exact: "7", score: "7.00"},
		{id: "per cent", w: "10", rule: percent, n: goal("80", "86"), exact: "8.75", score: "8.75"},
		{id: "per cent, thirds", w: "10", rule: percent, n: goal("30", "31"), exact: "25/3", score: "8.33"},
		{id: "per cent of a negative baseline", w: "10", rule: percent, n: goal("-20", "-19"), exact: "8.5", score: "8.50"},
		{id: "per cent of nothing", w: "10", rule: percent, n: goal("0", "1"), state: Failed, problem: ProblemZeroBaseline},
		{id: "down to zero without a cap", w: "10", rule: percent, n: goal("100", "50"), exact: "0", score: "0.00"},
		{id: "never below", w: "10", rule: percent, n: goal("100", "1"), exact: "0", score: "0.00"},
		{id: "lower is better", w: "10", rule: lower, n: goal("12", "10"), exact: "9", score: "9.00"},
		{id: "lower is better, worse", w: "10", rule: lower, n: goal("12", "13.5"), exact: "6.5", score: "6.50"},
		{id: "a baseline of zero", w: "10", rule: lower, n: goal("0", "1"), exact: "7", score: "7.00"},
		{id: "from full marks", w: "10", rule: onlyDown, n: goal("100", "99"), exact: "9.5", score: "9.50"},
		{id: "nothing is added where nothing is said", w: "10", rule: onlyDown, n: goal("100", "199"), exact: "10", score: "10.00"},
		{id: "above full marks", w: "10", rule: m(YearOnYear{Add: pd("1"), AddCap: pd("2")}), n: goal("5", "9"), exact: "12", score: "12.00"},
		{id: "shares", w: "20", rule: shares, n: goal("10", "13"), exact: "19", score: "19.00"},
		{id: "shares, capped", w: "20", rule: shares, n: goal("10", "99"), exact: "22", score: "22.00"},
		{id: "shares, worse", w: "20", rule: shares, n: goal("10", "9"), exact: "14", score: "14.00"},
		{id: "shares, never below", w: "20", rule: shares, n: goal("10", "1"), exact: "0", score: "0.00"},
		{id: "a target gives a rate", w: "10", rule: both, n: Numbers{Figure: figure("105"), Baseline: pd("100"), Target: pd("120")}, exact: "9.25", score: "9.25", rate: "0.875"},
		{id: "half of the year", w: "10", rule: both, n: half("100", "52.5"), exact: "9.25", score: "9.25"},
		{id: "half of the year in per cent", w: "10", rule: percent, n: half("80", "43"), exact: "8.75", score: "8.75"},
		{id: "nothing planned yet", w: "10", rule: both, n: Numbers{Figure: figure("1"), Baseline: pd("100"), Share: q("0")}, state: Failed, problem: ProblemDivisionByZero},
		{id: "no baseline", w: "10", rule: both, n: goal("", "1"), state: Failed, problem: ProblemNoBaseline},
		{id: "a rating", w: "10", rule: both, n: Numbers{Figure: Figure{State: Value}, Baseline: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "10", rule: both, n: goal("100", ""), exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, both, "10", "10")
	atMost(t, shares, "20", "22")
	atMost(t, onlyDown, "10", "10")
	atMost(t, m(YearOnYear{Base: pd("6"), Add: pd("0")}), "10", "6")
}

func TestYearOnYearIsValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing", `{"method":{"yearOnYear":{}}}`, "yearOnYear.add REQUIRED"},
		{"more without end", `{"method":{"yearOnYear":{"add":"0.5"}}}`, "yearOnYear.addCap REQUIRED"},
		{"nothing added needs no cap", `{"method":{"yearOnYear":{"add":"0","deduct":"1"}}}`, ""},
		{"all wrong", `{"method":{"yearOnYear":{"base":"-1","change":"RATIO","size":"0","add":"-1","addCap":"0","deduct":"-1","deductCap":"-2","count":"X","in":"Y","direction":"Z"}}}`,
			"yearOnYear.base OUT_OF_RANGE, yearOnYear.change UNKNOWN_CODE, yearOnYear.size OUT_OF_RANGE, yearOnYear.add OUT_OF_RANGE, yearOnYear.addCap OUT_OF_RANGE, " +
				"yearOnYear.deduct OUT_OF_RANGE, yearOnYear.deductCap OUT_OF_RANGE, yearOnYear.count UNKNOWN_CODE, yearOnYear.in UNKNOWN_CODE, yearOnYear.direction UNKNOWN_CODE"},
	})
}

func TestYearOnYearOnPaper(t *testing.T) {
	r := Rule{Method: Methods{YearOnYear: &YearOnYear{Change: new(ChangeInPercent), Size: pd("5"), Base: pd("3"), Deduct: pd("1"), DeductCap: pd("4"), Count: new(FullSteps)}}}
	res := r.Score(q("10"), 2, HalfAway, Numbers{Figure: figure("70"), Baseline: pd("90")})
	want := `CHANGE_PERCENT  (A − B) ÷ |B| × 100  A=70 (figure)  B=90 (goal)  → -200/9
STEPS  x ÷ size  x=-200/9 (step)  size=5 (rule)  → -40/9
FULL_STEPS  ⌊k⌋  k=-40/9 (step)  → -5
YEAR_ON_YEAR_TAKEN  max(k × deduct, −cap)  k=-5 (step)  deduct=1 (rule)  cap=4 (rule)  → -4
YEAR_ON_YEAR  base + d  base=3 (rule)  d=-4 (step)  → -1
YEAR_ON_YEAR_FLOOR  max(x, 0)  x=-1 (step)  → 0
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
}

func TestYearOnYearExcel(t *testing.T) {
	for _, tt := range []struct {
		m    YearOnYear
		want string
	}{
		{YearOnYear{Base: pd("8"), Size: pd("2"), Add: pd("0.5"), AddCap: pd("2"), Deduct: pd("1"), DeductCap: pd("3")},
			"MAX(8+MIN(MAX((A-B)/2,0)*0.5,2)+MAX(MIN((A-B)/2,0)*1,-3),0)"},
		{YearOnYear{Change: new(ChangeInPercent), Deduct: pd("1"), Direction: new(Lower), Count: new(FullSteps)},
			"MAX(W+MIN(INT(ROUND(((B-A)/ABS(B)*100),9)),0)*1,0)"},
		{YearOnYear{Base: pd("0.8"), Add: pd("0.1"), AddCap: pd("0.2"), In: new(InShares)}, "W*MAX(0.8+MIN(MAX((A-B),0)*0.1,0.2),0)"},
	} {
		if got := inCells(&tt.m); got != tt.want {
			t.Errorf("excel = %s\nwant    %s", got, tt.want)
		}
	}
}
