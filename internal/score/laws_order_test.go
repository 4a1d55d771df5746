package score

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func shuffled[V any](t *rapid.T, label string, list []V) []V {
	if len(list) < 2 {
		return list
	}
	return rapid.Permutation(list).Draw(t, label)
}

// shuffledInputs is the same inputs, told in another order.
func shuffledInputs(t *rapid.T, in Inputs) Inputs {
	in.Occurrences = shuffled(t, "occurrences", in.Occurrences)
	in.Ratings = shuffled(t, "ratings", in.Ratings)
	in.Numbers = shuffled(t, "numbers", in.Numbers)
	in.Milestones = shuffled(t, "milestones", in.Milestones)
	in.Marks = shuffled(t, "marks", in.Marks)
	in.Awards = shuffled(t, "awards", in.Awards)
	in.Ballots = shuffled(t, "ballots", in.Ballots)
	for i := range in.Ballots {
		if i == 0 {
			in.Ballots = slices.Clone(in.Ballots)
		}
		b := &in.Ballots[i]
		b.Numbers, b.Options = shuffled(t, "numbers of a class", b.Numbers), shuffled(t, "options of a class", b.Options)
	}
	return in
}

// shuffledRule is the same rule, with the lists that have no order told in another.
func shuffledRule(t *rapid.T, r Rule) Rule {
	if m := r.Method.Deduction; m != nil {
		c := *m
		c.Kinds, c.ZeroIf = shuffled(t, "kinds", m.Kinds), shuffled(t, "conditions", m.ZeroIf)
		r.Method.Deduction = &c
	}
	if m := r.Method.Rating; m != nil {
		r.Method.Rating = &Rating{Grades: shuffled(t, "grades", m.Grades)}
	}
	if m := r.Method.Awards; m != nil {
		c := *m
		c.Classes, c.Categories = shuffled(t, "classes", m.Classes), shuffled(t, "categories", m.Categories)
		r.Method.Awards = &c
	}
	if m := r.Method.Composite; m != nil {
		c := *m
		c.Inputs = shuffled(t, "inputs", m.Inputs)
		r.Method.Composite = &c
	}
	if m := r.Method.Satisfaction; m != nil {
		c := *m
		c.Classes, c.NotValid = shuffled(t, "voters", m.Classes), shuffled(t, "not valid", m.NotValid)
		r.Method.Satisfaction = &c
	}
	return r
}

// stepValues are a trace's steps with their values, in no order.
func stepValues(tr Trace) (list [][2]string) {
	list = append(list, [2]string{tr.Code, tr.Value + " " + tr.Rounded})
	for _, child := range tr.Children {
		list = append(list, stepValues(child)...)
	}
	slices.SortFunc(list, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return list
}

// TestLawItemsHaveNoOrder: whoever files marks, ballots, awards or events in
// another order, or lists a rule's kinds in another, earns the same, by steps of
// the same values. What a second condition would have said need not be asked.
func TestLawItemsHaveNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, kinds...)
		before := s.score(s.n)
		n, rule := s.n, s.rule
		n.Figure.Inputs = shuffledInputs(t, n.Figure.Inputs)
		rule = shuffledRule(t, rule)
		after := rule.Score(s.full, 2, HalfAway, n)
		same := before.State == after.State && before.Points.Equal(after.Points) && (before.Rate == nil) == (after.Rate == nil) &&
			before.Trace.Value == after.Trace.Value && slices.Equal(stepValues(before.Trace), stepValues(after.Trace))
		if !same {
			t.Fatalf("%v: another order changes\n%s\nto\n%s", &s, onPaper(before.Trace), onPaper(after.Trace))
		}
	})
}
