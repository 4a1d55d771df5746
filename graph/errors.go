package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vikstrous/dataloadgen"
)

// codes are the failures that a client may be told of, with the code it sees.
var codes = []struct {
	err  error
	code string
}{
	{goal.ErrUnauthenticated, "UNAUTHENTICATED"},
	{goal.ErrForbidden, "FORBIDDEN"},
	{goal.ErrNotFound, "NOT_FOUND"},
	{dataloadgen.ErrNotFound, "NOT_FOUND"},
	{goal.ErrStale, "STALE"},
	{goal.ErrIdempotencyMismatch, "IDEMPOTENCY_MISMATCH"},
	{goal.ErrUnavailable, "UNAVAILABLE"},
	{context.DeadlineExceeded, "UNAVAILABLE"},
	{context.Canceled, "UNAVAILABLE"},
}

// inputError is a complaint about an argument whose text may reach the client.
type inputError string

func (e inputError) Error() string { return string(e) }

// panicError is what a panic in a resolver becomes.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// Recover turns a panic into an error that [PresentError] logs with its stack
// and shows as nothing but INTERNAL.
func Recover(_ context.Context, value any) error { return &panicError{value, debug.Stack()} }

// PresentError gives known failures their code and words, and hides the text of
// all others, which may name tables and files: those are logged under a
// reference that the client gets instead.
func PresentError(ctx context.Context, err error) *gqlerror.Error {
	out := graphql.DefaultErrorPresenter(ctx, err)
	if _, coded := out.Extensions["code"]; coded && out.Err == nil {
		return out // of the document: parsing, validation, limits
	}
	field := inputField(ctx, out)
	lang := language(ctx)
	set := func(code, message string, more map[string]any) *gqlerror.Error {
		out.Message, out.Extensions = message, map[string]any{"code": code}
		maps.Copy(out.Extensions, more)
		return out
	}
	var bad inputError
	var limited *goal.RateLimitedError
	var locked *goal.LockedError
	var invalid *goal.InvalidError
	switch {
	case errors.As(err, &bad):
		return set("BAD_REQUEST", string(bad), field)
	case errors.As(err, &limited):
		return set("RATE_LIMITED", wording.Failure(lang, "RATE_LIMITED"), map[string]any{"retryAfter": limited.Seconds()})
	case errors.As(err, &locked):
		return set("LOCKED", wording.Locked(lang, locked.Entry.Reason), map[string]any{"reason": locked.Entry.Reason})
	case errors.As(err, &invalid):
		p := invalid.Problems[0]
		return set("BAD_REQUEST", wording.Problem(lang, p), map[string]any{"field": p.Field, "problem": p.Code})
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			if c.err == goal.ErrUnavailable {
				slog.WarnContext(ctx, "unavailable", "path", out.Path.String(), "err", err)
			}
			return set(c.code, wording.Failure(lang, c.code), nil)
		}
	}
	if field != nil { // gqlgen could not read a value, such as one of an enum in the wrong case
		return set("BAD_REQUEST", wording.Failure(lang, "BAD_REQUEST"), field)
	}
	reference := rand.Text()[:10]
	about := []any{"reference", reference, "path", out.Path.String(), "err", err}
	if panicked := (*panicError)(nil); errors.As(err, &panicked) {
		about = append(about, "stack", string(panicked.stack))
	}
	slog.ErrorContext(ctx, "resolver failed", about...)
	return set("INTERNAL", wording.Failure(lang, "INTERNAL"), map[string]any{"reference": reference})
}

// inputField splits the path of an error about an argument: what leads to the
// argument's field goes into the extensions, and the path ends where the answer
// has its null. It gives nil for every other error.
func inputField(ctx context.Context, out *gqlerror.Error) map[string]any {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Result != nil || len(out.Path) <= len(fc.Path()) {
		return nil
	}
	at := len(fc.Path())
	field := make([]string, 0, len(out.Path)-at)
	for _, part := range out.Path[at:] {
		switch part := part.(type) {
		case ast.PathName:
			field = append(field, string(part))
		case ast.PathIndex:
			field = append(field, strconv.Itoa(int(part)))
		}
	}
	out.Path = out.Path[:at]
	return map[string]any{"field": field}
}

// userErrors splits a mutation's error in two: problems that the person can mend
// go into the payload, anything else stays an error of the request.
func userErrors(err error) ([]*goal.Problem, error) {
	problems := []*goal.Problem{} // [UserError!]! must not be null
	if invalid := (*goal.InvalidError)(nil); errors.As(err, &invalid) {
		for i := range invalid.Problems {
			problems = append(problems, &invalid.Problems[i])
		}
		return problems, nil
	}
	return problems, err
}

// absent turns "not found" into null, for root fields that may have nothing to show.
func absent[T any](v *T, err error) (*T, error) {
	if errors.Is(err, goal.ErrNotFound) {
		return nil, nil
	}
	return v, err
}
