package workbook

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// stateWord stands in place of a figure that is not there.
var stateWord = map[score.State]string{
	score.NotApplicable: "不适用",
	score.Missing:       "未报送",
	score.Pending:       "待定",
	score.Failed:        "数据有误",
	score.Void:          "作废",
}

// Columns of the details that are spoken of elsewhere.
const (
	marksColumn   = 5
	pointsColumn  = 12
	detailColumns = 17
)

// details is sheet 2, 单位得分明细表: all units one after the other, each
// beginning on a page of its own.
type details struct {
	*table
	marks  look
	layout form // of this sheet and those that go on from it
}

func (b *book) writeDetails() {
	marks, figures := 2, 10.0
	for _, g := range b.data.Groups {
		for _, u := range g.Units {
			for _, l := range u.Lines {
				marks = decimals(marks, 4, l.FullMarks, l.Points)
				figures = max(figures, figureWidth(l))
			}
		}
	}
	figures = min(figures, 15)
	d := &details{
		marks: numberLook.fixed(marks),
		layout: form{
			tab:    "单位得分明细表",
			title:  b.heading("目标绩效考核单位得分明细表"),
			widths: []float64{10, 9, 26, 9, 8.5, figures, figures, figures, 9, 13, 9.5, 9.5, 7.5, 24, 14, 8, 15},
			header: []row{b.head([]string{
				"维度", "指标编号", "三级指标", "计量单位", "分值", "目标值", "基期值", "实际完成值", "完成率",
				"计分方法", "自评得分", "核定得分", "差异", "失分原因", "数据责任单位", "审核人", "备注"})},
			frozen: 3,
		},
	}
	d.table = b.open(d.layout)
	for i, g := range b.data.Groups {
		for j, u := range g.Units {
			if i+j > 0 {
				d.next()
			}
			d.unit(g, u)
		}
	}
	d.close()
}

// figureWidth is the width that l's figures need.
func figureWidth(l goal.SheetLine) float64 {
	width, places := 0, figurePlaces(l)
	for _, d := range []*decimal.Decimal{l.Target, l.Baseline, l.Actual} {
		if d != nil {
			width = max(width, len(d.StringFixed(int32(places))))
		}
	}
	return float64(width) + 1.5
}

// figurePlaces is how many decimals l's figures are printed with: all of them
// with as many as the longest has.
func figurePlaces(l goal.SheetLine) int {
	places := 0
	for _, d := range []*decimal.Decimal{l.Target, l.Baseline, l.Actual} {
		if d != nil {
			places = decimals(places, 6, *d)
		}
	}
	return places
}

// next makes way for the next unit. A unit takes up to two page breaks; a sheet
// that has not as many left is followed by another.
func (d *details) next() {
	if d.breaks+2 > maxBreaks {
		d.close()
		d.table = d.open(d.layout)
		return
	}
	d.breakPage()
}

// unit writes u's title, its lines with a subtotal after each dimension, and who signs.
func (d *details) unit(g goal.SheetGroup, u goal.SheetUnit) {
	d.band(row{height: 30}, d.text(bandLook, d.caption(g, u)))
	var rows []row
	tail := 0 // where the last two lines begin
	all := new(big.Rat)
	for start := 0; start < len(u.Lines); {
		end := start
		for end < len(u.Lines) && u.Lines[end].DimensionCode == u.Lines[start].DimensionCode {
			if end == len(u.Lines)-2 {
				tail = len(rows)
			}
			rows = append(rows, d.goal(u.Lines[end]))
			end++
		}
		marks, points := subtotal(u, u.Lines[start:end])
		all.Add(all, marks)
		rows = append(rows, d.sum(u.Lines[start].Dimension+"　小计", marks, points))
		start = end
	}
	rows = append(rows,
		d.sum(u.Name+"　合计", all, u.Indicators),
		d.sign("单位主要负责人签字：　　　　　　　　　　"))
	d.block(rows, len(rows)-tail)
}

// subtotal is what the run says of the dimension that all of lines are of, or
// else what they add up to.
func subtotal(u goal.SheetUnit, lines []goal.SheetLine) (*big.Rat, decimal.Decimal) {
	for _, d := range u.Dimensions {
		if marks, ok := new(big.Rat).SetString(d.Effective); ok && d.Dimension == lines[0].DimensionCode {
			return marks, d.Points
		}
	}
	marks, points := new(big.Rat), decimal.Zero
	for _, l := range lines {
		marks.Add(marks, effective(l))
		points = points.Add(l.Points)
	}
	return marks, points
}

// caption is a unit's own title.
func (d *details) caption(g goal.SheetGroup, u goal.SheetUnit) string {
	rank := "—"
	if u.Rank > 0 {
		rank = fmt.Sprint(u.Rank)
	} else if note := rankingNote[u.Mode]; note != "" {
		rank += "（" + note + "）"
	}
	return fmt.Sprintf("%s　　考核序列：%s　　综合得分：%s　　名次：%s",
		u.Name, g.Name, u.Final.StringFixed(int32(decimals(2, 4, u.Final))), rank)
}

// effective is l's marks after redistribution, exact: none where l does not
// count. Where they are not given they are those planned.
func effective(l goal.SheetLine) *big.Rat {
	if r, ok := new(big.Rat).SetString(l.Effective); ok {
		return r
	}
	return l.FullMarks.Rat()
}

// goal is the row of one line.
func (d *details) goal(l goal.SheetLine) row {
	figures := numberLook.fixed(figurePlaces(l))
	figure := func(v *decimal.Decimal) excelize.Cell {
		if v == nil {
			return d.empty(figures)
		}
		return d.number(figures, *v)
	}
	marks, points := d.dash(), d.dash()
	if full := effective(l); full.Sign() != 0 {
		marks, points = d.number(d.marks, printed(full)), d.number(d.marks, l.Points)
	}
	actual := figure(l.Actual)
	if word := stateWord[l.State]; word != "" && l.Actual == nil {
		actual = d.text(wordLook, word)
	} else if l.ActualText != "" {
		actual = d.text(wordLook, l.ActualText)
	}
	rate := d.empty(numberLook.percent(1))
	if l.Rate != nil {
		rate = d.number(numberLook.percent(1), *l.Rate)
	}
	method := l.MethodName
	if method == "" {
		method = l.Method
	}
	return row{cells: []excelize.Cell{
		d.text(textLook, l.Dimension), d.text(wordLook, l.Code), d.text(textLook, l.Name), d.text(wordLook, l.UnitOfMeasure),
		marks, figure(l.Target), figure(l.Baseline), actual, rate,
		d.text(textLook, method), d.empty(d.marks), points, d.empty(d.marks),
		d.text(textLook, l.LossReason), d.text(textLook, l.Owner), d.text(wordLook, l.VerifiedBy), d.text(textLook, remark(l)),
	}}
}

// remark says why a line's marks are not those planned, or its points are gone.
func remark(l goal.SheetLine) string {
	var notes []string
	planned := "原分值" + l.FullMarks.StringFixed(int32(decimals(2, 4, l.FullMarks)))
	switch full := effective(l); {
	case full.Sign() == 0:
		notes = append(notes, "不计分，"+planned)
	case full.Cmp(l.FullMarks.Rat()) != 0:
		notes = append(notes, planned+"，经重新分配")
	}
	if l.State == score.Zeroed {
		notes = append(notes, "按规定计零分")
	}
	return strings.Join(notes, "；")
}

// sum is the row of a subtotal or of the total.
func (d *details) sum(title string, marks *big.Rat, points decimal.Decimal) row {
	cells := make([]excelize.Cell, detailColumns)
	for i := range cells {
		cells[i] = d.empty(wordLook)
	}
	cells[0] = d.text(wordLook.strong(), title)
	if marks.Sign() != 0 { // a unit that another body scores has a total and no lines
		cells[marksColumn-1] = d.number(d.marks.strong(), printed(marks))
	}
	cells[pointsColumn-1] = d.number(d.marks.strong(), points)
	return row{cells: cells, spans: []span{{first: 1, last: marksColumn - 1}}}
}
