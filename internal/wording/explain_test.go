package wording_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

// speaks fails unless something reads differently in the two languages, and like
// its code in neither.
func speaks(t *testing.T, what, code string, say func(wording.Lang) string) {
	t.Helper()
	zh, en := say(wording.Chinese), say(wording.English)
	if zh == code || en == code || zh == "" || en == "" || zh == en {
		t.Errorf("%s %s has no words: %q and %q", what, code, zh, en)
	}
}

func TestEveryStepHasWords(t *testing.T) {
	isTrace := func(name, _ string) bool { return strings.HasPrefix(name, "Trace") }
	for _, code := range constants(t, "../score", isTrace) {
		speaks(t, "trace code", code, func(l wording.Lang) string { return wording.TraceTitle(l, code) })
	}
	isSource := func(name, _ string) bool { return strings.HasPrefix(name, "From") }
	for _, word := range constants(t, "../score", isSource) {
		speaks(t, "source", word, func(l wording.Lang) string { return wording.Source(l, word) })
	}
	for _, name := range operandNames(t) {
		if zh, en := wording.OperandTitle(wording.Chinese, "", name), wording.OperandTitle(wording.English, "", name); zh == name || zh == en {
			t.Errorf("operand %s has no words: %q and %q", name, zh, en)
		}
	}
	for code := 1; code <= 22; code++ {
		name := "M" + strconv.Itoa(100 + code)[1:]
		speaks(t, "method", name, func(l wording.Lang) string { return wording.Method(l, name) })
	}
	isFormula := func(_, typ string) bool { return typ == "Code" }
	for _, code := range constants(t, "../formula", isFormula) {
		p := goal.Problem{Code: goal.BadRule, Args: map[string]string{"problem": code, "line": "1", "column": "2"}}
		if text := wording.Problem(wording.English, p); strings.Contains(text, code) || !strings.Contains(text, "line 1, character 2") {
			t.Errorf("the formula's problem %s has no words: %q", code, text)
		}
	}
}

// operandNames are the names that the engine's source gives to operands.
func operandNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../score/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	add := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, _ := strconv.Unquote(lit.Value); s != "" && !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				operandLiteral(n, add)
			case *ast.CallExpr:
				operandCall(n, add)
			}
			return true
		})
	}
	if len(names) < 50 {
		t.Fatalf("found %d operands", len(names))
	}
	return names
}

// operandLiteral finds names in Operand{…} and []Operand{{…}}.
func operandLiteral(n *ast.CompositeLit, add func(ast.Expr)) {
	if id, ok := n.Type.(*ast.Ident); ok && id.Name == "Operand" && len(n.Elts) > 0 {
		nameOf(n.Elts, add)
	}
	if list, ok := n.Type.(*ast.ArrayType); ok {
		if id, ok := list.Elt.(*ast.Ident); ok && id.Name == "Operand" {
			for _, e := range n.Elts {
				if inner, ok := e.(*ast.CompositeLit); ok && len(inner.Elts) > 0 {
					nameOf(inner.Elts, add)
				}
			}
		}
	}
}

func nameOf(elts []ast.Expr, add func(ast.Expr)) {
	add(elts[0])
	if kv, ok := elts[0].(*ast.KeyValueExpr); ok {
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Name" {
			add(kv.Value)
		}
	}
}

// operandCall finds names in what makes operands.
func operandCall(n *ast.CallExpr, add func(ast.Expr)) {
	name := ""
	switch f := n.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	place, ok := map[string]int{"operand": 0, "intOperand": 0, "operands": 0, "marks": 0, "planned": 0, "add": 0, "limit": 1}[name]
	if !ok || len(n.Args) <= place || name == "add" && len(n.Args) != 2 {
		return
	}
	if name == "add" {
		if _, method := n.Fun.(*ast.SelectorExpr); method {
			return // a problem's
		}
	}
	add(n.Args[place])
}

// TestEveryParameterHasWords walks through all that a rule can hold.
func TestEveryParameterHasWords(t *testing.T) {
	seen, enums := map[string]bool{}, map[string]bool{}
	var walk func(parent string, typ reflect.Type)
	walk = func(parent string, typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() == reflect.String && typ.Name() != "string" {
			enums[typ.Name()] = true
		}
		if typ.Kind() != reflect.Struct || typ == reflect.TypeFor[decimal.Decimal]() || seen[parent+typ.Name()] {
			return
		}
		seen[parent+typ.Name()] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || name == "" {
				continue
			}
			if typ != reflect.TypeFor[score.Methods]() {
				if !wording.KnowsParameter(parent, name) {
					t.Errorf("parameter %s.%s has no words", parent, name)
				}
			}
			walk(name, f.Type)
		}
	}
	walk("method", reflect.TypeFor[score.Methods]())
	walk("modifiers", reflect.TypeFor[score.Modifiers]())
	for _, name := range []string{"State", "ValueState", "Mode", "Component", "VetoEffect", "TieBreaker", "Rounding", "QuotaRounding", "QuotaBase",
		"EdgePolicy", "UnusedPlaces", "Ranking", "Aggregation", "NAPolicy", "MilestoneState"} {
		enums[name] = true
	}
	for name := range enums {
		for _, code := range constants(t, "../score", func(_, typ string) bool { return typ == name }) {
			speaks(t, name, code, func(l wording.Lang) string { return wording.Choice(l, name, code) })
		}
	}
	for _, name := range []string{"Source", "HandStep"} {
		for _, code := range constants(t, "../goal", func(_, typ string) bool { return typ == name }) {
			speaks(t, name, code, func(l wording.Lang) string { return wording.Choice(l, name, code) })
		}
	}
	for _, code := range constants(t, "../period", func(_, typ string) bool { return typ == "Kind" }) {
		speaks(t, "Kind", code, func(l wording.Lang) string { return wording.Choice(l, "Kind", code) })
	}
}
