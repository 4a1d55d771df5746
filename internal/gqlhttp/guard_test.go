package gqlhttp

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/introspection"
)

// nested is a chain of n fields.
func nested(field string, n int, leaf string) string {
	return strings.Repeat(field+" { ", n) + leaf + strings.Repeat(" }", n)
}

// doubling spreads each fragment twice in the next, so that n levels write out
// to 2^n fields.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString("{ me { ...F0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on User { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on User { name }", n)
	return b.String()
}

func TestGuardRefuses(t *testing.T) {
	var aliases, directives, operations strings.Builder
	for i := range 31 {
		fmt.Fprintf(&aliases, " a%d: hello", i)
	}
	for range 51 {
		directives.WriteString(" @include(if: true)")
	}
	for i := range 200 {
		fmt.Fprintf(&operations, "query Q%d { hello } ", i)
	}
	tests := []struct{ name, document, says string }{
		{"fragments that double", doubling(20), "fields, with fragments written out"},
		{"fragments that double forty times", doubling(40), "fields, with fragments written out"},
		{"a fragment in itself", "{ me { ...A } } fragment A on User { best { ...A } }", "spreads itself"},
		{"two fragments in each other", "{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }", "spreads itself"},
		{"an unused fragment in itself", "{ hello } fragment A on User { best { ...A } }", "spreads itself"},
		{"one field over and over", "{ " + strings.Repeat("__typename ", 1400) + "}", "fields at its root"},
		{"one field over and over, below", "{ me { " + strings.Repeat("name ", 1900) + "} }", "over and over"},
		{"one field over and over, in fragments", "{ me { " + strings.Repeat("...A ", 40) + "} } fragment A on User { " + strings.Repeat("name ", 40) + "}", "over and over"},
		{"equal fields within equal fields", "{ " + strings.Repeat("me { best { best { name name name } best { name name name } } best { best { name name name name name name name name } } } ", 20) + "}", "over and over"},
		{"an unused fragment that repeats", "{ hello } fragment A on User { " + strings.Repeat("name ", 1900) + "}", "over and over"},
		{"inline fragments", "{ me { " + strings.Repeat("... on User { name } ", 320) + "} }", "over and over"},
		{"nesting", "{ " + nested("me", 1, nested("best", 30, "name")) + " }", "levels of nested fields"},
		{"a cycle of lists", "{ " + nested("me", 1, nested("friends", 10, "name")) + " }", "objects to answer with"},
		{"a cycle of pages", "{ users(first: 100) { nodes { followers(first: 100) { nodes { followers(first: 100) { nodes { name } } } } } } }", "objects to answer with"},
		{"a cycle of pages of unsaid size", "query($n: Int!) { users(first: $n) { nodes { followers(first: $n) { nodes { followers(first: $n) { nodes { name } } } } } } }", "objects to answer with"},
		{"aliases", "{" + aliases.String() + " }", "31 aliases"},
		{"aliases below", "{ me {" + strings.ReplaceAll(aliases.String(), "hello", "name") + " } }", "31 aliases"},
		{"directives", "{ hello" + directives.String() + " }", "51 directives"},
		{"tokens", "{ " + strings.Repeat("a ", 2100) + "}", "2,000"},
		{"tokens in an argument", `{ hello(name: [` + strings.Repeat("1 ", 2100) + `]) }`, "2,000"},
		{"characters", `{ hello(name: "` + strings.Repeat("x", 17_000) + `") }`, "characters"},
		{"brackets", "{ hello(name: " + strings.Repeat("[", 3000) + ") }", "2,000"},
		{"introspection", "{ __schema { types { name } } }", "reading the schema"},
		{"introspection of one type", `{ __type(name: "User") { name } }`, "reading the schema"},
		{"introspection in a fragment", "{ ...A } fragment A on Query { __schema { types { name } } }", "reading the schema"},
		{"introspection in an operation that is not asked for", "query A { hello } query B { __schema { types { name } } }", ""},
		{"a subscription", "subscription { hello }", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			began := time.Now()
			g := f.ask(t, tt.document, nil)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("took %s", took)
			}
			if f.executed.Load() > 0 || len(g.Errors) == 0 {
				t.Fatalf("it was executed: %.300s", g.body)
			}
			says := strings.ReplaceAll(tt.says, "2,000", "2000")
			if !strings.Contains(g.Errors[0].Message, says) || g.code() == "" {
				t.Errorf("want %q, got %.300s", tt.says, g.body)
			}
			if len(g.body) > 4000 {
				t.Errorf("the answer has %d bytes", len(g.body))
			}
		})
	}
}

func TestGuardLetsPass(t *testing.T) {
	var wide strings.Builder
	for i := range 25 {
		fmt.Fprintf(&wide, " a%d: name", i)
	}
	tests := []struct {
		name, document string
		variables      map[string]any
	}{
		{"a plain query", "{ hello }", nil},
		{"the schema, as clients read it", introspection.Query, nil},
		{"fourteen levels", "{ " + nested("me", 1, nested("best", 13, "name")) + " }", nil},
		{"some aliases", "{ me {" + wide.String() + " } }", nil},
		{"fragments used twice", "{ me { ...A best { ...A } } } fragment A on User { name best { name } }", nil},
		{"small pages of pages", "query($n: Int!) { users(first: $n) { nodes { followers(first: $n) { nodes { followers(first: $n) { nodes { name } } } } } } }", map[string]any{"n": 5}},
	}
	f := newFixture(t)
	f.caller.Introspect = true
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if g := f.ask(t, tt.document, tt.variables); len(g.Errors) > 0 || f.executed.Load() != int64(i)+1 {
				t.Errorf("refused: %.500s", g.body)
			}
		})
	}
}

// TestPagesAreJudgedByTheirVariables: a document that passed once, and is
// therefore kept, may not pass with larger numbers.
func TestPagesAreJudgedByTheirVariables(t *testing.T) {
	f := newFixture(t)
	const document = "query($n: Int!) { users(first: $n) { nodes { followers(first: $n) { nodes { followers(first: $n) { nodes { name } } } } } } }"
	for _, tt := range []struct {
		n  int
		ok bool
	}{{3, true}, {100, false}, {4, true}, {1_000_000_000, false}, {-5, true}} {
		g := f.ask(t, document, map[string]any{"n": tt.n})
		if (len(g.Errors) == 0) != tt.ok {
			t.Errorf("first: %d gives %.300s", tt.n, g.body)
		}
	}
	f.caller.Introspect = true
	if g := f.ask(t, "{ __schema { types { name } } }", nil); len(g.Errors) > 0 {
		t.Fatal(g.body)
	}
	f.caller.Introspect = false
	if g := f.ask(t, "{ __schema { types { name } } }", nil); g.code() != Forbidden {
		t.Errorf("a document kept from somebody else shows the schema: %s", g.body)
	}
}

// TestNoSuggestions tries every way to learn a name by being almost right.
func TestNoSuggestions(t *testing.T) {
	f := newFixture(t)
	for _, document := range []string{
		"{ helo }", "{ me { nam } }", "{ hello(nam: 1) }", "{ hello @includ(if: true) }", "query($x: Usr) { hello }",
		"{ me { ... on Usr { name } } }", "{ hello(kind: GOD) }", "{ me }", "{ hello { x } }", "{ ...A } fragment B on User { name }",
	} {
		g := f.ask(t, document, nil)
		for _, name := range []string{"mean", "hello\"?", "GOOD", "name", "User\""} {
			if strings.Contains(g.body, name) && !strings.Contains(document, strings.Trim(name, `"\?`)) {
				t.Errorf("%s tells %q: %s", document, name, g.body)
			}
		}
		if len(g.Errors) == 0 || g.Data != nil {
			t.Errorf("%s: %s", document, g.body)
		}
	}
}

func TestManyErrorsAreCut(t *testing.T) {
	f := newFixture(t)
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, " x%d", i)
	}
	if g := f.ask(t, "{ me {"+b.String()+" } }", nil); len(g.Errors) != mostErrors+1 || len(g.body) > 3000 {
		t.Errorf("%d errors in %d bytes", len(g.Errors), len(g.body))
	}
}

// TestCacheIsBoundedInBytes sends far more distinct documents than are kept.
func TestCacheIsBoundedInBytes(t *testing.T) {
	f := newFixture(t)
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	var fields strings.Builder
	for i := range 30 {
		fmt.Fprintf(&fields, " a%d:best{name...on User{best{name}}}", i)
	}
	const sent = 3000
	for i := range sent {
		if g := f.ask(t, fmt.Sprintf("query Q%d{me{%s}}", i, fields.String()), nil); len(g.Errors) > 0 {
			t.Fatal(g.body)
		}
	}
	grown := heap() - before
	f.ask(t, "{ hello }", nil) // and the handler is still in use
	t.Logf("%d documents of %d bytes leave %d kB", sent, fields.Len(), grown>>10)
	if grown > 32<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func TestDocumentsForgetsTheOldest(t *testing.T) {
	d := newDocuments(1000)
	ctx := t.Context()
	for _, text := range []string{"a", "b", "c", "d", "e", "f", "g"} { // seven of 129 bytes
		d.Add(ctx, text, nil)
	}
	d.Get(ctx, "a")
	d.Add(ctx, "h", nil)
	for text, want := range map[string]bool{"a": true, "b": false, "c": true, "h": true} {
		if _, ok := d.Get(ctx, text); ok != want {
			t.Errorf("%s is kept: %v, want %v", text, ok, want)
		}
	}
	d.Add(ctx, strings.Repeat("x", 2000), nil)
	if d.bytes > d.most || d.recent.Len() != len(d.byText) {
		t.Errorf("%d bytes in %d documents", d.bytes, d.recent.Len())
	}
}
