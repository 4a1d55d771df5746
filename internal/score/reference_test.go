package score

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// The functions below are the methods once more, written from the handbook's
// formulas and with none of the methods' code. They know no traces, no failures
// and no states: only what a valid rule makes of a valid figure.

type ref func(s *specimen, w *big.Rat, n Numbers) *big.Rat

func add(xs ...*big.Rat) *big.Rat {
	y := new(big.Rat)
	for _, x := range xs {
		y.Add(y, x)
	}
	return y
}

func sub(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func div(x, y *big.Rat) *big.Rat { return new(big.Rat).Quo(x, y) }

func mul(xs ...*big.Rat) *big.Rat {
	y := big.NewRat(1, 1)
	for _, x := range xs {
		y.Mul(y, x)
	}
	return y
}

func lesser(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}

func greater(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) > 0 {
		return x
	}
	return y
}

// or is a parameter or its default.
func or(d *decimal.Decimal, otherwise string) *big.Rat {
	if d == nil {
		return q(otherwise)
	}
	return d.Rat()
}

func orRat(d *decimal.Decimal, otherwise *big.Rat) *big.Rat {
	if d == nil {
		return otherwise
	}
	return d.Rat()
}

func lower(d *Direction) bool { return d != nil && *d == Lower }

// flooredSteps is the whole steps that count: complete ones above the target,
// begun ones below it.
func flooredSteps(k *big.Rat, count *StepCount) *big.Rat {
	if count == nil || *count != FullSteps {
		return k
	}
	n := int64(0)
	for n = -2000; big.NewRat(n+1, 1).Cmp(k) <= 0; n++ {
	}
	return big.NewRat(n, 1)
}

var references map[string]ref

func init() {
	references = map[string]ref{
		"proportional": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, a, t := s.methods.Proportional, n.Figure.Value, n.Target.Rat()
			var r *big.Rat
			switch {
			case t.Sign() > 0:
				r = div(a, t)
			case t.Sign() < 0: // r = 1 + (A − T) ÷ |T|
				r = add(one, div(sub(a, t), new(big.Rat).Neg(t)))
			case a.Sign() >= 0:
				r = one
			default:
				r = zero
			}
			if m.ZeroBelow != nil && r.Cmp(m.ZeroBelow.Rat()) < 0 {
				return zero
			}
			return mul(w, lesser(greater(r, or(m.Floor, "0")), or(m.Cap, "1")))
		},
		"lowerIsBetter": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, a, t := s.methods.LowerIsBetter, n.Figure.Value, n.Target.Rat()
			most, r := or(m.Cap, "1"), new(big.Rat)
			switch {
			case t.Sign() == 0 && a.Sign() == 0:
				r = one
			case t.Sign() == 0:
			case m.Variant == LowerLinear:
				r = sub(two, div(a, t))
			case a.Sign() == 0:
				r = most
			default:
				r = div(t, a)
			}
			return mul(w, lesser(greater(r, zero), most))
		},
		"range": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, a := s.methods.Range, n.Figure.Value
			below := div(sub(a, m.ZeroBelow.Rat()), sub(m.From.Rat(), m.ZeroBelow.Rat()))
			above := div(sub(m.ZeroAbove.Rat(), a), sub(m.ZeroAbove.Rat(), m.To.Rat()))
			return mul(w, greater(zero, lesser(one, lesser(below, above))))
		},
		"threshold": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			met := false
			if p := n.Figure.Inputs.Passed; p != nil {
				met = *p
			} else {
				less, more := n.Figure.Value.Cmp(n.Target.Rat()) < 0, n.Figure.Value.Cmp(n.Target.Rat()) > 0
				met = map[Comparison]bool{AtLeast: !less, MoreThan: more, AtMost: !more, LessThan: less, EqualTo: !less && !more, NotEqualTo: less || more}[s.methods.Threshold.Op]
			}
			if met {
				return w
			}
			return zero
		},
		"tiers": func(s *specimen, w *big.Rat, n Numbers) *big.Rat { return refTiers(s.methods.Tiers, w, n) },
		"linear": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, a, t, b := s.methods.Linear, n.Figure.Value, n.Target.Rat(), n.Baseline.Rat()
			base := or(m.Base, "60")
			p := add(base, mul(sub(hundred, base), div(sub(a, b), sub(t, b))))
			if m.Below != nil && *m.Below == BelowIsZero && p.Cmp(base) < 0 {
				return zero
			}
			return mul(w, lesser(greater(p, or(m.Lo, "0")), or(m.Hi, "100")), q("1/100"))
		},
		"bands": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			bands := slices.Clone(s.methods.Linear.Bands)
			a, sign := n.Figure.Value, one
			if bands[0].Standard.LessThan(bands[1].Standard) { // mirrored, so that more is better
				sign = big.NewRat(-1, 1)
			}
			x := func(i int) *big.Rat { return mul(sign, bands[i].Standard.Rat()) }
			if a = mul(sign, a); a.Cmp(x(0)) >= 0 {
				return mul(w, bands[0].Coefficient.Rat())
			}
			for i := 1; i < len(bands); i++ {
				if a.Cmp(x(i)) >= 0 { // W×c_low + (A − S_low)/(S_high − S_low) × W×(c_high − c_low)
					low, high := bands[i].Coefficient.Rat(), bands[i-1].Coefficient.Rat()
					return add(mul(w, low), mul(div(sub(a, x(i)), sub(x(i-1), x(i))), w, sub(high, low)))
				}
			}
			return zero
		},
		"perStep": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, unit, full := s.methods.PerStep, one, w
			if m.In != nil && *m.In == InShares {
				unit, full = w, one
			}
			k := div(sub(n.Figure.Value, n.Target.Rat()), or(m.Size, "1"))
			if lower(m.Direction) {
				k.Neg(k)
			}
			k = flooredSteps(k, m.Count)
			each := or(m.Add, "0")
			if k.Sign() < 0 {
				each = or(m.Deduct, "0")
			}
			x := add(orRat(m.Base, full), mul(k, each))
			return mul(unit, lesser(greater(x, zero), orRat(m.Max, full)))
		},
		"yearOnYear": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, unit, full := s.methods.YearOnYear, one, w
			if m.In != nil && *m.In == InShares {
				unit, full = w, one
			}
			b := n.Baseline.Rat()
			change := sub(n.Figure.Value, b)
			if lower(m.Direction) {
				change.Neg(change)
			}
			if m.Change != nil && *m.Change == ChangeInPercent {
				change = mul(hundred, div(change, new(big.Rat).Abs(b)))
			}
			k := flooredSteps(div(change, or(m.Size, "1")), m.Count)
			delta := mul(k, or(m.Add, "0"))
			if k.Sign() < 0 {
				delta = mul(k, or(m.Deduct, "0"))
				if m.DeductCap != nil {
					delta = greater(delta, new(big.Rat).Neg(m.DeductCap.Rat()))
				}
			} else if m.AddCap != nil {
				delta = lesser(delta, m.AddCap.Rat())
			}
			return mul(unit, greater(zero, add(orRat(m.Base, full), delta)))
		},
		"overCompletion": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			r := div(n.Figure.Value, n.Target.Rat())
			return mul(w, greater(zero, lesser(r, one)), refOver(s.methods.OverCompletion, r))
		},
		"lateness": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			return refLate(s.methods.Lateness, w, n.Figure.Value)
		},
		"composite": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m, a, t, b := s.methods.Composite, n.Figure.Value, n.Target.Rat(), n.Baseline.Rat()
			u, v := n.Figure.Inputs.Numbers[0].Value.Rat(), n.Figure.Inputs.Numbers[1].Value.Rat()
			var x *big.Rat
			switch most := orRat(m.Most, w); m.Formula {
			case "W * A / T":
				x = mul(w, div(a, t))
			case "W * clamp(A/T, 0, 1)":
				x = mul(w, lesser(one, greater(zero, div(a, t))))
			case "W * (0.6*u + 0.4*v) / 100":
				x = mul(w, q("1/100"), add(mul(q("3/5"), u), mul(q("2/5"), v)))
			case "if(A >= T, W, W * A / (2*T))":
				if x = w; a.Cmp(t) < 0 {
					x = mul(w, div(a, mul(two, t)))
				}
			case "(u + A) / v * v / T":
				x = div(add(u, a), t)
			case "W * (A - B) / (T - B)":
				x = mul(w, div(sub(a, b), sub(t, b)))
			default: // A / (v - v)
				switch {
				case m.OnDivisionByZero == nil || *m.OnDivisionByZero == DivisionNotApplicable:
					return nil
				case *m.OnDivisionByZero == DivisionZero:
					return zero
				}
				return lesser(w, most)
			}
			return lesser(greater(zero, x), orRat(m.Most, w))
		},
		"deduction": refDeduction,
		"levelGrowth": func(s *specimen, w *big.Rat, n Numbers) *big.Rat {
			m := s.methods.LevelGrowth
			growth := n.Figure.Inputs.Numbers[0].Value.Rat()
			if m.GrowthOf == GrowthOnBaseline {
				b := n.Baseline.Rat()
				growth = mul(hundred, div(sub(n.Figure.Value, b), new(big.Rat).Abs(b)))
			}
			level := refInner(m.Level, n)
			grown := refInner(m.Growth, Numbers{Target: m.GrowthTarget, Baseline: m.GrowthBaseline}.with(Figure{State: Value, Value: growth}))
			return mul(w, add(mul(m.Alpha.Rat(), level), mul(sub(one, m.Alpha.Rat()), grown)))
		},
		"rank":        func(s *specimen, w *big.Rat, n Numbers) *big.Rat { return refRank(s.methods.Rank, s, w, n) },
		"ratioToBest": refRatioToBest,
		"peerAverage": refPeerAverage,
	}
}

// refInner is a part of full marks, by one of the methods that can stand inside another.
func refInner(m Methods, n Numbers) *big.Rat {
	s := &specimen{subject: subject{methods: m}}
	name := Rule{Method: m}.Name()
	return references[name](s, one, n)
}

func refTiers(m *Tiers, w *big.Rat, n Numbers) *big.Rat {
	x, best := n.Figure.Value, false
	if m.On == OnRate {
		if t := n.Target.Rat(); !lower(m.Direction) {
			x = div(x, t)
		} else if x.Sign() == 0 {
			best = true
		} else {
			x = div(t, x)
		}
	}
	sign := one
	if m.On == OnValue && lower(m.Direction) {
		sign = big.NewRat(-1, 1)
	}
	height := func(i int) *big.Rat {
		if p := m.Bounds[i].Points; p != nil {
			return p.Rat()
		}
		return mul(w, m.Bounds[i].Coefficient.Rat())
	}
	for i, b := range m.Bounds {
		if best || b.From == nil {
			return height(i)
		}
		if mul(sign, x).Cmp(mul(sign, b.From.Rat())) < 0 {
			continue
		}
		if i == 0 || m.Interpolate == nil || !*m.Interpolate {
			return height(i)
		}
		low, high := b.From.Rat(), m.Bounds[i-1].From.Rat()
		return add(height(i), mul(div(sub(x, low), sub(high, low)), sub(height(i-1), height(i))))
	}
	return zero
}

// refOver is c(r): 1 up to 1.3, 0.9 to 2.0, 0.8 to 3.0, 0.7 above.
func refOver(m *OverCompletion, r *big.Rat) *big.Rat {
	for _, b := range m.Bands {
		if b.UpTo == nil || r.Cmp(b.UpTo.Rat()) <= 0 {
			return b.Coefficient.Rat()
		}
	}
	for _, b := range [][2]string{{"1.3", "1"}, {"2", "0.9"}, {"3", "0.8"}} {
		if r.Cmp(q(b[0])) <= 0 {
			return q(b[1])
		}
	}
	return q("0.7")
}

func refLate(m *Lateness, x, days *big.Rat) *big.Rat {
	started := int64(0)
	for big.NewRat(started, 1).Cmp(days) < 0 {
		started++
	}
	late := big.NewRat(started, 1)
	if m.ZeroFrom != nil && late.Cmp(m.ZeroFrom.Rat()) >= 0 {
		return zero
	}
	cost := mul(late, or(m.PerDay, "0"))
	if m.Cap != nil {
		cost = lesser(cost, m.Cap.Rat())
	}
	return greater(zero, sub(x, cost))
}

// refDeduction lets the allowance go over the occurrences tenth by tenth, the
// cheapest first: figures have one decimal.
func refDeduction(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m, tenth := s.methods.Deduction, q("1/10")
	counts := map[string]*big.Rat{}
	price := func(kind string) *big.Rat {
		for _, k := range m.Kinds {
			if k.Kind == kind {
				return k.Points.Rat()
			}
		}
		return m.Each.Rat()
	}
	all := new(big.Rat)
	if v := n.Figure.Value; v != nil {
		counts[""] = v
		all = v
	}
	for _, o := range n.Figure.Inputs.Occurrences {
		counts[o.Kind] = add(o.Count.Rat(), orZero(counts[o.Kind]))
		all = add(all, o.Count.Rat())
	}
	zeroed := false
	for _, z := range m.ZeroIf {
		have := all
		if z.Kind != nil {
			have = orZero(counts[*z.Kind])
		}
		zeroed = zeroed || have.Cmp(z.AtLeast.Rat()) >= 0
	}
	order := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return price(a).Cmp(price(b)) })
	free, off := or(m.Free, "0"), new(big.Rat)
	for _, kind := range order {
		for left := counts[kind]; left.Sign() > 0; left = sub(left, tenth) {
			if free.Sign() > 0 {
				free = sub(free, tenth)
				continue
			}
			off = add(off, mul(tenth, price(kind)))
		}
	}
	x := lesser(w, greater(sub(w, mul(off, or(m.Multiplier, "1"))), or(m.Floor, "0")))
	if zeroed {
		return lesser(x, zero)
	}
	return x
}

func orZero(x *big.Rat) *big.Rat {
	if x == nil {
		return zero
	}
	return x
}

func refRatioToBest(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	own, less := n.Figure.Value, lower(s.methods.RatioToBest.Direction)
	if k := n.Difficulty; k != nil && less {
		own = div(own, k.Rat())
	} else if k != nil {
		own = mul(own, k.Rat())
	}
	best := own
	for _, x := range s.others {
		if less {
			best = lesser(best, x)
		} else {
			best = greater(best, x)
		}
	}
	switch {
	case less && own.Sign() == 0:
		return w
	case less:
		return mul(w, div(best, own))
	case best.Sign() <= 0:
		return nil
	}
	return mul(w, div(greater(own, zero), best))
}

// refRank counts places one by one.
func refRank(m *Rank, s *specimen, w *big.Rat, n Numbers) *big.Rat {
	rank, tied, of := 1, 1, len(s.others)+1
	if p := n.Figure.Inputs.Place; p != nil {
		return refPlace(m, w, p.Rank, p.Of)
	}
	anyTie := false
	for i, x := range s.others {
		switch cmp := x.Cmp(n.Figure.Value); {
		case cmp == 0:
			tied++
		case cmp > 0 != lower(m.Direction):
			rank++
		}
		for _, y := range s.others[i+1:] {
			anyTie = anyTie || x.Cmp(y) == 0
		}
	}
	switch m.ties() {
	case TiesCancel:
		if anyTie || tied > 1 {
			return nil
		}
	case TiesAverage:
		sum := new(big.Rat)
		for i := range tied {
			sum = add(sum, refPlace(m, w, rank+i, of))
		}
		return div(sum, big.NewRat(int64(tied), 1))
	}
	return refPlace(m, w, rank, of)
}

func refPlace(m *Rank, w *big.Rat, rank, of int) *big.Rat {
	unit := one
	if m.In != nil && *m.In == InShares {
		unit = w
	}
	places := big.NewRat(int64(rank-1), 1)
	switch m.Variant {
	case RankStep:
		return greater(mul(unit, or(m.Floor, "0")), sub(w, mul(places, unit, m.Drop.Rat())))
	case RankLinear:
		first, last := w, mul(unit, or(m.Last, "0"))
		if m.First != nil {
			first = mul(unit, m.First.Rat())
		}
		if of == 1 {
			return first
		}
		return sub(first, mul(places, div(sub(first, last), big.NewRat(int64(of-1), 1))))
	case RankBands:
		for _, b := range m.Bands {
			if b.UpTo == nil || big.NewRat(int64(rank), 1).Cmp(mul(b.UpTo.Rat(), big.NewRat(int64(of), 1))) <= 0 {
				return mul(w, b.Coefficient.Rat())
			}
		}
	}
	x := or(m.Base, "0")
	for i, p := range m.Top {
		if rank == i+1 {
			x = add(x, p.Rat())
		}
	}
	for i, p := range m.Bottom {
		if rank == of-i {
			x = sub(x, p.Rat())
		}
	}
	return mul(unit, x)
}

func refPeerAverage(s *specimen, w *big.Rat, n Numbers) *big.Rat {
	m, unit, full := s.methods.PeerAverage, one, w
	if m.In != nil && *m.In == InShares {
		unit, full = w, one
	}
	group := slices.Clone(s.others)
	if m.SelfIn == nil || *m.SelfIn {
		group = append(group, n.Figure.Value)
	}
	mean := div(add(group...), big.NewRat(int64(len(group)), 1))
	width := or(m.Tolerance, "0")
	if m.ToleranceIn != nil && *m.ToleranceIn == ToleranceShare {
		width = mul(width, mean)
	}
	gap := sub(n.Figure.Value, mean)
	if lower(m.Direction) {
		gap.Neg(gap)
	}
	beyond := add(greater(zero, sub(gap, width)), lesser(zero, add(gap, width)))
	k := flooredSteps(div(beyond, or(m.Size, "1")), m.Count)
	each := or(m.Add, "0")
	if k.Sign() < 0 {
		each = or(m.Deduct, "0")
	}
	x := add(orRat(m.Base, full), mul(k, each))
	return mul(unit, lesser(greater(x, or(m.Min, "0")), orRat(m.Max, full)))
}
