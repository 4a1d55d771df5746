package goal

import (
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Figures is what somebody enters for one goal and period.
type Figures struct {
	State       score.ValueState
	Value       *decimal.Decimal
	Numerator   *decimal.Decimal
	Denominator *decimal.Decimal
	Inputs      *score.Inputs
	Note        string
	Cause       *Cause
	Measure     string
	HelpNeeded  string
}

// Same reports whether v already says what f says, so that saving it again
// adds nothing.
func (f *Figures) Same(v *Value) bool {
	return v != nil && f.State == v.State && sameNumber(f.Value, v.Value) && sameNumber(f.Numerator, v.Numerator) &&
		sameNumber(f.Denominator, v.Denominator) && sameInputs(f.Inputs, v.Inputs) && f.Note == v.Note &&
		sameCause(f.Cause, v.Cause) && f.Measure == v.Measure && f.HelpNeeded == v.HelpNeeded
}

func sameNumber(a, b *decimal.Decimal) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Equal(*b))
}

func sameCause(a, b *Cause) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

func sameInputs(a, b *score.Inputs) bool {
	if (a == nil) != (b == nil) || a == nil {
		return a == nil && b == nil
	}
	entered := *a // before it is stamped with the version of its shape
	entered.V = b.V
	x, err1 := score.Canonical(entered)
	y, err2 := score.Canonical(b)
	return err1 == nil && err2 == nil && x == y
}

// longest is how many characters a note may have.
const longest = 2000

// Check says what is wrong with figures for an indicator; path leads to them.
func (f *Figures) Check(ind *Indicator, scale int, path []string) Problems {
	var bad Problems
	at := func(field string) []string { return append(slices.Clone(path), strings.Split(field, ".")...) }
	bad = append(bad, CheckText(f.Note, longest, at("note"))...)
	bad = append(bad, CheckText(f.Measure, longest, at("measure"))...)
	bad = append(bad, CheckText(f.HelpNeeded, longest, at("helpNeeded"))...)
	bad = append(bad, checkNumber(f.Value, scale, at("value"))...)
	bad = append(bad, checkNumber(f.Numerator, scale, at("numerator"))...)
	bad = append(bad, checkNumber(f.Denominator, scale, at("denominator"))...)
	if f.State == score.ValueMissing {
		bad.Add(at("state"), WrongValueType, "takes", string(ind.Takes()))
		return bad
	}
	if f.State != score.Value {
		if f.Value != nil || f.Numerator != nil || f.Denominator != nil || f.Inputs != nil {
			bad.Add(at("state"), WrongValueType, "takes", string(f.State))
		}
		if f.Note == "" {
			bad.Add(at("note"), ReasonRequired)
		}
		return bad
	}
	return append(bad, f.checkType(ind, at)...)
}

// checkType holds the parts that were given against those that the indicator takes.
func (f *Figures) checkType(ind *Indicator, at func(string) []string) Problems {
	var bad Problems
	takes, in := ind.Takes(), f.Inputs
	if in == nil {
		in = &score.Inputs{}
	}
	for _, part := range []struct {
		field         string
		given, wanted bool
	}{
		{"value", f.Value != nil, takes == TakesNumber},
		{"numerator", f.Numerator != nil, takes == TakesRatio},
		{"denominator", f.Denominator != nil, takes == TakesRatio},
		{"inputs.passed", in.Passed != nil, takes == TakesCheck},
		{"inputs.ratings", len(in.Ratings) > 0, takes == TakesRating},
		{"inputs.occurrences", len(in.Occurrences) > 0, takes == TakesOccurrences},
		{"inputs.milestones", len(in.Milestones) > 0, takes == TakesMilestones},
		{"inputs.marks", len(in.Marks) > 0, takes == TakesMarks},
		{"inputs.ballots", len(in.Ballots) > 0, takes == TakesBallots},
		{"inputs.awards", len(in.Awards) > 0, takes == TakesAwards},
		{"inputs.upper", in.Upper != nil, takes == TakesUpperResult},
		{"inputs.place", in.Place != nil, takes == TakesPlace},
		{"inputs.numbers", len(in.Numbers) > 0, len(ind.Rule.InputNames()) > 0},
	} {
		if part.given != part.wanted {
			bad.Add(at(part.field), WrongValueType, "takes", string(takes))
		}
	}
	if takes == TakesRatio && f.Denominator != nil && f.Denominator.IsNegative() {
		bad.Add(at("denominator"), OutOfRange, "min", "0", "max", "")
	}
	c := inputChecker{rule: &ind.Rule, in: in, at: func(parts ...any) []string { return append(at("inputs"), Path(parts...)...) }}
	c.check()
	return append(bad, c.bad...)
}

// biggest bounds a reported number, far above any real one.
var biggest = decimal.New(1, 15)

func checkNumber(n *decimal.Decimal, scale int, path []string) Problems {
	var bad Problems
	if n == nil {
		return nil
	}
	if n.Abs().GreaterThan(biggest) {
		bad.Add(path, OutOfRange, "min", biggest.Neg().String(), "max", biggest.String())
	} else if !n.Truncate(int32(scale)).Equal(*n) {
		bad.Add(path, TooPrecise, "scale", Path(scale)[0])
	}
	return bad
}

// CheckText refuses texts that are too long or hold control characters, which
// no screen shows and no workbook survives.
func CheckText(s string, most int, path []string) Problems {
	var bad Problems
	n := 0
	for _, r := range s {
		n++
		if r < ' ' && r != '\n' && r != '\t' || r == '\u007f' || r == '\ufffd' {
			bad.Add(path, BadText)
			return bad
		}
	}
	if n > most {
		bad.Add(path, TooLong, "max", Path(most)[0])
	}
	return bad
}
