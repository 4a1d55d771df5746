package score

import (
	"slices"
	"strings"
)

// WithoutMarks is what somebody is shown who may not see single marks of panel
// members or single ballots: everything else, and that something is not shown.
// Counts of answers stay; they are nobody's.
func (in *Inputs) WithoutMarks() *Inputs {
	if in == nil {
		return nil
	}
	shown := *in
	shown.Marks = nil
	shown.MarksHidden = len(in.Marks) > 0
	shown.Ballots = slices.Clone(in.Ballots)
	for i := range shown.Ballots {
		shown.MarksHidden = shown.MarksHidden || len(shown.Ballots[i].Numbers) > 0
		shown.Ballots[i].Numbers = nil
	}
	return &shown
}

// WithoutMarks is the trace for such a person: the steps keep their value and
// how many marks there were, and say that the marks themselves are not shown.
// That all were the same is left out, since it tells each of them.
func (t Trace) WithoutMarks() Trace {
	kept := slices.DeleteFunc(slices.Clone(t.Operands), func(o Operand) bool { return singleMark(t.Code, o.Name) })
	children := make([]Trace, 0, len(t.Children)+1)
	for _, c := range t.Children {
		if c.Code != TraceMarksIdentical {
			children = append(children, c.WithoutMarks())
		}
	}
	if len(kept) < len(t.Operands) {
		children = append(children, Trace{Code: TraceMarksHidden})
	}
	if len(children) == 0 {
		children = nil
	}
	t.Operands, t.Children = kept, children
	return t
}

// singleMark knows the operands that are one person's mark or ballot: where the
// figure is put together, and where marks are averaged and trimmed.
func singleMark(step, operand string) bool {
	switch {
	case step == TraceMarksMean:
		return operand == "mark"
	case step == TraceMarksTrimmed:
		return operand == "lowest" || operand == "highest"
	case strings.HasPrefix(step, TraceFigure):
		return operand == "mark" || operand == "ballot" || strings.HasPrefix(operand, "ballot ")
	}
	return false
}
