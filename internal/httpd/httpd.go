// Package httpd is the HTTP face of Kaoping: who is asking, where requests go,
// downloads and health.
package httpd

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/netip"
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
}

// New returns the server's handler.
func New(c Config) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", c.authenticate(c.GraphQL))
	mux.HandleFunc("GET /downloads/{export}/{secret}", c.download)
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("live\n")) })
	mux.HandleFunc("GET /ready", c.ready)
	if c.OpenID != nil {
		mux.HandleFunc("GET /signin/oidc/start", c.leave)
		mux.HandleFunc("GET "+CallbackPath, c.comeBack)
	}
	if c.Page != nil {
		mux.Handle("/", c.Page)
	}
	guarded := http.NewCrossOriginProtection().Handler(mux)
	return http.TimeoutHandler(identify(guarded), time.Minute, `{"errors":[{"message":"timeout","extensions":{"code":"UNAVAILABLE"}}]}`)
}

// identify gives each request an id, for the log, the audit and the answer.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:16]
		w.Header().Set("X-Request-Id", id)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r.WithContext(cycle.WithRequestID(r.Context(), id)))
	})
}

// refuse answers in the form of a GraphQL error, which every client understands.
func refuse(w http.ResponseWriter, status int, code string, lang wording.Lang) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{
		"message": wording.Failure(lang, code), "extensions": map[string]any{"code": code},
	}}})
}

func (c Config) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := c.Cycle.Ready(ctx); err != nil {
		slog.WarnContext(r.Context(), "not ready", "err", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}
