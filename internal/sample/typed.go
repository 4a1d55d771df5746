package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// typed are figures that are no number: what their rule asks for instead.
func (y *year) typed(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	n := len(periods)
	switch l.ind.Takes() {
	case goal.TakesRating:
		return ratings(dice, l, n)
	case goal.TakesCheck:
		return checks(dice, n)
	case goal.TakesOccurrences:
		return occurrences(dice, l, n)
	case goal.TakesMilestones:
		return milestones(dice, l, periods)
	case goal.TakesMarks:
		return y.marks(dice, l, n)
	case goal.TakesBallots:
		return y.ballots(dice, l, n)
	case goal.TakesAwards:
		return y.innovations(dice, l, n)
	case goal.TakesUpperResult:
		return y.published(dice, l, periods)
	case goal.TakesPlace:
		return places(dice, n)
	case goal.TakesNumbers:
		return y.indices(dice, l, n)
	}
	return nil
}

// given is a figure that is nothing but its inputs.
func given(in *score.Inputs) goal.Figures { return goal.Figures{State: score.Value, Inputs: in} }

// edge is how far a unit is above or below what is usual, in points of a hundred.
func (y *year) edge(u *unit) int { return (y.vigour(u) - 1020) / 8 }

// checks are mostly passed.
func checks(dice *rand.Rand, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	for i := range all {
		all[i] = given(&score.Inputs{Passed: new(!chance(dice, 6))})
	}
	return all
}

// ratings are mostly the best letter or the next, and seldom change.
func ratings(dice *rand.Rand, l *line, n int) []goal.Figures {
	grades := l.ind.Rule.Method.Rating.Grades
	all := make([]goal.Figures, n)
	at := firstGrade(dice, len(grades))
	for i := range all {
		if i > 0 && chance(dice, 8) {
			at = min(max(at+dice.IntN(3)-1, 0), min(3, len(grades)-1))
		}
		all[i] = given(&score.Inputs{Ratings: []string{grades[at].Grade}})
	}
	return all
}

func firstGrade(dice *rand.Rand, grades int) int {
	n := dice.IntN(100)
	at := slices.IndexFunc([]int{70, 94, 99, 100}, func(upTo int) bool { return n < upTo })
	return min(at, grades-1)
}

// occurrences are counted by kind, the gravest last: the first kind now and
// then, the others hardly ever.
func occurrences(dice *rand.Rand, l *line, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	for i := range all {
		in := &score.Inputs{}
		for j, k := range l.ind.Rule.Method.Deduction.Kinds {
			times := int64(0)
			if dice.IntN(1000) < []int{18, 1}[min(j, 1)] {
				times = 1
			}
			in.Occurrences = append(in.Occurrences, score.Occurrence{Kind: k.Kind, Count: decimal.NewFromInt(times)})
		}
		all[i] = given(in)
	}
	return all
}

// nodesDue are the months by whose end a project's nodes are due.
var nodesDue = []int{3, 5, 9, 11}

// milestones are a project's nodes, most done when they are due or a little
// before. A few are late, which holds up the next ones, and one in thirty projects
// loses its last node to an adjustment in the autumn.
func milestones(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	nodes := l.ind.Rule.Method.Milestones.Nodes
	late, before := make([]int, len(nodes)), period.Date{}
	for i := range nodes {
		switch n := dice.IntN(100); {
		case n < 84:
			late[i] = -dice.IntN(12)
		case n < 92:
			late[i] = 3 + dice.IntN(12)
		case n < 97:
			late[i] = 16 + dice.IntN(15)
		default:
			late[i] = 40 + dice.IntN(80)
		}
		for due := nodeDue(periods, i); due.AddDays(late[i]).Before(before); {
			late[i]++
		}
		before = nodeDue(periods, i).AddDays(late[i] + 20)
	}
	dropped := chance(dice, 3)
	all := make([]goal.Figures, len(periods))
	for i, p := range periods {
		in := &score.Inputs{}
		for j, n := range nodes {
			due := nodeDue(periods, j)
			m := score.Milestone{Node: n.Node, State: score.NodeNotDue}
			switch {
			case dropped && j == len(nodes)-1 && p.LastMonth() >= 9:
				m.State = score.NodeCancelled
			case !due.AddDays(late[j]).After(p.End()):
				m.State, m.DaysLate = score.NodeDone, max(0, late[j])
			case !due.After(p.End()):
				m.State = score.NodeNotDone
			}
			in.Milestones = append(in.Milestones, m)
		}
		all[i] = given(in)
	}
	return all
}

// nodeDue is the day by which a node is due.
func nodeDue(periods []period.Period, node int) period.Date {
	return period.Of(periods[0].Year(), period.Month, nodesDue[min(node, len(nodesDue)-1)]).End()
}

// marks are a panel's, around what the unit is worth: seven judges of an
// inspection, more where other units are asked.
func (y *year) marks(dice *rand.Rand, l *line, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	worth := 90 + y.edge(l.unit) + dice.IntN(9) - 4
	if chance(dice, 5) {
		worth -= 12
	}
	for i := range all {
		in := &score.Inputs{}
		judges := 7
		if l.ind.Frequency == period.Year {
			judges += dice.IntN(5)
		}
		centre := worth + dice.IntN(5) - 2
		for range judges {
			halves := 2*centre + dice.IntN(15) - 7
			in.Marks = append(in.Marks, decimal.New(int64(min(halves, 198)*5), -1))
		}
		all[i] = given(in)
	}
	return all
}

// ballots are what those asked about a unit answered, class by class: the best
// answer mostly, the worst now and then.
func (y *year) ballots(dice *rand.Rand, l *line, n int) []goal.Figures {
	m := l.ind.Rule.Method.Satisfaction
	all := make([]goal.Figures, n)
	for i := range all {
		in := &score.Inputs{}
		content := min(96, 80+y.edge(l.unit)+dice.IntN(17)-8)
		for j, class := range m.Classes {
			counts := make([]int, len(m.Options))
			asked := 2 + dice.IntN(14) // few enough of one class, sometimes, that it does not count
			if j == 0 {
				asked = 6 + dice.IntN(20)
			}
			for range asked {
				switch {
				case chance(dice, content):
					counts[0]++
				case chance(dice, 88):
					counts[1]++
				default:
					counts[len(counts)-1]++
				}
			}
			b := score.Ballots{Class: class.Class}
			for k, o := range m.Options {
				b.Options = append(b.Options, score.OptionCount{Option: o.Option, Count: counts[k]})
			}
			for _, o := range m.NotValid {
				b.Options = append(b.Options, score.OptionCount{Option: o, Count: dice.IntN(4)})
			}
			in.Ballots = append(in.Ballots, b)
		}
		all[i] = given(in)
	}
	return all
}

// innovations are what a unit's reforms were recognised for, none of one unit in
// twelve. Some papers come late.
func (y *year) innovations(dice *rand.Rand, l *line, n int) []goal.Figures {
	m := l.ind.Rule.Method.Awards
	all := make([]goal.Figures, n)
	for i := range all {
		if chance(dice, 8) {
			all[i] = goal.Figures{State: score.NothingProduced, Note: "年内没有获得认定的改革创新成果。"}
			continue
		}
		in := &score.Inputs{}
		first := dice.IntN(len(reforms))
		for j := range 1 + dice.IntN(3) {
			r := reforms[(first+j)%len(reforms)]
			a := score.Award{Matter: r.matter, Category: r.category, Level: m.Levels[min(len(m.Levels)-1, dice.IntN(len(m.Levels)+1))].Level}
			switch {
			case chance(dice, 20):
				a.Class = m.Classes[0].Class
			case chance(dice, 20):
				a.Units = 2
			}
			in.Awards = append(in.Awards, a)
			if a.Level == m.Levels[0].Level && chance(dice, 50) { // the city had it first
				in.Awards = append(in.Awards, score.Award{Matter: a.Matter, Category: a.Category, Level: m.Levels[1].Level})
			}
		}
		if chance(dice, 15) {
			in.DaysLate = new(decimal.NewFromInt(int64(1 + dice.IntN(4))))
		}
		all[i] = given(in)
	}
	return all
}

// published are an upper authority's results, with the document that makes them
// known.
func (y *year) published(dice *rand.Rand, l *line, periods []period.Period) []goal.Figures {
	all := make([]goal.Figures, len(periods))
	for i, p := range periods {
		tenths := 905 + 6*y.edge(l.unit) + dice.IntN(101) - 50
		if chance(dice, 5) {
			tenths -= 120
		}
		all[i] = given(&score.Inputs{Upper: &score.UpperResult{
			Score: decimal.New(int64(min(tenths, 990)), -1), Full: decimal.NewFromInt(100),
			Document: fmt.Sprintf("关于%d年度政务公开第三方评估结果的通报（示市公开〔%d〕2号）", p.Year(), p.Year()+1),
			Date:     y.cal.AddWorkingDays(p.End(), announcedOn).String(),
		}})
	}
	return all
}

// compared is how many counties the upper authority ranks.
const compared = 11

// places are the county's in rankings of the city: more often in the first half.
func places(dice *rand.Rand, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	for i := range all {
		rank := 1 + min(dice.IntN(compared), dice.IntN(compared-1))
		all[i] = given(&score.Inputs{Place: &score.Place{Rank: rank, Of: compared}})
	}
	return all
}

// indices are the numbers that a formula names, each out of a hundred.
func (y *year) indices(dice *rand.Rand, l *line, n int) []goal.Figures {
	all := make([]goal.Figures, n)
	worth := 895 + 5*y.edge(l.unit) + dice.IntN(101) - 50
	for i := range all {
		in := &score.Inputs{}
		for _, name := range l.ind.Rule.InputNames() {
			tenths := min(worth+dice.IntN(121)-60, 1000)
			in.Numbers = append(in.Numbers, score.NamedNumber{Name: name, Value: decimal.New(int64(tenths), -1)})
		}
		all[i] = given(in)
	}
	return all
}
