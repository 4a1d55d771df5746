package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
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
	{goal.ErrRateLimited, "RATE_LIMITED"},
	{context.DeadlineExceeded, "UNAVAILABLE"},
	{context.Canceled, "UNAVAILABLE"},
}

// inputError is a complaint about an argument whose text may reach the client.
type inputError string

func (e inputError) Error() string { return string(e) }

// PresentError gives known failures their code and words, and hides the text of
// all others, which may name tables and files: those are logged under a
// reference that the client gets instead.
func PresentError(ctx context.Context, err error) *gqlerror.Error {
	out := graphql.DefaultErrorPresenter(ctx, err)
	if ge := (*gqlerror.Error)(nil); errors.As(err, &ge) && ge.Err == nil {
		return out // gqlgen's own, such as a validation error
	}
	lang := language(ctx)
	set := func(code string, more map[string]any) *gqlerror.Error {
		out.Message = wording.Failure(lang, code)
		out.Extensions = map[string]any{"code": code}
		for k, v := range more {
			out.Extensions[k] = v
		}
		return out
	}
	var bad inputError
	var locked *goal.LockedError
	var invalid *goal.InvalidError
	switch {
	case errors.As(err, &bad):
		set("BAD_REQUEST", nil)
		out.Message = string(bad)
		return out
	case errors.As(err, &locked):
		set("LOCKED", map[string]any{"reason": locked.Entry.Reason})
		out.Message = wording.Locked(lang, locked.Entry.Reason)
		return out
	case errors.As(err, &invalid):
		p := invalid.Problems[0]
		set("BAD_REQUEST", map[string]any{"field": p.Field, "problem": p.Code})
		out.Message = wording.Problem(lang, p)
		return out
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return set(c.code, nil)
		}
	}
	reference := rand.Text()[:10]
	slog.ErrorContext(ctx, "resolver failed", "reference", reference, "path", out.Path.String(), "err", err)
	return set("INTERNAL", map[string]any{"reference": reference})
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
