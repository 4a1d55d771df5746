package score

import (
	"encoding/json"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	type inner struct {
		B string `json:"b"`
		A int    `json:"a"`
	}
	tests := []struct {
		name string
		v    any
		want string
	}{
		{"keys are sorted", struct {
			Z inner `json:"z"`
			A bool  `json:"a"`
		}{inner{"x", 1}, true}, `{"a":true,"z":{"a":1,"b":"x"}}`},
		{"maps too", map[string]int{"b": 1, "a": 2, "é": 3, "Z": 4}, `{"Z":4,"a":2,"b":1,"é":3}`},
		{"numbers as keys are text", map[int]int{10: 1, 9: 2}, `{"10":1,"9":2}`},
		{"decimals", []decimal.Decimal{d("1.50"), d("0.00"), d("1e3"), d("-0.010")}, `["1.5","0","1000","-0.01"]`},
		{"absent and present", struct {
			A *decimal.Decimal `json:"a,omitempty"`
			B *decimal.Decimal `json:"b"`
			C *decimal.Decimal `json:"c,omitempty"`
		}{C: pd("2.0")}, `{"b":null,"c":"2"}`},
		{"rationals", []any{q("5/10"), *q("4"), big.NewRat(-50, 3)}, `["1/2","4","-50/3"]`},
		{"big integers", big.NewInt(12), `12`},
		{"no lists and empty ones", struct{ A, B []int }{nil, []int{}}, `{"A":[],"B":[]}`},
		{"no map", map[string]int(nil), `{}`},
		{"nil", nil, `null`},
		{"text", "<a & \"b\"\\> 考评\u2028\n\t\x01\x7f", `"<a & \"b\"\\> 考评` + "\u2028" + `\n\t\u0001` + "\x7f" + `"`},
		{"types that write themselves", []any{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), json.RawMessage(`{"b": [1, "x"], "a": null}`)}, `["2026-01-02T03:04:05Z",{"a":null,"b":[1,"x"]}]`},
		{"bytes", []byte("abc"), `"YWJj"`},
		{"embedded structs are taken apart", struct {
			inner
			C []int `json:"ab"`
		}{inner{"x", 1}, nil}, `{"a":1,"ab":[],"b":"x"}`},
		{"left out", struct {
			A string `json:"-"`
			c int
			D time.Time       `json:"d,omitzero"`
			E decimal.Decimal `json:"e,omitzero"`
		}{A: "x", c: 1}, `{}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := canonical(t, tt.v); got != tt.want {
				t.Errorf("canonical = %s\nwant        %s", got, tt.want)
			}
		})
	}
}

func TestCanonicalRefuses(t *testing.T) {
	type embedded struct {
		*Problem
	}
	for name, v := range map[string]any{
		"a float": []any{1.5}, "a channel": make(chan int), "text that is not UTF-8": "\xff", "a written fraction": json.RawMessage("1.5"),
		"an embedded pointer": embedded{}, "a struct that hides all": struct{ x int }{1}, "fractions as keys": map[complex128]int{1: 1},
		"one name twice": reflect.Zero(reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[int](), Tag: `json:"b"`}, {Name: "B", Type: reflect.TypeFor[int](), Tag: `json:"b"`},
		})).Interface(),
		"a quoted number": struct {
			A int `json:",string"`
		}{},
	} {
		if s, err := Canonical(v); err == nil || !strings.HasPrefix(err.Error(), "canonical: ") {
			t.Errorf("%s: %s, error %v", name, s, err)
		}
	}
}

func TestHash(t *testing.T) {
	if got := Hash("{}"); got != "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" {
		t.Errorf("hash = %s", got)
	}
}

// Sealed bytes must not change with settings that any package may change.
func TestCanonicalIgnoresDecimalSettings(t *testing.T) {
	defer func(quotes, zeros, exp bool) {
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, zeros, exp
	}(decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation)
	in := sampleRun()
	before := canonical(t, in) + canonical(t, mustRun(t, in))
	decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = true, false, true
	if after := canonical(t, in) + canonical(t, mustRun(t, in)); after != before {
		t.Error(cmp.Diff(before, after))
	}
}

func TestLawCanonicalReadsBack(t *testing.T) {
	type number struct {
		V decimal.Decimal  `json:"v"`
		P *decimal.Decimal `json:"p,omitempty"`
	}
	type shuffled struct {
		P *decimal.Decimal `json:"p,omitempty"`
		V decimal.Decimal  `json:"v"`
	}
	rapid.Check(t, func(t *rapid.T) {
		coefficient, exp := rapid.Int64().Draw(t, "coefficient"), rapid.Int32Range(-12, 6).Draw(t, "exp")
		x := decimal.New(coefficient, exp)
		zeros := rapid.Int32Range(0, 6).Draw(t, "zeros")
		same := decimal.NewFromBigInt(new(big.Int).Mul(x.Coefficient(), powerOfTen(int(zeros))), exp-zeros)
		a, errA := Canonical(number{x, &same})
		b, errB := Canonical(shuffled{&x, same})
		if errA != nil || errB != nil || a != b {
			t.Fatalf("%s and %s of one number (%v, %v)", a, b, errA, errB)
		}
		var back number
		if err := json.Unmarshal([]byte(a), &back); err != nil || !back.V.Equal(x) {
			t.Fatalf("%s reads back as %s (%v)", a, back.V, err)
		}
		m := rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "m")
		text, err := Canonical(m)
		if err != nil {
			t.Skip("not UTF-8")
		}
		var again map[string]string
		if err := json.Unmarshal([]byte(text), &again); err != nil || !cmp.Equal(m, again) {
			t.Fatalf("%s reads back as %v (%v)", text, again, err)
		}
	})
}

// A run's input that was sealed, stored and read back gives the same seal and
// the same result.
func TestRunInputReadsBack(t *testing.T) {
	for _, in := range []RunInput{sampleRun(), trial()} {
		text := canonical(t, in)
		var back RunInput
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Fatal(err)
		}
		if again := canonical(t, back); again != text {
			t.Error(cmp.Diff(text, again))
		}
		if a, b := canonical(t, mustRun(t, in)), canonical(t, mustRun(t, back)); a != b {
			t.Error(cmp.Diff(a, b))
		}
	}
}
