package score

import (
	"testing"

	"pgregory.net/rapid"
)

func TestRoundUp(t *testing.T) {
	for x, want := range map[string]string{"3.2": "4", "-3.2": "-3", "3": "3", "-3": "-3", "0": "0", "1/3": "1", "-1/3": "0"} {
		if got := roundUp(q(x)); got.Cmp(q(want)) != 0 {
			t.Errorf("%s is rounded up to %s, want %s", x, exact(got), want)
		}
	}
}

// drawSteps is a rule that goes by steps or days, and whether more is better.
func drawSteps(t *rapid.T) (r Rule, direction int) {
	count := rapid.SampledFrom([]StepCount{ProRata, FullSteps}).Draw(t, "count")
	size, each, most := amountOf(t, "size", 1, 9), amountOf(t, "each", 0, 1), amountOf(t, "most", 1, 2)
	d := rapid.SampledFrom([]Direction{Higher, Lower}).Draw(t, "direction")
	if direction = 1; d == Lower {
		direction = -1
	}
	switch rapid.IntRange(0, 2).Draw(t, "method") {
	case 0:
		r.Method.PerStep = &PerStep{Base: maybe(t, "base", 0, 1), Size: &size, Add: &each, Deduct: maybe(t, "deduct", 0, 1), Max: &most,
			Count: &count, In: new(InShares), Direction: &d}
	case 1:
		r.Method.YearOnYear = &YearOnYear{Base: maybe(t, "base", 0, 1), Size: &size, Add: &each, AddCap: &most, Deduct: maybe(t, "deduct", 0, 1),
			DeductCap: maybe(t, "deductCap", 1, 2), Change: new(rapid.SampledFrom([]ChangeIn{ChangeOfValue, ChangeInPercent}).Draw(t, "change")),
			Count: &count, In: new(InShares), Direction: &d}
	case 2:
		r.Method.Lateness, direction = &Lateness{PerDay: &each, Cap: maybe(t, "cap", 1, 20), ZeroFrom: maybe(t, "zeroFrom", 1, 200)}, -1
	}
	return r, direction
}

func TestBetterStepsNeverScoreLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, direction := drawSteps(t)
		if ps := r.Validate(); len(ps) > 0 {
			t.Fatalf("%s: %v", r.Name(), ps)
		}
		n, w := drawNumbers(t), amountOf(t, "marks", 1, 100)
		n.Difficulty = nil
		a, b := amountOf(t, "a", 0, 300), amountOf(t, "b", 0, 300)
		if a.GreaterThan(b) == (direction > 0) {
			a, b = b, a
		}
		worse, better := score(r, w, n, a), score(r, w, n, b)
		if worse.State != Scored || better.State != Scored {
			t.Fatalf("%s %s (%v), %s %s (%v)", a, worse.State, worse.Problem, b, better.State, better.Problem)
		}
		m, _ := r.Method.one()
		if worse.Unrounded.Cmp(better.Unrounded) > 0 {
			t.Fatalf("%s: %s earns %s, %s only %s", r.Name(), a, worse.Points, b, better.Points)
		}
		if worse.Unrounded.Sign() < 0 || better.Unrounded.Cmp(m.most(w.Rat())) > 0 {
			t.Fatalf("%s gives %s and %s of %s", r.Name(), worse.Points, better.Points, w)
		}
	})
}
