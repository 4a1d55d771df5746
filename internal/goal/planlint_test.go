package goal_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

func dec(text string) *decimal.Decimal { return new(decimal.RequireFromString(text)) }

func rule(text string) score.Rule {
	var r score.Rule
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		panic(err)
	}
	return r
}

func method(text string) score.Rule { return rule(`{"method": {` + text + `}}`) }

// soundPlan is a plan in which the check finds nothing at all: two groups, of
// which the second has the organiser apart, two dimensions, five indicators.
func soundPlan() *goal.PlanFile {
	var f goal.PlanFile
	err := json.Unmarshal([]byte(`{
		"year": 2026, "title": "plan", "organ": "SF", "organiser": "O", "timeZone": "Asia/Shanghai", "fullScore": "100",
		"steps": ["SUBMIT", "VERIFY"], "scales": {"value": 4, "indicator": 2, "component": 2, "final": 2},
		"rounding": "HALF_AWAY_FROM_ZERO", "notApplicable": "REDISTRIBUTE_DIMENSION", "ranking": "COMPETITION",
		"calendar": {"cutOff": "18:00", "reports": [{"frequency": "QUARTER"}, {"frequency": "YEAR"}]},
		"adjustments": {"sameMatter": "HIGHEST_ONLY", "bonusCap": "3", "rules": [{"code": "A1", "name": "award", "kind": "BONUS", "points": "1"}]},
		"vetoes": [{"code": "V1", "name": "veto", "effect": "ZERO_DIMENSION", "dimension": "D1", "legalBasis": "No. 1, 2"}],
		"grades": [
			{"code": "A", "name": "A", "minScore": "90", "share": "0.4", "vetoFree": true, "bindingMet": true}, {"code": "B", "name": "B", "minScore": "80", "share": "0.4"},
			{"code": "C", "name": "C", "minScore": "60"}, {"code": "D", "name": "D", "minScore": "0"}],
		"quota": {"base": "RANKED_UNITS", "rounding": "FLOOR", "tieBreak": []},
		"groups": [
			{"code": "G1", "name": "G1", "components": [{"component": "INDICATORS", "weight": "0.9"}, {"component": "BALLOT", "weight": "0.1"}]},
			{"code": "G2", "name": "G2", "components": [{"component": "INDICATORS", "weight": "1"}]}],
		"dimensions": [
			{"code": "D1", "name": "D1", "marks": [{"group": "G1", "fullMarks": "60"}, {"group": "G2", "fullMarks": "60"}]},
			{"code": "D2", "name": "D2", "marks": [{"group": "G1", "fullMarks": "40"}, {"group": "G2", "fullMarks": "40"}]}],
		"indicators": [`+strings.Join([]string{
		indicator("I1", "D1", "HIGHER", "SUM", `"target": "100", "binding": true, "baseline": "90"`, `"proportional": {}`),
		indicator("I2", "D1", "HIGHER", "LAST", `"target": "9", "baseline": "4"`, `"linear": {}`),
		indicator("I3", "D1", "HIGHER", "CUMULATIVE", `"target": "1"`, `"tiers": {"on": "VALUE", "bounds": [{"from": "95", "coefficient": "1"}, {"from": "80", "coefficient": "0.6"}, {"coefficient": "0"}]}`),
		indicator("I4", "D2", "LOWER", "SUM", `"target": "5"`, `"deduction": {"each": "0.5"}`),
		indicator("I5", "D2", "RANGE", "LAST", `"source": "OWNER"`, `"satisfaction": {"marks": "OPTIONS", "options": [{"option": "good", "points": "100"}, {"option": "bad", "points": "0"}]}`),
	}, ",")+`],
		"units": [
			{"unit": "A1", "group": "G1", "mode": "RANKED"}, {"unit": "A2", "group": "G1", "mode": "RANKED"}, {"unit": "A3", "group": "G1", "mode": "RANKED"},
			{"unit": "A4", "group": "G1", "mode": "RANKED"}, {"unit": "A5", "group": "G1", "mode": "RANKED"}, {"unit": "A6", "group": "G1", "mode": "RANKED"},
			{"unit": "B1", "group": "G2", "mode": "RANKED"}, {"unit": "B2", "group": "G2", "mode": "RANKED"}, {"unit": "B3", "group": "G2", "mode": "RANKED"},
			{"unit": "O", "group": "G2", "mode": "SCORED_UNRANKED"}, {"unit": "Z", "group": "G2", "mode": "EXEMPT"}],
		"goals": [{"unit": "A1", "indicator": "I1", "target": "120"}, {"unit": "A2", "indicator": "I2"}]
	}`), &f)
	if err != nil {
		panic(err)
	}
	return &f
}

func indicator(code, dimension, direction, aggregation, more, method string) string {
	return `{"code": "` + code + `", "name": "indicator ` + code + `", "dimension": "` + dimension + `", "definition": "what ` + code + ` counts", "unitOfMeasure": "km",
		"direction": "` + direction + `", "frequency": "QUARTER", "aggregation": "` + aggregation + `", "source": "UNIT", "owner": "X", ` + more + `,
		"rule": {"method": {` + method + `}}, "marks": [{"group": "G1", "fullMarks": "20"}, {"group": "G2", "fullMarks": "20"}]}`
}

func TestSoundPlanHasNoFindings(t *testing.T) {
	for _, f := range soundPlan().Findings() {
		t.Errorf("%s %s %v %v", f.Severity, strings.Join(f.Field, "."), f.Code, f.Args)
	}
}

// sample is a change that a rule finds and one that it lets pass.
type sample struct {
	code       goal.ProblemCode
	bad, sound func(f *goal.PlanFile)
	want       string // paths, in order
}

// TestEveryRuleOfTheCheck breaks a sound plan so that one rule finds it, and
// nearly so that it does not.
func TestEveryRuleOfTheCheck(t *testing.T) {
	severities, tested := goal.PlanFindingCodes(), map[goal.ProblemCode]bool{}
	for _, tt := range slices.Concat(errorSamples, ruleSamples, goalSamples, planSamples) {
		f := soundPlan()
		tt.bad(f)
		if got := paths(t, f, tt.code, severities[tt.code]); got != tt.want {
			t.Errorf("%s: found at %q, want %q; in all %v", tt.code, got, tt.want, f.Findings())
		}
		f = soundPlan()
		tt.sound(f)
		if got := paths(t, f, tt.code, severities[tt.code]); got != "" {
			t.Errorf("%s: a sound plan is found at %q", tt.code, got)
		}
		tested[tt.code] = true
	}
	for code := range severities {
		if !tested[code] {
			t.Errorf("%s has no samples", code)
		}
	}
}

// documented are the arguments in brackets behind each code that the check alone
// gives, which its texts may name.
var documented = func() map[string][]string {
	text, err := os.ReadFile("planfinding.go")
	if err != nil {
		panic(err)
	}
	args, bracketed := map[string][]string{}, regexp.MustCompile(`\[(\w+)\]`)
	for _, line := range regexp.MustCompile(`ProblemCode = "(\w+)" *//(.*)`).FindAllStringSubmatch(string(text), -1) {
		args[line[1]] = nil
		for _, m := range bracketed.FindAllStringSubmatch(line[2], -1) {
			args[line[1]] = append(args[line[1]], m[1])
		}
		slices.Sort(args[line[1]])
	}
	return args
}()

// paths are where a plan's check finds one code. What is an error also keeps the
// plan from being submitted, and nothing else does.
func paths(t *testing.T, f *goal.PlanFile, code goal.ProblemCode, want goal.Severity) string {
	t.Helper()
	var list []string
	var blocking goal.Problems
	for _, x := range f.Findings() {
		if x.Severity == goal.SeverityError {
			blocking = append(blocking, x.Problem)
		}
		if x.Code != code {
			continue
		}
		if x.Severity != want {
			t.Errorf("%s has severity %s and is listed with %s", code, x.Severity, want)
		}
		list = append(list, strings.Join(x.Field, "."))
		if want, ok := documented[string(code)]; ok && !slices.Equal(want, slices.Sorted(maps.Keys(x.Args))) {
			t.Errorf("%s comes with %v, and its comment says %v", code, x.Args, want)
		}
	}
	if diff := cmp.Diff(blocking, f.Ready()); diff != "" {
		t.Errorf("%s: errors and what blocks differ: %s", code, diff)
	}
	return strings.Join(list, " ")
}

// TestAllAtOnce: what one rule finds does not hide what another does.
func TestAllAtOnce(t *testing.T) {
	f := soundPlan()
	f.Indicators[0].Target = dec("0")
	f.Indicators[1].Baseline = nil
	f.Indicators[4].Rule, f.Indicators[4].Aggregation = method(`"threshold": {"op": "PASS"}`), score.Sum
	f.Vetoes[0].LegalBasis = ""
	f.Steps = f.Steps[:1]
	var got []string
	for _, x := range f.Findings() {
		if code := string(x.Severity) + " " + string(x.Code); !slices.Contains(got, code) {
			got = append(got, code)
		}
	}
	want := []string{"ERROR NO_BASELINE", "ERROR ZERO_TARGET", "ERROR NO_LEGAL_BASIS", "ERROR CANNOT_COMPUTE", "NOTE TARGET_BEHIND_BASELINE", "NOTE UNCHECKED_FIGURES"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestDryRunImaginesEveryKindOfFigure: a rule that can be computed is not called
// impossible because nobody imagined its inputs.
func TestDryRunImaginesEveryKindOfFigure(t *testing.T) {
	for text, aggregation := range map[string]score.Aggregation{
		`"rating": {"grades": [{"grade": "A", "coefficient": "1"}]}`: score.Last,
		`"deduction": {"kinds": [{"kind": "k", "points": "1"}]}`:     score.Sum,
		`"panel": {"outOf": "10", "minN": 7}`:                        score.Last,
		`"satisfaction": {"marks": "NUMBERS", "minValid": 3, "classes": [{"class": "a", "weight": "1"}, {"class": "b", "weight": "2"}]}`: score.Last,
		`"awards": {"levels": [{"level": "a", "points": "1"}]}`:                                                                          score.Last,
		`"passThrough": {"by": "SCORE"}`:                                 score.Last,
		`"passThrough": {"by": "PLACE", "place": {"variant": "LINEAR"}}`: score.Last,
		`"rank": {"variant": "LINEAR", "external": true}`:                score.Last,
		`"composite": {"formula": "x / y", "inputs": ["x", "y"]}`:        score.Last,
		`"composite": {"formula": "A / x", "inputs": ["x"]}`:             score.Last,
		`"proportional": {}`:                                             score.Ratio,
		`"levelGrowth": {"alpha": "0.5", "level": {"proportional": {}}, "growth": {"proportional": {}}, "growthOf": "REPORTED", "growthTarget": "5"}`: score.Last,
	} {
		f := soundPlan()
		f.Indicators[0].Rule, f.Indicators[0].Aggregation = method(text), aggregation
		if bad := f.Ready(); len(bad) > 0 {
			t.Errorf("%s: %v", text, bad)
		}
	}
}

// TestCheckIsQuick: a province's plan and a rule that somebody generated are
// looked at in a breath.
func TestCheckIsQuick(t *testing.T) {
	large, long := soundPlan(), soundPlan()
	for i := range 4000 {
		u := fmt.Sprintf("N%d", i)
		large.Units = append(large.Units, goal.PlanUnitFile{Unit: u, Group: "G1", Mode: score.Ranked})
		own(large, goal.GoalFile{Unit: u, Indicator: "I1", Target: dec("100"), Difficulty: dec("2"), CooperatingUnits: []string{"A1"}})
	}
	large.Indicators[1].Target = nil
	tiers := score.Tiers{On: score.OnValue}
	for i := range 100 { // as many as a rule may have
		tiers.Bounds = append(tiers.Bounds, score.Tier{From: dec(fmt.Sprint(20_000 - i)), Points: dec(fmt.Sprint(i))})
	}
	long.Indicators[0].Rule = score.Rule{Method: score.Methods{Tiers: &tiers}}
	for name, tt := range map[string]struct {
		f    *goal.PlanFile
		code goal.ProblemCode
		want int
	}{
		"units": {large, goal.OddDifficulty, 4000}, "targets": {large, goal.NoTarget, 4010},
		"tiers": {long, goal.TiersNotFalling, 99}, "heights": {long, goal.TierAboveFull, 79},
	} {
		began, n := time.Now(), 0
		for _, x := range tt.f.Findings() {
			if x.Code == tt.code {
				n++
			}
		}
		if took := time.Since(began); n != tt.want || took > 20*time.Second {
			t.Errorf("%s: %d found in %s, want %d", name, n, took, tt.want)
		} else {
			t.Logf("%s: %s", name, took)
		}
	}
}

// regroup moves marks between I1 and another indicator, so that sums still hold.
func regroup(f *goal.PlanFile, i int, marks string) {
	x := decimal.RequireFromString(marks)
	f.Indicators[i].Marks[0].FullMarks = x
	f.Indicators[0].Marks[0].FullMarks = decimal.NewFromInt(40).Sub(x)
}

func own(f *goal.PlanFile, g goal.GoalFile) { f.Goals = append(f.Goals, g) }

func keepUnits(f *goal.PlanFile, units ...string) {
	f.Units = slices.DeleteFunc(f.Units, func(u goal.PlanUnitFile) bool { return !slices.Contains(units, u.Unit) })
	f.Goals = slices.DeleteFunc(f.Goals, func(g goal.GoalFile) bool { return !slices.Contains(units, g.Unit) })
}

func unchanged(*goal.PlanFile) {}

var errorSamples = []sample{
	{goal.WeightsNotFull, func(f *goal.PlanFile) { f.Groups[1].Components[0].Weight = *dec("0.99") }, unchanged, "groups.1.components"},
	{goal.NoUnits, func(f *goal.PlanFile) {
		keepUnits(f, "A1", "A2", "A3", "Z")
	}, func(f *goal.PlanFile) { keepUnits(f, "A1", "O") }, "groups.1"},
	{goal.MarksMismatch, func(f *goal.PlanFile) { f.Indicators[0].Marks[0].FullMarks = *dec("19") }, func(f *goal.PlanFile) { regroup(f, 1, "25") }, "dimensions.0.marks"},
	{goal.MarksNotFull, func(f *goal.PlanFile) { f.FullScore = *dec("1000") }, unchanged, "dimensions dimensions"},
	{goal.NoAlternate, func(f *goal.PlanFile) { f.Indicators[3].Owner = "B1" },
		func(f *goal.PlanFile) { f.Indicators[3].Owner, f.Indicators[3].AlternateOwner = "B1", "X" }, "indicators.3.alternateOwner"},
	{goal.NoTarget, func(f *goal.PlanFile) { f.Indicators[1].Target = nil; keepUnits(f, "A2", "A1", "B1") },
		func(f *goal.PlanFile) { f.Indicators[3].Target = nil }, "indicators.1.target goals.1.target indicators.1.target"},
	{goal.NoBaseline, func(f *goal.PlanFile) { f.Indicators[1].Baseline = nil; keepUnits(f, "A1", "A2", "B1") },
		func(f *goal.PlanFile) {
			f.Indicators[1].Baseline, f.Indicators[1].Rule = nil, method(`"linear": {"baseline": "1"}`)
		},
		"indicators.1.baseline goals.1.baseline indicators.1.baseline"},
	{goal.TargetZero, func(f *goal.PlanFile) { f.Indicators[0].Target, f.Goals[0].Target = dec("0"), dec("0") },
		func(f *goal.PlanFile) {
			f.Indicators[0].Target, f.Indicators[0].Rule = dec("0"), method(`"proportional": {"onZero": "FULL_IF_MET"}`)
			f.Indicators[3].Target, f.Indicators[3].Rule = dec("0"), method(`"lowerIsBetter": {"variant": "RATIO"}`)
		}, "indicators.0.target goals.0.target"},
	{goal.TargetZero, func(f *goal.PlanFile) {
		f.Indicators[0].Target, f.Indicators[0].Rule = dec("0"), method(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}]}`)
		f.Indicators[1].Target, f.Indicators[1].Rule = dec("0"), method(`"overCompletion": {}`)
		f.Indicators[3].Target, f.Indicators[3].Rule = dec("0"), method(`"lowerIsBetter": {"variant": "RATIO", "onZero": "REJECT"}`)
	}, unchanged, "indicators.0.target indicators.1.target indicators.3.target"},
	{goal.TargetNegative, func(f *goal.PlanFile) {
		f.Indicators[0].Rule, f.Goals[0].Target = method(`"proportional": {"onNegative": "REJECT"}`), dec("-1")
		f.Indicators[3].Target, f.Indicators[3].Rule = dec("-1"), method(`"lowerIsBetter": {"variant": "LINEAR"}`)
	}, func(f *goal.PlanFile) { f.Indicators[0].Target = dec("-3") }, "goals.0.target indicators.3.target"},
	{goal.ZeroBaseline, func(f *goal.PlanFile) {
		f.Indicators[1].Baseline, f.Indicators[1].Rule = dec("0"), method(`"yearOnYear": {"change": "PERCENT", "deduct": "1"}`)
		f.Indicators[0].Baseline = dec("0")
		f.Indicators[0].Rule = method(`"levelGrowth": {"alpha": "0.5", "level": {"proportional": {}}, "growth": {"proportional": {}}, "growthOf": "ON_BASELINE", "growthTarget": "5"}`)
	}, func(f *goal.PlanFile) {
		f.Indicators[1].Baseline, f.Indicators[1].Rule = dec("0"), method(`"yearOnYear": {"deduct": "1"}`)
	}, "indicators.0.baseline indicators.1.baseline"},
	{goal.TargetIsBaseline, func(f *goal.PlanFile) { f.Goals[1].Target = dec("4.0") }, func(f *goal.PlanFile) { f.Goals[1].Target = dec("4.1") }, "goals.1.target"},
	{goal.TargetIsBaseline, func(f *goal.PlanFile) { f.Goals[1].Baseline = dec("9") }, func(f *goal.PlanFile) { f.Indicators[0].Baseline = dec("100") }, "goals.1.baseline"},
	{goal.TargetIsChallenge, func(f *goal.PlanFile) {
		f.Goals[0].Challenge, f.Indicators[0].Rule = dec("120"), rule(`{"method": {"proportional": {}}, "modifiers": {"challengeBonus": "1"}}`)
	}, func(f *goal.PlanFile) {
		f.Goals[0].Challenge, f.Indicators[0].Rule = dec("130"), rule(`{"method": {"proportional": {}}, "modifiers": {"challengeBonus": "1"}}`)
	}, "goals.0.challenge"},
	{goal.BadPeriodWeights, func(f *goal.PlanFile) {
		f.Indicators[1].Aggregation, f.Indicators[1].PeriodWeights = score.WeightedAvg, decimals("1", "1", "2")
	}, func(f *goal.PlanFile) {
		f.Indicators[1].Aggregation, f.Indicators[1].PeriodWeights = score.WeightedAvg, decimals("0", "1", "1", "2")
	}, "indicators.1.periodWeights"},
	{goal.BadPeriodWeights, func(f *goal.PlanFile) {
		f.Indicators[0].PeriodWeights = decimals("1")
		f.Indicators[1].Aggregation, f.Indicators[1].PeriodWeights = score.WeightedAvg, decimals("0", "0", "0", "0")
		f.Indicators[2].Aggregation, f.Indicators[2].PeriodWeights = score.WeightedAvg, decimals("1", "1", "1", "-1")
	}, unchanged, "indicators.0.periodWeights indicators.1.periodWeights indicators.2.periodWeights"},
	{goal.NotMilestones, func(f *goal.PlanFile) { f.Indicators[0].Aggregation = score.ByMilestone },
		func(f *goal.PlanFile) { f.Indicators[4].Aggregation, f.Indicators[4].Rule = score.ByMilestone, nodes }, "indicators.0.aggregation"},
	{goal.NobodyToCompare, func(f *goal.PlanFile) {
		f.Indicators[0].Rule = method(`"peerAverage": {"selfIn": false, "deduct": "1"}`)
		keepUnits(f, "A1", "A2", "B1", "O")
	}, func(f *goal.PlanFile) {
		f.Indicators[0].Rule = method(`"peerAverage": {"selfIn": false, "deduct": "1"}`)
	}, "indicators.0.rule"},
	{goal.NoWindow, func(f *goal.PlanFile) {
		f.Indicators[2].Frequency, f.Indicators[3].Frequency = period.Month, period.Month
	},
		func(f *goal.PlanFile) { f.Indicators[2].Frequency = period.Year }, "indicators.2.frequency"},
	{goal.NoLegalBasis, func(f *goal.PlanFile) { f.Vetoes[0].LegalBasis = "" }, unchanged, "vetoes.0.legalBasis"},
	{goal.NoGrades, func(f *goal.PlanFile) { f.Grades = nil }, unchanged, "grades"},
	{goal.SharesOverOne, func(f *goal.PlanFile) { f.Grades[1].Share = dec("0.61") }, func(f *goal.PlanFile) { f.Grades[1].Share = dec("0.6") }, "grades.1.share"},
	{goal.CannotCompute, func(f *goal.PlanFile) {
		f.Indicators[4].Rule, f.Indicators[4].Aggregation = method(`"threshold": {"op": "PASS"}`), score.Sum
	},
		func(f *goal.PlanFile) {
			f.Indicators[4].Rule, f.Indicators[4].Aggregation = method(`"threshold": {"op": "PASS"}`), score.All
		}, "indicators.4"},
}

// nodes is a rule of two milestones.
var nodes = method(`"milestones": {"nodes": [{"node": "n1", "weight": "0.5"}, {"node": "n2", "weight": "0.5"}]}`)

func decimals(texts ...string) (list []decimal.Decimal) {
	for _, text := range texts {
		list = append(list, *dec(text))
	}
	return list
}
