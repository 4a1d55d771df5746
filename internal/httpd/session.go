package httpd

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

const (
	// sessionCookie holds a session's secret. The prefix makes browsers refuse it
	// from anywhere but this host over TLS, so that a neighbour cannot plant one.
	sessionCookie = "__Host-kaoping"
	// requestHeader has to come with the cookie. A foreign page can make a browser
	// send our cookie, but not a header of its own, unless we agreed to it.
	requestHeader = "Kaoping-Request"
)

// visit is one request as resolvers may need it.
type visit struct {
	w      http.ResponseWriter
	origin cycle.Origin
}

type visitKey struct{}

// Origin is where the request behind a context comes from.
func Origin(ctx context.Context) cycle.Origin {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v.origin
}

// KeepSession gives the browser behind a context its session's secret to keep;
// "" takes it away.
func KeepSession(ctx context.Context, secret string) {
	v, ok := ctx.Value(visitKey{}).(visit)
	if !ok {
		return
	}
	c := http.Cookie{Name: sessionCookie, Value: secret, SameSite: http.SameSiteStrictMode}
	if secret == "" {
		c.MaxAge = -1
	}
	setCookie(v.w, c)
}

// setCookie sets a cookie of this host, in place of one of the same name that the
// answer already sets. Scripts cannot read it.
func setCookie(w http.ResponseWriter, c http.Cookie) {
	c.Path, c.Secure, c.HttpOnly = "/", true, true
	set := w.Header()["Set-Cookie"]
	w.Header()["Set-Cookie"] = slices.DeleteFunc(set, func(s string) bool { return strings.HasPrefix(s, c.Name+"=") })
	http.SetCookie(w, &c)
}

// authenticate finds out who is asking: who holds the access token, or else the
// session. A request with neither, or with a session that is over, goes on as
// nobody, who may nothing but sign in; one with a wrong token ends here.
func (c Config) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := wording.Accept(r.Header.Get("Accept-Language"))
		at, err := c.now(r.Context())
		if err != nil {
			slog.ErrorContext(r.Context(), "clock", "err", err)
			refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", lang)
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, visit{w, c.origin(r)}))
		who := goal.Actor{At: at}
		if header := r.Header.Get("Authorization"); header != "" {
			token, bearer := strings.CutPrefix(header, "Bearer ")
			if !bearer {
				token = ""
			}
			who, err = c.Cycle.Authenticate(r.Context(), token, at)
		} else if cookie, none := r.Cookie(sessionCookie); none == nil && len(r.Header.Values(requestHeader)) > 0 {
			var fresh string
			who, fresh, err = c.Cycle.BySession(r.Context(), cookie.Value, at)
			if errors.Is(err, goal.ErrUnauthenticated) {
				// The cookie stays: a request that was slow must not take away the newer
				// one that the browser has got meanwhile.
				err = nil
			} else if fresh != "" {
				KeepSession(r.Context(), fresh)
			}
		}
		switch {
		case errors.Is(err, goal.ErrUnauthenticated):
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, http.StatusUnauthorized, "UNAUTHENTICATED", lang)
			return
		case err != nil:
			slog.ErrorContext(r.Context(), "authenticate", "err", err)
			refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", lang)
			return
		}
		next.ServeHTTP(w, r.WithContext(c.Enter(cycle.WithKey(r.Context(), r.Header.Get("Idempotency-Key")), who, lang)))
	})
}

func (c Config) origin(r *http.Request) cycle.Origin {
	return cycle.Origin{Address: c.address(r), Agent: r.UserAgent()}
}

// address is where a request comes from: the other end of the connection, or
// what a trusted proxy there says. Each proxy appends whom it heard from, so the
// list is read from its end, for as long as the one who speaks is trusted; what
// stands before that anybody may have written.
func (c Config) address(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.trusts(at); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop.Unmap().WithZone("")
	}
	return at
}

func (c Config) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(c.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
