package score

import (
	"math/big"
	"strings"
	"testing"
)

// The worked examples of how years are put together, digit for digit.

func TestNotApplicablePolicies(t *testing.T) {
	tests := []struct {
		policy NAPolicy
		points string // of a dimension of 30 with 9 of 10, 12 that do not apply, and 6 of 8
	}{
		{RedistributeDimension, "25.00"}, {FullMarks, "27.00"}, {GroupMean, "24.84"}, {ZeroMarks, "15.00"}, {ScaleTotal, "15.00"},
	}
	for _, tt := range tests {
		in := marks("90", "A", "75", "100")
		in.Rules.NotApplicable = tt.policy
		for i, rate := range []string{"78", "86"} { // whose mean is 0.82
			other := marks("50", rate, "50", "50").Groups[0].Units[0]
			other.Code = string(rune('V' + i))
			in.Groups[0].Units = append(in.Groups[0].Units, other)
		}
		for _, u := range mustRun(t, in).Groups[0].Units {
			if u.Code == "U" && u.Dimensions[0].Points.StringFixed(2) != tt.points {
				t.Errorf("%s: %s points, want %s", tt.policy, u.Dimensions[0].Points, tt.points)
			}
		}
	}
}

// 83.42 of 94 marks that apply: 88.7446808511… of a hundred.
func TestScaleTotal(t *testing.T) {
	in := yearEnd(only("I1", "D1"), only("I2", "D1"), only("I3", "D2"))
	in.Rules.NotApplicable, in.Rules.Grades = ScaleTotal, nil
	u := UnitInput{Code: "U", Mode: Ranked, Goals: []GoalInput{goalOf(1, "I1", "80", "88"), goalOf(2, "I2", "14", "93"), goalOf(3, "I3", "6", "A")}}
	in.Groups = []GroupInput{{Code: "G", Weights: weights("1"), Dimensions: []DimensionMarks{{"D1", d("94")}, {"D2", d("6")}}, Units: []UnitInput{u}}}
	got := mustRun(t, in).Groups[0].Units[0]
	scaled := got.Trace.Children[0].Children[0]
	if got.Indicators.StringFixed(2) != "83.42" || scaled.Value != exact(big.NewRat(8342, 94)) || got.Final.StringFixed(2) != "88.74" {
		t.Errorf("%s of 94 is %s, final %s; want 88.74", got.Indicators, scaled.Value, got.Final)
	}
	if digits := new(big.Rat).Set(q(scaled.Value)).FloatString(10); digits != "88.7446808511" {
		t.Errorf("exactly %s…, want 88.7446808511…", digits)
	}
}

// 60/70 × 100 = 85.7142857142…: what a whole dimension leaves is spread.
func TestSpreadDigits(t *testing.T) {
	u := mustRun(t, spread([]string{"90", "90"}, []string{"80"})).Groups[0].Units[0]
	sum := new(big.Rat)
	for _, l := range u.Lines[:3] {
		sum.Add(sum, q(l.Trace.Value))
	}
	if got := sum.FloatString(10); got != "85.7142857143" || u.Final.StringFixed(2) != "85.71" {
		t.Errorf("exactly %s…, final %s; want 85.7142857143… and 85.71", got, u.Final)
	}
}

// 3 × 3.335: lines are rounded and then added, so that printed columns add up.
func TestLinesAreRoundedFirst(t *testing.T) {
	in := yearEnd(only("I1", "D1"), only("I2", "D1"), only("I3", "D1"), only("I4", "D2"))
	u := UnitInput{Code: "U", Mode: Ranked, Goals: []GoalInput{goalOf(4, "I4", "85", "0")}}
	for i, code := range []string{"I1", "I2", "I3"} {
		u.Goals = append(u.Goals, goalOf(int64(i+1), code, "5", "66.7"))
	}
	in.Groups = []GroupInput{{Code: "G", Weights: weights("1"), Dimensions: []DimensionMarks{{"D1", d("15")}, {"D2", d("85")}}, Units: []UnitInput{u}}}
	if got := mustRun(t, in).Groups[0].Units[0]; got.Dimensions[0].Points.StringFixed(2) != "10.02" || got.Final.StringFixed(2) != "10.02" {
		t.Errorf("dimension %s, final %s; want 3 × 3.34 = 10.02", got.Dimensions[0].Points, got.Final)
	}
}

// 480/500, 455/500 and 30/60: the mean of the rates is 79 %, the rate of the sums
// 91.0377358491… %.
func TestRatioOfSums(t *testing.T) {
	values := inPeriods(ratio("480", "500"), ratio("455", "500"), ratio("30", "60"))
	f := Aggregate(Ratio, nil, values).Scaled(d("100"))
	mean := new(big.Rat)
	for _, v := range values {
		mean.Add(mean, new(big.Rat).Quo(v.Numerator.Rat(), v.Denominator.Rat()))
	}
	mean.Mul(mean, q("100/3"))
	if mean.Cmp(q("79")) != 0 || f.Value.Cmp(q("96500/1060")) != 0 || f.Value.FloatString(10) != "91.0377358491" {
		t.Errorf("mean of rates %s, rate of sums %s", exact(mean), f.Value.FloatString(10))
	}
}

// 70 % by the year's end and 30 % by the mean of what was published during the year.
func TestInYearWeight(t *testing.T) {
	in := oneGroup(weights("1"), unit("U", "90", "0", "0"), unit("V", "90", "0", "0"))
	in.Rules.InYearWeight, in.Rules.Grades = pd("0.3"), nil
	for i, s := range []string{"80", "85", "90", "95.01"} {
		in.Groups[0].Units[0].InYear = append(in.Groups[0].Units[0].InYear, InYearScore{"2026-Q" + letterOf(i+1), d(s)})
	}
	units := mustRun(t, in).Groups[0].Units
	if u := units[1]; u.Code != "U" || u.Final.StringFixed(2) != "89.25" || u.Trace.Children[0].Children[0].Value != "89.25075" {
		t.Errorf("%s: %s, want 0.7 × 90 + 0.3 × 87.5025 = 89.25075", u.Code, u.Final)
	}
	if v := units[0]; v.Code != "V" || v.Final.StringFixed(2) != "90.00" {
		t.Errorf("without in-year results %s has %s, want the year's own 90", v.Code, v.Final)
	}
}

func TestBonusCaps(t *testing.T) {
	in := oneGroup(weights("0.5", "0.5"), unit("U", "80", "70", "0"))
	r := &in.Rules
	r.BonusCap, r.SameMatter, r.Grades = pd("15"), Every, nil
	for i := range r.Adjustments {
		r.Adjustments[i].Cap, r.Adjustments[i].Category = nil, "honours"
	}
	r.Adjustments[2].Category = "reform" // B3
	r.CategoryCaps = []CategoryCap{{"honours", d("5")}, {"reform", d("8")}}
	for _, e := range [][2]string{{"B1", "4"}, {"B2", "3"}, {"B3", "6.5"}, {"K1", "1"}} {
		in.Groups[0].Units[0] = adjust(in.Groups[0].Units[0], e[0], e[1])
	}
	final := func(want, name string) {
		t.Helper()
		if u := mustRun(t, in).Groups[0].Units[0]; u.Final.StringFixed(2) != want {
			t.Errorf("%s: bonus %s, deduction %s, final %s, want %s", name, u.Bonus, u.Deduction, u.Final, want)
		}
	}
	final("85.50", "5 of 7 for honours, 6.5 for reform, less 1") // 75 + 11.5 − 1
	r.BonusCap = pd("9")
	final("83.00", "9 in all")
	r.BonusPlace = BeforeWeights
	final("79.00", "before the weights") // (80 + 8) × 0.5 + 35
	r.BonusPlace, r.LimitFinal = AfterWeights, true
	in.Groups[0].Units[0].Goals[0].Values = months("180")
	in.Groups[0].Units[0].Components[0].Score = d("100")
	final("109.00", "limited to a hundred and the most bonus")
}

// A half of a joint award's points for each of two, and half of those for a second prize.
func TestSharedEntries(t *testing.T) {
	in := oneGroup(weights("1"), adjust(adjust(unit("U", "80", "0", "0"), "B1", "2"), "B2", "2"))
	in.Rules.Adjustments[0].Cap, in.Rules.Adjustments[1].Cap, in.Rules.Grades = nil, nil, nil
	entries := in.Groups[0].Units[0].Adjustments
	entries[0].Units, entries[1].Factor = 3, pd("0.5")
	if u := mustRun(t, in).Groups[0].Units[0]; u.Bonus.StringFixed(2) != "1.67" {
		t.Errorf("bonus = %s, want 2 ÷ 3 ≈ 0.67 and 2 × 0.5", u.Bonus)
	}
}

func TestVetoOnADimension(t *testing.T) {
	in := marks("90", "100", "75", "80")
	in.Rules.Vetoes = append(in.Rules.Vetoes, VetoRule{Code: "V9", Effect: ZeroDimension, Dimension: "D1"})
	in.Groups[0].Units[0].Vetoes = []string{"V9"}
	u := mustRun(t, in).Groups[0].Units[0]
	if u.Dimensions[0].Points.Sign() != 0 || u.Final.StringFixed(2) != "56.00" || u.Lines[0].Points.StringFixed(2) != "9.00" || u.Grade != "不合格" {
		t.Errorf("dimension %s, final %s, first line %s, grade %s", u.Dimensions[0].Points, u.Final, u.Lines[0].Points, u.Grade)
	}
	stepsAddUp(t, u.Trace)
}

func TestVetoBeforeTheCommittee(t *testing.T) {
	convene := func(vetoes map[string][]string, change func(*RunInput)) string {
		in := short(finals(letters(10)...))
		in.Rules.Vetoes = append(in.Rules.Vetoes, VetoRule{Code: "V8", Effect: Convene})
		for i := range in.Groups[0].Units {
			u := &in.Groups[0].Units[i]
			u.Vetoes = vetoes[u.Code]
		}
		if change != nil {
			change(&in)
		}
		return graded(t, in)
	}
	for want, got := range map[string]string{
		"A? B1 C1 D2 E2 F2 G2 H3 I3 J3": convene(map[string][]string{"A": {"V8"}}, nil), // its place waits
		"A1 B1 C1 D2 E2 F2 G2 H3 I3 J?": convene(map[string][]string{"J": {"V8"}}, nil),
		"A1 B1 C1 D? E2 F2 G2 H3 I3 J3": convene(map[string][]string{"D": {"V8", "V1"}}, nil),
		"A4 B1 C1 D1 E2 F2 G2 H2 I3 J?": convene(map[string][]string{"A": {"V4"}, "J": {"V8"}}, nil),
	} {
		if got != want {
			t.Errorf("grades: %s\nwant:   %s", got, want)
		}
	}
}

// The places of a quota at its edge, by the plan's policy for too few of them.
func TestEdges(t *testing.T) {
	scores := []string{"95", "93", "93", "91", "85", "84", "83", "82", "70", "50"} // 3 and 4 places
	scores[3] = "93"
	for edge, want := range map[EdgePolicy]string{
		EdgeTieBreak: "A1 B? C? D? E2 F2 G2 H3 I3 J4", EdgeExcludeAll: "A1 B2 C2 D2 E2 F3 G3 H3 I3 J4",
		EdgeIncludeAll: "A1 B1 C1 D1 E2 F2 G2 H2 I3 J4", EdgeCommittee: "A1 B? C? D? E2 F2 G2 H3 I3 J4",
	} {
		in := short(finals(scores...))
		in.Rules.Quota.Edge, in.Rules.Quota.TieBreak = edge, nil
		if got := graded(t, in); got != want {
			t.Errorf("%s: %s, want %s", edge, got, want)
		}
	}
	in := short(finals("95", "89", "88", "87", "86", "85", "84", "83", "82", "81"))
	in.Rules.Quota.Unused = UnusedPassDown
	if got, want := graded(t, in), "A1 B2 C2 D2 E2 F2 G2 H3 I3 J3"; got != want {
		t.Errorf("two places pass down: %s, want %s", got, want)
	}
}

// An item on which people left two units equal is cancelled for all, where the
// plan asks them to tell units apart.
func TestNoTies(t *testing.T) {
	in := yearEnd(only("I", "D1"), IndicatorInput{Code: "P", Dimension: "D2", Aggregation: Last, Rule: Rule{Method: Methods{Panel: &Panel{}}}})
	in.Rules.NoTies, in.Rules.Grades = true, nil
	g := GroupInput{Code: "G", Weights: weights("1"), Dimensions: []DimensionMarks{{"D1", d("60")}, {"D2", d("40")}}}
	for i, mark := range []string{"90", "80", "90"} {
		panel := GoalInput{GoalID: int64(i*2 + 2), Indicator: "P", FullMarks: d("40"), Values: inPeriods(PeriodValue{Inputs: &Inputs{Marks: ds(mark)}})}
		g.Units = append(g.Units, UnitInput{Code: string(rune('A' + i)), Mode: Ranked, Goals: []GoalInput{goalOf(int64(i*2+1), "I", "60", "80"), panel}})
	}
	in.Groups = []GroupInput{g}
	for _, u := range mustRun(t, in).Groups[0].Units {
		if l := u.Lines[1]; l.State != NotApplicable || u.Final.StringFixed(2) != "80.00" {
			t.Errorf("%s: %s, final %s; want the other line's 80 %% of all", u.Code, l.State, u.Final)
		}
	}
	in.Groups[0].Units[2].Goals[1].Values[0].Inputs.Marks = ds("91")
	if got := ranks(t, in); got != "C1 A2 B3" {
		t.Errorf("told apart: %s", got)
	}
}

// More than 40 % of a unit's marks do not apply: it belongs in another group.
func TestManyNotApplicable(t *testing.T) {
	for _, tt := range []struct{ values, want string }{
		{"A A 90 90", ""}, {"90 A A 90", ""}, {"90 90 90 A", "MANY_NOT_APPLICABLE"}, {"90 90 90 90", ""},
	} {
		in := marks(strings.Fields(tt.values)...) // of 10, 12, 8 and 70 marks
		if got := strings.Join(mustRun(t, in).Groups[0].Units[0].Warnings, " "); got != tt.want {
			t.Errorf("%s: warnings %q, want %q", tt.values, got, tt.want)
		}
	}
	in := marks("A", "A", "A", "90")
	in.Rules.FullScore = d("75")
	g := &in.Groups[0]
	g.Dimensions[1].FullMarks, g.Units[0].Goals[3].FullMarks = d("45"), d("45")
	if w := mustRun(t, in).Groups[0].Units[0].Warnings; len(w) != 0 {
		t.Errorf("30 of 75 are 40 %%, not more: %v", w)
	}
}
