package formula

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

var inputs = []string{"W", "a", "b", "c", "x", "y", "z", "level", "growth", "完成率", "gdp_2026"}

func parse(t testing.TB, text string) *Formula {
	t.Helper()
	f, err := Parse(text, inputs)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

// failure is err as "LINE:COLUMN CODE name=value …", arguments sorted.
func failure(err error) string {
	e := (*Error)(nil)
	if !errors.As(err, &e) {
		return fmt.Sprint(err)
	}
	s := fmt.Sprintf("%d:%d %s", e.Line, e.Column, e.Code)
	if len(e.Args) > 0 {
		s += " " + strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(e.Args), "map["), "]")
	}
	return s
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "1:1 EMPTY"},
		{" \r\n\t\u3000", "1:1 EMPTY"},

		{"a +", "1:4 ENDS_EARLY"},
		{"a + \n  ", "2:3 ENDS_EARLY"},
		{"max(a,", "1:7 ENDS_EARLY"},
		{"-", "1:2 ENDS_EARLY"},
		{"if(a > b and", "1:13 ENDS_EARLY"},
		{"* a", "1:1 UNEXPECTED text:*"},
		{"× a", "1:1 UNEXPECTED text:×"},
		{"+a", "1:1 UNEXPECTED text:+"},
		{"=a", "1:1 UNEXPECTED text:="},
		{"a + * b", "1:5 UNEXPECTED text:*"},
		{"a b", "1:3 UNEXPECTED text:b"},
		{"2 a", "1:3 UNEXPECTED text:a"},
		{"a)", "1:2 UNEXPECTED text:)"},
		{"(a b)", "1:4 UNEXPECTED text:b"},
		{"(a, b)", "1:3 UNEXPECTED text:,"},
		{"a, b", "1:2 UNEXPECTED text:,"},
		{"()", "1:2 UNEXPECTED text:)"},
		{"max(a,)", "1:7 UNEXPECTED text:)"},
		{"if(a < b < c, 1, 2)", "1:10 UNEXPECTED text:<"},
		{"if(a =< b, 1, 2)", "1:7 UNEXPECTED text:<"},
		{"a\n+ b\n  c", "3:3 UNEXPECTED text:c"},

		{"(a + b", "1:1 UNCLOSED"},
		{"a * （b + (c)", "1:5 UNCLOSED"},
		{"2 * max(a, b", "1:8 UNCLOSED"},

		{"2 * w", "1:5 UNKNOWN_NAME name:w"},
		{"完成率 + 增长率", "1:7 UNKNOWN_NAME name:增长率"},
		{"sum(a, b)", "1:1 UNKNOWN_FUNCTION name:sum"},
		{"a(b)", "1:1 UNKNOWN_FUNCTION name:a"},
		{"a * MAX", "1:5 NO_ARGUMENTS function:max"},
		{"not a > b", "1:1 NO_ARGUMENTS function:not"},
		{"and a > b", "1:1 NO_ARGUMENTS function:and"},

		{"max()", "1:1 WRONG_COUNT count:0 function:max max:255 min:1"},
		{"1 + abs(a, b)", "1:5 WRONG_COUNT count:2 function:abs max:1 min:1"},
		{"clamp(a, 1)", "1:1 WRONG_COUNT count:2 function:clamp max:3 min:3"},
		{"round(a, 1, 2)", "1:1 WRONG_COUNT count:3 function:round max:2 min:1"},
		{"IF(a > b, 1)", "1:1 WRONG_COUNT count:2 function:if max:3 min:3"},
		{"min(a" + strings.Repeat(",1", 255) + ")", "1:1 WRONG_COUNT count:256 function:min max:255 min:1"},

		{"a > b", "1:1 WANT_NUMBER"},
		{"1 + (a > b)", "1:5 WANT_NUMBER"},
		{"(a > b) * 2", "1:1 WANT_NUMBER"},
		{"-(a > b)", "1:2 WANT_NUMBER"},
		{"max(a, b > c)", "1:8 WANT_NUMBER"},
		{"if(a > b, 1, b > c)", "1:14 WANT_NUMBER"},
		{"if((a > b) = c, 1, 2)", "1:4 WANT_NUMBER"},
		{"if(c = not(a > b), 1, 2)", "1:8 WANT_NUMBER"},
		{"and(a > b, b > c) + 1", "1:1 WANT_NUMBER"},
		{"and((a > b))", "1:1 WANT_NUMBER"},
		{"if(a, 1, 2)", "1:4 WANT_CONDITION"},
		{"if(a + b, 1, 2)", "1:4 WANT_CONDITION"},
		{"if(a > b and c, 1, 2)", "1:14 WANT_CONDITION"},
		{"if(a or b > c, 1, 2)", "1:4 WANT_CONDITION"},
		{"if(not(a), 1, 2)", "1:8 WANT_CONDITION"},
		{"if(or(a > b, c), 1, 2)", "1:14 WANT_CONDITION"},

		{"0.", "1:1 BAD_NUMBER text:0."},
		{"a + .5", "1:5 BAD_NUMBER text:.5"},
		{"1.2.3", "1:1 BAD_NUMBER text:1.2.3"},
		{"1..2", "1:1 BAD_NUMBER text:1..2"},
		{"2e3", "1:1 BAD_NUMBER text:2e3"},
		{"0x10", "1:1 BAD_NUMBER text:0x10"},
		{"1_000", "1:1 BAD_NUMBER text:1_000"},
		{"2W", "1:1 BAD_NUMBER text:2W"},
		{"max(1,000, a)", "1:7 BAD_NUMBER text:000"},
		{"1２", "1:1 BAD_NUMBER text:1２"},
		{strings.Repeat("9", 31), "1:1 LONG_NUMBER max:30"},
		{"a + 0." + strings.Repeat("1", 30), "1:5 LONG_NUMBER max:30"},

		{"a % b", "1:3 BAD_CHARACTER character:% unicode:U+0025"},
		{"a ! b", "1:3 BAD_CHARACTER character:! unicode:U+0021"},
		{"a ^ 2", "1:3 BAD_CHARACTER character:^ unicode:U+005E"},
		{"_a", "1:1 BAD_CHARACTER character:_ unicode:U+005F"},
		{"a +\u200bb", "1:4 BAD_CHARACTER character:\u200b unicode:U+200B"},
		{"完成率 + “a”", "1:7 BAD_CHARACTER character:“ unicode:U+201C"},
		{"a + \xff", "1:5 BAD_CHARACTER character:\uFFFD unicode:U+FFFD"},
		{"a b $", "1:3 UNEXPECTED text:b"}, // the leftmost mistake

		{"round(a, b)", "1:10 BAD_PLACES max:10"},
		{"round(a, 1.5)", "1:10 BAD_PLACES max:10"},
		{"round(a, -1)", "1:10 BAD_PLACES max:10"},
		{"round(a, 11)", "1:10 BAD_PLACES max:10"},
		{"round(a, 1 + 1)", "1:10 BAD_PLACES max:10"},
		{"round(a, 999999999999999999999999999999)", "1:10 BAD_PLACES max:10"},
		{"clamp(a, 1.20, 0)", "1:10 BAD_BOUNDS hi:0 lo:1.2"},
		{"clamp(a, -1, -2)", "1:10 BAD_BOUNDS hi:-2 lo:-1"},
	} {
		f, err := Parse(tt.text, inputs)
		if got := failure(err); got != tt.want || f != nil {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

// nested puts n pairs of brackets round a.
func nested(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }

func TestLimits(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"brackets", nested(50), "<nil>"},
		{"too many brackets", nested(51), "1:51 TOO_DEEP max:50"},
		{"a thousand brackets", nested(1000), "1:51 TOO_DEEP max:50"},
		{"open brackets only", strings.Repeat("(", 4000), "1:51 TOO_DEEP max:50"},
		{"minuses", strings.Repeat("-", 50) + "a", "<nil>"},
		{"too many minuses", strings.Repeat("-", 4000), "1:51 TOO_DEEP max:50"},
		{"calls", strings.Repeat("abs(", 51) + "a", "1:201 TOO_DEEP max:50"},
		{"each clamp is two functions", strings.Repeat("clamp(", 25) + "a" + strings.Repeat(", 0, 1)", 25), "<nil>"},
		{"too many clamps", strings.Repeat("clamp(", 26) + "a" + strings.Repeat(", 0, 1)", 26), "1:1 TOO_DEEP max:50"},
		{"brackets side by side", strings.Repeat("(a)+", 249) + "(a)", "<nil>"},
		{"a chain", strings.Repeat("a+", 498) + "a", "<nil>"},
		{"too long a chain", strings.Repeat("a+", 499) + "a", "1:1 TOO_MANY max:500"},
		{"many operations", strings.Repeat("a+\n", 600) + "a", "501:1 TOO_MANY max:500"},
		{"characters", "a" + strings.Repeat(" ", 3999), "<nil>"},
		{"Chinese characters", "完成率" + strings.Repeat("\u3000", 3997), "<nil>"},
		{"too many characters", "a" + strings.Repeat(" ", 4000), "1:1 TOO_LONG max:4000"},
		{"a hundred thousand characters", strings.Repeat("a+", 50_000), "1:1 TOO_LONG max:4000"},
		{"as many that are no text", strings.Repeat("\xff", 100_000), "1:1 TOO_LONG max:4000"},
		{"a long name", strings.Repeat("率", 4000), "1:1 UNKNOWN_NAME name:" + strings.Repeat("率", 4000)},
	} {
		began := time.Now()
		if _, err := Parse(tt.text, inputs); failure(err) != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, failure(err), tt.want)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s took %s", tt.name, took)
		}
	}
}

// What Parse accepts must parse again from its canonical text, which has spaces.
func TestCanonicalTextIsNotTooLong(t *testing.T) {
	name := strings.Repeat("率", 15)
	text := strings.Repeat(name+"+", 249) + name
	if longer(text, maxCharacters) {
		t.Fatal("the text itself is too long")
	}
	if _, err := Parse(text, []string{name}); failure(err) != "1:1 TOO_LONG max:4000" {
		t.Error(failure(err))
	}
}

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"W": true, "完成率": true, "gdp_2026": true, "é1": true, "minimum": true, "率２": true,
		"": false, "_a": false, "1a": false, "a b": false, "a-b": false, "a.b": false, "A1!": false,
		"min": false, "Max": false, "IF": false, "and": false, "OR": false, "not": false, "\xff": false,
	} {
		if IsName(name) != want {
			t.Errorf("IsName(%q) = %t", name, !want)
		}
	}
}

func TestNames(t *testing.T) {
	f := parse(t, "完成率 + W * b / (W - if(a > 1, b, W))")
	if got := strings.Join(f.Names(), " "); got != "W a b 完成率" {
		t.Errorf("names are %s", got)
	}
	f.Names()[0] = "changed"
	if f.Names()[0] != "W" {
		t.Error("a caller can change the names")
	}
	if got := parse(t, "1 + 2").Names(); len(got) != 0 {
		t.Errorf("names of no inputs are %v", got)
	}
}

func TestCanonicalText(t *testing.T) {
	for text, want := range map[string]string{
		"W×（0.6×level＋0.4×growth）÷100":   "W * (0.6 * level + 0.4 * growth) / 100",
		"a−b–c－x":                        "a - b - c - x",
		"((a))":                          "a",
		"(a+b)+c":                        "a + b + c",
		"(a-b)-c":                        "a - b - c",
		"a-(b-c)":                        "a - (b - c)",
		"a+(b+c)":                        "a + (b + c)",
		"(a*b)/c":                        "a * b / c",
		"a/(b*c)":                        "a / (b * c)",
		"(a*b)+(c/x)":                    "a * b + c / x",
		"a*(b+c)":                        "a * (b + c)",
		"(-a)*b":                         "-a * b",
		"-(a*b)":                         "-(a * b)",
		"-(a+b)":                         "-(a + b)",
		"a- -b":                          "a - -b",
		"a*(-5)":                         "a * -5",
		"--a":                            "--a",
		"--5":                            "5",
		"-(5)":                           "-5",
		"-0":                             "0",
		"0.350 + 12.00":                  "0.35 + 12",
		"MAX(a，b)":                       "max(a, b)",
		"round(a, 0)":                    "round(a)",
		"Round(a,2.0)":                   "round(a, 2)",
		"clamp(x,-1,(1))":                "clamp(x, -1, 1)",
		"if(a≥b,1,0)":                    "if(a >= b, 1, 0)",
		"if(a≦b,1,0)":                    "if(a <= b, 1, 0)",
		"if(a==b,1,0)":                   "if(a = b, 1, 0)",
		"if(a<>b,1,0)":                   "if(a != b, 1, 0)",
		"if(a≠b,1,0)":                    "if(a != b, 1, 0)",
		"if(a！＝b,1,0)":                   "if(a != b, 1, 0)",
		"if(a＜＝b,1,0)":                   "if(a <= b, 1, 0)",
		"if((a>b) AND (b>c),1,0)":        "if(a > b and b > c, 1, 0)",
		"if(AND(a>b,b>c,x>y),1,0)":       "if(a > b and b > c and x > y, 1, 0)",
		"if(and(a>b),1,0)":               "if(a > b, 1, 0)",
		"if(a>b and (b>c and x>y),1,0)":  "if(a > b and b > c and x > y, 1, 0)",
		"if(a>b and (b>c or x>y),1,0)":   "if(a > b and (b > c or x > y), 1, 0)",
		"if((a>b and b>c) or x>y,1,0)":   "if(a > b and b > c or x > y, 1, 0)",
		"if(not((a>b)) or not(a<b),1,0)": "if(not(a > b) or not(a < b), 1, 0)",
		"a\n+\r\n\tb\u00a0*\u3000c":      "a + b * c",
	} {
		f := parse(t, text)
		if f.String() != want {
			t.Errorf("%q is %q, want %q", text, f, want)
		}
		if again := parse(t, want); again.String() != want || again.shape() != f.shape() {
			t.Errorf("%q reads back as %q", want, again)
		}
	}
}

// shape writes a tree with nothing left out.
func (f *Formula) shape() string {
	var write func(n *node) string
	write = func(n *node) string {
		s := fmt.Sprint(n.kind, n.signs, n.value, n.name, n.places, n.levels, n.text, "(")
		for _, arg := range n.args {
			s += write(arg) + " "
		}
		return s + ")"
	}
	return write(f.root)
}
