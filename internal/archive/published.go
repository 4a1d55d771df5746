package archive

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/shopspring/decimal"
)

// checkBulletins checks what was published and the figures it quotes.
func (v *verifier) checkBulletins() error {
	err := each(v.file, Bulletins, func(r *BulletinRow) error {
		v.Bulletins++
		v.bulletins = append(v.bulletins, *r)
		where := fmt.Sprintf("bulletin %d", r.Number)
		text, err := v.hashed(where, TextPart(BulletinText, int64(r.Number)), r.SHA256)
		if err != nil {
			return err
		}
		var said struct {
			Number int    `json:"number"`
			Title  string `json:"title"`
			Period string `json:"period"`
		}
		if err := json.Unmarshal([]byte(text), &said); err != nil {
			v.say(where, "it cannot be read: "+err.Error())
			return nil
		}
		v.differ(where, "number", fmt.Sprint(r.Number), fmt.Sprint(said.Number))
		v.differ(where, "title", r.Title, said.Title)
		v.differ(where, "period", r.Period, said.Period)
		return nil
	})
	if err != nil {
		return err
	}
	v.published = map[publishedKey][]string{}
	return each(v.file, Snapshots, func(r *SnapshotRow) error {
		v.snapshots = append(v.snapshots, *r)
		where := fmt.Sprintf("snapshot %d of %s", r.SnapshotID, r.Period)
		text, err := v.hashed(where, TextPart(SnapshotText, r.SnapshotID), r.SHA256)
		if err != nil {
			return err
		}
		v.readSnapshot(where, r.Period, text)
		return nil
	})
}

// readSnapshot keeps the scores that a bulletin quoted, which a year's score may
// weigh in.
func (v *verifier) readSnapshot(where, period, text string) {
	var said struct {
		Groups []struct {
			Units []struct {
				UnitID int64           `json:"unitId"`
				Points decimal.Decimal `json:"points"`
			} `json:"units"`
		} `json:"groups"`
	}
	if err := json.Unmarshal([]byte(text), &said); err != nil {
		v.say(where, "it cannot be read: "+err.Error())
		return
	}
	for _, g := range said.Groups {
		for _, u := range g.Units {
			key := publishedKey{u.UnitID, period}
			v.published[key] = append(v.published[key], u.Points.String())
		}
	}
}

// noted are the hashes that the audit recorded when something was sealed or
// published, by the id of what it was.
type noted struct {
	objects   map[string]string
	snapshots map[string]bool
}

// note picks up what an entry says of hashes.
func (n *noted) note(r *AuditRow) {
	// Names differ only in their case, and JSON's reader does not mind.
	var after struct{ Hash, Snapshot string }
	switch r.Action {
	case "run.create", "bulletin.issue", "bulletin.compile":
		if json.Unmarshal([]byte(r.After), &after) != nil {
			return
		}
		if r.Action == "bulletin.compile" {
			n.snapshots[after.Snapshot] = true
		} else {
			n.objects[r.Object] = after.Hash
		}
	}
}

// checkAudit walks the chains, and holds the hashes that they recorded against
// the things themselves.
func (v *verifier) checkAudit() error {
	chains, notes := map[int64]*goal.AuditChain{}, &noted{map[string]string{}, map[string]bool{}}
	err := each(v.file, AuditEntries, func(r *AuditRow) error {
		v.Entries++
		if chains[r.UnitID] == nil {
			chains[r.UnitID] = &goal.AuditChain{}
		}
		where := fmt.Sprintf("%s, entry %d (%s)", v.chain(r.UnitID), r.Seq, r.Action)
		v.add(chains[r.UnitID].Next(where, r.entry(v.plan.PlanID), goal.AuditSeal{Seq: r.Seq, PreviousHash: r.PreviousHash, Hash: r.Hash})...)
		notes.note(r)
		return nil
	})
	if err != nil {
		return err
	}
	err = each(v.file, AuditHeads, func(r *AuditHeadRow) error {
		last := chains[r.UnitID]
		if last == nil {
			last = &goal.AuditChain{}
		}
		v.differ(v.chain(r.UnitID), "number of the newest entry", fmt.Sprint(r.Seq), fmt.Sprint(last.Seq))
		v.differ(v.chain(r.UnitID), "hash of the newest entry", r.Hash, last.Hash)
		delete(chains, r.UnitID)
		return nil
	})
	for _, unit := range slices.Sorted(maps.Keys(chains)) {
		v.say(v.chain(unit), "it has entries, but no head")
	}
	for _, r := range v.runs {
		id := goal.ID{Kind: goal.KindRun, Plan: v.plan.PlanID, Num: r.RunID}
		v.differ(fmt.Sprintf("run %d", r.Number), "seal in the audit", notes.objects[id.String()], r.SHA256)
	}
	for _, b := range v.bulletins {
		id := goal.ID{Kind: goal.KindBulletin, Plan: v.plan.PlanID, Num: b.BulletinID}
		v.differ(fmt.Sprintf("bulletin %d", b.Number), "sha256 in the audit", notes.objects[id.String()], b.SHA256)
	}
	for _, s := range v.snapshots {
		if !notes.snapshots[s.SHA256] {
			v.say(fmt.Sprintf("snapshot %d of %s", s.SnapshotID, s.Period), "the audit does not know its sha256")
		}
	}
	return err
}

func (v *verifier) chain(unit int64) string {
	if unit == 0 {
		return "audit of the plan"
	}
	return "audit of " + called(v.names.Units, unit, "unit")
}
