package wording_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

// constants reads the string constants of one type, or with a name prefix, from
// a package's source: a code that is added without words must fail here.
func constants(t *testing.T, dir string, wanted func(name, typ string) bool) []string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			typ := ""
			if id, ok := v.Type.(*ast.Ident); ok {
				typ = id.Name
			}
			for i, name := range v.Names {
				if i < len(v.Values) && wanted(name.Name, typ) {
					if lit, ok := v.Values[i].(*ast.BasicLit); ok {
						s, _ := strconv.Unquote(lit.Value)
						list = append(list, s)
					}
				}
			}
			return true
		})
	}
	if len(list) == 0 {
		t.Fatalf("found no codes in %s", dir)
	}
	return list
}

func TestEveryCodeHasWords(t *testing.T) {
	speaks := func(code string, say func(wording.Lang) string) {
		zh, en := say(wording.Chinese), say(wording.English)
		if zh == code || en == code || zh == "" || en == "" || zh == en {
			t.Errorf("%s reads %q and %q", code, zh, en)
		}
	}
	for _, code := range constants(t, "../goal", func(_, typ string) bool { return typ == "ProblemCode" }) {
		speaks(code, func(l wording.Lang) string { return wording.Problem(l, goal.Problem{Code: goal.ProblemCode(code)}) })
	}
	for _, code := range constants(t, "../goal", func(_, typ string) bool { return typ == "LockReason" }) {
		speaks(code, func(l wording.Lang) string { return wording.Locked(l, goal.LockReason(code)) })
	}
	deeds := constants(t, "../goal", func(_, typ string) bool { return typ == "Deed" })
	for _, code := range deeds {
		speaks(code, func(l wording.Lang) string { return wording.Deed(l, goal.Deed(code)) })
		if !slices.Contains(goal.Deeds, goal.Deed(code)) {
			t.Errorf("%s is missing in the list of deeds", code)
		}
	}
	if len(deeds) != len(goal.Deeds) {
		t.Errorf("there are %d deeds, and %d in the list", len(deeds), len(goal.Deeds))
	}
	for _, code := range constants(t, "../score", func(name, _ string) bool { return strings.HasPrefix(name, "Problem") }) {
		p := goal.Problem{Code: goal.BadRule, Args: map[string]string{"problem": code}}
		if text := wording.Problem(wording.English, p); strings.Contains(text, code) {
			t.Errorf("the engine's problem %s has no words: %q", code, text)
		}
	}
}

// TestDeedsAreConstants: a code written out where something is done would have no
// words, and nobody could look for it.
func TestDeedsAreConstants(t *testing.T) {
	files, err := filepath.Glob("../cycle/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	form := regexp.MustCompile(`^"[a-z]+\.[a-z]+"$`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && form.MatchString(lit.Value) {
				t.Errorf("%s: %s is no constant of goal.Deed", name, lit.Value)
			}
			return true
		})
	}
}

// TestEveryFindingHasWords: each says what is so, why it matters and what to do.
func TestEveryFindingHasWords(t *testing.T) {
	for code, severity := range goal.PlanFindingCodes() {
		for _, l := range []wording.Lang{wording.Chinese, wording.English} {
			is, why := wording.Problem(l, goal.Problem{Code: code}), wording.Explanation(l, goal.PlanFinding{Problem: goal.Problem{Code: code}})
			if is == "" || why == "" || is == string(code) || why == string(code) || is == why {
				t.Errorf("%s reads %q and %q", code, is, why)
			}
			if word := wording.Severity(l, severity); word == "" || word == string(severity) {
				t.Errorf("severity %s reads %q", severity, word)
			}
		}
		f := goal.PlanFinding{Problem: goal.Problem{Code: code}}
		if wording.Explanation(wording.Chinese, f) == wording.Explanation(wording.English, f) {
			t.Errorf("%s is explained in one language only", code)
		}
	}
}

func TestAccept(t *testing.T) {
	tests := []struct {
		header string
		want   wording.Lang
	}{
		{"", wording.Chinese},
		{"en", wording.English},
		{"en-GB,en;q=0.9", wording.English},
		{"zh-CN,zh;q=0.9,en;q=0.8", wording.Chinese},
		{"fr, en;q=0.5", wording.English},
		{"zh;q=0.3, en;q=0.7", wording.English},
		{"fr", wording.Chinese},
	}
	for _, tt := range tests {
		if got := wording.Accept(tt.header); got != tt.want {
			t.Errorf("%q is read as %d, want %d", tt.header, got, tt.want)
		}
	}
}

func TestProblemFillsItsArguments(t *testing.T) {
	p := goal.NewProblem(goal.Path("groups", 0, "components"), goal.WeightsNotFull, "group", "G1", "sum", "0.95")
	if got := wording.Problem(wording.English, p); got != "The component weights of group G1 add up to 0.95, not 1." {
		t.Error(got)
	}
	if got := wording.Problem(wording.Chinese, p); !strings.Contains(got, "G1") || !strings.Contains(got, "0.95") {
		t.Error(got)
	}
}
