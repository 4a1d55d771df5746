package workbook

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// The fonts are those of Chinese official documents. They come with Windows and
// WPS; elsewhere the program that opens the file puts its own in their place.
const (
	headingFont = "黑体"
	bodyFont    = "仿宋"
	bodySize    = 10.5 // 五号: a Chinese character is two units of column width wide
)

const (
	grey      = "D9D9D9" // 15 %
	palePink  = "FFC7CE"
	darkRed   = "9C0006"
	watermark = "A6A6A6"
)

// asText keeps a text a text even when somebody edits its cell: under the
// general format Excel would then read "=1+1" as a formula.
const asText = "@"

// look is how a cell appears. Equal looks share one style of the workbook.
type look struct {
	font   string
	size   float64
	bold   bool
	align  string
	format string // of a number; asText for words
	fill   string
	colour string
	bare   bool // no border
	locked bool // where the sheet is protected
}

var (
	titleLook  = look{font: headingFont, size: 20, align: "center", format: asText, bare: true}
	infoLook   = look{font: bodyFont, size: bodySize, align: "left", format: asText, bare: true}
	headLook   = look{font: headingFont, size: bodySize, align: "center", format: asText, fill: grey}
	bandLook   = look{font: headingFont, size: 12, align: "left", format: asText}
	textLook   = look{font: bodyFont, size: bodySize, align: "left", format: asText}
	wordLook   = look{font: bodyFont, size: bodySize, align: "center", format: asText}
	numberLook = look{font: bodyFont, size: bodySize, align: "right"}
	countLook  = look{font: bodyFont, size: bodySize, align: "center", format: "0"}
)

func (l look) aligned(to string) look { l.align = to; return l }
func (l look) strong() look           { l.bold = true; return l }

// fixed is the look of numbers with that many decimals.
func (l look) fixed(places int) look {
	l.format = "0"
	if places > 0 {
		l.format += "." + strings.Repeat("0", places)
	}
	return l
}

// percent is the look of fractions written as percentages.
func (l look) percent(places int) look {
	l = l.fixed(places)
	l.format += "%"
	return l
}

// style is the workbook's number for l.
func (b *book) style(l look) int {
	id, ok := b.looks[l]
	if !ok && b.err == nil {
		id, b.err = b.file.NewStyle(l.style())
		b.looks[l] = id
	}
	return id
}

// style is l in the library's terms.
func (l look) style() *excelize.Style {
	s := &excelize.Style{
		Font: &excelize.Font{Family: l.font, Size: l.size, Bold: l.bold, Color: l.colour},
		Alignment: &excelize.Alignment{
			Horizontal: l.align,
			Vertical:   "center",
			WrapText:   l.format == asText,
			// A number too long for its column gets smaller; otherwise it
			// would be printed as a row of #.
			ShrinkToFit: l.format != asText,
		},
		CustomNumFmt: &l.format,
		Protection:   &excelize.Protection{Locked: l.locked},
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if !l.bare {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Style: 1, Color: "000000"})
		}
	}
	return s
}

func (b *book) empty(l look) excelize.Cell { return excelize.Cell{StyleID: b.style(l)} }

func (b *book) text(l look, s string) excelize.Cell {
	if s == "" {
		return b.empty(l)
	}
	return excelize.Cell{StyleID: b.style(l), Value: s}
}

func (b *book) count(n int) excelize.Cell {
	return excelize.Cell{StyleID: b.style(countLook), Value: n}
}

func (b *book) number(l look, d decimal.Decimal) excelize.Cell {
	return excelize.Cell{StyleID: b.style(l), Value: numeric(d)}
}

// dash stands where there can be no number.
func (b *book) dash() excelize.Cell { return b.text(wordLook, "—") }

// numeric is d as a value of which the stream writer makes a numeric cell. The
// writer has no way in for a number's own digits: what is neither integer nor
// float becomes text. It writes a float as the shortest digits that read back
// as the same float, and those are d's own as long as d has no more than 15
// significant digits, which is all that Excel keeps of any number. Of more, an
// integer still has its digits in the file, a fraction the nearest float's.
func numeric(d decimal.Decimal) any {
	if d.IsInteger() && d.BigInt().IsInt64() {
		return d.IntPart()
	}
	f, _ := strconv.ParseFloat(d.String(), 64) // the digits always parse
	return f
}

// decimals is how many decimal places are needed to show all of ds, within
// bounds. A column of marks shows at least two, and more where the plan keeps more.
func decimals(least, most int, ds ...decimal.Decimal) int {
	for _, d := range ds {
		if _, fraction, ok := strings.Cut(d.String(), "."); ok {
			least = max(least, len(fraction))
		}
	}
	return min(least, most)
}

// printed is r itself where it ends after a few decimals, and otherwise r
// rounded to two, half away from zero.
func printed(r *big.Rat) decimal.Decimal {
	places := 2
	if n, exact := r.FloatPrec(); exact && n <= 4 {
		places = n
	}
	d, _ := decimal.NewFromString(r.FloatString(places)) // the digits always parse
	return d
}

// mean is the exact mean of ds, rounded to two decimals half away from zero.
func mean(ds []decimal.Decimal) decimal.Decimal {
	sum := decimal.Zero
	for _, d := range ds {
		sum = sum.Add(d)
	}
	return sum.DivRound(decimal.NewFromInt(int64(len(ds))), 2)
}
