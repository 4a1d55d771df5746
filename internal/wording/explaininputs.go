package wording

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
)

// inputsInFull lists all that a figure holds beside its number: a check's
// outcome, ratings, what happened how often, marks, ballots, awards.
func inputsInFull(l Lang, in *score.Inputs) string {
	if in == nil {
		return ""
	}
	if in.Passed != nil {
		if *in.Passed {
			return pair{"通过", "passed"}.in(l, nil)
		}
		return pair{"未通过", "not passed"}.in(l, nil)
	}
	parts := slices.Concat(in.Ratings, occurrences(in), numbers(in), milestones(l, in), ballots(in), awards(l, in), results(l, in))
	if len(parts) == 0 {
		return "0"
	}
	return strings.Join(parts, pair{"、", ", "}.choose(l))
}

func occurrences(in *score.Inputs) (parts []string) {
	for _, o := range in.Occurrences {
		if !o.Count.IsZero() {
			parts = append(parts, o.Kind+"×"+o.Count.String())
		}
	}
	return parts
}

func numbers(in *score.Inputs) (parts []string) {
	for _, n := range in.Numbers {
		parts = append(parts, n.Name+"="+n.Value.String())
	}
	for _, mark := range in.Marks {
		parts = append(parts, mark.String())
	}
	return parts
}

func milestones(l Lang, in *score.Inputs) (parts []string) {
	for _, m := range in.Milestones {
		text := m.Node + " " + Choice(l, "MilestoneState", string(m.State))
		if m.State == score.NodeDone && m.DaysLate > 0 {
			text += late(l, strconv.Itoa(m.DaysLate))
		}
		parts = append(parts, text)
	}
	return parts
}

// late says how late something was done.
func late(l Lang, days string) string {
	return pair{"，逾期 {n} 天", ", {n} days late"}.fill(l, map[string]string{"n": days})
}

func ballots(in *score.Inputs) (parts []string) {
	for _, b := range in.Ballots {
		for _, n := range b.Numbers {
			parts = append(parts, strings.TrimSpace(b.Class+" "+n.String()))
		}
		for _, o := range b.Options {
			parts = append(parts, strings.TrimSpace(b.Class+" "+o.Option+"×"+strconv.Itoa(o.Count)))
		}
	}
	return parts
}

func awards(l Lang, in *score.Inputs) (parts []string) {
	for _, a := range in.Awards {
		text := strings.Join(strings.Fields(a.Matter+" "+a.Level+" "+a.Class+" "+a.Category), " ")
		if a.Units > 1 {
			text += pair{"（{n} 个单位共享）", " (won by {n} units)"}.fill(l, map[string]string{"n": strconv.Itoa(a.Units)})
		}
		parts = append(parts, text)
	}
	return parts
}

// results are what others published about the unit, and how late it was.
func results(l Lang, in *score.Inputs) (parts []string) {
	if u := in.Upper; u != nil {
		args := map[string]string{"score": u.Score.String(), "full": u.Full.String(), "document": u.Document, "date": u.Date}
		parts = append(parts, pair{"上级考核 {score} / {full}（{document} {date}）", "{score} of {full} ({document} {date})"}.fill(l, args))
	}
	if p := in.Place; p != nil {
		parts = append(parts, pair{"第{rank}名，共{of}个", "place {rank} of {of}"}.fill(l, map[string]string{"rank": strconv.Itoa(p.Rank), "of": strconv.Itoa(p.Of)}))
	}
	if in.DaysLate != nil {
		parts = append(parts, pair{"迟 {n} 天", "{n} days late"}.fill(l, map[string]string{"n": in.DaysLate.String()}))
	}
	return parts
}
