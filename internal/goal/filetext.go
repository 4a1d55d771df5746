package goal

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"gopkg.in/yaml.v3"
)

// ParseFile reads a register, a plan or both from YAML text. Numbers keep every
// digit that was written. Unknown keys, keys that stand twice and values of the
// wrong type are all reported at once, each with its path.
func ParseFile(text []byte) (*File, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, Invalid(nil, BadFormat, "example", "YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, Invalid(nil, Required)
	}
	r := fileReader{}
	file := &File{}
	r.read(doc.Content[0], reflect.ValueOf(file).Elem(), nil)
	if err := r.bad.Err(); err != nil {
		return nil, err
	}
	return file, nil
}

// fileReader copies YAML nodes into Go values, noting what does not fit.
type fileReader struct{ bad Problems }

func (r *fileReader) read(n *yaml.Node, into reflect.Value, path []string) {
	if n.Kind == yaml.AliasNode {
		r.bad.Add(path, BadFormat, "example", "no & and * in this file")
		return
	}
	if into.Kind() == reflect.Pointer {
		if n.Tag == "!!null" {
			return
		}
		into.Set(reflect.New(into.Type().Elem()))
		r.read(n, into.Elem(), path)
		return
	}
	if len(path) > deepest {
		r.bad.Add(path, BadFormat, "example", "at most "+strconv.Itoa(deepest)+" levels")
		return
	}
	if d, ok := into.Addr().Interface().(*decimal.Decimal); ok {
		r.decimal(n, d, path)
		return
	}
	if text, ok := into.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if n.Kind != yaml.ScalarNode || text.UnmarshalText([]byte(n.Value)) != nil {
			r.bad.Add(path, BadFormat, "example", example(into.Type()))
		}
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		r.object(n, into, path)
	case reflect.Slice:
		r.list(n, into, path)
	default:
		r.scalar(n, into, path)
	}
}

// What a file may ask for. Numbers have no exponents: a few characters of them
// would stand for megabytes.
const (
	deepest    = 30 // levels
	mostDigits = 40 // characters of a number
)

func (r *fileReader) decimal(n *yaml.Node, into *decimal.Decimal, path []string) {
	text := n.Value
	if len(text) > mostDigits {
		r.bad.Add(path, TooLong, "max", strconv.Itoa(mostDigits))
		return
	}
	foreign := func(c rune) bool { return (c < '0' || c > '9') && c != '.' && c != '-' }
	if n.Kind != yaml.ScalarNode || strings.ContainsFunc(text, foreign) || into.UnmarshalText([]byte(text)) != nil {
		r.bad.Add(path, BadFormat, "example", "12.5")
	}
}

// example shows what a text of a type looks like.
func example(t reflect.Type) string {
	switch t.Name() {
	case "Date":
		return "2026-09-30"
	case "Period":
		return "2026-Q3"
	}
	return "12.5"
}

func (r *fileReader) object(n *yaml.Node, into reflect.Value, path []string) {
	if n.Kind != yaml.MappingNode {
		r.bad.Add(path, BadFormat, "example", "key: value")
		return
	}
	fields := jsonFields(into)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		at := append(slices.Clone(path), key)
		field, ok := fields[key]
		switch {
		case !ok:
			r.bad.Add(at, UnknownKey, "key", key)
		case seen[key]:
			r.bad.Add(at, Duplicate, "code", key)
		default:
			r.read(n.Content[i+1], field, at)
		}
		seen[key] = true
	}
}

// jsonFields are a struct's fields by the names they have in JSON, those of
// embedded structs among them.
func jsonFields(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			for k, inner := range jsonFields(v.Field(i)) {
				fields[k] = inner
			}
		} else if name != "" && name != "-" {
			fields[name] = v.Field(i)
		}
	}
	return fields
}

func (r *fileReader) list(n *yaml.Node, into reflect.Value, path []string) {
	if n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.bad.Add(path, BadFormat, "example", "- item")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		r.read(item, into.Index(i), append(slices.Clone(path), strconv.Itoa(i)))
	}
}

func (r *fileReader) scalar(n *yaml.Node, into reflect.Value, path []string) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.bad.Add(path, Required)
		return
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(n.Value)
	case reflect.Bool:
		b, err := strconv.ParseBool(n.Value)
		if err != nil {
			r.bad.Add(path, BadFormat, "example", "true")
		}
		into.SetBool(b)
	case reflect.Int, reflect.Int64:
		i, err := strconv.ParseInt(n.Value, 10, 32)
		if err != nil {
			r.bad.Add(path, BadFormat, "example", "12")
		}
		into.SetInt(i)
	}
}
