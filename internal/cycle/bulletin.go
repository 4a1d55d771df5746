package cycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

// BulletinPage is one page of bulletins.
type BulletinPage struct {
	Bulletins []*BulletinView
	Total     int
	More      bool
}

// Bulletins lists a plan's bulletins, newest first; drafts only for those who
// may read them.
func (s *Service) Bulletins(ctx context.Context, who goal.Actor, plan goal.ID, before, first int) (*BulletinPage, error) {
	o, err := s.Plan(ctx, who, plan)
	if err != nil {
		return nil, err
	}
	q, page, drafts := s.db.Read(), &BulletinPage{}, who.May(goal.ReadDraftBulletin, o.Thing())
	if page.Total, err = q.CountBulletins(ctx, o.PlanID, drafts); err != nil {
		return nil, err
	}
	heads, err := q.Bulletins(ctx, o.PlanID, drafts, before, first+1)
	if err != nil {
		return nil, err
	}
	if page.More = len(heads) > first; page.More {
		heads = heads[:first]
	}
	page.Bulletins, err = bulletinViews(ctx, q, o, heads)
	return page, err
}

// BulletinView is a bulletin with its parts.
type BulletinView struct {
	*goal.Bulletin
	Outline  *goal.Outline
	Sections []*goal.BulletinSection
	Snapshot *goal.Snapshot

	before, after any // of a change, for the audit
}

// Bulletin reads one bulletin with its sections and the snapshot it quotes.
func (s *Service) Bulletin(ctx context.Context, who goal.Actor, id goal.ID) (*BulletinView, error) {
	if err := id.Is(goal.KindBulletin); err != nil {
		return nil, err
	}
	q := s.db.Read()
	o, err := s.read(ctx, q, who, id.Plan)
	if err != nil {
		return nil, err
	}
	b, err := q.Bulletin(ctx, o.PlanID, id.Num)
	if err != nil {
		return nil, err
	}
	if b.Status == goal.BulletinDraft && !who.May(goal.ReadDraftBulletin, o.Thing()) {
		return nil, goal.ErrNotFound
	}
	return bulletinView(ctx, q, o, b)
}

func bulletinView(ctx context.Context, q postgres.Queries, o *goal.Outline, b *goal.Bulletin) (*BulletinView, error) {
	views, err := bulletinViews(ctx, q, o, []*goal.Bulletin{b})
	if err != nil {
		return nil, err
	}
	return views[0], nil
}

// bulletinViews reads the parts of bulletins: two statements, however many there are.
func bulletinViews(ctx context.Context, q postgres.Queries, o *goal.Outline, heads []*goal.Bulletin) ([]*BulletinView, error) {
	var ids, snapshots []int64
	for _, b := range heads {
		ids, snapshots = append(ids, b.BulletinID), append(snapshots, b.SnapshotID)
	}
	sections, err := q.Sections(ctx, o.PlanID, ids)
	if err != nil {
		return nil, err
	}
	texts, err := q.Snapshots(ctx, o.PlanID, snapshots)
	if err != nil {
		return nil, err
	}
	views := make([]*BulletinView, len(heads))
	for i, b := range heads {
		views[i] = &BulletinView{Bulletin: b, Outline: o, Snapshot: &goal.Snapshot{}}
		if err := json.Unmarshal([]byte(texts[b.SnapshotID]), views[i].Snapshot); err != nil {
			return nil, fmt.Errorf("snapshot %d of plan %d: %w", b.SnapshotID, o.PlanID, err)
		}
		for _, sec := range sections {
			if sec.BulletinID == b.BulletinID {
				views[i].Sections = append(views[i].Sections, sec)
			}
		}
	}
	return views, nil
}

// CompileBulletin takes a quarter's snapshot and begins its bulletin, or gives
// the draft there is a new snapshot; what was written in it stays. The office may,
// once the quarter is over.
func (s *Service) CompileBulletin(ctx context.Context, who goal.Actor, plan goal.ID, quarter period.Period) (*BulletinView, error) {
	var view *BulletinView
	var made goal.ID
	again, err := s.write(ctx, who, plan.Num, &made, func(q postgres.Queries) (*deed, error) {
		if err := plan.Is(goal.KindPlan); err != nil {
			return nil, err
		}
		o, err := s.lock(ctx, q, who, plan.Num)
		if err != nil {
			return nil, err
		}
		if err := allow(who, goal.EditBulletin, o.Thing()); err != nil {
			return nil, err
		}
		if quarter.Kind() != period.Quarter || quarter.Year() != o.Year || !quarter.End().Before(period.DateOf(who.At, o.Settings.Zone())) {
			return nil, goal.Invalid(goal.Path("quarter"), goal.WrongPeriod, "period", quarter.String(), "kind", string(period.Quarter), "year", fmt.Sprint(o.Year))
		}
		last, err := q.LastIssued(ctx, o.PlanID, quarter)
		if err != nil && !errors.Is(err, goal.ErrNotFound) {
			return nil, err
		}
		if err == nil && last.Period == quarter {
			return nil, wrongState(last.Status) // what was published stays
		}
		snap, err := s.takeSnapshot(ctx, q, who, o, quarter)
		if err != nil {
			return nil, err
		}
		content := text(snap)
		b, err := s.draft(ctx, q, who, o, quarter, content)
		if err != nil {
			return nil, err
		}
		if err := q.AddSections(ctx, o.PlanID, b.BulletinID, wording.BulletinSections(snap)); err != nil {
			return nil, err
		}
		if view, err = bulletinView(ctx, q, o, b); err != nil {
			return nil, err
		}
		made = b.ID()
		return &deed{plan: o.PlanID, action: goal.DeedBulletinCompile, object: made, after: map[string]string{"snapshot": score.Hash(content)}}, nil
	})
	return answered(view, again, err, func() (*BulletinView, error) { return s.Bulletin(ctx, who, made) })
}

// draft stores a snapshot and points the quarter's draft at it.
func (s *Service) draft(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, quarter period.Period, content string) (*goal.Bulletin, error) {
	id, err := q.AddSnapshot(ctx, o.PlanID, quarter, o.Edition, who.At, by(who), content, score.Hash(content))
	if err != nil {
		return nil, err
	}
	b, err := q.DraftBulletin(ctx, o.PlanID, quarter)
	if errors.Is(err, goal.ErrNotFound) {
		b = &goal.Bulletin{PlanID: o.PlanID, Period: quarter, Title: wording.BulletinTitle(quarter), SnapshotID: id, CompiledAt: who.At}
		return b, q.AddBulletin(ctx, b)
	}
	if err != nil {
		return nil, err
	}
	b.SnapshotID, b.CompiledAt = id, who.At
	return b, q.SaveBulletin(ctx, b)
}

// UpdateSection rewrites one section of a draft. The office may.
func (s *Service) UpdateSection(ctx context.Context, who goal.Actor, id goal.ID, section string, version int, heading, body string) (*BulletinView, error) {
	return s.changeBulletin(ctx, who, id, (*goal.Bulletin).EditDoor, goal.DeedBulletinSection, func(q postgres.Queries, v *BulletinView) error {
		at := slices.IndexFunc(v.Sections, func(x *goal.BulletinSection) bool { return x.Section == section })
		if at < 0 {
			return goal.Invalid(goal.Path("section"), goal.UnknownCode, "code", section)
		}
		sec := v.Sections[at]
		if err := fresh(sec.Version, version); err != nil {
			return err
		}
		bad := append(goal.CheckText(heading, 100, goal.Path("heading")), goal.CheckText(body, 20000, goal.Path("body"))...)
		if err := bad.Err(); err != nil {
			return err
		}
		v.before, v.after = map[string]string{"section": section, "heading": sec.Heading, "body": sec.Body}, map[string]string{"section": section, "heading": heading, "body": body}
		sec.Heading, sec.Body = heading, body
		if err := q.SaveSection(ctx, sec); err != nil {
			return err
		}
		return q.SaveBulletin(ctx, v.Bulletin) // whoever issues must have seen this text
	})
}

// IssueBulletin publishes a draft: its text and figures are frozen under one
// hash. The office's director may.
func (s *Service) IssueBulletin(ctx context.Context, who goal.Actor, id goal.ID, version int) (*BulletinView, error) {
	return s.changeBulletin(ctx, who, id, (*goal.Bulletin).IssueDoor, goal.DeedBulletinIssue, func(q postgres.Queries, v *BulletinView) error {
		if err := fresh(v.Version, version); err != nil {
			return err
		}
		v.Status, v.IssuedAt = goal.BulletinIssued, &who.At
		if err := q.SaveBulletin(ctx, v.Bulletin); err != nil {
			return err
		}
		content := text(struct {
			Number   int                     `json:"number"`
			Title    string                  `json:"title"`
			Period   period.Period           `json:"period"`
			Sections []*goal.BulletinSection `json:"sections"`
			Snapshot *goal.Snapshot          `json:"snapshot"`
		}{v.Number, v.Title, v.Period, v.Sections, v.Snapshot})
		v.Hash = new(score.Hash(content))
		return q.AddBulletinIssue(ctx, v.PlanID, v.BulletinID, content, *v.Hash, by(who), who.At)
	})
}

// changeBulletin takes one step with a draft.
func (s *Service) changeBulletin(ctx context.Context, who goal.Actor, id goal.ID, door func(*goal.Bulletin, *goal.Plan) goal.Door, done goal.Deed, step func(q postgres.Queries, v *BulletinView) error) (*BulletinView, error) {
	var view *BulletinView
	again, err := s.write(ctx, who, id.Plan, nil, func(q postgres.Queries) (*deed, error) {
		if err := id.Is(goal.KindBulletin); err != nil {
			return nil, err
		}
		o, err := s.lock(ctx, q, who, id.Plan)
		if err != nil {
			return nil, err
		}
		if !who.May(goal.ReadDraftBulletin, o.Thing()) {
			return nil, fmt.Errorf("bulletin: %w", goal.ErrForbidden)
		}
		b, err := q.Bulletin(ctx, o.PlanID, id.Num)
		if err != nil {
			return nil, err
		}
		if err := admit(who, door(b, o.Plan), "id"); err != nil {
			return nil, err
		}
		if view, err = bulletinView(ctx, q, o, b); err != nil {
			return nil, err
		}
		before := *b
		view.before, view.after = before, b
		if err := step(q, view); err != nil {
			return nil, err
		}
		return &deed{plan: o.PlanID, action: done, object: b.ID(), seals: b.Status == goal.BulletinIssued, before: view.before, after: view.after}, nil
	})
	return answered(view, again, err, func() (*BulletinView, error) { return s.Bulletin(ctx, who, id) })
}

// takeSnapshot reads a quarter's figures as they stand and works out what a
// bulletin says of them: a fixed number of statements, whatever the plan's size.
func (s *Service) takeSnapshot(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline, quarter period.Period) (*goal.Snapshot, error) {
	t, err := s.tally(ctx, q, who, o, quarter)
	if err != nil {
		return nil, err
	}
	result, err := score.Run(runInput(o, t.goals, t.values, &quarter, t.codes))
	if err != nil {
		return nil, cannotCompute(err)
	}
	snap := &goal.Snapshot{Period: quarter, TakenAt: who.At.UTC(), Edition: o.Edition}
	t.lines = map[int64]score.LineResult{}
	for _, g := range result.Groups {
		for _, u := range g.Units {
			for _, l := range u.Lines {
				t.lines[l.GoalID] = l
			}
		}
	}
	for _, g := range t.goals {
		snap.Goals = append(snap.Goals, t.goal(g))
	}
	snap.Reports, snap.Lights = t.reports(quarter), t.lights(snap.Goals, 0)
	for _, g := range result.Groups {
		snap.Groups = append(snap.Groups, t.group(g, snap.Goals))
	}
	return snap, t.explainLaggards(ctx, q, snap)
}

// cannotCompute turns what the engine could not score into problems that name
// the unit and indicator.
func cannotCompute(err error) error {
	var failed *score.RunError
	if !errors.As(err, &failed) {
		return err
	}
	var bad goal.Problems
	for _, f := range failed.Failures {
		args := []string{"problem", f.Code, "unit", f.Unit, "indicator", f.Indicator, "component", string(f.Component)}
		for k, v := range f.Args {
			args = append(args, k, v)
		}
		bad.Add(f.Path, goal.CannotCompute, args...)
	}
	return bad.Err()
}

// mean is the average of ranked units' points, to two decimals; nil for nobody.
func mean(points []decimal.Decimal) *decimal.Decimal {
	if len(points) == 0 {
		return nil
	}
	sum := decimal.Sum(points[0], points[1:]...).Rat()
	return new(score.Round(sum.Quo(sum, big.NewRat(int64(len(points)), 1)), 2, score.HalfAway))
}
