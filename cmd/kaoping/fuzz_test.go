package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/console"
)

// FuzzHandler sends documents with variables through the whole server, as
// somebody who may do little: whatever comes, the answer is JSON, no failure of
// the server's, soon there, and tells nothing of the inside.
func FuzzHandler(f *testing.F) {
	y := &year{office: newOffice(f, register), units: map[string]string{}}
	y.issue([]string{"SUBMIT", "CONFIRM"})
	plan, unit := y.plan, y.units["A1"]
	for _, seed := range [][2]string{
		{console.Start(), `{"plan":"` + plan + `"}`},
		{`query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { version rows { goal { id indicator { code } } entryState { may reason } } } }`, `{"p":"` + plan + `","u":"` + unit + `"}`},
		{`query($n: Int!, $a: String) { plans(first: $n, after: $a) { nodes { id title } pageInfo { hasNextPage endCursor } } }`, `{"n":2,"a":null}`},
		{`query($p: ID!) { goals(planId: $p, first: 3, filter: { unitIds: [] }) { totalCount nodes { target } } }`, `{"p":"` + plan + `"}`},
		{`mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { outcome } userErrors { field code message } } }`, `{"p":"` + plan + `","rows":[{"goalId":"x","period":"2026-01","version":0,"value":"1.5"}]}`},
		{`mutation { arrangementSave(planId: "` + plan + `", unitId: "` + unit + `", month: "2026-02", version: 0, items: [{matter: "一", due: "2026-02-20", section: "a", post: "b"}]) { userErrors { code } } }`, ``},
		{`{ scorePreview(input: { rule: { method: { proportional: {} } }, fullMarks: "10", rows: [{ actual: "1", target: "2" }] }) { rows { points } } }`, `{}`},
		{`query A { viewer { ...V } } fragment V on Viewer @include(if: true) { at ... on Viewer { account { name } } }`, `null`},
		{`{ __type(name: "Plan") { name } }`, `[]`},
		{`subscription { viewer { at } }`, `{"a":{"b":[1e400,-0,"\ud83d\ude00"]}}`},
		{"{ viewer { at(x: \"\"\"a\"\"\", y: [1.5e3, {a: $b}]) } } # 注", `{"b":"\u0000"}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, document, variables string) {
		body, _ := json.Marshal(document)
		text := `{"query":` + string(body)
		if variables != "" {
			text += `,"variables":` + variables
		}
		a := attack{name: "fuzzed", body: text + "}"}
		status, answer, took, err := y.launch(t.Context(), "a1-reporter", a)
		for range 2 { // again: the machine may have been busy
			if took > slowdown*2*time.Second {
				status, answer, took, err = y.launch(t.Context(), "a1-reporter", a)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if took > slowdown*2*time.Second {
			t.Errorf("took %s", took)
		}
		if !json.Valid([]byte(answer)) {
			t.Errorf("not JSON: %.300s", answer)
		}
		if strings.Contains(answer, `"INTERNAL"`) {
			t.Errorf("a failure of the server's: %.300s", answer)
		}
		for _, fault := range a.faults(status, answer) {
			// What the document itself says may be quoted.
			if word, tells := strings.CutPrefix(fault, "tells "); !tells || !strings.Contains(document, strings.Trim(word, `"`)) && !strings.Contains(fault, "bytes") {
				t.Errorf("%s: %.300s", fault, answer)
			}
		}
	})
}
