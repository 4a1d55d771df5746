package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// line is one goal's points: what it is, what it was scored from, and the three
// answers: why this, what is the most, and what one more would bring.
func (w *explanationWriter) line(l *goal.ExplainedLine) {
	scale := int32(w.x.Rules.IndicatorScale)
	w.addf(0, pair{"{indicator}：{points} 分，满分 {full}，{state}", "{indicator}: {points} of {full}, {state}"},
		"indicator", w.say.named("indicator", l.Goal.Indicator), "points", l.Points.StringFixed(scale), "full", Number(l.FullMarks), "state", Choice(w.lang, "State", string(l.State)))
	w.about(l)
	w.add(indented(Rule(w.lang, l.Rule.Rule))...)
	w.values(l)
	w.others(l)
	w.addf(1, pair{"为什么是这个分：", "Why this:"})
	w.add(indented(indented(w.say.Steps(l.Trace)))...)
	if has(l.Trace, score.TraceRedistributed) {
		w.marks(2, l.Rule.Dimension)
	}
	if has(l.Trace, score.TraceSpread) {
		w.marks(2, "")
	}
	if l.Trace.Value != "" {
		w.addf(2, pair{"得分 {x}", "Points {x}"}, "x", w.say.Expression(l.Trace))
	}
	w.addf(1, pair{"最多可得：{most} 分", "The most: {most}"}, "most", l.Most.StringFixed(scale))
	w.add(indent + w.gain(l))
}

func has(t score.Trace, code string) bool {
	return slices.ContainsFunc(t.Children, func(c score.Trace) bool { return c.Code == code })
}

// about is what the line measures, and the unit's goal.
func (w *explanationWriter) about(l *goal.ExplainedLine) {
	i := l.Indicator
	owner := pair{"（未登记）", "(not in the register)"}.in(w.lang, nil)
	if l.Owner != nil {
		owner = l.Owner.Code + " " + l.Owner.Name
	}
	w.addf(1, pair{"维度：{dimension}；计量单位：{measure}；数据责任单位：{owner}；{source}，{kind}，{aggregation}",
		"Dimension: {dimension}; unit of measure: {measure}; owner: {owner}; {source}, {kind}, {aggregation}"},
		"dimension", w.say.named("dimension", l.Rule.Dimension), "measure", i.UnitOfMeasure, "owner", owner, "source", Choice(w.lang, "Source", string(i.Source)),
		"kind", Choice(w.lang, "Kind", string(i.Frequency)), "aggregation", Choice(w.lang, "Aggregation", string(l.Rule.Aggregation)))
	g := &l.Goal
	parts := []string{w.words(pair{"分值 {x}", "marks {x}"}, "x", g.FullMarks.String())}
	for _, n := range []struct {
		text  pair
		value *decimal.Decimal
	}{
		{pair{"目标值", "target"}, g.Target}, {pair{"基数", "baseline"}, g.Baseline}, {pair{"挑战值", "challenge value"}, g.Challenge},
		{pair{"难度系数", "difficulty"}, g.Difficulty}, {pair{"本单位份额", "the unit's part"}, g.Portion},
	} {
		if n.value != nil {
			parts = append(parts, n.text.in(w.lang, nil)+" "+n.value.String())
		}
	}
	if g.NotApplicable {
		parts = append(parts, pair{"不适用", "does not apply"}.in(w.lang, nil))
	}
	w.addf(1, pair{"本单位目标（第{revision}版）：{parts}", "The unit's goal (revision {revision}): {parts}"},
		"revision", fmt.Sprint(g.Revision), "parts", strings.Join(parts, comma(w.lang)))
}

// values are the periods' values that the run pinned, and whose hands they
// passed through.
func (w *explanationWriter) values(l *goal.ExplainedLine) {
	if len(l.Values) == 0 || l.Goal.NotApplicable {
		return
	}
	w.addf(1, pair{"各期填报：", "Reported values:"})
	for i := range l.Values {
		v := &l.Values[i]
		if v.State == score.ValueMissing {
			w.add(indent + indent + v.Period + colon(w.lang) + Choice(w.lang, "ValueState", string(v.State)))
			continue
		}
		text := indent + indent + Source(w.lang, score.FromValue+" "+v.Period+" r"+fmt.Sprint(v.Revision)) + colon(w.lang) + w.shown(v)
		if v.Official {
			text += brackets(w.lang, pair{"数据责任单位提供", "the owner's"}.in(w.lang, nil))
		}
		w.add(text + w.hands(v))
	}
}

// shown is what a value holds.
func (w *explanationWriter) shown(v *goal.ExplainedValue) string {
	var parts []string
	if v.State != score.Value {
		parts = append(parts, Choice(w.lang, "ValueState", string(v.State)))
	}
	if v.Value != nil {
		parts = append(parts, v.Value.String())
	}
	if v.Numerator != nil && v.Denominator != nil {
		parts = append(parts, w.words(pair{"分子 {n}、分母 {d}", "numerator {n}, denominator {d}"}, "n", v.Numerator.String(), "d", v.Denominator.String()))
	}
	if text := inputsInFull(w.lang, v.Inputs); text != "" {
		parts = append(parts, text)
	}
	return strings.Join(parts, comma(w.lang))
}

// hands are the people a value passed through, in the order of the steps.
func (w *explanationWriter) hands(v *goal.ExplainedValue) string {
	zone := w.x.Plan.Settings.Zone()
	parts := make([]string, 0, len(v.Hands)+1)
	for _, h := range v.Hands {
		parts = append(parts, w.words(pair{"{who} {at} {did}", "{did} {who} {at}"}, "who", h.Who, "at", h.At.In(zone).Format("2006-01-02"), "did", Choice(w.lang, "HandStep", string(h.Did))))
	}
	if v.Revised {
		parts = append(parts, pair{"核算后另有新的填报", "a later revision stands today"}.in(w.lang, nil))
	}
	if len(parts) == 0 {
		return ""
	}
	return indent + strings.Join(parts, pair{"，", ", "}.choose(w.lang))
}

// others are the group's numbers that the line was held against.
func (w *explanationWriter) others(l *goal.ExplainedLine) {
	if len(l.Peers) > 0 {
		w.addf(1, pair{"本序列各单位用于比较的数（共 {n} 个）：", "The group's numbers that are compared ({n}):"}, "n", fmt.Sprint(len(l.Peers)))
		for _, p := range l.Peers {
			w.add(indent + indent + w.say.named("unit", p.Name) + colon(w.lang) + Number(p.Value))
		}
		if w.x.Score.Mode != score.Ranked {
			w.addf(2, pair{"本单位单列，不在其中；只在计算本单位时加入本单位的数。", "The unit is listed apart: its number takes part in its own comparison only."})
		}
	}
	if len(l.Parts) > 0 {
		w.addf(1, pair{"本序列各单位得分率（得分 ÷ 满分）：", "The parts that the group's units earned (points ÷ marks):"})
		for _, p := range l.Parts {
			w.add(indent + indent + w.say.named("unit", p.Unit) + colon(w.lang) + w.part(p))
		}
	}
}

func (w *explanationWriter) part(p goal.EarnedPart) string {
	state := Choice(w.lang, "State", string(p.State))
	points, ok := number(p.Points)
	if !ok {
		return state
	}
	marks, ok := number(p.Marks)
	if !ok || marks.Sign() == 0 {
		return p.Points + brackets(w.lang, state)
	}
	ratio := points.Quo(points, marks)
	text := ratio.RatString()
	if places, exact := ratio.FloatPrec(); exact {
		text = ratio.FloatString(places)
	}
	return factor(p.Points) + " ÷ " + factor(p.Marks) + " = " + Number(text) + brackets(w.lang, state)
}

// gain is what one unit of measure would have brought.
func (w *explanationWriter) gain(l *goal.ExplainedLine) string {
	if l.Gain == nil {
		return pair{"再多一个计量单位：完成值不是数或没有完成值，不作测算", "One unit of measure more: the figure is no number, so there is no answer"}.in(w.lang, nil)
	}
	text := pair{"完成值再多 1{measure}（+1）：", "One {measure} more (+1): "}
	if l.Gain.Step < 0 {
		text = pair{"完成值再少 1{measure}（−1）：", "One {measure} less (−1): "}
	}
	out := w.words(text, "measure", l.Indicator.UnitOfMeasure)
	points := l.Gain.Points
	switch points.Sign() {
	case 0:
		return out + pair{"得分不变", "no change"}.in(w.lang, nil)
	case -1:
		return out + w.words(pair{"少得 {x} 分", "{x} points fewer"}, "x", points.Abs().String())
	}
	return out + w.words(pair{"多得 {x} 分", "{x} points more"}, "x", points.String())
}
