package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

// Window is when one period's report may be filed.
type Window struct {
	Opens, Due time.Time
	Verify     *time.Time
	Confirm    *time.Time
	Closes     *time.Time // nil: open until confirmed
}

// ReportWindow finds the plan's window for a frequency.
func (s *PlanSettings) ReportWindow(k period.Kind) (ReportWindow, bool) {
	for _, w := range s.Calendar.Reports {
		if w.Frequency == k {
			return w, true
		}
	}
	return ReportWindow{}, false
}

// Window works out a period's instants. The zero Window answers for a frequency
// that the plan does not report.
func (s *PlanSettings) Window(p period.Period, c period.Calendar) Window {
	rule, ok := s.ReportWindow(p.Kind())
	if !ok {
		return Window{}
	}
	w := Window{Opens: rule.Opens.On(p, c).At(0, c.Zone), Due: *s.instant(&rule.Due, p, c)}
	w.Verify, w.Confirm, w.Closes = s.instant(rule.Verify, p, c), s.instant(rule.Confirm, p, c), s.instant(rule.Closes, p, c)
	return w
}

// ArrangementDue is when a month's arrangement has to be submitted.
func (s *PlanSettings) ArrangementDue(month period.Period, c period.Calendar) time.Time {
	return *s.instant(&s.Calendar.Arrangement.Submit, month, c)
}

func (s *PlanSettings) instant(d *period.Deadline, p period.Period, c period.Calendar) *time.Time {
	if d == nil {
		return nil
	}
	minutes, err := period.ParseClock(s.Calendar.CutOff)
	if err != nil {
		minutes = 24 * 60
	}
	return new(d.On(p, c).At(minutes, c.Zone))
}

// Zone is the plan's time zone; an unknown name is UTC, which the plan check refuses.
func (s *PlanSettings) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}
