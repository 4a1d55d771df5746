package score

import (
	"cmp"
	"math/big"
	"slices"
)

// member is a unit of a group on its way: its lines before anything is summed.
type member struct {
	unit  *UnitInput
	lines []line
}

// members scores all lines of a group: first the figures, then what relative
// rules compare, then each line, then what depends on the others' results.
func (r *runner) members(g *GroupInput, res *GroupResult) []member {
	dims := make(map[string]int, len(g.Dimensions))
	for i, d := range g.Dimensions {
		dims[d.Dimension] = i
	}
	ms := make([]member, 0, len(g.Units))
	for i := range g.Units {
		if u := &g.Units[i]; u.Mode != Exempt {
			ms = append(ms, member{unit: u})
		}
	}
	slices.SortFunc(ms, func(a, b member) int { return cmp.Compare(a.unit.Code, b.unit.Code) })
	for i := range ms {
		if m := &ms[i]; !r.given(m.unit) {
			m.lines = r.lines(dims, m.unit)
		}
	}
	peers := r.compare(ms, res)
	for i := range ms {
		r.solve(ms[i].unit, ms[i].lines, peers)
	}
	r.cancelTies(ms)
	r.fillIn(ms)
	return ms
}

// given reports whether the body that evaluates an entrusted unit filed a score
// in place of its goals'.
func (r *runner) given(u *UnitInput) bool {
	return u.Mode == Entrusted && !r.trial && u.component(IndicatorComponent) != nil
}

// compare gathers the numbers that relative rules compare, once for a group, so
// that each unit's place is found in a sorted list.
func (r *runner) compare(ms []member, res *GroupResult) map[string]*Peers {
	numbers := map[string][]*big.Rat{}
	shown := map[string]*PeerNumbers{}
	order := []string{}
	for i := range ms {
		for j := range ms[i].lines {
			l := &ms[i].lines[j]
			if l.indicator.rule.relative == nil {
				continue
			}
			code := l.goal.Indicator
			if shown[code] == nil {
				shown[code] = &PeerNumbers{Indicator: code, Numbers: []Operand{}}
				order = append(order, code)
			}
			if l.err == nil {
				l.peer = l.indicator.rule.peer(l.full, l.numbers)
			}
			if l.peer == nil || ms[i].unit.Mode != Ranked {
				continue
			}
			numbers[code] = append(numbers[code], l.peer)
			shown[code].Numbers = append(shown[code].Numbers, operand(ms[i].unit.Code, l.peer, FromFigure))
		}
	}
	slices.SortFunc(order, func(a, b string) int { return cmp.Compare(r.indicators[a].order, r.indicators[b].order) })
	peers := make(map[string]*Peers, len(order))
	for _, code := range order {
		peers[code] = NewPeers(numbers[code])
		res.Peers = append(res.Peers, *shown[code])
	}
	return peers
}

// each visits every line of a group.
func each(ms []member, visit func(u *UnitInput, l *line)) {
	for i := range ms {
		for j := range ms[i].lines {
			visit(ms[i].unit, &ms[i].lines[j])
		}
	}
}

// cancelTies cancels the items that people judged and in which they left two
// units equal, where the plan or the rule forbids that: for everybody, who did not
// report among them.
func (r *runner) cancelTies(ms []member) {
	seen, tied := map[string]map[string]bool{}, map[string]bool{}
	each(ms, func(u *UnitInput, l *line) {
		code := l.goal.Indicator
		if l.tied {
			tied[code] = true
		}
		if !r.rules.NoTies || r.trial || l.judged == nil || u.Mode != Ranked {
			return
		}
		if seen[code] == nil {
			seen[code] = map[string]bool{}
		}
		judged := exact(l.judged)
		tied[code] = tied[code] || seen[code][judged]
		seen[code][judged] = true
	})
	each(ms, func(_ *UnitInput, l *line) {
		if tied[l.goal.Indicator] && (l.status == Scored || l.status == Zeroed || l.status == Missing) {
			l.status, l.err, l.points = NotApplicable, errNotApplicable, nil
			l.steps = append(l.steps, Trace{Code: TraceTieCancelled})
		}
	})
}

// results are what a group earned on one indicator, as parts of full marks.
type results struct {
	sum   *big.Rat
	n     int
	least *big.Rat
}

// fillIn gives points to lines that have none of their own: those that do not
// apply, by the plan's policy, and those that are missing, by the rule's.
func (r *runner) fillIn(ms []member) {
	if r.trial {
		return
	}
	earned := r.earned(ms)
	each(ms, func(_ *UnitInput, l *line) {
		got := earned[l.goal.Indicator]
		switch {
		case l.status == NotApplicable:
			r.grant(l, got)
		case l.status == Missing && l.indicator.rule.minimum() && got != nil:
			r.leastOf(l, got)
		}
	})
}

// leastOf gives a missing line as small a part of its marks as the group's least,
// and no more than a figure could have earned.
func (r *runner) leastOf(l *line, got *results) {
	w, most := amount{l.full, FromGoal}, l.indicator.rule.most(l.full, &l.numbers)
	l.points = new(big.Rat).Mul(l.full, got.least)
	l.steps = append(l.steps, Trace{
		Code: TraceGroupMinimum, Formula: "W × r", Value: exact(l.points),
		Operands: []Operand{w.operand("W"), operand("r", got.least, FromGroup)},
	})
	if l.points.Cmp(most) > 0 {
		l.steps = append(l.steps, Trace{
			Code: TracePointsLimited, Formula: "min(x, most)", Value: exact(most),
			Operands: []Operand{operand("x", l.points, FromStep), operand("most", most, FromRule)},
		})
		l.points = most
	}
	r.portion(l)
}

// part is what a line earned of its marks, before a unit's portion of them.
func (l *line) part() *big.Rat {
	x := new(big.Rat).Quo(l.points, l.full)
	if l.goal.Portion != nil {
		x.Quo(x, l.goal.Portion.Rat())
	}
	return x
}

func (p *prepared) minimum() bool {
	return p.modifiers.Missing != nil && *p.modifiers.Missing == MissingGroupMinimum
}

// earned is by indicator, over the ranked units that were scored.
func (r *runner) earned(ms []member) map[string]*results {
	out := map[string]*results{}
	each(ms, func(u *UnitInput, l *line) {
		if u.Mode != Ranked || l.points == nil || l.status != Scored && l.status != Zeroed ||
			r.rules.NotApplicable != GroupMean && !l.indicator.rule.minimum() {
			return
		}
		part := l.part()
		got := out[l.goal.Indicator]
		if got == nil {
			got = &results{sum: new(big.Rat), least: part}
			out[l.goal.Indicator] = got
		}
		got.sum.Add(got.sum, part)
		got.n++
		if part.Cmp(got.least) < 0 {
			got.least = part
		}
	})
	return out
}

// grant gives a goal that does not apply what the plan gives for it; nothing
// where its marks go to others instead.
func (r *runner) grant(l *line, got *results) {
	w := operand("W", l.full, FromGoal)
	t := Trace{Formula: "W", Operands: []Operand{w}}
	switch r.rules.NotApplicable {
	case FullMarks:
		t.Code, l.points = TraceNAFull, l.full
	case ZeroMarks:
		t.Code, t.Formula, l.points = TraceNAZero, "0", zero
	case GroupMean:
		if got == nil {
			return
		}
		mean := new(big.Rat).Quo(got.sum, big.NewRat(int64(got.n), 1))
		t.Code, t.Formula, l.points = TraceNAMean, "W × Σ r ÷ n", new(big.Rat).Mul(l.full, mean)
		t.Operands = append(t.Operands, operand("Σ r", got.sum, FromGroup), intOperand("n", got.n, FromGroup))
	default:
		return
	}
	t.Value = exact(l.points)
	l.granted = true
	l.steps = append(l.steps, t)
	r.portion(l)
}
