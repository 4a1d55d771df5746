package workbook

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// The ranking's columns that formulas speak of.
const (
	bonusColumn     = 10
	deductionColumn = 11
	finalColumn     = 12
	rankingColumns  = 17
)

// components are the parts of a final score in the order of their columns. Each
// has two: its score, and that times its weight.
var components = []struct {
	kind  score.Component
	title string
	first int
}{
	{score.IndicatorComponent, "目标任务得分", 4},
	{score.BallotComponent, "民主评议得分", 6},
	{score.LeaderComponent, "领导评价得分", 8},
}

// rankingNote is how a unit that is not ranked takes part.
var rankingNote = map[score.Mode]string{
	score.ScoredUnranked: "单列",
	score.Entrusted:      "委托考核",
	score.Exempt:         "不参与考核",
}

// apart is the line above the units that are not ranked.
const apart = "以下单位单列，不参与排名"

// ranking is sheet 1, 汇总排名表: one block per group.
//
// A sheet can repeat and freeze one head only, so the head says 折算 for all
// groups and each block begins with a row of its own weights, which also is
// where the formulas take them from.
type ranking struct {
	*table
	marks    look // of scores
	weighted look
	finals   look
	scale    int32           // decimals of final scores
	full     decimal.Decimal // what a unit's goals add up to; zero where groups differ
}

func (b *book) writeRanking() {
	marks, weighted, finals := 2, 4, 2
	for _, g := range b.data.Groups {
		for _, u := range g.Units {
			marks = decimals(marks, 4, u.Indicators, u.Bonus, u.Deduction)
			for _, c := range u.Components {
				marks = decimals(marks, 4, c.Score)
				weighted = decimals(weighted, 6, c.Weighted)
			}
			finals = decimals(finals, 4, u.Final)
		}
	}
	full := b.fullMarks()
	r := &ranking{
		table: b.open(form{
			tab:    "汇总排名表",
			title:  b.heading("目标绩效考核汇总排名表"),
			widths: []float64{5.5, 22, 16, 9.5, 10, 9.5, 10, 9.5, 10, 8, 8, 10, 6, 9.5, 9.5, 18, 14},
			header: []row{b.rankingHead(full)},
			frozen: 2,
		}),
		marks:    numberLook.fixed(marks),
		weighted: numberLook.fixed(weighted),
		finals:   numberLook.fixed(finals).strong(),
		scale:    int32(finals),
		full:     full,
	}
	for i, g := range b.data.Groups {
		if i > 0 {
			r.breakPage()
		}
		r.group(g)
	}
	r.protect()
	r.close()
}

func (b *book) rankingHead(full decimal.Decimal) row {
	titles := []string{"序号", "单位", "考核序列"}
	for _, c := range components {
		titles = append(titles, c.title, "折算")
	}
	if !full.IsZero() {
		titles[3] += "(" + full.String() + ")"
	}
	titles = append(titles, "加分", "扣分", "综合得分", "名次", "上年名次", "建议等次", "否决/限制", "备注")
	return b.head(titles)
}

// head is a row of column titles.
func (b *book) head(titles []string) row {
	cells := make([]excelize.Cell, len(titles))
	for i, title := range titles {
		cells[i] = b.text(headLook, title)
	}
	return row{cells: cells}
}

// fullMarks is what all goals of a unit add up to, or zero where that is not
// the same in all groups.
func (b *book) fullMarks() decimal.Decimal {
	full := decimal.Zero
	for _, g := range b.data.Groups {
		i := slices.IndexFunc(g.Units, func(u goal.SheetUnit) bool { return len(u.Dimensions) > 0 })
		if i < 0 { // all scored by another body
			continue
		}
		sum := decimal.Zero
		for _, d := range g.Units[i].Dimensions {
			sum = sum.Add(d.FullMarks)
		}
		if !full.IsZero() && !full.Equal(sum) {
			return decimal.Zero
		}
		full = sum
	}
	return full
}

// group writes one block: the ranked, those apart, the ranked units' mean, and
// who signs.
func (r *ranking) group(g goal.SheetGroup) {
	ranked, unranked := split(g.Units)
	r.band(row{height: 27}, r.text(bandLook, fmt.Sprintf("%s　　参评%d个%s",
		g.Name, len(ranked), clause("，单列%d个", len(unranked)))))
	r.line(r.weights(g))
	weights := r.at

	var rows []row
	unit := func(i int, u goal.SheetUnit) {
		rows = append(rows, r.unit(g, u, i+1, weights+1+len(rows), weights))
	}
	for i, u := range ranked {
		unit(i, u)
	}
	if len(unranked) > 0 {
		rows = append(rows, r.across(row{}, r.text(bandLook, apart)))
	}
	for i, u := range unranked {
		unit(len(ranked)+i, u)
	}
	last := len(rows) - min(2, len(rows))
	rows = append(rows, r.summary(ranked)...)
	rows = append(rows, r.sign(""))
	r.block(rows, len(rows)-last)
}

// split tells the ranked units from those listed apart.
func split(units []goal.SheetUnit) (ranked, unranked []goal.SheetUnit) {
	i := slices.IndexFunc(units, func(u goal.SheetUnit) bool { return u.Rank == 0 })
	if i < 0 {
		return units, nil
	}
	return units[:i], units[i:]
}

// clause is format with n, or nothing where n is nothing.
func clause(format string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// weights is the row of a group's weights.
func (r *ranking) weights(g goal.SheetGroup) row {
	cells := make([]excelize.Cell, rankingColumns)
	for i := range cells {
		cells[i] = r.empty(wordLook)
	}
	cells[0] = r.text(wordLook, "权重")
	for _, c := range components {
		if w, ok := weight(g, c.kind); ok {
			// 0.125 is 12.5 %: two decimals fewer.
			look := numberLook.percent(decimals(2, 6, w) - 2)
			cells[c.first] = r.number(look.aligned("center"), w)
		} else {
			cells[c.first] = r.dash()
		}
	}
	return row{cells: cells, spans: []span{{first: 1, last: 3}}}
}

func weight(g goal.SheetGroup, kind score.Component) (decimal.Decimal, bool) {
	for _, w := range g.Weights {
		if w.Component == kind {
			return w.Weight, true
		}
	}
	return decimal.Decimal{}, false
}

// unit is u's row, which will be the sheet's row at.
func (r *ranking) unit(g goal.SheetGroup, u goal.SheetUnit, n, at, weights int) row {
	cells := []excelize.Cell{r.count(n), r.text(textLook, u.Name), r.text(textLook, g.Name)}
	var parts []string // of the final score's formula
	for _, c := range components {
		pair, ok := r.component(g, u, c.kind, c.first, at, weights)
		cells = append(cells, pair...)
		if ok {
			parts = append(parts, ref(c.first+1, at))
		}
	}
	cells = append(cells, r.number(r.marks, u.Bonus), r.number(r.marks, u.Deduction),
		r.final(u, parts, at), r.place(u.Rank), r.place(u.LastRank), r.text(wordLook, u.Grade),
		r.text(textLook, strings.Join(u.Vetoes, "；")), r.text(textLook, rankingNote[u.Mode]))
	return row{cells: cells}
}

// component is a component's score and its weighted score, and whether u has it.
// A component that the group does not know has a dash; one that has no result
// yet is left empty.
func (r *ranking) component(g goal.SheetGroup, u goal.SheetUnit, kind score.Component, first, at, weights int) ([]excelize.Cell, bool) {
	if _, known := weight(g, kind); !known {
		return []excelize.Cell{r.dash(), r.dash()}, false
	}
	i := slices.IndexFunc(u.Components, func(c score.ComponentResult) bool { return c.Component == kind })
	if i < 0 {
		points := r.empty(r.marks)
		if kind == score.IndicatorComponent {
			points = r.number(r.marks, u.Indicators)
		}
		return []excelize.Cell{points, r.empty(r.weighted)}, false
	}
	c := u.Components[i]
	cell := r.number(r.weighted, c.Weighted)
	product := ref(first, at) + "*" + absoluteRow(first+1, weights)
	// Ballots and leaders score out of 100 even where the goals add up to more.
	w, _ := weight(g, kind)
	ofFull := r.full.Shift(-2)
	switch exact := c.Score.Mul(w); {
	case exact.Equal(c.Weighted):
		cell = r.formula(r.weighted, cell, product)
	case exact.Mul(ofFull).Equal(c.Weighted):
		cell = r.formula(r.weighted, cell, product+"*"+ofFull.String())
	}
	return []excelize.Cell{r.number(r.marks, c.Score), cell}, true
}

// final is u's final score. Its formula stands only where it is true: a score
// that was capped, or of a trial run, or rounded by another rule, is not the sum
// of the cells beside it.
func (r *ranking) final(u goal.SheetUnit, parts []string, at int) excelize.Cell {
	c := r.number(r.finals, u.Final)
	sum := u.Bonus.Sub(u.Deduction)
	for _, part := range u.Components {
		sum = sum.Add(part.Weighted)
	}
	if len(parts) == 0 || len(parts) != len(u.Components) || !sum.Round(r.scale).Equal(u.Final) {
		return c
	}
	return r.formula(r.finals, c, fmt.Sprintf("ROUND(%s+%s-%s,%d)", strings.Join(parts, "+"),
		ref(bonusColumn, at), ref(deductionColumn, at), r.scale))
}

// formula puts a formula behind c's value. Its cell is what the sheet protects.
func (r *ranking) formula(l look, c excelize.Cell, f string) excelize.Cell {
	l.locked = true
	c.Formula, c.StyleID = f, r.style(l)
	return c
}

// place is a rank, of which there is none below 1.
func (b *book) place(rank int) excelize.Cell {
	if rank == 0 {
		return b.dash()
	}
	return b.count(rank)
}

// summary is the mean, the highest and the lowest of the ranked units.
func (r *ranking) summary(ranked []goal.SheetUnit) []row {
	if len(ranked) == 0 {
		return nil
	}
	columns := map[int][]decimal.Decimal{}
	add := func(column int, d decimal.Decimal) { columns[column] = append(columns[column], d) }
	for _, u := range ranked {
		for _, c := range components {
			if i := slices.IndexFunc(u.Components, func(r score.ComponentResult) bool { return r.Component == c.kind }); i >= 0 {
				add(c.first, u.Components[i].Score)
			}
		}
		add(bonusColumn, u.Bonus)
		add(deductionColumn, u.Deduction)
		add(finalColumn, u.Final)
	}
	of := func(title string, value func([]decimal.Decimal) decimal.Decimal, marks, final look) row {
		cells := make([]excelize.Cell, rankingColumns)
		for i := range cells {
			cells[i] = r.empty(wordLook)
			if ds := columns[i+1]; len(ds) > 0 {
				l := marks
				if i+1 == finalColumn {
					l = final
				}
				cells[i] = r.number(l, value(ds))
			}
		}
		cells[0] = r.text(wordLook, title)
		return row{cells: cells, spans: []span{{first: 1, last: 3}}}
	}
	two := numberLook.fixed(2)
	return []row{
		of("参评单位平均分", mean, two, two.strong()),
		of("最高分", highest, r.marks, r.finals),
		of("最低分", lowest, r.marks, r.finals),
	}
}

func highest(ds []decimal.Decimal) decimal.Decimal { return decimal.Max(ds[0], ds[1:]...) }
func lowest(ds []decimal.Decimal) decimal.Decimal  { return decimal.Min(ds[0], ds[1:]...) }

// protect keeps the formulas from being overwritten by accident. There is no
// password: whoever means to can lift it, and what comes back is never trusted.
func (r *ranking) protect() {
	r.try(func() error {
		return r.file.ProtectSheet(r.tab, &excelize.SheetProtectionOptions{
			SelectLockedCells: true, SelectUnlockedCells: true,
			FormatCells: true, FormatColumns: true, FormatRows: true,
		})
	})
}

// ref is the address of a cell, both counted from 1.
func ref(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // both are within a sheet
	return name
}

// absoluteRow is the address of a cell whose row stays when the formula is copied.
func absoluteRow(column, row int) string {
	name, _ := excelize.ColumnNumberToName(column)
	return fmt.Sprintf("%s$%d", name, row)
}
