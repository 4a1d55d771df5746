package workbook

import (
	"fmt"
	"io"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/xuri/excelize/v2"
)

// auditColumns are the columns of an exported audit and their widths.
var auditColumns = []struct {
	title string
	width float64
}{
	{"时间", 21}, {"所属单位", 18}, {"序号", 8}, {"操作人", 20}, {"代行单位", 14}, {"操作", 20}, {"操作代码", 18}, {"理由", 26}, {"变动（前 → 后）", 60}, {"对象", 22},
	{"请求编号", 22}, {"校验值（SHA-256）", 34},
}

// WriteAudit writes entries of the audit to w, newest first, under a head that
// says who exported them, what was asked for, and the newest signed checkpoint.
// Nothing reaches w before the sheet is complete. s.Zone must be set.
func WriteAudit(w io.Writer, s goal.AuditSheet) error {
	b := &book{file: excelize.NewFile(), looks: map[look]int{}}
	defer b.file.Close() // and removes the temporary file behind a long sheet

	printed := s.PrintedAt.UTC().Format(time.RFC3339)
	b.try(func() error {
		return b.file.SetDocProps(&excelize.DocProperties{Title: auditTitle(s), LastModifiedBy: s.PrintedFor, Creator: s.PrintedFor, Created: printed, Modified: printed})
	})
	b.writeAudit(s)
	if err := b.writeTo(w); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// AuditName is the file name of an exported audit.
func AuditName(s goal.AuditSheet) string {
	title := "机构人员"
	if s.Title != "" {
		title = fileNamePart(s.Title)
	}
	return fmt.Sprintf("审计记录_%s_%s.xlsx", title, s.PrintedAt.In(s.Zone).Format("20060102-1504"))
}

func auditTitle(s goal.AuditSheet) string {
	if s.Title == "" {
		return "机构、人员、权限和登录的审计记录"
	}
	return s.Title + "　审计记录"
}

// auditInstant is an instant to the microsecond, with the zone that it is in.
func auditInstant(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("2006-01-02 15:04:05.000000 -07:00")
}

func (b *book) writeAudit(s goal.AuditSheet) {
	widths, head := make([]float64, len(auditColumns)), row{}
	for i, c := range auditColumns {
		widths[i] = c.width
		head.cells = append(head.cells, b.text(headLook, c.title))
	}
	t := &table{book: b, form: form{widths: widths, header: []row{head}, frozen: 1}, values: make([]any, len(widths))}
	t.tab = b.addTab("审计记录")
	t.setUpLandscape()
	t.stream()
	t.band(row{height: 36}, t.text(titleLook, auditTitle(s)))
	t.band(row{}, t.text(infoLook, auditInfo(s)))
	t.line(head)
	t.try(func() error { return s.Each(func(l goal.AuditLine) error { t.line(t.entry(l, s.Zone)); return t.err }) })
	last := max(t.at, 4)
	t.try(
		func() error { return t.file.AutoFilter(t.tab, fmt.Sprintf("A3:%s%d", lastColumn, last), nil) },
		t.out.Flush,
	)
}

// lastColumn is the letter of the last of [auditColumns].
const lastColumn = "L"

// auditInfo says what the file is: without it a printed page proves nothing.
func auditInfo(s goal.AuditSheet) string {
	info := fmt.Sprintf("导出人：%s　　导出时间：%s　　共 %d 条\n条件：%s", s.PrintedFor, auditInstant(s.PrintedAt, s.Zone), s.Count, s.Asked)
	if s.Checkpoint == 0 {
		return info + "\n最近一次签名检查点：无"
	}
	return info + fmt.Sprintf("\n最近一次签名检查点：第 %d 号，%s，SHA-256 %s", s.Checkpoint, auditInstant(s.CheckpointAt, s.Zone), s.CheckpointHash)
}

func (t *table) entry(l goal.AuditLine, zone *time.Location) row {
	text := func(s string) excelize.Cell { return t.text(textLook, shortened(s, excelize.TotalCellChars)) }
	return row{cells: []excelize.Cell{
		text(auditInstant(l.At, zone)), text(l.Unit), {StyleID: t.style(countLook), Value: l.Seq}, text(l.Actor), text(l.OnBehalfOf), text(l.Deed), text(string(l.Action)),
		text(l.Reason), text(l.Changes), text(l.Object), text(l.RequestID), text(l.Hash),
	}}
}

// setUpLandscape fits the sheet to the width of a page and repeats its head.
func (t *table) setUpLandscape() {
	t.try(
		func() error {
			return t.file.SetSheetProps(t.tab, &excelize.SheetPropsOptions{FitToPage: new(true)})
		},
		func() error {
			return t.file.SetPageLayout(t.tab, &excelize.PageLayoutOptions{Size: new(9), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: new(0)}) // 9 is A4
		},
		func() error {
			return t.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$3:$3", t.tab), Scope: t.tab})
		},
	)
}
