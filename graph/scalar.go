package graph

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/shopspring/decimal"
)

// Method is one of the parameter structs of the union of scoring methods.
type Method any

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { io.WriteString(w, strconv.Quote(s)) })
}

// MarshalID writes a global id.
func MarshalID(id goal.ID) graphql.Marshaler { return quoted(id.String()) }

// UnmarshalID reads a global id. What is none becomes the id of nothing: whoever
// guesses gets one answer, to what is absent, foreign, of another kind or no id.
func UnmarshalID(v any) (goal.ID, error) {
	s, _ := v.(string)
	id, err := goal.ParseID(s)
	if err != nil {
		return goal.ID{}, nil
	}
	return id, nil
}

// MarshalInt writes a whole number.
func MarshalInt(n int) graphql.Marshaler { return graphql.MarshalInt(n) }

// UnmarshalInt reads a whole number of 32 bits, as the standard has it. Text, a
// fraction such as 1.0 and an exponent are refused.
func UnmarshalInt(v any) (int, error) {
	n, err := UnmarshalInt64(v)
	return int(n), err
}

// MarshalInt64 writes a whole number that the database keeps in 64 bits.
func MarshalInt64(n int64) graphql.Marshaler { return graphql.MarshalInt64(n) }

// UnmarshalInt64 is [UnmarshalInt] into another type.
func UnmarshalInt64(v any) (int64, error) {
	var n int64
	switch v := v.(type) {
	case int:
		n = int64(v)
	case int64:
		n = v
	case json.Number:
		var err error
		if n, err = strconv.ParseInt(string(v), 10, 64); err != nil {
			return 0, inputError("write a whole number without quotes, point or exponent: 12")
		}
	default:
		return 0, inputError("write a whole number without quotes, point or exponent: 12")
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, inputError("a whole number lies between -2147483648 and 2147483647")
	}
	return n, nil
}

// MarshalDecimal writes an exact number as a string.
func MarshalDecimal(d decimal.Decimal) graphql.Marshaler { return quoted(d.String()) }

// digits bounds a decimal's text, far above any real figure.
const digits = 40

// UnmarshalDecimal reads an exact number from a string. A JSON number is
// refused: it may have been rounded before it came here.
func UnmarshalDecimal(v any) (decimal.Decimal, error) {
	s, ok := v.(string)
	if !ok {
		return decimal.Zero, inputError(`write a decimal as a string: "12.5"`)
	}
	if len(s) > digits {
		return decimal.Zero, inputError(fmt.Sprintf("a decimal has at most %d characters", digits))
	}
	for _, c := range s {
		if (c < '0' || c > '9') && c != '.' && c != '-' {
			return decimal.Zero, inputError(`write a decimal with digits only: "-12.5"`)
		}
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Zero, inputError(`not a decimal: write "12.5"`)
	}
	return d, nil
}

// MarshalDate writes a day.
func MarshalDate(d period.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads a day.
func UnmarshalDate(v any) (period.Date, error) {
	s, _ := v.(string)
	d, err := period.ParseDate(s)
	if err != nil {
		return d, inputError(err.Error())
	}
	return d, nil
}

// MarshalPeriod writes a period.
func MarshalPeriod(p period.Period) graphql.Marshaler { return quoted(p.String()) }

// UnmarshalPeriod reads a period. A year may also come as a number.
func UnmarshalPeriod(v any) (period.Period, error) {
	s, ok := v.(string)
	if n, isNumber := v.(json.Number); !ok && isNumber {
		s = n.String()
	}
	p, err := period.Parse(s)
	if err != nil {
		return p, inputError(err.Error())
	}
	return p, nil
}

// MarshalTime writes an instant.
func MarshalTime(t time.Time) graphql.Marshaler { return quoted(t.Format(time.RFC3339Nano)) }

// UnmarshalTime reads an instant with its zone.
func UnmarshalTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return t, inputError(`not an instant: write "2026-10-20T18:00:00+08:00"`)
	}
	return t, nil
}
