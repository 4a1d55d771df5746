// Package formula is the language in which an evaluation office writes a
// composite indicator, such as
//
//	W * (0.6*level + 0.4*growth) / 100
//	if(a >= b, clamp(x, 0, 1.2), round(y/z, 2))
//
// A formula has + - * / and brackets, comparisons joined by and, or and not as
// the condition of an if, and min, max, abs, clamp, round and if. It has no
// loops, no text and no functions of the user's, so it always ends, within a
// number of steps that is known once it is parsed.
//
// The parser is our own because a score must be redone to the last digit. Every
// number here is a rational: 0.1 + 0.2 is 0.3, and a third times three is one.
// The libraries at hand read 0.1 as a binary fraction before anyone can stop
// them (expr-lang, which has no limit on the work done either) or do not
// type-check a decimal beside a whole number (cel-go). They carry loops, text and
// calls that we would have to forbid again, and for a language this small that is
// more than the parser. Errors are codes with a line and a column, so that an
// editor can mark the place in the reader's own language.
//
// The same formula can be written for a spreadsheet, see [Formula.Excel].
package formula

import (
	"slices"
	"strconv"
)

// What a formula may grow to. The limits keep parsing and evaluation within
// milliseconds whatever is pasted; no formula of a real office comes near them.
const (
	maxCharacters = 4000
	maxDepth      = 50 // brackets in brackets, and Excel's functions in each other, where it allows 64
	maxNodes      = 500
	maxDigits     = 30   // of one literal
	maxBits       = 4096 // of a numerator or a denominator
	maxArguments  = 255  // Excel's limit
	maxPlaces     = 10
)

// Formula is a text that parsed. It never changes, and any number of goroutines
// may evaluate it at once.
type Formula struct {
	root  *node
	text  string
	names []string
}

// Parse reads a formula over the inputs that names declares. What is wrong with
// it is an [*Error], the leftmost thing first. A name that is not [IsName] cannot
// be written and is as good as undeclared.
func Parse(text string, names []string) (*Formula, error) {
	if longer(text, maxCharacters) {
		return nil, errTooLong()
	}
	p := parser{scanner: scanner{rest: text, here: start}, declared: names}
	p.next()
	if p.tok.kind == tokenEnd {
		return nil, fail(ErrEmpty, start)
	}
	root, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokenEnd {
		return nil, p.unexpected()
	}
	if err := wantNumber(root); err != nil {
		return nil, err
	}
	f := &Formula{root: root, text: canonical(root)}
	// Spaces round the operators may lengthen it, and it has to parse again.
	if longer(f.text, maxCharacters) {
		return nil, errTooLong()
	}
	slices.Sort(p.used)
	f.names = slices.Compact(p.used)
	return f, nil
}

func errTooLong() error {
	return fail(ErrTooLong, start, "max", strconv.Itoa(maxCharacters))
}

// longer says whether s has more than n characters, without reading all of it.
func longer(s string, n int) bool {
	for range s {
		if n--; n < 0 {
			return true
		}
	}
	return false
}

// Names lists the inputs that f really uses, sorted.
func (f *Formula) Names() []string { return slices.Clone(f.names) }

// String is f in its canonical form: ASCII operators with a space on each side,
// and only the brackets that keep its operations as they were grouped. It parses
// to the same formula.
func (f *Formula) String() string { return f.text }
