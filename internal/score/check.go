package score

import (
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// checker finds what is wrong with a run's input, before anything is computed:
// every look-up of a code after it succeeds.
type checker struct {
	in         *RunInput
	failures   []Failure
	indicators map[string]*IndicatorInput
	rules      map[string]bool // adjustment codes
	vetoes     map[string]bool
}

func (in *RunInput) check() []Failure {
	c := checker{in: in, indicators: map[string]*IndicatorInput{}, rules: map[string]bool{}, vetoes: map[string]bool{}}
	if c.oversized(); len(c.failures) > 0 {
		return c.failures
	}
	c.plan()
	c.checkIndicators()
	for i := range in.Groups {
		c.group(&in.Groups[i])
	}
	return c.failures
}

// take files problems under the unit, indicator and component of f.
func (c *checker) take(f Failure, ps []Problem) {
	for _, p := range ps {
		f.Problem = p
		c.failures = append(c.failures, f)
	}
}

func (c *checker) plan() {
	var ps problems
	at, r := path{"rules"}, &c.in.Rules
	for _, s := range []struct {
		field string
		scale int
	}{{"indicatorScale", r.IndicatorScale}, {"componentScale", r.ComponentScale}, {"finalScale", r.FinalScale}} {
		if s.scale < 0 || s.scale > maxScale {
			ps.add(at.to(s.field), ProblemOutOfRange, "min", "0", "max", strconv.Itoa(maxScale))
		}
	}
	known(&ps, at.to("rounding"), r.Rounding, HalfAway, HalfEven)
	known(&ps, at.to("notApplicable"), r.NotApplicable, RedistributeDimension, FullMarks, GroupMean, ZeroMarks, ScaleTotal)
	if w := r.InYearWeight; w != nil && (w.Sign() < 0 || w.GreaterThan(decimal.NewFromInt(1))) {
		ps.add(at.to("inYearWeight"), ProblemOutOfRange, "min", "0", "max", "1")
	}
	known(&ps, at.to("ranking"), r.Ranking, Competition, Dense)
	ps.positive(at.to("fullScore"), &r.FullScore)
	if !c.in.Trial { // which leaves all of this out
		c.adjustments(&ps, at)
		c.grades(&ps, at)
	}
	c.take(Failure{}, ps)
}

func (c *checker) adjustments(ps *problems, at path) {
	r := &c.in.Rules
	ps.notNegative(at.to("bonusCap"), r.BonusCap)
	ps.notNegative(at.to("deductionCap"), r.DeductionCap)
	if len(r.Adjustments) > 0 {
		known(ps, at.to("sameMatter"), r.SameMatter, HighestOnly, Every)
	}
	if r.BonusPlace != "" {
		known(ps, at.to("bonusPlace"), r.BonusPlace, AfterWeights, BeforeWeights)
	}
	categories := map[string]bool{}
	for i, cap := range r.CategoryCaps {
		here := at.at("categoryCaps", i)
		unique(ps, here.to("category"), categories, cap.Category)
		ps.notNegative(here.to("cap"), &cap.Cap)
	}
	for i, a := range r.Adjustments {
		here := at.at("adjustments", i)
		unique(ps, here.to("code"), c.rules, a.Code)
		known(ps, here.to("kind"), a.Kind, Bonus, Deduct)
		ps.notNegative(here.to("cap"), a.Cap)
	}
	for i, v := range r.Vetoes {
		here := at.at("vetoes", i)
		unique(ps, here.to("code"), c.vetoes, v.Code)
		known(ps, here.to("effect"), v.Effect, NoExcellent, CapQualified, ForceUnqualified, DownOne, ZeroDimension, Convene)
		switch {
		case v.Effect == ZeroDimension && v.Dimension == "":
			ps.add(here.to("dimension"), ProblemRequired)
		case v.Effect == ZeroDimension && !c.knownDimension(v.Dimension):
			ps.add(here.to("dimension"), ProblemUnknownDimension, "value", v.Dimension)
		case v.Effect != ZeroDimension && v.Dimension != "":
			ps.add(here.to("dimension"), ProblemExclusive, "with", string(v.Effect))
		}
	}
}

func (c *checker) grades(ps *problems, at path) {
	r, seen, shares := &c.in.Rules, map[string]bool{}, false
	for i, g := range r.Grades {
		here := at.at("grades", i)
		unique(ps, here.to("code"), seen, g.Code)
		ps.notNegative(here.to("share"), g.Share)
		if g.Share != nil && g.Places != nil {
			ps.add(here.to("places"), ProblemExclusive, "with", "share")
		}
		if g.Places != nil && *g.Places < 0 {
			ps.add(here.to("places"), ProblemOutOfRange, "min", "0")
		}
		shares = shares || g.Share != nil
	}
	if shares {
		known(ps, at.to("quota", "base"), r.Quota.Base, RankedUnits, AllUnits, Unvetoed)
		known(ps, at.to("quota", "rounding"), r.Quota.Rounding, Floor, HalfUp, Ceil)
	}
	if r.Quota.Edge != "" {
		known(ps, at.to("quota", "edge"), r.Quota.Edge, EdgeTieBreak, EdgeExcludeAll, EdgeIncludeAll, EdgeCommittee)
	}
	if r.Quota.Unused != "" {
		known(ps, at.to("quota", "unused"), r.Quota.Unused, UnusedLost, UnusedPassDown)
	}
	for i, t := range r.Quota.TieBreak {
		if !c.knownTieBreaker(t) {
			ps.add(at.to("quota").at("tieBreak", i), ProblemUnknownCode, "value", string(t))
		}
	}
}

func (c *checker) knownTieBreaker(t TieBreaker) bool {
	switch t {
	case ByIndicators, ByBallot, ByLeader, ByCommittee:
		return true
	}
	return c.knownDimension(string(t))
}

func (c *checker) knownDimension(code string) bool {
	return slices.ContainsFunc(c.in.Groups, func(g GroupInput) bool {
		return slices.ContainsFunc(g.Dimensions, func(d DimensionMarks) bool { return d.Dimension == code })
	}) || slices.ContainsFunc(c.in.Indicators, func(in IndicatorInput) bool { return in.Dimension == code })
}

// unique notes a code in seen and objects to one that is there already.
func unique(ps *problems, at path, seen map[string]bool, code string) {
	switch {
	case code == "":
		ps.add(at, ProblemRequired)
	case seen[code]:
		ps.add(at, ProblemDuplicate, "value", code)
	}
	seen[code] = true
}

func (c *checker) checkIndicators() {
	seen := map[string]bool{}
	for i := range c.in.Indicators {
		in := &c.in.Indicators[i]
		var ps problems
		at := path{}.at("indicators", i)
		unique(&ps, at.to("code"), seen, in.Code)
		if !in.Aggregation.Supported() {
			ps.add(at.to("aggregation"), ProblemUnsupported, "value", string(in.Aggregation))
		}
		ps.positive(at.to("ratioScale"), in.RatioScale)
		in.checkWeights(&ps, at.to("periodWeights"))
		ps = append(ps, in.Rule.Validate(at.to("rule")...)...)
		c.indicators[in.Code] = in
		c.take(Failure{Indicator: in.Code}, ps)
	}
}

func (in *IndicatorInput) checkWeights(ps *problems, at path) {
	n := len(in.PeriodWeights)
	switch {
	case in.Aggregation != WeightedAvg:
		if n > 0 {
			ps.add(at, ProblemExclusive, "with", string(in.Aggregation))
		}
		return
	case n == 0:
		ps.add(at, ProblemRequired)
		return
	case n > mostPeriods:
		ps.add(at, ProblemTooMany, "max", strconv.Itoa(mostPeriods))
		return
	}
	sum := decimal.Zero
	for i := range in.PeriodWeights {
		ps.notNegative(at.to(strconv.Itoa(i)), &in.PeriodWeights[i])
		sum = sum.Add(in.PeriodWeights[i].Abs())
	}
	if sum.Sign() == 0 {
		ps.add(at, ProblemOutOfRange, "above", "0")
	}
}

// mostPeriods is how many periods a year has at most.
const mostPeriods = 12

func (c *checker) group(g *GroupInput) {
	var ps problems
	at := path{"groups", g.Code}
	marks, sum := make(map[string]decimal.Decimal, len(g.Dimensions)), decimal.Zero
	seen := map[string]bool{}
	for i, d := range g.Dimensions {
		here := at.at("dimensions", i)
		unique(&ps, here.to("dimension"), seen, d.Dimension)
		ps.notNegative(here.to("fullMarks"), &d.FullMarks)
		marks[d.Dimension] = d.FullMarks
		sum = sum.Add(d.FullMarks)
	}
	if full := c.in.Rules.FullScore; !sum.Equal(full) {
		ps.add(at.to("dimensions"), ProblemMarksNotFull, "sum", plain(sum), "want", plain(full))
	}
	if !c.in.Trial {
		c.weights(&ps, at, g)
	}
	c.take(Failure{}, ps)
	codes := map[string]bool{}
	for i := range g.Units {
		c.unit(at, codes, marks, &g.Units[i])
	}
}

func (c *checker) weights(ps *problems, at path, g *GroupInput) {
	sum, seen := decimal.Zero, map[string]bool{}
	for i, w := range g.Weights {
		here := at.at("weights", i)
		known(ps, here.to("component"), w.Component, IndicatorComponent, BallotComponent, LeaderComponent)
		unique(ps, here.to("component"), seen, string(w.Component))
		ps.notNegative(here.to("weight"), &w.Weight)
		sum = sum.Add(w.Weight)
	}
	if !sum.Equal(decimal.NewFromInt(1)) {
		ps.add(at.to("weights"), ProblemWeightsNotFull, "sum", plain(sum))
	}
}

func (c *checker) unit(at path, codes map[string]bool, marks map[string]decimal.Decimal, u *UnitInput) {
	var ps problems
	at = at.to("units", u.Code)
	unique(&ps, at.to("code"), codes, u.Code)
	known(&ps, at.to("mode"), u.Mode, Ranked, ScoredUnranked, Entrusted, Exempt)
	if u.Mode != Exempt {
		c.goals(at, marks, u)
		if !c.in.Trial {
			c.ledger(&ps, at, u)
		}
	}
	c.take(Failure{Unit: u.Code}, ps)
}

// goals checks each goal, and that no dimension holds more than its marks. Less
// is fine: marks without a goal do not apply.
func (c *checker) goals(at path, marks map[string]decimal.Decimal, u *UnitInput) {
	sums, seen := make(map[string]decimal.Decimal, len(marks)), make(map[string]bool, len(u.Goals))
	for i := range u.Goals {
		g := &u.Goals[i]
		var ps problems
		bad := func(field, code string, args ...string) { ps.add(at.at("goals", i).to(field), code, args...) }
		if seen[g.Indicator] {
			bad("indicator", ProblemDuplicate, "value", g.Indicator)
		}
		seen[g.Indicator] = true
		if g.FullMarks.Sign() <= 0 {
			bad("fullMarks", ProblemOutOfRange, "above", "0")
		}
		if in, ok := c.indicators[g.Indicator]; !ok {
			bad("indicator", ProblemUnknownIndicator, "value", g.Indicator)
		} else if _, ok := marks[in.Dimension]; !ok {
			bad("indicator", ProblemUnknownDimension, "value", in.Dimension)
		} else {
			sums[in.Dimension] = sums[in.Dimension].Add(g.FullMarks)
		}
		if p := g.Portion; p != nil && (p.Sign() <= 0 || p.GreaterThan(decimal.NewFromInt(1))) {
			bad("portion", ProblemOutOfRange, "above", "0", "max", "1")
		}
		if g.PlannedShare != nil && g.PlannedShare.Sign() < 0 {
			bad("plannedShare", ProblemOutOfRange, "min", "0")
		}
		c.take(Failure{Unit: u.Code, Indicator: g.Indicator}, ps)
	}
	var ps problems
	for _, d := range slices.Sorted(maps.Keys(sums)) {
		if sums[d].GreaterThan(marks[d]) {
			ps.add(at.to("goals"), ProblemMarksMismatch, "dimension", d, "sum", plain(sums[d]), "want", plain(marks[d]))
		}
	}
	c.take(Failure{Unit: u.Code}, ps)
}

// ledger checks what is not a goal: components, bonuses, deductions, vetoes.
func (c *checker) ledger(ps *problems, at path, u *UnitInput) {
	seen := map[string]bool{}
	for i, s := range u.Components {
		here := at.at("components", i)
		known(ps, here.to("component"), s.Component, IndicatorComponent, BallotComponent, LeaderComponent)
		unique(ps, here.to("component"), seen, string(s.Component))
	}
	entries := map[string]bool{}
	for i, a := range u.Adjustments {
		here := at.at("adjustments", i)
		if !c.rules[a.Rule] {
			ps.add(here.to("rule"), ProblemUnknownRule, "value", a.Rule)
		}
		unique(ps, here.to("entryId"), entries, strconv.FormatInt(a.EntryID, 10))
		ps.notNegative(here.to("points"), &a.Points)
		ps.notNegative(here.to("factor"), a.Factor)
		if a.Units < 0 {
			ps.add(here.to("units"), ProblemOutOfRange, "min", "0")
		}
	}
	for i, v := range u.Vetoes {
		if !c.vetoes[v] {
			ps.add(at.at("vetoes", i), ProblemUnknownVeto, "value", v)
		}
	}
}
