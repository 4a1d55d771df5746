package formula

import (
	"math/big"
	"strconv"
	"strings"
)

// canonical writes the whole tree under n once, and gives each node its part.
func canonical(n *node) string {
	p := printer{}
	p.write(n)
	whole := p.String()
	for _, part := range p.parts {
		part.node.text = whole[part.from:part.to]
	}
	return whole
}

type printer struct {
	strings.Builder
	parts []part
}

// part is where a node stands in the whole text.
type part struct {
	node     *node
	from, to int
}

func (p *printer) write(n *node) {
	from := p.Len()
	switch n.kind {
	case literal:
		p.WriteString(decimal(n.value))
	case input:
		p.WriteString(n.name)
	case negative:
		p.WriteByte('-')
		p.operand(n.args[0], levelMinus)
	case sum, product, comparison:
		p.chain(n)
	case conjunction:
		p.join(n, " and ")
	case disjunction:
		p.join(n, " or ")
	default:
		p.call(n)
	}
	p.parts = append(p.parts, part{n, from, p.Len()})
}

// operand puts n in brackets if it binds less tightly than least.
func (p *printer) operand(n *node, least int) {
	if n.level() >= least {
		p.write(n)
		return
	}
	p.WriteByte('(')
	p.write(n)
	p.WriteByte(')')
}

// chain brackets an operand of its own kind too: a - (b - c) is not a - b - c.
func (p *printer) chain(n *node) {
	for i, arg := range n.args {
		if i > 0 {
			p.WriteString(" " + n.signs[i-1] + " ")
		}
		p.operand(arg, n.level()+1)
	}
}

func (p *printer) join(n *node, word string) {
	for i, arg := range n.args {
		if i > 0 {
			p.WriteString(word)
		}
		p.operand(arg, n.level()+1)
	}
}

func (p *printer) call(n *node) {
	for _, f := range functions {
		if f.kind == n.kind {
			p.WriteString(f.name)
		}
	}
	p.WriteByte('(')
	for i, arg := range n.args {
		if i > 0 {
			p.WriteString(", ")
		}
		p.write(arg)
	}
	if n.places > 0 {
		p.WriteString(", " + strconv.Itoa(n.places))
	}
	p.WriteByte(')')
}

// decimal writes a literal, which always ends, without trailing zeros.
func decimal(x *big.Rat) string {
	places, _ := x.FloatPrec()
	return x.FloatString(places)
}
