package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

// Marks is full marks in one group, with the group at hand.
type Marks struct {
	Group     *goal.Group
	FullMarks decimal.Decimal
}

func marks(o *goal.Outline, list []goal.Marks) []*Marks {
	out := make([]*Marks, 0, len(list))
	for _, m := range list {
		if g := o.Group(m.GroupID); g != nil {
			out = append(out, &Marks{g, m.FullMarks})
		}
	}
	return out
}

// BulletinGroup is one group of a snapshot.
type BulletinGroup struct {
	Group *goal.Group
	Mean  *decimal.Decimal
	Units []*BulletinUnit
}

// BulletinUnit is one unit of a snapshot. Ranks are nil for what has none.
type BulletinUnit struct {
	UnitID       int64
	Points       decimal.Decimal
	Rank         *int
	PreviousRank *int
	Lights       []goal.LightCount
}

// BulletinGoal is one goal of a snapshot.
type BulletinGoal struct {
	*goal.SnapshotGoal
	Plan int64
}

func (g BulletinGoal) goalID() goal.ID {
	return goal.ID{Kind: goal.KindGoal, Plan: g.Plan, Num: g.GoalID}
}

// Laggard is one lagging goal of a snapshot.
type Laggard struct {
	BulletinGoal
	*goal.Lag
}

// ScoreRunGroup is one group of a score run.
type ScoreRunGroup struct {
	Group  *goal.Group
	Quotas []score.QuotaResult
	Scores []*goal.Score
}

// Operand is a number of a step, together with the step, which says what the
// number's name stands for.
type Operand struct {
	score.Operand
	step string
}

// Title is what the operand's name stands for.
func (o Operand) Title(ctx context.Context) string {
	return wording.OperandTitle(language(ctx), o.step, o.Name)
}

// SourceText says where the operand comes from.
func (o Operand) SourceText(ctx context.Context) string {
	return wording.Source(language(ctx), o.Source)
}

func operands(t *score.Trace) []*Operand {
	list := make([]*Operand, len(t.Operands))
	for i, o := range t.Operands {
		list[i] = &Operand{o, t.Code}
	}
	return list
}

func orNil(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
