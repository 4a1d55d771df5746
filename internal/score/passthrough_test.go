package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func published(score, full string) Numbers {
	u := UpperResult{Score: d(score), Full: d(full), Document: "市考核办〔2026〕3号", Date: "2026-12-31"}
	return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Upper: &u}}}
}

func TestPassThrough(t *testing.T) {
	m := func(x PassThrough) Rule { return Rule{Method: Methods{PassThrough: &x}} }
	score := m(PassThrough{By: ByScore})
	step := m(PassThrough{By: ByPlace, Place: &Rank{Variant: RankStep, Drop: pd("0.4"), Floor: pd("1")}})
	line := m(PassThrough{By: ByPlace, Place: &Rank{Variant: RankLinear, Last: pd("4"), External: new(true)}})
	waits := Numbers{Figure: Figure{State: Value}}
	half := published("91.6", "100")
	half.Share = q("1/2")
	run(t, []row{
		{id: "M20", w: "8", rule: score, n: published("91.6", "100"), exact: "7.328", score: "7.33", rate: "none"},
		{id: "M20 out of 345", w: "8", rule: score, n: published("343.2", "345"), exact: "4576/575", score: "7.96"},
		{id: "M20 not yet published", w: "8", rule: score, n: waits, state: Pending, score: "0.00"},
		{id: "nobody reported anything", w: "8", rule: score, n: Numbers{Figure: figure("")}, state: Pending, score: "0.00"},
		{id: "nobody reported anything in a trial", w: "8", rule: score, n: inTrial(Numbers{Figure: figure("")}), state: Pending},
		{id: "all of it", w: "8", rule: score, n: published("100", "100"), exact: "8", score: "8.00"},
		{id: "nothing of it", w: "8", rule: score, n: published("0", "100"), exact: "0", score: "0.00"},
		{id: "more than all", w: "8", rule: score, n: published("100.01", "100"), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "less than nothing", w: "8", rule: score, n: published("-1", "100"), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "out of nothing", w: "8", rule: score, n: published("0", "0"), state: Failed, problem: ProblemOutOfRange},
		{id: "a number is no result", w: "8", rule: score, n: Numbers{Figure: figure("91.6")}, state: Failed, problem: ProblemWrongValueType},
		{id: "a place is no score", w: "8", rule: score, n: placed(1, 9), state: Pending},
		{id: "a score has no planned share", w: "8", rule: score, n: half, exact: "7.328", score: "7.33"},
		{id: "does not apply", w: "8", rule: score, n: Numbers{Figure: Figure{State: ValueNotApplies}}, state: NotApplicable},
		{id: "third place", w: "5", rule: step, n: placed(3, 20), exact: "4.2", score: "4.20", rate: "none"},
		{id: "twelfth place", w: "5", rule: step, n: placed(12, 20), exact: "1", score: "1.00"},
		{id: "between first and last", w: "8", rule: line, n: placed(2, 3), exact: "6", score: "6.00"},
		{id: "alone", w: "8", rule: line, n: placed(1, 1), exact: "8", score: "8.00"},
		{id: "no place yet", w: "5", rule: step, n: waits, state: Pending},
		{id: "no place yet, missing", w: "5", rule: step, n: Numbers{Figure: figure("")}, state: Pending},
		{id: "a score is no place", w: "5", rule: step, n: published("90", "100"), state: Pending},
		{id: "a number is no place", w: "5", rule: step, n: Numbers{Figure: figure("3")}, state: Failed, problem: ProblemWrongValueType},
		{id: "place zero", w: "5", rule: step, n: placed(0, 9), state: Failed, problem: ProblemOutOfRange},
		{id: "behind the last", w: "5", rule: step, n: placed(10, 9), state: Failed, problem: ProblemOutOfRange},
	})
	for want, r := range map[string]Rule{"10": score, "20": m(PassThrough{By: ByPlace, Place: &Rank{Variant: RankLinear, First: pd("20")}})} {
		if got := r.Method.PassThrough.most(q("10")); got.Cmp(q(want)) != 0 {
			t.Errorf("most = %s, want %s", got, want)
		}
	}
}

func TestPassThroughTrace(t *testing.T) {
	rule := Rule{Method: Methods{PassThrough: &PassThrough{By: ByScore}}}
	if got, want := steps(rule, "8", published("91.6", "100")), "POINTS  W × u ÷ f  W=8 (goal)  u=91.6 (figure)  f=100 (figure)  → 7.328\n"; got != want {
		t.Errorf("steps:\n%s\nwant:\n%s", got, want)
	}
	res := rule.Score(q("8"), 2, HalfAway, Numbers{Figure: figure("")})
	want := []Trace{{Code: TraceNotPublished, Operands: []Operand{{"state", "MISSING", FromFigure}}}}
	if diff := cmp.Diff(want, res.Trace.Children); diff != "" || res.Unrounded != nil {
		t.Errorf("not published: %v %s", res.Unrounded, diff)
	}
}

func TestPassThroughValidate(t *testing.T) {
	refuses(t, "passThrough", []wrong{
		{"score", `{"by":"SCORE"}`, ""},
		{"place", `{"by":"PLACE","place":{"variant":"STEP","drop":"0.4"}}`, ""},
		{"nothing", `{}`, "by REQUIRED"},
		{"by what", `{"by":"GRADE"}`, "by UNKNOWN_CODE"},
		{"score with places", `{"by":"SCORE","place":{"variant":"STEP","drop":"1"}}`, "place EXCLUSIVE"},
		{"place without places", `{"by":"PLACE"}`, "place REQUIRED"},
		{"places, all wrong", `{"by":"PLACE","place":{"variant":"STEP","drop":"-1","external":false}}`, "place.external EXCLUSIVE, place.drop OUT_OF_RANGE"},
	})
}

func TestPassThroughExcel(t *testing.T) {
	for want, m := range map[string]PassThrough{
		"W*upper/full":          {By: ByScore},
		"MAX(W-(rank-1)*0.4,1)": {By: ByPlace, Place: &Rank{Variant: RankStep, Drop: pd("0.4"), Floor: pd("1")}},
	} {
		if got := m.excel(names); got != want {
			t.Errorf("formula = %s\nwant %s", got, want)
		}
	}
}
