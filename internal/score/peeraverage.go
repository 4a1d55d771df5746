package score

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// PeerAverage holds a figure against its group's mean (与平均水平比较): base points
// inside the tolerance, and so much more or less for each step beyond it.
type PeerAverage struct {
	SelfIn      *bool            `json:"selfIn,omitempty" yaml:"selfIn"`           // the unit's own figure counts in the mean; true if absent
	Tolerance   *decimal.Decimal `json:"tolerance,omitempty" yaml:"tolerance"`     // either side of the mean, included; 0 if absent
	ToleranceIn *ToleranceIn     `json:"toleranceIn,omitempty" yaml:"toleranceIn"` // VALUE if absent
	Base        *decimal.Decimal `json:"base,omitempty" yaml:"base"`               // points inside; full marks if absent
	Size        *decimal.Decimal `json:"size,omitempty" yaml:"size"`               // of a step, in the unit of measure; 1 if absent
	Add         *decimal.Decimal `json:"add,omitempty" yaml:"add"`                 // for each step better; 0 if absent
	Deduct      *decimal.Decimal `json:"deduct,omitempty" yaml:"deduct"`           // for each step worse; 0 if absent
	Max         *decimal.Decimal `json:"max,omitempty" yaml:"max"`                 // full marks if absent
	Min         *decimal.Decimal `json:"min,omitempty" yaml:"min"`                 // 0 if absent
	Count       *StepCount       `json:"count,omitempty" yaml:"count"`             // PRO_RATA if absent
	In          *PointsIn        `json:"in,omitempty" yaml:"in"`                   // what Base, Add, Deduct, Max and Min are in; POINTS if absent
	Direction   *Direction       `json:"direction,omitempty" yaml:"direction"`     // HIGHER if absent
}

// ToleranceIn is what a tolerance is measured in.
type ToleranceIn string

const (
	ToleranceOfValue ToleranceIn = "VALUE" // the indicator's unit of measure
	ToleranceShare   ToleranceIn = "SHARE" // a fraction of the mean
)

// Code is the number by which offices call the method.
func (*PeerAverage) Code() string { return "M21" }

// Name is the method's field in [Methods], as JSON spells it.
func (*PeerAverage) Name() string { return "peerAverage" }

func (m *PeerAverage) validate(at path) (ps problems) {
	knownOrAbsent(&ps, at.to("direction"), m.Direction, Higher, Lower)
	knownOrAbsent(&ps, at.to("in"), m.In, InPoints, InShares)
	knownOrAbsent(&ps, at.to("count"), m.Count, ProRata, FullSteps)
	knownOrAbsent(&ps, at.to("toleranceIn"), m.ToleranceIn, ToleranceOfValue, ToleranceShare)
	ps.notNegative(at.to("tolerance"), m.Tolerance)
	ps.notNegative(at.to("base"), m.Base)
	ps.positive(at.to("size"), m.Size)
	ps.notNegative(at.to("add"), m.Add)
	ps.notNegative(at.to("deduct"), m.Deduct)
	ps.notNegative(at.to("max"), m.Max)
	if m.Add == nil && m.Deduct == nil {
		ps.add(at.to("deduct"), ProblemRequired)
	}
	if m.Max != nil && m.Min != nil && m.Min.GreaterThan(*m.Max) {
		ps.add(at.to("min"), ProblemOutOfRange, "max", plain(*m.Max))
	}
	return ps
}

func (m *PeerAverage) selfIn() bool { return m.SelfIn == nil || *m.SelfIn }

func (m *PeerAverage) peer(c *calc) (*big.Rat, error) { return c.number() }

func (m *PeerAverage) points(c *calc) (*big.Rat, error) {
	a, err := c.number()
	if err != nil {
		return nil, err
	}
	peers := c.n.Peers
	switch {
	case peers == nil:
		return nil, fail(ProblemNoPeers)
	case m.selfIn() && c.n.Apart:
		peers = peers.with(a)
	case !m.selfIn() && !c.n.Apart:
		peers = peers.without(a)
	}
	mean := peers.mean()
	if mean == nil { // alone in its group, and not to be compared with itself
		c.state(TraceNoPeers, FromGroup)
		return nil, errNotApplicable
	}
	c.step(TracePeerMean, "Σ ÷ n", mean, operand("Σ", peers.sum(), FromGroup), intOperand("n", peers.n(), FromGroup))
	gap := m.beyond(c, a, mean)
	return m.stepped(c, gap), nil
}

// beyond is how far a figure lies outside the tolerance: above 0 is better.
func (m *PeerAverage) beyond(c *calc, a, mean *big.Rat) *big.Rat {
	width := optional(m.Tolerance, zero)
	if m.ToleranceIn != nil && *m.ToleranceIn == ToleranceShare {
		x := new(big.Rat).Mul(width.Rat, new(big.Rat).Abs(mean))
		c.step(TracePeerTolerance, "tol × |mean|", x, width.operand("tol"), operand("mean", mean, FromStep))
		width = amount{x, FromStep}
	}
	gap, formula := new(big.Rat).Sub(a, mean), "A − mean, beyond ± tol"
	if directionOf(m.Direction) == Lower {
		gap.Neg(gap)
		formula = "mean − A, beyond ± tol"
	}
	x := new(big.Rat)
	switch {
	case gap.Cmp(width.Rat) > 0:
		x.Sub(gap, width.Rat)
	case new(big.Rat).Neg(gap).Cmp(width.Rat) > 0:
		x.Add(gap, width.Rat)
	}
	c.step(TracePeerGap, formula, x, operand("A", a, FromFigure), operand("mean", mean, FromStep), width.operand("tol"))
	return x
}

// stepped turns the gap into points.
func (m *PeerAverage) stepped(c *calc, gap *big.Rat) *big.Rat {
	size := optional(m.Size, one)
	k := new(big.Rat).Quo(gap, size.Rat)
	c.step(TracePeerCount, "gap ÷ size", k, operand("gap", gap, FromStep), size.operand("size"))
	k = c.counted(m.Count, k)
	base, each, name := c.in(m.In, m.Base, c.full), c.in(m.In, m.Add, zero), "add"
	if k.Sign() < 0 {
		each, name = c.in(m.In, m.Deduct, zero), "ded"
	}
	x := new(big.Rat).Mul(k, each.Rat)
	x.Add(x, base.Rat)
	c.step(TracePeerSteps, "base + k × "+name, x, base.operand("base"), operand("k", k, FromStep), each.operand(name))
	return c.limit(TracePointsLimited, "x", x, c.in(m.In, m.Min, zero), c.in(m.In, m.Max, c.full))
}

func (m *PeerAverage) most(full *big.Rat) *big.Rat {
	c := calc{full: full, quiet: true}
	best, most := c.in(m.In, m.Base, full), c.in(m.In, m.Max, full)
	if m.Add != nil && m.Add.Sign() > 0 {
		best = most
	}
	return c.limit(TracePointsLimited, "x", best.Rat, c.in(m.In, m.Min, zero), most)
}

func (m *PeerAverage) excel(s sheet) string {
	amount := func(d *decimal.Decimal, otherwise string) string { return s.in(m.In, d, otherwise) }
	a, peers, w := s.ref("A"), s.ref("peers"), s.ref("W")
	mean := fmt.Sprintf("AVERAGE(%s)", peers)
	if !m.selfIn() {
		mean = fmt.Sprintf("((SUM(%[1]s)-%[2]s)/(COUNT(%[1]s)-1))", peers, a)
	}
	width := s.opt(m.Tolerance, "0")
	if m.ToleranceIn != nil && *m.ToleranceIn == ToleranceShare {
		width += "*ABS(" + mean + ")"
	}
	gap := a + "-" + mean
	if directionOf(m.Direction) == Lower {
		gap = mean + "-" + a
	}
	up := fmt.Sprintf("MAX(%s-%s,0)/%s", gap, width, s.opt(m.Size, "1"))
	down := fmt.Sprintf("MAX(-(%s)-%s,0)/%s", gap, width, s.opt(m.Size, "1"))
	if m.Count != nil && *m.Count == FullSteps {
		up, down = "ROUNDDOWN("+up+",0)", "ROUNDUP("+down+",0)"
	}
	return fmt.Sprintf("MIN(MAX(%s+%s*%s-%s*%s,%s),%s)", amount(m.Base, w), up, amount(m.Add, "0"), down, amount(m.Deduct, "0"), amount(m.Min, "0"), amount(m.Max, w))
}

// countSteps is how many steps count: all of k, or only those that are complete
// on the good side and those that are begun on the bad one.
func countSteps(k *big.Rat, count *StepCount) *big.Rat {
	if count == nil || *count == ProRata || k.IsInt() {
		return k
	}
	// Euclid's quotient is the whole number below k on either side of zero.
	return new(big.Rat).SetInt(new(big.Int).Div(k.Num(), k.Denom()))
}
