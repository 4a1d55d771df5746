package formula

import (
	"fmt"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"
)

func q(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("not a number: " + s)
	}
	return x
}

// given reads "a=1 b=2/3".
func given(s string) map[string]*big.Rat {
	values := map[string]*big.Rat{}
	for _, word := range strings.Fields(s) {
		name, value, _ := strings.Cut(word, "=")
		values[name] = q(value)
	}
	return values
}

func TestEval(t *testing.T) {
	for _, tt := range []struct{ text, values, want string }{
		{"0.1 + 0.2", "", "3/10"},
		{"1 / 3 * 3", "", "1"},
		{"W * (0.6*a + 0.4*b) / 100", "W=2 a=86.3 b=91.5", "17676/10000"}, // M14-1
		{"a / 60.5 * 400", "a=46.74175", "33994/110"},                     // M14-3
		{"a", "a=2/3", "2/3"},
		{"12", "", "12"},
		{"a - b - c", "a=10 b=3 c=2", "5"},
		{"a - (b - c)", "a=10 b=3 c=2", "9"},
		{"a / b / c", "a=12 b=3 c=2", "2"},
		{"a / (b / c)", "a=12 b=3 c=2", "8"},
		{"a / b * c", "a=12 b=3 c=2", "8"},
		{"a + b * c", "a=1 b=2 c=3", "7"},
		{"-a * b - -c", "a=2 b=3 c=4", "-2"},
		{"--a", "a=2", "2"},
		{"-5 + 7", "", "2"},

		{"min(a, b, c)", "a=3 b=-1 c=2", "-1"},
		{"max(a, b, c)", "a=3 b=-1 c=2", "3"},
		{"min(a)", "a=3", "3"},
		{"abs(a) + abs(-a)", "a=-1.5", "3"},
		{"clamp(x, 0, 1.2)", "x=1.5", "6/5"},
		{"clamp(x, 0, 1.2)", "x=-1", "0"},
		{"clamp(x, 0, 1.2)", "x=0.7", "7/10"},
		{"clamp(x, 1, 1)", "x=0.7", "1"},
		{"clamp(x, a, b)", "x=0 a=3 b=1", "3"}, // lo wins
		{"clamp(x, a, b)", "x=2 a=3 b=1", "3"},
		{"clamp(x, a, b)", "x=9 a=3 b=1", "3"},

		{"round(x)", "x=2.5", "3"},
		{"round(x)", "x=-2.5", "-3"},
		{"round(x)", "x=2.4999", "2"},
		{"round(x, 2)", "x=1.005", "101/100"},
		{"round(x, 2)", "x=-1.005", "-101/100"},
		{"round(x, 2)", "x=-0.004", "0"},
		{"round(y / z, 2)", "y=600 z=7", "8571/100"},
		{"round(x, 10)", "x=1/3", "3333333333/10000000000"},
		{"3 * round(x, 2) - round(3 * x, 2)", "x=3.335", "1/100"},

		{"if(a >= b, 1, 0)", "a=2 b=2", "1"},
		{"if(a > b, 1, 0)", "a=2 b=2", "0"},
		{"if(a <= b, 1, 0)", "a=2 b=2", "1"},
		{"if(a < b, 1, 0)", "a=2 b=2", "0"},
		{"if(a = b, 1, 0)", "a=1/3 b=2/6", "1"},
		{"if(a != b, 1, 0)", "a=1/3 b=0.3333", "1"},
		{"if(a > 0 and b > 0, 1, 0)", "a=1 b=0", "0"},
		{"if(a > 0 or b > 0, 1, 0)", "a=1 b=0", "1"},
		{"if(a > 0 or b > 0 and c > 0, 1, 0)", "a=1 b=1 c=0", "1"}, // and binds tighter
		{"if((a > 0 or b > 0) and c > 0, 1, 0)", "a=1 b=1 c=0", "0"},
		{"if(not(a > 0), 1, 0)", "a=1", "0"},
		{"if(b != 0, a / b, 0)", "a=1 b=0", "0"}, // the other branch is not looked at
		{"if(1 > 0, 1, a)", "", "1"},
		{"if(a > b, if(a > c, a, c), max(b, c))", "a=5 b=3 c=9", "9"},
		{"W × （完成率 − 1）", "W=10 完成率=1.05", "1/2"},

		{"1 / (a - b)", "a=2 b=2", "1:5 DIVISION_BY_ZERO divisor:a - b"},
		{"a / b", "a=0 b=0", "1:5 DIVISION_BY_ZERO divisor:b"},
		{"a\n / b / c", "a=1 b=1 c=0", "2:8 DIVISION_BY_ZERO divisor:c"},
		{"max(1, a / 0)", "a=1", "1:12 DIVISION_BY_ZERO divisor:0"},
		{"if(b != 0 and a / b > 1, 1, 0)", "a=1 b=0", "1:19 DIVISION_BY_ZERO divisor:b"}, // as in Excel
		{"a + 完成率", "a=1", "1:5 MISSING_VALUE name:完成率"},
		{"if(a > 0, b, c)", "a=1 c=1", "1:11 MISSING_VALUE name:b"},
		{"a / 0 + b", "a=1", "1:5 DIVISION_BY_ZERO divisor:0"}, // from left to right
		{"b + a / 0", "a=1", "1:1 MISSING_VALUE name:b"},
	} {
		res, err := parse(t, tt.text).Eval(given(tt.values))
		got := failure(err)
		if err == nil {
			got = res.Value.RatString()
		}
		if want := tt.want; got != want && (err != nil || res.Value.Cmp(q(want)) != 0) {
			t.Errorf("%s with %s is %s, want %s", tt.text, tt.values, got, want)
		}
		if (res.Value == nil) != (err != nil) {
			t.Errorf("%s with %s: value %v and %v", tt.text, tt.values, res.Value, err)
		}
	}
}

func TestNilIsMissing(t *testing.T) {
	_, err := parse(t, "a").Eval(map[string]*big.Rat{"a": nil})
	if failure(err) != "1:1 MISSING_VALUE name:a" {
		t.Error(failure(err))
	}
	if _, err = parse(t, "a").Eval(nil); failure(err) != "1:1 MISSING_VALUE name:a" {
		t.Error(failure(err))
	}
}

// pencil writes the steps as a reader would.
func pencil(steps []Step) string {
	lines := make([]string, len(steps))
	for i, s := range steps {
		if s.Value == nil {
			lines[i] = fmt.Sprintf("%s: %t", s.Text, s.Holds)
		} else {
			lines[i] = s.Text + " = " + s.Value.RatString()
		}
	}
	return strings.Join(lines, "\n")
}

func TestSteps(t *testing.T) {
	for _, tt := range []struct{ text, values, want string }{
		{"a", "a=1", ""},
		{"-a", "a=1", ""},
		{"W*(0.6*level+0.4*growth)/100", "W=10 level=80 growth=90", `
0.6 * level = 48
0.4 * growth = 36
0.6 * level + 0.4 * growth = 84
W * (0.6 * level + 0.4 * growth) / 100 = 42/5`},
		{"a+b-c+1", "a=1 b=2 c=3", "\na + b - c + 1 = 1"},
		{"a-(b-c)", "a=1 b=2 c=3", "\nb - c = -1\na - (b - c) = 2"},
		{"if(a>=b and not(a=c), clamp(x,0,1.2), round(y/z,2))", "a=1 b=2 c=1 y=2 z=3", `
a >= b: false
a = c: true
not(a = c): false
a >= b and not(a = c): false
y / z = 2/3
round(y / z, 2) = 67/100
if(a >= b and not(a = c), clamp(x, 0, 1.2), round(y / z, 2)) = 67/100`},
		{"100 * max(a, 1) / (b - c)", "a=3 b=2 c=2", "\nmax(a, 1) = 3\nb - c = 0"}, // until the error
	} {
		res, _ := parse(t, tt.text).Eval(given(tt.values))
		if got := pencil(res.Steps); got != strings.TrimPrefix(tt.want, "\n") {
			t.Errorf("%s with %s:\n%s\nwant:%s", tt.text, tt.values, got, tt.want)
		}
	}
}

// Whoever writes to a result changes neither the inputs, nor the formula, nor the
// other steps.
func TestResultsAreTheCallersOwn(t *testing.T) {
	for _, text := range []string{"a", "7", "max(a, 7)", "min(a, 7)", "clamp(a, 7, 9)", "if(a > 1, max(a, 7), 0)", "abs(a)", "-a", "a + 0", "round(a)"} {
		f, values := parse(t, text), given("a=7")
		first, err := f.Eval(values)
		if err != nil {
			t.Fatal(err)
		}
		want := pencil(first.Steps)
		first.Value.SetInt64(99)
		if pencil(first.Steps) != want {
			t.Errorf("%s: the value is one of the steps'", text)
		}
		for _, s := range first.Steps {
			if s.Value != nil {
				s.Value.SetInt64(99)
			}
		}
		again, _ := f.Eval(values)
		if pencil(again.Steps) != want || values["a"].Cmp(q("7")) != 0 {
			t.Errorf("%s: a = %s, then %s, want %s", text, values["a"], pencil(again.Steps), want)
		}
	}
}

func TestTooLarge(t *testing.T) {
	limit := new(big.Int).Lsh(big.NewInt(1), maxBits-1) // has just maxBits bits
	most, over := new(big.Rat).SetInt(limit), new(big.Rat).SetInt(new(big.Int).Lsh(limit, 1))
	digits := strings.Repeat("9", maxDigits)
	for _, tt := range []struct {
		text string
		a    *big.Rat
		want string
	}{
		{"a", most, "<nil>"},
		{"a - 1 + 1", most, "<nil>"},
		{"a + a", most, "1:1 TOO_LARGE bits:4096"},
		{"1 / a", most, "<nil>"},
		{"1 / (2 * a)", most, "1:5 TOO_LARGE bits:4096"},
		{"a", over, "1:1 TOO_LARGE bits:4096"},
		{"1 + a", new(big.Rat).Inv(over), "1:5 TOO_LARGE bits:4096"},
		{"if(a > 0, 0, 1)", over, "1:4 TOO_LARGE bits:4096"},
		{"1 + round(a, 10)", most, "<nil>"},
		{"round(1 / (a - 1), 10)", most, "<nil>"},
		{strings.Repeat(digits+"*", 40) + digits, nil, "<nil>"},
		{strings.Repeat(digits+"*", 41) + digits, nil, "1:1 TOO_LARGE bits:4096"},
		{strings.Repeat("1/"+digits+"+1/"+digits[1:]+"-", 20) + "1", nil, "<nil>"},
	} {
		f := parse(t, tt.text)
		if _, err := f.Eval(map[string]*big.Rat{"a": tt.a}); failure(err) != tt.want {
			t.Errorf("%.40s: %s, want %s", tt.text, failure(err), tt.want)
		}
	}
}

// The hardest formula within the limits is still short work.
func TestHardestWork(t *testing.T) {
	wide := new(big.Int).Lsh(big.NewInt(1), maxBits/2-10)
	values := map[string]*big.Rat{
		"a": new(big.Rat).SetFrac(new(big.Int).Add(wide, big.NewInt(1)), new(big.Int).Sub(wide, big.NewInt(1))),
		"b": new(big.Rat).SetFrac(new(big.Int).Add(wide, big.NewInt(3)), new(big.Int).Sub(wide, big.NewInt(5))),
	}
	f := parse(t, "round(a+b,10)"+strings.Repeat("-a-b+a+b", 90)+"+max(a*b, a/b, a-b)")
	before := maps.Clone(values)
	began := time.Now()
	res, err := f.Eval(values)
	if err != nil {
		t.Fatal(failure(err))
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %s", took)
	}
	if len(res.Steps) > maxNodes || !maps.Equal(before, values) {
		t.Errorf("%d steps", len(res.Steps))
	}
}
