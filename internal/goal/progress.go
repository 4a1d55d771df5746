package goal

import (
	"math/big"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// RateScale is how many decimals a kept or shown rate has. Scores never use a
// kept rate: they start from the values.
const RateScale = 12

// Progress is how far a goal is, as of the latest period that counts.
type Progress struct {
	PlanID       int64            `db:"plan_id"`
	GoalID       int64            `db:"goal_id"`
	Period       period.Period    `db:"period"`
	Revision     int              `db:"revision"`
	GoalRevision int              `db:"goal_revision"`
	State        score.ValueState `db:"state"`
	Value        *decimal.Decimal `db:"value"`
	Numerator    *decimal.Decimal `db:"numerator"`
	Denominator  *decimal.Decimal `db:"denominator"`
	Rate         *decimal.Decimal `db:"rate"`
	Planned      decimal.Decimal  `db:"planned"`
	PreviousRate *decimal.Decimal `db:"previous_rate"`
	Reported     int              `db:"reported"` // periods with a counted value
	OnTime       int              `db:"on_time"`
	UpdatedAt    time.Time        `db:"updated_at"`
}

// Pace is the rate held against the planned share (序时进度). It is nil where
// there is no rate or nothing was planned yet.
func (p *Progress) Pace() *decimal.Decimal {
	if p.Rate == nil || p.Planned.IsZero() {
		return nil
	}
	return new(p.Rate.DivRound(p.Planned, RateScale))
}

// CountedValue is one period's value that has passed the steps after which it counts.
type CountedValue struct {
	GoalID int64
	Period period.Period
	Late   bool
	Value  score.PeriodValue
}

// Progress computes how far a goal is from its counted values in order of time,
// looking at those through the given period; a zero period means all. It
// returns nil where nothing counts. UpdatedAt is left to the caller.
func (o *Outline) Progress(g *Goal, values []CountedValue, through period.Period) *Progress {
	ind := o.Indicator(g.IndicatorID)
	if !through.IsZero() {
		cut := slices.IndexFunc(values, func(v CountedValue) bool { return v.Period.LastMonth() > through.LastMonth() })
		if cut >= 0 {
			values = values[:cut]
		}
	}
	if len(values) == 0 {
		return nil
	}
	last := values[len(values)-1]
	p := &Progress{PlanID: g.PlanID, GoalID: g.GoalID, Period: last.Period, Revision: last.Value.Revision,
		GoalRevision: g.Revision, Reported: len(values)}
	for _, v := range values {
		if !v.Late {
			p.OnTime++
		}
	}
	fig := ind.Figure(values)
	p.State = fig.State
	p.Value = decimalOf(fig.Value)
	p.Numerator, p.Denominator = decimalOf(fig.Numerator), decimalOf(fig.Denominator)
	p.Rate = decimalOf(ind.Direction.Rate(fig.Value, g.Target))
	p.Planned = *decimalOf(o.PlannedShare(g, last.Period))
	if len(values) > 1 {
		before := ind.Figure(values[:len(values)-1])
		p.PreviousRate = decimalOf(ind.Direction.Rate(before.Value, g.Target))
	}
	return p
}

// Figure makes one figure of an indicator's period values, in its unit of measure.
func (i *Indicator) Figure(values []CountedValue) score.Figure {
	list := make([]score.PeriodValue, len(values))
	for n, v := range values {
		list[n] = v.Value
	}
	fig := score.Aggregate(i.Aggregation, i.PeriodWeights, list)
	if i.RatioScale != nil {
		fig = fig.Scaled(*i.RatioScale)
	}
	return fig
}

// Rate is how much of a target a value is, uncapped: 1 is reached. It is nil
// where the direction, the value or the target leaves nothing to compare. A
// negative target (growth of −3 %) is reached from below: 1 + (A − T) ÷ |T|.
func (d Direction) Rate(value *big.Rat, target *decimal.Decimal) *big.Rat {
	if value == nil || target == nil || d == Within {
		return nil
	}
	t, one := target.Rat(), big.NewRat(1, 1)
	met := value.Cmp(t) >= 0
	if d == Lower {
		met = value.Cmp(t) <= 0
	}
	switch {
	case t.Sign() == 0 || (d == Lower && value.Sign() <= 0):
		// Nothing to divide by: it is reached or it is not.
		if met {
			return one
		}
		return new(big.Rat)
	case t.Sign() < 0:
		gap := new(big.Rat).Sub(value, t)
		if d == Lower {
			gap.Neg(gap)
		}
		return one.Add(one, gap.Quo(gap, new(big.Rat).Abs(t)))
	case d == Lower:
		return new(big.Rat).Quo(t, value)
	}
	return new(big.Rat).Quo(value, t)
}

// PlannedShare is the part of the goal's target planned by the end of a period.
// Goals on a level (a last value, an average, a ratio) have all of it always.
func (o *Outline) PlannedShare(g *Goal, p period.Period) *big.Rat {
	ind := o.Indicator(g.IndicatorID)
	if !ind.Aggregation.Accumulates() {
		return big.NewRat(1, 1)
	}
	for _, shares := range [][]PlannedShare{g.PlannedShares, ind.PlannedShares, o.Settings.PlannedShares} {
		if len(shares) > 0 {
			return shareAt(shares, p.LastMonth())
		}
	}
	return big.NewRat(int64(p.LastMonth()), 12)
}

// shareAt reads a planned share between the months given: growth is even, from
// nothing at the start of the year.
func shareAt(shares []PlannedShare, month int) *big.Rat {
	fromMonth, from := 0, new(big.Rat)
	for _, s := range shares {
		to := s.Share.Rat()
		if month <= s.Month {
			part := big.NewRat(int64(month-fromMonth), int64(s.Month-fromMonth))
			step := new(big.Rat).Sub(to, from)
			return step.Add(from, step.Mul(step, part))
		}
		fromMonth, from = s.Month, to
	}
	return from
}

// decimalOf shows a rational as a decimal with [RateScale] places; nil stays nil.
func decimalOf(x *big.Rat) *decimal.Decimal {
	if x == nil {
		return nil
	}
	return new(score.Round(x, RateScale, score.HalfAway))
}

// Light is a goal's warning light.
type Light struct {
	Code    string           `json:"code"`
	Label   string           `json:"label"`
	Colour  string           `json:"colour"`
	On      LightOn          `json:"on"`
	AtLeast *decimal.Decimal `json:"atLeast,omitempty"`
}

// LightQuestion is what a light is judged from.
type LightQuestion struct {
	Due      bool // something was due by now
	Reported bool // everything due was reported
	Rate     *decimal.Decimal
	Pace     *decimal.Decimal
}

// Light answers with the first of the plan's lights that matches, or nil where
// the plan has none that does. A goal without a rate takes its points ÷ marks as
// pace, if the caller has any.
func (s *PlanSettings) Light(q LightQuestion) *Light {
	for _, r := range s.Lights {
		var number *decimal.Decimal
		switch r.On {
		case OnNotReported:
			if q.Due && !q.Reported {
				return r.light()
			}
			continue
		case OnNotDue:
			if !q.Due && q.Rate == nil || q.Reported && q.Pace == nil && q.Rate == nil {
				return r.light()
			}
			continue
		case OnRate:
			number = q.Rate
		case OnPace:
			number = q.Pace
		}
		overdue := q.Due && !q.Reported && s.hasLight(OnNotReported)
		if number != nil && !overdue && (r.AtLeast == nil || number.GreaterThanOrEqual(*r.AtLeast)) {
			return r.light()
		}
	}
	return nil
}

func (s *PlanSettings) hasLight(on LightOn) bool {
	return slices.ContainsFunc(s.Lights, func(r LightRule) bool { return r.On == on })
}

func (r LightRule) light() *Light {
	return new(Light(r))
}
