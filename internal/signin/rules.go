package signin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Lengths of a password, in characters after [Normal]. Length is what makes one
// hard to guess; rules on digits and signs are known to make people choose worse
// ones (NIST SP 800-63B, 3.1.1.2), so there are none.
const (
	LeastPassword = 12
	MostPassword  = 128
)

// Fault is what is wrong with a new password.
type Fault string

const (
	Sound      Fault = ""
	TooShort   Fault = "TOO_SHORT"
	TooLong    Fault = "TOO_LONG"
	Unreadable Fault = "UNREADABLE" // not text, or with control characters
	TellsOwner Fault = "TELLS_OWNER"
)

// Normal is the form in which a password is hashed: Unicode's NFKC. An input
// method left in full-width mode types ａｂｃ１２３ for abc123, and two devices
// compose accents differently: both are the same password to the person.
func Normal(password string) string { return norm.NFKC.String(password) }

// Overlong says that a password is longer than any can be, before any work is
// spent on it: a character has at most four bytes, and a few may be composed.
func Overlong(password string) bool { return len(password) > 16*MostPassword }

// Judge says what is wrong with a new password of somebody with a login and a name.
func Judge(password, login, name string) Fault {
	if Overlong(password) {
		return TooLong
	}
	plain := Normal(password)
	n := utf8.RuneCountInString(plain)
	switch {
	case !utf8.ValidString(password) || strings.ContainsFunc(plain, unicode.IsControl):
		return Unreadable
	case n < LeastPassword:
		return TooShort
	case n > MostPassword:
		return TooLong
	case holds(plain, login) || holds(plain, name):
		return TellsOwner
	}
	return Sound
}

// holds reports whether a password contains a word about its owner. A word of
// one letter is in many and tells nothing; a Chinese name has two characters.
func holds(password, word string) bool {
	word = strings.ToLower(Normal(strings.TrimSpace(word)))
	least := 2
	if strings.IndexFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		least = 3
	}
	return utf8.RuneCountInString(word) >= least && strings.Contains(strings.ToLower(password), word)
}
