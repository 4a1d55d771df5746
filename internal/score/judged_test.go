package score

import "testing"

// judgedBy is a group of units under a plan that forbids ties, whose one item is
// judged by a rule.
func judgedBy(rule Rule, figures ...string) RunInput {
	in := oneGroup(weights("1"))
	in.Rules.NoTies = true
	in.Indicators = []IndicatorInput{{Code: "J", Dimension: "D1", Aggregation: Last, Rule: rule}, only("I", "D2")}
	in.Groups[0].Dimensions = []DimensionMarks{{"D1", d("10")}, {"D2", d("90")}}
	for i, f := range figures {
		u := UnitInput{Code: string(rune('A' + i)), Mode: Ranked, Goals: []GoalInput{
			{GoalID: int64(2*i + 1), Indicator: "J", FullMarks: d("10"), Values: months(f)}, goalOf(int64(2*i+2), "I", "90", "60")}}
		in.Groups[0].Units = append(in.Groups[0].Units, u)
	}
	return in
}

func TestNoTiesLooksAtWhatWasJudged(t *testing.T) {
	bands := Rule{Method: Methods{Rank: &Rank{Variant: RankBands, Bands: []RankBand{{pd("0.5"), pd("1")}, {nil, pd("0.5")}}}}}
	for _, u := range mustRun(t, judgedBy(bands, "9", "8", "7", "6")).Groups[0].Units {
		if l := u.Lines[0]; l.State != Scored {
			t.Errorf("%s: different figures in one band are no tie, yet %s", u.Code, l.State)
		}
	}
	for _, u := range mustRun(t, judgedBy(bands, "9", "8", "8", "M")).Groups[0].Units {
		if l := u.Lines[0]; l.State != NotApplicable || u.Final.String() != "60" {
			t.Errorf("%s: a tie cancels the item for all, yet %s and %s", u.Code, l.State, u.Final)
		}
	}
}

func TestBindingGoals(t *testing.T) {
	pass := Rule{Method: Methods{Threshold: &Threshold{Op: Pass}}}
	over := Rule{Method: Methods{Threshold: &Threshold{Op: MoreThan}}}
	for _, tt := range []struct {
		name    string
		rule    Rule
		portion string
		value   PeriodValue
		grade   string
	}{
		{"passed, by a unit with a portion", pass, "0.7", PeriodValue{Period: "2026", State: Value, Inputs: &Inputs{Passed: new(true)}}, "优秀"},
		{"not passed", pass, "", PeriodValue{Period: "2026", State: Value, Inputs: &Inputs{Passed: new(false)}}, ""},
		{"reached, where it is to be exceeded", over, "", PeriodValue{Period: "2026", State: Value, Value: pd("100")}, ""},
		{"exceeded", over, "", PeriodValue{Period: "2026", State: Value, Value: pd("101")}, "优秀"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := oneGroup(weights("1"))
			in.Indicators[0].Rule, in.Indicators[0].Binding = tt.rule, true
			in.Rules.Grades = []GradeRule{{Code: "优秀", MinScore: d("0"), BindingMet: true}}
			in.Groups[0].Units = []UnitInput{{Code: "A", Mode: Ranked, Goals: []GoalInput{{GoalID: 1, Indicator: "I", FullMarks: d("100"), Target: pd("100"), Portion: pd(tt.portion), Values: []PeriodValue{tt.value}}}}}
			if got := mustRun(t, in).Groups[0].Units[0].Grade; got != tt.grade {
				t.Errorf("grade %q, want %q", got, tt.grade)
			}
		})
	}
}

func TestCapQualifiedOnLadders(t *testing.T) {
	for _, tt := range []struct {
		grades []string
		want   string
	}{
		{[]string{"优", "合格", "不合格"}, "合格"},
		{[]string{"优", "良", "合格", "不合格"}, "合格"},
		{[]string{"优", "良", "中", "合格", "不合格"}, "合格"},
		{[]string{"合格", "不合格"}, "合格"},
	} {
		in := oneGroup(weights("1"), unit("A", "95", "90", "90"))
		in.Rules.Vetoes = []VetoRule{{Code: "V3", Effect: CapQualified}}
		in.Groups[0].Units[0].Vetoes = []string{"V3"}
		in.Rules.Grades = nil
		for i, g := range tt.grades {
			in.Rules.Grades = append(in.Rules.Grades, GradeRule{Code: g, MinScore: d([]string{"90", "80", "70", "60", "0"}[i+5-len(tt.grades)])})
		}
		if got := mustRun(t, in).Groups[0].Units[0].Grade; got != tt.want {
			t.Errorf("%v: %s, want %s", tt.grades, got, tt.want)
		}
	}
}

func TestZeroedDimensionIsNoMercy(t *testing.T) {
	in := judgedBy(Rule{Method: Methods{Deduction: &Deduction{Each: pd("1"), Floor: pd("-9")}}}, "18")
	in.Rules.NoTies = false
	in.Rules.Vetoes = []VetoRule{{Code: "V9", Effect: ZeroDimension, Dimension: "D1"}}
	in.Groups[0].Units[0].Vetoes = []string{"V9"}
	if got := mustRun(t, in).Groups[0].Units[0].Final.String(); got != "46" { // 54 − 8
		t.Errorf("final %s", got)
	}
}

func TestClassResultsRoundAsThePlanDoes(t *testing.T) {
	rule := Rule{Method: Methods{Satisfaction: &Satisfaction{Marks: BallotNumbers, Classes: []BallotClass{{"a", pd("1")}}}}}
	n := Numbers{Figure: Figure{State: Value, Inputs: Inputs{Ballots: []Ballots{{Class: "a", Numbers: ds("86.4", "86.41")}}}}}
	if got := rule.Score(q("100"), 2, HalfAway, n).Points.String(); got != "86.41" {
		t.Errorf("half away: %s", got)
	}
	if got := rule.Score(q("100"), 2, HalfEven, n).Points.String(); got != "86.4" {
		t.Errorf("half even: %s", got)
	}
}

func TestPeriodRangesAreNotHeldToTheCourse(t *testing.T) {
	rule := Rule{Method: Methods{Range: &Range{From: pd("95"), To: pd("100"), ZeroBelow: pd("80"), ZeroAbove: pd("101"),
		Periods: []PeriodRange{{Period: 2, From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")}}}}}
	n := Numbers{Trial: true, Share: q("1/2"), Figure: Aggregate(Cumulative, nil, []PeriodValue{{Period: "2026-Q2", Revision: 1, State: Value, Value: pd("50")}})}
	if got := rule.Score(q("2"), 2, HalfAway, n).Points.String(); got != "2" {
		t.Errorf("spent half by the half: %s", got)
	}
}
