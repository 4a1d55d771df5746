package httpd

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/wording"
)

// record gathers what is known of a request by the time it is answered. It holds
// nothing that the client wrote: no path, no query string, no body, no token.
type record struct {
	id        string
	operation string
	codes     []string
}

type recordKey struct{}

func recordOf(ctx context.Context) *record {
	r, _ := ctx.Value(recordKey{}).(*record)
	return r
}

// Note remembers for the log and the metrics which registered operation a
// request was, and the codes of the errors it was answered with.
func Note(ctx context.Context, operation string, codes []string) {
	if r := recordOf(ctx); r != nil {
		r.operation, r.codes = operation, codes
	}
}

// unregistered stands for every operation that has no registered name, so that
// clients cannot fill logs and metrics with names of their own.
const unregistered = "unregistered"

// observe gives each request an id, for the log, the audit and the answer; logs
// and counts it when it is over; and keeps a panic from telling the client more
// than where to find it in the log.
func (c Config) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &record{id: rand.Text()[:16]}
		ctx := cycle.WithRequestID(context.WithValue(r.Context(), recordKey{}, rec), rec.id)
		w.Header().Set("X-Request-Id", rec.id)
		out := &counted{ResponseWriter: w}
		r = r.WithContext(ctx)
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				slog.ErrorContext(ctx, "panic", "reference", rec.id, "value", v, "stack", string(debug.Stack()))
				if out.status == 0 {
					refuse(out, http.StatusInternalServerError, "INTERNAL", wording.Accept(r.Header.Get("Accept-Language")))
				}
				rec.codes = append(rec.codes, "INTERNAL")
			}
			c.finish(r, rec, out, time.Since(began))
		}()
		next.ServeHTTP(out, r)
	})
}

func (c Config) finish(r *http.Request, rec *record, out *counted, took time.Duration) {
	if out.status == 0 {
		out.status = http.StatusOK
	}
	route := r.Pattern // of the mux: "" where nothing answers
	if strings.HasSuffix(route, "/live") || strings.HasSuffix(route, "/ready") {
		return
	}
	operation := rec.operation
	if route == "/graphql" && operation == "" {
		operation = unregistered
	}
	c.Metrics.answered(route, operation, out.status, rec.codes, took)
	slog.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("route", route), slog.String("method", method(r)),
		slog.String("operation", operation), slog.Int("status", out.status), slog.Any("codes", rec.codes),
		slog.Int64("bytes", out.bytes), slog.Float64("seconds", took.Seconds()))
}

// method is the request's method, if it is one of the usual: it is the client's
// own word.
func method(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// counted notes what was answered.
type counted struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *counted) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *counted) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets deadlines through to the connection.
func (w *counted) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Logger writes lines of JSON that carry the id of the request they belong to.
func Logger(w io.Writer) *slog.Logger { return slog.New(requestHandler{slog.NewJSONHandler(w, nil)}) }

type requestHandler struct{ slog.Handler }

func (h requestHandler) Handle(ctx context.Context, line slog.Record) error {
	if r := recordOf(ctx); r != nil {
		line.AddAttrs(slog.String("request", r.id))
	}
	return h.Handler.Handle(ctx, line)
}

func (h requestHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestHandler{h.Handler.WithAttrs(attrs)}
}

func (h requestHandler) WithGroup(name string) slog.Handler {
	return requestHandler{h.Handler.WithGroup(name)}
}
