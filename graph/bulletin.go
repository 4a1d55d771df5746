package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func bulletinGroups(ctx context.Context, v *cycle.BulletinView) ([]*BulletinGroup, error) {
	var out []*BulletinGroup
	var units []int64
	for _, g := range v.Snapshot.Groups {
		group := v.Outline.Group(g.GroupID)
		if group == nil { // withdrawn since: the snapshot still names it
			group = &goal.Group{PlanID: v.PlanID, GroupID: g.GroupID, Name: g.Name}
		}
		out = append(out, &BulletinGroup{Group: group, Mean: g.Mean, Units: snapshotUnits(g.Units)})
		for _, u := range g.Units {
			units = append(units, u.UnitID)
		}
	}
	return out, prefetchUnits(ctx, units)
}

func bulletinGoals(v *cycle.BulletinView) []*BulletinGoal {
	out := make([]*BulletinGoal, len(v.Snapshot.Goals))
	for i := range v.Snapshot.Goals {
		out[i] = &BulletinGoal{&v.Snapshot.Goals[i], v.PlanID}
	}
	return out
}

func bulletinLaggards(v *cycle.BulletinView) []*Laggard {
	out := []*Laggard{}
	for _, g := range bulletinGoals(v) {
		if g.Laggard != nil {
			out = append(out, &Laggard{*g, g.Laggard})
		}
	}
	return out
}

func bulletinConnection(p *cycle.BulletinPage) *BulletinConnection {
	return &BulletinConnection{Nodes: p.Bulletins, TotalCount: p.Total, PageInfo: pageInfo(p.Bulletins, p.More, func(b *cycle.BulletinView) *string {
		return cursor("bulletins", digitsOf(int64(b.Number)))
	})}
}

// runGroups shows a run group by group.
func runGroups(ctx context.Context, s *cycle.Service, v *cycle.RunView) ([]*ScoreRunGroup, error) {
	scores, err := s.Scores(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	quotas, err := s.Quotas(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []*ScoreRunGroup
	var units []int64
	for _, g := range v.Outline.Groups {
		group := &ScoreRunGroup{Group: g, Quotas: quotas[g.GroupID]}
		for _, sc := range scores {
			if sc.GroupID == g.GroupID {
				group.Scores = append(group.Scores, sc)
				units = append(units, sc.UnitID)
			}
		}
		if len(group.Scores) > 0 {
			out = append(out, group)
		}
	}
	return out, prefetchUnits(ctx, units)
}
