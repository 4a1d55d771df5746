package workbook

import (
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// A unit that another body evaluates has a score and no lines.
func TestUnitWithoutLines(t *testing.T) {
	s := sampleSheet()
	s.Groups = s.Groups[:1]
	s.Groups[0].Units = s.Groups[0].Units[:1]
	u := &s.Groups[0].Units[0]
	u.Mode, u.Rank, u.Lines, u.Dimensions = score.Entrusted, 0, nil, nil
	got := listing(t, reopened(t, s))
	want := `4: 县委办公室　　考核序列：党群综合组　　综合得分：95.35　　名次：—（委托考核） |
5: 县委办公室　合计 | < | < | < |  |  |  |  |  |  |  | #95.2 95.20 |
`
	if !strings.Contains(got, want) {
		t.Errorf("no\n%s\nin\n%s", want, got)
	}
}

func TestRemark(t *testing.T) {
	for _, tt := range []struct {
		state            score.State
		marks, effective string
		want             string
	}{
		{score.Scored, "5", "5", ""},
		{score.Scored, "5", "", ""},
		{score.Scored, "5", "75/11", "原分值5.00，经重新分配"},
		{score.NotApplicable, "5", "0", "不计分，原分值5.00"},
		{score.Pending, "2.125", "0", "不计分，原分值2.125"},
		{score.Zeroed, "5", "20/3", "原分值5.00，经重新分配；按规定计零分"},
		{score.Missing, "5", "5", ""},
	} {
		l := goal.SheetLine{State: tt.state, FullMarks: dec(tt.marks), Effective: tt.effective}
		if got := remark(l); got != tt.want {
			t.Errorf("%s, %s of %s: %q, want %q", tt.state, tt.effective, tt.marks, got, tt.want)
		}
	}
}

// All figures of a line are printed with as many decimals as the longest has.
func TestFigures(t *testing.T) {
	l := goal.SheetLine{Target: decPtr("1280000"), Actual: decPtr("1301260.75")}
	if places, width := figurePlaces(l), figureWidth(l); places != 2 || width != 11.5 {
		t.Errorf("%d decimals, %g wide", places, width)
	}
	if places := figurePlaces(goal.SheetLine{Actual: decPtr("0.123456789")}); places != 6 {
		t.Errorf("%d decimals", places)
	}
}
