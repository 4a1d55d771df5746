package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// hidden is what differs between two authorities that are otherwise the same, and
// that nobody outside may learn.
type hidden struct {
	mobile, draft, note, text string
	leader                    int // leaders' score of each unit, plus its place
	marks                     []string
}

var twins = []hidden{
	{"00000000001", "8.5", "甲的草稿", "初稿一", 80, []string{"80", "90"}},
	{"00000000002", "9.75", "乙的草稿", "另一稿", 91, []string{"84", "86"}},
}

// newSecrets is a year with a trial run, a draft bulletin, unfinished drafts of A2,
// a panel's marks on A1 and mobile numbers.
func newSecrets(t *testing.T, h hidden) (*year, string, string) {
	with := strings.ReplaceAll(register, "officePhone: 0000-0000801", "officePhone: 0000-0000801, mobile: '"+h.mobile+"'")
	y := &year{office: newOffice(t, strings.ReplaceAll(with, "officePhone: 0000-0000911", "officePhone: 0000-0000911, mobile: '"+h.mobile+"'")), long: true, units: map[string]string{}}
	y.method = map[string]vars{"I5": {"panel": vars{}}}
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	y.setTo("2026-02-03")
	y.fill("2026-01", "A1", 1, 0)
	y.fill("2026-01", "A2", 1, 1)
	y.setTo("2026-03-03")
	var r struct{ Report struct{ Rows []row } }
	y.ask(&r, "a2-reporter", `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-02") { rows { `+rowFields+` } } }`, vars{"p": y.plan, "u": y.units["A2"]})
	const save = `mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { outcome problems { message } } userErrors { message } } }`
	y.ask(nil, "a2-reporter", save, vars{"p": y.plan, "rows": []vars{{"goalId": r.Report.Rows[0].Goal.ID, "period": "2026-02", "version": 0, "value": h.draft, "note": h.note}}})
	y.setTo("2026-04-20")
	var b struct {
		B struct {
			Bulletin struct {
				ID       string
				Sections []struct {
					Section string
					Version int
				}
			}
		}
	}
	y.ask(&b, "operator", `mutation($p: ID!) { b: bulletinCompile(planId: $p, quarter: "2026-Q1") { bulletin { id sections { section version } } userErrors { message } } }`, vars{"p": y.plan})
	y.ask(nil, "operator", `mutation($b: ID!, $s: String!, $t: String!) { bulletinSectionUpdate(id: $b, section: $s, version: 1, heading: "一", body: $t) { userErrors { message } } }`,
		vars{"b": b.B.Bulletin.ID, "s": b.B.Bulletin.Sections[0].Section, "t": h.text})
	y.setTo("2027-01-05")
	y.panel(h.marks)
	y.setTo("2027-01-25")
	y.ask(nil, "operator", `mutation($p: ID!) { reviewOpen(planId: $p) { userErrors { message } } }`, vars{"p": y.plan})
	var scores []vars
	for i, code := range units {
		scores = append(scores, vars{"unitId": y.units[code], "component": "BALLOT", "score": "85"}, vars{"unitId": y.units[code], "component": "LEADER", "score": fmt.Sprint(h.leader + i)})
	}
	y.components(scores)
	var run struct {
		R struct{ ScoreRun struct{ ID string } }
	}
	y.ask(&run, "operator", `mutation($p: ID!) { r: scoreRunCreate(planId: $p) { scoreRun { id } userErrors { message } } }`, vars{"p": y.plan})
	return y, b.B.Bulletin.ID, run.R.ScoreRun.ID
}

// panel supplies and verifies A1's marks as the indicator's owner.
func (y *year) panel(marks []string) {
	var plan struct {
		Plan struct {
			Indicators []struct{ ID, Code string }
		}
	}
	y.ask(&plan, "owner", `query($p: ID!) { plan(id: $p) { indicators { id code } } }`, vars{"p": y.plan})
	var panel string
	for _, i := range plan.Plan.Indicators {
		if i.Code == "I5" {
			panel = i.ID
		}
	}
	var sheet struct{ OwnerSheet struct{ Rows []row } }
	read := func() {
		y.ask(&sheet, "owner", `query($p: ID!, $i: ID!) { ownerSheet(planId: $p, indicatorId: $i, period: "2026") { rows { `+rowFields+` } } }`, vars{"p": y.plan, "i": panel})
	}
	read()
	x := sheet.OwnerSheet.Rows[0]
	y.ask(nil, "owner", `mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { problems { message } } userErrors { message } } }`,
		vars{"p": y.plan, "rows": []vars{{"goalId": x.Goal.ID, "period": "2026", "version": x.Version, "inputs": vars{"marks": marks}}}})
	read()
	x = sheet.OwnerSheet.Rows[0]
	y.ask(nil, "owner", `mutation($p: ID!, $rows: [ValueVerifyInput!]!) { reportValuesVerify(planId: $p, rows: $rows) { results { problems { message } } userErrors { message } } }`,
		vars{"p": y.plan, "rows": []vars{{"goalId": x.Goal.ID, "period": "2026", "version": x.Version}}})
}

// TestNothingHiddenShows builds two authorities that differ only in what is
// hidden, and asks both everything as everybody who may not see it: the answers
// must be the same, byte for byte, errors included.
func TestNothingHiddenShows(t *testing.T) {
	answers := make([]map[string]string, len(twins))
	var told []string
	for i, h := range twins {
		y, bulletin, run := newSecrets(t, h)
		args := func(f string) string {
			return strings.NewReplacer("$P", quote(y.plan), "$A1", quote(y.units["A1"]), "$A2", quote(y.units["A2"]), "$B", quote(bulletin), "$R", quote(run)).Replace(f)
		}
		answers[i] = map[string]string{}
		documents := y.documents(map[string]string{"bulletin": bulletin, "scoreRun": run}, "2026-Q4")
		for _, f := range questions {
			documents = append(documents, args(f))
		}
		for _, login := range []string{"", "a1-reporter", "a1-deputy", "b1-deputy", "analyst", "leader"} {
			for _, d := range documents {
				if login == "leader" && (strings.Contains(d, "values") || strings.Contains(d, `"2026-02") {`)) {
					continue // leaders see the work of all units, drafts too
				}
				answers[i][login+": "+d] = y.post(login, d, nil).body
			}
		}
		// The insiders' answers must differ, or the secrets were never there.
		told = append(told, y.post("observer", args(`{ score(planId: $P, unitId: $A1, runId: $R) { final components { score } lines { trace { children { children { operands { value } } operands { value } } } } } bulletin(id: $B) { sections { body } } report(planId: $P, unitId: $A2, period: "2026-02") { rows { value { value note } } } }`), nil).body)
	}
	for _, secret := range [][]string{{"甲的草稿", "乙的草稿"}, {"初稿一", "另一稿"}, {`"80"`, `"84"`}} {
		for i := range told {
			if !strings.Contains(told[i], secret[i]) {
				t.Errorf("an insider is not told %s: %.3000s", secret[i], told[i])
			}
		}
	}
	for question, first := range answers[0] {
		if second := answers[1][question]; first != second {
			at := 0
			for at < min(len(first), len(second)) && first[at] == second[at] {
				at++
			}
			t.Errorf("%.300s\n tells the two apart:\n%.200s\n%.200s", question, first[max(0, at-100):], second[max(0, at-100):])
		}
	}
	t.Logf("%d answers are the same", len(answers[0]))
}

// questions ask for what is hidden by name, order, count, filter and error.
var questions = []string{
	`{ bulletins(planId: $P) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } }`,
	`{ bulletin(id: $B) { title sections { body } } }`,
	`{ scoreRuns(planId: $P) { totalCount pageInfo { endCursor } nodes { id number hash } } }`,
	`{ scoreRun(id: $R) { hash groups { scores { final rank } } } }`,
	`{ score(planId: $P, unitId: $A1, runId: $R) { final rank lines { points } } }`,
	`{ score(planId: $P, unitId: $A2) { final } }`,
	`mutation { scoreSheetExport(runId: $R) { export { url } userErrors { message } } }`,
	`{ review(planId: $P) { version componentScores { score } adjustments { id } vetoes { id } finalRun { hash } } }`,
	`{ report(planId: $P, unitId: $A2, period: "2026-02") { version status rows { version value { value } } } }`,
	`{ goals(planId: $P, filter: { unitIds: [$A2] }) { totalCount nodes { progress { value } light { code } values { value note } } } }`,
	`{ completion(planId: $P, by: [UNIT], order: RATE_ASC) { nodes { rate reported lights { code count } } pageInfo { endCursor } } }`,
	`{ completion(planId: $P, by: [UNIT, PERIOD], from: "2026-01", to: "2026-03", order: RATE_DESC) { totalCount nodes { rate reported } } }`,
	`{ unitPreview(input: { planId: $P, unitId: $A2 }) { indicators rank } }`,
	`{ unitPreview(input: { planId: $P, unitId: $A1 }) { indicators rank lines { points trace { title operands { value } children { title value operands { value } children { title operands { value } } } } } } }`,
	`{ goals(planId: $P, filter: { unitIds: [$A1] }) { nodes { values { period value inputs { marks marksHidden ballots { numbers } } } } } }`,
	`{ planPreview(input: { planId: $P, figuresOf: $P }) { problems { message } } }`,
	`{ entryLocks(planId: $P) { nodes { period entryState { reason } exceptions { reason } } } }`,
	`mutation { bulletinSectionUpdate(id: $B, section: "x", version: 1, heading: "", body: "") { userErrors { message } } }`,
}

func (o *office) accountOf(login string) string {
	o.t.Helper()
	var v struct {
		Viewer struct{ Account struct{ ID string } }
	}
	o.ask(&v, login, `{ viewer { account { id } } }`, nil)
	return v.Viewer.Account.ID
}

// TestMobileNumbers: a number is told for a reason to those who may ask, so many
// times a day, and stands nowhere else.
func TestMobileNumbers(t *testing.T) {
	h := twins[0]
	y, _, _ := newSecrets(t, h)
	y.unrecorded = map[string]bool{}
	defer y.triedUnrecorded()
	leader, reporter := y.accountOf("leader"), y.accountOf("a1-reporter")
	reveal := func(login, id, reason string) reply {
		return y.post(login, `mutation($id: ID!, $why: String!) { contactReveal(accountId: $id, reason: $why) { mobile userErrors { field code message } } }`, vars{"id": id, "why": reason})
	}
	for _, tt := range []struct {
		login, of string
		want      bool
	}{
		{"operator", reporter, true}, {"committee", leader, true}, {"leader", reporter, true}, {"a1-head", leader, true},
		{"a2-reporter", reporter, false}, {"analyst", leader, false}, {"observer", leader, false}, {"", leader, false},
	} {
		got := reveal(tt.login, tt.of, "停电联系")
		if told := strings.Contains(got.body, h.mobile); told != tt.want {
			t.Errorf("%s is told: %v, want %v: %s", tt.login, told, tt.want, got.body)
		}
		if !tt.want && tt.login != "" && !answers(got, "NOT_FOUND", "") {
			t.Errorf("%s: %s", tt.login, got.body)
		}
	}
	if got := reveal("operator", reporter, " "); !answers(got, "REASON_REQUIRED", "reason") {
		t.Errorf("without a reason: %s", got.body)
	}
	for n := 2; n <= 20; n++ { // one was asked above
		if got := reveal("operator", reporter, "联系"); !strings.Contains(got.body, h.mobile) {
			t.Fatalf("number %d of the day: %s", n, got.body)
		}
	}
	var all sync.WaitGroup
	var told atomic.Int64
	for range 20 {
		all.Go(func() {
			if got := reveal("operator", reporter, "联系"); strings.Contains(got.body, h.mobile) {
				told.Add(1)
			}
		})
	}
	if all.Wait(); told.Load() != 10 {
		t.Errorf("of twenty numbers at once %d were told where ten were left", told.Load())
	}
	if got := reveal("operator", reporter, "联系"); !answers(got, "RATE_LIMITED", "") {
		t.Errorf("one too many: %s", got.body)
	}
	if audit := y.everyText("audit_entries"); strings.Contains(audit, h.mobile) || strings.Count(audit, "contact.reveal") != 33 {
		t.Errorf("the audit has the number, or %d entries", strings.Count(audit, "contact.reveal"))
	}
}

// TestCancelledReadersGetTheirOwn: while two hundred clients give up at random,
// everybody who waits gets an answer of their own.
func TestCancelledReadersGetTheirOwn(t *testing.T) {
	y := &year{office: newOffice(t, register), units: map[string]string{}}
	y.issue([]string{"SUBMIT", "CONFIRM"})
	y.setTo("2026-02-03")
	for i, code := range units {
		y.fill("2026-01", code, 1, i)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	whole, cut := 0, 0
	until := time.Now().Add(4 * time.Second)
	for n := range 200 {
		all.Go(func() {
			code := units[n%len(units)]
			login := strings.ToLower(code) + "-reporter"
			body, _ := json.Marshal(map[string]any{"variables": vars{"p": y.plan, "u": y.units[code]},
				"query": `query($p: ID!, $u: ID!) { viewer { account { login } } report(planId: $p, unitId: $u, period: "2026-01") { unit { code } rows { goal { unit { code } } value { value } } } }`})
			for time.Now().Before(until) {
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				if rand.IntN(2) == 0 {
					time.AfterFunc(time.Duration(rand.IntN(60_000))*time.Microsecond, cancel)
				}
				text, err := y.read(ctx, login, body)
				cancel()
				mu.Lock()
				if err != nil || strings.Contains(text, `"UNAVAILABLE"`) { // by the client, or by a server that had too many
					cut++
				} else if whole++; !own(text, login, code) {
					t.Errorf("%s got %.500s", login, text)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if whole < 200 || cut < 50 {
		t.Errorf("%d answers came and %d were given up: too few to tell", whole, cut)
	}
	t.Logf("%d answers came, %d were given up", whole, cut)
}

func (o *office) read(ctx context.Context, login string, body []byte) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.server.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+o.tokens[login])
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return string(text), err
}

// own reports whether an answer is about one person and one unit alone.
func own(text, login, code string) bool {
	if !strings.Contains(text, `"login":"`+login+`"`) {
		return false
	}
	return strings.Count(text, `"code":"`) == strings.Count(text, `"code":"`+code+`"`)
}
