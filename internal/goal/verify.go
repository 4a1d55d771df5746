package goal

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/internal/score"
)

// Mismatch is one place where something kept differs from what follows from the
// rest. Without What, Found says it in words.
type Mismatch struct {
	Where string // which unit and indicator
	What  string // which number
	Kept  string
	Found string
}

func (m Mismatch) String() string {
	if m.What == "" {
		return m.Where + ": " + m.Found
	}
	return fmt.Sprintf("%s: %s is kept as %s, recomputed it is %s", m.Where, m.What, orNone(m.Kept), orNone(m.Found))
}

func orNone(s string) string {
	if s == "" {
		return "nothing"
	}
	return Brief(s)
}

// Brief keeps a long text readable in a list of differences.
func Brief(s string) string {
	if len(s) > 120 {
		return "sha256:" + score.Hash(s)[:12]
	}
	return s
}

// Names are what differences call units and goals, by their ids.
type Names struct{ Units, Goals map[int64]string }

// canonical is a value's canonical text. What has none differs from all that has.
func canonical(v any) string {
	text, err := score.Canonical(v)
	if err != nil {
		return err.Error()
	}
	return text
}

// RunRows lays a result out as rows.
func RunRows(result score.RunResult) (scores []Score, lines []ScoreLine) {
	for _, g := range result.Groups {
		for place, u := range g.Units {
			row := Score{UnitID: u.UnitID, GroupID: g.GroupID, Mode: u.Mode, Place: place + 1, Indicators: u.Indicators, Bonus: u.Bonus,
				Deduction: u.Deduction, Exact: u.Exact, Final: u.Final, Grade: u.Grade, Components: u.Components, Dimensions: u.Dimensions, Vetoes: u.Vetoes,
				Warnings: u.Warnings, Trace: u.Trace}
			if u.Rank > 0 {
				row.Rank = new(u.Rank)
			}
			scores = append(scores, row)
			for _, l := range u.Lines {
				lines = append(lines, ScoreLine{GoalID: l.GoalID, UnitID: u.UnitID, State: l.State, FullMarks: l.FullMarks,
					Value: l.Value, Rate: l.Rate, Points: l.Points, Most: l.Most, Gain: l.Gain, Trace: l.Trace})
			}
		}
	}
	return scores, lines
}

// Recompute checks a run's seal, runs the engine on the pinned inputs and holds
// the answer against the sealed results, byte for byte. That another engine
// sealed them is only named where the answer differs.
func (r *ScoreRun) Recompute(inputs, results string, names Names) (in score.RunInput, result score.RunResult, wrong []Mismatch, err error) {
	where := fmt.Sprintf("run %d", r.Number)
	if got := score.Hash(SealText(r.Engine, inputs, results)); got != r.Hash {
		wrong = append(wrong, Mismatch{where, "seal", r.Hash, got})
	}
	if err := json.Unmarshal([]byte(inputs), &in); err != nil {
		return in, result, wrong, fmt.Errorf("pinned inputs: %w", err)
	}
	if result, err = score.Run(in); err != nil {
		return in, result, wrong, fmt.Errorf("pinned inputs: %w", err)
	}
	result.Engine = r.Engine
	again := canonical(result)
	if again == results {
		return in, result, wrong, nil
	}
	if r.Engine != score.Engine {
		wrong = append(wrong, Mismatch{Where: where, Found: fmt.Sprintf("sealed by engine %s, this program has %s", r.Engine, score.Engine)})
	}
	wrong = append(wrong, Mismatch{where, "sealed results", score.Hash(results), score.Hash(again)})
	var kept score.RunResult
	if json.Unmarshal([]byte(results), &kept) == nil {
		wrong = append(wrong, compareResults(kept, result, names)...)
	}
	return in, result, wrong, nil
}

// compareResults names what differs between sealed results and the answer.
func compareResults(kept, result score.RunResult, names Names) []Mismatch {
	scores, lines := RunRows(kept)
	checkScores, checkLines := CheckScores(result, names), CheckLines(result, names)
	checkScores.prefix, checkLines.prefix = "sealed ", "sealed "
	for i := range scores {
		checkScores.Row(&scores[i])
	}
	for i := range lines {
		checkLines.Row(&lines[i])
	}
	wrong := append(checkScores.End(), checkLines.End()...)
	return append(wrong, compareGroups(kept, result)...)
}

// compareGroups names what differs beyond units and lines: how places were given
// out, what relative rules compared, and what waits.
func compareGroups(kept, result score.RunResult) (wrong []Mismatch) {
	differ := func(where, what string, a, b any) {
		if x, y := canonical(a), canonical(b); x != y {
			wrong = append(wrong, Mismatch{where, "sealed " + what, x, y})
		}
	}
	differ("run", "engine", kept.Engine, result.Engine)
	differ("run", "number of lines that wait", kept.Pending, result.Pending)
	differ("run", "number of groups", len(kept.Groups), len(result.Groups))
	for i := range min(len(kept.Groups), len(result.Groups)) {
		a, b := &kept.Groups[i], &result.Groups[i]
		where := "group " + b.Code
		differ(where, "code", a.Code, b.Code)
		differ(where, "quotas", a.Quotas, b.Quotas)
		differ(where, "places", a.Trace, b.Trace)
		differ(where, "peers", a.Peers, b.Peers)
	}
	return wrong
}

// RowCheck holds a run's stored rows, one by one, against recomputed ones.
type RowCheck[T any] struct {
	what   string // a whole row
	prefix string // before every what
	names  map[int64]string
	want   []T
	at     map[int64]int // where in want, by id
	seen   []bool
	id     func(*T) int64
	fields func(*T) [][2]string
	main   func(*T) string // what stands for a row that only one side has
	wrong  []Mismatch
}

// CheckScores compares the units' scores.
func CheckScores(result score.RunResult, names Names) *RowCheck[Score] {
	scores, _ := RunRows(result)
	return newRowCheck(&RowCheck[Score]{what: "score", names: names.Units, want: scores, fields: scoreFields,
		id: func(s *Score) int64 { return s.UnitID }, main: func(s *Score) string { return s.Final.String() }})
}

// CheckLines compares the goals' lines.
func CheckLines(result score.RunResult, names Names) *RowCheck[ScoreLine] {
	_, lines := RunRows(result)
	return newRowCheck(&RowCheck[ScoreLine]{what: "line", names: names.Goals, want: lines, fields: lineFields,
		id: func(l *ScoreLine) int64 { return l.GoalID }, main: func(l *ScoreLine) string { return l.Points.String() }})
}

func newRowCheck[T any](c *RowCheck[T]) *RowCheck[T] {
	c.at, c.seen = make(map[int64]int, len(c.want)), make([]bool, len(c.want))
	for i := range c.want {
		c.at[c.id(&c.want[i])] = i
	}
	return c
}

// Row compares one stored row.
func (c *RowCheck[T]) Row(have *T) {
	id := c.id(have)
	i, ok := c.at[id]
	if !ok || c.seen[i] {
		c.wrong = append(c.wrong, Mismatch{c.name(id), c.prefix + c.what, c.main(have), ""})
		return
	}
	c.seen[i] = true
	a, b := c.fields(have), c.fields(&c.want[i])
	for n := range a {
		if a[n][1] != b[n][1] {
			c.wrong = append(c.wrong, Mismatch{c.name(id), c.prefix + a[n][0], a[n][1], b[n][1]})
		}
	}
}

// End names the rows that were not stored, and gives all that differed.
func (c *RowCheck[T]) End() []Mismatch {
	for i := range c.want {
		if !c.seen[i] {
			c.wrong = append(c.wrong, Mismatch{c.name(c.id(&c.want[i])), c.prefix + c.what, "", c.main(&c.want[i])})
		}
	}
	return c.wrong
}

func (c *RowCheck[T]) name(id int64) string {
	if name, ok := c.names[id]; ok {
		return name
	}
	return fmt.Sprintf("%s %d", c.what, id)
}

func scoreFields(sc *Score) [][2]string {
	rank := ""
	if sc.Rank != nil {
		rank = fmt.Sprint(*sc.Rank)
	}
	return [][2]string{
		{"final score", sc.Final.String()}, {"exact score", sc.Exact.String()}, {"indicator total", sc.Indicators.String()},
		{"bonus", sc.Bonus.String()}, {"deduction", sc.Deduction.String()}, {"rank", rank}, {"grade", sc.Grade},
		{"group", fmt.Sprint(sc.GroupID)}, {"mode", string(sc.Mode)}, {"place", fmt.Sprint(sc.Place)}, {"vetoes", strings.Join(sc.Vetoes, " ")},
		{"warnings", strings.Join(sc.Warnings, " ")}, {"components", canonical(sc.Components)}, {"dimensions", canonical(sc.Dimensions)}, {"trace", canonical(sc.Trace)},
	}
}

func lineFields(l *ScoreLine) [][2]string {
	return [][2]string{
		{"points", l.Points.String()}, {"state", string(l.State)}, {"full marks", l.FullMarks}, {"value", l.Value}, {"rate", l.Rate},
		{"most", l.Most.String()}, {"gain", canonical(l.Gain)}, {"unit", fmt.Sprint(l.UnitID)}, {"trace", canonical(l.Trace)},
	}
}

// EachPinned calls fn with every value that a run pinned; what was missing has none.
func EachPinned(in *score.RunInput, fn func(g *score.GoalInput, v *score.PeriodValue)) {
	for i := range in.Groups {
		for j := range in.Groups[i].Units {
			for k := range in.Groups[i].Units[j].Goals {
				g := &in.Groups[i].Units[j].Goals[k]
				for n := range g.Values {
					if g.Values[n].State != score.ValueMissing {
						fn(g, &g.Values[n])
					}
				}
			}
		}
	}
}

// Figure writes a value so that two can be compared.
func Figure(v score.PeriodValue) string {
	var parts []string
	if v.Value != nil {
		parts = append(parts, v.Value.String())
	}
	if v.Numerator != nil && v.Denominator != nil {
		parts = append(parts, v.Numerator.String()+"/"+v.Denominator.String())
	}
	if v.Inputs != nil {
		parts = append(parts, canonical(v.Inputs))
	}
	if v.State != score.Value {
		parts = append(parts, string(v.State))
	}
	if v.Official {
		parts = append(parts, "(official)")
	}
	return strings.Join(parts, " ")
}
