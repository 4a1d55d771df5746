package score

import (
	"errors"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/kaoping/kaoping/internal/formula"
	"github.com/shopspring/decimal"
)

// Composite computes points, or the figure of a second method, by the plan's own
// formula over named inputs (综合公式).
//
// Beside the inputs that it declares, a formula may name the full marks W, the
// figure A, the target T, the baseline B and the challenge value C. Points stay
// between nothing and Most; what a second method takes over is not limited.
type Composite struct {
	Formula          string           `json:"formula" yaml:"formula"`
	Inputs           []string         `json:"inputs,omitempty" yaml:"inputs"`                     // names of reported numbers
	OnDivisionByZero *DivisionByZero  `json:"onDivisionByZero,omitempty" yaml:"onDivisionByZero"` // NOT_APPLICABLE if absent
	Most             *decimal.Decimal `json:"most,omitempty" yaml:"most"`                         // most points; full marks if absent

	parsed *formula.Formula // kept by prepare
}

// DivisionByZero says what a formula that divides by nothing means.
type DivisionByZero string

const (
	DivisionNotApplicable DivisionByZero = "NOT_APPLICABLE"
	DivisionZero          DivisionByZero = "ZERO"
	DivisionFull          DivisionByZero = "FULL"
	DivisionError         DivisionByZero = "ERROR"
)

// goalNames are the names that every formula may use.
var goalNames = []string{"W", "A", "T", "B", "C"}

// Code is the number by which offices call the method.
func (*Composite) Code() string { return "M14" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Composite) Name() string { return "composite" }

func (m *Composite) validate(at path) (ps problems) {
	knownOrAbsent(&ps, at.to("onDivisionByZero"), m.OnDivisionByZero, DivisionNotApplicable, DivisionZero, DivisionFull, DivisionError)
	ps.positive(at.to("most"), m.Most)
	if len(m.Inputs) > longestList {
		ps.add(at.to("inputs"), ProblemTooMany, "max", strconv.Itoa(longestList))
		return ps
	}
	for i, name := range m.Inputs {
		switch {
		case !formula.IsName(name):
			ps.add(at.at("inputs", i), ProblemBadName, "value", name)
		case slices.Contains(goalNames, name) || slices.Contains(m.Inputs[:i], name):
			ps.add(at.at("inputs", i), ProblemDuplicate, "value", name)
		}
	}
	if _, err := m.parse(); err != nil {
		ps.add(at.to("formula"), ProblemFormula, formulaArgs(err)...)
	}
	return ps
}

func (m *Composite) parse() (*formula.Formula, error) {
	if m.parsed != nil {
		return m.parsed, nil
	}
	return formula.Parse(m.Formula, slices.Concat(goalNames, m.Inputs))
}

// prepared is m with its formula parsed, once for many goals.
func (m *Composite) prepared() *Composite {
	c := *m
	c.parsed, _ = m.parse()
	return &c
}

// formulaArgs are the arguments of a problem that tells where a formula is wrong.
func formulaArgs(err error) []string {
	var e *formula.Error
	if !errors.As(err, &e) {
		return nil
	}
	args := []string{"problem", string(e.Code), "line", strconv.Itoa(e.Line), "column", strconv.Itoa(e.Column)}
	for _, name := range slices.Sorted(maps.Keys(e.Args)) {
		args = append(args, name, e.Args[name])
	}
	return args
}

func (m *Composite) points(c *calc) (*big.Rat, error) {
	f, err := m.parse()
	if err != nil {
		return nil, fail(ProblemFormula, formulaArgs(err)...)
	}
	values, operands, err := m.values(c, f.Names())
	if err != nil {
		return nil, err
	}
	res, err := f.Eval(values)
	m.trace(c, f, res, operands)
	var e *formula.Error
	switch {
	case errors.As(err, &e) && e.Code == formula.ErrDivisionByZero:
		return m.divided(c)
	case err != nil:
		return nil, fail(ProblemFormula, formulaArgs(err)...)
	case c.hasSecond:
		return res.Value, nil
	}
	return c.limit(TracePointsLimited, "x", res.Value, amount{zero, FromDefault}, optional(m.Most, c.full)), nil
}

// values are the numbers that the formula asks for.
func (m *Composite) values(c *calc, names []string) (map[string]*big.Rat, []Operand, error) {
	values, operands := make(map[string]*big.Rat, len(names)), make([]Operand, 0, len(names))
	for _, name := range names {
		x, err := m.value(c, name)
		if err != nil {
			return nil, nil, err
		}
		values[name] = x.Rat
		if !c.quiet {
			operands = append(operands, x.operand(name))
		}
	}
	return values, operands, nil
}

func (m *Composite) value(c *calc, name string) (amount, error) {
	switch name {
	case "W":
		return amount{c.full, FromGoal}, nil
	case "A":
		a, err := c.number()
		return amount{a, FromFigure}, err
	case "T":
		return c.target(nil)
	case "B":
		return c.baseline(nil)
	case "C":
		if c.n.Challenge == nil {
			return amount{}, fail(ProblemUnknownInput, "name", name)
		}
		return c.planned("C", amount{c.n.Challenge.Rat(), FromGoal}), nil
	}
	if x := c.n.Figure.Inputs.number(name); x != nil {
		return amount{x, FromFigure}, nil
	}
	return amount{}, fail(ProblemUnknownInput, "name", name)
}

func (m *Composite) trace(c *calc, f *formula.Formula, res formula.Result, operands []Operand) {
	if c.quiet {
		return
	}
	t := Trace{Code: TraceFormula, Formula: f.String(), Operands: operands}
	if res.Value != nil {
		t.Value = exact(res.Value)
	}
	for _, s := range res.Steps {
		step := Trace{Code: TraceFormulaStep, Formula: s.Text}
		switch {
		case s.Value != nil:
			step.Value = exact(s.Value)
		case s.Holds:
			step.Code = TraceFormulaHolds
		default:
			step.Code = TraceFormulaFails
		}
		t.Children = append(t.Children, step)
	}
	c.steps = append(c.steps, t)
}

// divided is what a formula is worth that divides by nothing.
func (m *Composite) divided(c *calc) (*big.Rat, error) {
	on := DivisionNotApplicable
	if m.OnDivisionByZero != nil {
		on = *m.OnDivisionByZero
	}
	if on == DivisionError {
		return nil, fail(ProblemDivisionByZero)
	}
	x := zero
	if on == DivisionFull {
		x = c.full
		if most := m.most(c.full); most.Cmp(x) < 0 && !c.hasSecond {
			x = most
		}
	}
	if on == DivisionNotApplicable {
		c.step(TraceDivisionByZero, "÷ 0", nil, Operand{"on", string(on), FromRule})
		return nil, errNotApplicable
	}
	c.step(TraceDivisionByZero, "÷ 0", x, Operand{"on", string(on), FromRule}, operand("W", c.full, FromGoal))
	return x, nil
}

func (m *Composite) most(full *big.Rat) *big.Rat { return optional(m.Most, full).Rat }

func (m *Composite) excel(s sheet) string {
	text := m.excelValue(s)
	if text == "" {
		return ""
	}
	return "MIN(MAX(" + text + ",0)," + s.opt(m.Most, s.ref("W")) + ")"
}

// excelValue is the formula with nothing around it, as a second method takes it.
func (m *Composite) excelValue(s sheet) string {
	f, err := m.parse()
	if err != nil {
		return ""
	}
	return f.Excel(func(name string) string {
		if slices.Contains(goalNames, name) {
			return s.ref(name)
		}
		return s.ref("in:" + name)
	})
}
