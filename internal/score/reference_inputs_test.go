package score

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// inputReferences are those of the methods that read more than a number.
var inputReferences = map[string]ref{
	"awards": refAwards, "milestones": refMilestones, "rating": refRating, "ballots": refBallots, "options": refBallots, "panel": refPanel,
	"place": func(s *specimen, w *big.Rat, n Numbers) *big.Rat { return refRank(s.methods.Rank, s, w, n) },
	"passThrough": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
		if u := n.Figure.Inputs.Upper; u != nil {
			return mul(w, div(u.Score.Rat(), u.Full.Rat()))
		}
		return refRank(s.methods.PassThrough.Place, s, w, n)
	},
}

// refAwards goes over the matters: of each the highest level, and of equal ones
// the one that gives more.
func refAwards(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m := s.methods.Awards
	worth := func(a *Award) (level, points *big.Rat) {
		for _, l := range m.Levels {
			if l.Level == a.Level {
				level = l.Points.Rat()
			}
		}
		points = level
		if a.Class != "" {
			points = mul(points, m.Classes[0].Factor.Rat())
		}
		if a.Units > 1 && (m.Joint == nil || *m.Joint == JointEqual) {
			points = div(points, big.NewRat(int64(a.Units), 1))
		}
		return level, points
	}
	list := slices.Clone(n.Figure.Inputs.Awards)
	slices.SortFunc(list, func(a, b Award) int {
		la, pa := worth(&a)
		lb, pb := worth(&b)
		place := func(x Award) int {
			return slices.IndexFunc(m.Levels, func(l AwardLevel) bool { return l.Level == x.Level })
		}
		return cmp.Or(lb.Cmp(la), pb.Cmp(pa), cmp.Compare(place(a), place(b)), cmp.Compare(a.Category, b.Category))
	})
	matters, categories := map[string]bool{}, map[string]*big.Rat{}
	for _, a := range list {
		if !matters[a.Matter] {
			_, p := worth(&a)
			categories[a.Category] = add(orZero(categories[a.Category]), p)
		}
		matters[a.Matter] = true
	}
	sum := new(big.Rat)
	for category, x := range categories {
		for _, k := range m.Categories {
			if k.Category == category {
				x = lesser(x, k.Cap.Rat())
			}
		}
		sum = add(sum, x)
	}
	return lesser(sum, orRat(m.Cap, w))
}

// refMilestones is W × Σ v × c ÷ Σ v over the nodes that were not cancelled.
func refMilestones(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m := s.methods.Milestones
	earned, counted := new(big.Rat), new(big.Rat)
	for i, node := range n.Figure.Inputs.Milestones {
		v := m.Nodes[i].Weight.Rat()
		if node.State == NodeCancelled {
			continue
		}
		counted = add(counted, v)
		if node.State == NodeDone {
			earned = add(earned, mul(v, refNode(m, node.DaysLate)))
		}
	}
	return mul(w, div(earned, counted))
}

// refNode is 1 on time, then 0.8 to 15 days, 0.6 to 30, 0.3 later, or the rule's own.
func refNode(m *Milestones, days int) *big.Rat {
	if len(m.Lateness) == 0 {
		for _, b := range []struct {
			days int
			c    string
		}{{0, "1"}, {15, "0.8"}, {30, "0.6"}} {
			if days <= b.days {
				return q(b.c)
			}
		}
		return q("0.3")
	}
	if days == 0 && *m.Lateness[0].Days > 0 {
		return one
	}
	for _, b := range m.Lateness {
		if b.Days == nil || days <= *b.Days {
			return b.Coefficient.Rat()
		}
	}
	return zero
}

func refRating(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	sum := new(big.Rat)
	for _, letter := range n.Figure.Inputs.Ratings {
		for _, g := range s.methods.Rating.Grades {
			if g.Grade == letter {
				sum = add(sum, g.Coefficient.Rat())
			}
		}
	}
	return mul(w, div(sum, big.NewRat(int64(len(n.Figure.Inputs.Ratings)), 1)))
}

// refMean takes the highest and the lowest off, one after the other.
func refMean(marks []decimal.Decimal, trim *Trim) *big.Rat {
	list := slices.Clone(marks)
	if drop, from := 1, 6; trim != nil {
		if trim.Drop != nil {
			drop = *trim.Drop
		}
		if trim.From != nil {
			from = *trim.From
		}
		for range drop {
			if len(marks) >= from {
				for _, extreme := range []decimal.Decimal{decimal.Max(list[0], list[1:]...), decimal.Min(list[0], list[1:]...)} {
					i := slices.IndexFunc(list, extreme.Equal)
					list = slices.Delete(list, i, i+1)
				}
			}
		}
	}
	sum := new(big.Rat)
	for _, m := range list {
		sum = add(sum, m.Rat())
	}
	return div(sum, big.NewRat(int64(len(list)), 1))
}

func refPanel(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m := s.methods.Panel
	trim := m.Trim
	if trim == nil {
		trim = &Trim{}
	}
	return mul(w, div(refMean(n.Figure.Inputs.Marks, trim), or(m.OutOf, "100")))
}

// refBallots is each class's mean, of numbers or of answers, then the weighted mean.
func refBallots(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m := s.methods.Satisfaction
	class := func(b *Ballots) *big.Rat {
		if m.Marks == BallotNumbers {
			return refMean(b.Numbers, m.Trim)
		}
		sum, valid := new(big.Rat), int64(0)
		for _, o := range b.Options {
			for _, k := range m.Options {
				if k.Option == o.Option {
					sum, valid = add(sum, mul(k.Points.Rat(), big.NewRat(int64(o.Count), 1))), valid+int64(o.Count)
				}
			}
		}
		return div(sum, big.NewRat(valid, 1))
	}
	ballots := n.Figure.Inputs.Ballots
	if m.Share != nil {
		return refShare(m.Share, w, &ballots[0])
	}
	if len(m.Classes) == 0 {
		return mul(w, class(&ballots[0]), q("1/100"))
	}
	scale, sum, weights := 2, new(big.Rat), new(big.Rat)
	if m.ClassScale != nil {
		scale = *m.ClassScale
	}
	for i, k := range m.Classes {
		sum = add(sum, mul(k.Weight.Rat(), q(roundText(class(&ballots[i]), scale, HalfAway))))
		weights = add(weights, k.Weight.Rat())
	}
	return mul(w, div(sum, weights), q("1/100"))
}

func refShare(m *BallotShare, w *big.Rat, b *Ballots) *big.Rat {
	count := func(answers ...string) (n int64) {
		for _, o := range b.Options {
			if slices.Contains(answers, o.Option) {
				n += int64(o.Count)
			}
		}
		return n
	}
	all, worst := count("0", "1", "2", "3"), count("3")
	t := &Tiers{On: OnValue, Bounds: m.Tiers}
	x := refTiers(t, w, Numbers{}.with(Figure{Value: big.NewRat(count(m.Best...), all)}))
	if m.WorstOneIn == nil || worst*int64(*m.WorstOneIn) < all {
		return x
	}
	left := m.WorstPoints.Rat()
	if m.Tiers[0].Points == nil {
		left = mul(left, w)
	}
	return lesser(x, left)
}

// refModified is what modifiers make of a method's points, in the trade's order:
// difficulty and its cap, challenge, over-completion, lateness.
func refModified(s *specimen, x, rate *big.Rat) *big.Rat {
	m, n := s.rule.Modifiers, s.n
	if k := n.Difficulty; x.Sign() > 0 && s.kind != "ratioToBest" && (k != nil || m.DifficultyCap != nil) {
		most := greater(s.full, x)
		if m.DifficultyCap != nil {
			most = mul(s.full, m.DifficultyCap.Rat())
		}
		x = lesser(mul(x, or(k, "1")), most)
	}
	if m.ChallengeBonus != nil && n.Challenge != nil { // b × (A−T)/(C−T), capped at b
		t := n.Target.Rat()
		way := div(sub(n.Figure.Value, t), sub(n.Challenge.Rat(), t))
		x = add(x, mul(m.ChallengeBonus.Rat(), greater(zero, lesser(one, way))))
	}
	if m.OverCompletion != nil && rate != nil && x.Sign() > 0 {
		x = mul(x, refOver(m.OverCompletion, rate))
	}
	if days := n.Figure.Inputs.DaysLate; m.Lateness != nil && days != nil && days.Sign() > 0 && x.Sign() > 0 {
		x = refLate(m.Lateness, x, days.Rat())
	}
	return x
}

// TestLawMethodsAgainstFormulas holds every method, and all modifiers but a second
// method, against the handbook's formulas, to the last digit.
func TestLawMethodsAgainstFormulas(t *testing.T) {
	maps.Copy(references, inputReferences)
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				s := drawSpecimen(t, kind)
				if m := s.rule.Modifiers; m != nil && m.Then != nil {
					m.Then, s.others = nil, nil
					s.n.Peers, s.n.Apart = nil, false
					s.group(t)
				}
				res := s.score(s.n)
				want := references[kind](&s, s.full, s.n)
				if want == nil {
					if res.State != NotApplicable {
						t.Fatalf("%v: %s, and does not apply", &s, res.State)
					}
					return
				}
				if s.rule.Modifiers != nil && res.State != Zeroed {
					want = refModified(&s, want, res.Rate)
				}
				if res.Unrounded == nil || res.Unrounded.Cmp(want) != 0 {
					t.Fatalf("%v: %s %v, by the formula %s\n%s", &s, res.State, res.Unrounded, exact(want), onPaper(res.Trace))
				}
			})
		})
	}
}

// refRate is how far a figure is: A ÷ T, mirrored where less is better.
func refRate(s *specimen) *big.Rat {
	n, m := s.n, s.methods
	if n.Target == nil || n.Figure.Value == nil || s.kind == "composite" || m.Threshold != nil && (m.Threshold.Op == EqualTo || m.Threshold.Op == NotEqualTo) {
		return nil
	}
	a, t := n.Figure.Value, n.Target.Rat()
	if s.sign < 0 {
		switch {
		case m.LowerIsBetter != nil && t.Sign() == 0:
			if a.Sign() == 0 {
				return one
			}
			return zero
		case m.LowerIsBetter != nil && m.LowerIsBetter.Variant == LowerLinear:
			return sub(two, div(a, t))
		case m.LowerIsBetter != nil && a.Sign() == 0:
			return or(m.LowerIsBetter.Cap, "1")
		case t.Sign() <= 0 || a.Sign() <= 0:
			return nil
		}
		return div(t, a)
	}
	switch {
	case t.Sign() == 0 && m.Proportional != nil && a.Sign() >= 0:
		return one
	case t.Sign() == 0 && m.Proportional != nil:
		return zero
	case t.Sign() == 0:
		return nil
	case t.Sign() < 0:
		return add(one, div(sub(a, t), new(big.Rat).Neg(t)))
	}
	return div(a, t)
}

// TestLawRatesAreOfTheGoal: completion is the goal's, whatever its points are made of.
func TestLawRatesAreOfTheGoal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, "proportional", "lowerIsBetter", "threshold", "tiers", "linear", "perStep", "levelGrowth", "overCompletion", "range", "bands", "yearOnYear", "lateness")
		if s.rule.Modifiers != nil && s.rule.Modifiers.Then != nil && s.rule.Modifiers.Then.Tiers != nil && refRate(&s) == nil {
			return // the second method may look for a rate of its own
		}
		res, want := s.score(s.n), refRate(&s)
		if res.State == Scored && ((res.Rate == nil) != (want == nil) || want != nil && res.Rate.Cmp(want) != 0) {
			t.Fatalf("%v: rate %v, want %v", &s, res.Rate, want)
		}
	})
}
