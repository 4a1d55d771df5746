package score

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Milestones gives each node of a project its weight of full marks, less the
// later it was done (节点计分). A node that an approved adjustment cancelled
// leaves the weights, as does, before the year ends, one that is not due.
type Milestones struct {
	Nodes    []MilestoneNode `json:"nodes,omitempty" yaml:"nodes"`       // weights add up to 1
	Lateness []LatenessBand  `json:"lateness,omitempty" yaml:"lateness"` // in order of days; on time 1, 15 days 0.8, 30 days 0.6, later 0.3 if absent
}

// MilestoneNode is one node and its weight.
type MilestoneNode struct {
	Node   string           `json:"node" yaml:"node"`
	Weight *decimal.Decimal `json:"weight,omitempty" yaml:"weight"`
}

// LatenessBand is what is left of a node done so many days late.
type LatenessBand struct {
	Days        *int             `json:"days,omitempty" yaml:"days"` // up to so many, included; absent: the last band takes all the rest
	Coefficient *decimal.Decimal `json:"coefficient,omitempty" yaml:"coefficient"`
}

// Code is the number by which offices call the method.
func (*Milestones) Code() string { return "M12" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Milestones) Name() string { return "milestones" }

func (m *Milestones) validate(at path) (ps problems) {
	ps.add(at, ProblemUnsupported, "value", m.Code())
	return ps
}

func (m *Milestones) points(c *calc) (*big.Rat, error) {
	return nil, fail(ProblemUnsupported, "value", m.Code())
}

func (m *Milestones) most(full *big.Rat) *big.Rat { return full }

func (m *Milestones) excel(s sheet) string { return "" }
