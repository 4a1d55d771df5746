package score

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// byInputs makes a subject whose goals have no number.
func byInputs(m Methods, draw func(t *rapid.T) Inputs, improve func(t *rapid.T, in Inputs) Inputs) subject {
	s := subject{methods: m, least: func(*big.Rat) *big.Rat { return zero }}
	s.goal = func(t *rapid.T) Numbers { return Numbers{}.with(Figure{State: Value, Inputs: draw(t)}) }
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		return n.with(Figure{State: Value, Inputs: improve(t, n.Figure.Inputs)})
	}
	return s
}

// within is some index of a list.
func within(t *rapid.T, label string, n int) int { return rapid.IntRange(0, n-1).Draw(t, label) }

func drawDeduction(t *rapid.T) subject {
	m := &Deduction{Floor: some(t, "floor", -3, 2), Multiplier: perhaps(t, "multiplier", func() decimal.Decimal { return tenths(t, "m", 1, 2) }), Free: some(t, "free", 0, 3)}
	if rapid.Bool().Draw(t, "zero if") {
		m.ZeroIf = append(m.ZeroIf, ZeroCondition{AtLeast: tenths(t, "atLeast", 1, 15)})
	}
	least := func(w *big.Rat) *big.Rat { return optional(m.Floor, zero).Rat }
	if rapid.Bool().Draw(t, "plain count") {
		m.Each = new(tenths(t, "each", 0, 2))
		s := byFigure(Methods{Deduction: m}, -1, 0, 20, nil)
		s.least = least
		return s
	}
	kinds := []string{"§a", "§b", "§c"}
	for _, k := range kinds {
		m.Kinds = append(m.Kinds, KindPoints{k, tenths(t, k, 0, 2)})
	}
	if rapid.Bool().Draw(t, "zero if b") {
		m.ZeroIf = append(m.ZeroIf, ZeroCondition{Kind: &kinds[1], AtLeast: tenths(t, "atLeast b", 1, 6)})
	}
	s := byInputs(Methods{Deduction: m}, func(t *rapid.T) (in Inputs) {
		for range rapid.IntRange(1, 4).Draw(t, "events") {
			in.Occurrences = append(in.Occurrences, Occurrence{pick(t, "kind", kinds...), tenths(t, "count", 0, 6)})
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Occurrences = slices.Clone(in.Occurrences)
		o := &in.Occurrences[within(t, "event", len(in.Occurrences))]
		o.Count = decimal.Max(decimal.Zero, o.Count.Sub(tenths(t, "fewer", 0, 3)))
		return in
	})
	s.least = least
	return s
}

// drawAwards holds better for one more matter: of several awards for one matter
// the highest level counts, even where that gives less.
func drawAwards(t *rapid.T) subject {
	m := &Awards{Cap: perhaps(t, "cap", func() decimal.Decimal { return tenths(t, "c", 1, 5) }), Joint: perhaps(t, "joint", func() JointShare { return pick(t, "j", JointEqual, JointFull) })}
	for i, p := range falling(t, "points", 3, 0, 3, false) {
		m.Levels = append(m.Levels, AwardLevel{letterOf(i), new(p)})
	}
	m.Classes = []AwardClass{{"second", new(tenths(t, "factor", 0, 1))}}
	if rapid.Bool().Draw(t, "categories") {
		m.Categories = []AwardCategory{{"x", new(tenths(t, "x", 1, 4))}, {"y", new(tenths(t, "y", 1, 4))}}
	}
	award := func(t *rapid.T, matter string) Award {
		return Award{Matter: matter, Level: letterOf(within(t, "level", 3)), Class: pick(t, "class", "", "second"),
			Category: pick(t, "category", "", "x", "y", "z"), Units: rapid.IntRange(0, 3).Draw(t, "units")}
	}
	return byInputs(Methods{Awards: m}, func(t *rapid.T) (in Inputs) {
		for range rapid.IntRange(1, 4).Draw(t, "awards") {
			in.Awards = append(in.Awards, award(t, pick(t, "matter", "road", "school", "river")))
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Awards = append(slices.Clone(in.Awards), award(t, "bridge"))
		return in
	})
}

func drawMilestones(t *rapid.T) subject {
	m := &Milestones{}
	weights := [][]string{{"1"}, {"0.4", "0.6"}, {"0.2", "0.3", "0.5"}, {"0.1", "0.2", "0.3", "0.4"}}[within(t, "nodes", 4)]
	for i, w := range weights {
		m.Nodes = append(m.Nodes, MilestoneNode{letterOf(i), pd(w)})
	}
	if rapid.Bool().Draw(t, "bands") {
		k := falling(t, "coefficient", 3, 0, 1, false)
		m.Lateness = []LatenessBand{{new(rapid.IntRange(0, 5).Draw(t, "days")), &k[0]}, {new(rapid.IntRange(6, 9).Draw(t, "more")), &k[1]}}
		if rapid.Bool().Draw(t, "open end") {
			m.Lateness = append(m.Lateness, LatenessBand{nil, &k[2]})
		}
	}
	return byInputs(Methods{Milestones: m}, func(t *rapid.T) (in Inputs) {
		for i := range weights {
			n := Milestone{Node: letterOf(i), State: pick(t, "state", NodeDone, NodeDone, NodeNotDone, NodeNotDue, NodeCancelled)}
			if i == 0 && n.State == NodeCancelled { // so that something is left
				n.State = NodeNotDone
			}
			if n.State == NodeDone {
				n.DaysLate = rapid.IntRange(0, 40).Draw(t, "late")
			}
			in.Milestones = append(in.Milestones, n)
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Milestones = slices.Clone(in.Milestones)
		switch n := &in.Milestones[within(t, "node", len(weights))]; n.State {
		case NodeDone:
			n.DaysLate = rapid.IntRange(0, n.DaysLate).Draw(t, "less late")
		case NodeNotDone, NodeNotDue:
			n.State, n.DaysLate = NodeDone, rapid.IntRange(0, 40).Draw(t, "late after all")
		}
		return in
	})
}

func drawRating(t *rapid.T) subject {
	m := &Rating{}
	for i, k := range falling(t, "coefficient", 4, 0, 2, false) {
		m.Grades = append(m.Grades, RatingGrade{letterOf(i), k})
	}
	return byInputs(Methods{Rating: m}, func(t *rapid.T) (in Inputs) {
		for range rapid.IntRange(1, 6).Draw(t, "reviewers") {
			in.Ratings = append(in.Ratings, letterOf(within(t, "rating", 4)))
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Ratings = slices.Clone(in.Ratings)
		r := &in.Ratings[within(t, "reviewer", len(in.Ratings))]
		*r = letterOf(rapid.IntRange(0, int((*r)[0]-'0')).Draw(t, "better"))
		return in
	})
}

// drawComposite has formulas that grow with A, and with both of their inputs.
func drawComposite(t *rapid.T) subject {
	m := &Composite{
		Formula: pick(t, "formula", "W * A / T", "W * clamp(A/T, 0, 1)", "W * (0.6*u + 0.4*v) / 100", "if(A >= T, W, W * A / (2*T))", "(u + A) / v * v / T", "W * (A - B) / (T - B)", "A / (v - v)"),
		Inputs:  []string{"u", "v"}, Most: perhaps(t, "most", func() decimal.Decimal { return tenths(t, "m", 1, 3) }),
		OnDivisionByZero: perhaps(t, "on", func() DivisionByZero {
			return pick(t, "division", DivisionNotApplicable, DivisionZero, DivisionFull)
		}),
	}
	s := byFigure(Methods{Composite: m}, 1, 0, 60, func(t *rapid.T) Numbers {
		target := tenths(t, "target", 1, 40)
		return Numbers{Target: &target, Baseline: new(target.Sub(tenths(t, "way", 1, 20)))}
	})
	goal, improve := s.goal, s.improve
	s.goal = func(t *rapid.T) Numbers {
		n := goal(t)
		n.Figure.Inputs.Numbers = []NamedNumber{{"u", tenths(t, "u", 0, 100)}, {"v", tenths(t, "v", 1, 100)}}
		return n
	}
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		in := n.Figure.Inputs
		n = improve(t, n)
		n.Figure.Inputs = in
		return n
	}
	return s
}

func drawTrim(t *rapid.T) *Trim {
	return perhaps(t, "trim", func() Trim {
		return Trim{perhaps(t, "drop", func() int { return rapid.IntRange(1, 2).Draw(t, "k") }), new(rapid.IntRange(5, 7).Draw(t, "from"))}
	})
}

func drawMarks(t *rapid.T, most int) (marks []decimal.Decimal) {
	for range rapid.IntRange(1, 9).Draw(t, "marks") {
		marks = append(marks, tenths(t, "mark", 0, most))
	}
	return marks
}

// raised is the marks with one of them higher.
func raised(t *rapid.T, marks []decimal.Decimal, most int) []decimal.Decimal {
	marks = slices.Clone(marks)
	m := &marks[within(t, "voter", len(marks))]
	*m = decimal.Min(decimal.NewFromInt(int64(most)), m.Add(tenths(t, "higher", 0, 30)))
	return marks
}

func drawPanel(t *rapid.T) subject {
	m := &Panel{OutOf: perhaps(t, "outOf", func() decimal.Decimal { return decimal.NewFromInt(50) }), Trim: drawTrim(t)}
	most := 100
	if m.OutOf != nil {
		most = 50
	}
	return byInputs(Methods{Panel: m}, func(t *rapid.T) Inputs { return Inputs{Marks: drawMarks(t, most)} },
		func(t *rapid.T, in Inputs) Inputs { return Inputs{Marks: raised(t, in.Marks, most)} })
}

func drawClasses(t *rapid.T) (classes []BallotClass, names []string) {
	if rapid.Bool().Draw(t, "one class") {
		return nil, []string{""}
	}
	return []BallotClass{{"§p", new(tenths(t, "p", 1, 4))}, {"§q", new(tenths(t, "q", 1, 4))}}, []string{"§p", "§q"}
}

func drawBallots(t *rapid.T) subject {
	m := &Satisfaction{Marks: BallotNumbers, Trim: drawTrim(t), ClassScale: perhaps(t, "classScale", func() int { return rapid.IntRange(0, 4).Draw(t, "scale") })}
	var names []string
	m.Classes, names = drawClasses(t)
	return byInputs(Methods{Satisfaction: m}, func(t *rapid.T) (in Inputs) {
		for _, name := range names {
			in.Ballots = append(in.Ballots, Ballots{Class: name, Numbers: drawMarks(t, 100)})
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Ballots = slices.Clone(in.Ballots)
		b := &in.Ballots[within(t, "class", len(in.Ballots))]
		b.Numbers = raised(t, b.Numbers, 100)
		return in
	})
}

// drawOptions holds better for one voter who gives a better answer.
func drawOptions(t *rapid.T) subject {
	m := &Satisfaction{Marks: BallotOptions, NotValid: []string{"don't know"}}
	for i, p := range falling(t, "points", 4, 0, 100, false) {
		m.Options = append(m.Options, BallotOption{letterOf(i), new(p)})
	}
	names := []string{""}
	if rapid.Bool().Draw(t, "share") {
		m.Share = &BallotShare{Best: []string{"0", "1"}, Tiers: drawTierList(t, 0, 1, false)}
		if rapid.Bool().Draw(t, "worst") {
			m.Share.Worst, m.Share.WorstOneIn, m.Share.WorstPoints = []string{"3"}, new(3), new(tenths(t, "left", 0, 1))
		}
	} else {
		m.Classes, names = drawClasses(t)
	}
	return byInputs(Methods{Satisfaction: m}, func(t *rapid.T) (in Inputs) {
		for _, name := range names {
			b := Ballots{Class: name, Options: []OptionCount{{"don't know", rapid.IntRange(0, 3).Draw(t, "silent")}}}
			for i := range 4 {
				b.Options = append(b.Options, OptionCount{letterOf(i), rapid.IntRange(0, 9).Draw(t, "voters")})
			}
			b.Options[3].Count++ // so that some answer is valid
			in.Ballots = append(in.Ballots, b)
		}
		return in
	}, func(t *rapid.T, in Inputs) Inputs {
		in.Ballots = slices.Clone(in.Ballots)
		b := &in.Ballots[within(t, "class", len(in.Ballots))]
		b.Options = slices.Clone(b.Options)
		from := rapid.IntRange(1, 4).Draw(t, "from")
		if b.Options[from].Count > 0 {
			b.Options[from].Count--
			b.Options[rapid.IntRange(1, from).Draw(t, "to")].Count++
		}
		return in
	})
}

// drawLevelGrowth has methods inside for which more is better.
func drawLevelGrowth(t *rapid.T) subject {
	inner := func(label string) Methods {
		switch rapid.IntRange(0, 3).Draw(t, label) {
		case 0:
			return Methods{Proportional: &Proportional{Cap: some(t, "cap", 1, 2)}}
		case 1:
			return Methods{Threshold: &Threshold{Op: AtLeast}}
		case 2:
			return Methods{Tiers: &Tiers{On: OnRate, Bounds: []Tier{{From: pd("1"), Coefficient: pd("1")}, {Coefficient: pd("0.4")}}}}
		}
		return Methods{Linear: &Linear{Base: some(t, "base", 0, 90)}}
	}
	m := &LevelGrowth{
		Alpha: new(tenths(t, "alpha", 0, 1)), Level: inner("level"), Growth: inner("growth"), GrowthOf: pick(t, "of", GrowthReported, GrowthOnBaseline),
		GrowthTarget: new(tenths(t, "growth target", 5, 20)), GrowthBaseline: new(tenths(t, "growth baseline", -5, 4)),
	}
	s := byFigure(Methods{LevelGrowth: m}, 1, 0, 60, func(t *rapid.T) Numbers {
		target := tenths(t, "target", 21, 40)
		return Numbers{Target: &target, Baseline: new(target.Sub(tenths(t, "way", 1, 20)))}
	})
	goal, improve := s.goal, s.improve
	s.goal = func(t *rapid.T) Numbers {
		n := goal(t)
		n.Figure.Inputs.Numbers = []NamedNumber{{growthName, tenths(t, "growth", -10, 30)}}
		return n
	}
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		g := n.Figure.Inputs.Numbers[0].Value.Add(tenths(t, "more growth", 0, 9))
		n = improve(t, n)
		n.Figure.Inputs.Numbers = []NamedNumber{{growthName, g}}
		return n
	}
	s.aims = true
	return s
}
