package score

import "testing"

func TestRatioToBest(t *testing.T) {
	rule := Rule{Method: Methods{RatioToBest: &RatioToBest{}}}
	lower := Rule{Method: Methods{RatioToBest: &RatioToBest{Direction: new(Lower)}}}
	hard := func(n Numbers, k string) Numbers { n.Difficulty = pd(k); return n }
	apart := among("99", "50", "61.7")
	apart.Apart = true
	run(t, []row{
		{id: "M09-1", w: "400", rule: rule, n: among("52.3", "52.3", "61.7", "12"), exact: "209200/617", score: "339.06"},
		{id: "the best", w: "400", rule: rule, n: among("61.7", "52.3", "61.7"), exact: "400", score: "400.00"},
		{id: "M09-3", w: "10", rule: lower, n: among("8.4", "8.4", "6.3", "9"), exact: "7.5", score: "7.50"},
		{id: "lower is better, none at all", w: "10", rule: lower, n: among("0", "0", "6.3"), exact: "10", score: "10.00"},
		{id: "lower is better, beside none at all", w: "10", rule: lower, n: among("6.3", "0", "6.3"), exact: "0", score: "0.00"},
		{id: "lower is better, below nothing", w: "10", rule: lower, n: among("-1", "-1", "6.3"), state: Failed, problem: ProblemNegativeValue},
		{id: "M09-4", w: "400", rule: rule, n: hard(among("38.5", "46.2", "61.7"), "1.2"), exact: "184800/617", score: "299.51"},
		{id: "difficulty where lower is better", w: "10", rule: lower, n: hard(among("8.4", "7", "6.3"), "1.2"), exact: "9", score: "9.00"},
		{id: "M09-5", w: "10", rule: rule, n: among("-2", "-2", "5"), exact: "0", score: "0.00"},
		{id: "nobody above zero", w: "10", rule: rule, n: among("-2", "-2", "0"), state: NotApplicable, score: "0.00"},
		{id: "listed apart and better than the best", w: "400", rule: rule, n: apart, exact: "400", score: "400.00"},
		{id: "no group", w: "400", rule: rule, n: Numbers{Figure: figure("1")}, state: Failed, problem: ProblemNoPeers},
		{id: "no difficulty at all", w: "400", rule: rule, n: hard(among("1", "1"), "0"), state: Failed, problem: ProblemOutOfRange},
	})
	invalid(t, []bad{{"direction", Methods{RatioToBest: &RatioToBest{Direction: new(Direction("UP"))}}, "method.ratioToBest.direction UNKNOWN_CODE"}})
	cells := func(name string) string { return map[string]string{"A": "D4", "W": "C4", "peers": "D2:D9"}[name] }
	sheets(t, cells, map[string]Methods{
		`IF(MAX(D2:D9)<=0,"",C4*MAX(D4,0)/MAX(D2:D9))`: {RatioToBest: &RatioToBest{}},
		`IF(D4=MIN(D2:D9),C4,C4*MIN(D2:D9)/D4)`:        {RatioToBest: &RatioToBest{Direction: new(Lower)}},
	})
}
