package score

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Milestones gives each node of a project its weight of full marks, less the
// later it was done (节点计分). A node that an approved adjustment cancelled
// leaves the weights, as does, before the year ends, one that is not due; the
// others then share all marks in proportion.
//
// A node about which nothing was said is not done at year end, and not due before.
type Milestones struct {
	Nodes    []MilestoneNode `json:"nodes" yaml:"nodes"`                 // weights add up to 1
	Lateness []LatenessBand  `json:"lateness,omitempty" yaml:"lateness"` // in order of days; up to 15 days 0.8, 30 days 0.6, later 0.3 if absent
}

// MilestoneNode is one node and its weight.
type MilestoneNode struct {
	Node   string           `json:"node" yaml:"node"`
	Weight *decimal.Decimal `json:"weight,omitempty" yaml:"weight"`
}

// LatenessBand is what is left of a node done so many days late. A node done on
// time keeps all, unless a band of 0 days says otherwise; after the last band
// nothing is left.
type LatenessBand struct {
	Days        *int             `json:"days,omitempty" yaml:"days"` // up to so many, included; absent: the last band takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
}

var usualLateness = []LatenessBand{
	{new(15), new(decimal.New(8, -1))}, {new(30), new(decimal.New(6, -1))}, {nil, new(decimal.New(3, -1))},
}

// Code is the number by which offices call the method.
func (*Milestones) Code() string { return "M12" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Milestones) Name() string { return "milestones" }

func (m *Milestones) validate(at path) (ps problems) {
	m.validateNodes(&ps, at)
	ps.notTooMany(at.to("lateness"), len(m.Lateness))
	for i, b := range m.Lateness {
		here := at.at("lateness", i)
		var before LatenessBand
		if i > 0 {
			before = m.Lateness[i-1]
		}
		ps.atLeast(here.to("days"), b.Days, 0)
		switch {
		case b.Days == nil && i < len(m.Lateness)-1:
			ps.add(here.to("days"), ProblemLastOnly)
		case b.Days != nil && before.Days != nil && *b.Days <= *before.Days:
			ps.add(here.to("days"), ProblemNotOrdered)
		}
		ps.required(here.to("coefficient"), b.Coefficient)
		ps.fraction(here.to("coefficient"), b.Coefficient)
		if b.Coefficient != nil && before.Coefficient != nil && b.Coefficient.GreaterThan(*before.Coefficient) {
			ps.add(here.to("coefficient"), ProblemNotOrdered) // being later would pay
		}
	}
	return ps
}

func (m *Milestones) validateNodes(ps *problems, at path) {
	ps.list(at.to("nodes"), len(m.Nodes))
	seen, sum, all := map[string]bool{}, decimal.Zero, len(m.Nodes) > 0
	for i, n := range m.Nodes {
		here := at.at("nodes", i)
		unique(ps, here.to("node"), seen, n.Node)
		ps.required(here.to("weight"), n.Weight)
		ps.positive(here.to("weight"), n.Weight)
		if n.Weight == nil {
			all = false
		} else {
			sum = sum.Add(*n.Weight)
		}
	}
	if all && !sum.Equal(decimal.NewFromInt(1)) {
		ps.add(at.to("nodes"), ProblemWeightsNotFull, "sum", plain(sum))
	}
}

// bands are those of the rule with one for being on time.
func (m *Milestones) bands() (bands []LatenessBand, source string) {
	bands, source = m.Lateness, FromRule
	if len(bands) == 0 {
		bands, source = usualLateness, FromDefault
	}
	if bands[0].Days == nil || *bands[0].Days > 0 {
		bands = append([]LatenessBand{{new(0), new(decimal.NewFromInt(1))}}, bands...)
	}
	return bands, source
}

// left is what is left of a node done so many days late.
func (m *Milestones) left(days int) amount {
	bands, source := m.bands()
	for _, b := range bands {
		if b.Days == nil || days <= *b.Days {
			return amount{b.Coefficient.Rat(), source}
		}
	}
	return amount{zero, source}
}

func (m *Milestones) most(full *big.Rat) *big.Rat { return full }

func (m *Milestones) points(c *calc) (*big.Rat, error) {
	reported, err := m.reported(c.n.Figure.Inputs.Milestones)
	if err != nil {
		return nil, err
	}
	earned, counted, done, pending := new(big.Rat), new(big.Rat), new(big.Rat), false
	t := Trace{Code: TraceNodes, Formula: "Σ v × c"}
	for i := range m.Nodes {
		n := m.node(c, &m.Nodes[i], reported)
		if !c.quiet {
			t.Children = append(t.Children, n.trace())
		}
		switch n.code {
		case TraceNodeNotDue:
			pending = true
			continue
		case TraceNodeCancelled:
			continue
		case TraceNodeDone:
			done.Add(done, n.weight)
			earned.Add(earned, n.value)
		}
		counted.Add(counted, n.weight)
	}
	if counted.Sign() > 0 {
		t.Value = exact(earned)
	}
	if !c.quiet {
		c.steps = append(c.steps, t)
	}
	switch {
	case counted.Sign() > 0:
	case pending:
		c.state(TraceNotDue, FromRule)
		return nil, errPending
	default:
		c.state(TraceNotApplicable, FromRule)
		return nil, errNotApplicable
	}
	c.rate = done.Quo(done, counted)
	k := earned
	if counted.Cmp(one) != 0 {
		k = new(big.Rat).Quo(earned, counted)
		c.step(TraceNodesRebased, "x ÷ Σ v", k, operand("x", earned, FromStep), operand("Σ v", counted, FromStep))
	}
	return c.marks("c", amount{k, FromStep}), nil
}

// reported looks the nodes up by name and refuses what the rule cannot read.
func (m *Milestones) reported(list []Milestone) (map[string]*Milestone, error) {
	if len(list) == 0 {
		return nil, fail(ProblemWrongValueType, "want", "MILESTONES")
	}
	nodes := make(map[string]*Milestone, len(list))
	for i := range m.Nodes {
		nodes[m.Nodes[i].Node] = nil
	}
	for i := range list {
		n := &list[i]
		switch before, known := nodes[n.Node]; {
		case !known:
			return nil, fail(ProblemUnknownNode, "node", n.Node)
		case before != nil:
			return nil, fail(ProblemDuplicate, "value", n.Node)
		case n.DaysLate < 0:
			return nil, fail(ProblemNegativeValue)
		}
		switch n.State {
		case NodeDone, NodeNotDone, NodeNotDue, NodeCancelled:
		default:
			return nil, fail(ProblemUnknownCode, "value", string(n.State))
		}
		nodes[n.Node] = n
	}
	return nodes, nil
}

// nodeScore is what one node adds.
type nodeScore struct {
	code   string
	node   string
	state  Operand
	weight *big.Rat
	days   int
	c      amount   // only of a node that is done
	value  *big.Rat // nil where the node leaves the weights
}

func (m *Milestones) node(c *calc, node *MilestoneNode, reported map[string]*Milestone) nodeScore {
	n := nodeScore{code: TraceNodeNotDone, node: node.Node, weight: node.Weight.Rat(), value: zero}
	state, source := NodeNotDone, FromDefault
	if r := reported[node.Node]; r != nil {
		state, source, n.days = r.State, FromFigure, r.DaysLate
	} else if c.n.Trial {
		state = NodeNotDue
	}
	n.state = Operand{"state", string(state), source}
	switch {
	case state == NodeDone:
		n.code, n.c = TraceNodeDone, m.left(n.days)
		n.value = new(big.Rat).Mul(n.weight, n.c.Rat)
	case state == NodeCancelled:
		n.code, n.value = TraceNodeCancelled, nil
	case state == NodeNotDue && c.n.Trial:
		n.code, n.value = TraceNodeNotDue, nil
	}
	return n
}

func (n *nodeScore) trace() Trace {
	t := Trace{Code: n.code, Operands: []Operand{{"node", n.node, FromRule}, n.state, operand("v", n.weight, FromRule)}}
	if n.code == TraceNodeDone {
		t.Formula = "v × c"
		t.Operands = append(t.Operands, intOperand("days", n.days, FromFigure), n.c.operand("c"))
	}
	if n.value != nil {
		t.Value = exact(n.value)
	}
	return t
}

// excel reads days late from a node's cell. A cell with text in it takes the node
// out of the weights; an empty one is a node that is not done.
func (m *Milestones) excel(s sheet) string {
	bands, _ := m.bands()
	earned, counted := make([]string, len(m.Nodes)), make([]string, len(m.Nodes))
	for i, n := range m.Nodes {
		cell, left := s.ref("node:"+n.Node), "0"
		for j := len(bands) - 1; j >= 0; j-- {
			if b := bands[j]; b.Days == nil {
				left = s.num(*b.Coefficient)
			} else {
				left = fmt.Sprintf("IF(%s<=%s,%s,%s)", cell, strconv.Itoa(*b.Days), s.num(*b.Coefficient), left)
			}
		}
		earned[i] = fmt.Sprintf("%s*IF(ISNUMBER(%s),%s,0)", s.num(*n.Weight), cell, left)
		counted[i] = fmt.Sprintf("%s*IF(ISTEXT(%[2]s),IF(%[2]s=\"\",1,0),1)", s.num(*n.Weight), cell)
	}
	return fmt.Sprintf("%s*(%s)/(%s)", s.ref("W"), strings.Join(earned, "+"), strings.Join(counted, "+"))
}
