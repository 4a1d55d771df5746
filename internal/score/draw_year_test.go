package score

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// year is a drawn plan with what its indicators were drawn from. All codes begin
// with § so that a test can give them other names.
type year struct {
	in       RunInput
	subjects []subject // by indicator
}

// drawYear draws a whole year of one or two groups: any methods, any policies.
func drawYear(t *rapid.T) year {
	y := year{in: RunInput{Rules: drawRules(t), Trial: rapid.IntRange(0, 4).Draw(t, "trial?") == 0}}
	y.add(t, byFigure(Methods{Proportional: &Proportional{Cap: pd("1")}}, 1, 0, 60, aimed(1, 40)), "§D1", Sum)
	for i := range rapid.IntRange(1, 4).Draw(t, "indicators") {
		y.add(t, drawers[pick(t, "kind", kinds...)](t), fmt.Sprint("§D", i%3+1), Last)
	}
	for g := range rapid.IntRange(1, 2).Draw(t, "groups") {
		y.in.Groups = append(y.in.Groups, y.group(t, g))
	}
	return y
}

func (y *year) add(t *rapid.T, s subject, dimension string, a Aggregation) {
	in := IndicatorInput{Code: fmt.Sprint("§I", len(y.subjects)), Dimension: dimension, Aggregation: a, Rule: Rule{Method: s.methods}}
	in.Binding = rapid.IntRange(0, 5).Draw(t, "binding?") == 0
	if rapid.Bool().Draw(t, "modified") {
		in.Rule.Modifiers = &Modifiers{
			DifficultyCap: perhaps(t, "difficultyCap", func() decimal.Decimal { return tenths(t, "dc", 1, 2) }),
			Missing:       perhaps(t, "missing", func() MissingPolicy { return pick(t, "m", MissingIsZero, MissingLastKnown, MissingGroupMinimum) }),
			Nothing:       perhaps(t, "nothing", func() NothingPolicy { return pick(t, "n", NothingNotApplicable, NothingIsZero) }),
		}
		if len(y.subjects) > 0 && s.sign != 0 && rapid.IntRange(0, 3).Draw(t, "then?") == 0 {
			in.Rule.Modifiers.Then = drawThen(t, in.Rule.Method.relative() != nil)
		}
		if n := in.Rule.Modifiers.Nothing; n != nil && *n == NothingIsZero && (s.sign == 0 || len(in.Rule.InputNames()) > 0) {
			in.Rule.Modifiers.Nothing = nil // which would be a number for a rule that wants none
		}
	}
	y.in.Indicators, y.subjects = append(y.in.Indicators, in), append(y.subjects, s)
}

func drawRules(t *rapid.T) RunRules {
	r := yearEnd().Rules
	r.IndicatorScale, r.FinalScale = rapid.IntRange(0, 4).Draw(t, "indicator scale"), rapid.IntRange(1, 3).Draw(t, "final scale")
	r.Rounding, r.Ranking = pick(t, "rounding", HalfAway, HalfEven), pick(t, "ranking", Competition, Dense)
	r.NotApplicable = pick(t, "not applicable", RedistributeDimension, FullMarks, GroupMean, ZeroMarks, ScaleTotal)
	r.InYearWeight = perhaps(t, "in-year weight", func() decimal.Decimal { return tenths(t, "w", 0, 1) })
	r.NoTies, r.LimitFinal = rapid.IntRange(0, 3).Draw(t, "no ties") == 0, rapid.Bool().Draw(t, "limit final")
	r.BonusPlace = pick(t, "bonus place", "", AfterWeights, BeforeWeights)
	r.SameMatter = pick(t, "same matter", HighestOnly, Every)
	r.BonusCap, r.DeductionCap = some(t, "bonus cap", 0, 5), some(t, "deduction cap", 0, 5)
	for i := range r.Adjustments {
		a := &r.Adjustments[i]
		a.Code, a.Category = "§"+a.Code, pick(t, "category", "", "§x", "§y")
	}
	r.CategoryCaps = []CategoryCap{{"§x", tenths(t, "x", 0, 4)}}
	r.Vetoes = nil
	for _, e := range []VetoEffect{NoExcellent, CapQualified, ForceUnqualified, DownOne, Convene, ZeroDimension} {
		v := VetoRule{Code: "§" + string(e), Effect: e}
		if e == ZeroDimension {
			v.Dimension = "§D2"
		}
		r.Vetoes = append(r.Vetoes, v)
	}
	for i := range r.Grades {
		r.Grades[i].Code, r.Grades[i].BindingMet = "§"+r.Grades[i].Code, i == 0 && rapid.Bool().Draw(t, "binding met")
	}
	if rapid.Bool().Draw(t, "fixed places") {
		r.Grades[0].Share, r.Grades[0].Places = nil, new(rapid.IntRange(0, 3).Draw(t, "places"))
	}
	for i, low := range []string{"60", "40", "20"} {
		r.Grades[i].MinScore = d(low)
	}
	r.Quota = drawQuota(t)
	return r
}

func drawQuota(t *rapid.T) QuotaRules {
	return QuotaRules{
		Base: pick(t, "base", RankedUnits, AllUnits, Unvetoed), Rounding: pick(t, "places are", Floor, HalfUp, Ceil), MinPlaces: rapid.IntRange(0, 2).Draw(t, "min places"),
		TieBreak: shuffled(t, "questions", []TieBreaker{ByIndicators, "§D1", ByBallot, ByLeader, ByCommittee})[:rapid.IntRange(0, 5).Draw(t, "asked")],
		Edge:     pick(t, "edge", "", EdgeTieBreak, EdgeExcludeAll, EdgeIncludeAll, EdgeCommittee), Unused: pick(t, "unused", "", UnusedLost, UnusedPassDown),
	}
}

func (y *year) group(t *rapid.T, g int) GroupInput {
	group := GroupInput{GroupID: int64(g + 1), Code: fmt.Sprint("§G", g), Weights: weights("0.7", "0.2", "0.1"),
		Dimensions: []DimensionMarks{{"§D1", d("50")}, {"§D2", d("30")}, {"§D3", d("20")}}}
	for i := range rapid.IntRange(1, 5).Draw(t, "units") {
		group.Units = append(group.Units, y.unit(t, g, i))
	}
	return group
}

func (y *year) unit(t *rapid.T, g, i int) UnitInput {
	u := UnitInput{UnitID: int64(g*100 + i + 1), Code: fmt.Sprintf("§U%d%d", g, i), DisplayOrder: rapid.IntRange(0, 2).Draw(t, "order"),
		Mode: pick(t, "mode", Ranked, Ranked, Ranked, Ranked, ScoredUnranked, Entrusted, Exempt)}
	for j := range y.subjects {
		if j > 0 && rapid.IntRange(0, 9).Draw(t, "no goal?") == 0 {
			continue
		}
		u.Goals = append(u.Goals, y.goal(t, u.UnitID*10, j))
	}
	u.Components = []ComponentScore{{BallotComponent, tenths(t, "ballot", 0, 100)}, {LeaderComponent, tenths(t, "leader", 0, 100)}}
	if u.Mode == Entrusted && rapid.Bool().Draw(t, "filed") {
		u.Components = append(u.Components, ComponentScore{IndicatorComponent, tenths(t, "filed score", 0, 100)})
	}
	for e := range rapid.IntRange(0, 4).Draw(t, "entries") {
		u.Adjustments = append(u.Adjustments, AdjustmentInput{
			EntryID: int64(e), Rule: pick(t, "rule", "§B1", "§B2", "§K1", "§K4"), Matter: pick(t, "matter", "", "road", "school"), Points: tenths(t, "points", 0, 3),
			Factor: some(t, "factor", 0, 1), Units: rapid.IntRange(0, 3).Draw(t, "shared by"),
		})
	}
	if rapid.IntRange(0, 2).Draw(t, "vetoes?") == 0 {
		u.Vetoes = shuffled(t, "vetoes", []string{"§NO_EXCELLENT", "§CAP_QUALIFIED", "§FORCE_UNQUALIFIED", "§DOWN_ONE", "§CONVENE", "§ZERO_DIMENSION"})[:rapid.IntRange(1, 2).Draw(t, "how many")]
	}
	for p := range rapid.IntRange(0, 2).Draw(t, "in-year") {
		u.InYear = append(u.InYear, InYearScore{fmt.Sprint("2026-Q", p+1), tenths(t, "in-year score", 0, 100)})
	}
	return u
}

// goalMarks are what the indicators of the three dimensions are worth.
var goalMarks = []string{"30", "15", "30", "20", "5"}

func (y *year) goal(t *rapid.T, id int64, j int) GoalInput {
	n := y.subjects[j].goal(t)
	g := GoalInput{GoalID: id + int64(j), Indicator: y.in.Indicators[j].Code, FullMarks: d(goalMarks[j]), Target: n.Target, Baseline: n.Baseline, Challenge: n.Challenge}
	g.Difficulty = perhaps(t, "difficulty", func() decimal.Decimal { return decimal.New(int64(rapid.IntRange(5, 15).Draw(t, "k")), -1) })
	v := PeriodValue{Period: "2026-12", Revision: 1, State: Value}
	if x := n.Figure.Value; x != nil {
		v.Value = new(Round(x, 2, HalfAway))
	}
	if in := n.Figure.Inputs; len(in.operands(nil, "")) > 0 {
		v.Inputs = &in
	}
	if y.in.Trial {
		g.PlannedShare = pick(t, "planned", nil, big.NewRat(1, 2), big.NewRat(5, 12))
	}
	if j > 0 { // the first goal has a figure and applies, so that there is something to score
		g.NotApplicable = rapid.IntRange(0, 9).Draw(t, "not applicable?") == 0
		g.Portion = pick(t, "portion", nil, nil, nil, pd("0.3"), pd("0.7"))
		switch v.State = pick(t, "state", Value, Value, Value, Value, Value, ValueNotApplies, NothingProduced, ValueMissing); v.State {
		case Value:
		default:
			v = PeriodValue{Period: v.Period, Revision: 1, State: v.State}
		}
	}
	g.Values = []PeriodValue{v}
	if rapid.IntRange(0, 4).Draw(t, "earlier?") == 0 && v.Value != nil && y.in.Indicators[j].Aggregation == Last {
		before := v
		before.Period = "2026-06"
		g.Values = []PeriodValue{before, v}
	}
	return g
}

// renamed is text with every code that a plan chose given another name, in the
// same order.
func renamed(text string) string { return strings.ReplaceAll(text, "§", "¤β") }
