package sample

import (
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// isLate reports whether a unit files a period's report after its deadline: a
// few do, others every time.
func (y *year) isLate(u *unit, p period.Period) bool {
	order := y.dice(y.number, "late", p).Perm(len(y.units))
	for _, i := range order[:len(y.units)/16+1] {
		if y.units[i] == u {
			return true
		}
	}
	return false
}

// returned is the figure of a period that its verifier sends back, in about
// every other period, or nil.
func (y *year) returned(p period.Period) *line {
	dice := y.dice(y.number, "returned", p)
	if !chance(dice, 55) {
		return nil
	}
	list := slices.DeleteFunc(slices.Clone(y.lines), func(l *line) bool { return l.file.Frequency != p.Kind() || !l.mistakable() })
	if len(list) == 0 {
		return nil
	}
	return pick(dice, list)
}

// mistakable reports whether a unit can get a figure a little wrong: numbers it
// counts itself, and not letters or checks.
func (l *line) mistakable() bool {
	m := l.file.Rule.Method
	return l.file.Source == goal.SourceUnit && m.Rating == nil && (m.Threshold == nil || m.Threshold.Op != score.Pass)
}

// slip lets a unit claim something else than what stands in the end: where the
// figure will be sent back, and now and then where the verifier puts an official
// figure beside it.
func (y *year) slip(l *line, p period.Period, f *figure) {
	official := l.mistakable() && l.ind.Aggregation != score.Average && chance(y.dice(y.number, "official", l.unit.Unit, l.ind.Code, p), 2)
	back := y.returned(p) == l
	if !official && !back {
		return
	}
	claim := f.truth
	switch {
	case claim.Numerator != nil:
		claim.Numerator, claim.Denominator = miscount(*claim.Numerator, *claim.Denominator)
	default:
		claim.State, claim.Value = score.Value, new(misread(l, claim.Value))
	}
	f.claim = &claim
	word := pick(y.dice(y.number, "word", l.unit.Unit, l.ind.Code, p), officialNotes)
	if back {
		word = "已按退回意见重新核对台账并更正。"
	}
	f.truth.Note = word + f.truth.Note
}

// miscount counts a case too many as good.
func miscount(good, cases decimal.Decimal) (*decimal.Decimal, *decimal.Decimal) {
	one := decimal.NewFromInt(1)
	if good.LessThan(cases) {
		return new(good.Add(one)), &cases
	}
	return new(good.Add(one)), new(cases.Add(one))
}

// misread is a few per cent off, upwards where there is room.
func misread(l *line, value *decimal.Decimal) decimal.Decimal {
	step := decimal.New(1, -int32(scaleOf(l)))
	if value == nil {
		return step.Mul(decimal.NewFromInt(5))
	}
	off := decimal.Max(step, value.Mul(decimal.New(4, -2)).Round(int32(scaleOf(l))))
	more := value.Add(off)
	if l.ind.UnitOfMeasure == "%" && more.GreaterThan(decimal.NewFromInt(100)) {
		return value.Sub(off)
	}
	return more
}
