package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/graph"
	"github.com/vektah/gqlparser/v2/ast"
)

// scoped is a gate with a plan in force and another's draft.
func scoped(t *testing.T) (g *gate, issued, draft string, version int) {
	g = newGate(t, door{})
	y := &year{office: g.office, long: true, units: map[string]string{}}
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	next := planInput([]string{"SUBMIT"})
	next["year"] = 2027
	var p struct {
		P struct {
			Plan struct {
				ID      string
				Version int
			}
		}
	}
	y.ask(&p, "operator", `mutation($in: PlanFileInput!) { p: planLoad(input: $in) { plan { id version } userErrors { field code message } } }`, vars{"in": next})
	return g, y.plan, p.P.Plan.ID, p.P.Plan.Version
}

const createDocument = `mutation($in: TokenInput!) { tokenCreate(input: $in) { token { id label scope plan { id } expiresAt usedOn } secret userErrors { field code message } } }`

// program is a browserless client with an access token that the person makes.
func (b *browser) program(in vars) (*browser, string) {
	b.g.t.Helper()
	now, _ := b.g.clock(b.g.t.Context())
	in["label"], in["expiresAt"] = "program", now.Add(30*24*time.Hour).Format(time.RFC3339)
	r := b.send(createDocument, vars{"in": in})
	var made struct {
		TokenCreate struct {
			Secret string
			Token  struct{ ID string }
		}
	}
	if err := json.Unmarshal(r.Data, &made); err != nil || made.TokenCreate.Secret == "" {
		b.g.t.Fatalf("no token: %s", r.body)
	}
	client := b.g.browser()
	client.header.Set("Authorization", "Bearer "+made.TokenCreate.Secret)
	return client, made.TokenCreate.Token.ID
}

// A token that may only read changes nothing, whatever mutation it sends.
func TestReadingTokenChangesNothing(t *testing.T) {
	t.Parallel()
	g, issued, draft, version := scoped(t)
	director := g.person("director")
	reader, id := director.program(vars{"scope": "READ"})
	if reader.who() != "director" {
		t.Fatal("the token is nobody's")
	}
	submit := `mutation($id: ID!, $v: Int!) { planSubmit(id: $id, version: $v) { plan { status } userErrors { code } } }`
	before := g.digest()
	if code := reader.send(submit, vars{"id": draft, "v": version}).code(); code != "FORBIDDEN" {
		t.Errorf("a plan is submitted with it: %q", code)
	}
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
	for _, f := range schema.Mutation.Fields {
		if f.Name == "signIn" || f.Name == "signOut" || f.Name == "tokenRevoke" {
			continue
		}
		var args []string
		for _, a := range f.Arguments {
			args = append(args, a.Name+": "+anything(schema, a.Type, issued))
		}
		document := fmt.Sprintf(`mutation { m: %s(%s) { __typename userErrors { code message } } }`, f.Name, strings.Join(args, ", "))
		if r := reader.send(document, nil); r.code() == "" || r.code() == "INTERNAL" {
			t.Errorf("%s: %.300s", document, r.body)
		}
	}
	if after := g.digest(); after != before {
		t.Errorf("something was written:\n%s\n\n%s", before, after)
	}
	writer, _ := director.program(vars{"scope": "READ_WRITE"})
	if code := writer.send(submit, vars{"id": draft, "v": version}).code(); code != "" {
		t.Errorf("with a token that may write: %q", code)
	}
	// All that it may end is itself.
	_, other := director.program(vars{"scope": "READ"})
	revoke := `mutation($id: ID!) { tokenRevoke(id: $id) { token { revokedAt } userErrors { code } } }`
	if code := reader.send(revoke, vars{"id": other}).code(); code != "FORBIDDEN" {
		t.Errorf("a reading token ends another: %q", code)
	}
	if code := reader.send(revoke, vars{"id": id}).code(); code != "" || reader.who() != "" {
		t.Errorf("a reading token ends itself: %q, then it is %q", code, reader.who())
	}
	reader, _ = director.program(vars{"scope": "READ"})
	if code := reader.send(`mutation { signOut { userErrors { code } } }`, nil).code(); code != "" || reader.who() != "" || director.who() != "director" {
		t.Errorf("a reading token signs out: %q, then it is %q, and the session %q", code, reader.who(), director.who())
	}
}

// anything is a literal of a type, as small as it goes.
func anything(s *ast.Schema, typ *ast.Type, id string) string {
	if typ.Elem != nil {
		return "[" + anything(s, typ.Elem, id) + "]"
	}
	def := s.Types[typ.NamedType]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var fields []string
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || def.Directives.ForName("oneOf") != nil && len(fields) == 0 {
				fields = append(fields, f.Name+": "+anything(s, f.Type, id))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return map[string]string{"ID": quote(id), "String": `"2026-02-01"`, "Int": "1", "Boolean": "true", "Decimal": `"1"`, "Date": `"2026-02-01"`,
		"Time": `"2026-02-01T00:00:00Z"`, "Period": `"2026-02"`}[def.Name]
}

// A token for one plan sees that plan, and no other.
func TestTokenOfOnePlan(t *testing.T) {
	t.Parallel()
	g, issued, draft, version := scoped(t)
	director := g.person("director")
	narrow, _ := director.program(vars{"scope": "READ_WRITE", "planId": issued})
	wide, _ := director.program(vars{"scope": "READ_WRITE"})
	read := func(b *browser, document string) string {
		return string(b.send(document, vars{"a": issued, "b": draft}).Data)
	}
	const both = `query($a: ID!, $b: ID!) { a: plan(id: $a) { id } b: plan(id: $b) { id } plans { totalCount } }`
	if got, want := read(wide, both), fmt.Sprintf(`{"a":{"id":%q},"b":{"id":%q},"plans":{"totalCount":2}}`, issued, draft); got != want {
		t.Errorf("all plans: %s", got)
	}
	if got, want := read(narrow, both), fmt.Sprintf(`{"a":{"id":%q},"b":null,"plans":{"totalCount":1}}`, issued); got != want {
		t.Errorf("one plan: %s", got)
	}
	for _, document := range []string{`{ goals(planId: %q) { totalCount } }`, `{ planCheck(id: %q) { code } }`, `{ reports(planId: %q, period: "2026-01") { totalCount } }`} {
		if code := narrow.send(fmt.Sprintf(document, draft), nil).code(); code != "NOT_FOUND" {
			t.Errorf("%s of the other plan: %q", document, code)
		}
	}
	if code := narrow.send(`mutation($id: ID!, $v: Int!) { planSubmit(id: $id, version: $v) { plan { status } userErrors { code } } }`, vars{"id": draft, "v": version}).code(); code != "NOT_FOUND" {
		t.Errorf("the other plan is submitted: %q", code)
	}
	third := planInput([]string{"SUBMIT"})
	third["year"] = 2028
	if code := narrow.send(`mutation($in: PlanFileInput!) { planLoad(input: $in) { plan { id } userErrors { code } } }`, vars{"in": third}).code(); code == "" {
		t.Error("a token of one plan makes another")
	}
	if r := narrow.send(`{ viewer { scope { access plan { id } passwordDue } sessions { id } tokens { label plan { id } } } }`, nil); string(r.Data) !=
		fmt.Sprintf(`{"viewer":{"scope":{"access":"READ_WRITE","plan":{"id":%q},"passwordDue":false},"sessions":[],"tokens":[{"label":"program","plan":{"id":%q}}]}}`, issued, issued) {
		t.Errorf("what the token says of itself: %s", r.body)
	}
}

func TestTokenInput(t *testing.T) {
	t.Parallel()
	g, _, draft, _ := scoped(t)
	b := g.person("a1-reporter")
	now, _ := g.clock(t.Context())
	in := func(days float64) vars {
		return vars{"label": "x", "scope": "READ", "expiresAt": now.Add(time.Duration(days * 24 * float64(time.Hour))).Format(time.RFC3339)}
	}
	label, foreign, kind := in(1), in(1), in(1)
	label["label"], foreign["planId"], kind["planId"] = " ", draft, "dW5pdC4wLjE"
	for name, c := range map[string]struct {
		in   vars
		code string
	}{
		"a day": {in(1), ""}, "a year": {in(365), ""}, "more": {in(367), "OUT_OF_RANGE"}, "the past": {in(-1), "OUT_OF_RANGE"},
		"no label": {label, "REQUIRED"}, "a plan that is not theirs": {foreign, "UNKNOWN_PLAN"}, "a unit for a plan": {kind, "UNKNOWN_PLAN"},
	} {
		r := b.send(createDocument, vars{"in": c.in})
		if r.code() != c.code || c.code != "" && !strings.Contains(r.body, `"field":["input",`) {
			t.Errorf("%s: %s", name, r.body)
		}
	}
	// A token that leaked makes no other, and changes no password.
	program, id := b.program(vars{"scope": "READ_WRITE"})
	if code := program.send(createDocument, vars{"in": in(1)}).code(); code != "FORBIDDEN" {
		t.Errorf("a token makes a token: %q", code)
	}
	if code := program.change(goodPassword, "one more walk in autumn"); code != "FORBIDDEN" {
		t.Errorf("a token changes the password: %q", code)
	}
	revoke := `mutation($id: ID!) { tokenRevoke(id: $id) { token { revokedAt } userErrors { code } } }`
	if code := g.person("a2-reporter").send(revoke, vars{"id": id}).code(); code != "NOT_FOUND" || program.who() == "" {
		t.Errorf("a stranger ends a token: %q", code)
	}
	if code := g.person("sysadmin").send(revoke, vars{"id": id}).code(); code != "" || program.who() != "" {
		t.Errorf("the administrator ends a token: %q", code)
	}
	program, _ = b.program(vars{"scope": "READ"})
	g.advance(31 * 24 * time.Hour)
	if program.who() != "" {
		t.Error("a token outlives its day")
	}
}
