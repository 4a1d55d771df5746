package goal

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawJSON draws a value as deep as an entry of the audit may be.
func drawJSON(t *rapid.T, depth int) any {
	kinds := 7
	if depth == 0 {
		kinds = 5
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return json.Number(rapid.SampledFrom([]string{"0", "1", "1.0", "1.50", "-3", "123456789012345678901234567890.5"}).Draw(t, "number"))
	case 3:
		return rapid.SampledFrom([]string{"", "null", "0", "<&>", "退回", "a\"b\n"}).Draw(t, "word")
	case 4:
		return rapid.String().Draw(t, "text")
	case 5:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "length"))
		for i := range list {
			list[i] = drawJSON(t, depth-1)
		}
		return list
	}
	object := map[string]any{}
	for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "0", "1", "", "值"}), 0, 4).Draw(t, "keys") {
		object[k] = drawJSON(t, depth-1)
	}
	return object
}

// applied puts changes into a value: what a reader would do to get from one text
// to the other.
func applied(t *rapid.T, v any, changes []Change) any {
	for _, c := range slices.Backward(changes) { // lists get shorter from their end
		if c.After == "" {
			v = put(t, v, c.Path, missing{})
		}
	}
	for _, c := range changes {
		if c.After != "" {
			x, err := readJSON(c.After)
			if err != nil {
				t.Fatalf("%q: %v", c.After, err)
			}
			v = put(t, v, c.Path, x)
		}
	}
	return v
}

func put(t *rapid.T, v any, path []any, x any) any {
	if len(path) == 0 {
		return x
	}
	switch step := path[0].(type) {
	case string:
		o := v.(map[string]any)
		if y := put(t, member(o, step), path[1:], x); y == (any)(missing{}) {
			delete(o, step)
		} else {
			o[step] = y
		}
		return o
	case int:
		l := v.([]any)
		y := put(t, element(l, step), path[1:], x)
		switch {
		case y == (any)(missing{}) && step == len(l)-1:
			return l[:step]
		case step == len(l):
			return append(l, y)
		case step < len(l):
			l[step] = y
			return l
		}
		t.Fatalf("place %d of a list of %d", step, len(l))
	}
	return v
}

func TestChangesLeadFromOneTextToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := jsonText(drawJSON(t, 3)), jsonText(drawJSON(t, 3))
		if rapid.Bool().Draw(t, "alike") {
			v, _ := readJSON(before)
			if o, ok := v.(map[string]any); ok {
				o["a"] = drawJSON(t, 2)
				after = jsonText(o)
			}
		}
		changes := Changes(before, after)
		if (len(changes) == 0) != (before == after) {
			t.Fatalf("%s → %s: %d changes", before, after, len(changes))
		}
		start, _ := readJSON(before)
		if got := jsonText(applied(t, start, changes)); got != after {
			t.Fatalf("%s → %s: the changes lead to %s: %+v", before, after, got, changes)
		}
		var back []Change
		for _, c := range changes {
			back = append(back, Change{c.Path, c.After, c.Before})
		}
		if want := Changes(after, before); !slices.EqualFunc(back, want, func(a, b Change) bool {
			return a.Field() == b.Field() && a.Before == b.Before && a.After == b.After
		}) {
			t.Fatalf("%s → %s: turned round %+v, want %+v", before, after, back, want)
		}
		end, _ := readJSON(after)
		if got := jsonText(applied(t, end, back)); got != before {
			t.Fatalf("%s → %s: turned round they lead to %s", before, after, got)
		}
	})
}

func TestChangesReadable(t *testing.T) {
	long := strings.Repeat("长", MostChangeText+1)
	for _, tt := range []struct{ before, after, want string }{
		{`{"a":1,"b":"x"}`, `{"a":2,"b":"x"}`, "a: 1 → 2"},
		{`{"a":1}`, `{"a":1}`, ""},
		{"", "", ""},
		{"", `{"status":"DRAFT","rows":[{"value":"1.50"}]}`, `rows: - → [{"value":"1.50"}] | status: - → DRAFT`},
		{`[1,2]`, "", "0: 1 → - | 1: 2 → -"},
		{`{"a":null}`, `{}`, "a: - → -"},
		{`{"a":[1,2,3]}`, `{"a":[1]}`, "a.1: 2 → - | a.2: 3 → -"},
		{"no JSON", `{"a":1}`, `: no JSON → {"a":1}`},
		{`{"n":""}`, `{"n":"` + long + `"}`, "n:  → " + strings.Repeat("长", MostChangeText) + "…"},
	} {
		var got []string
		for _, c := range Changes(tt.before, tt.after) {
			word := func(s *string) string {
				if s == nil {
					return "-"
				}
				return *s
			}
			got = append(got, c.Field()+": "+word(c.Was())+" → "+word(c.Is()))
		}
		if got := strings.Join(got, " | "); got != tt.want {
			t.Errorf("%q → %q:\n%s, want\n%s", tt.before, tt.after, got, tt.want)
		}
	}
}
