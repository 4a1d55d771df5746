package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
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

// submissions is how many keyed submissions [TestKeyedLoad] sends: few by default,
// so that every run has some.
var submissions = flag.Int("submissions", 1_000, "keyed submissions under load")

// cells is an office with many units whose monthly figures are all open to enter.
type cells struct {
	*office
	plan  string
	goals []string // the units' goals, in their order
	file  vars     // what the plan was loaded from
}

const monthsPerUnit = 12

func newCells(t *testing.T, units int) *cells {
	t.Helper()
	var reg strings.Builder
	var members []vars
	reg.WriteString("organ:\n  since: 2025-01-01\n  units:\n    - {code: TA, name: 试验县, kind: AUTHORITY}\n    - {code: OF, name: 考核办, kind: DEPARTMENT, parent: TA}\n")
	for u := range units {
		fmt.Fprintf(&reg, "    - {code: U%02d, name: 单位%02d, kind: DEPARTMENT, parent: TA}\n", u, u)
		members = append(members, vars{"unit": fmt.Sprintf("U%02d", u), "group": "G"})
	}
	reg.WriteString("  accounts:\n    - {login: director, name: 主任, unit: OF, grants: [{role: OFFICE_DIRECTOR, unit: TA}]}\n    - {login: committee, name: 领导小组, grants: [{role: COMMITTEE, unit: TA}]}\n")
	for u := range units {
		fmt.Fprintf(&reg, "    - {login: u%02d, name: 填报员%02d, unit: U%02d, grants: [{role: REPORTER, unit: U%02d}]}\n", u, u, u, u)
	}
	c := &cells{office: newOffice(t, reg.String())}
	marks := []vars{{"group": "G", "fullMarks": "100"}}
	plan := planInput([]string{"SUBMIT", "CONFIRM"})
	plan["organiser"], plan["units"], plan["goals"], plan["vetoes"] = "OF", members, []vars{}, []vars{}
	plan["calendar"] = vars{"reports": []vars{{"frequency": "MONTH", "due": vars{"workingDays": 5}}}}
	plan["groups"] = []vars{{"code": "G", "name": "组", "components": []vars{{"component": "INDICATORS", "weight": "1"}}}}
	plan["dimensions"] = []vars{{"code": "D", "name": "维度", "marks": marks}}
	plan["indicators"] = []vars{{"code": "I1", "name": "投资", "dimension": "D", "definition": "按台账统计。", "unitOfMeasure": "万元", "direction": "HIGHER", "frequency": "MONTH",
		"aggregation": "SUM", "source": "UNIT", "owner": "OF", "rule": vars{"method": vars{"proportional": vars{"cap": "1"}}}, "marks": marks, "target": "120"}}
	c.file = plan
	c.ask(nil, "director", `mutation($p: PlanFileInput!) { planLoad(input: $p) { userErrors { field message } } }`, vars{"p": plan})
	c.issue()
	return c
}

func (c *cells) issue() {
	var got struct {
		Plans struct{ Nodes []struct{ ID string } }
		Goals struct{ Nodes []struct{ ID string } }
	}
	c.ask(&got, "director", `{ plans { nodes { id } } }`, nil)
	c.plan = got.Plans.Nodes[0].ID
	step := func(login, mutation, args string) {
		var v struct {
			Plan struct{ Version int }
		}
		c.ask(&v, login, `query($p: ID!) { plan(id: $p) { version } }`, vars{"p": c.plan})
		c.ask(nil, login, `mutation($p: ID!, $v: Int!) { `+mutation+`(id: $p, version: $v`+args+`) { userErrors { field message } } }`, vars{"p": c.plan, "v": v.Plan.Version})
	}
	step("director", "planSubmit", "")
	step("committee", "planApprove", "")
	step("director", "planIssue", `, documentNo: "试办发〔2026〕1号"`)
	c.ask(&got, "director", `query($p: ID!) { goals(planId: $p, first: 100) { nodes { id } } }`, vars{"p": c.plan})
	for _, g := range got.Goals.Nodes {
		c.goals = append(c.goals, g.ID)
	}
	c.setTo("2027-01-05")
}

const saveOne = `mutation($p: ID!, $g: ID!, $m: Period!, $v: Int!, $x: Decimal!) {
	reportValuesSave(planId: $p, rows: [{goalId: $g, period: $m, version: $v, value: $x}]) { results { outcome row { version } problems { code message } } userErrors { code message } } }`

// saved is what saveOne answers.
type saved struct {
	ReportValuesSave struct {
		Results []struct {
			Outcome  string
			Row      struct{ Version int }
			Problems []struct{ Code string }
		}
	}
}

func (c *cells) cell(n, version int, value string) (login string, v vars) {
	unit, month := n/monthsPerUnit, n%monthsPerUnit+1
	return fmt.Sprintf("u%02d", unit), vars{"p": c.plan, "g": c.goals[unit], "m": fmt.Sprintf("2026-%02d", month), "v": version, "x": value}
}

// TestOneKey sends one key from many hands at once, and then with something else.
func TestOneKey(t *testing.T) {
	c := newCells(t, 2)
	login, v := c.cell(0, 0, "1.5")
	const hands = 100
	answers := make([]string, hands)
	var all sync.WaitGroup
	for i := range hands {
		all.Go(func() {
			r := c.keyed(login, "one-key-for-all", saveOne, v)
			for r.status == http.StatusServiceUnavailable { // a busy machine; whoever has a key may ask again
				time.Sleep(100 * time.Millisecond)
				r = c.keyed(login, "one-key-for-all", saveOne, v)
			}
			answers[i] = r.body
		})
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] || !strings.Contains(a, `"outcome":"SAVED"`) {
			t.Fatalf("one key was answered\n%s\nand\n%s", answers[0], a)
		}
	}
	if n := c.count(`SELECT count(*) FROM report_values`); n != 1 {
		t.Errorf("one key had %d effects", n)
	}
	before := c.digest()
	_, other := c.cell(0, 0, "2.5")
	if r := c.keyed(login, "one-key-for-all", saveOne, other); !answers2(r, "IDEMPOTENCY_MISMATCH") {
		t.Errorf("the key was taken for another value: %s", r.body)
	}
	if r := c.keyed(login, "one-key-for-all", `mutation($p: ID!) { reportSubmit(planId: $p, unitId: "dW5pdC4wLjM", period: "2026-01", version: 1) { userErrors { code } } }`, vars{"p": c.plan}); !answers2(r, "IDEMPOTENCY_MISMATCH") {
		t.Errorf("the key was taken for another mutation: %s", r.body)
	}
	if r := c.keyed(login, "short", saveOne, v); !strings.Contains(r.body, "BAD_REQUEST") {
		t.Errorf("what is no key was taken for one: %s", r.body)
	}
	if r := c.keyed(login, "two-at-once-1", strings.Replace(saveOne, "reportValuesSave", "other: reportSubmit(planId: $p, unitId: \"dW5pdC4wLjM\", period: \"2026-01\", version: 1) { userErrors { code } } reportValuesSave", 1), v); !strings.Contains(r.body, "BAD_REQUEST") {
		t.Errorf("one key was taken for two mutations: %s", r.body)
	}
	if after := c.digest(); after != before {
		t.Errorf("a refused key changed something:\n%s", difference(before, after))
	}
	// Another person may use the same key.
	if r := c.keyed("u01", "one-key-for-all", saveOne, func() vars { _, v := c.cell(monthsPerUnit, 0, "1"); return v }()); !strings.Contains(r.body, `"outcome":"SAVED"`) {
		t.Errorf("somebody else's key: %s", r.body)
	}
	var op struct {
		Operation *struct {
			Mutation   string
			UserErrors []struct{ Code string }
		}
	}
	c.ask(&op, login, `{ operation(key: "one-key-for-all") { mutation userErrors { code } } }`, nil)
	if op.Operation == nil || op.Operation.Mutation != "reportValuesSave" || len(op.Operation.UserErrors) != 0 {
		t.Errorf("the operation is told as %+v", op.Operation)
	}
	c.ask(&op, login, `{ operation(key: "never-used-key") { mutation userErrors { code } } }`, nil)
	if op.Operation != nil {
		t.Errorf("a key that was never used stands for %+v", op.Operation)
	}
}

func answers2(r reply, code string) bool { return strings.Contains(r.body, `"code":"`+code+`"`) }

func (o *office) count(query string, args ...any) (n int) {
	o.t.Helper()
	if err := o.superuser().QueryRow(query, args...).Scan(&n); err != nil {
		o.t.Fatal(err)
	}
	return n
}

// TestKeyedLoad lets many clients enter figure after figure, each under a key of
// its own. Some send twice, some lose the connection before the answer and ask
// again. In the end everything that was acknowledged is there, once.
func TestKeyedLoad(t *testing.T) {
	const each = 20
	clients := *submissions / each
	c := newCells(t, (clients+monthsPerUnit-1)/monthsPerUnit)
	var acknowledged, cut, doubled atomic.Int64
	var all sync.WaitGroup
	atOnce := make(chan struct{}, 48) // more than the server works on at a time
	for n := range clients {
		all.Go(func() {
			atOnce <- struct{}{}
			defer func() { <-atOnce }()
			version := 0
			for i := 1; i <= each; i++ {
				login, v := c.cell(n, version, fmt.Sprintf("%d.%02d", n, i))
				key := fmt.Sprintf("client-%d-%d", n, i)
				got, tries := c.insist(login, key, v)
				if len(got.ReportValuesSave.Results) != 1 || got.ReportValuesSave.Results[0].Outcome != "SAVED" {
					t.Errorf("client %d, submission %d: %+v", n, i, got)
					return
				}
				acknowledged.Add(1)
				cut.Add(int64(tries - 1))
				version = got.ReportValuesSave.Results[0].Row.Version
				if rand.IntN(10) == 0 {
					doubled.Add(1)
					again, _ := c.insist(login, key, v)
					if results := again.ReportValuesSave.Results; len(results) != 1 || results[0].Outcome != "SAVED" || results[0].Row.Version != version {
						t.Errorf("client %d, submission %d, sent again: %+v", n, i, again)
					}
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d acknowledged, %d sent twice, %d asked again after a cut", acknowledged.Load(), doubled.Load(), cut.Load())
	if cut.Load() == 0 || doubled.Load() == 0 {
		t.Error("nothing was cut or sent twice: this load proves nothing")
	}
	if n := c.count(`SELECT count(*) FROM report_values`); n != int(acknowledged.Load()) {
		t.Errorf("%d figures are there, %d were acknowledged", n, acknowledged.Load())
	}
	wrong := c.count(`SELECT count(*) FROM report_values v JOIN goals g USING (plan_id, goal_id) JOIN units u USING (unit_id)
		WHERE value <> ((substr(u.code, 2)::int * 12 + substr(v.period, 6)::int - 1) || '.' || to_char(v.revision, 'FM00'))::numeric`)
	if wrong != 0 {
		t.Errorf("%d figures are not what was sent in their turn", wrong)
	}
	y := &year{office: c.office}
	if out, err := y.command("verify", "audit"); err != nil {
		t.Errorf("%.2000s", out)
	}
}

// insist sends a keyed figure until it is answered. Now and then it goes away
// before the answer can have come.
func (c *cells) insist(login, key string, v vars) (got saved, tries int) {
	end := time.Now().Add(2 * time.Minute)
	for tries = 1; time.Now().Before(end); tries++ {
		ctx, cancel := context.WithCancel(c.t.Context())
		if tries == 1 && rand.IntN(20) == 0 {
			time.AfterFunc(time.Duration(rand.IntN(20))*time.Millisecond, cancel)
		}
		res, err := http.DefaultClient.Do(c.request(login, key, saveOne, v).WithContext(ctx))
		var text []byte
		if err == nil {
			text, err = io.ReadAll(res.Body)
			res.Body.Close()
		}
		cancel()
		switch {
		case errors.Is(err, context.Canceled):
			continue
		case err != nil:
			c.t.Error(err)
			return got, tries
		case res.StatusCode == http.StatusServiceUnavailable:
			time.Sleep(time.Duration(50+rand.IntN(100)) * time.Millisecond)
			continue
		}
		var r reply
		if err := json.Unmarshal(text, &r); err != nil || len(r.Errors) > 0 || json.Unmarshal(r.Data, &got) != nil {
			if strings.Contains(string(text), "UNAVAILABLE") {
				continue
			}
			c.t.Errorf("%s", text)
		}
		return got, tries
	}
	c.t.Errorf("%s was never answered", key)
	return got, tries
}

// interleavings is how often the two editors of [TestTwoEditors] try.
var interleavings = flag.Int("interleavings", 500, "tries of two editors on one figure")

// TestTwoEditors lets two people change one figure without knowing of each other.
// Every accepted change was made by somebody who had seen the one before.
func TestTwoEditors(t *testing.T) {
	c := newCells(t, 1)
	type change struct{ read, wrote int }
	var mu sync.Mutex
	var accepted []change
	var stale, value atomic.Int64
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			version := 0
			for range *interleavings / 2 {
				login, v := c.cell(0, version, fmt.Sprint(value.Add(1)))
				var got saved
				r := c.keyed(login, "", saveOne, v)
				if len(r.Errors) > 0 || json.Unmarshal(r.Data, &got) != nil {
					t.Errorf("%s", r.body)
					return
				}
				result := got.ReportValuesSave.Results[0]
				switch result.Outcome {
				case "SAVED":
					mu.Lock()
					accepted = append(accepted, change{version, result.Row.Version})
					mu.Unlock()
				case "STALE":
					stale.Add(1)
				default:
					t.Errorf("%+v", result)
				}
				if rand.IntN(3) > 0 { // else an editor goes on with what it saw
					version = result.Row.Version
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d accepted, %d stale", len(accepted), stale.Load())
	if stale.Load() == 0 || len(accepted) == 0 {
		t.Error("the editors never met: this proves nothing")
	}
	seen := map[int]bool{}
	for _, a := range accepted {
		if a.wrote != a.read+1 || seen[a.wrote] {
			t.Errorf("a change of version %d was accepted as version %d", a.read, a.wrote)
		}
		seen[a.wrote] = true
	}
	if n := c.count(`SELECT max(version) FROM report_rows`); n != len(accepted) {
		t.Errorf("%d changes were accepted, and the version is %d", len(accepted), n)
	}
	if n := c.count(`SELECT count(*) FROM report_values`); n != len(accepted) {
		t.Errorf("%d changes were accepted, and %d are kept", len(accepted), n)
	}
}
