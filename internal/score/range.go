package score

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Range gives full marks inside a range, both bounds included, and fewer the
// further a figure lies outside it, down to none (适度区间).
//
// It has no rate of completion: neither more nor less is better.
type Range struct {
	From      *decimal.Decimal `json:"from,omitempty" yaml:"from"` // required, like the other three
	To        *decimal.Decimal `json:"to,omitempty" yaml:"to"`
	ZeroBelow *decimal.Decimal `json:"zeroBelow,omitempty" yaml:"zeroBelow"` // no points here and under it; below From
	ZeroAbove *decimal.Decimal `json:"zeroAbove,omitempty" yaml:"zeroAbove"` // no points here and beyond; above To
	Periods   []PeriodRange    `json:"periods,omitempty" yaml:"periods"`     // in place of these four, for a year under way whose figure ends with such a period
}

// PeriodRange is the range that is best at the end of one of the year's periods,
// such as how far a budget should be spent by then.
type PeriodRange struct {
	Period    int              `json:"period" yaml:"period"` // 1 is the year's first
	From      *decimal.Decimal `json:"from,omitempty" yaml:"from"`
	To        *decimal.Decimal `json:"to,omitempty" yaml:"to"`
	ZeroBelow *decimal.Decimal `json:"zeroBelow,omitempty" yaml:"zeroBelow"`
	ZeroAbove *decimal.Decimal `json:"zeroAbove,omitempty" yaml:"zeroAbove"`
}

// Code is the number by which offices call the method.
func (*Range) Code() string { return "M03" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Range) Name() string { return "range" }

func (m *Range) validate(at path) (ps problems) {
	m.year().validate(&ps, at)
	if len(m.Periods) > 12 {
		ps.add(at.to("periods"), ProblemTooMany, "max", "12")
		return ps
	}
	seen := map[int]bool{}
	for i := range m.Periods {
		p, here := &m.Periods[i], at.at("periods", i)
		switch {
		case p.Period < 1 || p.Period > 12:
			ps.add(here.to("period"), ProblemOutOfRange, "min", "1", "max", "12")
		case seen[p.Period]:
			ps.add(here.to("period"), ProblemDuplicate, "value", strconv.Itoa(p.Period))
		}
		seen[p.Period] = true
		p.validate(&ps, here)
	}
	return ps
}

// year is the range of periods that have none of their own.
func (m *Range) year() *PeriodRange {
	return &PeriodRange{From: m.From, To: m.To, ZeroBelow: m.ZeroBelow, ZeroAbove: m.ZeroAbove}
}

// at is the range of the period that a figure ends with, before the year is over.
func (m *Range) at(f *Figure, trial bool) *PeriodRange {
	if n := len(f.From); n > 0 && trial {
		last := ordinal(f.From[n-1].Period)
		for i := range m.Periods {
			if m.Periods[i].Period == last {
				return &m.Periods[i]
			}
		}
	}
	return m.year()
}

func (m *PeriodRange) validate(ps *problems, at path) {
	ps.required(at.to("from"), m.From)
	ps.required(at.to("to"), m.To)
	ps.required(at.to("zeroBelow"), m.ZeroBelow)
	ps.required(at.to("zeroAbove"), m.ZeroAbove)
	if m.From != nil && m.To != nil && m.To.LessThan(*m.From) {
		ps.add(at.to("to"), ProblemNotOrdered)
	}
	if m.From != nil && m.ZeroBelow != nil && !m.ZeroBelow.LessThan(*m.From) {
		ps.add(at.to("zeroBelow"), ProblemNotOrdered)
	}
	if m.To != nil && m.ZeroAbove != nil && !m.ZeroAbove.GreaterThan(*m.To) {
		ps.add(at.to("zeroAbove"), ProblemNotOrdered)
	}
}

func (m *Range) most(full *big.Rat) *big.Rat { return full }

// excel is of the whole year.
func (m *Range) excel(s sheet) string {
	r := m.year()
	a := s.ref("A")
	return fmt.Sprintf("%s*MAX(MIN(1,(%[2]s-%[3]s)/(%[4]s-%[3]s),(%[6]s-%[2]s)/(%[6]s-%[5]s)),0)",
		s.ref("W"), a, s.num(*r.ZeroBelow), s.num(*r.From), s.num(*r.To), s.num(*r.ZeroAbove))
}

func (m *Range) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	return c.marks("c", amount{m.at(&c.n.Figure, c.n.Trial).coefficient(c, a), FromStep}), nil
}

// coefficient is 1 inside the range and falls along a straight line on either side.
func (m *PeriodRange) coefficient(c *calc, a *big.Rat) *big.Rat {
	figure := operand("A", a, FromFigure)
	held := c.planned
	if m.Period > 0 { // which is stated for its own part of the year
		held = func(_ string, a amount) amount { return a }
	}
	from := held("L", amount{m.From.Rat(), FromRule})
	to := held("H", amount{m.To.Rat(), FromRule})
	switch {
	case a.Cmp(from.Rat) < 0:
		end := held("Lz", amount{m.ZeroBelow.Rat(), FromRule})
		if a.Cmp(end.Rat) <= 0 {
			c.step(TraceFarBelowRange, "A ≤ Lz", zero, figure, end.operand("Lz"))
			return zero
		}
		k := part(a, end.Rat, from.Rat)
		c.step(TraceBelowRange, "(A − Lz) ÷ (L − Lz)", k, figure, end.operand("Lz"), from.operand("L"))
		return k
	case a.Cmp(to.Rat) > 0:
		end := held("Hz", amount{m.ZeroAbove.Rat(), FromRule})
		if a.Cmp(end.Rat) >= 0 {
			c.step(TraceFarAboveRange, "A ≥ Hz", zero, figure, end.operand("Hz"))
			return zero
		}
		k := part(a, end.Rat, to.Rat)
		c.step(TraceAboveRange, "(Hz − A) ÷ (Hz − H)", k, figure, end.operand("Hz"), to.operand("H"))
		return k
	}
	c.step(TraceInRange, "L ≤ A ≤ H", one, figure, from.operand("L"), to.operand("H"))
	return one
}

// part is how much of the way from one number to another lies behind x.
func part(x, from, to *big.Rat) *big.Rat {
	way := new(big.Rat).Sub(x, from)
	return way.Quo(way, new(big.Rat).Sub(to, from))
}
