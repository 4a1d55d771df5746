// Package gqlhttp serves a GraphQL schema over HTTP: transport, limits on what
// a document may ask, and the last word on errors. It knows no domain.
package gqlhttp

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
)

// Limits of one document. The cache counts documents, so their size is bounded too.
const (
	mostTokens    = 15_000
	mostFields    = 5_000
	cachedQueries = 200
	mostBody      = 8 << 20 // a plan of a thousand units fits
)

// errPanic is what a panic becomes; the presenter hides its text and logs a
// reference.
var errPanic = errors.New("panic in a resolver")

// Handler answers POST requests for a schema. Errors go through present, which
// decides what a client may read of them.
func Handler(schema graphql.ExecutableSchema, present graphql.ErrorPresenterFunc, extensions ...graphql.HandlerExtension) http.Handler {
	srv := handler.New(schema)
	srv.AddTransport(transport.POST{})
	srv.SetQueryCache(lru.New[*ast.QueryDocument](cachedQueries))
	srv.SetParserTokenLimit(mostTokens)
	srv.Use(extension.FixedComplexityLimit(mostFields))
	srv.Use(extension.Introspection{})
	for _, e := range extensions {
		srv.Use(e)
	}
	srv.SetErrorPresenter(present)
	srv.SetRecoverFunc(func(ctx context.Context, v any) error {
		slog.ErrorContext(ctx, "panic in a resolver", "value", v, "stack", string(debug.Stack()))
		return errPanic
	})
	return http.MaxBytesHandler(srv, mostBody)
}
