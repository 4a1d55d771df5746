package goal

import (
	"errors"
	"fmt"
	"strings"
)

// Failures that a caller can act on. Match them with [errors.Is].
var (
	ErrUnauthenticated = errors.New("sign in first")
	ErrForbidden       = errors.New("not allowed")
	ErrNotFound        = errors.New("not found") // absent, or not the caller's to see
	ErrStale           = errors.New("changed since it was read")
	ErrUnavailable     = errors.New("unavailable for the moment") // the same request may succeed later

	// ErrIdempotencyMismatch says that an idempotency key came before with another request.
	ErrIdempotencyMismatch = errors.New("the key was used for another request")
)

// LockedError says that a thing exists and is the caller's, but cannot be
// changed now. Entry explains since when and who can lift it.
type LockedError struct{ Entry EntryState }

func (e *LockedError) Error() string { return "locked: " + string(e.Entry.Reason) }

// Problem is one thing to mend in a refused input.
type Problem struct {
	Field []string // path into the input, outermost first
	Code  ProblemCode
	Args  map[string]string // fill the code's text
}

// InvalidError reports everything wrong with an input at once, so that a form
// can mark all its fields in one round trip.
type InvalidError struct{ Problems []Problem }

func (e *InvalidError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = fmt.Sprintf("%s: %s %v", strings.Join(p.Field, "."), p.Code, p.Args)
	}
	return strings.Join(texts, "; ")
}

// Invalid is an [InvalidError] with one problem; args are name, value, name, value.
func Invalid(field []string, code ProblemCode, args ...string) error {
	return &InvalidError{[]Problem{NewProblem(field, code, args...)}}
}

// NewProblem returns one problem; args are name, value, name, value.
func NewProblem(field []string, code ProblemCode, args ...string) Problem {
	p := Problem{Field: field, Code: code}
	if len(args) > 0 {
		p.Args = make(map[string]string, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	return p
}

// Problems gathers what is wrong with one input.
type Problems []Problem

// Add notes one problem.
func (ps *Problems) Add(field []string, code ProblemCode, args ...string) {
	*ps = append(*ps, NewProblem(field, code, args...))
}

// Err is an [InvalidError] with all problems, or nil where there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return &InvalidError{ps}
}

// Path joins the parts of a field's path; ints become indices.
func Path(parts ...any) []string {
	path := make([]string, len(parts))
	for i, p := range parts {
		path[i] = fmt.Sprint(p)
	}
	return path
}

// ProblemCode is the closed list of what can be wrong with an input.
type ProblemCode string

const (
	Required          ProblemCode = "REQUIRED"
	BadFormat         ProblemCode = "BAD_FORMAT"
	OutOfRange        ProblemCode = "OUT_OF_RANGE"
	TooLong           ProblemCode = "TOO_LONG"
	TooMany           ProblemCode = "TOO_MANY"
	BadText           ProblemCode = "BAD_TEXT"
	Duplicate         ProblemCode = "DUPLICATE"
	UnknownKey        ProblemCode = "UNKNOWN_KEY"
	UnknownUnit       ProblemCode = "UNKNOWN_UNIT"
	UnknownAccount    ProblemCode = "UNKNOWN_ACCOUNT"
	UnknownGroup      ProblemCode = "UNKNOWN_GROUP"
	UnknownDimension  ProblemCode = "UNKNOWN_DIMENSION"
	UnknownIndicator  ProblemCode = "UNKNOWN_INDICATOR"
	UnknownGoal       ProblemCode = "UNKNOWN_GOAL"
	UnknownRule       ProblemCode = "UNKNOWN_RULE"
	UnknownCode       ProblemCode = "UNKNOWN_CODE"
	PlanExists        ProblemCode = "PLAN_EXISTS"
	WrongState        ProblemCode = "WRONG_STATE"
	WrongPeriod       ProblemCode = "WRONG_PERIOD"
	WrongValueType    ProblemCode = "WRONG_VALUE_TYPE"
	InputMissing      ProblemCode = "INPUT_MISSING" // a number that the rule names [name]
	TooPrecise        ProblemCode = "TOO_PRECISE"
	FallWithoutNote   ProblemCode = "FALL_WITHOUT_NOTE"
	ReasonRequired    ProblemCode = "REASON_REQUIRED"
	RowsIncomplete    ProblemCode = "ROWS_INCOMPLETE"
	NothingToDo       ProblemCode = "NOTHING_TO_DO"
	WindowNotOpen     ProblemCode = "WINDOW_NOT_OPEN"
	WindowClosed      ProblemCode = "WINDOW_CLOSED"
	OwnCheck          ProblemCode = "OWN_CHECK"
	NotAllowed        ProblemCode = "NOT_ALLOWED"
	Stale             ProblemCode = "STALE"
	WeightsNotFull    ProblemCode = "WEIGHTS_NOT_FULL"
	MarksNotFull      ProblemCode = "MARKS_NOT_FULL"
	MarksMismatch     ProblemCode = "MARKS_MISMATCH"
	NoOwner           ProblemCode = "NO_OWNER"
	NoAlternate       ProblemCode = "NO_ALTERNATE"
	NoTarget          ProblemCode = "NO_TARGET"
	NoLegalBasis      ProblemCode = "NO_LEGAL_BASIS"
	NoUnits           ProblemCode = "NO_UNITS"
	UnsupportedMethod ProblemCode = "UNSUPPORTED_METHOD"
	BadRule           ProblemCode = "BAD_RULE"
	BadDeadline       ProblemCode = "BAD_DEADLINE"
	BadGrace          ProblemCode = "BAD_GRACE"
	GraceBesideClose  ProblemCode = "GRACE_BESIDE_CLOSE"
	AlreadyClosed     ProblemCode = "ALREADY_CLOSED"
	AlreadyEnded      ProblemCode = "ALREADY_ENDED"
	BadShares         ProblemCode = "BAD_SHARES"
	BadSteps          ProblemCode = "BAD_STEPS"
	SharesOverOne     ProblemCode = "SHARES_OVER_ONE"
	CannotCompute     ProblemCode = "CANNOT_COMPUTE"
	UnfinishedFigures ProblemCode = "UNFINISHED_FIGURES"
	ScoresPending     ProblemCode = "SCORES_PENDING" // lines wait for a result from elsewhere [count]
)
