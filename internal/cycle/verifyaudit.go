package cycle

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// AuditReport is what verifying the audit found.
type AuditReport struct {
	Entries     int
	Chains      int
	Checkpoints int
	Wrong       []goal.Mismatch // the first ones
	More        int             // that did not fit
	Unproven    map[string]int  // entries that were sealed with a lost key, by key
	NoMACs      bool            // there is no key at all, so that MACs were not looked at
}

// Evidence is what is known of the audit outside its database, besides the MAC
// keys that the service was given.
type Evidence struct {
	Checkpoints []goal.SignedCheckpoint      // as far as they were kept outside
	Signers     map[string]ed25519.PublicKey // those that may have signed checkpoints, by their ids; none: signatures are not looked at
	Lost        map[string]bool              // MAC keys that are known to be lost
}

// mostTold is how many differences a report lists.
const mostTold = 1000

func (r *AuditReport) add(wrong ...goal.Mismatch) {
	room := min(mostTold-len(r.Wrong), len(wrong))
	r.Wrong = append(r.Wrong, wrong[:room]...)
	r.More += len(wrong) - room
}

// VerifyAudit walks every chain of the audit, and holds the database against it:
// the entries and their MACs, the heads, the checkpoints in the database and
// those that were kept outside, and every row of every protected table. Score
// runs and progress, which follow from the rest, have verifications of their own.
// Only the server's console may.
func (s *Service) VerifyAudit(ctx context.Context, who goal.Actor, known Evidence) (*AuditReport, error) {
	if !who.Console {
		return nil, goal.ErrForbidden
	}
	r := &AuditReport{NoMACs: s.proof.Keys == nil}
	err := s.db.InLongSnapshot(ctx, func(q postgres.Queries) error {
		names, err := s.placesOf(ctx, q)
		if err != nil {
			return err
		}
		v := &auditVerifier{q: q, names: names, report: r, keys: s.proof.Keys, lost: known.Lost}
		signed, err := v.checkpoints(ctx, known.Checkpoints, known.Signers)
		if err != nil {
			return err
		}
		v.signed = signed
		for _, step := range []func(context.Context) error{v.chains, v.records, v.rows} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

// places name plans and units in differences.
type places struct{ plans, units map[int64]string }

func (s *Service) placesOf(ctx context.Context, q postgres.Queries) (places, error) {
	known, err := q.Register(ctx)
	if err != nil {
		return places{}, err
	}
	p := places{units: map[int64]string{}}
	for code, id := range known.Units {
		p.units[id] = code
	}
	p.plans, err = q.PlanNames(ctx)
	return p, err
}

func (p places) chain(c goal.Chain) string {
	if c.PlanID == 0 {
		return "audit of the register"
	}
	if c.UnitID == 0 {
		return "audit of plan " + p.plan(c.PlanID)
	}
	unit, ok := p.units[c.UnitID]
	if !ok {
		unit = fmt.Sprint(c.UnitID)
	}
	return fmt.Sprintf("audit of plan %s, unit %s", p.plan(c.PlanID), unit)
}

func (p places) plan(id int64) string {
	if name, ok := p.plans[id]; ok {
		return name
	}
	return fmt.Sprint(id)
}

// auditVerifier is a verification under way.
type auditVerifier struct {
	q      postgres.Queries
	names  places
	report *AuditReport
	keys   *goal.AuditKeys
	lost   map[string]bool
	signed map[goal.Chain]map[int64]signedHead // what checkpoints say of entries
}

type signedHead struct {
	hash       string
	checkpoint int64
}

// checkpoints reads those of the database and those kept outside, which must
// agree as far as both go; what is only outside was taken away from the database.
func (v *auditVerifier) checkpoints(ctx context.Context, outside []goal.SignedCheckpoint, keys map[string]ed25519.PublicKey) (map[goal.Chain]map[int64]signedHead, error) {
	inside, err := v.q.Checkpoints(ctx, 0)
	if err != nil {
		return nil, err
	}
	for i, c := range outside {
		if i >= len(inside) {
			v.report.add(goal.Mismatch{Where: fmt.Sprintf("checkpoint %d", i+1), Found: "it is in the file, but not in the database"})
		} else if inside[i] != c {
			v.report.add(goal.Mismatch{Where: fmt.Sprintf("checkpoint %d", i+1), What: "checkpoint", Kept: inside[i].Content, Found: c.Content})
		}
	}
	signed := map[goal.Chain]map[int64]signedHead{}
	// Both are looked at, the outside ones last, so that theirs count where they differ.
	for _, list := range [][]goal.SignedCheckpoint{inside, outside} {
		var all goal.Checkpoints
		for _, s := range list {
			c, err := all.Add(s, keys)
			if err != nil {
				v.report.add(goal.Mismatch{Where: "checkpoints", Found: err.Error()})
				break
			}
			for _, h := range c.Heads {
				if signed[h.Chain] == nil {
					signed[h.Chain] = map[int64]signedHead{}
				}
				signed[h.Chain][h.Seq] = signedHead{h.Hash, c.Number}
			}
		}
		v.report.Checkpoints = max(v.report.Checkpoints, int(all.Number))
	}
	return signed, nil
}

// chains walks along every chain, from its first entry to its head.
func (v *auditVerifier) chains(ctx context.Context) error {
	heads, err := v.q.AuditHeads(ctx)
	if err != nil {
		return err
	}
	kept := map[goal.Chain]goal.ChainHead{}
	for _, h := range heads {
		kept[h.Chain] = h
	}
	walk := &goal.AuditChain{Keys: v.keys, Lost: v.lost}
	var at goal.Chain
	begun := false
	end := func() {
		if begun {
			v.end(at, walk, kept)
		}
	}
	err = v.q.EachAudit(ctx, func(r *goal.AuditRow) error {
		if c := (goal.Chain{PlanID: r.PlanID, UnitID: r.UnitID}); !begun || c != at {
			end()
			at, begun = c, true
			walk.Begin()
			v.report.Chains++
		}
		v.report.Entries++
		if wrong := walk.Next("", r.Entry(), r.Seal()); len(wrong) > 0 {
			where := fmt.Sprintf("%s, entry %d (%s)", v.names.chain(at), r.Seq, r.Action)
			for i := range wrong {
				wrong[i].Where = where
			}
			v.report.add(wrong...)
		}
		if s, ok := v.signed[at][r.Seq]; ok {
			if s.hash != r.Hash {
				v.report.add(goal.Mismatch{Where: fmt.Sprintf("%s, entry %d (%s)", v.names.chain(at), r.Seq, r.Action),
					What: fmt.Sprintf("hash in checkpoint %d", s.checkpoint), Kept: r.Hash, Found: s.hash})
			}
			delete(v.signed[at], r.Seq)
		}
		return nil
	})
	end()
	for c, h := range kept {
		if h.Seq > 0 {
			v.report.add(goal.Mismatch{Where: v.names.chain(c), Found: fmt.Sprintf("its newest entry was number %d, but it has none", h.Seq)})
		}
	}
	for _, c := range slices.SortedFunc(maps.Keys(v.signed), func(a, b goal.Chain) int { return int(a.PlanID-b.PlanID)*1_000_000 + int(a.UnitID-b.UnitID) }) {
		for _, seq := range slices.Sorted(maps.Keys(v.signed[c])) {
			v.report.add(goal.Mismatch{Where: v.names.chain(c), Found: fmt.Sprintf("checkpoint %d signed its entry %d, which is not there", v.signed[c][seq].checkpoint, seq)})
		}
	}
	v.report.Unproven = walk.Unproven
	return err
}

// end holds a chain's last entry against its head.
func (v *auditVerifier) end(c goal.Chain, walk *goal.AuditChain, kept map[goal.Chain]goal.ChainHead) {
	h, ok := kept[c]
	delete(kept, c)
	where := v.names.chain(c)
	switch {
	case !ok:
		v.report.add(goal.Mismatch{Where: where, Found: "it has entries, but no head"})
	case h.Seq != walk.Seq:
		v.report.add(goal.Mismatch{Where: where, What: "number of the newest entry", Kept: fmt.Sprint(h.Seq), Found: fmt.Sprint(walk.Seq)})
	case h.Hash != walk.Hash:
		v.report.add(goal.Mismatch{Where: where, What: "hash of the newest entry", Kept: h.Hash, Found: walk.Hash})
	}
}

// records checks that each entry still has the rows that its hash was taken over.
func (v *auditVerifier) records(ctx context.Context) error {
	list, err := v.q.StrayRecords(ctx, mostTold)
	for _, p := range list {
		m := goal.Mismatch{Where: fmt.Sprintf("%s, entry %d (%s)", v.names.chain(goal.Chain{PlanID: p.PlanID, UnitID: p.UnitID}), p.Seq, p.Action),
			Found: "the rows recorded with it are not those that it was sealed over"}
		if p.Action == "" {
			m.Where, m.Found = fmt.Sprintf("%s, entry %d", v.names.chain(goal.Chain{PlanID: p.PlanID, UnitID: p.UnitID}), p.Seq), "rows are recorded with it, but there is no such entry"
		}
		v.report.add(m)
	}
	return err
}

// errEnough ends a search that has found more than can be told.
var errEnough = errors.New("enough")

// rows holds the protected tables against what the audit recorded.
func (v *auditVerifier) rows(ctx context.Context) error {
	err := v.q.TouchedRows(ctx, func(r postgres.TouchedRow) error {
		where := r.Table + " " + r.Key
		if r.PlanID != 0 {
			where = fmt.Sprintf("plan %s, %s", v.names.plan(r.PlanID), where)
		}
		v.report.add(goal.RowDifferences(where, r.Kept, r.Record)...)
		if v.report.More > 0 {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
