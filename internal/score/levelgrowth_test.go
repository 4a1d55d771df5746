package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grown is a level with the growth reported beside it; an empty growth is none.
func grown(a, growth string) Numbers {
	n := Numbers{Figure: figure(a), Target: pd("4.5")}
	if growth != "" {
		n.Figure.Inputs.Numbers = []NamedNumber{{growthName, d(growth)}}
	}
	return n
}

func TestLevelGrowth(t *testing.T) {
	m := func(x LevelGrowth) Rule { return Rule{Method: Methods{LevelGrowth: &x}} }
	rate, line := Methods{Proportional: &Proportional{}}, Methods{Linear: &Linear{}}
	usual := LevelGrowth{Alpha: pd("0.5"), Level: rate, Growth: line, GrowthOf: GrowthReported, GrowthTarget: pd("8"), GrowthBaseline: pd("3")}
	with := func(change func(*LevelGrowth)) Rule {
		x := usual
		change(&x)
		return m(x)
	}
	weight := func(alpha string) Rule { return with(func(x *LevelGrowth) { x.Alpha = pd(alpha) }) }
	onBaseline := with(func(x *LevelGrowth) { x.GrowthOf = GrowthOnBaseline })
	last := func(a, baseline string) Numbers {
		return Numbers{Figure: figure(a), Target: pd("4.5"), Baseline: pd(baseline)}
	}
	half := last("4.2", "8")
	half.Target, half.Share = pd("9"), q("1/2")
	capped := with(func(x *LevelGrowth) { x.Level = Methods{Proportional: &Proportional{Cap: pd("1.2")}} })
	mixed := m(LevelGrowth{Alpha: pd("0.4"), GrowthOf: GrowthReported, GrowthTarget: pd("0"),
		Level: Methods{Linear: &Linear{Bands: []Band{{d("5"), d("1")}, {d("3"), d("0.6")}}}}, Growth: Methods{Threshold: &Threshold{Op: MoreThan}}})
	tiered := m(LevelGrowth{Alpha: pd("0.4"), GrowthOf: GrowthReported, GrowthTarget: pd("10"),
		Level:  Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear}},
		Growth: Methods{Tiers: &Tiers{On: OnRate, Bounds: []Tier{{From: pd("1"), Coefficient: pd("1")}, {From: pd("0.5"), Coefficient: pd("0.7")}}}}})
	check := m(LevelGrowth{Alpha: pd("0.3"), GrowthOf: GrowthReported, Level: Methods{Threshold: &Threshold{Op: Pass}},
		Growth: Methods{Tiers: &Tiers{On: OnValue, Bounds: []Tier{{From: pd("5"), Coefficient: pd("1")}}}}})
	passed := grown("1", "5")
	passed.Figure.Value, passed.Figure.Inputs.Passed, passed.Target = nil, new(true), nil
	idle := with(func(x *LevelGrowth) { x.Level = Methods{Proportional: &Proportional{OnZero: new(ZeroNotApplicable)}} })
	toZero := grown("1", "5")
	toZero.Target = pd("0")
	within := m(LevelGrowth{Alpha: pd("0.5"), Level: Methods{Range: &Range{From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")}}, Growth: rate, GrowthOf: GrowthReported, GrowthTarget: pd("10")})
	challenged := onBaseline
	challenged.Method.LevelGrowth = &LevelGrowth{Alpha: pd("1"), Level: Methods{Linear: &Linear{Target: pd("4"), Baseline: pd("2")}}, Growth: rate, GrowthOf: GrowthReported, GrowthTarget: pd("1")}
	challenged.Modifiers = &Modifiers{ChallengeBonus: pd("1")}
	dared := grown("5", "1")
	dared.Target, dared.Challenge = nil, pd("6")
	run(t, []row{
		{id: "M17-1", w: "5", rule: m(usual), n: grown("4.2", "6.5"), exact: "68/15", score: "4.53", rate: "14/15"},
		{id: "M17-3", w: "5", rule: weight("0.3"), n: grown("3.6", "8"), exact: "4.7", score: "4.70", rate: "0.8"},
		{id: "growth beyond its target", w: "5", rule: weight("0.3"), n: grown("3.6", "20"), exact: "4.7", score: "4.70"},
		{id: "level alone", w: "5", rule: weight("1"), n: grown("3.6", "0"), exact: "4", score: "4.00"},
		{id: "growth alone", w: "5", rule: weight("0"), n: grown("0", "6.5"), exact: "4.4", score: "4.40", rate: "0"},
		{id: "both beyond", w: "5", rule: m(usual), n: grown("9", "20"), exact: "5", score: "5.00", rate: "2"},
		{id: "level up to a cap", w: "5", rule: capped, n: grown("9", "8"), exact: "5.5", score: "5.50"},
		{id: "shrunk", w: "5", rule: m(usual), n: grown("4.5", "-20"), exact: "2.5", score: "2.50"},
		{id: "growth on the baseline", w: "5", rule: onBaseline, n: last("4.26", "4"), exact: "137/30", score: "4.57"},
		{id: "growth on a baseline below zero", w: "5", rule: onBaseline, n: last("-1", "-2"), exact: "2.5", score: "2.50"},
		{id: "growth on half of the year", w: "5", rule: onBaseline, n: half, exact: "127/30", score: "4.23", rate: "14/15"},
		{id: "bands and a threshold", w: "10", rule: mixed, n: grown("4", "0.1"), exact: "9.2", score: "9.20"},
		{id: "bands and a threshold missed", w: "10", rule: mixed, n: grown("4", "0"), exact: "3.2", score: "3.20"},
		{id: "lower is better, growth in tiers", w: "10", rule: tiered, n: grown("5.4", "9"), exact: "7.4", score: "7.40", rate: "0.8"},
		{id: "a check and a growth", w: "10", rule: check, n: passed, exact: "10", score: "10.00", rate: "none"},
		{id: "a range and a growth", w: "5", rule: within, n: grown("42", "10"), exact: "4.5", score: "4.50"},
		{id: "the level's target is the challenge's", w: "10", rule: challenged, n: dared, exact: "10.5", score: "10.50"},
		{id: "the level does not apply", w: "5", rule: idle, n: toZero, state: NotApplicable},
		{id: "the level's target is zero", w: "5", rule: m(usual), n: toZero, state: Failed, problem: ProblemZeroTarget},
		{id: "nobody reported the growth", w: "5", rule: m(usual), n: grown("4.2", ""), state: Failed, problem: ProblemUnknownInput},
		{id: "a baseline of zero", w: "5", rule: onBaseline, n: last("4", "0"), state: Failed, problem: ProblemZeroBaseline},
		{id: "no baseline", w: "5", rule: onBaseline, n: last("4", ""), state: Failed, problem: ProblemNoBaseline},
		{id: "no target", w: "5", rule: m(usual), n: Numbers{Figure: figure("1")}, state: Failed, problem: ProblemNoTarget},
		{id: "a rating", w: "5", rule: m(usual), n: Numbers{Figure: Figure{State: Value}, Target: pd("1")}, state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "5", rule: m(usual), n: grown("", "5"), exact: "0", score: "0.00", state: Missing},
	})
}

func TestLevelGrowthTrace(t *testing.T) {
	rule := Rule{Method: Methods{LevelGrowth: &LevelGrowth{
		Alpha: pd("0.5"), Level: Methods{Proportional: &Proportional{}}, Growth: Methods{Linear: &Linear{}}, GrowthOf: GrowthOnBaseline,
		GrowthTarget: pd("8"), GrowthBaseline: pd("3")}}}
	want := `LEVEL  → 0.84
  RATE  A ÷ T  A=4.2 (figure)  T=5 (goal)  → 0.84
  POINTS  W × r  W=1 (rule)  r=0.84 (step)  → 0.84
GROWTH  → 0.76
  GROWTH_ON_BASELINE  (A − B) ÷ |B| × 100  A=4.2 (figure)  B=4 (goal)  → 5
  EFFICACY  base + (100 − base) × (A − B) ÷ (T − B)  base=60 (default)  A=5 (figure)  B=3 (rule)  T=8 (rule)  → 76
  POINTS  W × p ÷ 100  W=1 (rule)  p=76 (step)  → 0.76
LEVEL_GROWTH  α × l + (1 − α) × g  α=0.5 (rule)  l=0.84 (step)  g=0.76 (step)  → 0.8
POINTS  W × k  W=5 (goal)  k=0.8 (step)  → 4
`
	if diff := cmp.Diff(want, steps(rule, "5", Numbers{Figure: figure("4.2"), Target: pd("5"), Baseline: pd("4")})); diff != "" {
		t.Error(diff)
	}
}

func TestLevelGrowthValidate(t *testing.T) {
	growth := `"growthOf":"REPORTED","growthTarget":"8"`
	refuses(t, "levelGrowth", []wrong{
		{"usual", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"linear":{}},"growthBaseline":"3",` + growth + `}`, ""},
		{"targets of the line's own", `{"alpha":"0","level":{"proportional":{}},"growth":{"linear":{"target":"8","baseline":"3"}},"growthOf":"ON_BASELINE"}`, ""},
		{"nothing", `{}`, "alpha REQUIRED, level ONE_METHOD, growth ONE_METHOD, growthOf REQUIRED"},
		{"more than all", `{"alpha":"1.01","level":{"proportional":{},"linear":{}},"growth":{"threshold":{"op":"AT_LEAST"}},"growthOf":"NO"}`,
			"alpha OUT_OF_RANGE, level ONE_METHOD, growthOf UNKNOWN_CODE, growthTarget REQUIRED"},
		{"wrong inside", `{"alpha":"-1","level":{"proportional":{"cap":"0"}},"growth":{"tiers":{"on":"VALUE","bounds":[{"from":"5","points":"1"},{"coefficient":"-1"}]}},` + growth + `}`,
			"alpha OUT_OF_RANGE, level.proportional.cap OUT_OF_RANGE, growth.tiers.bounds.1.coefficient OUT_OF_RANGE, growth.tiers.bounds.0.points NESTED"},
		{"what cannot stand inside", `{"alpha":"0.5","level":{"rank":{}},"growth":{"levelGrowth":{}},` + growth + `}`, "level.rank NESTED, growth.levelGrowth NESTED"},
		{"a check of growth", `{"alpha":"0.5","level":{"threshold":{"op":"PASS"}},"growth":{"threshold":{"op":"PASS"}},` + growth + `}`, "growth.threshold.op NESTED"},
		{"no cases", `{"alpha":"0.5","level":{"lowerIsBetter":{"variant":"RATIO","naIfNoCase":false}},"growth":{"proportional":{}},` + growth + `}`, "level.lowerIsBetter.naIfNoCase NESTED"},
		{"growth without target and baseline", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"linear":{}},"growthOf":"REPORTED"}`, "growthTarget REQUIRED, growthBaseline REQUIRED"},
		{"no line", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"linear":{"baseline":"8.0"}},` + growth + `}`, "growthTarget TARGET_IS_BASELINE"},
		{"growth to zero", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"proportional":{}},"growthOf":"REPORTED","growthTarget":"0"}`, "growthTarget ZERO_TARGET"},
		{"growth to zero is meant", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"proportional":{"onZero":"FULL_IF_MET"}},"growthOf":"REPORTED","growthTarget":"0"}`, ""},
		{"growth below zero", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"proportional":{"onNegative":"REJECT"}},"growthOf":"REPORTED","growthTarget":"-3"}`, "growthTarget NEGATIVE_TARGET"},
		{"growth in bands", `{"alpha":"0.5","level":{"proportional":{}},"growth":{"linear":{"bands":[{"standard":"9","coefficient":"1"},{"standard":"6","coefficient":"0.8"}]}},"growthOf":"REPORTED"}`, ""},
	})
}

func TestLevelGrowthNeedsTarget(t *testing.T) {
	for needs, level := range map[bool]Methods{true: {Proportional: &Proportional{}}, false: {Tiers: &Tiers{On: OnValue}}} {
		if r := (Rule{Method: Methods{LevelGrowth: &LevelGrowth{Level: level}}}); r.NeedsTarget() != needs {
			t.Errorf("%s: needs a target %v", Rule{Method: level}.Name(), !needs)
		}
	}
}

func TestLevelGrowthExcel(t *testing.T) {
	m := LevelGrowth{Alpha: pd("0.3"), Level: Methods{Threshold: &Threshold{Op: AtLeast}}, Growth: Methods{Linear: &Linear{Baseline: pd("-3")}}, GrowthOf: GrowthReported, GrowthTarget: pd("8")}
	if got, want := m.excel(names), "W*(0.3*(IF(A>=T,1,0))+0.7*(1*MIN(MAX(60+(100-60)*(in:growth-(-3))/(8-(-3)),0),100)/100))"; got != want {
		t.Errorf("formula = %s\nwant %s", got, want)
	}
	m.Growth, m.GrowthOf = Methods{Threshold: &Threshold{Op: MoreThan}}, GrowthOnBaseline
	if got, want := m.excel(names), "W*(0.3*(IF(A>=T,1,0))+0.7*(IF(((A-B)/ABS(B)*100)>8,1,0)))"; got != want {
		t.Errorf("formula = %s\nwant %s", got, want)
	}
	m.Level = Methods{Proportional: &Proportional{Cap: pd("1.2")}}
	if got := m.most(q("10")); got.Cmp(q("10.6")) != 0 {
		t.Errorf("most = %s", got)
	}
}
