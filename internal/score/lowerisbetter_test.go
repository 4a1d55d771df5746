package score

import (
	"math/big"
	"testing"
)

func TestLowerIsBetter(t *testing.T) {
	ratio := func(cap string) Rule {
		return Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerByRatio, Cap: pd(cap)}}}
	}
	linear := Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear}}}
	noCase := func(na bool) Rule {
		return Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear, NAIfNoCase: &na}}}
	}
	onZero := func(z ZeroTarget) Rule {
		return Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerByRatio, OnZero: &z}}}
	}
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	none := Numbers{Figure: Figure{State: ValueNotApplies, Numerator: new(big.Rat), Denominator: new(big.Rat)}, Target: pd("10")}
	run(t, []row{
		{id: "M02-1", w: "8", rule: ratio("1"), n: goal("4.5", "4.0"), exact: "8", score: "8.00", rate: "1.125"},
		{id: "ratio, worse than the target", w: "8", rule: ratio(""), n: goal("4.5", "5.0"), exact: "7.2", score: "7.20", rate: "0.9"},
		{id: "M02-3", w: "8", rule: linear, n: goal("4.5", "5.0"), exact: "64/9", score: "7.11", rate: "8/9"},
		{id: "M02-4", w: "8", rule: linear, n: goal("4.5", "9.9"), exact: "0", score: "0.00", rate: "-0.2"},
		{id: "linear, exactly twice the target", w: "8", rule: linear, n: goal("4.5", "9"), exact: "0", score: "0.00", rate: "0"},
		{id: "linear, better than the target", w: "8", rule: linear, n: goal("4.5", "1.5"), exact: "8", score: "8.00", rate: "5/3"},
		{id: "linear, zero", w: "8", rule: linear, n: goal("4.5", "0"), exact: "8", score: "8.00", rate: "2"},
		{id: "M02-5", w: "8", rule: ratio("1.05"), n: goal("35", "31"), exact: "8.4", score: "8.40", rate: "35/31"},
		{id: "ratio of zero is the cap", w: "8", rule: ratio("1.05"), n: goal("35", "0"), exact: "8.4", score: "8.40", rate: "1.05"},
		{id: "M02-7 ratio", w: "6", rule: ratio(""), n: goal("0", "1"), exact: "0", score: "0.00", rate: "0"},
		{id: "M02-7 linear", w: "6", rule: linear, n: goal("0", "1"), exact: "0", score: "0.00", rate: "0"},
		{id: "zero target met", w: "6", rule: linear, n: goal("0", "0"), exact: "6", score: "6.00", rate: "1"},
		{id: "zero target does not apply", w: "6", rule: onZero(ZeroNotApplicable), n: goal("0", "0"), state: NotApplicable},
		{id: "zero target refused", w: "6", rule: onZero(ZeroRejected), n: goal("0", "0"), state: Failed, problem: ProblemZeroTarget},
		{id: "negative value", w: "6", rule: ratio(""), n: goal("5", "-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "negative value, linear", w: "6", rule: linear, n: goal("5", "-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "negative target", w: "6", rule: linear, n: goal("-5", "1"), state: Failed, problem: ProblemNegativeTarget},
		{id: "no target", w: "6", rule: linear, n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "a rating", w: "6", rule: linear, n: Numbers{Figure: Figure{State: Value}, Target: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "6", rule: linear, n: goal("5", ""), exact: "0", score: "0.00", state: Missing},
		{id: "no case, left out", w: "6", rule: linear, n: none, state: NotApplicable},
		{id: "no case does not apply", w: "6", rule: noCase(true), n: none, state: NotApplicable},
		{id: "no case is as good as none lost", w: "6", rule: noCase(false), n: none, exact: "6", score: "6.00"},
		{id: "nothing produced, likewise", w: "6", rule: noCase(false), n: Numbers{Figure: Figure{State: NothingProduced}, Target: pd("10")}, exact: "6", score: "6.00"},
		{id: "not applicable for another reason", w: "6", rule: noCase(false), n: Numbers{Figure: Figure{State: ValueNotApplies}, Target: pd("10")}, state: NotApplicable},
	})
}
