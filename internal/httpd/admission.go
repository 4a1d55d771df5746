package httpd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/kaoping/kaoping/internal/wording"
)

// Admission bounds how many requests are in work and how many wait for that,
// and how long. What comes beyond is refused at once: a queue that is longer
// than people's patience only does work that nobody waits for any more.
type Admission struct {
	Working int
	Waiting int
	Wait    time.Duration
}

// DefaultAdmission is somewhat more work than the twenty connections to the
// database can carry.
var DefaultAdmission = Admission{Working: 32, Waiting: 128, Wait: 2 * time.Second}

// gate lets requests in.
type gate struct {
	work, queue chan struct{}
	wait        time.Duration
	metrics     *Metrics
}

func newGate(a Admission, m *Metrics) *gate {
	g := &gate{make(chan struct{}, a.Working), make(chan struct{}, a.Waiting), a.Wait, m}
	m.watch(g)
	return g
}

// admit lets a request through when there is room, or refuses it. What was sent
// of a small body is already here, so that slow senders take nobody's place.
func (g *gate) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.enter(r.Context()) {
			g.metrics.turnedAway()
			refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", wording.Accept(r.Header.Get("Accept-Language")))
			return
		}
		defer func() { <-g.work }()
		next.ServeHTTP(w, r)
	})
}

func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.work <- struct{}{}:
		return true
	default:
	}
	select {
	case g.queue <- struct{}{}:
		defer func() { <-g.queue }()
	default:
		return false
	}
	patience := time.NewTimer(g.wait)
	defer patience.Stop()
	select {
	case g.work <- struct{}{}:
		return true
	case <-patience.C:
	case <-ctx.Done():
	}
	return false
}

// smallBody is what is read of a body before its request is admitted. Larger
// ones are read afterwards, and only from somebody who has signed in.
const smallBody = 64 << 10

// bodyFirst reads the beginning of a body, or all of a small one.
func bodyFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, err := io.ReadAll(io.LimitReader(r.Body, smallBody))
		if err != nil {
			status := http.StatusBadRequest
			if errors.Is(err, os.ErrDeadlineExceeded) {
				status = http.StatusRequestTimeout
			}
			w.Header().Set("Connection", "close")
			refuse(w, status, "BAD_REQUEST", wording.Accept(r.Header.Get("Accept-Language")))
			return
		}
		r.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
		next.ServeHTTP(w, r)
	})
}
