package score

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Deduction starts from full marks and takes points off for every occurrence
// (扣分制), down to the floor (扣完为止).
//
// Without Kinds the count is the goal's value, or all its occurrences where it
// has no number. With Kinds each occurrence costs its kind's points.
type Deduction struct {
	Each       *decimal.Decimal `json:"each,omitempty" yaml:"each"`             // points per occurrence, or of a kind that is not listed
	Kinds      []KindPoints     `json:"kinds,omitempty" yaml:"kinds"`           // at least one of Each and Kinds
	Floor      *decimal.Decimal `json:"floor,omitempty" yaml:"floor"`           // least points, which may be negative; 0 if absent
	Multiplier *decimal.Decimal `json:"multiplier,omitempty" yaml:"multiplier"` // of every deduction, for units judged on few items; 1 if absent
	Free       *decimal.Decimal `json:"free,omitempty" yaml:"free"`             // occurrences that cost nothing, the cheapest first; 0 if absent
	ZeroIf     []ZeroCondition  `json:"zeroIf,omitempty" yaml:"zeroIf"`         // any of these takes all points; points below zero stay
}

// KindPoints is what one occurrence of a kind costs.
type KindPoints struct {
	Kind   string          `json:"kind" yaml:"kind"`
	Points decimal.Decimal `json:"points" yaml:"points"`
}

// ZeroCondition takes all points from a goal with too many occurrences.
type ZeroCondition struct {
	Kind    *string         `json:"kind,omitempty" yaml:"kind"` // of this kind; of all kinds if absent
	AtLeast decimal.Decimal `json:"atLeast" yaml:"atLeast"`
}

// Code is the number by which offices call the method.
func (*Deduction) Code() string { return "M10" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Deduction) Name() string { return "deduction" }

func (m *Deduction) validate(at path) (ps problems) {
	if m.Each == nil && len(m.Kinds) == 0 {
		ps.add(at.to("each"), ProblemRequired)
	}
	ps.notNegative(at.to("each"), m.Each)
	ps.positive(at.to("multiplier"), m.Multiplier)
	ps.notNegative(at.to("free"), m.Free)
	seen := map[string]bool{}
	for i, k := range m.Kinds {
		here := at.at("kinds", i)
		switch {
		case k.Kind == "":
			ps.add(here.to("kind"), ProblemRequired)
		case seen[k.Kind]:
			ps.add(here.to("kind"), ProblemDuplicate, "value", k.Kind)
		}
		seen[k.Kind] = true
		ps.notNegative(here.to("points"), &k.Points)
	}
	for i, z := range m.ZeroIf {
		ps.positive(at.at("zeroIf", i).to("atLeast"), &z.AtLeast)
	}
	return ps
}

// cost is what the occurrences of one kind take off.
type cost struct {
	kind  string // empty where the value is a plain count
	count *big.Rat
	free  *big.Rat // of these, covered by the allowance; nil for none
	each  *big.Rat
}

func (m *Deduction) most(full *big.Rat) *big.Rat { return full }

func (m *Deduction) points(c *calc) (*big.Rat, error) {
	costs, err := m.costs(c)
	if err != nil {
		return nil, err
	}
	taken, over := m.over(c, costs)
	c.zeroed = over
	if over && !m.belowZero() {
		c.step(TraceZeroCondition, "n ≥ atLeast", zero, taken...)
		return zero, nil
	}
	m.forgive(costs)
	factor := optional(m.Multiplier, one)
	x := new(big.Rat).Set(c.full)
	t := Trace{Code: TraceDeducted, Formula: "W − Σ n × d × m", Children: make([]Trace, 0, len(costs)+1)}
	t.Children = append(t.Children, Trace{Code: TraceFullMarks, Value: exact(c.full)})
	for _, k := range costs {
		off := k.off(factor.Rat)
		x.Add(x, off)
		t.Children = append(t.Children, k.trace(factor, off))
	}
	t.Value = exact(x)
	c.steps = append(c.steps, t)
	x = c.limit(TraceDeductionFloor, "x", x, optional(m.Floor, zero), amount{c.full, FromGoal})
	if over {
		if x.Sign() > 0 {
			x = zero
		}
		c.step(TraceZeroCondition, "n ≥ atLeast", x, taken...)
	}
	return x, nil
}

// belowZero reports whether occurrences can cost more than all points. Then to
// take all points must not be a mercy.
func (m *Deduction) belowZero() bool { return m.Floor != nil && m.Floor.Sign() < 0 }

// off is what the occurrences take off, as a number below zero.
func (k *cost) off(factor *big.Rat) *big.Rat {
	x := new(big.Rat).Set(k.count)
	if k.free != nil {
		x.Sub(x, k.free)
	}
	x.Mul(x, k.each).Mul(x, factor)
	return x.Neg(x)
}

func (k *cost) trace(factor amount, off *big.Rat) Trace {
	t := Trace{Code: TraceDeductedKind, Formula: "−n × d × m", Value: exact(off)}
	t.Operands = []Operand{operand("n", k.count, FromFigure), operand("d", k.each, FromRule), factor.operand("m")}
	if k.free != nil {
		t.Formula = "−(n − f) × d × m"
		t.Operands = append(t.Operands, operand("f", k.free, FromRule))
	}
	if k.kind != "" {
		t.Operands = append(t.Operands, Operand{Name: "kind", Value: k.kind, Source: FromFigure})
	}
	return t
}

// costs lists what happened, priced but before any allowance.
func (m *Deduction) costs(c *calc) ([]cost, error) {
	value, events := c.n.Figure.Value, c.n.Figure.Inputs.Occurrences
	for _, o := range events {
		if o.Count.Sign() < 0 {
			return nil, fail(ProblemNegativeValue)
		}
	}
	switch {
	case value != nil && value.Sign() < 0:
		return nil, fail(ProblemNegativeValue)
	case len(m.Kinds) == 0 && value != nil:
		return []cost{{count: value, each: m.Each.Rat()}}, nil
	case len(events) > 0:
		return m.price(events)
	case value != nil && value.Sign() == 0:
		return nil, nil
	}
	return nil, fail(ProblemWrongValueType, "want", "OCCURRENCES")
}

func (m *Deduction) price(events []Occurrence) ([]cost, error) {
	costs := make([]cost, 0, len(events))
	for _, o := range events {
		each := m.Each
		for i := range m.Kinds {
			if m.Kinds[i].Kind == o.Kind {
				each = &m.Kinds[i].Points
			}
		}
		if each == nil {
			return nil, fail(ProblemUnknownKind, "kind", o.Kind)
		}
		costs = append(costs, cost{kind: o.Kind, count: o.Count.Rat(), each: each.Rat()})
	}
	return costs, nil
}

// over reports whether one of the conditions takes all points, and by which numbers.
func (m *Deduction) over(c *calc, costs []cost) ([]Operand, bool) {
	for _, z := range m.ZeroIf {
		n := new(big.Rat)
		ops := []Operand{{Name: "atLeast", Value: plain(z.AtLeast), Source: FromRule}}
		if z.Kind == nil {
			for _, k := range costs {
				n.Add(n, k.count)
			}
		} else {
			ops = append(ops, Operand{Name: "kind", Value: *z.Kind, Source: FromRule})
			for _, o := range c.n.Figure.Inputs.Occurrences {
				if o.Kind == *z.Kind {
					n.Add(n, o.Count.Rat())
				}
			}
		}
		if n.Cmp(z.AtLeast.Rat()) >= 0 {
			return append(ops, operand("n", n, FromFigure)), true
		}
	}
	return nil, false
}

// forgive spends the allowance on the cheapest occurrences: it is meant for
// slips, and the order in which kinds are listed must not matter.
func (m *Deduction) forgive(costs []cost) {
	if m.Free == nil {
		return
	}
	slices.SortStableFunc(costs, func(a, b cost) int {
		return cmp.Or(a.each.Cmp(b.each), cmp.Compare(a.kind, b.kind), a.count.Cmp(b.count))
	})
	left := m.Free.Rat()
	for i := range costs {
		k := &costs[i]
		if k.free = left; k.count.Cmp(left) < 0 {
			k.free = k.count
		}
		left = new(big.Rat).Sub(left, k.free)
	}
}

// excel leaves the allowance of kinds with different prices to the engine: which
// occurrences it covers depends on all of them.
func (m *Deduction) excel(s sheet) string {
	w, all, off := s.ref("W"), s.ref("A"), ""
	switch {
	case len(m.Kinds) == 0:
		n := all
		if m.Free != nil {
			n = fmt.Sprintf("MAX(%s-%s,0)", all, s.num(*m.Free))
		}
		off = n + "*" + s.num(*m.Each)
	case m.Free != nil:
		return ""
	default:
		terms, counts := make([]string, len(m.Kinds)), make([]string, len(m.Kinds))
		for i, k := range m.Kinds {
			counts[i] = s.ref("kind:" + k.Kind)
			terms[i] = counts[i] + "*" + s.num(k.Points)
		}
		off, all = "("+strings.Join(terms, "+")+")", "("+strings.Join(counts, "+")+")"
	}
	text := fmt.Sprintf("MIN(MAX(%s-%s*%s,%s),%s)", w, off, s.opt(m.Multiplier, "1"), s.opt(m.Floor, "0"), w)
	for _, z := range m.ZeroIf {
		n := all
		if z.Kind != nil {
			n = s.ref("kind:" + *z.Kind)
		}
		none := "0"
		if m.belowZero() {
			none = "MIN(" + text + ",0)"
		}
		text = fmt.Sprintf("IF(%s>=%s,%s,%s)", n, s.num(z.AtLeast), none, text)
	}
	return text
}
