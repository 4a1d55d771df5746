package score

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Cells says where a spreadsheet holds what a rule reads: it answers a name with
// a cell's reference or, for names of lists, a range's. Names are those of the
// formulas in traces, W A T B C k, and
//
//	passed          TRUE or FALSE
//	ratings         range of letters, one per reviewer
//	marks           range of a panel's marks
//	peers           range of the group's numbers
//	rank, n         a place reported from outside the plan
//	upper, full     an upper authority's score, and of how many
//	days            days late
//	kind:K          count of occurrences of kind K
//	in:N            the reported number named N
//	node:N          days late of node N, empty if it is not done, any text if it leaves the weights
//	ballots:C       range of the marks of class C, without invalid ones; C is empty where there are no classes
//	option:C:O      count of answer O in class C, likewise
//	awards          range of the points of each award that counts, before caps
//	categories      range of those awards' categories, of the same shape
type Cells func(name string) string

// A name of what a goal does not have is answered with an empty string: k, C,
// days, p (the goal's portion) and f (what redistribution multiplies it by).
// first is the cell of the first formula, where there are two.

// Formulas are what a rule becomes in a spreadsheet, each without its equals sign.
type Formulas struct {
	First  string // the figure of a second method; empty where there is none
	Points string // rounded
}

// Excel is the rule as formulas for one goal whose numbers stand in cells. They
// give the engine's points wherever a spreadsheet's own numbers, of fifteen
// digits, can. ok is false for a rule that no formula expresses.
func (r Rule) Excel(cells Cells, scale int, rounding Rounding) (f Formulas, ok bool) {
	p, s := r.prepare(), sheet{cells}
	last, x := p.method, p.method.excel(s)
	if p.then != nil {
		f.First, last = x, p.then
		if c, is := p.method.(*Composite); is {
			f.First = c.excelValue(s) // which nothing limits there
		}
		s = s.with(map[string]string{"A": cells("first")})
		if x = p.then.excel(s); f.First == "" {
			return f, false
		}
	}
	if x == "" {
		return f, false
	}
	// Modifiers look at the goal's own figure, whatever a second method took for its.
	if x, ok = p.modifiers.excel(sheet{cells}, last, x); !ok || p.then != nil && p.modifiers.OverCompletion != nil {
		return f, false
	}
	for _, name := range []string{"p", "f"} {
		if k := cells(name); k != "" {
			x = "(" + x + ")*" + k
		}
	}
	f.Points = rounded(x, scale, rounding)
	return f, true
}

// excel writes what modifiers make of points x.
func (m *Modifiers) excel(s sheet, last method, x string) (string, bool) {
	w := s.ref("W")
	if _, acted := last.(*RatioToBest); !acted && (s.ref("k") != "" || m.DifficultyCap != nil) {
		most := fmt.Sprintf("MAX(%s,%s)", w, x)
		if m.DifficultyCap != nil {
			most = w + "*" + s.num(*m.DifficultyCap)
		}
		harder := x
		if k := s.ref("k"); k != "" {
			harder = "(" + x + ")*" + k
		}
		x = fmt.Sprintf("IF(%[1]s<=0,%[1]s,MIN(%[2]s,%[3]s))", x, harder, most)
	}
	if m.ChallengeBonus != nil && s.ref("C") != "" {
		x += fmt.Sprintf("+%s*MIN(MAX((%s-%[3]s)/(%[4]s-%[3]s),0),1)", s.num(*m.ChallengeBonus), s.ref("A"), s.ref("T"), s.ref("C"))
	}
	if m.OverCompletion != nil {
		rated, ok := last.(interface{ excelRate(s sheet) string })
		if !ok {
			return "", false
		}
		x = "(" + x + ")*" + m.OverCompletion.excelCoefficient(s, rated.excelRate(s))
	}
	if m.Lateness != nil && s.ref("days") != "" {
		x = m.Lateness.excelLess(s, "("+x+")", s.ref("days"))
	}
	return x, true
}

// rounded is x with scale decimals. Spreadsheets round ties away from zero; half
// even has to be spelt out.
func rounded(x string, scale int, rounding Rounding) string {
	n := strconv.Itoa(scale)
	if rounding != HalfEven {
		return "ROUND(" + x + "," + n + ")"
	}
	unit := "10^" + n
	return fmt.Sprintf("IF(ABS(ROUND(ABS(%[1]s)*%[2]s-INT(ABS(%[1]s)*%[2]s),9)-0.5)=0,2*ROUND((%[1]s)*%[2]s/2,0)/%[2]s,ROUND(%[1]s,%[3]s))", x, unit, n)
}

// sheet writes methods as formulas. Only functions that Excel 2016, WPS and
// LibreOffice share are used.
type sheet struct{ cells Cells }

func (s sheet) ref(name string) string { return s.cells(name) }

// with is the sheet with other text in place of some references.
func (s sheet) with(texts map[string]string) sheet {
	return sheet{cells: func(name string) string {
		if text, ok := texts[name]; ok {
			return text
		}
		return s.cells(name)
	}}
}

// num is a parameter, safe beside any operator.
func (s sheet) num(d decimal.Decimal) string {
	if d.Sign() < 0 {
		return "(" + plain(d) + ")"
	}
	return plain(d)
}

// opt is an optional parameter, or its documented default.
func (s sheet) opt(d *decimal.Decimal, otherwise string) string {
	if d == nil {
		return otherwise
	}
	return s.num(*d)
}

// rate is completion where higher is better, as completed works it out.
func (s sheet) rate() string {
	return fmt.Sprintf("IF(%[2]s>0,%[1]s/%[2]s,1+(%[1]s-%[2]s)/ABS(%[2]s))", s.ref("A"), s.ref("T"))
}

// in is an optional amount in points, whatever the rule states it in, as calc's.
func (s sheet) in(in *PointsIn, d *decimal.Decimal, otherwise string) string {
	if d != nil && in.shares() {
		return s.num(*d) + "*" + s.ref("W")
	}
	return s.opt(d, otherwise)
}

func (s sheet) quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
