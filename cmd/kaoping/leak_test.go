package main

import (
	"bytes"
	"database/sql"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/kaoping/kaoping/internal/cycle"
)

// transcript keeps what is logged.
type transcript struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

// TestNoSecretShows sends secrets down every path by which people come in, and
// looks for them in the log, in the audit, in the database and in answers. It
// sets the program's log, so it does not run beside others.
func TestNoSecretShows(t *testing.T) {
	log := &transcript{}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	g, i := newOpenIDGate(t)

	const mine, wrong, typed = "canary mine 7f3a9c", "canary wrong 5b8d2e", "canary-typed-as-login-4e1f"
	once, err := g.service.PasswordReset(t.Context(), g.console(), "a1-reporter")
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{mine, wrong, typed, once, issuerSecret, "canary-access-token", g.token("director")}
	var answers strings.Builder
	b := g.browser()
	note := func(r reply) reply {
		answers.WriteString(r.body + "\n")
		for _, c := range b.set {
			if c.MaxAge >= 0 {
				secrets = append(secrets, c.Value)
			}
		}
		return r
	}
	sign := func(login, password string) reply {
		return note(b.send(signInDocument, vars{"l": login, "p": password}))
	}
	change := func(old, chosen string) reply {
		return note(b.send(`mutation($o: String!, $n: String!) { passwordChange(old: $o, new: $n) { viewer { account { login } sessions { id } } userErrors { field code message } } }`, vars{"o": old, "n": chosen}))
	}
	sign("a1-reporter", wrong)
	sign(typed, wrong)
	if code := sign("a1-reporter", once).code(); code != "" {
		t.Fatal(code)
	}
	change(wrong, mine)
	change(once, "a1-reporter "+wrong)
	if code := change(once, mine).code(); code != "" {
		t.Fatal(code)
	}
	made := b.send(createDocument, vars{"in": vars{"label": "program", "scope": "READ", "expiresAt": "2026-02-01T00:00:00Z"}})
	_, rest, _ := strings.Cut(made.body, `"secret":"`)
	token, _, _ := strings.Cut(rest, `"`)
	if !strings.HasPrefix(token, "kp_") {
		t.Fatalf("no token: %s", made.body)
	}
	secrets = append(secrets, token)
	note(b.send(`{ viewer { sessions { id address agent } tokens { id label } } }`, nil))
	// Wrong types, wrong fields, wrong documents: complaints must not repeat values.
	note(b.send(signInDocument, vars{"l": "a1-reporter", "p": vars{"x": wrong}}))
	note(b.send(signInDocument, vars{"l": []string{typed}, "p": wrong, "more": wrong}))
	note(b.send(`mutation { signIn(login: "`+typed+`", password: "`+wrong+`") { nothing } }`, nil))
	note(b.send(`mutation { a: signIn(login: "`+typed+`", password: "`+wrong+`") { userErrors { code } } signOut { userErrors { code } } }`, nil))
	for range 40 {
		sign("a1-reporter", wrong)
	}
	leaky := g.browser()
	leaky.header.Set("Authorization", "Bearer "+token+"x")
	note(leaky.send(`{ viewer { at } }`, nil))

	for _, spoil := range []string{"", "nonce", "aud", "sub"} {
		v := g.visit(i)
		claims := v.claims("subject-1", "a1-reporter")
		if spoil != "" {
			claims[spoil] = "spoilt"
		}
		idToken := i.sign(claims, "RS256", i.key)
		secrets = append(secrets, idToken, v.asked.Get("nonce"), v.asked.Get("state"), v.cookies["__Host-kaoping-oidc"])
		_, text := v.back(idToken, nil)
		answers.WriteString(text)
		secrets = append(secrets, v.cookies["__Host-kaoping"])
	}
	// A database that is gone while somebody signs in.
	g.db.Close()
	if r := sign("a1-reporter", mine); r.status == http.StatusOK && r.code() == "" {
		t.Errorf("signed in without a database: %s", r.body)
	}

	g.findNoSecret(append(secrets, "canary-code-"), map[string]string{"the log": log.buf.String(), "an answer": answers.String(), "the database": g.everything()})
	if !strings.Contains(g.everything(), "session.refuse") || !strings.Contains(log.buf.String(), "sign-in through the issuer") {
		t.Error("the places that are searched have nothing in them")
	}
	if _, err := g.service.PasswordReset(t.Context(), cycle.Console(g.now), "a1-reporter"); err == nil || strings.Contains(err.Error(), "argon2") {
		t.Errorf("an error tells of a hash: %v", err)
	}
}

func (g *gate) findNoSecret(secrets []string, places map[string]string) {
	g.t.Helper()
	for _, secret := range secrets {
		for place, text := range places {
			if secret != "" && strings.Contains(text, secret) {
				at := strings.Index(text, secret)
				g.t.Errorf("%q is in %s: … %s", secret, place, text[max(0, at-150):min(len(text), at+len(secret)+50)])
			}
		}
	}
}

// everything is all rows of all tables, as text.
func (o *office) everything() string {
	o.t.Helper()
	db, err := sql.Open("postgres", o.dsn)
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	var text string
	var tables []string
	rows, err := db.Query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`)
	if err != nil {
		o.t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			o.t.Fatal(err)
		}
		tables = append(tables, name)
	}
	rows.Close()
	for _, name := range tables {
		var all sql.NullString
		if err := db.QueryRow(`SELECT string_agg(x::text, E'\n') FROM ` + name + ` x`).Scan(&all); err != nil {
			o.t.Fatal(err)
		}
		text += name + "\n" + all.String + "\n"
	}
	return text
}
