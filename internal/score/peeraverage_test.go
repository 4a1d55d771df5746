package score

import "testing"

func TestPeerAverage(t *testing.T) {
	m := func(p PeerAverage) Rule { return Rule{Method: Methods{PeerAverage: &p}} }
	usual := PeerAverage{Tolerance: pd("0.05"), ToleranceIn: new(ToleranceShare), Base: pd("8"), Add: pd("0.5"), Deduct: pd("1"), Max: pd("10")}
	others := usual
	others.SelfIn = new(false)
	full := usual
	full.Count = new(FullSteps)
	lower := usual
	lower.Direction = new(Lower)
	inShares := PeerAverage{Tolerance: pd("1"), Base: pd("0.8"), Add: pd("0.05"), Deduct: pd("0.1"), In: new(InShares), Size: pd("2")}
	apart := among("30", "10", "20")
	apart.Apart = true
	group := []string{"92", "100", "108"} // mean 100, tolerance 5
	run(t, []row{
		{id: "on the mean", w: "10", rule: m(usual), n: among("100", group...), exact: "8", score: "8.00"},
		{id: "on the edge of the tolerance", w: "10", rule: m(usual), n: among("105", "95", "105", "100"), exact: "8", score: "8.00"},
		{id: "beyond it", w: "10", rule: m(usual), n: among("108", group...), exact: "9.5", score: "9.50"},
		{id: "under it", w: "10", rule: m(usual), n: among("92", group...), exact: "5", score: "5.00"},
		{id: "at most", w: "10", rule: m(usual), n: among("130", "130", "70"), exact: "10", score: "10.00"},
		{id: "not below nothing", w: "10", rule: m(usual), n: among("70", "130", "70"), exact: "0", score: "0.00"},
		{id: "without itself", w: "10", rule: m(others), n: among("104", "92", "100", "104"), exact: "9.6", score: "9.60"},
		{id: "begun and complete steps: better", w: "10", rule: m(full), n: among("107.5", "92.5", "107.5", "100"), exact: "9", score: "9.00"},
		{id: "begun and complete steps: worse", w: "10", rule: m(full), n: among("92.5", "92.5", "107.5", "100"), exact: "5", score: "5.00"},
		{id: "lower is better", w: "10", rule: m(lower), n: among("92", group...), exact: "9.5", score: "9.50"},
		{id: "parts of full marks", w: "20", rule: m(inShares), n: among("13", "13", "7"), exact: "17", score: "17.00"},
		{id: "listed apart, itself in the mean", w: "10", rule: m(PeerAverage{Deduct: pd("1"), Add: pd("1"), Base: pd("5")}), n: apart, exact: "10", score: "10.00"},
		{id: "alone, with itself", w: "10", rule: m(usual), n: among("7", "7"), exact: "8", score: "8.00"},
		{id: "alone, without itself", w: "10", rule: m(others), n: among("7", "7"), state: NotApplicable, score: "0.00"},
		{id: "no group", w: "10", rule: m(usual), n: Numbers{Figure: figure("7")}, state: Failed, problem: ProblemNoPeers},
	})
}

func TestPeerAverageValidates(t *testing.T) {
	invalid(t, []bad{
		{"nothing happens", Methods{PeerAverage: &PeerAverage{}}, "method.peerAverage.deduct REQUIRED"},
		{"ranges", Methods{PeerAverage: &PeerAverage{Tolerance: pd("-1"), Base: pd("-1"), Size: pd("0"), Add: pd("-1"), Deduct: pd("-1"), Max: pd("1"), Min: pd("2")}},
			"method.peerAverage.tolerance OUT_OF_RANGE, method.peerAverage.base OUT_OF_RANGE, method.peerAverage.size OUT_OF_RANGE, " +
				"method.peerAverage.add OUT_OF_RANGE, method.peerAverage.deduct OUT_OF_RANGE, method.peerAverage.min OUT_OF_RANGE"},
		{"codes", Methods{PeerAverage: &PeerAverage{Add: pd("1"), Count: new(StepCount("X")), ToleranceIn: new(ToleranceIn("Y"))}},
			"method.peerAverage.count UNKNOWN_CODE, method.peerAverage.toleranceIn UNKNOWN_CODE"},
	})
	cells := func(name string) string { return map[string]string{"A": "D4", "W": "C4", "peers": "D2:D9"}[name] }
	sheets(t, cells, map[string]Methods{
		`MIN(MAX(C4+MAX(D4-AVERAGE(D2:D9)-1,0)/1*0.5-MAX(-(D4-AVERAGE(D2:D9))-1,0)/1*0,0),C4)`: {PeerAverage: &PeerAverage{Tolerance: pd("1"), Add: pd("0.5")}},
	})
}
