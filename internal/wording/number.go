package wording

import (
	"math/big"
	"regexp"
)

// shownDigits is how many decimals of an endless fraction are printed.
const shownDigits = 10

var fraction = regexp.MustCompile(`^-?\d+/\d+$`)

// Number writes an exact number for somebody with a pencil: a decimal as it is,
// any other rational as a fraction and to ten decimals, "1/3 = 0.3333333333…".
// What is no number stays as it is.
func Number(exact string) string {
	if !fraction.MatchString(exact) {
		return exact
	}
	x, ok := new(big.Rat).SetString(exact)
	if !ok {
		return exact
	}
	return exact + " = " + x.FloatString(shownDigits) + "…"
}

// number reads what a trace wrote; ok is false where that is no number.
func number(exact string) (x *big.Rat, ok bool) {
	if !plainNumber.MatchString(exact) {
		return nil, false
	}
	return new(big.Rat).SetString(exact)
}

var plainNumber = regexp.MustCompile(`^-?\d+(\.\d+|/\d+)?$`)

// factor writes a number inside a sum or a product: in brackets where it is a
// fraction or below zero.
func factor(exact string) string {
	if fraction.MatchString(exact) || len(exact) > 0 && exact[0] == '-' {
		return "(" + exact + ")"
	}
	return exact
}
