package formula

import (
	"strconv"
	"strings"
)

// Excel is f as a spreadsheet has it, without the leading =, each input replaced
// by what cell returns for its name: a reference or a defined name whose cell
// holds a number. It uses what Excel 2016, WPS and LibreOffice share.
//
// References of ordinary length keep it well below Excel's 8,192 characters; no
// more than fifty functions stand in each other. A spreadsheet calculates with some fifteen digits and not exactly; otherwise
// it agrees with [Formula.Eval], on a division by zero as well.
func (f *Formula) Excel(cell func(name string) string) string {
	e := excel{cell: cell}
	e.write(f.root)
	return e.String()
}

// excel writes a tree. Its arithmetic binds as ours does (there is no ^, over
// which Excel's minus would differ), comparisons the loosest; and and or are
// functions.
type excel struct {
	strings.Builder
	cell func(name string) string
}

func (e *excel) write(n *node) {
	switch n.kind {
	case literal:
		e.WriteString(decimal(n.value))
	case input:
		e.WriteString(e.cell(n.name))
	case negative:
		e.WriteByte('-')
		e.operand(n.args[0], levelMinus)
	case sum, product, comparison:
		e.chain(n)
	case clamp:
		// The order is Eval's: lo wins where the bounds cross.
		e.WriteString("MAX(")
		e.write(n.args[1])
		e.WriteString(",MIN(")
		e.list(n.args[2], n.args[0])
		e.WriteString("))")
	case round:
		e.WriteString("ROUND(")
		e.write(n.args[0])
		e.WriteString("," + strconv.Itoa(n.places) + ")")
	default:
		e.call(n)
	}
}

func (e *excel) operand(n *node, least int) {
	if n.level() >= least {
		e.write(n)
		return
	}
	e.WriteByte('(')
	e.write(n)
	e.WriteByte(')')
}

func (e *excel) chain(n *node) {
	for i, arg := range n.args {
		switch {
		case i > 0 && n.signs[i-1] == "!=":
			e.WriteString("<>")
		case i > 0:
			e.WriteString(n.signs[i-1])
		}
		e.operand(arg, n.level()+1)
	}
}

// call writes the functions that Excel has by the same name.
func (e *excel) call(n *node) {
	for _, f := range functions {
		if f.kind == n.kind {
			e.WriteString(strings.ToUpper(f.name))
		}
	}
	e.WriteByte('(')
	e.list(n.args...)
	e.WriteByte(')')
}

func (e *excel) list(args ...*node) {
	for i, arg := range args {
		if i > 0 {
			e.WriteByte(',')
		}
		e.write(arg)
	}
}
