package score

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// project is a rule with nodes a, b, c … of these weights.
func project(lateness []LatenessBand, weights ...string) Rule {
	m := Milestones{Lateness: lateness}
	for i, w := range weights {
		m.Nodes = append(m.Nodes, MilestoneNode{string(rune('a' + i)), pd(w)})
	}
	return Rule{Method: Methods{Milestones: &m}}
}

// stand is how nodes a, b, c … are: days late, or the letter of a state: N(ot
// done), F (not due), C(ancelled); nothing is said about an empty one.
func stand(nodes ...string) Numbers {
	n := Numbers{Figure: Figure{State: Value}}
	for i, s := range nodes {
		m := Milestone{Node: string(rune('a' + i)), State: NodeDone}
		switch s {
		case "":
			continue
		case "N":
			m.State = NodeNotDone
		case "F":
			m.State = NodeNotDue
		case "C":
			m.State = NodeCancelled
		default:
			m.DaysLate, _ = strconv.Atoi(s)
		}
		n.Figure.Inputs.Milestones = append(n.Figure.Inputs.Milestones, m)
	}
	return n
}

func inTrial(n Numbers) Numbers {
	n.Trial = true
	return n
}

func TestMilestones(t *testing.T) {
	four := project(nil, ".2", ".3", ".3", ".2")
	grace := project([]LatenessBand{{new(5), pd("1")}, {new(10), pd("0.5")}}, ".5", ".5")
	strict := project([]LatenessBand{{new(0), pd("0.9")}, {nil, pd("0")}}, "1")
	backwards := stand("0", "20", "40", "N")
	slices.Reverse(backwards.Figure.Inputs.Milestones)
	twice := stand("0")
	twice.Figure.Inputs.Milestones = append(twice.Figure.Inputs.Milestones, twice.Figure.Inputs.Milestones[0])
	odd := stand("0")
	odd.Figure.Inputs.Milestones[0].State = "HALF"
	number := Numbers{Figure: figure("1")}
	share := stand("0", "20", "40", "N")
	share.Share = q("1/2")
	run(t, []row{
		{id: "M12-1", w: "6", rule: four, n: stand("0", "0", "0", "0"), exact: "6", score: "6.00", rate: "1"},
		{id: "M12-3", w: "6", rule: four, n: stand("0", "20", "40", "N"), exact: "2.82", score: "2.82", rate: "0.8"},
		{id: "in another order", w: "6", rule: four, n: backwards, exact: "2.82", score: "2.82"},
		{id: "M12-4", w: "6", rule: four, n: stand("15", "C", "0", "0"), exact: "198/35", score: "5.66", rate: "1"},
		{id: "one day late", w: "6", rule: four, n: stand("1", "0", "0", "0"), exact: "5.76", score: "5.76"},
		{id: "on the bounds", w: "10", rule: four, n: stand("15", "30", "31", "0"), exact: "6.3", score: "6.30"},
		{id: "a hair beyond", w: "10", rule: four, n: stand("16", "31", "31", "0"), exact: "5", score: "5.00"},
		{id: "none done", w: "6", rule: four, n: stand("N", "N", "N", "N"), exact: "0", score: "0.00", rate: "0"},
		{id: "nothing said is not done", w: "6", rule: four, n: stand("0", "0"), exact: "3", score: "3.00", rate: "0.5"},
		{id: "not due at year end is not done", w: "6", rule: four, n: stand("0", "0", "F", "0"), exact: "4.2", score: "4.20", rate: "0.7"},
		{id: "not due in a trial leaves the weights", w: "6", rule: four, n: inTrial(stand("0", "40", "F", "F")), exact: "3.48", score: "3.48", rate: "1"},
		{id: "nothing said in a trial is not due", w: "6", rule: four, n: inTrial(stand("0", "40")), exact: "3.48", score: "3.48", rate: "1"},
		{id: "not done in a trial is not done", w: "6", rule: four, n: inTrial(stand("0", "N", "F", "F")), exact: "2.4", score: "2.40", rate: "0.4"},
		{id: "nothing due yet", w: "6", rule: four, n: inTrial(stand("F", "F", "C")), state: Pending},
		{id: "all cancelled", w: "6", rule: four, n: stand("C", "C", "C", "C"), state: NotApplicable},
		{id: "all cancelled in a trial", w: "6", rule: four, n: inTrial(stand("C", "C", "C", "C")), state: NotApplicable},
		{id: "cancelled, the rest not done", w: "6", rule: four, n: stand("C", "C", "C", "N"), exact: "0", score: "0.00", rate: "0"},
		{id: "a third", w: "1", rule: four, n: stand("0", "N", "C", "C"), exact: "0.4", score: "0.40"},
		{id: "on time keeps all, whatever the first band is", w: "6", rule: project([]LatenessBand{{new(10), pd("0.5")}}, "1"), n: stand("0"), exact: "6", score: "6.00"},
		{id: "grace", w: "6", rule: grace, n: stand("5", "6"), exact: "4.5", score: "4.50"},
		{id: "after the last band nothing is left", w: "6", rule: grace, n: stand("0", "11"), exact: "3", score: "3.00", rate: "1"},
		{id: "a band for being on time", w: "6", rule: strict, n: stand("0"), exact: "5.4", score: "5.40"},
		{id: "a band for all the rest", w: "6", rule: strict, n: stand("1"), exact: "0", score: "0.00"},
		{id: "nodes have no planned share", w: "6", rule: four, n: share, exact: "2.82", score: "2.82"},
		{id: "a node of no plan", w: "6", rule: project(nil, "1"), n: stand("0", "0"), state: Failed, problem: ProblemUnknownNode},
		{id: "one node twice", w: "6", rule: four, n: twice, state: Failed, problem: ProblemDuplicate},
		{id: "no such state", w: "6", rule: four, n: odd, state: Failed, problem: ProblemUnknownCode},
		{id: "early", w: "6", rule: four, n: stand("-1"), state: Failed, problem: ProblemNegativeValue},
		{id: "a number is no node", w: "6", rule: four, n: number, state: Failed, problem: ProblemWrongValueType},
		{id: "nothing about nodes", w: "6", rule: four, n: stand(), state: Failed, problem: ProblemWrongValueType},
		{id: "missing", w: "6", rule: four, n: Numbers{Figure: figure("")}, exact: "0", score: "0.00", state: Missing},
	})
}

// Before the year ends a node that is not due is held against nobody.
func TestMilestonesRun(t *testing.T) {
	in := finals("90")
	in.Indicators[0].Aggregation, in.Indicators[0].Rule = ByMilestone, project(nil, "0.4", "0.6")
	in.Groups[0].Units[0].Goals[0].Values = inPeriods(with("", stand("0", "F").Figure.Inputs), PeriodValue{State: ValueMissing})
	for trial, want := range map[bool]string{true: "1", false: "0.4"} {
		in.Trial = trial
		if line := mustRun(t, in).Groups[0].Units[0].Lines[0]; line.State != Scored || line.Rate != want {
			t.Errorf("trial %v: %s, rate %s, want %s", trial, line.State, line.Rate, want)
		}
	}
}

func TestMilestonesTrace(t *testing.T) {
	want := `NODES  Σ v × c  → 0.24
  NODE_DONE  v × c  node=a (rule)  state=DONE (figure)  v=0.3 (rule)  days=3 (figure)  c=0.8 (default)  → 0.24
  NODE_CANCELLED  node=b (rule)  state=CANCELLED (figure)  v=0.4 (rule)
  NODE_NOT_DONE  node=c (rule)  state=NOT_DONE (default)  v=0.3 (rule)  → 0
NODES_REBASED  x ÷ Σ v  x=0.24 (step)  Σ v=0.6 (step)  → 0.4
POINTS  W × c  W=6 (goal)  c=0.4 (step)  → 2.4
`
	rule := project(nil, "0.3", "0.4", "0.3")
	if diff := cmp.Diff(want, steps(rule, "6", stand("3", "C"))); diff != "" {
		t.Error(diff)
	}
	want = `NODES  Σ v × c
  NODE_NOT_DUE  node=a (rule)  state=NOT_DUE (figure)  v=0.3 (rule)
  NODE_NOT_DUE  node=b (rule)  state=NOT_DUE (default)  v=0.4 (rule)
  NODE_CANCELLED  node=c (rule)  state=CANCELLED (figure)  v=0.3 (rule)
NOT_DUE  state=VALUE (rule)
`
	if diff := cmp.Diff(want, steps(rule, "6", inTrial(stand("F", "", "C")))); diff != "" {
		t.Error(diff)
	}
}

func TestMilestonesValidate(t *testing.T) {
	refuses(t, "milestones", []wrong{
		{"usual lateness", `{"nodes":[{"node":"a","weight":"0.5"},{"node":"b","weight":"0.50"}]}`, ""},
		{"lateness of its own", `{"nodes":[{"node":"a","weight":"1"}],"lateness":[{"days":0,"coefficient":"1"},{"days":5,"coefficient":"1"},{"coefficient":"0"}]}`, ""},
		{"no nodes", `{}`, "nodes REQUIRED"},
		{"nodes", `{"nodes":[{"node":"a","weight":"0"},{"node":"a","weight":"1"},{"weight":"-1"}]}`,
			"nodes.0.weight OUT_OF_RANGE, nodes.1.node DUPLICATE, nodes.2.node REQUIRED, nodes.2.weight OUT_OF_RANGE, nodes WEIGHTS_NOT_FULL"},
		{"no weight", `{"nodes":[{"node":"a"}]}`, "nodes.0.weight REQUIRED"},
		{"weights in per cent", `{"nodes":[{"node":"a","weight":"40"},{"node":"b","weight":"60"}]}`, "nodes WEIGHTS_NOT_FULL"},
		{"lateness", `{"nodes":[{"node":"a","weight":"1"}],"lateness":[{"coefficient":"0.5"},{"days":-1,"coefficient":"1.1"},{"days":-1}]}`,
			"lateness.0.days LAST_ONLY, lateness.1.days OUT_OF_RANGE, lateness.1.coefficient OUT_OF_RANGE, lateness.1.coefficient NOT_ORDERED, " +
				"lateness.2.days OUT_OF_RANGE, lateness.2.days NOT_ORDERED, lateness.2.coefficient REQUIRED"},
		{"being later pays", `{"nodes":[{"node":"a","weight":"1"}],"lateness":[{"days":5,"coefficient":"0.5"},{"days":9,"coefficient":"0.6"}]}`, "lateness.1.coefficient NOT_ORDERED"},
	})
	many := project(slices.Repeat([]LatenessBand{{new(1), pd("1")}}, 101), slices.Repeat([]string{"0.01"}, 101)...)
	tooMany := map[string]bool{}
	for _, p := range many.Validate() {
		if p.Code == ProblemTooMany {
			tooMany[p.Path[len(p.Path)-1]] = true
		}
	}
	if len(tooMany) != 2 {
		t.Errorf("of 101 nodes and 101 bands only %v are too many", tooMany)
	}
}

func TestMilestonesExcel(t *testing.T) {
	want := `W*(0.4*IF(ISNUMBER(node:a),IF(node:a<=0,1,IF(node:a<=15,0.8,IF(node:a<=30,0.6,0.3))),0)+0.6*IF(ISNUMBER(node:b),IF(node:b<=0,1,IF(node:b<=15,0.8,IF(node:b<=30,0.6,0.3))),0))` +
		`/(0.4*IF(ISTEXT(node:a),IF(node:a="",1,0),1)+0.6*IF(ISTEXT(node:b),IF(node:b="",1,0),1))`
	m := project(nil, "0.4", "0.6").Method.Milestones
	if got := m.excel(names); got != want {
		t.Errorf("formula = %s\nwant %s", got, want)
	}
	m = project([]LatenessBand{{new(0), pd("0.9")}, {new(5), pd("0.5")}}, "1").Method.Milestones
	if got := m.excel(names); got != `W*(1*IF(ISNUMBER(node:a),IF(node:a<=0,0.9,IF(node:a<=5,0.5,0)),0))/(1*IF(ISTEXT(node:a),IF(node:a="",1,0),1))` {
		t.Errorf("formula = %s", got)
	}
}
