package score

import "testing"

func TestThreshold(t *testing.T) {
	op := func(c Comparison) Rule { return Rule{Method: Methods{Threshold: &Threshold{Op: c}}} }
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	check := func(passed bool) Numbers {
		return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Passed: &passed}}}
	}
	run(t, []row{
		{id: "M04-1", w: "4", rule: op(AtLeast), n: goal("100", "100"), exact: "4", score: "4.00", rate: "1"},
		{id: "a hair under", w: "4", rule: op(AtLeast), n: goal("100", "99.99"), exact: "0", score: "0.00", rate: "0.9999"},
		{id: "M04-3", w: "10", rule: op(AtMost), n: goal("2.35", "2.35"), exact: "10", score: "10.00", rate: "1"},
		{id: "a hair over", w: "10", rule: op(AtMost), n: goal("2.35", "2.3501"), exact: "0", score: "0.00"},
		{id: "more than, equal", w: "4", rule: op(MoreThan), n: goal("100", "100"), exact: "0", score: "0.00"},
		{id: "more than, more", w: "4", rule: op(MoreThan), n: goal("100", "100.01"), exact: "4", score: "4.00"},
		{id: "less than, equal", w: "4", rule: op(LessThan), n: goal("0", "0"), exact: "0", score: "0.00", rate: "none"},
		{id: "less than, less", w: "4", rule: op(LessThan), n: goal("0", "-1"), exact: "4", score: "4.00"},
		{id: "equal", w: "4", rule: op(EqualTo), n: goal("1.50", "1.5"), exact: "4", score: "4.00", rate: "none"},
		{id: "equal, not", w: "4", rule: op(EqualTo), n: goal("1.5", "1.51"), exact: "0", score: "0.00"},
		{id: "not equal", w: "4", rule: op(NotEqualTo), n: goal("0", "1"), exact: "4", score: "4.00"},
		{id: "not equal, equal", w: "4", rule: op(NotEqualTo), n: goal("0", "0"), exact: "0", score: "0.00"},
		{id: "M04-4", w: "2", rule: op(Pass), n: check(false), exact: "0", score: "0.00", rate: "none"},
		{id: "passed", w: "2", rule: op(Pass), n: check(true), exact: "2", score: "2.00"},
		{id: "M04-5", w: "4", rule: op(AtLeast), n: goal("100", ""), exact: "0", score: "0.00", state: Missing},
		{id: "a check that is a number", w: "2", rule: op(Pass), n: goal("1", "1"), state: Failed, problem: ProblemWrongValueType},
		{id: "a number that is a check", w: "2", rule: op(AtLeast), n: check(true), state: Failed, problem: ProblemWrongValueType},
		{id: "no target", w: "2", rule: op(AtLeast), n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "share of the year", w: "2", rule: op(AtLeast), n: Numbers{Figure: figure("40"), Target: pd("120"), Share: q("1/3")}, exact: "2", score: "2.00"},
	})
}
