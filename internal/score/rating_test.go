package score

import "testing"

func TestRating(t *testing.T) {
	grades := []RatingGrade{{"A", d("1.00")}, {"B", d("0.85")}, {"C", d("0.70")}, {"D", d("0.40")}, {"none", d("0")}}
	rule := Rule{Method: Methods{Rating: &Rating{Grades: grades}}}
	rated := func(letters ...string) Numbers {
		return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Ratings: letters}}}
	}
	run(t, []row{
		{id: "M13-1", w: "4", rule: rule, n: rated("A"), exact: "4", score: "4.00", rate: "none"},
		{id: "B", w: "4", rule: rule, n: rated("B"), exact: "3.4", score: "3.40"},
		{id: "M13-3", w: "4", rule: rule, n: rated("C"), exact: "2.8", score: "2.80"},
		{id: "M13-4", w: "4", rule: rule, n: rated("D"), exact: "1.6", score: "1.60"},
		{id: "M13-5", w: "4", rule: rule, n: rated("A", "B", "B", "C"), exact: "3.4", score: "3.40"},
		{id: "a mean that does not end", w: "4", rule: rule, n: rated("A", "A", "B"), exact: "3.8", score: "3.80"},
		{id: "three reviewers", w: "10", rule: rule, n: rated("A", "C", "C"), exact: "8", score: "8.00"},
		{id: "a third", w: "1", rule: rule, n: rated("A", "none", "none"), exact: "1/3", score: "0.33"},
		{id: "nothing to rate", w: "4", rule: rule, n: rated("none"), exact: "0", score: "0.00"},
		{id: "unknown letter", w: "4", rule: rule, n: rated("A", "E"), state: Failed, problem: ProblemUnknownRating},
		{id: "a number is no rating", w: "4", rule: rule, n: Numbers{Figure: figure("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "4", rule: rule, n: Numbers{Figure: figure("")}, exact: "0", score: "0.00", state: Missing},
	})
}
