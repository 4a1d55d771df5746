package goal

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/period"
)

// Kind says what an [ID] names.
type Kind string

const (
	KindPlan        Kind = "plan"
	KindUnit        Kind = "unit"
	KindAccount     Kind = "account"
	KindGroup       Kind = "group"
	KindDimension   Kind = "dimension"
	KindIndicator   Kind = "indicator"
	KindGoal        Kind = "goal"
	KindArrangement Kind = "arrangement"
	KindItem        Kind = "item"
	KindReport      Kind = "report"
	KindRow         Kind = "row"
	KindException   Kind = "exception"
	KindBulletin    Kind = "bulletin"
	KindReview      Kind = "review"
	KindAdjustment  Kind = "adjustment"
	KindVeto        Kind = "veto"
	KindRun         Kind = "run"
	KindExport      Kind = "export"
	KindGrant       Kind = "grant"
)

// ID names one thing in the API. It carries the kind and the whole key, so that
// every look-up is by primary key and within one plan, and a unit's id is never
// taken for a goal's.
type ID struct {
	Kind   Kind
	Plan   int64 // 0 for what belongs to no plan
	Num    int64
	Period period.Period // reports, rows and arrangements only
}

// String is the opaque form that clients see.
func (id ID) String() string {
	s := fmt.Sprintf("%s.%d.%d", id.Kind, id.Plan, id.Num)
	if !id.Period.IsZero() {
		s += "." + id.Period.String()
	}
	return base64.RawURLEncoding.EncodeToString([]byte(s))
}

// ParseID reads what [ID.String] wrote. Anything else is [ErrNotFound]: a
// malformed id names nothing.
func ParseID(s string) (ID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(s) > 200 {
		return ID{}, ErrNotFound
	}
	parts := strings.Split(string(raw), ".")
	if len(parts) < 3 || len(parts) > 4 {
		return ID{}, ErrNotFound
	}
	plan, err1 := strconv.ParseInt(parts[1], 10, 64)
	num, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil || plan < 0 || num < 0 {
		return ID{}, ErrNotFound
	}
	id := ID{Kind: Kind(parts[0]), Plan: plan, Num: num}
	if len(parts) == 4 {
		if id.Period, err = period.Parse(parts[3]); err != nil {
			return ID{}, ErrNotFound
		}
	}
	return id, nil
}

// MarshalText writes the opaque form; the zero ID is empty.
func (id ID) MarshalText() ([]byte, error) {
	if id == (ID{}) {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what [ID.MarshalText] wrote.
func (id *ID) UnmarshalText(text []byte) (err error) {
	if *id = (ID{}); len(text) > 0 {
		*id, err = ParseID(string(text))
	}
	return err
}

// Is checks that id names a thing of the given kind, and fails with
// [ErrNotFound] otherwise.
func (id ID) Is(k Kind) error {
	if id.Kind != k {
		return fmt.Errorf("%s id where a %s id belongs: %w", id.Kind, k, ErrNotFound)
	}
	return nil
}
