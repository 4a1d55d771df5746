package score

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Problem is something wrong with a rule's parameters or with an input. Code is
// one of this package's problem codes; Args fill its text.
type Problem struct {
	Path []string
	Code string
	Args map[string]string
}

// What can be wrong with a rule's parameters or a run's input. In brackets, the
// names of the arguments.
const (
	ProblemOneMethod      = "ONE_METHOD"       // not exactly one method [count]
	ProblemRequired       = "REQUIRED"         //
	ProblemOutOfRange     = "OUT_OF_RANGE"     // [field] [min] [max] [above] [below]
	ProblemUnknownCode    = "UNKNOWN_CODE"     // not one of a closed list [value] [known]
	ProblemNotOrdered     = "NOT_ORDERED"      // bounds must run strictly from the best to the worst
	ProblemDuplicate      = "DUPLICATE"        // [value]
	ProblemExclusive      = "EXCLUSIVE"        // cannot stand together [with]
	ProblemLastOnly       = "LAST_ONLY"        // a bound may be left out in the last place only
	ProblemWeightsNotFull = "WEIGHTS_NOT_FULL" // component weights do not add up to 1 [sum]
	ProblemMarksNotFull   = "MARKS_NOT_FULL"   // a group's dimensions do not add up to the full score [sum] [want]
	ProblemMarksMismatch  = "MARKS_MISMATCH"   // a unit's goals exceed their dimension's marks [dimension] [sum] [want]
	ProblemOpenEnd        = "OPEN_END"         // the last band must have no bound, since it takes all the rest
	ProblemTooMany        = "TOO_MANY"         // [max]
	ProblemFormula        = "FORMULA"          // [problem] [line] [column] and the formula's own
	ProblemBadName        = "BAD_NAME"         // no name for a formula's input [value]
	ProblemNested         = "NESTED"           // a method that cannot stand inside another [value]
	ProblemUnsupported    = "UNSUPPORTED"      // named by the trade, not built [value]
)

// Why a goal cannot be scored, or a unit not totalled.
const (
	ProblemBadRule           = "BAD_RULE"            // the rule does not validate [problem]
	ProblemWrongValueType    = "WRONG_VALUE_TYPE"    // [want]: NUMBER, CHECK, OCCURRENCES, RATINGS, PLACE, MILESTONES, MARKS, BALLOTS, UPPER or AWARDS
	ProblemNoTarget          = "NO_TARGET"           //
	ProblemNoBaseline        = "NO_BASELINE"         //
	ProblemZeroBaseline      = "ZERO_BASELINE"       // a change of nothing has no per cent
	ProblemZeroTarget        = "ZERO_TARGET"         // a rate of nothing
	ProblemNegativeTarget    = "NEGATIVE_TARGET"     //
	ProblemNegativeValue     = "NEGATIVE_VALUE"      //
	ProblemTargetIsBaseline  = "TARGET_IS_BASELINE"  // no line through one point
	ProblemTargetIsChallenge = "TARGET_IS_CHALLENGE" // likewise
	ProblemNoPeers           = "NO_PEERS"            // a relative rule without the group's numbers
	ProblemNoBallots         = "NO_BALLOTS"          // no class has enough valid ballots
	ProblemUnknownNode       = "UNKNOWN_NODE"        // [node]
	ProblemUnknownOption     = "UNKNOWN_OPTION"      // an answer that the rule has no points for [option]
	ProblemUnknownClass      = "UNKNOWN_CLASS"       // [class]
	ProblemUnknownLevel      = "UNKNOWN_LEVEL"       // [level]
	ProblemUnknownInput      = "UNKNOWN_INPUT"       // a number that the rule names and nobody reported [name]
	ProblemMarkOutOfRange    = "MARK_OUT_OF_RANGE"   // [mark] [max]
	ProblemDivisionByZero    = "DIVISION_BY_ZERO"    //
	ProblemTooLarge          = "TOO_LARGE"           // a number with more digits than any figure has
	ProblemUnknownKind       = "UNKNOWN_KIND"        // occurrences of a kind that the rule has no points for [kind]
	ProblemUnknownRating     = "UNKNOWN_RATING"      // [rating]
	ProblemNoComponentScore  = "NO_COMPONENT_SCORE"  // a ballot's or leaders' score is missing
	ProblemNothingApplies    = "NOTHING_APPLIES"     // all of a unit's marks are not applicable
	ProblemUnknownIndicator  = "UNKNOWN_INDICATOR"   // [value]
	ProblemUnknownDimension  = "UNKNOWN_DIMENSION"   // [value]
	ProblemUnknownRule       = "UNKNOWN_RULE"        // an adjustment's [value]
	ProblemUnknownVeto       = "UNKNOWN_VETO"        // [value]
)

// Failure is one reason why a run has no result, and where it lies.
type Failure struct {
	Unit      string    // its code; empty where the plan's rules are at fault
	Indicator string    // its code; empty unless a goal or an indicator's rule is at fault
	Component Component // empty unless a component's score is
	Problem
}

// RunError lists everything that keeps a run from a result.
type RunError struct{ Failures []Failure }

func (e *RunError) Error() string {
	texts := make([]string, len(e.Failures))
	for i, f := range e.Failures {
		words := slices.DeleteFunc([]string{f.Unit, f.Indicator, string(f.Component), strings.Join(f.Path, "."), f.Code},
			func(s string) bool { return s == "" })
		texts[i] = strings.Join(words, " ")
	}
	return "score run: " + strings.Join(texts, "; ")
}

// errNotApplicable is a rule's answer where it says that a goal does not apply.
var errNotApplicable = errors.New("not applicable")

// errPending is a rule's answer where it waits for something that others publish.
var errPending = errors.New("pending")

// failure is why a method could not score a value.
type failure struct {
	code string
	args map[string]string
}

func (f *failure) Error() string { return fmt.Sprint(f.code, " ", f.args) }

// fail returns a failure; args are name, value, name, value.
func fail(code string, args ...string) error { return &failure{code, argsOf(args)} }

func (f *failure) trace() Trace {
	t := Trace{Code: TraceFailed, Operands: []Operand{{Name: "code", Value: f.code}}}
	for _, name := range slices.Sorted(maps.Keys(f.args)) {
		t.Operands = append(t.Operands, Operand{Name: name, Value: f.args[name]})
	}
	return t
}

func argsOf(pairs []string) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	args := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return args
}

// path leads to a place in an input, outermost first.
type path []string

// to extends a path without touching those that share its beginning.
func (p path) to(parts ...string) path { return append(slices.Clip(p), parts...) }

// at leads to the i-th of a list.
func (p path) at(list string, i int) path { return p.to(list, strconv.Itoa(i)) }

// problems gathers what is wrong with one input.
type problems []Problem

func (ps *problems) add(at path, code string, args ...string) {
	*ps = append(*ps, Problem{Path: at, Code: code, Args: argsOf(args)})
}

// longestList bounds every list in a rule: nobody judges by a hundred tiers, and
// what is checked against each other must stay cheap.
const longestList = 100

// required objects to an absent number.
func (ps *problems) required(at path, d *decimal.Decimal) {
	if d == nil {
		ps.add(at, ProblemRequired)
	}
}

// positive objects to a number at or below zero; an absent one is fine.
func (ps *problems) positive(at path, d *decimal.Decimal) {
	if d != nil && d.Sign() <= 0 {
		ps.add(at, ProblemOutOfRange, "above", "0")
	}
}

// notNegative objects to a number below zero; an absent one is fine.
func (ps *problems) notNegative(at path, d *decimal.Decimal) {
	if d != nil && d.Sign() < 0 {
		ps.add(at, ProblemOutOfRange, "min", "0")
	}
}

// fraction objects to a number outside 0 to 1; an absent one is fine.
func (ps *problems) fraction(at path, d *decimal.Decimal) {
	if d != nil && (d.Sign() < 0 || d.GreaterThan(decimal.NewFromInt(1))) {
		ps.add(at, ProblemOutOfRange, "min", "0", "max", "1")
	}
}

// atLeast objects to a whole number below least; an absent one is fine.
func (ps *problems) atLeast(at path, n *int, least int) {
	if n != nil && *n < least {
		ps.add(at, ProblemOutOfRange, "min", strconv.Itoa(least))
	}
}

// list objects to a list with nothing in it, or with too much.
func (ps *problems) list(at path, n int) {
	if n == 0 {
		ps.add(at, ProblemRequired)
	}
	ps.notTooMany(at, n)
}

// notTooMany objects to a list that is too long, and reports whether it is not.
func (ps *problems) notTooMany(at path, n int) bool {
	if n > longestList {
		ps.add(at, ProblemTooMany, "max", strconv.Itoa(longestList))
	}
	return n <= longestList
}

// known objects to a code that is not of its closed list.
func known[E ~string](ps *problems, at path, code E, all ...E) {
	switch {
	case slices.Contains(all, code):
	case code == "":
		ps.add(at, ProblemRequired)
	default:
		names := make([]string, len(all))
		for i, c := range all {
			names[i] = string(c)
		}
		ps.add(at, ProblemUnknownCode, "value", string(code), "known", strings.Join(names, " "))
	}
}

// knownOrAbsent is known for an optional code.
func knownOrAbsent[E ~string](ps *problems, at path, code *E, all ...E) {
	if code != nil {
		known(ps, at, *code, all...)
	}
}
