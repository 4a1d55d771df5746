package goal

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// CompletionBy is what completions are grouped by.
type CompletionBy string

const (
	ByUnit      CompletionBy = "UNIT"
	ByGroup     CompletionBy = "GROUP"
	ByDimension CompletionBy = "DIMENSION"
	ByIndicator CompletionBy = "INDICATOR"
	ByOwner     CompletionBy = "OWNER"
	ByLeader    CompletionBy = "LEADER_IN_CHARGE"
	ByPeriod    CompletionBy = "PERIOD"
)

// Basis says what a completion is a ratio of.
type Basis string

const (
	// BasisValue is a ratio of sums in one indicator's unit of measure: figures
	// over targets, or numerators over denominators.
	BasisValue Basis = "VALUE"
	// BasisMarks weighs goals by their marks: Σ(full marks × capped rate) ÷ Σ full marks.
	BasisMarks Basis = "MARKS"
)

// CompletionRow is one line of the analysts' question "how far are the goals?".
// Fields that the question did not group by are nil.
type CompletionRow struct {
	PlanID       int64
	UnitID       *int64
	GroupID      *int64
	DimensionID  *int64
	IndicatorID  *int64
	OwnerID      *int64
	LeaderID     *int64
	Period       *period.Period
	Goals        int // that apply
	Reported     int // with a value
	OnTime       int // of those, without a late one
	Basis        Basis
	Numerator    *decimal.Decimal
	Denominator  *decimal.Decimal
	Rate         *decimal.Decimal
	Planned      *decimal.Decimal // by full marks
	Pace         *decimal.Decimal
	PreviousRate *decimal.Decimal // as of the reported period before each goal's latest; by full marks
	Lights       []LightCount
	Key          string // position in the natural order, for paging
}

// CompletionGoal is one goal as a completion sees it.
type CompletionGoal struct {
	Goal     *Goal
	LeaderID int64 // of the goal, or else of the unit; 0: none
	Light    *Light
	Period   period.Period // of the row, where periods are asked for
}

// Completion groups goals and sums them up, in natural order.
func (o *Outline) Completion(goals []CompletionGoal, by []CompletionBy) []*CompletionRow {
	sums := map[string]*completionSum{}
	for _, g := range goals {
		if g.Goal.State != GoalSet {
			continue
		}
		row, key := o.completionKey(g, by)
		s := sums[key]
		if s == nil {
			row.Key = key
			s = &completionSum{row: row, indicator: g.Goal.IndicatorID}
			sums[key] = s
		}
		s.add(o, g)
	}
	rows := make([]*CompletionRow, 0, len(sums))
	for _, s := range sums {
		rows = append(rows, s.finish(o))
	}
	slices.SortFunc(rows, func(a, b *CompletionRow) int { return cmp.Compare(a.Key, b.Key) })
	return rows
}

// completionKey fills in what a row is about, and a text that sorts rows as the
// plan lists them.
func (o *Outline) completionKey(g CompletionGoal, by []CompletionBy) (*CompletionRow, string) {
	row := &CompletionRow{PlanID: o.PlanID}
	ind, unit := o.Indicator(g.Goal.IndicatorID), o.Unit(g.Goal.UnitID)
	var key strings.Builder
	part := func(order int, id int64) *int64 {
		key.WriteString(pad(int64(order)))
		key.WriteString(pad(id))
		return &id
	}
	for _, b := range by {
		switch b {
		case ByUnit:
			row.UnitID = part(unit.DisplayOrder, unit.UnitID)
		case ByGroup:
			row.GroupID = part(slices.IndexFunc(o.Groups, func(x *Group) bool { return x.GroupID == unit.GroupID }), unit.GroupID)
		case ByDimension:
			row.DimensionID = part(slices.IndexFunc(o.Dimensions, func(x *Dimension) bool { return x.DimensionID == ind.DimensionID }), ind.DimensionID)
		case ByIndicator:
			row.IndicatorID = part(slices.Index(o.Indicators, ind), ind.IndicatorID)
		case ByOwner:
			row.OwnerID = part(0, ind.OwnerID)
		case ByLeader:
			row.LeaderID = part(0, g.LeaderID)
		case ByPeriod:
			row.Period = new(g.Period)
			key.WriteString(pad(int64(g.Period.LastMonth()*16 + g.Period.Kind().Months())))
		}
	}
	return row, key.String()
}

func pad(n int64) string {
	s := big.NewInt(n).String()
	return strings.Repeat("0", max(0, 19-len(s))) + s
}

// completionSum adds goals up exactly.
type completionSum struct {
	row                      *CompletionRow
	indicator                int64 // 0 once goals of several were added
	num, den                 big.Rat
	marks, done, plan, early big.Rat
	rated, withEarlier       bool
}

var one = decimal.NewFromInt(1)

func (s *completionSum) add(o *Outline, g CompletionGoal) {
	row, p := s.row, g.Goal.Progress
	row.Goals++
	if s.indicator != g.Goal.IndicatorID {
		s.indicator = 0
	}
	row.countLight(g.Light)
	s.addValue(o, g.Goal, p)
	if p == nil || p.State != score.Value {
		s.addSilent(o, g)
		return
	}
	row.Reported++
	if p.OnTime == p.Reported {
		row.OnTime++
	}
	if p.Rate == nil {
		return
	}
	s.rated = true
	full := g.Goal.FullMarks.Rat()
	s.marks.Add(&s.marks, full)
	weigh := func(sum *big.Rat, x decimal.Decimal) {
		sum.Add(sum, new(big.Rat).Mul(full, x.Rat()))
	}
	weigh(&s.done, decimal.Max(decimal.Zero, decimal.Min(one, *p.Rate)))
	weigh(&s.plan, p.Planned)
	if p.PreviousRate != nil {
		s.withEarlier = true
		weigh(&s.early, decimal.Max(decimal.Zero, decimal.Min(one, *p.PreviousRate)))
	}
}

// addSilent counts a goal without a figure as nothing done of its marks, so that
// silence never pays. Goals that will never have a rate, and those of which
// nothing is due yet, stay out.
func (s *completionSum) addSilent(o *Outline, g CompletionGoal) {
	ind := o.Indicator(g.Goal.IndicatorID)
	due := g.Light != nil && g.Light.On == OnNotReported
	if !due || ind.Direction == Within || g.Goal.Target == nil || ind.Takes() != TakesNumber && ind.Takes() != TakesRatio {
		return
	}
	s.rated = true
	s.marks.Add(&s.marks, g.Goal.FullMarks.Rat())
	s.plan.Add(&s.plan, g.Goal.FullMarks.Rat())
}

// addValue sums figures in the indicator's own unit of measure: goals that roll
// up bring their target along, whether they have a figure or not.
func (s *completionSum) addValue(o *Outline, g *Goal, p *Progress) {
	if g.OutOfTotals {
		return
	}
	ind := o.Indicator(g.IndicatorID)
	if ind.Aggregation == score.Ratio && p != nil && p.Numerator != nil {
		s.num.Add(&s.num, p.Numerator.Rat())
		s.den.Add(&s.den, p.Denominator.Rat())
	} else if ind.Aggregation.Accumulates() && g.Target != nil {
		s.den.Add(&s.den, g.Target.Rat())
		if p != nil && p.Value != nil {
			s.num.Add(&s.num, p.Value.Rat())
		}
	}
}

func (r *CompletionRow) countLight(l *Light) {
	if l == nil {
		return
	}
	for i := range r.Lights {
		if r.Lights[i].Light.Code == l.Code {
			r.Lights[i].Goals++
			return
		}
	}
	r.Lights = append(r.Lights, LightCount{Light: *l, Goals: 1})
}

func (s *completionSum) finish(o *Outline) *CompletionRow {
	row := s.row
	row.Basis = BasisMarks
	num, den := &s.done, &s.marks
	if s.indicator != 0 && s.den.Sign() != 0 && row.Reported > 0 {
		row.Basis, num, den = BasisValue, &s.num, &s.den
	}
	if den.Sign() != 0 {
		row.Numerator, row.Denominator = decimalOf(num), decimalOf(den)
		row.Rate = decimalOf(new(big.Rat).Quo(num, den))
	}
	if s.rated {
		row.Planned = decimalOf(new(big.Rat).Quo(&s.plan, &s.marks)) // goals have marks above zero
		if s.plan.Sign() != 0 {
			row.Pace = decimalOf(new(big.Rat).Quo(&s.done, &s.plan))
		}
		if s.withEarlier {
			row.PreviousRate = decimalOf(new(big.Rat).Quo(&s.early, &s.marks))
		}
	}
	order := func(c LightCount) int {
		return slices.IndexFunc(o.Settings.Lights, func(r LightRule) bool { return r.Code == c.Light.Code })
	}
	slices.SortFunc(row.Lights, func(a, b LightCount) int { return order(a) - order(b) })
	return row
}
