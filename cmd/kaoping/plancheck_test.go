package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestPlanCheck: errors keep a plan from being submitted, warnings and notes do not.
func TestPlanCheck(t *testing.T) {
	t.Parallel()
	y := &year{office: newOffice(t, register), units: map[string]string{}}
	var p struct {
		P struct {
			Plan struct {
				ID      string
				Version int
				Status  string
			}
			UserErrors []struct{ Code string }
		}
	}
	load := func(legalBasis string) {
		input := planInput([]string{"SUBMIT"})
		input["vetoes"].([]vars)[0]["legalBasis"] = legalBasis
		y.ask(&p, "operator", `mutation($input: PlanFileInput!) { p: planLoad(input: $input) { plan { id version status } userErrors { field code message } } }`, vars{"input": input})
	}
	submit := `mutation($id: ID!, $version: Int!) { p: planSubmit(id: $id, version: $version) { plan { id version status } userErrors { field code message } } }`

	load("")
	var check struct {
		PlanCheck []struct {
			Severity, Code, Message, Explanation string
			Field                                []string
		}
	}
	y.ask(&check, "operator", `query($id: ID!) { planCheck(id: $id) { severity field code message explanation } }`, vars{"id": p.P.Plan.ID})
	var got []string
	for _, f := range check.PlanCheck {
		got = append(got, f.Severity+" "+strings.Join(f.Field, ".")+" "+f.Code)
		if f.Message == "" || f.Explanation == "" {
			t.Errorf("%s has no words", f.Code)
		}
	}
	for _, want := range []string{"ERROR vetoes.0.legalBasis NO_LEGAL_BASIS", "NOTE steps UNCHECKED_FIGURES"} {
		if !slices.Contains(got, want) {
			t.Errorf("the check gives %q, without %s", got, want)
		}
	}

	out, err := y.command("plan", "check", "TA/2026")
	if !errors.Is(err, errNotReady) || !strings.Contains(out, "ERROR   vetoes.0.legalBasis: Veto V1 cites no legal basis") || !strings.Contains(out, "check: 1 errors") {
		t.Errorf("%v: %s", err, out)
	}
	refused := y.post("director", submit, vars{"id": p.P.Plan.ID, "version": p.P.Plan.Version})
	if !answers(refused, "NO_LEGAL_BASIS", "vetoes.0.legalBasis") || strings.Contains(refused.body, "UNCHECKED_FIGURES") {
		t.Errorf("planSubmit answers %s", refused.body)
	}

	load("No. 9")
	if out, err := y.command("plan", "check", "TA/2026"); err != nil || !strings.Contains(out, "check: 0 errors") {
		t.Errorf("%v: %s", err, out)
	}
	y.ask(&p, "director", submit, vars{"id": p.P.Plan.ID, "version": p.P.Plan.Version})
	if p.P.Plan.Status != "SUBMITTED" {
		t.Errorf("a plan with notes only is %s", p.P.Plan.Status)
	}
}
