package score

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Canonical is v as the JSON text that gets sealed: the same data gives the same
// bytes, on any machine and whatever the order of a struct's fields.
//
// It follows encoding/json's tags, with these differences. Keys are sorted by
// their bytes. A [decimal.Decimal] is a string without trailing zeros or an
// exponent, so that 1.50 and 1.5 are the same; a [big.Rat] is a string, "n/d" or
// a whole number. A nil slice or map is an empty one. Nothing is escaped but
// quotes, backslashes and control characters. What JSON would have to round, or
// text that is not UTF-8, is refused.
func Canonical(v any) (string, error) {
	var w canonicalWriter
	if err := w.write(reflect.ValueOf(v)); err != nil {
		return "", fmt.Errorf("canonical: %w", err)
	}
	return w.String(), nil
}

// Hash is the SHA-256 of canonical text, in lower-case hexadecimal.
func Hash(canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	return hex.EncodeToString(sum[:])
}

type canonicalWriter struct{ strings.Builder }

var (
	decimalType       = reflect.TypeFor[decimal.Decimal]()
	ratType           = reflect.TypeFor[big.Rat]()
	numberType        = reflect.TypeFor[json.Number]()
	marshalerType     = reflect.TypeFor[json.Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
)

func (w *canonicalWriter) write(v reflect.Value) error {
	if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		w.WriteString("null")
		return nil
	}
	switch v.Type() {
	case decimalType:
		return w.text(plain(v.Interface().(decimal.Decimal)))
	case ratType:
		x := v.Interface().(big.Rat)
		return w.text(x.RatString())
	case numberType:
		return w.number(v.String())
	}
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		return w.write(v.Elem())
	}
	switch m := methodsOf(v).(type) {
	case json.Marshaler:
		return w.marshalled(m)
	case encoding.TextMarshaler:
		text, err := m.MarshalText()
		if err != nil {
			return err
		}
		return w.text(string(text))
	}
	return w.plainKind(v)
}

// methodsOf is v, or a pointer to a copy of it where only that can write itself,
// or nil.
func methodsOf(v reflect.Value) any {
	switch writerOf(v.Type()) {
	case writesItself:
		return v.Interface()
	case pointerWrites:
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		return p.Interface()
	}
	return nil
}

// writer is who writes a type's values.
type writer int

const (
	writesItself writer = iota + 1
	pointerWrites
	weWrite
)

var writerCache sync.Map // reflect.Type → writer

func writerOf(t reflect.Type) writer {
	if w, ok := writerCache.Load(t); ok {
		return w.(writer)
	}
	w := weWrite
	switch p := reflect.PointerTo(t); {
	case t.Implements(marshalerType), t.Implements(textMarshalerType):
		w = writesItself
	case p.Implements(marshalerType), p.Implements(textMarshalerType):
		w = pointerWrites
	}
	writerCache.Store(t, w)
	return w
}

func (w *canonicalWriter) plainKind(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Bool:
		w.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.WriteString(strconv.FormatUint(v.Uint(), 10))
	case reflect.String:
		return w.text(v.String())
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			return w.text(base64.StdEncoding.EncodeToString(v.Bytes()))
		}
		return w.list(v)
	case reflect.Map:
		return w.object(v)
	case reflect.Struct:
		return w.structure(v)
	default:
		return fmt.Errorf("%s has no exact form", v.Type())
	}
	return nil
}

func (w *canonicalWriter) list(v reflect.Value) error {
	w.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			w.WriteByte(',')
		}
		if err := w.write(v.Index(i)); err != nil {
			return err
		}
	}
	w.WriteByte(']')
	return nil
}

func (w *canonicalWriter) object(v reflect.Value) error {
	type entry struct {
		key   string
		value reflect.Value
	}
	entries := make([]entry, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		key, err := keyText(it.Key())
		if err != nil {
			return err
		}
		entries = append(entries, entry{key, it.Value()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	w.WriteByte('{')
	for i, e := range entries {
		if i > 0 {
			w.WriteByte(',')
		}
		if err := w.member(e.key, e.value); err != nil {
			return err
		}
	}
	w.WriteByte('}')
	return nil
}

func keyText(key reflect.Value) (string, error) {
	if m, ok := key.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		return string(text), err
	}
	if key.Kind() != reflect.String && !key.CanInt() && !key.CanUint() {
		return "", fmt.Errorf("%s cannot be a key", key.Type())
	}
	return fmt.Sprint(key.Interface()), nil
}

func (w *canonicalWriter) member(key string, v reflect.Value) error {
	if err := w.text(key); err != nil {
		return err
	}
	w.WriteByte(':')
	if err := w.write(v); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

func (w *canonicalWriter) structure(v reflect.Value) error {
	fields, err := fieldsOf(v.Type())
	if err != nil {
		return err
	}
	w.WriteByte('{')
	first := true
	for _, f := range fields {
		x := v.FieldByIndex(f.index)
		if f.omitEmpty && isEmpty(x) || f.omitZero && isZero(x) {
			continue
		}
		if !first {
			w.WriteByte(',')
		}
		first = false
		if err := w.member(f.name, x); err != nil {
			return err
		}
	}
	w.WriteByte('}')
	return nil
}

// isEmpty is what encoding/json's omitempty leaves out.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// isZero is what encoding/json's omitzero leaves out.
func isZero(v reflect.Value) bool {
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok && v.Kind() != reflect.Pointer {
		return z.IsZero()
	}
	return v.IsZero()
}

// number passes on a whole number that a type wrote itself. Any other would come
// back rounded from most readers.
func (w *canonicalWriter) number(text string) error {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return fmt.Errorf("%s has no exact form", text)
	}
	w.WriteString(n.String())
	return nil
}

// marshalled takes apart the JSON of a type that makes its own, to sort its keys.
func (w *canonicalWriter) marshalled(m json.Marshaler) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return err
	}
	return w.write(reflect.ValueOf(v))
}

const hexDigits = "0123456789abcdef"

// text writes s as a JSON string. Its short escapes are those that RFC 8785 uses.
func (w *canonicalWriter) text(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%q is not UTF-8", s)
	}
	w.WriteByte('"')
	from := 0
	for i := range len(s) {
		b := s[i]
		if b >= ' ' && b != '"' && b != '\\' {
			continue
		}
		w.WriteString(s[from:i])
		from = i + 1
		switch b {
		case '"', '\\':
			w.WriteByte('\\')
			w.WriteByte(b)
		case '\b':
			w.WriteString(`\b`)
		case '\t':
			w.WriteString(`\t`)
		case '\n':
			w.WriteString(`\n`)
		case '\f':
			w.WriteString(`\f`)
		case '\r':
			w.WriteString(`\r`)
		default:
			w.WriteString(`\u00`)
			w.WriteByte(hexDigits[b>>4])
			w.WriteByte(hexDigits[b&15])
		}
	}
	w.WriteString(s[from:])
	w.WriteByte('"')
	return nil
}

// field is one member of a struct's JSON form.
type field struct {
	name                string
	index               []int
	omitEmpty, omitZero bool
}

var fieldCache sync.Map // reflect.Type → []field

// fieldsOf lists a struct's members by name, those of embedded structs among
// them. It refuses what takes rules of its own in JSON, embedded pointers, names
// that hide each other and the string option, since no sealed type needs them,
// and a struct that would lose all it holds.
func fieldsOf(t reflect.Type) ([]field, error) {
	if fs, ok := fieldCache.Load(t); ok {
		return fs.([]field), nil
	}
	fs := []field{}
	for i := range t.NumField() {
		sf := t.Field(i)
		tag := sf.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case sf.Anonymous && name == "" && sf.Type.Kind() == reflect.Struct:
			inner, err := fieldsOf(sf.Type)
			if err != nil {
				return nil, err
			}
			for _, f := range inner {
				f.index = append([]int{i}, f.index...)
				fs = append(fs, f)
			}
			continue
		case sf.Anonymous && name == "" || strings.Contains(options, "string"):
			return nil, fmt.Errorf("%s.%s has no canonical form", t, sf.Name)
		case !sf.IsExported() || tag == "-":
			continue
		case name == "":
			name = sf.Name
		}
		fs = append(fs, field{name, []int{i}, strings.Contains(options, "omitempty"), strings.Contains(options, "omitzero")})
	}
	slices.SortFunc(fs, func(a, b field) int { return cmp.Compare(a.name, b.name) })
	unique := slices.CompactFunc(slices.Clone(fs), func(a, b field) bool { return a.name == b.name })
	if len(unique) < len(fs) || len(fs) == 0 && t.NumField() > 0 {
		return nil, fmt.Errorf("%s has no canonical form", t)
	}
	fieldCache.Store(t, fs)
	return fs, nil
}
