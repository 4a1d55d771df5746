package postgres

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/kaoping/kaoping/internal/score"
)

// jsonText is a value kept as canonical JSON in a text column. The empty text
// is the zero value.
type jsonText[T any] struct{ V T }

// Scan reads the column.
func (j *jsonText[T]) Scan(src any) error {
	var text string
	switch s := src.(type) {
	case string:
		text = s
	case []byte:
		text = string(s)
	default:
		return fmt.Errorf("json column: cannot read %T", src)
	}
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), &j.V)
}

// Value writes the column.
func (j jsonText[T]) Value() (driver.Value, error) { return score.Canonical(j.V) }

// asText is the canonical text of a value, for columns written in bulk.
func asText(v any) string {
	s, err := score.Canonical(v)
	if err != nil {
		// Only our own types come here, and all of them can be written.
		panic(fmt.Sprintf("canonical text of %T: %v", v, err))
	}
	return s
}
