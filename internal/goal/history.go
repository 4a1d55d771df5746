package goal

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RecordedRow is one state of a row as the audit kept it, and the entry that
// wrote it.
type RecordedRow struct {
	UnitID  int64     `db:"unit_id"` // with Seq, the place of the entry
	Seq     int64     `db:"seq"`
	N       int       `db:"n"` // which of the entry's rows
	Table   string    `db:"table_name"`
	Key     string    `db:"key"`
	Version int64     `db:"version"`
	GoalID  *int64    `db:"goal_id"`
	Content string    `db:"content"`
	At      time.Time `db:"recorded_at"`
	ActorID *int64    `db:"actor_id"`
	Action  Deed      `db:"action"`
	Reason  string    `db:"reason"`
}

// HistoryEntry is something that was done to one thing: who, when, why, and what
// changed by it.
type HistoryEntry struct {
	At      time.Time
	ActorID *int64 // nil: the server's console, or not for the reader to see
	Action  Deed
	Subject string // what of the thing it was about: a period, a component, a rule, a run's number; "" for itself
	Reason  string
	Changes []Change
}

// revised are tables whose rows never change: what follows is a row of its own,
// whose key ends with the next revision.
var revised = map[string]bool{"plan_editions": true, "goal_revisions": true, "report_values": true, "component_scores": true}

// Predecessor is the key under which the state before a recorded one was kept,
// and whether that was a row of its own. A first revision has none: "".
func Predecessor(table, key string) (before string, own bool) {
	if !revised[table] {
		return key, false
	}
	_, revision := lineage(table, key)
	if revision <= 1 {
		return "", true
	}
	return strings.TrimSuffix(key, strconv.FormatInt(revision, 10)+"]") + strconv.FormatInt(revision-1, 10) + "]", true
}

// lineage is the key without its revision, and the revision; 0 where the table
// has none.
func lineage(table, key string) (line string, revision int64) {
	parts := strings.Split(strings.Trim(key, "[]"), ", ")
	n, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	if !revised[table] || err != nil {
		return key, 0
	}
	return "[" + strings.Join(parts[:len(parts)-1], ", ") + "]", n
}

// shownColumns are the columns that histories tell, under their names in the API.
// Who and when stand in the entry itself.
var shownColumns = map[string]map[string]string{
	"goal_revisions": {"state": "state", "full_marks": "fullMarks", "target": "target", "baseline": "baseline", "challenge": "challenge", "difficulty": "difficulty",
		"portion": "portion", "lead_unit_id": "leadUnit", "cooperating_units": "cooperatingUnits", "section": "section", "leader_id": "leaderInCharge",
		"planned_shares": "plannedShares", "out_of_totals": "outOfTotals"},
	"report_rows": {"status": "status", "late": "late"},
	"report_values": {"source": "source", "state": "state", "value": "value", "numerator": "numerator", "denominator": "denominator", "inputs": "inputs", "note": "note",
		"cause": "cause", "measure": "measure", "help_needed": "helpNeeded"},
	"component_scores": {"score": "score", "note": "note"},
	"adjustments": {"kind": "kind", "matter": "matter", "basis": "basis", "evidence": "evidence", "happened_on": "happenedOn", "claimed": "claimed", "factor": "factor",
		"units": "units", "status": "status", "points": "points", "decision_note": "decisionNote"},
	"vetoes": {"facts": "facts", "legal_basis": "legalBasis", "status": "status", "decision_note": "decisionNote"},
}

// Histories makes of the recorded states of some rows what was done to them, in
// the order in which it was done. Each state is held against the one before it of
// the same row. Without marks, the single marks and ballots behind a figure are
// left out.
func Histories(rows []RecordedRow, marks bool) []HistoryEntry {
	type state struct {
		*RecordedRow
		line  string
		order int64
	}
	states := make([]state, len(rows))
	for i := range rows {
		r := &rows[i]
		line, revision := lineage(r.Table, r.Key)
		states[i] = state{r, r.Table + line, max(revision, r.Version)}
	}
	slices.SortFunc(states, func(a, b state) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.order, b.order), a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.N, b.N))
	})
	type place struct {
		unit, seq int64
		subject   string
	}
	var order []*RecordedRow
	entries := map[place]*HistoryEntry{}
	places := map[*RecordedRow]place{}
	for i, s := range states {
		before := ""
		if i > 0 && states[i-1].line == s.line {
			before = shownContent(s.Table, states[i-1].Content, marks)
		}
		at := place{s.UnitID, s.Seq, subjectOf(s.Table, s.Content)}
		e := entries[at]
		if e == nil {
			e = &HistoryEntry{At: s.At, ActorID: s.ActorID, Action: s.Action, Subject: at.subject, Reason: cmp.Or(s.Reason, ownReason(s.Content))}
			entries[at], places[s.RecordedRow] = e, at
			order = append(order, s.RecordedRow)
		}
		e.Changes = append(e.Changes, Changes(before, shownContent(s.Table, s.Content, marks))...)
	}
	slices.SortFunc(order, func(a, b *RecordedRow) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.UnitID, b.UnitID), cmp.Compare(a.Seq, b.Seq), cmp.Compare(places[a].subject, places[b].subject))
	})
	list := make([]HistoryEntry, len(order))
	for i, r := range order {
		list[i] = *entries[places[r]]
		slices.SortStableFunc(list[i].Changes, func(a, b Change) int { return cmp.Compare(a.Field(), b.Field()) })
	}
	return list
}

// shownContent is a row as histories show it: the columns that they tell, without
// what is empty, with texts that are JSON themselves opened up.
func shownContent(table, content string, marks bool) string {
	var row map[string]json.RawMessage
	if json.Unmarshal([]byte(content), &row) != nil {
		return "{}"
	}
	shown := map[string]any{}
	for column, name := range shownColumns[table] {
		v, err := readJSON(string(row[column]))
		if err != nil || v == nil || v == any("") || v == any(missing{}) {
			continue
		}
		if text, ok := v.(string); ok && (column == "inputs" || column == "planned_shares") {
			opened, err := readJSON(text)
			if err != nil {
				continue
			}
			if v = opened; !marks {
				hideMarks(v)
			}
		}
		if l, ok := v.([]any); ok && len(l) == 0 {
			continue
		}
		shown[name] = named(column, v)
	}
	return jsonText(shown)
}

// hideMarks takes out of a figure's inputs what is one person's mark or ballot.
// Counts of answers stay; they are nobody's.
func hideMarks(inputs any) {
	o, _ := inputs.(map[string]any)
	delete(o, "marks")
	ballots, _ := o["ballots"].([]any)
	for _, b := range ballots {
		if b, ok := b.(map[string]any); ok {
			delete(b, "numbers")
		}
	}
}

// named turns the numbers of units and people into the ids that the API knows
// them by.
func named(column string, v any) any {
	kind := map[string]Kind{"lead_unit_id": KindUnit, "cooperating_units": KindUnit, "leader_id": KindAccount}[column]
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil && kind != "" {
			return ID{Kind: kind, Num: n}.String()
		}
	case []any:
		if kind != "" {
			ids := make([]any, len(v))
			for i := range v {
				ids[i] = named(column, v[i])
			}
			return ids
		}
	}
	return v
}

// subjectOf says which part of a thing a row is about.
func subjectOf(table, content string) string {
	var row struct {
		Period, Component, Rule string
	}
	if json.Unmarshal([]byte(content), &row) != nil {
		return ""
	}
	switch table {
	case "report_rows", "report_values":
		return row.Period
	case "component_scores":
		return row.Component
	case "adjustments", "vetoes":
		return row.Rule
	}
	return ""
}

// ownReason is the reason that a row carries itself.
func ownReason(content string) string {
	var row struct{ Reason string }
	if json.Unmarshal([]byte(content), &row) != nil {
		return ""
	}
	return row.Reason
}

// hiddenColumns are columns that prove who somebody is. Those who read the audit
// see that they changed, not how.
var hiddenColumns = []string{"hash", "token_hash"}

// RowChanges says what an entry changed in a row; before is "" for a new one.
func RowChanges(before, after string) []Change {
	return slices.DeleteFunc(Changes(before, after), func(c Change) bool {
		return slices.Contains(hiddenColumns, c.Field()) || c.Was() == nil && c.Is() == nil
	})
}

// RunPoints is what one score run gave a unit.
type RunPoints struct {
	UnitID    int64     `db:"unit_id"`
	Number    int       `db:"number"`
	CreatedAt time.Time `db:"created_at"`
	CreatedBy *int64    `db:"created_by"`
	Content   string    `db:"content"` // JSON of final, rank and grade
}

// RunHistory says how a unit's score went from run to run, of those that the
// reader sees, in their order.
func RunHistory(runs []RunPoints) []HistoryEntry {
	list := make([]HistoryEntry, len(runs))
	for i, r := range runs {
		before := ""
		if i > 0 {
			before = runs[i-1].Content
		}
		list[i] = HistoryEntry{At: r.CreatedAt, ActorID: r.CreatedBy, Action: DeedRunCreate, Subject: strconv.Itoa(r.Number), Changes: RowChanges(before, r.Content)}
	}
	return list
}
