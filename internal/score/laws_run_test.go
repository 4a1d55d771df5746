package score

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func scored(t *rapid.T, in RunInput) RunResult {
	res, err := Run(in)
	if err != nil {
		t.Fatalf("%v\n%s", err, text(t, in))
	}
	return res
}

func text(t *rapid.T, v any) string {
	s, err := Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sealed(t *rapid.T, in RunInput) string { return text(t, scored(t, in)) }

// difference shows where two long texts part.
func difference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-200)
	return a[from:min(len(a), i+200)] + "\n  is now\n" + b[from:min(len(b), i+200)]
}

// TestLawRunIsSealedOnce: the same year gives the same bytes. It may be computed
// again, from the same input or from what was sealed of it; units, goals, entries,
// components and vetoes may come in any order; and other codes in the same order
// change nothing but themselves.
func TestLawRunIsSealedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawYear(t).in
		pinned, result := text(t, in), sealed(t, in)
		same := func(what, want string, in RunInput) {
			if got := sealed(t, in); got != want {
				t.Fatalf("%s gives another result: %s", what, difference(want, got))
			}
		}
		same("the same input", result, in)
		if now := text(t, in); now != pinned {
			t.Fatalf("the run changed its input: %s", difference(pinned, now))
		}
		var back, other RunInput
		for text, into := range map[string]*RunInput{pinned: &back, renamed(pinned): &other} {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(err)
			}
		}
		if now := text(t, back); now != pinned {
			t.Fatalf("the input reads back as %s", difference(pinned, now))
		}
		same("other codes", renamed(result), other)
		shuffle(t, &back)
		same("another order of what was sealed", result, back)
	})
}

// shuffle tells a year in another order.
func shuffle(t *rapid.T, in *RunInput) {
	for i := range in.Groups {
		g := &in.Groups[i]
		g.Units = shuffled(t, "units", g.Units)
		for i := range g.Units {
			u := &g.Units[i]
			u.Goals = shuffled(t, "goals", u.Goals)
			u.Adjustments = shuffled(t, "entries", u.Adjustments)
			u.Components = shuffled(t, "components", u.Components)
			u.Vetoes = shuffled(t, "vetoes", u.Vetoes)
		}
	}
}

// reachesOthers reports whether what one unit has can change another's line.
func reachesOthers(in *RunInput, code string) bool {
	for i := range in.Indicators {
		ind := &in.Indicators[i]
		if ind.Code != code {
			continue
		}
		m := ind.Rule.Modifiers
		minimum := m != nil && m.Missing != nil && *m.Missing == MissingGroupMinimum
		return ind.Rule.IsRelative() || minimum || in.Rules.NotApplicable == GroupMean || in.Rules.NoTies
	}
	return false
}

// TestLawUnitsStandAlone: without one unit, the lines of all others stay as they
// were but for those that compare units, and so do units that have no such line.
func TestLawUnitsStandAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawYear(t).in
		all := scored(t, in)
		g := &in.Groups[0]
		gone := within(t, "gone", len(g.Units))
		g.Units = slices.Delete(slices.Clone(g.Units), gone, gone+1)
		rest := scored(t, in)
		before := map[string]*UnitResult{}
		for i := range all.Groups {
			for j := range all.Groups[i].Units {
				before[all.Groups[i].Units[j].Code] = &all.Groups[i].Units[j]
			}
		}
		for i := range rest.Groups {
			for j := range rest.Groups[i].Units {
				u := &rest.Groups[i].Units[j]
				alone(t, &in, before[u.Code], u)
			}
		}
	})
}

// alone compares a unit before and after another one went. Where one of its lines
// starts or ceases to apply, all of its dimension is scaled anew.
func alone(t *rapid.T, in *RunInput, before, after *UnitResult) {
	touched := false
	for i := range after.Lines {
		a, b := &before.Lines[i], &after.Lines[i]
		touched = touched || reachesOthers(in, b.Indicator) && text(t, a) != text(t, b)
	}
	for i := range after.Lines {
		a, b := &before.Lines[i], &after.Lines[i]
		if same := text(t, a) == text(t, b); !same && !touched {
			t.Fatalf("%s %s: %s", after.Code, b.Indicator, difference(text(t, a), text(t, b)))
		}
		if !reachesOthers(in, b.Indicator) && (a.State != b.State || a.Value != b.Value || a.Rate != b.Rate || a.FullMarks == b.FullMarks && !a.Points.Equal(b.Points)) {
			t.Fatalf("%s %s: %s", after.Code, b.Indicator, difference(text(t, a), text(t, b)))
		}
	}
	if !touched && (!before.Final.Equal(after.Final) || !before.Exact.Equal(after.Exact) || !before.Indicators.Equal(after.Indicators)) {
		t.Fatalf("%s: %s, with all units %s", after.Code, after.Exact, before.Exact)
	}
}

// TestLawLinesSayWhatCouldHaveBeen: no line has more points than it says that it
// could have, and its gain is what a run with one more would give it.
func TestLawLinesSayWhatCouldHaveBeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawYear(t).in
		res := scored(t, in)
		for _, g := range res.Groups {
			for _, u := range g.Units {
				for _, l := range u.Lines {
					if l.Points.GreaterThan(l.Most) && l.FullMarks != "0" {
						t.Fatalf("%s %s: %s points of %s at most\n%s", u.Code, l.Indicator, l.Points, l.Most, onPaper(Trace{Children: append(l.Trace.Children[:1:1], l.Trace.Children...)}))
					}
				}
			}
		}
		g := &in.Groups[0]
		i := within(t, "unit", len(g.Units))
		code := g.Units[i].Code
		if len(g.Units[i].Goals) == 0 || g.Units[i].Mode == Exempt {
			return
		}
		j := within(t, "goal", len(g.Units[i].Goals))
		now := lineOf(&res, code, g.Units[i].Goals[j].GoalID)
		if now == nil || now.Gain == nil {
			return
		}
		more := in
		more.Groups = slices.Clone(in.Groups)
		more.Groups[0].Units = slices.Clone(g.Units)
		u := &more.Groups[0].Units[i]
		u.Goals = slices.Clone(u.Goals)
		values := slices.Clone(u.Goals[j].Values)
		u.Goals[j].Values = values
		if len(values) != 1 || values[0].Value == nil {
			return
		}
		values[0].Value = new(values[0].Value.Add(decimal.NewFromInt(int64(now.Gain.Step))))
		then := scored(t, more)
		if l := lineOf(&then, code, now.GoalID); l.State == now.State && l.FullMarks == now.FullMarks && !l.Points.Sub(now.Points).Equal(now.Gain.Points) {
			t.Fatalf("%s %s: one more is said to gain %s, and gains %s", code, l.Indicator, now.Gain.Points, l.Points.Sub(now.Points))
		}
	})
}

func lineOf(res *RunResult, unit string, goal int64) *LineResult {
	for i := range res.Groups {
		for j := range res.Groups[i].Units {
			if u := &res.Groups[i].Units[j]; u.Code == unit {
				for k := range u.Lines {
					if u.Lines[k].GoalID == goal {
						return &u.Lines[k]
					}
				}
			}
		}
	}
	return nil
}

// TestLawTotalsAddUp redoes every unit's score from its printed lines, by the
// plan's policies and with none of the engine's code.
func TestLawTotalsAddUp(t *testing.T) {
	t.Parallel()
	redone := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in := drawYear(t).in
		res := scored(t, in)
		for i := range res.Groups {
			inputs := map[string]*UnitInput{}
			for j := range in.Groups[i].Units {
				inputs[in.Groups[i].Units[j].Code] = &in.Groups[i].Units[j]
			}
			for j := range res.Groups[i].Units {
				u := &res.Groups[i].Units[j]
				stepsAddUp(t, u.Trace)
				p := pencil{t, redone, in.Rules.Rounding}
				p.step(u.Trace)
				for k := range u.Lines {
					l := &u.Lines[k]
					stepsAddUp(t, l.Trace)
					if p.step(l.Trace); l.Trace.Value != "" {
						ends(t, l.Trace)
					}
				}
				if u.Mode != Entrusted {
					total(t, &in, &in.Groups[i], inputs[u.Code], u)
				}
				if t.Failed() {
					t.FailNow()
				}
			}
		}
	})
}

// total checks one unit's way from its lines to its score.
func total(t *rapid.T, in *RunInput, g *GroupInput, u *UnitInput, got *UnitResult) {
	sum, effective := new(big.Rat), new(big.Rat)
	for i := range got.Lines {
		sum.Add(sum, got.Lines[i].Points.Rat())
		effective.Add(effective, q(got.Lines[i].FullMarks))
	}
	byDimension := new(big.Rat)
	for i := range got.Dimensions {
		byDimension.Add(byDimension, got.Dimensions[i].Points.Rat())
	}
	zeroed := slices.Contains(got.Vetoes, "§ZERO_DIMENSION")
	if byDimension.Cmp(got.Indicators.Rat()) != 0 || !zeroed && sum.Cmp(byDimension) != 0 {
		t.Errorf("%s: lines add up to %s, dimensions to %s, the total is %s", u.Code, exact(sum), exact(byDimension), got.Indicators)
	}
	r := &in.Rules
	round := func(x *big.Rat, scale int) *big.Rat { return q(roundText(x, scale, r.Rounding)) }
	if in.Trial {
		if effective.Sign() != 0 {
			x := new(big.Rat).Quo(byDimension, effective)
			if x = round(x.Mul(x, hundred), r.FinalScale); x.Cmp(got.Final.Rat()) != 0 {
				t.Errorf("%s: %s of %s is %s, not %s", u.Code, exact(byDimension), exact(effective), exact(x), got.Final)
			}
		}
		return
	}
	if r.NotApplicable != ScaleTotal && effective.Cmp(hundred) != 0 {
		t.Errorf("%s: what applies is worth %s of 100", u.Code, exact(effective))
	}
	score := byDimension
	if r.NotApplicable == ScaleTotal && effective.Cmp(hundred) != 0 {
		x := new(big.Rat).Quo(score, effective)
		score = round(x.Mul(x, hundred), r.ComponentScale)
	}
	if w := r.InYearWeight; w != nil && w.Sign() > 0 && len(u.InYear) > 0 {
		mean := new(big.Rat)
		for _, x := range u.InYear {
			mean.Add(mean, x.Score.Rat())
		}
		mean.Quo(mean, big.NewRat(int64(len(u.InYear)), 1))
		x := new(big.Rat).Mul(mean, w.Rat())
		score = round(x.Add(x, new(big.Rat).Mul(score, new(big.Rat).Sub(one, w.Rat()))), r.ComponentScale)
	}
	final(t, r, g, u, got, score, round)
}

func final(t *rapid.T, r *RunRules, g *GroupInput, u *UnitInput, got *UnitResult, score *big.Rat, round func(*big.Rat, int) *big.Rat) {
	adjusted := new(big.Rat).Sub(got.Bonus.Rat(), got.Deduction.Rat())
	if r.BonusPlace == BeforeWeights {
		score, adjusted = new(big.Rat).Add(score, adjusted), zero
	}
	x := new(big.Rat).Add(adjusted, new(big.Rat).Mul(score, g.Weights[0].Weight.Rat()))
	for i, c := range u.Components {
		if c.Component != IndicatorComponent {
			at := 1
			if c.Component == LeaderComponent {
				at = 2
			}
			_ = i
			x.Add(x, new(big.Rat).Mul(round(c.Score.Rat(), r.ComponentScale), g.Weights[at].Weight.Rat()))
		}
	}
	if r.LimitFinal {
		most := new(big.Rat).Set(hundred)
		if r.BonusCap != nil {
			most.Add(most, r.BonusCap.Rat())
		}
		if x.Sign() < 0 {
			x = zero
		} else if x.Cmp(most) > 0 {
			x = most
		}
	}
	if x.Cmp(got.Exact.Rat()) != 0 || round(x, r.FinalScale).Cmp(got.Final.Rat()) != 0 {
		t.Errorf("%s: comes to %s, the result is %s ≈ %s", u.Code, exact(x), got.Exact, got.Final)
	}
	for _, most := range []struct{ got, cap *decimal.Decimal }{{&got.Bonus, r.BonusCap}, {&got.Deduction, r.DeductionCap}} {
		if most.got.Sign() < 0 || most.cap != nil && most.got.GreaterThan(*most.cap) {
			t.Errorf("%s: bonus %s, deduction %s", u.Code, got.Bonus, got.Deduction)
		}
	}
}
