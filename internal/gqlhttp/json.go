package gqlhttp

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// mostNested bounds how deep JSON may nest; variables of our own need six levels.
const mostNested = 64

var errMalformed = errors.New("the text is not JSON")

// decodeJSON reads one JSON value, as the standard has it and nothing beyond.
// Numbers keep their digits. The standard library's decoder forgives what must
// not be forgiven here: a name that occurs twice, half a surrogate pair, bytes
// that are no characters. And it takes many times as long when it is asked for
// one token at a time.
func decodeJSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	d := &decoder{text: text}
	v, err := d.value(nil, 0)
	if err != nil {
		return nil, err
	}
	if d.peek() != 0 || d.at < len(text) {
		return nil, errors.New("there is text after the JSON value")
	}
	return v, nil
}

type decoder struct {
	text []byte
	at   int
}

// place is where a value stands, for errors: it is put into words only for one.
type place struct {
	in    *place
	name  string // in an object
	index int    // in a list
}

// named is what a name in an error may look like: whatever else a client calls
// its fields is not repeated to it.
var named = regexp.MustCompile(`^[_A-Za-z0-9]{1,64}$`)

func (p *place) String() string {
	if p == nil {
		return "the body"
	}
	name := p.name
	switch {
	case name == "":
		name = strconv.Itoa(p.index)
	case !named.MatchString(name):
		name = "…"
	}
	if p.in == nil {
		return name
	}
	return p.in.String() + "." + name
}

// peek passes white space by and shows the next byte, 0 at the end.
func (d *decoder) peek() byte {
	for ; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// next passes one byte by if it is the next.
func (d *decoder) next(c byte) bool {
	if d.peek() != c {
		return false
	}
	d.at++
	return true
}

func (d *decoder) value(at *place, depth int) (any, error) {
	if depth > mostNested {
		return nil, fmt.Errorf("the JSON nests more than %d levels", mostNested)
	}
	switch c := d.peek(); {
	case c == '{':
		return d.object(at, depth)
	case c == '[':
		return d.list(at, depth)
	case c == '"':
		return d.string(at)
	case c == '-' || '0' <= c && c <= '9':
		return d.number()
	}
	for word, v := range map[string]any{"true": true, "false": false, "null": nil} {
		if strings.HasPrefix(string(d.text[d.at:min(d.at+5, len(d.text))]), word) {
			d.at += len(word)
			return v, nil
		}
	}
	return nil, errMalformed
}

func (d *decoder) object(at *place, depth int) (any, error) {
	d.at++
	m := map[string]any{}
	if d.next('}') {
		return m, nil
	}
	for {
		if d.peek() != '"' {
			return nil, errMalformed
		}
		name, err := d.string(at)
		if err != nil {
			return nil, err
		}
		if _, twice := m[name]; twice {
			return nil, fmt.Errorf("%s has one name twice", at)
		}
		if !d.next(':') {
			return nil, errMalformed
		}
		if m[name], err = d.value(&place{in: at, name: name}, depth+1); err != nil {
			return nil, err
		}
		if d.next('}') {
			return m, nil
		}
		if !d.next(',') {
			return nil, errMalformed
		}
	}
}

func (d *decoder) list(at *place, depth int) (any, error) {
	d.at++
	items := []any{}
	if d.next(']') {
		return items, nil
	}
	here := &place{in: at}
	for {
		here.index = len(items)
		v, err := d.value(here, depth+1)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
		if d.next(']') {
			return items, nil
		}
		if !d.next(',') {
			return nil, errMalformed
		}
	}
}

// string reads a string whose first quotation mark is next.
func (d *decoder) string(at *place) (string, error) {
	from := d.at + 1
	escaped := false
	for d.at = from; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; {
		case c == '"':
			raw := d.text[from:d.at]
			d.at++
			if !escaped {
				return string(raw), nil
			}
			return unescape(raw, at)
		case c == '\\':
			escaped = true
			d.at++
		case c < ' ':
			return "", errMalformed
		}
	}
	return "", errMalformed
}

var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func unescape(raw []byte, at *place) (string, error) {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++ // there is one: an escaped quotation mark did not end the string
		if c, ok := escapes[raw[i]]; ok {
			out = append(out, c)
			continue
		}
		r, ok := codeUnit(raw, i)
		i += 4
		switch {
		case !ok:
			return "", errMalformed
		case r == 0:
			return "", fmt.Errorf(`%s holds the character NUL (\u0000): remove it`, at)
		case utf16.IsSurrogate(r):
			low := rune(0)
			if i+1 < len(raw) && raw[i+1] == '\\' {
				low, _ = codeUnit(raw, i+2)
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return "", fmt.Errorf(`%s holds half a surrogate pair (\ud800 to \udfff), which stands for no character`, at)
			}
			i += 6
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}

// codeUnit reads u and four hexadecimal digits.
func codeUnit(raw []byte, at int) (rune, bool) {
	if at+5 > len(raw) || raw[at] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[at+1:at+5]), 16, 16)
	return rune(n), err == nil
}

// number reads -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
func (d *decoder) number() (any, error) {
	from := d.at
	is := func(set string) bool {
		if d.at < len(d.text) && strings.IndexByte(set, d.text[d.at]) >= 0 {
			d.at++
			return true
		}
		return false
	}
	digits := func() bool {
		began := d.at
		for d.at < len(d.text) && '0' <= d.text[d.at] && d.text[d.at] <= '9' {
			d.at++
		}
		return d.at > began
	}
	is("-")
	if !is("0") && !digits() {
		return nil, errMalformed
	}
	if is(".") && !digits() {
		return nil, errMalformed
	}
	if is("eE") {
		is("+-")
		if !digits() {
			return nil, errMalformed
		}
	}
	return json.Number(d.text[from:d.at]), nil
}
