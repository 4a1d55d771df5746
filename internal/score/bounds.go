package score

import (
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// mostDigits bounds the digits of every number that comes in, far above any real
// figure: one of 1e9999 would be a megabyte once anything is added to it.
const mostDigits = 40

func tooLong(d *decimal.Decimal) bool {
	return d.Exponent() > mostDigits || d.Exponent() < -mostDigits || d.NumDigits() > mostDigits
}

func (b *bounds) number(at path, d *decimal.Decimal) {
	if d != nil && tooLong(d) {
		b.add(at, ProblemTooLarge)
	}
}

// bounds finds lists and numbers that are too long, wherever they stand. It comes
// before all other checks, which compare what they find: nothing about an input
// may take longer than reading it.
type bounds struct {
	problems
	list int // most that a list may hold; 0 for no bound
}

// deepest is how far anything may nest.
const deepest = 30

func (b *bounds) walk(at path, v reflect.Value) {
	if len(at) > deepest {
		b.add(at, ProblemNested, "value", at[len(at)-1])
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		switch x := v.Interface().(type) {
		case *decimal.Decimal:
			b.number(at, x)
		case *big.Rat:
			if x != nil && x.Num().BitLen()+x.Denom().BitLen() > 8*mostDigits {
				b.add(at, ProblemTooLarge)
			}
		default:
			if !v.IsNil() {
				b.walk(at, v.Elem())
			}
		}
	case reflect.Struct:
		if v.Type() == decimalType {
			b.walk(at, v.Addr())
			return
		}
		b.fields(at, v)
	case reflect.Slice:
		if b.list > 0 && v.Len() > b.list {
			b.add(at, ProblemTooMany, "max", strconv.Itoa(b.list))
			return
		}
		for i := range v.Len() {
			b.walk(at.to(strconv.Itoa(i)), v.Index(i))
		}
	}
}

func (b *bounds) fields(at path, v reflect.Value) {
	for i := range v.NumField() {
		f, sf := v.Field(i), v.Type().Field(i)
		switch k := f.Kind(); {
		case !sf.IsExported():
		case (k == reflect.Pointer || k == reflect.Slice) && !f.IsNil(), k == reflect.Struct:
			name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
			b.walk(at.to(name), f)
		}
	}
}

// oversized checks a run's input. Rules are checked where they are validated.
func (c *checker) oversized() {
	var b bounds
	b.walk(path{"rules"}, reflect.ValueOf(&c.in.Rules))
	for i := range c.in.Indicators {
		in, at := &c.in.Indicators[i], path{}.at("indicators", i)
		b.number(at.to("ratioScale"), in.RatioScale)
		b.walk(at.to("periodWeights"), reflect.ValueOf(&in.PeriodWeights).Elem())
	}
	c.take(Failure{}, b.problems)
	for i := range c.in.Groups {
		g := &c.in.Groups[i]
		b, at := bounds{}, path{"groups", g.Code}
		b.walk(at.to("weights"), reflect.ValueOf(&g.Weights).Elem())
		b.walk(at.to("dimensions"), reflect.ValueOf(&g.Dimensions).Elem())
		c.take(Failure{}, b.problems)
		for j := range g.Units {
			c.oversizedUnit(at, &g.Units[j])
		}
	}
}

func (c *checker) oversizedUnit(at path, u *UnitInput) {
	b, at := bounds{}, at.to("units", u.Code)
	b.walk(at.to("components"), reflect.ValueOf(&u.Components).Elem())
	b.walk(at.to("adjustments"), reflect.ValueOf(&u.Adjustments).Elem())
	b.walk(at.to("inYear"), reflect.ValueOf(&u.InYear).Elem())
	c.take(Failure{Unit: u.Code}, b.problems)
	for i := range u.Goals {
		g := &u.Goals[i]
		if !g.oversized() {
			continue
		}
		b := bounds{}
		b.walk(at.at("goals", i), reflect.ValueOf(g))
		c.take(Failure{Unit: u.Code, Indicator: g.Indicator}, b.problems)
	}
}

// oversized reports whether there is anything to look for: nearly all numbers of
// a run are in its goals, and are looked at once.
func (g *GoalInput) oversized() bool {
	long := func(d *decimal.Decimal) bool { return d != nil && tooLong(d) }
	if tooLong(&g.FullMarks) || long(g.Target) || long(g.Baseline) || long(g.Challenge) || long(g.Difficulty) || long(g.Portion) || g.PlannedShare != nil {
		return true
	}
	for i := range g.Values {
		if v := &g.Values[i]; long(v.Value) || long(v.Numerator) || long(v.Denominator) || v.Inputs != nil {
			return true
		}
	}
	return false
}
