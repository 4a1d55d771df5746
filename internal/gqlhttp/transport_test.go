package gqlhttp

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestBodies(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	tests := []struct {
		name, body string
		status     int
		says       string // part of the message; empty: answered
	}{
		{"a query", `{"query":"{ hello }"}`, 200, ""},
		{"nulls", `{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}`, 200, ""},
		{"a name yet to come", `{"query":"{ hello }","later":1}`, 200, ""},
		{"an escaped backslash before u0000", `{"query":"{ hello(name: \"\\\\u0000\") }"}`, 200, ""},
		{"a surrogate pair", `{"query":"query($s: String) { hello(name: $s) }","variables":{"s":"\ud83d\ude00"}}`, 200, ""},
		{"nothing", ``, 400, "not JSON"},
		{"half an object", `{"query": "{ hello`, 400, "not JSON"},
		{"a list: a batch", `[{"query":"{ hello }"},{"query":"{ hello }"}]`, 400, "not a JSON object"},
		{"text after the end", `{"query":"{ hello }"} {"query":"{ hello }"}`, 400, "after the JSON value"},
		{"the query twice", `{"query":"{ hello }","query":"{ me { name } }"}`, 400, "one name twice"},
		{"a variable's field twice", `{"query":"{ hello }","variables":{"in":{"a":1,"a":2}}}`, 400, "variables.in has one name twice"},
		{"another case", `{"Query":"{ hello }"}`, 400, "no query"},
		{"a number for the query", `{"query":1}`, 400, "query must be a string"},
		{"a list for variables", `{"query":"{ hello }","variables":[]}`, 400, "variables must be an object"},
		{"text for extensions", `{"query":"{ hello }","extensions":"x"}`, 400, "extensions must be an object"},
		{"NUL", `{"query":"query($s: String) { hello(name: $s) }","variables":{"s":["a","b\u0000c"]}}`, 400, "variables.s.1 holds the character NUL"},
		{"a bare NUL", "{\"query\":\"{ hello }\x00\"}", 400, "not JSON"},
		{"half a surrogate pair", `{"query":"query($s: String) { hello(name: $s) }","variables":{"s":"\ud83d"}}`, 400, "half a surrogate pair"},
		{"halves in the wrong order", `{"query":"{ hello }","variables":{"s":"\ude00\ud83d"}}`, 400, "half a surrogate pair"},
		{"bytes of GBK", "{\"query\":\"{ hello(name: \\\"\xc4\xe3\xba\xc3\\\") }\"}", 400, "not UTF-8"},
		{"nested lists", `{"query":"{ hello }","variables":{"x":` + deep + `}}`, 400, "nests more than 64 levels"},
		{"a number too large for anything", `{"query":"query($n: Int) { hello(n: $n) }","variables":{"n":1e400}}`, 200, "variables.n"},
		{"an enum's value in a variable", `{"query":"query($k: Kind) { hello(kind: $k) }","variables":{"k":"s3cret-value"}}`, 200, "variables.k: is not a valid Kind"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			g := f.do(t, http.MethodPost, "/", tt.body)
			if g.status != tt.status {
				t.Errorf("status %d, want %d: %s", g.status, tt.status, g.body)
			}
			if tt.says == "" {
				if len(g.Errors) > 0 || f.executed.Load() != 1 {
					t.Errorf("not answered: %s", g.body)
				}
				return
			}
			if len(g.Errors) == 0 || !strings.Contains(g.Errors[0].Message, tt.says) || g.code() == "" || g.Data != nil || f.executed.Load() > 0 {
				t.Errorf("want %q: %s", tt.says, g.body)
			}
			if strings.Contains(g.body, "s3cret") || strings.Contains(g.body, "hello") {
				t.Errorf("the body is repeated: %s", g.body)
			}
		})
	}
}

func TestHeadersAndMethods(t *testing.T) {
	const query = `{"query":"{ hello }"}`
	tests := []struct {
		name, method, target, body string
		header                     []string
		status                     int
		media, allow               string
	}{
		{"json", "POST", "/", query, []string{"Accept", "application/json"}, 200, plainJSON, ""},
		{"no Accept", "POST", "/", query, nil, 200, plainJSON, ""},
		{"anything", "POST", "/", query, []string{"Accept", "*/*"}, 200, plainJSON, ""},
		{"any application", "POST", "/", query, []string{"Accept", "application/*;q=0.5"}, 200, plainJSON, ""},
		{"the new type", "POST", "/", query, []string{"Accept", responseJSON}, 200, responseJSON, ""},
		{"both", "POST", "/", query, []string{"Accept", responseJSON + ", application/json"}, 200, responseJSON, ""},
		{"rather json", "POST", "/", query, []string{"Accept", responseJSON + ";q=0.5, application/json"}, 200, plainJSON, ""},
		{"not the new type", "POST", "/", query, []string{"Accept", responseJSON + ";q=0, */*"}, 200, plainJSON, ""},
		{"only html", "POST", "/", query, []string{"Accept", "text/html"}, 406, plainJSON, ""},
		{"json in gbk", "POST", "/", query, []string{"Accept", "application/json; charset=gbk"}, 406, plainJSON, ""},
		{"utf-8", "POST", "/", query, []string{"Content-Type", "application/json; charset=UTF-8"}, 200, plainJSON, ""},
		{"gbk", "POST", "/", query, []string{"Content-Type", "application/json; charset=gbk"}, 415, plainJSON, ""},
		{"no type", "POST", "/", query, []string{"Content-Type", ""}, 415, plainJSON, ""},
		{"a form", "POST", "/", "query={hello}", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, plainJSON, ""},
		{"plain text", "POST", "/", query, []string{"Content-Type", "text/plain"}, 415, plainJSON, ""},
		{"multipart", "POST", "/", query, []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, plainJSON, ""},
		{"compressed", "POST", "/", query, []string{"Content-Encoding", "gzip"}, 415, plainJSON, ""},
		{"too large", "POST", "/", `{"query":"` + strings.Repeat(" ", 1<<20) + `"}`, nil, 413, plainJSON, ""},
		{"PUT", "PUT", "/", query, nil, 405, plainJSON, "GET, POST"},
		{"OPTIONS", "OPTIONS", "/", "", nil, 405, plainJSON, "GET, POST"},
		{"GET", "GET", "/?query={hello}", "", nil, 200, plainJSON, ""},
		{"GET of a mutation", "GET", "/?query=" + url.QueryEscape(`mutation { rename(name: "x") { name } }`), "", nil, 405, plainJSON, "POST"},
		{"GET of the second operation, a mutation", "GET", "/?operationName=B&query=" + url.QueryEscape(`query A { hello } mutation B { rename(name: "x") { name } }`), "", nil, 405, plainJSON, "POST"},
		{"GET without a query", "GET", "/", "", nil, 400, plainJSON, ""},
		{"GET with two queries", "GET", "/?query={hello}&query={me{name}}", "", nil, 400, plainJSON, ""},
		{"GET with bytes of GBK", "GET", "/?query=%7Bhello%28name%3A%22%C4%E3%22%29%7D", "", nil, 400, plainJSON, ""},
		{"GET with broken variables", "GET", "/?query={hello}&variables={", "", nil, 400, plainJSON, ""},
		{"a parse error, json", "POST", "/", `{"query":"{"}`, []string{"Accept", plainJSON}, 200, plainJSON, ""},
		{"a parse error, the new type", "POST", "/", `{"query":"{"}`, []string{"Accept", responseJSON}, 400, responseJSON, ""},
		{"an upgrade", "GET", "/", "", []string{"Connection", "Upgrade", "Upgrade", "websocket"}, 400, plainJSON, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			g := f.do(t, tt.method, tt.target, tt.body, tt.header...)
			if g.status != tt.status || g.header.Get("Content-Type") != tt.media+"; charset=utf-8" || g.header.Get("Allow") != tt.allow {
				t.Errorf("status %d, %s, Allow %q: %.300s", g.status, g.header.Get("Content-Type"), g.header.Get("Allow"), g.body)
			}
			if refused := tt.status != 200 || len(g.Errors) > 0; refused != (f.executed.Load() == 0) || refused && (g.Data != nil || g.code() == "") {
				t.Errorf("executed %d times: %.300s", f.executed.Load(), g.body)
			}
		})
	}
}

func TestRegisteredOperations(t *testing.T) {
	byHash := func(hash string) string {
		return `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`
	}
	text := `{"query":"query Registered { hello }\n"}`
	tests := []struct {
		name, body string
		any        bool
		code       string
		operation  string
	}{
		{"by hash", byHash(Hash(registered)), false, "", "Registered"},
		{"by text", text, false, "", "Registered"},
		{"by both", `{"query":"query Registered { hello }\n",` + byHash(Hash(registered))[1:], false, "", "Registered"},
		{"by hash, who may send anything", byHash(Hash(registered)), true, "", "Registered"},
		{"an unknown hash", byHash(Hash("{ hello }")), false, UnknownOperation, ""},
		{"an unknown hash, who may send anything", byHash(Hash("{ hello }")), true, UnknownOperation, ""},
		{"another text", `{"query":"{ hello }"}`, false, Forbidden, ""},
		{"another text under the registered name", `{"query":"query Registered { me { name } }"}`, false, Forbidden, ""},
		{"another text, who may send anything", `{"query":"{ hello }"}`, true, "", ""},
		{"another text under a registered hash", `{"query":"{ hello }",` + byHash(Hash(registered))[1:], true, BadRequest, ""},
		{"another version", strings.Replace(byHash(Hash(registered)), ":1,", ":2,", 1), true, BadRequest, ""},
		{"no hash", byHash("x"), true, BadRequest, ""},
		{"a list for a hash", `{"extensions":{"persistedQuery":[]}}`, true, BadRequest, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			f.caller.AnyDocument = tt.any
			g := f.do(t, http.MethodPost, "/", tt.body)
			if g.code() != tt.code || (tt.code == "") != (f.executed.Load() == 1) {
				t.Errorf("code %q, want %q: %s", g.code(), tt.code, g.body)
			}
			if len(f.reports) != 1 || f.reports[0].Operation != tt.operation || strings.Join(f.reports[0].Codes, " ") != tt.code {
				t.Errorf("reported as %+v", f.reports)
			}
			// Nobody teaches the server a document.
			if again := f.do(t, http.MethodPost, "/", byHash(Hash("{ hello }"))); again.code() != UnknownOperation {
				t.Errorf("the document was registered: %s", again.body)
			}
		})
	}
}
