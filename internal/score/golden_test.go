package score

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// sealedRun is one file of testdata/runs: a run as it was sealed. A run that a
// released engine sealed is never rewritten, whatever -update says; new ones may
// be added beside it. Until the first release -update writes all of them anew.
type sealedRun struct {
	Engine  string          `json:"engine"`
	Hash    string          `json:"sha256"` // of engine, inputs and results, a line each
	Inputs  json.RawMessage `json:"inputs"`
	Results json.RawMessage `json:"results"`
}

func (s *sealedRun) hash() string {
	return Hash(s.Engine + "\n" + string(s.Inputs) + "\n" + string(s.Results))
}

// goldenYears are years that together have every method, modifier, policy, grade
// option and veto effect. Their figures are drawn, each time the same.
func goldenYears() map[string]RunInput {
	policies := []struct {
		name   string
		kinds  []string
		change func(*RunInput)
	}{
		{"redistribute", []string{"proportional", "linear", "rank", "deduction", "awards"}, func(in *RunInput) {
			in.Rules.NotApplicable, in.Rules.Ranking, in.Rules.SameMatter = RedistributeDimension, Competition, HighestOnly
			in.Rules.Quota = QuotaRules{Base: RankedUnits, Rounding: Floor, MinPlaces: 1, TieBreak: []TieBreaker{ByIndicators, "§D1", ByBallot, ByLeader, ByCommittee}, Edge: EdgeTieBreak, Unused: UnusedLost}
		}},
		{"full", []string{"lowerIsBetter", "bands", "place", "rating", "ballots"}, func(in *RunInput) {
			in.Rules.NotApplicable, in.Rules.Ranking, in.Rules.SameMatter, in.Rules.BonusPlace = FullMarks, Dense, Every, BeforeWeights
			in.Rules.Grades[0].Share, in.Rules.Grades[0].Places = nil, new(1)
			in.Rules.Quota = QuotaRules{Base: AllUnits, Rounding: HalfUp, Edge: EdgeExcludeAll, Unused: UnusedPassDown}
		}},
		{"group-mean", []string{"range", "perStep", "ratioToBest", "milestones", "panel"}, func(in *RunInput) {
			in.Rules.NotApplicable, in.Rules.InYearWeight, in.Rules.NoTies = GroupMean, pd("0.3"), true
			in.Rules.Quota = QuotaRules{Base: Unvetoed, Rounding: Ceil, Edge: EdgeIncludeAll}
		}},
		{"zero", []string{"threshold", "yearOnYear", "peerAverage", "composite", "options"}, func(in *RunInput) {
			in.Rules.NotApplicable, in.Rules.Rounding, in.Rules.LimitFinal, in.Rules.BonusPlace = ZeroMarks, HalfEven, true, AfterWeights
			in.Rules.Quota = QuotaRules{Base: RankedUnits, Rounding: HalfUp, Edge: EdgeCommittee}
		}},
		{"scale-total", []string{"tiers", "lateness", "levelGrowth", "overCompletion", "passThrough"}, func(in *RunInput) {
			in.Rules.NotApplicable, in.Rules.FinalScale = ScaleTotal, 3
			in.Rules.Quota = QuotaRules{Base: RankedUnits, Rounding: Ceil, TieBreak: []TieBreaker{ByLeader}}
		}},
	}
	years := map[string]RunInput{}
	for i, p := range policies {
		draw := rapid.Custom(func(t *rapid.T) RunInput { return goldenYear(t, p.kinds, p.change) })
		years[p.name] = draw.Example(i + 1)
	}
	return years
}

// goldenYear is one group of six units, five of them with a veto or a mode of
// their own, and one of two.
func goldenYear(t *rapid.T, kinds []string, change func(*RunInput)) RunInput {
	y := year{in: RunInput{Rules: yearEnd().Rules}}
	r := &y.in.Rules
	for i := range r.Adjustments {
		r.Adjustments[i].Code, r.Adjustments[i].Category = "§"+r.Adjustments[i].Code, "§x"
	}
	r.CategoryCaps, r.Vetoes = []CategoryCap{{"§x", d("3")}}, nil
	effects := []VetoEffect{NoExcellent, CapQualified, ForceUnqualified, DownOne, Convene, ZeroDimension}
	for _, e := range effects {
		r.Vetoes = append(r.Vetoes, VetoRule{Code: "§" + string(e), Effect: e})
	}
	r.Vetoes[5].Dimension = "§D2"
	for i, low := range []string{"60", "40", "20", "0"} {
		r.Grades[i].MinScore, r.Grades[i].BindingMet = d(low), i == 0
	}
	change(&y.in)
	y.add(t, byFigure(Methods{Proportional: &Proportional{Cap: pd("1")}}, 1, 20, 60, aimed(20, 40)), "§D1", Sum)
	y.in.Indicators[0].Binding, y.in.Indicators[0].Rule.Modifiers = true, nil
	for i, kind := range kinds[1:] {
		y.add(t, drawers[kind](t), fmt.Sprint("§D", i%3+1), Last)
	}
	y.subjects[0] = drawers[kinds[0]](t)
	y.in.Indicators[0].Rule = Rule{Method: y.subjects[0].methods}
	y.modify(t)
	for g, n := range []int{7, 2} {
		group := y.group(t, g)
		for i := len(group.Units); i < n; i++ {
			group.Units = append(group.Units, y.unit(t, g, i))
		}
		for i := range group.Units {
			u := &group.Units[i]
			u.Mode, u.Vetoes = Ranked, nil
			u.Goals = u.Goals[:0]
			for j := range y.subjects {
				goal := y.goal(t, u.UnitID*10, j)
				goal.NotApplicable = j == 1 && i == 1
				u.Goals = append(u.Goals, goal)
			}
			if g == 0 && i < len(effects) {
				u.Vetoes = []string{"§" + string(effects[(i+len(kinds[0]))%len(effects)])}[:i%2]
			}
		}
		group.Units = group.Units[:n]
		if g == 0 {
			group.Units[n-1].Mode = ScoredUnranked
		} else {
			group.Units[n-1].Mode = Entrusted
			group.Units[n-1].Vetoes = nil
		}
		y.in.Groups = append(y.in.Groups, group)
	}
	return y.in
}

// modify gives the indicators modifiers in turn, with what they need.
func (y *year) modify(t *rapid.T) {
	for i := range y.in.Indicators {
		in, s := &y.in.Indicators[i], y.subjects[i]
		m := &Modifiers{DifficultyCap: pd("1.2"), Missing: new([]MissingPolicy{MissingIsZero, MissingLastKnown, MissingGroupMinimum}[i%3])}
		if s.sign != 0 && len(in.Rule.InputNames()) == 0 {
			m.Nothing = new([]NothingPolicy{NothingIsZero, NothingNotApplicable}[i%2])
		}
		if s.aims && s.sign > 0 {
			m.ChallengeBonus = pd("0.5")
			m.OverCompletion = &OverCompletion{}
		}
		if s.sign != 0 {
			m.Lateness = &Lateness{PerDay: pd("0.1"), Cap: pd("1"), ZeroFrom: pd("20")}
		}
		if s.methods.OverCompletion != nil {
			m.OverCompletion = nil
		}
		if s.methods.Composite != nil {
			m.Then = &Methods{RatioToBest: &RatioToBest{}}
			m.OverCompletion, m.ChallengeBonus = nil, nil
		}
		in.Rule.Modifiers = m
		goal := s.goal
		y.subjects[i].goal = func(t *rapid.T) Numbers {
			n := goal(t)
			if s.aims && s.sign > 0 && n.Target.Sign() > 0 {
				n.Challenge = new(n.Target.Add(decimal.NewFromInt(10)))
			}
			if m.Lateness != nil {
				n.Figure.Inputs.DaysLate = new(tenths(t, "late", 0, 4))
			}
			return n
		}
	}
}

func TestGoldenRuns(t *testing.T) {
	if *update {
		writeGoldenRuns(t)
	}
	files, err := filepath.Glob("testdata/runs/*.json")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	all := ""
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			kept := readSealed(t, name)
			all += string(kept.Inputs) + string(kept.Results)
			if got := kept.hash(); got != kept.Hash {
				t.Fatalf("the seal is %s, of what is there %s", kept.Hash, got)
			}
			var in RunInput
			if err := json.Unmarshal(kept.Inputs, &in); err != nil {
				t.Fatal(err)
			}
			if again := canonical(t, in); again != string(kept.Inputs) {
				t.Errorf("inputs read back as %s", difference(string(kept.Inputs), again))
			}
			if again := canonical(t, mustRun(t, in)); again != string(kept.Results) {
				t.Errorf("%s computes %s", Engine, difference(string(kept.Results), again))
			}
		})
	}
	if missing := absent(all); len(missing) > 0 && !t.Failed() {
		t.Errorf("no sealed run has %v", missing)
	}
}

// absent lists what the sealed runs together are to have and do not.
func absent(all string) (missing []string) {
	want := []string{`"then":`, `"challengeBonus":`, `"difficultyCap":`, `"overCompletion":`, `"lateness":`, `"portion":`, `"inYearWeight":`, `"noTies":true`, `"limitFinal":true`,
		`"binding":true`, `"bindingMet":true`, `"vetoFree":true`, `"places":1`, `"share":`, `"categoryCaps":`, `"minPlaces":1`, `"factor":`, `"units":`, `"notApplicable":true`}
	for i := range reflect.TypeFor[Methods]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[Methods]().Field(i).Tag.Get("json"), ",")
		want = append(want, `"`+name+`":{`)
	}
	for _, code := range []any{RedistributeDimension, FullMarks, GroupMean, ZeroMarks, ScaleTotal, Competition, Dense, HighestOnly, Every, BeforeWeights, AfterWeights,
		NoExcellent, CapQualified, ForceUnqualified, DownOne, ZeroDimension, Convene, RankedUnits, AllUnits, Unvetoed, Floor, HalfUp, Ceil, HalfAway, HalfEven,
		EdgeTieBreak, EdgeExcludeAll, EdgeIncludeAll, EdgeCommittee, UnusedLost, UnusedPassDown, ByIndicators, ByBallot, ByLeader, ByCommittee,
		MissingIsZero, MissingLastKnown, MissingGroupMinimum, NothingIsZero, NothingNotApplicable, Ranked, ScoredUnranked, Entrusted,
		Scored, NotApplicable, Missing, Value, NothingProduced, ValueMissing, ValueNotApplies} {
		want = append(want, fmt.Sprintf("%q", fmt.Sprint(code)))
	}
	return slices.DeleteFunc(want, func(s string) bool { return strings.Contains(all, s) })
}

func readSealed(t *testing.T, name string) (kept sealedRun) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

func writeGoldenRuns(t *testing.T) {
	t.Helper()
	if err := os.MkdirAll("testdata/runs", 0o755); err != nil {
		t.Fatal(err)
	}
	for name, in := range goldenYears() {
		s := sealedRun{Engine: Engine, Inputs: json.RawMessage(canonical(t, in)), Results: json.RawMessage(canonical(t, mustRun(t, in)))}
		text := fmt.Sprintf("{\"engine\":%q,\"sha256\":%q,\n\"inputs\":%s,\n\"results\":%s}\n", s.Engine, s.hash(), s.Inputs, s.Results)
		if err := os.WriteFile("testdata/runs/"+name+".json", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
