package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// ScoreSheet is what the year-end workbook prints of one score run, already cut
// down to what its reader may see. Units are in printing order: by rank, those
// listed apart at the end.
type ScoreSheet struct {
	Organ      string // 考核主体
	PlanTitle  string
	Year       int
	RunID      int64
	Hash       string    // of the sealed run
	InputsAt   time.Time // the figures are as of this instant
	PrintedAt  time.Time
	PrintedFor string // the reader's name, shown in the footer
	Final      bool   // false: a trial run, watermarked 试算
	Zone       *time.Location
	Groups     []SheetGroup
}

// SheetGroup is one group of a score sheet.
type SheetGroup struct {
	Code       string
	Name       string
	Weights    []score.ComponentWeight // in the plan's order
	Quotas     []score.QuotaResult
	Indicators []SheetIndicator // those with marks in this group, by dimension
	Units      []SheetUnit
}

// SheetIndicator is one column of the indicator matrix.
type SheetIndicator struct {
	Code, Name    string
	DimensionCode string
	Dimension     string // the dimension's name
	FullMarks     decimal.Decimal
}

// SheetUnit is one unit's row and its own sheet.
type SheetUnit struct {
	Code, Name string
	Mode       score.Mode
	Rank       int // 0: listed apart
	LastRank   int // last year's; 0: none
	Components []score.ComponentResult
	Bonus      decimal.Decimal
	Deduction  decimal.Decimal
	Final      decimal.Decimal
	Grade      string   // the grade's name; empty where none was given
	Vetoes     []string // names of the vetoes applied
	Lines      []SheetLine
	Dimensions []score.DimensionResult
	Indicators decimal.Decimal // total of the lines
}

// SheetLine is one goal of a unit. Numbers are nil where there is none.
type SheetLine struct {
	DimensionCode string
	Dimension     string
	Code, Name    string
	UnitOfMeasure string
	FullMarks     decimal.Decimal // as planned
	Effective     string          // after redistribution, exact: "12" or "50/3"
	Target        *decimal.Decimal
	Baseline      *decimal.Decimal
	Actual        *decimal.Decimal
	ActualText    string // where the value is no number: a rating, a passed check
	Rate          *decimal.Decimal
	Method        string // the method's code, "M01"
	MethodName    string // in the reader's language
	State         score.State
	Points        decimal.Decimal
	LossReason    string // cause and note of the last report
	Owner         string
	VerifiedBy    string
}
