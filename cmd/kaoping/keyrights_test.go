package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/cycle"
)

// ungranted takes all their rights from somebody.
func (o *office) ungranted(login string) {
	o.t.Helper()
	console := cycle.Console(o.now)
	account, err := o.service.AccountOf(o.t.Context(), console, login)
	if err != nil {
		o.t.Fatal(err)
	}
	id := account.ID()
	page, err := o.service.Grants(o.t.Context(), console, &id, nil, nil, 0, 100)
	if err != nil || len(page.Grants) == 0 {
		o.t.Fatal(err, len(page.Grants))
	}
	for _, g := range page.Grants {
		if _, err := o.service.EndGrant(o.t.Context(), console, g.ID(), "调离"); err != nil {
			o.t.Fatal(err)
		}
	}
}

// TestKeysCarryNoRights: who repeats a mutation under its key is answered with
// what they may see when they repeat it.
func TestKeysCarryNoRights(t *testing.T) {
	c := newCells(t, 2)
	login, v := c.cell(0, 0, "1234.5")
	const save = `mutation($p: ID!, $g: ID!, $m: Period!, $v: Int!, $x: Decimal!) {
		reportValuesSave(planId: $p, rows: [{goalId: $g, period: $m, version: $v, value: $x}]) { results { outcome row { value { value } } } userErrors { code } } }`
	const copied = `mutation($p: ID!) { planCopy(id: $p, year: 2027, title: "尚未公开的方案") { plan { title } userErrors { code } } }`
	const loaded = `mutation($f: PlanFileInput!) { planLoad(input: $f) { plan { title } userErrors { field code } } }`
	draft := maps.Clone(c.file)
	draft["year"], draft["title"] = 2028, "尚未公开的草案"
	tests := []struct {
		login, document string
		v               vars
		told            string
	}{
		{login, save, v, "1234.5"},
		{"director", copied, vars{"p": c.plan}, "尚未公开的方案"},
		{"director", loaded, vars{"f": draft}, "尚未公开的草案"},
	}
	for n, tt := range tests {
		for range 2 {
			if r := c.keyed(tt.login, fmt.Sprint("a-key-of-mine-", n), tt.document, tt.v); !strings.Contains(r.body, tt.told) {
				t.Fatalf("%s, with the right: %s", tt.login, r.body)
			}
		}
	}
	c.ungranted(login)
	c.ungranted("director")
	for n, tt := range tests {
		r := c.keyed(tt.login, fmt.Sprint("a-key-of-mine-", n), tt.document, tt.v)
		if strings.Contains(r.body, tt.told) || !answers2(r, "NOT_FOUND") && !answers2(r, "FORBIDDEN") {
			t.Errorf("%s, without the right: %s", tt.login, r.body)
		}
	}
}

// TestKeysOfSecrets: what tells a secret once cannot be asked for again, so that
// it takes no key.
func TestKeysOfSecrets(t *testing.T) {
	c := newCells(t, 1)
	person := c.accountOf("u00")
	c.token("director") // a new one, which is an effect too
	before := c.digest()
	for _, tt := range []struct {
		document string
		v        vars
	}{
		{`mutation($a: ID!) { contactReveal(accountId: $a, reason: "联系") { mobile userErrors { field code message } } }`, vars{"a": person}},
		{`mutation($p: ID!) { auditExport(filter: { planId: $p }) { userErrors { field code message } } }`, vars{"p": c.plan}},
	} {
		if r := c.keyed("director", "a-key-of-a-secret", tt.document, tt.v); !answers(r, "NOT_ALLOWED", "Idempotency-Key") {
			t.Errorf("%s: %s", tt.document, r.body)
		}
	}
	if after := c.digest(); after != before {
		t.Errorf("a refused key changed something:\n%s", difference(before, after))
	}
}

// TestDraftsOpenNoContacts: who is to be in a plan is nobody's to know before it is
// issued, so that a draft opens no mobile number.
func TestDraftsOpenNoContacts(t *testing.T) {
	o := newOffice(t, strings.ReplaceAll(register, "officePhone: 0000-0000801", "officePhone: 0000-0000801, mobile: '00000000001'"))
	o.ask(nil, "operator", `mutation($in: PlanFileInput!) { planLoad(input: $in) { userErrors { field code } } }`, vars{"in": planInput([]string{"SUBMIT", "CONFIRM"})})
	r := o.post("operator", `mutation($id: ID!) { contactReveal(accountId: $id, reason: "联系") { mobile userErrors { field code } } }`, vars{"id": o.accountOf("a1-reporter")})
	if !answers(r, "NOT_FOUND", "") {
		t.Errorf("somebody of a draft: %s", r.body)
	}
}
