package main

import (
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/graph"
)

// everyMutation lists the schema's.
func everyMutation() []string {
	var names []string
	for _, f := range graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema().Mutation.Fields {
		names = append(names, f.Name)
	}
	return names
}

// try sends a mutation and gives the answer if it was refused, "" if it succeeded.
func (s *stage) try(mutation, login, thing, state string) string {
	s.t.Helper()
	if mutation == "planLoad" {
		r := s.post(login, `mutation($in: PlanFileInput!) { planLoad(input: $in) { userErrors { field code message } } }`, vars{"in": planInput([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})})
		return refusal(r)
	}
	p := "2026-01"
	if thing == "window" {
		p = months[state]
	}
	if mutation == "reportApprove" && thing == "window" {
		s.exec(`UPDATE report_rows SET status = 'SUBMITTED', submitted_at = '2026-04-19Z', submitted_by = `+fmt.Sprintf(person, "a1-reporter")+` WHERE period = $1`, p)
	}
	if mutation == "reviewFinalise" && strings.HasPrefix(state, "OPEN") {
		s.exec(`UPDATE adjustments SET status = 'REJECTED', decided_at = now()`)
		s.exec(`UPDATE vetoes SET status = 'NOT_APPLIED', decided_at = now()`)
		s.exec(`UPDATE report_rows SET status = 'CONFIRMED' WHERE status NOT IN ('DRAFT', 'RETURNED')`)
		if s.text(`SELECT status FROM plans WHERE year = 2026`) == "ISSUED" {
			s.run()
		}
	}
	document := fmt.Sprintf("mutation { %s(%s) { userErrors { field code message }%s } }", mutation, s.arguments(mutation, p), rowsOf(mutation))
	return refusal(s.post(login, document, nil))
}

func rowsOf(mutation string) string {
	if strings.HasPrefix(mutation, "reportValues") {
		return " results { outcome problems { field code message } }"
	}
	return ""
}

func refusal(r reply) string {
	if len(r.Errors) > 0 || strings.Contains(r.body, `"userErrors":[{`) || strings.Contains(r.body, `"problems":[{`) {
		return r.body
	}
	return ""
}

// arguments are a mutation's, right but for the state of what it is about.
func (s *stage) arguments(mutation, p string) string {
	s.numbers++
	version := func(query string, args ...any) string { return "version: " + s.text(query, args...) }
	plan, unit := "planId: "+quote(s.plan), "unitId: "+quote(s.units["A1"])
	ofUnit := plan + ", " + unit
	month := ofUnit + `, month: "2026-05", ` + version(`SELECT version FROM arrangements WHERE month = '2026-05'`)
	report := func() string {
		return ofUnit + ", period: " + quote(p) + ", " + version(`SELECT version FROM reports JOIN units USING (unit_id) WHERE period = $1 AND code = 'A1'`, p)
	}
	switch mutation {
	case "planSubmit", "planReturn", "planApprove", "planIssue":
		return "id: " + quote(s.plan) + ", " + version(`SELECT version FROM plans WHERE year = 2026`) +
			map[string]string{"planReturn": `, reason: "再议"`, "planIssue": `, documentNo: "1号"`}[mutation]
	case "arrangementSave":
		return month + fmt.Sprintf(`, items: [{ id: %q, matter: "核对%d", section: "科", post: "员", due: "2026-05-10" }]`, s.ids["item"], s.numbers)
	case "arrangementReturn":
		return month + `, reason: "补充"`
	case "arrangementOutcomeSave":
		return month + fmt.Sprintf(`, outcomes: [{ itemId: %q, status: ON_TRACK, percent: 10 }]`, s.ids["item"])
	case "arrangementCarryOver":
		return month + fmt.Sprintf(`, itemIds: [%q]`, s.ids["item"])
	case "arrangementSubmit", "arrangementApprove":
		return month
	case "reportValuesSave", "reportValuesVerify", "reportsReturn":
		return s.figure(mutation, plan, p)
	case "reportSubmit", "reportApprove":
		return report()
	case "reportsConfirm":
		return plan + ", period: " + quote(p)
	case "periodClose":
		return plan + ", period: " + quote(p) + `, reason: "汇总"`
	case "exceptionGrant":
		return ofUnit + ", period: " + quote(p) + `, until: "2026-06-01T00:00:00Z", reason: "停电"`
	case "exceptionEnd":
		return "id: " + quote(s.exception()) + `, reason: "已恢复"`
	}
	return s.closingArguments(mutation, plan, unit, version)
}

func (s *stage) closingArguments(mutation, plan, unit string, version func(string, ...any) string) string {
	switch mutation {
	case "bulletinCompile":
		return plan + `, quarter: "2026-Q1"`
	case "bulletinSectionUpdate":
		return "id: " + quote(s.ids["bulletin"]) + fmt.Sprintf(`, section: %q, heading: "一", body: "文%d", `, s.ids["section"], s.numbers) +
			version(`SELECT version FROM bulletin_sections WHERE section = $1`, s.ids["section"])
	case "bulletinIssue":
		return "id: " + quote(s.ids["bulletin"]) + ", " + version(`SELECT version FROM bulletins`)
	case "componentScoresSave":
		return plan + fmt.Sprintf(`, scores: [{ %s, component: LEADER, score: "80.%02d" }]`, unit, s.numbers%100)
	case "adjustmentPropose":
		return plan + fmt.Sprintf(`, input: { %s, rule: "B1", matter: "事%d", basis: "文", happenedOn: "2026-06-01", points: "0.5" }`, unit, s.numbers)
	case "vetoReport":
		return plan + ", " + unit + `, rule: "V1", facts: "事", legalBasis: "法"`
	case "scoreRunCreate":
		return plan
	case "adjustmentDecide":
		return "id: " + quote(s.ids["adjustment"]) + ", approve: false, " + version(`SELECT version FROM adjustments ORDER BY adjustment_id LIMIT 1`)
	case "vetoDecide":
		return "id: " + quote(s.ids["veto"]) + ", apply: false, " + version(`SELECT version FROM vetoes ORDER BY veto_id LIMIT 1`)
	case "reviewFinalise":
		return "runId: " + quote(s.ids["run"]) + `, documentNo: "2号", ` + version(`SELECT version FROM reviews`)
	}
	s.t.Fatalf("no arguments for %s", mutation)
	return ""
}

// figure is one figure of A1 in a period.
func (s *stage) figure(mutation, plan, p string) string {
	var r struct{ Report struct{ Rows []row } }
	s.ask(&r, "observer", `query($p: ID!, $u: ID!, $period: Period!) { report(planId: $p, unitId: $u, period: $period) { rows { `+rowFields+` } } }`, vars{"p": s.plan, "u": s.units["A1"], "period": p})
	x := r.Report.Rows[0]
	at := fmt.Sprintf("goalId: %q, period: %q", x.Goal.ID, p)
	switch mutation {
	case "reportsReturn":
		return plan + `, reason: "核对", rows: [{ ` + at + ` }]`
	case "reportValuesVerify":
		return plan + fmt.Sprintf(`, rows: [{ %s, version: %d }]`, at, x.Version)
	}
	return plan + fmt.Sprintf(`, rows: [{ %s, version: %d, state: NOTHING_PRODUCED, note: "无%d" }]`, at, x.Version, s.numbers)
}

// exception is the newest of the plan, or one that never was.
func (s *stage) exception() string {
	var r struct {
		EntryLocks struct {
			Nodes []struct{ Exceptions []struct{ ID string } }
		}
	}
	s.ask(&r, "observer", `query($p: ID!) { entryLocks(planId: $p) { nodes { exceptions { id } } } }`, vars{"p": s.plan})
	for _, n := range r.EntryLocks.Nodes {
		if len(n.Exceptions) > 0 {
			return n.Exceptions[0].ID
		}
	}
	return s.plan
}
