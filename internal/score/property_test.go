package score

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// amountOf draws a decimal with two decimals.
func amountOf(t *rapid.T, label string, lo, hi int64) decimal.Decimal {
	return decimal.New(rapid.Int64Range(lo*100, hi*100).Draw(t, label), -2)
}

func maybe(t *rapid.T, label string, lo, hi int64) *decimal.Decimal {
	if rapid.Bool().Draw(t, label+"?") {
		return nil
	}
	return new(amountOf(t, label, lo, hi))
}

// drawRule is a valid rule of any method that scores numbers, and whether more
// of the figure is better.
func drawRule(t *rapid.T) (r Rule, direction int) {
	switch rapid.IntRange(0, 5).Draw(t, "method") {
	case 0:
		p := &Proportional{Cap: maybe(t, "cap", 1, 2), ZeroBelow: maybe(t, "zeroBelow", 1, 1)}
		r.Method.Proportional, direction = p, 1
	case 1:
		variant := rapid.SampledFrom([]LowerVariant{LowerByRatio, LowerLinear}).Draw(t, "variant")
		r.Method.LowerIsBetter, direction = &LowerIsBetter{Variant: variant, Cap: maybe(t, "cap", 1, 2)}, -1
	case 2:
		r.Method.Linear, direction = &Linear{Base: maybe(t, "base", 0, 90), Hi: maybe(t, "hi", 60, 130)}, 1
	case 3:
		r.Method.Threshold, direction = &Threshold{Op: AtLeast}, 1
	case 4:
		r.Method.Tiers, direction = &Tiers{On: OnRate, Interpolate: new(rapid.Bool().Draw(t, "interpolate")), Bounds: []Tier{
			{From: pd("1"), Coefficient: pd("1")}, {From: pd("0.9"), Coefficient: pd("0.8")}, {From: pd("0.6"), Coefficient: pd("0.5")}}}, 1
	case 5:
		r.Method.Deduction, direction = &Deduction{Each: new(amountOf(t, "each", 0, 2)), Free: maybe(t, "free", 0, 3)}, -1
	}
	if rapid.Bool().Draw(t, "modified") {
		r.Modifiers = &Modifiers{DifficultyCap: maybe(t, "difficultyCap", 1, 2)}
	}
	return r, direction
}

// drawNumbers suits any of those rules, but for the figure.
func drawNumbers(t *rapid.T) Numbers {
	target := amountOf(t, "target", 20, 200)
	n := Numbers{Target: &target, Baseline: new(target.Sub(amountOf(t, "room", 1, 15))), Difficulty: maybe(t, "difficulty", 1, 2)}
	return n
}

func score(r Rule, w decimal.Decimal, n Numbers, a decimal.Decimal) Result {
	n.Figure = Figure{State: Value, Value: a.Rat()}
	return r.Score(w.Rat(), 2, HalfAway, n)
}

func TestBetterNeverScoresLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, direction := drawRule(t)
		n, w := drawNumbers(t), amountOf(t, "marks", 1, 100)
		a, b := amountOf(t, "a", 0, 300), amountOf(t, "b", 0, 300)
		if a.GreaterThan(b) == (direction > 0) {
			a, b = b, a
		}
		worse, better := score(r, w, n, a), score(r, w, n, b)
		if worse.State != Scored || better.State != Scored {
			t.Fatalf("%s %s (%v), %s %s (%v)", a, worse.State, worse.Problem, b, better.State, better.Problem)
		}
		if worse.Unrounded.Cmp(better.Unrounded) > 0 || worse.Points.GreaterThan(better.Points) {
			t.Fatalf("%s: %s earns %s, %s only %s", r.Name(), a, worse.Points, b, better.Points)
		}
	})
}

func TestPointsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, _ := drawRule(t)
		n, w := drawNumbers(t), amountOf(t, "marks", 1, 100)
		res := score(r, w, n, amountOf(t, "a", 0, 300))
		most := w.Rat()
		limit := big.NewRat(4, 1) // the highest cap times the highest difficulty cap drawn
		if r.Modifiers == nil || r.Modifiers.DifficultyCap == nil {
			limit = big.NewRat(2, 1)
		}
		if p := r.Method.Proportional; p != nil && p.Cap == nil && (r.Modifiers == nil || r.Modifiers.DifficultyCap == nil) {
			limit = one
		}
		if res.Unrounded.Sign() < 0 || res.Unrounded.Cmp(most.Mul(most, limit)) > 0 {
			t.Fatalf("%s gives %s of %s", r.Name(), exact(res.Unrounded), w)
		}
	})
}

func TestReviewersAndKindsHaveNoOrder(t *testing.T) {
	rating := Rule{Method: Methods{Rating: &Rating{Grades: []RatingGrade{{"A", d("1")}, {"B", d("0.85")}, {"C", d("0.7")}}}}}
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "C"}), 1, 9).Draw(t, "letters")
		shuffled := rapid.Permutation(letters).Draw(t, "shuffled")
		of := func(ls []string) *big.Rat {
			return rating.Score(q("10"), 2, HalfAway, Numbers{Figure: Figure{State: Value, Inputs: Inputs{Ratings: ls}}}).Unrounded
		}
		if of(letters).Cmp(of(shuffled)) != 0 {
			t.Fatalf("%v and %v differ", letters, shuffled)
		}
		kinds := []KindPoints{{"a", amountOf(t, "a", 0, 2)}, {"b", amountOf(t, "b", 0, 2)}, {"c", amountOf(t, "c", 0, 2)}}
		events := []Occurrence{{"a", d("1")}, {"b", d("2")}, {"c", d("3")}}
		off := func(ks []KindPoints, es []Occurrence) *big.Rat {
			r := Rule{Method: Methods{Deduction: &Deduction{Kinds: ks, Free: pd("2")}}}
			return r.Score(q("10"), 2, HalfAway, Numbers{Figure: Figure{State: Value, Inputs: Inputs{Occurrences: es}}}).Unrounded
		}
		if off(kinds, events).Cmp(off(rapid.Permutation(kinds).Draw(t, "kinds"), rapid.Permutation(events).Draw(t, "events"))) != 0 {
			t.Fatal("the order of kinds or events changed the points")
		}
	})
}

// drawRun is a plan of one group with everything a unit can have.
func drawRun(t *rapid.T) RunInput {
	in := yearEnd()
	in.Trial = rapid.Bool().Draw(t, "trial")
	in.Rules.Ranking = rapid.SampledFrom([]Ranking{Competition, Dense}).Draw(t, "ranking")
	for i := range 4 {
		r, _ := drawRule(t)
		in.Indicators = append(in.Indicators, IndicatorInput{Code: fmt.Sprint("I", i), Dimension: fmt.Sprint("D", i/2+1), Aggregation: Sum, Rule: r})
	}
	g := GroupInput{Code: "G", Weights: weights("0.8", "0.12", "0.08"), Dimensions: []DimensionMarks{{"D1", d("60")}, {"D2", d("40")}}}
	for i := range rapid.IntRange(1, 6).Draw(t, "units") {
		u := UnitInput{Code: fmt.Sprint("U", i), Mode: Ranked, DisplayOrder: rapid.IntRange(0, 2).Draw(t, "order")}
		if i == 1 {
			u.Mode = ScoredUnranked
		}
		for j, m := range []string{"20", "40", "15", "25"} {
			n := drawNumbers(t)
			v := PeriodValue{Period: "2026-12", State: rapid.SampledFrom([]ValueState{Value, Value, Value, ValueNotApplies, ValueMissing}).Draw(t, "state")}
			if v.State == Value {
				v.Value = new(amountOf(t, "value", 0, 250))
			}
			u.Goals = append(u.Goals, GoalInput{
				GoalID: int64(i*10 + j), Indicator: in.Indicators[j].Code, FullMarks: d(m), Values: []PeriodValue{v},
				Target: n.Target, Baseline: n.Baseline, Difficulty: n.Difficulty,
			})
		}
		u.Goals[0].Values[0] = PeriodValue{Period: "2026-12", State: Value, Value: pd("50")} // so that something applies
		u.Components = []ComponentScore{{BallotComponent, amountOf(t, "ballot", 60, 100)}, {LeaderComponent, amountOf(t, "leader", 60, 100)}}
		for e := range rapid.IntRange(0, 3).Draw(t, "entries") {
			u.Adjustments = append(u.Adjustments, AdjustmentInput{
				EntryID: int64(e), Rule: rapid.SampledFrom([]string{"B1", "B2", "K1", "K4"}).Draw(t, "rule"),
				Matter: rapid.SampledFrom([]string{"", "road"}).Draw(t, "matter"), Points: amountOf(t, "points", 0, 3),
			})
		}
		if rapid.IntRange(0, 4).Draw(t, "veto") == 0 {
			u.Vetoes = []string{"V1", "V5"}
		}
		g.Units = append(g.Units, u)
	}
	in.Groups = []GroupInput{g}
	return in
}

func sealed(t *rapid.T, in RunInput) string {
	res, err := Run(in)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Canonical(res)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRunHasNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRun(t)
		before := sealed(t, in)
		if again := sealed(t, in); again != before {
			t.Fatal("the same input gave two results")
		}
		g := &in.Groups[0]
		g.Units = rapid.Permutation(g.Units).Draw(t, "units")
		for i := range g.Units {
			u := &g.Units[i]
			u.Goals = rapid.Permutation(u.Goals).Draw(t, "goals")
			u.Adjustments = rapid.Permutation(u.Adjustments).Draw(t, "entries")
			u.Components = rapid.Permutation(u.Components).Draw(t, "components")
			u.Vetoes = rapid.Permutation(u.Vetoes).Draw(t, "vetoes")
		}
		if after := sealed(t, in); after != before {
			t.Fatalf("another order gave another result:\n%s\n%s", before, after)
		}
	})
}

func TestPrintedColumnsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRun(t)
		res, err := Run(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range res.Groups[0].Units {
			lines, dimensions := decimal.Zero, decimal.Zero
			effective := new(big.Rat)
			for _, l := range u.Lines {
				lines = lines.Add(l.Points)
				effective.Add(effective, q(l.FullMarks))
			}
			for _, dim := range u.Dimensions {
				dimensions = dimensions.Add(dim.Points)
			}
			if !lines.Equal(u.Indicators) || !dimensions.Equal(u.Indicators) {
				t.Fatalf("%s: lines %s, dimensions %s, total %s", u.Code, lines, dimensions, u.Indicators)
			}
			if in.Trial {
				continue
			}
			if effective.Cmp(hundred) != 0 {
				t.Fatalf("%s: full marks add up to %s", u.Code, exact(effective))
			}
			sum := u.Bonus.Sub(u.Deduction)
			for _, c := range u.Components {
				sum = sum.Add(c.Weighted)
				if !c.Weighted.Equal(c.Score.Mul(c.Weight)) {
					t.Fatalf("%s: %s × %s is printed as %s", u.Code, c.Score, c.Weight, c.Weighted)
				}
			}
			if !sum.Equal(u.Exact) || !Round(sum.Rat(), 2, HalfAway).Equal(u.Final) {
				t.Fatalf("%s: parts add up to %s, exact %s, final %s", u.Code, sum, u.Exact, u.Final)
			}
		}
	})
}

func TestUnitsDoNotTouchEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRun(t)
		all, err := Run(in)
		if err != nil {
			t.Fatal(err)
		}
		g := &in.Groups[0]
		gone := rapid.IntRange(0, len(g.Units)-1).Draw(t, "gone")
		g.Units = slices.Delete(slices.Clone(g.Units), gone, gone+1)
		rest, err := Run(in)
		if err != nil {
			t.Fatal(err)
		}
		finals := map[string]string{}
		for _, u := range all.Groups[0].Units {
			finals[u.Code] = u.Final.String() + " " + u.Exact.String() + " " + u.Indicators.String()
		}
		for _, u := range rest.Groups[0].Units {
			if now := u.Final.String() + " " + u.Exact.String() + " " + u.Indicators.String(); now != finals[u.Code] {
				t.Fatalf("%s: %s, with all units %s", u.Code, now, finals[u.Code])
			}
		}
	})
}

func TestGradesFollowRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRun(t)
		in.Trial = false
		for i := range in.Groups[0].Units {
			in.Groups[0].Units[i].Vetoes = nil
		}
		res, err := Run(in)
		if err != nil {
			t.Fatal(err)
		}
		order := map[string]int{"优秀": 1, "良好": 2, "合格": 3, "不合格": 4}
		best, taken := 0, map[string]int{}
		for _, u := range res.Groups[0].Units {
			if u.Rank == 0 || u.Grade == "" {
				continue
			}
			taken[u.Grade]++
			if order[u.Grade] < best && u.Rank > 1 {
				// A better grade after a worse one only inside a tie that was settled.
				tied := 0
				for _, v := range res.Groups[0].Units {
					if v.Rank == u.Rank {
						tied++
					}
				}
				if tied < 2 {
					t.Fatalf("%s, rank %d, is %s after a unit with a lower grade", u.Code, u.Rank, u.Grade)
				}
			}
			best = max(best, order[u.Grade])
		}
		for _, quota := range res.Groups[0].Quotas {
			if taken[quota.Grade] != quota.Filled || quota.Filled > quota.Places {
				t.Fatalf("%s: %d units, quota %+v", quota.Grade, taken[quota.Grade], quota)
			}
		}
	})
}

func TestBetterRatioNeverScoresLess(t *testing.T) {
	r := Rule{Method: Methods{Tiers: &Tiers{On: OnValue, Interpolate: new(true), Bounds: []Tier{
		{From: pd("1"), Coefficient: pd("1")}, {From: pd("0.9"), Coefficient: pd("0.6")}, {Coefficient: pd("0.1")}}}}}
	rapid.Check(t, func(t *rapid.T) {
		n, of := rapid.Int64Range(0, 999).Draw(t, "n"), rapid.Int64Range(1000, 2000).Draw(t, "of")
		at := func(n int64) *big.Rat {
			f := Aggregate(Ratio, nil, []PeriodValue{{Period: "2026", State: Value, Numerator: new(decimal.NewFromInt(n)), Denominator: new(decimal.NewFromInt(of))}})
			return r.Score(q("7"), 2, HalfAway, Numbers{Figure: f}).Unrounded
		}
		if at(n).Cmp(at(n+1)) > 0 {
			t.Fatalf("%d/%d earns more than %d/%d", n, of, n+1, of)
		}
	})
}
