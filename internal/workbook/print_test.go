package workbook

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/xuri/excelize/v2"
)

// What is set too late on a streamed sheet is lost without an error, so all of
// it is read back from the file.
func TestPageSetUp(t *testing.T) {
	f := reopened(t, sampleSheet())
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: paper %d, %s, fits %d × %d pages", sheet, *layout.Size, *layout.Orientation, *layout.FitToWidth, *layout.FitToHeight)
		}
		props, _ := f.GetSheetProps(sheet)
		if props.FitToPage == nil || !*props.FitToPage {
			t.Errorf("%s: the fit to the page's width is switched off", sheet)
		}
		margins, _ := f.GetPageMargins(sheet)
		for _, m := range []*float64{margins.Left, margins.Right, margins.Top, margins.Bottom} {
			if *m < 1.5/2.54-0.01 || *m > 2.25/2.54 {
				t.Errorf("%s: a margin of %.2f inches", sheet, *m)
			}
		}
		if !*margins.Horizontally {
			t.Errorf("%s is not centred", sheet)
		}
	}
}

func TestRepeatedAndFrozenRows(t *testing.T) {
	f := reopened(t, sampleSheet())
	titles := map[string]string{}
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Titles" {
			titles[name.Scope] = name.RefersTo
		}
	}
	want := map[string]struct{ rows, columns int }{
		"汇总排名表":        {3, 2},
		"单位得分明细表":      {3, 3},
		"指标得分一览-党群综合组": {4, 2},
		"指标得分一览-乡镇街道组": {4, 2},
	}
	for sheet, w := range want {
		if got, want := titles[sheet], fmt.Sprintf("'%s'!$1:$%d", sheet, w.rows); got != want {
			t.Errorf("%s repeats %s, want %s", sheet, got, want)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !panes.Freeze || panes.YSplit != w.rows || panes.XSplit != w.columns {
			t.Errorf("%s freezes %d rows and %d columns, want %d and %d", sheet, panes.YSplit, panes.XSplit, w.rows, w.columns)
		}
	}
}

func TestHeaderAndFooter(t *testing.T) {
	for _, final := range []bool{true, false} {
		s := sampleSheet()
		s.Final = final
		s.PrintedFor = "R&D " + strings.Repeat("长", 300)
		f := reopened(t, s)
		for _, sheet := range f.GetSheetList() {
			hf, err := f.GetHeaderFooter(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"运行编号 128", "校验 3fa94c07be21&C", "第&P页 共&N页", "打印 2027-02-01 09:30", "R&&D 长长"} {
				if !strings.Contains(hf.OddFooter, want) {
					t.Errorf("%s: no %q in the footer %q", sheet, want, hf.OddFooter)
				}
			}
			// Whoever turns the pages or copies the cells sees what a trial is.
			marked := strings.HasSuffix(hf.OddHeader, "&KA6A6A6试算")
			title, _ := f.GetCellValue(sheet, "A1")
			if marked == final || strings.HasSuffix(title, "（试算）") == final {
				t.Errorf("final %t: %s has the header %q and the title %q", final, sheet, hf.OddHeader, title)
			}
		}
	}
}

func TestPageBreaks(t *testing.T) {
	f := reopened(t, sampleSheet())
	// One block per group, and one page at least per unit.
	if got, want := breaks(t, f, "汇总排名表"), []int{rowOf(t, f, "汇总排名表", "乡镇街道组　　参评5个")}; !slices.Equal(got, want) {
		t.Errorf("the ranking breaks before rows %v, want %v", got, want)
	}
	var starts []int
	for _, g := range sampleSheet().Groups {
		for _, u := range g.Units {
			starts = append(starts, rowOf(t, f, "单位得分明细表", u.Name+"　　"))
		}
	}
	if got := breaks(t, f, "单位得分明细表"); !slices.Equal(got, starts[1:]) {
		t.Errorf("the details break before rows %v, want %v", got, starts[1:])
	}
}

// breaks are the rows of a sheet that begin a new page. The library writes page
// breaks but does not read them.
func breaks(t *testing.T, f *excelize.File, sheet string) []int {
	t.Helper()
	xml, ok := f.Pkg.Load(fmt.Sprintf("xl/worksheets/sheet%d.xml", slices.Index(f.GetSheetList(), sheet)+1))
	if !ok {
		t.Fatalf("no file of the sheet %s", sheet)
	}
	_, list, _ := strings.Cut(string(xml.([]byte)), "<rowBreaks")
	list, _, _ = strings.Cut(list, "</rowBreaks>")
	var rows []int
	for _, m := range regexp.MustCompile(`<brk id="(\d+)" max="16383" man="true">`).FindAllStringSubmatch(list, -1) {
		last, _ := strconv.Atoi(m[1]) // row of the page before
		rows = append(rows, last+1)
	}
	return rows
}

// rowOf is the row that begins with text.
func rowOf(t *testing.T, f *excelize.File, sheet, text string) int {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 0 && strings.HasPrefix(r[0], text) })
	if i < 0 {
		t.Fatalf("%s has no row that begins with %s", sheet, text)
	}
	return i + 1
}

// However many units fill the last page, the signature has company.
func TestSignatureIsNotAlone(t *testing.T) {
	s := sampleSheet()
	for units := 20; units < 34; units++ {
		s.Groups = []goal.SheetGroup{cityGroup(units, 1)}
		f := reopened(t, s)
		for _, sheet := range []string{"汇总排名表", "指标得分一览"} {
			rows, _ := f.GetRows(sheet)
			for _, b := range breaks(t, f, sheet) {
				if !strings.HasPrefix(rows[b][1], "示范市") || len(rows)-b > 8 { // rows[b] is the page's second
					t.Errorf("%s of %d units: a break before row %d of %d", sheet, units, b, len(rows))
				}
			}
		}
	}
}

// Excel refuses a sheet with more than 1,023 page breaks, so that a city's
// units go on in a second sheet.
func TestTooManyPages(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads two thousand pages")
	}
	s := sampleSheet()
	s.Groups = []goal.SheetGroup{cityGroup(1100, 1)}
	f := reopened(t, s)
	if got, want := f.GetSheetList(), []string{"汇总排名表", "单位得分明细表", "单位得分明细表(2)", "指标得分一览"}; !slices.Equal(got, want) {
		t.Fatalf("sheets %v, want %v", got, want)
	}
	units := 2
	for _, sheet := range []string{"单位得分明细表", "单位得分明细表(2)"} {
		n := len(breaks(t, f, sheet))
		if units += n; n > maxBreaks {
			t.Errorf("%s has %d page breaks", sheet, n)
		}
	}
	if units != 1100 {
		t.Errorf("%d of 1100 units begin a page", units)
	}
}

func TestSheetNames(t *testing.T) {
	s := sampleSheet()
	for i, name := range []string{"一组/甲[1]", "一组:甲?1*", strings.Repeat("很长的组名", 8), strings.Repeat("很长的组名", 9), "abc", "ABC"} {
		g := cityGroup(1, 1)
		g.Name = name
		s.Groups = append(s.Groups[:i], g)
	}
	want := []string{
		"汇总排名表", "单位得分明细表", "指标得分一览-一组-甲-1-", "指标得分一览-一组-甲-1-(2)",
		"指标得分一览-很长的组名很长的组名很长的组名很长的组名很长的组", "指标得分一览-很长的组名很长的组名很长的组名很长的组名很(2)",
		"指标得分一览-abc", "指标得分一览-ABC(2)",
	}
	if got := reopened(t, s).GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("sheets %q\nwant   %q", got, want)
	}
}

func TestRowsLeaveRoomForNotes(t *testing.T) {
	f := reopened(t, sampleSheet())
	for _, sheet := range f.GetSheetList() {
		rows, _ := f.GetRows(sheet)
		for i := range rows {
			if h, _ := f.GetRowHeight(sheet, i+1); h < 20 {
				t.Errorf("row %d of %s is %g points high", i+1, sheet, h)
			}
		}
	}
}

func TestProtection(t *testing.T) {
	s := sampleSheet()
	if xml := part(t, written(t, s), "xl/worksheets/sheet1.xml"); !strings.Contains(xml, `<sheetProtection sheet="true"`) {
		t.Error("the ranking's formulas are not protected")
	}
	f := reopened(t, s)
	for cell, locked := range map[string]bool{"D6": false, "E6": true, "E5": false, "L6": true, "Q6": false} {
		id, _ := f.GetCellStyle("汇总排名表", cell)
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if style.Protection == nil || style.Protection.Locked != locked {
			t.Errorf("%s: locked is not %t", cell, locked)
		}
	}
}
