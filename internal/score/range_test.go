package score

import "testing"

func TestRange(t *testing.T) {
	m := func(from, to, zeroBelow, zeroAbove string) Rule {
		return Rule{Method: Methods{Range: &Range{From: pd(from), To: pd(to), ZeroBelow: pd(zeroBelow), ZeroAbove: pd(zeroAbove)}}}
	}
	half, growth, point := m("45", "55", "30", "80"), m("-1", "2", "-3", "5"), m("50", "50", "40", "60")
	goal := func(actual string) Numbers { return Numbers{Figure: figure(actual)} }
	midYear := func(actual string) Numbers { return Numbers{Figure: figure(actual), Share: q("1/2")} }
	run(t, []row{
		{id: "M03-1", w: "5", rule: half, n: goal("50"), exact: "5", score: "5.00", rate: "none"},
		{id: "M03-3", w: "5", rule: half, n: goal("42"), exact: "4", score: "4.00"},
		{id: "M03-4", w: "5", rule: half, n: goal("61"), exact: "3.8", score: "3.80"},
		{id: "M03-5", w: "5", rule: half, n: goal("28"), exact: "0", score: "0.00"},
		{id: "on the lower bound", w: "5", rule: half, n: goal("45"), exact: "5", score: "5.00"},
		{id: "on the upper bound", w: "5", rule: half, n: goal("55"), exact: "5", score: "5.00"},
		{id: "a hair below", w: "5", rule: half, n: goal("44.99"), exact: "1499/300", score: "5.00"},
		{id: "where nothing is left below", w: "5", rule: half, n: goal("30"), exact: "0", score: "0.00"},
		{id: "just above that", w: "5", rule: half, n: goal("30.3"), exact: "0.1", score: "0.10"},
		{id: "where nothing is left above", w: "5", rule: half, n: goal("80"), exact: "0", score: "0.00"},
		{id: "beyond", w: "5", rule: half, n: goal("99"), exact: "0", score: "0.00"},
		{id: "just below that", w: "5", rule: half, n: goal("79"), exact: "0.2", score: "0.20"},
		{id: "thirds stay exact", w: "5", rule: half, n: goal("40"), exact: "10/3", score: "3.33"},
		{id: "negative bounds", w: "6", rule: growth, n: goal("-2.5"), exact: "1.5", score: "1.50"},
		{id: "negative and inside", w: "6", rule: growth, n: goal("-0.5"), exact: "6", score: "6.00"},
		{id: "zero is a number", w: "6", rule: growth, n: goal("0"), exact: "6", score: "6.00"},
		{id: "one point, met", w: "6", rule: point, n: goal("50"), exact: "6", score: "6.00"},
		{id: "one point, missed", w: "6", rule: point, n: goal("51"), exact: "5.4", score: "5.40"},
		{id: "a target does not matter", w: "5", rule: half, n: Numbers{Figure: figure("42"), Target: pd("84")}, exact: "4", score: "4.00", rate: "none"},
		{id: "half of the year, inside", w: "5", rule: half, n: midYear("25"), exact: "5", score: "5.00"},
		{id: "half of the year, below", w: "5", rule: half, n: midYear("21"), exact: "4", score: "4.00"},
		{id: "half of the year, above", w: "5", rule: half, n: midYear("30.5"), exact: "3.8", score: "3.80"},
		{id: "half of the year, far above", w: "5", rule: half, n: midYear("40"), exact: "0", score: "0.00"},
		{id: "nothing planned yet", w: "5", rule: half, n: Numbers{Figure: figure("1"), Share: q("0")}, exact: "0", score: "0.00"},
		{id: "a rating", w: "5", rule: half, n: Numbers{Figure: Figure{State: Value}}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "5", rule: half, n: goal(""), exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, half, "5", "5")
}

func TestRangeIsValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing", `{"method":{"range":{}}}`,
			"range.from REQUIRED, range.to REQUIRED, range.zeroBelow REQUIRED, range.zeroAbove REQUIRED"},
		{"all in the wrong order", `{"method":{"range":{"from":"55","to":"45","zeroBelow":"55","zeroAbove":"45"}}}`,
			"range.to NOT_ORDERED, range.zeroBelow NOT_ORDERED, range.zeroAbove NOT_ORDERED"},
		{"one side", `{"method":{"range":{"from":"45","zeroBelow":"46"}}}`,
			"range.to REQUIRED, range.zeroAbove REQUIRED, range.zeroBelow NOT_ORDERED"},
		{"one point", `{"method":{"range":{"from":"50","to":"50","zeroBelow":"49","zeroAbove":"51"}}}`, ""},
	})
}

func TestRangeOnPaper(t *testing.T) {
	r := Rule{Method: Methods{Range: &Range{From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")}}}
	res := r.Score(q("5"), 2, HalfAway, Numbers{Figure: figure("30.5"), Share: q("1/2")})
	want := `PLANNED_SHARE  L × s  L=45 (rule)  s=0.5 (goal)  → 22.5
PLANNED_SHARE  H × s  H=55 (rule)  s=0.5 (goal)  → 27.5
PLANNED_SHARE  Hz × s  Hz=80 (rule)  s=0.5 (goal)  → 40
ABOVE_RANGE  (Hz − A) ÷ (Hz − H)  A=30.5 (figure)  Hz=40 (step)  H=27.5 (step)  → 0.76
POINTS  W × c  W=5 (goal)  c=0.76 (step)  → 3.8
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
}

func TestRangeExcel(t *testing.T) {
	for _, tt := range []struct {
		m    Range
		want string
	}{
		{Range{From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")}, "W*MAX(MIN(1,(A-30)/(45-30),(80-A)/(80-55)),0)"},
		{Range{From: pd("-1"), To: pd("2"), ZeroBelow: pd("-3"), ZeroAbove: pd("5")}, "W*MAX(MIN(1,(A-(-3))/((-1)-(-3)),(5-A)/(5-2)),0)"},
	} {
		if got := inCells(&tt.m); got != tt.want {
			t.Errorf("excel = %s\nwant    %s", got, tt.want)
		}
	}
}

func TestRangeOfPeriods(t *testing.T) {
	spent := Rule{Method: Methods{Range: &Range{From: pd("95"), To: pd("100"), ZeroBelow: pd("80"), ZeroAbove: pd("101"), Periods: []PeriodRange{
		{Period: 1, From: pd("20"), To: pd("30"), ZeroBelow: pd("10"), ZeroAbove: pd("50")},
		{Period: 2, From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")},
	}}}}
	through := func(period, a string) Numbers {
		return Numbers{Trial: true, Figure: Aggregate(Last, nil, []PeriodValue{{Period: period, Revision: 1, State: Value, Value: pd(a)}})}
	}
	run(t, []row{
		{id: "inside the first quarter's", w: "2", rule: spent, n: through("2026-Q1", "25"), exact: "2", score: "2.00"},
		{id: "the same in the second", w: "2", rule: spent, n: through("2026-Q2", "25"), exact: "0", score: "0.00"},
		{id: "on the way to the second's", w: "2", rule: spent, n: through("2026-Q2", "61"), exact: "1.52", score: "1.52"},
		{id: "the year's, where a quarter has none", w: "2", rule: spent, n: through("2026-Q4", "87.5"), exact: "1", score: "1.00"},
		{id: "the year's at its end, whatever came last", w: "2", rule: spent, n: Numbers{Figure: through("2026-Q2", "98").Figure}, exact: "2", score: "2.00"},
		{id: "the year's, for a figure of no period", w: "2", rule: spent, n: Numbers{Figure: figure("98")}, exact: "2", score: "2.00"},
	})
	refused := Range{From: pd("1"), To: pd("2"), ZeroBelow: pd("0"), ZeroAbove: pd("3"), Periods: []PeriodRange{
		{Period: 0, From: pd("1"), To: pd("2"), ZeroBelow: pd("0"), ZeroAbove: pd("3")}, {Period: 13}, {Period: 2, From: pd("2"), To: pd("1"), ZeroBelow: pd("0"), ZeroAbove: pd("3")},
		{Period: 2, From: pd("1"), To: pd("2"), ZeroBelow: pd("0"), ZeroAbove: pd("3")},
	}}
	invalid(t, []bad{{"periods", Methods{Range: &refused}, "method.range.periods.0.period OUT_OF_RANGE, method.range.periods.1.period OUT_OF_RANGE, " +
		"method.range.periods.1.from REQUIRED, method.range.periods.1.to REQUIRED, method.range.periods.1.zeroBelow REQUIRED, method.range.periods.1.zeroAbove REQUIRED, " +
		"method.range.periods.2.to NOT_ORDERED, method.range.periods.3.period DUPLICATE"}})
}
