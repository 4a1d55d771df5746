package score

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
)

// among is a figure in a group whose numbers, its own among them, are given.
func among(a string, group ...string) Numbers {
	numbers := make([]*big.Rat, len(group))
	for i, x := range group {
		numbers[i] = q(x)
	}
	return Numbers{Figure: figure(a), Peers: NewPeers(numbers)}
}

// placed is a place in a ranking outside the plan.
func placed(rank, of int) Numbers {
	return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Place: &Place{rank, of}}}}
}

func ds(texts ...string) (list []decimal.Decimal) {
	for _, s := range texts {
		list = append(list, d(s))
	}
	return list
}

func TestRank(t *testing.T) {
	m := func(r Rank) Rule { return Rule{Method: Methods{Rank: &r}} }
	outside := func(r Rank) Rule { r.External = new(true); return m(r) }
	share := new(InShares)
	step2 := Rank{Variant: RankStep, Drop: pd("0.02"), In: share}
	linear := Rank{Variant: RankLinear, First: pd("600"), Last: pd("500")}
	bands := Rank{Variant: RankBands, Bands: []RankBand{{pd("0.2"), pd("1")}, {pd("0.5"), pd("0.8")}, {nil, pd("0.5")}}}
	bonus := Rank{Variant: RankBonus, Base: pd("10"), Top: ds("5", "4", "3", "2", "1"), Bottom: ds("5", "4", "3", "2", "1")}
	averaged := step2
	averaged.Ties = new(TiesAverage)
	cancel := step2
	cancel.Ties = new(TiesCancel)
	lower := step2
	lower.Direction = new(Lower)
	hard := outside(linear)
	hard.Modifiers = &Modifiers{DifficultyCap: pd("2")}
	first := placed(3, 8)
	first.Difficulty = pd("1.05")
	apart := among("70", "90", "80")
	apart.Apart = true
	tied := []string{"95", "90", "90", "80"}
	run(t, []row{
		{id: "M08-1", w: "200", rule: m(step2), n: among("95", "95", "90", "80"), exact: "200", score: "200.00"},
		{id: "second of three", w: "200", rule: m(step2), n: among("90", "95", "90", "80"), exact: "196", score: "196.00"},
		{id: "M08-3", w: "5", rule: outside(Rank{Variant: RankStep, Drop: pd("0.4"), Floor: pd("1")}), n: placed(12, 14), exact: "1", score: "1.00"},
		{id: "just above the floor", w: "5", rule: outside(Rank{Variant: RankStep, Drop: pd("0.4"), Floor: pd("1")}), n: placed(10, 14), exact: "1.4", score: "1.40"},
		{id: "no floor is nothing", w: "5", rule: outside(Rank{Variant: RankStep, Drop: pd("2")}), n: placed(12, 14), exact: "0", score: "0.00"},
		{id: "M08-4", w: "200", rule: m(step2), n: among("90", tied...), exact: "196", score: "196.00"},
		{id: "behind the tie", w: "200", rule: m(step2), n: among("80", tied...), exact: "188", score: "188.00"},
		{id: "M08-5", w: "200", rule: m(averaged), n: among("90", tied...), exact: "194", score: "194.00"},
		{id: "all tied, averaged", w: "200", rule: m(averaged), n: among("1", "1", "1", "1"), exact: "196", score: "196.00"},
		{id: "a tie cancels the item", w: "200", rule: m(cancel), n: among("95", tied...), state: NotApplicable, score: "0.00"},
		{id: "no tie, nothing to cancel", w: "200", rule: m(cancel), n: among("90", "95", "90", "80"), exact: "196", score: "196.00"},
		{id: "lower is better", w: "200", rule: m(lower), n: among("80", tied...), exact: "200", score: "200.00"},
		{id: "linear", w: "600", rule: outside(linear), n: placed(3, 8), exact: "4000/7", score: "571.43"},
		{id: "linear, last", w: "600", rule: outside(linear), n: placed(8, 8), exact: "500", score: "500.00"},
		{id: "difficulty on the third of six", w: "600", rule: hard, n: Numbers{Figure: placed(4, 11).Figure, Difficulty: pd("1.05")}, exact: "598.5", score: "598.50"},
		{id: "difficulty", w: "600", rule: hard, n: first, exact: "600", score: "600.00"},
		{id: "M08-9", w: "4", rule: m(Rank{Variant: RankLinear, Last: pd("2")}), n: among("7", "7"), exact: "4", score: "4.00"},
		{id: "bands, on the bound", w: "10", rule: outside(bands), n: placed(2, 10), exact: "10", score: "10.00"},
		{id: "bands, second", w: "10", rule: outside(bands), n: placed(3, 10), exact: "8", score: "8.00"},
		{id: "bands, the rest", w: "10", rule: outside(bands), n: placed(6, 10), exact: "5", score: "5.00"},
		{id: "bonus, first", w: "10", rule: outside(bonus), n: placed(1, 30), exact: "15", score: "15.00"},
		{id: "bonus, fifth", w: "10", rule: outside(bonus), n: placed(5, 30), exact: "11", score: "11.00"},
		{id: "bonus, in between", w: "10", rule: outside(bonus), n: placed(6, 30), exact: "10", score: "10.00"},
		{id: "bonus, last", w: "10", rule: outside(bonus), n: placed(30, 30), exact: "5", score: "5.00"},
		{id: "bonus below nothing", w: "10", rule: outside(Rank{Variant: RankBonus, Bottom: ds("5")}), n: placed(30, 30), exact: "-5", score: "-5.00"},
		{id: "listed apart: held against the others", w: "200", rule: m(step2), n: apart, exact: "192", score: "192.00"},
		{id: "no group", w: "200", rule: m(step2), n: Numbers{Figure: figure("1")}, state: Failed, problem: ProblemNoPeers},
		{id: "no place", w: "200", rule: outside(linear), n: Numbers{Figure: Figure{State: Value}}, state: Failed, problem: ProblemWrongValueType},
		{id: "place beyond the last", w: "200", rule: outside(linear), n: placed(9, 8), state: Failed, problem: ProblemOutOfRange},
		{id: "the last place above full marks", w: "3", rule: outside(Rank{Variant: RankLinear, Last: pd("5")}), n: placed(3, 8), state: Failed, problem: ProblemOutOfRange},
		{id: "missing", w: "200", rule: m(step2), n: among("", "95"), exact: "0", score: "0.00", state: Missing},
	})
}

func TestRankValidates(t *testing.T) {
	invalid(t, []bad{
		{"no variant", Methods{Rank: &Rank{}}, "method.rank.variant REQUIRED"},
		{"no drop", Methods{Rank: &Rank{Variant: RankStep}}, "method.rank.drop REQUIRED"},
		{"parameters of others", Methods{Rank: &Rank{Variant: RankStep, Drop: pd("1"), First: pd("1"), Top: ds("1")}},
			"method.rank.first EXCLUSIVE, method.rank.top EXCLUSIVE"},
		{"last above first", Methods{Rank: &Rank{Variant: RankLinear, First: pd("5"), Last: pd("6")}}, "method.rank.last OUT_OF_RANGE"},
		{"last above full marks", Methods{Rank: &Rank{Variant: RankLinear, Last: pd("1.2"), In: new(InShares)}}, "method.rank.last OUT_OF_RANGE"},
		{"no bands", Methods{Rank: &Rank{Variant: RankBands}}, "method.rank.bands REQUIRED"},
		{"bands", Methods{Rank: &Rank{Variant: RankBands, Bands: []RankBand{{nil, pd("1")}, {pd("2"), nil}, {pd("0.5"), pd("3")}}}},
			"method.rank.bands.0.upTo LAST_ONLY, method.rank.bands.1.coefficient REQUIRED, method.rank.bands.1.upTo OUT_OF_RANGE, method.rank.bands.2.upTo NOT_ORDERED"},
		{"too many bands", Methods{Rank: &Rank{Variant: RankBands, Bands: make([]RankBand, 101)}}, "method.rank.bands TOO_MANY"},
		{"no extras", Methods{Rank: &Rank{Variant: RankBonus}}, "method.rank.top REQUIRED"},
		{"extras that grow", Methods{Rank: &Rank{Variant: RankBonus, Top: ds("1", "2"), Bottom: ds("-1")}},
			"method.rank.top.1 NOT_ORDERED, method.rank.bottom.0 OUT_OF_RANGE"},
		{"codes", Methods{Rank: &Rank{Variant: "X", Ties: new(RankTies("Y")), In: new(PointsIn("Z")), Direction: new(Direction("UP"))}},
			"method.rank.variant UNKNOWN_CODE, method.rank.direction UNKNOWN_CODE, method.rank.in UNKNOWN_CODE, method.rank.ties UNKNOWN_CODE"},
	})
}

func TestRankForSheets(t *testing.T) {
	cells := func(name string) string {
		return map[string]string{"A": "D4", "W": "C4", "peers": "D2:D9", "rank": "E4", "n": "F4"}[name]
	}
	sheets(t, cells, map[string]Methods{
		`MAX(C4-((COUNTIF(D2:D9,">"&D4)+1)-1)*0.02*C4,0)`: {Rank: &Rank{Variant: RankStep, Drop: pd("0.02"), In: new(InShares)}},
		`IF(F4=1,C4,C4-(E4-1)*(C4-0)/(F4-1))`:             {Rank: &Rank{Variant: RankLinear, External: new(true)}},
		`IF(E4<=0.2*F4,C4*1,C4*0.5)`:                      {Rank: &Rank{Variant: RankBands, External: new(true), Bands: []RankBand{{pd("0.2"), pd("1")}, {nil, pd("0.5")}}}},
		`0+IF(E4=1,2,0)-IF(E4=F4-0,3,0)`:                  {Rank: &Rank{Variant: RankBonus, External: new(true), Top: ds("2"), Bottom: ds("3")}},
		"":                                                {Rank: &Rank{Variant: RankBonus, Top: ds("2"), Ties: new(TiesAverage)}},
	})
}
