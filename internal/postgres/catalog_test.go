package postgres_test

import (
	"database/sql"
	"strings"
	"testing"
)

// rules of the schema, each a query that lists what breaks it. They keep the
// tables such that an installation can spread them over machines by plan_id
// without changing a query, and such that what was recorded stays.
var rules = []struct{ name, query string }{
	{"every table says where it is placed and what it means", `
		SELECT relname FROM tables WHERE placement IS NULL OR length(comment) < 30`},
	{"a plan table has plan_id bigint, not null", `
		SELECT relname FROM tables WHERE placement = 'plan' AND NOT EXISTS (
			SELECT FROM pg_attribute a WHERE a.attrelid = tables.oid AND a.attname = 'plan_id' AND a.atttypid = 'bigint'::regtype AND a.attnotnull)`},
	{"plan_id comes first in a plan table's primary key", `
		SELECT relname FROM tables WHERE placement = 'plan' AND NOT EXISTS (
			SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
			 WHERE i.indrelid = tables.oid AND i.indisprimary AND a.attname = 'plan_id')`},
	{"plan_id is in every unique index of a plan table", `
		SELECT tables.relname || ' ' || c.relname FROM tables JOIN pg_index i ON i.indrelid = tables.oid JOIN pg_class c ON c.oid = i.indexrelid
		 WHERE placement = 'plan' AND i.indisunique AND NOT EXISTS (
			SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'plan_id' AND a.attnum = ANY(i.indkey))`},
	{"a foreign key between plan tables carries plan_id at the same place on both sides", `
		SELECT k.conname FROM pg_constraint k JOIN tables f ON f.oid = k.conrelid JOIN tables t ON t.oid = k.confrelid
		 WHERE k.contype = 'f' AND f.placement = 'plan' AND t.placement = 'plan' AND NOT EXISTS (
			SELECT FROM generate_subscripts(k.conkey, 1) n
			  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[n] AND a.attname = 'plan_id'
			  JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[n] AND b.attname = 'plan_id')`},
	{"no foreign key leads from a reference or local table into a plan table", `
		SELECT k.conname FROM pg_constraint k JOIN tables f ON f.oid = k.conrelid JOIN tables t ON t.oid = k.confrelid
		 WHERE k.contype = 'f' AND f.placement <> 'plan' AND t.placement = 'plan'`},
	{"no foreign key leads from a reference table into a local one, or sets a key to null", `
		SELECT k.conname FROM pg_constraint k JOIN tables f ON f.oid = k.conrelid JOIN tables t ON t.oid = k.confrelid
		 WHERE k.contype = 'f' AND (f.placement = 'reference' AND t.placement = 'local' OR k.confdeltype IN ('n', 'd') OR k.confupdtype IN ('n', 'd'))`},
	{"no triggers", `
		SELECT relname || ' ' || t.tgname FROM tables JOIN pg_trigger t ON t.tgrelid = tables.oid WHERE NOT t.tgisinternal`},
	{"no rules", `
		SELECT relname || ' ' || r.rulename FROM tables JOIN pg_rewrite r ON r.ev_class = tables.oid`},
	{"no row security", `
		SELECT tables.relname FROM tables JOIN pg_class c USING (oid) WHERE c.relrowsecurity`},
	{"no exclusion constraints", `
		SELECT conname FROM pg_constraint k JOIN tables ON tables.oid = k.conrelid WHERE k.contype = 'x'`},
	{"no inheritance", `
		SELECT relname FROM tables JOIN pg_inherits i ON i.inhrelid = tables.oid OR i.inhparent = tables.oid`},
	{"identities are bigint", `
		SELECT relname || '.' || a.attname FROM tables JOIN pg_attribute a ON a.attrelid = tables.oid
		 WHERE a.attidentity <> '' AND a.atttypid <> 'bigint'::regtype`},
	{"values, scores and marks are never floats", `
		SELECT relname || '.' || a.attname FROM tables JOIN pg_attribute a ON a.attrelid = tables.oid
		 WHERE a.attnum > 0 AND a.atttypid IN ('real'::regtype, 'double precision'::regtype)`},
	{"instants have a zone", `
		SELECT relname || '.' || a.attname FROM tables JOIN pg_attribute a ON a.attrelid = tables.oid
		 WHERE a.attnum > 0 AND a.atttypid IN ('timestamp'::regtype, 'time'::regtype)`},
	{"every constraint is named after its table", `
		SELECT conname FROM pg_constraint k JOIN tables ON tables.oid = k.conrelid WHERE k.conname NOT LIKE relname || '\_%'`},
	{"the application can read and add everywhere, and truncate nowhere", `
		SELECT relname FROM tables WHERE NOT has_table_privilege('kaoping_app', oid, 'SELECT') OR NOT has_table_privilege('kaoping_app', oid, 'INSERT')
		    OR has_table_privilege('kaoping_app', oid, 'TRUNCATE') OR has_table_privilege('kaoping_app', oid, 'TRIGGER')`},
	{"the application changes nothing that was recorded", `
		SELECT relname FROM tables WHERE relname IN (SELECT unnest(ARRAY['plan_editions', 'goal_revisions', 'report_values', 'report_returns', 'receipts',
			'exceptions', 'exception_ends', 'closures', 'arrangement_receipts', 'snapshots', 'bulletin_issues', 'component_scores', 'score_runs', 'score_run_texts', 'scores', 'score_lines', 'audit_entries',
			'audit_records', 'audit_checkpoints', 'units', 'exports', 'external_identities']))
		   AND (has_any_column_privilege('kaoping_app', oid, 'UPDATE') OR has_table_privilege('kaoping_app', oid, 'DELETE'))`},
	{"the application deletes only drafts, derived rows and counters", `
		SELECT relname FROM tables WHERE has_table_privilege('kaoping_app', oid, 'DELETE') AND relname NOT IN ('arrangement_items', 'goal_progress', 'sign_in_tries')`},
}

// tables are ours: goose's own is not.
const tables = `WITH tables AS (
	SELECT c.oid, c.relname, obj_description(c.oid) AS comment, substring(obj_description(c.oid) FROM '^@(plan|reference|local) ') AS placement
	  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'goose_db_version')`

func lint(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.Query(tables + query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		found = append(found, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCatalog(t *testing.T) {
	db, _ := owner(t)
	for _, r := range rules {
		if found := lint(t, db, r.query); len(found) > 0 {
			t.Errorf("%s: broken by %s", r.name, strings.Join(found, ", "))
		}
	}
}

// faults break each rule once, so that a rule that has stopped looking is noticed.
const faults = `
	CREATE TABLE nowhere (nowhere_id bigint PRIMARY KEY);
	CREATE TABLE late (late_id bigint, plan_id bigint NOT NULL, code text, ratio real, day timestamp, small int GENERATED ALWAYS AS IDENTITY,
		PRIMARY KEY (late_id, plan_id), CONSTRAINT late_code_key UNIQUE (code), CONSTRAINT odd_name CHECK (code <> ''),
		CONSTRAINT late_plan_fkey FOREIGN KEY (late_id) REFERENCES plans ON DELETE SET NULL,
		CONSTRAINT late_days_excl EXCLUDE (code WITH =));
	COMMENT ON TABLE late IS '@plan A table with everything wrong that there is.';
	CREATE TABLE without (id bigint PRIMARY KEY);
	COMMENT ON TABLE without IS '@plan A plan table without a plan to belong to.';
	CREATE TABLE inward (plan_id bigint PRIMARY KEY, CONSTRAINT inward_plan_fkey FOREIGN KEY (plan_id) REFERENCES plans);
	COMMENT ON TABLE inward IS '@reference Leads into a plan table from outside.';
	CREATE TABLE child () INHERITS (inward);
	ALTER TABLE inward ENABLE ROW LEVEL SECURITY;
	CREATE RULE never AS ON DELETE TO inward DO INSTEAD NOTHING;
	CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
	CREATE TRIGGER busy BEFORE INSERT ON plans FOR EACH ROW EXECUTE FUNCTION noop();
	GRANT UPDATE, DELETE, TRUNCATE ON report_values TO kaoping_app;`

func TestCatalogRulesBite(t *testing.T) {
	db, _ := owner(t)
	if _, err := db.Exec(faults); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if len(lint(t, db, r.query)) == 0 {
			t.Errorf("%q finds nothing in a schema that breaks it", r.name)
		}
	}
}

// TestAppRoleIsHeld tries what the grants forbid, as the program itself.
func TestAppRoleIsHeld(t *testing.T) {
	db, _ := owner(t)
	statements := []string{
		`UPDATE report_values SET value = 1`, `DELETE FROM report_values`, `TRUNCATE report_values`, `UPDATE audit_entries SET action = 'x'`,
		`DELETE FROM score_lines`, `UPDATE plan_editions SET content = ''`, `UPDATE score_runs SET sha256 = ''`, `UPDATE score_run_texts SET content = ''`, `DELETE FROM goals`,
		`ALTER TABLE report_values DISABLE TRIGGER ALL`, `CREATE TABLE mine (id int)`, `SET session_replication_role = 'replica'`,
		`UPDATE access_tokens SET scope = 'READ_WRITE'`, `UPDATE access_tokens SET expires_at = expires_at + interval '1 day'`,
		`UPDATE sessions SET account_id = 1`, `UPDATE sessions SET expires_at = now()`, `DELETE FROM sessions`, `UPDATE passwords SET account_id = 1`,
		`UPDATE external_identities SET account_id = 1`,
	}
	for _, table := range lint(t, db, `SELECT relname FROM tables`) {
		statements = append(statements, `TRUNCATE `+table, `ALTER TABLE `+table+` DISABLE TRIGGER ALL`, `DROP TABLE `+table)
		if table != "arrangement_items" && table != "goal_progress" && table != "sign_in_tries" {
			statements = append(statements, `DELETE FROM `+table)
		}
	}
	for _, statement := range statements {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(`SET LOCAL ROLE kaoping_app`); err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(statement); err == nil {
			t.Errorf("the application may %s", statement)
		}
		tx.Rollback()
	}
}
