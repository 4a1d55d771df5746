package score

import "testing"

func TestTiers(t *testing.T) {
	tiers := func(m Tiers) Rule { return Rule{Method: Methods{Tiers: &m}} }
	coefficients := func(pairs ...string) (ts []Tier) {
		for i := 0; i < len(pairs); i += 2 {
			ts = append(ts, Tier{From: pd(pairs[i]), Coefficient: pd(pairs[i+1])})
		}
		return ts
	}
	points := func(pairs ...string) (ts []Tier) {
		for i := 0; i < len(pairs); i += 2 {
			ts = append(ts, Tier{From: pd(pairs[i]), Points: pd(pairs[i+1])})
		}
		return ts
	}
	steps := coefficients("1.00", "1.0", "0.95", "0.9", "0.90", "0.8", "0.80", "0.6")
	rate := tiers(Tiers{On: OnRate, Bounds: steps})
	value := tiers(Tiers{On: OnValue, Bounds: coefficients("100", "1", "95", "0.8", "90", "0.6", "", "0.1")})
	joined := tiers(Tiers{On: OnRate, Bounds: steps, Interpolate: new(true)})
	best := tiers(Tiers{On: OnValue, Direction: new(Lower), Bounds: coefficients("3", "1", "5", "0.8", "10", "0.5")})
	votes := tiers(Tiers{On: OnValue, Bounds: points("0.90", "200", "0.80", "190", "0.70", "180", "", "130")})
	goal := func(target, actual string) Numbers { return Numbers{Figure: figure(actual), Target: pd(target)} }
	run(t, []row{
		{id: "M05-1", w: "8", rule: rate, n: goal("1", "1.03"), exact: "8", score: "8.00", rate: "1.03"},
		{id: "on a bound", w: "8", rule: rate, n: goal("1", "0.95"), exact: "7.2", score: "7.20"},
		{id: "M05-3", w: "8", rule: rate, n: goal("1", "0.9499"), exact: "6.4", score: "6.40"},
		{id: "M05-4", w: "8", rule: rate, n: goal("1", "0.8"), exact: "4.8", score: "4.80"},
		{id: "M05-5", w: "8", rule: rate, n: goal("1", "0.7999"), exact: "0", score: "0.00"},
		{id: "compared unrounded", w: "8", rule: rate, n: goal("3", "2.8499999999"), exact: "6.4", score: "6.40"},
		{id: "rate of a target", w: "8", rule: rate, n: goal("200", "190"), exact: "7.2", score: "7.20", rate: "0.95"},
		{id: "negative target by distance", w: "8", rule: rate, n: goal("-2", "-2.2"), exact: "6.4", score: "6.40", rate: "0.9"},
		{id: "zero target", w: "8", rule: rate, n: goal("0", "1"), state: Failed, problem: ProblemZeroTarget},
		{id: "no target", w: "8", rule: rate, n: goal("", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "value, on the top", w: "5", rule: value, n: goal("", "100"), exact: "5", score: "5.00", rate: "none"},
		{id: "value, with a target to be far from", w: "5", rule: value, n: goal("100", "97"), exact: "4", score: "4.00", rate: "0.97"},
		{id: "value, the rest", w: "5", rule: value, n: goal("", "-3"), exact: "0.5", score: "0.50"},
		{id: "joined, between two", w: "8", rule: joined, n: goal("1", "0.975"), exact: "7.6", score: "7.60"},
		{id: "joined, on a bound", w: "8", rule: joined, n: goal("1", "0.95"), exact: "7.2", score: "7.20"},
		{id: "joined, third of the way", w: "9", rule: joined, n: goal("30", "25"), exact: "6", score: "6.00"},
		{id: "joined, above the top", w: "8", rule: joined, n: goal("1", "2"), exact: "8", score: "8.00"},
		{id: "joined, below the last", w: "8", rule: joined, n: goal("1", "0.79"), exact: "0", score: "0.00"},
		{id: "lower is better, on a bound", w: "10", rule: best, n: goal("", "5"), exact: "8", score: "8.00"},
		{id: "lower is better, a hair over", w: "10", rule: best, n: goal("", "5.01"), exact: "5", score: "5.00"},
		{id: "lower is better, top", w: "10", rule: best, n: goal("", "0"), exact: "10", score: "10.00"},
		{id: "lower is better, below the last", w: "10", rule: best, n: goal("", "10.5"), exact: "0", score: "0.00"},
		{id: "lower is better, by rate", w: "8", rule: tiers(Tiers{On: OnRate, Direction: new(Lower), Bounds: steps}), n: goal("9", "10"), exact: "6.4", score: "6.40", rate: "0.9"},
		{id: "lower is better, nothing at all", w: "8", rule: tiers(Tiers{On: OnRate, Direction: new(Lower), Bounds: steps}), n: goal("9", "0"), exact: "8", score: "8.00", rate: "none"},
		{id: "points of their own", w: "200", rule: votes, n: goal("", "0.875"), exact: "190", score: "190.00"},
		{id: "points, the rest", w: "200", rule: votes, n: goal("", "0.1"), exact: "130", score: "130.00"},
		{id: "points, joined", w: "200", rule: tiers(Tiers{On: OnValue, Interpolate: new(true), Bounds: points("0.90", "200", "0.80", "190")}), n: goal("", "0.85"), exact: "195", score: "195.00"},
		{id: "a rating", w: "8", rule: value, n: Numbers{Figure: Figure{State: Value}}, state: Failed, problem: ProblemWrongValueType},
		{id: "lower is better, negative", w: "8", rule: tiers(Tiers{On: OnRate, Direction: new(Lower), Bounds: steps}), n: goal("9", "-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "missing", w: "8", rule: rate, n: goal("1", ""), exact: "0", score: "0.00", state: Missing},
		{id: "bounds of a sum in mid-year", w: "5", rule: value, n: Numbers{Figure: figure("48"), Share: q("1/2")}, exact: "4", score: "4.00"},
	})
}
