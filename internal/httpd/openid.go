package httpd

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/signin"
	"github.com/kaoping/kaoping/internal/wording"
)

// CallbackPath is where the issuer sends people back to.
const CallbackPath = "/signin/oidc/callback"

// flowCookie binds a sign-in to the browser that started it. Unlike the
// session's it has to survive the way back from the issuer's site, hence Lax.
const flowCookie = "__Host-kaoping-oidc"

// leave sends the browser to the issuer.
func (c Config) leave(w http.ResponseWriter, r *http.Request) {
	at, ok := c.instant(w, r)
	if !ok {
		return
	}
	flow, address, err := c.OpenID.Start(r.Context(), at)
	if err != nil {
		slog.WarnContext(r.Context(), "sign-in through the issuer", "err", err)
		page(w, r, http.StatusBadGateway, "UNAVAILABLE")
		return
	}
	keepFlow(w, &flow)
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
}

// comeBack takes the issuer's answer and begins a session. Whatever happens, the
// flow is over: an answer works once.
func (c Config) comeBack(w http.ResponseWriter, r *http.Request) {
	at, ok := c.instant(w, r)
	if !ok {
		return
	}
	flow := flowOf(r)
	keepFlow(w, nil)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address has the code in it
	identity, err := c.OpenID.Finish(r.Context(), at, flow, r.URL.Query())
	if err == nil {
		in, failed := c.Cycle.SignInExternal(r.Context(), goal.Actor{At: at}, c.origin(r), identity)
		if err = failed; err == nil {
			setCookie(w, http.Cookie{Name: sessionCookie, Value: in.Secret, SameSite: http.SameSiteStrictMode})
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
	}
	slog.WarnContext(r.Context(), "sign-in through the issuer", "err", err)
	switch {
	case errors.Is(err, signin.ErrFlow):
		page(w, r, http.StatusBadRequest, "SIGN_IN_AGAIN")
	case errors.Is(err, signin.ErrDenied), errors.Is(err, goal.ErrForbidden):
		page(w, r, http.StatusForbidden, "SIGN_IN_REFUSED")
	case errors.Is(err, signin.ErrIssuer):
		page(w, r, http.StatusBadGateway, "UNAVAILABLE")
	default:
		page(w, r, http.StatusInternalServerError, "INTERNAL")
	}
}

// instant is when a request is judged; where there is none, it has been answered.
func (c Config) instant(w http.ResponseWriter, r *http.Request) (time.Time, bool) {
	at, err := c.now(r.Context())
	if err != nil {
		slog.ErrorContext(r.Context(), "clock", "err", err)
		page(w, r, http.StatusServiceUnavailable, "UNAVAILABLE")
	}
	return at, err == nil
}

// keepFlow lets the browser keep a flow; nil takes it away. It is not signed: it
// is the browser's own, and only holds the issuer's answer to what was asked.
func keepFlow(w http.ResponseWriter, f *signin.Flow) {
	c := http.Cookie{Name: flowCookie, SameSite: http.SameSiteLaxMode, MaxAge: -1}
	if f != nil {
		text, _ := json.Marshal(f) // strings and an instant always have a form
		c.Value, c.MaxAge = base64.RawURLEncoding.EncodeToString(text), int(signin.FlowLife/time.Second)
	}
	setCookie(w, c)
}

// flowOf reads back what keepFlow wrote. Anything else is no flow at all, whose
// empty state matches no answer.
func flowOf(r *http.Request) signin.Flow {
	var f signin.Flow
	c, err := r.Cookie(flowCookie)
	if err != nil {
		return f
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(text, &f) != nil {
		return signin.Flow{}
	}
	return f
}

// page tells a person in plain words what became of the sign-in.
func page(w http.ResponseWriter, r *http.Request, status int, code string) {
	http.Error(w, wording.Failure(wording.Accept(r.Header.Get("Accept-Language")), code), status)
}
