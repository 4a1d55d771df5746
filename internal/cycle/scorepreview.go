package cycle

import (
	"context"
	"maps"
	"math/big"
	"strconv"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// ScorePreviewInput is one rule and the numbers that somebody wants to see it on.
type ScorePreviewInput struct {
	Rule       score.Rule
	FullMarks  decimal.Decimal
	Scale      int
	Rounding   score.Rounding
	RatioScale *decimal.Decimal // what a ratio is multiplied by: 100 for per cent
	Rows       []ScorePreviewRow
}

// ScorePreviewRow is one goal as somebody imagines it.
type ScorePreviewRow struct {
	State        score.ValueState
	Actual       *decimal.Decimal
	Numerator    *decimal.Decimal
	Denominator  *decimal.Decimal
	Inputs       *score.Inputs
	Target       *decimal.Decimal
	Baseline     *decimal.Decimal
	Challenge    *decimal.Decimal
	Difficulty   *decimal.Decimal
	PlannedShare *decimal.Decimal  // of the year by now; nil is all of it
	Peers        []decimal.Decimal // the numbers of the group's other units; none: the rows are each other's group
}

// ScorePreview is what a rule makes of those numbers, or what is wrong with it.
type ScorePreview struct {
	Rows     []ScorePreviewResult
	Problems []goal.Problem
}

// ScorePreviewResult is one row's result. Rate and Unrounded are exact: a decimal
// or n/d.
type ScorePreviewResult struct {
	State     score.State
	Problem   *goal.Problem // why, where the state is ERROR
	Rate      *string
	Unrounded *string
	Points    decimal.Decimal
	Most      decimal.Decimal
	Gain      *score.Gain
	Trace     score.Trace
}

const (
	mostPreviewRows  = 1000
	mostPreviewPeers = 100_000
)

// ScorePreview scores imagined numbers and stores nothing. Whoever is signed in
// may: it reads nothing either.
func (s *Service) ScorePreview(_ context.Context, who goal.Actor, in ScorePreviewInput) (*ScorePreview, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	var bad goal.Problems
	peers := 0
	for i, row := range in.Rows {
		peers += len(row.Peers)
		if p := row.PlannedShare; p != nil && (!p.IsPositive() || p.GreaterThan(decimal.NewFromInt(1))) {
			bad.Add(goal.Path("input", "rows", i, "plannedShare"), goal.OutOfRange, "min", "0", "max", "1")
		}
	}
	if len(in.Rows) == 0 || len(in.Rows) > mostPreviewRows {
		bad.Add(goal.Path("input", "rows"), goal.TooMany, "max", strconv.Itoa(mostPreviewRows))
	}
	if peers > mostPreviewPeers {
		bad.Add(goal.Path("input", "rows"), goal.TooMany, "max", strconv.Itoa(mostPreviewPeers))
	}
	if in.RatioScale != nil && !in.RatioScale.IsPositive() {
		bad.Add(goal.Path("input", "ratioScale"), goal.OutOfRange, "min", "1", "max", "")
	}
	if len(bad) > 0 {
		return &ScorePreview{Problems: bad}, nil
	}
	rows := make([]score.Numbers, len(in.Rows))
	for i := range in.Rows {
		rows[i] = in.Rows[i].numbers(in.RatioScale)
	}
	outlooks, wrong := in.Rule.Preview(in.FullMarks.Rat(), in.Scale, in.Rounding, rows)
	out := &ScorePreview{Rows: make([]ScorePreviewResult, len(outlooks))}
	for i := range outlooks {
		out.Rows[i] = previewResult(&outlooks[i])
	}
	for _, p := range wrong {
		out.Problems = append(out.Problems, ruleProblem(p, "input"))
	}
	return out, nil
}

func previewResult(o *score.Outlook) ScorePreviewResult {
	r := ScorePreviewResult{State: o.State, Points: o.Points, Most: o.Most, Gain: o.Gain, Trace: o.Trace}
	if o.Problem != nil {
		r.Problem = new(ruleProblem(*o.Problem))
		r.Problem.Code = goal.CannotCompute
	}
	if o.Rate != nil {
		r.Rate = new(score.Exact(o.Rate))
	}
	if o.Unrounded != nil {
		r.Unrounded = new(score.Exact(o.Unrounded))
	}
	return r
}

// ruleProblem is what is wrong with a rule, at its place below the one given.
func ruleProblem(p score.Problem, at ...string) goal.Problem {
	args := map[string]string{"problem": p.Code}
	maps.Copy(args, p.Args)
	return goal.Problem{Field: append(at, p.Path...), Code: goal.BadRule, Args: args}
}

// numbers is a row as the engine takes it.
func (row *ScorePreviewRow) numbers(ratioScale *decimal.Decimal) score.Numbers {
	n := score.Numbers{Target: row.Target, Baseline: row.Baseline, Challenge: row.Challenge, Difficulty: row.Difficulty}
	n.Figure = score.Figure{State: row.State}
	if row.State == score.Value {
		aggregation := score.Last
		if row.Numerator != nil || row.Denominator != nil {
			aggregation = score.Ratio
		}
		n.Figure = score.Aggregate(aggregation, nil, []score.PeriodValue{{State: score.Value, Value: row.Actual,
			Numerator: row.Numerator, Denominator: row.Denominator, Inputs: row.Inputs}})
		if ratioScale != nil {
			n.Figure = n.Figure.Scaled(*ratioScale)
		}
		n.Figure.Aggregation, n.Figure.From = "", nil // it was not reported for any period
	}
	if row.PlannedShare != nil {
		n.Share, n.Trial = row.PlannedShare.Rat(), true
	}
	if len(row.Peers) > 0 {
		others := make([]*big.Rat, len(row.Peers))
		for i := range row.Peers {
			others[i] = row.Peers[i].Rat()
		}
		n.Peers, n.Apart = score.NewPeers(others), true
	}
	return n
}
