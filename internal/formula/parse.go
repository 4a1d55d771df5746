package formula

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// parser reads by recursive descent; depth keeps the recursion short.
type parser struct {
	scanner
	tok      token
	declared []string
	used     []string
	depth    int
	nodes    int
}

func (p *parser) next() { p.tok = p.scan() }

// sees says whether the next token is the sign.
func (p *parser) sees(sign string) bool { return p.tok.kind == tokenSign && p.tok.text == sign }

// unexpected objects to the next token.
func (p *parser) unexpected() error {
	switch p.tok.kind {
	case tokenEnd:
		return fail(ErrEndsEarly, p.tok.at)
	case tokenBad:
		return p.tok.err
	}
	return fail(ErrUnexpected, p.tok.at, "text", p.tok.written)
}

// enter goes one level deeper; leaving is p.depth--. After an error nothing is
// read any more, so that levels left open then do not matter.
func (p *parser) enter(at position) error {
	if p.depth++; p.depth > maxDepth {
		return errTooDeep(at)
	}
	return nil
}

func errTooDeep(at position) error {
	return fail(ErrTooDeep, at, "max", strconv.Itoa(maxDepth))
}

// closes takes the bracket that closes the one at open.
func (p *parser) closes(open position) error {
	switch {
	case p.sees(")"):
		p.next()
		p.depth--
		return nil
	case p.tok.kind == tokenEnd:
		return fail(ErrUnclosed, open)
	}
	return p.unexpected()
}

// node counts n in.
func (p *parser) node(n node) (*node, error) {
	if p.nodes++; p.nodes > maxNodes {
		return nil, fail(ErrTooMany, n.at, "max", strconv.Itoa(maxNodes))
	}
	for _, arg := range n.args {
		n.levels = max(n.levels, arg.levels)
	}
	if n.levels += n.calls(); n.levels > maxDepth {
		return nil, errTooDeep(n.at)
	}
	return &n, nil
}

func wantNumber(n *node) error {
	if n.isCondition() {
		return fail(ErrWantNumber, n.at)
	}
	return nil
}

func wantCondition(n *node) error {
	if !n.isCondition() {
		return fail(ErrWantCondition, n.at)
	}
	return nil
}

func (p *parser) expression() (*node, error) { return p.logic(disjunction, "or", p.conjunction) }

func (p *parser) conjunction() (*node, error) { return p.logic(conjunction, "and", p.comparison) }

// logic reads operands with the word between them.
func (p *parser) logic(k kind, word string, operand func() (*node, error)) (*node, error) {
	n, err := operand()
	if err != nil {
		return nil, err
	}
	args := []*node{n}
	for p.tok.kind == tokenWord && strings.EqualFold(p.tok.text, word) {
		p.next()
		if n, err = operand(); err != nil {
			return nil, err
		}
		args = append(args, n)
	}
	if len(args) == 1 {
		return n, nil
	}
	return p.join(k, args[0].at, args)
}

// join is the and, or the or, of all of args; the same within it melts into it.
func (p *parser) join(k kind, at position, args []*node) (*node, error) {
	n := node{kind: k, at: at}
	for _, arg := range args {
		if err := wantCondition(arg); err != nil {
			return nil, err
		}
		if arg.kind == k {
			n.args = append(n.args, arg.args...)
		} else {
			n.args = append(n.args, arg)
		}
	}
	if len(n.args) == 1 {
		n.args[0].at = at
		return n.args[0], nil
	}
	return p.node(n)
}

func (p *parser) comparison() (*node, error) {
	left, err := p.sum()
	if err != nil || p.tok.kind != tokenSign || !slices.Contains([]string{"<", "<=", ">", ">=", "=", "!="}, p.tok.text) {
		return left, err
	}
	if err := wantNumber(left); err != nil {
		return nil, err
	}
	sign := p.tok.text
	p.next()
	right, err := p.sum()
	if err != nil {
		return nil, err
	}
	if err := wantNumber(right); err != nil {
		return nil, err
	}
	return p.node(node{kind: comparison, at: left.at, args: []*node{left, right}, signs: []string{sign}})
}

func (p *parser) sum() (*node, error) { return p.chain(sum, "+", "-", p.product) }

func (p *parser) product() (*node, error) { return p.chain(product, "*", "/", p.minus) }

// chain reads operands with either sign between them into one node. A chain that
// begins with a bracketed one, (a - b) - c, is the longer chain a - b - c.
func (p *parser) chain(k kind, plus, minus string, operand func() (*node, error)) (*node, error) {
	first, err := operand()
	if err != nil || !p.sees(plus) && !p.sees(minus) {
		return first, err
	}
	if err := wantNumber(first); err != nil {
		return nil, err
	}
	n := node{kind: k, at: first.at, args: []*node{first}}
	if first.kind == k {
		n.args, n.signs = first.args, first.signs
	}
	for p.sees(plus) || p.sees(minus) {
		n.signs = append(n.signs, p.tok.text)
		p.next()
		arg, err := operand()
		if err != nil {
			return nil, err
		}
		if err := wantNumber(arg); err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
	}
	return p.node(n)
}

// minus reads an operand with or without a minus before it. The minus of a
// literal becomes part of it: -5 is a number, not an operation.
func (p *parser) minus() (*node, error) {
	if !p.sees("-") {
		return p.operand()
	}
	at := p.tok.at
	if err := p.enter(at); err != nil {
		return nil, err
	}
	p.next()
	n, err := p.minus()
	if err != nil {
		return nil, err
	}
	p.depth--
	if err := wantNumber(n); err != nil {
		return nil, err
	}
	if n.kind == literal {
		n.value.Neg(n.value)
		n.at = at
		return n, nil
	}
	return p.node(node{kind: negative, at: at, args: []*node{n}})
}

func (p *parser) operand() (*node, error) {
	tok := p.tok
	switch {
	case p.sees("("):
		return p.brackets()
	case tok.kind == tokenNumber:
		p.next()
		value, _ := new(big.Rat).SetString(tok.text)
		return p.node(node{kind: literal, at: tok.at, value: value})
	case tok.kind == tokenWord:
		p.next()
		return p.word(tok)
	}
	return nil, p.unexpected()
}

func (p *parser) brackets() (*node, error) {
	open := p.tok.at
	if err := p.enter(open); err != nil {
		return nil, err
	}
	p.next()
	n, err := p.expression()
	if err != nil {
		return nil, err
	}
	n.at = open
	return n, p.closes(open)
}

// word is a function with its arguments, or an input.
func (p *parser) word(tok token) (*node, error) {
	f, known := functionOf(tok.text)
	switch {
	case known && p.sees("("):
		return p.call(tok, f)
	case known:
		return nil, fail(ErrNoArguments, tok.at, "function", f.name)
	case p.sees("("):
		return nil, fail(ErrUnknownFunction, tok.at, "name", tok.text)
	case !slices.Contains(p.declared, tok.text):
		return nil, fail(ErrUnknownName, tok.at, "name", tok.text)
	}
	p.used = append(p.used, tok.text)
	return p.node(node{kind: input, at: tok.at, name: tok.text})
}
