package score

import (
	"math/big"
	"strings"
	"testing"
)

// numbers are named inputs: name, value, name, value.
func numbers(pairs ...string) Numbers {
	n := Numbers{Figure: Figure{State: Value}}
	for i := 0; i < len(pairs); i += 2 {
		n.Figure.Inputs.Numbers = append(n.Figure.Inputs.Numbers, NamedNumber{pairs[i], d(pairs[i+1])})
	}
	return n
}

func TestComposite(t *testing.T) {
	m := func(c Composite) Rule { return Rule{Method: Methods{Composite: &c}} }
	index := m(Composite{Formula: "W * (0.6*a + 0.4*b) / 100", Inputs: []string{"a", "b"}})
	closed := func(on DivisionByZero) Rule {
		return m(Composite{Formula: "W * closed / accepted", Inputs: []string{"closed", "accepted"}, OnDivisionByZero: &on})
	}
	usual := m(Composite{Formula: "W * closed / accepted", Inputs: []string{"closed", "accepted"}})
	invest := Rule{
		Method:    Methods{Composite: &Composite{Formula: "rate + gap*1.5 + mix*0.15", Inputs: []string{"rate", "gap", "mix"}}},
		Modifiers: &Modifiers{Then: &Methods{RatioToBest: &RatioToBest{}}},
	}
	second := numbers("rate", "38.19175", "gap", "5", "mix", "7")
	second.Peers = NewPeers([]*big.Rat{q("46.74175"), q("60.5")})
	goal := numbers()
	goal.Figure.Value, goal.Target, goal.Baseline, goal.Challenge = q("8"), pd("10"), pd("4"), pd("12")
	over := numbers("a", "300", "b", "300")
	run(t, []row{
		{id: "M14-1", w: "2", rule: index, n: numbers("a", "86.3", "b", "91.5"), exact: "1.7676", score: "1.77"},
		{id: "not above full marks", w: "2", rule: index, n: over, exact: "2", score: "2.00"},
		{id: "not below nothing", w: "2", rule: index, n: numbers("a", "-10", "b", "0"), exact: "0", score: "0.00"},
		{id: "a most of its own", w: "2", rule: m(Composite{Formula: "W * a", Inputs: []string{"a"}, Most: pd("3")}), n: numbers("a", "2"), exact: "3", score: "3.00"},
		{id: "numbers of the goal", w: "6", rule: m(Composite{Formula: "W * (A - B) / (T - B) + (C - T) - 2"}), n: goal, exact: "4", score: "4.00"},
		{id: "M14-3", w: "400", rule: invest, n: second, exact: "16997/55", score: "309.04"},
		{id: "M14-4", w: "2", rule: usual, n: numbers("closed", "0", "accepted", "0"), state: NotApplicable, score: "0.00"},
		{id: "division is nothing", w: "2", rule: closed(DivisionZero), n: numbers("closed", "0", "accepted", "0"), exact: "0", score: "0.00"},
		{id: "division is full", w: "2", rule: closed(DivisionFull), n: numbers("closed", "0", "accepted", "0"), exact: "2", score: "2.00"},
		{id: "division is an error", w: "2", rule: closed(DivisionError), n: numbers("closed", "0", "accepted", "0"), state: Failed, problem: ProblemDivisionByZero},
		{id: "an input is missing", w: "2", rule: index, n: numbers("a", "1"), state: Failed, problem: ProblemUnknownInput},
		{id: "no target", w: "2", rule: m(Composite{Formula: "W * T"}), n: numbers(), state: Failed, problem: ProblemNoTarget},
		{id: "second method without a group", w: "400", rule: invest, n: numbers("rate", "1", "gap", "1", "mix", "1"), state: Failed, problem: ProblemNoPeers},
	})
}

func TestCompositeThenBest(t *testing.T) {
	rule := Rule{
		Method:    Methods{Composite: &Composite{Formula: "rate + gap*1.5 + mix*0.15", Inputs: []string{"rate", "gap", "mix"}}},
		Modifiers: &Modifiers{Then: &Methods{RatioToBest: &RatioToBest{}}},
	}
	in := oneGroup(weights("1"))
	in.Indicators[0].Rule = rule
	for i, rate := range []string{"38.19175", "51.95"} {
		u := UnitInput{Code: "U" + string('1'+rune(i)), Mode: Ranked, Goals: []GoalInput{{GoalID: int64(i + 1), Indicator: "I", FullMarks: d("100"), Values: []PeriodValue{{
			Period: "2026", Revision: 1, State: Value, Inputs: &Inputs{Numbers: []NamedNumber{{"rate", d(rate)}, {"gap", d("5")}, {"mix", d("7")}}},
		}}}}}
		in.Groups[0].Units = append(in.Groups[0].Units, u)
	}
	units := mustRun(t, in).Groups[0].Units
	if got := units[0].Lines[0].Trace.Value; got != "100" {
		t.Errorf("the best earns %s", got)
	}
	if got := units[1].Lines[0].Points.String(); got != "77.26" { // 46.74175 ÷ 60.5 × 100
		t.Errorf("the other earns %s", got)
	}
}

func TestCompositeValidates(t *testing.T) {
	invalid(t, []bad{
		{"no formula", Methods{Composite: &Composite{}}, "method.composite.formula FORMULA"},
		{"unknown name", Methods{Composite: &Composite{Formula: "W * x"}}, "method.composite.formula FORMULA"},
		{"names", Methods{Composite: &Composite{Formula: "1", Inputs: []string{"W", "a", "a", "if", ""}}},
			"method.composite.inputs.0 DUPLICATE, method.composite.inputs.2 DUPLICATE, method.composite.inputs.3 BAD_NAME, method.composite.inputs.4 BAD_NAME"},
		{"too many inputs", Methods{Composite: &Composite{Formula: "1", Inputs: make([]string, 101)}}, "method.composite.inputs TOO_MANY"},
		{"too long", Methods{Composite: &Composite{Formula: strings.Repeat("1+", 50_000) + "1"}}, "method.composite.formula FORMULA"},
		{"too deep", Methods{Composite: &Composite{Formula: strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000)}}, "method.composite.formula FORMULA"},
		{"rest", Methods{Composite: &Composite{Formula: "1", Most: pd("0"), OnDivisionByZero: new(DivisionByZero("X"))}},
			"method.composite.onDivisionByZero UNKNOWN_CODE, method.composite.most OUT_OF_RANGE"},
	})
	p := Rule{Method: Methods{Composite: &Composite{Formula: "W *\n  (a + ?)", Inputs: []string{"a"}}}}.Validate()[0]
	if p.Args["line"] != "2" || p.Args["column"] != "8" {
		t.Errorf("at %v", p.Args)
	}
	cells := func(name string) string { return map[string]string{"W": "C4", "in:a": "H4"}[name] }
	sheets(t, cells, map[string]Methods{"MIN(MAX(C4*H4/100,0),C4)": {Composite: &Composite{Formula: "W × a ÷ 100", Inputs: []string{"a"}}}})
}
