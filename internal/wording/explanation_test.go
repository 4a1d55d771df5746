package wording_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

var update = flag.Bool("update", false, "rewrite testdata")

func dec(s string) decimal.Decimal   { return decimal.RequireFromString(s) }
func pdec(s string) *decimal.Decimal { return new(dec(s)) }

// paper is a small year in which every kind of step that reaches beyond a unit
// occurs: places, the group's best and mean, the group's least for who reported
// nothing, redistributed marks, a cap, a veto, a tie at the edge of a quota.
func paper() score.RunInput {
	in := paperRules()
	group := score.GroupInput{GroupID: 1, Code: "G1", Weights: []score.ComponentWeight{{Component: score.IndicatorComponent, Weight: dec("0.9")}, {Component: score.BallotComponent, Weight: dec("0.1")}},
		Dimensions: []score.DimensionMarks{{Dimension: "D1", FullMarks: dec("60")}, {Dimension: "D2", FullMarks: dec("40")}}}
	for i, u := range []struct {
		code, place, best, mean, rate, general, idx, mix, ballot string
	}{
		{"U1", "8", "52.3", "30", "12", "3", "86.3", "91.5", "92.105"},
		{"U2", "8", "61.7", "41", "9", "0", "80", "70", "90"},
		{"U3", "5", "40", "38", "", "1", "95", "99", "91"},
		{"U4", "9", "0", "36", "11", "2", "60", "60", "88"},
	} {
		unit := score.UnitInput{UnitID: int64(i + 1), Code: u.code, Mode: score.Ranked, DisplayOrder: i, Components: []score.ComponentScore{{Component: score.BallotComponent, Score: dec(u.ballot)}}}
		for j, value := range []string{u.place, u.best, u.mean, u.rate, "", u.mix} {
			g := score.GoalInput{GoalID: int64(10*(i+1) + j), Indicator: in.Indicators[j].Code, Revision: 1, FullMarks: dec([]string{"20", "20", "20", "20", "10", "10"}[j])}
			v := score.PeriodValue{Period: "2026", Revision: 1, State: score.Value}
			switch {
			case j == 3 && value == "":
				v = score.PeriodValue{Period: "2026", State: score.ValueMissing}
			case j == 4:
				v.Inputs = &score.Inputs{V: 1, Occurrences: []score.Occurrence{{Kind: "general", Count: dec(u.general)}, {Kind: "serious", Count: dec("1")}}}
			case j == 5:
				v.Value, v.Inputs = pdec(value), &score.Inputs{V: 1, Numbers: []score.NamedNumber{{Name: "idx", Value: dec(u.idx)}}}
			default:
				v.Value = pdec(value)
			}
			if j == 3 {
				g.Target, g.Challenge = pdec("10"), pdec("13")
			}
			if j == 5 {
				g.Target = pdec("100")
			}
			g.NotApplicable = i == 0 && j == 2
			if i == 0 && j == 1 {
				g.Difficulty = pdec("1.1")
			}
			g.Values = []score.PeriodValue{v}
			unit.Goals = append(unit.Goals, g)
		}
		group.Units = append(group.Units, unit)
	}
	group.Units[0].Adjustments = []score.AdjustmentInput{{EntryID: 6, Rule: "B1", Matter: "road", Points: dec("2")}, {EntryID: 7, Rule: "B1", Matter: "school", Points: dec("2"), Units: 3}}
	group.Units[0].Vetoes = []string{"V1"}
	in.Groups = []score.GroupInput{group}
	return in
}

func paperRules() score.RunInput {
	rules := score.RunRules{IndicatorScale: 2, ComponentScale: 2, FinalScale: 2, Rounding: score.HalfAway, NotApplicable: score.RedistributeDimension,
		Ranking: score.Competition, FullScore: dec("100"), BonusCap: pdec("3"), SameMatter: score.HighestOnly,
		Adjustments: []score.AdjustmentRule{{Code: "B1", Kind: score.Bonus, Points: dec("2")}, {Code: "K1", Kind: score.Deduct, Points: dec("0.5")}},
		Vetoes:      []score.VetoRule{{Code: "V1", Effect: score.NoExcellent}},
		Grades:      []score.GradeRule{{Code: "优秀", MinScore: dec("60"), Share: pdec("0.3"), VetoFree: true}, {Code: "合格", MinScore: dec("0")}},
		Quota:       score.QuotaRules{Base: score.RankedUnits, Rounding: score.HalfUp, TieBreak: []score.TieBreaker{score.ByIndicators, score.ByCommittee}}}
	ind := func(code, dimension string, method score.Methods, m *score.Modifiers) score.IndicatorInput {
		return score.IndicatorInput{Code: code, Dimension: dimension, Aggregation: score.Sum, Rule: score.Rule{Method: method, Modifiers: m}}
	}
	minimum := score.MissingGroupMinimum
	average := score.TiesAverage
	share := score.ToleranceShare
	in := score.RunInput{Rules: rules, Indicators: []score.IndicatorInput{
		ind("PLACE", "D1", score.Methods{Rank: &score.Rank{Variant: score.RankStep, Drop: pdec("1.5"), Ties: &average}}, nil),
		ind("BEST", "D1", score.Methods{RatioToBest: &score.RatioToBest{}}, nil),
		ind("MEAN", "D1", score.Methods{PeerAverage: &score.PeerAverage{Tolerance: pdec("0.05"), ToleranceIn: &share, Base: pdec("8"), Add: pdec("0.1"), Deduct: pdec("0.2")}}, nil),
		ind("RATE", "D2", score.Methods{Proportional: &score.Proportional{}}, &score.Modifiers{Missing: &minimum, ChallengeBonus: pdec("0.5")}),
		ind("EVENTS", "D2", score.Methods{Deduction: &score.Deduction{Kinds: []score.KindPoints{{Kind: "general", Points: dec("0.5")}, {Kind: "serious", Points: dec("2")}}, Free: pdec("1")}}, nil),
		ind("MIX", "D2", score.Methods{Composite: &score.Composite{Formula: "W × min((0.6 × idx + 0.4 × A) ÷ T, 1)", Inputs: []string{"idx"}}}, nil),
	}}
	in.Indicators[5].Aggregation = score.Last
	return in
}

// explained lays one unit of a result out as the explaining use case does.
func explained(t *testing.T, in score.RunInput, unit string) *goal.Explanation {
	t.Helper()
	result, err := score.Run(in)
	if err != nil {
		t.Fatal(err)
	}
	g := result.Groups[0]
	x := &goal.Explanation{Organ: "试验县", Plan: &goal.Plan{Year: 2026, Title: "试验县2026年度考核方案", DocumentNo: "试考〔2026〕1号"},
		Run:   &goal.ScoreRun{Number: 3, Engine: score.Engine, Edition: 1, InputsAt: time.Date(2027, 1, 25, 1, 0, 0, 0, time.UTC), Hash: "0123456789abcdef", Final: true},
		Group: &goal.Group{Code: "G1", Name: "部门组", NameEn: "Departments"}, Rules: in.Rules, Marks: in.Groups[0].Dimensions, Places: g.Trace,
		Names: map[string]map[string]goal.Name{
			"unit":      {"U1": {Zh: "甲局"}, "U2": {Zh: "乙局"}, "U3": {Zh: "丙局"}, "U4": {Zh: "丁局"}},
			"dimension": {"D1": {Zh: "中心工作", En: "Key tasks"}, "D2": {Zh: "自身建设", En: "Own work"}},
			"indicator": {"PLACE": {Zh: "名次"}, "BEST": {Zh: "实绩"}}, "veto": {"V1": {Zh: "较大事故"}}, "rule": {"B1": {Zh: "上级表彰"}},
		}}
	for _, u := range g.Units {
		st := goal.Standing{UnitID: u.UnitID, Code: u.Code, Mode: u.Mode, Final: u.Final, Grade: u.Grade}
		if u.Rank > 0 {
			st.Rank = new(u.Rank)
		}
		x.Standing = append(x.Standing, st)
		if u.Code != unit {
			continue
		}
		x.Unit = &goal.Unit{Code: u.Code, Name: x.Names["unit"][u.Code].Zh}
		x.Score = &goal.Score{Mode: u.Mode, Final: u.Final, Rank: st.Rank, Grade: u.Grade, Warnings: u.Warnings, Trace: u.Trace}
		for i, l := range u.Lines {
			line := &goal.ExplainedLine{ScoreLine: &goal.ScoreLine{GoalID: l.GoalID, State: l.State, FullMarks: l.FullMarks, Points: l.Points, Most: l.Most, Gain: l.Gain, Trace: l.Trace},
				Indicator: &goal.Indicator{Code: l.Indicator, UnitOfMeasure: "项", Source: goal.SourceUnit, Frequency: period.Year}, Owner: &goal.Unit{Code: "OF", Name: "考核办"},
				Goal: in.Groups[0].Units[u.UnitID-1].Goals[i], Rule: in.Indicators[i]}
			for _, p := range g.Peers {
				if p.Indicator == l.Indicator {
					line.Peers = p.Numbers
				}
			}
			if l.State == score.Missing {
				for _, other := range g.Units {
					o := other.Lines[i]
					line.Parts = append(line.Parts, goal.EarnedPart{Unit: other.Code, State: o.State, Points: o.Trace.Value, Marks: o.FullMarks})
				}
			}
			for _, v := range line.Goal.Values {
				line.Values = append(line.Values, goal.ExplainedValue{PeriodValue: v, Hands: []goal.Hand{{Did: goal.HandVerified, Who: "王五", At: time.Date(2027, 1, 8, 1, 0, 0, 0, time.UTC)}}})
			}
			x.Lines = append(x.Lines, line)
		}
	}
	return x
}

func TestExplanation(t *testing.T) {
	in := paper()
	text := ""
	for _, l := range []wording.Lang{wording.Chinese, wording.English} {
		text += wording.ExplainScore(l, explained(t, in, "U1"))
	}
	x := explained(t, in, "U3")
	text += wording.ExplainLine(wording.Chinese, x, x.Lines[2], true)
	text += wording.ExplainLine(wording.Chinese, x, x.Lines[3], false)
	const file = "testdata/explanation.txt"
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("run with -update and look at the difference:\n%s", text)
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{
		"1/3": "1/3 = 0.3333333333…", "-2/3": "-2/3 = -0.6666666667…", "8.50": "8.50", "91.6 / 100": "91.6 / 100", "A": "A", "": "",
	} {
		if got := wording.Number(in); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
	}
}
