package score

import (
	"math/big"
	"reflect"
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
	Proportional   *Proportional   `json:"proportional,omitempty" yaml:"proportional"`
	LowerIsBetter  *LowerIsBetter  `json:"lowerIsBetter,omitempty" yaml:"lowerIsBetter"`
	Range          *Range          `json:"range,omitempty" yaml:"range"`
	Threshold      *Threshold      `json:"threshold,omitempty" yaml:"threshold"`
	Tiers          *Tiers          `json:"tiers,omitempty" yaml:"tiers"`
	Linear         *Linear         `json:"linear,omitempty" yaml:"linear"`
	PerStep        *PerStep        `json:"perStep,omitempty" yaml:"perStep"`
	Rank           *Rank           `json:"rank,omitempty" yaml:"rank"`
	RatioToBest    *RatioToBest    `json:"ratioToBest,omitempty" yaml:"ratioToBest"`
	Deduction      *Deduction      `json:"deduction,omitempty" yaml:"deduction"`
	Awards         *Awards         `json:"awards,omitempty" yaml:"awards"`
	Milestones     *Milestones     `json:"milestones,omitempty" yaml:"milestones"`
	Rating         *Rating         `json:"rating,omitempty" yaml:"rating"`
	Composite      *Composite      `json:"composite,omitempty" yaml:"composite"`
	Satisfaction   *Satisfaction   `json:"satisfaction,omitempty" yaml:"satisfaction"`
	Lateness       *Lateness       `json:"lateness,omitempty" yaml:"lateness"`
	LevelGrowth    *LevelGrowth    `json:"levelGrowth,omitempty" yaml:"levelGrowth"`
	Panel          *Panel          `json:"panel,omitempty" yaml:"panel"`
	OverCompletion *OverCompletion `json:"overCompletion,omitempty" yaml:"overCompletion"`
	PassThrough    *PassThrough    `json:"passThrough,omitempty" yaml:"passThrough"`
	PeerAverage    *PeerAverage    `json:"peerAverage,omitempty" yaml:"peerAverage"`
	YearOnYear     *YearOnYear     `json:"yearOnYear,omitempty" yaml:"yearOnYear"`
}

// method is what each of the parameter structs in [Methods] can do.
type method interface {
	Code() string // "M01": the number by which offices call it
	Name() string // "proportional": its field in [Methods]
	validate(at path) problems
	// points are exact and before modifiers. It notes its steps in c, and c.rate
	// where the method has a rate of completion.
	points(c *calc) (*big.Rat, error)
	// most is the highest that points can give of these full marks; it must not
	// be changed.
	most(full *big.Rat) *big.Rat
	// excel is what points computes, before any rounding, as a formula without
	// its equals sign; empty where a sheet cannot express it.
	excel(s sheet) string
}

// relative is a method that holds a goal's number against those of its group.
type relative interface {
	method
	// peer is the number that the group is compared by. It notes no steps.
	peer(c *calc) (*big.Rat, error)
}

func (m *Methods) chosen() (ms []method) {
	ms = given(ms, m.Proportional)
	ms = given(ms, m.LowerIsBetter)
	ms = given(ms, m.Range)
	ms = given(ms, m.Threshold)
	ms = given(ms, m.Tiers)
	ms = given(ms, m.Linear)
	ms = given(ms, m.PerStep)
	ms = given(ms, m.Rank)
	ms = given(ms, m.RatioToBest)
	ms = given(ms, m.Deduction)
	ms = given(ms, m.Awards)
	ms = given(ms, m.Milestones)
	ms = given(ms, m.Rating)
	ms = given(ms, m.Composite)
	ms = given(ms, m.Satisfaction)
	ms = given(ms, m.Lateness)
	ms = given(ms, m.LevelGrowth)
	ms = given(ms, m.Panel)
	ms = given(ms, m.OverCompletion)
	ms = given(ms, m.PassThrough)
	ms = given(ms, m.PeerAverage)
	ms = given(ms, m.YearOnYear)
	return ms
}

func given[M any, P interface {
	*M
	method
}](ms []method, p P) []method {
	if p == nil {
		return ms
	}
	return append(ms, p)
}

// one is the method, where there is exactly one.
func (m *Methods) one() (method, error) {
	ms := m.chosen()
	if len(ms) != 1 {
		return nil, fail(ProblemOneMethod, "count", strconv.Itoa(len(ms)))
	}
	return ms[0], nil
}

// Chosen is the pointer to the one method's parameters, such as a
// *[Proportional], or nil unless there is exactly one.
func (m *Methods) Chosen() any {
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
	b := bounds{list: longestList, at: path(at)}
	if b.walk(reflect.ValueOf(&r)); len(b.problems) > 0 {
		return b.problems
	}
	ps := r.Method.validate(path(at).to("method"))
	if r.Modifiers != nil {
		ps = append(ps, r.Modifiers.validate(path(at).to("modifiers"))...)
		then := r.Modifiers.Then
		if then != nil && r.Method.relative() != nil && then.relative() != nil {
			ps.add(path(at).to("modifiers", "then"), ProblemNested, "value", then.relative().Name())
		}
		if r.Modifiers.OverCompletion != nil && (r.Method.OverCompletion != nil || then != nil && then.OverCompletion != nil) { // one discount twice
			ps.add(path(at).to("modifiers", "overCompletion"), ProblemExclusive, "with", "overCompletion")
		}
	}
	return ps
}

func (m *Methods) validate(at path) (ps problems) {
	ms := m.chosen()
	if len(ms) != 1 {
		ps.add(at, ProblemOneMethod, "count", strconv.Itoa(len(ms)))
	}
	for _, m := range ms {
		ps = append(ps, m.validate(at.to(m.Name()))...)
	}
	return ps
}

// relative is the method where it holds a figure against its group's, else nil.
func (m *Methods) relative() relative {
	chosen, err := m.one()
	if err != nil {
		return nil
	}
	rel, ok := chosen.(relative)
	if rank, isRank := chosen.(*Rank); !ok || isRank && rank.external() {
		return nil
	}
	return rel
}

// IsRelative reports whether the rule holds a goal's figure against its group's.
func (r Rule) IsRelative() bool {
	return r.Method.relative() != nil || r.Modifiers != nil && r.Modifiers.Then != nil && r.Modifiers.Then.relative() != nil
}
