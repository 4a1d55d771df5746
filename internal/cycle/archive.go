package cycle

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"

	"github.com/kaoping/kaoping/internal/archive"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// Archive writes all that proves a plan's year into one file, as it stands at one
// instant, signed where there is a key. Only the server's console may.
func (s *Service) Archive(ctx context.Context, who goal.Actor, plan goal.ID, out io.Writer, key ed25519.PrivateKey) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	if err := plan.Is(goal.KindPlan); err != nil {
		return err
	}
	return s.db.InLongSnapshot(ctx, func(q postgres.Queries) error {
		p, err := q.Plan(ctx, plan.Num)
		if err != nil {
			return fmt.Errorf("plan: %w", err)
		}
		organ, err := q.UnitsByID(ctx, who.At, []int64{p.OrganID})
		if err != nil {
			return err
		}
		if len(organ) != 1 {
			return fmt.Errorf("authority of plan %d: %w", p.PlanID, goal.ErrNotFound)
		}
		w := archive.NewWriter(out)
		if err := archivePlan(ctx, q, w, p.PlanID); err != nil {
			return fmt.Errorf("archive plan %d: %w", p.PlanID, err)
		}
		return w.Close(fmt.Sprintf("%s/%d", organ[0].Code, p.Year), p.Title, key)
	})
}

// archivePlan writes a plan's lists and texts: a fixed number of statements, and
// a few more per score run.
func archivePlan(ctx context.Context, q postgres.Queries, w *archive.Writer, plan int64) error {
	for _, l := range postgres.ArchiveLists {
		if err := w.List(l.Name, func(add func(any) error) error { return q.EachArchived(ctx, plan, l, add) }); err != nil {
			return err
		}
	}
	err := q.EachArchivedText(ctx, plan, func(kind string, number int64, content string) error {
		return w.Text(archive.TextPart(kind, number), content)
	})
	if err != nil {
		return err
	}
	runs, err := q.Runs(ctx, plan, false, maxNumber, maxNumber)
	for _, r := range slices.Backward(runs) { // the oldest first
		if err == nil {
			err = archiveRun(ctx, q, w, r)
		}
	}
	return err
}

func archiveRun(ctx context.Context, q postgres.Queries, w *archive.Writer, r *goal.ScoreRun) error {
	inputs, results, err := q.RunText(ctx, r.PlanID, r.RunID)
	if err != nil {
		return err
	}
	if err := w.Text(archive.RunPart(r.Number, archive.RunInputs), inputs); err != nil {
		return err
	}
	if err := w.Text(archive.RunPart(r.Number, archive.RunResults), results); err != nil {
		return err
	}
	for _, l := range postgres.RunLists {
		err := w.List(archive.RunPart(r.Number, l.Name), func(add func(any) error) error { return q.EachOfRun(ctx, r.PlanID, r.RunID, l, add) })
		if err != nil {
			return err
		}
	}
	return nil
}
