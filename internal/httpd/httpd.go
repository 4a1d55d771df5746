// Package httpd is the HTTP face of Kaoping: who is asking, where requests go,
// downloads and health.
package httpd

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
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

// authenticate finds out who holds the bearer token. A request without one goes
// on as nobody, who may nothing; one with a wrong token ends here.
func (c Config) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := wording.Accept(r.Header.Get("Accept-Language"))
		at, err := c.Clock(r.Context())
		if err != nil {
			slog.ErrorContext(r.Context(), "clock", "err", err)
			refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", lang)
			return
		}
		who := goal.Actor{At: at}
		if header := r.Header.Get("Authorization"); header != "" {
			token, ok := strings.CutPrefix(header, "Bearer ")
			if ok {
				who, err = c.Cycle.Authenticate(r.Context(), token, at)
			}
			switch {
			case !ok || errors.Is(err, goal.ErrUnauthenticated):
				w.Header().Set("WWW-Authenticate", "Bearer")
				refuse(w, http.StatusUnauthorized, "UNAUTHENTICATED", lang)
				return
			case err != nil:
				slog.ErrorContext(r.Context(), "authenticate", "err", err)
				refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", lang)
				return
			}
		}
		ctx := cycle.WithKey(r.Context(), r.Header.Get("Idempotency-Key"))
		next.ServeHTTP(w, r.WithContext(c.Enter(ctx, who, lang)))
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
