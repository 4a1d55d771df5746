package cycle

import (
	"context"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
)

// GoalHistories says of some goals of a plan what was done to each of them and to
// its figures, for whoever sees their work. Single marks and ballots are told to
// those inside the office only.
func (s *Service) GoalHistories(ctx context.Context, who goal.Actor, o *goal.Outline, goals []int64) (map[int64][]goal.HistoryEntry, error) {
	rows, err := s.db.Read().GoalRecords(ctx, o.PlanID, goals)
	if err != nil {
		return nil, err
	}
	byGoal := map[int64][]goal.RecordedRow{}
	for _, r := range rows {
		byGoal[*r.GoalID] = append(byGoal[*r.GoalID], r)
	}
	out := map[int64][]goal.HistoryEntry{}
	for g, rows := range byGoal {
		out[g] = goal.Histories(rows, who.May(goal.ReadComponentMarks, o.Thing()))
	}
	return out, nil
}

// ScoreHistories says of some units of a plan what was done to their scores: the
// ballots' and leaders' scores, the ledger and the vetoes, and what each run gave
// them, each only to those who may read just that. Who computed a run is told to
// those who see trial runs.
func (s *Service) ScoreHistories(ctx context.Context, who goal.Actor, o *goal.Outline, units []int64) (map[int64][]goal.HistoryEntry, error) {
	records, err := s.unitRecords(ctx, who, o, units)
	if err != nil {
		return nil, err
	}
	trial := who.May(goal.ReadTrialScores, o.Thing())
	runs := map[int64][]goal.RunPoints{}
	if trial || who.May(goal.ReadFinalScores, o.Thing()) {
		list, err := s.db.Read().PointsByRun(ctx, o.PlanID, !trial, units)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !trial {
				r.CreatedBy = nil
			}
			runs[r.UnitID] = append(runs[r.UnitID], r)
		}
	}
	out := map[int64][]goal.HistoryEntry{}
	for _, u := range units {
		list := append(goal.Histories(records[u], true), goal.RunHistory(runs[u])...)
		slices.SortStableFunc(list, func(a, b goal.HistoryEntry) int { return a.At.Compare(b.At) })
		out[u] = list
	}
	return out, nil
}

// unitRecords reads what was recorded of units beside their goals, as far as the
// actor may see it.
func (s *Service) unitRecords(ctx context.Context, who goal.Actor, o *goal.Outline, units []int64) (map[int64][]goal.RecordedRow, error) {
	var tables []string
	if who.May(goal.ReadComponentMarks, o.Thing()) {
		tables = append(tables, "component_scores")
	}
	ledger := ledgerUnits(who, o) // nil: all
	if ledger == nil || len(ledger) > 0 {
		tables = append(tables, "adjustments", "vetoes")
	}
	records := map[int64][]goal.RecordedRow{}
	if len(tables) == 0 {
		return records, nil
	}
	list, err := s.db.Read().UnitRecords(ctx, o.PlanID, tables, units)
	for _, r := range list {
		if r.Table == "component_scores" || ledger == nil || slices.Contains(ledger, r.About) {
			records[r.About] = append(records[r.About], r.RecordedRow)
		}
	}
	return records, err
}
