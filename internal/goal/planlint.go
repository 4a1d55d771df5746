package goal

import (
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// planRule is one question that the plan check asks. All that it finds has its
// code and its severity.
type planRule struct {
	severity Severity
	code     ProblemCode
	find     func(*linter)
}

// planRules are asked in order. Each of them goes over the plan once, whatever
// the others found; only the last of the errors needs the ones before it.
var planRules = []planRule{
	{SeverityError, WeightsNotFull, (*linter).weights},
	{SeverityError, NoUnits, (*linter).emptyGroups},
	{SeverityError, MarksMismatch, (*linter).dimensionMarks},
	{SeverityError, MarksNotFull, (*linter).groupMarks},
	{SeverityError, NoAlternate, (*linter).owners},
	{SeverityError, NoTarget, (*linter).targets},
	{SeverityError, NoBaseline, (*linter).baselines},
	{SeverityError, TargetZero, (*linter).zeroTargets},
	{SeverityError, TargetNegative, (*linter).negativeTargets},
	{SeverityError, ZeroBaseline, (*linter).zeroBaselines},
	{SeverityError, TargetIsBaseline, (*linter).targetIsBaseline},
	{SeverityError, TargetIsChallenge, (*linter).targetIsChallenge},
	{SeverityError, BadPeriodWeights, (*linter).periodWeights},
	{SeverityError, NotMilestones, (*linter).notMilestones},
	{SeverityError, NobodyToCompare, (*linter).nobodyToCompare},
	{SeverityError, NoWindow, (*linter).windows},
	{SeverityError, NoLegalBasis, (*linter).legalBasis},
	{SeverityError, NoGrades, (*linter).noGrades},
	{SeverityError, SharesOverOne, (*linter).gradeShares},
	{SeverityError, CannotCompute, (*linter).dryRun},

	{SeverityWarning, FullMarksOutOfReach, (*linter).outOfReach},
	{SeverityWarning, TiersNotFalling, (*linter).tiersNotFalling},
	{SeverityWarning, TierAboveFull, (*linter).tierAboveFull},
	{SeverityWarning, CapBelowBase, (*linter).capBelowBase},
	{SeverityWarning, DirectionDiffers, (*linter).directions},
	{SeverityWarning, AloneInGroup, (*linter).aloneInGroup},
	{SeverityWarning, PointsForDissatisfied, (*linter).dissatisfied},
	{SeverityWarning, LooksLikePercent, (*linter).looksLikePercent},
	{SeverityWarning, RatesAddedUp, (*linter).ratesAddedUp},
	{SeverityWarning, NodesElsewhere, (*linter).nodesElsewhere},
	{SeverityWarning, NoMarks, (*linter).noMarks},
	{SeverityWarning, HeavyIndicator, (*linter).heavyIndicators},
	{SeverityWarning, EmptyDimension, (*linter).emptyDimensions},
	{SeverityWarning, CountedTwice, (*linter).countedTwice},
	{SeverityWarning, NoDefinition, (*linter).definitions},
	{SeverityWarning, OddDifficulty, (*linter).difficulties},
	{SeverityWarning, ChallengeNotBeyond, (*linter).challengeNotBeyond},
	{SeverityWarning, ChallengeIgnored, (*linter).challengeIgnored},
	{SeverityWarning, TargetOutOfLine, (*linter).targetOutOfLine},
	{SeverityWarning, PortionsNotWhole, (*linter).portions},
	{SeverityWarning, MuchNotApplicable, (*linter).muchNotApplicable},
	{SeverityWarning, SmallGroup, (*linter).smallGroups},
	{SeverityWarning, VetoDimensionAbsent, (*linter).vetoDimensions},
	{SeverityWarning, GradesNotFalling, (*linter).gradesNotFalling},
	{SeverityWarning, UncappedBonus, (*linter).uncappedBonus},

	{SeverityNote, MoreThanFull, (*linter).moreThanFull},
	{SeverityNote, TiersEnd, (*linter).tiersEnd},
	{SeverityNote, PairInGroup, (*linter).pairInGroup},
	{SeverityNote, MeanOfRates, (*linter).meanOfRates},
	{SeverityNote, TargetBehindBaseline, (*linter).targetBehindBaseline},
	{SeverityNote, ChallengeBonusUnused, (*linter).bonusUnused},
	{SeverityNote, PlannedSharesIgnored, (*linter).sharesIgnored},
	{SeverityNote, RollsUpTwice, (*linter).rollsUpTwice},
	{SeverityNote, OrganiserOwns, (*linter).organiserOwns},
	{SeverityNote, UncheckedFigures, (*linter).unchecked},
	{SeverityNote, ManyIndicators, (*linter).manyIndicators},
	{SeverityNote, NoQuarters, (*linter).noQuarters},
	{SeverityNote, NoPlace, (*linter).noPlace},
	{SeverityNote, RestUngraded, (*linter).restUngraded},
	{SeverityNote, LastGradeClosed, (*linter).lastGradeClosed},
	{SeverityNote, BindingIdle, (*linter).bindingIdle},
	{SeverityNote, NothingBinding, (*linter).nothingBinding},
}

// PlanFindingCodes are all codes that the plan check can give, with their severity.
func PlanFindingCodes() map[ProblemCode]Severity {
	codes := make(map[ProblemCode]Severity, len(planRules))
	for _, r := range planRules {
		codes[r.code] = r.severity
	}
	return codes
}

// Findings says what is wrong, doubtful or worth knowing about a stored draft:
// everything at once, errors first, each with its path in the plan.
func (f *PlanFile) Findings() []PlanFinding {
	l := newLinter(f)
	for i := range planRules {
		l.ask(&planRules[i])
	}
	return l.found
}

// Ready says what keeps a stored draft from being submitted: weights and marks
// that do not add up, goals without an owner or a target, vetoes without a legal
// basis, rules that cannot be computed. These are the errors of its findings.
func (f *PlanFile) Ready() Problems {
	l := newLinter(f)
	var bad Problems
	for i := range planRules {
		if planRules[i].severity == SeverityError {
			l.ask(&planRules[i])
		}
	}
	for i := range l.found {
		bad = append(bad, l.found[i].Problem)
	}
	return bad
}

// linter is one check under way. It holds what its rules look up again and
// again, so that none of them goes over all units for each indicator and group.
type linter struct {
	f          *PlanFile
	goals      map[goalKey]int
	units      map[string]*PlanUnitFile // those that are scored
	groups     map[string]*lintGroup
	indicators []lintIndicator

	rule  *planRule // whose turn it is
	said  map[string]bool
	found []PlanFinding
}

type goalKey struct{ unit, indicator string }

// lintGroup is a group with what the check counts in it.
type lintGroup struct {
	units  []string // that are scored
	ranked int
	base   int // units that shares of grades are of
}

// lintIndicator is an indicator with those who have it.
type lintIndicator struct {
	*IndicatorFile
	at     int
	sound  bool                       // its rule can be read
	marks  map[string]decimal.Decimal // above zero, by group
	own    []int                      // goals that apply and have something of their own
	has    map[string]int             // units that have the goal, by group
	ranked map[string]int             // those of them that are ranked
}

func newLinter(f *PlanFile) *linter {
	l := &linter{f: f, goals: make(map[goalKey]int, len(f.Goals)), units: make(map[string]*PlanUnitFile, len(f.Units)), groups: map[string]*lintGroup{}}
	for i := range f.Groups {
		l.groups[f.Groups[i].Code] = &lintGroup{}
	}
	for i := range f.Units {
		l.member(&f.Units[i])
	}
	places := make(map[string]int, len(f.Indicators))
	l.indicators = make([]lintIndicator, len(f.Indicators))
	for i := range f.Indicators {
		places[f.Indicators[i].Code] = i
		l.indicators[i] = l.indicator(i)
	}
	for i := range f.Goals {
		g := &f.Goals[i]
		l.goals[goalKey{g.Unit, g.Indicator}] = i
		u, at := l.units[g.Unit], -1
		if n, ok := places[g.Indicator]; ok && u != nil && l.indicators[n].in(u.Group) {
			at = n
		}
		switch {
		case at < 0:
		case g.NotApplicable:
			l.indicators[at].leaves(u)
		default:
			l.indicators[at].own = append(l.indicators[at].own, i)
		}
	}
	return l
}

func (l *linter) member(u *PlanUnitFile) {
	g := l.groups[u.Group]
	if g == nil || u.Mode == score.Exempt {
		return
	}
	l.units[u.Unit] = u
	g.units = append(g.units, u.Unit)
	if u.Mode == score.Ranked {
		g.ranked++
	}
	if u.Mode == score.Ranked || l.f.Quota.Base == score.AllUnits && u.Mode != score.Entrusted {
		g.base++
	}
}

func (l *linter) indicator(i int) lintIndicator {
	ind := lintIndicator{IndicatorFile: &l.f.Indicators[i], at: i, marks: map[string]decimal.Decimal{}, has: map[string]int{}, ranked: map[string]int{}}
	ind.sound = len(ind.Rule.Validate()) == 0
	for _, m := range ind.Marks {
		if g := l.groups[m.Group]; g != nil && m.FullMarks.IsPositive() && !ind.in(m.Group) {
			ind.marks[m.Group], ind.has[m.Group], ind.ranked[m.Group] = m.FullMarks, len(g.units), g.ranked
		}
	}
	return ind
}

// in reports whether a group has the indicator.
func (ind *lintIndicator) in(group string) bool { return ind.marks[group].IsPositive() }

func (ind *lintIndicator) leaves(u *PlanUnitFile) {
	ind.has[u.Group]--
	if u.Mode == score.Ranked {
		ind.ranked[u.Group]--
	}
}

// path leads to a part of the indicator.
func (ind *lintIndicator) path(parts ...any) []string {
	return append(Path("indicators", ind.at), Path(parts...)...)
}

func (l *linter) ask(r *planRule) {
	l.rule, l.said = r, map[string]bool{}
	r.find(l)
}

// say notes a finding of the rule whose turn it is; args are name, value, name, value.
func (l *linter) say(field []string, args ...string) {
	l.found = append(l.found, PlanFinding{l.rule.severity, NewProblem(field, l.rule.code, args...)})
}

// once is say for what several goals lead to: each path is named once.
func (l *linter) once(field []string, args ...string) {
	if key := strings.Join(field, "."); !l.said[key] {
		l.said[key] = true
		l.say(field, args...)
	}
}

// has reports whether a unit has the indicator as a goal that applies.
func (l *linter) has(unit string, ind *lintIndicator) bool {
	u := l.units[unit]
	if u == nil || !ind.in(u.Group) {
		return false
	}
	i, ok := l.goals[goalKey{unit, ind.Code}]
	return !ok || !l.f.Goals[i].NotApplicable
}

// inGroups visits the groups that have an indicator, in the plan's order.
func (l *linter) inGroups(ind *lintIndicator, visit func(group string, full decimal.Decimal)) {
	for i := range l.f.Groups {
		if g := l.f.Groups[i].Code; ind.in(g) {
			visit(g, ind.marks[g])
		}
	}
}

// groupsOf are the codes of the groups that have an indicator.
func (l *linter) groupsOf(ind *lintIndicator) []string {
	var groups []string
	l.inGroups(ind, func(group string, _ decimal.Decimal) { groups = append(groups, group) })
	return groups
}

// sound are the indicators whose rules can be read.
func (l *linter) sound() []*lintIndicator {
	var list []*lintIndicator
	for i := range l.indicators {
		if l.indicators[i].sound {
			list = append(list, &l.indicators[i])
		}
	}
	return list
}

// aim is what an indicator's goals are held to: the goal's own numbers, else the
// indicator's.
type aim struct {
	*GoalFile // nil for all units that have nothing of their own
	at        int
	ind       *lintIndicator
}

// aims are all of an indicator's, those of units with nothing of their own first.
func (l *linter) aims(ind *lintIndicator) []aim {
	units := 0
	for _, n := range ind.has {
		units += n
	}
	list := make([]aim, 0, len(ind.own)+1)
	if units > len(ind.own) {
		list = append(list, aim{ind: ind})
	}
	for _, i := range ind.own {
		list = append(list, aim{&l.f.Goals[i], i, ind})
	}
	return list
}

func (a *aim) target() (*decimal.Decimal, []string) {
	if a.GoalFile != nil && a.Target != nil {
		return a.Target, Path("goals", a.at, "target")
	}
	return a.ind.Target, a.ind.path("target")
}

func (a *aim) baseline() (*decimal.Decimal, []string) {
	if a.GoalFile != nil && a.Baseline != nil {
		return a.Baseline, Path("goals", a.at, "baseline")
	}
	return a.ind.Baseline, a.ind.path("baseline")
}

// words puts codes into one argument.
func words(codes []string) string { return strings.Join(codes, " ") }

// percent reports whether a unit of measure is that of a rate.
func percent(measure string) bool {
	return slices.ContainsFunc([]string{"%", "％", "‰", "百分", "千分", "per cent", "percent"}, func(s string) bool {
		return strings.Contains(strings.ToLower(measure), s)
	})
}
