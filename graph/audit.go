package graph

import (
	"context"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

const (
	mostChanges = 100 // places that an entry of the audit names
	mostWritten = 20  // rows that it shows
)

// entryKey is the place of an entry in the audit.
type entryKey struct{ plan, unit, seq int64 }

// unitKey is a unit under a plan.
type unitKey struct{ plan, unit int64 }

// objectOf is what an entry was about; nil for nothing in particular.
func objectOf(r *goal.AuditRow) *goal.ID {
	if id, err := goal.ParseID(r.Object); err == nil {
		return &id
	}
	return nil
}

// auditPlace reads a cursor of the audit: an instant in microseconds, a unit and a
// number, all of which the entry itself shows.
func auditPlace(after *string) (*goal.AuditAt, error) {
	if after == nil {
		return nil, nil
	}
	at, err := numbers(after, "audit", 3)
	if err != nil {
		return nil, err
	}
	return &goal.AuditAt{RecordedAt: time.UnixMicro(at[0]), UnitID: at[1], Seq: at[2]}, nil
}

// auditConnection reads the page's people and units beforehand, so that no field
// of the page has to wait for another.
func auditConnection(ctx context.Context, p *cycle.AuditPage) (*AuditEntryConnection, error) {
	var units, people []int64
	for _, r := range p.Entries {
		if r.UnitID != 0 {
			units = append(units, r.UnitID)
		}
		if r.ActorID != nil {
			people = append(people, *r.ActorID)
		}
		if r.OnBehalfOf != nil {
			units = append(units, *r.OnBehalfOf)
		}
	}
	if err := prefetchUnits(ctx, units); err != nil {
		return nil, err
	}
	if _, err := load(ctx).accounts.LoadAll(ctx, people); err != nil {
		return nil, err
	}
	if selects(ctx, "nodes", "rows") {
		keys := make([]entryKey, len(p.Entries))
		for i, r := range p.Entries {
			keys[i] = entryKey{r.PlanID, r.UnitID, r.Seq}
		}
		if _, err := load(ctx).written.LoadAll(ctx, keys); err != nil {
			return nil, err
		}
	}
	return &AuditEntryConnection{Nodes: p.Entries, TotalCount: p.Total, PageInfo: pageInfo(p.Entries, p.More, func(r *goal.AuditRow) *string {
		return cursor("audit", digitsOf(r.RecordedAt.UnixMicro()), digitsOf(r.UnitID), digitsOf(r.Seq))
	})}, nil
}

func checkpointConnection(p *cycle.CheckpointPage) *AuditCheckpointConnection {
	return &AuditCheckpointConnection{Nodes: p.Checkpoints, TotalCount: p.Total, PageInfo: pageInfo(p.Checkpoints, p.More, func(c *goal.KeptCheckpoint) *string {
		return cursor("checkpoints", digitsOf(c.Number))
	})}
}

func exportPayload(e *goal.Export, err error) (*ExportPayload, error) {
	problems, err := userErrors(err)
	return &ExportPayload{Export: e, UserErrors: problems}, err
}

// goalHistory reads what was done to a goal for those who may see its work; a goal
// can be reached by others too, through a bulletin or a score sheet that names it.
func goalHistory(ctx context.Context, g *goal.Goal) ([]*goal.HistoryEntry, error) {
	p, err := parts(ctx, g.PlanID)
	if err != nil || !actor(ctx).Sees(p.outline, g) {
		return []*goal.HistoryEntry{}, err
	}
	list, err := load(ctx).goalHistories.Load(ctx, g.ID())
	return pointers(list), err
}

// prefetchHistories reads the histories of a page's goals at once, those of them
// that the viewer may see.
func prefetchHistories(ctx context.Context, goals []*goal.Goal) error {
	var ids []goal.ID
	for _, g := range goals {
		p, err := parts(ctx, g.PlanID)
		if err != nil {
			return err
		}
		if actor(ctx).Sees(p.outline, g) {
			ids = append(ids, g.ID())
		}
	}
	_, err := load(ctx).goalHistories.LoadAll(ctx, ids)
	return err
}

// rowHistory is what was done to one figure of a goal.
func rowHistory(ctx context.Context, v *cycle.RowView) ([]*goal.HistoryEntry, error) {
	all, err := goalHistory(ctx, v.Goal)
	list := []*goal.HistoryEntry{}
	for _, e := range all {
		if e.Subject == v.Period.String() {
			list = append(list, e)
		}
	}
	return list, err
}

// goalHistoriesOf reads the histories of a plan's goals, an empty one where nothing
// was recorded.
func (l *loaders) goalHistoriesOf(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID][]goal.HistoryEntry, error) {
	p, err := parts(ctx, plan)
	if err != nil {
		return nil, err
	}
	list, err := l.cycle.GoalHistories(ctx, actor(ctx), p.outline, numbersOf(ids))
	if err != nil {
		return nil, err
	}
	out := map[goal.ID][]goal.HistoryEntry{}
	for _, id := range ids {
		out[id] = list[id.Num]
	}
	return out, prefetchActors(ctx, l, list)
}

// prefetchActors reads in one statement who did what some histories tell, so that
// no entry has to wait for another.
func prefetchActors(ctx context.Context, l *loaders, histories map[int64][]goal.HistoryEntry) error {
	var people []int64
	for _, list := range histories {
		for _, e := range list {
			if e.ActorID != nil {
				people = append(people, *e.ActorID)
			}
		}
	}
	_, err := l.accounts.LoadAll(ctx, people)
	return err
}

// scoreHistoriesOf reads the histories of units' scores, plan by plan.
func (l *loaders) scoreHistoriesOf(ctx context.Context, keys []unitKey) (map[unitKey][]goal.HistoryEntry, error) {
	units, out := map[int64][]int64{}, map[unitKey][]goal.HistoryEntry{}
	for _, k := range keys {
		units[k.plan] = append(units[k.plan], k.unit)
	}
	for plan, units := range units {
		p, err := parts(ctx, plan)
		if err != nil {
			return nil, err
		}
		byUnit, err := l.cycle.ScoreHistories(ctx, actor(ctx), p.outline, units)
		if err != nil {
			return nil, err
		}
		for unit, list := range byUnit {
			out[unitKey{plan, unit}] = list
		}
		if err := prefetchActors(ctx, l, byUnit); err != nil {
			return nil, err
		}
	}
	return out, nil
}
