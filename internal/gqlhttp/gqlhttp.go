// Package gqlhttp serves a GraphQL schema over HTTP: a strict transport, limits
// on what a document may ask, registered documents, and a cache of documents
// that is bounded in bytes. It knows no domain.
//
// Every document is measured before it is validated, because validation itself
// can be made to cost seconds: see [Limits].
package gqlhttp

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Codes of errors that this package gives by itself. Errors of resolvers get
// theirs from the presenter, and those of parsing and validation are gqlgen's.
const (
	BadRequest       = "BAD_REQUEST"
	Forbidden        = "FORBIDDEN"
	Unavailable      = "UNAVAILABLE"
	UnknownOperation = "PERSISTED_QUERY_NOT_FOUND" // the name that clients of persisted queries know
)

// Caller is what the one behind a request may do here.
type Caller struct {
	Introspect  bool  // ask for the schema itself
	AnyDocument bool  // send documents that are not registered
	Body        int64 // most bytes of a request's body
}

// Report is what became of one request, for logs and metrics. It holds nothing
// that the caller wrote.
type Report struct {
	Operation string   // the registered document's name; empty for any other
	Codes     []string // of the answer's errors, each once, in order of appearance
}

// Config is what a handler is made of.
type Config struct {
	Schema graphql.ExecutableSchema
	// Present decides what a client may read of an error.
	Present graphql.ErrorPresenterFunc
	// Recover turns a panic in a resolver into an error for Present.
	Recover graphql.RecoverFunc
	// Caller says what the one behind a request may do.
	Caller func(context.Context) Caller
	// Operations are the documents that everybody may send.
	Operations Operations
	Limits     Limits
	// Extensions take part in answering, after the guard.
	Extensions []graphql.HandlerExtension
	// Done is told about every request when it has been answered; nil: nobody.
	Done func(context.Context, Report)
}

// server is the handler.
type server struct {
	Config
	exec  *executor.Executor
	cache *documents
}

// Handler answers GraphQL requests for a schema, by POST and, for queries, by
// GET. It expects to be asked for nothing else.
func Handler(c Config) http.Handler {
	s := &server{Config: c, exec: executor.New(c.Schema), cache: newDocuments(cachedBytes)}
	s.exec.SetQueryCache(s.cache)
	s.exec.SetParserTokenLimit(c.Limits.Tokens)
	s.exec.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error { return withoutValues(c.Present(ctx, err)) })
	s.exec.SetRecoverFunc(c.Recover)
	s.exec.SetDisableSuggestion(true)
	s.exec.SetDefaultRulesFn(unhelpful)
	s.exec.Use(guard{s})
	for _, e := range c.Extensions {
		s.exec.Use(e)
	}
	return s
}

// unhelpful are the rules of validation without their "did you mean": whoever
// may read the schema has it, and nobody else is to get at it name by name. It
// also saves the time of comparing every unknown name with all known ones.
func unhelpful() *rules.Rules {
	r := rules.NewDefaultRules()
	r.RemoveRule(rules.KnownArgumentNamesRule.Name)
	r.AddRule(rules.KnownArgumentNamesRuleWithoutSuggestions.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	r.RemoveRule(rules.KnownTypeNamesRule.Name)
	r.AddRule(rules.KnownTypeNamesRuleWithoutSuggestions.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	r.RemoveRule(rules.ValuesOfCorrectTypeRule.Name)
	r.AddRule(rules.ValuesOfCorrectTypeRuleWithoutSuggestions.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return r
}

// guard stands before gqlgen's parsing and validation, and once more before
// execution for what a cached document might have passed by.
type guard struct{ *server }

func (guard) ExtensionName() string                          { return "Guard" }
func (guard) Validate(schema graphql.ExecutableSchema) error { return nil }

func (g guard) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	return g.admit(ctx, p)
}

func (g guard) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	op.DisableIntrospection = !g.Caller(ctx).Introspect
	if op.Operation.Operation == ast.Subscription {
		return failure(BadRequest, "subscriptions are not served")
	}
	return nil
}

// failure is an error of the request as a whole.
func failure(code, format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	err.Extensions = map[string]any{"code": code}
	return err
}
