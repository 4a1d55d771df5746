package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
)

// TestFindingsAskForTheirOwnArguments: a text may name only what the code's
// comment says that it comes with, or there would be a gap in it.
func TestFindingsAskForTheirOwnArguments(t *testing.T) {
	given := documented(t)
	for _, list := range []map[goal.ProblemCode]advice{planErrors, planWarnings, planNotes} {
		for code, a := range list {
			args, ours := given[string(code)]
			if !ours {
				continue
			}
			for _, text := range []string{a.is.zh, a.is.en, a.why.zh, a.why.en} {
				for _, name := range unfilled.FindAllString(text, -1) {
					if !slices.Contains(args, strings.Trim(name, "{}")) {
						t.Errorf("%s asks for %s, which its findings lack", code, name)
					}
				}
			}
		}
	}
}

// documented are the arguments in brackets behind each code of the plan check.
func documented(t *testing.T) map[string][]string {
	file, err := parser.ParseFile(token.NewFileSet(), "../goal/planfinding.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	bracketed, args := regexp.MustCompile(`\[(\w+)\]`), map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Comment == nil {
			return true
		}
		code := strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)
		args[code] = []string{}
		for _, m := range bracketed.FindAllStringSubmatch(spec.Comment.Text(), -1) {
			args[code] = append(args[code], m[1])
		}
		return true
	})
	return args
}
