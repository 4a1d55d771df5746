// Package internal_test holds the house rules that no compiler checks.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
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
	"internal/score":           "internal/formula",
	"internal/formula":         "",
	"internal/goal":            "internal/period internal/score",
	"internal/wording":         "internal/formula internal/goal internal/period internal/score",
	"internal/pgserver":        "",
	"internal/pgserver/pgtest": "internal/pgserver",
	"internal/signin":          "",
	"internal/archive":         "internal/goal internal/score",
	"internal/postgres":        "internal/archive internal/goal internal/period internal/score migrations",
	"internal/cycle":           "internal/archive internal/goal internal/period internal/postgres internal/score internal/signin internal/wording",
	"internal/workbook":        "internal/goal internal/period internal/score internal/wording",
	"internal/sample":          "internal/cycle internal/goal internal/period internal/score",
	"internal/gqlhttp":         "",
	"internal/console":         "",
	"internal/httpd":           "internal/cycle internal/goal internal/signin internal/wording internal/workbook",
	"graph":                    "internal/cycle internal/goal internal/period internal/postgres internal/score internal/wording",
	"cmd/kaoping":              "graph internal/archive internal/console internal/cycle internal/goal internal/gqlhttp internal/httpd internal/pgserver internal/postgres internal/sample internal/signin internal/wording internal/workbook",
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
	"github.com/prometheus":       "internal/httpd",
	"gopkg.in/yaml.v3":            "internal/goal",
	"golang.org/x/crypto":         "internal/signin",
	"golang.org/x/oauth2":         "internal/signin",
	"github.com/coreos/go-oidc":   "internal/signin",
}

func TestImports(t *testing.T) {
	for pkg, files := range imports(t) {
		allowed, ok := layers[pkg]
		if !ok {
			t.Errorf("%s is in no layer", pkg)
			continue
		}
		for file, list := range files {
			for _, imp := range list {
				if ours, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(strings.Fields(allowed), ours) {
					t.Errorf("%s must not import %s", file, ours)
				}
				for library, users := range outside {
					under := imp == library || strings.HasPrefix(imp, library+"/")
					// database/sql/driver is only the shape of a column's value.
					if under && imp != "database/sql/driver" && !slices.Contains(strings.Fields(users), pkg) {
						t.Errorf("%s must not import %s", file, imp)
					}
				}
				// Resolvers go through the use cases; only loaders read for themselves.
				if pkg == "graph" && imp == module+"internal/postgres" && filepath.Base(file) != "loaders.go" {
					t.Errorf("%s must not import the store: only loaders.go may", file)
				}
			}
		}
	}
}

// imports reads what each file of each package imports, tests left out. It opens
// the files itself, so that a cached result is not taken for a fresh one.
func imports(t *testing.T) map[string]map[string][]string {
	t.Helper()
	packages := map[string]map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && len(d.Name()) > 2 && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), "../"))
		if packages[pkg] == nil {
			packages[pkg] = map[string][]string{}
		}
		packages[pkg][path] = []string{}
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			packages[pkg][path] = append(packages[pkg][path], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 10 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	return packages
}

// writers are the functions of the use cases that may open a transaction that
// writes: all others go through write, which records what they did.
var writers = map[string]string{
	"write":            "records every deed",
	"Checkpoint":       "adds to the audit itself",
	"writeCheckpoints": "only holds the lock while a file is written",
	"repeated":         "holds rows while they are read again, and writes nothing",
}

func TestWritesAreRecorded(t *testing.T) {
	files, err := filepath.Glob("cycle/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "InTx" {
					found++
					if fn, ok := d.(*ast.FuncDecl); !ok || writers[fn.Name.Name] == "" {
						t.Errorf("%s opens a transaction of its own: go through write", name)
					}
				}
				return true
			})
		}
	}
	if found != len(writers) {
		t.Errorf("%d transactions were found, and %d functions may open one", found, len(writers))
	}
}
