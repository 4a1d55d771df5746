package gqlhttp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The two media types of an answer. A client that names the first gets a status
// that says whether the request was understood; for one that knows only the
// second, every answer to a well-formed request is a 200.
const (
	responseJSON = "application/graphql-response+json"
	plainJSON    = "application/json"
)

// mostErrors bounds the errors that one refused document is answered with.
const mostErrors = 10

// refusal is an answer to a request that is not even a GraphQL request.
type refusal struct {
	status int
	allow  string // the header Allow
	*gqlerror.Error
}

// answer is what is sent. Data is left out where nothing was executed.
type answer struct {
	Errors     gqlerror.List    `json:"errors,omitempty"`
	Data       *json.RawMessage `json:"data,omitempty"`
	Extensions map[string]any   `json:"extensions,omitempty"`
}

var null = json.RawMessage("null")

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	media, ok := accepted(r.Header.Values("Accept"))
	if !ok {
		s.refuse(w, r, plainJSON, &refusal{status: http.StatusNotAcceptable, Error: failure(BadRequest, "answers come as %s or %s, in utf-8", responseJSON, plainJSON)})
		return
	}
	req, refused := s.read(w, r)
	if refused != nil {
		s.refuse(w, r, media, refused)
		return
	}
	s.execute(w, r, media, req)
}

// read takes a request from its body or its query string.
func (s *server) read(w http.ResponseWriter, r *http.Request) (*request, *refusal) {
	var req *request
	var err *gqlerror.Error
	switch r.Method {
	case http.MethodPost:
		if refused := contentType(r.Header); refused != nil {
			return nil, refused
		}
		body, readErr := io.ReadAll(http.MaxBytesReader(w, r.Body, s.Caller(r.Context()).Body))
		if readErr != nil {
			return nil, unread(readErr)
		}
		req, err = decodeRequest(body)
	case http.MethodGet:
		req, err = decodeQuery(r.URL.RawQuery)
	default:
		return nil, &refusal{http.StatusMethodNotAllowed, "GET, POST", failure(BadRequest, "send requests by POST, or queries by GET")}
	}
	if err != nil {
		return nil, &refusal{status: http.StatusBadRequest, Error: err}
	}
	return req, nil
}

func unread(err error) *refusal {
	tooLarge := (*http.MaxBytesError)(nil)
	switch {
	case errors.As(err, &tooLarge):
		return &refusal{status: http.StatusRequestEntityTooLarge, Error: failure(BadRequest, "the body is too large: at most %d bytes are read from you", tooLarge.Limit)}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &refusal{status: http.StatusRequestTimeout, Error: failure(BadRequest, "the body came too slowly")}
	}
	return &refusal{status: http.StatusBadRequest, Error: failure(BadRequest, "the body did not come in full")}
}

func contentType(h http.Header) *refusal {
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset := params["charset"]
	switch {
	case err != nil || media != plainJSON || len(h.Values("Content-Type")) != 1:
		return &refusal{status: http.StatusUnsupportedMediaType, Error: failure(BadRequest, "send %s", plainJSON)}
	case charset != "" && !strings.EqualFold(charset, "utf-8"):
		return &refusal{status: http.StatusUnsupportedMediaType, Error: failure(BadRequest, "send utf-8")}
	case h.Get("Content-Encoding") != "" && h.Get("Content-Encoding") != "identity":
		return &refusal{status: http.StatusUnsupportedMediaType, Error: failure(BadRequest, "send the body as it is, without compression")}
	}
	return nil
}

// decodeQuery reads a request from a query string, as strictly as from a body.
func decodeQuery(raw string) (*request, *gqlerror.Error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, failure(BadRequest, "the query string cannot be read")
	}
	object := map[string]any{}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		given := values[name]
		if len(given) > 1 {
			return nil, failureAt(name, "%s is given more than once", name)
		}
		if len(given) == 0 || given[0] == "" {
			continue
		}
		quoted, _ := json.Marshal(given[0])
		if name == "variables" || name == "extensions" {
			quoted = []byte(given[0])
		} else if strings.ToValidUTF8(given[0], "") != given[0] {
			return nil, failureAt(name, "%s is not UTF-8", name)
		}
		if object[name], err = decodeJSON(quoted); err != nil {
			return nil, failureAt(name, "%s: %s", name, err.Error())
		}
	}
	r := &request{}
	return r, r.fill(object)
}

// execute answers a request that could be read.
func (s *server) execute(w http.ResponseWriter, r *http.Request, media string, req *request) {
	ctx := graphql.StartOperationTrace(r.Context())
	name, err := s.Operations.resolve(req, s.Caller(ctx))
	if err != nil {
		status := http.StatusBadRequest
		if req.Query != "" || err.Extensions["code"] == UnknownOperation {
			status = documentStatus(media)
		}
		s.send(w, r, media, status, name, answer{Errors: gqlerror.List{err}})
		return
	}
	op, errs := s.exec.CreateOperationContext(ctx, &graphql.RawParams{
		Query: req.Query, OperationName: req.OperationName, Variables: req.Variables, Extensions: req.Extensions, Headers: r.Header,
	})
	if errs != nil {
		more := len(errs) - mostErrors
		shown := s.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs[:min(len(errs), mostErrors)]).Errors
		if more > 0 {
			shown = append(shown, failure(BadRequest, "and %d more", more))
		}
		if errs[0].Extensions["code"] == Forbidden { // understood and denied, as a resolver would
			s.send(w, r, media, http.StatusOK, name, answer{Errors: shown, Data: &null})
			return
		}
		s.send(w, r, media, documentStatus(media), name, answer{Errors: shown})
		return
	}
	if r.Method == http.MethodGet && op.Operation.Operation != ast.Query {
		s.refuse(w, r, media, &refusal{http.StatusMethodNotAllowed, http.MethodPost, failure(BadRequest, "send this by POST: by GET only queries are answered")})
		return
	}
	next, ctx := s.exec.DispatchOperation(ctx, op)
	got := next(ctx)
	if got == nil { // the request's time was over before it began
		s.send(w, r, media, http.StatusServiceUnavailable, name, answer{Errors: gqlerror.List{s.Present(ctx, context.Cause(ctx))}})
		return
	}
	data := got.Data
	if data == nil {
		data = null
	}
	s.send(w, r, media, http.StatusOK, name, answer{got.Errors, &data, got.Extensions})
}

// documentStatus is the status of a request whose document was refused.
func documentStatus(media string) int {
	if media == responseJSON {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

func (s *server) refuse(w http.ResponseWriter, r *http.Request, media string, why *refusal) {
	if why.allow != "" {
		w.Header().Set("Allow", why.allow)
	}
	if why.status == http.StatusRequestTimeout || why.status == http.StatusRequestEntityTooLarge {
		w.Header().Set("Connection", "close")
	}
	s.send(w, r, media, why.status, "", answer{Errors: gqlerror.List{why.Error}})
}

func (s *server) send(w http.ResponseWriter, r *http.Request, media string, status int, operation string, a answer) {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // data was made by gqlgen, and everything else is our own
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	w.Write(text)
	if s.Done != nil {
		s.Done(r.Context(), Report{operation, codesOf(a.Errors)})
	}
}

func codesOf(errs gqlerror.List) []string {
	var codes []string
	for _, e := range errs {
		if code, ok := e.Extensions["code"].(string); ok && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// longest is the most characters of a message that may quote the request.
const longest = 300

// withoutValues takes a variable's value out of an error about it, and says
// which variable it is. Parsing and validation quote the document, of which a
// person needs a little to find the place, but not more.
func withoutValues(e *gqlerror.Error) *gqlerror.Error {
	if len(e.Path) > 0 && e.Path[0] == ast.PathName("variable") {
		if _, kind, ok := strings.Cut(e.Message, " is not a valid "); ok {
			e.Message = "is not a valid " + kind
		}
		field := []string{"variables"}
		for _, p := range e.Path[1:] {
			switch p := p.(type) {
			case ast.PathName:
				field = append(field, string(p))
			case ast.PathIndex:
				field = append(field, strconv.Itoa(int(p)))
			}
		}
		e.Path = nil // a path leads into the answer, where nothing stands
		e.Message = strings.Join(field, ".") + ": " + e.Message
		if e.Extensions == nil {
			e.Extensions = map[string]any{}
		}
		e.Extensions["field"] = field
	}
	if text := []rune(e.Message); len(text) > longest {
		e.Message = string(text[:longest]) + "…"
	}
	return e
}
