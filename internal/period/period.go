// Package period knows the stretches of time that a plan is told in: years,
// halves, quarters and months, the working days in them, and the deadlines
// that follow them.
//
// Nothing here reads a clock. A [Date] has no zone; the zone of a deadline is
// the plan's and is handed in.
package period

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
)

// Kind is the length of a period, which is also how often a figure is reported.
type Kind string

const (
	Year    Kind = "YEAR"
	Half    Kind = "HALF"
	Quarter Kind = "QUARTER"
	Month   Kind = "MONTH"
)

// Months is how many months a period of this kind has; 0 for an unknown kind.
func (k Kind) Months() int {
	switch k {
	case Year:
		return 12
	case Half:
		return 6
	case Quarter:
		return 3
	case Month:
		return 1
	}
	return 0
}

// Period is one year, half, quarter or month. The zero Period is no period.
type Period struct {
	year  int
	kind  Kind
	order int // 1 is the first of its kind in the year
}

// Of returns the n-th period of its kind in a year, counted from 1. It panics
// on a number that the year does not have, since only code calls it.
func Of(year int, kind Kind, n int) Period {
	if kind.Months() == 0 || n < 1 || n > 12/kind.Months() {
		panic(fmt.Sprintf("period: no %s %d in a year", kind, n))
	}
	return Period{year, kind, n}
}

// OfYear returns a whole year.
func OfYear(year int) Period { return Of(year, Year, 1) }

// ErrFormat is what [Parse] says of a text that names no period.
var ErrFormat = errors.New(`not a period: write "2026", "2026-H1", "2026-Q3" or "2026-09"`)

// Parse reads "2026", "2026-H1", "2026-Q3" or "2026-09".
func Parse(s string) (Period, error) {
	if len(s) < 4 {
		return Period{}, ErrFormat
	}
	year, err := strconv.Atoi(s[:4])
	if err != nil || year < 1900 || year > 2999 {
		return Period{}, ErrFormat
	}
	if len(s) == 4 {
		return OfYear(year), nil
	}
	if len(s) != 7 || s[4] != '-' {
		return Period{}, ErrFormat
	}
	kind, digits := Month, s[5:]
	switch s[5] {
	case 'H':
		kind, digits = Half, s[6:]
	case 'Q':
		kind, digits = Quarter, s[6:]
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return Period{}, ErrFormat
		}
	}
	n, _ := strconv.Atoi(digits)
	if n < 1 || n > 12/kind.Months() {
		return Period{}, ErrFormat
	}
	return Period{year, kind, n}, nil
}

// String is the form that [Parse] reads.
func (p Period) String() string {
	switch p.kind {
	case Half:
		return fmt.Sprintf("%04d-H%d", p.year, p.order)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", p.year, p.order)
	case Month:
		return fmt.Sprintf("%04d-%02d", p.year, p.order)
	case Year:
		return fmt.Sprintf("%04d", p.year)
	}
	return ""
}

// IsZero reports whether p is no period at all.
func (p Period) IsZero() bool { return p.kind == "" }

// Year is the calendar year p lies in.
func (p Period) Year() int { return p.year }

// Kind is how long p is.
func (p Period) Kind() Kind { return p.kind }

// Number counts p among its kind in the year, from 1.
func (p Period) Number() int { return p.order }

// FirstMonth is the number of p's first month, 1 to 12.
func (p Period) FirstMonth() int { return (p.order-1)*p.kind.Months() + 1 }

// LastMonth is the number of p's last month, 1 to 12. Periods of different
// kinds end together when it is equal: June, the second quarter, the first half.
func (p Period) LastMonth() int { return p.order * p.kind.Months() }

// Start is p's first day.
func (p Period) Start() Date { return NewDate(p.year, p.FirstMonth(), 1) }

// End is p's last day.
func (p Period) End() Date { return NewDate(p.year, p.LastMonth()+1, 1).AddDays(-1) }

// Contains reports whether q lies wholly inside p.
func (p Period) Contains(q Period) bool {
	return p.year == q.year && q.FirstMonth() >= p.FirstMonth() && q.LastMonth() <= p.LastMonth()
}

// Next is the period of the same kind that follows.
func (p Period) Next() Period {
	if p.order == 12/p.kind.Months() {
		return Period{p.year + 1, p.kind, 1}
	}
	return Period{p.year, p.kind, p.order + 1}
}

// Previous is the period of the same kind before p.
func (p Period) Previous() Period {
	if p.order == 1 {
		return Period{p.year - 1, p.kind, 12 / p.kind.Months()}
	}
	return Period{p.year, p.kind, p.order - 1}
}

// Compare orders periods by when they end, and the shorter first among those
// that end on the same day.
func (p Period) Compare(q Period) int {
	a := (p.year*12+p.LastMonth())*16 + p.kind.Months()
	b := (q.year*12+q.LastMonth())*16 + q.kind.Months()
	return a - b
}

// In lists the periods of one kind inside a year, in order.
func In(year int, kind Kind) []Period {
	list := make([]Period, 12/kind.Months())
	for i := range list {
		list[i] = Period{year, kind, i + 1}
	}
	return list
}

// Containing is the period of the given kind that a day lies in.
func Containing(d Date, kind Kind) Period {
	return Period{d.Year(), kind, (d.Month()-1)/kind.Months() + 1}
}

// Scan reads a period from its text in the database.
func (p *Period) Scan(src any) (err error) {
	switch s := src.(type) {
	case string:
		*p, err = Parse(s)
	case []byte:
		*p, err = Parse(string(s))
	default:
		err = fmt.Errorf("period: cannot read %T", src)
	}
	return err
}

// Value writes a period as text to the database.
func (p Period) Value() (driver.Value, error) { return p.String(), nil }

// MarshalText writes the form that [Parse] reads.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what [Parse] reads.
func (p *Period) UnmarshalText(b []byte) (err error) {
	*p, err = Parse(string(b))
	return err
}
