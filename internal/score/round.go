package score

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"

	"github.com/shopspring/decimal"
)

// Rounding is how a tie at the last kept digit is broken.
type Rounding string

const (
	HalfAway Rounding = "HALF_AWAY_FROM_ZERO" // 四舍五入 on the magnitude, the trade's default
	HalfEven Rounding = "HALF_EVEN"
)

// Round keeps scale decimals of x, which must be 0 or more. Any r but
// [HalfEven] breaks ties away from zero.
func Round(x *big.Rat, scale int, r Rounding) decimal.Decimal {
	scaled := new(big.Int).Mul(x.Num(), powerOfTen(scale))
	rest := new(big.Int)
	scaled.QuoRem(scaled, x.Denom(), rest)
	// The quotient is cut off towards zero: what remains decides on one unit more.
	over := rest.Abs(rest).Lsh(rest, 1).Cmp(x.Denom())
	if over > 0 || over == 0 && (r != HalfEven || scaled.Bit(0) == 1) {
		scaled.Add(scaled, big.NewInt(int64(x.Sign())))
	}
	return decimal.NewFromBigInt(scaled, -int32(scale))
}

var powersOfTen = func() (ps [20]*big.Int) {
	ps[0] = big.NewInt(1)
	for i := 1; i < len(ps); i++ {
		ps[i] = new(big.Int).Mul(ps[i-1], big.NewInt(10))
	}
	return ps
}()

func powerOfTen(n int) *big.Int {
	if n < len(powersOfTen) {
		return powersOfTen[n]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// Exact writes x without loss: as a decimal where it is one, else as "n/d".
func Exact(x *big.Rat) string { return exact(x) }

// exact writes x without loss: as a decimal where it is one, else as "n/d".
func exact(x *big.Rat) string {
	n, d := x.Num(), x.Denom()
	if n.IsInt64() && d.IsInt64() {
		if s, ok := exactSmall(n.Int64(), uint64(d.Int64())); ok {
			return s
		}
	}
	if places, ok := x.FloatPrec(); ok {
		return x.FloatString(places)
	}
	return x.RatString()
}

// exactSmall is exact for numbers of machine size, which nearly all are. It is
// worth its lines: a run writes out a dozen numbers per goal.
func exactSmall(n int64, d uint64) (string, bool) {
	if d == 1 {
		return strconv.FormatInt(n, 10), true
	}
	twos, fives, rest := bits.TrailingZeros64(d), 0, d>>bits.TrailingZeros64(d)
	for ; rest%5 == 0; rest /= 5 {
		fives++
	}
	places := max(twos, fives)
	if rest > 1 {
		return strconv.FormatInt(n, 10) + "/" + strconv.FormatUint(d, 10), true
	}
	if places > 18 {
		return "", false
	}
	k := powersOfTen[places].Int64() / int64(d)
	return withPoint(n*k, places), n <= math.MaxInt64/k && n >= math.MinInt64/k
}

// withPoint writes v with its last places digits after the point.
func withPoint(v int64, places int) string {
	if places == 0 {
		return strconv.FormatInt(v, 10)
	}
	u := uint64(v)
	if v < 0 {
		u = -u
	}
	var text [24]byte
	i := len(text)
	for n := 0; n <= places || u > 0; n++ {
		if n == places {
			i--
			text[i] = '.'
		}
		i--
		text[i] = '0' + byte(u%10)
		u /= 10
	}
	if v < 0 {
		i--
		text[i] = '-'
	}
	return string(text[i:])
}

// plain writes d without trailing zeros or an exponent. Unlike d's own String
// it does not depend on the decimal package's settings: sealed text must not.
func plain(d decimal.Decimal) string {
	exp := int(d.Exponent())
	if exp > 0 || exp < -18 || d.NumDigits() > 18 {
		n := d.Normalize()
		return n.StringFixed(max(0, -n.Exponent()))
	}
	v := d.CoefficientInt64()
	for ; exp < 0 && v%10 == 0; exp++ {
		v /= 10
	}
	return withPoint(v, -exp)
}
