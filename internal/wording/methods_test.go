package wording_test

import (
	"maps"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

// example is a rule with what it is asked about.
type example struct {
	rule score.Rule
	n    score.Numbers
}

func rat(s string) *big.Rat { x, _ := new(big.Rat).SetString(s); return x }

func value(s string) score.Figure { return score.Figure{State: score.Value, Value: rat(s)} }

func with(in score.Inputs) score.Figure { return score.Figure{State: score.Value, Inputs: in} }

func rule(m score.Methods) score.Rule { return score.Rule{Method: m} }

// of is the numbers of one goal with any figure.
func of(f score.Figure) score.Numbers {
	return score.Numbers{Figure: f, Target: pdec("9"), Baseline: pdec("4"), Challenge: pdec("12"), Difficulty: pdec("1.1"),
		Peers: score.NewPeers([]*big.Rat{rat("3"), rat("7"), rat("7"), rat("9")})}
}

var late = &score.Lateness{PerDay: pdec("0.5"), Cap: pdec("2"), ZeroFrom: pdec("20")}

// examples has every method at least once, with figures that take it through its
// steps.
func examples() map[string]example {
	all := measured()
	maps.Copy(all, judged())
	return all
}

// measured are rules on a number.
func measured() map[string]example {
	full, in := score.FullSteps, score.InShares
	average, percent := score.TiesAverage, score.ChangeInPercent
	goal, shared := of(value("7")), of(value("7"))
	shared.Share = rat("1/3")
	return map[string]example{
		"M01":         {rule(score.Methods{Proportional: &score.Proportional{Cap: pdec("0.7")}}), goal},
		"M01 by now":  {rule(score.Methods{Proportional: &score.Proportional{}}), shared},
		"M02":         {rule(score.Methods{LowerIsBetter: &score.LowerIsBetter{Variant: score.LowerByRatio}}), goal},
		"M03":         {rule(score.Methods{Range: &score.Range{From: pdec("8"), To: pdec("10"), ZeroBelow: pdec("5"), ZeroAbove: pdec("12")}}), goal},
		"M03 inside":  {rule(score.Methods{Range: &score.Range{From: pdec("6"), To: pdec("10"), ZeroBelow: pdec("5"), ZeroAbove: pdec("12")}}), goal},
		"M04":         {rule(score.Methods{Threshold: &score.Threshold{Op: score.AtLeast}}), goal},
		"M05":         {rule(score.Methods{Tiers: &score.Tiers{On: score.OnRate, Interpolate: new(true), Bounds: []score.Tier{{From: pdec("1"), Coefficient: pdec("1")}, {From: pdec("0.5"), Coefficient: pdec("0.6")}}}}), goal},
		"M06":         {rule(score.Methods{Linear: &score.Linear{Hi: pdec("80")}}), goal},
		"M06 bands":   {rule(score.Methods{Linear: &score.Linear{Bands: []score.Band{{Standard: dec("12"), Coefficient: dec("1")}, {Standard: dec("6"), Coefficient: dec("0.6")}}}}), goal},
		"M07":         {rule(score.Methods{PerStep: &score.PerStep{Deduct: pdec("0.5"), Size: pdec("0.3"), Count: &full}}), goal},
		"M07 shares":  {rule(score.Methods{PerStep: &score.PerStep{Deduct: pdec("0.05"), In: &in}}), goal},
		"M08 linear":  {rule(score.Methods{Rank: &score.Rank{Variant: score.RankLinear, Ties: &average}}), goal},
		"M08 bands":   {rule(score.Methods{Rank: &score.Rank{Variant: score.RankBands, Bands: []score.RankBand{{UpTo: pdec("0.3"), Coefficient: pdec("1")}, {Coefficient: pdec("0.7")}}}}), goal},
		"M08 bonus":   {rule(score.Methods{Rank: &score.Rank{Variant: score.RankBonus, Base: pdec("5"), Top: nil, Bottom: []decimal.Decimal{dec("3"), dec("2")}}}), goal},
		"M08 outside": {rule(score.Methods{Rank: &score.Rank{Variant: score.RankStep, Drop: pdec("0.5"), External: new(true)}}), of(with(score.Inputs{V: 1, Place: &score.Place{Rank: 3, Of: 11}}))},
		"M09":         {rule(score.Methods{RatioToBest: &score.RatioToBest{}}), goal},
		"M10":         {rule(score.Methods{Deduction: &score.Deduction{Each: pdec("0.5"), Multiplier: pdec("2"), ZeroIf: []score.ZeroCondition{{AtLeast: dec("9")}}}}), goal},
		"M10 zeroed":  {rule(score.Methods{Deduction: &score.Deduction{Each: pdec("0.5"), ZeroIf: []score.ZeroCondition{{AtLeast: dec("2")}}}}), goal},
		"M14":         {rule(score.Methods{Composite: &score.Composite{Formula: "if(A ≥ B, W × min(A ÷ T, 1), 0)"}}), goal},
		"M17": {rule(score.Methods{LevelGrowth: &score.LevelGrowth{Alpha: pdec("0.3"), Level: score.Methods{Proportional: &score.Proportional{}}, Growth: score.Methods{Proportional: &score.Proportional{}},
			GrowthOf: score.GrowthOnBaseline, GrowthTarget: pdec("90")}}), goal},
		"M21":   {rule(score.Methods{PeerAverage: &score.PeerAverage{Base: pdec("6"), Add: pdec("0.2"), Deduct: pdec("0.3"), Count: &full, SelfIn: new(false)}}), goal},
		"M22":   {rule(score.Methods{YearOnYear: &score.YearOnYear{Base: pdec("6"), Change: &percent, Add: pdec("0.1"), AddCap: pdec("2"), Count: &full}}), goal},
		"bonus": {score.Rule{Method: score.Methods{Proportional: &score.Proportional{}}, Modifiers: &score.Modifiers{ChallengeBonus: pdec("0.5"), DifficultyCap: pdec("1.05")}}, of(value("10"))},
	}
}

// judged are rules on what people counted, judged and published.
func judged() map[string]example {
	ballots := []score.Ballots{{Class: "职工", Options: []score.OptionCount{{Option: "好", Count: 42}, {Option: "中", Count: 15}, {Option: "差", Count: 6}, {Option: "不了解", Count: 5}}},
		{Class: "代表", Options: []score.OptionCount{{Option: "好", Count: 9}, {Option: "差", Count: 4}}}}
	options := []score.BallotOption{{Option: "好", Points: pdec("100")}, {Option: "中", Points: pdec("60")}, {Option: "差"}}
	return map[string]example{
		"M11": {rule(score.Methods{Awards: &score.Awards{Levels: []score.AwardLevel{{Level: "国家", Points: pdec("8")}, {Level: "省", Points: pdec("3")}}, Classes: []score.AwardClass{{Class: "二等", Factor: pdec("0.5")}},
			Categories: []score.AwardCategory{{Category: "创新", Cap: pdec("2")}}, Cap: pdec("5")}}),
			of(with(score.Inputs{V: 1, Awards: []score.Award{{Matter: "甲", Level: "国家", Class: "二等", Units: 3}, {Matter: "甲", Level: "省"}, {Matter: "乙", Level: "省", Category: "创新"}, {Matter: "丙", Level: "省"}}}))},
		"M12": {rule(score.Methods{Milestones: &score.Milestones{Nodes: []score.MilestoneNode{{Node: "立项", Weight: pdec("0.3")}, {Node: "开工", Weight: pdec("0.4")}, {Node: "竣工", Weight: pdec("0.3")}}}}),
			of(with(score.Inputs{V: 1, Milestones: []score.Milestone{{Node: "立项", State: score.NodeDone}, {Node: "开工", State: score.NodeDone, DaysLate: 20}, {Node: "竣工", State: score.NodeCancelled}}}))},
		"M13": {rule(score.Methods{Rating: &score.Rating{Grades: []score.RatingGrade{{Grade: "A", Coefficient: dec("1")}, {Grade: "B", Coefficient: dec("0.85")}}}}), of(with(score.Inputs{V: 1, Ratings: []string{"A", "B", "B"}}))},
		"M15": {rule(score.Methods{Satisfaction: &score.Satisfaction{Marks: score.BallotOptions, Options: options, NotValid: []string{"不了解"},
			Classes: []score.BallotClass{{Class: "职工", Weight: pdec("3")}, {Class: "代表", Weight: pdec("2")}}}}), of(with(score.Inputs{V: 1, Ballots: ballots}))},
		"M15 share": {rule(score.Methods{Satisfaction: &score.Satisfaction{Marks: score.BallotOptions, Options: options, NotValid: []string{"不了解"},
			Share: &score.BallotShare{Best: []string{"好"}, Tiers: []score.Tier{{From: pdec("0.9"), Points: pdec("9")}, {From: pdec("0.6"), Points: pdec("7")}, {Points: pdec("5")}}, Worst: []string{"差"}, WorstOneIn: new(9), WorstPoints: pdec("3")}}}),
			of(with(score.Inputs{V: 1, Ballots: ballots}))},
		"M15 marks": {rule(score.Methods{Satisfaction: &score.Satisfaction{Marks: score.BallotNumbers, Trim: &score.Trim{}}}),
			of(with(score.Inputs{V: 1, Ballots: []score.Ballots{{Numbers: []decimal.Decimal{dec("92"), dec("88"), dec("95"), dec("70"), dec("90"), dec("91")}}}}))},
		"M16": {rule(score.Methods{Lateness: &score.Lateness{PerDay: pdec("0.5")}}), of(value("5/2"))},
		"M16 too late": {score.Rule{Method: score.Methods{Proportional: &score.Proportional{}}, Modifiers: &score.Modifiers{Lateness: late}},
			of(score.Figure{State: score.Value, Value: rat("7"), Inputs: score.Inputs{V: 1, DaysLate: pdec("21")}})},
		"M18": {rule(score.Methods{Panel: &score.Panel{MinN: new(3)}}), of(with(score.Inputs{V: 1, Marks: []decimal.Decimal{dec("86"), dec("90"), dec("88"), dec("79"), dec("95"), dec("91"), dec("87")}}))},
		"M19": {rule(score.Methods{OverCompletion: &score.OverCompletion{}}), of(value("14"))},
		"M19 after another": {score.Rule{Method: score.Methods{Proportional: &score.Proportional{}}, Modifiers: &score.Modifiers{OverCompletion: &score.OverCompletion{}, Lateness: late}},
			of(score.Figure{State: score.Value, Value: rat("14"), Inputs: score.Inputs{V: 1, DaysLate: pdec("3")}})},
		"M20": {rule(score.Methods{PassThrough: &score.PassThrough{By: score.ByScore}}), of(with(score.Inputs{V: 1, Upper: &score.UpperResult{Score: dec("343.2"), Full: dec("345"), Document: "市考〔2026〕3号", Date: "2026-12-31"}}))},
	}
}

// Every formula that a step shows must also stand there in numbers, with no
// letter left, in either language, and what it says its value comes from must be
// all there.
func TestEveryFormulaIsWrittenInNumbers(t *testing.T) {
	seen := map[string]bool{}
	for name, x := range examples() {
		res := x.rule.Score(big.NewRat(10, 1), 2, score.HalfAway, x.n)
		if res.State != score.Scored && res.State != score.Zeroed {
			t.Errorf("%s is %s: %+v", name, res.State, res.Problem)
			continue
		}
		seen[x.rule.Code()] = true
		e := wording.Explainer{}
		var walk func(step score.Trace)
		walk = func(step score.Trace) {
			if step.Formula != "" && step.Code != score.TraceFormulaStep && step.Code != score.TraceFormulaHolds && step.Code != score.TraceFormulaFails {
				if text := e.Expression(step); !inNumbers(step.Formula, text) {
					t.Errorf("%s, %s: %s", name, step.Code, text)
				}
			}
			for _, child := range step.Children {
				walk(child)
			}
		}
		walk(res.Trace)
		for _, l := range []wording.Lang{wording.Chinese, wording.English} {
			text := strings.Join(append(wording.Rule(l, x.rule), wording.Explainer{Lang: l}.Steps(res.Trace)...), "\n")
			if left := codeLeft.FindString(text); left != "" {
				t.Errorf("%s still reads %q:\n%s", name, left, text)
			}
			if testing.Verbose() && l == wording.Chinese {
				t.Logf("%s\n%s", name, text)
			}
		}
	}
	for code := 1; code <= 22; code++ {
		if m := "M" + string(rune('0'+code/10)) + string(rune('0'+code%10)); !seen[m] {
			t.Errorf("no example of %s", m)
		}
	}
}

// codeLeft finds what looks like a code that has no words.
var codeLeft = regexp.MustCompile(`\b[A-Z]{2,}(_[A-Z]+)+\b`)

var letter = regexp.MustCompile(`[\p{L}Σ]`)

const operators = "+−×÷*≥≤<>⌊⌈"

// inNumbers reports whether some part of an expression has the formula's
// operators and no letters.
func inNumbers(formula, text string) bool {
	for _, part := range regexp.MustCompile(` = |，即 |，|（|）`).Split(text, -1) {
		part = strings.NewReplacer("min", "", "max", "", "if", "").Replace(part)
		if !letter.MatchString(part) && strings.ContainsAny(part, "0123456789") && (!strings.ContainsAny(formula, operators) || strings.ContainsAny(part, operators)) {
			return true
		}
	}
	return false
}
