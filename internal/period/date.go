package period

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day without a zone. The zero Date is no day.
type Date struct{ t time.Time }

// NewDate returns a day; months and days outside their range carry over.
func NewDate(year, month, day int) Date {
	return Date{time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)}
}

// DateOf is the day that an instant falls on in a zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return NewDate(y, int(m), d)
}

// ParseDate reads "2026-09-30".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf(`not a date: write "2026-09-30"`)
	}
	return Date{t}, nil
}

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Year is d's year.
func (d Date) Year() int { return d.t.Year() }

// Month is d's month, 1 to 12.
func (d Date) Month() int { return int(d.t.Month()) }

// Day is d's day of the month.
func (d Date) Day() int { return d.t.Day() }

// AddDays moves d by whole days.
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.t.Before(e.t) }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.t.After(e.t) }

// Weekend reports whether d is a Saturday or Sunday.
func (d Date) Weekend() bool {
	return d.t.Weekday() == time.Saturday || d.t.Weekday() == time.Sunday
}

// At is the instant of a clock time on d in a zone; minutes count from midnight.
func (d Date) At(minutes int, zone *time.Location) time.Time {
	return time.Date(d.Year(), d.t.Month(), d.Day(), 0, minutes, 0, 0, zone)
}

// Scan reads a date column.
func (d *Date) Scan(src any) (err error) {
	switch s := src.(type) {
	case time.Time:
		*d = NewDate(s.Year(), int(s.Month()), s.Day())
	case string:
		*d, err = ParseDate(s)
	case []byte:
		*d, err = ParseDate(string(s))
	case nil:
		*d = Date{}
	default:
		err = fmt.Errorf("date: cannot read %T", src)
	}
	return err
}

// Value writes a date column; the zero Date is NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// MarshalText writes the form that [ParseDate] reads.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] reads.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}
