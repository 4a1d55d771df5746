// Package graph is the GraphQL API: translation, and nothing else.
//
// A resolver takes the actor from the context, calls one use case and shapes
// the payload. It begins no transaction, names no table and decides no
// permission. Children of what the viewer already sees are read by loaders,
// which gather all requests of one level into one statement.
package graph

//go:generate go tool github.com/99designs/gqlgen generate
