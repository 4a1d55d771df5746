package graph

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestInt(t *testing.T) {
	for _, v := range []any{json.Number("12"), json.Number("-2147483648"), json.Number("2147483647"), int64(7), 7, json.Number("-0")} {
		if _, err := UnmarshalInt(v); err != nil {
			t.Errorf("%v (%T): %v", v, v, err)
		}
	}
	if n, err := UnmarshalInt64(json.Number("2147483647")); n != 2147483647 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	for _, v := range []any{"12", json.Number("2147483648"), json.Number("-2147483649"), int64(1) << 40, json.Number("1.0"), json.Number("1e3"),
		json.Number("99999999999999999999"), 1.0, true, nil, []any{}} {
		_, err := UnmarshalInt(v)
		var bad inputError
		if !errors.As(err, &bad) || !strings.Contains(string(bad), "whole number") {
			t.Errorf("%v (%T) gives %v", v, v, err)
		}
	}
}
