package main

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPersonCommands(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	run := func(args ...string) (string, error) {
		var out, log strings.Builder
		p := g.program
		p.out, p.log = &out, &log
		err := p.run(t.Context(), append([]string{"user"}, args...))
		return out.String(), err
	}
	must := func(args ...string) string {
		t.Helper()
		out, err := run(args...)
		if err != nil {
			t.Fatalf("user %q: %s", args, explain(err))
		}
		return out
	}
	must("add", "new.hand", "新人甲", "-unit", "A1", "-post", "科员")
	for _, args := range [][]string{
		{"add", "new.hand", "新人乙"}, {"add", "Bad Login", "新人乙"}, {"add", "x", "新人乙", "-unit", "ZZ"}, {"reset", "nobody"}, {"disable", "nobody"},
		{"add", "x"}, {"list", "x"}, {"burn", "x"}, {"token", "new.hand", "-days", "367"}, {"token", "new.hand", "-days", "0"}, {"token", "new.hand", "-plan", "TA/1999"},
	} {
		if out, err := run(args...); err == nil {
			t.Errorf("user %q answers %q", args, out)
		}
	}
	once := strings.TrimSpace(must("reset", "new.hand"))
	b := g.browser()
	g.mu.Lock()
	g.now = time.Now().Add(time.Second) // the command goes by the database's own clock
	g.mu.Unlock()
	if code := b.signIn("new.hand", once); code != "" {
		t.Errorf("with the one-time password: %s", code)
	}
	token := strings.TrimSpace(must("token", "new.hand", "-read"))
	b.header.Set("Authorization", "Bearer "+token)
	if r := b.send(`{ viewer { account { login unit { code } } scope { access } } }`, nil); !strings.Contains(r.body, `"access":"READ"`) || !strings.Contains(r.body, `"A1"`) {
		t.Errorf("the token is %s", r.body)
	}
	if out := must("list"); !strings.Contains(out, "new.hand") || !strings.Contains(out, "active") || strings.Contains(out, token) {
		t.Errorf("the list:\n%s", out)
	}
	must("disable", "new.hand")
	if b.who() != "" || !strings.Contains(must("list"), "disabled") {
		t.Error("disabled on the command line, and it acts")
	}
	must("enable", "new.hand")
	if out, err := run("token", "new.hand"); err != nil || !strings.HasPrefix(out, "kp_") {
		t.Errorf("enabled, and no token: %v %q", err, out)
	}
}

func TestDoorSettings(t *testing.T) {
	t.Parallel()
	set := func(env map[string]string) (door, error) {
		return program{getenv: func(k string) string { return env[k] }}.door("https://kaoping.example")
	}
	d, err := set(map[string]string{"KAOPING_TRUSTED_PROXY": "10.0.0.7, 192.0.2.9/24,2001:db8::/32"})
	if err != nil || d.openID != nil || fmt.Sprint(d.proxies) != fmt.Sprint([]netip.Prefix{netip.MustParsePrefix("10.0.0.7/32"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}) {
		t.Errorf("%+v %v", d, err)
	}
	for setting, env := range map[string]map[string]string{
		"KAOPING_TRUSTED_PROXY":      {"KAOPING_TRUSTED_PROXY": "10.0.0.0/8,proxy"},
		"KAOPING_OIDC_ISSUER":        {"KAOPING_OIDC_ISSUER": "http://issuer.example", "KAOPING_OIDC_CLIENT_ID": "a", "KAOPING_OIDC_CLIENT_SECRET": "b"},
		"KAOPING_OIDC_CLIENT_SECRET": {"KAOPING_OIDC_ISSUER": "https://issuer.example", "KAOPING_OIDC_CLIENT_ID": "a"},
	} {
		if _, err := set(env); err == nil || !strings.Contains(err.Error(), setting) {
			t.Errorf("%s: %v", setting, err)
		}
	}
	if d, err := set(map[string]string{"KAOPING_OIDC_ISSUER": "https://issuer.example", "KAOPING_OIDC_CLIENT_ID": "a", "KAOPING_OIDC_CLIENT_SECRET": "b"}); err != nil || d.openID == nil {
		t.Errorf("%+v %v", d, err)
	}
}
