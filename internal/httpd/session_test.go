package httpd

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	c := Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for _, x := range []struct {
		peer      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:4711", nil, "192.0.2.1"},
		{"192.0.2.1:4711", []string{"198.51.100.9"}, "192.0.2.1"}, // nobody whose word counts
		{"10.0.0.1:4711", []string{"198.51.100.9"}, "198.51.100.9"},
		{"[::ffff:10.0.0.1]:4711", []string{"198.51.100.9"}, "198.51.100.9"},
		{"10.0.0.1:4711", []string{"203.0.113.5, 198.51.100.9"}, "198.51.100.9"}, // the first was written by the asker
		{"10.0.0.1:4711", []string{"203.0.113.5", "198.51.100.9, 10.2.3.4"}, "198.51.100.9"},
		{"[fd00::1]:4711", []string{"2001:db8::7"}, "2001:db8::7"},
		{"10.0.0.1:4711", nil, "10.0.0.1"},
		{"10.0.0.1:4711", []string{"unknown"}, "10.0.0.1"},
		{"10.0.0.1:4711", []string{"198.51.100.9, unknown"}, "10.0.0.1"},
		{"10.0.0.1:4711", []string{"10.9.9.9"}, "10.9.9.9"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
		r.RemoteAddr = x.peer
		for _, f := range x.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := c.address(r); got.String() != x.want {
			t.Errorf("%s forwarding %q: %s, want %s", x.peer, x.forwarded, got, x.want)
		}
	}
}

// The last word on a cookie is the only one: a rotation and a sign-out in one
// request do not set it twice.
func TestCookieIsSetOnce(t *testing.T) {
	w := httptest.NewRecorder()
	for _, c := range []http.Cookie{{Name: sessionCookie, Value: "first"}, {Name: flowCookie, Value: "flow"}, {Name: sessionCookie, Value: "second"}} {
		setCookie(w, c)
	}
	set := w.Header()["Set-Cookie"]
	if len(set) != 2 || !slices.ContainsFunc(set, func(s string) bool { return strings.HasPrefix(s, sessionCookie+"=second; Path=/; HttpOnly; Secure") }) {
		t.Errorf("cookies %q", set)
	}
}
