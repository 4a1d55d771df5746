package score

import "github.com/shopspring/decimal"

// RunResult is the computed year. Groups stand in the order they were given.
type RunResult struct {
	Engine string        `json:"engine"`
	Groups []GroupResult `json:"groups"`
	// Pending counts lines that wait for a result from elsewhere: until there are
	// none, the run is no more than a trial.
	Pending int `json:"pending,omitempty"`
}

// GroupResult is one group's scores in rank order, those listed apart at the end.
type GroupResult struct {
	GroupID int64         `json:"groupId"`
	Code    string        `json:"code"`
	Quotas  []QuotaResult `json:"quotas"`
	Units   []UnitResult  `json:"units"`
	Trace   Trace         `json:"trace"`           // how places were given out
	Peers   []PeerNumbers `json:"peers,omitempty"` // what relative rules compared
}

// PeerNumbers are the numbers of a group that a relative rule compared, one per
// ranked unit, in order of the units' codes.
type PeerNumbers struct {
	Indicator string    `json:"indicator"`
	Numbers   []Operand `json:"numbers"`
}

// QuotaResult says how many places a grade had and how many it filled.
type QuotaResult struct {
	Grade  string `json:"grade"`
	Base   int    `json:"base"`
	Exact  string `json:"exact"` // "12 × 0.3 = 3.6"; the number where it is fixed
	Places int    `json:"places"`
	Filled int    `json:"filled"` // without places left to the committee
}

// UnitResult is one unit's score.
type UnitResult struct {
	UnitID     int64             `json:"unitId"`
	Code       string            `json:"code"`
	Mode       Mode              `json:"mode"`
	Indicators decimal.Decimal   `json:"indicators"` // exact sum of the rounded lines
	Components []ComponentResult `json:"components"`
	Bonus      decimal.Decimal   `json:"bonus"`     // after caps
	Deduction  decimal.Decimal   `json:"deduction"` // after caps, positive
	Exact      decimal.Decimal   `json:"exact"`     // final score before its rounding; in a trial the final score, whose fraction is in the trace
	Final      decimal.Decimal   `json:"final"`
	Rank       int               `json:"rank"`  // 0: listed apart
	Grade      string            `json:"grade"` // empty: listed apart, or left to the committee
	Vetoes     []string          `json:"vetoes"`
	Dimensions []DimensionResult `json:"dimensions"`
	Lines      []LineResult      `json:"lines"`
	Warnings   []string          `json:"warnings,omitempty"` // codes
	Trace      Trace             `json:"trace"`              // from lines to the final score and the grade
}

// ComponentResult is one component's part of the final score.
type ComponentResult struct {
	Component Component       `json:"component"`
	Score     decimal.Decimal `json:"score"`
	Weight    decimal.Decimal `json:"weight"`
	Weighted  decimal.Decimal `json:"weighted"` // exact product, never rounded
}

// DimensionResult is one dimension's points.
type DimensionResult struct {
	Dimension string          `json:"dimension"`
	FullMarks decimal.Decimal `json:"fullMarks"` // the plan's
	Effective string          `json:"effective"` // those of the lines that count, exact: more where another dimension's were spread over it, "0" where nothing applies
	Points    decimal.Decimal `json:"points"`
}

// LineResult is one goal's points.
type LineResult struct {
	GoalID    int64           `json:"goalId"`
	Indicator string          `json:"indicator"`
	State     State           `json:"state"`
	FullMarks string          `json:"fullMarks"` // after redistribution, exact: "12" or "50/3"; "0" where the line does not count
	Value     string          `json:"value"`     // the year's figure, exact; empty where there is none
	Rate      string          `json:"rate"`      // completion, exact; empty where the rule has none
	Points    decimal.Decimal `json:"points"`
	Most      decimal.Decimal `json:"most"`           // the highest that the rule can give here, rounded like the points
	Gain      *Gain           `json:"gain,omitempty"` // absent where the figure is no number
	Trace     Trace           `json:"trace"`
}

// Gain is what one unit of measure would have changed.
type Gain struct {
	Step   int             `json:"step"`   // +1 or −1, whichever is worth more
	Points decimal.Decimal `json:"points"` // more than the line has, both rounded
}

// WarningManyNotApplicable is that more than 40 % of a unit's marks do not apply:
// it is not like the others of its group.
const WarningManyNotApplicable = "MANY_NOT_APPLICABLE"
