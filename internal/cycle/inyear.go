package cycle

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// addInYear gives units their scores of the quarters as published, where the plan
// weighs them in. Of several bulletins for one quarter the newest counts.
func addInYear(ctx context.Context, q postgres.Queries, o *goal.Outline, units map[int64]*score.UnitInput) error {
	if o.Settings.InYearWeight == nil {
		return nil
	}
	newestFirst, err := q.Bulletins(ctx, o.PlanID, false, maxNumber, 100)
	if err != nil {
		return err
	}
	var counted []*goal.Bulletin
	var snapshots []int64
	seen := map[string]bool{}
	for _, b := range newestFirst {
		if !seen[b.Period.String()] {
			seen[b.Period.String()] = true
			counted = append([]*goal.Bulletin{b}, counted...)
			snapshots = append(snapshots, b.SnapshotID)
		}
	}
	texts, err := q.Snapshots(ctx, o.PlanID, snapshots)
	if err != nil {
		return err
	}
	for _, b := range counted {
		var snapshot goal.Snapshot
		if err := json.Unmarshal([]byte(texts[b.SnapshotID]), &snapshot); err != nil {
			return fmt.Errorf("snapshot %d: %w", b.SnapshotID, err)
		}
		for _, g := range snapshot.Groups {
			for _, s := range g.Units {
				if u := units[s.UnitID]; u != nil && !s.Unscored {
					u.InYear = append(u.InYear, score.InYearScore{Period: b.Period.String(), Score: s.Points})
				}
			}
		}
	}
	return nil
}
