package formula

import "math/big"

type kind int

const (
	literal kind = iota // may be below zero
	input
	negative
	sum     // a - b + c, one node however long
	product // a * b / c, likewise
	minimum
	maximum
	absolute
	clamp
	round
	choice
	comparison // from here on conditions
	conjunction
	disjunction
	negation
)

// node is one operation of a formula. After Parse nothing writes to it.
type node struct {
	kind   kind
	at     position
	args   []*node
	signs  []string // what stands before each operand of a sum or product but the first; what a comparison asks
	value  *big.Rat // a literal's
	name   string   // an input's
	places int      // that round keeps
	levels int      // of nested functions, as Excel counts them
	text   string   // its canonical text; a part of the formula's
}

func (n *node) isCondition() bool { return n.kind >= comparison }

// How tightly an operator binds, the loosest first.
const (
	levelOr = iota
	levelAnd
	levelComparison
	levelSum
	levelProduct
	levelMinus
	levelCall
)

func (n *node) level() int {
	switch n.kind {
	case disjunction:
		return levelOr
	case conjunction:
		return levelAnd
	case comparison:
		return levelComparison
	case sum:
		return levelSum
	case product:
		return levelProduct
	case negative:
		return levelMinus
	}
	return levelCall // a negative literal too: a minus may stand before any operand
}

// calls is how many functions in one another Excel needs for n itself.
func (n *node) calls() int {
	switch n.kind {
	case literal, input, negative, sum, product, comparison:
		return 0
	case clamp:
		return 2
	}
	return 1
}
