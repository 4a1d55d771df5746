package score

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// percent is a rule by which a goal's value in per cent is its share of full marks.
var percent = Rule{Method: Methods{Proportional: &Proportional{Cap: pd("10")}}}

// yearEnd is a plan with the sample county's rules and no groups yet.
func yearEnd(indicators ...IndicatorInput) RunInput {
	return RunInput{
		Rules: RunRules{
			IndicatorScale: 2, ComponentScale: 2, FinalScale: 2, Rounding: HalfAway,
			NotApplicable: RedistributeDimension, Ranking: Competition, FullScore: d("100"),
			BonusCap: pd("5"), DeductionCap: pd("10"), SameMatter: HighestOnly,
			Adjustments: []AdjustmentRule{
				{Code: "B1", Kind: Bonus, Points: d("2"), Cap: pd("4")},
				{Code: "B2", Kind: Bonus, Points: d("1"), Cap: pd("3")},
				{Code: "B3", Kind: Bonus, Points: d("0.5"), Cap: pd("2")},
				{Code: "K1", Kind: Deduct, Points: d("2")},
				{Code: "K4", Kind: Deduct, Points: d("0.3")},
			},
			Vetoes: []VetoRule{{Code: "V1", Effect: NoExcellent}, {Code: "V3", Effect: CapQualified}, {Code: "V4", Effect: ForceUnqualified}, {Code: "V5", Effect: DownOne}},
			Grades: []GradeRule{
				{Code: "优秀", MinScore: d("90"), Share: pd("0.30"), VetoFree: true},
				{Code: "良好", MinScore: d("80"), Share: pd("0.40")},
				{Code: "合格", MinScore: d("60")},
				{Code: "不合格", MinScore: d("0")},
			},
			Quota: QuotaRules{Base: RankedUnits, Rounding: Floor, TieBreak: []TieBreaker{ByIndicators, "D1", ByBallot, ByCommittee}},
		},
		Indicators: indicators,
	}
}

// weights of indicators, ballot and leaders.
func weights(ws ...string) (cs []ComponentWeight) {
	for i, c := range []Component{IndicatorComponent, BallotComponent, LeaderComponent}[:len(ws)] {
		cs = append(cs, ComponentWeight{c, d(ws[i])})
	}
	return cs
}

// goalOf is a goal whose value is the given share of its full marks, in per
// cent; a letter stands for a state, as in months.
func goalOf(id int64, indicator, marks, value string) GoalInput {
	return GoalInput{GoalID: id, Indicator: indicator, FullMarks: d(marks), Target: pd("100"), Values: months(value)}
}

// only is an indicator that is all there is in its dimension.
func only(code, dimension string) IndicatorInput {
	return IndicatorInput{Code: code, Dimension: dimension, Aggregation: Last, Rule: percent}
}

// unit has one goal worth the whole score, a ballot's and the leaders' score.
func unit(code, indicators, ballot, leader string) UnitInput {
	return UnitInput{
		Code: code, Mode: Ranked, Goals: []GoalInput{goalOf(1, "I", "100", indicators)},
		Components: []ComponentScore{{BallotComponent, d(ballot)}, {LeaderComponent, d(leader)}},
	}
}

func adjust(u UnitInput, rule, points string) UnitInput {
	u.Adjustments = append(u.Adjustments, AdjustmentInput{EntryID: int64(len(u.Adjustments) + 1), Rule: rule, Points: d(points)})
	return u
}

func oneGroup(ws []ComponentWeight, units ...UnitInput) RunInput {
	in := yearEnd(only("I", "D1"))
	in.Groups = []GroupInput{{Code: "G", Weights: ws, Dimensions: []DimensionMarks{{"D1", d("100")}}, Units: units}}
	return in
}

func mustRun(t testing.TB, in RunInput) RunResult {
	t.Helper()
	res, err := Run(in)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// printed is one row of the summary table.
type printed struct {
	Unit, Exact, Final string
	Rank               int
	Grade              string
}

func table(g GroupResult) (rows []printed) {
	for _, u := range g.Units {
		rows = append(rows, printed{u.Code, plain(u.Exact), u.Final.StringFixed(2), u.Rank, u.Grade})
	}
	return rows
}

func TestGroupOfPartyOrgans(t *testing.T) {
	organiser := unit("U19", "94.80", "93.50", "95.50")
	organiser.Mode = ScoredUnranked
	in := oneGroup(weights("0.80", "0.12", "0.08"),
		adjust(unit("U18", "86.45", "91.90", "89.00"), "K4", "0.20"),
		adjust(unit("U13", "95.20", "93.10", "94.00"), "B3", "0.50"),
		organiser,
		unit("U14", "94.10", "94.00", "95.00"),
		adjust(unit("U15", "92.75", "91.20", "92.00"), "B2", "1.00"),
		unit("U16", "91.30", "90.40", "91.00"),
		unit("U17", "88.90", "92.60", "90.00"),
	)
	want := []printed{
		{"U13", "95.352", "95.35", 1, "优秀"},
		{"U14", "94.16", "94.16", 2, "良好"},
		{"U15", "93.504", "93.50", 3, "良好"},
		{"U16", "91.168", "91.17", 4, "合格"},
		{"U17", "89.432", "89.43", 5, "合格"},
		{"U18", "87.108", "87.11", 6, "合格"},
		{"U19", "94.7", "94.70", 0, ""},
	}
	res := mustRun(t, in)
	if diff := cmp.Diff(want, table(res.Groups[0])); diff != "" {
		t.Error(diff)
	}
	quotas := []QuotaResult{
		{Grade: "优秀", Base: 6, Exact: "6 × 0.3 = 1.8", Places: 1, Filled: 1},
		{Grade: "良好", Base: 6, Exact: "6 × 0.4 = 2.4", Places: 2, Filled: 2},
	}
	if diff := cmp.Diff(quotas, res.Groups[0].Quotas); diff != "" {
		t.Error(diff)
	}
	in.Rules.Ranking = Dense
	for i, u := range mustRun(t, in).Groups[0].Units {
		if u.Rank != want[i].Rank {
			t.Errorf("%s: dense rank %d, want %d", u.Code, u.Rank, want[i].Rank)
		}
	}
	in.Rules.Quota.Rounding = HalfUp
	if u := mustRun(t, in).Groups[0].Units[1]; u.Code != "U14" || u.Grade != "优秀" {
		t.Errorf("with shares rounded half up, %s is %s, want U14 优秀", u.Code, u.Grade)
	}
}

func TestGroupOfLineOrgans(t *testing.T) {
	in := oneGroup(weights("0.70", "0.18", "0.12"),
		unit("U37", "96.40", "90.20", "93.00"),
		unit("U38", "93.10", "91.80", "90.00"),
		adjust(unit("U39", "92.20", "94.60", "92.00"), "B3", "0.30"),
		adjust(unit("U40", "88.75", "86.40", "87.50"), "K1", "0.50"),
	)
	want := []printed{
		{"U37", "94.876", "94.88", 1, "优秀"},
		{"U39", "92.908", "92.91", 2, "良好"},
		{"U38", "92.494", "92.49", 3, "合格"},
		{"U40", "87.677", "87.68", 4, "合格"},
	}
	res := mustRun(t, in)
	if diff := cmp.Diff(want, table(res.Groups[0])); diff != "" {
		t.Error(diff)
	}
	u := res.Groups[0].Units[3]
	components := []ComponentResult{
		{IndicatorComponent, d("88.75"), d("0.70"), d("62.125")},
		{BallotComponent, d("86.40"), d("0.18"), d("15.552")},
		{LeaderComponent, d("87.50"), d("0.12"), d("10.5")},
	}
	same := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	if diff := cmp.Diff(components, u.Components, same); diff != "" || !u.Deduction.Equal(d("0.5")) {
		t.Errorf("deduction %s, components: %s", u.Deduction, diff)
	}
}

// final makes units whose final scores are the given ones.
func finals(scores ...string) RunInput {
	var units []UnitInput
	for i, s := range scores {
		units = append(units, UnitInput{Code: string(rune('A' + i)), Mode: Ranked, Goals: []GoalInput{goalOf(1, "I", "100", s)}})
	}
	return oneGroup(weights("1"), units...)
}

func ranks(t *testing.T, in RunInput) string {
	t.Helper()
	var words []string
	for _, u := range mustRun(t, in).Groups[0].Units {
		words = append(words, u.Code+decimal.NewFromInt(int64(u.Rank)).String()+u.Grade)
	}
	return strings.Join(words, " ")
}

func TestRanks(t *testing.T) {
	in := finals("95.20", "93.10", "93.10", "92.00")
	in.Rules.Grades = nil
	if got := ranks(t, in); got != "A1 B2 C2 D4" {
		t.Errorf("competition: %s", got)
	}
	in.Rules.Ranking = Dense
	if got := ranks(t, in); got != "A1 B2 C2 D3" {
		t.Errorf("dense: %s", got)
	}
	in.Groups[0].Units[1].DisplayOrder = 9
	if got := ranks(t, in); got != "A1 C2 B2 D3" {
		t.Errorf("within a rank the display order counts: %s", got)
	}
	in.Groups[0].Units[0].Mode = ScoredUnranked
	in.Groups[0].Units[3].Mode = Exempt
	if got := ranks(t, in); got != "C1 B1 A0" {
		t.Errorf("with one listed apart and one exempt: %s", got)
	}
}

// The published score decides, so that nobody sees equal scores with different ranks.
func TestRankOnPublishedScore(t *testing.T) {
	in := finals("92.065", "92.07", "92.064")
	in.Rules.IndicatorScale, in.Rules.Grades = 4, nil
	if got := ranks(t, in); got != "A1 B1 C3" {
		t.Errorf("half away: %s", got)
	}
	in.Rules.Rounding = HalfEven
	if got := ranks(t, in); got != "B1 A2 C2" {
		t.Errorf("half even: %s", got)
	}
}

// marks is a plan with one dimension of 30 points, three indicators, and another
// that makes up the full score.
func marks(values ...string) RunInput {
	in := yearEnd(only("I1", "D1"), only("I2", "D1"), only("I3", "D1"), only("I4", "D2"))
	u := UnitInput{Code: "U", Mode: Ranked}
	for i, m := range []string{"10", "12", "8", "70"} {
		u.Goals = append(u.Goals, goalOf(int64(i+1), in.Indicators[i].Code, m, values[i]))
	}
	in.Groups = []GroupInput{{Code: "G", Weights: weights("1"), Dimensions: []DimensionMarks{{"D1", d("30")}, {"D2", d("70")}}, Units: []UnitInput{u}}}
	return in
}

func TestRedistributeWithinDimension(t *testing.T) {
	in := marks("90", "A", "75", "100")
	u := mustRun(t, in).Groups[0].Units[0]
	var lines []string
	for _, l := range u.Lines {
		lines = append(lines, l.FullMarks+" "+l.Points.StringFixed(2)+" "+string(l.State))
	}
	want := []string{"50/3 15.00 SCORED", "0 0.00 NOT_APPLICABLE", "40/3 10.00 SCORED", "70 70.00 SCORED"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if d1 := u.Dimensions[0]; d1.Points.StringFixed(2) != "25.00" || d1.Effective != "30" {
		t.Errorf("dimension = %s of %s, want 25.00 of 30", d1.Points, d1.Effective)
	}
	// By the plan instead of by a value: the same.
	in.Groups[0].Units[0].Goals[1] = goalOf(2, "I2", "12", "50")
	in.Groups[0].Units[0].Goals[1].NotApplicable = true
	if again := mustRun(t, in).Groups[0].Units[0]; !again.Final.Equal(u.Final) {
		t.Errorf("final = %s, want %s", again.Final, u.Final)
	}
	// Without the goal at all: the same again.
	in.Groups[0].Units[0].Goals = slices.Delete(in.Groups[0].Units[0].Goals, 1, 2)
	if again := mustRun(t, in).Groups[0].Units[0]; !again.Final.Equal(u.Final) {
		t.Errorf("final = %s, want %s", again.Final, u.Final)
	}
}

// Points move, not full marks: three slips at half a point cost one and a half
// of the ten marks, and so two and a half of the 50/3.
func TestRedistributeDeduction(t *testing.T) {
	in := marks("3", "A", "100", "100")
	in.Indicators[0].Rule = Rule{Method: Methods{Deduction: &Deduction{Each: pd("0.5")}}}
	if l := mustRun(t, in).Groups[0].Units[0].Lines[0]; l.Points.StringFixed(2) != "14.17" {
		t.Errorf("points = %s, want 8.5 × 30/18 = 14.17", l.Points)
	}
}

func TestMissingIsNotRedistributed(t *testing.T) {
	u := mustRun(t, marks("90", "M", "75", "100")).Groups[0].Units[0]
	if u.Final.StringFixed(2) != "85.00" || u.Lines[1].State != Missing || u.Lines[1].FullMarks != "12" {
		t.Errorf("final = %s, line = %+v", u.Final, u.Lines[1])
	}
}

// spread is a plan with dimensions of 40, 30 and 30, the last of which does not
// apply. Each value is a goal with an equal share of its dimension's marks.
func spread(first, second []string) RunInput {
	in := yearEnd()
	u := UnitInput{Code: "U", Mode: Ranked}
	add := func(dimension, marks string, values []string) {
		for _, v := range values {
			code := dimension + "-" + string(rune('a'+len(u.Goals)))
			in.Indicators = append(in.Indicators, only(code, dimension))
			share := d(marks).Div(decimal.NewFromInt(int64(len(values))))
			u.Goals = append(u.Goals, goalOf(int64(len(u.Goals)), code, share.String(), v))
		}
	}
	add("D1", "40", first)
	add("D2", "30", second)
	add("D3", "30", []string{"A"})
	in.Groups = []GroupInput{{Code: "G", Weights: weights("1"), Units: []UnitInput{u},
		Dimensions: []DimensionMarks{{"D1", d("40")}, {"D2", d("30")}, {"D3", d("30")}}}}
	return in
}

// 36 and 24 of 70: 85.714… of a hundred.
func TestSpreadDimension(t *testing.T) {
	u := mustRun(t, spread([]string{"90", "90"}, []string{"80"})).Groups[0].Units[0]
	if u.Final.StringFixed(2) != "85.71" {
		t.Errorf("final = %s, want 25.71 + 25.71 + 34.29 = 85.71", u.Final)
	}
	if u.Dimensions[0].Effective != "400/7" || u.Dimensions[2].Effective != "0" {
		t.Errorf("dimensions = %+v", u.Dimensions)
	}
	exact := q("0")
	for _, l := range u.Lines[:3] {
		exact.Add(exact, q(l.Trace.Value))
	}
	if exact.Cmp(q("600/7")) != 0 {
		t.Errorf("exact points add up to %s, want 600/7", exact)
	}
	// What is rounded are lines, so that printed columns add up; other lines with
	// the same sum can end a hundredth off.
	if u := mustRun(t, spread([]string{"90"}, []string{"80"})).Groups[0].Units[0]; u.Final.StringFixed(2) != "85.72" {
		t.Errorf("final = %s, want 51.43 + 34.29 = 85.72", u.Final)
	}
}

func TestNothingApplies(t *testing.T) {
	in := oneGroup(weights("0.5", "0.5"), unit("U", "A", "90", "0"))
	_, err := Run(in)
	if got := failures(t, err); got != "U  INDICATORS NOTHING_APPLIES" {
		t.Errorf("failures = %s", got)
	}
	in.Groups[0].Weights = weights("0", "1")
	if u := mustRun(t, in).Groups[0].Units[0]; u.Final.StringFixed(2) != "90.00" {
		t.Errorf("where indicators weigh nothing, final = %s", u.Final)
	}
}

// failures is unit, indicator, component and code of each.
func failures(t *testing.T, err error) string {
	t.Helper()
	e := (*RunError)(nil)
	if !errors.As(err, &e) {
		t.Fatalf("error = %v, want a RunError", err)
	}
	var texts []string
	for _, f := range e.Failures {
		texts = append(texts, strings.Join([]string{f.Unit, f.Indicator, string(f.Component), f.Code}, " "))
	}
	return strings.Join(texts, ", ")
}

func TestRunListsAllFailures(t *testing.T) {
	bad := unit("B", "90", "90", "90")
	bad.Goals[0].Target = nil
	poor := unit("A", "90", "90", "90")
	poor.Components = poor.Components[:1]
	both := unit("C", "90", "90", "90")
	both.Goals[0].Values[0].Value, both.Components = nil, nil
	in := oneGroup(weights("0.80", "0.12", "0.08"), bad, poor, both, unit("D", "90", "90", "90"))
	_, err := Run(in)
	want := "A  LEADER NO_COMPONENT_SCORE, B I  NO_TARGET, C I  WRONG_VALUE_TYPE, C  BALLOT NO_COMPONENT_SCORE, C  LEADER NO_COMPONENT_SCORE"
	if got := failures(t, err); got != want {
		t.Errorf("failures:\n%s\nwant:\n%s", got, want)
	}
	if !strings.Contains(err.Error(), "C I WRONG_VALUE_TYPE") {
		t.Errorf("error reads %q", err)
	}
	in.Groups[0].Weights = weights("1", "0", "0")
	_, err = Run(in)
	if got := failures(t, err); got != "B I  NO_TARGET, C I  WRONG_VALUE_TYPE" {
		t.Errorf("with weightless components, failures = %s", got)
	}
}

func TestEntrusted(t *testing.T) {
	filed := UnitInput{Code: "E", Mode: Entrusted, Components: []ComponentScore{{IndicatorComponent, d("88.496")}, {BallotComponent, d("90")}}}
	own := unit("A", "80", "90", "0")
	in := oneGroup(weights("0.8", "0.2"), filed, own)
	in.Rules.Quota.Base = AllUnits
	res := mustRun(t, in).Groups[0]
	want := []printed{{"A", "82", "82.00", 1, "合格"}, {"E", "88.8", "88.80", 0, ""}}
	if diff := cmp.Diff(want, table(res)); diff != "" || res.Quotas[0].Base != 1 {
		t.Errorf("base %d: %s", res.Quotas[0].Base, diff)
	}
}

func TestFullScoreOfAThousand(t *testing.T) {
	in := oneGroup(weights("0.8", "0.2"), unit("A", "90", "85", "0"))
	in.Rules.FullScore = d("1000")
	in.Groups[0].Dimensions[0].FullMarks = d("1000")
	in.Groups[0].Units[0].Goals[0].FullMarks = d("1000")
	in.Rules.Grades = nil
	if u := mustRun(t, in).Groups[0].Units[0]; u.Final.StringFixed(2) != "890.00" {
		t.Errorf("final = %s, want 720 + 170", u.Final)
	}
}

func TestRunLeavesItsInputAlone(t *testing.T) {
	in := sampleRun()
	before := canonical(t, in)
	var wait sync.WaitGroup
	for range 4 { // at once: runs share nothing that they write to
		wait.Go(func() {
			if _, err := Run(in); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if after := canonical(t, in); after != before {
		t.Error(cmp.Diff(before, after))
	}
}
