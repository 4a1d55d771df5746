package graph

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/vektah/gqlparser/v2/ast"
)

// Keyed lets a mutation that was sent with an Idempotency-Key take effect once.
// What a key stands for is the mutation's name and arguments: another selection
// of fields is the same request.
type Keyed struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.RootFieldInterceptor
} = Keyed{}

// ExtensionName names the extension to the server.
func (Keyed) ExtensionName() string { return "Keyed" }

// Validate accepts every schema.
func (Keyed) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptRootField tells the use case which request it answers.
func (Keyed) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	key, op := cycle.Key(ctx), graphql.GetOperationContext(ctx)
	if key == "" || op.Operation.Operation != ast.Mutation {
		return next(ctx)
	}
	request, err := keyedRequest(op, key, graphql.GetRootFieldContext(ctx).Field)
	if err != nil {
		graphql.AddError(ctx, err)
		return graphql.Null
	}
	return next(cycle.WithRequest(ctx, request))
}

func keyedRequest(op *graphql.OperationContext, key string, field graphql.CollectedField) (cycle.Request, error) {
	if err := cycle.CheckKey(key); err != nil {
		return cycle.Request{}, err
	}
	if n := len(graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Mutation"})); n != 1 {
		return cycle.Request{}, inputError("a request with an Idempotency-Key holds one mutation: send the others on their own")
	}
	// Maps are written with their keys in order.
	arguments, err := json.Marshal(field.ArgumentMap(op.Variables))
	if err != nil {
		return cycle.Request{}, err
	}
	return cycle.Request{Key: key, Mutation: field.Name, Hash: score.Hash(field.Name + "\n" + string(arguments))}, nil
}
