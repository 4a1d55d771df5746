package score

import (
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestRound(t *testing.T) {
	tests := []struct {
		x          string
		scale      int
		even, away string
	}{
		{"1.005", 2, "1.00", "1.01"},
		{"2.675", 2, "2.68", "2.68"},
		{"0.125", 2, "0.12", "0.13"},
		{"73.865", 2, "73.86", "73.87"},
		{"92.065", 2, "92.06", "92.07"},
		{"10.005", 2, "10.00", "10.01"},
		{"-1.005", 2, "-1.00", "-1.01"},
		{"-0.004", 2, "0.00", "0.00"},
		{"-0.005", 2, "0.00", "-0.01"},
		{"2/3", 0, "1", "1"},
		{"1/3", 4, "0.3333", "0.3333"},
		{"600/7", 2, "85.71", "85.71"},
		{"5/2", 0, "2", "3"},
		{"7/2", 0, "4", "4"},
		{"12345678901234567890.125", 2, "12345678901234567890.12", "12345678901234567890.13"},
		{"7", 2, "7.00", "7.00"},
	}
	for _, tt := range tests {
		for r, want := range map[Rounding]string{HalfEven: tt.even, HalfAway: tt.away} {
			if got := Round(q(tt.x), tt.scale, r); got.StringFixed(int32(tt.scale)) != want {
				t.Errorf("%s to %d decimals %s = %s, want %s", tt.x, tt.scale, r, got.StringFixed(int32(tt.scale)), want)
			}
		}
	}
}

// 3 × 3.335: what is rounded first adds up to more than what is rounded last.
func TestRoundBeforeSum(t *testing.T) {
	x := q("3.335")
	sum := decimal.Zero
	for range 3 {
		sum = sum.Add(Round(x, 2, HalfAway))
	}
	last := Round(new(big.Rat).Mul(x, q("3")), 2, HalfAway)
	if sum.StringFixed(2) != "10.02" || last.StringFixed(2) != "10.01" {
		t.Errorf("sum of rounded = %s, rounded sum = %s", sum, last)
	}
}

func rational(t *rapid.T, label string) *big.Rat {
	n := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, label)
	return big.NewRat(n, rapid.Int64Range(1, 100_000).Draw(t, label+" denominator"))
}

func TestLawRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, scale := rational(t, "x"), rapid.IntRange(0, 6).Draw(t, "scale")
		unit := new(big.Rat).SetFrac(big.NewInt(1), powerOfTen(scale))
		for _, r := range []Rounding{HalfAway, HalfEven} {
			y := Round(x, scale, r)
			off := new(big.Rat).Sub(y.Rat(), x)
			if off.Abs(off).Cmp(new(big.Rat).Quo(unit, two)) > 0 {
				t.Fatalf("%s: %s is more than half a unit from %s", r, y, x)
			}
			if again := Round(y.Rat(), scale, r); !again.Equal(y) {
				t.Fatalf("%s: %s rounds again to %s", r, y, again)
			}
			if mirrored := Round(new(big.Rat).Neg(x), scale, r); !mirrored.Equal(y.Neg()) {
				t.Fatalf("%s: %s rounds to %s, its negative to %s", r, x, y, mirrored)
			}
			if -y.Exponent() != int32(scale) {
				t.Fatalf("%s keeps %d decimals, want %d", y, -y.Exponent(), scale)
			}
		}
		if want := decimal.NewFromBigRat(x, int32(scale)); !Round(x, scale, HalfAway).Equal(want) {
			t.Fatalf("%s = %s, and %s by the decimal package", x, Round(x, scale, HalfAway), want)
		}
	})
}

func TestExactText(t *testing.T) {
	for x, want := range map[string]string{
		"0": "0", "12": "12", "-3/4": "-0.75", "50/3": "50/3", "1/1024": "0.0009765625", "-22/7": "-22/7", "1000/8": "125",
		"-9223372036854775807/1000": "-9223372036854775.807", "9223372036854775807/8": "1152921504606846975.875", "12345678901234567890125/1000": "12345678901234567890.125",
		"1/9223372036854775807": "1/9223372036854775807", "1/1000000000000000000000": "0.000000000000000000001", "-1/100": "-0.01",
	} {
		if got := exact(q(x)); got != want {
			t.Errorf("%s is written %s, want %s", x, got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for s, want := range map[string]string{
		"1.50": "1.5", "0.00": "0", "-0.0": "0", "100": "100", "1e3": "1000", "1.20e-3": "0.0012", "-0.05": "-0.05", "-10.500": "-10.5",
		"123456789012345678901234567890.10": "123456789012345678901234567890.1", "1e-30": "0." + strings.Repeat("0", 29) + "1",
		"0.1000000000000000000000000": "0.1",
	} {
		if got := plain(d(s)); got != want {
			t.Errorf("%s is written %s, want %s", s, got, want)
		}
	}
}

func TestLawTextsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, exp := rapid.Int64().Draw(t, "v"), rapid.Int32Range(-25, 5).Draw(t, "exp")
		x := decimal.New(v, exp)
		if got := plain(x); !d(got).Equal(x) {
			t.Fatalf("%s is written %s", x, got)
		}
		if r := rational(t, "r"); q(exact(r)).Cmp(r) != 0 {
			t.Fatalf("%s is written %s", r, exact(r))
		}
		if a, b := exact(x.Rat()), plain(x); a != b {
			t.Fatalf("one number is written %s and %s", a, b)
		}
	})
}
