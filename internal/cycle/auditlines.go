package cycle

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
)

const (
	linesAtOnce   = 500 // entries that are read together for an export
	rowsPerLine   = 20  // written rows that are told of each entry
	changesInCell = 60  // changes that are told of each entry
)

// eachAuditLine reads what a filter matches, newest first, some hundred entries
// and five statements at a time.
func eachAuditLine(ctx context.Context, q postgres.Queries, at time.Time, f postgres.AuditFilter, add func(goal.AuditLine) error) error {
	var after *goal.AuditAt
	for {
		list, err := q.AuditEntries(ctx, f, after, linesAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		after = list[len(list)-1].At()
		lines, err := auditLines(ctx, q, at, list)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := add(l); err != nil {
				return err
			}
		}
	}
}

func auditLines(ctx context.Context, q postgres.Queries, at time.Time, list []*goal.AuditRow) ([]goal.AuditLine, error) {
	var units, people []int64
	for _, r := range list {
		units = append(units, r.UnitID)
		if r.OnBehalfOf != nil {
			units = append(units, *r.OnBehalfOf)
		}
		if r.ActorID != nil {
			people = append(people, *r.ActorID)
		}
	}
	n, err := namesOf(ctx, q, at, units, people)
	if err != nil {
		return nil, err
	}
	written, err := q.WrittenRows(ctx, list, rowsPerLine)
	if err != nil {
		return nil, err
	}
	rows := map[[2]int64][]*goal.WrittenRow{} // a page is of one plan
	for _, w := range written {
		rows[[2]int64{w.UnitID, w.Seq}] = append(rows[[2]int64{w.UnitID, w.Seq}], w)
	}
	lines := make([]goal.AuditLine, len(list))
	for i, r := range list {
		l := goal.AuditLine{At: r.RecordedAt, Unit: n.units[r.UnitID], Seq: r.Seq, Actor: "服务器控制台", Deed: wording.Deed(wording.Chinese, r.Action), Action: r.Action,
			Object: r.Object, Reason: r.Reason, Changes: changesText(r, rows[[2]int64{r.UnitID, r.Seq}]), RequestID: r.RequestID, Hash: r.Hash}
		if r.ActorID != nil {
			l.Actor = n.people[*r.ActorID]
		}
		if r.OnBehalfOf != nil {
			l.OnBehalfOf = n.units[*r.OnBehalfOf]
		}
		lines[i] = l
	}
	return lines, nil
}

// changesText tells what an entry changed, a line each: in what it says itself,
// then in the rows that it wrote.
func changesText(r *goal.AuditRow, rows []*goal.WrittenRow) string {
	var lines []string
	more := r.Records - len(rows)
	tell := func(where string, changes []goal.Change) {
		for _, c := range changes {
			if len(lines) == changesInCell {
				more++
				continue
			}
			lines = append(lines, where+c.Field()+"："+orDash(c.Was())+" → "+orDash(c.Is()))
		}
	}
	tell("", goal.Changes(r.Before, r.After))
	for _, w := range rows {
		tell(w.Table+w.Key+" ", w.Changes())
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("……另有 %d 项", more))
	}
	return strings.Join(lines, "\n")
}

func orDash(s *string) string {
	if s == nil {
		return "—"
	}
	return *s
}

// callNames are what units and people are called.
type callNames struct{ units, people map[int64]string }

func namesOf(ctx context.Context, q postgres.Queries, at time.Time, units, people []int64) (callNames, error) {
	n := callNames{map[int64]string{}, map[int64]string{}}
	list, err := q.UnitsByID(ctx, at, units)
	if err != nil {
		return n, err
	}
	for _, u := range list {
		n.units[u.UnitID] = u.Name
	}
	accounts, err := q.AccountsByID(ctx, people)
	for _, a := range accounts {
		n.people[a.AccountID] = a.Name + "（" + a.Login + "）"
	}
	return n, err
}

// AuditText is the SHA-256 of what an entry holds of how something was; nil where
// it holds nothing.
func AuditText(text string) *string {
	if text == "" {
		return nil
	}
	return new(score.Hash(text))
}
