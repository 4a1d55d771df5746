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

// bounds finds lists and numbers that are too long, wherever they stand. It comes
// before all other checks, which compare what they find: nothing about an input
// may take longer than reading it.
type bounds struct {
	problems
	list  int // most that a list may hold; 0 for no bound
	at    path
	below []place
}

// place is a field's name or an item's index. It becomes a word of a path only
// where something is wrong.
type place struct {
	name  string
	index int
}

// deepest is how far anything may nest.
const deepest = 30

func (b *bounds) bad(code string, args ...string) {
	at := b.at
	for _, p := range b.below {
		if p.name == "" {
			p.name = strconv.Itoa(p.index)
		}
		at = at.to(p.name)
	}
	b.add(at, code, args...)
}

// within looks at v, which stands at p.
func (b *bounds) within(p place, v reflect.Value) {
	b.below = append(b.below, p)
	b.walk(v)
	b.below = b.below[:len(b.below)-1]
}

func (b *bounds) walk(v reflect.Value) {
	if len(b.below) > deepest {
		b.bad(ProblemNested, "value", b.below[deepest].name)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		switch x := v.Interface().(type) {
		case *decimal.Decimal:
			if x != nil && tooLong(x) {
				b.bad(ProblemTooLarge)
			}
		case *big.Rat:
			if x != nil && x.Num().BitLen()+x.Denom().BitLen() > 8*mostDigits {
				b.bad(ProblemTooLarge)
			}
		default:
			if !v.IsNil() {
				b.walk(v.Elem())
			}
		}
	case reflect.Struct:
		if v.Type() == decimalType {
			b.walk(v.Addr())
			return
		}
		b.fields(v)
	case reflect.Slice:
		if b.list > 0 && v.Len() > b.list {
			b.bad(ProblemTooMany, "max", strconv.Itoa(b.list))
			return
		}
		for i := range v.Len() {
			b.within(place{index: i}, v.Index(i))
		}
	}
}

func (b *bounds) fields(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch k := f.Kind(); {
		case (k == reflect.Pointer || k == reflect.Slice) && !f.IsNil(), k == reflect.Struct:
			if sf := v.Type().Field(i); sf.IsExported() {
				name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
				b.within(place{name: name}, f)
			}
		}
	}
}

// oversized checks a run's input. Rules are checked where they are validated.
func (c *checker) oversized() {
	c.bound(Failure{}, path{"rules"}, &c.in.Rules)
	for i := range c.in.Indicators {
		in, at := &c.in.Indicators[i], path{}.at("indicators", i)
		c.bound(Failure{}, at.to("ratioScale"), in.RatioScale)
		c.bound(Failure{}, at.to("periodWeights"), &in.PeriodWeights)
	}
	for i := range c.in.Groups {
		g := &c.in.Groups[i]
		at := path{"groups", g.Code}
		c.bound(Failure{}, at.to("weights"), &g.Weights)
		c.bound(Failure{}, at.to("dimensions"), &g.Dimensions)
		for j := range g.Units {
			c.oversizedUnit(at, &g.Units[j])
		}
	}
}

func (c *checker) oversizedUnit(at path, u *UnitInput) {
	f := Failure{Unit: u.Code}
	at = at.to("units", u.Code)
	c.bound(f, at.to("components"), &u.Components)
	c.bound(f, at.to("adjustments"), &u.Adjustments)
	c.bound(f, at.to("inYear"), &u.InYear)
	for i := range u.Goals {
		if g := &u.Goals[i]; g.oversized() {
			c.bound(Failure{Unit: u.Code, Indicator: g.Indicator}, at.at("goals", i), g)
		}
	}
}

// bound files what is too long in what v points to.
func (c *checker) bound(f Failure, at path, v any) {
	b := bounds{at: at}
	b.walk(reflect.ValueOf(v))
	c.take(f, b.problems)
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
