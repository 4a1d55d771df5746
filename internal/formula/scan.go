package formula

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenWord // a name, a function or a joining word
	tokenSign
	tokenBad
)

// token is one word of a formula. A bad one carries its error along until the
// parser comes to it, so that the leftmost mistake is the one reported.
type token struct {
	kind    tokenKind
	text    string // as our own text has it: "<=" for ≤
	written string
	at      position
	err     *Error
}

// signs are the operators, with what office programs and Chinese keyboards make
// of them.
var signs = map[rune]string{
	'+': "+", '-': "-", '*': "*", '/': "/", '(': "(", ')': ")", ',': ",", '<': "<", '>': ">", '=': "=", '!': "!",
	'＋': "+", '－': "-", '−': "-", '–': "-", '×': "*", '＊': "*", '÷': "/", '／': "/",
	'（': "(", '）': ")", '，': ",", '＜': "<", '＞': ">", '＝': "=", '！': "!",
	'≤': "<=", '≦': "<=", '≥': ">=", '≧': ">=", '≠': "!=",
}

// pairs are the signs of two characters.
var pairs = map[string]string{"<=": "<=", ">=": ">=", "==": "=", "!=": "!=", "<>": "!="}

// scanner cuts a text into tokens, one at a time.
type scanner struct {
	rest string
	here position
}

// scan returns the next token. After the end it returns the end again.
func (s *scanner) scan() token {
	s.take(unicode.IsSpace)
	at := s.here
	r, size := utf8.DecodeRuneInString(s.rest)
	switch {
	case size == 0:
		return token{kind: tokenEnd, at: at}
	case isDigit(r) || r == '.':
		text := s.take(func(r rune) bool { return isWord(r) || r == '.' })
		return number(text, at)
	case unicode.IsLetter(r):
		text := s.take(isWord)
		return token{kind: tokenWord, text: text, written: text, at: at}
	}
	before := s.rest
	text := s.sign()
	written := before[:len(before)-len(s.rest)]
	if text == "" || text == "!" {
		return bad(fail(ErrBadCharacter, at, "character", string(r), "unicode", fmt.Sprintf("%U", r)), at)
	}
	return token{kind: tokenSign, text: text, written: written, at: at}
}

// sign takes one character, or two that belong together.
func (s *scanner) sign() string {
	text := signs[s.advance()]
	r, _ := utf8.DecodeRuneInString(s.rest)
	if pair := pairs[text+signs[r]]; pair != "" && len(text) == 1 {
		s.advance()
		return pair
	}
	return text
}

// take moves past all characters that are wanted and returns them.
func (s *scanner) take(wanted func(rune) bool) string {
	before := s.rest
	for r, size := utf8.DecodeRuneInString(s.rest); size > 0 && wanted(r); r, size = utf8.DecodeRuneInString(s.rest) {
		s.advance()
	}
	return before[:len(before)-len(s.rest)]
}

func (s *scanner) advance() rune {
	r, size := utf8.DecodeRuneInString(s.rest)
	s.rest = s.rest[size:]
	s.here.column++
	if r == '\n' {
		s.here = position{s.here.line + 1, 1}
	}
	return r
}

// number is a decimal literal. It has no leading zeros, so that 1,000 in a list
// of arguments is not quietly taken for 1 and 0.
func number(text string, at position) token {
	whole, places, point := strings.Cut(text, ".")
	digits := whole + places
	switch {
	case strings.TrimFunc(digits, isDigit) != "" || whole == "" || point && places == "" || len(whole) > 1 && whole[0] == '0':
		return bad(fail(ErrBadNumber, at, "text", text), at)
	case len(digits) > maxDigits:
		return bad(fail(ErrLongNumber, at, "max", strconv.Itoa(maxDigits)), at)
	}
	return token{kind: tokenNumber, text: text, written: text, at: at}
}

func bad(err *Error, at position) token { return token{kind: tokenBad, at: at, err: err} }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// IsName says whether a formula can use s as the name of an input: letters of
// any script, digits and underscores, a letter first, and none of the language's
// own words, in whatever case.
func IsName(s string) bool {
	for i, r := range s {
		if !isWord(r) || i == 0 && !unicode.IsLetter(r) {
			return false
		}
	}
	_, reserved := functionOf(s)
	return s != "" && !reserved
}
