package workbook

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// Measures of the printed page, in points.
const (
	pageWidth    = 841.89 // A4, landscape
	pageHeight   = 595.28
	sideMargin   = 42.5 // 1.5 cm
	topMargin    = 62.5 // 2.2 cm, so that the mark of a trial run has its place
	bottomMargin = 51   // 1.8 cm
	edge         = 17   // from the paper's edge to header and footer

	// columnUnit is one unit of column width: a digit of the default font, 7
	// pixels. Row heights are multiples of rowUnit, which is one pixel.
	columnUnit = 5.25
	rowUnit    = 0.75

	minRow     = 21 // room for a handwritten note
	lineHeight = 15
	maxRow     = 408 // Excel allows 409.5
)

// maxBreaks is how many page breaks a worksheet gets at most. The file format
// allows 1,023.
const maxBreaks = 1000

// book is the workbook being written. Its first error is kept and makes
// everything after it do nothing, so that a sheet reads as a list of its rows.
type book struct {
	file  *excelize.File
	data  goal.ScoreSheet
	looks map[look]int
	tabs  []string // written or being written
	err   error
}

// try runs steps up to the first that fails.
func (b *book) try(steps ...func() error) {
	for _, step := range steps {
		if b.err != nil {
			return
		}
		b.err = step()
	}
}

// describe sets what the file says of itself. Left alone it would name the
// library's author and a day in 2006.
func (b *book) describe() {
	printed := b.data.PrintedAt.UTC().Format(time.RFC3339)
	b.try(
		func() error {
			return b.file.SetDocProps(&excelize.DocProperties{
				Title:          b.heading("目标绩效考核结果"),
				Subject:        b.data.PlanTitle,
				Creator:        b.data.Organ,
				LastModifiedBy: b.data.PrintedFor,
				Created:        printed,
				Modified:       printed,
				ContentStatus:  standing(b.data.Final),
			})
		},
		// A file that names an older calculation engine is recalculated when
		// it is opened, and the cached values are the run's own.
		func() error { return b.file.SetCalcProps(&excelize.CalcPropsOptions{CalcID: new(uint(191029))}) },
	)
}

// writeTo packs the workbook straight into w. Excelize would collect the packed
// file in memory first; the buffer it hands over stays empty instead.
func (b *book) writeTo(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		z := zip.NewWriter(w)
		z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
			return flate.NewWriter(w, flate.DefaultCompression)
		})
		return z
	})
	return b.file.Write(io.Discard)
}

// heading is the title of a document of this run.
func (b *book) heading(what string) string {
	h := fmt.Sprintf("%d年度%s%s", b.data.Year, b.data.Organ, what)
	if !b.data.Final {
		h += "（试算）"
	}
	return h
}

func (b *book) instant(t time.Time) string {
	return t.In(b.data.Zone).Format("2006-01-02 15:04")
}

// form is what has to be known of a worksheet before its first row.
type form struct {
	tab    string
	title  string
	widths []float64
	header []row // the column titles
	frozen int   // columns that stay in view
}

// row is one row of a worksheet, starting in the first column.
type row struct {
	cells  []excelize.Cell
	spans  []span
	height float64 // 0: as high as its text needs
}

// span is a merged cell: columns from first to last, counted from 1, of this
// row and as many below.
type span struct{ first, last, below int }

// table is one worksheet, written from top to bottom.
//
// Its rows are streamed: beyond 16 MB they wait in a temporary file and not in
// memory. In exchange everything else about the sheet has its moment, and what
// comes too late is lost without an error: the fit to the page's width before
// the stream is opened, widths and panes before the first row, and margins,
// header, footer, page breaks and protection before the end.
type table struct {
	*book
	form
	out    *excelize.StreamWriter
	at     int     // the last row written
	high   float64 // all rows written
	breaks int
	page   pager
	values []any // of the row being written
}

// open starts a worksheet with its title, its head and its page set-up.
func (b *book) open(f form) *table {
	t := &table{book: b, form: f, values: make([]any, len(f.widths))}
	t.tab = b.addTab(f.tab)
	scale := min(1, (pageWidth-2*sideMargin)/(total(f.widths)*columnUnit))
	t.setUpPage(scale)
	t.stream()

	lines := linesIn(f.title, total(f.widths)*bodySize/titleLook.size)
	t.band(row{height: 12 + 27*float64(lines)}, b.text(titleLook, f.title))
	t.line(t.info())
	for _, r := range f.header {
		t.line(r)
	}
	t.page = pager{capacity: (pageHeight-topMargin-bottomMargin)/scale - t.high}
	return t
}

// addTab adds an empty worksheet. A name that cannot be one, or is taken, is
// changed until it can.
func (b *book) addTab(name string) string {
	if b.err != nil {
		return name
	}
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name), " ")
	tab := shortened(name, excelize.MaxSheetNameLength)
	same := func(other string) bool { return strings.EqualFold(tab, other) }
	for n := 2; slices.ContainsFunc(b.tabs, same); n++ {
		suffix := fmt.Sprintf("(%d)", n)
		tab = shortened(name, excelize.MaxSheetNameLength-len(suffix)) + suffix
	}
	if len(b.tabs) == 0 {
		b.err = b.file.SetSheetName(b.file.GetSheetName(0), tab) // the one that a new file comes with
	} else {
		_, b.err = b.file.NewSheet(tab)
	}
	b.tabs = append(b.tabs, tab)
	return tab
}

// setUpPage says how the sheet is printed. scale only takes effect when
// somebody switches the fit to the page's width off.
func (t *table) setUpPage(scale float64) {
	mark := ""
	if !t.data.Final {
		mark = fmt.Sprintf(`&C&"%s,Regular"&36&K%s试算`, headingFont, watermark)
	}
	small := fmt.Sprintf(`&"%s,Regular"&9`, bodyFont)
	t.try(
		func() error {
			return t.file.SetSheetProps(t.tab, &excelize.SheetPropsOptions{FitToPage: new(true)})
		},
		func() error {
			return t.file.SetPageLayout(t.tab, &excelize.PageLayoutOptions{
				Size: new(9), Orientation: new("landscape"), // 9 is A4
				FitToWidth: new(1), FitToHeight: new(0), // 0 is as many as it takes
				AdjustTo: new(uint(max(10, math.Floor(scale*100)))),
			})
		},
		func() error {
			return t.file.SetPageMargins(t.tab, &excelize.PageLayoutMarginsOptions{
				Left: inches(sideMargin), Right: inches(sideMargin), Top: inches(topMargin), Bottom: inches(bottomMargin),
				Header: inches(edge), Footer: inches(edge),
				Horizontally: new(true),
			})
		},
		func() error {
			return t.file.SetHeaderFooter(t.tab, &excelize.HeaderFooterOptions{
				ScaleWithDoc: new(false), // a wide sheet would make them too small to read
				OddHeader:    mark,
				OddFooter: "&L" + small + fmt.Sprintf("运行编号 %d　校验 %.12s", t.data.RunID, t.data.Hash) +
					"&C" + small + "第&P页 共&N页" +
					"&R" + small + "打印 " + t.instant(t.data.PrintedAt) + "　" + footerText(t.data.PrintedFor),
			})
		},
		func() error {
			return t.file.SetDefinedName(&excelize.DefinedName{
				Name:     "_xlnm.Print_Titles",
				RefersTo: fmt.Sprintf("'%s'!$1:$%d", t.tab, 2+len(t.header)),
				Scope:    t.tab,
			})
		},
	)
}

func inches(points float64) *float64 { return new(points / 72) }

// stream opens the stream of rows and says what must be said before the first.
func (t *table) stream() {
	t.try(
		func() (err error) {
			t.out, err = t.file.NewStreamWriter(t.tab)
			return err
		},
		func() error {
			corner, err := excelize.CoordinatesToCellName(t.frozen+1, 3+len(t.header))
			if err != nil {
				return err
			}
			return t.out.SetPanes(&excelize.Panes{
				Freeze: true, XSplit: t.frozen, YSplit: 2 + len(t.header),
				TopLeftCell: corner, ActivePane: "bottomRight",
			})
		},
	)
	for i, width := range t.widths {
		t.try(func() error { return t.out.SetColWidth(i+1, i+1, width) })
	}
}

// info is the row between the title and the head, in three parts.
func (t *table) info() row {
	r := row{cells: make([]excelize.Cell, len(t.widths))}
	from := 0
	for _, part := range []struct {
		until float64 // share of the width
		cell  excelize.Cell
	}{
		{0.32, t.text(infoLook, "填报单位（盖章）："+t.data.Organ)},
		{0.78, t.text(infoLook.aligned("center"),
			fmt.Sprintf("考核周期：%d年度　数据截至：%s", t.data.Year, t.instant(t.data.InputsAt)))},
		{1, t.text(infoLook.aligned("right"), "单位：分")},
	} {
		to := from + 1
		for to < len(t.widths) && total(t.widths[:to]) < part.until*total(t.widths) {
			to++
		}
		r.cells[from] = part.cell
		r.spans = append(r.spans, span{first: from + 1, last: to})
		from = to
	}
	return r
}

// signatures is the line that people sign on.
const signatures = "考核单位：　　　　　　　　　　审核人：　　　　　　　　　　填表人：　　　　　　　　　　填表日期：　　　　年　　月　　日"

// sign is the row of signatures, after what else is asked for.
func (t *table) sign(before string) row {
	return t.across(row{height: 39}, t.text(infoLook, before+signatures))
}

// across is a row that is one cell over the whole width.
func (t *table) across(r row, c excelize.Cell) row {
	r.cells = make([]excelize.Cell, len(t.widths))
	for i := range r.cells {
		r.cells[i].StyleID = c.StyleID // each has its part of the border
	}
	r.cells[0] = c
	r.spans = []span{{first: 1, last: len(t.widths)}}
	return r
}

// band writes such a row.
func (t *table) band(r row, c excelize.Cell) { t.line(t.across(r, c)) }

// line writes r below the last row.
func (t *table) line(r row) {
	if t.err != nil {
		return
	}
	t.at++
	for i := range r.cells {
		t.values[i] = &r.cells[i]
	}
	height := t.height(r)
	t.high += height
	t.page.add(height)
	t.err = t.out.SetRow(fmt.Sprintf("A%d", t.at), t.values[:len(r.cells)], excelize.RowOpts{Height: height})
	for _, s := range r.spans {
		t.try(func() error {
			from, err := excelize.CoordinatesToCellName(s.first, t.at)
			if err != nil {
				return err
			}
			to, err := excelize.CoordinatesToCellName(s.last, t.at+s.below)
			if err != nil || from == to { // one cell alone cannot be merged
				return err
			}
			return t.out.MergeCell(from, to)
		})
	}
}

// block writes rows that belong together, the last tail of them on one page:
// a signature never stands alone on its sheet of paper.
func (t *table) block(rows []row, tail int) {
	for i, r := range rows {
		if i == len(rows)-tail {
			height := 0.0
			for _, r := range rows[i:] {
				height += t.height(r)
			}
			if i > 0 && !t.page.holds(height) {
				t.breakPage()
			}
		}
		t.line(r)
	}
}

// breakPage puts the next row on a new page, as long as the sheet has breaks left.
func (t *table) breakPage() {
	if t.breaks == maxBreaks {
		return
	}
	t.try(func() error { return t.out.InsertPageBreak(fmt.Sprintf("A%d", t.at+1)) })
	t.breaks++
	t.page.turn()
}

// close ends the worksheet.
func (t *table) close() { t.try(t.out.Flush) }

// height is how high r has to be for its text.
func (t *table) height(r row) float64 {
	if r.height > 0 {
		return r.height
	}
	lines := 1
	for i, c := range r.cells {
		if s, ok := c.Value.(string); ok {
			lines = max(lines, linesIn(s, t.widthOf(r, i)))
		}
	}
	h := max(minRow, float64(lines)*lineHeight+6)
	return min(maxRow, math.Ceil(h/rowUnit)*rowUnit)
}

// widthOf is the width of r's cell at index i, with those merged into it.
func (t *table) widthOf(r row, i int) float64 {
	for _, s := range r.spans {
		if s.first == i+1 {
			return total(t.widths[i:s.last])
		}
	}
	return t.widths[i]
}
