package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vikstrous/dataloadgen"
)

// inside is what an error of the database says, none of which a client may read.
const inside = `pq: duplicate key value violates unique constraint "accounts_login_key" at /srv/app/db.go:12`

// TestEveryCode gives the presenter one error of each kind. The codes that come
// out are all that a client has to know, beside those of the document.
func TestEveryCode(t *testing.T) {
	wrapped := func(err error) func() error {
		return func() error { return fmt.Errorf("%s: %w", inside, err) }
	}
	inField := graphql.WithFieldContext(t.Context(), &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "r", Name: "reportSubmit"}}})
	inArgument := graphql.WithPathContext(inField, graphql.NewPathWithField("version"))
	tests := []struct {
		name  string
		ctx   context.Context
		err   func() error // a new one each time: presenting changes it
		code  string
		field string
	}{
		{"nobody", inField, wrapped(goal.ErrUnauthenticated), "UNAUTHENTICATED", ""},
		{"not allowed", inField, wrapped(goal.ErrForbidden), "FORBIDDEN", ""},
		{"absent", inField, wrapped(goal.ErrNotFound), "NOT_FOUND", ""},
		{"absent from a loader", inField, wrapped(dataloadgen.ErrNotFound), "NOT_FOUND", ""},
		{"stale", inField, wrapped(goal.ErrStale), "STALE", ""},
		{"locked", inField, wrapped(&goal.LockedError{Entry: goal.EntryState{Reason: goal.LockClosed}}), "LOCKED", ""},
		{"too many tries", inField, wrapped(&goal.RateLimitedError{RetryAfter: time.Second}), "RATE_LIMITED", ""},
		{"another request under a key", inField, wrapped(goal.ErrIdempotencyMismatch), "IDEMPOTENCY_MISMATCH", ""},
		{"a failure of the moment", inField, wrapped(goal.ErrUnavailable), "UNAVAILABLE", ""},
		{"out of time", inField, wrapped(context.DeadlineExceeded), "UNAVAILABLE", ""},
		{"gone", inField, wrapped(context.Canceled), "UNAVAILABLE", ""},
		{"invalid", inField, func() error { return goal.Invalid(goal.Path("rows", 0, "value"), goal.TooPrecise) }, "BAD_REQUEST", "rows.0.value"},
		{"a scalar's complaint", inArgument, func() error { return graphql.ErrorOnPath(inArgument, inputError("not a date")) }, "BAD_REQUEST", "version"},
		{"an argument that cannot be read", inArgument, func() error { return graphql.ErrorOnPath(inArgument, errors.New(inside)) }, "BAD_REQUEST", "version"},
		{"a null where none may be", inField, func() error { return gqlerror.Errorf("must not be null") }, "INTERNAL", ""},
		{"anything else", inField, func() error { return errors.New(inside) }, "INTERNAL", ""},
		{"a panic", inField, func() error { return Recover(t.Context(), inside) }, "INTERNAL", ""},
	}
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, nil)))
	seen := map[string]bool{}
	for _, tt := range tests {
		for _, lang := range []wording.Lang{wording.Chinese, wording.English} {
			log.Reset()
			got := PresentError(WithActor(tt.ctx, goal.Actor{}, lang), tt.err())
			code, _ := got.Extensions["code"].(string)
			seen[code] = true
			field, _ := got.Extensions["field"].([]string)
			if code != tt.code || strings.Join(field, ".") != tt.field || got.Message == "" || got.Message == code {
				t.Errorf("%s: %s at %q: %q", tt.name, code, field, got.Message)
			}
			if text, _ := json.Marshal(got); strings.Contains(string(text), "pq:") || strings.Contains(string(text), "db.go") {
				t.Errorf("%s tells of the inside: %s", tt.name, text)
			}
			if len(got.Path) > 1 {
				t.Errorf("%s: the path %v leads into the arguments", tt.name, got.Path)
			}
			reference, _ := got.Extensions["reference"].(string)
			if logged := reference != "" && strings.Contains(log.String(), reference); logged != (code == "INTERNAL") {
				t.Errorf("%s: reference %q, log %q", tt.name, reference, log.String())
			}
			if tt.name == "a panic" && !strings.Contains(log.String(), "errors_test.go") {
				t.Errorf("the stack is not in the log: %s", log.String())
			}
		}
	}
	closed := []string{"BAD_REQUEST", "FORBIDDEN", "IDEMPOTENCY_MISMATCH", "INTERNAL", "LOCKED", "NOT_FOUND", "RATE_LIMITED", "STALE", "UNAUTHENTICATED", "UNAVAILABLE"}
	if got := slices.Sorted(maps.Keys(seen)); !slices.Equal(got, closed) {
		t.Errorf("the presenter gives %q, the closed list is %q", got, closed)
	}
	for _, c := range codes {
		if !seen[c.code] {
			t.Errorf("%s was not tried", c.code)
		}
	}
}

// TestDocumentErrorsStay: what parsing and validation say is the client's to read.
func TestDocumentErrorsStay(t *testing.T) {
	err := gqlerror.Errorf("Cannot query field")
	err.Extensions = map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"}
	if got := PresentError(t.Context(), err); got.Message != "Cannot query field" || got.Extensions["code"] != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("got %+v", got)
	}
}
