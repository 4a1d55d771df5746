package console

import (
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	somebody = []Account{{Login: "office", Name: "县考评办", Role: "管理员", Unit: "<县督查考核办公室>", Token: "t-1"}}
	example  = map[string]string{"plan": "cGxhbi4x"}
)

func do(t *testing.T, method, target string, header ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler(somebody, example).ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Result(), string(body)
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		method, target    string
		status            int
		contentType, keep string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"HEAD", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"GET", "/console/app.js", 200, "text/javascript; charset=utf-8", "no-cache"},
		{"GET", "/console/app.css", 200, "text/css; charset=utf-8", "no-cache"},
		{"GET", "/console/icon.svg", 200, "image/svg+xml", "no-cache"},
		{"GET", "/console/LICENSES.txt", 200, "text/plain; charset=utf-8", "no-cache"},
		{"GET", "/console/graphiql-3.9.0/graphiql.min.js", 200, "text/javascript; charset=utf-8", forever},
		{"GET", "/console/graphiql-3.9.0/graphiql.min.css", 200, "text/css; charset=utf-8", forever},
		{"GET", "/demo/accounts.json", 200, "application/json", "no-store"},
		{"GET", "/demo/variables.json", 200, "application/json", "no-store"},
		{"GET", "/console/start.graphql", 200, "text/plain; charset=utf-8", "no-cache"},
		{"GET", "/index.html", 404, "text/plain; charset=utf-8", ""},
		{"GET", "/console/", 404, "text/plain; charset=utf-8", ""},
		{"GET", "/console/index.html", 404, "text/plain; charset=utf-8", ""},
		{"GET", "/console/graphiql-3.9.0/", 404, "text/plain; charset=utf-8", ""},
		{"GET", "/console/console.go", 404, "text/plain; charset=utf-8", ""},
		{"POST", "/nothing", 404, "text/plain; charset=utf-8", ""},
		{"POST", "/", 405, "text/plain; charset=utf-8", ""},
		{"DELETE", "/demo/accounts.json", 405, "text/plain; charset=utf-8", ""},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			got, body := do(t, tt.method, tt.target)
			if got.StatusCode != tt.status {
				t.Fatalf("status %d, want %d", got.StatusCode, tt.status)
			}
			if (body != "") != (tt.method != "HEAD") {
				t.Errorf("a body of %d bytes", len(body))
			}
			for name, want := range map[string]string{
				"Content-Type":            tt.contentType,
				"Cache-Control":           tt.keep,
				"Content-Security-Policy": policy,
				"X-Content-Type-Options":  "nosniff",
			} {
				if h := got.Header.Get(name); h != want {
					t.Errorf("%s: %q, want %q", name, h, want)
				}
			}
		})
	}
}

func TestUnchangedIsNotSentAgain(t *testing.T) {
	first, _ := do(t, "GET", "/console/app.js")
	again, body := do(t, "GET", "/console/app.js", "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("status %d and %d bytes, want 304 and none", again.StatusCode, len(body))
	}
}

func TestAccounts(t *testing.T) {
	_, body := do(t, "GET", "/demo/accounts.json")
	var got []map[string]string
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"login": "office", "name": "县考评办", "role": "管理员", "unit": "<县督查考核办公室>", "token": "t-1"}
	if len(got) != 1 || len(got[0]) != len(want) {
		t.Fatalf("got %v", got)
	}
	for key := range want {
		if got[0][key] != want[key] {
			t.Errorf("%s: %q, want %q", key, got[0][key], want[key])
		}
	}

	w := httptest.NewRecorder()
	Handler(nil, nil).ServeHTTP(w, httptest.NewRequest("GET", "/demo/accounts.json", nil))
	if w.Body.String() != "[]" {
		t.Errorf("without accounts: %s, want []", w.Body)
	}
}

func TestStart(t *testing.T) {
	if _, body := do(t, "GET", "/demo/variables.json"); body != `{"plan":"cGxhbi4x"}` {
		t.Errorf("got %q", body)
	}
	if _, body := do(t, "GET", "/console/start.graphql"); body != Start() {
		t.Errorf("got %q", body)
	}
}

// What the page names must be there, and be on this server. /graphql is the
// one path that somebody else answers.
func TestReferencesResolve(t *testing.T) {
	_, index := do(t, "GET", "/")
	_, script := do(t, "GET", "/console/app.js")
	var named []string
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(index, -1) {
		named = append(named, m[1])
	}
	for _, m := range regexp.MustCompile(`'(/[^' ]*)'`).FindAllStringSubmatch(script, -1) {
		named = append(named, m[1])
	}
	for _, must := range []string{"/console/app.js", "/console/LICENSES.txt", "/demo/accounts.json", "/demo/variables.json", "/graphql"} {
		if !slices.Contains(named, must) {
			t.Errorf("the page does not name %s", must)
		}
	}
	for _, target := range named {
		if target == "/graphql" {
			continue
		}
		if got, _ := do(t, "GET", target); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", target, got.Status)
		}
	}
	// And nothing is carried along that nobody names.
	walk(t, func(name, _ string) {
		_, below, _ := strings.Cut(name, "/")
		if below != "index.html" && !slices.Contains(named, "/console/"+below) {
			t.Errorf("%s is not used", name)
		}
	})
}

// Addresses that stand in the scripts as names, comments or links to click on.
var harmless = regexp.MustCompile(`^https?://(?:www\.w3\.org/|reactjs\.org/docs/error-decoder\.html|codemirror\.net/5/doc/manual\.html|` +
	`commonmark\.org/|en\.wikipedia\.org/wiki/IEEE_floating_point|github\.com/graphql/graphiql|github\.com/jonschlinkert)`)

func TestNothingFromElsewhere(t *testing.T) {
	address := regexp.MustCompile("(?:https?:|wss?:|[\"'`(])//[a-zA-Z0-9][^\\s\"'`)]*")
	loads := regexp.MustCompile(`\bimport\s*\(|importScripts|Worker\(|sendBeacon|XMLHttpRequest|EventSource|\beval\(|new Function\(|createElement\(["']script["']\)`)
	inline := regexp.MustCompile(`<style|<script(?:>| [^>]*>[^<])|\s(?:style|on[a-z]+)=`)
	styled := regexp.MustCompile(`(?:url\(["']?|@import\s*["']?)([^"')]{0,40})`)
	walk(t, func(name, text string) {
		switch path.Ext(name) {
		case ".html":
			if m := append(address.FindAllString(text, -1), inline.FindAllString(text, -1)...); m != nil {
				t.Errorf("%s: %q", name, m)
			}
		case ".js":
			for _, m := range address.FindAllString(text, -1) {
				if !harmless.MatchString(m) {
					t.Errorf("%s: %q", name, m)
				}
			}
			if m := loads.FindAllString(text, -1); m != nil {
				t.Errorf("%s loads code: %q", name, m)
			}
		case ".css":
			for _, m := range styled.FindAllStringSubmatch(text, -1) {
				if !strings.HasPrefix(m[1], "data:") {
					t.Errorf("%s: %q", name, m[0])
				}
			}
		}
		if _, ok := contentTypes[path.Ext(name)]; !ok {
			t.Errorf("%s has no content type", name)
		}
	})
}

func walk(t *testing.T, visit func(name, text string)) {
	t.Helper()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		visit(name, string(body))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
