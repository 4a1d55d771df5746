package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver/pgtest"
	"github.com/kaoping/kaoping/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m, postgres.Migrate) }

// office is a server on a database of its own, whose clock the test moves.
type office struct {
	t      testing.TB
	db     *postgres.DB
	dsn    string
	server *httptest.Server

	service *cycle.Service
	program program // the command line on the same database and keys

	unrecorded map[string]bool // mutations that were tried with the audit out of order; nil: none are to be
	mu         sync.Mutex
	now        time.Time
	tokens     map[string]string
	issued     map[string]time.Time
}

var shanghai = time.FixedZone("CST", 8*60*60)

func newOffice(t testing.TB, register string, adjust ...func(*site)) *office {
	t.Helper()
	o := &office{t: t, dsn: pgtest.New(t), now: time.Date(2026, 1, 5, 9, 0, 0, 0, shanghai), tokens: map[string]string{}, issued: map[string]time.Time{}}
	db, err := postgres.Open(t.Context(), o.dsn)
	if err != nil {
		t.Fatal(err)
	}
	o.db = db
	t.Cleanup(func() { db.Close() })
	o.server = httptest.NewUnstartedServer(nil)
	folder := t.TempDir()
	if err := makeProof(folder, o.now); err != nil {
		t.Fatal(err)
	}
	o.program = program{getenv: func(name string) string { return map[string]string{"DATABASE_URL": o.dsn}[name] }}.in(folder)
	proof, err := o.program.proof()
	if err != nil {
		t.Fatal(err)
	}
	s := cycle.New(db, proof)
	o.service = s
	place := site{db: db, service: s, clock: o.clock, baseURL: "http://" + o.server.Listener.Addr().String()}
	for _, change := range adjust {
		change(&place)
	}
	o.server.Config = newServer(place.handler())
	o.server.Start()
	t.Cleanup(o.server.Close)

	file, err := goal.ParseFile([]byte(register))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.LoadOrgan(t.Context(), cycle.Console(o.now), file.Organ); err != nil {
		t.Fatal(err)
	}
	for _, a := range file.Organ.Accounts {
		o.token(a.Login)
	}
	return o
}

// token is an access token of a person. None lives longer than a year, so that
// one that grows old is replaced.
func (o *office) token(login string) string {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now
	if issued, ok := o.issued[login]; ok && now.Sub(issued) < goal.LongestToken-24*time.Hour {
		return o.tokens[login]
	}
	in := cycle.TokenInput{Label: "test", Scope: goal.ReadWriteAccess, ExpiresAt: now.Add(goal.LongestToken)}
	issued, err := o.service.IssueToken(o.t.Context(), cycle.Console(now), login, in)
	if err != nil {
		o.t.Fatal(err)
	}
	o.tokens[login], o.issued[login] = issued.Secret, now
	return issued.Secret
}

func (o *office) clock(context.Context) (time.Time, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(time.Millisecond)
	return o.now, nil
}

// setTo moves the clock forward to a day at nine.
func (o *office) setTo(day string) {
	o.t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, day, shanghai)
	if err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if next := d.Add(9 * time.Hour); next.After(o.now) {
		o.now = next
	}
}

// reply is an answer as it came.
type reply struct {
	status int
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

// post sends a document as the person with a login; "" is nobody.
func (o *office) post(login, document string, variables map[string]any) reply {
	o.t.Helper()
	if o.unrecorded != nil {
		if login != "" {
			o.token(login) // one that has to be renewed needs the audit
		}
		o.withoutAudit(document, func() reply { return o.keyed(login, "", document, variables) })
	}
	return o.keyed(login, "", document, variables)
}

// request is a document as a program would send it, with an idempotency key or "".
func (o *office) request(login, key, document string, variables map[string]any) *http.Request {
	body, _ := json.Marshal(map[string]any{"query": document, "variables": variables})
	req, _ := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.server.URL+"/graphql", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", "en")
	if login != "" {
		req.Header.Set("Authorization", "Bearer "+o.token(login))
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	return req
}

// keyed is post with an idempotency key.
func (o *office) keyed(login, key, document string, variables map[string]any) reply {
	o.t.Helper()
	res, err := http.DefaultClient.Do(o.request(login, key, document, variables))
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	r := reply{status: res.StatusCode, body: string(text)}
	if err := json.Unmarshal(text, &r); err != nil {
		o.t.Fatalf("%s: %v", text, err)
	}
	return r
}

// ask sends a document that must be answered without any error, and reads the
// answer's data. User errors anywhere in it fail the test too.
func (o *office) ask(into any, login, document string, variables map[string]any) {
	o.t.Helper()
	r := o.post(login, document, variables)
	if len(r.Errors) > 0 || strings.Contains(r.body, `"userErrors":[{`) || strings.Contains(r.body, `"problems":[{`) {
		o.t.Fatalf("%s as %s:\n%s", strings.TrimSpace(document), login, r.body)
	}
	if into != nil {
		if err := json.Unmarshal(r.Data, into); err != nil {
			o.t.Fatalf("%v in %s", err, r.body)
		}
	}
}

type vars = map[string]any
