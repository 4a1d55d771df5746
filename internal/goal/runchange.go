package goal

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// ScoreChange is what became of one unit between a score run and the one that it
// supersedes. A unit is listed if its final score, rank or grade changed, or any
// line under it.
type ScoreChange struct {
	PlanID int64
	UnitID int64
	Before *ScoreMark // nil: the unit was not scored
	After  *ScoreMark
	Parts  []PartChange
	Lines  []LineChange
}

// ScoreMark is how a unit came out of one run.
type ScoreMark struct {
	Final decimal.Decimal
	Rank  *int // nil: listed apart
	Grade string
}

// PartChange is a part of a unit's score, other than its lines, that changed.
type PartChange struct {
	Part   string // a component, BONUS, DEDUCTION or VETOES
	Before string // empty where there was none
	After  string
}

// LineChange is a line whose points or state changed.
type LineChange struct {
	PlanID      int64            `db:"plan_id"`
	GoalID      int64            `db:"goal_id"`
	UnitID      int64            `db:"unit_id"`
	Before      *decimal.Decimal `db:"before"` // nil: there was no such line
	After       *decimal.Decimal `db:"after"`
	StateBefore *score.State     `db:"state_before"`
	StateAfter  *score.State     `db:"state_after"`
}

// ScoreChanges compares two runs. The changes come in the order of the later
// run's scores, units that are gone at the end.
func ScoreChanges(before, after []*Score, lines []LineChange) []ScoreChange {
	byUnit := map[int64][]LineChange{}
	for _, l := range lines {
		byUnit[l.UnitID] = append(byUnit[l.UnitID], l)
	}
	was := map[int64]*Score{}
	for _, s := range before {
		was[s.UnitID] = s
	}
	var changes []ScoreChange
	add := func(old, now *Score) {
		some := now
		if some == nil {
			some = old
		}
		c := ScoreChange{PlanID: some.PlanID, UnitID: some.UnitID, Before: old.mark(), After: now.mark(), Parts: partChanges(old, now), Lines: byUnit[some.UnitID]}
		if len(c.Parts)+len(c.Lines) > 0 || !c.Before.same(c.After) {
			changes = append(changes, c)
		}
	}
	for _, now := range after {
		add(was[now.UnitID], now)
		delete(was, now.UnitID)
	}
	for _, old := range before {
		if was[old.UnitID] != nil {
			add(old, nil)
		}
	}
	return changes
}

func (s *Score) mark() *ScoreMark {
	if s == nil {
		return nil
	}
	return &ScoreMark{s.Final, s.Rank, s.Grade}
}

func (m *ScoreMark) same(n *ScoreMark) bool {
	if m == nil || n == nil {
		return m == n
	}
	return m.Final.Equal(n.Final) && m.Grade == n.Grade && (m.Rank == nil) == (n.Rank == nil) && (m.Rank == nil || *m.Rank == *n.Rank)
}

// parts are what a unit's score is made of beside its lines.
func (s *Score) parts() map[string]string {
	parts := map[string]string{}
	if s == nil {
		return parts
	}
	for _, c := range s.Components {
		if c.Component != score.IndicatorComponent {
			parts[string(c.Component)] = c.Score.String()
		}
	}
	if !s.Bonus.IsZero() {
		parts["BONUS"] = s.Bonus.String()
	}
	if !s.Deduction.IsZero() {
		parts["DEDUCTION"] = s.Deduction.String()
	}
	if len(s.Vetoes) > 0 {
		parts["VETOES"] = strings.Join(s.Vetoes, " ")
	}
	return parts
}

func partChanges(old, now *Score) []PartChange {
	before, after := old.parts(), now.parts()
	var changes []PartChange
	for part, b := range before {
		if a := after[part]; a != b {
			changes = append(changes, PartChange{part, b, a})
		}
	}
	for part, a := range after {
		if _, ok := before[part]; !ok {
			changes = append(changes, PartChange{part, "", a})
		}
	}
	slices.SortFunc(changes, func(a, b PartChange) int { return cmp.Compare(a.Part, b.Part) })
	return changes
}
