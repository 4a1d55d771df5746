package score

import (
	"math/big"
	"slices"
)

// Peers are the numbers of a group that a relative rule compares: one for each
// ranked unit whose goal applies and has a figure. Units that are listed apart
// are held against them without counting among them.
//
// A Peers is a view: all units of a group share one sorted list, so that
// scoring a group costs n log n however large it is.
type Peers struct {
	list *peerList
	drop *big.Rat // one number that this view leaves out
	add  *big.Rat // one that it has beside the list
}

type peerList struct {
	sorted []*big.Rat // ascending
	sum    *big.Rat
	ties   int // neighbours that are equal
	means  map[sharedPlace]*big.Rat
}

// sharedPlace is a place that several units fill, in a ranking of n.
type sharedPlace struct {
	full          string // marks
	rank, n, tied int
}

// NewPeers gathers a group's numbers, in any order. It keeps the pointers.
func NewPeers(numbers []*big.Rat) *Peers {
	l := &peerList{sorted: slices.Clone(numbers), sum: new(big.Rat), means: map[sharedPlace]*big.Rat{}}
	slices.SortFunc(l.sorted, (*big.Rat).Cmp)
	for i, x := range l.sorted {
		l.sum.Add(l.sum, x)
		if i > 0 && x.Cmp(l.sorted[i-1]) == 0 {
			l.ties++
		}
	}
	return &Peers{list: l}
}

// with is the view in which one more number takes part.
func (p *Peers) with(x *big.Rat) *Peers { return &Peers{list: p.list, drop: p.drop, add: x} }

// without is the view from which one of its numbers is gone.
func (p *Peers) without(x *big.Rat) *Peers {
	if p.add != nil && p.add.Cmp(x) == 0 {
		return &Peers{list: p.list, drop: p.drop}
	}
	return &Peers{list: p.list, drop: x, add: p.add}
}

func (p *Peers) n() int {
	n := len(p.list.sorted)
	if p.drop != nil {
		n--
	}
	if p.add != nil {
		n++
	}
	return n
}

// mean is nil where there is nobody.
func (p *Peers) mean() *big.Rat {
	n := p.n()
	if n == 0 {
		return nil
	}
	return new(big.Rat).Quo(p.sum(), big.NewRat(int64(n), 1))
}

func (p *Peers) sum() *big.Rat {
	s := new(big.Rat).Set(p.list.sum)
	if p.drop != nil {
		s.Sub(s, p.drop)
	}
	if p.add != nil {
		s.Add(s, p.add)
	}
	return s
}

// best is the greatest number or, where lower is better, the least; nil where
// there is nobody.
func (p *Peers) best(d Direction) *big.Rat {
	l := p.list.sorted
	if d != Lower {
		l = slices.Clone(l[max(0, len(l)-2):])
		slices.Reverse(l)
	}
	l = l[:min(2, len(l))]
	if len(l) > 0 && p.drop != nil && l[0].Cmp(p.drop) == 0 {
		l = l[1:]
	}
	switch {
	case len(l) == 0:
		return p.add
	case p.add != nil && p.add.Cmp(l[0]) != 0 && p.add.Cmp(l[0]) > 0 != (d == Lower):
		return p.add
	}
	return l[0]
}

// place is where x stands among the numbers, of which it is one: how many are
// better, and how many are equal to it, itself among them.
func (p *Peers) place(x *big.Rat, d Direction) (better, equal int) {
	from, to := p.list.run(x)
	better, equal = len(p.list.sorted)-to, to-from
	if d == Lower {
		better = from
	}
	count := func(y *big.Rat, by int) {
		switch cmp := y.Cmp(x); {
		case cmp == 0:
			equal += by
		case cmp > 0 != (d == Lower):
			better += by
		}
	}
	if p.drop != nil {
		count(p.drop, -1)
	}
	if p.add != nil {
		count(p.add, 1)
	}
	return better, equal
}

// tied reports whether any two of the numbers are equal.
func (p *Peers) tied() bool {
	ties := p.list.ties
	if p.drop != nil {
		if from, to := p.list.run(p.drop); to-from > 1 {
			ties--
		}
	}
	if p.add != nil {
		if from, to := p.list.run(p.add); to-from > 1 || to > from && (p.drop == nil || p.drop.Cmp(p.add) != 0) {
			ties++
		}
	}
	return ties > 0
}

// run is where the numbers equal to x begin and end.
func (l *peerList) run(x *big.Rat) (from, to int) {
	from, _ = slices.BinarySearchFunc(l.sorted, x, (*big.Rat).Cmp)
	to, _ = slices.BinarySearchFunc(l.sorted, x, func(a, x *big.Rat) int {
		if a.Cmp(x) <= 0 {
			return -1
		}
		return 1
	})
	return from, to
}
