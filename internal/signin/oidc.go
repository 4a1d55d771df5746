package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OpenID names an OpenID Connect issuer, and us to it.
type OpenID struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	LoginClaim   string // of the ID token, that holds the login here
	RedirectURL  string // where the issuer sends people back to
}

// Identity is who the issuer says somebody is. Issuer and Subject name them for
// good; Login is what they are called there at present.
type Identity struct{ Issuer, Subject, Login string }

// Flow is what one sign-in has to remember between leaving for the issuer and
// coming back. It belongs to the browser that started it, and to nobody else.
type Flow struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Until    time.Time `json:"until"`
}

// FlowLife is how long somebody may take at the issuer.
const FlowLife = 10 * time.Minute

const (
	leeway     = time.Minute      // between the issuer's clock and ours
	tokenAge   = 10 * time.Minute // an ID token is used at once
	issuerWait = 10 * time.Second
	issuerRest = 2 * time.Second // between two attempts to reach an issuer that fails
)

// signatures are what an ID token may be signed with: by a private key of the
// issuer alone. With "none" nobody has signed, and with HS256 whoever knows our
// client secret, or takes a public key for one.
var signatures = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// subjectForm is what OpenID Connect Core, section 2, lets a subject be.
var subjectForm = regexp.MustCompile(`^[ -~]{1,255}$`)

// Failures of a sign-in through the issuer.
var (
	ErrFlow   = errors.New("not the answer to a sign-in that this browser started") // or it took too long
	ErrIssuer = errors.New("the issuer cannot be reached, or answers nonsense")
	ErrDenied = errors.New("the issuer did not let them in")
)

// RelyingParty signs people in through an OpenID Connect issuer, by the
// authorization code flow with PKCE (RFC 7636) as RFC 9700 wants it.
type RelyingParty struct {
	config OpenID
	client *http.Client

	mu       sync.Mutex
	provider *oidc.Provider // nil until the issuer was reached
	failed   time.Time
}

// NewRelyingParty returns one that asks the issuer who it is at the first
// sign-in, so that the server starts without it. client reaches the issuer; nil
// means an ordinary one.
func NewRelyingParty(config OpenID, client *http.Client) *RelyingParty {
	if client == nil {
		client = &http.Client{Timeout: issuerWait}
	}
	return &RelyingParty{config: config, client: client}
}

// discover reads the issuer's own description, once. A failure is kept for a
// moment only, then the next sign-in tries again.
func (r *RelyingParty) discover(ctx context.Context) (*oidc.Provider, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.provider != nil {
		return r.provider, nil
	}
	if time.Since(r.failed) < issuerRest {
		return nil, fmt.Errorf("discovery failed a moment ago: %w", ErrIssuer)
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, r.client), issuerWait)
	defer cancel()
	p, err := oidc.NewProvider(ctx, r.config.Issuer)
	if err != nil {
		r.failed = time.Now()
		return nil, fmt.Errorf("discovery: %w: %w", ErrIssuer, err)
	}
	r.provider = p
	return p, nil
}

func (r *RelyingParty) oauth(p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: r.config.ClientID, ClientSecret: r.config.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: r.config.RedirectURL, Scopes: []string{oidc.ScopeOpenID, "profile"}}
}

// Start begins a sign-in: send the browser to the address, and keep the flow in it.
func (r *RelyingParty) Start(ctx context.Context, at time.Time) (Flow, string, error) {
	p, err := r.discover(ctx)
	if err != nil {
		return Flow{}, "", err
	}
	f := Flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Until: at.Add(FlowLife)}
	return f, r.oauth(p).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), nil
}

// Finish takes the issuer's answer, as the query it sent the browser back with,
// and says who signed in. It fails with [ErrFlow], [ErrDenied] or [ErrIssuer].
func (r *RelyingParty) Finish(ctx context.Context, at time.Time, f Flow, answer url.Values) (Identity, error) {
	if f.State == "" || subtle.ConstantTimeCompare([]byte(f.State), []byte(answer.Get("state"))) != 1 || at.After(f.Until) {
		return Identity{}, ErrFlow
	}
	if iss := answer.Get("iss"); iss != "" && iss != r.config.Issuer { // RFC 9207: another issuer's answer
		return Identity{}, ErrFlow
	}
	if answer.Get("error") != "" || answer.Get("code") == "" {
		return Identity{}, ErrDenied
	}
	p, err := r.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, r.client), issuerWait)
	defer cancel()
	tokens, err := r.oauth(p).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return Identity{}, exchangeError(err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return Identity{}, fmt.Errorf("no ID token: %w", ErrIssuer)
	}
	return r.verify(ctx, p, at, f, raw)
}

// exchangeError leaves out what the issuer wrote, which may repeat the code.
func exchangeError(err error) error {
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
		return fmt.Errorf("the code was refused with status %d: %w", refused.Response.StatusCode, ErrDenied)
	}
	return fmt.Errorf("exchange of the code: %w", ErrIssuer)
}

func (r *RelyingParty) verify(ctx context.Context, p *oidc.Provider, at time.Time, f Flow, raw string) (Identity, error) {
	verifier := p.Verifier(&oidc.Config{ClientID: r.config.ClientID, SupportedSigningAlgs: signatures,
		Now: func() time.Time { return at.Add(-leeway) }})
	token, err := verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrDenied, err)
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return Identity{}, fmt.Errorf("claims: %w", ErrIssuer)
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(f.Nonce)) != 1:
		return Identity{}, fmt.Errorf("%w: the token's nonce is another's", ErrDenied)
	case token.IssuedAt.After(at.Add(leeway)) || token.IssuedAt.Before(at.Add(-tokenAge)):
		return Identity{}, fmt.Errorf("%w: the token was issued at %s", ErrDenied, token.IssuedAt)
	case !r.addressed(token.Audience, claims["azp"]):
		return Identity{}, fmt.Errorf("%w: the token was issued to another party", ErrDenied)
	case !subjectForm.MatchString(token.Subject):
		return Identity{}, fmt.Errorf("%w: the token has no subject that could be one", ErrDenied)
	}
	login, _ := claims[r.config.LoginClaim].(string)
	return Identity{Issuer: token.Issuer, Subject: token.Subject, Login: login}, nil
}

// addressed checks the authorized party: where a token is for several, it has to
// name us as the one that it was issued to.
func (r *RelyingParty) addressed(audience []string, azp any) bool {
	if !slices.Contains(audience, r.config.ClientID) {
		return false
	}
	return azp == r.config.ClientID || azp == nil && len(audience) == 1
}
