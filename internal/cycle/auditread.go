package cycle

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/wording"
)

// AuditFilter asks for entries of one plan, or of what belongs to none, and
// narrows them.
type AuditFilter struct {
	PlanID   *goal.ID   `json:"planId"`
	UnitID   *goal.ID   `json:"unitId"`
	ActorID  *goal.ID   `json:"actorId"`
	Action   *string    `json:"action"` // code of a [goal.Deed]
	ObjectID *goal.ID   `json:"objectId"`
	From     *time.Time `json:"from"`
	To       *time.Time `json:"to"` // exclusive
	Search   string     `json:"search"`
}

// AuditPage is one page of the audit.
type AuditPage struct {
	Entries []*goal.AuditRow
	Total   int
	More    bool
}

// AuditEntries lists what was done, newest first. Of a plan those may who answer
// for it or watch over it; of what belongs to no plan (people, rights, sign-in)
// those who watch over an authority or administer it, and they see what its people
// did and what was done to them.
func (s *Service) AuditEntries(ctx context.Context, who goal.Actor, f AuditFilter, after *goal.AuditAt, first int) (*AuditPage, error) {
	q := s.db.Read()
	narrowed, _, err := s.audited(ctx, q, who, f)
	if err != nil {
		return nil, err
	}
	list, err := q.AuditEntries(ctx, narrowed, after, first+1)
	if err != nil {
		return nil, err
	}
	page := &AuditPage{Entries: list, More: len(list) > first}
	if page.More {
		page.Entries = list[:first]
	}
	page.Total, err = q.CountAudit(ctx, narrowed)
	return page, err
}

// audited judges whether the actor may read what a filter asks for, and turns it
// into the store's. The outline is nil for what belongs to no plan.
func (s *Service) audited(ctx context.Context, q postgres.Queries, who goal.Actor, f AuditFilter) (postgres.AuditFilter, *goal.Outline, error) {
	narrowed := postgres.AuditFilter{UnitID: named(f.UnitID, goal.KindUnit), ActorID: named(f.ActorID, goal.KindAccount), From: f.From, To: f.To, Search: f.Search}
	if !who.SignedIn() {
		return narrowed, nil, goal.ErrUnauthenticated
	}
	if err := goal.CheckText(f.Search, 500, goal.Path("filter", "search")).Err(); err != nil {
		return narrowed, nil, err
	}
	if f.ObjectID != nil {
		narrowed.Object = f.ObjectID.String()
	}
	o, err := s.auditScope(ctx, q, who, f.PlanID, &narrowed)
	if err != nil || f.Action == nil {
		return narrowed, o, err
	}
	if narrowed.Action = goal.Deed(*f.Action); !slices.Contains(goal.Deeds, narrowed.Action) {
		return narrowed, o, goal.Invalid(goal.Path("filter", "action"), goal.UnknownCode, "code", *f.Action)
	}
	return narrowed, o, nil
}

// auditScope judges the right to a plan's audit, or to the audit of no plan's.
func (s *Service) auditScope(ctx context.Context, q postgres.Queries, who goal.Actor, plan *goal.ID, f *postgres.AuditFilter) (*goal.Outline, error) {
	if plan == nil {
		r, err := administers(who, goal.ReadRegisterAudit)
		if err != nil || r.All {
			return nil, err
		}
		f.People, err = q.PeopleIn(ctx, r, who.At)
		return nil, err
	}
	if err := plan.Is(goal.KindPlan); err != nil {
		return nil, err
	}
	o, err := s.read(ctx, q, who, plan.Num)
	if err != nil {
		return nil, err
	}
	f.PlanID = o.PlanID
	return o, allow(who, goal.ReadAudit, o.Thing())
}

// CheckpointPage is one page of checkpoints.
type CheckpointPage struct {
	Checkpoints []*goal.KeptCheckpoint
	Total       int
	More        bool
}

// Checkpoints publishes the signed checkpoints, oldest first, to everybody who may
// read the audit of anything: whoever keeps a copy can prove later what the audit
// held. They tell of every chain how long it is, and nothing of what is in it.
func (s *Service) Checkpoints(ctx context.Context, who goal.Actor, after int64, first int) (*CheckpointPage, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	if _, err := administers(who, goal.ReadAudit); err != nil {
		if _, err := administers(who, goal.ReadRegisterAudit); err != nil {
			return nil, err
		}
	}
	q := s.db.Read()
	list, err := q.KeptCheckpoints(ctx, after, first+1)
	if err != nil {
		return nil, err
	}
	page := &CheckpointPage{Checkpoints: list, More: len(list) > first}
	if page.More {
		page.Checkpoints = list[:first]
	}
	page.Total, err = q.CountCheckpoints(ctx)
	return page, err
}

// RequestAudit hands out a link to the audit in Excel. Whoever may read what the
// filter asks for may; a filter that matches too much is refused, so that no file
// is silently short. It ends before the request itself.
func (s *Service) RequestAudit(ctx context.Context, who goal.Actor, f AuditFilter) (*goal.Export, error) {
	if f.To == nil || f.To.After(who.At) {
		f.To = &who.At
	}
	q := s.db.Read()
	narrowed, _, err := s.audited(ctx, q, who, f)
	if err != nil {
		return nil, err
	}
	n, err := q.CountAudit(ctx, narrowed)
	if err != nil {
		return nil, err
	}
	if n > goal.MostAuditRows {
		return nil, goal.Invalid(goal.Path("filter"), goal.TooMany, "max", fmt.Sprint(goal.MostAuditRows))
	}
	return s.request(ctx, who, goal.ExportAudit, f, deed{plan: narrowed.PlanID, action: goal.DeedAuditExport, after: f})
}

// askedAudit lays the audit out as it was asked for.
func (s *Service) askedAudit(ctx context.Context, who goal.Actor, e *goal.Export) (*goal.AuditSheet, error) {
	var f AuditFilter
	if err := json.Unmarshal([]byte(e.Asked), &f); err != nil {
		return nil, fmt.Errorf("export %d: %w", e.ExportID, err)
	}
	q := s.db.Read()
	narrowed, o, err := s.audited(ctx, q, who, f)
	if err != nil {
		return nil, err
	}
	sheet := &goal.AuditSheet{PrintedAt: who.At, PrintedFor: "—", Zone: (&goal.PlanSettings{}).Zone()}
	if who.Account != nil {
		sheet.PrintedFor = who.Account.Name + "（" + who.Account.Login + "）"
	}
	if o != nil {
		sheet.Title, sheet.Zone = o.Title, o.Settings.Zone()
	}
	if sheet.Asked, err = s.filterWords(ctx, q, who, f, sheet.Zone); err != nil {
		return nil, err
	}
	if sheet.Count, err = q.CountAudit(ctx, narrowed); err != nil {
		return nil, err
	}
	c, err := q.NewestCheckpoint(ctx)
	if c != nil {
		sheet.Checkpoint, sheet.CheckpointAt, sheet.CheckpointHash = c.Number, c.RecordedAt, c.Hash
	}
	sheet.Each = func(add func(goal.AuditLine) error) error {
		return s.db.InLongSnapshot(ctx, func(q postgres.Queries) error { return eachAuditLine(ctx, q, who.At, narrowed, add) })
	}
	return sheet, err
}

// filterWords says what a filter asks for.
func (s *Service) filterWords(ctx context.Context, q postgres.Queries, who goal.Actor, f AuditFilter, zone *time.Location) (string, error) {
	n, err := namesOf(ctx, q, who.At, f.unitsAsked(), f.peopleAsked())
	if err != nil {
		return "", err
	}
	var parts []string
	say := func(label, value string) { parts = append(parts, label+"："+value) }
	if f.UnitID != nil {
		say("单位", n.units[f.UnitID.Num])
	}
	if f.ActorID != nil {
		say("操作人", n.people[f.ActorID.Num])
	}
	if f.Action != nil {
		say("操作", wording.Deed(wording.Chinese, goal.Deed(*f.Action)))
	}
	if f.ObjectID != nil {
		say("对象", f.ObjectID.String())
	}
	if f.From != nil {
		say("自", f.From.In(zone).Format(time.DateTime))
	}
	if f.To != nil {
		say("至", f.To.In(zone).Format(time.DateTime)+"（不含）")
	}
	if f.Search != "" {
		say("理由含", f.Search)
	}
	return strings.Join(parts, "；"), nil
}

func (f *AuditFilter) unitsAsked() []int64 {
	if f.UnitID == nil {
		return nil
	}
	return []int64{f.UnitID.Num}
}

func (f *AuditFilter) peopleAsked() []int64 {
	if f.ActorID == nil {
		return nil
	}
	return []int64{f.ActorID.Num}
}
