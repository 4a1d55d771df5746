package main

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// stateTable says in which states of the thing that it is about a mutation
// succeeds, asked by somebody who may; in all others it is refused. Everything
// but the plan's own steps needs a plan in force beside.
var stateTable = []struct {
	mutation, login, thing, succeeds string
}{
	{"planLoad", "operator", "plan", "DRAFT REVISING"},
	{"planSubmit", "director", "plan", "DRAFT REVISING"},
	{"planReturn", "committee", "plan", "SUBMITTED"},
	{"planApprove", "committee", "plan", "SUBMITTED"},
	{"planIssue", "director", "plan", "APPROVED"},

	{"arrangementSave", "a1-reporter", "arrangement", "DRAFT RETURNED"},
	{"arrangementSubmit", "a1-reporter", "arrangement", "DRAFT RETURNED"},
	{"arrangementApprove", "a1-deputy", "arrangement", "SUBMITTED"},
	{"arrangementReturn", "a1-deputy", "arrangement", "SUBMITTED"},
	{"arrangementOutcomeSave", "a1-reporter", "arrangement", "APPROVED"},
	{"arrangementCarryOver", "a1-reporter", "arrangement", "APPROVED"},

	{"reportValuesSave", "a1-reporter", "row", "DRAFT RETURNED"},
	{"reportSubmit", "a1-reporter", "row", "DRAFT"},
	{"reportApprove", "a1-deputy", "row", "SUBMITTED"},
	{"reportValuesVerify", "owner", "row", "UNIT_APPROVED"},
	{"reportsConfirm", "operator", "row", "OWNER_VERIFIED"},
	{"reportsReturn", "operator", "row", "SUBMITTED UNIT_APPROVED OWNER_VERIFIED CONFIRMED"},

	// Of figures that were never submitted, by what the calendar says.
	{"reportValuesSave", "a1-reporter", "window", "OPEN OVERDUE LEAVE CLOSED_EARLY_LEAVE"},
	{"reportSubmit", "a1-reporter", "window", "OPEN OVERDUE LEAVE CLOSED_EARLY_LEAVE"},
	{"periodClose", "director", "window", "OPEN OVERDUE"},
	{"exceptionGrant", "director", "window", "NOT_OPEN OPEN OVERDUE CLOSED LEAVE CLOSED_EARLY CLOSED_EARLY_LEAVE"},
	{"exceptionEnd", "director", "window", "LEAVE CLOSED_EARLY_LEAVE"},
	// Deadlines of checking remind; what came in may always be passed on.
	{"reportApprove", "a1-deputy", "window", "NOT_OPEN OPEN OVERDUE CLOSED LEAVE CLOSED_EARLY CLOSED_EARLY_LEAVE"},

	{"bulletinCompile", "operator", "bulletin", "DRAFT"},
	{"bulletinSectionUpdate", "operator", "bulletin", "DRAFT"},
	{"bulletinIssue", "director", "bulletin", "DRAFT"},

	{"componentScoresSave", "operator", "review", "OPEN"},
	{"adjustmentPropose", "operator", "review", "OPEN"},
	{"vetoReport", "operator", "review", "OPEN"},
	{"scoreRunCreate", "operator", "review", "OPEN"},
	{"adjustmentDecide", "committee", "review", "OPEN"},
	{"vetoDecide", "committee", "review", "OPEN"},
	{"reviewFinalise", "committee", "review", "OPEN"},
	{"adjustmentDecide", "committee", "adjustment", "PROPOSED"},
	{"vetoDecide", "committee", "veto", "REPORTED"},
}

// stateless mutations succeed or not whatever state anything is in.
var stateless = []string{"planCopy", "reviewOpen", "scoreSheetExport", "auditExport", "contactReveal", "signIn", "signOut", "passwordChange", "tokenCreate", "tokenRevoke",
	"sessionRevoke", "grantAdd", "grantApprove", "grantEnd", "portfolioSet", "accountCreate", "accountUpdate", "accountDisable", "accountEnable"}

var statesOf = map[string]string{
	"plan":        "DRAFT REVISING SUBMITTED APPROVED ISSUED CLOSED WITHDRAWN",
	"arrangement": "DRAFT SUBMITTED RETURNED APPROVED",
	"row":         "DRAFT SUBMITTED UNIT_APPROVED OWNER_VERIFIED CONFIRMED RETURNED",
	"window":      "NOT_OPEN OPEN OVERDUE CLOSED LEAVE CLOSED_EARLY CLOSED_EARLY_LEAVE",
	"bulletin":    "DRAFT ISSUED",
	"review":      "OPEN FINALISED",
	"adjustment":  "PROPOSED APPROVED REJECTED",
	"veto":        "REPORTED APPLIED NOT_APPLIED",
}

// stage is a year in which one thing of each kind stands ready to be put into any
// state.
type stage struct {
	*year
	owner   *sql.DB
	ids     map[string]string // what mutations name
	numbers int               // makes figures differ from time to time
}

// TestStateTable tries every mutation in every state.
func TestStateTable(t *testing.T) {
	for _, m := range everyMutation() {
		inTable := slices.ContainsFunc(stateTable, func(r struct{ mutation, login, thing, succeeds string }) bool { return r.mutation == m })
		if inTable == slices.Contains(stateless, m) {
			t.Errorf("the table must say when %s succeeds, or that it always may", m)
		}
	}
	s := newStage(t)
	s.unrecorded = map[string]bool{}
	defer s.triedUnrecorded()
	for _, row := range stateTable {
		s.putPlan("ISSUED")
		for _, state := range strings.Fields(statesOf[row.thing]) {
			s.check(row.mutation, row.login, row.thing, state, slices.Contains(strings.Fields(row.succeeds), state))
		}
		if row.thing == "plan" {
			continue
		}
		state := strings.Fields(row.succeeds)[0]
		for _, plan := range strings.Fields(statesOf["plan"]) {
			s.put(row.thing, state)
			s.putPlan(plan)
			if plan != "ISSUED" && s.try(row.mutation, row.login, row.thing, state) == "" {
				t.Errorf("%s succeeds on a plan that is %s", row.mutation, plan)
			}
		}
		s.putPlan("ISSUED")
	}
}

func (s *stage) putPlan(status string) {
	s.t.Helper()
	s.exec(`UPDATE plans SET status = $1, version = version + 1, submitted_by = `+fmt.Sprintf(person, "director")+`,
		issued_at = CASE WHEN $1 IN ('ISSUED', 'CLOSED') THEN '2026-01-05Z'::timestamptz END`, status)
}

func (s *stage) check(mutation, login, thing, state string, want bool) {
	s.t.Helper()
	s.put(thing, state)
	switch refusal := s.try(mutation, login, thing, state); {
	case want && refusal != "":
		s.t.Errorf("%s of a %s that is %s is refused: %.600s", mutation, thing, state, refusal)
	case !want && refusal == "":
		s.t.Errorf("%s of a %s that is %s succeeds", mutation, thing, state)
	}
}

func (s *stage) exec(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.owner.Exec(statement, args...); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

func (s *stage) text(query string, args ...any) string {
	s.t.Helper()
	var text string
	if err := s.owner.QueryRow(query, args...).Scan(&text); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return text
}

func newStage(t *testing.T) *stage {
	s := &stage{year: &year{office: newOffice(t, register), long: true, units: map[string]string{}}, ids: map[string]string{}}
	s.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	var err error
	if s.owner, err = sql.Open("postgres", s.dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.owner.Close() })
	s.setTo("2026-02-03")
	s.fill("2026-01", "A1", 1, 0)
	s.setTo("2026-04-20") // January closed in March, February closes on the 28th, May has not begun
	s.fill("2026-Q1", "A1", 1, 0)
	var b struct {
		B struct {
			Bulletin struct {
				ID       string
				Sections []struct{ Section string }
			}
		}
	}
	s.ask(&b, "operator", `mutation($p: ID!) { b: bulletinCompile(planId: $p, quarter: "2026-Q1") { bulletin { id sections { section } } userErrors { message } } }`, vars{"p": s.plan})
	s.ids["bulletin"], s.ids["section"] = b.B.Bulletin.ID, b.B.Bulletin.Sections[0].Section
	var a struct {
		A struct {
			Arrangement struct{ Items []struct{ ID string } }
		}
	}
	s.ask(&a, "a1-reporter", `mutation($p: ID!, $u: ID!) { a: arrangementSave(planId: $p, unitId: $u, month: "2026-05", version: 0, items: [{ matter: "核对", section: "科", post: "员", due: "2026-05-10" }]) { arrangement { items { id } } userErrors { message } } }`, s.unit())
	s.ids["item"] = a.A.Arrangement.Items[0].ID
	return s
}

func (s *stage) unit() vars { return vars{"p": s.plan, "u": s.units["A1"]} }

// closing moves the year to its review, with an entry and a case on the ledger.
func (s *stage) closing() {
	if s.ids["adjustment"] != "" {
		return
	}
	s.setTo("2027-01-25")
	s.ask(nil, "operator", `mutation($p: ID!) { reviewOpen(planId: $p) { review { version } userErrors { message } } }`, vars{"p": s.plan})
	var a struct {
		A struct{ Adjustment struct{ ID string } }
		V struct{ Veto struct{ ID string } }
	}
	s.ask(&a, "operator", `mutation($p: ID!, $u: ID!) {
		a: adjustmentPropose(planId: $p, input: { unitId: $u, rule: "B1", matter: "先进", basis: "文件", happenedOn: "2026-06-01", points: "0.5" }) { adjustment { id } userErrors { message } }
		v: vetoReport(planId: $p, unitId: $u, rule: "V1", facts: "事故", legalBasis: "办法") { veto { id } userErrors { message } } }`, s.unit())
	var scores []vars
	for _, code := range units {
		for _, component := range []string{"BALLOT", "LEADER"} {
			scores = append(scores, vars{"unitId": s.units[code], "component": component, "score": "80"})
		}
	}
	s.components(scores)
	s.ids["adjustment"], s.ids["veto"] = a.A.Adjustment.ID, a.V.Veto.ID
	s.run()
}

func (s *stage) run() {
	var r struct {
		R struct{ ScoreRun struct{ ID string } }
	}
	s.ask(&r, "operator", `mutation($p: ID!) { r: scoreRunCreate(planId: $p) { scoreRun { id } userErrors { message } } }`, vars{"p": s.plan})
	s.ids["run"] = r.R.ScoreRun.ID
}

const person = `(SELECT account_id FROM accounts WHERE login = '%s')`

// put brings a thing into a state, past all use cases.
func (s *stage) put(thing, state string) {
	s.t.Helper()
	by := func(login string) string { return fmt.Sprintf(person, login) }
	switch thing {
	case "plan":
		s.putPlan(state)
	case "arrangement":
		s.exec(`DELETE FROM arrangement_items WHERE month = '2026-06'`)
		s.exec(`UPDATE arrangement_items SET status = 'NOT_STARTED'`)
		s.exec(`UPDATE arrangements SET status = $1, version = version + 1, submitted_at = now(), submitted_by = `+by("a1-reporter")+` WHERE month = '2026-05'`, state)
	case "row":
		s.exec(`UPDATE report_rows SET status = $1, version = version + 1, submitted_at = '2026-02-03Z', official_revision = NULL, approved_at = '2026-02-04Z', approved_by = `+by("a1-deputy")+
			`, verified_by = `+by("owner")+` WHERE period = '2026-01'`, state)
	case "window":
		s.window(state)
	case "bulletin":
		s.exec(`DELETE FROM bulletin_issues`)
		s.exec(`UPDATE bulletins SET status = $1, version = version + 1, issued_at = CASE $1 WHEN 'ISSUED' THEN now() END`, state)
	case "review", "adjustment", "veto":
		s.closing()
		s.ledger(thing, state)
	}
}

// months in each state of the calendar on 20 April.
var months = map[string]string{"NOT_OPEN": "2026-05", "OVERDUE": "2026-03", "CLOSED": "2026-01", "LEAVE": "2026-01",
	"CLOSED_EARLY": "2026-02", "CLOSED_EARLY_LEAVE": "2026-02", "OPEN": "2026-Q1"}

// window puts a month's figures back to drafts that were never submitted.
func (s *stage) window(state string) {
	s.exec(`DELETE FROM exception_ends`)
	s.exec(`DELETE FROM exceptions`)
	s.exec(`DELETE FROM closures`)
	p := months[state]
	s.exec(`UPDATE reports SET receipt = NULL, submitted_at = NULL, submitted_by = NULL`)
	s.exec(`INSERT INTO reports (plan_id, unit_id, period) SELECT plan_id, unit_id, $1 FROM goals JOIN units USING (unit_id) WHERE code = 'A1' ON CONFLICT DO NOTHING`, p)
	frequency := "MONTH"
	if strings.Contains(p, "Q") {
		frequency = "QUARTER"
	}
	s.exec(`INSERT INTO report_values (plan_id, goal_id, period, revision, source, state, note, recorded_at)
		SELECT g.plan_id, goal_id, $1, 1, 'UNIT', 'NOTHING_PRODUCED', '无', '2026-02-01Z' FROM goals g JOIN units u USING (unit_id) JOIN indicators i USING (indicator_id)
		 WHERE u.code = 'A1' AND i.frequency = $2 ON CONFLICT DO NOTHING`, p, frequency)
	s.exec(`INSERT INTO report_rows (plan_id, goal_id, period, unit_id, status, revision, entered_by)
		SELECT v.plan_id, goal_id, $1, g.unit_id, 'DRAFT', 1, `+fmt.Sprintf(person, "a1-reporter")+` FROM report_values v JOIN goals g USING (goal_id)
		 WHERE v.period = $1 AND v.revision = 1 ON CONFLICT DO NOTHING`, p)
	s.exec(`UPDATE report_rows SET status = 'DRAFT', submitted_at = NULL, submitted_by = NULL, version = version + 1,
		revision = (SELECT max(revision) FROM report_values v WHERE v.goal_id = report_rows.goal_id AND v.period = $1) WHERE period = $1`, p)
	if strings.Contains(state, "CLOSED_EARLY") {
		s.exec(`INSERT INTO closures (plan_id, period, closed_at, reason) SELECT plan_id, $1, '2026-04-19Z', '汇总' FROM plans WHERE year = 2026`, p)
	}
	if strings.Contains(state, "LEAVE") {
		s.exec(`INSERT INTO exceptions (plan_id, unit_id, period, until, reason, granted_at)
			SELECT plan_id, unit_id, $1, '2026-05-30Z', '停电', '2026-04-19Z' FROM plan_units JOIN units USING (unit_id) WHERE code = 'A1'`, p)
	}
}

func (s *stage) ledger(thing, state string) {
	s.exec(`UPDATE reviews SET status = 'OPEN', final_run_id = NULL, finalised_at = NULL, version = version + 1`)
	s.exec(`UPDATE adjustments SET status = 'PROPOSED', points = NULL, decided_at = NULL, version = version + 1`)
	s.exec(`UPDATE vetoes SET status = 'REPORTED', decided_at = NULL, version = version + 1`)
	switch {
	case thing == "adjustment" && state != "PROPOSED":
		s.exec(`UPDATE adjustments SET status = $1, decided_at = now(), points = CASE $1 WHEN 'APPROVED' THEN 0.5 END`, state)
	case thing == "veto" && state != "REPORTED":
		s.exec(`UPDATE vetoes SET status = $1, decided_at = now()`, state)
	case state == "FINALISED":
		s.exec(`UPDATE reviews SET status = 'FINALISED', finalised_at = now(), final_run_id = (SELECT max(run_id) FROM score_runs)`)
	}
}
