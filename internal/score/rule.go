package score

import (
	"math/big"
	"strconv"
)

// Rule says how one indicator's figure becomes points: one method, and what
// modifies its result.
type Rule struct {
	Method    Methods    `json:"method" yaml:"method"`
	Modifiers *Modifiers `json:"modifiers,omitempty" yaml:"modifiers"`
}

// Methods holds exactly one method: a tagged union that JSON, YAML and a
// GraphQL @oneOf input all spell the same way.
type Methods struct {
	Proportional  *Proportional  `json:"proportional,omitempty" yaml:"proportional"`
	LowerIsBetter *LowerIsBetter `json:"lowerIsBetter,omitempty" yaml:"lowerIsBetter"`
	Threshold     *Threshold     `json:"threshold,omitempty" yaml:"threshold"`
	Tiers         *Tiers         `json:"tiers,omitempty" yaml:"tiers"`
	Linear        *Linear        `json:"linear,omitempty" yaml:"linear"`
	Deduction     *Deduction     `json:"deduction,omitempty" yaml:"deduction"`
	Rating        *Rating        `json:"rating,omitempty" yaml:"rating"`
}

// method is what each of the parameter structs in [Methods] can do.
type method interface {
	Code() string // "M01": the number by which offices call it
	Name() string // "proportional": its field in [Methods]
	validate(at path) problems
	// points are exact and before modifiers. It notes its steps in c, and c.rate
	// where the method has a rate of completion.
	points(c *calc) (*big.Rat, error)
}

func (m Methods) chosen() (ms []method) {
	if m.Proportional != nil {
		ms = append(ms, m.Proportional)
	}
	if m.LowerIsBetter != nil {
		ms = append(ms, m.LowerIsBetter)
	}
	if m.Threshold != nil {
		ms = append(ms, m.Threshold)
	}
	if m.Tiers != nil {
		ms = append(ms, m.Tiers)
	}
	if m.Linear != nil {
		ms = append(ms, m.Linear)
	}
	if m.Deduction != nil {
		ms = append(ms, m.Deduction)
	}
	if m.Rating != nil {
		ms = append(ms, m.Rating)
	}
	return ms
}

// one is the method, where there is exactly one.
func (m Methods) one() (method, error) {
	ms := m.chosen()
	if len(ms) != 1 {
		return nil, fail(ProblemOneMethod, "count", strconv.Itoa(len(ms)))
	}
	return ms[0], nil
}

// Chosen is the pointer to the one method's parameters, such as a
// *[Proportional], or nil unless there is exactly one.
func (m Methods) Chosen() any {
	if chosen, err := m.one(); err == nil {
		return chosen
	}
	return nil
}

// Code is the method's number, such as "M01"; empty unless there is exactly one method.
func (r Rule) Code() string {
	if m, err := r.Method.one(); err == nil {
		return m.Code()
	}
	return ""
}

// Name is the method's name, which is its field in JSON, such as
// "proportional"; empty unless there is exactly one method.
func (r Rule) Name() string {
	if m, err := r.Method.one(); err == nil {
		return m.Name()
	}
	return ""
}

// Validate lists everything wrong with the rule's parameters, each with its
// path below the one given. A rule without problems can still fail on a goal:
// one that needs a target and has none, say.
func (r Rule) Validate(at ...string) []Problem {
	var ps problems
	ms := r.Method.chosen()
	if len(ms) != 1 {
		ps.add(path(at).to("method"), ProblemOneMethod, "count", strconv.Itoa(len(ms)))
	}
	for _, m := range ms {
		ps = append(ps, m.validate(path(at).to("method", m.Name()))...)
	}
	if r.Modifiers != nil {
		ps = append(ps, r.Modifiers.validate(path(at).to("modifiers"))...)
	}
	return ps
}
