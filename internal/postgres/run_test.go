package postgres

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRunParts(t *testing.T) {
	for _, text := range []string{"", "{}", strings.Repeat("考", longestPart/3+5), strings.Repeat("x", 2*longestPart), "a" + strings.Repeat("评", longestPart)} {
		var again strings.Builder
		for i, p := range runParts("RESULTS", text) {
			if p.part != i+1 || len(p.content) > longestPart || !utf8.ValidString(p.content) {
				t.Fatalf("part %d of %d bytes", p.part, len(p.content))
			}
			again.WriteString(p.content)
		}
		if again.String() != text {
			t.Errorf("%d bytes came back as %d", len(text), again.Len())
		}
	}
}
