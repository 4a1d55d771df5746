package postgres_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/postgres"
)

var update = flag.Bool("update", false, "rewrite migrations/schema.sql")

// dumpMajor is the PostgreSQL whose pg_dump wrote schema.sql; others word the
// same schema differently.
const dumpMajor = 15

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	db, dsn := owner(t)
	if err := postgres.MigrateDown(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	if left := lint(t, db, `SELECT relname FROM tables`); len(left) > 0 {
		t.Errorf("left behind: %s", strings.Join(left, ", "))
	}
	if err := postgres.CheckMigrated(t.Context(), dsn); err == nil {
		t.Error("an empty database passes for a migrated one")
	}
	for range 2 { // once more does nothing
		if err := postgres.Migrate(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
	}
	if err := postgres.CheckMigrated(t.Context(), dsn); err != nil {
		t.Error(err)
	}
	list, err := postgres.Migrations(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range list {
		if m.Version != int64(i+1) || !m.Applied {
			t.Errorf("step %d is %+v", i+1, m)
		}
	}
}

// TestSchemaDump keeps migrations/schema.sql what the migrations add up to.
func TestSchemaDump(t *testing.T) {
	db, dsn := owner(t)
	var version int
	if err := db.QueryRow(`SELECT current_setting('server_version_num')::int / 10000`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	if version != dumpMajor {
		t.Logf("not compared: the server is PostgreSQL %d, the dump is of %d", version, dumpMajor)
		return
	}
	if _, err := db.Exec(`DROP TABLE goose_db_version`); err != nil {
		t.Fatal(err)
	}
	got := dump(t, dsn)
	const file = "../../migrations/schema.sql"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("migrations/schema.sql is not what the migrations add up to: run go test ./internal/postgres -run TestSchemaDump -update")
	}
}

// volatile lines differ from one run of pg_dump to the next, or say only which
// programs made it.
var volatile = regexp.MustCompile(`(?m)^(\\(un)?restrict .*|-- Dumped .*|SET .*|SELECT pg_catalog\.set_config.*)\n`)

func dump(t *testing.T, dsn string) string {
	t.Helper()
	program := "/usr/lib/postgresql/" + strconv.Itoa(dumpMajor) + "/bin/pg_dump"
	if dir := os.Getenv("PG_BIN_DIR"); dir != "" {
		program = filepath.Join(dir, "pg_dump")
	} else if _, err := os.Stat(program); err != nil {
		program = "pg_dump"
	}
	// binary_parameters is the driver's, which pg_dump does not know.
	dsn = strings.ReplaceAll(dsn, "&binary_parameters=yes", "")
	dsn = strings.ReplaceAll(dsn, "binary_parameters=yes&", "")
	out, err := exec.Command(program, "--schema-only", "--no-owner", "--dbname", dsn).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	text := volatile.ReplaceAllString(string(out), "")
	text = regexp.MustCompile(`\n{3,}`).ReplaceAllString(text, "\n\n")
	return strings.TrimSpace(text) + "\n"
}
