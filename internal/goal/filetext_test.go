package goal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

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
