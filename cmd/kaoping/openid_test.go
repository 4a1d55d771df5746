package main

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/signin"
)

const (
	issuerClient = "kaoping-client"
	issuerSecret = "canary-client-secret-0123456789"
)

// issuer is an OpenID Connect provider that lets in whoever the test says, and
// whose tokens the test can spoil.
type issuer struct {
	*httptest.Server
	key  *rsa.PrivateKey
	down atomic.Bool

	mu    sync.Mutex
	codes map[string]grantedCode
}

// grantedCode is what a code stands for.
type grantedCode struct {
	challenge string
	token     string
}

func newIssuer(t *testing.T) *issuer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key, codes: map[string]grantedCode{}}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		if i.down.Load() {
			http.Error(w, "internal text of the issuer", http.StatusServiceUnavailable)
			return
		}
		// It says that it signs with "none" and HS256 too, which must tempt nobody.
		answer(w, vars{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, vars{"keys": []vars{{"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256", "n": raw64(key.N.Bytes()), "e": raw64(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		id, secret, _ := r.BasicAuth()
		granted, ok := i.codes[r.PostFormValue("code")]
		delete(i.codes, r.PostFormValue("code")) // a code is good once
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !ok || id != issuerClient || secret != issuerSecret || raw64(sum[:]) != granted.challenge || r.PostFormValue("redirect_uri") != "https://kaoping.example/signin/oidc/callback" {
			w.WriteHeader(http.StatusBadRequest)
			answer(w, vars{"error": "invalid_grant", "error_description": "internal text of the issuer about " + r.PostFormValue("code")})
			return
		}
		answer(w, vars{"access_token": "canary-access-token", "token_type": "Bearer", "id_token": granted.token})
	})
	i.Server = httptest.NewTLSServer(mux)
	t.Cleanup(i.Close)
	return i
}

func raw64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func part(v any) string {
	text, _ := json.Marshal(v)
	return raw64(text)
}

// sign makes a token as RS256 wants it, or with another algorithm and key.
func (i *issuer) sign(claims vars, alg string, key any) string {
	body := part(vars{"alg": alg, "kid": "one", "typ": "JWT"}) + "." + part(claims)
	switch key := key.(type) {
	case *rsa.PrivateKey:
		sum := sha256.Sum256([]byte(body))
		signature, _ := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		return body + "." + raw64(signature)
	case []byte:
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(body))
		return body + "." + raw64(mac.Sum(nil))
	}
	return body + "."
}

// visitor is a browser on its way through the issuer.
type visitor struct {
	*browser
	i     *issuer
	asked url.Values // of the issuer
}

func (g *gate) visit(i *issuer) *visitor {
	v := &visitor{browser: g.browser(), i: i}
	req, _ := http.NewRequestWithContext(g.t.Context(), http.MethodGet, g.tls.URL+"/signin/oidc/start", nil)
	res, _ := v.do(req)
	if at, err := res.Location(); err == nil {
		v.asked = at.Query()
	}
	return v
}

// claims are those of a sound token at the test's present instant.
func (v *visitor) claims(subject, login string) vars {
	now, _ := v.g.clock(v.g.t.Context())
	return vars{"iss": v.i.URL, "sub": subject, "aud": issuerClient, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
		"nonce": v.asked.Get("nonce"), "preferred_username": login}
}

// back comes back from the issuer with a code for a token, and returns the page.
func (v *visitor) back(token string, change func(url.Values)) (status int, text string) {
	code := "canary-code-" + rand.Text()
	v.i.mu.Lock()
	v.i.codes[code] = grantedCode{v.asked.Get("code_challenge"), token}
	v.i.mu.Unlock()
	answer := url.Values{"code": {code}, "state": {v.asked.Get("state")}}
	if change != nil {
		change(answer)
	}
	return v.answer(answer)
}

func (v *visitor) answer(answer url.Values) (int, string) {
	req, _ := http.NewRequestWithContext(v.g.t.Context(), http.MethodGet, v.g.tls.URL+"/signin/oidc/callback?"+answer.Encode(), nil)
	_, text := v.do(req)
	return v.status, text
}

func newOpenIDGate(t *testing.T) (*gate, *issuer) {
	t.Helper()
	i := newIssuer(t)
	return newGate(t, door{openID: signin.NewRelyingParty(signin.OpenID{Issuer: i.URL, ClientID: issuerClient, ClientSecret: issuerSecret,
		LoginClaim: "preferred_username", RedirectURL: "https://kaoping.example/signin/oidc/callback"}, i.Client())}), i
}

func TestOpenIDConnect(t *testing.T) {
	t.Parallel()
	g, i := newOpenIDGate(t)
	v := g.visit(i)
	if v.status != http.StatusSeeOther || v.asked.Get("code_challenge_method") != "S256" || len(v.asked.Get("nonce")) < 22 || len(v.asked.Get("state")) < 22 ||
		v.asked.Get("response_type") != "code" || !strings.Contains(v.asked.Get("scope"), "openid") {
		t.Fatalf("%d, asking %v", v.status, v.asked)
	}
	if c := v.set[0]; c.Name != "__Host-kaoping-oidc" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 600 {
		t.Errorf("the flow's cookie is %s", c)
	}
	status, text := v.back(i.sign(v.claims("subject-1", "a1-reporter"), "RS256", i.key), nil)
	if status != http.StatusSeeOther || v.who() != "a1-reporter" || v.cookies["__Host-kaoping-oidc"] != "" {
		t.Fatalf("%d %s: %q, cookies %v", status, text, v.who(), v.cookies)
	}

	// From now on the identity opens that account, whatever it is called there.
	v = g.visit(i)
	if v.back(i.sign(v.claims("subject-1", "a2-reporter"), "RS256", i.key), nil); v.who() != "a1-reporter" {
		t.Errorf("a new name at the issuer makes somebody %q", v.who())
	}
	// And whoever gets that name there opens nothing.
	v = g.visit(i)
	if status, _ := v.back(i.sign(v.claims("subject-2", "a1-reporter"), "RS256", i.key), nil); status != http.StatusForbidden || v.who() != "" {
		t.Errorf("another subject of the same name: %d, %q", status, v.who())
	}
	if err := g.activate("a2-reporter", false); err != nil {
		t.Fatal(err)
	}
	for n, login := range []string{"nobody", "a2-reporter", "", "A1-Reporter", "a1-reporter\x00"} {
		v = g.visit(i)
		if status, text := v.back(i.sign(v.claims(fmt.Sprint("subject-of-", n), login), "RS256", i.key), nil); status != http.StatusForbidden || v.who() != "" ||
			strings.Contains(text, "PINNED") || !strings.Contains(text, "opens no account") {
			t.Errorf("as %q: %d %s, %q", login, status, text, v.who())
		}
	}
	if err := g.activate("a1-reporter", false); err != nil {
		t.Fatal(err)
	}
	v = g.visit(i)
	if status, _ := v.back(i.sign(v.claims("subject-1", "a1-reporter"), "RS256", i.key), nil); status != http.StatusForbidden || v.who() != "" {
		t.Errorf("the pinned identity of a disabled account: %d, %q", status, v.who())
	}
	if began, refused := g.audited("session.begin"), g.audited("session.refuse"); len(began) != 2 || len(refused) != 7 ||
		!strings.Contains(began[0], "subject-1") || strings.Contains(strings.Join(refused, ""), "nobody") {
		t.Errorf("in the audit %d sign-ins, %d refusals:\n%s\n%s", len(began), len(refused), began, refused)
	}
}

// TestOpenIDConnectForgeries spoils one thing at a time.
func TestOpenIDConnectForgeries(t *testing.T) {
	t.Parallel()
	g, i := newOpenIDGate(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, _ := x509.MarshalPKIXPublicKey(&i.key.PublicKey)
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	good := func(v *visitor) string { return i.sign(v.claims("subject-1", "a1-reporter"), "RS256", i.key) }
	with := func(name string, value any) func(*visitor) string {
		return func(v *visitor) string {
			c := v.claims("subject-1", "a1-reporter")
			c[name] = value
			return i.sign(c, "RS256", i.key)
		}
	}
	shift := func(name string, d time.Duration) func(*visitor) string {
		return func(v *visitor) string {
			now, _ := g.clock(t.Context())
			return with(name, now.Add(d).Unix())(v)
		}
	}
	signed := func(alg string, key any) func(*visitor) string {
		return func(v *visitor) string { return i.sign(v.claims("subject-1", "a1-reporter"), alg, key) }
	}
	answered := func(name, value string) func(url.Values) {
		return func(a url.Values) { a.Set(name, value) }
	}
	for name, c := range map[string]struct {
		token  func(*visitor) string
		answer func(url.Values)
		status int
	}{
		"sound":                     {good, nil, http.StatusSeeOther},
		"expired within the leeway": {shift("exp", -30*time.Second), nil, http.StatusSeeOther},
		"issued a little later":     {shift("iat", 30*time.Second), nil, http.StatusSeeOther},
		"several audiences, for us": {func(v *visitor) string {
			c := v.claims("subject-1", "a1-reporter")
			c["aud"], c["azp"] = []string{"x", issuerClient}, issuerClient
			return i.sign(c, "RS256", i.key)
		}, nil, http.StatusSeeOther},
		"expired":           {shift("exp", -2*time.Minute), nil, http.StatusForbidden},
		"issued later":      {shift("iat", 5*time.Minute), nil, http.StatusForbidden},
		"issued long ago":   {shift("iat", -time.Hour), nil, http.StatusForbidden},
		"not yet":           {shift("nbf", time.Hour), nil, http.StatusForbidden},
		"another nonce":     {with("nonce", "another"), nil, http.StatusForbidden},
		"no nonce":          {with("nonce", ""), nil, http.StatusForbidden},
		"another audience":  {with("aud", "another"), nil, http.StatusForbidden},
		"several audiences": {with("aud", []string{issuerClient, "another"}), nil, http.StatusForbidden},
		"another party":     {with("azp", "another"), nil, http.StatusForbidden},
		"another issuer":    {with("iss", "https://another.example"), nil, http.StatusForbidden},
		"no subject":        {with("sub", ""), nil, http.StatusForbidden},
		"a login that is a number": {func(v *visitor) string {
			c := v.claims("subject-9", "a1-reporter")
			c["preferred_username"] = 5
			return i.sign(c, "RS256", i.key)
		}, nil, http.StatusForbidden},
		"another key":              {signed("RS256", other), nil, http.StatusForbidden},
		"nobody's signature":       {signed("none", nil), nil, http.StatusForbidden},
		"signed with our secret":   {signed("HS256", []byte(issuerSecret)), nil, http.StatusForbidden},
		"signed with a public key": {signed("HS256", public), nil, http.StatusForbidden},
		"signed with its DER":      {signed("HS256", der), nil, http.StatusForbidden},
		"no token":                 {func(*visitor) string { return "" }, nil, http.StatusForbidden},
		"another state":            {good, answered("state", "another"), http.StatusBadRequest},
		"no state":                 {good, answered("state", ""), http.StatusBadRequest},
		"another issuer's answer":  {good, answered("iss", "https://another.example"), http.StatusBadRequest},
		"another code":             {good, answered("code", "another"), http.StatusForbidden},
		"refused":                  {good, answered("error", "access_denied"), http.StatusForbidden},
	} {
		v := g.visit(i)
		status, text := v.back(c.token(v), c.answer)
		in := v.who() != ""
		if status != c.status || in != (c.status == http.StatusSeeOther) || strings.Contains(text, "internal text") || strings.Contains(text, "oidc") {
			t.Errorf("%s: %d %q, signed in: %v", name, status, text, in)
		}
	}

	// An answer works once, in the browser that asked, and in time.
	v := g.visit(i)
	flow := v.cookies["__Host-kaoping-oidc"]
	var kept url.Values
	v.back(good(v), func(a url.Values) { kept = a })
	if status, _ := v.answer(kept); status != http.StatusBadRequest {
		t.Errorf("an answer used again: %d", status)
	}
	v.cookies["__Host-kaoping-oidc"] = flow
	if status, _ := v.answer(kept); status != http.StatusForbidden {
		t.Errorf("a code used again: %d", status)
	}
	v = g.visit(i)
	v.cookies = map[string]string{}
	if status, _ := v.back(good(v), nil); status != http.StatusBadRequest || v.who() != "" {
		t.Errorf("the answer to somebody else's sign-in: %d", status)
	}
	v = g.visit(i)
	thief := g.visit(i)
	thief.asked.Set("state", thief.asked.Get("state"))
	if status, _ := thief.back(good(v), func(a url.Values) { a.Set("state", thief.asked.Get("state")) }); status != http.StatusForbidden {
		t.Errorf("a token for another browser's nonce: %d", status)
	}
	v = g.visit(i)
	g.advance(11 * time.Minute)
	if status, _ := v.back(good(v), nil); status != http.StatusBadRequest {
		t.Errorf("after eleven minutes: %d", status)
	}
}

// The server starts without the issuer, and finds it once it is there.
func TestOpenIDConnectIssuerIsDown(t *testing.T) {
	t.Parallel()
	g, i := newOpenIDGate(t)
	i.down.Store(true)
	if v := g.visit(i); v.status != http.StatusBadGateway {
		t.Fatalf("without the issuer: %d", v.status)
	}
	i.down.Store(false)
	began := time.Now()
	v := g.visit(i)
	for v.status != http.StatusSeeOther && time.Since(began) < 20*time.Second {
		time.Sleep(100 * time.Millisecond)
		v = g.visit(i)
	}
	if v.back(i.sign(v.claims("subject-1", "a1-reporter"), "RS256", i.key), nil); v.who() != "a1-reporter" {
		t.Errorf("once the issuer is there: %q", v.who())
	}
}
