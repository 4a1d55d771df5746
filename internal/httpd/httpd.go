// Package httpd is the HTTP face of Kaoping: who is asking, where requests go,
// how many at a time, downloads, health, logs and metrics.
package httpd

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/signin"
	"github.com/kaoping/kaoping/internal/wording"
)

// Config is what a server is made of.
type Config struct {
	Cycle *cycle.Service
	// Clock gives each request its one instant: the database's in production.
	Clock func(context.Context) (time.Time, error)
	// GraphQL answers /graphql.
	GraphQL http.Handler
	// Enter puts who is asking, in which language, into a request's context.
	Enter func(ctx context.Context, who goal.Actor, lang wording.Lang) context.Context
	// OpenID signs people in through an issuer; nil: only passwords do.
	OpenID *signin.RelyingParty
	// Proxies are the networks whose word on where a request comes from is believed.
	Proxies []netip.Prefix
	// Page answers everything else; nil: not found.
	Page http.Handler
	// HSTS tells browsers to come by HTTPS only, for a year.
	HSTS bool
	// Drain is asked whether the server is about to stop; nil: never.
	Drain *Drain
	// Metrics counts requests; nil: nobody does.
	Metrics *Metrics
	// Admission bounds the requests in work; the zero value stands for
	// [DefaultAdmission].
	Admission Admission
}

// Drain says that the server is about to stop, so that whoever spreads requests
// over several servers leaves this one out.
type Drain struct{ begun atomic.Bool }

// Begin turns /ready to false, and has connections closed after their next answer.
func (d *Drain) Begin() { d.begun.Store(true) }

func (d *Drain) on() bool { return d != nil && d.begun.Load() }

// How long a request may take from its admission, what the database's clock may
// take of that, and what remains for a slow reader to fetch the answer.
const (
	requestTime = time.Minute
	clockTime   = 2 * time.Second
	fetchTime   = time.Minute
)

// New returns the server's handler.
func New(c Config) http.Handler {
	if c.Admission == (Admission{}) {
		c.Admission = DefaultAdmission
	}
	a := newGate(c.Admission, c.Metrics)
	mux := http.NewServeMux()
	mux.Handle("/graphql", bodyFirst(a.admit(timed(c.authenticate(c.GraphQL)))))
	mux.Handle("GET /downloads/{export}/{secret}", a.admit(timed(http.HandlerFunc(c.download))))
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("live\n")) })
	mux.HandleFunc("GET /ready", c.ready)
	if c.OpenID != nil {
		mux.Handle("GET /signin/oidc/start", a.admit(timed(http.HandlerFunc(c.leave))))
		mux.Handle("GET "+CallbackPath, a.admit(timed(http.HandlerFunc(c.comeBack))))
	}
	if c.Page != nil {
		mux.Handle("/", c.Page)
	}
	foreign := http.NewCrossOriginProtection()
	foreign.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusForbidden, "FORBIDDEN", wording.Accept(r.Header.Get("Accept-Language")))
	}))
	return c.observe(c.protect(foreign.Handler(mux)))
}

// protect sets the headers that keep a browser from doing more with an answer
// than showing it. The page that runs scripts sets its own policy.
func (c Config) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		if c.HSTS {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		// What follows a chunked body is read by nobody: a request that gave a
		// length too may have been cut elsewhere by a proxy in front of us.
		if c.Drain.on() || len(r.TransferEncoding) > 0 {
			h.Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// timed ends what a request started when its time is over: the database gives
// up, and the answer says UNAVAILABLE. The answer is written straight to the
// connection; buffering whole score sheets to be able to take them back would
// cost more than it is worth.
func timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		// A connection that knows no deadlines, as in tests, goes without.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(requestTime + fetchTime))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// now is the request's instant. Where even the clock has to wait for a
// connection, the server is overloaded and says so soon.
func (c Config) now(ctx context.Context) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, clockTime)
	defer cancel()
	return c.Clock(ctx)
}

// refuse answers in the form of a GraphQL error, which every client understands.
func refuse(w http.ResponseWriter, status int, code string, lang wording.Lang) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "2")
	}
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{
		"message": wording.Failure(lang, code), "extensions": map[string]any{"code": code},
	}}})
}

func (c Config) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), clockTime)
	defer cancel()
	if c.Drain.on() {
		http.Error(w, "about to stop", http.StatusServiceUnavailable)
		return
	}
	if err := c.Cycle.Ready(ctx); err != nil {
		slog.WarnContext(r.Context(), "not ready", "err", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}
