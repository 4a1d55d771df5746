package formula

import (
	"errors"
	"math/big"
	"strings"
	"testing"
)

// Whatever is typed is either refused at a place in the text, with a code, or is
// a formula that all its texts agree on.
func FuzzParse(f *testing.F) {
	values := map[string]*big.Rat{}
	for i, name := range inputs {
		values[name] = big.NewRat(int64(i*7)-20, int64(i%4)+1)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formula, err := Parse(text, inputs)
		if err != nil {
			inText(t, text, err)
			return
		}
		if _, err := formula.Eval(values); err != nil {
			inText(t, text, err)
		}
		sameFormula(t, formula, values)
	})
}

// inText checks that an error points into text, or to its very end.
func inText(t *testing.T, text string, err error) {
	e := (*Error)(nil)
	if !errors.As(err, &e) || e.Code == "" || e.Error() == "" {
		t.Fatalf("%q: %#v", text, err)
	}
	lines := strings.Split(text, "\n")
	if e.Line < 1 || e.Line > len(lines) || e.Column < 1 || e.Column > len([]rune(lines[e.Line-1]))+1 {
		t.Fatalf("%q: %v is not in it", text, err)
	}
}
