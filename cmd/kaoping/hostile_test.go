package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// insides are words that no answer may hold: of SQL, Go, files and libraries.
var insides = []string{"pq:", "sql:", "SELECT ", "INSERT ", "postgres", "relation ", "constraint", ".go:", "goroutine", "runtime error", "panic",
	"internal/", "gqlgen", "gqlparser", "github.com", "map[string]", "interface {}", "json:", "strconv", "decimal.", "graph.", "goal.ID", "/tmp/", "nil pointer"}

// attack is one hostile request, made of a JSON body unless it says otherwise.
type attack struct {
	name    string
	method  string // POST where empty
	target  string // /graphql where empty
	body    string
	header  []string
	refused bool // nothing of it may be answered
}

func document(text string) string {
	body, _ := json.Marshal(vars{"query": text})
	return string(body)
}

func withVariables(text string, variables vars) string {
	body, _ := json.Marshal(vars{"query": text, "variables": variables})
	return string(body)
}

// doubled spreads fragments twice in each other, n levels deep.
func doubled(n int) string {
	var b strings.Builder
	b.WriteString("{ viewer { account { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Account { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Account { name }", n)
	return b.String()
}

// attacks are what strangers try, on a plan and a unit that exist.
func attacks(plan, unit string) []attack {
	read := func(name, text string) attack { return attack{name: name, body: document(text), refused: true} }
	var aliases strings.Builder
	for i := range 100 {
		fmt.Fprintf(&aliases, " a%d: viewer { at }", i)
	}
	list := []attack{
		read("introspection", "{ __schema { types { name fields { name args { name } } } } }"),
		read("one type", `{ __type(name: "Mutation") { fields { name } } }`),
		read("introspection in a fragment", "query { ...X } fragment X on Query { __schema { queryType { name } } }"),
		read("aliases", "{"+aliases.String()+" }"),
		read("root fields", "{ "+strings.Repeat("viewer { at } ", 60)+"}"),
		read("nesting", "{ "+strings.Repeat("unit(id: \""+unit+"\") { parent { ", 1)+strings.Repeat("parent { ", 40)+"name"+strings.Repeat(" }", 43)),
		read("fragments that double", doubled(24)),
		read("fragments that double without end", doubled(60)),
		read("a fragment cycle", "{ viewer { account { ...A } } } fragment A on Account { name ...B } fragment B on Account { ...A }"),
		read("directives", "{ viewer"+strings.Repeat(" @include(if: true)", 300)+" { at } }"),
		read("unknown directives", "{ viewer"+strings.Repeat(" @a", 300)+" { at } }"),
		read("field merging", "{ "+strings.Repeat("__typename ", 8000)+"}"),
		read("field merging within the limits of size", "{ viewer { "+strings.Repeat("at ", 1900)+"} }"),
		read("inline fragments", "{ viewer { "+strings.Repeat("... on Viewer { at } ", 320)+"} }"),
		read("unknown fields", "{ "+strings.Repeat("x ", 1900)+"}"),
		read("unknown types", "{ viewer { "+strings.Repeat("... on Xccount { n } ", 300)+"} }"),
		read("unknown arguments", `{ viewer(`+strings.Repeat("a: 1 ", 600)+`) { at } }`),
		read("nearly a name", "{ viewr { at } }"),
		read("brackets", "{ plan(id: "+strings.Repeat("[", 1900)+") { id } }"),
		read("a block string without end", `{ plan(id: """`+strings.Repeat(`\`, 15_000)),
		read("a name of 16,000 letters", "{ "+strings.Repeat("a", 16_000)+" }"),
		read("a comment of a megabyte", "# "+strings.Repeat("x", 1<<20)+"\n{ viewer { at } }"),
		read("a subscription", "subscription { viewer { at } }"),
		read("a byte order mark and nothing", "\ufeff"),
		{name: "a batch", body: "[" + document("{ viewer { at } }") + "," + document("{ viewer { at } }") + "]", refused: true},
		{name: "an empty body", body: "", refused: true},
		{name: "half a body", body: `{"query": "{ viewer`, refused: true},
		{name: "two bodies", body: document("{ viewer { at } }") + document("{ viewer { at } }"), refused: true},
		{name: "deep JSON", body: `{"query":"{ viewer { at } }","variables":` + strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000) + "}", refused: true},
		{name: "nine megabytes", body: `{"query":"{ viewer { at } }","variables":{"x":"` + strings.Repeat("x", 9<<20) + `"}}`, refused: true},
		{name: "a million numbers", body: `{"query":"{ viewer { at } }","variables":{"x":[` + strings.Repeat("1,", 1_000_000) + `1]}}`},
		{name: "bytes of GBK", body: "{\"query\":\"{ viewer { at } }\",\"variables\":{\"x\":\"\xc4\xe3\xba\xc3\"}}", refused: true},
		{name: "charset=gbk", body: document("{ viewer { at } }"), header: []string{"Content-Type", "application/json; charset=gbk"}, refused: true},
		{name: "NUL", body: `{"query":"query($s: ID!) { plan(id: $s) { id } }","variables":{"s":"a\u0000b"}}`, refused: true},
		{name: "NUL in a document", body: document("{ plan(id: \"a\x00b\") { id } }"), refused: true},
		{name: "half a surrogate pair", body: `{"query":"{ viewer { at } }","variables":{"s":"\udfff"}}`, refused: true},
		{name: "plain text", body: document("{ viewer { at } }"), header: []string{"Content-Type", "text/plain"}, refused: true},
		{name: "a form", body: "query=%7Bviewer%7Bat%7D%7D", header: []string{"Content-Type", "application/x-www-form-urlencoded"}, refused: true},
		{name: "multipart", body: "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + document("{ viewer { at } }") + "\r\n--x--\r\n", header: []string{"Content-Type", "multipart/form-data; boundary=x"}, refused: true},
		{name: "from another site", body: document("{ viewer { at } }"), header: []string{"Origin", "https://elsewhere.example"}, refused: true},
		{name: "compressed", body: document("{ viewer { at } }"), header: []string{"Content-Encoding", "gzip"}, refused: true},
		{name: "a mutation by GET", method: "GET", target: "/graphql?query=" + url.QueryEscape(`mutation { reviewOpen(planId: "`+plan+`") { review { status } } }`), refused: true},
		{name: "a hash that nobody registered", body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("0", 64) + `"}}}`, refused: true},
		{name: "registering a document", body: `{"query":"{ viewer { at } }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("0", 64) + `"}}}`, refused: true},
		{name: "a path upwards", method: "GET", target: "/downloads/../../etc/passwd/x"},
		{name: "a download that is none", method: "GET", target: "/downloads/" + strings.Repeat("A", 500) + "/" + strings.Repeat("B", 500)},
		{name: "an odd path", method: "GET", target: "/%00%ff/..;/graphql"},
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
		list = append(list, attack{name: method, method: method, body: document("{ viewer { at } }"), refused: true})
	}
	for _, n := range []string{"-1", "0", "101", "2147483647", "2147483648", "-2147483649", "1e9", "1.0", `"12"`, "true", "null", "99999999999999999999", "1e400", "[1]"} {
		list = append(list, attack{name: "first: " + n, body: `{"query":"query($n: Int!) { plans(first: $n) { totalCount } }","variables":{"n":` + n + `}}`})
	}
	for _, s := range []string{"' OR 1=1 --", "'; DROP TABLE plans; --", `\'; SELECT pg_sleep(10); --`, "%' UNION SELECT token FROM tokens --", "${jndi:ldap://x}",
		"{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "$1", "\\", "\"", "\u202e", strings.Repeat("%", 3000), strings.Repeat("\U0001f600", 2000)} {
		list = append(list,
			attack{name: "search " + s, body: withVariables(`query($p: ID!, $s: String!) { goals(planId: $p, search: $s, first: 5) { totalCount } }`, vars{"p": plan, "s": s})},
			attack{name: "cursor " + s, body: withVariables(`query($s: String!) { plans(after: $s) { totalCount } }`, vars{"s": s})},
			attack{name: "id " + s, body: withVariables(`query($s: ID!) { plan(id: $s) { title } }`, vars{"s": s})},
			attack{name: "period " + s, body: withVariables(`query($p: ID!, $s: Period!) { reports(planId: $p, period: $s) { totalCount } }`, vars{"p": plan, "s": s})},
			attack{name: "Accept-Language " + s, body: document("{ viewer { at } }"), header: []string{"Accept-Language", strings.ToValidUTF8(url.QueryEscape(s), "")}})
	}
	return list
}

// launch sends an attack and says how it went; a refused request whose body was
// not read to its end may have its connection cut.
func (o *office) launch(ctx context.Context, login string, a attack) (status int, body string, took time.Duration, err error) {
	method, target := a.method, a.target
	if method == "" {
		method = http.MethodPost
	}
	if target == "" {
		target = "/graphql"
	}
	req, err := http.NewRequestWithContext(ctx, method, o.server.URL, strings.NewReader(a.body))
	if err != nil {
		return 0, "", 0, err
	}
	if req.URL, err = url.Parse(o.server.URL); err != nil {
		return 0, "", 0, err
	}
	path, query, _ := strings.Cut(target, "?")
	req.URL.Opaque, req.URL.RawQuery = path, query // as written
	if method != http.MethodGet {
		req.Header.Set("Content-Type", "application/json")
	}
	if login != "" {
		req.Header.Set("Authorization", "Bearer "+o.tokens[login])
	}
	for i := 0; i+1 < len(a.header); i += 2 {
		req.Header.Set(a.header[i], a.header[i+1])
	}
	began := time.Now()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", time.Since(began), err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, string(text), time.Since(began), err
}

// faults says what is wrong with an answer to an attack.
func (a attack) faults(status int, body string) []string {
	var faults []string
	if status >= 500 {
		faults = append(faults, fmt.Sprintf("status %d", status))
	}
	for _, word := range insides {
		if strings.Contains(body, word) {
			faults = append(faults, fmt.Sprintf("tells %q", word))
		}
	}
	if a.refused && strings.Contains(body, `"data":{`) {
		faults = append(faults, "was answered")
	}
	if len(body) > 20_000 {
		faults = append(faults, fmt.Sprintf("%d bytes", len(body)))
	}
	if strings.Contains(body, "mean") && strings.Contains(body, "viewer") {
		faults = append(faults, "suggests a name")
	}
	return faults
}

func TestHostileRequests(t *testing.T) {
	y := &year{office: newOffice(t, register), long: true, units: map[string]string{}}
	y.issue([]string{"SUBMIT", "CONFIRM"})
	list := attacks(y.plan, y.units["A1"])
	before := y.digest()
	grown := watchHeap(t)
	for _, login := range []string{"", "a1-reporter"} {
		for _, a := range list {
			status, body, took, err := y.launch(t.Context(), login, a)
			for range 3 { // the machine may have been busy
				if took <= slowdown*time.Second {
					break
				}
				status, body, took, err = y.launch(t.Context(), login, a)
			}
			if err != nil && len(a.body) < 64<<10 {
				t.Errorf("%q as %q: %v", a.name, login, err)
			}
			if took > slowdown*time.Second {
				t.Errorf("%q as %q took %s", a.name, login, took)
			}
			for _, fault := range a.faults(status, body) {
				t.Errorf("%q as %q %s: %.300s", a.name, login, fault, body)
			}
		}
	}
	if n := grown(); n > 64<<20 {
		t.Errorf("the heap grew by %d MB", n>>20)
	}
	if after := y.digest(); after != before {
		t.Errorf("something was changed:\n%s", difference(before, after))
	}
	y.ask(nil, "director", "{ __schema { queryType { name } } }", nil) // who may, still can
}

// watchHeap measures the most that is in use beyond what was at the start, the
// test's own copies included. Garbage that nobody collected yet does not count.
func watchHeap(t *testing.T) (grown func() int64) {
	live := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	first := live()
	var most atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
				most.Store(max(most.Load(), live()))
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-stopped
		t.Logf("the heap grew by %d kB at most", (most.Load()-first)>>10)
		return most.Load() - first
	}
}

// raw sends bytes as they are and reads what comes until the server closes, or
// patience ends.
func (o *office) raw(request string, patience time.Duration) (string, error) {
	c, err := net.Dial("tcp", o.server.Listener.Addr().String())
	if err != nil {
		return "", err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, request); err != nil && !strings.Contains(err.Error(), "reset") && !strings.Contains(err.Error(), "broken pipe") {
		return "", err
	}
	var answer bytes.Buffer
	_, err = io.Copy(&answer, c)
	if ne, ok := err.(net.Error); ok && ne.Timeout() && answer.Len() > 0 {
		err = nil // answered, and waiting for more
	}
	return answer.String(), err
}

// TestHostileConnections sends what no client library would.
func TestHostileConnections(t *testing.T) {
	o := newOffice(t, register)
	small := document("{ viewer { at } }")
	inner := "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + fmt.Sprint(len(small)) + "\r\n\r\n" + small
	head := "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
	long := withVariables("{ viewer { at } }", vars{"x": strings.Repeat("x", 100_000)})
	tests := []struct{ name, request, status string }{
		{"a stranger's long body", head + "Content-Length: " + fmt.Sprint(len(long)) + "\r\n\r\n" + long, "413"},
		{"two lengths", head + "Content-Length: 3\r\nContent-Length: " + fmt.Sprint(len(inner)) + "\r\n\r\n" + inner, "400"},
		{"an odd length", head + "Content-Length: +5\r\n\r\nabcde", "400"},
		{"an unknown coding", head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "501"},
		{"a coding spelt oddly", head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "501"},
		{"a space before the colon", "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde", "400"},
		{"a folded header", head + "X: a\r\n b\r\n\r\n", "400"},
		{"no host", "GET /graphql HTTP/1.1\r\n\r\n", "400"},
		{"a chunk of odd size", head + "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n", "400"},
		{"a header of two megabytes", head + "X-Long: " + strings.Repeat("x", 2<<20) + "\r\n\r\n", "431"},
		{"a target of a megabyte", "GET /graphql?query=" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHost: x\r\n\r\n", "431"},
		{"ten thousand headers", head + strings.Repeat("A: b\r\n", 10_000) + "\r\n", "431"},
		{"a body without end", head + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("8000\r\n"+strings.Repeat("x", 0x8000)+"\r\n", 400), "413"},
		{"not HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", "400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answer, err := o.raw(tt.request, 2*time.Second)
			if answer == "" && len(tt.request) > 1<<20 {
				return // the connection was cut while we were still sending
			}
			if !strings.HasPrefix(answer, "HTTP/1.1 "+tt.status) || strings.Count(answer, "HTTP/1.1 ") != 1 || strings.Contains(answer, `"data"`) {
				t.Errorf("want one answer with %s, got %v %.300s", tt.status, err, answer)
			}
		})
	}
	// Length and chunks together: the chunks count, and what follows is not
	// taken for a second request.
	answer, _ := o.raw(head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"+inner, 2*time.Second)
	if strings.Count(answer, "HTTP/1.1 ") != 1 {
		t.Errorf("a request was smuggled: %.600s", answer)
	}
}

// TestSlowSockets holds two hundred connections open, half of them within a
// header and half within a body: an innocent query is answered meanwhile, the
// headers are dropped in ten seconds, and all in twenty.
func TestSlowSockets(t *testing.T) {
	t.Parallel()
	o := newOffice(t, register)
	began := time.Now()
	var wg sync.WaitGroup
	var mu sync.Mutex
	var headers time.Duration // that the last one within its header lasted
	for i := range 200 {
		request := "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
		if i%2 == 0 {
			request = "POST /graphql HTTP/1.1\r\nHost: x\r\nX-A: "
		}
		c, err := net.Dial("tcp", o.server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(c, request)
		wg.Go(func() {
			defer c.Close()
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			gone := make(chan struct{})
			go func() { defer close(gone); io.Copy(io.Discard, c) }()
			for {
				select {
				case <-gone:
					mu.Lock()
					defer mu.Unlock()
					if i%2 == 0 {
						headers = max(headers, time.Since(began))
					}
					return
				case <-tick.C:
					io.WriteString(c, "x") // one byte a second
				}
			}
		})
	}
	for range 5 {
		asked := time.Now()
		o.ask(nil, "a1-reporter", "{ viewer { at } }", nil)
		if took := time.Since(asked); took > slowdown*1500*time.Millisecond {
			t.Errorf("an innocent query took %s", took)
		}
		time.Sleep(300 * time.Millisecond)
	}
	wg.Wait()
	if headers > 12*time.Second*slowdown {
		t.Errorf("the last slow header was dropped after %s", headers)
	}
	if took := time.Since(began); took > 21*time.Second*slowdown {
		t.Errorf("the last slow socket was dropped after %s", took)
	}
}
