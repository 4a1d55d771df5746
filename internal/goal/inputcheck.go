package goal

import (
	"slices"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// inputChecker holds typed inputs against the rule that is to read them, so that
// what cannot be scored is refused while its reporter is still there.
type inputChecker struct {
	rule *score.Rule
	in   *score.Inputs
	at   func(parts ...any) []string
	bad  Problems
}

// mostInputs bounds each list of inputs, far above any real one.
const mostInputs = 1000

func (c *inputChecker) check() {
	in := c.in
	for field, n := range map[string]int{"ratings": len(in.Ratings), "occurrences": len(in.Occurrences), "numbers": len(in.Numbers),
		"milestones": len(in.Milestones), "marks": len(in.Marks), "ballots": len(in.Ballots), "awards": len(in.Awards)} {
		if n > mostInputs {
			c.bad.Add(c.at(field), TooMany, "max", "1000")
			return
		}
	}
	c.ratings()
	c.occurrences()
	c.numbers()
	c.milestones()
	c.marks()
	c.ballots()
	c.awards()
	c.published()
	if in.DaysLate != nil {
		c.whole(c.at("daysLate"), *in.DaysLate)
		if c.rule.Modifiers == nil || c.rule.Modifiers.Lateness == nil {
			c.bad.Add(c.at("daysLate"), WrongValueType, "takes", string(TakesNumber))
		}
	}
}

// known objects to a code that the rule has no line for, or that stands twice.
func (c *inputChecker) known(path []string, code string, known bool, seen map[string]bool) {
	if !known {
		c.bad.Add(path, UnknownCode, "code", code)
	}
	if seen[code] {
		c.bad.Add(path, Duplicate, "code", code)
	}
	if seen != nil {
		seen[code] = true
	}
}

func (c *inputChecker) whole(path []string, n decimal.Decimal) {
	if n.IsNegative() || !n.IsInteger() || n.GreaterThan(biggest) {
		c.bad.Add(path, OutOfRange, "min", "0", "max", "")
	}
}

func (c *inputChecker) ratings() {
	m := c.rule.Method.Rating
	for i, letter := range c.in.Ratings {
		known := m != nil && slices.ContainsFunc(m.Grades, func(g score.RatingGrade) bool { return g.Grade == letter })
		c.known(c.at("ratings", i), letter, known, nil)
	}
}

func (c *inputChecker) occurrences() {
	m, seen := c.rule.Method.Deduction, map[string]bool{}
	for i, o := range c.in.Occurrences {
		known := m != nil && (m.Each != nil && o.Kind != "" || slices.ContainsFunc(m.Kinds, func(k score.KindPoints) bool { return k.Kind == o.Kind }))
		c.known(c.at("occurrences", i, "kind"), o.Kind, known, seen)
		c.whole(c.at("occurrences", i, "count"), o.Count)
	}
}

// numbers: every name that the rule asks for, once, and no other.
func (c *inputChecker) numbers() {
	names, seen := c.rule.InputNames(), map[string]bool{}
	for i, n := range c.in.Numbers {
		c.known(c.at("numbers", i, "name"), n.Name, slices.Contains(names, n.Name), seen)
		if n.Value.Abs().GreaterThan(biggest) {
			c.bad.Add(c.at("numbers", i, "value"), OutOfRange, "min", biggest.Neg().String(), "max", biggest.String())
		}
	}
	for _, name := range names {
		if len(c.in.Numbers) > 0 && !seen[name] {
			c.bad.Add(c.at("numbers"), InputMissing, "name", name)
		}
	}
}

func (c *inputChecker) milestones() {
	m, seen := c.rule.Method.Milestones, map[string]bool{}
	for i, n := range c.in.Milestones {
		known := m != nil && slices.ContainsFunc(m.Nodes, func(k score.MilestoneNode) bool { return k.Node == n.Node })
		c.known(c.at("milestones", i, "node"), n.Node, known, seen)
		if n.DaysLate < 0 || n.DaysLate > 0 && n.State != score.NodeDone {
			c.bad.Add(c.at("milestones", i, "daysLate"), OutOfRange, "min", "0", "max", "")
		}
		switch n.State {
		case score.NodeDone, score.NodeNotDone, score.NodeNotDue, score.NodeCancelled:
		default:
			c.bad.Add(c.at("milestones", i, "state"), UnknownCode, "code", string(n.State), "allowed", "DONE NOT_DONE NOT_DUE CANCELLED")
		}
	}
}

func (c *inputChecker) marks() {
	most := decimal.NewFromInt(100)
	if m := c.rule.Method.Panel; m != nil && m.OutOf != nil {
		most = *m.OutOf
	}
	for i, mark := range c.in.Marks {
		if mark.IsNegative() || mark.GreaterThan(most) {
			c.bad.Add(c.at("marks", i), OutOfRange, "min", "0", "max", most.String())
		}
	}
}

func (c *inputChecker) ballots() {
	m, seen := c.rule.Method.Satisfaction, map[string]bool{}
	for i, b := range c.in.Ballots {
		known := m != nil && (len(m.Classes) == 0 && b.Class == "" ||
			slices.ContainsFunc(m.Classes, func(k score.BallotClass) bool { return k.Class == b.Class }))
		c.known(c.at("ballots", i, "class"), b.Class, known, seen)
		for j, n := range b.Numbers {
			if n.IsNegative() || n.GreaterThan(decimal.NewFromInt(100)) {
				c.bad.Add(c.at("ballots", i, "numbers", j), OutOfRange, "min", "0", "max", "100")
			}
		}
		answers := map[string]bool{}
		for j, o := range b.Options {
			known := m != nil && (slices.Contains(m.NotValid, o.Option) ||
				slices.ContainsFunc(m.Options, func(k score.BallotOption) bool { return k.Option == o.Option }))
			c.known(c.at("ballots", i, "options", j, "option"), o.Option, known, answers)
			if o.Count < 0 {
				c.bad.Add(c.at("ballots", i, "options", j, "count"), OutOfRange, "min", "0", "max", "")
			}
		}
	}
}

func (c *inputChecker) awards() {
	m := c.rule.Method.Awards
	for i, a := range c.in.Awards {
		if a.Matter == "" {
			c.bad.Add(c.at("awards", i, "matter"), Required)
		}
		c.bad = append(c.bad, CheckText(a.Matter, 200, c.at("awards", i, "matter"))...)
		known := m != nil && slices.ContainsFunc(m.Levels, func(k score.AwardLevel) bool { return k.Level == a.Level })
		c.known(c.at("awards", i, "level"), a.Level, known, nil)
		if a.Class != "" {
			known := m != nil && slices.ContainsFunc(m.Classes, func(k score.AwardClass) bool { return k.Class == a.Class })
			c.known(c.at("awards", i, "class"), a.Class, known, nil)
		}
		if a.Units < 0 {
			c.bad.Add(c.at("awards", i, "units"), OutOfRange, "min", "0", "max", "")
		}
	}
}

// published is what others made known: an upper authority's result names the
// document and its day, so that anybody can look it up.
func (c *inputChecker) published() {
	if u := c.in.Upper; u != nil {
		if u.Document == "" {
			c.bad.Add(c.at("upper", "document"), Required)
		}
		c.bad = append(c.bad, CheckText(u.Document, 200, c.at("upper", "document"))...)
		if _, err := period.ParseDate(u.Date); err != nil {
			c.bad.Add(c.at("upper", "date"), BadFormat, "example", "2026-12-31")
		}
		if !u.Full.IsPositive() {
			c.bad.Add(c.at("upper", "full"), OutOfRange, "min", "1", "max", "")
		} else if u.Score.IsNegative() || u.Score.GreaterThan(u.Full) {
			c.bad.Add(c.at("upper", "score"), OutOfRange, "min", "0", "max", u.Full.String())
		}
	}
	if p := c.in.Place; p != nil && (p.Rank < 1 || p.Rank > p.Of) {
		c.bad.Add(c.at("place", "rank"), OutOfRange, "min", "1", "max", Path(p.Of)[0])
	}
}
