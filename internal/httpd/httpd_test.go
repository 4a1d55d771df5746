package httpd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

// start serves a handler as /graphql, with nobody asking.
func start(t *testing.T, c Config, graphql http.HandlerFunc) *httptest.Server {
	t.Helper()
	c.GraphQL = graphql
	c.Clock = func(context.Context) (time.Time, error) { return time.Now(), nil }
	c.Enter = func(ctx context.Context, _ goal.Actor, _ wording.Lang) context.Context { return ctx }
	s := httptest.NewUnstartedServer(New(c))
	s.Config.ReadTimeout = time.Second
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func post(t *testing.T, s *httptest.Server, body string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// TestAdmission fills the places for work and for waiting: whoever comes then is
// told at once to come later, and the others are answered.
func TestAdmission(t *testing.T) {
	release := make(chan struct{})
	working := make(chan struct{}, 10)
	const patience = 10 * time.Second
	s := start(t, Config{Admission: Admission{Working: 2, Waiting: 3, Wait: patience}}, func(w http.ResponseWriter, r *http.Request) {
		working <- struct{}{}
		<-release
	})
	var wg sync.WaitGroup
	statuses := make(chan int, 5)
	for range 5 {
		wg.Go(func() { statuses <- post(t, s, "x").StatusCode })
	}
	<-working
	<-working
	time.Sleep(200 * time.Millisecond) // the other three are in the queue
	began := time.Now()
	res := post(t, s, "x")
	if took := time.Since(began); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || took > patience/2 {
		t.Errorf("beyond the queue: %s after %s, Retry-After %q", res.Status, took, res.Header.Get("Retry-After"))
	}
	if text, _ := io.ReadAll(res.Body); !bytes.Contains(text, []byte("UNAVAILABLE")) {
		t.Errorf("the refusal says %s", text)
	}
	if res, err := http.Get(s.URL + "/live"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("/live waits too: %v", err)
	}
	close(release)
	wg.Wait()
	close(statuses)
	for status := range statuses {
		if status != http.StatusOK {
			t.Errorf("one that waited got %d", status)
		}
	}
}

// TestPatienceEnds: nobody waits longer for a place than the queue's time.
func TestPatienceEnds(t *testing.T) {
	release := make(chan struct{})
	working := make(chan struct{}, 2)
	s := start(t, Config{Admission: Admission{Working: 1, Waiting: 1, Wait: 150 * time.Millisecond}}, func(http.ResponseWriter, *http.Request) {
		working <- struct{}{}
		<-release
	})
	done := make(chan struct{})
	go func() { defer close(done); post(t, s, "x") }()
	<-working
	began := time.Now()
	if res := post(t, s, "x"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("got %s", res.Status)
	}
	if took := time.Since(began); took < 100*time.Millisecond || took > 5*time.Second {
		t.Errorf("waited %s", took)
	}
	close(release)
	<-done
}

// TestSlowSendersTakeNoPlace lets more people send slowly than there are places:
// others are answered meanwhile, and the slow ones are dropped.
func TestSlowSendersTakeNoPlace(t *testing.T) {
	s := start(t, Config{Admission: Admission{Working: 1, Waiting: 1, Wait: 100 * time.Millisecond}}, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(w, r.Body)
	})
	var slow []net.Conn
	for range 20 {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
		slow = append(slow, c)
	}
	time.Sleep(100 * time.Millisecond)
	res := post(t, s, "quick")
	if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || string(text) != "quick" {
		t.Errorf("meanwhile: %s %s", res.Status, text)
	}
	for _, c := range slow {
		c.SetReadDeadline(time.Now().Add(5 * time.Second))
		text, err := io.ReadAll(c) // ends when the server closes
		if err != nil || !bytes.HasPrefix(text, []byte("HTTP/1.1 408")) {
			t.Fatalf("a slow sender: %v, %.100s", err, text)
		}
	}
}

// TestLongWorkOutlivesTheReadTimeout: the time for reading ends with the body.
func TestLongWorkOutlivesTheReadTimeout(t *testing.T) {
	large := strings.Repeat("x", smallBody*2)
	for name, body := range map[string]string{"small": "x", "large": large} {
		s := start(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
			got, err := io.ReadAll(r.Body)
			select {
			case <-r.Context().Done():
				t.Errorf("%s: cut off: %v", name, context.Cause(r.Context()))
			case <-time.After(1500 * time.Millisecond): // the server reads for one second
			}
			fmt.Fprint(w, len(got), err)
		})
		res := post(t, s, body)
		if text, _ := io.ReadAll(res.Body); string(text) != fmt.Sprint(len(body), nil) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestHeaders(t *testing.T) {
	drain := &Drain{}
	s := start(t, Config{HSTS: true, Drain: drain}, func(w http.ResponseWriter, r *http.Request) {})
	for _, path := range []string{"/graphql", "/live", "/nothing"} {
		res, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: the policy is %q", path, csp)
		}
		if len(res.Header.Get("X-Request-Id")) != 16 || res.Close {
			t.Errorf("%s: %v", path, res.Header)
		}
	}
	drain.Begin()
	if res := post(t, s, "x"); !res.Close || res.StatusCode != http.StatusOK {
		t.Errorf("while stopping, the connection stays open: %v", res.Header)
	}
	if res, _ := http.Get(s.URL + "/ready"); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("while stopping, /ready says %s", res.Status)
	}
	without := start(t, Config{}, func(w http.ResponseWriter, r *http.Request) {})
	if res := post(t, without, "x"); res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS is sent unasked")
	}
}

// TestForeignPages: another site's page can make a browser send a simple POST,
// but the server does not act on it.
func TestForeignPages(t *testing.T) {
	reached := 0
	s := start(t, Config{}, func(http.ResponseWriter, *http.Request) { reached++ })
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
		res := post(t, s, "{}", append(header, "Content-Type", "text/plain")...)
		if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusForbidden || !bytes.Contains(text, []byte(`"FORBIDDEN"`)) {
			t.Errorf("%v: %s %s", header, res.Status, text)
		}
	}
	if reached > 0 {
		t.Errorf("%d requests went through", reached)
	}
	if post(t, s, "{}", "Sec-Fetch-Site", "same-origin"); reached != 1 {
		t.Error("one from our own page did not")
	}
}

// TestLogs: a request is logged once, under the id that its answer carries, and
// a panic with its stack, of which the answer tells nothing.
func TestLogs(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(Logger(&log))
	s := start(t, Config{}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			panic("the secret of the house")
		}
		Note(r.Context(), "Start", []string{"STALE"})
		slog.InfoContext(r.Context(), "within")
	})
	res := post(t, s, "s3cret", "Authorization", "")
	s.CloseClientConnections()
	line := log.String()
	for _, want := range []string{`"msg":"request"`, `"route":"/graphql"`, `"operation":"Start"`, `"codes":["STALE"]`, `"status":200`, `"request":"` + res.Header.Get("X-Request-Id") + `"`} {
		if !strings.Contains(line, want) {
			t.Errorf("the log lacks %s: %s", want, line)
		}
	}
	if strings.Count(line, res.Header.Get("X-Request-Id")) != 2 || strings.Contains(line, "s3cret") {
		t.Errorf("the log: %s", line)
	}
	res, err := http.Get(s.URL + "/graphql?token=s3cret")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusInternalServerError || !bytes.Contains(text, []byte("INTERNAL")) || bytes.Contains(text, []byte("secret")) {
		t.Errorf("after a panic: %s %s", res.Status, text)
	}
	if !strings.Contains(log.String(), "httpd_test.go") || strings.Contains(log.String(), "s3cret") {
		t.Errorf("the log after a panic: %s", log.String())
	}
}
