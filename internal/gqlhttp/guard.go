package gqlhttp

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound what one document may ask. They are checked before validation,
// whose search for fields that cannot be merged takes time with the square of
// what a document repeats, and before execution, whose time they bound too.
type Limits struct {
	Characters int // of the document
	Tokens     int
	Depth      int // of nested fields
	Aliases    int
	Directives int
	RootFields int
	Fields     int // with every fragment written out where it is spread
	Twins      int // pairs of fields that would come to stand at one place of the answer
	Nodes      int // objects that the answer may hold, as far as the document tells
	Page       int // the most a list gives whose argument `first` is not known
	List       int // how many objects a list without `first` is taken for
}

// DefaultLimits let pass what a person or the console asks for, with room: the
// most that one of our own documents needs is 14 levels (reading the schema
// itself), 700 fields and 12,000 nodes.
var DefaultLimits = Limits{
	Characters: 16_384, Tokens: 2_000, Depth: 16, Aliases: 30, Directives: 50, RootFields: 20,
	Fields: 2_000, Twins: 5_000, Nodes: 50_000, Page: 100, List: 5,
}

// saturated is where counting stops: far above every limit, and far enough from
// the end of int that sums and products of two such numbers still fit.
const saturated = 1 << 30

func plus(a, b int) int { return min(a+b, saturated) }

func times(a, b int) int { return min(a*b, saturated) }

// admit measures a document and says why it is refused, or gives nil.
func (g guard) admit(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	l := g.Limits
	if n := utf8.RuneCountInString(p.Query); n > l.Characters {
		return failure(BadRequest, "the document has %d characters; at most %d are allowed: send long values as variables", n, l.Characters)
	}
	doc, known := g.cache.Get(ctx, p.Query)
	if !known {
		var err error
		if doc, err = parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.Query}, l.Tokens); err != nil {
			ge, ok := err.(*gqlerror.Error)
			if !ok {
				ge = gqlerror.Wrap(err)
			}
			errcode.Set(ge, errcode.ParseFailed)
			return ge
		}
	}
	w := &walk{Limits: l, schema: g.Schema.Schema(), fragments: doc.Fragments}
	if err := w.document(doc, p.Variables, known); err != nil {
		return err
	}
	if w.introspects && !g.Caller(ctx).Introspect {
		return failure(Forbidden, "reading the schema is not allowed to you")
	}
	return nil
}

// extent is how much one selection asks for.
type extent struct {
	depth  int
	here   int // fields at the top of the selection
	fields int // and in all below
	nodes  int // objects, for one object that the selection is applied to
}

// walk measures a document. Each fragment is looked into once for an operation,
// however often it is spread, so that the time stays in proportion to the text.
type walk struct {
	Limits
	schema    *ast.Schema
	fragments ast.FragmentDefinitionList

	variables   map[string]any
	definitions ast.VariableDefinitionList
	known       map[string]extent // of fragments, for the operation at hand
	open        map[string]bool   // fragments that are being looked into
	cyclic      string            // one that leads back to itself

	aliases, directives int
	introspects         bool
}

// document holds every operation and every fragment against the limits: those
// that are not asked for are validated all the same.
func (w *walk) document(doc *ast.QueryDocument, variables map[string]any, validated bool) *gqlerror.Error {
	w.variables = variables
	expanded := 0
	for _, op := range doc.Operations {
		w.known, w.open, w.definitions = map[string]extent{}, map[string]bool{}, op.VariableDefinitions
		w.directives += len(op.Directives)
		w.tally(op.SelectionSet)
		e := w.selection(op.SelectionSet, w.root(op.Operation))
		if err := w.refused(e); err != nil {
			return err
		}
		if e.here > w.RootFields {
			return failure(BadRequest, "the operation asks for %d fields at its root; at most %d are allowed: send several requests", e.here, w.RootFields)
		}
		expanded = plus(expanded, e.fields)
	}
	w.known, w.open, w.definitions = map[string]extent{}, map[string]bool{}, nil
	for _, f := range w.fragments {
		w.directives += len(f.Directives)
		w.tally(f.SelectionSet)
		e := w.fragment(f)
		if err := w.refused(extent{depth: e.depth, fields: e.fields}); err != nil {
			return err
		}
		expanded = plus(expanded, e.fields)
	}
	if err := w.refused(extent{}); err != nil {
		return err
	}
	if expanded > 4*w.Fields {
		return failure(BadRequest, "the operations and fragments come to %d fields in all; at most %d are allowed", expanded, 4*w.Fields)
	}
	if validated {
		return nil // the twins were counted then
	}
	return w.countTwins(doc)
}

func (w *walk) refused(e extent) *gqlerror.Error {
	for _, x := range []struct {
		n, most int
		what    string
	}{
		{e.depth, w.Depth, "levels of nested fields"},
		{e.fields, w.Fields, "fields, with fragments written out"},
		{e.nodes, w.Nodes, "objects to answer with: ask for smaller pages"},
		{w.aliases, w.Aliases, "aliases"},
		{w.directives, w.Directives, "directives"},
	} {
		if x.n > x.most {
			return failure(BadRequest, "the document has %d %s; at most %d are allowed", x.n, x.what, x.most)
		}
	}
	if w.cyclic != "" {
		return failure(errcode.ValidationFailed, "fragment %s spreads itself", w.cyclic)
	}
	return nil
}

func (w *walk) root(op ast.Operation) *ast.Definition {
	switch op {
	case ast.Mutation:
		return w.schema.Mutation
	case ast.Subscription:
		return w.schema.Subscription
	}
	return w.schema.Query
}

// tally counts what stands in the text, whatever is spread how often.
func (w *walk) tally(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			w.directives += len(s.Directives)
			if s.Alias != s.Name {
				w.aliases++
			}
			w.introspects = w.introspects || s.Name == "__schema" || s.Name == "__type"
			w.tally(s.SelectionSet)
		case *ast.InlineFragment:
			w.directives += len(s.Directives)
			w.tally(s.SelectionSet)
		case *ast.FragmentSpread:
			w.directives += len(s.Directives)
		}
	}
}

// selection measures what is asked of one object of a type; an unknown type,
// which validation will complain of, is nil.
func (w *walk) selection(set ast.SelectionSet, of *ast.Definition) extent {
	var sum extent
	for _, s := range set {
		var e extent
		switch s := s.(type) {
		case *ast.Field:
			e = w.field(s, of)
		case *ast.InlineFragment:
			on := of
			if s.TypeCondition != "" {
				on = w.schema.Types[s.TypeCondition]
			}
			e = w.selection(s.SelectionSet, on)
		case *ast.FragmentSpread:
			if f := w.fragments.ForName(s.Name); f != nil {
				e = w.fragment(f)
			}
		}
		sum = extent{max(sum.depth, e.depth), plus(sum.here, e.here), plus(sum.fields, e.fields), plus(sum.nodes, e.nodes)}
	}
	return sum
}

func (w *walk) fragment(f *ast.FragmentDefinition) extent {
	if e, ok := w.known[f.Name]; ok {
		return e
	}
	if w.open[f.Name] {
		w.cyclic = f.Name
		return extent{}
	}
	w.open[f.Name] = true
	e := w.selection(f.SelectionSet, w.schema.Types[f.TypeCondition])
	w.open[f.Name] = false
	w.known[f.Name] = e
	return e
}

func (w *walk) field(f *ast.Field, of *ast.Definition) extent {
	var def *ast.FieldDefinition
	var typ *ast.Definition
	if of != nil {
		def = of.Fields.ForName(f.Name)
	}
	if def != nil {
		typ = w.schema.Types[def.Type.Name()]
	}
	below := w.selection(f.SelectionSet, typ)
	e := extent{depth: below.depth + 1, here: 1, fields: plus(below.fields, 1)}
	if len(f.SelectionSet) > 0 {
		e.nodes = times(w.count(f, def, of), plus(below.nodes, 1))
	}
	return e
}

// count is how many objects a field of one object may give.
func (w *walk) count(f *ast.Field, def *ast.FieldDefinition, of *ast.Definition) int {
	if def == nil || strings.HasPrefix(f.Name, "__") {
		return 1
	}
	if first := def.Arguments.ForName("first"); first != nil && first.Type.Name() == "Int" {
		return max(1, w.page(f.Arguments.ForName("first"), first))
	}
	// A page's own list was counted with its field.
	if def.Type.Elem == nil || of.Fields.ForName("pageInfo") != nil {
		return 1
	}
	return w.List
}

// page is the value of an argument `first`, or the most it can be.
func (w *walk) page(given *ast.Argument, def *ast.ArgumentDefinition) int {
	value := def.DefaultValue
	if given != nil {
		value = given.Value
	}
	if value != nil && value.Kind == ast.Variable {
		name := value.Raw
		if v, ok := w.variables[name]; ok {
			n, err := strconv.Atoi(string(number(v)))
			if err != nil || n > w.Page {
				return w.Page // what is beyond is refused when it is read
			}
			return n
		}
		value = def.DefaultValue
		if d := w.definitions.ForName(name); d != nil && d.DefaultValue != nil {
			value = d.DefaultValue
		}
	}
	if value == nil || value.Kind != ast.IntValue {
		return w.Page
	}
	n, err := strconv.Atoi(value.Raw)
	if err != nil {
		return w.Page
	}
	return min(n, w.Page)
}

func number(v any) json.Number {
	n, _ := v.(json.Number)
	return n
}
