package workbook

import (
	"strings"
	"testing"
)

func TestHolds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		rows   int // of 20 points, on pages of 200
		height float64
		want   bool
	}{
		{"an empty page", 0, 200, true},
		{"to the last point", 5, 100, true},
		{"a point too many", 5, 101, false},
		{"a page that is full, if small", 10, 20, false},
		{"certainly on the next", 12, 100, true},
		{"across the third page's end", 29, 40, false},
	} {
		p := pager{capacity: 200}
		for range tt.rows {
			p.add(20)
		}
		if got := p.holds(tt.height); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
	p := pager{capacity: 200}
	p.add(150)
	p.turn()
	if !p.holds(200) {
		t.Error("a new page is not empty")
	}
}

func TestLinesIn(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 10, 1},
		{"县委办公室", 11, 1},
		{"县委办公室", 10, 2},
		{"D1-01", 6, 1},
		{"D1-01\n完成率\n(10分)", 8, 3},
		{strings.Repeat("很长的原因", 10), 21, 5},
		{"窄", 0.5, 2},
	} {
		if got := linesIn(tt.text, tt.width); got != tt.want {
			t.Errorf("%q in %g: %d lines, want %d", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestShortened(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{{"县委", 2, "县委"}, {"县委办", 2, "县委"}, {"𠀀县", 2, "𠀀"}, {"𠀀县", 1, ""}, {"", 3, ""}} {
		if got := shortened(tt.text, tt.n); got != tt.want {
			t.Errorf("%q in %d = %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
}
