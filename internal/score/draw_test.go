package score

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// tenths draws a decimal with one place: coarse enough for figures to fall on
// bounds and on each other.
func tenths(t *rapid.T, label string, lo, hi int) decimal.Decimal {
	return decimal.New(int64(rapid.IntRange(lo*10, hi*10).Draw(t, label)), -1)
}

func pick[V any](t *rapid.T, label string, of ...V) V { return rapid.SampledFrom(of).Draw(t, label) }

// perhaps is an optional parameter, left out half of the time.
func perhaps[V any](t *rapid.T, label string, draw func() V) *V {
	if rapid.Bool().Draw(t, label+"?") {
		return nil
	}
	return new(draw())
}

func some(t *rapid.T, label string, lo, hi int) *decimal.Decimal {
	return perhaps(t, label, func() decimal.Decimal { return tenths(t, label, lo, hi) })
}

// falling draws n numbers from hi down to lo, the first the largest. Where they
// must not be equal it can return fewer.
func falling(t *rapid.T, label string, n, lo, hi int, strictly bool) []decimal.Decimal {
	list := make([]decimal.Decimal, n)
	for i := range list {
		list[i] = tenths(t, label, lo, hi)
	}
	slices.SortFunc(list, func(a, b decimal.Decimal) int { return b.Cmp(a) })
	if strictly {
		list = slices.CompactFunc(list, decimal.Decimal.Equal)
	}
	return list
}

// subject is a rule of chance with goals to score by it.
type subject struct {
	methods Methods
	// goal draws a goal's numbers, its figure among them. Every figure can be scored.
	goal func(t *rapid.T) Numbers
	// improve draws a result for the same goal that nobody would call worse; nil
	// where a rule knows no better and worse.
	improve func(t *rapid.T, n Numbers) Numbers
	// least is the fewest points that the method documents, of full marks w.
	least func(w *big.Rat) *big.Rat
	// sign is 1 where more of the figure is better, −1 where less is, 0 where
	// neither is or the figure is no number.
	sign int
	// aims: goals have a target that a challenge value can lie beyond.
	aims bool
}

// number makes a figure of a number.
func number(x decimal.Decimal) Figure { return Figure{State: Value, Value: x.Rat()} }

// with is n with another figure.
func (n Numbers) with(f Figure) Numbers {
	n.Figure = f
	return n
}

// shift is a figure moved up by some tenths.
func shift(n Numbers, by int) Numbers {
	f := n.Figure
	f.Value = new(big.Rat).Add(f.Value, big.NewRat(int64(by), 10))
	return n.with(f)
}

// byFigure makes a subject whose goals have a number between lo and hi.
func byFigure(m Methods, sign, lo, hi int, goal func(t *rapid.T) Numbers) subject {
	s := subject{methods: m, sign: sign, least: func(*big.Rat) *big.Rat { return zero }}
	s.goal = func(t *rapid.T) Numbers {
		n := Numbers{}
		if goal != nil {
			n = goal(t)
		}
		return n.with(number(tenths(t, "figure", lo, hi)))
	}
	if sign == 0 {
		return s
	}
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		by := rapid.IntRange(0, 400).Draw(t, "by")
		if room := new(big.Rat).Sub(n.Figure.Value, big.NewRat(int64(lo), 1)); sign < 0 && room.Cmp(big.NewRat(int64(by), 10)) < 0 {
			return n.with(number(decimal.NewFromInt(int64(lo))))
		}
		return shift(n, sign*by)
	}
	return s
}

// aimed draws a target.
func aimed(lo, hi int) func(*rapid.T) Numbers {
	return func(t *rapid.T) Numbers { return Numbers{Target: new(tenths(t, "target", lo, hi))} }
}

var drawers = map[string]func(*rapid.T) subject{
	"proportional": drawProportional, "lowerIsBetter": drawLowerIsBetter, "range": drawRange, "threshold": drawThreshold,
	"tiers": drawTiers, "linear": drawLinear, "bands": drawBands, "perStep": drawPerStep, "rank": drawRank, "place": drawPlace,
	"ratioToBest": drawRatioToBest, "deduction": drawDeduction, "awards": drawAwards, "milestones": drawMilestones, "rating": drawRating,
	"composite": drawComposite, "ballots": drawBallots, "options": drawOptions, "lateness": drawLateness, "levelGrowth": drawLevelGrowth,
	"panel": drawPanel, "overCompletion": drawOverCompletion, "passThrough": drawPassThrough, "peerAverage": drawPeerAverage, "yearOnYear": drawYearOnYear,
}

// kinds are the names of all drawers, those with one method in two shapes twice.
var kinds = func() (names []string) {
	for name := range drawers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}()

func drawProportional(t *rapid.T) subject {
	m := &Proportional{Cap: some(t, "cap", 1, 2), ZeroBelow: perhaps(t, "zeroBelow", func() decimal.Decimal { return decimal.New(int64(rapid.IntRange(1, 12).Draw(t, "z")), -1) })}
	m.Floor = perhaps(t, "floor", func() decimal.Decimal { return decimal.New(int64(rapid.IntRange(0, 10).Draw(t, "f")), -1) })
	target := aimed(1, 60)
	switch rapid.IntRange(0, 9).Draw(t, "target is") {
	case 0:
		m.OnZero, target = new(ZeroFullIfMet), func(*rapid.T) Numbers { return Numbers{Target: new(decimal.Zero)} }
	case 1, 2:
		target = aimed(-30, -1)
	}
	s := byFigure(Methods{Proportional: m}, 1, -40, 90, target)
	s.aims = m.OnZero == nil
	return s
}

func drawLowerIsBetter(t *rapid.T) subject {
	m := &LowerIsBetter{Variant: pick(t, "variant", LowerByRatio, LowerLinear), Cap: some(t, "cap", 1, 2)}
	s := byFigure(Methods{LowerIsBetter: m}, -1, 0, 90, aimed(0, 40))
	s.aims = true
	return s
}

// drawRange holds better for nearer to the range, on the side where the figure lies.
func drawRange(t *rapid.T) subject {
	b := falling(t, "bound", 4, 0, 50, true)
	for len(b) < 4 {
		b = append(b, b[len(b)-1].Sub(decimal.NewFromInt(1)))
	}
	s := byFigure(Methods{Range: &Range{From: &b[2], To: &b[1], ZeroBelow: &b[3], ZeroAbove: &b[0]}}, 0, -10, 60, nil)
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		x, from, to := n.Figure.Value, b[2].Rat(), b[1].Rat()
		k := big.NewRat(int64(rapid.IntRange(0, 10).Draw(t, "nearer")), 10)
		edge := x
		if x.Cmp(from) < 0 {
			edge = from
		} else if x.Cmp(to) > 0 {
			edge = to
		}
		way := new(big.Rat).Sub(edge, x)
		return n.with(Figure{State: Value, Value: way.Mul(way, k).Add(way, x)})
	}
	return s
}

func drawThreshold(t *rapid.T) subject {
	op := pick(t, "op", AtLeast, MoreThan, AtMost, LessThan, EqualTo, NotEqualTo, Pass)
	m := Methods{Threshold: &Threshold{Op: op}}
	switch op {
	case AtLeast, MoreThan:
		s := byFigure(m, 1, 0, 50, aimed(0, 40))
		s.aims = true
		return s
	case AtMost, LessThan:
		s := byFigure(m, -1, 0, 50, aimed(0, 40))
		s.aims = true
		return s
	case Pass:
		s := byFigure(m, 0, 0, 0, nil)
		s.goal = func(t *rapid.T) Numbers {
			return Numbers{}.with(Figure{State: Value, Inputs: Inputs{Passed: new(rapid.Bool().Draw(t, "passed"))}})
		}
		s.improve = func(_ *rapid.T, n Numbers) Numbers {
			return n.with(Figure{State: Value, Inputs: Inputs{Passed: new(true)}})
		}
		return s
	}
	s := byFigure(m, 0, 0, 20, aimed(0, 20))
	s.improve = func(_ *rapid.T, n Numbers) Numbers { // onto the target, or off it
		n = n.with(number(*n.Target))
		if op == NotEqualTo {
			n = shift(n, 1)
		}
		return n
	}
	return s
}

// drawTierList draws tiers that give less from one to the next: a rule whose
// author wants more for less says so, and no law holds of it.
func drawTierList(t *rapid.T, lo, hi int, ascending bool) []Tier {
	bounds := falling(t, "from", rapid.IntRange(1, 4).Draw(t, "tiers"), lo, hi, true)
	if ascending {
		slices.Reverse(bounds)
	}
	heights, inPoints := falling(t, "height", len(bounds), 0, 2, false), rapid.Bool().Draw(t, "in points")
	tiers := make([]Tier, len(bounds))
	for i := range tiers {
		tiers[i].From = &bounds[i]
		if inPoints {
			tiers[i].Points = &heights[i]
		} else {
			tiers[i].Coefficient = &heights[i]
		}
	}
	if rapid.Bool().Draw(t, "open end") {
		tiers[len(tiers)-1].From = nil
	}
	return tiers
}

func drawTiers(t *rapid.T) subject {
	m := &Tiers{On: pick(t, "on", OnValue, OnRate), Direction: perhaps(t, "direction", func() Direction { return pick(t, "d", Higher, Lower) }), Interpolate: perhaps(t, "interpolate", func() bool { return rapid.Bool().Draw(t, "i") })}
	lo, hi := -5, 50
	if m.On == OnRate {
		lo, hi = 0, 2
	}
	m.Bounds = drawTierList(t, lo, hi, m.ascending())
	sign := 1
	if m.direction() == Lower {
		sign = -1
	}
	s := byFigure(Methods{Tiers: m}, sign, 0, 60, aimed(1, 40))
	s.aims = true
	return s
}

func drawLinear(t *rapid.T) subject {
	m := &Linear{
		Base: some(t, "base", 0, 99), Lo: some(t, "lo", 0, 50), Hi: some(t, "hi", 50, 130),
		Below: perhaps(t, "below", func() BelowBaseline { return pick(t, "b", BelowContinues, BelowIsZero) }),
	}
	sign := pick(t, "sign", 1, -1)
	s := byFigure(Methods{Linear: m}, sign, -20, 70, func(t *rapid.T) Numbers {
		target, way := tenths(t, "target", 0, 50), tenths(t, "way", 1, 20)
		return Numbers{Target: &target, Baseline: new(target.Sub(way.Mul(decimal.NewFromInt(int64(sign)))))}
	})
	s.aims = true
	return s
}

func drawBands(t *rapid.T) subject {
	standards := falling(t, "standard", 5, -5, 50, true)
	coefficients := falling(t, "coefficient", 5, 0, 2, true)
	n := min(len(standards), len(coefficients))
	if n < 2 {
		standards, coefficients, n = ds("3", "2"), ds("1", "0.5"), 2
	}
	standards, sign := standards[:n], pick(t, "sign", 1, -1)
	if sign < 0 {
		slices.Reverse(standards)
	}
	m := &Linear{}
	for i, x := range standards {
		m.Bands = append(m.Bands, Band{x, coefficients[i]})
	}
	return byFigure(Methods{Linear: m}, sign, -10, 60, nil)
}

// drawSteps draws how steps count, and which way.
func drawSteps(t *rapid.T) (size *decimal.Decimal, count *StepCount, in *PointsIn, d *Direction, sign int) {
	size = perhaps(t, "size", func() decimal.Decimal { return tenths(t, "s", 1, 9) })
	count = perhaps(t, "count", func() StepCount { return pick(t, "c", ProRata, FullSteps) })
	in = perhaps(t, "in", func() PointsIn { return pick(t, "i", InPoints, InShares) })
	d = perhaps(t, "direction", func() Direction { return pick(t, "d", Higher, Lower) })
	if sign = 1; directionOf(d) == Lower {
		sign = -1
	}
	return size, count, in, d, sign
}

func drawPerStep(t *rapid.T) subject {
	m, sign := &PerStep{Add: some(t, "add", 0, 1), Deduct: new(tenths(t, "deduct", 0, 1)), Base: some(t, "base", 0, 1)}, 0
	m.Size, m.Count, m.In, m.Direction, sign = drawSteps(t)
	m.Max = perhaps(t, "max", func() decimal.Decimal { return tenths(t, "m", 1, 2) })
	s := byFigure(Methods{PerStep: m}, sign, -20, 70, aimed(0, 40))
	s.aims = true
	return s
}

func drawYearOnYear(t *rapid.T) subject {
	m, sign := &YearOnYear{Deduct: new(tenths(t, "deduct", 0, 1)), Base: some(t, "base", 0, 2), DeductCap: perhaps(t, "deductCap", func() decimal.Decimal { return tenths(t, "dc", 1, 2) })}, 0
	m.Size, m.Count, m.In, m.Direction, sign = drawSteps(t)
	if rapid.Bool().Draw(t, "adds") {
		m.Add, m.AddCap = new(tenths(t, "add", 0, 1)), new(tenths(t, "addCap", 1, 2))
	}
	m.Change = perhaps(t, "change", func() ChangeIn { return pick(t, "c", ChangeOfValue, ChangeInPercent) })
	return byFigure(Methods{YearOnYear: m}, sign, -20, 70, func(t *rapid.T) Numbers {
		return Numbers{Baseline: new(tenths(t, "baseline", 1, 40).Mul(decimal.NewFromInt(int64(pick(t, "baseline is", 1, 1, 1, -1)))))}
	})
}

func drawDirection(t *rapid.T) (d *Direction, sign int) {
	d = perhaps(t, "direction", func() Direction { return pick(t, "d", Higher, Lower) })
	if directionOf(d) == Lower {
		return d, -1
	}
	return d, 1
}

func drawRankRule(t *rapid.T) *Rank {
	m := &Rank{Variant: pick(t, "variant", RankStep, RankLinear, RankBands, RankBonus), In: perhaps(t, "in", func() PointsIn { return pick(t, "i", InPoints, InShares) })}
	switch m.Variant {
	case RankStep:
		m.Drop, m.Floor = new(tenths(t, "drop", 0, 1)), some(t, "floor", 0, 1)
	case RankLinear:
		edges := falling(t, "edge", 2, 0, 2, false)
		if m.First, m.Last = &edges[0], &edges[1]; edges[0].Sign() == 0 {
			m.First = new(decimal.NewFromInt(1))
		}
		if rapid.Bool().Draw(t, "to nothing") {
			m.Last = nil
		}
	case RankBands:
		shares, k := falling(t, "upTo", 3, 0, 1, true), falling(t, "coefficient", 4, 0, 2, false)
		slices.Reverse(shares)
		for _, x := range shares {
			if x.Sign() > 0 {
				m.Bands = append(m.Bands, RankBand{new(x), &k[len(m.Bands)]})
			}
		}
		m.Bands = append(m.Bands, RankBand{nil, &k[len(m.Bands)]})
	case RankBonus:
		m.Base = some(t, "base", 0, 2)
		m.Top, m.Bottom = falling(t, "top", rapid.IntRange(0, 3).Draw(t, "tops"), 0, 1, false), falling(t, "bottom", rapid.IntRange(1, 3).Draw(t, "bottoms"), 0, 1, false)
	}
	return m
}

// leastOf is what the last of many places earns.
func leastOf(m *Rank) func(*big.Rat) *big.Rat {
	return func(w *big.Rat) *big.Rat {
		c := calc{full: w}
		switch m.Variant {
		case RankStep:
			return c.in(m.In, m.Floor, zero).Rat
		case RankBonus:
			return new(big.Rat).Sub(c.in(m.In, m.Base, zero).Rat, c.in(m.In, &m.Bottom[0], nil).Rat)
		}
		return zero
	}
}

func drawRank(t *rapid.T) subject {
	m, sign := drawRankRule(t), 0
	m.Direction, sign = drawDirection(t)
	m.Ties = perhaps(t, "ties", func() RankTies { return pick(t, "t", TiesSharedHigh, TiesAverage, TiesCancel) })
	s := byFigure(Methods{Rank: m}, sign, 0, 6, nil)
	s.least = leastOf(m)
	if m.ties() == TiesCancel { // a better figure can make the tie that cancels
		s.improve = nil
	}
	return s
}

// byPlace has goals with a place in a ranking outside the plan.
func byPlace(m Methods, r *Rank) subject {
	s := byFigure(m, 0, 0, 0, nil)
	s.least = leastOf(r)
	s.goal = func(t *rapid.T) Numbers {
		of := rapid.IntRange(1, 12).Draw(t, "of")
		return placed(rapid.IntRange(1, of).Draw(t, "rank"), of)
	}
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		p := n.Figure.Inputs.Place
		return placed(rapid.IntRange(1, p.Rank).Draw(t, "better rank"), p.Of)
	}
	return s
}

func drawPlace(t *rapid.T) subject {
	m := drawRankRule(t)
	m.External = new(true)
	return byPlace(Methods{Rank: m}, m)
}

func drawPassThrough(t *rapid.T) subject {
	if rapid.Bool().Draw(t, "by place") {
		r := drawRankRule(t)
		return byPlace(Methods{PassThrough: &PassThrough{By: ByPlace, Place: r}}, r)
	}
	upper := func(n, of int) Numbers {
		return Numbers{}.with(Figure{State: Value, Inputs: Inputs{Upper: &UpperResult{Score: decimal.New(int64(n), -1), Full: decimal.New(int64(of), -1), Document: "x"}}})
	}
	s := byFigure(Methods{PassThrough: &PassThrough{By: ByScore}}, 0, 0, 0, nil)
	s.goal = func(t *rapid.T) Numbers {
		of := rapid.IntRange(1, 999).Draw(t, "full")
		return upper(rapid.IntRange(0, of).Draw(t, "upper"), of)
	}
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		u := n.Figure.Inputs.Upper
		of := int(u.Full.CoefficientInt64())
		return upper(rapid.IntRange(int(u.Score.CoefficientInt64()), of).Draw(t, "higher"), of)
	}
	return s
}

func drawRatioToBest(t *rapid.T) subject {
	d, sign := drawDirection(t)
	return byFigure(Methods{RatioToBest: &RatioToBest{Direction: d}}, sign, 0, 9, nil)
}

// drawPeerAverage leaves out the one exception: a tolerance of more means than
// there are peers beside the unit moves further than its own figure.
func drawPeerAverage(t *rapid.T) subject {
	m, sign := &PeerAverage{Add: some(t, "add", 0, 1), Deduct: new(tenths(t, "deduct", 0, 1)), Base: some(t, "base", 0, 2), Max: some(t, "max", 0, 3)}, 0
	m.Size, m.Count, m.In, m.Direction, sign = drawSteps(t)
	m.SelfIn = perhaps(t, "selfIn", func() bool { return rapid.Bool().Draw(t, "self") })
	m.Tolerance, m.ToleranceIn = some(t, "tolerance", 0, 1), perhaps(t, "toleranceIn", func() ToleranceIn { return pick(t, "ti", ToleranceOfValue, ToleranceShare) })
	if most := m.Max; rapid.Bool().Draw(t, "least") {
		m.Min = new(tenths(t, "min", -1, 1))
		if most != nil && m.Min.GreaterThan(*most) {
			m.Min = most
		}
	}
	s := byFigure(Methods{PeerAverage: m}, sign, 0, 9, nil)
	s.least = func(w *big.Rat) *big.Rat { c := calc{full: w}; return c.in(m.In, m.Min, zero).Rat }
	return s
}

func drawLateness(t *rapid.T) subject {
	m := drawLatenessRule(t)
	return byFigure(Methods{Lateness: m}, -1, 0, 12, nil)
}

func drawLatenessRule(t *rapid.T) *Lateness {
	return &Lateness{
		PerDay: new(tenths(t, "perDay", 0, 1)), Cap: perhaps(t, "cap", func() decimal.Decimal { return tenths(t, "c", 1, 3) }),
		ZeroFrom: perhaps(t, "zeroFrom", func() decimal.Decimal { return tenths(t, "z", 1, 10) }),
	}
}

// drawOverCompletion has goals up to the first band's bound only: beyond it, less
// for more is what the rule is for.
func drawOverCompletion(t *rapid.T) subject {
	m := drawOverBands(t)
	s := byFigure(Methods{OverCompletion: m}, 1, -20, 160, aimed(1, 40))
	s.sign = 0
	improve := s.improve
	bands, _ := m.bands()
	s.improve = func(t *rapid.T, n Numbers) Numbers {
		better := improve(t, n)
		if up := bands[0].UpTo; up != nil && new(big.Rat).Mul(n.Target.Rat(), up.Rat()).Cmp(better.Figure.Value) < 0 {
			return n
		}
		return better
	}
	return s
}

func drawOverBands(t *rapid.T) *OverCompletion {
	m := &OverCompletion{}
	if rapid.Bool().Draw(t, "usual bands") {
		return m
	}
	rates := falling(t, "upTo", 3, 1, 3, true)
	slices.Reverse(rates)
	k := falling(t, "coefficient", 4, 0, 1, false)
	for i := range rates {
		m.Bands = append(m.Bands, OverBand{&rates[i], &k[i]})
	}
	m.Bands = append(m.Bands, OverBand{nil, &k[len(rates)]})
	return m
}

func letterOf(i int) string { return strconv.Itoa(i) }
