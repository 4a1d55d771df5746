package gqlhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// request is what a client sends, as a JSON object or in a query string.
type request struct {
	Query         string
	OperationName string
	Variables     map[string]any
	Extensions    map[string]any
}

// mostNested bounds how deep JSON may nest; variables of our own need six levels.
const mostNested = 64

var errMalformed = errors.New("the body is not one JSON object")

// decodeRequest reads a body. Everything that two readers could understand
// differently is refused: bytes that are not UTF-8, half surrogates, a name
// twice in one object, text after the end. Errors name the place and repeat
// nothing of the body.
func decodeRequest(body []byte) (*request, *gqlerror.Error) {
	value, err := decodeJSON(body)
	if err != nil {
		return nil, failure(BadRequest, "%s", err.Error())
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, failure(BadRequest, "%s", errMalformed.Error())
	}
	r := &request{}
	return r, r.fill(object)
}

// fill takes the four parameters from a decoded object. Other names are left
// for extensions of the protocol to come.
func (r *request) fill(object map[string]any) *gqlerror.Error {
	for name, into := range map[string]*string{"query": &r.Query, "operationName": &r.OperationName} {
		v := object[name]
		s, ok := v.(string)
		if v != nil && !ok {
			return failureAt(name, "%s must be a string", name)
		}
		*into = s
	}
	for name, into := range map[string]*map[string]any{"variables": &r.Variables, "extensions": &r.Extensions} {
		v := object[name]
		m, ok := v.(map[string]any)
		if v != nil && !ok {
			return failureAt(name, "%s must be an object", name)
		}
		*into = m
	}
	return nil
}

func failureAt(field, format string, args ...any) *gqlerror.Error {
	err := failure(BadRequest, format, args...)
	err.Extensions["field"] = strings.Split(field, ".")
	return err
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// persisted gives the hash by which a request names a registered document.
func (r *request) persisted() (hash string, given bool, err *gqlerror.Error) {
	v, given := r.Extensions["persistedQuery"]
	if !given || v == nil {
		return "", false, nil
	}
	p, _ := v.(map[string]any)
	hash, _ = p["sha256Hash"].(string)
	if p["version"] != json.Number("1") || !sha256Hex.MatchString(hash) {
		return "", false, failureAt("extensions.persistedQuery", `extensions.persistedQuery must be {"version": 1, "sha256Hash": "…"} with 64 hexadecimal digits in lower case`)
	}
	return hash, true, nil
}

func decodeJSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	if halfSurrogate(text) {
		return nil, errors.New(`the text has half a surrogate pair (\ud800 to \udfff), which stands for no character`)
	}
	d := decoder{json.NewDecoder(bytes.NewReader(text))}
	d.UseNumber()
	v, err := d.value("", 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("there is text after the JSON value")
	}
	return v, nil
}

// halfSurrogate looks for escapes that Go's decoder would silently replace.
// Backslashes stand only inside strings, so strings need not be told apart.
func halfSurrogate(text []byte) bool {
	escape := func(i int) (rune, bool) {
		if i+6 > len(text) || text[i] != '\\' || text[i+1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 16)
		return rune(n), err == nil
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		r, ok := escape(i)
		switch {
		case !ok:
			i++ // whatever is escaped, a backslash too, is passed by
		case !utf16.IsSurrogate(r):
			i += 5
		default:
			low, ok := escape(i + 6)
			if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
				return true
			}
			i += 11
		}
	}
	return false
}

type decoder struct{ *json.Decoder }

// value reads one value; path is where it stands, for errors.
func (d decoder) value(path string, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, errMalformed
	}
	switch t := t.(type) {
	case string:
		if strings.ContainsRune(t, 0) {
			return nil, fmt.Errorf(`%s holds the character NUL (\u0000): remove it`, orBody(path))
		}
		return t, nil
	case json.Delim:
		if depth == mostNested {
			return nil, fmt.Errorf("the JSON nests more than %d levels", mostNested)
		}
		if t == '{' {
			return d.object(path, depth+1)
		}
		return d.list(path, depth+1)
	}
	return t, nil
}

func (d decoder) object(path string, depth int) (any, error) {
	m := map[string]any{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, errMalformed
		}
		if _, twice := m[name]; twice {
			return nil, fmt.Errorf("%s has one name twice", orBody(path))
		}
		if m[name], err = d.value(below(path, name), depth); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, errMalformed
	}
	return m, nil
}

func (d decoder) list(path string, depth int) (any, error) {
	items := []any{}
	for d.More() {
		v, err := d.value(below(path, strconv.Itoa(len(items))), depth)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, errMalformed
	}
	return items, nil
}

// named is what a name in an error may look like: whatever else a client calls
// its fields is not repeated to it.
var named = regexp.MustCompile(`^[_A-Za-z0-9]{1,64}$`)

func below(path, name string) string {
	if !named.MatchString(name) {
		name = "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func orBody(path string) string {
	if path == "" {
		return "the body"
	}
	return path
}
