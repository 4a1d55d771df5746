package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

type (
	actorKey    struct{}
	languageKey struct{}
)

// WithActor puts who is asking, and in which language, into a request's context.
func WithActor(ctx context.Context, who goal.Actor, lang wording.Lang) context.Context {
	return context.WithValue(context.WithValue(ctx, actorKey{}, who), languageKey{}, lang)
}

// actor is who is asking; without one, somebody who may nothing.
func actor(ctx context.Context) goal.Actor {
	who, _ := ctx.Value(actorKey{}).(goal.Actor)
	return who
}

func language(ctx context.Context) wording.Lang {
	lang, _ := ctx.Value(languageKey{}).(wording.Lang)
	return lang
}
