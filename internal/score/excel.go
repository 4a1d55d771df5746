package score

import (
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

func (s sheet) quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
