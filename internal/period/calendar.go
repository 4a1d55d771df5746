package period

import (
	"fmt"
	"time"
)

// Calendar tells working days from days off. Saturdays and Sundays are off and
// all other days work, except for the days it names: public holidays
// (法定节假日) and the weekend days worked in exchange (调休).
type Calendar struct {
	Zone     *time.Location
	Workdays map[Date]bool // true: works although a weekend; false: off although a weekday
}

// Works reports whether d is a working day.
func (c Calendar) Works(d Date) bool {
	if works, named := c.Workdays[d]; named {
		return works
	}
	return !d.Weekend()
}

// AddWorkingDays is the n-th working day after d, or before it where n is
// negative; with n = 0 it is d itself, working or not.
func (c Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Works(d) {
			n--
		}
	}
	return d
}

// DayCount is which days count as days late.
type DayCount string

const (
	CountWorkingDays  DayCount = "WORKING" // the default
	CountCalendarDays DayCount = "CALENDAR"
)

// DaysLate is how many days after a deadline something was filed; 0 if it was
// not late. Any count but [CountCalendarDays] is of working days.
//
// It counts dates as an office does, in the calendar's zone and not by the hour:
// each day of the count after the deadline's own, up to and including the one of
// the filing, which counts whole as soon as it has begun. Due on Friday at 18:00
// and filed on Tuesday at 09:00 is two working days late, Monday and Tuesday, or
// four calendar days. Whatever is late at all is late by one day, though: in the
// deadline's own instant, later on its day, or on days off before the next working day. A
// deadline at midnight belongs to the day that it ends.
func (c Calendar) DaysLate(deadline, filed time.Time, by DayCount) int {
	if filed.Before(deadline) {
		return 0
	}
	n, last := 0, DateOf(filed, c.Zone)
	for d := DateOf(deadline.Add(-1), c.Zone).AddDays(1); !d.After(last); d = d.AddDays(1) {
		if by == CountCalendarDays || c.Works(d) {
			n++
		}
	}
	return max(n, 1)
}

// Deadline says which day something about a period falls on. Exactly one of
// its three ways is used: a number of working days after the period's end, the
// last working day of a month, or a day of a month.
type Deadline struct {
	WorkingDays    *int `json:"workingDays,omitempty" yaml:"workingDays"`       // after the period's last day; 10 is the tenth working day
	LastWorkingDay bool `json:"lastWorkingDay,omitempty" yaml:"lastWorkingDay"` // of the month that Month names
	Day            int  `json:"day,omitempty" yaml:"day"`                       // of the month that Month names
	Month          int  `json:"month,omitempty" yaml:"month"`                   // 0: the period's last month; 1: the month after; -1: the one before the period's last
}

// Check says what is wrong with the rule, or nothing.
func (r Deadline) Check() error {
	ways := 0
	if r.WorkingDays != nil {
		ways++
		if *r.WorkingDays < 0 || *r.WorkingDays > 250 {
			return fmt.Errorf("workingDays must lie between 0 and 250")
		}
	}
	if r.LastWorkingDay {
		ways++
	}
	if r.Day != 0 {
		ways++
		if r.Day < 1 || r.Day > 31 {
			return fmt.Errorf("day must lie between 1 and 31")
		}
	}
	if ways != 1 {
		return fmt.Errorf("give one of workingDays, lastWorkingDay and day")
	}
	return nil
}

// On is the day the rule names for p. A day that its month does not have is
// the month's last.
func (r Deadline) On(p Period, c Calendar) Date {
	switch {
	case r.WorkingDays != nil:
		return c.AddWorkingDays(p.End(), *r.WorkingDays)
	case r.LastWorkingDay:
		first := NewDate(p.Year(), p.LastMonth()+r.Month+1, 1)
		return c.AddWorkingDays(first, -1)
	}
	first := NewDate(p.Year(), p.LastMonth()+r.Month, 1)
	last := NewDate(p.Year(), p.LastMonth()+r.Month+1, 1).AddDays(-1)
	if r.Day > last.Day() {
		return last
	}
	return first.AddDays(r.Day - 1)
}

// ParseClock reads a time of day such as "18:00" as minutes after midnight.
func ParseClock(s string) (int, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf(`not a time of day: write "18:00"`)
	}
	return t.Hour()*60 + t.Minute(), nil
}
