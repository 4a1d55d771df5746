package formula

import "fmt"

// Code says what is wrong with a formula or its evaluation.
type Code string

// What can be wrong with a text. In brackets, the names of the arguments.
const (
	ErrEmpty           Code = "EMPTY"
	ErrTooLong         Code = "TOO_LONG"         // as written or in canonical form [max]
	ErrTooDeep         Code = "TOO_DEEP"         // [max]
	ErrTooMany         Code = "TOO_MANY"         // numbers, names and operations together [max]
	ErrBadCharacter    Code = "BAD_CHARACTER"    // [character] [unicode]: some are invisible
	ErrBadNumber       Code = "BAD_NUMBER"       // not like 12 or 0.35 [text]
	ErrLongNumber      Code = "LONG_NUMBER"      // too many digits [max]
	ErrUnexpected      Code = "UNEXPECTED"       // cannot stand here [text]
	ErrEndsEarly       Code = "ENDS_EARLY"       // something has to follow
	ErrUnclosed        Code = "UNCLOSED"         // a bracket, at its opening
	ErrUnknownName     Code = "UNKNOWN_NAME"     // [name]
	ErrUnknownFunction Code = "UNKNOWN_FUNCTION" // [name]
	ErrNoArguments     Code = "NO_ARGUMENTS"     // a function's name without brackets [function]
	ErrWrongCount      Code = "WRONG_COUNT"      // of arguments [function] [count] [min] [max]
	ErrWantNumber      Code = "WANT_NUMBER"      // a condition stands where a number must
	ErrWantCondition   Code = "WANT_CONDITION"   // a number stands where a condition must
	ErrBadPlaces       Code = "BAD_PLACES"       // round's second argument is not a whole literal [max]
	ErrBadBounds       Code = "BAD_BOUNDS"       // clamp's lower bound is above its upper one [lo] [hi]
)

// What can go wrong in an evaluation.
const (
	ErrDivisionByZero Code = "DIVISION_BY_ZERO" // at the divisor [divisor]
	ErrMissingValue   Code = "MISSING_VALUE"    // [name]
	ErrTooLarge       Code = "TOO_LARGE"        // a numerator or denominator [bits]
)

// Error is one thing wrong with a formula, and where. Line and Column count from
// 1, columns in characters, in the text that was parsed (which is not always the
// canonical one).
type Error struct {
	Code   Code
	Line   int
	Column int
	Args   map[string]string // what the code's text needs; nil where it needs nothing
}

// Error is for logs: readers get the code's text in their own language.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return fmt.Sprintf("formula %d:%d: %s", e.Line, e.Column, e.Code)
	}
	return fmt.Sprintf("formula %d:%d: %s %v", e.Line, e.Column, e.Code, e.Args)
}

// position is a place in a formula's text.
type position struct{ line, column int }

var start = position{1, 1}

// fail returns an error at a place; args are name, value, name, value.
func fail(code Code, at position, args ...string) *Error {
	e := &Error{Code: code, Line: at.line, Column: at.column}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = make(map[string]string, len(args)/2)
		}
		e.Args[args[i]] = args[i+1]
	}
	return e
}
