package workbook

import (
	"math"
	"strings"
	"unicode/utf16"
)

// guesses are by how much a page may hold more than its columns' widths promise.
// A unit of width is 7 or 8 pixels wide, depending on the default font that is
// found; wider columns mean a smaller scale, and the scale is a whole percent.
var guesses = [...]float64{1, 1.02, 1.04, 8.0 / 7, 8.0 / 7 * 1.02, 8.0 / 7 * 1.04}

// pager foresees where the program that prints will turn the page. It does not
// know how much that puts on a page, so it follows several guesses at once.
type pager struct {
	capacity float64 // of one page without the repeated rows, in points at the sheet's scale
	used     [len(guesses)]float64
}

// add puts a row at the end.
func (p *pager) add(height float64) {
	for i := range p.used {
		if p.used[i]+height > p.capacity*guesses[i] {
			p.used[i] = 0
		}
		p.used[i] += height
	}
}

// turn begins a new page.
func (p *pager) turn() { p.used = [len(guesses)]float64{} }

// holds reports whether rows that high in all will be on the page that the last
// row is on, whatever the guess.
func (p *pager) holds(height float64) bool {
	for i, used := range p.used {
		if used+height > p.capacity*guesses[i] {
			return false
		}
	}
	return true
}

// linesIn is how many lines s takes in a cell of that width.
func linesIn(s string, width float64) int {
	n := 0
	for part := range strings.SplitSeq(s, "\n") {
		n += max(1, int(math.Ceil(float64(textWidth(part))/max(1, width-1)))) // less the padding
	}
	return n
}

// textWidth is the width of s in units of column width. What is not plain
// Latin is taken for a full-width character, which at worst leaves room.
func textWidth(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2000 {
			n++
		}
	}
	return n
}

func total(widths []float64) float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	return sum
}

// shortened is s with at most n UTF-16 units, which is how Excel counts.
func shortened(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

// footerText makes s fit for a footer, where & begins a command and where all
// three parts together have 255 characters.
func footerText(s string) string {
	return strings.ReplaceAll(shortened(s, 40), "&", "&&")
}
