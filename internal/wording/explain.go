package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// ExplainScore is a unit's whole score in words and numbers: whoever holds it can
// redo every number in it with a pencil.
func ExplainScore(l Lang, x *goal.Explanation) string {
	w := newExplanationWriter(l, x)
	w.head()
	w.total()
	w.standing()
	w.places()
	w.heading(pair{"各指标得分", "The lines"})
	for _, line := range x.Lines {
		w.line(line)
		w.add("")
	}
	return w.String()
}

// ExplainLine is one line of it. With its head it stands for itself.
func ExplainLine(l Lang, x *goal.Explanation, line *goal.ExplainedLine, withHead bool) string {
	w := newExplanationWriter(l, x)
	if withHead {
		w.head()
	}
	w.line(line)
	return w.String()
}

// explanationWriter writes lines of text.
type explanationWriter struct {
	strings.Builder
	lang    Lang
	x       *goal.Explanation
	say     Explainer
	section int
}

func newExplanationWriter(l Lang, x *goal.Explanation) *explanationWriter {
	names := make(map[string]map[string]string, len(x.Names))
	for kind, list := range x.Names {
		names[kind] = make(map[string]string, len(list))
		for code, name := range list {
			names[kind][code] = nameIn(l, name.Zh, name.En)
		}
	}
	return &explanationWriter{lang: l, x: x, say: Explainer{Lang: l, Rounding: x.Rules.Rounding, Places: x.Rules.Quota.Rounding, Names: names, Listed: true}}
}

func nameIn(l Lang, zh, en string) string {
	if l == English && en != "" {
		return en
	}
	return zh
}

func (w *explanationWriter) add(lines ...string) {
	for _, line := range lines {
		w.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// addf adds a line of words with arguments; name, value, name, value.
func (w *explanationWriter) addf(depth int, text pair, args ...string) {
	w.add(strings.Repeat(indent, depth) + w.words(text, args...))
}

func (w *explanationWriter) words(text pair, args ...string) string {
	byName := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		byName[args[i]] = args[i+1]
	}
	return text.fill(w.lang, byName)
}

func (w *explanationWriter) heading(text pair) {
	w.section++
	number := fmt.Sprint(w.section) + ". "
	if w.lang == Chinese {
		number = []string{"", "一", "二", "三", "四", "五"}[w.section] + "、"
	}
	w.add("", number+text.in(w.lang, nil))
}

// head names what the text explains.
func (w *explanationWriter) head() {
	x := w.x
	kind := pair{"试算", "trial"}
	if x.Run.Final {
		kind = pair{"终评", "final"}
	}
	w.addf(0, pair{"方案：{title}（{year}年度，{organ}），第{edition}版 {document}", "Plan: {title} ({year}, {organ}), edition {edition} {document}"},
		"title", x.Plan.Title, "year", fmt.Sprint(x.Plan.Year), "organ", x.Organ, "edition", fmt.Sprint(x.Run.Edition), "document", x.Plan.DocumentNo)
	w.addf(0, pair{"核算：第{number}次（{kind}），数据截至 {at}，引擎 {engine}，校验码 {hash}", "Run: number {number} ({kind}), figures as of {at}, engine {engine}, hash {hash}"},
		"number", fmt.Sprint(x.Run.Number), "kind", kind.in(w.lang, nil), "at", x.Run.InputsAt.In(x.Plan.Settings.Zone()).Format("2006-01-02 15:04:05"),
		"engine", x.Run.Engine, "hash", x.Run.Hash[:min(12, len(x.Run.Hash))])
	w.addf(0, pair{"单位：{unit}（{mode}）", "Unit: {unit} ({mode})"}, "unit", strings.TrimSpace(x.Unit.Code+" "+x.Unit.Name), "mode", Choice(w.lang, "Mode", string(x.Score.Mode)))
	if x.Group != nil {
		w.addf(0, pair{"考核序列：{group}", "Group: {group}"}, "group", x.Group.Code+" "+nameIn(w.lang, x.Group.Name, x.Group.NameEn))
	}
	r := &x.Rules
	w.addf(0, pair{"取舍：指标得分保留{i}位小数，各部分得分和折算的加减分{c}位，综合得分{f}位，{how}；其余各步均不取舍。",
		"Rounding: lines to {i} decimals, components and shared awards to {c}, the final score to {f}, {how}; nothing else is rounded."},
		"i", fmt.Sprint(r.IndicatorScale), "c", fmt.Sprint(r.ComponentScale), "f", fmt.Sprint(r.FinalScale), "how", Choice(w.lang, "Rounding", string(r.Rounding)))
	w.addf(0, pair{"不适用指标：{what}", "What does not apply: {what}"}, "what", Choice(w.lang, "NAPolicy", string(r.NotApplicable)))
	w.add("")
}

// total is how the lines become the final score, the rank and the grade.
func (w *explanationWriter) total() {
	sc := w.x.Score
	w.section++
	rank := pair{"不排名", "no rank"}.in(w.lang, nil)
	if sc.Rank != nil {
		rank = w.words(pair{"第{n}名", "rank {n}"}, "n", fmt.Sprint(*sc.Rank))
	}
	grade := pair{"未评定等次", "no grade"}.in(w.lang, nil)
	if sc.Grade != "" {
		grade = w.say.named("grade", sc.Grade)
	}
	w.addf(0, pair{"一、综合得分 {final} 分，{rank}，{grade}", "1. Final score {final}, {rank}, {grade}"}, "final", sc.Final.StringFixed(int32(w.x.Rules.FinalScale)), "rank", rank, "grade", grade)
	for _, code := range sc.Warnings {
		w.addf(1, pair{"提示：{what}", "Warning: {what}"}, "what", TraceTitle(w.lang, code))
	}
	w.add(indented(w.say.Trace(sc.Trace))...)
	if slices.ContainsFunc(w.x.Lines, func(l *goal.ExplainedLine) bool { return !counts(l) }) {
		w.marks(1, "")
	}
}

// counts reports whether a line's marks are part of what the unit can reach.
func counts(l *goal.ExplainedLine) bool { return l.FullMarks != "0" }

// marks lists which marks count in each dimension, or in one: what scaling up
// was made from.
func (w *explanationWriter) marks(depth int, only string) {
	for _, d := range w.x.Marks {
		if only != "" && d.Dimension != only {
			continue
		}
		var in, out []string
		sum := score.DimensionMarks{}.FullMarks
		for _, l := range w.x.Lines {
			text := l.Goal.Indicator + " " + l.Goal.FullMarks.String()
			switch {
			case l.Rule.Dimension != d.Dimension:
			case counts(l):
				in, sum = append(in, text), sum.Add(l.Goal.FullMarks)
			default:
				out = append(out, text+brackets(w.lang, Choice(w.lang, "State", string(l.State))))
			}
		}
		none := pair{"无", "none"}.in(w.lang, nil)
		w.addf(depth, pair{"维度 {d}：方案分值 {full}；计入：{in}，合计 {sum}；不计入：{out}", "Dimension {d}: {full} marks in the plan; counted: {in}, together {sum}; left out: {out}"},
			"d", w.say.named("dimension", d.Dimension), "full", d.FullMarks.String(), "in", orElse(strings.Join(in, pair{"、", ", "}.choose(w.lang)), none),
			"sum", sum.String(), "out", orElse(strings.Join(out, pair{"、", ", "}.choose(w.lang)), none))
	}
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// standing is the group's printed list, which the rank follows from.
func (w *explanationWriter) standing() {
	w.heading(pair{"本序列排名", "The group's ranks"})
	if r := w.x.Rules.Ranking; r != "" {
		w.addf(1, pair{"规则：{how}", "Rule: {how}"}, "how", Choice(w.lang, "Ranking", string(r)))
	}
	for _, st := range w.x.Standing {
		rank := Choice(w.lang, "Mode", string(st.Mode))
		if st.Rank != nil {
			rank = w.words(pair{"第{n}名", "Rank {n}"}, "n", fmt.Sprint(*st.Rank))
		}
		grade := ""
		if st.Grade != "" {
			grade = w.say.named("grade", st.Grade)
		}
		w.addf(1, pair{"{rank}  {unit}  {final} 分  {grade}", "{rank}  {unit}  {final}  {grade}"}, "rank", rank, "unit", w.say.named("unit", st.Code),
			"final", st.Final.StringFixed(int32(w.x.Rules.FinalScale)), "grade", grade)
	}
}

// places is how the group's grades were given out.
func (w *explanationWriter) places() {
	r := &w.x.Rules
	w.heading(pair{"本序列等次名额", "The group's grades"})
	for _, g := range r.Grades {
		text := w.words(pair{"{grade}：综合得分不低于 {min}", "{grade}: a final score of {min} or more"}, "grade", w.say.named("grade", g.Code), "min", g.MinScore.String())
		if g.Share != nil {
			text += w.words(pair{"，名额比例 {share}", ", a share of {share}"}, "share", g.Share.String())
		}
		if g.Places != nil {
			text += w.words(pair{"，名额 {n} 个", ", {n} places"}, "n", fmt.Sprint(*g.Places))
		}
		if g.VetoFree {
			text += pair{"，不得有否决项", ", no veto"}.choose(w.lang)
		}
		if g.BindingMet {
			text += pair{"，约束性指标须完成", ", binding indicators met"}.choose(w.lang)
		}
		w.add(indent + text)
	}
	q := &r.Quota
	var by []string
	for _, t := range q.TieBreak {
		by = append(by, w.say.value(score.Operand{Name: "by", Value: string(t)}))
	}
	edge, unused := q.Edge, q.Unused
	if edge == "" {
		edge = score.EdgeTieBreak
	}
	if unused == "" {
		unused = score.UnusedLost
	}
	w.addf(1, pair{"名额：基数为{base}，{rounding}，最少 {min} 个；末位同分：{edge}{by}；未用名额{unused}", "Places: of {base}, {rounding}, at least {min}; tied at the edge: {edge}{by}; unused places: {unused}"},
		"base", Choice(w.lang, "QuotaBase", string(q.Base)), "rounding", Choice(w.lang, "QuotaRounding", string(q.Rounding)), "min", fmt.Sprint(q.MinPlaces),
		"edge", Choice(w.lang, "EdgePolicy", string(edge)), "by", brackets(w.lang, strings.Join(by, pair{"、", ", "}.choose(w.lang))), "unused", Choice(w.lang, "UnusedPlaces", string(unused)))
	for _, t := range w.x.Places.Children {
		w.add(indented(w.say.Trace(t))...)
	}
}
