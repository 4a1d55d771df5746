package score

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Inputs are what a rule needs beyond a number. V is the version of their shape.
type Inputs struct {
	V           int               `json:"v,omitempty"`
	Occurrences []Occurrence      `json:"occurrences,omitempty"` // counted events by kind
	Ratings     []string          `json:"ratings,omitempty"`     // one letter per reviewer
	Passed      *bool             `json:"passed,omitempty"`      // the outcome of a check
	Numbers     []NamedNumber     `json:"numbers,omitempty"`     // what a formula names, or a growth beside its level
	Milestones  []Milestone       `json:"milestones,omitempty"`
	Marks       []decimal.Decimal `json:"marks,omitempty"` // a panel's, one per member
	Ballots     []Ballots         `json:"ballots,omitempty"`
	Awards      []Award           `json:"awards,omitempty"`
	Upper       *UpperResult      `json:"upper,omitempty"`    // published by an upper authority
	Place       *Place            `json:"place,omitempty"`    // in a ranking outside the plan
	DaysLate    *decimal.Decimal  `json:"daysLate,omitempty"` // of what the figure was to be filed or done by

	// MarksHidden: marks or ballots were taken out for somebody who may not see them.
	MarksHidden bool `json:"-" yaml:"-"`
	// Exact has those of Numbers that are means over periods and no decimals.
	Exact map[string]*big.Rat `json:"-" yaml:"-"`
}

// Occurrence counts events of one kind.
type Occurrence struct {
	Kind  string          `json:"kind" yaml:"kind"`
	Count decimal.Decimal `json:"count" yaml:"count"`
}

// NamedNumber is one of several numbers that make a figure.
type NamedNumber struct {
	Name  string          `json:"name" yaml:"name"`
	Value decimal.Decimal `json:"value" yaml:"value"`
}

// Milestone is where a project's node stands.
type Milestone struct {
	Node     string         `json:"node" yaml:"node"`
	State    MilestoneState `json:"state" yaml:"state"`
	DaysLate int            `json:"daysLate,omitempty" yaml:"daysLate"` // 0: on time; only of a node that is done
}

// MilestoneState is how far a node is.
type MilestoneState string

const (
	NodeDone      MilestoneState = "DONE"
	NodeNotDone   MilestoneState = "NOT_DONE"
	NodeNotDue    MilestoneState = "NOT_DUE"   // at year end the same as not done
	NodeCancelled MilestoneState = "CANCELLED" // by an approved adjustment
)

// Ballots are what one class of voters gave: numbers, or counts of answers.
type Ballots struct {
	Class   string            `json:"class,omitempty" yaml:"class"`
	Numbers []decimal.Decimal `json:"numbers,omitempty" yaml:"numbers"`
	Options []OptionCount     `json:"options,omitempty" yaml:"options"`
}

// OptionCount is how many gave one answer.
type OptionCount struct {
	Option string `json:"option" yaml:"option"`
	Count  int    `json:"count" yaml:"count"`
}

// Award is something that a unit was awarded for.
type Award struct {
	Matter   string `json:"matter" yaml:"matter"` // what it was for: of several awards for it the highest counts
	Level    string `json:"level" yaml:"level"`
	Class    string `json:"class,omitempty" yaml:"class"`       // a lower prize; empty is the first
	Category string `json:"category,omitempty" yaml:"category"` // for the caps of categories
	Units    int    `json:"units,omitempty" yaml:"units"`       // that won it together; 0 is one
}

// UpperResult is a score from an upper authority's evaluation.
type UpperResult struct {
	Score    decimal.Decimal `json:"score" yaml:"score"`
	Full     decimal.Decimal `json:"full" yaml:"full"`         // of so many
	Document string          `json:"document" yaml:"document"` // where it was published
	Date     string          `json:"date" yaml:"date"`         // when, 2026-12-31
}

// Place is a rank among n units outside the plan.
type Place struct {
	Rank int `json:"rank" yaml:"rank"`
	Of   int `json:"of" yaml:"of"`
}

// number finds a named number.
func (in *Inputs) number(name string) *big.Rat {
	if x := in.Exact[name]; x != nil {
		return x
	}
	for i := range in.Numbers {
		if in.Numbers[i].Name == name {
			return in.Numbers[i].Value.Rat()
		}
	}
	return nil
}

// operands lists what was put in, for a trace.
func (in *Inputs) operands(ops []Operand, source string) []Operand {
	add := func(name, value string) { ops = append(ops, Operand{name, value, source}) }
	for _, o := range in.Occurrences {
		add(o.Kind, plain(o.Count))
	}
	for _, letter := range in.Ratings {
		add("rating", letter)
	}
	if in.Passed != nil {
		add("passed", strconv.FormatBool(*in.Passed))
	}
	for _, n := range in.Numbers {
		add(n.Name, plain(n.Value))
	}
	for _, m := range in.Milestones {
		state := string(m.State)
		if m.State == NodeDone && m.DaysLate > 0 {
			state += " +" + strconv.Itoa(m.DaysLate)
		}
		add(m.Node, state)
	}
	for _, mark := range in.Marks {
		add("mark", plain(mark))
	}
	for i := range in.Ballots {
		b := &in.Ballots[i]
		for _, n := range b.Numbers {
			add(named("ballot", b.Class), plain(n))
		}
		for _, o := range b.Options {
			add(named(o.Option, b.Class), strconv.Itoa(o.Count))
		}
	}
	for _, a := range in.Awards {
		add(a.Matter, named(named(a.Level, a.Class), a.Category))
	}
	if u := in.Upper; u != nil {
		add("upper", plain(u.Score)+" / "+plain(u.Full))
		add("document", named(u.Document, u.Date))
	}
	if p := in.Place; p != nil {
		add("place", strconv.Itoa(p.Rank)+" / "+strconv.Itoa(p.Of))
	}
	if in.DaysLate != nil {
		add("days", plain(*in.DaysLate))
	}
	return ops
}

// named adds what tells a thing from others of its kind, if there is anything.
func named(what, which string) string {
	if which == "" {
		return what
	}
	return what + " " + which
}
