package score

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// d is a decimal, pd a pointer to one, q a rational.
func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// pd is nil for an empty string, as an optional parameter is.
func pd(s string) *decimal.Decimal {
	if s == "" {
		return nil
	}
	return new(d(s))
}

func q(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("not a rational: " + s)
	}
	return x
}

// figure is a number that was reported; an empty string is no answer.
func figure(a string) Figure {
	if a == "" {
		return Figure{State: ValueMissing}
	}
	return Figure{State: Value, Value: q(a)}
}

// row is one line of a method's table: W, A and T as the tables write them.
type row struct {
	id      string
	w       string
	rule    Rule
	n       Numbers
	exact   string // points before rounding, "" where there are none
	score   string
	state   State  // SCORED unless given
	problem string // the code, where the state is ERROR
	rate    string // not looked at if empty, "none" for nil
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.id, func(t *testing.T) {
			res := tt.rule.Score(q(tt.w), 2, HalfAway, tt.n)
			if tt.state == "" {
				tt.state = Scored
			}
			if res.State != tt.state {
				t.Fatalf("state = %s (%v), want %s", res.State, res.Problem, tt.state)
			}
			code := ""
			if res.Problem != nil {
				code = res.Problem.Code
			}
			if code != tt.problem {
				t.Errorf("problem = %q, want %q", code, tt.problem)
			}
			if tt.exact == "" && res.Unrounded != nil {
				t.Errorf("exact points = %s, want none", exact(res.Unrounded))
			}
			if tt.exact != "" && (res.Unrounded == nil || res.Unrounded.Cmp(q(tt.exact)) != 0) {
				t.Errorf("exact points = %v, want %s", res.Unrounded, tt.exact)
			}
			if got := res.Points.StringFixed(2); tt.score != "" && got != tt.score {
				t.Errorf("score = %s, want %s", got, tt.score)
			}
			switch {
			case tt.rate == "none" && res.Rate != nil:
				t.Errorf("rate = %s, want none", exact(res.Rate))
			case tt.rate != "" && tt.rate != "none" && (res.Rate == nil || res.Rate.Cmp(q(tt.rate)) != 0):
				t.Errorf("rate = %v, want %s", res.Rate, tt.rate)
			}
			stepsAddUp(t, res.Trace)
			if n := len(res.Trace.Children); res.Unrounded != nil && res.Trace.Children[n-1].Value != "" && res.Trace.Children[n-1].Value != res.Trace.Value {
				t.Errorf("the last step gives %s, the score is of %s", res.Trace.Children[n-1].Value, res.Trace.Value)
			}
		})
	}
}

// sums are the steps whose parts add up to them.
var sums = map[string]bool{
	TraceFinal: true, TraceIndicators: true, TraceDimension: true, TraceBonus: true, TraceDeduction: true,
	TraceAdjustmentRule: true, TraceDeducted: true, TraceNumerators: true, TraceDenominators: true, TraceFigureSum: true,
	TraceNodes: true, TraceBallotPoints: true, TraceBallotsValid: true,
	TraceAwards: true, TraceAwardCategory: true, TraceYearOnYear: true,
}

// stepsAddUp checks, all down a trace, that the parts of a sum are the sum.
func stepsAddUp(t rapid.TB, tr Trace) {
	t.Helper()
	for _, child := range tr.Children {
		stepsAddUp(t, child)
	}
	if !sums[tr.Code] || tr.Value == "" {
		return
	}
	sum, parts := new(big.Rat), 0
	for _, child := range tr.Children {
		if child.Value != "" {
			sum.Add(sum, q(child.Value))
			parts++
		}
	}
	if parts == 0 {
		for _, o := range tr.Operands {
			if x, ok := new(big.Rat).SetString(o.Value); ok {
				sum.Add(sum, x)
			}
		}
	}
	if sum.Cmp(q(tr.Value)) != 0 && len(tr.Children)+len(tr.Operands) > 0 {
		t.Errorf("%s: parts add up to %s, not to %s", tr.Code, exact(sum), tr.Value)
	}
}
