package score

import "testing"

func TestDeduction(t *testing.T) {
	m := func(x Deduction) Rule { return Rule{Method: Methods{Deduction: &x}} }
	count := func(n string) Numbers { return Numbers{Figure: figure(n)} }
	events := func(pairs ...string) Numbers {
		f := Figure{State: Value}
		for i := 0; i < len(pairs); i += 2 {
			f.Inputs.Occurrences = append(f.Inputs.Occurrences, Occurrence{pairs[i], d(pairs[i+1])})
		}
		return Numbers{Figure: f}
	}
	kinds := []KindPoints{{"general", d("0.5")}, {"serious", d("2")}}
	half := m(Deduction{Each: pd("0.5")})
	byKind := m(Deduction{Kinds: kinds})
	fatal := m(Deduction{Each: pd("1"), ZeroIf: []ZeroCondition{{Kind: new("fatal"), AtLeast: d("1")}}})
	accident := events("fatal", "1")
	accident.Figure.Value = q("2")
	run(t, []row{
		{id: "M10-1", w: "5", rule: byKind, n: events("general", "3"), exact: "3.5", score: "3.50", rate: "none"},
		{id: "plain count", w: "5", rule: half, n: count("3"), exact: "3.5", score: "3.50"},
		{id: "none", w: "5", rule: half, n: count("0"), exact: "5", score: "5.00"},
		{id: "M10-3", w: "5", rule: half, n: count("12"), exact: "0", score: "0.00"},
		{id: "M10-4", w: "5", rule: m(Deduction{Each: pd("0.5"), Floor: pd("-2")}), n: count("12"), exact: "-1", score: "-1.00"},
		{id: "negative floor reached", w: "5", rule: m(Deduction{Each: pd("0.5"), Floor: pd("-2")}), n: count("30"), exact: "-2", score: "-2.00"},
		{id: "M10-5", w: "10", rule: m(Deduction{Each: pd("1.5"), Multiplier: pd("2")}), n: count("2"), exact: "4", score: "4.00"},
		{id: "two kinds", w: "5", rule: byKind, n: events("general", "1", "serious", "1"), exact: "2.5", score: "2.50"},
		{id: "two kinds doubled", w: "10", rule: m(Deduction{Kinds: kinds, Multiplier: pd("2")}), n: events("general", "1", "serious", "1"), exact: "5", score: "5.00"},
		{id: "a kind that is not listed", w: "5", rule: byKind, n: events("odd", "1"), state: Failed, problem: ProblemUnknownKind},
		{id: "a kind that is not listed has the common price", w: "5", rule: m(Deduction{Kinds: kinds, Each: pd("0.1")}), n: events("odd", "1"), exact: "4.9", score: "4.90"},
		{id: "occurrences without kinds in the rule", w: "5", rule: half, n: events("a", "1", "b", "2"), exact: "3.5", score: "3.50"},
		{id: "kinds in the rule, zero reported", w: "5", rule: byKind, n: count("0"), exact: "5", score: "5.00"},
		{id: "kinds in the rule, a bare count reported", w: "5", rule: byKind, n: count("2"), state: Failed, problem: ProblemWrongValueType},
		{id: "allowance", w: "5", rule: m(Deduction{Each: pd("0.5"), Free: pd("2")}), n: count("3"), exact: "4.5", score: "4.50"},
		{id: "allowance not used up", w: "5", rule: m(Deduction{Each: pd("0.5"), Free: pd("2")}), n: count("1"), exact: "5", score: "5.00"},
		{id: "allowance covers the cheapest", w: "5", rule: m(Deduction{Kinds: kinds, Free: pd("2")}), n: events("serious", "2", "general", "1"), exact: "3", score: "3.00"},
		{id: "zero condition", w: "4", rule: fatal, n: accident, exact: "0", score: "0.00", state: Zeroed},
		{id: "zero condition not met", w: "4", rule: fatal, n: count("2"), exact: "2", score: "2.00"},
		{id: "zero condition on all kinds", w: "4", rule: m(Deduction{Each: pd("0.1"), ZeroIf: []ZeroCondition{{AtLeast: d("4")}}}), n: count("4"), exact: "0", score: "0.00", state: Zeroed},
		{id: "floor above full marks gives full marks", w: "1", rule: m(Deduction{Each: pd("1"), Floor: pd("2")}), n: count("9"), exact: "1", score: "1.00"},
		{id: "negative count", w: "4", rule: half, n: count("-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "negative occurrences", w: "4", rule: byKind, n: events("general", "-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "neither number nor occurrences", w: "4", rule: half, n: events(), state: Failed, problem: ProblemWrongValueType},
		{id: "missing is not zero", w: "4", rule: half, n: count(""), exact: "0", score: "0.00", state: Missing},
	})
}
