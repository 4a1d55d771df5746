package wording

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kaoping/kaoping/internal/score"
)

// Expression is how a step comes to its value: the formula in letters, in
// numbers, what it gives exactly, and what that is rounded to.
func (e Explainer) Expression(t score.Trace) string {
	if holds, ok := conditions[t.Code]; ok {
		return e.condition(t, holds)
	}
	var parts []string
	add := func(s string) {
		if s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
			parts = append(parts, s)
		}
	}
	switch t.Code {
	case score.TraceDivisionByZero, score.TraceNAZero:
	case score.TraceQuota:
		add(quotaInNumbers(t))
	case score.TracePeerGap:
		add(e.gap(t))
	case score.TraceEntry:
		return e.entry(t)
	default:
		formula, _, _ := strings.Cut(t.Formula, ", 0 to F")
		formula, _, _ = strings.Cut(formula, " where ")
		add(formula)
		add(inNumbers(t, formula))
	}
	if t.Value != "" {
		add(Number(t.Value))
	}
	text := strings.Join(parts, " = ")
	if len(parts) == 1 && t.Value != "" && t.Formula == "" {
		text = "= " + text
	}
	if _, where, ok := strings.Cut(t.Formula, " where "); ok {
		text += pair{"（因 ", " (since "}.choose(e.Lang) + where + pair{"，即 ", ", that is "}.choose(e.Lang) + inNumbers(t, where) + pair{"）", ")"}.choose(e.Lang)
	}
	return text + e.rounded(t)
}

// condition says what was asked and what came of it.
func (e Explainer) condition(t score.Trace, holds bool) string {
	text := t.Formula
	if numbers := inNumbers(t, t.Formula); numbers != "" && numbers != text {
		text += pair{"，即 ", ", that is "}.choose(e.Lang) + numbers
	}
	if t.Code != score.TraceFormulaHolds && t.Code != score.TraceFormulaFails {
		answer := pair{"，不成立", ", does not hold"}
		if holds {
			answer = pair{"，成立", ", holds"}
		}
		text += answer.choose(e.Lang)
	}
	if t.Value != "" {
		text += pair{"，结果为 ", "; the result is "}.choose(e.Lang) + Number(t.Value)
	}
	return text
}

// entry is what a shared or lower award is worth, which is rounded like a
// component's score.
func (e Explainer) entry(t score.Trace) string {
	p, ok := number(valueOf(t, "p"))
	f, okF := number(valueOf(t, "f"))
	u, okU := number(valueOf(t, "u"))
	if !ok || !okF || !okU || u.Sign() == 0 {
		return "= " + t.Value
	}
	text := t.Formula + " = " + inNumbers(t, t.Formula)
	x := p.Quo(p.Mul(p, f), u)
	if given, _ := number(t.Value); given != nil && x.Cmp(given.Abs(given)) != 0 {
		text += " = " + Number(x.RatString()) + comma(e.Lang) + Choice(e.Lang, "Rounding", string(e.rounding()))
	}
	return text + " → " + t.Value
}

// rounded is the end of a step that rounds.
func (e Explainer) rounded(t score.Trace) string {
	switch {
	case t.Rounded == "":
		return ""
	case t.Code == score.TraceQuota:
		args := map[string]string{"how": Choice(e.Lang, "QuotaRounding", string(e.places())), "n": t.Rounded}
		return pair{"，{how} {n} 个", ", {how}: {n}"}.fill(e.Lang, args)
	case t.Code == score.TraceQuotaFixed:
		return pair{" 个", ""}.choose(e.Lang)
	}
	_, decimals, _ := strings.Cut(t.Rounded, ".")
	how := e.rounding()
	if t.Code == score.TraceClass {
		how = score.HalfAway
	}
	args := map[string]string{"how": Choice(e.Lang, "Rounding", string(how)), "n": strconv.Itoa(len(decimals)), "x": t.Rounded}
	return pair{"，{how}保留{n}位 → {x}", ", {how} to {n} decimals → {x}"}.fill(e.Lang, args)
}

func (e Explainer) rounding() score.Rounding {
	if e.Rounding == "" {
		return score.HalfAway
	}
	return e.Rounding
}

func (e Explainer) places() score.QuotaRounding {
	if e.Places == "" {
		return score.Floor
	}
	return e.Places
}

// quotaInNumbers writes a share of the units in per cent, as notices do.
func quotaInNumbers(t score.Trace) string {
	share, ok := number(valueOf(t, "share"))
	if !ok {
		return t.Formula
	}
	percent := new(big.Rat).Mul(share, big.NewRat(100, 1))
	places, _ := percent.FloatPrec()
	return percent.FloatString(places) + "% × " + valueOf(t, "n")
}

// gap is a distance of which only the part beyond the tolerance counts.
func (e Explainer) gap(t score.Trace) string {
	formula, _, _ := strings.Cut(t.Formula, ",")
	text := formula
	if numbers := inNumbers(t, formula); numbers != "" {
		text += " = " + numbers
	}
	return text + pair{"，超出容差 ± {tol} 的部分", ", the part beyond ± {tol}"}.fill(e.Lang, map[string]string{"tol": valueOf(t, "tol")})
}

func valueOf(t score.Trace, name string) string {
	for _, o := range t.Operands {
		if o.Name == name {
			return o.Value
		}
	}
	return ""
}

// inNumbers is a formula with its letters' values in their place; empty where
// the step does not hold all of them.
func inNumbers(t score.Trace, formula string) string {
	if sum := childrenSum(t); sum != "" {
		return sum
	}
	if strings.HasPrefix(formula, "Σ w × ") {
		return weighted(t)
	}
	values := map[string]string{}
	for _, o := range t.Operands {
		if _, ok := number(o.Value); ok {
			values[o.Name] = factor(o.Value)
		}
	}
	if c, ok := values["c"]; ok && t.Code == score.TracePlacePoints {
		values["c(rank ÷ n)"] = c
	}
	sumOfRest(t, formula, values)
	text, ok := substitute(formula, values)
	if !ok {
		return ""
	}
	return text
}

// childrenSum is the sum of what is below a step, where it adds that up.
func childrenSum(t score.Trace) string {
	want, ok := number(t.Value)
	if !ok || !slices.Contains(sums, t.Code) {
		return ""
	}
	var terms []string
	sum := new(big.Rat)
	for _, child := range t.Children {
		if x, ok := number(child.Value); ok {
			sum.Add(sum, x)
			terms = append(terms, factor(child.Value))
		}
	}
	if len(terms) == 0 || sum.Cmp(want) != 0 {
		return ""
	}
	return strings.Join(terms, " + ")
}

var sumLetter = regexp.MustCompile(`Σ (\p{L}+)`)

// sumOfRest gives a formula's sum, such as "Σ v", the operands of that name, or
// those that it has no letter for: one for each period, each reviewer.
func sumOfRest(t score.Trace, formula string, values map[string]string) {
	found := sumLetter.FindStringSubmatch(formula)
	if found == nil || values[found[0]] != "" {
		return
	}
	letter, single := found[0], found[1]
	named := words(strings.ReplaceAll(t.Formula, letter, ""))
	var own, rest []string
	for _, o := range t.Operands {
		switch _, ok := number(o.Value); {
		case !ok:
		case o.Name == single:
			own = append(own, factor(o.Value))
		case !slices.Contains(named, o.Name):
			rest = append(rest, factor(o.Value))
		}
	}
	terms := own
	if len(own) == 0 {
		terms = rest
	}
	if len(terms) == 0 {
		return
	}
	values[letter] = strings.Join(terms, " + ")
	if formula != letter && len(terms) > 1 {
		values[letter] = "(" + values[letter] + ")"
	}
	if t.Code == score.TraceRating {
		values["n"] = strconv.Itoa(len(terms))
	}
}

// weighted is a weighted mean with its numbers: each period's, or each class's,
// weight stands beside its number under the same name.
func weighted(t score.Trace) string {
	var terms []string
	for _, o := range t.Operands {
		which, ok := strings.CutPrefix(o.Name, "w ")
		x := valueOf(t, which)
		if x == "" {
			x = valueOf(t, "x "+which)
		}
		if ok && x != "" {
			terms = append(terms, factor(o.Value)+" × "+factor(x))
		}
	}
	if len(terms) == 0 {
		return ""
	}
	return "(" + strings.Join(terms, " + ") + ") ÷ " + factor(valueOf(t, "Σ w"))
}

// sumsByKind adds up what several periods counted of each kind.
func sumsByKind(operands []score.Operand) []string {
	var kinds []string
	terms, totals := map[string][]string{}, map[string]*big.Rat{}
	for _, o := range operands {
		x, ok := number(o.Value)
		if !ok {
			continue
		}
		if totals[o.Name] == nil {
			kinds, totals[o.Name] = append(kinds, o.Name), new(big.Rat)
		}
		totals[o.Name].Add(totals[o.Name], x)
		terms[o.Name] = append(terms[o.Name], factor(o.Value))
	}
	lines := make([]string, len(kinds))
	for i, kind := range kinds {
		lines[i] = kind + ": Σ v = " + strings.Join(terms[kind], " + ")
		if places, exact := totals[kind].FloatPrec(); exact && len(terms[kind]) > 1 {
			lines[i] += " = " + totals[kind].FloatString(places)
		}
	}
	return lines
}

// functions are the words of a formula that are no letters.
var functions = []string{"min", "max", "abs", "clamp", "round", "if", "and", "or", "not"}

// substitute puts values in the place of a formula's letters; ok is false where
// one of them has none.
func substitute(formula string, values map[string]string) (text string, ok bool) {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	var b strings.Builder
	for rest := formula; rest != ""; {
		if i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(rest, n) && ends(rest[len(n):]) }); i >= 0 {
			value := values[names[i]]
			rest = rest[len(names[i]):]
			if alone(b.String(), rest) {
				value = strings.TrimSuffix(strings.TrimPrefix(value, "("), ")")
			}
			b.WriteString(value)
			continue
		}
		if word := leadingWord(rest); word != "" {
			if !slices.Contains(functions, word) && !isDigits(word) {
				return "", false
			}
			b.WriteString(word)
			rest = rest[len(word):]
			continue
		}
		_, size := utf8.DecodeRuneInString(rest)
		b.WriteString(rest[:size])
		rest = rest[size:]
	}
	return b.String(), true
}

// alone reports whether what stands between two texts is by itself in its
// brackets, and needs none of its own.
func alone(before, after string) bool {
	before = strings.TrimRight(before, " ")
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return before != "" && after != "" && strings.ContainsRune("(,|⌊⌈", last) && strings.ContainsRune("),|⌋⌉", next)
}

// ends reports whether a name can end before s.
func ends(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || !isWord(r)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '.' }

func leadingWord(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !isWord(r) }); i >= 0 {
		return s[:i]
	}
	return s
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' }) < 0
}

// words are the letters that occur in a formula.
func words(formula string) []string {
	return strings.FieldsFunc(formula, func(r rune) bool { return !isWord(r) })
}
