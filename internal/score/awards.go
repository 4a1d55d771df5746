package score

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Awards adds up what a unit was awarded for (加分项): for each matter the highest
// level's points, less for a lower class, shared where several units won it
// together, each category up to its cap and all up to Cap.
//
// The highest level is the one with the most points, whatever class was won of
// it and with how many others; of two awards of equal levels the one that gives
// more counts. A figure of zero without any award earns nothing.
type Awards struct {
	Levels     []AwardLevel     `json:"levels,omitempty" yaml:"levels"`         // highest first, which may be equal; at least one
	Classes    []AwardClass     `json:"classes,omitempty" yaml:"classes"`       // an award without a class counts in full
	Categories []AwardCategory  `json:"categories,omitempty" yaml:"categories"` // those with a cap of their own
	Cap        *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`               // most points in all; full marks if absent
	Joint      *JointShare      `json:"joint,omitempty" yaml:"joint"`           // EQUAL if absent
}

// AwardLevel is what an award of one level is worth.
type AwardLevel struct {
	Level  string           `json:"level" yaml:"level"`
	Points *decimal.Decimal `json:"points,omitempty" yaml:"points"`
}

// AwardClass is what a lower prize is worth of the level's points.
type AwardClass struct {
	Class  string           `json:"class" yaml:"class"`
	Factor *decimal.Decimal `json:"factor,omitempty" yaml:"factor"` // 0 to 1
}

// AwardCategory is the most that awards of one kind count for.
type AwardCategory struct {
	Category string           `json:"category" yaml:"category"`
	Cap      *decimal.Decimal `json:"cap,omitempty" yaml:"cap"`
}

// JointShare says what each of several winners gets.
type JointShare string

const (
	JointEqual JointShare = "EQUAL" // points ÷ units
	JointFull  JointShare = "FULL"
)

// Code is the number by which offices call the method.
func (*Awards) Code() string { return "M11" }

// Name is the method's field in [Methods], as JSON spells it.
func (*Awards) Name() string { return "awards" }

func (m *Awards) validate(at path) (ps problems) {
	if len(m.Levels) == 0 {
		ps.add(at.to("levels"), ProblemRequired)
	}
	ps.notTooMany(at.to("levels"), len(m.Levels))
	seen := map[string]bool{}
	for i, l := range m.Levels {
		here := at.at("levels", i)
		unique(&ps, here.to("level"), seen, l.Level)
		ps.required(here.to("points"), l.Points)
		ps.notNegative(here.to("points"), l.Points)
		if i > 0 && l.Points != nil && m.Levels[i-1].Points != nil && l.Points.GreaterThan(*m.Levels[i-1].Points) {
			ps.add(here.to("points"), ProblemNotOrdered)
		}
	}
	ps.notTooMany(at.to("classes"), len(m.Classes))
	seen = map[string]bool{}
	for i, k := range m.Classes {
		here := at.at("classes", i)
		unique(&ps, here.to("class"), seen, k.Class)
		ps.required(here.to("factor"), k.Factor)
		if k.Factor != nil && (k.Factor.Sign() < 0 || k.Factor.GreaterThan(decimal.NewFromInt(1))) {
			ps.add(here.to("factor"), ProblemOutOfRange, "min", "0", "max", "1")
		}
	}
	ps.notTooMany(at.to("categories"), len(m.Categories))
	seen = map[string]bool{}
	for i, k := range m.Categories {
		here := at.at("categories", i)
		unique(&ps, here.to("category"), seen, k.Category)
		ps.required(here.to("cap"), k.Cap)
		ps.positive(here.to("cap"), k.Cap)
	}
	ps.positive(at.to("cap"), m.Cap)
	knownOrAbsent(&ps, at.to("joint"), m.Joint, JointEqual, JointFull)
	return ps
}

func (m *Awards) most(full *big.Rat) *big.Rat { return amount{full, FromGoal}.unless(m.Cap).Rat }

// excel puts the caps on points that the sheet lists award by award.
func (m *Awards) excel(s sheet) string {
	points := s.ref("awards")
	sum := "SUM(" + points + ")"
	for _, k := range m.Categories {
		sum += fmt.Sprintf("-MAX(SUMIF(%s,%s,%s)-%s,0)", s.ref("categories"), s.quote(k.Category), points, s.num(*k.Cap))
	}
	return fmt.Sprintf("MIN(%s,%s)", sum, s.opt(m.Cap, s.ref("W")))
}

func (m *Awards) points(c *calc) (*big.Rat, error) {
	won, err := m.won(&c.n.Figure)
	if err != nil {
		return nil, err
	}
	counted, left := onePerMatter(won)
	groups := m.byCategory(counted)
	sum := new(big.Rat)
	for i := range groups {
		sum.Add(sum, groups[i].limited())
	}
	most := amount{c.full, FromGoal}.unless(m.Cap)
	x := sum
	if x.Cmp(most.Rat) > 0 {
		x = most.Rat
	}
	if !c.quiet {
		c.steps = append(c.steps, traceAwards(groups, left, sum, most))
	}
	return x, nil
}

// award is one that was won, priced.
type award struct {
	*Award
	level  int // index among the rule's, as a last resort to order them by
	worth  *big.Rat
	factor *big.Rat // nil for the first class
	units  int      // that share it; 1 where they do not
	points *big.Rat // worth × factor ÷ units
}

func (m *Awards) won(f *Figure) ([]award, error) {
	if len(f.Inputs.Awards) == 0 && (f.Value == nil || f.Value.Sign() != 0) {
		return nil, fail(ProblemWrongValueType, "want", "AWARDS")
	}
	won := make([]award, len(f.Inputs.Awards))
	for i := range f.Inputs.Awards {
		a, err := m.price(&f.Inputs.Awards[i])
		if err != nil {
			return nil, err
		}
		won[i] = a
	}
	return won, nil
}

func (m *Awards) price(in *Award) (a award, err error) {
	a = award{Award: in, units: 1}
	if in.Matter == "" { // so that nobody could tell what it may not be added to
		return a, fail(ProblemRequired, "field", "matter")
	}
	if in.Units < 0 {
		return a, fail(ProblemOutOfRange, "field", "units", "min", "0")
	}
	a.level = slices.IndexFunc(m.Levels, func(l AwardLevel) bool { return l.Level == in.Level })
	if a.level < 0 {
		return a, fail(ProblemUnknownLevel, "level", in.Level)
	}
	a.worth = m.Levels[a.level].Points.Rat()
	a.points = new(big.Rat).Set(a.worth)
	if in.Class != "" {
		i := slices.IndexFunc(m.Classes, func(k AwardClass) bool { return k.Class == in.Class })
		if i < 0 {
			return a, fail(ProblemUnknownClass, "class", in.Class)
		}
		a.factor = m.Classes[i].Factor.Rat()
		a.points.Mul(a.points, a.factor)
	}
	if in.Units > 1 && (m.Joint == nil || *m.Joint == JointEqual) {
		a.units = in.Units
		a.points.Quo(a.points, big.NewRat(int64(a.units), 1))
	}
	return a, nil
}

// onePerMatter sorts out which award for each matter counts. The order of its
// results does not depend on the order in which awards were reported.
func onePerMatter(won []award) (counted, left []award) {
	slices.SortFunc(won, func(a, b award) int {
		return cmp.Or(cmp.Compare(a.Matter, b.Matter), b.worth.Cmp(a.worth), b.points.Cmp(a.points), cmp.Compare(a.level, b.level),
			cmp.Compare(a.Category, b.Category), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Units, b.Units))
	})
	for i, a := range won {
		if i > 0 && won[i-1].Matter == a.Matter {
			left = append(left, a)
		} else {
			counted = append(counted, a)
		}
	}
	return counted, left
}

// awardGroup is what counts of one category.
type awardGroup struct {
	category string // empty for awards of none
	awards   []award
	sum      *big.Rat
	most     *decimal.Decimal // nil for no cap
}

func (g *awardGroup) limited() *big.Rat {
	if g.most != nil && g.sum.Cmp(g.most.Rat()) > 0 {
		return g.most.Rat()
	}
	return g.sum
}

// byCategory groups awards: the rule's categories in its order, then others by
// name, then those without one; inside each, the highest level first.
func (m *Awards) byCategory(counted []award) (groups []awardGroup) {
	place := func(category string) int {
		i := slices.IndexFunc(m.Categories, func(k AwardCategory) bool { return k.Category == category })
		switch {
		case i >= 0:
			return i
		case category == "":
			return len(m.Categories) + 1
		}
		return len(m.Categories)
	}
	slices.SortFunc(counted, func(a, b award) int {
		return cmp.Or(cmp.Compare(place(a.Category), place(b.Category)), cmp.Compare(a.Category, b.Category),
			cmp.Compare(a.level, b.level), cmp.Compare(a.Matter, b.Matter))
	})
	for _, a := range counted {
		if n := len(groups); n == 0 || groups[n-1].category != a.Category {
			g := awardGroup{category: a.Category, sum: new(big.Rat)}
			if i := place(a.Category); i < len(m.Categories) {
				g.most = m.Categories[i].Cap
			}
			groups = append(groups, g)
		}
		g := &groups[len(groups)-1]
		g.awards = append(g.awards, a)
		g.sum.Add(g.sum, a.points)
	}
	return groups
}

func traceAwards(groups []awardGroup, left []award, sum *big.Rat, most amount) Trace {
	t := Trace{Code: TraceAwards, Formula: "Σ", Value: exact(sum)}
	for i := range groups {
		g := &groups[i]
		steps := make([]Trace, len(g.awards))
		for i := range g.awards {
			steps[i] = g.awards[i].trace(TraceAward)
		}
		if g.category == "" {
			t.Children = append(t.Children, steps...)
			continue
		}
		step := Trace{Code: TraceAwardCategory, Formula: "Σ", Value: exact(g.limited()), Children: steps}
		step.Operands = []Operand{{"category", g.category, FromFigure}}
		if g.most != nil && g.sum.Cmp(g.most.Rat()) > 0 {
			step.Children = append(step.Children, awardCap(g.sum, amount{g.most.Rat(), FromRule}))
		}
		t.Children = append(t.Children, step)
	}
	if sum.Cmp(most.Rat) > 0 {
		t.Children = append(t.Children, awardCap(sum, most))
		t.Value = exact(most.Rat)
	}
	for i := range left {
		t.Children = append(t.Children, left[i].trace(TraceAwardSameMatter))
	}
	return t
}

// trace shows how an award was priced. One that does not count has no value, so
// that the steps still add up; its price is an operand then.
func (a *award) trace(code string) Trace {
	t := Trace{Code: code, Formula: "p", Operands: []Operand{{"matter", a.Matter, FromFigure}, {"level", a.Level, FromFigure}, operand("p", a.worth, FromRule)}}
	if a.factor != nil {
		t.Formula += " × f"
		t.Operands = append(t.Operands, Operand{"class", a.Class, FromFigure}, operand("f", a.factor, FromRule))
	}
	if a.units > 1 {
		t.Formula += " ÷ n"
		t.Operands = append(t.Operands, Operand{"n", strconv.Itoa(a.units), FromFigure})
	}
	if code == TraceAward {
		t.Value = exact(a.points)
	} else {
		t.Operands = append(t.Operands, operand("points", a.points, FromStep))
	}
	return t
}

// awardCap is what a cap takes off, so that the steps still add up.
func awardCap(sum *big.Rat, most amount) Trace {
	return Trace{
		Code: TraceAwardCap, Formula: "min(Σ, cap) − Σ", Value: exact(new(big.Rat).Sub(most.Rat, sum)),
		Operands: []Operand{operand("Σ", sum, FromStep), most.operand("cap")},
	}
}
