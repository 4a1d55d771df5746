package sample

import (
	"slices"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

// TestAgenda reads the county's years without living them.
func TestAgenda(t *testing.T) {
	c := newCounty(nil, County(), 7)
	taken := map[time.Time]string{}
	for number := 2024; number <= 2027; number++ {
		y := newYear(c, number)
		acts := y.agenda()
		if len(acts) < 4000 {
			t.Errorf("%d: %d acts", number, len(acts))
		}
		for _, a := range acts {
			at := a.at.In(c.cal.Zone)
			if other, is := taken[a.at]; is {
				t.Errorf("%v: %s and %s", at, a.what, other)
			}
			taken[a.at] = a.what
			if minute := hm(at.Hour(), at.Minute()); !c.cal.Works(period.DateOf(at, c.cal.Zone)) || minute < hm(8, 30) || minute >= hm(18, 0) {
				t.Errorf("%s at %v", a.what, at)
			}
		}
		first := y.plan.Window(period.Of(number, period.Month, 1), c.cal).Opens
		if issued := actAt(acts, "issue the plan"); !issued.Before(first) {
			t.Errorf("the plan of %d is issued %v, when reports are open since %v", number, issued, first)
		}
		end := period.OfYear(number).End()
		if day := period.DateOf(actAt(acts, "finalise the review"), c.cal.Zone); day.Before(end.AddDays(32)) || day.After(end.AddDays(42)) {
			t.Errorf("the review of %d is finalised %s", number, day)
		}
		for _, p := range y.periods() {
			confirmed, closes := actAt(acts, "confirm "+p.String()), y.plan.Window(p, c.cal).Closes
			if confirmed.After(*closes) {
				t.Errorf("%s is confirmed %v, closed since %v", p, confirmed, closes)
			}
			if p.Kind() == period.Quarter && !confirmed.Before(actAt(acts, "compile the bulletin of "+p.String())) {
				t.Errorf("the bulletin of %s does not wait for its figures", p)
			}
		}
	}
}

func actAt(acts []act, what string) time.Time {
	return acts[slices.IndexFunc(acts, func(a act) bool { return a.what == what })].at
}
