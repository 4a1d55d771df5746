package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaoping/kaoping/graph"
	"github.com/kaoping/kaoping/internal/console"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/gqlhttp"
	"github.com/kaoping/kaoping/internal/httpd"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/vektah/gqlparser/v2"
)

// TestDrain stops a server while somebody is being served: it says so at least a
// second before it takes no more connections, and lets the one finish.
func TestDrain(t *testing.T) {
	o := newOffice(t, register)
	drain := &httpd.Drain{}
	inside, release := make(chan struct{}), make(chan struct{})
	clock := func(ctx context.Context) (time.Time, error) {
		if ctx.Value(slowKey{}) == nil {
			return o.clock(ctx)
		}
		close(inside)
		<-release
		return o.clock(ctx)
	}
	whole := site{db: o.db, service: o.service, clock: clock, drain: drain}.handler()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- serveOn(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Slow") != "" {
				r = r.WithContext(context.WithValue(r.Context(), slowKey{}, true))
			}
			whole.ServeHTTP(w, r)
		}), drain)
	}()
	base := "http://" + l.Addr().String()
	status := func(path string) (int, error) {
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		res, err := client.Get(base + path)
		if err != nil {
			return 0, err
		}
		res.Body.Close()
		return res.StatusCode, nil
	}
	if got, err := status("/ready"); got != http.StatusOK {
		t.Fatalf("/ready says %d, %v", got, err)
	}
	slow := make(chan string, 1)
	go func() {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/graphql?query={viewer{at}}", nil)
		req.Header.Set("X-Slow", "1")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			slow <- err.Error()
			return
		}
		defer res.Body.Close()
		text, _ := io.ReadAll(res.Body)
		slow <- string(text)
	}()
	<-inside
	stop()
	var unready time.Time
	for {
		got, err := status("/ready")
		if err != nil {
			break // no more connections
		}
		if got == http.StatusServiceUnavailable && unready.IsZero() {
			unready = time.Now()
			if live, err := status("/graphql?query={viewer{at}}"); live != http.StatusOK {
				t.Errorf("a request during the notice gets %d, %v", live, err)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	if notice := time.Since(unready); unready.IsZero() || notice < time.Second {
		t.Errorf("the notice was %s long", notice)
	}
	close(release)
	if got := <-slow; got != `{"data":{"viewer":null}}` {
		t.Errorf("the running request got %s", got)
	}
	if err := <-served; err != nil {
		t.Errorf("the server stopped with %v", err)
	}
}

type slowKey struct{}

func TestPreflight(t *testing.T) {
	safe := postgres.Durability{Fsync: "on", SynchronousCommit: "on", FullPageWrites: "on"}
	tests := []struct {
		name string
		edit func(*postgres.Durability)
		skew time.Duration
		says string
	}{
		{"all is well", func(*postgres.Durability) {}, time.Second, ""},
		{"waiting for a replica as well", func(d *postgres.Durability) { d.SynchronousCommit = "remote_apply" }, 0, ""},
		{"no fsync", func(d *postgres.Durability) { d.Fsync = "off" }, 0, "fsync = off"},
		{"no waiting for commits", func(d *postgres.Durability) { d.SynchronousCommit = "off" }, 0, "synchronous_commit = off"},
		{"half pages", func(d *postgres.Durability) { d.FullPageWrites = "off" }, 0, "full_page_writes = off"},
		{"two clocks", func(*postgres.Durability) {}, 2100 * time.Millisecond, "differ by 2.1s"},
	}
	for _, tt := range tests {
		d := safe
		tt.edit(&d)
		got := strings.Join(unsafeSettings(d, tt.skew), "\n")
		if (got == "") != (tt.says == "") || !strings.Contains(got, tt.says) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.says)
		}
	}

	// The tests' own database trades safety for speed; so the server refuses it.
	o := newOffice(t, register)
	var out strings.Builder
	p := o.program
	p.out, p.log = &out, &out
	defer slog.SetDefault(slog.Default())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := p.run(ctx, []string{"serve", "-addr", "127.0.0.1:0"}); err == nil || !strings.Contains(err.Error(), "fsync = off") {
		t.Errorf("serve on an unsafe database: %v\n%s", err, out.String())
	}
	p.getenv = func(k string) string {
		return map[string]string{"DATABASE_URL": o.dsn, "KAOPING_OPERATIONS": "some"}[k]
	}
	if err := p.run(ctx, []string{"serve"}); err == nil || !strings.Contains(err.Error(), "KAOPING_OPERATIONS") {
		t.Errorf("an unknown mode: %v", err)
	}
}

// TestStrictTransport: browsers are told to come by HTTPS only where the setting says so.
func TestStrictTransport(t *testing.T) {
	for setting, want := range map[string]string{"1": "max-age=31536000; includeSubDomains", "0": "", "": ""} {
		c := program{getenv: func(name string) string { return map[string]string{"KAOPING_HSTS": setting}[name] }}.config()
		w := httptest.NewRecorder()
		site{hsts: c.hsts}.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/live", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != want || w.Code != http.StatusOK {
			t.Errorf("KAOPING_HSTS=%s: Strict-Transport-Security %q, status %d", setting, got, w.Code)
		}
	}
}

// TestPanicsTellNothing lets a resolver fail on what is not there: the answer has
// a reference, and the log has what happened under it.
func TestPanicsTellNothing(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(httpd.Logger(&log))
	// No use case stands behind the resolvers.
	h := site{db: &postgres.DB{}, clock: func(context.Context) (time.Time, error) { return time.Now(), nil }}.handler()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(document(`mutation { signIn(login: "a", password: "b") { userErrors { code } } }`)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var got reply
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || !answers(got, "INTERNAL", "") {
		t.Fatalf("%v: %s", err, w.Body)
	}
	for _, word := range insides {
		if strings.Contains(w.Body.String(), word) {
			t.Errorf("the answer tells %q: %s", word, w.Body)
		}
	}
	reference, _ := got.Errors[0].Extensions["reference"].(string)
	if len(reference) < 10 || !strings.Contains(log.String(), reference) || !strings.Contains(log.String(), "nil pointer") || !strings.Contains(log.String(), "signin.go:") {
		t.Errorf("under %q the log has: %s", reference, log.String())
	}
}

// TestConsoleOperations: what the page sends is valid, within the limits, and
// all that a server of registered documents answers to most people.
func TestConsoleOperations(t *testing.T) {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
	for hash, op := range console.Operations() {
		if _, err := gqlparser.LoadQueryWithRules(schema, op.Document, nil); err != nil {
			t.Errorf("%s: %v", op.Name, err)
		}
		if gqlhttp.Hash(op.Document) != hash {
			t.Errorf("%s has another hash", op.Name)
		}
	}
	y := &year{office: newOffice(t, register, func(s *site) { s.registered = true }), units: map[string]string{}}
	if r := y.post("a1-reporter", "{ viewer { at } }", nil); !answers(r, "FORBIDDEN", "") {
		t.Errorf("a free document: %s", r.body)
	}
	y.ask(nil, "director", "{ viewer { at } }", nil)
	if r := y.post("a1-reporter", console.Start(), vars{"plan": y.units["A1"]}); answers(r, "FORBIDDEN", "") || r.Data == nil {
		t.Errorf("the page's document: %s", r.body)
	}
}

// TestSecretsStayOut sends secrets by every way in, good and bad, and looks for
// them in the log and the metrics.
func TestSecretsStayOut(t *testing.T) {
	var log bytes.Buffer
	var mu sync.Mutex
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(httpd.Logger(writerFunc(func(p []byte) (int, error) { mu.Lock(); defer mu.Unlock(); return log.Write(p) })))
	var m *httpd.Metrics
	y := &year{units: map[string]string{}}
	y.office = newOffice(t, register, func(s *site) {
		m = httpd.NewMetrics(s.service)
		s.metrics = m
	})
	y.issue([]string{"SUBMIT", "CONFIRM"})
	const canary = "c4nary-s3cret"
	secret := url.QueryEscape(canary)
	for _, login := range []string{"", "a1-reporter", "director"} {
		for _, a := range []attack{
			{name: "a variable", body: withVariables("query($s: ID!) { plan(id: $s) { title } }", vars{"s": canary})},
			{name: "a variable of the wrong type", body: withVariables("query($n: Int!) { plans(first: $n) { totalCount } }", vars{"n": canary})},
			{name: "a variable that is an enum", body: withVariables("query($p: ID!, $o: CompletionOrder!) { completion(planId: $p, by: [GROUP], order: $o) { totalCount } }", vars{"p": y.plan, "o": canary})},
			{name: "an unknown variable", body: withVariables("{ viewer { at } }", vars{"password": canary})},
			{name: "a literal", body: document(`{ plan(id: "` + canary + `") { title } }`)},
			{name: "a field's name", body: document(`{ ` + strings.ReplaceAll(canary, "-", "_") + ` }`)},
			{name: "an operation's name", body: document(`query ` + strings.ReplaceAll(canary, "-", "_") + ` { viewer { at } }`)},
			{name: "a broken body", body: `{"query":"{ viewer { at } }","variables":{"password":"` + canary + `"`},
			{name: "a query string", method: "GET", target: "/graphql?query=%7Bviewer%7Bat%7D%7D&token=" + secret},
			{name: "a mutation", body: withVariables(`mutation($p: ID!, $n: String!) { planReturn(id: $p, version: 1, reason: $n) { userErrors { message } } }`, vars{"p": y.plan, "n": canary})},
			{name: "a link", method: "GET", target: "/downloads/" + y.plan + "/" + secret},
			{name: "a path", method: "GET", target: "/" + secret + "/" + secret},
			{name: "a method", method: strings.ToUpper(strings.ReplaceAll(canary, "-", "")), body: "{}"},
			{name: "a wrong token", body: document("{ viewer { at } }"), header: []string{"Authorization", "Bearer " + canary}},
			{name: "a password", body: document("{ viewer { at } }"), header: []string{"Authorization", "Basic " + canary}},
			{name: "a header", body: document("{ viewer { at } }"), header: []string{"X-Request-Id", canary, "User-Agent", canary, "Accept-Language", canary, "Cookie", "session=" + canary}},
		} {
			if _, body, _, err := y.launch(t.Context(), login, a); err != nil {
				t.Errorf("%s: %v", a.name, err)
			} else if strings.Contains(body, canary) && !strings.HasPrefix(a.name, "a literal") {
				t.Errorf("%s as %q is repeated: %s", a.name, login, body)
			}
		}
	}
	mu.Lock()
	lines := log.String()
	mu.Unlock()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	shown := w.Body.String()
	for _, hidden := range append([]string{canary, strings.ReplaceAll(canary, "-", "_"), strings.ToUpper(strings.ReplaceAll(canary, "-", ""))}, y.tokens["a1-reporter"], y.tokens["director"], "0000-0000911", "甲一") {
		if strings.Contains(lines, hidden) {
			t.Errorf("the log holds %q: %.600s", hidden, regexp.MustCompile(`.*`+regexp.QuoteMeta(hidden)+`.*`).FindString(lines))
		}
		if strings.Contains(shown, hidden) {
			t.Errorf("the metrics hold %q", hidden)
		}
	}
	if n := strings.Count(lines, `"msg":"request"`); n < 48 {
		t.Errorf("only %d requests are in the log", n)
	}
	for _, want := range []string{`kaoping_requests_total{operation="unregistered",route="/graphql",status="2xx"}`, `kaoping_errors_total{code="FORBIDDEN"}`,
		`kaoping_request_seconds_bucket`, `kaoping_database_connections{state="idle"}`, "kaoping_database_lock_waits 0", `kaoping_admission_requests{state="working"} 0`} {
		if !strings.Contains(shown, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	series := func() int {
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return strings.Count(w.Body.String(), "\nkaoping_")
	}
	before := series()
	for i := range 50 {
		y.post("a1-reporter", fmt.Sprintf("query Q%d { viewer { at } }", i), nil)
	}
	if after := series(); after != before {
		t.Errorf("fifty names of clients made %d series of %d", after, before)
	}
	y.post("a1-reporter", console.Start(), vars{"plan": y.plan})
	w = httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if !strings.Contains(w.Body.String(), `operation="Start"`) {
		t.Error("the console's document is not counted under its name")
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestWhoMayReadTheSchema at the door of a server in production.
func TestWhoMayReadTheSchema(t *testing.T) {
	holds := func(role goal.Role) goal.Actor {
		return goal.Actor{Account: &goal.Account{}, Grants: []goal.Grant{{Role: role, UnitID: 1}}}
	}
	for _, role := range goal.Roles {
		want := role == goal.SysAdmin || role == goal.OfficeDirector
		if got := (site{registered: true}).caller(holds(role)); got.Introspect != want || got.AnyDocument != want || got.Body != mostBody {
			t.Errorf("%s: %+v", role, got)
		}
		if got := (site{}).caller(holds(role)); got.Introspect != want || !got.AnyDocument {
			t.Errorf("%s: %+v", role, got)
		}
	}
	if got := (site{}).caller(goal.Actor{}); got.Introspect || got.Body != strangersBody {
		t.Errorf("nobody: %+v", got)
	}
	if got := (site{open: true}).caller(goal.Actor{}); !got.Introspect || !got.AnyDocument {
		t.Errorf("in a demo: %+v", got)
	}
}
