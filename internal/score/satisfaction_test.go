package score

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answers pairs options with how many gave them.
func answers(class string, pairs ...string) Ballots {
	b := Ballots{Class: class}
	for i := 0; i < len(pairs); i += 2 {
		n, _ := strconv.Atoi(pairs[i+1])
		b.Options = append(b.Options, OptionCount{pairs[i], n})
	}
	return b
}

func polled(ballots ...Ballots) Numbers {
	return Numbers{Figure: Figure{State: Value, Inputs: Inputs{Ballots: ballots}}}
}

// opinions is a rule on options with points out of a hundred; an empty text is
// no points.
func opinions(pairs ...string) Satisfaction {
	m := Satisfaction{Marks: BallotOptions, NotValid: []string{"don't know", "blank"}}
	for i := 0; i < len(pairs); i += 2 {
		m.Options = append(m.Options, BallotOption{pairs[i], pd(pairs[i+1])})
	}
	return m
}

func classes(pairs ...string) (ks []BallotClass) {
	for i := 0; i < len(pairs); i += 2 {
		ks = append(ks, BallotClass{pairs[i], pd(pairs[i+1])})
	}
	return ks
}

func TestSatisfaction(t *testing.T) {
	m := func(x Satisfaction) Rule { return Rule{Method: Methods{Satisfaction: &x}} }
	numbers, trimmed := m(Satisfaction{Marks: BallotNumbers}), m(Satisfaction{Marks: BallotNumbers, Trim: &Trim{}})
	four := m(opinions("very", "100", "fairly", "80", "so-so", "60", "not", ""))
	three := m(opinions("yes", "100", "partly", "70", "no", "30"))
	least := m(Satisfaction{Marks: BallotNumbers, MinValid: new(3)})
	eight := []string{"92", "88", "95", "70", "90", "91", "99", "89"}
	backwards := slices.Clone(eight)
	slices.Reverse(backwards)
	number := polled()
	number.Figure.Value = q("90")
	mixed := Ballots{Numbers: ds("90", "80"), Options: answers("", "blank", "3").Options}
	notValid := m(Satisfaction{Marks: BallotNumbers, NotValid: []string{"blank"}})
	share := polled(Ballots{Numbers: ds("90")})
	share.Share = q("1/2")
	run(t, []row{
		{id: "M15-1", w: "100", rule: trimmed, n: polled(Ballots{Numbers: ds(eight...)}), exact: "545/6", score: "90.83", rate: "none"},
		{id: "in another order", w: "100", rule: trimmed, n: polled(Ballots{Numbers: ds(backwards...)}), exact: "545/6", score: "90.83"},
		{id: "in several heaps", w: "100", rule: trimmed, n: polled(Ballots{Class: "a", Numbers: ds(eight[:3]...)}, Ballots{Numbers: ds(eight[3:]...)}), exact: "545/6", score: "90.83"},
		{id: "not trimmed unless the rule says so", w: "100", rule: numbers, n: polled(Ballots{Numbers: ds(eight...)}), exact: "89.25", score: "89.25"},
		{id: "five are not trimmed", w: "100", rule: trimmed, n: polled(Ballots{Numbers: ds("0", "90", "90", "90", "90")}), exact: "72", score: "72.00"},
		{id: "M15-3", w: "100", rule: four, n: polled(answers("", "very", "42", "fairly", "15", "so-so", "6", "not", "2", "don't know", "5")), exact: "1152/13", score: "88.62"},
		{id: "M15-3 of ten points, in another order", w: "10", rule: four, n: polled(answers("", "don't know", "5", "not", "2", "so-so", "6", "fairly", "15", "very", "42")), exact: "576/65", score: "8.86"},
		{id: "M15-4", w: "100", rule: three, n: polled(answers("", "yes", "60", "partly", "25", "no", "5", "don't know", "10")), exact: "790/9", score: "87.78"},
		{id: "all dissatisfied", w: "100", rule: four, n: polled(answers("", "not", "100")), exact: "0", score: "0.00"},
		{id: "nobody knows", w: "100", rule: four, n: polled(answers("", "don't know", "100", "blank", "1")), state: Failed, problem: ProblemNoBallots},
		{id: "just enough ballots", w: "10", rule: least, n: polled(Ballots{Numbers: ds("90", "80", "100")}), exact: "9", score: "9.00"},
		{id: "one ballot too few", w: "10", rule: least, n: polled(Ballots{Numbers: ds("90", "80")}), state: Failed, problem: ProblemNoBallots},
		{id: "blank ballots among numbers", w: "10", rule: notValid, n: polled(mixed), exact: "8.5", score: "8.50"},
		{id: "an answer of no list", w: "10", rule: numbers, n: polled(mixed), state: Failed, problem: ProblemUnknownOption},
		{id: "unknown answer", w: "10", rule: four, n: polled(answers("", "great", "1")), state: Failed, problem: ProblemUnknownOption},
		{id: "negative count", w: "10", rule: four, n: polled(answers("", "very", "-1")), state: Failed, problem: ProblemNegativeValue},
		{id: "numbers where answers are asked for", w: "10", rule: four, n: polled(Ballots{Numbers: ds("90")}), state: Failed, problem: ProblemWrongValueType},
		{id: "a hundred and a bit", w: "10", rule: numbers, n: polled(Ballots{Numbers: ds("100.01")}), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "less than nothing", w: "10", rule: numbers, n: polled(Ballots{Numbers: ds("-1")}), state: Failed, problem: ProblemMarkOutOfRange},
		{id: "no ballots", w: "10", rule: numbers, n: polled(), state: Failed, problem: ProblemWrongValueType},
		{id: "a number is no ballot", w: "10", rule: numbers, n: number, state: Failed, problem: ProblemWrongValueType},
		{id: "ballots have no planned share", w: "10", rule: numbers, n: share, exact: "9", score: "9.00"},
		{id: "missing", w: "10", rule: numbers, n: Numbers{Figure: figure("")}, exact: "0", score: "0.00", state: Missing},
	})
}

func TestSatisfactionClasses(t *testing.T) {
	m := func(x Satisfaction) Rule { return Rule{Method: Methods{Satisfaction: &x}} }
	four := classes("staff", "3", "leaders", "2", "mutual", "2", "delegates", "3")
	numbers := m(Satisfaction{Marks: BallotNumbers, Classes: four})
	mean := func(class, x string) Ballots { return Ballots{Class: class, Numbers: ds(x)} }
	staff, leaders, mutual, delegates := mean("staff", "91.20"), mean("leaders", "88.75"), mean("mutual", "86.40"), mean("delegates", "93.10")
	two := opinions("yes", "100", "partly", "70", "no", "0")
	two.Classes, two.MinValid = classes("a", "1", "b", "2"), new(3)
	scaled := two
	scaled.ClassScale = new(0)
	thirds := []Ballots{answers("a", "yes", "2", "no", "1"), answers("b", "yes", "1", "partly", "2")}
	run(t, []row{
		{id: "M15-5", w: "100", rule: numbers, n: polled(staff, leaders, mutual, delegates), exact: "90.32", score: "90.32"},
		{id: "in another order", w: "100", rule: numbers, n: polled(delegates, mutual, leaders, staff), exact: "90.32", score: "90.32"},
		{id: "weights as fractions", w: "100", rule: m(Satisfaction{Marks: BallotNumbers, Classes: classes("staff", "0.3", "leaders", "0.2", "mutual", "0.2", "delegates", "0.3")}),
			n: polled(staff, leaders, mutual, delegates), exact: "90.32", score: "90.32"},
		{id: "a class that nobody voted in", w: "100", rule: numbers, n: polled(staff, leaders, delegates), exact: "3652/40", score: "91.30"},
		{id: "re-based to what does not end", w: "10", rule: numbers, n: polled(leaders, mutual, delegates), exact: "1574/175", score: "8.99"},
		{id: "one class is left", w: "100", rule: numbers, n: polled(mutual), exact: "86.4", score: "86.40"},
		{id: "no such class", w: "100", rule: numbers, n: polled(staff, mean("public", "90")), state: Failed, problem: ProblemUnknownClass},
		{id: "ballots of no class", w: "100", rule: numbers, n: polled(mean("", "90")), state: Failed, problem: ProblemUnknownClass},
		{id: "class results are rounded", w: "100", rule: m(two), n: polled(thirds...), exact: "22667/300", score: "75.56"},
		{id: "to whole numbers", w: "100", rule: m(scaled), n: polled(thirds...), exact: "227/3", score: "75.67"},
		{id: "a half goes up", w: "100", rule: numbers, n: polled(Ballots{Class: "staff", Numbers: ds("90.005")}), exact: "90.01", score: "90.01"},
		{id: "a class under the minimum", w: "100", rule: m(two), n: polled(thirds[0], answers("b", "yes", "2", "blank", "9")), exact: "66.67", score: "66.67"},
		{id: "one class in two heaps", w: "100", rule: m(two), n: polled(answers("b", "yes", "1"), answers("b", "partly", "2")), exact: "80", score: "80.00"},
		{id: "all under the minimum", w: "100", rule: m(two), n: polled(answers("a", "yes", "2")), state: Failed, problem: ProblemNoBallots},
	})
}

// votes is the tiers that one city gives for the excellent votes.
func votes() Satisfaction {
	m := opinions("excellent", "", "good", "", "fair", "", "poor", "")
	tiers := []Tier{{From: pd("0.90"), Points: pd("200")}, {From: pd("0.80"), Points: pd("190")}, {From: pd("0.70"), Points: pd("180")}, {From: pd("0.60"), Points: pd("170")}, {Points: pd("160")}}
	m.Share = &BallotShare{Best: []string{"excellent"}, Tiers: tiers, Worst: []string{"fair", "poor"}, WorstOneIn: new(3), WorstPoints: pd("130")}
	return m
}

func TestBallotShare(t *testing.T) {
	m := func(x Satisfaction) Rule { return Rule{Method: Methods{Satisfaction: &x}} }
	city := m(votes())
	cast := func(excellent, good, fair, poor string) Numbers {
		return polled(answers("", "excellent", excellent, "good", good, "fair", fair, "poor", poor, "blank", "4"))
	}
	parts := votes()
	parts.Share.Tiers = []Tier{{From: pd("0.8"), Coefficient: pd("1")}, {From: pd("0.5"), Coefficient: pd("0.9")}}
	parts.Share.WorstPoints = pd("0.65")
	lenient := votes()
	lenient.Share.Worst, lenient.Share.WorstOneIn, lenient.Share.WorstPoints = nil, nil, nil
	both := votes()
	both.Share.Best = []string{"excellent", "good"}
	least := votes()
	least.MinValid = new(97)
	half := cast("84", "12", "0", "0")
	half.Share = q("1/2")
	run(t, []row{
		{id: "M15-7", w: "200", rule: city, n: cast("84", "12", "0", "0"), exact: "190", score: "190.00"},
		{id: "on a bound", w: "200", rule: city, n: cast("90", "10", "0", "0"), exact: "200", score: "200.00"},
		{id: "a vote below it", w: "200", rule: city, n: cast("89", "11", "0", "0"), exact: "190", score: "190.00"},
		{id: "the rest", w: "200", rule: city, n: cast("50", "40", "5", "5"), exact: "160", score: "160.00"},
		{id: "a third for the worst", w: "200", rule: city, n: cast("50", "10", "15", "15"), exact: "130", score: "130.00"},
		{id: "a vote less than a third", w: "200", rule: city, n: cast("50", "11", "15", "15"), exact: "160", score: "160.00"},
		{id: "a third for the worst and most for the best", w: "200", rule: city, n: cast("65", "0", "20", "15"), exact: "130", score: "130.00"},
		{id: "no condition on the worst", w: "200", rule: m(lenient), n: cast("50", "10", "15", "15"), exact: "160", score: "160.00"},
		{id: "the best two answers", w: "200", rule: m(both), n: cast("60", "30", "5", "5"), exact: "200", score: "200.00"},
		{id: "coefficients", w: "8", rule: m(parts), n: cast("50", "50", "0", "0"), exact: "7.2", score: "7.20"},
		{id: "coefficients, a third for the worst", w: "8", rule: m(parts), n: cast("60", "0", "40", "0"), exact: "5.2", score: "5.20"},
		{id: "the worst cannot earn more than nothing", w: "8", rule: m(parts), n: cast("10", "0", "90", "0"), exact: "0", score: "0.00"},
		{id: "below the last tier", w: "8", rule: m(parts), n: cast("40", "60", "0", "0"), exact: "0", score: "0.00"},
		{id: "too few", w: "200", rule: m(least), n: cast("84", "12", "0", "0"), state: Failed, problem: ProblemNoBallots},
		{id: "nobody", w: "200", rule: city, n: cast("0", "0", "0", "0"), state: Failed, problem: ProblemNoBallots},
		{id: "a share of votes has no planned share", w: "200", rule: city, n: half, exact: "190", score: "190.00"},
	})
}

func TestSatisfactionTrace(t *testing.T) {
	two := opinions("yes", "100", "no", "")
	two.Classes, two.MinValid = classes("staff", "3", "mutual", "2", "public", "1"), new(3)
	want := `CLASS  class=staff (rule)  → 200/3 ≈ 66.67
  BALLOTS_NOT_VALID  blank=4 (figure)
  BALLOTS_VALID  Σ n  yes=2 (figure)  no=1 (figure)  → 3
  BALLOT_POINTS  Σ p × n  → 200
    BALLOT_OPTION  p × n  option=yes (rule)  p=100 (rule)  n=2 (figure)  → 200
    BALLOT_OPTION  p × n  option=no (rule)  p=0 (default)  n=1 (figure)  → 0
  BALLOT_MEAN  s ÷ n  s=200 (step)  n=3 (step)  → 200/3
CLASS_TOO_FEW  n < min  class=mutual (rule)  n=2 (figure)  min=3 (rule)
CLASS  class=public (rule)  → 80 ≈ 80.00
  BALLOTS_VALID  Σ n  yes=4 (figure)  no=1 (figure)  → 5
  BALLOT_POINTS  Σ p × n  → 400
    BALLOT_OPTION  p × n  option=yes (rule)  p=100 (rule)  n=4 (figure)  → 400
    BALLOT_OPTION  p × n  option=no (rule)  p=0 (default)  n=1 (figure)  → 0
  BALLOT_MEAN  s ÷ n  s=400 (step)  n=5 (step)  → 80
CLASS_MEAN  Σ w × x ÷ Σ w  x staff=66.67 (step)  w staff=3 (rule)  x public=80 (step)  w public=1 (rule)  Σ w=4 (step)  → 70.0025
POINTS  W × x ÷ 100  W=10 (goal)  x=70.0025 (step)  → 7.00025
`
	n := polled(answers("public", "no", "1", "yes", "4"), answers("staff", "yes", "2", "no", "1", "blank", "4"), answers("mutual", "no", "2"))
	if diff := cmp.Diff(want, steps(Rule{Method: Methods{Satisfaction: &two}}, "10", n)); diff != "" {
		t.Error(diff)
	}
	want = `BALLOTS_VALID  Σ n  excellent=62 (figure)  good=4 (figure)  fair=20 (figure)  poor=14 (figure)  → 100
BALLOT_SHARE  Σ n ÷ N  excellent=62 (figure)  N=100 (step)  → 0.62
TIER  s=0.62 (step)  from=0.6 (rule)  → 170
BALLOT_WORST  min(x, p) where Σ n × q ≥ N  fair=20 (figure)  poor=14 (figure)  N=100 (step)  q=3 (rule)  x=170 (step)  p=130 (rule)  → 130
`
	city := votes()
	if diff := cmp.Diff(want, steps(Rule{Method: Methods{Satisfaction: &city}}, "200", polled(answers("", "excellent", "62", "good", "4", "fair", "20", "poor", "14")))); diff != "" {
		t.Error(diff)
	}
}

func TestSatisfactionValidate(t *testing.T) {
	options := `"options":[{"option":"a","points":"100"},{"option":"b","points":"70"},{"option":"c"}]`
	refuses(t, "satisfaction", []wrong{
		{"numbers", `{"marks":"NUMBERS","trim":{},"notValid":["blank"],"minValid":5,"classes":[{"class":"a","weight":"3"}],"classScale":0}`, ""},
		{"options", `{"marks":"OPTIONS",` + options + `}`, ""},
		{"the lowest option has points", `{"marks":"OPTIONS","options":[{"option":"a","points":"100"},{"option":"b","points":"30"}]}`, ""},
		{"nothing", `{}`, "marks REQUIRED"},
		{"marks", `{"marks":"STARS"}`, "marks UNKNOWN_CODE"},
		{"numbers with all of the other", `{"marks":"NUMBERS",` + options + `,"share":{"best":["a"],"tiers":[{"points":"1"}]}}`, "options EXCLUSIVE, share EXCLUSIVE"},
		{"options with trimming", `{"marks":"OPTIONS",` + options + `,"trim":{"drop":0}}`, "trim EXCLUSIVE, trim.drop OUT_OF_RANGE"},
		{"no options", `{"marks":"OPTIONS"}`, "options REQUIRED"},
		{"one option", `{"marks":"OPTIONS","options":[{"option":"a"}]}`, "options OUT_OF_RANGE"},
		{"options, all wrong", `{"marks":"OPTIONS","options":[{"option":"a"},{"option":"a","points":"101"},{"points":"60"},{"option":"d","points":"70"},{"option":"e","points":"-1"}],"notValid":["d","","x","x"]}`,
			"options.0.points REQUIRED, options.1.option DUPLICATE, options.1.points OUT_OF_RANGE, options.2.option REQUIRED, options.3.points NOT_ORDERED, options.4.points OUT_OF_RANGE, " +
				"notValid.0 DUPLICATE, notValid.1 REQUIRED, notValid.3 DUPLICATE"},
		{"classes", `{"marks":"NUMBERS","classes":[{"class":"a","weight":"0"},{"class":"a"},{"weight":"-1"}],"minValid":0,"classScale":5}`,
			"classes.0.weight OUT_OF_RANGE, classes.1.class DUPLICATE, classes.1.weight REQUIRED, classes.2.class REQUIRED, classes.2.weight OUT_OF_RANGE, minValid OUT_OF_RANGE, classScale OUT_OF_RANGE"},
		{"share", `{"marks":"OPTIONS","options":[{"option":"a"},{"option":"b"},{"option":"c"}],"share":{"best":["a"],"tiers":[{"from":"0.9","coefficient":"1"},{"coefficient":"0.5"}],"worst":["c"],"worstOneIn":3,"worstPoints":"0.4"}}`, ""},
		{"share, nothing in it", `{"marks":"OPTIONS",` + options + `,"share":{}}`, "share.best REQUIRED, share.tiers REQUIRED"},
		{"share, all wrong", `{"marks":"OPTIONS",` + options + `,"classes":[{"class":"x","weight":"1"}],"share":{"best":["a","a","z"],"tiers":[{"from":"1.1","points":"9"},{"from":"1.1","coefficient":"1"}],"worst":["a"],"worstOneIn":0,"worstPoints":"-1"}}`,
			"share EXCLUSIVE, share.best.1 DUPLICATE, share.best.2 UNKNOWN_CODE, share.tiers.1.from NOT_ORDERED, share.tiers.0.from OUT_OF_RANGE, share.tiers.1.from OUT_OF_RANGE, share.worst.0 DUPLICATE, " +
				"share.worstOneIn OUT_OF_RANGE, share.worstPoints OUT_OF_RANGE, share.tiers.1.coefficient EXCLUSIVE"},
		{"half a condition", `{"marks":"OPTIONS",` + options + `,"share":{"best":["a"],"tiers":[{"points":"9"}],"worstOneIn":3}}`, "share.worst REQUIRED, share.worstPoints REQUIRED"},
		{"the other half", `{"marks":"OPTIONS",` + options + `,"share":{"best":["a"],"tiers":[{"coefficient":"1"},{"points":"9"}],"worst":["c"]}}`,
			"share.tiers.0.from LAST_ONLY, share.worstOneIn REQUIRED, share.worstPoints REQUIRED, share.tiers.1.points EXCLUSIVE"},
	})
	many := Satisfaction{Marks: BallotOptions, Share: &BallotShare{}}
	for i := range 101 {
		many.Options = append(many.Options, BallotOption{Option: fmt.Sprint(i)})
		many.NotValid = append(many.NotValid, fmt.Sprint("x", i))
		many.Classes = append(many.Classes, BallotClass{fmt.Sprint(i), pd("1")})
		many.Share.Best = append(many.Share.Best, fmt.Sprint(i))
		many.Share.Worst = append(many.Share.Worst, fmt.Sprint(i))
		many.Share.Tiers = append(many.Share.Tiers, Tier{From: pd(fmt.Sprintf("0.%03d", 500-i)), Points: pd("1")})
	}
	tooMany := ""
	for _, p := range many.validate(nil) {
		if p.Code == ProblemTooMany {
			tooMany += strings.Join(p.Path, ".") + " "
		}
	}
	if tooMany != "options notValid classes share.best share.tiers share.worst " {
		t.Errorf("too many: %s", tooMany)
	}
}

func TestSatisfactionExcel(t *testing.T) {
	two := opinions("yes", "100", "no", "")
	weighed := two
	weighed.Classes, weighed.MinValid = classes("a", "3", "b", "2"), new(5)
	parts := votes()
	parts.Share.Tiers, parts.Share.WorstPoints = []Tier{{From: pd("0.9"), Coefficient: pd("1")}, {Coefficient: pd("0.8")}}, pd("0.65")
	numbers := Satisfaction{Marks: BallotNumbers, Classes: classes("a", "1"), Trim: &Trim{}, ClassScale: new(1)}
	for want, m := range map[string]Satisfaction{
		"W*AVERAGE(ballots:)/100": {Marks: BallotNumbers},
		"W*(IF(COUNT(ballots:a)>=1,1*ROUND((SUM(ballots:a)-IF(COUNT(ballots:a)>=6,LARGE(ballots:a,1)+SMALL(ballots:a,1),0))/(COUNT(ballots:a)-IF(COUNT(ballots:a)>=6,2,0)),1),0))/(IF(COUNT(ballots:a)>=1,1,0))/100": numbers,
		"W*(option::yes*100+option::no*0)/(option::yes+option::no)/100": two,
		"W*(IF((option:a:yes+option:a:no)>=5,3*ROUND((option:a:yes*100+option:a:no*0)/(option:a:yes+option:a:no),2),0)+" +
			"IF((option:b:yes+option:b:no)>=5,2*ROUND((option:b:yes*100+option:b:no*0)/(option:b:yes+option:b:no),2),0))" +
			"/(IF((option:a:yes+option:a:no)>=5,3,0)+IF((option:b:yes+option:b:no)>=5,2,0))/100": weighed,
		"IF((option::fair+option::poor)*3>=(option::excellent+option::good+option::fair+option::poor)," +
			"MIN(W*0.65,IF((option::excellent)/(option::excellent+option::good+option::fair+option::poor)>=0.9,W*1,W*0.8))," +
			"IF((option::excellent)/(option::excellent+option::good+option::fair+option::poor)>=0.9,W*1,W*0.8))": parts,
	} {
		if got := m.excel(names); got != want {
			t.Errorf("formula = %s\nwant %s", got, want)
		}
	}
}

func TestSatisfactionMost(t *testing.T) {
	low, city := opinions("yes", "90", "no", ""), votes()
	for want, m := range map[string]*Satisfaction{"10": {Marks: BallotNumbers}, "9": &low, "200": &city} {
		if got := m.most(q("10")); got.Cmp(q(want)) != 0 {
			t.Errorf("most = %s, want %s", got, want)
		}
	}
}
