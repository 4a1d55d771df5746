package score

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// parseRule reads a rule as the stores and archives hold it.
func parseRule(text string) (r Rule, err error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return r, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return r, fmt.Errorf("more after the rule: %v", err)
	}
	return r, nil
}

// asked are goals to try a rule on, with something of everything.
func asked() []Numbers {
	inputs := Inputs{
		Occurrences: []Occurrence{{"a", d("1.5")}, {"GRAVE", d("2")}}, Ratings: []string{"A", "B"}, Passed: new(true),
		Numbers: []NamedNumber{{"a", d("3")}, {"b", d("0")}, {growthName, d("7")}}, Milestones: []Milestone{{"a", NodeDone, 3}, {"b", NodeCancelled, 0}},
		Marks: ds("90", "80.5", "70"), Ballots: []Ballots{{Numbers: ds("90", "80")}, {Class: "a", Options: []OptionCount{{"good", 3}, {"bad", 1}}}},
		Awards: []Award{{Matter: "m", Level: "a", Units: 3}}, Upper: &UpperResult{Score: d("90"), Full: d("100")}, Place: &Place{2, 9}, DaysLate: pd("1.5"),
	}
	n := Numbers{Target: pd("100"), Baseline: pd("80"), Challenge: pd("120"), Difficulty: pd("1.1")}
	list := []Numbers{n.with(Figure{State: Value, Inputs: inputs}), n.with(figure(""))}
	for _, a := range []string{"0", "92.5", "-3", "1e30"} {
		list = append(list, n.with(Figure{State: Value, Value: q(a), Inputs: inputs}))
	}
	list[3].Share = q("5/12")
	return list
}

// FuzzRule: whatever a rule says, it is refused, or validates with problems, or
// scores goals within bounds and in no time. A sheet's formula and the seal can
// be written of every rule that validates.
func FuzzRule(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseRule(text)
		if err != nil {
			return
		}
		start := time.Now()
		defer func() {
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("took %s", took)
			}
		}()
		r.Code()
		r.InputNames()
		r.NeedsTarget()
		r.IsRelative()
		if len(r.Validate("rule")) > 0 {
			if res := r.Score(big.NewRat(10, 1), 2, HalfAway, asked()[0]); res.State != Failed {
				t.Errorf("a rule with problems scored: %s", res.State)
			}
			return
		}
		rows, ps := r.Preview(big.NewRat(10, 1), 2, HalfAway, asked())
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		for _, o := range rows {
			if o.Unrounded != nil && o.State != Missing && o.Points.GreaterThan(o.Most) {
				t.Errorf("%s points of %s at most", o.Points, o.Most)
			}
			stepsAddUp(t, o.Trace)
		}
		again, err := Canonical(r)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := parseRule(again); err != nil {
			t.Error(err)
		} else if text, _ := Canonical(back); text != again {
			t.Errorf("%s reads back as %s", again, text)
		}
		chosen, _ := r.Method.one()
		inCells(chosen)
	})
}

// Rules that are larger than any real one are refused at once, at the place.
func TestOversizedRules(t *testing.T) {
	list := func(item string) string { return "[" + strings.Repeat(item+",", 9_999) + item + "]" }
	deep := strings.Repeat(`{"levelGrowth":{"level":`, 3000) + "{}" + strings.Repeat("}}", 3000)
	for _, tt := range []struct{ rule, want string }{
		{`{"method":{"tiers":{"on":"VALUE","bounds":` + list(`{"from":"1","coefficient":"1"}`) + `}}}`, "method.tiers.bounds TOO_MANY"},
		{`{"method":{"linear":{"bands":` + list(`{"standard":"1","coefficient":"1"}`) + `}}}`, "method.linear.bands TOO_MANY"},
		{`{"method":{"deduction":{"kinds":` + list(`{"kind":"a","points":"1"}`) + `,"zeroIf":` + list(`{"atLeast":"1"}`) + `}}}`, "method.deduction.kinds TOO_MANY, method.deduction.zeroIf TOO_MANY"},
		{`{"method":{"rating":{"grades":` + list(`{"grade":"a","coefficient":"1"}`) + `}}}`, "method.rating.grades TOO_MANY"},
		{`{"method":{"rank":{"variant":"BONUS","top":` + list(`"1"`) + `}}}`, "method.rank.top TOO_MANY"},
		{`{"method":{"composite":{"formula":"W","inputs":` + list(`"a"`) + `}}}`, "method.composite.inputs TOO_MANY"},
		{`{"method":{"satisfaction":{"marks":"OPTIONS","options":` + list(`{"option":"a"}`) + `,"share":{"best":` + list(`"a"`) + `}}}}`, "method.satisfaction.options TOO_MANY, method.satisfaction.share.best TOO_MANY"},
		{`{"method":{"proportional":{"cap":"1e9999","floor":"1e-9999"}}}`, "method.proportional.cap TOO_LARGE, method.proportional.floor TOO_LARGE"},
		{`{"method":{"lateness":{"perDay":"` + strings.Repeat("9", 100_000) + `"}}}`, "method.lateness.perDay TOO_LARGE"},
		{`{"method":{"proportional":{}},"modifiers":{"then":{"deduction":{"each":"1e50"}}}}`, "modifiers.then.deduction.each TOO_LARGE"},
		{`{"method":` + deep + `}`, "NESTED"},
	} {
		r, err := parseRule(tt.rule)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var got []string
		for _, p := range r.Validate() {
			got = append(got, strings.Join(p.Path, ".")+" "+p.Code)
		}
		if s := strings.Join(got, ", "); s != tt.want && !(tt.want == "NESTED" && strings.HasSuffix(s, "NESTED")) {
			t.Errorf("%.80s: %s, want %s", tt.rule, s, tt.want)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%.80s took %s", tt.rule, took)
		}
	}
}

// A run refuses such numbers before it adds any up.
func TestOversizedInputs(t *testing.T) {
	huge := d("1e9999")
	for want, change := range map[string]func(*RunInput){
		"   TOO_LARGE":   func(in *RunInput) { in.Rules.FullScore = huge },
		"A   TOO_LARGE":  func(in *RunInput) { in.Groups[0].Units[0].Components[0].Score = huge },
		"A I  TOO_LARGE": func(in *RunInput) { in.Groups[0].Units[0].Goals[0].Values[0].Value = &huge },
		"A I  TOO_LARGE ": func(in *RunInput) {
			in.Groups[0].Units[0].Goals[0].Values[0].Inputs = &Inputs{Marks: []decimal.Decimal{huge}}
		},
		"A I  TOO_LARGE2": func(in *RunInput) { in.Groups[0].Units[0].Goals[0].Target = &huge },
		"A I  TOO_LARGE3": func(in *RunInput) {
			in.Groups[0].Units[0].Goals[0].PlannedShare = new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 5000))
		},
	} {
		in := oneGroup(weights("0.5", "0.5"), unit("A", "90", "90", "0"))
		change(&in)
		_, err := Run(in)
		if got := failures(t, err); got != strings.TrimRight(want, "23 ") {
			t.Errorf("failures %q, want %q", got, want)
		}
	}
}
