package score

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rules has one rule of each method, in order of their numbers.
var rules = []struct {
	code, name string
	rule       Rule
}{
	{"M01", "proportional", Rule{Method: Methods{Proportional: &Proportional{}}}},
	{"M02", "lowerIsBetter", Rule{Method: Methods{LowerIsBetter: &LowerIsBetter{Variant: LowerLinear}}}},
	{"M03", "range", Rule{Method: Methods{Range: &Range{From: pd("45"), To: pd("55"), ZeroBelow: pd("30"), ZeroAbove: pd("80")}}}},
	{"M04", "threshold", Rule{Method: Methods{Threshold: &Threshold{Op: AtLeast}}}},
	{"M05", "tiers", Rule{Method: Methods{Tiers: &Tiers{On: OnRate, Bounds: []Tier{{From: pd("1"), Coefficient: pd("1")}}}}}},
	{"M06", "linear", Rule{Method: Methods{Linear: &Linear{}}}},
	{"M07", "perStep", Rule{Method: Methods{PerStep: &PerStep{Add: pd("1")}}}},
	{"M10", "deduction", Rule{Method: Methods{Deduction: &Deduction{Each: pd("1")}}}},
	{"M11", "awards", Rule{Method: Methods{Awards: &Awards{Levels: []AwardLevel{{"A", pd("1")}}}}}},
	{"M12", "milestones", Rule{Method: Methods{Milestones: &Milestones{Nodes: []MilestoneNode{{"a", pd("1")}}}}}},
	{"M13", "rating", Rule{Method: Methods{Rating: &Rating{Grades: []RatingGrade{{"A", d("1")}}}}}},
	{"M15", "satisfaction", Rule{Method: Methods{Satisfaction: &Satisfaction{Marks: BallotNumbers}}}},
	{"M16", "lateness", Rule{Method: Methods{Lateness: &Lateness{PerDay: pd("1")}}}},
	{"M17", "levelGrowth", Rule{Method: Methods{LevelGrowth: &LevelGrowth{Alpha: pd("0.5"), GrowthOf: GrowthReported, GrowthTarget: pd("8"),
		Level: Methods{Proportional: &Proportional{}}, Growth: Methods{Proportional: &Proportional{}}}}}},
	{"M18", "panel", Rule{Method: Methods{Panel: &Panel{}}}},
	{"M19", "overCompletion", Rule{Method: Methods{OverCompletion: &OverCompletion{}}}},
	{"M20", "passThrough", Rule{Method: Methods{PassThrough: &PassThrough{By: ByScore}}}},
	{"M22", "yearOnYear", Rule{Method: Methods{YearOnYear: &YearOnYear{Deduct: pd("1")}}}},
}

func TestRuleNames(t *testing.T) {
	for _, tt := range rules {
		if got := tt.rule.Code(); got != tt.code {
			t.Errorf("%s: code = %q, want %q", tt.name, got, tt.code)
		}
		if got := tt.rule.Name(); got != tt.name {
			t.Errorf("%s: name = %q", tt.name, got)
		}
		if ps := tt.rule.Validate(); len(ps) > 0 {
			t.Errorf("%s: problems %v in a good rule", tt.name, ps)
		}
		text, err := json.Marshal(tt.rule)
		if err != nil || !strings.Contains(string(text), `{"method":{"`+tt.name+`":{`) {
			t.Errorf("%s: its JSON is %s (%v), under another name", tt.name, text, err)
		}
	}
}

func TestScaleIsLimited(t *testing.T) {
	for _, scale := range []int{-1, 5} {
		res := rules[0].rule.Score(q("1"), scale, HalfAway, Numbers{Figure: figure("1"), Target: pd("1")})
		if res.State != Failed || res.Problem.Code != ProblemOutOfRange {
			t.Errorf("%d decimals: %s %v", scale, res.State, res.Problem)
		}
	}
}

func TestNeedsTarget(t *testing.T) {
	needs := map[string]bool{"M01": true, "M02": true, "M04": true, "M05": true, "M06": true, "M07": true, "M17": true, "M19": true}
	for _, tt := range rules {
		if got := tt.rule.NeedsTarget(); got != needs[tt.code] {
			t.Errorf("%s needs a target: %v", tt.name, got)
		}
	}
	for name, m := range map[string]Methods{
		"a check": {Threshold: &Threshold{Op: Pass}}, "tiers of a value": {Tiers: &Tiers{On: OnValue}}, "a target of its own": {Linear: &Linear{Target: pd("1")}},
	} {
		if (Rule{Method: m}).NeedsTarget() {
			t.Errorf("%s needs a target", name)
		}
	}
}

func TestNotOneMethod(t *testing.T) {
	both := Rule{Method: Methods{Threshold: &Threshold{Op: Pass}, Linear: &Linear{}}}
	for count, r := range map[string]Rule{"0": {}, "2": both} {
		if r.Code() != "" || r.Name() != "" || r.Method.Chosen() != nil {
			t.Errorf("%s methods have a name: %q %q %v", count, r.Code(), r.Name(), r.Method.Chosen())
		}
		want := []Problem{{Path: []string{"rule", "method"}, Code: ProblemOneMethod, Args: map[string]string{"count": count}}}
		if diff := cmp.Diff(want, r.Validate("rule")); diff != "" {
			t.Errorf("%s methods: %s", count, diff)
		}
		if res := r.Score(q("1"), 2, HalfAway, Numbers{}); res.State != Failed || res.Problem.Code != ProblemBadRule {
			t.Errorf("%s methods score %s %v", count, res.State, res.Problem)
		}
	}
	if _, ok := rules[0].rule.Method.Chosen().(*Proportional); !ok {
		t.Errorf("Chosen is a %T", rules[0].rule.Method.Chosen())
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name string
		rule string // as JSON, which tests the tags too
		want string // path and code of each problem
	}{
		{"proportional, all wrong", `{"method":{"proportional":{"cap":"0","floor":"-1","zeroBelow":"0","onZero":"X","onNegative":"Y"}}}`,
			"proportional.cap OUT_OF_RANGE, proportional.floor OUT_OF_RANGE, proportional.zeroBelow OUT_OF_RANGE, proportional.onZero UNKNOWN_CODE, proportional.onNegative UNKNOWN_CODE"},
		{"floor above the cap", `{"method":{"proportional":{"floor":"1.2"}}}`, "proportional.floor OUT_OF_RANGE"},
		{"lower is better without a variant", `{"method":{"lowerIsBetter":{"cap":"-1"}}}`, "lowerIsBetter.variant REQUIRED, lowerIsBetter.cap OUT_OF_RANGE"},
		{"threshold without a comparison", `{"method":{"threshold":{}}}`, "threshold.op REQUIRED"},
		{"threshold with a sign", `{"method":{"threshold":{"op":">="}}}`, "threshold.op UNKNOWN_CODE"},
		{"no tiers", `{"method":{"tiers":{"bounds":[]}}}`, "tiers.on REQUIRED, tiers.bounds REQUIRED"},
		{"tiers not descending", `{"method":{"tiers":{"on":"RATE","bounds":[{"from":"0.9","coefficient":"1"},{"from":"0.90","coefficient":"0.5"}]}}}`, "tiers.bounds.1.from NOT_ORDERED"},
		{"tiers not ascending", `{"method":{"tiers":{"on":"VALUE","direction":"LOWER","bounds":[{"from":"5","coefficient":"1"},{"from":"3","coefficient":"0.5"}]}}}`, "tiers.bounds.1.from NOT_ORDERED"},
		{"a rate descends in both directions", `{"method":{"tiers":{"on":"RATE","direction":"LOWER","bounds":[{"from":"1","coefficient":"1"},{"from":"0.5","coefficient":"0.5"}]}}}`, ""},
		{"tiers with too little and too much", `{"method":{"tiers":{"on":"VALUE","bounds":[{"coefficient":"1","points":"2"},{"from":"1"}]}}}`,
			"tiers.bounds.0.points EXCLUSIVE, tiers.bounds.0.from LAST_ONLY, tiers.bounds.1.coefficient REQUIRED"},
		{"tiers below nothing", `{"method":{"tiers":{"on":"VALUE","direction":"UP","bounds":[{"coefficient":"-1"}]}}}`, "tiers.direction UNKNOWN_CODE, tiers.bounds.0.coefficient OUT_OF_RANGE"},
		{"linear, all wrong", `{"method":{"linear":{"base":"100","lo":"80","hi":"70","below":"NO","baseline":"1","target":"1.0"}}}`,
			"linear.base OUT_OF_RANGE, linear.lo OUT_OF_RANGE, linear.below UNKNOWN_CODE, linear.target TARGET_IS_BASELINE"},
		{"bands and a base", `{"method":{"linear":{"base":"60","bands":[{"standard":"9","coefficient":"1"},{"standard":"6","coefficient":"0.8"}]}}}`, "linear.base EXCLUSIVE"},
		{"one band", `{"method":{"linear":{"bands":[{"standard":"9","coefficient":"1"}]}}}`, "linear.bands OUT_OF_RANGE"},
		{"bands out of order", `{"method":{"linear":{"bands":[{"standard":"9","coefficient":"1"},{"standard":"6","coefficient":"0.8"},{"standard":"7","coefficient":"0.6"},{"standard":"5","coefficient":"0.6"}]}}}`,
			"linear.bands.2.standard NOT_ORDERED, linear.bands.3.coefficient NOT_ORDERED"},
		{"equal standards", `{"method":{"linear":{"bands":[{"standard":"9","coefficient":"1"},{"standard":"9","coefficient":"0.8"}]}}}`, "linear.bands.1.standard NOT_ORDERED"},
		{"deduction of nothing", `{"method":{"deduction":{"multiplier":"0","free":"-1"}}}`, "deduction.each REQUIRED, deduction.multiplier OUT_OF_RANGE, deduction.free OUT_OF_RANGE"},
		{"kinds", `{"method":{"deduction":{"kinds":[{"kind":"a","points":"1"},{"kind":"a","points":"-1"},{"points":"1"}],"zeroIf":[{"kind":"b","atLeast":"0"}]}}}`,
			"deduction.kinds.1.kind DUPLICATE, deduction.kinds.1.points OUT_OF_RANGE, deduction.kinds.2.kind REQUIRED, deduction.zeroIf.0.atLeast OUT_OF_RANGE"},
		{"a negative floor is meant", `{"method":{"deduction":{"each":"0.5","floor":"-2"}}}`, ""},
		{"no grades", `{"method":{"rating":{"grades":[]}}}`, "rating.grades REQUIRED"},
		{"grades", `{"method":{"rating":{"grades":[{"grade":"A","coefficient":"-1"},{"grade":"A","coefficient":"1"},{"coefficient":"1"}]}}}`,
			"rating.grades.0.coefficient OUT_OF_RANGE, rating.grades.1.grade DUPLICATE, rating.grades.2.grade REQUIRED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r Rule
			if err := json.Unmarshal([]byte(tt.rule), &r); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Validate() {
				got = append(got, strings.TrimPrefix(strings.Join(p.Path, "."), "method.")+" "+p.Code)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("problems:\n%s\nwant:\n%s", s, tt.want)
			}
		})
	}
}

func TestValidateModifiers(t *testing.T) {
	r := rules[0].rule
	r.Modifiers = &Modifiers{DifficultyCap: pd("0"), ChallengeBonus: pd("-1")}
	ps := r.Validate("indicators", "7")
	if len(ps) != 2 || strings.Join(ps[1].Path, ".") != "indicators.7.modifiers.challengeBonus" {
		t.Errorf("problems = %v", ps)
	}
}

// A caller may extend the path it gave; problems must keep theirs.
func TestPathsAreNotShared(t *testing.T) {
	at := append(make([]string, 0, 8), "rule")
	ps := Rule{Method: Methods{Proportional: &Proportional{Cap: pd("-1"), ZeroBelow: pd("-1")}}}.Validate(at...)
	_ = append(at, "overwritten")
	if got := strings.Join(ps[0].Path, "."); got != "rule.method.proportional.cap" {
		t.Errorf("path = %s", got)
	}
}
