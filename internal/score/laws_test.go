package score

import (
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// thorough reports whether the laws are to be tried as often as a release asks
// for, and not as often as an editor's save does.
func thorough() bool {
	n, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	return err == nil && n >= 10_000
}

// The release check runs the tests that are named laws, ten thousand cases each.
// One that draws its cases and is not named so would be left out of it.
func TestLawsAreNamedLaws(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	drawing := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\) \{\n(?:[\t ].*\n|\n)*?\s*rapid` + `\.Check\(`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range drawing.FindAllStringSubmatch(string(text), -1) {
			if !strings.HasPrefix(m[1], "TestLaw") {
				t.Errorf("%s: %s is a law, and not named TestLaw…", name, m[1])
			}
		}
	}
}

// specimen is one goal of a drawn rule, and the same goal done no worse.
type specimen struct {
	subject
	kind      string
	rule      Rule
	full      *big.Rat
	n, better Numbers
	others    []*big.Rat // what the rest of the group is compared by; nil unless the rule is relative
}

// drawSpecimen draws one of the kinds, with modifiers.
func drawSpecimen(t *rapid.T, kinds ...string) specimen {
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	s := specimen{subject: drawers[kind](t), kind: kind, full: tenths(t, "marks", 1, 20).Rat()}
	s.rule = Rule{Method: s.methods}
	s.n = s.goal(t)
	if s.improve != nil {
		s.better = s.improve(t, s.n)
	}
	s.modify(t)
	s.group(t)
	return s
}

// modify draws modifiers and what they need of the goal.
func (s *specimen) modify(t *rapid.T) {
	if rapid.Bool().Draw(t, "as it is") {
		return
	}
	m := &Modifiers{DifficultyCap: perhaps(t, "difficultyCap", func() decimal.Decimal { return tenths(t, "dc", 1, 2) })}
	s.rule.Modifiers = m
	s.n.Difficulty = perhaps(t, "difficulty", func() decimal.Decimal { return decimal.New(int64(rapid.IntRange(5, 15).Draw(t, "k")), -1) })
	if s.aims && s.sign != 0 && s.n.Target.Sign() > 0 && rapid.Bool().Draw(t, "challenge?") {
		m.ChallengeBonus = new(tenths(t, "bonus", 0, 2))
		way := tenths(t, "beyond", 1, 9)
		if s.sign < 0 {
			way = way.Neg()
		}
		s.n.Challenge = new(s.n.Target.Add(way))
	}
	if rapid.IntRange(0, 3).Draw(t, "late?") == 0 {
		m.Lateness = drawLatenessRule(t)
		s.n.Figure.Inputs.DaysLate = new(tenths(t, "days", 0, 9))
	}
	if rapid.IntRange(0, 3).Draw(t, "discount?") == 0 && s.methods.OverCompletion == nil {
		m.OverCompletion = drawOverBands(t)
		s.improve = nil // more can be worth less, which is what the discount is for
	}
	s.better.Difficulty, s.better.Challenge = s.n.Difficulty, s.n.Challenge
	if late := s.n.Figure.Inputs.DaysLate; late != nil {
		s.better.Figure.Inputs.DaysLate = new(decimal.Max(decimal.Zero, late.Sub(tenths(t, "less late", 0, 3))))
	}
	if relative := (Rule{Method: s.methods}).IsRelative(); rapid.IntRange(0, 3).Draw(t, "then?") == 0 {
		m.Then = drawThen(t, relative)
	}
}

// drawThen is a second method for which more points of the first are better.
func drawThen(t *rapid.T, relative bool) *Methods {
	n := 4
	if relative {
		n = 2
	}
	switch within(t, "then", n) {
	case 0:
		return &Methods{Tiers: &Tiers{On: OnValue, Bounds: drawTierList(t, 0, 10, false)}}
	case 1:
		return &Methods{Composite: &Composite{Formula: "A * 0.5 + 1"}}
	case 2:
		return &Methods{RatioToBest: &RatioToBest{}}
	}
	r := drawRankRule(t)
	return &Methods{Rank: r}
}

// group draws what a relative rule compares the goal with.
func (s *specimen) group(t *rapid.T) {
	p := s.rule.prepare()
	if p.relative == nil {
		return
	}
	s.others = []*big.Rat{}
	for range rapid.IntRange(1, 4).Draw(t, "others") {
		s.others = append(s.others, tenths(t, "other", 0, 9).Rat())
	}
	apart := rapid.IntRange(0, 4).Draw(t, "apart?") == 0
	for _, n := range []*Numbers{&s.n, &s.better} {
		if n.Apart = apart; n.Figure.State == Value {
			n.Peers = s.peers(*n)
		}
	}
}

// peers is the whole group's numbers, n's own among them unless it is apart.
func (s *specimen) peers(n Numbers) *Peers {
	numbers := slices.Clone(s.others)
	p := s.rule.prepare()
	if own := p.peer(s.full, n); own != nil && !n.Apart {
		numbers = append(numbers, own)
	}
	return NewPeers(numbers)
}

func (s *specimen) score(n Numbers) Result { return s.rule.Score(s.full, 2, HalfAway, n) }

func (s *specimen) String() string {
	text, err := Canonical(s.rule)
	if err != nil {
		return err.Error()
	}
	return text + " of " + exact(s.full)
}

// Every drawn rule is one that a plan could hold, and every drawn figure one that
// it can score: otherwise the laws below would be proved of nothing.
func TestLawDrawnRulesAreValid(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, kinds...)
		if ps := s.rule.Validate(); len(ps) > 0 {
			t.Fatalf("%v: %v", &s, ps)
		}
		if res := s.score(s.n); res.State == Failed || res.State == Pending {
			t.Fatalf("%v: %s %v", &s, res.State, res.Problem)
		} else if res.State == Scored {
			seen[s.kind]++
		}
	})
	for _, kind := range kinds {
		if thorough() && seen[kind] == 0 {
			t.Errorf("%s was never scored", kind)
		}
	}
}

// TestLawBetterNeverEarnsLess holds for every method and every option but where
// the rule itself says otherwise: the discount for over-completion, ties that
// cancel an item, tiers whose author gives more for less, and awards for one
// matter, of which the highest level counts. [drawSpecimen] draws none of those.
func TestLawBetterNeverEarnsLess(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				s := drawSpecimen(t, kind)
				if s.improve == nil {
					return
				}
				worse, better := s.score(s.n), s.score(s.better)
				if worse.Unrounded == nil || better.Unrounded == nil {
					if (worse.Unrounded == nil) != (better.Unrounded == nil) && s.others == nil {
						t.Fatalf("%v: worse is %s, better %s %v", &s, worse.State, better.State, better.Problem)
					}
					return
				}
				if worse.Unrounded.Cmp(better.Unrounded) > 0 || worse.Points.GreaterThan(better.Points) {
					t.Fatalf("%v: worse earns %s, better only %s\n%s\n%s", &s, exact(worse.Unrounded), exact(better.Unrounded), onPaper(worse.Trace), onPaper(better.Trace))
				}
			})
		})
	}
}

// TestLawPointsStayInBounds: never fewer than the method documents, or than
// nothing, and never more than [Outlook] promises as the most.
func TestLawPointsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, kinds...)
		res := s.score(s.n)
		if res.Unrounded == nil {
			return
		}
		p := s.rule.prepare()
		if most := p.most(s.full, &s.n); res.Unrounded.Cmp(most) > 0 {
			t.Fatalf("%v: earns %s, the most is %s", &s, exact(res.Unrounded), exact(most))
		}
		least := zero
		if x := s.least(s.full); x.Cmp(least) < 0 && p.then == nil {
			least = x
		}
		if r := p.then; r != nil && r.Name() == "rank" {
			if x := leastOf(r.(*Rank))(s.full); x.Cmp(least) < 0 {
				least = x
			}
		}
		if res.Unrounded.Cmp(least) < 0 {
			t.Fatalf("%v: earns %s, the least is %s", &s, exact(res.Unrounded), exact(least))
		}
		if s.rule.Modifiers == nil {
			if m, _ := s.methods.one(); res.Unrounded.Cmp(m.most(s.full)) > 0 {
				t.Fatalf("%v: earns %s, the method's most is %s", &s, exact(res.Unrounded), exact(m.most(s.full)))
			}
		}
	})
}

// TestLawGainIsWhatOneMoreEarns recomputes both neighbours of a figure in a group
// put together from scratch.
func TestLawGainIsWhatOneMoreEarns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, kinds...)
		rows, ps := s.rule.Preview(s.full, 2, HalfAway, []Numbers{s.n})
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		now := rows[0]
		if now.Points.GreaterThan(now.Most) {
			t.Fatalf("%v: %s points, %s at most", &s, now.Points, now.Most)
		}
		var want *Gain
		for _, step := range []int{1, -1} {
			if now.Unrounded == nil || s.n.Figure.Value == nil {
				break
			}
			n := s.n
			n.Figure.Value = new(big.Rat).Add(n.Figure.Value, big.NewRat(int64(step), 1))
			if s.others != nil {
				n.Peers = s.peers(n)
			}
			if res := s.score(n); res.Unrounded != nil {
				if more := res.Points.Sub(now.Points); want == nil || more.GreaterThan(want.Points) {
					want = &Gain{step, more}
				}
			}
		}
		switch got := now.Gain; {
		case (got == nil) != (want == nil), got != nil && (got.Step != want.Step || !got.Points.Equal(want.Points)):
			t.Fatalf("%v: gain %+v, want %+v", &s, got, want)
		}
	})
}
