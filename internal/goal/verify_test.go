package goal_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// sealed is one of the engine's golden runs, as this package keeps runs.
type sealed struct {
	run             goal.ScoreRun
	inputs, results string
	in              score.RunInput
	out             score.RunResult
	names           goal.Names
}

func sealedRuns(t *testing.T) map[string]*sealed {
	t.Helper()
	files, err := filepath.Glob("../score/testdata/runs/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	runs := map[string]*sealed{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Engine  string          `json:"engine"`
			Hash    string          `json:"sha256"`
			Inputs  json.RawMessage `json:"inputs"`
			Results json.RawMessage `json:"results"`
		}
		s := &sealed{names: goal.Names{Units: map[int64]string{}, Goals: map[int64]string{}}}
		for _, err := range []error{json.Unmarshal(text, &f), json.Unmarshal(f.Inputs, &s.in), json.Unmarshal(f.Results, &s.out)} {
			if err != nil {
				t.Fatal(name, err)
			}
		}
		s.run = goal.ScoreRun{Number: 1, Engine: f.Engine, Hash: f.Hash}
		s.inputs, s.results = string(f.Inputs), string(f.Results)
		for _, g := range s.in.Groups {
			for _, u := range g.Units {
				s.names.Units[u.UnitID] = u.Code
				for _, goal := range u.Goals {
					s.names.Goals[goal.GoalID] = u.Code + " " + goal.Indicator
				}
			}
		}
		runs[filepath.Base(name)] = s
	}
	return runs
}

// found is what a verification of these texts names, a line each.
func (s *sealed) found(t *testing.T, inputs, results string) string {
	t.Helper()
	_, _, wrong, err := s.run.Recompute(inputs, results, s.names)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(wrong))
	for i, m := range wrong {
		lines[i] = m.Where + ": " + m.What
	}
	return strings.Join(lines, "\n") + "\n"
}

func text(t *testing.T, v any) string {
	t.Helper()
	s, err := score.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedRunsAreFoundUntouched(t *testing.T) {
	for name, s := range sealedRuns(t) {
		if wrong := s.found(t, s.inputs, s.results); wrong != "\n" {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

// named checks that an edit is noticed by the seal, and named.
func (s *sealed) named(t *testing.T, inputs, results string, want ...string) {
	t.Helper()
	got := s.found(t, inputs, results)
	for _, w := range append(want, "run 1: seal") {
		if !strings.Contains(got, w+"\n") {
			t.Errorf("not named: %q; found:\n%s", w, got)
		}
	}
}

// Whoever edits one digit of one result is told which: the unit, the indicator,
// the number.
func TestEditedResultsAreNamed(t *testing.T) {
	for name, s := range sealedRuns(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edit := func(change func(), back func(), want ...string) {
				t.Helper()
				change()
				s.named(t, s.inputs, text(t, s.out), want...)
				back()
			}
			number := func(d *decimal.Decimal, want ...string) {
				t.Helper()
				before := *d
				edit(func() { *d = d.Add(decimal.New(1, -2)) }, func() { *d = before }, want...)
			}
			for i := range s.out.Groups {
				g := &s.out.Groups[i]
				for j := range g.Quotas {
					edit(func() { g.Quotas[j].Filled++ }, func() { g.Quotas[j].Filled-- }, "group "+g.Code+": sealed quotas")
				}
				for j := range g.Peers {
					if len(g.Peers[j].Numbers) == 0 {
						continue
					}
					kept := &g.Peers[j].Numbers[0].Value
					before := *kept
					edit(func() { *kept += "1" }, func() { *kept = before }, "group "+g.Code+": sealed peers")
				}
				for j := range g.Units {
					u := &g.Units[j]
					switch j % 5 {
					case 0:
						number(&u.Final, u.Code+": sealed final score")
					case 1:
						number(&u.Bonus, u.Code+": sealed bonus")
					case 2:
						number(&u.Dimensions[0].Points, u.Code+": sealed dimensions")
					case 3:
						edit(func() { u.Rank++ }, func() { u.Rank-- }, u.Code+": sealed rank")
					case 4:
						step := &u.Trace.Children[0].Value
						before := *step
						edit(func() { *step += "1" }, func() { *step = before }, u.Code+": sealed trace")
					}
					for k := range u.Lines {
						l := &u.Lines[k]
						value, step := l.Value, l.Trace.Children[0].Code
						switch where := u.Code + " " + l.Indicator; (j + k) % 4 {
						case 0:
							number(&l.Points, where+": sealed points")
						case 1:
							number(&l.Most, where+": sealed most")
						case 2:
							edit(func() { l.Value += "1" }, func() { l.Value = value }, where+": sealed value")
						case 3:
							edit(func() { l.Trace.Children[0].Code = "X" }, func() { l.Trace.Children[0].Code = step }, where+": sealed trace")
						}
					}
				}
			}
		})
	}
}

// Whoever edits a pinned value or a parameter of a rule is told which lines no
// longer follow from it.
func TestEditedInputsAreNamed(t *testing.T) {
	for name, s := range sealedRuns(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.editValues(t)
			s.editRules(t)
		})
	}
}

func (s *sealed) editValues(t *testing.T) {
	edited := 0
	for i := range s.in.Groups {
		for j := range s.in.Groups[i].Units {
			u := &s.in.Groups[i].Units[j]
			for k := range u.Goals {
				g := &u.Goals[k]
				v := &g.Values[len(g.Values)-1]
				if l := s.line(g.GoalID); v.Value == nil || l == nil || l.Value == "" {
					continue
				}
				before := *v.Value
				*v.Value = before.Add(decimal.New(1, -1))
				s.named(t, text(t, s.in), s.results, u.Code+" "+g.Indicator+": sealed value", u.Code+" "+g.Indicator+": sealed trace")
				*v.Value = before
				edited++
			}
		}
	}
	if edited < 10 {
		t.Errorf("only %d values were edited", edited)
	}
}

func (s *sealed) editRules(t *testing.T) {
	for i := range s.in.Indicators {
		in := &s.in.Indicators[i]
		before := in.Rule.Modifiers.DifficultyCap
		in.Rule.Modifiers.DifficultyCap = new(decimal.New(1, -3))
		var want []string
		for _, g := range s.in.Groups {
			for _, u := range g.Units {
				for _, goal := range u.Goals {
					if l := s.line(goal.GoalID); goal.Indicator == in.Code && l != nil && l.State == score.Scored && l.Points.IsPositive() && in.Rule.Method.RatioToBest == nil && in.Rule.Modifiers.Then == nil {
						want = append(want, u.Code+" "+in.Code+": sealed points")
					}
				}
			}
		}
		if len(want) > 0 {
			s.named(t, text(t, s.in), s.results, want...)
		}
		in.Rule.Modifiers.DifficultyCap = before
	}
}

func (s *sealed) line(goal int64) *score.LineResult {
	for i := range s.out.Groups {
		for j := range s.out.Groups[i].Units {
			for k := range s.out.Groups[i].Units[j].Lines {
				if l := &s.out.Groups[i].Units[j].Lines[k]; l.GoalID == goal {
					return l
				}
			}
		}
	}
	return nil
}
