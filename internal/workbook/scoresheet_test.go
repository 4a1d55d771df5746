package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// written is s as a file.
func written(t *testing.T, s goal.ScoreSheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteScoreSheet(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// reopened is s written and read back.
func reopened(t *testing.T, s goal.ScoreSheet) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestWriteScoreSheet(t *testing.T) {
	final := sampleSheet()
	trial := sampleSheet()
	trial.Final = false
	trial.Groups = trial.Groups[:1]
	for i := range trial.Groups[0].Units {
		asTrial(&trial.Groups[0].Units[i])
	}
	for _, tt := range []struct {
		name  string
		sheet goal.ScoreSheet
	}{{"final", final}, {"trial", trial}} {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, filepath.Join("testdata", tt.name+".txt"), listing(t, reopened(t, tt.sheet)))
		})
	}
}

// asTrial takes from u what a run in the middle of the year does not have.
func asTrial(u *goal.SheetUnit) {
	u.Components, u.Grade, u.Vetoes = nil, "", nil
	u.Bonus, u.Deduction = dec("0"), dec("0")
	for i := range u.Lines {
		if l := &u.Lines[i]; l.Code == "D2-02" {
			l.State, l.Effective, l.Points = score.Pending, "0", dec("0")
		}
	}
	for i := range u.Dimensions {
		if u.Dimensions[i].Dimension == "D2" {
			u.Dimensions[i].Effective, u.Dimensions[i].Points = "28", dec("28")
		}
	}
	u.Indicators = u.Indicators.Sub(dec("12"))
	u.Final = u.Indicators.Mul(dec("100")).DivRound(dec("88"), 2)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// listing is f's cells as text, a line for each row. A number is given as
// stored and, where that differs, as shown; a formula follows its value.
func listing(t *testing.T, f *excelize.File) string {
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "# %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		covered := coveredCells(t, f, sheet)
		for i, row := range rows {
			fmt.Fprintf(&b, "%d:", i+1)
			for j := range row {
				text := " <"
				if cell := ref(j+1, i+1); !covered[cell] {
					text = " " + cellText(t, f, sheet, cell)
				}
				b.WriteString(text + " |")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// coveredCells are those that a merged cell lies over; they read as its value.
func coveredCells(t *testing.T, f *excelize.File, sheet string) map[string]bool {
	t.Helper()
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	for _, m := range merged {
		left, top, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		for row := top; row <= bottom; row++ {
			for column := left; column <= right; column++ {
				covered[ref(column, row)] = row > top || column > left
			}
		}
	}
	return covered
}

func cellText(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	kind, err := f.GetCellType(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	shown, _ := f.GetCellValue(sheet, cell)
	formula, _ := f.GetCellFormula(sheet, cell)
	if kind == excelize.CellTypeInlineString || raw == "" {
		return strings.ReplaceAll(raw, "\n", "/")
	}
	text := "#" + raw
	if shown != raw {
		text += " " + shown
	}
	if formula != "" {
		text += " =" + formula
	}
	return text
}

// A name is what somebody typed. Whatever it begins with, and whatever it
// contains, it is read back as it was and is never a formula.
func TestTextStaysText(t *testing.T) {
	for _, name := range []string{
		"=SUM(A1:A9)", "+86街道", "-1号楼", "@石桥镇", "=HYPERLINK(\"http://example.org\")", "007", "1e3", "TRUE",
		"<镇>&\"乡\"", " 前后空格 ", "_x0041_镇", "第一行\n第二行",
	} {
		s := sampleSheet()
		s.Organ, s.PrintedFor = name, name
		s.Groups = s.Groups[:1]
		u := &s.Groups[0].Units[0]
		u.Name, u.Lines[0].Name, u.Lines[0].LossReason, u.Lines[0].ActualText, u.Lines[0].Actual = name, name, name, name, nil
		f := reopened(t, s)
		for sheet, cells := range map[string][]string{
			"汇总排名表":   {"B6"},
			"单位得分明细表": {"C5", "H5", "N5"},
			"指标得分一览":  {"B5"},
		} {
			for _, cell := range cells {
				if got, _ := f.GetCellValue(sheet, cell); got != name {
					t.Errorf("%s!%s = %q, want %q", sheet, cell, got, name)
				}
				if kind, _ := f.GetCellType(sheet, cell); kind != excelize.CellTypeInlineString {
					t.Errorf("%s!%s with %q is of type %d, not a text", sheet, cell, name, kind)
				}
				if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s!%s with %q has the formula %q", sheet, cell, name, formula)
				}
			}
		}
	}
}

// What is in the file, not what a library makes of it: Excel reads these digits.
func TestNumbersInTheFile(t *testing.T) {
	s := sampleSheet()
	xml := part(t, written(t, s), "xl/worksheets/sheet1.xml")
	for _, want := range []string{
		`><v>95.2</v></c><c r="E6"`,                        // a score
		`><f>D6*E$5</f><v>76.16</v>`,                       // its weighted part, with the engine's value
		`><f>ROUND(E6+G6+I6+J6-K6,2)</f><v>95.35</v>`,      // the final score
		`><v>0.8</v>`,                                      // a weight
		`t="inlineStr"><is><t>县委办公室</t></is>`,              // a text
		`><f>ROUND(E20+I20+J20-K20,2)</f><v>93.26</v></c>`, // a group without a ballot
	} {
		if !strings.Contains(xml, want) {
			t.Errorf("no %s in the sheet", want)
		}
	}
	// The tied town's final score was set by hand: no formula claims it.
	if want := `<v>93.26</v></c><c r="M21"`; !strings.Contains(xml, want) || strings.Contains(xml, "ROUND(E21") {
		t.Errorf("a final score that is not its cells' sum has a formula")
	}
	if strings.Contains(xml, `t="str"`) {
		t.Error("a formula's value is stored as a text")
	}
}

func part(t testing.TB, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestScoreSheetName(t *testing.T) {
	tests := []struct {
		organ  string
		groups []string
		final  bool
		want   string
	}{
		{"示范县", []string{"乡镇街道组"}, true, "2026_示范县_目标绩效考核结果_乡镇街道组_定稿128.xlsx"},
		{"示范县", []string{"甲", "乙"}, false, "2026_示范县_目标绩效考核结果_全部_试算128.xlsx"},
		{"示范县", nil, false, "2026_示范县_目标绩效考核结果_全部_试算128.xlsx"},
		{`a/b\c:d*e?f"g<h>i|j k`, []string{"组"}, true, "2026_a-b-c-d-e-f-g-h-i-j-k_目标绩效考核结果_组_定稿128.xlsx"},
		{"县\u202e委\x00", []string{"组"}, true, "2026_县委_目标绩效考核结果_组_定稿128.xlsx"},
		{strings.Repeat("长", 50), []string{"组"}, true, "2026_" + strings.Repeat("长", 30) + "_目标绩效考核结果_组_定稿128.xlsx"},
	}
	for _, tt := range tests {
		s := goal.ScoreSheet{Organ: tt.organ, Year: 2026, RunID: 128, Final: tt.final}
		for _, name := range tt.groups {
			s.Groups = append(s.Groups, goal.SheetGroup{Name: name})
		}
		if got := ScoreSheetName(s); got != tt.want {
			t.Errorf("%q, %q: %s, want %s", tt.organ, tt.groups, got, tt.want)
		}
	}
}

func TestFileProperties(t *testing.T) {
	p, err := reopened(t, sampleSheet()).GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Creator != "示范县" || p.LastModifiedBy != "县督查考核办公室 王某" || p.Created != "2027-02-01T01:30:00Z" || p.ContentStatus != "定稿" {
		t.Errorf("the file says it is by %s for %s, %s, %s", p.Creator, p.LastModifiedBy, p.Created, p.ContentStatus)
	}
}

// brokenWriter fails after some bytes.
type brokenWriter struct{ left int }

var errBroken = errors.New("broken pipe")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestFailures(t *testing.T) {
	// The parts of the file come in no fixed order, and so its size varies a little.
	whole := len(written(t, sampleSheet())) - 1000
	for n := 0; n < whole; n += whole / 7 {
		if err := WriteScoreSheet(&brokenWriter{n}, sampleSheet()); !errors.Is(err, errBroken) {
			t.Errorf("a reader gone after %d of %d bytes: %v", n, whole, err)
		}
	}
	var out bytes.Buffer
	b := &book{file: excelize.NewFile(), data: sampleSheet(), looks: map[look]int{}, err: errBroken}
	b.describe()
	b.writeRanking()
	b.writeDetails()
	b.writeMatrices()
	if err := b.writeTo(&out); err != errBroken || out.Len() > 0 {
		t.Errorf("after an error: %v, and %d bytes written", err, out.Len())
	}
}
