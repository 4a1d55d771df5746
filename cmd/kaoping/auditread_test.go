package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// written is a year in which A1's first figure of January was entered, put right,
// approved, returned and entered again.
func written(t *testing.T) (y *year, goal string) {
	t.Helper()
	y = &year{office: newOffice(t, register), long: true, units: map[string]string{}}
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	y.setTo("2026-02-03")
	y.fill("2026-01", "A1", 1, 0)
	var r struct{ Report struct{ Rows []row } }
	look := func() {
		y.ask(&r, "a1-reporter", `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { rows { `+rowFields+` } } }`, vars{"p": y.plan, "u": y.units["A1"]})
	}
	look()
	goal = r.Report.Rows[0].Goal.ID
	y.ask(nil, "operator", `mutation($p: ID!, $rows: [RowRefInput!]!) { reportsReturn(planId: $p, rows: $rows, reason: "=1+1，与台账不符") { reports { status } userErrors { code message } } }`,
		vars{"p": y.plan, "rows": []vars{{"goalId": goal, "period": "2026-01"}}})
	look()
	y.ask(nil, "a1-reporter", `mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { outcome problems { message } } userErrors { message } } }`,
		vars{"p": y.plan, "rows": []vars{{"goalId": goal, "period": "2026-01", "version": r.Report.Rows[0].Version, "value": "77.5", "note": "=1+1"}}})
	return y, goal
}

type change struct {
	Field         string
	Before, After *string
}

func (c change) String() string {
	word := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	return c.Field + ": " + word(c.Before) + " → " + word(c.After)
}

type auditNode struct {
	At       time.Time
	Action   string
	Title    string
	Reason   string
	Unit     *struct{ Code string }
	Actor    *struct{ Login string }
	RowCount int
	Rows     []struct {
		Table   string
		Changes []change
	}
	AfterHash *string
	Hash      string
}

type audited struct {
	AuditEntries struct {
		TotalCount int
		PageInfo   struct {
			HasNextPage bool
			EndCursor   *string
		}
		Nodes []auditNode
	}
}

const auditPage = `query($f: AuditFilter!, $n: Int!, $after: String) { auditEntries(filter: $f, first: $n, after: $after) { totalCount pageInfo { hasNextPage endCursor }
	nodes { at sequence action title reason unit { code } actor { login } onBehalfOf { code } objectId rowCount rows { table key changes { field before after } }
		beforeHash afterHash changes { field before after } moreChanges hash previousHash requestId } } }`

// TestAuditIsRead: who watches over the plan finds who changed a figure, when and
// how, by every way to look for it; page by page it is the same list.
func TestAuditIsRead(t *testing.T) {
	y, _ := written(t)
	read := func(login string, filter vars, n int, after *string) (a audited) {
		t.Helper()
		filter["planId"] = y.plan
		y.ask(&a, login, auditPage, vars{"f": filter, "n": n, "after": after})
		return a
	}
	got := read("observer", vars{"unitId": y.units["A1"], "action": "report.save"}, 100, nil).AuditEntries
	if got.TotalCount != 2 || len(got.Nodes) != 2 {
		t.Fatalf("%d entries, want the figures entered twice: %+v", got.TotalCount, got)
	}
	last := got.Nodes[0]
	if last.Actor == nil || last.Actor.Login != "a1-reporter" || last.Title != "entered figures" || !last.At.Before(y.now) || last.Unit.Code != "A1" || last.AfterHash == nil {
		t.Errorf("the newest entry is %+v", last)
	}
	var told []string
	for _, r := range last.Rows {
		for _, c := range r.Changes {
			told = append(told, r.Table+" "+c.String())
		}
	}
	for _, want := range []string{"report_values value: 9.01 → 77.5", "report_rows status: RETURNED → DRAFT"} {
		if !slices.Contains(told, want) {
			t.Errorf("the entry does not tell %q, but\n%s", want, strings.Join(told, "\n"))
		}
	}
	all := read("director", vars{}, 100, nil).AuditEntries
	for _, tt := range []struct {
		filter vars
		some   bool
	}{
		{vars{"search": "与台账不符"}, true}, {vars{"search": "没有这样的理由"}, false}, {vars{"objectId": y.plan}, true}, {vars{"to": "2026-01-01T00:00:00Z"}, false},
		{vars{"from": last.At.Format(time.RFC3339Nano)}, true}, {vars{"from": "2027-01-01T00:00:00Z"}, false}, {vars{"action": "plan.issue"}, true}, {vars{"actorId": y.units["A1"]}, false},
	} {
		n := read("director", tt.filter, 1, nil).AuditEntries.TotalCount
		if (n > 0) != tt.some || n >= all.TotalCount {
			t.Errorf("%v finds %d of %d entries", tt.filter, n, all.TotalCount)
		}
	}
	var paged []string
	for after := (*string)(nil); ; {
		p := read("director", vars{}, 2, after).AuditEntries
		for _, e := range p.Nodes {
			paged = append(paged, e.Hash)
		}
		if after = p.PageInfo.EndCursor; !p.PageInfo.HasNextPage {
			break
		}
	}
	if len(paged) != all.TotalCount || len(all.Nodes) != all.TotalCount || !slices.EqualFunc(all.Nodes, paged, func(a auditNode, b string) bool { return a.Hash == b }) {
		t.Errorf("in pages of two there are %d entries in another order than the %d at once", len(paged), all.TotalCount)
	}
	for login, code := range map[string]string{"a1-reporter": "FORBIDDEN", "a2-reporter": "FORBIDDEN", "operator": "FORBIDDEN", "": "UNAUTHENTICATED"} {
		if r := y.post(login, auditPage, vars{"f": vars{"planId": y.plan}, "n": 1}); r.code() != code {
			t.Errorf("%q reads the audit: %s", login, r.body)
		}
	}
	if r := y.post("director", auditPage, vars{"f": vars{"planId": y.plan, "action": "report.saved"}, "n": 1}); r.code() != "BAD_REQUEST" {
		t.Errorf("an action that is none: %s", r.body)
	}
}

// TestAuditOfNoPlan: sign-in, people and rights are told to those who watch over an
// authority, and only of its people.
func TestAuditOfNoPlan(t *testing.T) {
	h := newHall(t)
	var a audited
	seen := map[string]bool{}
	for _, login := range []string{"head", "somebody", "stranger"} {
		h.token(login) // issued from the console
	}
	h.ask(&a, "observer", auditPage, vars{"f": vars{"action": "token.issue"}, "n": 100})
	for _, e := range a.AuditEntries.Nodes {
		for _, r := range e.Rows {
			for _, c := range r.Changes {
				if c.Field == "token_hash" {
					t.Errorf("the audit tells a token's hash: %v", c)
				}
				if c.Field == "account_id" {
					seen[*c.After] = true
				}
			}
		}
	}
	number := func(login string) string {
		account, err := h.s.AccountOf(t.Context(), h.console(), login)
		h.ok(err)
		return fmt.Sprint(account.AccountID)
	}
	if !seen[number("head")] || !seen[number("somebody")] || seen[number("stranger")] || len(seen) == 0 {
		t.Errorf("tokens of %v are told; head is %s, somebody %s, the stranger %s", seen, number("head"), number("somebody"), number("stranger"))
	}
	for login, code := range map[string]string{"director": "FORBIDDEN", "committee": "FORBIDDEN", "head": "FORBIDDEN", "stranger": "FORBIDDEN"} {
		if r := h.post(login, auditPage, vars{"f": vars{}, "n": 1}); r.code() != code {
			t.Errorf("%s reads the audit of no plan: %s", login, r.body)
		}
	}
}

// TestAuditPageCosts: a page takes as many statements whatever its length.
func TestAuditPageCosts(t *testing.T) {
	y, _ := written(t)
	count := func(n int) int {
		statements := 0
		y.db.Watch(func(string) { statements++ })
		defer y.db.Watch(nil)
		var a audited
		y.ask(&a, "director", auditPage, vars{"f": vars{"planId": y.plan}, "n": n})
		if len(a.AuditEntries.Nodes) != n {
			t.Fatalf("%d entries came, want %d", len(a.AuditEntries.Nodes), n)
		}
		return statements
	}
	count(1)
	if small, large := count(2), count(8); small != large || large > 16 {
		t.Errorf("a page of 2 takes %d statements, one of 8 takes %d", small, large)
	}
	histories := func(n int) int {
		statements := 0
		y.db.Watch(func(string) { statements++ })
		defer y.db.Watch(nil)
		y.ask(nil, "director", `query($p: ID!, $n: Int!) { goals(planId: $p, first: $n) { nodes { history { action actor { login } changes { field } } } } }`, vars{"p": y.plan, "n": n})
		return statements
	}
	if small, large := histories(2), histories(6); small != large {
		t.Errorf("histories of 2 goals take %d statements, those of 6 take %d", small, large)
	}
}

type history []struct {
	Action, Subject, Reason string
	Actor                   *struct{ Login string }
	Changes                 []change
}

func (h history) String() string {
	var b strings.Builder
	for _, e := range h {
		who := "-"
		if e.Actor != nil {
			who = e.Actor.Login
		}
		fmt.Fprintf(&b, "%s %s %s %s %v\n", e.Subject, e.Action, who, e.Reason, e.Changes)
	}
	return b.String()
}

// TestHistoryOfAReturnedFigure: whoever sees a goal's work sees how its figure
// came to be what it is; others see nothing, by whatever way they get there.
func TestHistoryOfAReturnedFigure(t *testing.T) {
	y, id := written(t)
	const fields = `history { action subject reason actor { login } changes { field before after } }`
	var r struct {
		Report struct {
			Rows []struct {
				Goal struct {
					ID      string
					History history
				}
				History history
			}
		}
	}
	for _, login := range []string{"a1-reporter", "director"} {
		y.ask(&r, login, `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { rows { goal { id `+fields+` } `+fields+` } } }`, vars{"p": y.plan, "u": y.units["A1"]})
		h := r.Report.Rows[0].History
		if r.Report.Rows[0].Goal.ID != id || len(h) < 5 {
			t.Fatalf("%s sees\n%s", login, h)
		}
		var steps []string
		for _, e := range h {
			steps = append(steps, e.Action)
		}
		if got := strings.Join(steps, " "); got != "report.save report.submit report.approve report.return report.save" {
			t.Errorf("%s sees the steps %s", login, got)
		}
		back, again := h[len(h)-2], h[len(h)-1]
		if back.Actor == nil || back.Actor.Login != "operator" || back.Reason != "=1+1，与台账不符" || !strings.Contains(fmt.Sprint(back.Changes), "status: UNIT_APPROVED → RETURNED") {
			t.Errorf("the return reads %v", h)
		}
		if text := fmt.Sprint(again.Changes); again.Actor.Login != "a1-reporter" || !strings.Contains(text, "value: 9.01 → 77.5") || strings.Contains(text, "version") {
			t.Errorf("the figure entered again reads %v", h)
		}
		if g := r.Report.Rows[0].Goal.History; len(g) != len(h)+1 || g[0].Action != "plan.load" || g[0].Subject != "" || !strings.Contains(fmt.Sprint(g[0].Changes), "target: - → 120") {
			t.Errorf("the goal's own history is\n%s", g)
		}
	}
	if got := y.post("a2-reporter", `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { rows { `+fields+` } } }`, vars{"p": y.plan, "u": y.units["A1"]}); strings.Contains(got.body, "report.save") {
		t.Errorf("another unit's reporter sees %s", got.body)
	}
	var g struct {
		Goals struct{ Nodes []struct{ History history } }
	}
	y.ask(&g, "analyst", `query($p: ID!, $u: [ID!]) { goals(planId: $p, filter: { unitIds: $u }) { nodes { `+fields+` } } }`, vars{"p": y.plan, "u": []string{y.units["A1"]}})
	for _, n := range g.Goals.Nodes {
		if len(n.History) > 0 {
			t.Errorf("an analyst, who sees how far a goal is, sees who entered what:\n%s", n.History)
		}
	}
	if len(g.Goals.Nodes) == 0 {
		t.Error("the analyst sees no goals at all")
	}
}

// TestAuditExport opens the file as Excel would, and its link without the right.
func TestAuditExport(t *testing.T) {
	y, _ := written(t)
	var e struct {
		AuditExport struct{ Export struct{ URL string } }
	}
	const ask = `mutation($f: AuditFilter!) { auditExport(filter: $f) { export { url } userErrors { field code message } } }`
	y.ask(&e, "observer", ask, vars{"f": vars{"planId": y.plan, "unitId": y.units["A1"]}})
	res, err := http.Get(e.AuditExport.Export.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%d: %v", res.StatusCode, err)
	}
	defer f.Close()
	rows, err := f.GetRows("审计记录")
	if err != nil || len(rows) < 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	var checkpoint struct {
		AuditCheckpoints struct {
			TotalCount int
			Nodes      []struct {
				Number                                    int
				Occasion, Hash, KeyID, Signature, Content string
			}
		}
	}
	y.ask(&checkpoint, "observer", `{ auditCheckpoints(first: 100) { totalCount nodes { number occasion at hash keyId signature content } } }`, nil)
	c := checkpoint.AuditCheckpoints
	if c.TotalCount == 0 || c.TotalCount != len(c.Nodes) || c.Nodes[0].Number != 1 || c.Nodes[0].Occasion != "plan.issue" || len(c.Nodes[0].KeyID) != 16 || c.Nodes[0].Signature == "" {
		t.Fatalf("checkpoints: %+v", c)
	}
	head := rows[1][0]
	for _, want := range []string{"监督员（observer）", "共 " + fmt.Sprint(len(rows)-3) + " 条", fmt.Sprintf("第 %d 号", c.TotalCount), c.Nodes[c.TotalCount-1].Hash, "条件：单位："} {
		if !strings.Contains(head, want) {
			t.Errorf("the head does not say %q:\n%s", want, head)
		}
	}
	if rows[2][0] != "时间" || !strings.Contains(strings.Join(rows[3], "|"), "填报数据|report.save") || !strings.Contains(rows[3][8], "value：9.01 → 77.5") || !strings.Contains(rows[3][3], "a1-reporter") {
		t.Errorf("the newest line is %q under %q", rows[3], rows[2])
	}
	if !slices.ContainsFunc(rows, func(r []string) bool { return len(r) > 7 && r[7] == "=1+1，与台账不符" }) {
		t.Error("the reason of the return is in no line")
	}
	for n := 4; n <= len(rows); n++ {
		for col := 'A'; col <= 'L'; col++ {
			if formula, _ := f.GetCellFormula("审计记录", fmt.Sprintf("%c%d", col, n)); formula != "" {
				t.Errorf("%c%d is a formula: %s", col, n, formula)
			}
		}
	}
	var a audited
	y.ask(&a, "director", auditPage, vars{"f": vars{"planId": y.plan, "action": "audit.export"}, "n": 5})
	if n := a.AuditEntries.Nodes; len(n) != 1 || n[0].Actor.Login != "observer" {
		t.Errorf("the export itself is in the audit as %+v", n)
	}
	y.refusedExports(ask, e.AuditExport.Export.URL)
}

// refusedExports: a link says nothing without its secret, after its hour, or once
// the asker has lost the right.
func (y *year) refusedExports(ask, url string) {
	if r := y.post("a1-head", ask, vars{"f": vars{"planId": y.plan}}); r.code() != "FORBIDDEN" {
		y.t.Errorf("a unit's head exports the audit: %s", r.body)
	}
	status := func(url string) int {
		res, err := http.Get(url)
		if err != nil {
			y.t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	if got := status(url[:len(url)-1]); got != http.StatusNotFound {
		y.t.Errorf("a wrong secret opens the file: %d", got)
	}
	if got := status(url); got != http.StatusOK {
		y.t.Errorf("within its hour the link answers %d", got)
	}
	db := y.superuser()
	if _, err := db.Exec(`UPDATE grants SET valid_to = $1 WHERE role = 'OBSERVER'`, y.now); err != nil {
		y.t.Fatal(err)
	}
	if got := status(url); got != http.StatusNotFound {
		y.t.Errorf("after the right was taken away the link answers %d", got)
	}
	if _, err := db.Exec(`UPDATE grants SET valid_to = NULL WHERE role = 'OBSERVER'`); err != nil {
		y.t.Fatal(err)
	}
	y.mu.Lock()
	y.now = y.now.Add(2 * time.Hour)
	y.mu.Unlock()
	if got := status(url); got != http.StatusNotFound {
		y.t.Errorf("after two hours the link answers %d", got)
	}
}

// auditOfTheYear reads how a unit came to its score, as the office and as another
// unit's reporter, and exports the year's audit.
func (y *year) auditOfTheYear(run string) {
	var s struct{ Score struct{ History history } }
	look := func(login, unit string) map[string]int {
		s.Score.History = nil
		y.ask(&s, login, `query($p: ID!, $u: ID!, $r: ID!) { score(planId: $p, unitId: $u, runId: $r) { history { action subject reason actor { login } changes { field before after } } } }`,
			vars{"p": y.plan, "u": y.units[unit], "r": run})
		steps := map[string]int{}
		for _, e := range s.Score.History {
			steps[e.Action]++
			if e.Action == "run.create" && len(e.Changes) == 0 && steps[e.Action] == 1 {
				y.t.Errorf("%s sees a first run that changed nothing:\n%s", login, s.Score.History)
			}
			if e.Action == "run.create" && e.Actor != nil && login == "a2-reporter" {
				y.t.Errorf("%s sees who computed a run:\n%s", login, s.Score.History)
			}
		}
		return steps
	}
	inside, outside := look("director", "A1"), look("a2-reporter", "A1")
	if inside["review.components"] == 0 || inside["run.create"] == 0 {
		y.t.Errorf("the director sees of A1's score %v", inside)
	}
	if outside["review.components"] > 0 || outside["adjustment.propose"] > 0 || outside["adjustment.decide"] > 0 || outside["run.create"] != 1 {
		y.t.Errorf("another unit's reporter sees of A1's score %v", outside)
	}
	if own := look("a1-reporter", "A1"); own["review.components"] > 0 || own["adjustment.decide"] != inside["adjustment.decide"] || own["run.create"] != 1 {
		y.t.Errorf("A1's reporter sees of the own score %v, the director %v", own, inside)
	}
	y.ask(nil, "observer", `mutation($f: AuditFilter!) { auditExport(filter: $f) { export { url } userErrors { message } } }`, vars{"f": vars{"planId": y.plan}})
}
