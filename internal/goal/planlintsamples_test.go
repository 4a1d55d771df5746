package goal_test

import (
	"fmt"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
)

// setRule gives the first indicator another rule, by its method.
func setRule(text string) func(f *goal.PlanFile) {
	return func(f *goal.PlanFile) { f.Indicators[0].Rule = method(text) }
}

var ruleSamples = []sample{
	{goal.FullMarksOutOfReach, func(f *goal.PlanFile) {
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "points": "18"}, {"points": "0"}]}`)(f)
		regroup(f, 1, "22")
	}, setRule(`"perStep": {"base": "0.8", "add": "0.05", "in": "SHARE"}`), "indicators.0.rule"},
	{goal.TiersNotFalling, setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "0.9"}, {"from": "0.9", "coefficient": "0.8"}, {"from": "0.8", "coefficient": "0.85"}, {"coefficient": "0"}]}`),
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}, {"from": "0.9", "coefficient": "0.8"}, {"coefficient": "0.8"}]}`),
		"indicators.0.rule.method.tiers.bounds.2.coefficient"},
	// Of 18 marks half are less than 10 points, of 22 they are more.
	{goal.TiersNotFalling, func(f *goal.PlanFile) {
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "points": "10"}, {"coefficient": "0.5"}]}`)(f)
		regroup(f, 1, "18")
	}, func(f *goal.PlanFile) {
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "points": "10"}, {"coefficient": "0.5"}]}`)(f)
		regroup(f, 1, "22")
	}, "indicators.0.rule.method.tiers.bounds.1.coefficient"},
	{goal.TierAboveFull, func(f *goal.PlanFile) {
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "points": "20"}, {"points": "0"}]}`)(f)
		regroup(f, 1, "22")
	}, setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "points": "20"}, {"points": "0"}]}`), "indicators.0.rule.method.tiers.bounds.0.points"},
	{goal.TierAboveFull, func(f *goal.PlanFile) {
		f.Indicators[4].Rule = method(`"satisfaction": {"marks": "OPTIONS", "options": [{"option": "a"}, {"option": "b"}], "share": {"best": ["a"], "tiers": [{"from": "0.9", "coefficient": "1.1"}, {"coefficient": "0"}]}}`)
	}, unchanged, "indicators.4.rule.method.satisfaction.share.tiers.0.coefficient"},
	{goal.TiersEnd, setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}, {"from": "0.5", "coefficient": "0.5"}]}`),
		setRule(`"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}, {"from": "0", "coefficient": "0"}]}`), "indicators.0.rule.method.tiers.bounds.1.from"},
	{goal.TiersEnd, setRule(`"levelGrowth": {"alpha": "0.5", "level": {"tiers": {"on": "RATE", "bounds": [{"from": "1", "coefficient": "1"}]}}, "growth": {"proportional": {}}, "growthOf": "REPORTED", "growthTarget": "5"}`),
		setRule(`"levelGrowth": {"alpha": "0.5", "level": {"proportional": {}}, "growth": {"proportional": {}}, "growthOf": "REPORTED", "growthTarget": "5"}`),
		"indicators.0.rule.method.levelGrowth.level.tiers.bounds.0.from"},
	{goal.CapBelowBase, func(f *goal.PlanFile) {
		setRule(`"perStep": {"add": "1", "max": "20"}`)(f)
		regroup(f, 1, "18")
	}, setRule(`"perStep": {"base": "15", "add": "1"}`), "indicators.0.rule.method.perStep.max"},
	{goal.CapBelowBase, setRule(`"peerAverage": {"base": "0.9", "max": "0.8", "deduct": "0.1", "in": "SHARE"}`),
		setRule(`"peerAverage": {"base": "0.8", "max": "0.9", "deduct": "0.1", "in": "SHARE"}`), "indicators.0.rule.method.peerAverage.max"},
	{goal.CapBelowBase, setRule(`"linear": {"base": "60", "hi": "50"}`), setRule(`"linear": {"base": "40", "hi": "50"}`), "indicators.0.rule"},
	{goal.DirectionDiffers, func(f *goal.PlanFile) { f.Indicators[0].Direction = goal.Lower; f.Goals[1].Baseline = dec("10") },
		func(f *goal.PlanFile) { f.Indicators[2].Direction = goal.Within }, "indicators.0.direction goals.1.baseline"},
	{goal.DirectionDiffers, func(f *goal.PlanFile) {
		for i, text := range []string{`"threshold": {"op": "AT_MOST"}`, `"yearOnYear": {"deduct": "1", "direction": "LOWER"}`, `"range": {"from": "1", "to": "2", "zeroBelow": "0", "zeroAbove": "3"}`} {
			f.Indicators[i].Rule = method(text)
		}
	}, func(f *goal.PlanFile) {
		for i, text := range []string{`"threshold": {"op": "AT_LEAST"}`, `"rank": {"variant": "LINEAR", "direction": "LOWER", "external": true}`, `"threshold": {"op": "EQUAL"}`} {
			f.Indicators[i].Rule = method(text)
		}
	}, "indicators.0.direction indicators.1.direction indicators.2.direction"},
	{goal.DirectionDiffers, setRule(`"linear": {"bands": [{"standard": "1", "coefficient": "1"}, {"standard": "2", "coefficient": "0.5"}]}`),
		setRule(`"linear": {"bands": [{"standard": "2", "coefficient": "1"}, {"standard": "1", "coefficient": "0.5"}]}`), "indicators.0.direction"},
	{goal.AloneInGroup, func(f *goal.PlanFile) {
		setRule(`"ratioToBest": {}`)(f)
		keepUnits(f, "A1", "A2", "B1", "O")
	}, func(f *goal.PlanFile) {
		setRule(`"rank": {"variant": "LINEAR", "external": true}`)(f)
		keepUnits(f, "A1", "B1")
	}, "indicators.0.rule"},
	{goal.AloneInGroup, func(f *goal.PlanFile) {
		setRule(`"rank": {"variant": "STEP", "drop": "1"}`)(f)
		for _, u := range []string{"B1", "B2"} {
			own(f, goal.GoalFile{Unit: u, Indicator: "I1", NotApplicable: true})
		}
	}, setRule(`"rank": {"variant": "STEP", "drop": "1"}`), "indicators.0.rule"},
	{goal.PairInGroup, func(f *goal.PlanFile) {
		f.Indicators[0].Rule = rule(`{"method": {"composite": {"formula": "A * 2"}}, "modifiers": {"then": {"peerAverage": {"deduct": "1"}}}}`)
		keepUnits(f, "A1", "A2", "A3", "B1", "B2", "O")
	}, setRule(`"peerAverage": {"deduct": "1"}`), "indicators.0.rule"},
	{goal.PointsForDissatisfied, func(f *goal.PlanFile) { f.Indicators[4].Rule.Method.Satisfaction.Options[1].Points = dec("50") },
		func(f *goal.PlanFile) { f.Indicators[4].Rule.Method.Satisfaction.Options[1].Points = nil }, "indicators.4.rule.method.satisfaction.options.1.points"},
	{goal.PointsForDissatisfied, func(f *goal.PlanFile) { f.Indicators[4].Rule = shareOfBest(`{"points": "16"}`, "13") },
		func(f *goal.PlanFile) { f.Indicators[4].Rule = shareOfBest(`{"points": "16"}`, "0") }, "indicators.4.rule.method.satisfaction.share"},
	{goal.MoreThanFull, func(f *goal.PlanFile) {
		setRule(`"proportional": {"cap": "1.1"}`)(f)
		f.Indicators[4].Rule = method(`"awards": {"levels": [{"level": "a", "points": "2"}], "cap": "20"}`)
		regroup(f, 1, "20")
	}, setRule(`"proportional": {"cap": "1"}`), "indicators.0.rule indicators.0.rule"},
	{goal.LooksLikePercent, func(f *goal.PlanFile) { f.Indicators[0].Aggregation, f.Indicators[0].UnitOfMeasure = score.Ratio, "%" },
		func(f *goal.PlanFile) {
			f.Indicators[0].Aggregation, f.Indicators[0].UnitOfMeasure, f.Indicators[0].RatioScale = score.Ratio, "%", dec("100")
			f.Indicators[1].Aggregation, f.Indicators[1].UnitOfMeasure = score.Ratio, "yuan per head"
		}, "indicators.0.ratioScale"},
	{goal.RatesAddedUp, func(f *goal.PlanFile) {
		f.Indicators[0].UnitOfMeasure, f.Indicators[2].UnitOfMeasure = "个百分点", "%"
	},
		func(f *goal.PlanFile) { f.Indicators[0].UnitOfMeasure, f.Indicators[0].Frequency = "%", period.Year }, "indicators.0.aggregation"},
	{goal.MeanOfRates, func(f *goal.PlanFile) {
		f.Indicators[1].UnitOfMeasure, f.Indicators[1].Aggregation = "％", score.Average
	},
		func(f *goal.PlanFile) { f.Indicators[1].Aggregation = score.Average }, "indicators.1.aggregation"},
	{goal.NodesElsewhere, func(f *goal.PlanFile) { f.Indicators[4].Rule = nodes },
		func(f *goal.PlanFile) { f.Indicators[4].Rule, f.Indicators[4].Aggregation = nodes, score.ByMilestone }, "indicators.4.aggregation"},
	{goal.PlannedSharesIgnored, func(f *goal.PlanFile) {
		f.Indicators[1].PlannedShares, f.Goals[1].PlannedShares = []goal.PlannedShare{{Month: 12, Share: *dec("1")}}, []goal.PlannedShare{{Month: 12, Share: *dec("1")}}
	}, func(f *goal.PlanFile) {
		f.Indicators[0].PlannedShares = []goal.PlannedShare{{Month: 12, Share: *dec("1")}}
	}, "indicators.1.plannedShares goals.1.plannedShares"},
}

// shareOfBest scores the share of good answers, with a limit where half are bad.
func shareOfBest(rest, worst string) score.Rule {
	return method(`"satisfaction": {"marks": "OPTIONS", "options": [{"option": "a"}, {"option": "b"}],
		"share": {"best": ["a"], "tiers": [{"from": "0.9", "points": "20"}, ` + rest + `], "worst": ["b"], "worstOneIn": 2, "worstPoints": "` + worst + `"}}`)
}

const bonus = `{"method": {"proportional": {}}, "modifiers": {"challengeBonus": "1"}}`

// challenge gives all units a challenge value of the first indicator.
func challenge(f *goal.PlanFile, units ...string) {
	f.Goals[0].Challenge = dec("150")
	for _, u := range units {
		own(f, goal.GoalFile{Unit: u, Indicator: "I1", Challenge: dec("150")})
	}
}

var goalSamples = []sample{
	{goal.OddDifficulty, func(f *goal.PlanFile) { f.Goals[0].Difficulty, f.Goals[1].Difficulty = dec("1.31"), dec("0.79") },
		func(f *goal.PlanFile) { f.Goals[0].Difficulty, f.Goals[1].Difficulty = dec("1.3"), dec("0.8") }, "goals.0.difficulty goals.1.difficulty"},
	{goal.ChallengeNotBeyond, func(f *goal.PlanFile) {
		f.Goals[0].Challenge = dec("119")
		own(f, goal.GoalFile{Unit: "A3", Indicator: "I4", Challenge: dec("5")})
	}, func(f *goal.PlanFile) {
		f.Goals[0].Challenge = dec("121")
		own(f, goal.GoalFile{Unit: "A3", Indicator: "I4", Challenge: dec("4")})
	}, "goals.0.challenge goals.2.challenge"},
	{goal.ChallengeIgnored, func(f *goal.PlanFile) { f.Goals[0].Challenge = dec("150") },
		func(f *goal.PlanFile) {
			f.Goals[0].Challenge, f.Goals[1].Challenge = dec("150"), dec("15")
			f.Indicators[0].Rule, f.Indicators[1].Rule = rule(bonus), method(`"composite": {"formula": "min(W, W * A / C)"}`)
		}, "goals.0.challenge"},
	{goal.ChallengeBonusUnused, func(f *goal.PlanFile) { f.Indicators[0].Rule = rule(bonus); challenge(f, "A2", "A3", "A4", "A5", "A6") },
		func(f *goal.PlanFile) {
			f.Indicators[0].Rule = rule(bonus)
			challenge(f, "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "O")
		}, "indicators.0.rule.modifiers.challengeBonus"},
	{goal.TargetBehindBaseline, func(f *goal.PlanFile) { f.Goals[0].Target = dec("89"); f.Indicators[3].Baseline = dec("4") },
		func(f *goal.PlanFile) { f.Goals[0].Target = dec("90"); f.Indicators[3].Baseline = dec("6") }, "goals.0.target indicators.3.target"},
	{goal.TargetOutOfLine, func(f *goal.PlanFile) { targets(f, "0.9", "90", "95", "100", "9501") }, func(f *goal.PlanFile) { targets(f, "0.95", "90", "95", "100", "9500") },
		"goals.2.target goals.6.target"},
	{goal.PortionsNotWhole, func(f *goal.PlanFile) {
		f.Goals[0].Portion, f.Goals[0].CooperatingUnits = dec("0.7"), []string{"A2", "A3", "elsewhere"}
		own(f, goal.GoalFile{Unit: "A2", Indicator: "I1", Portion: dec("0.2"), LeadUnit: "A1", OutOfTotals: true})
		own(f, goal.GoalFile{Unit: "A3", Indicator: "I1", Portion: dec("0.2"), LeadUnit: "A1", OutOfTotals: true})
	}, func(f *goal.PlanFile) {
		f.Goals[0].Portion, f.Goals[0].CooperatingUnits = dec("0.7"), []string{"A2"}
		own(f, goal.GoalFile{Unit: "A2", Indicator: "I1", Portion: dec("0.3"), LeadUnit: "A1"})
		own(f, goal.GoalFile{Unit: "B1", Indicator: "I2", CooperatingUnits: []string{"B2"}}) // nobody has a portion
	}, "goals.0.portion"},
	{goal.RollsUpTwice, func(f *goal.PlanFile) { f.Goals[0].CooperatingUnits = []string{"elsewhere", "A2"} },
		func(f *goal.PlanFile) {
			f.Goals[0].CooperatingUnits = []string{"A2", "A3"}
			own(f, goal.GoalFile{Unit: "A2", Indicator: "I1", OutOfTotals: true})
			own(f, goal.GoalFile{Unit: "A3", Indicator: "I1", Portion: dec("0.5")})
		}, "goals.0.cooperatingUnits.1"},
	{goal.RollsUpTwice, func(f *goal.PlanFile) { f.Goals[0].CooperatingUnits = []string{"B1", "Z"} },
		func(f *goal.PlanFile) {
			f.Goals[0].CooperatingUnits, f.Indicators[0].UnitOfMeasure = []string{"B1"}, "%"
			own(f, goal.GoalFile{Unit: "A3", Indicator: "I5", CooperatingUnits: []string{"A2"}})
		}, "goals.0.cooperatingUnits.0"},
	{goal.MuchNotApplicable, func(f *goal.PlanFile) { away(f, "A1", "I2", "I3", "I4") }, func(f *goal.PlanFile) { away(f, "A1", "I2", "I3"); away(f, "Z", "I1", "I2", "I3") }, "units.0"},
}

func targets(f *goal.PlanFile, texts ...string) {
	for i, text := range texts {
		own(f, goal.GoalFile{Unit: fmt.Sprintf("A%d", i+2), Indicator: "I1", Target: dec(text)})
	}
	f.Goals[0].Target = nil
	f.Indicators[0].Baseline = nil
}

func away(f *goal.PlanFile, unit string, indicators ...string) {
	for _, code := range indicators {
		own(f, goal.GoalFile{Unit: unit, Indicator: code, NotApplicable: true})
	}
}

var planSamples = []sample{
	{goal.NoMarks, func(f *goal.PlanFile) {
		f.Indicators = append(f.Indicators, f.Indicators[0])
		f.Indicators[5].Code, f.Indicators[5].Marks = "I6", nil
	},
		unchanged, "indicators.5.marks"},
	{goal.HeavyIndicator, func(f *goal.PlanFile) {
		f.Indicators[0].Marks[0].FullMarks, f.Indicators[1].Marks[0].FullMarks, f.Indicators[2].Marks[0].FullMarks = *dec("41"), *dec("10"), *dec("9")
	}, func(f *goal.PlanFile) {
		f.Indicators[0].Marks[0].FullMarks, f.Indicators[1].Marks[0].FullMarks, f.Indicators[2].Marks[0].FullMarks = *dec("40"), *dec("10"), *dec("10")
	}, "indicators.0.marks"},
	{goal.EmptyDimension, func(f *goal.PlanFile) {
		f.Dimensions = append(f.Dimensions, goal.DimensionFile{Code: "D3", Name: "D3"})
	}, unchanged, "dimensions.2"},
	{goal.CountedTwice, func(f *goal.PlanFile) {
		f.Indicators[1].Name = f.Indicators[0].Name
		f.Indicators[3].Definition = "What I3  counts!"
		f.Indicators[4].Name = "INDICATOR，（Ｉ3）"
	}, func(f *goal.PlanFile) {
		f.Indicators[1].Name, f.Indicators[1].Owner = "Indicator (I1)", "Y"
		f.Indicators[3].Definition, f.Indicators[4].Definition = "同上", "同上"
	}, "indicators.1.name indicators.3.name indicators.4.name"},
	{goal.CountedTwice, func(f *goal.PlanFile) { f.Indicators[1].Name = f.Indicators[0].Name },
		func(f *goal.PlanFile) { // one for each group
			f.Indicators[1].Name = f.Indicators[0].Name
			f.Indicators[0].Marks, f.Indicators[1].Marks = f.Indicators[0].Marks[:1], f.Indicators[1].Marks[1:]
		}, "indicators.1.name"},
	{goal.NoDefinition, func(f *goal.PlanFile) { f.Indicators[2].Definition = " —" }, unchanged, "indicators.2.definition"},
	{goal.SmallGroup, func(f *goal.PlanFile) { keepUnits(f, "A1", "A2", "A3", "B1", "B2", "O") }, unchanged, "groups.1"},
	{goal.VetoDimensionAbsent, func(f *goal.PlanFile) { f.Dimensions[0].Marks = f.Dimensions[0].Marks[:1] },
		func(f *goal.PlanFile) {
			f.Dimensions[0].Marks, f.Vetoes[0].Effect = f.Dimensions[0].Marks[:1], score.NoExcellent
		}, "vetoes.0.dimension"},
	{goal.GradesNotFalling, func(f *goal.PlanFile) { f.Grades[1].MinScore, f.Grades[3].MinScore = *dec("91"), *dec("60") },
		func(f *goal.PlanFile) { f.Grades[1].MinScore = *dec("90") }, "grades.1.minScore grades.3.minScore"},
	{goal.UncappedBonus, func(f *goal.PlanFile) { f.Adjustments.BonusCap = nil },
		func(f *goal.PlanFile) { f.Adjustments.BonusCap, f.Adjustments.Rules[0].Kind = nil, score.Deduct }, "adjustments.bonusCap"},
	{goal.OrganiserOwns, func(f *goal.PlanFile) { f.Indicators[4].Owner, f.Indicators[4].AlternateOwner = "O", "X" }, unchanged, "organiser"},
	{goal.UncheckedFigures, func(f *goal.PlanFile) { f.Steps = []goal.Step{goal.StepSubmit, goal.StepApprove} },
		func(f *goal.PlanFile) {
			f.Steps = []goal.Step{goal.StepSubmit}
			for i := range f.Indicators {
				f.Indicators[i].Source = goal.SourceOwner
			}
		}, "steps"},
	{goal.ManyIndicators, func(f *goal.PlanFile) { many(f, 56) }, func(f *goal.PlanFile) { many(f, 55) }, "groups.0"},
	{goal.NoQuarters, func(f *goal.PlanFile) { yearly(f); f.InYearWeight = dec("0.3") }, func(f *goal.PlanFile) { f.InYearWeight = dec("0.3") }, "inYearWeight"},
	{goal.NoQuarters, func(f *goal.PlanFile) { yearly(f); f.InYearWeight = dec("0.3") }, yearly, "inYearWeight"},
	{goal.NoPlace, func(f *goal.PlanFile) { f.Grades[0].Share = dec("0.3") }, func(f *goal.PlanFile) { f.Grades[0].Share, f.Quota.Rounding = dec("0.3"), score.HalfUp }, "grades.0.share"},
	{goal.NoPlace, func(f *goal.PlanFile) { f.Grades[0].Share = dec("0.3") }, func(f *goal.PlanFile) { f.Grades[0].Share, f.Quota.Base = dec("0.3"), score.AllUnits }, "grades.0.share"},
	{goal.NoPlace, func(f *goal.PlanFile) { f.Grades[0].Share = dec("0.3") }, func(f *goal.PlanFile) { f.Grades[0].Share, f.Quota.MinPlaces = dec("0.3"), 1 }, "grades.0.share"},
	{goal.RestUngraded, func(f *goal.PlanFile) { f.Grades = f.Grades[:3] }, unchanged, "grades"},
	{goal.LastGradeClosed, func(f *goal.PlanFile) { f.Grades[3].VetoFree, f.Grades[3].BindingMet = true, true }, unchanged, "grades.3.vetoFree grades.3.bindingMet"},
	{goal.BindingIdle, func(f *goal.PlanFile) { f.Grades[0].BindingMet = false }, func(f *goal.PlanFile) { f.Grades[0].BindingMet, f.Indicators[0].Binding = false, false }, "grades"},
	{goal.NothingBinding, func(f *goal.PlanFile) { f.Indicators[0].Binding = false }, unchanged, "grades.0.bindingMet"},
}

// many splits the fifth indicator's marks in the first group among so many more.
func many(f *goal.PlanFile, n int) {
	last := f.Indicators[4]
	last.Marks = []goal.GroupMarks{{Group: "G1", FullMarks: *dec("0.1")}}
	f.Indicators[4].Marks = slices.Clone(f.Indicators[4].Marks)
	for i := range n {
		ind := last
		ind.Code, ind.Name, ind.Definition = fmt.Sprintf("M%d", i), fmt.Sprintf("one of many %d", i), fmt.Sprintf("what M%d counts", i)
		f.Indicators = append(f.Indicators, ind)
	}
}

func yearly(f *goal.PlanFile) {
	for i := range f.Indicators {
		f.Indicators[i].Frequency = period.Year
	}
}
