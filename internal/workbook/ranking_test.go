package workbook

import (
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// A formula stands only where it gives the number that was decided.
func TestFormulas(t *testing.T) {
	for _, tt := range []struct {
		name            string
		change          func(*goal.SheetUnit)
		weighted, final string
	}{
		{"as computed", func(*goal.SheetUnit) {}, "F6*G$5", "ROUND(E6+G6+I6+J6-K6,2)"},
		{"capped", func(u *goal.SheetUnit) { u.Final = dec("95") }, "F6*G$5", ""},
		{"rounded to even", func(u *goal.SheetUnit) {
			u.Bonus, u.Final = dec("0.493"), dec("95.34") // 95.345
		}, "F6*G$5", ""},
		{"a component of another rule", func(u *goal.SheetUnit) {
			u.Components[1].Weighted = dec("11.1721")
		}, "", "ROUND(E6+G6+I6+J6-K6,2)"},
		{"a component to come", func(u *goal.SheetUnit) {
			u.Components = append(u.Components[:1:1], u.Components[2])
			u.Final = dec("84.18")
		}, "", "ROUND(E6+I6+J6-K6,2)"},
		{"a trial", func(u *goal.SheetUnit) { u.Components = nil }, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sampleSheet()
			tt.change(&s.Groups[0].Units[0])
			f := reopened(t, s)
			for cell, want := range map[string]string{"G6": tt.weighted, "L6": tt.final} {
				if got, _ := f.GetCellFormula("汇总排名表", cell); got != want {
					t.Errorf("%s = %q, want %q", cell, got, want)
				}
			}
		})
	}
}

// In a plan of a thousand points ballots still score out of a hundred.
func TestFullScoreOfAThousand(t *testing.T) {
	s := sampleSheet()
	s.Groups = s.Groups[:1]
	for i := range s.Groups[0].Units {
		u := &s.Groups[0].Units[i]
		for j := range u.Dimensions {
			u.Dimensions[j].FullMarks = u.Dimensions[j].FullMarks.Shift(1)
		}
		for j := range u.Components {
			if c := &u.Components[j]; c.Component == score.IndicatorComponent {
				c.Score = c.Score.Shift(1)
			}
			u.Components[j].Weighted = u.Components[j].Weighted.Shift(1)
		}
	}
	f := reopened(t, s)
	for cell, want := range map[string]string{"E6": "D6*E$5", "G6": "F6*G$5*10"} {
		if got, _ := f.GetCellFormula("汇总排名表", cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
	if got, _ := f.GetCellValue("汇总排名表", "D3"); got != "目标任务得分(1000)" {
		t.Errorf("the head says %s", got)
	}
}

func TestEmptyGroups(t *testing.T) {
	s := sampleSheet()
	s.Groups[0].Units = nil
	s.Groups[1].Units = s.Groups[1].Units[:1]
	f := reopened(t, s)
	if got, _ := f.GetCellValue("汇总排名表", "A4"); got != "党群综合组　　参评0个" {
		t.Errorf("an empty group is headed %s", got)
	}
	if got, _ := f.GetCellValue("汇总排名表", "A6"); got != signatures {
		t.Errorf("below an empty group: %s", got)
	}

	s.Groups = nil
	if got := reopened(t, s).GetSheetList(); len(got) != 2 {
		t.Errorf("a year without groups has the sheets %v", got)
	}
}
