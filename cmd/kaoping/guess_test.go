package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxied is a door that believes what the test's own address says of others.
var proxied = door{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}

// guesses counts what became of guesses at one account.
type guesses struct{ evaluated, limited, refused, sent atomic.Int64 }

func (n *guesses) answer(r reply, guesses int64) {
	n.sent.Add(guesses)
	switch r.code() {
	case "BAD_CREDENTIALS":
		n.evaluated.Add(1)
	case "RATE_LIMITED":
		n.limited.Add(1)
	default:
		n.refused.Add(1)
	}
}

// flood sends ten thousand guesses at an account's password within half a
// minute: under aliases, in batches, and from many addresses at once.
func (g *gate) flood(login string) *guesses {
	n := &guesses{}
	field := func(alias string) string {
		return fmt.Sprintf(`%s: signIn(login: %q, password: "guess %s") { userErrors { code } } `, alias, login, alias)
	}
	const fifty = 50
	for i := range 120 {
		var fields strings.Builder
		for k := range fifty {
			fields.WriteString(field(fmt.Sprintf("g%dx%d", i, k)))
		}
		document := map[int]string{
			0: "mutation { " + fields.String() + "}",
			1: "mutation { ...F } fragment F on Mutation { " + fields.String() + "}",
			2: "mutation { ... on Mutation { " + fields.String() + "} signOut { userErrors { code } } }",
		}[i%3]
		n.answer(g.browser().send(document, nil), fifty)
	}
	for range 40 {
		var batch []any
		for k := range fifty {
			batch = append(batch, map[string]any{"query": signInDocument, "variables": vars{"l": login, "p": fmt.Sprint("guess ", k)}})
		}
		body, _ := json.Marshal(batch)
		req, _ := http.NewRequestWithContext(g.t.Context(), http.MethodPost, g.tls.URL+"/graphql", bytes.NewReader(body))
		res, text := g.browser().do(req)
		r := reply{status: res.StatusCode, body: text}
		json.Unmarshal([]byte(text), &r)
		n.answer(r, fifty)
	}
	var workers sync.WaitGroup
	for w := range 8 {
		workers.Go(func() {
			b := g.browser()
			for i := range 250 {
				b.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.%d.%d", w, i))
				n.answer(b.send(signInDocument, vars{"l": login, "p": fmt.Sprint("guess ", w, i)}), 1)
			}
		})
	}
	workers.Wait()
	return n
}

func TestGuessingIsBounded(t *testing.T) {
	t.Parallel()
	// Behind a proxy each guess comes from an address of its own; without one, what
	// is said of addresses counts for nothing.
	for name, d := range map[string]door{"many addresses": proxied, "one address": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGate(t, d)
			b := g.person("a1-reporter")
			g.advance(time.Minute)
			for minute := 1; minute <= 2; minute++ {
				n := g.flood("a1-reporter")
				if n.sent.Load() != 10_000 {
					t.Fatalf("%d guesses were sent", n.sent.Load())
				}
				if got := n.evaluated.Load(); got != 10 {
					t.Errorf("%d of 10,000 guesses were evaluated in minute %d", got, minute)
				}
				if n.limited.Load()+n.refused.Load()+n.evaluated.Load() != 2160 || n.limited.Load() != 1990 {
					t.Errorf("limited %d, refused %d", n.limited.Load(), n.refused.Load())
				}
				if got := len(g.audited("session.refuse")); got != 10*minute {
					t.Errorf("%d refusals are in the audit, %d guesses were evaluated", got, 10*minute)
				}
				if got := len(g.audited("session.limit")); got != minute {
					t.Errorf("the limit is in the audit %d times, in %d minutes", got, minute)
				}
				// While it lasts, the right password is not evaluated either, from anywhere.
				r := b.send(signInDocument, vars{"l": "a1-reporter", "p": goodPassword})
				wait, _ := r.Errors[0].Extensions["retryAfter"].(float64)
				if r.code() != "RATE_LIMITED" || wait < 1 || wait > 60 {
					t.Errorf("the right password during the flood: %s", r.body)
				}
				g.advance(time.Duration(wait) * time.Second)
				if minute == 2 {
					if code := b.signIn("a1-reporter", goodPassword); code != "" {
						t.Errorf("after waiting as long as was said: %s", code)
					}
				}
				g.advance(time.Minute)
			}
		})
	}
}

// From one address, no more than thirty guesses a minute are evaluated, whoever
// they are for; right passwords do not count, since a building may share one.
func TestGuessingFromOneAddressIsBounded(t *testing.T) {
	t.Parallel()
	g := newGate(t, proxied)
	people := []string{"a1-reporter", "a2-reporter", "a3-reporter", "b1-reporter"}
	for _, login := range people {
		g.person(login)
	}
	g.advance(time.Minute)
	b := g.browser()
	b.header.Set("X-Forwarded-For", "2001:db8:1:2::9")
	for i := range 36 {
		if code := b.signIn(people[i%len(people)], goodPassword); code != "" {
			t.Fatalf("the sign-in %d from one address: %s", i+1, code)
		}
	}
	g.advance(time.Minute)
	evaluated := 0
	for i := range 100 {
		b.header.Set("X-Forwarded-For", fmt.Sprintf("2001:db8:1:2::%x", i)) // one network is one address
		switch code := b.signIn(fmt.Sprint("somebody-", i), "a guess"); code {
		case "BAD_CREDENTIALS":
			evaluated++
		case "RATE_LIMITED":
		default:
			t.Fatal(code)
		}
	}
	if evaluated != 30 {
		t.Errorf("%d guesses from one address were evaluated in a minute", evaluated)
	}
	if got := len(g.audited("session.refuse")); got != 30 {
		t.Errorf("%d of them are in the audit", got)
	}
	b.header.Set("X-Forwarded-For", "2001:db8:1:3::9")
	if code := b.signIn("a1-reporter", goodPassword); code != "" {
		t.Errorf("from another address: %s", code)
	}
}

// Without a trusted proxy, what a request says of its origin makes it no other address.
func TestGuessingBehindInventedAddressesIsBounded(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.browser()
	evaluated := 0
	for i := range 60 {
		b.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i))
		if b.signIn(fmt.Sprint("somebody-", i), "a guess") == "BAD_CREDENTIALS" {
			evaluated++
		}
	}
	if evaluated != 30 {
		t.Errorf("%d guesses under invented addresses were evaluated in a minute", evaluated)
	}
}

// A signed-in browser that somebody walked up to cannot be used to guess the
// password either.
func TestGuessingByPasswordChangeIsBounded(t *testing.T) {
	t.Parallel()
	g := newGate(t, door{})
	b := g.person("a1-reporter")
	g.advance(time.Minute)
	evaluated := 0
	for i := range 40 {
		if b.change(fmt.Sprint("guess ", i), "one more walk in autumn") == "WRONG_PASSWORD" {
			evaluated++
		}
	}
	if got := len(g.audited("password.refuse")); evaluated != 10 || got != 10 {
		t.Errorf("%d guesses were evaluated, %d are in the audit", evaluated, got)
	}
}
