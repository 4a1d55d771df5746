package cycle

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// exportLife is how long a download link works.
const exportLife = time.Hour

// request hands out a link to a file, and records that somebody asked for it; ask
// is what is to be in it. The caller has judged the right to it, which is judged
// again when the link is opened. The link is said once and kept nowhere.
func (s *Service) request(ctx context.Context, who goal.Actor, kind goal.ExportKind, ask any, d deed) (*goal.Export, error) {
	e := &goal.Export{PlanID: d.plan, Kind: kind, Asked: text(ask), Secret: rand.Text(), RequestedBy: by(who), ExpiresAt: who.At.Add(exportLife)}
	err := s.told(ctx, who, func(q postgres.Queries) (*deed, error) {
		if err := q.AddExport(ctx, e, score.Hash(e.Secret), who.At); err != nil {
			return nil, err
		}
		d.object = e.ID()
		return &d, nil
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Opened is what a download link leads to: one of them.
type Opened struct {
	ScoreSheet *goal.ScoreSheet
	Audit      *goal.AuditSheet
}

// OpenExport opens a download link: whoever asked for it must still have the
// rights for what is in it.
func (s *Service) OpenExport(ctx context.Context, export goal.ID, secret string, at time.Time) (*Opened, error) {
	if err := export.Is(goal.KindExport); err != nil {
		return nil, err
	}
	q := s.db.Read()
	e, err := q.ExportBySecret(ctx, export.Plan, export.Num, score.Hash(secret), at)
	if err != nil {
		return nil, err
	}
	who := Console(at)
	if e.RequestedBy != nil {
		accounts, err := q.AccountsByID(ctx, []int64{*e.RequestedBy})
		if err != nil {
			return nil, err
		}
		if len(accounts) == 0 {
			return nil, goal.ErrNotFound
		}
		if who, err = s.ActorByLogin(ctx, accounts[0].Login, at); err != nil {
			return nil, err
		}
	}
	var o Opened
	switch e.Kind {
	case goal.ExportScoreSheet:
		o.ScoreSheet, err = s.askedSheet(ctx, who, e)
	case goal.ExportAudit:
		o.Audit, err = s.askedAudit(ctx, who, e)
	}
	return &o, err
}
