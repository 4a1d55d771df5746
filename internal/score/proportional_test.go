package score

import "testing"

func TestProportional(t *testing.T) {
	m := func(p Proportional) Rule { return Rule{Method: Methods{Proportional: &p}} }
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	plain := m(Proportional{})
	onZero := func(z ZeroTarget) Rule { return m(Proportional{OnZero: &z}) }
	run(t, []row{
		{id: "M01-1", w: "10", rule: plain, n: goal("200", "170"), exact: "8.5", score: "8.50", rate: "0.85"},
		{id: "exactly met", w: "10", rule: plain, n: goal("200", "200"), exact: "10", score: "10.00", rate: "1"},
		{id: "M01-3", w: "10", rule: m(Proportional{Cap: pd("1")}), n: goal("200", "230"), exact: "10", score: "10.00", rate: "1.15"},
		{id: "M01-4", w: "10", rule: m(Proportional{Cap: pd("1.10")}), n: goal("200", "230"), exact: "11", score: "11.00", rate: "1.15"},
		{id: "M01-5", w: "10", rule: m(Proportional{ZeroBelow: pd("0.60")}), n: goal("200", "110"), exact: "0", score: "0.00", rate: "0.55"},
		{id: "exactly on zeroBelow", w: "10", rule: m(Proportional{ZeroBelow: pd("0.60")}), n: goal("200", "120"), exact: "6", score: "6.00"},
		{id: "a hair under zeroBelow", w: "10", rule: m(Proportional{ZeroBelow: pd("0.80")}), n: goal("3", "2.3999999"), exact: "0", score: "0.00"},
		{id: "M01-7", w: "6", rule: plain, n: goal("7.5", "7.1"), exact: "5.68", score: "5.68", rate: "71/75"},
		{id: "negative target, half-way", w: "5", rule: plain, n: goal("-3", "-4.5"), exact: "2.5", score: "2.50", rate: "0.5"},
		{id: "M01-9", w: "5", rule: m(Proportional{Cap: pd("1")}), n: goal("-3", "1.2"), exact: "5", score: "5.00", rate: "2.4"},
		{id: "negative target rejected", w: "5", rule: m(Proportional{OnNegative: new(NegativeRejected)}), n: goal("-3", "1.2"), state: Failed, problem: ProblemNegativeTarget},
		{id: "M01-11", w: "4", rule: onZero(ZeroFullIfMet), n: goal("0", "0"), exact: "4", score: "4.00", rate: "1"},
		{id: "zero target missed", w: "4", rule: onZero(ZeroFullIfMet), n: goal("0", "-1"), exact: "0", score: "0.00", rate: "0"},
		{id: "zero target does not apply", w: "4", rule: onZero(ZeroNotApplicable), n: goal("0", "3"), state: NotApplicable},
		{id: "zero target refused", w: "4", rule: plain, n: goal("0", "3"), state: Failed, problem: ProblemZeroTarget},
		{id: "negative value earns nothing", w: "10", rule: plain, n: goal("200", "-20"), exact: "0", score: "0.00", rate: "-0.1"},
		{id: "floor", w: "10", rule: m(Proportional{Floor: pd("0.3")}), n: goal("200", "20"), exact: "3", score: "3.00"},
		{id: "zeroBelow comes before the floor", w: "10", rule: m(Proportional{Floor: pd("0.3"), ZeroBelow: pd("0.2")}), n: goal("200", "20"), exact: "0", score: "0.00"},
		{id: "full marks need not be a decimal", w: "50/3", rule: plain, n: goal("3", "2"), exact: "100/9", score: "11.11"},
		{id: "rounds half away from zero", w: "5", rule: plain, n: goal("1000", "201"), exact: "1.005", score: "1.01"},
		{id: "missing at year end", w: "4", rule: plain, n: goal("100", ""), exact: "0", score: "0.00", state: Missing, rate: "none"},
		{id: "nothing produced", w: "4", rule: plain, n: Numbers{Figure: Figure{State: NothingProduced}, Target: pd("1")}, state: NotApplicable},
		{id: "does not apply", w: "4", rule: plain, n: Numbers{Figure: Figure{State: ValueNotApplies}, Target: pd("1")}, state: NotApplicable},
		{id: "no target", w: "4", rule: plain, n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "a rating is no number", w: "4", rule: plain, n: Numbers{Figure: Figure{State: Value, Inputs: Inputs{Ratings: []string{"A"}}}, Target: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "unknown state", w: "4", rule: plain, n: Numbers{Figure: Figure{State: "LATE"}, Target: pd("1")}, state: Failed, problem: ProblemUnknownCode},
		{id: "bad rule", w: "4", rule: m(Proportional{Cap: pd("-1")}), n: goal("1", "1"), state: Failed, problem: ProblemBadRule},
		{id: "negative full marks", w: "-4", rule: plain, n: goal("1", "1"), state: Failed, problem: ProblemOutOfRange},
		{id: "share of the year", w: "10", rule: plain, n: Numbers{Figure: figure("30"), Target: pd("120"), Share: q("5/12")}, exact: "6", score: "6.00", rate: "0.6"},
		{id: "target already held to its share", w: "10", rule: plain, n: Numbers{Figure: figure("10"), Target: pd("120"), TargetRat: q("100/3"), Share: q("1/2")}, exact: "3", score: "3.00", rate: "0.3"},
	})
}
