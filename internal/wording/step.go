package wording

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
)

// Explainer puts the steps of a calculation into words, complete enough to redo
// them with a pencil.
type Explainer struct {
	Lang     Lang
	Rounding score.Rounding
	Places   score.QuotaRounding
	// Names are what codes stand for, by the operand that holds the code: "unit",
	// "indicator", "dimension", "grade", "veto", "rule".
	Names map[string]map[string]string
	// Listed leaves out where each period's number in a sum is from: the reader has
	// a list of them.
	Listed bool
}

// Trace is a step and all below it, a line each; what belongs to a step is
// indented under it.
func (e Explainer) Trace(t score.Trace) []string {
	head, rest := e.step(t)
	lines := append([]string{head}, indented(rest)...)
	for _, child := range t.Children {
		lines = append(lines, indented(e.Trace(child))...)
	}
	return lines
}

// Steps are what a line was calculated by, numbered.
func (e Explainer) Steps(t score.Trace) []string {
	var lines []string
	for i, child := range t.Children {
		step := e.Trace(child)
		step[0] = strconv.Itoa(i+1) + ". " + step[0]
		lines = append(lines, step...)
	}
	return lines
}

func indented(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = indent + line
	}
	return out
}

// step is one step by itself: its heading and the lines under it.
func (e Explainer) step(t score.Trace) (head string, rest []string) {
	head = TraceTitle(e.Lang, t.Code)
	labels, operands := e.split(t)
	if len(labels) > 0 {
		head += colon(e.Lang) + strings.Join(labels, comma(e.Lang))
	}
	if t.Code == score.TraceFailed {
		return head + colon(e.Lang) + e.failure(t), nil
	}
	result, byKind := e.Expression(t), []string(nil)
	if t.Code == score.TraceFigureSum && t.Value == "" {
		result, byKind = "", sumsByKind(operands)
		if e.Listed {
			operands = nil
		}
	}
	switch {
	case result == "":
	case strings.HasPrefix(result, "= "):
		head += " " + result
	case len(labels) > 0 && t.Code == score.TraceQuota:
		head += comma(e.Lang) + result
	case t.Formula == "" || t.Code == score.TraceFormulaStep || t.Code == score.TraceFormulaHolds || t.Code == score.TraceFormulaFails:
		head += colon(e.Lang) + result
	default:
		rest = append(rest, result)
	}
	for _, o := range operands {
		if !e.Listed || !strings.Contains(t.Formula, "Σ") || !strings.HasPrefix(o.Source, score.FromValue+" "+o.Name+" ") {
			rest = append(rest, e.operand(t.Code, o))
		}
	}
	rest = append(rest, byKind...)
	for _, x := range letters[t.Code] {
		rest = append(rest, x.letter+colon(e.Lang)+x.in(e.Lang, nil))
	}
	if note, ok := notes[t.Code]; ok {
		rest = append(rest, pair{"注：", "Note: "}.choose(e.Lang)+note.in(e.Lang, nil))
	}
	return head, rest
}

// labelNames are operands that say what a step is about, rather than being
// reckoned with.
var labelNames = []string{"component", "dimension", "indicator", "unit", "grade", "veto", "effect", "mode", "rule", "category", "matter", "kind", "state", "by", "on",
	"node", "option", "level", "class", "name"}

// titled are labels whose value does not tell by itself what it is.
var titled = []string{"effect", "mode", "category", "state", "on", "level"}

// split parts what a step is about from what it reckons with. A step without a
// formula has everything in its heading, unless the operands are what somebody
// reported.
func (e Explainer) split(t score.Trace) (labels []string, operands []score.Operand) {
	_, total := totalTitles[t.Code]
	_, grade := gradeTitles[t.Code]
	inline := (total || grade) && t.Formula == ""
	for _, o := range t.Operands {
		isLabel := slices.Contains(labelNames, o.Name)
		switch {
		case t.Code == score.TraceFailed:
		case strings.HasPrefix(o.Source, score.FromValue), !isLabel && !inline, t.Code == score.TraceQuota && !isLabel:
			operands = append(operands, o)
		case isLabel && !slices.Contains(titled, o.Name):
			labels = append(labels, e.value(o)+e.ledger(o))
		default:
			labels = append(labels, e.title(t.Code, o.Name)+" "+e.value(o)+e.ledger(o))
		}
	}
	return labels, operands
}

// ledger says which entry of the ledger an operand is from.
func (e Explainer) ledger(o score.Operand) string {
	if !strings.HasPrefix(o.Source, score.FromEntry+" ") {
		return ""
	}
	return brackets(e.Lang, Source(e.Lang, o.Source))
}

// title is what an operand is called: a letter's meaning, or what a code stands for.
func (e Explainer) title(code, name string) string {
	if named := e.named("unit", name); named != name {
		return named
	}
	return OperandTitle(e.Lang, code, name)
}

// operand is one line: the letter, what it is, its value and where that is from.
func (e Explainer) operand(code string, o score.Operand) string {
	line := o.Name + " "
	if title := e.title(code, o.Name); title != o.Name {
		line = o.Name + pair{"（{title}）", " ({title}) "}.fill(e.Lang, map[string]string{"title": title})
	}
	line += "= " + e.value(o)
	if o.Source != "" {
		line += indent + pair{"来源：", "from: "}.choose(e.Lang) + Source(e.Lang, o.Source)
	}
	return line
}

// named is a code with the name that goes with it.
func (e Explainer) named(kind, code string) string {
	if name := e.Names[kind][code]; name != "" && name != code {
		return code + " " + name
	}
	return code
}

// value is an operand's value in words where it is a code.
func (e Explainer) value(o score.Operand) string {
	switch o.Name {
	case "unit", "indicator", "dimension", "grade", "rule":
		return e.named(o.Name, o.Value)
	case "veto":
		codes := strings.Fields(o.Value)
		for i, code := range codes {
			codes[i] = e.named("veto", code)
		}
		return strings.Join(codes, comma(e.Lang))
	case "state":
		for _, list := range []string{"ValueState", "MilestoneState"} {
			if text := Choice(e.Lang, list, o.Value); text != o.Value {
				return text
			}
		}
		return o.Value
	case "mode":
		return Choice(e.Lang, "Mode", o.Value)
	case "effect":
		return Choice(e.Lang, "VetoEffect", o.Value)
	case "component":
		return Choice(e.Lang, "Component", o.Value)
	case "on":
		return Choice(e.Lang, "DivisionByZero", o.Value)
	case "passed":
		return yesNo(e.Lang, o.Value == "true")
	case "by":
		if text := Choice(e.Lang, "TieBreaker", o.Value); text != o.Value {
			return text
		}
		return e.named("dimension", o.Value)
	}
	if state, days, isLate := strings.Cut(o.Value, " +"); Choice(e.Lang, "MilestoneState", state) != state {
		text := Choice(e.Lang, "MilestoneState", state)
		if isLate {
			text += late(e.Lang, days)
		}
		return text
	}
	return Number(o.Value)
}

// failure says why a line has no points.
func (e Explainer) failure(t score.Trace) string {
	args := map[string]string{}
	for _, o := range t.Operands {
		args[o.Name] = o.Value
	}
	return problemOf(e.Lang, args["code"], args)
}
