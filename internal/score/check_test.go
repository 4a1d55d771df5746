package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name   string
		change func(*RunInput)
		want   string // path and code of each failure
	}{
		{"nothing wrong", func(*RunInput) {}, ""},
		{"scales", func(in *RunInput) { in.Rules.IndicatorScale, in.Rules.FinalScale = 5, -1 }, "rules.indicatorScale OUT_OF_RANGE, rules.finalScale OUT_OF_RANGE"},
		{"rules", func(in *RunInput) {
			in.Rules.Rounding, in.Rules.Ranking, in.Rules.NotApplicable, in.Rules.SameMatter = "", "OLYMPIC", "HALF", ""
		}, "rules.rounding REQUIRED, rules.notApplicable UNKNOWN_CODE, rules.ranking UNKNOWN_CODE, rules.sameMatter REQUIRED"},
		{"caps", func(in *RunInput) { in.Rules.BonusCap, in.Rules.Adjustments[0].Cap = pd("-1"), pd("-1") }, "rules.bonusCap OUT_OF_RANGE, rules.adjustments.0.cap OUT_OF_RANGE"},
		{"no code, fewer places than none", func(in *RunInput) {
			in.Rules.Adjustments[0].Code, in.Rules.Grades[0].Share, in.Rules.Grades[0].Places = "", nil, new(-1)
		}, "rules.adjustments.0.code REQUIRED, rules.grades.0.places OUT_OF_RANGE"},
		{"one code twice", func(in *RunInput) {
			in.Rules.Adjustments[1].Code, in.Rules.Vetoes[1].Code, in.Rules.Grades[1].Code = "B1", "V1", "优秀"
		}, "rules.adjustments.1.code DUPLICATE, rules.vetoes.1.code DUPLICATE, rules.grades.1.code DUPLICATE"},
		{"unknown effects", func(in *RunInput) { in.Rules.Adjustments[0].Kind, in.Rules.Vetoes[0].Effect = "GIFT", "FINE" }, "rules.adjustments.0.kind UNKNOWN_CODE, rules.vetoes.0.effect UNKNOWN_CODE"},
		{"quota", func(in *RunInput) {
			in.Rules.Grades[0].Places, in.Rules.Quota.Base, in.Rules.Quota.Rounding = new(1), "", "UP"
			in.Rules.Quota.TieBreak = []TieBreaker{ByLeader, "D1", "D9"}
		}, "rules.grades.0.places EXCLUSIVE, rules.quota.base REQUIRED, rules.quota.rounding UNKNOWN_CODE, rules.quota.tieBreak.2 UNKNOWN_CODE"},
		{"indicator", func(in *RunInput) {
			in.Indicators[0].Aggregation, in.Indicators[0].Rule, in.Indicators[0].RatioScale = "MEDIAN", Rule{}, pd("0")
		}, "I indicators.0.aggregation UNSUPPORTED, I indicators.0.ratioScale OUT_OF_RANGE, I indicators.0.rule.method ONE_METHOD"},
		{"an average's weights", func(in *RunInput) { in.Indicators[0].Aggregation = WeightedAvg }, "I indicators.0.periodWeights REQUIRED"},
		{"weights below nothing", func(in *RunInput) {
			in.Indicators[0].Aggregation, in.Indicators[0].PeriodWeights = WeightedAvg, []decimal.Decimal{d("1"), d("-1")}
		}, "I indicators.0.periodWeights.1 OUT_OF_RANGE"},
		{"weights of nothing", func(in *RunInput) {
			in.Indicators[0].Aggregation, in.Indicators[0].PeriodWeights = WeightedAvg, []decimal.Decimal{d("0"), d("0.0")}
		}, "I indicators.0.periodWeights OUT_OF_RANGE"},
		{"more weights than months", func(in *RunInput) {
			in.Indicators[0].Aggregation, in.Indicators[0].PeriodWeights = WeightedAvg, slices.Repeat([]decimal.Decimal{d("1")}, 13)
		}, "I indicators.0.periodWeights TOO_MANY"},
		{"weights of a sum", func(in *RunInput) {
			in.Indicators[0].Aggregation, in.Indicators[0].PeriodWeights = Sum, []decimal.Decimal{d("1")}
		}, "I indicators.0.periodWeights EXCLUSIVE"},
		{"dimensions", func(in *RunInput) {
			in.Groups[0].Dimensions = []DimensionMarks{{"D1", d("100")}, {"D1", d("-1")}}
		}, "groups.G.dimensions.1.dimension DUPLICATE, groups.G.dimensions.1.fullMarks OUT_OF_RANGE, groups.G.dimensions MARKS_NOT_FULL, A groups.G.units.A.goals MARKS_MISMATCH"},
		{"weights", func(in *RunInput) { in.Groups[0].Weights = weights("0.5", "0.4") }, "groups.G.weights WEIGHTS_NOT_FULL"},
		{"one weight twice", func(in *RunInput) {
			in.Groups[0].Weights = append(weights("0.5"), weights("0.5")...)
		}, "groups.G.weights.1.component DUPLICATE"},
		{"unit", func(in *RunInput) { in.Groups[0].Units[0].Mode = "" }, "A groups.G.units.A.mode REQUIRED"},
		{"one unit twice", func(in *RunInput) { in.Groups[0].Units = append(in.Groups[0].Units, in.Groups[0].Units[0]) }, "A groups.G.units.A.code DUPLICATE"},
		{"goal of no indicator", func(in *RunInput) { in.Groups[0].Units[0].Goals[0].Indicator = "X" }, "A X groups.G.units.A.goals.0.indicator UNKNOWN_INDICATOR"},
		{"goal of no dimension", func(in *RunInput) { in.Indicators[0].Dimension = "D7" }, "A I groups.G.units.A.goals.0.indicator UNKNOWN_DIMENSION"},
		{"goal", func(in *RunInput) {
			g := &in.Groups[0].Units[0].Goals[0]
			g.FullMarks, g.PlannedShare = d("0"), q("-1/2")
		}, "A I groups.G.units.A.goals.0.fullMarks OUT_OF_RANGE, A I groups.G.units.A.goals.0.plannedShare OUT_OF_RANGE"},
		{"two goals on one indicator", func(in *RunInput) {
			u := &in.Groups[0].Units[0]
			u.Goals = append(u.Goals, u.Goals[0])
		}, "A I groups.G.units.A.goals.1.indicator DUPLICATE, A groups.G.units.A.goals MARKS_MISMATCH"},
		{"ledger", func(in *RunInput) {
			u := &in.Groups[0].Units[0]
			u.Components = []ComponentScore{{"BALLOTS", d("1")}, {LeaderComponent, d("1")}, {LeaderComponent, d("2")}}
			u.Adjustments = []AdjustmentInput{{EntryID: 1, Rule: "B9"}, {EntryID: 1, Rule: "B1", Points: d("-1")}}
			u.Vetoes = []string{"V9"}
		}, "A groups.G.units.A.components.0.component UNKNOWN_CODE, A groups.G.units.A.components.2.component DUPLICATE, A groups.G.units.A.adjustments.0.rule UNKNOWN_RULE, " +
			"A groups.G.units.A.adjustments.1.entryId DUPLICATE, A groups.G.units.A.adjustments.1.points OUT_OF_RANGE, A groups.G.units.A.vetoes.0 UNKNOWN_VETO"},
		{"an exempt unit has nothing to check", func(in *RunInput) {
			in.Groups[0].Units[0].Mode, in.Groups[0].Units[0].Goals[0].Indicator = Exempt, "X"
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := finals("90")
			tt.change(&in)
			_, err := Run(in)
			got := ""
			if err != nil {
				got = strings.ReplaceAll(strings.TrimPrefix(err.Error(), "score run: "), "; ", ", ")
			}
			if got != tt.want {
				t.Errorf("failures:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}
