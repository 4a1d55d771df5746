package score

import "testing"

func TestModifiers(t *testing.T) {
	rule := func(cap string, m *Modifiers) Rule {
		return Rule{Method: Methods{Proportional: &Proportional{Cap: pd(cap)}}, Modifiers: m}
	}
	hard := func(actual, k string) Numbers {
		return Numbers{Figure: figure(actual), Target: pd("100"), Difficulty: pd(k)}
	}
	stretch := func(actual, c string) Numbers {
		return Numbers{Figure: figure(actual), Target: pd("100"), Challenge: pd(c)}
	}
	untargeted := func(actual, c string) Numbers { return Numbers{Figure: figure(actual), Challenge: pd(c)} }
	lower := Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear}}, Modifiers: &Modifiers{ChallengeBonus: pd("0.6")}}
	check := Rule{Method: Methods{Threshold: &Threshold{Op: Pass}}, Modifiers: &Modifiers{ChallengeBonus: pd("1")}}
	off := Rule{Method: Methods{Deduction: &Deduction{Each: pd("1"), Floor: pd("-3")}}}
	one, bonus := &Modifiers{DifficultyCap: pd("1.0")}, &Modifiers{ChallengeBonus: pd("0.6")}
	run(t, []row{
		{id: "difficulty 4.20", w: "5", rule: rule("", one), n: hard("84", "1.15"), exact: "4.83", score: "4.83"},
		{id: "difficulty 4.80", w: "5", rule: rule("", one), n: hard("96", "1.15"), exact: "5", score: "5.00"},
		{id: "difficulty 0.95", w: "5", rule: rule("", one), n: hard("100", "0.95"), exact: "4.75", score: "4.75"},
		{id: "difficulty, no cap stated", w: "5", rule: rule("", nil), n: hard("96", "1.15"), exact: "5", score: "5.00"},
		{id: "difficulty, higher cap", w: "5", rule: rule("", &Modifiers{DifficultyCap: pd("1.1")}), n: hard("96", "1.15"), exact: "5.5", score: "5.50"},
		{id: "difficulty under a higher cap", w: "5", rule: rule("", &Modifiers{DifficultyCap: pd("1.2")}), n: hard("96", "1.15"), exact: "5.52", score: "5.52"},
		{id: "no cap stated takes nothing away", w: "10", rule: rule("1.1", nil), n: hard("110", "1.05"), exact: "11", score: "11.00"},
		{id: "a stated cap does", w: "10", rule: rule("1.1", one), n: hard("110", "1.05"), exact: "10", score: "10.00"},
		{id: "and without a difficulty too", w: "10", rule: rule("1.1", one), n: hard("110", ""), exact: "10", score: "10.00"},
		{id: "difficulty of one", w: "10", rule: rule("1.1", nil), n: hard("110", "1"), exact: "11", score: "11.00"},
		{id: "difficulty leaves a deduction alone", w: "1", rule: off, n: Numbers{Figure: figure("3"), Difficulty: pd("1.5")}, exact: "-2", score: "-2.00"},
		{id: "difficulty of nothing", w: "5", rule: rule("", nil), n: hard("96", "0"), state: Failed, problem: ProblemOutOfRange},
		{id: "challenge 110", w: "6", rule: rule("", bonus), n: stretch("110", "120"), exact: "6.3", score: "6.30"},
		{id: "challenge 125", w: "6", rule: rule("", bonus), n: stretch("125", "120"), exact: "6.6", score: "6.60"},
		{id: "challenge 99", w: "6", rule: rule("", bonus), n: stretch("99", "120"), exact: "5.94", score: "5.94"},
		{id: "challenge exactly", w: "6", rule: rule("", bonus), n: stretch("120", "120"), exact: "6.6", score: "6.60"},
		{id: "target exactly", w: "6", rule: rule("", bonus), n: stretch("100", "120"), exact: "6", score: "6.00"},
		{id: "a third of the way", w: "6", rule: rule("", bonus), n: stretch("110", "130"), exact: "6.2", score: "6.20"},
		{id: "challenge, no bonus stated", w: "6", rule: rule("", nil), n: stretch("110", "120"), exact: "6", score: "6.00"},
		{id: "bonus, no challenge", w: "6", rule: rule("", bonus), n: stretch("110", ""), exact: "6", score: "6.00"},
		{id: "challenge below the target", w: "6", rule: lower, n: Numbers{Figure: figure("7"), Target: pd("8"), Challenge: pd("6")}, exact: "6.3", score: "6.30"},
		{id: "challenge is the target", w: "6", rule: rule("", bonus), n: stretch("110", "100"), state: Failed, problem: ProblemTargetIsChallenge},
		{id: "challenge without a target", w: "6", rule: Rule{Method: Methods{Deduction: &Deduction{Each: pd("1")}}, Modifiers: bonus}, n: untargeted("0", "1"), state: Failed, problem: ProblemNoTarget},
		{id: "challenge to a check", w: "6", rule: check, n: Numbers{Figure: Figure{State: Value, Inputs: Inputs{Passed: new(true)}}, Challenge: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "the bonus is not multiplied", w: "6", rule: rule("", bonus), n: Numbers{Figure: figure("125"), Target: pd("100"), Challenge: pd("120"), Difficulty: pd("0.9")}, exact: "6", score: "6.00"},
		{id: "missing earns no bonus", w: "6", rule: rule("", bonus), n: stretch("", "120"), exact: "0", score: "0.00", state: Missing},
	})
}
