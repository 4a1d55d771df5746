package goal

import (
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// looksLikePercent: a ratio of 0.97 held against a target of 97.
func (l *linter) looksLikePercent() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		if ind.Aggregation != score.Ratio || ind.RatioScale != nil && !ind.RatioScale.Equal(one) || ind.UnitOfMeasure != "" && !percent(ind.UnitOfMeasure) {
			continue
		}
		for _, a := range l.aims(ind) {
			if t, _ := a.target(); t != nil && t.GreaterThan(one) {
				l.once(ind.path("ratioScale"), "code", ind.Code, "target", t.String())
			}
		}
	}
}

// rate reports whether the indicator is a rate that is reported more than once a year.
func (ind *lintIndicator) rate() bool {
	return percent(ind.UnitOfMeasure) && ind.Frequency != period.Year
}

func (l *linter) ratesAddedUp() {
	for i := range l.indicators {
		if ind := &l.indicators[i]; ind.Aggregation == score.Sum && ind.rate() {
			l.say(ind.path("aggregation"), "code", ind.Code, "measure", ind.UnitOfMeasure)
		}
	}
}

func (l *linter) meanOfRates() {
	for i := range l.indicators {
		if ind := &l.indicators[i]; ind.Aggregation == score.Average && ind.rate() {
			l.say(ind.path("aggregation"), "code", ind.Code, "measure", ind.UnitOfMeasure)
		}
	}
}

// nodesElsewhere: under any other aggregation, nodes that a later report does not
// repeat are lost.
func (l *linter) nodesElsewhere() {
	for _, ind := range l.sound() {
		if ind.Rule.Method.Milestones != nil && ind.Aggregation != score.ByMilestone {
			l.say(ind.path("aggregation"), "code", ind.Code, "aggregation", string(ind.Aggregation))
		}
	}
}

// sharesIgnored: levels and rates are not planned by parts of the year.
func (l *linter) sharesIgnored() {
	for i := range l.indicators {
		ind := &l.indicators[i]
		if ind.Aggregation.Accumulates() {
			continue
		}
		if len(ind.PlannedShares) > 0 {
			l.say(ind.path("plannedShares"), "code", ind.Code, "aggregation", string(ind.Aggregation))
		}
		for _, g := range ind.own {
			if len(l.f.Goals[g].PlannedShares) > 0 {
				l.say(Path("goals", g, "plannedShares"), "code", ind.Code, "aggregation", string(ind.Aggregation))
			}
		}
	}
}

func (l *linter) definitions() {
	for i := range l.indicators {
		if ind := &l.indicators[i]; plainText(ind.Definition) == "" {
			l.say(ind.path("definition"), "code", ind.Code)
		}
	}
}

func (l *linter) organiserOwns() {
	var codes []string
	for i := range l.f.Indicators {
		if ind := &l.f.Indicators[i]; ind.Owner != "" && ind.Owner == l.f.Organiser {
			codes = append(codes, ind.Code)
		}
	}
	if len(codes) > 0 {
		l.say(Path("organiser"), "owner", l.f.Organiser, "codes", words(codes))
	}
}

// noQuarters: in-year results come from the bulletins of quarters, and these from
// figures that are reported by then.
func (l *linter) noQuarters() {
	w := l.f.InYearWeight
	if w == nil || !w.IsPositive() {
		return
	}
	settings := l.f.PlanSettings
	for i := range l.f.Indicators {
		k := l.f.Indicators[i].Frequency
		if _, ok := settings.ReportWindow(k); ok && (k == period.Quarter || k == period.Month) {
			return
		}
	}
	l.say(Path("inYearWeight"), "weight", w.String())
}

// unchecked: what units say of themselves becomes their score.
func (l *linter) unchecked() {
	for _, s := range l.f.Steps {
		if s == StepVerify || s == StepConfirm {
			return
		}
	}
	for i := range l.f.Indicators {
		if l.f.Indicators[i].Source == SourceUnit {
			l.say(Path("steps"))
			return
		}
	}
}

func exceeds(part, whole decimal.Decimal) bool { return part.GreaterThan(whole.Mul(tooMuch)) }

// tooMuch is the part of all marks that nothing single should decide.
var tooMuch = decimal.New(4, -1)
