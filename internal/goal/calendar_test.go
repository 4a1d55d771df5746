package goal_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"pgregory.net/rapid"
)

// holidays of two years as an office gets them: a long one over a week-end with
// its Saturday worked in exchange, one over the turn of the year, and a leap day
// on an ordinary Thursday.
var holidays = map[string]bool{
	"2027-01-01": false, "2026-10-01": false, "2026-10-02": false, "2026-10-05": false, "2026-10-06": false, "2026-10-07": false,
	"2026-10-10": true, "2028-01-03": false, "2027-12-31": false, "2028-01-08": true, "2028-02-28": false, "2028-03-04": true,
}

func officeDays(t fatal) period.Calendar {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	c := period.Calendar{Zone: zone, Workdays: map[period.Date]bool{}}
	for day, works := range holidays {
		d, err := period.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		c.Workdays[d] = works
	}
	return c
}

type fatal interface{ Fatal(...any) }

// at reads an instant on the plan's clock.
func at(t fatal, s string) time.Time {
	zone := time.FixedZone("", 8*60*60)
	i, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func settings(w goal.ReportWindow) *goal.PlanSettings {
	return &goal.PlanSettings{TimeZone: "Asia/Shanghai", Steps: []goal.Step{goal.StepSubmit},
		Calendar: goal.PlanCalendar{CutOff: "18:00", Reports: []goal.ReportWindow{w}}}
}

// quarterly is a window with everything that there can be: due on the tenth
// working day, a grace of two more, closed on the 28th of the month after.
func quarterly(counts goal.GraceCounts) goal.ReportWindow {
	return goal.ReportWindow{Frequency: period.Quarter, Opens: period.Deadline{Day: 1, Month: 1}, Due: period.Deadline{WorkingDays: new(10)},
		Closes: &period.Deadline{Day: 28, Month: 1}, Grace: &goal.Grace{WorkingDays: 2, Counts: counts}}
}

// TestDeadlineInstants looks at every deadline a second, a millisecond and a
// microsecond around it: what is received at the instant itself is too late.
func TestDeadlineInstants(t *testing.T) {
	c, q3 := officeDays(t), period.Of(2026, period.Quarter, 3)
	early := &goal.Closure{ClosedAt: at(t, "2026-10-12 09:30:00")}
	ended := &goal.Exception{GrantedAt: at(t, "2026-10-29 08:00:00"), Until: at(t, "2026-11-05 18:00:00"), EndedAt: new(at(t, "2026-11-02 10:00:00"))}
	tests := []struct {
		name, instant string
		before, after string
		says          func(i time.Time) string
	}{
		{"opens at the plan's midnight", "2026-10-01 00:00:00", "NOT_OPEN_YET", "OPEN", lock(t, c, q3, quarterly(goal.GraceLate), nil, nil)},
		{"due, without a grace", "2026-10-20 18:00:00", "on time", "late", late(c, q3, goal.ReportWindow{Frequency: period.Quarter, Due: period.Deadline{WorkingDays: new(10)}})},
		{"due, with a grace that counts as late", "2026-10-20 18:00:00", "on time", "late", late(c, q3, quarterly(goal.GraceLate))},
		{"end of a grace that counts as on time", "2026-10-22 18:00:00", "on time", "late", late(c, q3, quarterly(goal.GraceOnTime))},
		{"end of a grace of hours", "2026-10-21 06:00:00", "on time", "late", late(c, q3, goal.ReportWindow{Frequency: period.Quarter,
			Due: period.Deadline{WorkingDays: new(10)}, Grace: &goal.Grace{Hours: 12, Counts: goal.GraceOnTime}})},
		{"closes", "2026-10-28 18:00:00", "OPEN", "CLOSED", lock(t, c, q3, quarterly(goal.GraceLate), nil, nil)},
		{"closes with the grace where nothing else is said", "2026-10-22 18:00:00", "OPEN", "CLOSED", lock(t, c, q3, goal.ReportWindow{Frequency: period.Quarter,
			Opens: period.Deadline{Day: 1, Month: 1}, Due: period.Deadline{WorkingDays: new(10)}, Grace: &goal.Grace{WorkingDays: 2, Counts: goal.GraceLate}}, nil, nil)},
		{"an exception ends", "2026-11-05 18:00:00", "OPEN", "CLOSED", lock(t, c, q3, quarterly(goal.GraceLate), nil, new(at(t, "2026-11-05 18:00:00")))},
		{"an exception after an early close", "2026-11-05 18:00:00", "OPEN", "CLOSED_EARLY", lock(t, c, q3, quarterly(goal.GraceLate), early, new(at(t, "2026-11-05 18:00:00")))},
		{"an exception that was taken back", "2026-11-02 10:00:00", "OPEN", "CLOSED", lock(t, c, q3, quarterly(goal.GraceLate), nil, new(ended.Ends()))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := at(t, tt.instant)
			for _, d := range []time.Duration{-time.Second, -time.Millisecond, -time.Microsecond} {
				if got := tt.says(i.Add(d)); got != tt.before {
					t.Errorf("%s before: %s, want %s", -d, got, tt.before)
				}
			}
			for _, d := range []time.Duration{0, time.Microsecond, time.Millisecond} {
				if got := tt.says(i.Add(d)); got != tt.after {
					t.Errorf("%s after: %s, want %s", d, got, tt.after)
				}
			}
		})
	}
	// A closure that is written holds for whatever comes to its turn later, also
	// for what was received before it.
	w := settings(quarterly(goal.GraceLate)).Window(q3, c)
	w.Closure = early
	for _, d := range []time.Duration{-time.Hour, -time.Microsecond, 0, time.Hour} {
		if e := w.State(early.ClosedAt.Add(d)); e.May || e.Reason != goal.LockClosedEarly || !e.Since.Equal(early.ClosedAt) {
			t.Errorf("%s from the closure: %+v", d, e)
		}
	}
	if !ended.Runs(ended.EndedAt.Add(-time.Microsecond)) || ended.Runs(*ended.EndedAt) || ended.Runs(ended.GrantedAt.Add(-time.Microsecond)) {
		t.Error("an exception runs from its grant up to its end")
	}
}

// late says what a filing at an instant counts as.
func late(c period.Calendar, p period.Period, w goal.ReportWindow) func(time.Time) string {
	window := settings(w).Window(p, c)
	return func(i time.Time) string {
		if window.Late(i) {
			return "late"
		}
		return "on time"
	}
}

// lock says what a unit is told that wants to enter a figure.
func lock(t *testing.T, c period.Calendar, p period.Period, w goal.ReportWindow, closure *goal.Closure, leave *time.Time) func(time.Time) string {
	t.Helper()
	s := settings(w)
	return func(i time.Time) string {
		window := s.Window(p, c)
		window.Closure = closure
		return string(enterAt(i, s, window, leave))
	}
}

func enterAt(i time.Time, s *goal.PlanSettings, w goal.Window, leave *time.Time) goal.LockReason {
	who := goal.Actor{Account: &goal.Account{AccountID: 1}, Grants: []goal.Grant{{Role: goal.Reporter, UnitID: 7}}, At: i}
	f := goal.FigureEntry{Plan: &goal.Plan{Status: goal.PlanIssued, Settings: *s}, Ind: &goal.Indicator{Source: goal.SourceUnit, Frequency: period.Quarter},
		Goal: &goal.Goal{State: goal.GoalSet, UnitID: 7}, Row: &goal.Row{UnitID: 7, Status: goal.RowOpen}, Window: w, Leave: leave}
	return goal.Entry(who, f.EnterDoor()).Reason
}

// works is the oracle's own idea of a working day.
func works(day time.Time) bool {
	if w, named := holidays[day.Format(time.DateOnly)]; named {
		return w
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// forward walks to the n-th working day after a day.
func forward(day time.Time, n int) time.Time {
	for n > 0 {
		if day = day.AddDate(0, 0, 1); works(day) {
			n--
		}
	}
	return day
}

// oracle works a rule out with nothing but the calendar on the wall: days at
// midnight in a fixed zone, which Shanghai's has been since 1991.
func oracle(r period.Deadline, year, lastMonth, hour int) time.Time {
	zone := time.FixedZone("wall", 8*60*60)
	month := func(m int) time.Time { return time.Date(year, time.Month(lastMonth+m), 1, 0, 0, 0, 0, zone) }
	day := month(1).AddDate(0, 0, -1) // the period's last
	switch {
	case r.WorkingDays != nil:
		day = forward(day, *r.WorkingDays)
	case r.LastWorkingDay:
		for day = month(r.Month+1).AddDate(0, 0, -1); !works(day); {
			day = day.AddDate(0, 0, -1)
		}
	default:
		day = month(r.Month).AddDate(0, 0, r.Day-1)
		if last := month(r.Month+1).AddDate(0, 0, -1); day.After(last) {
			day = last
		}
	}
	return day.Add(time.Duration(hour) * time.Hour)
}

func drawDeadline(t *rapid.T, name string, from int) period.Deadline {
	switch rapid.IntRange(0, 2).Draw(t, name) {
	case 0:
		return period.Deadline{WorkingDays: new(rapid.IntRange(from, 15).Draw(t, name+" working days"))}
	case 1:
		return period.Deadline{LastWorkingDay: true, Month: rapid.IntRange(1, 2).Draw(t, name+" month")}
	}
	return period.Deadline{Day: rapid.IntRange(1, 31).Draw(t, name+" day"), Month: rapid.IntRange(1, 2).Draw(t, name+" month")}
}

// TestWindowsAgainstOracle draws rules, graces and instants, most of them near a
// deadline, over two years of holidays with a turn of the year and a leap day.
func TestWindowsAgainstOracle(t *testing.T) {
	cases := 0
	c := officeDays(t)
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]period.Kind{period.Month, period.Quarter, period.Half, period.Year}).Draw(t, "kind")
		p := period.Of(rapid.SampledFrom([]int{2026, 2027, 2028}).Draw(t, "year"), kind, rapid.IntRange(1, 12/kind.Months()).Draw(t, "n"))
		due := drawDeadline(t, "due", 1)
		rule := goal.ReportWindow{Frequency: kind, Opens: period.Deadline{Day: 1, Month: 1}, Due: due}
		dueAt := oracle(due, p.Year(), p.LastMonth(), 18)
		onTime, closes := dueAt, time.Time{}
		if rapid.Bool().Draw(t, "closes") {
			rule.Closes = new(drawDeadline(t, "close", 10))
			closes = oracle(*rule.Closes, p.Year(), p.LastMonth(), 18)
		}
		if rapid.Bool().Draw(t, "grace") {
			g := &goal.Grace{Counts: rapid.SampledFrom([]goal.GraceCounts{goal.GraceOnTime, goal.GraceLate}).Draw(t, "counts")}
			ends := dueAt
			if rapid.Bool().Draw(t, "hours") {
				g.Hours = rapid.IntRange(1, 100).Draw(t, "h")
				ends = dueAt.Add(time.Duration(g.Hours) * time.Hour)
			} else {
				g.WorkingDays = rapid.IntRange(1, 6).Draw(t, "w")
				ends = forward(dueAt.Add(-18*time.Hour), g.WorkingDays).Add(18 * time.Hour)
			}
			if rule.Grace = g; g.Counts == goal.GraceOnTime {
				onTime = ends
			}
			if rule.Closes == nil {
				closes = ends
			}
		}
		opens := time.Date(p.Year(), time.Month(p.LastMonth()+1), 1, 0, 0, 0, 0, dueAt.Location())
		near := rapid.SampledFrom([]time.Time{opens, dueAt, onTime, closes, dueAt.Add(72 * time.Hour)}).Draw(t, "near")
		if near.IsZero() {
			near = dueAt
		}
		s := settings(rule)
		w := s.Window(p, c)
		for range 100 {
			cases++
			i := near.Add(rapid.SampledFrom([]time.Duration{-time.Second, -time.Millisecond, -time.Microsecond, 0, time.Microsecond, time.Hour, -30 * time.Hour, 200 * time.Hour}).Draw(t, "off"))
			want := "OPEN"
			switch {
			case i.Before(opens):
				want = "NOT_OPEN_YET"
			case !closes.IsZero() && !i.Before(closes):
				want = "CLOSED"
			}
			if got := string(enterAt(i, s, w, nil)); got != want || w.Late(i) != !i.Before(onTime) {
				t.Fatalf("%s at %s: %s, want %s; late %v, want %v", p, i, got, want, w.Late(i), !i.Before(onTime))
			}
		}
	})
	if cases < 10_000 {
		t.Errorf("only %d cases were tried", cases)
	}
}

// wall prints what the calendar says on days on which clocks disagree: months'
// and quarters' ends at the plan's midnight, the leap day, the turn of the year.
func wall(t fatal) string {
	c := officeDays(t)
	var out strings.Builder
	for _, rule := range []goal.ReportWindow{quarterly(goal.GraceOnTime), {Frequency: period.Month, Opens: period.Deadline{Day: 1, Month: 1}, Due: period.Deadline{LastWorkingDay: true, Month: 1}, Closes: &period.Deadline{Day: 31, Month: 1}}} {
		for year := 2026; year <= 2028; year++ {
			for _, p := range period.In(year, rule.Frequency) {
				s := settings(rule)
				w := s.Window(p, c)
				fmt.Fprintln(&out, p, w.Opens.UTC(), w.Due.UTC(), w.OnTime().UTC(), w.Closes.UTC())
				for _, i := range []time.Time{w.Opens, w.Due, *w.Closes} {
					for _, d := range []time.Duration{-time.Microsecond, 0} {
						here := i.Add(d).Local() // however the server's clock reads
						fmt.Fprintln(&out, enterAt(here, s, w, nil), w.Late(here), period.DateOf(here, c.Zone), c.DaysLate(w.Due, here.Add(50*time.Hour), period.CountWorkingDays))
					}
				}
			}
		}
	}
	return out.String()
}

// TestServersZoneDoesNotMatter runs the calendar in servers all over the world.
func TestServersZoneDoesNotMatter(t *testing.T) {
	if os.Getenv("KAOPING_TEST_WALL") != "" {
		fmt.Print("<wall>", wall(t), "</wall>")
		return
	}
	want := wall(t)
	for _, instant := range []string{"2026-03-31 16:00:00", "2028-02-29 10:00:00", "2026-12-31 16:00:00"} {
		if !strings.Contains(want, instant) {
			t.Errorf("%s is no instant of the calendar:\n%.3000s", instant, want)
		}
	}
	for _, zone := range []string{"UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServersZoneDoesNotMatter$")
		cmd.Env = append(os.Environ(), "TZ="+zone, "KAOPING_TEST_WALL=1")
		out, err := cmd.CombinedOutput()
		_, got, _ := strings.Cut(string(out), "<wall>")
		got, _, _ = strings.Cut(got, "</wall>")
		if err != nil || got != want {
			t.Errorf("a server in %s sees another calendar (%v):\n%.1000s", zone, err, got)
		}
	}
}
