package period_test

import (
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/period"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	tests := []struct{ in, start, end string }{
		{"2026", "2026-01-01", "2026-12-31"},
		{"2026-H1", "2026-01-01", "2026-06-30"},
		{"2026-H2", "2026-07-01", "2026-12-31"},
		{"2026-Q3", "2026-07-01", "2026-09-30"},
		{"2028-02", "2028-02-01", "2028-02-29"},
		{"2026-12", "2026-12-01", "2026-12-31"},
	}
	for _, tt := range tests {
		p, err := period.Parse(tt.in)
		if err != nil {
			t.Fatalf("%s: %v", tt.in, err)
		}
		if p.String() != tt.in || p.Start().String() != tt.start || p.End().String() != tt.end {
			t.Errorf("%s reads as %s, %s to %s", tt.in, p, p.Start(), p.End())
		}
	}
	for _, bad := range []string{"", "26", "2026-", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "2026-H3", "2026-9", "2026-+1", "2026-Qx", "2026/09", "2026-009", "٢٠٢٦"} {
		if p, err := period.Parse(bad); err == nil {
			t.Errorf("%q was read as %s", bad, p)
		}
	}
}

func TestPeriodLaws(t *testing.T) {
	kinds := []period.Kind{period.Year, period.Half, period.Quarter, period.Month}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		p := period.Of(rapid.IntRange(1950, 2150).Draw(t, "year"), kind, rapid.IntRange(1, 12/kind.Months()).Draw(t, "n"))
		back, err := period.Parse(p.String())
		if err != nil || back != p {
			t.Fatalf("%s comes back as %s (%v)", p, back, err)
		}
		if p.Next().Previous() != p || p.Compare(p.Next()) >= 0 {
			t.Fatalf("%s, its next and back again differ", p)
		}
		if p.Next().Start() != p.End().AddDays(1) {
			t.Fatalf("%s ends %s but %s starts %s", p, p.End(), p.Next(), p.Next().Start())
		}
		if !period.OfYear(p.Year()).Contains(p) || period.Containing(p.End(), kind) != p {
			t.Fatalf("%s is not where its days are", p)
		}
	})
}

func calendar(t *testing.T) period.Calendar {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return period.Calendar{Zone: zone, Workdays: map[period.Date]bool{
		period.NewDate(2026, 10, 1):  false,
		period.NewDate(2026, 10, 2):  false,
		period.NewDate(2026, 10, 5):  false,
		period.NewDate(2026, 10, 6):  false,
		period.NewDate(2026, 10, 7):  false,
		period.NewDate(2026, 10, 10): true, // a Saturday worked in exchange
	}}
}

func TestDeadlineOn(t *testing.T) {
	n := func(i int) *int { return &i }
	c := calendar(t)
	tests := []struct {
		name, period, want string
		rule               period.Deadline
	}{
		{"tenth working day after a quarter, over a holiday week", "2026-Q3", "2026-10-20", period.Deadline{WorkingDays: n(10)}},
		{"third working day counts the Saturday worked in exchange", "2026-09", "2026-10-10", period.Deadline{WorkingDays: n(3)}},
		{"the 25th of the month before", "2026-09", "2026-08-25", period.Deadline{Day: 25, Month: -1}},
		{"the 25th of the month after", "2026-Q3", "2026-10-25", period.Deadline{Day: 25, Month: 1}},
		{"last working day of the month before", "2026-06", "2026-05-29", period.Deadline{LastWorkingDay: true, Month: -1}},
		{"a day the month lacks is its last", "2026-01", "2026-02-28", period.Deadline{Day: 31, Month: 1}},
		{"January's month before is December", "2026-01", "2025-12-25", period.Deadline{Day: 25, Month: -1}},
		{"the month after a year", "2026", "2027-01-15", period.Deadline{Day: 15, Month: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.rule.Check(); err != nil {
				t.Fatal(err)
			}
			p, _ := period.Parse(tt.period)
			if got := tt.rule.On(p, c).String(); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.period, got, tt.want)
			}
		})
	}
	for _, bad := range []period.Deadline{{}, {Day: 32}, {Day: 1, LastWorkingDay: true}, {WorkingDays: n(-1)}} {
		if bad.Check() == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}

func TestWorkingDays(t *testing.T) {
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		d := period.NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 364).Draw(t, "day"))
		n := rapid.IntRange(1, 40).Draw(t, "n")
		later := c.AddWorkingDays(d, n)
		if !c.Works(later) || !later.After(d) {
			t.Fatalf("%d working days after %s is %s", n, d, later)
		}
		if c.Works(d) && c.AddWorkingDays(later, -n) != d {
			t.Fatalf("%d working days before %s is not %s", n, later, d)
		}
	})
}

func TestDaysLate(t *testing.T) {
	c := calendar(t)
	tests := []struct {
		name, deadline, filed string
		working, calendar     int
	}{
		{"Friday to Tuesday", "2026-03-13 18:00", "2026-03-17 09:00", 2, 4},
		{"on time", "2026-03-13 18:00", "2026-03-12 09:00", 0, 0},
		{"the deadline itself is too late", "2026-03-13 18:00", "2026-03-13 18:00", 1, 1},
		{"a minute late", "2026-03-13 18:00", "2026-03-13 18:01", 1, 1},
		{"the same evening", "2026-03-13 18:00", "2026-03-13 23:59", 1, 1},
		{"on a day off", "2026-03-13 18:00", "2026-03-14 10:00", 1, 1},
		{"at the end of the days off", "2026-03-13 18:00", "2026-03-15 23:59", 1, 2},
		{"first thing on Monday", "2026-03-13 18:00", "2026-03-16 08:00", 1, 3},
		{"last thing on Monday", "2026-03-13 18:00", "2026-03-16 23:00", 1, 3},
		{"a week", "2026-03-13 18:00", "2026-03-20 18:00", 5, 7},
		{"over a holiday, with a Saturday worked in exchange", "2026-09-30 18:00", "2026-10-12 09:00", 4, 12},
		{"in the holiday", "2026-09-30 18:00", "2026-10-05 09:00", 1, 5},
		{"first day after the holiday", "2026-09-30 18:00", "2026-10-08 09:00", 1, 8},
		{"on the Saturday that works", "2026-10-09 18:00", "2026-10-10 09:00", 1, 1},
		{"the Monday after it", "2026-10-09 18:00", "2026-10-12 09:00", 2, 3},
		{"a deadline on a day off", "2026-03-14 18:00", "2026-03-17 09:00", 2, 3},
		{"midnight ends the Friday", "2026-03-14 00:00", "2026-03-17 09:00", 2, 4},
		{"a minute after midnight", "2026-03-14 00:00", "2026-03-14 00:01", 1, 1},
		{"into the next year", "2026-12-31 18:00", "2027-01-04 09:00", 2, 4},
	}
	at := func(s string) time.Time {
		instant, err := time.ParseInLocation("2006-01-02 15:04", s, c.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return instant.UTC() // whose dates must not be what counts
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.DaysLate(at(tt.deadline), at(tt.filed), period.CountWorkingDays); got != tt.working {
				t.Errorf("%d working days late, want %d", got, tt.working)
			}
			if got := c.DaysLate(at(tt.deadline), at(tt.filed), ""); got != tt.working {
				t.Errorf("%d days late by default, want %d", got, tt.working)
			}
			if got := c.DaysLate(at(tt.deadline), at(tt.filed), period.CountCalendarDays); got != tt.calendar {
				t.Errorf("%d calendar days late, want %d", got, tt.calendar)
			}
		})
	}
}

func TestDaysLateLaws(t *testing.T) {
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		deadline := period.NewDate(2026, 9, 1).At(rapid.IntRange(0, 60*24*60).Draw(t, "deadline"), c.Zone)
		late := time.Duration(rapid.IntRange(1, 30*24*60).Draw(t, "late")) * time.Minute
		more := time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "more")) * time.Minute
		working := c.DaysLate(deadline, deadline.Add(late), period.CountWorkingDays)
		if days := c.DaysLate(deadline, deadline.Add(late), period.CountCalendarDays); working < 1 || working > days {
			t.Fatalf("%s after %s is %d working and %d calendar days late", late, deadline, working, days)
		}
		if later := c.DaysLate(deadline, deadline.Add(late+more), period.CountWorkingDays); later < working {
			t.Fatalf("%s later, the %d working days late are %d", more, working, later)
		}
	})
}

func TestAt(t *testing.T) {
	c := calendar(t)
	cut, err := period.ParseClock("18:00")
	if err != nil {
		t.Fatal(err)
	}
	at := period.NewDate(2026, 10, 20).At(cut, c.Zone)
	if got := at.UTC().Format(time.RFC3339); got != "2026-10-20T10:00:00Z" {
		t.Errorf("18:00 in Shanghai is %s", got)
	}
	if d := period.DateOf(at.Add(7*time.Hour), c.Zone); d.String() != "2026-10-21" {
		t.Errorf("seven hours later is %s", d)
	}
	if _, err := period.ParseClock("25:00"); err == nil {
		t.Error("25:00 was accepted")
	}
}
