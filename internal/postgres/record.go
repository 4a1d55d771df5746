package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
)

// protectedTable is a table whose rows the audit keeps as they were written, so
// that a row touched by other hands is found and its column named. All that
// decides a score, a right, a deadline or what was published is protected.
type protectedTable struct {
	name    string
	key     []string // primary key without plan_id
	plan    bool     // carries plan_id
	columns []string // what is recorded; none: all columns
	hashed  []string // long texts, recorded as their SHA-256
	version string   // column that orders states of a row across chains; "": its entries' own order does
	goal    bool     // carries goal_id
}

var protectedTables = []protectedTable{
	{name: "plans", plan: true, version: "version"},
	{name: "plan_editions", plan: true, key: []string{"edition"}, columns: []string{"plan_id", "edition", "document_no", "sha256", "issued_by", "issued_at"}, hashed: []string{"content"}},
	{name: "groups", plan: true, key: []string{"group_id"}},
	{name: "components", plan: true, key: []string{"group_id", "component"}},
	{name: "dimensions", plan: true, key: []string{"dimension_id"}},
	{name: "dimension_marks", plan: true, key: []string{"dimension_id", "group_id"}},
	{name: "indicators", plan: true, key: []string{"indicator_id"}},
	{name: "indicator_marks", plan: true, key: []string{"indicator_id", "group_id"}},
	{name: "plan_units", plan: true, key: []string{"unit_id"}},
	{name: "goals", plan: true, key: []string{"goal_id"}, goal: true},
	{name: "goal_revisions", plan: true, key: []string{"goal_id", "revision"}, goal: true},
	{name: "reports", plan: true, key: []string{"unit_id", "period"}, version: "version"},
	{name: "receipts", plan: true, key: []string{"receipt_id"}},
	{name: "report_rows", plan: true, key: []string{"goal_id", "period"}, version: "version", goal: true},
	{name: "report_values", plan: true, key: []string{"goal_id", "period", "revision"}, goal: true},
	{name: "report_returns", plan: true, key: []string{"return_id"}},
	{name: "exceptions", plan: true, key: []string{"exception_id"}},
	{name: "exception_ends", plan: true, key: []string{"exception_id"}},
	{name: "closures", plan: true, key: []string{"period"}},
	{name: "arrangement_receipts", plan: true, key: []string{"receipt_id"}},
	{name: "snapshots", plan: true, key: []string{"snapshot_id"}, columns: []string{"plan_id", "snapshot_id", "period", "edition", "taken_at", "taken_by", "sha256"}, hashed: []string{"content"}},
	{name: "bulletins", plan: true, key: []string{"bulletin_id"}, version: "version"},
	{name: "bulletin_issues", plan: true, key: []string{"bulletin_id"}, columns: []string{"plan_id", "bulletin_id", "sha256", "issued_by", "issued_at"}, hashed: []string{"content"}},
	{name: "reviews", plan: true, version: "version"},
	{name: "component_scores", plan: true, key: []string{"unit_id", "component", "revision"}},
	{name: "adjustments", plan: true, key: []string{"adjustment_id"}, version: "version"},
	{name: "vetoes", plan: true, key: []string{"veto_id"}, version: "version"},
	{name: "score_runs", plan: true, key: []string{"run_id"}},
	{name: "score_run_texts", plan: true, key: []string{"run_id", "kind", "part"}, columns: []string{"plan_id", "run_id", "kind", "part"}, hashed: []string{"content"}},
	{name: "units", key: []string{"unit_id"}},
	{name: "unit_terms", key: []string{"unit_id", "valid_from"}},
	// A mobile number may be struck out one day; the audit would keep it for ever.
	{name: "accounts", key: []string{"account_id"}, columns: []string{"account_id", "login", "name", "post", "office_phone", "active", "version"}, version: "version"},
	{name: "postings", key: []string{"account_id", "valid_from"}},
	{name: "grants", key: []string{"grant_id"}},
	{name: "portfolios", key: []string{"portfolio_id"}},
	{name: "calendar_days", key: []string{"day"}},
	{name: "plan_registry", key: []string{"plan_id"}},
	{name: "passwords", key: []string{"account_id"}, columns: []string{"account_id", "set_at", "good_until"}, hashed: []string{"hash"}},
	// What a request moves of a session or token by itself stays out: its secret in turn, and when it was last seen.
	{name: "sessions", key: []string{"session_id"}, columns: []string{"session_id", "account_id", "method", "address", "agent", "signed_in_at", "idle_seconds", "expires_at"}},
	{name: "access_tokens", key: []string{"token_id"}, columns: []string{"token_id", "token_hash", "account_id", "label", "scope", "plan_id", "created_at", "expires_at", "revoked_at"}},
	{name: "external_identities", key: []string{"issuer", "subject"}},
}

// unprotectedTables are the others, and why the audit does not keep their rows.
var unprotectedTables = map[string]string{
	"goal_progress":     "derived: `kaoping verify progress` recomputes it",
	"scores":            "derived: each run's sealed text has them, and verifying compares",
	"score_lines":       "derived, likewise",
	"bulletin_sections": "drafts; what was issued is in bulletin_issues",
	"arrangements":      "decide no score; each entry holds the month before and after",
	"arrangement_items": "likewise",
	"exports":           "links that expire; each has its entry",
	"sign_in_tries":     "counters that are forgotten within minutes",
	"operations":        "answers for repeated requests, of no weight afterwards",
	"audit_entries":     "chained themselves",
	"audit_records":     "chained through their entries",
	"audit_heads":       "compared with the chains",
	"audit_checkpoints": "signed",
}

func protected(name string) *protectedTable {
	for i := range protectedTables {
		if protectedTables[i].name == name {
			return &protectedTables[i]
		}
	}
	return nil
}

// picked selects, from rows of the table called alias, what is recorded of each:
// its key, version and goal, and its JSON. Instants are in the session's zone,
// which is UTC for every connection of this package.
func (t *protectedTable) picked(alias string) string {
	column := func(name string) string { return alias + "." + name }
	content := "row_to_json(" + alias + ")"
	if len(t.columns) > 0 {
		var parts []string
		for _, c := range t.columns {
			parts = append(parts, "'"+c+"', "+column(c))
		}
		for _, c := range t.hashed {
			parts = append(parts, "'"+c+"', encode(pg_catalog.sha256(convert_to("+column(c)+", 'UTF8')), 'hex')")
		}
		content = "json_build_object(" + strings.Join(parts, ", ") + ")"
	}
	key, version, goal := make([]string, len(t.key)), "0::bigint", "NULL::bigint"
	for i, k := range t.key {
		key[i] = column(k)
	}
	if t.version != "" {
		version = column(t.version) + "::bigint"
	}
	if t.goal {
		goal = column("goal_id")
	}
	return "json_build_array(" + strings.Join(key, ", ") + ")::text AS key, " + version + " AS version, " + goal + " AS goal_id, " + content + "::text AS content"
}

// journal is what one transaction has written to protected tables so far.
type journal struct{ records []goal.AuditRecord }

type recordRow struct {
	Key     string `db:"key"`
	Version int64  `db:"version"`
	GoalID  *int64 `db:"goal_id"`
	Content string `db:"content"`
}

// record runs a statement that writes one protected table, and notes its rows
// for the audit. table is the table's name, or its name and the statement's alias
// for it. It says how many rows were written.
func (q Queries) record(ctx context.Context, table, statement string, args ...any) (int64, error) {
	if !Recording {
		return q.exec(ctx, statement, args...)
	}
	rows, err := q.recorded(ctx, table, statement, args...)
	return int64(len(rows)), err
}

func (q Queries) recorded(ctx context.Context, table, statement string, args ...any) ([]recordRow, error) {
	if q.journal == nil {
		return nil, errOutside
	}
	name, alias, _ := strings.Cut(table, " ")
	if alias == "" {
		alias = name
	}
	t := protected(name)
	if t == nil {
		return nil, fmt.Errorf("%s is not a protected table", name)
	}
	var rows []recordRow
	err := q.list(ctx, &rows, "WITH written AS ("+statement+" RETURNING "+alias+".*) SELECT "+t.picked("written")+" FROM written", args...)
	for _, r := range rows {
		q.journal.records = append(q.journal.records, goal.AuditRecord{Table: name, Key: r.Key, Version: r.Version, GoalID: r.GoalID, Content: r.Content})
	}
	return rows, err
}

// recordOne is record for a statement that writes one row, whose columns it reads
// into dest by their JSON names; none written means that somebody else was faster.
func (q Queries) recordOne(ctx context.Context, dest any, table, statement string, args ...any) error {
	rows, err := q.recorded(ctx, table, statement, args...)
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return goal.ErrStale
	case len(rows) > 1:
		return fmt.Errorf("%d rows of %s were written instead of one", len(rows), table)
	case dest == nil:
		return nil
	}
	return json.Unmarshal([]byte(rows[0].Content), dest)
}

// errOutside keeps writes in transactions, where the audit sees them.
var errOutside = errors.New("a write outside a transaction")
