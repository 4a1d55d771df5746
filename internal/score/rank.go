package score

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Rank gives points by a figure's place in its group (按名次计分).
type Rank struct {
	Variant   RankVariant       `json:"variant" yaml:"variant"`
	Direction *Direction        `json:"direction,omitempty" yaml:"direction"` // HIGHER if absent
	Drop      *decimal.Decimal  `json:"drop,omitempty" yaml:"drop"`           // STEP: for each place after the first
	Floor     *decimal.Decimal  `json:"floor,omitempty" yaml:"floor"`         // STEP: least points; 0 if absent
	First     *decimal.Decimal  `json:"first,omitempty" yaml:"first"`         // LINEAR: the first place's; full marks if absent
	Last      *decimal.Decimal  `json:"last,omitempty" yaml:"last"`           // LINEAR: the last place's; 0 if absent
	Bands     []RankBand        `json:"bands,omitempty" yaml:"bands"`         // BANDS: best first
	Base      *decimal.Decimal  `json:"base,omitempty" yaml:"base"`           // BONUS: for every place; 0 if absent
	Top       []decimal.Decimal `json:"top,omitempty" yaml:"top"`             // BONUS: added for the first places, best first
	Bottom    []decimal.Decimal `json:"bottom,omitempty" yaml:"bottom"`       // BONUS: taken off the last places, worst first
	In        *PointsIn         `json:"in,omitempty" yaml:"in"`               // what all of these are in; POINTS if absent
	Ties      *RankTies         `json:"ties,omitempty" yaml:"ties"`           // SHARED_HIGH if absent
	External  *bool             `json:"external,omitempty" yaml:"external"`   // the place is reported, in a ranking outside the plan; false if absent
}

// RankVariant is the shape of [Rank].
type RankVariant string

const (
	RankStep   RankVariant = "STEP"   // full marks, less Drop for each place
	RankLinear RankVariant = "LINEAR" // evenly from First to Last
	RankBands  RankVariant = "BANDS"  // by the share of the group that is ahead or level
	RankBonus  RankVariant = "BONUS"  // a base, with extra for the first places and less for the last
)

// RankBand is what the places up to a share of the group earn.
type RankBand struct {
	UpTo        *decimal.Decimal `json:"upTo,omitempty" yaml:"upTo"` // rank ÷ n, included; absent: the last band takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
}

// RankTies says what units with one place earn.
type RankTies string

const (
	TiesSharedHigh RankTies = "SHARED_HIGH" // the highest of the places that they fill
	TiesAverage    RankTies = "AVERAGE"     // the mean over those places
	TiesCancel     RankTies = "CANCEL"      // a tie anywhere in the group cancels the item for all: evaluators must tell units apart
)

// Code is the number by which offices call the method.
func (*Rank) Code() string { return "M08" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Rank) Name() string { return "rank" }

func (m *Rank) validate(at path) (ps problems) {
	known(&ps, at.to("variant"), m.Variant, RankStep, RankLinear, RankBands, RankBonus)
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	knownOrAbsent(&ps, at.to("in"), m.In, InPoints, InShares)
	knownOrAbsent(&ps, at.to("ties"), m.Ties, TiesSharedHigh, TiesAverage, TiesCancel)
	m.foreign(&ps, at)
	switch m.Variant {
	case RankStep:
		ps.required(at.to("drop"), m.Drop)
		ps.notNegative(at.to("drop"), m.Drop)
		ps.notNegative(at.to("floor"), m.Floor)
		if m.In.shares() && m.Floor != nil && m.Floor.GreaterThan(decimal.NewFromInt(1)) {
			ps.add(at.to("floor"), ProblemOutOfRange, "max", "1")
		}
	case RankLinear:
		if first := optional(m.First, one); m.Last != nil && (m.First != nil || m.In.shares()) && first.Cmp(m.Last.Rat()) < 0 {
			ps.add(at.to("last"), ProblemOutOfRange, "max", exact(first.Rat))
		}
		ps.notNegative(at.to("last"), m.Last)
		ps.positive(at.to("first"), m.First)
	case RankBands:
		m.validateBands(&ps, at)
	case RankBonus:
		if len(m.Top)+len(m.Bottom) == 0 {
			ps.add(at.to("top"), ProblemRequired)
		}
		m.validateExtras(&ps, at, "top", m.Top)
		m.validateExtras(&ps, at, "bottom", m.Bottom)
	}
	return ps
}

// foreign objects to parameters of other variants, which would be read as if
// they did something.
func (m *Rank) foreign(ps *problems, at path) {
	for _, p := range []struct {
		field   string
		given   bool
		variant RankVariant
	}{
		{"drop", m.Drop != nil, RankStep}, {"floor", m.Floor != nil, RankStep},
		{"first", m.First != nil, RankLinear}, {"last", m.Last != nil, RankLinear},
		{"bands", len(m.Bands) > 0, RankBands},
		{"base", m.Base != nil, RankBonus}, {"top", len(m.Top) > 0, RankBonus}, {"bottom", len(m.Bottom) > 0, RankBonus},
	} {
		if p.given && p.variant != m.Variant {
			ps.add(at.to(p.field), ProblemExclusive, "with", string(m.Variant))
		}
	}
}

func (m *Rank) validateBands(ps *problems, at path) {
	switch n := len(m.Bands); {
	case n == 0:
		ps.add(at.to("bands"), ProblemRequired)
	case n > longestList:
		ps.add(at.to("bands"), ProblemTooMany, "max", strconv.Itoa(longestList))
		return
	}
	for i, b := range m.Bands {
		here := at.at("bands", i)
		ps.required(here.to("coefficient"), b.Coefficient)
		ps.notNegative(here.to("coefficient"), b.Coefficient)
		switch {
		case b.UpTo == nil && i < len(m.Bands)-1:
			ps.add(here.to("upTo"), ProblemLastOnly)
		case b.UpTo == nil:
		case b.UpTo.Sign() <= 0 || b.UpTo.GreaterThan(decimal.NewFromInt(1)):
			ps.add(here.to("upTo"), ProblemOutOfRange, "above", "0", "max", "1")
		case i > 0 && m.Bands[i-1].UpTo != nil && !b.UpTo.GreaterThan(*m.Bands[i-1].UpTo):
			ps.add(here.to("upTo"), ProblemNotOrdered)
		}
		if i > 0 && b.Coefficient != nil && m.Bands[i-1].Coefficient != nil && b.Coefficient.GreaterThan(*m.Bands[i-1].Coefficient) {
			ps.add(here.to("coefficient"), ProblemNotOrdered)
		}
	}
}

func (m *Rank) validateExtras(ps *problems, at path, field string, extras []decimal.Decimal) {
	if len(extras) > longestList {
		ps.add(at.to(field), ProblemTooMany, "max", strconv.Itoa(longestList))
		return
	}
	for i := range extras {
		ps.notNegative(at.at(field, i), &extras[i])
		if i > 0 && extras[i].GreaterThan(extras[i-1]) {
			ps.add(at.at(field, i), ProblemNotOrdered)
		}
	}
}

func (m *Rank) external() bool { return m.External != nil && *m.External }

func (m *Rank) direction() Direction { return directionOf(m.Direction) }

func (m *Rank) ties() RankTies {
	if m.Ties == nil {
		return TiesSharedHigh
	}
	return *m.Ties
}

func (m *Rank) peer(c *calc) (*big.Rat, error) {
	if m.external() {
		return nil, nil
	}
	return c.number()
}

func (m *Rank) points(c *calc) (*big.Rat, error) {
	if m.external() {
		p := c.n.Figure.Inputs.Place
		if p == nil {
			return nil, fail(ProblemWrongValueType, "want", "PLACE")
		}
		c.judged = big.NewRat(int64(p.Rank), 1)
		return m.at(c, p.Rank, p.Of, 1)
	}
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	peers, err := c.peers(a)
	if err != nil {
		return nil, err
	}
	c.judged = a
	if c.tied = m.ties() == TiesCancel && peers.tied(); c.tied {
		c.state(TraceTieCancelled, FromGroup)
		return nil, errNotApplicable
	}
	better, equal := peers.place(a, m.direction())
	c.step(TracePlace, "1 + b", big.NewRat(int64(better+1), 1), operand("A", a, FromFigure),
		intOperand("b", better, FromGroup), intOperand("n", peers.n(), FromGroup), intOperand("tied", equal, FromGroup))
	return m.at(c, better+1, peers.n(), equal)
}

// at is what place rank of n earns where so many units are tied there.
func (m *Rank) at(c *calc, rank, n, tied int) (*big.Rat, error) {
	if rank < 1 || rank > n {
		return nil, fail(ProblemOutOfRange, "field", "rank", "min", "1", "max", strconv.Itoa(n))
	}
	if m.Variant == RankLinear && m.First == nil && c.in(m.In, m.Last, zero).Cmp(c.full) > 0 {
		return nil, fail(ProblemOutOfRange, "field", "last", "max", exact(c.full)) // the last place would be the best
	}
	if m.ties() != TiesAverage || tied < 2 {
		x, t := m.of(c, rank, n)
		if !c.quiet {
			c.steps = append(c.steps, t)
		}
		return x, nil
	}
	x := m.mean(c, rank, n, tied)
	if c.quiet {
		return x, nil
	}
	var shown []Operand
	for i := rank; i < rank+tied; i++ {
		if i < rank+mostShown-1 || i == rank+tied-1 {
			p, _ := m.of(c, i, n)
			shown = append(shown, operand("p"+strconv.Itoa(i), p, FromStep))
		}
	}
	c.step(TracePlaceMean, "Σ p ÷ t", x, append(shown, intOperand("t", tied, FromGroup))...)
	return x, nil
}

// mean is what the places that tied units fill earn on average. It is worked out
// once for all of them: they may be the whole group.
func (m *Rank) mean(c *calc, rank, n, tied int) *big.Rat {
	key := sharedPlace{exact(c.full), rank, n, tied}
	known := c.n.Peers.list.means
	if x := known[key]; x != nil {
		return x
	}
	quiet := calc{full: c.full, n: c.n, quiet: true}
	sum := new(big.Rat)
	for i := rank; i < rank+tied; i++ {
		x, _ := m.of(&quiet, i, n)
		sum.Add(sum, x)
	}
	known[key] = sum.Quo(sum, big.NewRat(int64(tied), 1))
	return known[key]
}

// mostShown is how many tied places a trace lists: what a whole group's ties
// would write down grows with their square.
const mostShown = 20

// of is what one place earns by itself.
func (m *Rank) of(c *calc, rank, n int) (*big.Rat, Trace) {
	place, of := intOperand("rank", rank, FromStep), intOperand("n", n, FromGroup)
	w := operand("W", c.full, FromGoal)
	t := Trace{Code: TracePlacePoints}
	var x *big.Rat
	switch m.Variant {
	case RankStep:
		drop, floor := c.in(m.In, m.Drop, zero), c.in(m.In, m.Floor, zero)
		x = new(big.Rat).Mul(big.NewRat(int64(rank-1), 1), drop.Rat)
		x.Sub(c.full, x)
		if floor.Cmp(c.full) > 0 { // points that were meant for an item with more marks
			floor = amount{c.full, FromGoal}
		}
		if x.Cmp(floor.Rat) < 0 {
			x = floor.Rat
		}
		t.Formula, t.Operands = "max(W − (rank − 1) × d, floor)", []Operand{w, place, drop.operand("d"), floor.operand("floor")}
	case RankLinear:
		first, last := c.in(m.In, m.First, c.full), c.in(m.In, m.Last, zero)
		x = new(big.Rat).Set(first.Rat)
		if n > 1 {
			step := new(big.Rat).Sub(first.Rat, last.Rat)
			step.Mul(step, big.NewRat(int64(rank-1), int64(n-1)))
			x.Sub(x, step)
		}
		t.Formula, t.Operands = "F − (rank − 1) × (F − L) ÷ (n − 1)", []Operand{first.operand("F"), last.operand("L"), place, of}
		if n == 1 {
			t.Formula = "F"
		}
	case RankBands:
		k := m.band(rank, n)
		x = new(big.Rat).Mul(c.full, k.Rat)
		t.Formula, t.Operands = "W × c(rank ÷ n)", []Operand{w, place, of, k.operand("c")}
	default:
		base := c.in(m.In, m.Base, zero)
		extra := m.extra(c, rank, n)
		x = new(big.Rat).Add(base.Rat, extra)
		t.Formula, t.Operands = "base + extra", []Operand{base.operand("base"), operand("extra", extra, FromRule), place, of}
	}
	if !c.quiet {
		t.Value = exact(x)
	}
	return x, t
}

func (m *Rank) band(rank, n int) amount {
	share := big.NewRat(int64(rank), int64(n))
	for _, b := range m.Bands {
		if b.UpTo == nil || share.Cmp(b.UpTo.Rat()) <= 0 {
			return amount{b.Coefficient.Rat(), FromRule}
		}
	}
	return amount{zero, FromRule}
}

// extra is what BONUS adds or takes off. In a group so small that a place is
// among the first and the last, both count.
func (m *Rank) extra(c *calc, rank, n int) *big.Rat {
	x := new(big.Rat)
	if rank <= len(m.Top) {
		x.Add(x, c.in(m.In, &m.Top[rank-1], nil).Rat)
	}
	if n-rank < len(m.Bottom) {
		x.Sub(x, c.in(m.In, &m.Bottom[n-rank], nil).Rat)
	}
	return x
}

func (m *Rank) most(full *big.Rat) *big.Rat {
	c := calc{full: full}
	x, _ := m.of(&c, 1, 1<<20)
	return x
}

// excel counts who is better. The mean over tied places is a formula only where
// points fall evenly from place to place.
func (m *Rank) excel(s sheet) string {
	rank, n := s.ref("rank"), s.ref("n")
	if !m.external() {
		sign := ">"
		if m.direction() == Lower {
			sign = "<"
		}
		rank = fmt.Sprintf(`(COUNTIF(%s,"%s"&%s)+1)`, s.ref("peers"), sign, s.ref("A"))
		n = "COUNT(" + s.ref("peers") + ")"
		if m.ties() == TiesAverage {
			if m.Variant != RankLinear && (m.Variant != RankStep || m.Floor != nil) {
				return ""
			}
			rank = fmt.Sprintf("(%s+(COUNTIF(%s,%s)-1)/2)", rank, s.ref("peers"), s.ref("A"))
		}
	}
	text := m.excelAt(s, rank, n)
	if m.ties() == TiesCancel {
		text = fmt.Sprintf(`IF(SUMPRODUCT((COUNTIF(%[1]s,%[1]s)>1)*1)>0,"",%[2]s)`, s.ref("peers"), text)
	}
	return text
}

func (m *Rank) excelAt(s sheet, rank, n string) string {
	amount := func(d *decimal.Decimal, otherwise string) string { return s.in(m.In, d, otherwise) }
	switch m.Variant {
	case RankStep:
		return fmt.Sprintf("MAX(%s-(%s-1)*%s,%s)", s.ref("W"), rank, amount(m.Drop, "0"), amount(m.Floor, "0"))
	case RankLinear:
		f, l := amount(m.First, s.ref("W")), amount(m.Last, "0")
		return fmt.Sprintf("IF(%[4]s=1,%[1]s,%[1]s-(%[3]s-1)*(%[1]s-%[2]s)/(%[4]s-1))", f, l, rank, n)
	case RankBands:
		text := "0"
		for _, b := range slices.Backward(m.Bands) {
			points := s.ref("W") + "*" + s.num(*b.Coefficient)
			if b.UpTo != nil {
				points = fmt.Sprintf("IF(%s<=%s*%s,%s,%s)", rank, s.num(*b.UpTo), n, points, text)
			}
			text = points
		}
		return text
	}
	text := amount(m.Base, "0")
	for i := range m.Top {
		text += fmt.Sprintf("+IF(%s=%d,%s,0)", rank, i+1, amount(&m.Top[i], ""))
	}
	for i := range m.Bottom {
		text += fmt.Sprintf("-IF(%s=%s-%d,%s,0)", rank, n, i, amount(&m.Bottom[i], ""))
	}
	return text
}
