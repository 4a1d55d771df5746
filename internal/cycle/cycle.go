// Package cycle holds the use cases of an organ's year: who may do what
// (permission), the rule, the write and its audit entry, in one transaction.
//
// Every method takes the actor first. What the actor may not see is
// [goal.ErrNotFound], exactly as if it were not there; what it sees but may not
// do is [goal.ErrForbidden]; what it may do, but not now, is a
// [goal.LockedError]; and what it can mend is a [goal.InvalidError] with every
// problem at once. Nothing is changed in any of these cases.
package cycle

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/signin"
)

// Service runs the use cases on one database.
type Service struct {
	// Passwords hashes and checks them. It may be replaced before the first use.
	Passwords *signin.Hasher

	db       *postgres.DB
	proof    Proof
	outlines sync.Map // plan id → *goal.Outline, good for as long as the plan's version is the same
	notary   notary
}

// New returns a service on a database, whose audit is proven by what proof holds.
func New(db *postgres.DB, proof Proof) *Service {
	return &Service{Passwords: signin.NewHasher(signin.ServerCost, passwordMemory), db: db, proof: proof}
}

// deed is what a use case did, for the audit.
type deed struct {
	plan, unit    int64 // which chain it belongs to; unit 0 is the plan's own
	action        goal.Deed
	object        goal.ID
	inStead       *int64 // the unit that the actor stood in for
	before, after any
	reason        string
	seals         bool // something was issued, sealed or made final: the heads are signed with it
}

// write runs a use case in one transaction and records what it did. A use case
// that found nothing to change answers with no deed, and nothing is recorded.
//
// A request that carries an idempotency key has one effect however often it comes:
// answer points to what the use case fills in for its caller, which is kept with
// the key and filled in again for a repeated request, for which again is true and
// fn does not run. The key belongs to the plan that the use case writes, 0 for none.
func (s *Service) write(ctx context.Context, who goal.Actor, plan int64, answer any, fn func(q postgres.Queries) (*deed, error)) (again bool, err error) {
	if !who.SignedIn() {
		return false, goal.ErrUnauthenticated
	}
	if who.Scope.ReadOnly {
		return false, fmt.Errorf("with a token that may only read: %w", goal.ErrForbidden)
	}
	var sealed bool
	var refused *goal.InvalidError
	err = s.db.InTx(ctx, func(q postgres.Queries) error {
		again, sealed, refused = false, false, nil
		work := func() error {
			d, err := fn(q)
			if err != nil || d == nil {
				return err
			}
			sealed = d.seals
			return s.record(ctx, q, who, d)
		}
		op, keyed := operationOf(ctx, who, plan)
		if !keyed {
			return work()
		}
		again, refused, err = s.once(ctx, q, who, op, answer, work)
		return err
	})
	switch {
	case err != nil:
		return again, err
	case refused != nil:
		return again, refused
	case sealed:
		s.fileCheckpoints(ctx)
	}
	return again, nil
}

// record adds a deed to the audit, and signs the heads where it calls for that.
func (s *Service) record(ctx context.Context, q postgres.Queries, who goal.Actor, d *deed) error {
	err := q.AppendAudit(ctx, goal.AuditEntry{
		PlanID: d.plan, UnitID: d.unit, At: who.At, ActorID: by(who), OnBehalfOf: d.inStead, Action: d.action, Object: d.object.String(),
		Before: text(d.before), After: text(d.after), Reason: d.reason, RequestID: requestID(ctx),
	}, s.proof.Keys)
	if err != nil || !d.seals {
		return err
	}
	return s.checkpoint(ctx, q, who.At, string(d.action))
}

// by is the account to write under what was done; nil for the server's console.
func by(who goal.Actor) *int64 {
	if who.Account == nil {
		return nil
	}
	return &who.Account.AccountID
}

func text(v any) string {
	if v == nil {
		return ""
	}
	s, err := score.Canonical(v)
	if err != nil {
		panic(fmt.Sprintf("audit text of %T: %v", v, err)) // only our own types come here
	}
	return s
}

type requestKey struct{}

// WithRequestID puts the id under which a request is logged where the audit finds it.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// outline reads a plan's parts, or remembers them: they change only together
// with the plan's version.
func (s *Service) outline(ctx context.Context, q postgres.Queries, p *goal.Plan) (*goal.Outline, error) {
	if kept, ok := s.outlines.Load(p.PlanID); ok {
		if o := kept.(*goal.Outline); o.Version == p.Version && o.ChangedAt.Equal(p.ChangedAt) {
			return o, nil
		}
	}
	o, err := q.Outline(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("outline of plan %d: %w", p.PlanID, err)
	}
	s.outlines.Store(p.PlanID, o)
	return o, nil
}

// read gives a plan that the actor may read.
func (s *Service) read(ctx context.Context, q postgres.Queries, who goal.Actor, plan int64) (*goal.Outline, error) {
	if !who.SignedIn() {
		return nil, goal.ErrUnauthenticated
	}
	p, err := q.Plan(ctx, plan)
	return s.seen(ctx, q, who, p, err)
}

// share gives a plan that the actor may read, and keeps its status until the
// transaction ends.
func (s *Service) share(ctx context.Context, q postgres.Queries, who goal.Actor, plan int64) (*goal.Outline, error) {
	p, err := q.SharePlan(ctx, plan)
	return s.seen(ctx, q, who, p, err)
}

// lock gives a plan that the actor may read, for changing it.
func (s *Service) lock(ctx context.Context, q postgres.Queries, who goal.Actor, plan int64) (*goal.Outline, error) {
	p, err := q.LockPlan(ctx, plan)
	return s.seen(ctx, q, who, p, err)
}

func (s *Service) seen(ctx context.Context, q postgres.Queries, who goal.Actor, p *goal.Plan, err error) (*goal.Outline, error) {
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	o, err := s.outline(ctx, q, p)
	if err != nil {
		return nil, err
	}
	if !who.May(goal.ReadPlan, o.Thing()) {
		return nil, fmt.Errorf("plan %d: %w", p.PlanID, goal.ErrNotFound)
	}
	return o, nil
}

// checkLine requires a short text without control characters: a document's
// number, a reason.
func checkLine(text, field string) error {
	if strings.TrimSpace(text) == "" {
		if field == "reason" {
			return goal.Invalid(goal.Path(field), goal.ReasonRequired)
		}
		return goal.Invalid(goal.Path(field), goal.Required)
	}
	return goal.CheckText(text, 500, goal.Path(field)).Err()
}

// fresh refuses to change what somebody else changed since it was read.
func fresh(have, read int) error {
	if have != read {
		return goal.ErrStale
	}
	return nil
}

// calendar reads the working days in a plan's zone.
func calendar(ctx context.Context, q postgres.Queries, o *goal.Outline) (period.Calendar, error) {
	return q.Calendar(ctx, o.Settings.Zone())
}

// sight says which goals of a plan the actor may see.
func sight(who goal.Actor, o *goal.Outline) postgres.Sight {
	if who.May(goal.ReadAll, o.Thing()) {
		return postgres.Sight{All: true}
	}
	see := postgres.Sight{Units: []int64{}, Indicators: []int64{}}
	for _, u := range o.Units {
		if who.May(goal.ReadGoals, o.UnitThing(u.UnitID)) {
			see.Units = append(see.Units, u.UnitID)
		}
	}
	for _, i := range o.Indicators {
		if who.May(goal.ReadOwnerSheet, o.SheetThing(i.OwnerID)) {
			see.Indicators = append(see.Indicators, i.IndicatorID)
		}
		// An alternate stands in for the owner's own figure, and for no other.
		if i.AlternateID != nil && who.May(goal.ReadOwnerSheet, o.SheetThing(*i.AlternateID)) {
			see.Stands = append(see.Stands, i.IndicatorID)
		}
	}
	return see
}

// readable lists the units whose work (reports, arrangements) the actor may see.
func readable(who goal.Actor, o *goal.Outline) []int64 {
	units := []int64{}
	for _, u := range o.Units {
		if who.May(goal.ReadGoals, o.UnitThing(u.UnitID)) {
			units = append(units, u.UnitID)
		}
	}
	return units
}

// Now is the database's clock.
func (s *Service) Now(ctx context.Context) (time.Time, error) { return s.db.Now(ctx) }

// Ready reports whether the database answers.
func (s *Service) Ready(ctx context.Context) error { return s.db.Ping(ctx) }

// Pool tells how the connections to the database fare.
func (s *Service) Pool(ctx context.Context) (postgres.Pool, error) { return s.db.Pool(ctx) }

// Filters of the store that callers speak of too.
type (
	GoalFilter        = postgres.GoalFilter
	ArrangementFilter = postgres.ArrangementFilter
)

// OutlineOf reads a plan's parts for children of something that the viewer
// already sees; it asks for no right.
func (s *Service) OutlineOf(ctx context.Context, plan int64) (*goal.Outline, error) {
	q := s.db.Read()
	p, err := q.Plan(ctx, plan)
	if err != nil {
		return nil, err
	}
	return s.outline(ctx, q, p)
}
