package score

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// roundText rounds as a schoolchild does: it writes the number out and looks at
// the digits that are to go. It shares nothing with [Round].
func roundText(x *big.Rat, scale int, r Rounding) string {
	sign, digits, ended := "", longhand(x, scale+1), endsAfter(x, scale+1)
	if x.Sign() < 0 {
		sign = "-"
	}
	kept, next := digits[:len(digits)-1], digits[len(digits)-1]
	up := next > '5' || next == '5' && (!ended || r != HalfEven || (kept[len(kept)-1]-'0')%2 == 1)
	if up {
		kept = plusOne(kept)
	}
	for len(kept) <= scale {
		kept = "0" + kept
	}
	if scale == 0 {
		return sign + kept
	}
	return sign + kept[:len(kept)-scale] + "." + kept[len(kept)-scale:]
}

// longhand writes |x| by long division, to so many decimals, without its point.
func longhand(x *big.Rat, places int) string {
	n, d := new(big.Int).Abs(x.Num()), x.Denom()
	whole, rest := new(big.Int).QuoRem(n, d, new(big.Int))
	var b strings.Builder
	b.WriteString(whole.String())
	ten := big.NewInt(10)
	for range places {
		digit := new(big.Int)
		digit.QuoRem(rest.Mul(rest, ten), d, rest)
		b.WriteString(digit.String())
	}
	return b.String()
}

// endsAfter reports whether x has no digit after so many decimals.
func endsAfter(x *big.Rat, places int) bool {
	y := new(big.Rat).Set(x)
	for range places {
		y.Mul(y, big.NewRat(10, 1))
	}
	return y.IsInt()
}

func plusOne(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}

func TestLawRoundAgainstLonghand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, scale := rational(t, "x"), rapid.IntRange(0, 5).Draw(t, "scale")
		if rapid.Bool().Draw(t, "tie") { // half of a last digit, exactly
			x = new(big.Rat).SetFrac(big.NewInt(2*rapid.Int64Range(-99999, 99999).Draw(t, "half")+1), new(big.Int).Mul(big.NewInt(2), powerOfTen(scale)))
		}
		for _, r := range []Rounding{HalfAway, HalfEven} {
			if got, want := Round(x, scale, r), roundText(x, scale, r); !got.Equal(d(want)) || strings.TrimPrefix(want, "-") != got.Abs().StringFixed(int32(scale)) {
				t.Fatalf("%s: %s to %d decimals is %s, by longhand %s", r, x, scale, got, want)
			}
		}
	})
}
