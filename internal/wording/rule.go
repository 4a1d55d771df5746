package wording

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Rule says how an indicator becomes points, every parameter of it, in lines of
// which deeper ones are indented.
func Rule(l Lang, r score.Rule) []string {
	w := ruleWriter{lang: l}
	w.method(pair{"计分规则", "Scoring rule"}, &r.Method)
	if m := r.Modifiers; m != nil {
		w.deeper(func() { w.fields("modifiers", reflect.ValueOf(*m)) })
	}
	return w.lines
}

// ruleWriter walks through a rule's parameters, which are plain structs: a new
// one needs words and no code.
type ruleWriter struct {
	lang  Lang
	depth int
	lines []string
}

const indent = "    "

func (w *ruleWriter) line(text string) {
	w.lines = append(w.lines, strings.Repeat(indent, w.depth)+text)
}

func (w *ruleWriter) deeper(do func()) {
	w.depth++
	do()
	w.depth--
}

// method writes the one method of a union with its parameters.
func (w *ruleWriter) method(title pair, m *score.Methods) {
	chosen, ok := m.Chosen().(interface {
		Code() string
		Name() string
	})
	if !ok {
		return
	}
	code := chosen.Code()
	w.line(title.in(w.lang, nil) + colon(w.lang) + Method(w.lang, code) + brackets(w.lang, code))
	w.deeper(func() { w.fields(chosen.Name(), reflect.ValueOf(chosen).Elem()) })
}

// fields writes a struct's members, each under its name in documents.
func (w *ruleWriter) fields(parent string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		w.field(parent, name, v.Field(i))
	}
}

func (w *ruleWriter) field(parent, name string, v reflect.Value) {
	text := parameterOf(parent, name)
	title := text.in(w.lang, nil)
	if v.Kind() == reflect.Pointer && v.IsNil() || v.Kind() == reflect.Slice && v.Len() == 0 {
		if text.absent.zh != "" {
			w.line(title + colon(w.lang) + text.absent.in(w.lang, nil) + pair{"（规则未写明，取默认）", " (the default)"}.choose(w.lang))
		}
		return
	}
	v = reflect.Indirect(v)
	if m, ok := v.Interface().(score.Methods); ok {
		w.method(text.pair, &m)
		return
	}
	switch {
	case v.Kind() == reflect.Slice:
		w.list(title, name, v)
	case v.Kind() == reflect.Struct && v.Type() != decimalType:
		w.line(title + colon(w.lang))
		w.deeper(func() { w.fields(name, v) })
	default:
		w.line(title + colon(w.lang) + w.scalar(v))
	}
}

// list writes plain members in one line, and others in a line each.
func (w *ruleWriter) list(title, name string, v reflect.Value) {
	if e := v.Type().Elem(); e.Kind() != reflect.Struct || e == decimalType {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = w.scalar(v.Index(i))
		}
		w.line(title + colon(w.lang) + strings.Join(parts, comma(w.lang)))
		return
	}
	for i := range v.Len() {
		inner := ruleWriter{lang: w.lang}
		inner.fields(name, v.Index(i))
		w.line(title + " " + strconv.Itoa(i+1) + colon(w.lang) + strings.Join(inner.lines, comma(w.lang)))
	}
}

var decimalType = reflect.TypeFor[decimal.Decimal]()

func (w *ruleWriter) scalar(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case decimal.Decimal:
		return x.String()
	case bool:
		return yesNo(w.lang, x)
	}
	switch v.Kind() {
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.String:
		return Choice(w.lang, v.Type().Name(), v.String())
	}
	return ""
}

// Choice says one of a closed list; other text stands for itself.
func Choice(l Lang, typ, code string) string {
	if text, ok := choices[typ+"."+code]; ok {
		return text.in(l, nil)
	}
	return code
}

// KnowsParameter reports whether a parameter, by its name in documents and that of
// what it belongs to, has words.
func KnowsParameter(parent, name string) bool {
	return parameters[parent+"."+name].zh != "" || parameters[name].zh != ""
}

func parameterOf(parent, name string) parameter {
	if text, ok := parameters[parent+"."+name]; ok {
		return text
	}
	if text, ok := parameters[name]; ok {
		return text
	}
	return parameter{pair: pair{name, name}}
}

func yesNo(l Lang, yes bool) string {
	if yes {
		return pair{"是", "yes"}.in(l, nil)
	}
	return pair{"否", "no"}.in(l, nil)
}

func colon(l Lang) string { return pair{"：", ": "}.choose(l) }

func comma(l Lang) string { return pair{"，", ", "}.choose(l) }

func brackets(l Lang, inner string) string {
	if inner == "" {
		return ""
	}
	return pair{"（", " ("}.choose(l) + inner + pair{"）", ")"}.choose(l)
}
