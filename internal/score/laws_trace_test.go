package score

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/formula"
	"pgregory.net/rapid"
)

// pencil redoes a trace from what it prints and nothing else: every step's
// formula on its operands, every sum from its parts.
type pencil struct {
	t      rapid.TB
	redone map[string]int // steps that were recomputed, by code

	rounding Rounding
}

// unwritten are the steps whose formula says what is added up without naming
// each part, or rounds to whole steps: [stepsAddUp] and the methods' own tables
// check those.
var unwritten = map[string]bool{
	TraceFigureSum: true, TraceFigureAverage: true, TraceNumerators: true, TraceDenominators: true, TraceFigureWeighted: true,
	TraceDeducted: true, TraceRating: true, TracePlacePoints: true, TracePlaceMean: true, TracePeerGap: true, TraceFullSteps: true,
	TraceDaysStarted: true, TraceNodes: true, TraceMarksMean: true, TraceBallotShare: true, TraceBallotWorst: true, TraceBallotsValid: true,
	TraceBallotPoints: true, TraceClassMean: true, TraceAwards: true, TraceAwardCategory: true, TraceFormula: true, TraceFormulaStep: true,
	TraceFormulaHolds: true, TraceFormulaFails: true, TraceDivisionByZero: true, TraceIndicators: true, TraceDimension: true, TraceBonus: true,
	TraceRateZeroTarget: true, TraceDeduction: true, TraceAdjustmentRule: true, TraceFinal: true, TraceInYear: true, TraceAdjusted: true,
}

var absolute = regexp.MustCompile(`\|(\w+)\|`)

// step checks one step and all below it.
func (p *pencil) step(tr Trace) {
	for _, child := range tr.Children {
		p.step(child)
	}
	if tr.Formula == "" || tr.Value == "" || unwritten[tr.Code] {
		return
	}
	text, names, values := tr.Formula, []string{}, map[string]*big.Rat{}
	ops := slices.Clone(tr.Operands)
	slices.SortFunc(ops, func(a, b Operand) int { return len(b.Name) - len(a.Name) })
	for i, o := range ops {
		x, ok := new(big.Rat).SetString(o.Value)
		if !ok {
			continue
		}
		name := o.Name
		if strings.Contains(name, "Σ") {
			name = "Sum" + string(rune('a'+i))
			text = strings.ReplaceAll(text, o.Name, name)
		}
		names, values[name] = append(names, name), x
	}
	text = absolute.ReplaceAllString(text, "abs($1)")
	want, condition := q(tr.Value), strings.ContainsAny(text, "<>=≤≥≠")
	if name, rest, ok := strings.Cut(text, " = "); ok && condition { // A = x: what a step calls its value
		if _, given := values[name]; !given {
			text, condition = rest, false
		}
	}
	if condition {
		if want = one; tr.Code == TraceThresholdMissed { // its value is what it earns
			want = zero
		}
		text = "if(" + both.ReplaceAllString(text, "$1 <= $2 and $2 <= $3") + ", 1, 0)"
	}
	f, err := formula.Parse(text, names)
	if err != nil {
		p.t.Errorf("%s: %q cannot be redone: %v", tr.Code, tr.Formula, err)
		return
	}
	res, err := f.Eval(values)
	if err == nil && tr.Code == TraceEntry { // rounded like a component's score
		res.Value = q(roundText(res.Value, 2, p.rounding))
	}
	if err != nil || res.Value.Cmp(want) != 0 {
		p.t.Errorf("%s: %s with %v is %v %v, not %s", tr.Code, tr.Formula, tr.Operands, res.Value, err, tr.Value)
	}
	p.redone[tr.Code]++
}

// both is a double comparison, L ≤ A ≤ H, which the language does not have.
var both = regexp.MustCompile(`(\w+) ≤ (\w+) ≤ (\w+)`)

// ends checks that the last step that has a value has the score's.
func ends(t rapid.TB, tr Trace) {
	for _, step := range slices.Backward(tr.Children) {
		if step.Value != "" {
			if step.Value != tr.Value {
				t.Errorf("the last step, %s, gives %s, the score is of %s", step.Code, step.Value, tr.Value)
			}
			return
		}
	}
}

func TestLawTracesCanBeRedone(t *testing.T) {
	redone := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := drawSpecimen(t, kinds...)
		res := s.score(s.n)
		stepsAddUp(t, res.Trace)
		p := pencil{t, redone, HalfAway}
		p.step(res.Trace)
		if res.Unrounded == nil {
			return
		}
		ends(t, res.Trace)
		if res.Trace.Value != exact(res.Unrounded) || res.Trace.Rounded != res.Points.StringFixed(2) {
			t.Errorf("trace ends in %s ≈ %s, the score is %s ≈ %s", res.Trace.Value, res.Trace.Rounded, exact(res.Unrounded), res.Points)
		}
		if t.Failed() {
			t.Fatalf("%v", &s)
		}
	})
	if thorough() && len(redone) < 30 {
		t.Errorf("only %d kinds of steps were redone: %v", len(redone), redone)
	}
}
