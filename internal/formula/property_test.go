package formula

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tree is an expression made by chance. It is evaluated and written here without
// any of the package's code, so that the two can be held against each other.
type tree struct {
	op     string // a sign, a function, "" for a literal or an input
	kids   []tree
	text   string // a leaf's
	value  *big.Rat
	places int
}

var errZero = errors.New("division by zero")

func drawValues(t *rapid.T) map[string]*big.Rat {
	values := map[string]*big.Rat{}
	for _, name := range []string{"a", "b", "c", "完成率"} {
		values[name] = big.NewRat(rapid.Int64Range(-60, 60).Draw(t, name), rapid.Int64Range(1, 12).Draw(t, name+" denominator"))
	}
	return values
}

func drawLeaf(t *rapid.T, values map[string]*big.Rat) tree {
	if rapid.Bool().Draw(t, "input?") {
		name := rapid.SampledFrom([]string{"a", "b", "c", "完成率"}).Draw(t, "input")
		return tree{text: name, value: values[name]}
	}
	text := rapid.StringMatching(`(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?`).Draw(t, "literal")
	return tree{text: text, value: q(text)}
}

func drawNumber(t *rapid.T, values map[string]*big.Rat, depth int) tree {
	ops := []string{"", "+", "-", "*", "/", "+", "-", "*", "/", "neg", "min", "max", "abs", "clamp", "round", "if"}
	op := ""
	if depth > 0 {
		op = rapid.SampledFrom(ops).Draw(t, "op")
	}
	tr := tree{op: op}
	kids := 2
	switch op {
	case "":
		return drawLeaf(t, values)
	case "neg", "abs":
		kids = 1
	case "round":
		kids, tr.places = 1, rapid.IntRange(0, 10).Draw(t, "places")
	case "min", "max":
		kids = rapid.IntRange(1, 3).Draw(t, "arguments")
	case "clamp":
		kids = 3
	case "if":
		tr.kids = []tree{drawCondition(t, values, depth-1)}
	}
	for range kids {
		tr.kids = append(tr.kids, drawNumber(t, values, depth-1))
	}
	// Parse refuses literal bounds that cross.
	if op == "clamp" && tr.kids[1].op != "if" {
		tr.kids[1] = tree{op: "+", kids: []tree{{text: "a", value: values["a"]}, tr.kids[1]}}
	}
	return tr
}

func drawCondition(t *rapid.T, values map[string]*big.Rat, depth int) tree {
	tr := tree{op: rapid.SampledFrom([]string{"<", "<=", ">", ">=", "=", "!=", "and", "or", "not"}).Draw(t, "condition")}
	draw, kids := drawNumber, 2
	switch tr.op {
	case "and", "or", "not":
		draw = drawCondition
	}
	if depth <= 0 {
		tr.op, draw = "<", drawNumber
	}
	if tr.op == "not" {
		kids = 1
	}
	for range kids {
		tr.kids = append(tr.kids, draw(t, values, depth-1))
	}
	return tr
}

// number works tr out, a kid at a time.
func (tr tree) number() (*big.Rat, error) {
	if tr.op == "" {
		return tr.value, nil
	}
	if tr.op == "if" {
		holds, err := tr.kids[0].holds()
		if err != nil {
			return nil, err
		}
		if holds {
			return tr.kids[1].number()
		}
		return tr.kids[2].number()
	}
	var xs []*big.Rat
	for _, kid := range tr.kids {
		x, err := kid.number()
		if err != nil {
			return nil, err
		}
		xs = append(xs, x)
	}
	return tr.apply(xs)
}

func (tr tree) apply(xs []*big.Rat) (*big.Rat, error) {
	z := new(big.Rat)
	least := func(a, b *big.Rat) *big.Rat {
		if a.Cmp(b) < 0 {
			return a
		}
		return b
	}
	most := func(a, b *big.Rat) *big.Rat { return z.Neg(least(new(big.Rat).Neg(a), new(big.Rat).Neg(b))) }
	switch tr.op {
	case "+":
		return z.Add(xs[0], xs[1]), nil
	case "-":
		return z.Sub(xs[0], xs[1]), nil
	case "*":
		return z.Mul(xs[0], xs[1]), nil
	case "/":
		if xs[1].Sign() == 0 {
			return nil, errZero
		}
		return z.Quo(xs[0], xs[1]), nil
	case "neg":
		return z.Neg(xs[0]), nil
	case "abs":
		return most(xs[0], new(big.Rat).Neg(xs[0])), nil
	case "clamp":
		return most(xs[1], least(xs[2], xs[0])), nil
	case "round":
		return roundedText(xs[0], tr.places), nil
	}
	x := xs[0]
	for _, y := range xs[1:] {
		if tr.op == "min" {
			x = least(x, y)
		} else {
			x = new(big.Rat).Set(most(x, y))
		}
	}
	return x, nil
}

// roundedText rounds by the standard library's own text, half away from zero.
func roundedText(x *big.Rat, places int) *big.Rat { return q(x.FloatString(places)) }

func (tr tree) holds() (bool, error) {
	switch tr.op {
	case "and", "or", "not":
		a, err := tr.kids[0].holds()
		if err != nil || tr.op == "not" {
			return !a, err
		}
		b, err := tr.kids[1].holds()
		return tr.op == "and" && a && b || tr.op == "or" && (a || b), err
	}
	a, err := tr.kids[0].number()
	if err != nil {
		return false, err
	}
	b, err := tr.kids[1].number()
	if err != nil {
		return false, err
	}
	order := a.Cmp(b)
	return map[string]bool{"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "=": order == 0, "!=": order != 0}[tr.op], nil
}

var binds = map[string]int{"or": 1, "and": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "=": 3, "!=": 3, "+": 4, "-": 4, "*": 5, "/": 5, "neg": 6}

// spellings are the ways to write one thing.
var spellings = map[string][]string{
	"-": {"-", "−", "－"}, "*": {"*", "×"}, "/": {"/", "÷"}, "(": {"(", "（"}, ")": {")", "）"}, ",": {",", "，"},
	"<=": {"<=", "≤", "＜="}, ">=": {">=", "≥"}, "!=": {"!=", "≠", "<>"}, "=": {"=", "=="},
	"min": {"min", "MIN"}, "if": {"if", "IF", "If"}, "and": {" and ", " AND "}, "or": {" or ", " Or "},
}

// write spells tr with the brackets it needs and some that it does not.
func (tr tree) write(t *rapid.T, least int) string {
	say := func(word string) string {
		if s := spellings[word]; s != nil {
			return rapid.SampledFrom(s).Draw(t, "spelling")
		}
		return word
	}
	level, operator := binds[tr.op]
	var text string
	switch {
	case tr.op == "":
		text, level = tr.text, 7
	case tr.op == "neg":
		text = say("-") + tr.kids[0].write(t, 6)
	case operator:
		left := level
		if level == 3 {
			left++
		}
		text = tr.kids[0].write(t, left) + say(tr.op) + tr.kids[1].write(t, level+1)
	default:
		level = 7
		var args []string
		for _, kid := range tr.kids {
			args = append(args, kid.write(t, 0))
		}
		if tr.op == "round" && (tr.places > 0 || rapid.Bool().Draw(t, "places?")) {
			args = append(args, big.NewInt(int64(tr.places)).String())
		}
		text = say(tr.op) + say("(") + strings.Join(args, say(",")) + say(")")
	}
	if level < least || rapid.IntRange(0, 9).Draw(t, "needless brackets") == 9 {
		text = say("(") + text + say(")")
	}
	return rapid.SampledFrom([]string{"", "", "", " ", "\n"}).Draw(t, "space") + text
}

// outcome is a formula's value, or the code of what went wrong.
func outcome(f *Formula, values map[string]*big.Rat) string {
	res, err := f.Eval(values)
	if e := (*Error)(nil); errors.As(err, &e) {
		return string(e.Code)
	}
	return res.Value.RatString()
}

func TestLawAgainstAnotherEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := drawValues(t)
		tr := drawNumber(t, values, 4)
		text := tr.write(t, 0)
		want := string(ErrDivisionByZero)
		if x, err := tr.number(); err == nil {
			want = x.RatString()
		}
		f, err := Parse(text, inputs)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got := outcome(f, values); got != want {
			t.Fatalf("%s\nis %s, want %s", text, got, want)
		}
		sameFormula(t, f, values)
	})
}

// sameFormula checks that f's other texts are the same formula: the canonical
// one, Excel's (which our own language can read: it knows Excel's functions by
// their names), and each step's.
func sameFormula(t interface{ Fatalf(string, ...any) }, f *Formula, values map[string]*big.Rat) {
	again, err := Parse(f.String(), inputs)
	if err != nil {
		t.Fatalf("%s does not read back: %v", f, err)
	}
	if again.shape() != f.shape() {
		t.Fatalf("%s reads back as %s", f, again)
	}
	want := outcome(f, values)
	sheet := f.Excel(func(name string) string { return name })
	if !balanced(sheet) {
		t.Fatalf("%s is not balanced", sheet)
	}
	// An Excel text can pass the limits that f itself keeps.
	if other, err := Parse(sheet, inputs); err == nil {
		if got := outcome(other, values); got != want {
			t.Fatalf("%s is %s, in Excel\n%s is %s", f, want, sheet, got)
		}
	} else if e := (*Error)(nil); !errors.As(err, &e) || e.Code != ErrTooMany && e.Code != ErrTooLong && e.Code != ErrTooDeep {
		t.Fatalf("%s: %v", sheet, err)
	}
	res, _ := f.Eval(values)
	if len(res.Steps) > maxNodes {
		t.Fatalf("%s takes %d steps", f, len(res.Steps))
	}
	for _, s := range res.Steps {
		text, want := s.Text, ""
		switch {
		case s.Value != nil:
			want = s.Value.RatString()
		case s.Holds:
			text, want = "if("+text+", 1, 0)", "1"
		default:
			text, want = "if("+text+", 1, 0)", "0"
		}
		part, err := Parse(text, inputs)
		if e := (*Error)(nil); errors.As(err, &e) && (e.Code == ErrTooMany || e.Code == ErrTooDeep || e.Code == ErrTooLong) {
			continue // only the if put round it is too much
		}
		if err != nil {
			t.Fatalf("step %s: %v", text, err)
		}
		if got := outcome(part, values); got != want {
			t.Fatalf("step %s is said to be %s and is %s", text, want, got)
		}
	}
}

func TestLawRounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := big.NewRat(rapid.Int64().Draw(t, "x"), rapid.Int64Range(1, 1_000_000).Draw(t, "denominator"))
		places := rapid.IntRange(0, maxPlaces).Draw(t, "places")
		if got, want := rounded(x, places), roundedText(x, places); got.Cmp(want) != 0 {
			t.Fatalf("%s to %d is %s, want %s", x, places, got, want)
		}
	})
}
