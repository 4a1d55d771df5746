package goal

import (
	"slices"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Register is what a plan may refer to outside itself.
type Register struct {
	Units    map[string]int64 // by code
	Accounts map[string]int64 // by login
}

// Structure says what keeps a plan from being stored even as a draft: names
// that lead nowhere, codes used twice, words that mean nothing, rules that
// cannot be read. A draft may be half done; see [PlanFile.Ready].
func (f *PlanFile) Structure(known Register) Problems {
	c := planChecker{f: f, known: known}
	c.head()
	c.settings()
	c.groups()
	c.indicators()
	c.unitsAndGoals()
	return c.bad
}

type planChecker struct {
	f     *PlanFile
	known Register
	bad   Problems
}

func (c *planChecker) require(path []string, text string, most int) {
	if strings.TrimSpace(text) == "" {
		c.bad.Add(path, Required)
		return
	}
	c.bad = append(c.bad, CheckText(text, most, path)...)
}

func (c *planChecker) unit(path []string, code string) {
	if _, ok := c.known.Units[code]; !ok {
		c.bad.Add(path, UnknownUnit, "code", code)
	}
}

func oneOf[T ~string](c *planChecker, path []string, value T, allowed ...T) {
	if slices.Contains(allowed, value) {
		return
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	c.bad.Add(path, UnknownCode, "code", string(value), "allowed", strings.Join(words, " "))
}

// codes checks that each code is given and given once.
func codes[T any](c *planChecker, list string, items []T, code func(T) string) map[string]bool {
	seen := map[string]bool{}
	for i, item := range items {
		k := code(item)
		path := append(strings.Split(list, "."), Path(i, "code")...)
		c.require(path, k, 32)
		if seen[k] {
			c.bad.Add(path, Duplicate, "code", k)
		}
		seen[k] = true
	}
	return seen
}

func (c *planChecker) head() {
	f := c.f
	if f.Year < 2000 || f.Year > 2200 {
		c.bad.Add(Path("year"), OutOfRange, "min", "2000", "max", "2200")
	}
	c.require(Path("title"), f.Title, 200)
	c.unit(Path("organ"), f.Organ)
	c.unit(Path("organiser"), f.Organiser)
	if _, err := time.LoadLocation(f.TimeZone); err != nil || f.TimeZone == "" || f.TimeZone == "Local" {
		c.bad.Add(Path("timeZone"), UnknownCode, "code", f.TimeZone, "allowed", "Asia/Shanghai …")
	}
	if !f.FullScore.IsPositive() {
		c.bad.Add(Path("fullScore"), OutOfRange, "min", "1", "max", "")
	}
}

func (c *planChecker) settings() {
	f := c.f
	c.steps()
	for name, n := range map[string]int{"value": f.Scales.Value, "indicator": f.Scales.Indicator, "component": f.Scales.Component, "final": f.Scales.Final} {
		if n < 0 || n > 4 {
			c.bad.Add(Path("scales", name), OutOfRange, "min", "0", "max", "4")
		}
	}
	oneOf(c, Path("rounding"), f.Rounding, score.HalfAway, score.HalfEven)
	oneOf(c, Path("notApplicable"), f.NotApplicable, score.RedistributeDimension, score.FullMarks, score.GroupMean, score.ZeroMarks, score.ScaleTotal)
	if w := f.InYearWeight; w != nil && (w.IsNegative() || w.GreaterThan(one)) {
		c.bad.Add(Path("inYearWeight"), OutOfRange, "min", "0", "max", "1")
	}
	oneOf(c, Path("ranking"), f.Ranking, score.Competition, score.Dense)
	c.calendar()
	c.shares(Path("plannedShares"), f.PlannedShares)
	codes(c, "lights", f.Lights, func(l LightRule) string { return l.Code })
	for i, l := range f.Lights {
		c.require(Path("lights", i, "label"), l.Label, 32)
		oneOf(c, Path("lights", i, "on"), l.On, OnRate, OnPace, OnNotDue, OnNotReported)
	}
	oneOf(c, Path("adjustments", "sameMatter"), f.Adjustments.SameMatter, score.HighestOnly, score.Every)
	codes(c, "adjustments.rules", f.Adjustments.Rules, func(a AdjustmentFile) string { return a.Code })
	for i, a := range f.Adjustments.Rules {
		c.require(Path("adjustments", "rules", i, "name"), a.Name, 100)
		oneOf(c, Path("adjustments", "rules", i, "kind"), a.Kind, score.Bonus, score.Deduct)
		if !a.Points.IsPositive() {
			c.bad.Add(Path("adjustments", "rules", i, "points"), OutOfRange, "min", "0", "max", "")
		}
	}
	c.categories()
	codes(c, "vetoes", f.Vetoes, func(v VetoFile) string { return v.Code })
	for i, v := range f.Vetoes {
		c.require(Path("vetoes", i, "name"), v.Name, 100)
		c.bad = append(c.bad, CheckText(v.LegalBasis, 1000, Path("vetoes", i, "legalBasis"))...)
		oneOf(c, Path("vetoes", i, "effect"), v.Effect, score.NoExcellent, score.CapQualified, score.ForceUnqualified, score.DownOne, score.ZeroDimension, score.Convene)
		c.vetoDimension(i, v)
	}
	codes(c, "grades", f.Grades, func(g GradeFile) string { return g.Code })
	for i, g := range f.Grades {
		c.require(Path("grades", i, "name"), g.Name, 50)
	}
	oneOf(c, Path("quota", "base"), f.Quota.Base, score.RankedUnits, score.AllUnits, score.Unvetoed)
	oneOf(c, Path("quota", "rounding"), f.Quota.Rounding, score.Floor, score.HalfUp, score.Ceil)
	oneOf(c, Path("quota", "edge"), f.Quota.Edge, "", score.EdgeTieBreak, score.EdgeExcludeAll, score.EdgeIncludeAll, score.EdgeCommittee)
	oneOf(c, Path("quota", "unused"), f.Quota.Unused, "", score.UnusedLost, score.UnusedPassDown)
}

// vetoDimension: a veto that takes a dimension's points names it, no other does.
func (c *planChecker) vetoDimension(i int, v VetoFile) {
	path := Path("vetoes", i, "dimension")
	switch {
	case v.Effect == score.ZeroDimension && v.Dimension == "":
		c.bad.Add(path, Required)
	case v.Effect != score.ZeroDimension && v.Dimension != "":
		c.bad.Add(path, UnknownCode, "code", v.Dimension)
	case v.Dimension != "" && !slices.ContainsFunc(c.f.Dimensions, func(d DimensionFile) bool { return d.Code == v.Dimension }):
		c.bad.Add(path, UnknownDimension, "code", v.Dimension)
	}
}

// categories: each cap has a category of its own that some rule belongs to.
func (c *planChecker) categories() {
	a, seen := &c.f.Adjustments, map[string]bool{}
	oneOf(c, Path("adjustments", "place"), a.Place, "", score.AfterWeights, score.BeforeWeights)
	for i, cap := range a.CategoryCaps {
		at := func(field string) []string { return Path("adjustments", "categoryCaps", i, field) }
		if seen[cap.Category] {
			c.bad.Add(at("category"), Duplicate, "code", cap.Category)
		}
		seen[cap.Category] = true
		if !slices.ContainsFunc(a.Rules, func(r AdjustmentFile) bool { return r.Category == cap.Category }) {
			c.bad.Add(at("category"), UnknownRule, "code", cap.Category)
		}
		if cap.Cap.IsNegative() {
			c.bad.Add(at("cap"), OutOfRange, "min", "0", "max", "")
		}
	}
}

// steps must begin with the unit's submit and keep the order of the trade.
func (c *planChecker) steps() {
	order := []Step{StepSubmit, StepApprove, StepVerify, StepConfirm}
	last := -1
	for i, s := range c.f.Steps {
		oneOf(c, Path("steps", i), s, order...)
		at := slices.Index(order, s)
		if at <= last || i == 0 && s != StepSubmit {
			c.bad.Add(Path("steps", i), BadSteps)
		}
		last = at
	}
	if len(c.f.Steps) == 0 {
		c.bad.Add(Path("steps"), Required)
	}
}

func (c *planChecker) calendar() {
	cal := c.f.Calendar
	if _, err := period.ParseClock(cal.CutOff); err != nil {
		c.bad.Add(Path("calendar", "cutOff"), BadFormat, "example", "18:00")
	}
	deadline := func(path []string, d *period.Deadline) {
		if d == nil {
			return
		}
		if err := d.Check(); err != nil {
			c.bad.Add(path, BadDeadline)
		}
	}
	deadline(Path("calendar", "arrangement", "submit"), &cal.Arrangement.Submit)
	deadline(Path("calendar", "arrangement", "approve"), &cal.Arrangement.Approve)
	deadline(Path("calendar", "bulletin"), &cal.Bulletin)
	seen := map[period.Kind]bool{}
	for i, w := range cal.Reports {
		at := func(field string) []string { return Path("calendar", "reports", i, field) }
		oneOf(c, at("frequency"), w.Frequency, period.Month, period.Quarter, period.Half, period.Year)
		if seen[w.Frequency] {
			c.bad.Add(at("frequency"), Duplicate, "code", string(w.Frequency))
		}
		seen[w.Frequency] = true
		deadline(at("opens"), &w.Opens)
		deadline(at("due"), &w.Due)
		deadline(at("verify"), w.Verify)
		deadline(at("confirm"), w.Confirm)
		deadline(at("closes"), w.Closes)
		if w.Grace != nil {
			c.bad = append(c.bad, w.Grace.Check(at("grace"))...)
			if w.Grace.Counts == GraceLate && w.Closes != nil {
				// It would decide nothing: whatever comes before the close is taken anyhow.
				c.bad.Add(at("grace"), GraceBesideClose)
			}
		}
	}
}

func (c *planChecker) shares(path []string, shares []PlannedShare) {
	month, share := 0, decimal.Zero
	for i, s := range shares {
		if s.Month <= month || s.Month > 12 || s.Share.LessThan(share) || s.Share.GreaterThan(one) {
			c.bad.Add(append(slices.Clone(path), Path(i)...), BadShares)
		}
		month, share = s.Month, s.Share
	}
	if len(shares) > 0 && month != 12 {
		c.bad.Add(path, BadShares)
	}
}

func (c *planChecker) groups() {
	groups := codes(c, "groups", c.f.Groups, func(g GroupFile) string { return g.Code })
	for i, g := range c.f.Groups {
		c.require(Path("groups", i, "name"), g.Name, 100)
		seen := map[score.Component]bool{}
		for j, w := range g.Components {
			path := Path("groups", i, "components", j, "component")
			oneOf(c, path, w.Component, score.IndicatorComponent, score.BallotComponent, score.LeaderComponent)
			if seen[w.Component] {
				c.bad.Add(path, Duplicate, "code", string(w.Component))
			}
			seen[w.Component] = true
			if w.Weight.IsNegative() || w.Weight.GreaterThan(one) {
				c.bad.Add(Path("groups", i, "components", j, "weight"), OutOfRange, "min", "0", "max", "1")
			}
		}
	}
	codes(c, "dimensions", c.f.Dimensions, func(d DimensionFile) string { return d.Code })
	for i, d := range c.f.Dimensions {
		c.require(Path("dimensions", i, "name"), d.Name, 100)
		c.marks(Path("dimensions", i, "marks"), d.Marks, groups)
	}
}

func (c *planChecker) marks(path []string, marks []GroupMarks, groups map[string]bool) {
	seen := map[string]bool{}
	for i, m := range marks {
		at := func(field string) []string { return append(slices.Clone(path), Path(i, field)...) }
		if !groups[m.Group] {
			c.bad.Add(at("group"), UnknownGroup, "code", m.Group)
		}
		if seen[m.Group] {
			c.bad.Add(at("group"), Duplicate, "code", m.Group)
		}
		seen[m.Group] = true
		if m.FullMarks.IsNegative() {
			c.bad.Add(at("fullMarks"), OutOfRange, "min", "0", "max", "")
		}
	}
}

func (c *planChecker) indicators() {
	groups, dims := map[string]bool{}, map[string]bool{}
	for _, g := range c.f.Groups {
		groups[g.Code] = true
	}
	for _, d := range c.f.Dimensions {
		dims[d.Code] = true
	}
	codes(c, "indicators", c.f.Indicators, func(i IndicatorFile) string { return i.Code })
	for i := range c.f.Indicators {
		ind := &c.f.Indicators[i]
		at := func(parts ...any) []string { return append(Path("indicators", i), Path(parts...)...) }
		c.require(at("name"), ind.Name, 100)
		c.bad = append(c.bad, CheckText(ind.Definition, longest, at("definition"))...)
		if !dims[ind.Dimension] {
			c.bad.Add(at("dimension"), UnknownDimension, "code", ind.Dimension)
		}
		oneOf(c, at("direction"), ind.Direction, Higher, Lower, Within)
		oneOf(c, at("frequency"), ind.Frequency, period.Year, period.Half, period.Quarter, period.Month)
		oneOf(c, at("source"), ind.Source, SourceUnit, SourceOwner)
		if !ind.Aggregation.Supported() {
			c.bad.Add(at("aggregation"), UnsupportedMethod, "method", string(ind.Aggregation))
		}
		if ind.Owner == "" {
			c.bad.Add(at("owner"), NoOwner, "code", ind.Code)
		} else {
			c.unit(at("owner"), ind.Owner)
		}
		if ind.AlternateOwner != "" {
			c.unit(at("alternateOwner"), ind.AlternateOwner)
			if ind.AlternateOwner == ind.Owner {
				c.bad.Add(at("alternateOwner"), Duplicate, "code", ind.Owner)
			}
		}
		if ind.RatioScale != nil && !ind.RatioScale.IsPositive() {
			c.bad.Add(at("ratioScale"), OutOfRange, "min", "1", "max", "")
		}
		c.bad = append(c.bad, CheckText(ind.UnitOfMeasure, 50, at("unitOfMeasure"))...)
		c.shares(at("plannedShares"), ind.PlannedShares)
		c.marks(at("marks"), ind.Marks, groups)
		for _, p := range ind.Rule.Validate(at("rule")...) {
			args := map[string]string{"problem": string(p.Code)}
			for k, v := range p.Args {
				args[k] = v
			}
			c.bad = append(c.bad, Problem{Field: p.Path, Code: BadRule, Args: args})
		}
	}
}

func (c *planChecker) unitsAndGoals() {
	groups, units, inds := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, g := range c.f.Groups {
		groups[g.Code] = true
	}
	for i, u := range c.f.Units {
		c.unit(Path("units", i, "unit"), u.Unit)
		if units[u.Unit] {
			c.bad.Add(Path("units", i, "unit"), Duplicate, "code", u.Unit)
		}
		units[u.Unit] = true
		if !groups[u.Group] {
			c.bad.Add(Path("units", i, "group"), UnknownGroup, "code", u.Group)
		}
		oneOf(c, Path("units", i, "mode"), u.Mode, score.Ranked, score.ScoredUnranked, score.Exempt)
	}
	for _, ind := range c.f.Indicators {
		inds[ind.Code] = true
	}
	type key struct{ unit, indicator string }
	seen := map[key]bool{}
	for i, g := range c.f.Goals {
		if !units[g.Unit] {
			c.bad.Add(Path("goals", i, "unit"), UnknownUnit, "code", g.Unit)
		}
		if !inds[g.Indicator] {
			c.bad.Add(Path("goals", i, "indicator"), UnknownIndicator, "code", g.Indicator)
		}
		if k := (key{g.Unit, g.Indicator}); seen[k] {
			c.bad.Add(Path("goals", i), Duplicate, "code", g.Unit+" "+g.Indicator)
		} else {
			seen[k] = true
		}
		c.goal(i, g)
	}
}

func (c *planChecker) goal(i int, g GoalFile) {
	at := func(field string) []string { return Path("goals", i, field) }
	c.bad = append(c.bad, CheckText(g.Section, 200, at("section"))...)
	if g.LeadUnit != "" {
		c.unit(at("leadUnit"), g.LeadUnit)
	}
	for j, u := range g.CooperatingUnits {
		c.unit(Path("goals", i, "cooperatingUnits", j), u)
	}
	if g.LeaderInCharge != "" {
		if _, ok := c.known.Accounts[g.LeaderInCharge]; !ok {
			c.bad.Add(at("leaderInCharge"), UnknownAccount, "code", g.LeaderInCharge)
		}
	}
	if g.Difficulty != nil && !g.Difficulty.IsPositive() {
		c.bad.Add(at("difficulty"), OutOfRange, "min", "0", "max", "")
	}
	if g.Portion != nil && (!g.Portion.IsPositive() || g.Portion.GreaterThan(one)) {
		c.bad.Add(at("portion"), OutOfRange, "min", "0", "max", "1")
	}
	c.shares(at("plannedShares"), g.PlannedShares)
}
