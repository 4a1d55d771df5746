package formula

import (
	"strconv"
	"strings"
)

// function is one of the language's own; there are no others.
type function struct {
	name     string
	kind     kind
	min, max int // arguments
}

// functions has and and or as well, since that is how Excel writes them.
var functions = []function{
	{"min", minimum, 1, maxArguments},
	{"max", maximum, 1, maxArguments},
	{"abs", absolute, 1, 1},
	{"clamp", clamp, 3, 3},
	{"round", round, 1, 2},
	{"if", choice, 3, 3},
	{"and", conjunction, 1, maxArguments},
	{"or", disjunction, 1, maxArguments},
	{"not", negation, 1, 1},
}

// functionOf finds a function; people who know Excel write it in capitals.
func functionOf(word string) (function, bool) {
	for _, f := range functions {
		if strings.EqualFold(word, f.name) {
			return f, true
		}
	}
	return function{}, false
}

// takes objects to an argument of the wrong type.
func (f function) takes(i int, arg *node) error {
	switch f.kind {
	case conjunction, disjunction, negation:
		return wantCondition(arg)
	case choice:
		if i == 0 {
			return wantCondition(arg)
		}
	}
	return wantNumber(arg)
}

// call reads the arguments of f, whose name is tok.
func (p *parser) call(tok token, f function) (*node, error) {
	args, err := p.arguments(tok)
	if err != nil {
		return nil, err
	}
	if len(args) < f.min || len(args) > f.max {
		return nil, fail(ErrWrongCount, tok.at, "function", f.name, "count", strconv.Itoa(len(args)),
			"min", strconv.Itoa(f.min), "max", strconv.Itoa(f.max))
	}
	for i, arg := range args {
		if err := f.takes(i, arg); err != nil {
			return nil, err
		}
	}
	n := node{kind: f.kind, at: tok.at, args: args}
	switch f.kind {
	case conjunction, disjunction:
		return p.join(f.kind, tok.at, args)
	case round:
		err = n.takePlaces()
	case clamp:
		err = checkBounds(args[1], args[2])
	}
	if err != nil {
		return nil, err
	}
	return p.node(n)
}

// arguments reads (a, b, …), or () which no function wants but which deserves a
// better answer than an unexpected bracket.
func (p *parser) arguments(tok token) ([]*node, error) {
	open := p.tok.at
	if err := p.enter(tok.at); err != nil {
		return nil, err
	}
	p.next()
	if p.sees(")") {
		return nil, p.closes(open)
	}
	var args []*node
	for {
		arg, err := p.expression()
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		if !p.sees(",") {
			return args, p.closes(open)
		}
		p.next()
	}
}

// takePlaces turns round's second argument into a number that is known before
// any value is: a person with a pencil must know how many digits to keep.
func (n *node) takePlaces() error {
	if len(n.args) == 1 {
		return nil
	}
	places := n.args[1]
	if places.kind != literal || !places.value.IsInt() || !places.value.Num().IsInt64() ||
		places.value.Sign() < 0 || places.value.Num().Int64() > maxPlaces {
		return fail(ErrBadPlaces, places.at, "max", strconv.Itoa(maxPlaces))
	}
	n.places, n.args = int(places.value.Num().Int64()), n.args[:1]
	return nil
}

// checkBounds refuses what can only be a slip. Bounds that are computed may
// cross; then lo wins.
func checkBounds(lo, hi *node) error {
	if lo.kind == literal && hi.kind == literal && lo.value.Cmp(hi.value) > 0 {
		return fail(ErrBadBounds, lo.at, "lo", decimal(lo.value), "hi", decimal(hi.value))
	}
	return nil
}
