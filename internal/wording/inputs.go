package wording

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// Inputs says in a cell what a figure was that is more than a number, or none:
// "节点：2/4 完成", "专家评分：7 份", "票：65/70" for 65 valid ballots of 70. The
// rule tells which answers are valid. What is nothing at all reads 0.
func Inputs(l Lang, rule score.Rule, in *score.Inputs) string {
	if in == nil {
		return ""
	}
	w := inputWriter(l)
	parts := []string{
		w.passed(in.Passed), w.list(in.Ratings), w.occurrences(in.Occurrences), w.milestones(in.Milestones), w.marks(in.Marks),
		w.ballots(rule.Method.Satisfaction, in.Ballots), w.awards(in.Awards), w.upper(in.Upper), w.place(in.Place), w.numbers(in.Numbers),
	}
	if d := in.DaysLate; d != nil && !d.IsZero() {
		parts = append(parts, w.say(pair{"迟 {days} 天", "days late: {days}"}, "days", d.String()))
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, map[Lang]string{Chinese: "；", English: "; "}[l])
}

// inputWriter writes the parts of a cell in one language; what there is nothing
// of it leaves empty.
type inputWriter Lang

func (w inputWriter) say(text pair, args ...string) string {
	named := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i]] = args[i+1]
	}
	return text.in(Lang(w), named)
}

func (w inputWriter) list(items []string) string {
	return strings.Join(items, map[Lang]string{Chinese: "、", English: ", "}[Lang(w)])
}

func (w inputWriter) passed(is *bool) string {
	switch {
	case is == nil:
		return ""
	case *is:
		return w.say(pair{"通过", "passed"})
	}
	return w.say(pair{"未通过", "not passed"})
}

// occurrences leaves out what did not happen.
func (w inputWriter) occurrences(list []score.Occurrence) string {
	var items []string
	for _, o := range list {
		if !o.Count.IsZero() {
			items = append(items, o.Kind+"×"+o.Count.String())
		}
	}
	return w.list(items)
}

// milestones counts the nodes that are done, out of those that are not cancelled.
func (w inputWriter) milestones(list []score.Milestone) string {
	if len(list) == 0 {
		return ""
	}
	done, late, gone := 0, 0, 0
	for _, m := range list {
		switch {
		case m.State == score.NodeCancelled:
			gone++
		case m.State == score.NodeDone && m.DaysLate > 0:
			late++
			done++
		case m.State == score.NodeDone:
			done++
		}
	}
	items := []string{w.say(pair{"节点：{done}/{of} 完成", "nodes: {done} of {of} done"}, "done", strconv.Itoa(done), "of", strconv.Itoa(len(list)-gone))}
	if late > 0 {
		items = append(items, w.say(pair{"{n} 个迟延", "{n} late"}, "n", strconv.Itoa(late)))
	}
	if gone > 0 {
		items = append(items, w.say(pair{"{n} 个取消", "{n} cancelled"}, "n", strconv.Itoa(gone)))
	}
	return w.list(items)
}

func (w inputWriter) marks(list []decimal.Decimal) string {
	if len(list) == 0 {
		return ""
	}
	return w.say(pair{"专家评分：{n} 份", "panel: {n} marks"}, "n", strconv.Itoa(len(list)))
}

// ballots counts those of all classes together. Without a rule to say otherwise
// every ballot is valid.
func (w inputWriter) ballots(rule *score.Satisfaction, list []score.Ballots) string {
	if len(list) == 0 {
		return ""
	}
	valid, all := 0, 0
	for _, b := range list {
		valid, all = valid+len(b.Numbers), all+len(b.Numbers)
		for _, o := range b.Options {
			all += o.Count
			if rule == nil || !slices.Contains(rule.NotValid, o.Option) {
				valid += o.Count
			}
		}
	}
	return w.say(pair{"票：{valid}/{all}", "ballots: {valid} of {all} valid"}, "valid", strconv.Itoa(valid), "all", strconv.Itoa(all))
}

// awards counts those of each level and class, in the order given.
func (w inputWriter) awards(list []score.Award) string {
	var items []string
	times := map[string]int{}
	for _, a := range list {
		kind := strings.TrimSpace(a.Level + " " + a.Class)
		if times[kind]++; times[kind] == 1 {
			items = append(items, kind)
		}
	}
	for i, kind := range items {
		items[i] = kind + "×" + strconv.Itoa(times[kind])
	}
	return w.list(items)
}

func (w inputWriter) upper(u *score.UpperResult) string {
	if u == nil {
		return ""
	}
	return w.say(pair{"上级考核 {score}/{full}（{document}）", "upper authority: {score} of {full} ({document})"},
		"score", u.Score.String(), "full", u.Full.String(), "document", u.Document)
}

func (w inputWriter) place(p *score.Place) string {
	if p == nil {
		return ""
	}
	return w.say(pair{"排名 {rank}/{of}", "place {rank} of {of}"}, "rank", strconv.Itoa(p.Rank), "of", strconv.Itoa(p.Of))
}

// numbers names each. A growth's name is the engine's, others are the plan's.
func (w inputWriter) numbers(list []score.NamedNumber) string {
	var items []string
	for _, n := range list {
		name := n.Name
		if name == "growth" {
			name = w.say(pair{"增速", "growth"})
		}
		items = append(items, name+" "+n.Value.String())
	}
	return w.list(items)
}
