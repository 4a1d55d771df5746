package score

import (
	"strings"
	"testing"
)

// shared is a task of eight marks of which the first unit leads with 0.7 and the
// second cooperates with 0.3; a third has one of its own.
func shared(values ...string) RunInput {
	in := yearEnd(only("TASK", "D1"), only("REST", "D2"))
	g := GroupInput{Code: "G", Weights: weights("1"), Dimensions: []DimensionMarks{{"D1", d("8")}, {"D2", d("92")}}}
	for i, v := range values {
		u := UnitInput{Code: string(rune('A' + i)), Mode: Ranked, Goals: []GoalInput{goalOf(int64(2*i+1), "TASK", "8", v), goalOf(int64(2*i+2), "REST", "92", "50")}}
		u.Goals[0].Portion = pd([]string{"0.7", "0.3", ""}[i])
		g.Units = append(g.Units, u)
	}
	in.Groups = []GroupInput{g}
	return in
}

// task is what each unit has for the task, by its code.
func task(t *testing.T, in RunInput) string {
	t.Helper()
	points := make([]string, len(in.Groups[0].Units))
	for _, u := range mustRun(t, in).Groups[0].Units {
		points[u.Code[0]-'A'] = u.Lines[0].Points.StringFixed(2)
		if u.Lines[0].Points.GreaterThan(u.Lines[0].Most) {
			t.Errorf("%s has %s of at most %s", u.Code, u.Lines[0].Points, u.Lines[0].Most)
		}
	}
	return strings.Join(points, " ")
}

func TestPortions(t *testing.T) {
	tests := []struct {
		name   string
		in     RunInput
		policy NAPolicy
		want   string
	}{
		{"a task of eight points", shared("100", "100"), RedistributeDimension, "5.60 2.40"},
		{"half of it done", shared("50", "50"), RedistributeDimension, "2.80 1.20"},
		{"taken as done in full", shared("100", "A"), FullMarks, "5.60 2.40"},
		{"taken as done like the others'", shared("50", "A", "100"), GroupMean, "2.80 1.80 8.00"},
		{"as badly as the group's worst", shared("50", "M", "100"), RedistributeDimension, "2.80 1.20 8.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Rules.NotApplicable = tt.policy
			tt.in.Indicators[0].Rule = Rule{Method: Methods{Proportional: &Proportional{}}, Modifiers: &Modifiers{Missing: new(MissingGroupMinimum)}}
			if got := task(t, tt.in); got != tt.want {
				t.Errorf("points %s, want %s", got, tt.want)
			}
		})
	}
}

// Whoever could earn half at most is not lifted above that by staying silent.
func TestGroupMinimumStaysUnderTheMost(t *testing.T) {
	in := shared("100", "M")
	in.Indicators[0].Rule = Rule{Method: Methods{Proportional: &Proportional{}}, Modifiers: &Modifiers{Missing: new(MissingGroupMinimum)}}
	in.Groups[0].Units[1].Goals[0].Difficulty, in.Groups[0].Units[1].Goals[0].Portion = pd("0.5"), nil
	if got := task(t, in); got != "5.60 4.00" {
		t.Errorf("points %s, want 5.60 4.00", got)
	}
}
