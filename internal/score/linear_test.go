package score

import "testing"

func TestLinear(t *testing.T) {
	m := func(l Linear) Rule { return Rule{Method: Methods{Linear: &l}} }
	classic := m(Linear{})
	pure := m(Linear{Base: pd("0")})
	bands := func(standards ...string) Rule {
		l := Linear{}
		for i, c := range []string{"1.0", "0.8", "0.6", "0.4", "0.2"} {
			l.Bands = append(l.Bands, Band{Standard: d(standards[i]), Coefficient: d(c)})
		}
		return m(l)
	}
	five, debt := bands("12", "9", "6", "3", "0"), bands("40", "50", "60", "70", "85")
	goal := func(baseline, target, actual string) Numbers {
		return Numbers{Figure: figure(actual), Target: pd(target), Baseline: pd(baseline)}
	}
	run(t, []row{
		{id: "M06-1", w: "10", rule: classic, n: goal("80", "100", "92"), exact: "8.4", score: "8.40", rate: "0.92"},
		{id: "at the baseline", w: "10", rule: classic, n: goal("80", "100", "80"), exact: "6", score: "6.00"},
		{id: "M06-3", w: "10", rule: m(Linear{Hi: pd("100")}), n: goal("80", "100", "110"), exact: "10", score: "10.00"},
		{id: "above the target, higher limit", w: "10", rule: m(Linear{Hi: pd("120")}), n: goal("80", "100", "110"), exact: "12", score: "12.00"},
		{id: "M06-4", w: "10", rule: classic, n: goal("12", "8", "9.5"), exact: "8.5", score: "8.50", rate: "16/19"},
		{id: "lower is better, worse than the baseline", w: "10", rule: classic, n: goal("12", "8", "13"), exact: "5", score: "5.00"},
		{id: "M06-5", w: "100", rule: classic, n: goal("6", "12", "5.81"), exact: "881/15", score: "58.73"},
		{id: "below the baseline is zero", w: "100", rule: m(Linear{Below: new(BelowIsZero)}), n: goal("6", "12", "5.81"), exact: "0", score: "0.00"},
		{id: "exactly on it is not below", w: "100", rule: m(Linear{Below: new(BelowIsZero)}), n: goal("6", "12", "6"), exact: "60", score: "60.00"},
		{id: "far below stops at lo", w: "100", rule: classic, n: goal("6", "12", "-20"), exact: "0", score: "0.00"},
		{id: "lo of its own", w: "10", rule: m(Linear{Lo: pd("40")}), n: goal("80", "100", "20"), exact: "4", score: "4.00"},
		{id: "M06-7", w: "6", rule: classic, n: goal("-2", "4", "0.5"), exact: "4.6", score: "4.60", rate: "0.125"},
		{id: "pure linear", w: "6", rule: pure, n: goal("-2", "4", "0"), exact: "2", score: "2.00"},
		{id: "target is the baseline", w: "6", rule: classic, n: goal("4", "4", "4"), state: Failed, problem: ProblemTargetIsBaseline},
		{id: "no baseline", w: "6", rule: classic, n: goal("", "4", "4"), state: Failed, problem: ProblemNoBaseline},
		{id: "no target", w: "6", rule: classic, n: goal("4", "", "4"), state: Failed, problem: ProblemNoTarget},
		{id: "baseline of the rule", w: "10", rule: m(Linear{Baseline: pd("80")}), n: goal("", "100", "92"), exact: "8.4", score: "8.40"},
		{id: "the goal's own comes first", w: "10", rule: m(Linear{Baseline: pd("0"), Target: pd("1")}), n: goal("80", "100", "92"), exact: "8.4", score: "8.40"},
		{id: "challenge knows the rule's target", w: "10", rule: Rule{Method: Methods{Linear: &Linear{Baseline: pd("80"), Target: pd("100")}}, Modifiers: &Modifiers{ChallengeBonus: pd("1")}},
			n: Numbers{Figure: figure("105"), Challenge: pd("110")}, exact: "10.5", score: "10.50"},
		{id: "M06-9", w: "20", rule: five, n: goal("", "", "10"), exact: "52/3", score: "17.33"},
		{id: "on the top standard", w: "20", rule: five, n: goal("", "", "12"), exact: "20", score: "20.00"},
		{id: "above the top standard", w: "20", rule: five, n: goal("", "", "99"), exact: "20", score: "20.00"},
		{id: "on a standard", w: "20", rule: five, n: goal("", "", "6"), exact: "12", score: "12.00"},
		{id: "M06-11", w: "20", rule: five, n: goal("", "", "0"), exact: "4", score: "4.00"},
		{id: "below the last standard", w: "20", rule: five, n: goal("", "", "-0.01"), exact: "0", score: "0.00"},
		{id: "bands where lower is better", w: "20", rule: debt, n: goal("", "", "55"), exact: "14", score: "14.00"},
		{id: "bands where lower is better, best", w: "20", rule: debt, n: goal("", "", "30"), exact: "20", score: "20.00"},
		{id: "bands where lower is better, worst", w: "20", rule: debt, n: goal("", "", "85"), exact: "4", score: "4.00"},
		{id: "bands where lower is better, beyond", w: "20", rule: debt, n: goal("", "", "86"), exact: "0", score: "0.00"},
		{id: "a rating", w: "10", rule: classic, n: Numbers{Figure: Figure{State: Value}, Target: pd("1"), Baseline: pd("0")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "10", rule: classic, n: goal("80", "100", ""), exact: "0", score: "0.00", state: Missing},
		// Held to half the year, baseline and target keep their order: with the
		// target alone halved, 50 would seem to be better than 100.
		{id: "half of the year", w: "10", rule: classic, n: Numbers{Figure: figure("46"), Target: pd("100"), Baseline: pd("80"), Share: q("1/2")}, exact: "8.4", score: "8.40"},
		{id: "bands in half of the year", w: "20", rule: five, n: Numbers{Figure: figure("5"), Share: q("1/2")}, exact: "52/3", score: "17.33"},
	})
}
