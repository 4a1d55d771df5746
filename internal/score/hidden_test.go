package score

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// TestMarksAreHidden draws marks that all differ from everything else in a trace
// and looks for them in what is shown to somebody who may not see them.
func TestMarksAreHidden(t *testing.T) {
	d := decimal.RequireFromString
	marks := []decimal.Decimal{d("81.01"), d("82.02"), d("83.03"), d("84.44"), d("85.05"), d("86.07"), d("87.11")}
	half := d("0.5")
	for name, tt := range map[string]struct {
		rule Rule
		in   Inputs
	}{
		"panel": {Rule{Method: Methods{Panel: &Panel{Trim: &Trim{}}}}, Inputs{V: 1, Marks: marks}},
		"ballots": {Rule{Method: Methods{Satisfaction: &Satisfaction{Marks: BallotNumbers, Classes: []BallotClass{{Class: "A", Weight: &half}, {Class: "B", Weight: &half}}}}},
			Inputs{V: 1, Ballots: []Ballots{{Class: "A", Numbers: marks[:4]}, {Class: "B", Numbers: marks[4:]}}}},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := Run(RunInput{Rules: RunRules{IndicatorScale: 2, ComponentScale: 2, FinalScale: 2, Rounding: HalfAway, NotApplicable: RedistributeDimension,
				Ranking: Competition, FullScore: d("100"), SameMatter: HighestOnly, Quota: QuotaRules{Base: RankedUnits, Rounding: Floor}},
				Indicators: []IndicatorInput{{Code: "I", Dimension: "D", Aggregation: Last, Rule: tt.rule}},
				Groups: []GroupInput{{GroupID: 1, Code: "G", Weights: []ComponentWeight{{Component: IndicatorComponent, Weight: d("1")}},
					Dimensions: []DimensionMarks{{Dimension: "D", FullMarks: d("100")}},
					Units:      []UnitInput{{UnitID: 1, Code: "U", Mode: Ranked, Goals: []GoalInput{{GoalID: 1, Indicator: "I", FullMarks: d("100"), Values: []PeriodValue{{Period: "2026", Revision: 1, State: Value, Inputs: &tt.in}}}}}}}}})
			if err != nil {
				t.Fatal(err)
			}
			line := result.Groups[0].Units[0].Lines[0]
			whole, err := Canonical(line.Trace)
			if err != nil {
				t.Fatal(err)
			}
			shown, err := Canonical(line.Trace.WithoutMarks())
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range marks {
				if !strings.Contains(whole, m.String()) || strings.Contains(shown, m.String()) {
					t.Errorf("%s is in the trace: %v, shown: %v", m, strings.Contains(whole, m.String()), strings.Contains(shown, m.String()))
				}
			}
			if shownTrace := line.Trace.WithoutMarks(); shownTrace.Value != line.Trace.Value || !strings.Contains(shown, TraceMarksHidden) {
				t.Errorf("the value or the word that something is hidden is lost: %s", shown)
			}
			if again, _ := Canonical(line.Trace); again != whole {
				t.Error("the trace itself was changed")
			}
			in := tt.in.WithoutMarks()
			if text, _ := Canonical(in); strings.Contains(text, "81.01") || !in.MarksHidden || len(tt.in.Marks)+len(tt.in.Ballots) == 0 {
				t.Errorf("inputs are shown as %s", text)
			}
			if len(tt.in.Ballots) > 0 && len(tt.in.Ballots[0].Numbers) != 4 {
				t.Error("the inputs themselves were changed")
			}
		})
	}
}
