package score

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// BallotShare gives the points of the tier that the share of the best answers
// reaches, and at most WorstPoints where too many gave the worst.
type BallotShare struct {
	Best        []string         `json:"best" yaml:"best"`
	Tiers       []Tier           `json:"tiers" yaml:"tiers"` // on that share, a fraction; points or coefficients
	Worst       []string         `json:"worst,omitempty" yaml:"worst"`
	WorstOneIn  *int             `json:"worstOneIn,omitempty" yaml:"worstOneIn"`   // so many: 3 is a third of the valid answers or more
	WorstPoints *decimal.Decimal `json:"worstPoints,omitempty" yaml:"worstPoints"` // what is left then, in what all the tiers are in
}

func (s *BallotShare) validate(ps *problems, at path, m *Satisfaction) {
	seen := map[string]bool{}
	answers := func(field string, list []string) {
		if !ps.notTooMany(at.to(field), len(list)) || len(m.Options) > longestList {
			return
		}
		for i, o := range list {
			here := at.at(field, i)
			unique(ps, here, seen, o)
			if o != "" && !slices.ContainsFunc(m.Options, func(known BallotOption) bool { return known.Option == o }) {
				ps.add(here, ProblemUnknownCode, "value", o)
			}
		}
	}
	if len(s.Best) == 0 {
		ps.add(at.to("best"), ProblemRequired)
	}
	answers("best", s.Best)
	ps.notTooMany(at.to("tiers"), len(s.Tiers))
	s.tiers().validateBounds(ps, at, "tiers")
	for i, t := range s.Tiers {
		ps.fraction(at.at("tiers", i).to("from"), t.From)
	}
	answers("worst", s.Worst)
	if len(s.Worst) > 0 || s.WorstOneIn != nil || s.WorstPoints != nil {
		s.validateWorst(ps, at)
	}
}

// validateWorst asks for all three parts of the condition, and for tiers of one
// kind: what is left is in the same.
func (s *BallotShare) validateWorst(ps *problems, at path) {
	if len(s.Worst) == 0 {
		ps.add(at.to("worst"), ProblemRequired)
	}
	if s.WorstOneIn == nil {
		ps.add(at.to("worstOneIn"), ProblemRequired)
	}
	ps.atLeast(at.to("worstOneIn"), s.WorstOneIn, 1)
	ps.required(at.to("worstPoints"), s.WorstPoints)
	ps.notNegative(at.to("worstPoints"), s.WorstPoints)
	for i, t := range s.Tiers {
		switch {
		case s.inPoints() && t.Points == nil && t.Coefficient != nil:
			ps.add(at.at("tiers", i).to("coefficient"), ProblemExclusive, "with", "points")
		case !s.inPoints() && t.Points != nil && t.Coefficient == nil:
			ps.add(at.at("tiers", i).to("points"), ProblemExclusive, "with", "coefficient")
		}
	}
}

// tiers are on a rate: a share of ballots has no planned part of the year.
func (s *BallotShare) tiers() *Tiers { return &Tiers{On: OnRate, Bounds: s.Tiers} }

func (s *BallotShare) inPoints() bool { return len(s.Tiers) > 0 && s.Tiers[0].Points != nil }

func (s *BallotShare) points(c *calc, m *Satisfaction, k *voters) *big.Rat {
	valid := m.valid(c, k)
	best, ops := gave(k, s.Best)
	share := big.NewRat(int64(best), int64(k.valid))
	c.judged = share
	c.step(TraceBallotShare, "Σ n ÷ N", share, append(ops, operand("N", valid, FromStep))...)
	tiers, x := s.tiers(), zero
	if i := tiers.reached(c, share); i >= 0 {
		x = tiers.worth(c, i, amount{share, FromStep}, "s")
	} else {
		c.step(TraceTierNone, "", zero, operand("s", share, FromStep))
	}
	if s.WorstOneIn == nil {
		return x
	}
	worst, ops := gave(k, s.Worst)
	oneIn := optionalCount(s.WorstOneIn, 1)
	if new(big.Rat).Mul(big.NewRat(int64(worst), 1), big.NewRat(int64(oneIn.n), 1)).Cmp(valid) < 0 {
		return x
	}
	ops = append(ops, operand("N", valid, FromStep), oneIn.operand("q"), operand("x", x, FromStep))
	left, formula := optional(s.WorstPoints, nil), "min(x, p) where Σ n × q ≥ N"
	ops = append(ops, left.operand("p"))
	if !s.inPoints() {
		left.Rat, formula = new(big.Rat).Mul(left.Rat, c.full), "min(x, p × W) where Σ n × q ≥ N"
		ops = append(ops, operand("W", c.full, FromGoal))
	}
	if left.Cmp(x) < 0 {
		x = left.Rat
	}
	c.step(TraceBallotWorst, formula, x, ops...)
	return x
}

// gave counts who gave any of the answers.
func gave(k *voters, answers []string) (n int, ops []Operand) {
	for _, o := range answers {
		n += k.counts[o]
		ops = append(ops, intOperand(o, k.counts[o], FromFigure))
	}
	return n, ops
}

func (s *BallotShare) excel(on sheet, m *Satisfaction) string {
	_, valid := m.excelMean(on, "")
	count := func(answers []string) string {
		cells := make([]string, len(answers))
		for i, o := range answers {
			cells[i] = on.ref("option::" + o)
		}
		return "(" + strings.Join(cells, "+") + ")"
	}
	share := on.with(map[string]string{"A": count(s.Best) + "/" + valid})
	text := (&Tiers{On: OnValue, Bounds: s.Tiers}).excel(share)
	if s.WorstOneIn == nil {
		return text
	}
	left := on.num(*s.WorstPoints)
	if !s.inPoints() {
		left = on.ref("W") + "*" + left
	}
	return fmt.Sprintf("IF(%s*%s>=%s,MIN(%s,%s),%s)", count(s.Worst), strconv.Itoa(*s.WorstOneIn), valid, left, text, text)
}
