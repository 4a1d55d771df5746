package score

import (
	"errors"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Outlook is a result with what else could have been.
type Outlook struct {
	Result
	Most decimal.Decimal // the highest that the rule can give here
	Gain *Gain           // nil where the figure is no number
}

// Preview scores several goals on one rule, storing and remembering nothing: what
// a rule's author tries out before anybody is judged by it. Where the rule is
// relative and a row names no peers, the rows are each other's group.
//
// A rule that does not validate, or marks or a scale out of range, give problems
// and no results. Each row fails for itself.
func (r Rule) Preview(fullMarks *big.Rat, scale int, rounding Rounding, rows []Numbers) ([]Outlook, []Problem) {
	ps := problems(r.Validate("rule"))
	if fullMarks.Sign() <= 0 {
		ps.add(path{"fullMarks"}, ProblemOutOfRange, "above", "0")
	}
	if scale < 0 || scale > maxScale {
		ps.add(path{"scale"}, ProblemOutOfRange, "min", "0", "max", strconv.Itoa(maxScale))
	}
	if len(ps) > 0 {
		return nil, ps
	}
	p := r.prepare()
	group := p.group(fullMarks, rows)
	out := make([]Outlook, len(rows))
	for i, n := range rows {
		if p.relative != nil && n.Peers == nil {
			n.Peers = group
		}
		out[i] = p.outlook(fullMarks, scale, rounding, n)
	}
	return out, nil
}

// group is what the rows compare with each other; nil unless the rule is relative.
func (p *prepared) group(fullMarks *big.Rat, rows []Numbers) *Peers {
	if p.relative == nil {
		return nil
	}
	var numbers []*big.Rat
	for _, n := range rows {
		if x := p.peer(fullMarks, n); x != nil && n.Peers == nil {
			numbers = append(numbers, x)
		}
	}
	return NewPeers(numbers)
}

func (p *prepared) outlook(fullMarks *big.Rat, scale int, rounding Rounding, n Numbers) Outlook {
	n.Rounding = rounding
	s := p.solve(fullMarks, n, nil)
	o := Outlook{Result: s.result(scale, rounding), Most: Round(p.most(fullMarks, &n), scale, rounding)}
	if s.points == nil || n.Figure.State != Value || n.Figure.Value == nil {
		return o
	}
	own := (*big.Rat)(nil)
	if p.relative != nil {
		own = p.peer(fullMarks, n)
	}
	o.Gain = p.gain(fullMarks, n, own, func(x *big.Rat) decimal.Decimal { return Round(x, scale, rounding) }, o.Points, o.Most)
	return o
}

// gain is what one unit of measure, more or less, would have changed; nil where
// neither could be scored. round takes exact points to what is printed, of which
// there are as many as points, and most at most.
func (p *prepared) gain(fullMarks *big.Rat, n Numbers, own *big.Rat, round func(*big.Rat) decimal.Decimal, points, most decimal.Decimal) *Gain {
	var best *Gain
	for _, step := range []int{+1, -1} {
		m := n
		m.Figure.Value = new(big.Rat).Add(n.Figure.Value, big.NewRat(int64(step), 1))
		if own != nil && n.Peers != nil && !n.Apart {
			m.Peers = n.Peers.without(own)
			if x := p.peer(fullMarks, m); x != nil {
				m.Peers = m.Peers.with(x)
			}
		}
		x := p.again(fullMarks, m)
		if x == nil {
			continue
		}
		more := round(x).Sub(points)
		if best == nil || more.GreaterThan(best.Points) {
			best = &Gain{step, more}
		}
		if best.Points.Add(points).Equal(most) { // the other direction cannot be worth more
			break
		}
	}
	return best
}

// result rounds a solution, once, and closes its trace.
func (s *solution) result(scale int, rounding Rounding) Result {
	res := Result{State: s.state(), Rate: clone(s.rate), Unrounded: clone(s.points), Trace: s.trace()}
	if f := (*failure)(nil); errors.As(s.err, &f) {
		res.Problem = &Problem{Code: f.code, Args: f.args}
	}
	if s.points != nil {
		res.Points = Round(s.points, scale, rounding)
		res.Trace.Value = exact(s.points)
		res.Trace.Rounded = res.Points.StringFixed(int32(scale))
	}
	return res
}
