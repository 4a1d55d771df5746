package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
)

const rightsRegister = `
organ:
  since: 2025-01-01
  units:
    - {code: TA, name: 试验县, kind: AUTHORITY}
    - {code: A1, name: 甲一局, kind: DEPARTMENT, parent: TA}
    - {code: A1S, name: 甲一局业务科, kind: SECTION, parent: A1}
    - {code: FA, name: 邻县, kind: AUTHORITY}
  accounts:
    - {login: admin, name: 管理员甲, unit: TA, grants: [{role: SYSTEM_ADMINISTRATOR, unit: TA}]}
    - {login: second, name: 管理员乙, unit: TA, grants: [{role: SYSTEM_ADMINISTRATOR, unit: TA}]}
    - {login: other, name: 邻县管理员, unit: FA, grants: [{role: SYSTEM_ADMINISTRATOR, unit: FA}]}
    - {login: person, name: 干部, unit: A1, grants: [{role: REPORTER, unit: A1}]}
`

// clerk tries rights out over HTTP.
type clerk struct {
	*office
	units, people map[string]string
}

func newClerk(t *testing.T) *clerk {
	c := &clerk{office: newOffice(t, rightsRegister), units: map[string]string{}, people: map[string]string{}}
	var found struct {
		Units    struct{ Nodes []struct{ ID, Code string } }
		Accounts struct{ Nodes []struct{ ID, Login string } }
	}
	for _, login := range []string{"admin", "other"} {
		c.ask(&found, login, `{ units { nodes { id code } } accounts { nodes { id login } } }`, nil)
		for _, a := range found.Accounts.Nodes {
			c.people[a.Login] = a.ID
		}
	}
	for _, u := range found.Units.Nodes {
		c.units[u.Code] = u.ID
	}
	return c
}

// give asks for a right and gives its id and what the answer says.
func (c *clerk) give(by, to, role, unit string) (string, reply) {
	r := c.post(by, `mutation($in: GrantInput!) { g: grantAdd(input: $in) { grant { id status } userErrors { field code message } } }`,
		vars{"in": vars{"accountId": c.people[to], "role": role, "unitId": c.units[unit], "reason": "任命"}})
	_, id, _ := strings.Cut(string(r.Data), `"id":"`)
	id, _, _ = strings.Cut(id, `"`)
	return id, r
}

// roles are what somebody is, at this moment.
func (c *clerk) roles(login string) []string {
	var got struct {
		Viewer struct{ Grants []struct{ Role string } }
	}
	c.ask(&got, login, `{ viewer { grants { role } } }`, nil)
	var list []string
	for _, g := range got.Viewer.Grants {
		list = append(list, g.Role)
	}
	return list
}

// TestRightsTakeTwo gives and ends rights, each of which counts from the next
// request on: some at once, those over others only after a second person.
func TestRightsTakeTwo(t *testing.T) {
	c := newClerk(t)
	c.unrecorded = map[string]bool{}
	defer c.triedUnrecorded()
	const approve = `mutation($id: ID!) { grantApprove(id: $id) { grant { status approvedBy { login } } userErrors { field code message } } }`
	const end = `mutation($id: ID!) { grantEnd(id: $id, reason: "到期") { grant { validTo } userErrors { field code message } } }`

	if _, r := c.give("admin", "admin", "UNIT_HEAD", "A1"); !answers(r, "FORBIDDEN", "") {
		t.Errorf("an administrator gives himself a right: %s", r.body)
	}
	if _, r := c.give("person", "person", "UNIT_HEAD", "A1"); !answers(r, "FORBIDDEN", "") {
		t.Errorf("a reporter gives himself a right: %s", r.body)
	}
	if _, r := c.give("other", "person", "ANALYST", "FA"); !answers(r, "UNKNOWN_ACCOUNT", "input.accountId") {
		t.Errorf("an administrator reaches into another authority: %s", r.body)
	}
	if _, r := c.give("admin", "person", "ANALYST", "FA"); !answers(r, "UNKNOWN_UNIT", "input.unitId") {
		t.Errorf("an administrator gives rights in another authority: %s", r.body)
	}
	deputy, r := c.give("admin", "person", "UNIT_DEPUTY", "A1")
	if deputy == "" || !slices.Contains(c.roles("person"), "UNIT_DEPUTY") {
		t.Errorf("a unit's role does not count at once: %s", r.body)
	}
	if _, r := c.give("second", "person", "UNIT_DEPUTY", "A1"); !answers(r, "DUPLICATE", "input.role") {
		t.Errorf("the same right twice: %s", r.body)
	}
	director, r := c.give("admin", "person", "OFFICE_DIRECTOR", "TA")
	if !strings.Contains(r.body, "PENDING") || slices.Contains(c.roles("person"), "OFFICE_DIRECTOR") {
		t.Errorf("one administrator makes a director: %s", r.body)
	}
	if got := c.post("admin", approve, vars{"id": director}); !answers(got, "OWN_CHECK", "id") {
		t.Errorf("the first administrator is the second too: %s", got.body)
	}
	if got := c.post("other", approve, vars{"id": director}); !answers(got, "NOT_FOUND", "") {
		t.Errorf("a foreign administrator approves: %s", got.body)
	}
	admin, _ := c.give("admin", "second", "OBSERVER", "TA")
	if got := c.post("second", approve, vars{"id": admin}); !answers(got, "FORBIDDEN", "") {
		t.Errorf("the receiver approves: %s", got.body)
	}
	c.ask(nil, "second", approve, vars{"id": director})
	if !slices.Contains(c.roles("person"), "OFFICE_DIRECTOR") {
		t.Error("an approved right does not count on the next request")
	}
	c.ask(nil, "admin", end, vars{"id": director})
	if slices.Contains(c.roles("person"), "OFFICE_DIRECTOR") {
		t.Error("an ended right counts on the next request")
	}
	if got := c.post("second", approve, vars{"id": director}); !answers(got, "WRONG_STATE", "status") {
		t.Errorf("an ended right is approved: %s", got.body)
	}
	c.history(deputy)
}

// history asks who had which right when, and what a person's entry was.
func (c *clerk) history(deputy string) {
	ask := func(login, asOf string) string {
		r := c.post(login, fmt.Sprintf(`query($a: ID!) { grants(accountId: $a%s) { totalCount nodes { id role } } }`, asOf), vars{"a": c.people["person"]})
		return string(r.Data)
	}
	if got := ask("admin", ""); !strings.Contains(got, "UNIT_DEPUTY") || strings.Contains(got, "OFFICE_DIRECTOR") {
		c.t.Errorf("the rights of today: %s", got)
	}
	if got := ask("admin", `, asOf: "2025-06-01T00:00:00+08:00"`); strings.Contains(got, "UNIT_DEPUTY") || !strings.Contains(got, "REPORTER") {
		c.t.Errorf("the rights of last June: %s", got)
	}
	if got := ask("person", ""); !strings.Contains(got, "UNIT_DEPUTY") {
		c.t.Errorf("one's own rights: %s", got)
	}
	if got := ask("other", ""); !strings.Contains(got, `"totalCount":0`) {
		c.t.Errorf("a foreign administrator sees rights: %s", got)
	}
	var a struct {
		A struct{ Account struct{ Version int } }
	}
	c.ask(&a, "admin", `mutation($id: ID!, $u: ID) { a: accountUpdate(id: $id, version: 1, input: { name: "干部", post: "科员", officePhone: "0000-1", mobile: "00000001", unitId: $u }) { account { version unit { code } portfolio { code } } userErrors { field code message } } }`,
		vars{"id": c.people["person"], "u": c.units["A1S"]})
	const disable = `mutation($id: ID!, $v: Int!) { a: accountDisable(id: $id, version: $v, reason: "离职") { account { active version } userErrors { field code message } } }`
	if got := c.post("admin", disable, vars{"id": c.people["person"], "v": 1}); !answers(got, "STALE", "") {
		c.t.Errorf("a stale entry: %s", got.body)
	}
	c.ask(&a, "admin", disable, vars{"id": c.people["person"], "v": a.A.Account.Version})
	if got := c.post("person", `{ viewer { at } }`, nil); got.status != 401 {
		c.t.Errorf("a disabled person gets in: %s", got.body)
	}
	c.ask(&a, "second", `mutation($id: ID!, $v: Int!) { a: accountEnable(id: $id, version: $v, reason: "返岗") { account { active version } userErrors { field code message } } }`, vars{"id": c.people["person"], "v": a.A.Account.Version})
	if got := c.post("person", `{ viewer { at } }`, nil); got.status != 401 {
		c.t.Errorf("an old token opens again: %s", got.body)
	}
	if got := ask("admin", ""); !strings.Contains(got, `"totalCount":0`) {
		c.t.Errorf("signing in again gives rights back: %s", got)
	}
	c.ask(nil, "admin", `mutation($id: ID!, $u: [ID!]!) { portfolioSet(accountId: $id, unitIds: $u) { account { portfolio { code } } userErrors { field code message } } }`,
		vars{"id": c.people["second"], "u": []string{c.units["A1"]}})
	c.ask(nil, "admin", `mutation($u: ID) { accountCreate(input: { login: "new.one", name: "新人", unitId: $u }) { account { id login } userErrors { field code message } } }`, vars{"u": c.units["A1"]})
	if got := c.post("admin", `mutation { accountCreate(input: { login: "new.one", name: "新人" }) { account { id } userErrors { field code message } } }`, nil); !answers(got, "DUPLICATE", "input.login") {
		c.t.Errorf("two people with one login: %s", got.body)
	}
}

// TestForeignIsAbsent asks for every id-taking field with ids of another authority's,
// of nothing, of another kind and with what is no id: nobody can tell them apart.
func TestForeignIsAbsent(t *testing.T) {
	h := newHall(t)
	own, foreign := h.scenes[4], h.scenes[len(h.scenes)-1] // the year that is being closed has one of everything
	asked := 0
	for _, p := range probes {
		for word := range own.words {
			known := word == "$unit" && !strings.Contains(p.document, "$plan") // units are everybody's to know
			misused := word == "$plan" && p.element == "Mutation.portfolioSet"
			if !strings.HasPrefix(word, "$") || word == "$year" || word == "$organ" || !strings.Contains(p.document, word) || known || misused {
				continue
			}
			for _, login := range []string{"director", "head", "admin"} {
				h.tell(p, own, foreign, word, login)
				asked++
			}
		}
	}
	t.Logf("%d questions in four ways each", asked)
}

// tell asks the same with four ids that lead nowhere and compares the answers, and
// how many statements each took.
func (h *hall) tell(p probe, own, foreign scene, word, login string) {
	operation := "query"
	if strings.HasPrefix(p.element, "Mutation.") {
		operation = "mutation"
	}
	id, err := goal.ParseID(foreign.words[word])
	h.ok(err)
	absent, kind := id, id
	absent.Num = 987654321
	if absent.Plan != 0 {
		absent.Plan = 987654321
	}
	if kind.Kind = goal.KindExport; strings.Contains(p.document, "$plan") && word == "$plan" {
		kind.Kind = goal.KindUnit
	}
	first, statements := "", 0
	for n, bad := range []string{foreign.words[word], absent.String(), kind.String(), "no id at all"} {
		s := scene{own.name, map[string]string{}}
		for k, v := range own.words {
			s.words[k] = v
		}
		s.words[word] = bad
		document := operation + " { " + s.said(p.document) + " }"
		if n == 0 {
			h.post(login, document, nil) // what is remembered is remembered now
		}
		count := 0
		h.db.Watch(func(string) { count++ })
		r := h.post(login, document, nil)
		h.db.Watch(nil)
		if n == 0 {
			first, statements = r.body, count
			continue
		}
		if r.body != first || n == 1 && count != statements {
			h.t.Errorf("%s as %s tells what %s is (%d):\n%s (%d statements)\n%s (%d statements)", p.element, login, word, n, first, statements, r.body, count)
			return
		}
	}
}
