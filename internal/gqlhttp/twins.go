package gqlhttp

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// spot is one place of an answer, and how many fields come to stand there.
type spot struct {
	fields int
	below  map[string]*spot
}

// countTwins writes every definition out, which is affordable once the number of
// fields is known to be small, and counts the pairs of fields that validation
// will hold against each other.
func (w *walk) countTwins(doc *ast.QueryDocument) *gqlerror.Error {
	pairs := 0
	for _, op := range doc.Operations {
		pairs = plus(pairs, w.twins(&spot{}, op.SelectionSet))
	}
	for _, f := range doc.Fragments {
		pairs = plus(pairs, w.twins(&spot{}, f.SelectionSet))
	}
	if pairs > w.Twins {
		return failure(BadRequest, "the document asks for the same things over and over (%d pairs of equal fields; at most %d are allowed)", pairs, w.Twins)
	}
	return nil
}

func (w *walk) twins(at *spot, set ast.SelectionSet) int {
	pairs := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if at.below == nil {
				at.below = map[string]*spot{}
			}
			next := at.below[s.Alias]
			if next == nil {
				next = &spot{}
				at.below[s.Alias] = next
			}
			pairs = plus(pairs, next.fields)
			next.fields++
			pairs = plus(pairs, w.twins(next, s.SelectionSet))
		case *ast.InlineFragment:
			pairs = plus(pairs, w.twins(at, s.SelectionSet))
		case *ast.FragmentSpread:
			if f := w.fragments.ForName(s.Name); f != nil {
				pairs = plus(pairs, w.twins(at, f.SelectionSet))
			}
		}
	}
	return pairs
}
