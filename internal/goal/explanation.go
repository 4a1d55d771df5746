package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Explanation is all that a person needs to redo one unit's score with a pencil:
// the steps, what the run pinned, and what the codes in them stand for.
type Explanation struct {
	Organ    string // name of the authority
	Plan     *Plan
	Run      *ScoreRun
	Unit     *Unit
	Group    *Group
	Score    *Score
	Rules    score.RunRules             // as the run pinned them
	Marks    []score.DimensionMarks     // of the group's dimensions, likewise
	Lines    []*ExplainedLine           // in the plan's order
	Standing []Standing                 // of the unit's group, in printing order
	Places   score.Trace                // how the group's places were given out
	Names    map[string]map[string]Name // by what they are names of, and code
}

// Name is what a code stands for. The English may be missing.
type Name struct{ Zh, En string }

// Standing is one unit of a group in its printed list.
type Standing struct {
	UnitID  int64           `db:"unit_id"`
	GroupID int64           `db:"group_id"`
	Mode    score.Mode      `db:"mode"`
	Final   decimal.Decimal `db:"final"`
	Rank    *int            `db:"rank"` // nil: listed apart
	Grade   string          `db:"grade"`
	Code    string          `db:"-"`
}

// ExplainedLine is a goal's points with all that they were made of.
type ExplainedLine struct {
	*ScoreLine
	Indicator *Indicator
	Owner     *Unit                // or its alternate, where it would judge itself; nil: nobody
	Goal      score.GoalInput      // as the run pinned it
	Rule      score.IndicatorInput // likewise
	Peers     []score.Operand      // the group's numbers by unit code, where the rule compares with them
	Parts     []EarnedPart         // what the group's units earned on it, where the line depends on that
	Values    []ExplainedValue     // by period
}

// EarnedPart is what one unit of the group earned on an indicator.
type EarnedPart struct {
	Unit   string // its code
	State  score.State
	Points string // exact; empty where there are none
	Marks  string // of so many, exact
}

// ExplainedValue is a value that a line was computed from, and whose hands it
// passed through.
type ExplainedValue struct {
	score.PeriodValue
	Hands   []Hand // nil where the reader may not see them
	Revised bool   // a later revision stands in its place today
}

// Hand is a person who did something to a value.
type Hand struct {
	Did HandStep
	Who string
	At  time.Time
}

// HandStep is what a hand did.
type HandStep string

const (
	HandEntered   HandStep = "ENTERED"
	HandSupplied  HandStep = "SUPPLIED" // the owner's own figure
	HandSubmitted HandStep = "SUBMITTED"
	HandApproved  HandStep = "APPROVED"
	HandVerified  HandStep = "VERIFIED"
	HandConfirmed HandStep = "CONFIRMED"
)

// Line is the line of a goal, which the score must have.
func (x *Explanation) Line(goalID int64) *ExplainedLine {
	return find(x.Lines, func(l *ExplainedLine) bool { return l.GoalID == goalID })
}
