package score

import "github.com/shopspring/decimal"

// RunResult is the computed year. Groups stand in the order they were given.
type RunResult struct {
	Engine string        `json:"engine"`
	Groups []GroupResult `json:"groups"`
}

// GroupResult is one group's scores in rank order, those listed apart at the end.
type GroupResult struct {
	GroupID int64         `json:"groupId"`
	Code    string        `json:"code"`
	Quotas  []QuotaResult `json:"quotas"`
	Units   []UnitResult  `json:"units"`
	Trace   Trace         `json:"trace"` // how places were given out
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
	Trace      Trace             `json:"trace"` // from lines to the final score and the grade
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
	Trace     Trace           `json:"trace"`
}
