package goal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

func TestParseFileNamesEveryProblemByItsPath(t *testing.T) {
	_, err := goal.ParseFile([]byte(`
plan:
  year: twenty
  titel: x
  title: a
  title: b
  fullScore: 1O0
  indicators:
    - code: I01
      rule: {method: {proportional: {capp: 1}}}
      target: [1]
  calendar: 5
  lights: 7
organ:
  since: 2024-13-01
`))
	var invalid *goal.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range invalid.Problems {
		got = append(got, strings.Join(p.Field, ".")+" "+string(p.Code))
	}
	want := []string{
		"plan.year BAD_FORMAT", "plan.titel UNKNOWN_KEY", "plan.title DUPLICATE", "plan.fullScore BAD_FORMAT",
		"plan.indicators.0.rule.method.proportional.capp UNKNOWN_KEY", "plan.indicators.0.target BAD_FORMAT",
		"plan.calendar BAD_FORMAT", "plan.lights BAD_FORMAT", "organ.since BAD_FORMAT",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestParseFileKeepsDigits(t *testing.T) {
	f, err := goal.ParseFile([]byte("plan: {year: 2026, fullScore: 12345678901234567.10}"))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Plan.FullScore.StringFixed(2); got != "12345678901234567.10" {
		t.Errorf("read as %s", got)
	}
	for _, bad := range []string{"", "{", "a: &x 1\nb: *x", "- 1"} {
		if _, err := goal.ParseFile([]byte(bad)); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestParseFileRefusesWhatIsTooLarge(t *testing.T) {
	for text, want := range map[string]string{
		"plan: {fullScore: 1e9}":                                         "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: 1e999999999}":                                 "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: .inf}":                                        "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: NaN}":                                         "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: 0x1F}":                                        "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: 1_000}":                                       "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: 1-2}":                                         "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: [1]}":                                         "plan.fullScore BAD_FORMAT",
		"plan: {fullScore: " + strings.Repeat("9", 41) + "}":             "plan.fullScore TOO_LONG",
		"plan: {indicators: [{rule: {method: {lateness: {cap: 1e5}}}}]}": "plan.indicators.0.rule.method.lateness.cap BAD_FORMAT",
	} {
		_, err := goal.ParseFile([]byte(text))
		var invalid *goal.InvalidError
		if !errors.As(err, &invalid) || strings.Join(invalid.Problems[0].Field, ".")+" "+string(invalid.Problems[0].Code) != want {
			t.Errorf("%.60s: %v, want %s", text, err, want)
		}
	}
	began := time.Now()
	_, err := goal.ParseFile([]byte("plan: {indicators: [{rule: {method: " + strings.Repeat("{levelGrowth: {level: ", 3000) + strings.Repeat("}}", 3000) + "}}]}"))
	if took := time.Since(began); err == nil || took > 2*time.Second {
		t.Errorf("three thousand levels took %s: %.100v", took, err)
	}
}
