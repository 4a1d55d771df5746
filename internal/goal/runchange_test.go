package goal

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

func TestScoreChanges(t *testing.T) {
	d := decimal.RequireFromString
	of := func(unit int64, final string, rank int, grade string) *Score {
		return &Score{PlanID: 1, UnitID: unit, Final: d(final), Rank: new(rank), Grade: grade,
			Components: []score.ComponentResult{{Component: score.IndicatorComponent, Score: d(final)}, {Component: score.BallotComponent, Score: d("90")}}}
	}
	kept, first, second := of(1, "95", 1, "优秀"), of(2, "91", 2, "优秀"), of(3, "90", 3, "良好")
	gone, fewer, more := of(4, "80", 4, "合格"), of(2, "89", 3, "良好"), of(3, "90", 2, "优秀")
	fewer.Vetoes, fewer.Deduction = []string{"V1", "V2"}, d("0.5")
	lines := []LineChange{{PlanID: 1, GoalID: 20, UnitID: 2, Before: new(d("9")), After: new(d("7.5"))}}
	got := ScoreChanges([]*Score{kept, first, second, gone}, []*Score{kept, more, fewer}, lines)
	want := []ScoreChange{
		{PlanID: 1, UnitID: 3, Before: second.mark(), After: more.mark()},
		{PlanID: 1, UnitID: 2, Before: first.mark(), After: fewer.mark(), Parts: []PartChange{{"DEDUCTION", "", "0.5"}, {"VETOES", "", "V1 V2"}}, Lines: lines},
		{PlanID: 1, UnitID: 4, Before: gone.mark(), Parts: []PartChange{{"BALLOT", "90", ""}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := ScoreChanges([]*Score{kept}, []*Score{kept}, nil); got != nil {
		t.Errorf("nothing changed, yet: %v", got)
	}
}
