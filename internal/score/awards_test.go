package score

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// honours is a rule of three levels and a lower class.
func honours() Awards {
	return Awards{
		Levels:  []AwardLevel{{"national", pd("2")}, {"provincial", pd("1")}, {"city", pd("0.5")}},
		Classes: []AwardClass{{"second", pd("0.5")}, {"third", pd("0.3")}},
	}
}

func TestAwards(t *testing.T) {
	m := func(change func(*Awards)) Rule {
		x := honours()
		if change != nil {
			change(&x)
		}
		return Rule{Method: Methods{Awards: &x}}
	}
	usual := m(nil)
	capped := m(func(x *Awards) { x.Cap = pd("3") })
	byCategory := m(func(x *Awards) {
		x.Categories = []AwardCategory{{"city honours", pd("3")}, {"reform", pd("1.5")}}
		x.Cap = pd("15")
	})
	whole := m(func(x *Awards) { x.Joint = new(JointFull) })
	ministry := m(func(x *Awards) {
		x.Levels = []AwardLevel{{"central", pd("8")}, {"ministry", pd("3")}, {"province", pd("3")}}
	})
	won := func(awards ...Award) Numbers {
		return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Awards: awards}}}
	}
	road := func(level string) Award { return Award{Matter: "road", Level: level} }
	school := func(level string) Award { return Award{Matter: "school", Level: level} }
	var cities []Award
	for _, matter := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"} {
		cities = append(cities, Award{Matter: matter, Level: "city", Category: "city honours"})
	}
	twoCategories := append(slices.Clone(cities), Award{Matter: "j", Level: "national", Category: "reform"}, Award{Matter: "k", Level: "provincial", Category: "other"})
	run(t, []row{
		{id: "M11-1", w: "5", rule: capped, n: won(road("national"), school("provincial")), exact: "3", score: "3.00", rate: "none"},
		{id: "M11-3", w: "10", rule: byCategory, n: won(cities...), exact: "3", score: "3.00"},
		{id: "M11-4", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "national", Class: "second"}, school("city")), exact: "1.5", score: "1.50"},
		{id: "M11-5", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "national", Units: 3}), exact: "2/3", score: "0.67"},
		{id: "shared in full", w: "5", rule: whole, n: won(Award{Matter: "road", Level: "national", Units: 3}), exact: "2", score: "2.00"},
		{id: "alone is not shared", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "national", Units: 1}), exact: "2", score: "2.00"},
		{id: "a lower class shared", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "national", Class: "third", Units: 2}), exact: "0.3", score: "0.30"},
		{id: "one matter counts once", w: "5", rule: usual, n: won(road("provincial"), road("national"), road("city")), exact: "2", score: "2.00"},
		{id: "the highest level, whatever its class", w: "5", rule: usual, n: won(road("provincial"), Award{Matter: "road", Level: "national", Class: "third"}), exact: "0.6", score: "0.60"},
		{id: "of one level the better class", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "national", Class: "third"}, Award{Matter: "road", Level: "national", Class: "second"}), exact: "1", score: "1.00"},
		{id: "of equal levels the better class", w: "9", rule: ministry, n: won(Award{Matter: "road", Level: "ministry", Class: "second"}, road("province")), exact: "3", score: "3.00"},
		{id: "one award twice", w: "5", rule: usual, n: won(road("national"), road("national")), exact: "2", score: "2.00"},
		{id: "two categories and one without a cap", w: "10", rule: byCategory, n: won(twoCategories...), exact: "5.5", score: "5.50"},
		{id: "full marks are the cap", w: "2.5", rule: usual, n: won(road("national"), school("provincial")), exact: "2.5", score: "2.50"},
		{id: "exactly the cap", w: "5", rule: capped, n: won(road("national"), school("provincial")), exact: "3", score: "3.00"},
		{id: "over the cap", w: "5", rule: capped, n: won(road("national"), school("national")), exact: "3", score: "3.00"},
		{id: "none, said aloud", w: "5", rule: usual, n: Numbers{Figure: figure("0")}, exact: "0", score: "0.00"},
		{id: "a trial plans no awards", w: "5", rule: usual, n: Numbers{Figure: won(road("national")).Figure, Share: q("1/2")}, exact: "2", score: "2.00"},
		{id: "a bare count", w: "5", rule: usual, n: Numbers{Figure: figure("2")}, state: Failed, problem: ProblemWrongValueType},
		{id: "neither", w: "5", rule: usual, n: won(), state: Failed, problem: ProblemWrongValueType},
		{id: "a level that is not listed", w: "5", rule: usual, n: won(road("town")), state: Failed, problem: ProblemUnknownLevel},
		{id: "a class that is not listed", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "city", Class: "tenth"}), state: Failed, problem: ProblemUnknownClass},
		{id: "an award for nothing", w: "5", rule: usual, n: won(Award{Level: "city"}), state: Failed, problem: ProblemRequired},
		{id: "fewer units than one", w: "5", rule: usual, n: won(Award{Matter: "road", Level: "city", Units: -1}), state: Failed, problem: ProblemOutOfRange},
		{id: "missing", w: "5", rule: usual, n: Numbers{Figure: figure("")}, exact: "0", score: "0.00", state: Missing},
	})
	atMost(t, usual, "5", "5")
	atMost(t, capped, "5", "3")
}

func TestAwardsAreValidated(t *testing.T) {
	refuse(t, []refusal{
		{"nothing", `{"method":{"awards":{}}}`, "awards.levels REQUIRED"},
		{"levels", `{"method":{"awards":{"levels":[{"level":"a","points":"1"},{"level":"a","points":"2"},{"points":"-1"},{"level":"b"}]}}}`,
			"awards.levels.1.level DUPLICATE, awards.levels.1.points NOT_ORDERED, awards.levels.2.level REQUIRED, awards.levels.2.points OUT_OF_RANGE, awards.levels.3.points REQUIRED"},
		{"equal levels", `{"method":{"awards":{"levels":[{"level":"a","points":"3"},{"level":"b","points":"3.0"}]}}}`, ""},
		{"classes", `{"method":{"awards":{"levels":[{"level":"a","points":"1"}],"classes":[{"class":"x","factor":"1.1"},{"class":"x","factor":"-0.1"},{}]}}}`,
			"awards.classes.0.factor OUT_OF_RANGE, awards.classes.1.class DUPLICATE, awards.classes.1.factor OUT_OF_RANGE, awards.classes.2.class REQUIRED, awards.classes.2.factor REQUIRED"},
		{"categories and the rest", `{"method":{"awards":{"levels":[{"level":"a","points":"1"}],"categories":[{"category":"x","cap":"0"},{"category":"x"},{"cap":"1"}],"cap":"0","joint":"HALF"}}}`,
			"awards.categories.0.cap OUT_OF_RANGE, awards.categories.1.category DUPLICATE, awards.categories.1.cap REQUIRED, awards.categories.2.category REQUIRED, awards.cap OUT_OF_RANGE, awards.joint UNKNOWN_CODE"},
	})
	long := Awards{Levels: make([]AwardLevel, 101), Classes: make([]AwardClass, 101), Categories: make([]AwardCategory, 101)}
	var lists []string
	for _, p := range long.validate(nil) {
		if p.Code == ProblemTooMany && p.Args["max"] == "100" {
			lists = append(lists, p.Path...)
		}
	}
	if want := []string{"levels", "classes", "categories"}; !slices.Equal(lists, want) {
		t.Errorf("too long are %v, want %v", lists, want)
	}
}

func TestAwardsOnPaper(t *testing.T) {
	m := honours()
	m.Categories = []AwardCategory{{"reform", pd("2")}}
	n := Numbers{Figure: Figure{State: Value, Inputs: Inputs{Awards: []Award{
		{Matter: "bridge", Level: "city"},
		{Matter: "road", Level: "provincial", Category: "reform"},
		{Matter: "school", Level: "national", Class: "second", Category: "reform", Units: 3},
		{Matter: "park", Level: "national", Category: "reform"},
		{Matter: "road", Level: "city", Class: "third"},
		{Matter: "letter", Level: "city", Category: "others"},
	}}}}
	res := Rule{Method: Methods{Awards: &m}}.Score(q("2.8"), 2, HalfAway, n)
	want := `AWARDS  Σ  → 2.8
  AWARD_CATEGORY  Σ  category=reform (figure)  → 2
    AWARD  p  matter=park (figure)  level=national (figure)  p=2 (rule)  → 2
    AWARD  p × f ÷ n  matter=school (figure)  level=national (figure)  p=2 (rule)  class=second (figure)  f=0.5 (rule)  n=3 (figure)  → 1/3
    AWARD  p  matter=road (figure)  level=provincial (figure)  p=1 (rule)  → 1
    AWARD_CAP  min(Σ, cap) − Σ  Σ=10/3 (step)  cap=2 (rule)  → -4/3
  AWARD_CATEGORY  Σ  category=others (figure)  → 0.5
    AWARD  p  matter=letter (figure)  level=city (figure)  p=0.5 (rule)  → 0.5
  AWARD  p  matter=bridge (figure)  level=city (figure)  p=0.5 (rule)  → 0.5
  AWARD_CAP  min(Σ, cap) − Σ  Σ=3 (step)  cap=2.8 (goal)  → -0.2
  AWARD_SAME_MATTER  p × f  matter=road (figure)  level=city (figure)  p=0.5 (rule)  class=third (figure)  f=0.3 (rule)  points=0.15 (step)
`
	if got := onPaper(res.Trace); got != want {
		t.Errorf("trace:\n%s\nwant:\n%s", got, want)
	}
	stepsAddUp(t, res.Trace)
}

func TestLawAwardsHaveNoOrder(t *testing.T) {
	m := honours()
	m.Categories = []AwardCategory{{"x", pd("1.5")}}
	rule := Rule{Method: Methods{Awards: &m}}
	draw := rapid.Custom(func(t *rapid.T) Award {
		return Award{
			Matter:   rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "matter"),
			Level:    rapid.SampledFrom([]string{"national", "provincial", "city"}).Draw(t, "level"),
			Class:    rapid.SampledFrom([]string{"", "second", "third"}).Draw(t, "class"),
			Category: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "category"),
			Units:    rapid.IntRange(0, 3).Draw(t, "units"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		awards := rapid.SliceOfN(draw, 1, 8).Draw(t, "awards")
		of := func(list []Award) string {
			before := slices.Clone(list)
			res := rule.Score(q("4"), 2, HalfAway, Numbers{Figure: Figure{State: Value, Inputs: Inputs{Awards: list}}})
			if !slices.Equal(before, list) {
				t.Fatal("scoring changed the input")
			}
			return onPaper(res.Trace)
		}
		first, second := of(awards), of(rapid.Permutation(awards).Draw(t, "shuffled"))
		if first != second {
			t.Fatalf("the order of awards changed\n%s\nto\n%s", first, second)
		}
	})
}

func TestAwardsExcel(t *testing.T) {
	m := honours()
	if got, want := inCells(&m), "MIN(SUM(awards),W)"; got != want {
		t.Errorf("excel = %s\nwant    %s", got, want)
	}
	m.Categories, m.Cap = []AwardCategory{{"x", pd("3")}, {`the "best"`, pd("1.5")}}, pd("5")
	want := `MIN(SUM(awards)-MAX(SUMIF(categories,"x",awards)-3,0)-MAX(SUMIF(categories,"the ""best""",awards)-1.5,0),5)`
	if got := inCells(&m); got != want {
		t.Errorf("excel = %s\nwant    %s", got, want)
	}
}
