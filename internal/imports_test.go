// Package internal_test holds the house rules that no compiler checks.
package internal_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kaoping/kaoping/"

// layers lists, for each package, all that it may import from this module. A
// package that is missing here fails the test, so a new one starts with a
// decision.
var layers = map[string]string{
	"internal":                 "",
	"migrations":               "",
	"internal/period":          "",
	"internal/score":           "",
	"internal/goal":            "internal/period internal/score",
	"internal/wording":         "internal/goal internal/period internal/score",
	"internal/pgserver":        "",
	"internal/pgserver/pgtest": "internal/pgserver",
	"internal/postgres":        "internal/goal internal/period internal/score migrations",
	"internal/cycle":           "internal/goal internal/period internal/postgres internal/score internal/wording",
	"internal/workbook":        "internal/goal internal/period internal/score internal/wording",
	"internal/sample":          "internal/cycle internal/goal internal/period internal/score",
	"internal/gqlhttp":         "",
	"internal/console":         "",
	"internal/httpd":           "internal/cycle internal/goal internal/wording internal/workbook",
	"graph":                    "internal/cycle internal/goal internal/period internal/postgres internal/score internal/wording",
	"cmd/kaoping":              "graph internal/console internal/cycle internal/goal internal/gqlhttp internal/httpd internal/pgserver internal/postgres internal/sample internal/wording internal/workbook",
}

// outside lists the packages that alone may import a library, by its path.
var outside = map[string]string{
	"github.com/99designs/gqlgen": "graph internal/gqlhttp cmd/kaoping",
	"github.com/vektah/gqlparser": "graph internal/gqlhttp cmd/kaoping",
	"github.com/jmoiron/sqlx":     "internal/postgres internal/pgserver",
	"github.com/lib/pq":           "internal/postgres internal/pgserver internal/pgserver/pgtest",
	"github.com/pressly/goose":    "internal/postgres",
	"database/sql":                "internal/postgres internal/pgserver internal/pgserver/pgtest",
	"github.com/xuri/excelize":    "internal/workbook",
	"gopkg.in/yaml.v3":            "internal/goal",
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		allowed, ok := layers[pkg]
		if !ok {
			t.Errorf("%s is in no layer", pkg)
			continue
		}
		for _, imp := range fields[1:] {
			if ours, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(strings.Fields(allowed), ours) {
				t.Errorf("%s must not import %s", pkg, ours)
			}
			for library, users := range outside {
				under := imp == library || strings.HasPrefix(imp, library+"/")
				// database/sql/driver is only the shape of a column's value.
				if under && imp != "database/sql/driver" && !slices.Contains(strings.Fields(users), pkg) {
					t.Errorf("%s must not import %s", pkg, imp)
				}
			}
		}
	}
}

// TestGraphReadsOnlyInLoaders keeps resolvers from going past the use cases.
func TestGraphReadsOnlyInLoaders(t *testing.T) {
	out, err := exec.Command("grep", "-rl", module+"internal/postgres", "../graph", "--include=*.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "../graph/loaders.go" {
		t.Errorf("the store is imported by %s, but only graph/loaders.go may", got)
	}
}
