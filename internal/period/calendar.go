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
