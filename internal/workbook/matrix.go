package workbook

import (
	"fmt"
	"math/big"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// poorSign stands beside points below three fifths of their marks, where a print
// in black and white would lose the colour. It belongs to the number's format:
// the cell stays a number.
const poorSign = `"▲"`

// matrix is sheet 3, 指标得分一览: a group's units against its indicators.
//
// Groups have different indicators, and a sheet can repeat and freeze one head
// only. So each group has a sheet of its own: one group's column titles over
// another's points would be worse than none.
type matrix struct {
	*table
	marks, poor, finals look
}

func (b *book) writeMatrices() {
	for _, g := range b.data.Groups {
		name := "指标得分一览"
		if len(b.data.Groups) > 1 {
			name += "-" + g.Name
		}
		b.writeMatrix(name, g)
	}
}

func (b *book) writeMatrix(tab string, g goal.SheetGroup) {
	marks, finals := 2, 2
	for _, u := range g.Units {
		for _, l := range u.Lines {
			marks = decimals(marks, 4, l.Points)
		}
		finals = decimals(finals, 4, u.Final)
	}
	m := &matrix{
		marks:  numberLook.fixed(marks),
		poor:   numberLook.fixed(marks),
		finals: numberLook.fixed(finals).strong(),
	}
	m.poor.format = poorSign + m.poor.format
	m.poor.fill, m.poor.colour = palePink, darkRed

	m.table = b.open(form{
		tab:    tab,
		title:  b.heading(g.Name + "指标得分一览"),
		widths: matrixWidths(len(g.Indicators)),
		header: b.matrixHead(g),
		frozen: 2,
	})
	m.units(g)
	m.close()
}

// matrixWidths spreads few indicators over the page and packs many as tightly
// as their points allow.
func matrixWidths(indicators int) []float64 {
	const page, least, most = 144, 7.5, 16
	widths := []float64{5.5, 22}
	last := []float64{9.5, 6.5}
	each := (page - total(widths) - total(last)) / float64(max(1, indicators))
	for range indicators {
		widths = append(widths, min(most, max(least, each)))
	}
	return append(widths, last...)
}

// matrixHead is two rows: dimensions, and below each its indicators with their marks.
func (b *book) matrixHead(g goal.SheetGroup) []row {
	above := row{
		cells: []excelize.Cell{b.text(headLook, "序号"), b.text(headLook, "单位")},
		spans: []span{{first: 1, last: 1, below: 1}, {first: 2, last: 2, below: 1}},
	}
	below := row{cells: []excelize.Cell{b.empty(headLook), b.empty(headLook)}}
	for i, ind := range g.Indicators {
		column := len(above.cells) + 1
		if i > 0 && ind.DimensionCode == g.Indicators[i-1].DimensionCode {
			above.cells = append(above.cells, b.empty(headLook))
			above.spans[len(above.spans)-1].last = column
		} else {
			above.cells = append(above.cells, b.text(headLook, ind.Dimension))
			above.spans = append(above.spans, span{first: column, last: column})
		}
		below.cells = append(below.cells, b.text(headLook,
			fmt.Sprintf("%s\n%s\n(%s分)", ind.Code, ind.Name, ind.FullMarks)))
	}
	for _, title := range []string{"总分", "名次"} {
		above.cells = append(above.cells, b.text(headLook, title))
		column := len(above.cells)
		above.spans = append(above.spans, span{first: column, last: column, below: 1})
		below.cells = append(below.cells, b.empty(headLook))
	}
	return []row{above, below}
}

// units writes a row for each unit, and below what the signs mean.
func (m *matrix) units(g goal.SheetGroup) {
	ranked, unranked := split(g.Units)
	var rows []row
	for i, u := range ranked {
		rows = append(rows, m.unit(g, u, i+1))
	}
	if len(unranked) > 0 {
		rows = append(rows, m.across(row{}, m.text(bandLook, apart)))
	}
	for i, u := range unranked {
		rows = append(rows, m.unit(g, u, len(ranked)+i+1))
	}
	last := len(rows) - min(2, len(rows))
	rows = append(rows,
		m.across(row{}, m.text(infoLook, "注：空白表示不适用或不计分；▲表示得分低于分值的60%。")),
		m.sign(""))
	m.block(rows, len(rows)-last)
}

func (m *matrix) unit(g goal.SheetGroup, u goal.SheetUnit, n int) row {
	lines := make(map[string]goal.SheetLine, len(u.Lines))
	for _, l := range u.Lines {
		lines[l.Code] = l
	}
	cells := []excelize.Cell{m.count(n), m.text(textLook, u.Name)}
	for _, ind := range g.Indicators {
		l, ok := lines[ind.Code]
		if !ok {
			cells = append(cells, m.empty(m.marks))
			continue
		}
		cells = append(cells, m.points(l))
	}
	return row{cells: append(cells, m.number(m.finals, u.Final), m.place(u.Rank))}
}

// points are a line's points, marked where they are poor. A line that does not
// count has none, which is not the same as zero.
func (m *matrix) points(l goal.SheetLine) excelize.Cell {
	switch marks := effective(l); {
	case marks.Sign() == 0:
		return m.empty(m.marks)
	case isPoor(l.Points, marks):
		return m.number(m.poor, l.Points)
	}
	return m.number(m.marks, l.Points)
}

// isPoor reports whether points are below 60 % of marks, by exact arithmetic:
// exactly three fifths are not poor.
func isPoor(points decimal.Decimal, marks *big.Rat) bool {
	limit := new(big.Rat).Mul(marks, big.NewRat(3, 5))
	return points.Rat().Cmp(limit) < 0
}
