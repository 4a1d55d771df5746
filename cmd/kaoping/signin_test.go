package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/signin"
)

// gate is an office with a server over TLS, where people sign in. Hashes are
// cheap, so that thousands of guesses take seconds.
type gate struct {
	*office
	tls *httptest.Server
}

var cheapHash = signin.Cost{Memory: 64, Passes: 1, Threads: 1}

func newGate(t *testing.T, d door) *gate {
	t.Helper()
	g := &gate{office: newOffice(t, register)}
	g.service.Passwords = signin.NewHasher(cheapHash, 1<<10)
	administrator := goal.AccountFile{Login: "sysadmin", Name: "系统管理员", Grants: []goal.GrantFile{{Role: goal.SysAdmin, Unit: "TA"}}}
	if err := g.service.LoadOrgan(t.Context(), g.console(), &goal.OrganFile{Accounts: []goal.AccountFile{administrator}}); err != nil {
		t.Fatal(err)
	}
	g.tls = httptest.NewTLSServer(site{db: g.db, service: g.service, clock: g.clock, baseURL: "https://kaoping.example", door: d}.handler())
	g.tls.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.Cleanup(g.tls.Close)
	return g
}

func (g *gate) advance(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now = g.now.Add(d)
}

// activate lets somebody sign in, or no more, as the technician does.
func (g *gate) activate(login string, active bool) error {
	account, err := g.service.AccountOf(g.t.Context(), g.console(), login)
	if err != nil {
		return err
	}
	step := g.service.DisableAccount
	if active {
		step = g.service.EnableAccount
	}
	_, err = step(g.t.Context(), g.console(), account.ID(), account.Version, "试验")
	return err
}

func (g *gate) console() goal.Actor {
	now, _ := g.clock(g.t.Context())
	return cycle.Console(now)
}

// browser keeps cookies as browsers do, and can be made to leave out the header
// that a page of ours sends.
type browser struct {
	g       *gate
	cookies map[string]string
	header  http.Header
	set     []*http.Cookie // of the last answer
	status  int
}

func (g *gate) browser() *browser {
	return &browser{g: g, cookies: map[string]string{}, header: http.Header{"Kaoping-Request": {"1"}, "Accept-Language": {"en"}, "Content-Type": {"application/json"}}}
}

func (b *browser) do(req *http.Request) (*http.Response, string) {
	b.g.t.Helper()
	maps.Copy(req.Header, b.header)
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res, err := b.g.tls.Client().Do(req)
	if err != nil {
		b.g.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	b.set, b.status = res.Cookies(), res.StatusCode
	for _, c := range b.set {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return res, string(text)
}

// send posts a document and reads the answer.
func (b *browser) send(document string, v vars) reply {
	b.g.t.Helper()
	if b.g.unrecorded != nil {
		b.g.withoutAudit(document, func() reply { return b.sendOnce(document, v) })
	}
	return b.sendOnce(document, v)
}

func (b *browser) sendOnce(document string, v vars) reply {
	b.g.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": document, "variables": v})
	req, _ := http.NewRequestWithContext(b.g.t.Context(), http.MethodPost, b.g.tls.URL+"/graphql", bytes.NewReader(body))
	res, text := b.do(req)
	r := reply{status: res.StatusCode, body: text}
	if err := json.Unmarshal([]byte(text), &r); err != nil && res.StatusCode == http.StatusOK {
		b.g.t.Fatalf("%s: %v", text, err)
	}
	return r
}

// code is the first error's code, or the first user error's, or "".
func (r reply) code() string {
	if len(r.Errors) > 0 {
		code, _ := r.Errors[0].Extensions["code"].(string)
		return code
	}
	var data map[string]struct{ UserErrors []struct{ Code string } }
	if json.Unmarshal(r.Data, &data) == nil {
		for _, field := range data {
			if len(field.UserErrors) > 0 {
				return field.UserErrors[0].Code
			}
		}
	}
	return ""
}

const signInDocument = `mutation($l: String!, $p: String!) { signIn(login: $l, password: $p) { viewer { account { login } scope { passwordDue access } signedInAt } userErrors { field code message } } }`

func (b *browser) signIn(login, password string) string {
	b.g.t.Helper()
	return b.send(signInDocument, vars{"l": login, "p": password}).code()
}

func (b *browser) change(old, chosen string) string {
	b.g.t.Helper()
	return b.send(`mutation($o: String!, $n: String!) { passwordChange(old: $o, new: $n) { viewer { account { login } } userErrors { field code message } } }`, vars{"o": old, "n": chosen}).code()
}

// who is the login of whom the server takes the browser for; "" is nobody.
func (b *browser) who() string {
	b.g.t.Helper()
	var data struct {
		Viewer *struct{ Account struct{ Login string } }
	}
	r := b.send(`{ viewer { account { login } } }`, nil)
	if json.Unmarshal(r.Data, &data) != nil || data.Viewer == nil {
		return ""
	}
	return data.Viewer.Account.Login
}

const goodPassword = "a long walk in spring"

// person is a browser in which somebody is signed in by a password of their own.
func (g *gate) person(login string) *browser {
	g.t.Helper()
	once, err := g.service.PasswordReset(g.t.Context(), g.console(), login)
	if err != nil {
		g.t.Fatal(err)
	}
	b := g.browser()
	if code := b.signIn(login, once); code != "" {
		g.t.Fatalf("%s cannot sign in: %s", login, code)
	}
	if code := b.change(once, goodPassword); code != "" {
		g.t.Fatalf("%s cannot change the password: %s", login, code)
	}
	return b
}

// audited lists the register's entries of an action.
func (o *office) audited(action string) []string {
	o.t.Helper()
	return slices.DeleteFunc(o.auditLines(), func(s string) bool { return !strings.HasPrefix(s, action+" ") })
}

// auditLines is everything in the register's audit, a line per entry.
func (o *office) auditLines() []string {
	o.t.Helper()
	db, err := sql.Open("postgres", o.dsn)
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT action || ' ' || COALESCE(actor_id::text, '-') || ' ' || object || ' ' || before || ' ' || after || ' ' || reason FROM audit_entries WHERE plan_id = 0 ORDER BY seq`)
	if err != nil {
		o.t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			o.t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	once, err := g.service.PasswordReset(t.Context(), g.console(), "a1-reporter")
	if err != nil {
		t.Fatal(err)
	}
	b := g.browser()
	for _, c := range [][3]string{
		{"a1-reporter", "wrong password", "BAD_CREDENTIALS"}, {"nobody", once, "BAD_CREDENTIALS"}, {"a2-reporter", once, "BAD_CREDENTIALS"},
		{"not a login\x01", once, "BAD_CREDENTIALS"}, {"", once, "REQUIRED"}, {"a1-reporter", "", "REQUIRED"},
		{"a1-reporter", strings.Repeat("x", 5000), "TOO_LONG"}, {strings.Repeat("x", 65), "x", "TOO_LONG"},
	} {
		if code := b.signIn(c[0], c[1]); code != c[2] || len(b.set) > 0 {
			t.Errorf("%q with %.20q: %q, cookies %v; want %s", c[0], c[1], code, b.set, c[2])
		}
	}
	if code := b.signIn(" A1-Reporter ", once); code != "" || b.who() != "a1-reporter" {
		t.Fatalf("the one-time password: %q, then %q", code, b.who())
	}
	// With a one-time password there is nothing but choosing another.
	for _, document := range []string{
		`{ units { totalCount } }`, `{ plans { totalCount } }`,
		`mutation { tokenCreate(input: { label: "x", scope: READ, expiresAt: "2026-02-01T00:00:00Z" }) { userErrors { code } } }`,
		`mutation { planWithdraw: reportsConfirm(planId: "x", period: "2026-01") { userErrors { code } } }`,
	} {
		if code := b.send(document, nil).code(); code != "UNAUTHENTICATED" && code != "NOT_FOUND" {
			t.Errorf("before the password is changed, %s: %q", document, code)
		}
	}
	again := g.browser()
	if code := again.signIn("a1-reporter", once); code != "BAD_CREDENTIALS" {
		t.Errorf("the one-time password works twice: %q", code)
	}
	before := b.cookies["__Host-kaoping"]
	for _, c := range [][3]string{
		{once, "short", "TOO_SHORT"}, {once, "this is a1-reporter speaking", "TELLS_OWNER"}, {once, once, "SAME_PASSWORD"},
		{"not the old one", goodPassword, "WRONG_PASSWORD"}, {once, goodPassword, ""},
	} {
		if code := b.change(c[0], c[1]); code != c[2] {
			t.Fatalf("from %q to %q: %q, want %q", c[0], c[1], code, c[2])
		}
	}
	if b.cookies["__Host-kaoping"] == before || b.who() != "a1-reporter" {
		t.Errorf("after the change the session is %q, the same secret: %v", b.who(), b.cookies["__Host-kaoping"] == before)
	}
	if code := b.send(`{ units { totalCount } }`, nil).code(); code != "" {
		t.Errorf("after the change: %s", code)
	}
	stolen := g.browser()
	stolen.cookies["__Host-kaoping"] = before
	if stolen.who() != "" {
		t.Error("the secret from before the change still counts")
	}
	// Full-width letters are the same password.
	wide := strings.Map(func(r rune) rune {
		if r > ' ' {
			return r + 0xfee0
		}
		return r
	}, goodPassword)
	other := g.browser()
	g.advance(time.Minute)
	if code := other.signIn("a1-reporter", wide); code != "" {
		t.Errorf("typed in full width: %s", code)
	}
	kept := g.browser()
	kept.cookies = maps.Clone(other.cookies)
	if r := other.send(`mutation { signOut { userErrors { code } } }`, nil); r.code() != "" || len(other.cookies) > 0 || b.who() != "a1-reporter" || kept.who() != "" {
		t.Errorf("signed out: %s, cookies %v; its secret is %q, the other browser %q", r.body, other.cookies, kept.who(), b.who())
	}
	if code := other.send(`mutation { signOut { userErrors { code } } }`, nil).code(); code != "UNAUTHENTICATED" {
		t.Errorf("nobody signs out: %s", code)
	}
}

func TestSessionCookie(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.person("a1-reporter")
	if len(b.set) != 1 {
		t.Fatalf("cookies %v", b.set)
	}
	c := b.set[0]
	if c.Name != "__Host-kaoping" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 0 {
		t.Errorf("the cookie is %s", c)
	}
	// A foreign page can make the browser send the cookie, but not the header.
	b.header.Del("Kaoping-Request")
	if who := b.who(); who != "" {
		t.Errorf("the cookie alone makes somebody %s", who)
	}
	b.header.Set("Kaoping-Request", "")
	if who := b.who(); who != "a1-reporter" {
		t.Errorf("with the header, whatever it says: %q", who)
	}
	for _, site := range []string{"cross-site", "same-site"} {
		b.header.Set("Sec-Fetch-Site", site)
		if r := b.send(`{ viewer { at } }`, nil); r.status != http.StatusForbidden {
			t.Errorf("from a %s page: %d %s", site, r.status, r.body)
		}
	}
	// A token needs no header, and comes before a cookie.
	b = g.person("a1-reporter")
	b.header.Del("Kaoping-Request")
	b.header.Set("Authorization", "Bearer "+g.token("director"))
	if who := b.who(); who != "director" {
		t.Errorf("with a token: %q", who)
	}
	for _, header := range []string{"Basic eDp5", g.token("director"), "Bearer ", "Bearer " + c.Value, "Bearer kp_none"} {
		b.header.Set("Authorization", header)
		if r := b.send(`{ viewer { at } }`, nil); r.status != http.StatusUnauthorized {
			t.Errorf("Authorization: %s: %d", header, r.status)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.person("a1-reporter")
	const name = "__Host-kaoping"

	// The secret is replaced when it is old; the one before counts a moment longer.
	first := b.cookies[name]
	g.advance(14 * time.Minute)
	if b.who() != "a1-reporter" || b.cookies[name] != first {
		t.Fatal("a young secret was replaced, or refused")
	}
	g.advance(2 * time.Minute)
	var all sync.WaitGroup
	fresh := make(chan string, 8)
	for range cap(fresh) {
		all.Go(func() {
			tab := g.browser()
			tab.cookies[name] = first
			if tab.who() != "a1-reporter" {
				t.Error("one of several requests at once was refused")
			}
			if tab.cookies[name] != first {
				fresh <- tab.cookies[name]
			}
		})
	}
	all.Wait()
	close(fresh)
	b.cookies[name] = <-fresh
	if more, ok := <-fresh; ok || b.cookies[name] == "" {
		t.Fatalf("the secret was replaced twice: %q", more)
	}
	late := g.browser()
	late.cookies[name] = first
	if late.who() != "a1-reporter" {
		t.Error("the old secret did not count for the moment that requests under way need")
	}
	g.advance(61 * time.Second)
	if late.who() != "" || b.who() != "a1-reporter" {
		t.Errorf("a minute later the old secret is %q, the new one %q", late.who(), b.who())
	}

	// Half an hour without a request ends it, but none shorter.
	for range 3 {
		g.advance(29 * time.Minute)
		if b.who() != "a1-reporter" {
			t.Fatal("ended within half an hour of the last request")
		}
	}
	idle := g.browser()
	idle.cookies[name] = b.cookies[name]
	g.advance(31 * time.Minute)
	if idle.who() != "" {
		t.Error("half an hour without a request did not end the session")
	}

	// Half a day ends it, however busy.
	b = g.person("a1-reporter")
	var last int
	for minutes := 20; minutes <= 13*60; minutes += 20 {
		g.advance(20 * time.Minute)
		if b.who() == "" {
			break
		}
		last = minutes
	}
	if last < 11*60+30 || last > 12*60 {
		t.Errorf("a busy session ended after %d minutes", last)
	}
}

func TestEndedByOthers(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	phone := g.person("a1-reporter")
	desk := g.browser()
	if code := desk.signIn("a1-reporter", goodPassword); code != "" {
		t.Fatal(code)
	}
	var list struct {
		Viewer struct {
			Sessions []struct {
				ID, Address, Method string
				Current             bool
			}
			Tokens []struct{ ID, Label string }
		}
	}
	read := func(b *browser) {
		t.Helper()
		if err := json.Unmarshal(b.send(`{ viewer { sessions { id current address method agent seenAt expiresAt endedAt } tokens { id label usedOn } } }`, nil).Data, &list); err != nil {
			t.Fatal(err)
		}
	}
	read(desk)
	if s := list.Viewer.Sessions; len(s) != 2 || !s[0].Current || s[1].Current || s[0].Method != "PASSWORD" || s[0].Address != "127.0.0.1" {
		t.Fatalf("the sessions are %+v", s)
	}
	revoke := func(b *browser, id string) string {
		return b.send(`mutation($id: ID!) { sessionRevoke(id: $id) { session { id endedAt current } userErrors { code } } }`, vars{"id": id}).code()
	}
	stranger := g.person("a2-reporter")
	if code := revoke(stranger, list.Viewer.Sessions[1].ID); code != "NOT_FOUND" {
		t.Errorf("a stranger ends a session: %q", code)
	}
	if code := revoke(desk, list.Viewer.Sessions[1].ID); code != "" || phone.who() != "" || desk.who() != "a1-reporter" {
		t.Errorf("one's own other session: %q; then the phone is %q and the desk %q", code, phone.who(), desk.who())
	}
	administrator := g.person("sysadmin")
	if code := revoke(administrator, list.Viewer.Sessions[0].ID); code != "" || desk.who() != "" {
		t.Errorf("the administrator ends a session: %q; then it is %q", code, desk.who())
	}

	// Another password ends the sessions elsewhere.
	desk, phone = g.browser(), g.browser()
	g.advance(time.Minute)
	if a, b := desk.signIn("a1-reporter", goodPassword), phone.signIn("a1-reporter", goodPassword); a+b != "" {
		t.Fatal(a, b)
	}
	if code := desk.change(goodPassword, "another walk in autumn"); code != "" || desk.who() != "a1-reporter" || phone.who() != "" {
		t.Errorf("after another password (%q) the desk is %q, the phone %q", code, desk.who(), phone.who())
	}

	// A reset ends them all.
	again := g.browser()
	if code := again.signIn("a1-reporter", "another walk in autumn"); code != "" {
		t.Fatal(code)
	}
	once, err := g.service.PasswordReset(t.Context(), g.console(), "a1-reporter")
	if err != nil || again.who() != "" || desk.who() != "" {
		t.Errorf("after a reset (%v) one session is %q, another %q", err, again.who(), desk.who())
	}
	if code := desk.signIn("a1-reporter", once) + desk.change(once, "another walk in autumn"); code != "" {
		t.Fatal(code)
	}

	// A disabled account acts no more, from the next request on.
	token := g.browser()
	token.header.Set("Authorization", "Bearer "+g.token("a1-reporter"))
	if token.who() != "a1-reporter" {
		t.Fatal("the token is nobody's")
	}
	activate := func(active bool) {
		t.Helper()
		if err := g.activate("a1-reporter", active); err != nil {
			t.Fatal(err)
		}
	}
	// Whatever of its access was left, the account alone decides.
	owner, err := sql.Open("postgres", g.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	g.mustExec(owner, `UPDATE accounts SET active = false WHERE login = 'a1-reporter'`)
	if desk.who() != "" || token.who() != "" {
		t.Errorf("the account alone is disabled, and yet %q and %q", desk.who(), token.who())
	}
	g.mustExec(owner, `UPDATE accounts SET active = true WHERE login = 'a1-reporter'`)
	activate(false)
	if desk.who() != "" || token.who() != "" {
		t.Errorf("disabled, and yet %q and %q", desk.who(), token.who())
	}
	if code := desk.signIn("a1-reporter", "another walk in autumn"); code != "BAD_CREDENTIALS" {
		t.Errorf("disabled, and signing in: %q", code)
	}
	activate(true)
	if desk.who() != "" || token.who() != "" {
		t.Error("what was ended lives again when the account is enabled")
	}
	if code := desk.signIn("a1-reporter", "another walk in autumn"); code != "" {
		t.Errorf("enabled, and signing in: %q", code)
	}
	for action, want := range map[string]int{"account.disable": 1, "account.enable": 1, "session.revoke": 2, "session.refuse": 1, "password.change": 5, "password.reset": 4} {
		if got := g.audited(action); len(got) != want {
			t.Errorf("%s is in the audit %d times, want %d: %q", action, len(got), want, got)
		}
	}
}

// Signing in over a session ends it: nobody slips theirs under somebody else.
func TestSigningInEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.person("a1-reporter")
	before := g.browser()
	before.cookies = maps.Clone(b.cookies)
	if code := b.signIn("a1-reporter", goodPassword); code != "" {
		t.Fatal(code)
	}
	if before.who() != "" || b.who() != "a1-reporter" {
		t.Errorf("the session before is %q, the new one %q", before.who(), b.who())
	}
}

// TestAccessIsRecorded goes through all that people do about their own access,
// each once while the audit takes no entries.
func TestAccessIsRecorded(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	other := g.person("a1-reporter")
	b := g.browser()
	g.unrecorded = map[string]bool{}
	defer g.triedUnrecorded()
	if code := b.signIn("a1-reporter", goodPassword); code != "" {
		t.Fatal(code)
	}
	ok := func(r reply) reply {
		t.Helper()
		if r.code() != "" {
			t.Fatalf("%s", r.body)
		}
		return r
	}
	var made struct {
		TokenCreate struct{ Token struct{ ID string } }
	}
	r := ok(b.send(`mutation($e: Time!) { tokenCreate(input: { label: "表格", scope: READ, expiresAt: $e }) { token { id } userErrors { code } } }`, vars{"e": g.now.Add(24 * time.Hour).Format(time.RFC3339)}))
	if err := json.Unmarshal(r.Data, &made); err != nil {
		t.Fatal(err)
	}
	ok(b.send(`mutation($id: ID!) { tokenRevoke(id: $id) { userErrors { code } } }`, vars{"id": made.TokenCreate.Token.ID}))
	var list struct {
		Viewer struct {
			Sessions []struct {
				ID      string
				Current bool
			}
		}
	}
	if err := json.Unmarshal(ok(b.send(`{ viewer { sessions { id current } } }`, nil)).Data, &list); err != nil {
		t.Fatal(err)
	}
	for _, s := range list.Viewer.Sessions {
		if !s.Current {
			ok(b.send(`mutation($id: ID!) { sessionRevoke(id: $id) { userErrors { code } } }`, vars{"id": s.ID}))
		}
	}
	if who := other.who(); who != "" {
		t.Errorf("the session that was revoked is still %s", who)
	}
	ok(b.send(`mutation($o: String!, $n: String!) { passwordChange(old: $o, new: $n) { userErrors { code } } }`, vars{"o": goodPassword, "n": goodPassword + " 又一年"}))
	ok(b.send(`mutation { signOut { userErrors { code } } }`, nil))
}

// What a session or a token costs each request: one statement to find out who,
// one for their rights, and one for where they belong.
func TestWhoIsAskingTakesThreeStatements(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.person("leader")
	token := g.browser()
	token.header.Set("Authorization", "Bearer "+g.token("leader"))
	for name, b := range map[string]*browser{"session": b, "token": token} {
		for _, pause := range []time.Duration{0, 2 * time.Minute, 16 * time.Minute} {
			g.advance(pause)
			n := 0
			g.db.Watch(func(string) { n++ })
			r := b.send(`{ viewer { at } }`, nil)
			g.db.Watch(nil)
			if n > 3 || r.code() != "" {
				t.Errorf("a %s after %s takes %d statements (%s)", name, pause, n, r.body)
			}
		}
	}
}
