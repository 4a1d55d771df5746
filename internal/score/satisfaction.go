package score

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Satisfaction scores ballots (测评): each class of voters gives a mean out of a
// hundred, and the classes' weighted mean gives the part of full marks.
//
// "Don't know", blank and spoiled ballots are not valid and leave the
// denominator. A class under MinValid drops out, and the weights of the others
// are re-based. Class results are rounded, since they are published.
type Satisfaction struct {
	Marks      BallotMarks    `json:"marks" yaml:"marks"`
	Options    []BallotOption `json:"options,omitempty" yaml:"options"`       // OPTIONS: best first
	NotValid   []string       `json:"notValid,omitempty" yaml:"notValid"`     // options that are no answer
	Trim       *Trim          `json:"trim,omitempty" yaml:"trim"`             // NUMBERS: of each class; nothing is left out if absent
	Classes    []BallotClass  `json:"classes,omitempty" yaml:"classes"`       // none: all ballots are one class, whose result is not rounded
	MinValid   *int           `json:"minValid,omitempty" yaml:"minValid"`     // of a class; 1 if absent
	ClassScale *int           `json:"classScale,omitempty" yaml:"classScale"` // decimals of a class's result; 2 if absent
	Share      *BallotShare   `json:"share,omitempty" yaml:"share"`           // OPTIONS without classes: tiers on the share of the best answers instead of a mean
}

// BallotMarks is what a ballot holds.
type BallotMarks string

const (
	BallotNumbers BallotMarks = "NUMBERS" // 0 to 100
	BallotOptions BallotMarks = "OPTIONS"
)

// BallotOption is what an answer is worth out of a hundred.
type BallotOption struct {
	Option string           `json:"option" yaml:"option"`
	Points *decimal.Decimal `json:"points,omitempty" yaml:"points"` // 0 if absent, which only the last may be; not needed for a share
}

// BallotClass is one class of voters and its weight, in any proportion.
type BallotClass struct {
	Class  string           `json:"class" yaml:"class"`
	Weight *decimal.Decimal `json:"weight,omitempty" yaml:"weight"`
}

// Code is the number by which offices call the method.
func (*Satisfaction) Code() string { return "M15" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Satisfaction) Name() string { return "satisfaction" }

func (m *Satisfaction) validate(at path) (ps problems) {
	known(&ps, at.to("marks"), m.Marks, BallotNumbers, BallotOptions)
	switch m.Marks {
	case BallotNumbers:
		for _, p := range []struct {
			field string
			given bool
		}{{"options", len(m.Options) > 0}, {"share", m.Share != nil}} {
			if p.given {
				ps.add(at.to(p.field), ProblemExclusive, "with", string(m.Marks))
			}
		}
	case BallotOptions:
		if m.Trim != nil {
			ps.add(at.to("trim"), ProblemExclusive, "with", string(m.Marks))
		}
		m.validateOptions(&ps, at)
	}
	m.validateNotValid(&ps, at)
	if m.Trim != nil {
		ps = append(ps, m.Trim.validate(at.to("trim"))...)
	}
	m.validateClasses(&ps, at)
	ps.atLeast(at.to("minValid"), m.MinValid, 1)
	if m.ClassScale != nil && (*m.ClassScale < 0 || *m.ClassScale > maxScale) {
		ps.add(at.to("classScale"), ProblemOutOfRange, "min", "0", "max", strconv.Itoa(maxScale))
	}
	if m.Share != nil {
		if len(m.Classes) > 0 {
			ps.add(at.to("share"), ProblemExclusive, "with", "classes")
		}
		m.Share.validate(&ps, at.to("share"), m)
	}
	return ps
}

func (m *Satisfaction) validateOptions(ps *problems, at path) {
	if ps.list(at.to("options"), len(m.Options)); len(m.Options) == 1 {
		ps.add(at.to("options"), ProblemOutOfRange, "min", "2")
	}
	seen := map[string]bool{}
	for i, o := range m.Options {
		here := at.at("options", i)
		unique(ps, here.to("option"), seen, o.Option)
		switch {
		case o.Points == nil && m.Share == nil && i < len(m.Options)-1:
			ps.add(here.to("points"), ProblemRequired)
		case o.Points == nil:
		case o.Points.Sign() < 0 || o.Points.Rat().Cmp(hundred) > 0:
			ps.add(here.to("points"), ProblemOutOfRange, "min", "0", "max", "100")
		case i > 0 && m.Options[i-1].Points != nil && o.Points.GreaterThan(*m.Options[i-1].Points):
			ps.add(here.to("points"), ProblemNotOrdered)
		}
	}
}

func (m *Satisfaction) validateNotValid(ps *problems, at path) {
	ps.notTooMany(at.to("notValid"), len(m.NotValid))
	seen := map[string]bool{}
	for _, o := range m.Options {
		seen[o.Option] = true
	}
	for i, o := range m.NotValid {
		unique(ps, at.at("notValid", i), seen, o)
	}
}

func (m *Satisfaction) validateClasses(ps *problems, at path) {
	ps.notTooMany(at.to("classes"), len(m.Classes))
	seen := map[string]bool{}
	for i, k := range m.Classes {
		here := at.at("classes", i)
		unique(ps, here.to("class"), seen, k.Class)
		ps.required(here.to("weight"), k.Weight)
		ps.positive(here.to("weight"), k.Weight)
	}
}

func (m *Satisfaction) minValid() count { return optionalCount(m.MinValid, 1) }

// worth is what an answer is worth out of a hundred.
func (o *BallotOption) worth() amount { return optional(o.Points, zero) }

func (m *Satisfaction) most(full *big.Rat) *big.Rat {
	switch {
	case m.Share != nil:
		return m.Share.tiers().most(full)
	case m.Marks == BallotOptions:
		x := new(big.Rat).Mul(full, m.Options[0].worth().Rat)
		return x.Quo(x, hundred)
	}
	return full
}

// voters is what one class of them gave.
type voters struct {
	numbers []decimal.Decimal
	counts  map[string]int // by answer
	valid   int
}

func (m *Satisfaction) points(c *calc) (*big.Rat, error) {
	classes, err := m.sort(c.n.Figure.Inputs.Ballots)
	if err != nil {
		return nil, err
	}
	var mean *big.Rat
	if len(m.Classes) > 0 {
		mean = m.weigh(c, classes)
	} else if k := classes[""]; m.enough(c, "", k) {
		if m.Share != nil {
			return m.Share.points(c, m, k), nil
		}
		mean = m.mean(c, k)
	}
	if mean == nil {
		return nil, fail(ProblemNoBallots)
	}
	c.judged = mean
	x := new(big.Rat).Mul(c.full, mean)
	x.Quo(x, hundred)
	c.step(TracePoints, "W × x ÷ 100", x, operand("W", c.full, FromGoal), operand("x", mean, FromStep))
	return x, nil
}

// sort puts ballots together by class and refuses what the rule cannot read. All
// are one nameless class where the rule has none.
func (m *Satisfaction) sort(ballots []Ballots) (map[string]*voters, error) {
	if len(ballots) == 0 {
		return nil, fail(ProblemWrongValueType, "want", "BALLOTS")
	}
	classes := map[string]*voters{}
	for _, k := range m.Classes {
		classes[k.Class] = &voters{counts: map[string]int{}}
	}
	if len(m.Classes) == 0 {
		classes[""] = &voters{counts: map[string]int{}}
	}
	for i := range ballots {
		b := &ballots[i]
		name := b.Class
		if len(m.Classes) == 0 {
			name = ""
		}
		k := classes[name]
		if k == nil {
			return nil, fail(ProblemUnknownClass, "class", b.Class)
		}
		if err := m.take(k, b); err != nil {
			return nil, err
		}
	}
	return classes, nil
}

func (m *Satisfaction) take(k *voters, b *Ballots) error {
	if m.Marks == BallotOptions && len(b.Numbers) > 0 {
		return fail(ProblemWrongValueType, "want", "BALLOTS")
	}
	for _, x := range b.Numbers {
		if x.Sign() < 0 || x.Rat().Cmp(hundred) > 0 {
			return fail(ProblemMarkOutOfRange, "mark", plain(x), "max", "100")
		}
	}
	k.numbers = append(k.numbers, b.Numbers...)
	k.valid += len(b.Numbers)
	for _, o := range b.Options {
		valid := slices.ContainsFunc(m.Options, func(known BallotOption) bool { return known.Option == o.Option })
		switch {
		case !valid && !slices.Contains(m.NotValid, o.Option):
			return fail(ProblemUnknownOption, "option", o.Option)
		case o.Count < 0:
			return fail(ProblemNegativeValue)
		case valid:
			k.valid += o.Count
		}
		k.counts[o.Option] += o.Count
	}
	return nil
}

// enough reports whether a class has enough valid ballots, and notes where not.
func (m *Satisfaction) enough(c *calc, name string, k *voters) bool {
	least := m.minValid()
	if k.valid >= least.n {
		return true
	}
	var ops []Operand
	if name != "" {
		ops = append(ops, Operand{"class", name, FromRule})
	}
	c.remark(TraceClassTooFew, "n < min", append(ops, intOperand("n", k.valid, FromFigure), least.operand("min"))...)
	return false
}

// weigh is the weighted mean of the classes that count; nil where none does.
func (m *Satisfaction) weigh(c *calc, classes map[string]*voters) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	var ops []Operand
	for i := range m.Classes {
		name, w := m.Classes[i].Class, optional(m.Classes[i].Weight, nil)
		k := classes[name]
		if !m.enough(c, name, k) {
			continue
		}
		var x *big.Rat
		steps := c.within(func() { x = m.mean(c, k) })
		scale := optionalCount(m.ClassScale, 2).n
		rounded := Round(x, scale, c.n.Rounding)
		if !c.quiet {
			c.steps = append(c.steps, Trace{
				Code: TraceClass, Operands: []Operand{{"class", name, FromRule}}, Children: steps,
				Value: exact(x), Rounded: rounded.StringFixed(int32(scale)),
			})
			ops = append(ops, Operand{named("x", name), plain(rounded), FromStep}, w.operand(named("w", name)))
		}
		weights.Add(weights, w.Rat)
		sum.Add(sum, w.Mul(w.Rat, rounded.Rat()))
	}
	if weights.Sign() == 0 {
		return nil
	}
	x := sum.Quo(sum, weights)
	c.step(TraceClassMean, "Σ w × x ÷ Σ w", x, append(ops, operand("Σ w", weights, FromStep))...)
	return x
}

// mean is a class's result out of a hundred.
func (m *Satisfaction) mean(c *calc, k *voters) *big.Rat {
	if m.Marks == BallotNumbers {
		m.noteNotValid(c, k)
		return c.mean(k.numbers, m.Trim)
	}
	valid := m.valid(c, k)
	sum := new(big.Rat)
	t := Trace{Code: TraceBallotPoints, Formula: "Σ p × n"}
	for i := range m.Options {
		o := &m.Options[i]
		p, n := o.worth(), k.counts[o.Option]
		x := new(big.Rat).Mul(p.Rat, big.NewRat(int64(n), 1))
		sum.Add(sum, x)
		if !c.quiet {
			t.Children = append(t.Children, Trace{
				Code: TraceBallotOption, Formula: "p × n", Value: exact(x),
				Operands: []Operand{{"option", o.Option, FromRule}, p.operand("p"), intOperand("n", n, FromFigure)},
			})
		}
	}
	if !c.quiet {
		t.Value = exact(sum)
		c.steps = append(c.steps, t)
	}
	x := new(big.Rat).Quo(sum, valid)
	c.step(TraceBallotMean, "s ÷ n", x, operand("s", sum, FromStep), operand("n", valid, FromStep))
	return x
}

// valid is the number of valid answers.
func (m *Satisfaction) valid(c *calc, k *voters) *big.Rat {
	m.noteNotValid(c, k)
	ops := make([]Operand, len(m.Options))
	for i, o := range m.Options {
		ops[i] = intOperand(o.Option, k.counts[o.Option], FromFigure)
	}
	x := big.NewRat(int64(k.valid), 1)
	c.step(TraceBallotsValid, "Σ n", x, ops...)
	return x
}

func (m *Satisfaction) noteNotValid(c *calc, k *voters) {
	var ops []Operand
	for _, o := range m.NotValid {
		if n := k.counts[o]; n > 0 {
			ops = append(ops, intOperand(o, n, FromFigure))
		}
	}
	if len(ops) > 0 {
		c.remark(TraceBallotsNotValid, "", ops...)
	}
}

func (m *Satisfaction) excel(s sheet) string {
	if len(m.Classes) == 0 {
		if m.Share != nil {
			return m.Share.excel(s, m)
		}
		mean, _ := m.excelMean(s, "")
		return s.ref("W") + "*" + mean + "/100"
	}
	sums, weights := make([]string, len(m.Classes)), make([]string, len(m.Classes))
	for i, k := range m.Classes {
		mean, valid := m.excelMean(s, k.Class)
		counts := fmt.Sprintf("IF(%s>=%d,", valid, m.minValid().n)
		sums[i] = fmt.Sprintf("%s%s*ROUND(%s,%d),0)", counts, s.num(*k.Weight), mean, optionalCount(m.ClassScale, 2).n)
		weights[i] = fmt.Sprintf("%s%s,0)", counts, s.num(*k.Weight))
	}
	return fmt.Sprintf("%s*(%s)/(%s)/100", s.ref("W"), strings.Join(sums, "+"), strings.Join(weights, "+"))
}

// excelMean is a class's result, and the number of its valid ballots.
func (m *Satisfaction) excelMean(s sheet, class string) (mean, valid string) {
	if m.Marks == BallotNumbers {
		marks := s.ref("ballots:" + class)
		return s.mean(marks, m.Trim), "COUNT(" + marks + ")"
	}
	terms := make([]string, len(m.Options))
	counts := make([]string, len(m.Options))
	for i := range m.Options {
		o := &m.Options[i]
		counts[i] = s.ref("option:" + class + ":" + o.Option)
		terms[i] = counts[i] + "*" + s.opt(o.Points, "0")
	}
	valid = "(" + strings.Join(counts, "+") + ")"
	return "(" + strings.Join(terms, "+") + ")/" + valid, valid
}
