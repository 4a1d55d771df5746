package score

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Rating gives full marks times the coefficient of a grade of judgement
// (定性评级), or the mean coefficient where several reviewers judged.
type Rating struct {
	Grades []RatingGrade `json:"grades" yaml:"grades"`
}

// RatingGrade is what one letter is worth.
type RatingGrade struct {
	Grade       string          `json:"grade" yaml:"grade"`
	Coefficient decimal.Decimal `json:"coefficient" yaml:"coefficient"` // of full marks
}

// Code is the number by which offices call the method.
func (*Rating) Code() string { return "M13" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Rating) Name() string { return "rating" }

func (m *Rating) validate(at path) (ps problems) {
	if len(m.Grades) == 0 {
		ps.add(at.to("grades"), ProblemRequired)
	}
	seen := map[string]bool{}
	for i, g := range m.Grades {
		here := at.at("grades", i)
		switch {
		case g.Grade == "":
			ps.add(here.to("grade"), ProblemRequired)
		case seen[g.Grade]:
			ps.add(here.to("grade"), ProblemDuplicate, "value", g.Grade)
		}
		seen[g.Grade] = true
		ps.notNegative(here.to("coefficient"), &g.Coefficient)
	}
	return ps
}

func (m *Rating) most(full *big.Rat) *big.Rat {
	k := zero
	for i := range m.Grades {
		if c := m.Grades[i].Coefficient.Rat(); c.Cmp(k) > 0 {
			k = c
		}
	}
	return new(big.Rat).Mul(full, k)
}

// excel counts each letter among the reviewers' cells.
func (m *Rating) excel(s sheet) string {
	terms := make([]string, len(m.Grades))
	for i, g := range m.Grades {
		terms[i] = fmt.Sprintf("COUNTIF(%s,%s)*%s", s.ref("ratings"), s.quote(g.Grade), s.num(g.Coefficient))
	}
	return fmt.Sprintf("%s*(%s)/COUNTA(%s)", s.ref("W"), strings.Join(terms, "+"), s.ref("ratings"))
}

func (m *Rating) points(c *calc) (*big.Rat, error) {
	letters := c.n.Figure.Inputs.Ratings
	if len(letters) == 0 {
		return nil, fail(ProblemWrongValueType, "want", "RATINGS")
	}
	sum := decimal.Zero
	ops := make([]Operand, 0, len(letters))
	for _, letter := range letters {
		g := m.grade(letter)
		if g == nil {
			return nil, fail(ProblemUnknownRating, "rating", letter)
		}
		sum = sum.Add(g.Coefficient)
		ops = append(ops, Operand{Name: letter, Value: plain(g.Coefficient), Source: FromRule})
	}
	mean := sum.Rat()
	mean.Quo(mean, big.NewRat(int64(len(letters)), 1))
	c.step(TraceRating, "Σ c ÷ n", mean, ops...)
	return c.marks("c", amount{mean, FromStep}), nil
}

func (m *Rating) grade(letter string) *RatingGrade {
	for i := range m.Grades {
		if m.Grades[i].Grade == letter {
			return &m.Grades[i]
		}
	}
	return nil
}
