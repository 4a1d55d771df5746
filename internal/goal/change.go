package goal

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Change is one difference between two JSON texts: what stood at a place before
// and after, each as JSON text; "" where nothing stood there.
type Change struct {
	Path   []any // keys of objects and places in lists, the latter as int; none: the whole text
	Before string
	After  string
}

// Field is the place in words that a reader follows: rows.0.value.
func (c Change) Field() string {
	parts := make([]string, len(c.Path))
	for i, step := range c.Path {
		parts[i] = fmt.Sprint(step)
	}
	return strings.Join(parts, ".")
}

// MostChangeText is how many characters of a changed text are shown.
const MostChangeText = 500

// Was is what stood there before as a reader sees it; nil for nothing.
func (c Change) Was() *string { return readableText(c.Before) }

// Is is what stands there since; nil for nothing.
func (c Change) Is() *string { return readableText(c.After) }

// readableText is a string without its quotes, other JSON as it is, and of either
// no more than is shown.
func readableText(text string) *string {
	if text == "" || text == "null" {
		return nil
	}
	var s string
	if json.Unmarshal([]byte(text), &s) == nil {
		text = s
	}
	if runes := []rune(text); len(runes) > MostChangeText {
		text = string(runes[:MostChangeText]) + "…"
	}
	return &text
}

// Changes says how one JSON text became another: every place whose value is not
// the same, in order. Numbers are compared by their digits as written. An empty
// text is nothing, and is read as an empty object or list where the other is one.
// What cannot be read as JSON is one change of the whole.
func Changes(before, after string) []Change {
	if before == after {
		return nil
	}
	was, err1 := readJSON(before)
	is, err2 := readJSON(after)
	if err1 != nil || err2 != nil {
		return []Change{{Before: before, After: after}}
	}
	if before == "" {
		was = emptyLike(is)
	} else if after == "" {
		is = emptyLike(was)
	}
	return appendChanges(nil, nil, was, is)
}

// missing stands for what is not there, which null is.
type missing struct{}

func readJSON(text string) (any, error) {
	if text == "" {
		return missing{}, nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil && d.More() {
		err = fmt.Errorf("more than one value")
	}
	return v, err
}

func emptyLike(v any) any {
	switch v.(type) {
	case map[string]any:
		return map[string]any{}
	case []any:
		return []any{}
	}
	return missing{}
}

func appendChanges(list []Change, path []any, was, is any) []Change {
	at := func(step any) []any { return append(slices.Clone(path), step) }
	switch was := was.(type) {
	case map[string]any:
		if is, ok := is.(map[string]any); ok {
			keys := maps.Clone(was)
			maps.Copy(keys, is)
			for _, k := range slices.Sorted(maps.Keys(keys)) {
				list = appendChanges(list, at(k), member(was, k), member(is, k))
			}
			return list
		}
	case []any:
		if is, ok := is.([]any); ok {
			for i := range max(len(was), len(is)) {
				list = appendChanges(list, at(i), element(was, i), element(is, i))
			}
			return list
		}
	}
	if b, a := jsonText(was), jsonText(is); b != a {
		list = append(list, Change{Path: path, Before: b, After: a})
	}
	return list
}

func member(o map[string]any, key string) any {
	if v, ok := o[key]; ok {
		return v
	}
	return missing{}
}

func element(l []any, i int) any {
	if i < len(l) {
		return l[i]
	}
	return missing{}
}

// jsonText writes what was read; "" for what is not there.
func jsonText(v any) string {
	switch v := v.(type) {
	case missing:
		return ""
	case json.Number:
		return v.String()
	case string, bool, nil, map[string]any, []any:
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return strconv.Quote(fmt.Sprint(v)) // what was read can be written
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
	return ""
}
