package archive

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// contents is all that goes into a file: lists by name, texts by entry.
type contents struct {
	plan, title string
	lists       map[string][]any
	texts       map[string]string
}

func d(s string) decimal.Decimal   { return decimal.RequireFromString(s) }
func pd(s string) *decimal.Decimal { return new(d(s)) }

var at = time.Date(2026, 1, 20, 1, 30, 0, 123456000, time.UTC)

// issued is the plan that the sample's edition froze: two units, two indicators.
func issued() goal.PlanFile {
	marks := func(full string) []goal.GroupMarks { return []goal.GroupMarks{{Group: "G1", FullMarks: d(full)}} }
	rule := score.Rule{Method: score.Methods{Proportional: &score.Proportional{Cap: pd("1")}}}
	f := goal.PlanFile{Year: 2025, Title: "试验县方案", Organ: "SF", Organiser: "OF"}
	f.FullScore, f.Scales = d("100"), goal.Scales{Indicator: 2, Component: 2, Final: 2}
	f.Rounding, f.NotApplicable, f.Ranking = score.HalfAway, score.RedistributeDimension, score.Competition
	f.Adjustments = goal.AdjustmentsFile{SameMatter: score.HighestOnly, Rules: []goal.AdjustmentFile{{Code: "B1", Kind: score.Bonus, Points: d("1")}}}
	f.Vetoes = []goal.VetoFile{{Code: "V1", Effect: score.NoExcellent}}
	f.Grades = []goal.GradeFile{{Code: "GOOD", MinScore: d("80"), Share: pd("0.5")}, {Code: "REST", MinScore: d("0")}}
	f.Quota = score.QuotaRules{Base: score.RankedUnits, Rounding: score.Floor}
	f.Groups = []goal.GroupFile{{Code: "G1", Components: []score.ComponentWeight{{Component: score.IndicatorComponent, Weight: d("0.9")}, {Component: score.BallotComponent, Weight: d("0.1")}}}}
	f.Dimensions = []goal.DimensionFile{{Code: "D1", Marks: marks("100")}}
	f.Indicators = []goal.IndicatorFile{{Code: "I1", Name: "投资", Dimension: "D1", Aggregation: score.Sum, Rule: rule, Marks: marks("60")},
		{Code: "I2", Name: "比率", Dimension: "D1", Aggregation: score.Ratio, RatioScale: pd("100"), Rule: rule, Marks: marks("40")}}
	f.Units = []goal.PlanUnitFile{{Unit: "A1", Group: "G1", Mode: score.Ranked}, {Unit: "A2", Group: "G1", Mode: score.Ranked}}
	return f
}

// pinned is what the sample's runs computed: four goals of four and two values.
func pinned(f goal.PlanFile) score.RunInput {
	in := score.RunInput{Rules: f.RunRules()}
	for _, i := range f.Indicators {
		in.Indicators = append(in.Indicators, score.IndicatorInput{Code: i.Code, Dimension: i.Dimension, Aggregation: i.Aggregation, RatioScale: i.RatioScale, Rule: i.Rule})
	}
	g := score.GroupInput{GroupID: 1, Code: "G1", Weights: f.Groups[0].Components, Dimensions: []score.DimensionMarks{{Dimension: "D1", FullMarks: d("100")}}}
	for n, code := range []string{"A1", "A2"} {
		u := score.UnitInput{UnitID: int64(3 + n), Code: code, Mode: score.Ranked, DisplayOrder: n, Components: []score.ComponentScore{{Component: score.BallotComponent, Score: d("88.5")}}}
		sum := score.GoalInput{GoalID: int64(11 + 2*n), Indicator: "I1", Revision: 1, FullMarks: d("60"), Target: pd("100")}
		ratio := score.GoalInput{GoalID: int64(12 + 2*n), Indicator: "I2", Revision: 2, FullMarks: d("40"), Target: pd("95")}
		for q := 1; q <= 4; q++ {
			sum.Values = append(sum.Values, score.PeriodValue{Period: fmt.Sprintf("2025-Q%d", q), Revision: 1, State: score.Value, Value: new(decimal.NewFromInt(int64(20 + q + n)))})
		}
		for h := 1; h <= 2; h++ {
			ratio.Values = append(ratio.Values, score.PeriodValue{Period: fmt.Sprintf("2025-H%d", h), Revision: 2, State: score.Value,
				Numerator: new(decimal.NewFromInt(int64(90 + h - n))), Denominator: pd("100"), Official: h == 2})
		}
		u.Goals = []score.GoalInput{sum, ratio}
		g.Units = append(g.Units, u)
	}
	g.Units[0].Adjustments = []score.AdjustmentInput{{EntryID: 5, Rule: "B1", Matter: "先进集体", Points: d("0.8")}}
	g.Units[1].Vetoes = []string{"V1"}
	in.Groups = []score.GroupInput{g}
	return in
}

// sample is a small finalised year.
func sample() *contents {
	f := issued()
	c := &contents{plan: "SF/2025", title: f.Title, lists: map[string][]any{}, texts: map[string]string{}}
	in := pinned(f)
	c.lists[Plan] = []any{&PlanRow{PlanID: 7, OrganID: 1, OrganiserID: 2, Year: 2025, Title: f.Title, Status: "ISSUED", Edition: 1, CreatedAt: at, IssuedAt: &at}}
	c.lists[Units] = []any{&UnitRow{UnitID: 1, Code: "SF", Name: "试验县", ValidFrom: at}, &UnitRow{UnitID: 2, Code: "OF", Name: "考核办", ValidFrom: at},
		&UnitRow{UnitID: 3, Code: "A1", Name: "甲局", ValidFrom: at}, &UnitRow{UnitID: 4, Code: "A2", Name: "乙局", ValidFrom: at}}
	c.lists[Accounts] = []any{&AccountRow{AccountID: 9, Name: "经办"}}
	c.lists[Groups] = []any{&GroupRow{GroupID: 1, Code: "G1", Name: "部门组"}}
	c.lists[Indicators] = []any{&IndicatorRow{IndicatorID: 21, Code: "I1", Name: "投资"}, &IndicatorRow{IndicatorID: 22, Code: "I2", Name: "比率"}}
	content := canonical(f)
	c.lists[Editions] = []any{&EditionRow{Edition: 1, DocumentNo: "1号", SHA256: score.Hash(content), IssuedAt: at}}
	c.texts[TextPart(EditionText, 1)] = content
	c.addGoals(in)
	c.lists[ComponentScores] = []any{&ComponentScoreRow{UnitID: 3, Component: score.BallotComponent, Revision: 1, Score: d("80"), RecordedAt: at},
		&ComponentScoreRow{UnitID: 3, Component: score.BallotComponent, Revision: 2, Score: d("88.50"), RecordedAt: at},
		&ComponentScoreRow{UnitID: 4, Component: score.BallotComponent, Revision: 1, Score: d("88.5"), RecordedAt: at}}
	c.lists[Adjustments] = []any{&AdjustmentRow{AdjustmentID: 5, UnitID: 3, Rule: "B1", Kind: "BONUS", Matter: "先进集体", Basis: "决定", HappenedOn: "2025-06-01", Claimed: d("1"), Status: "APPROVED", Points: pd("0.8"), ProposedAt: at}}
	c.lists[Vetoes] = []any{&VetoRow{VetoID: 6, UnitID: 4, Rule: "V1", Facts: "事故", LegalBasis: "办法", Status: goal.VetoApplied, ReportedAt: at}}
	c.lists[Reviews] = []any{&ReviewRow{Status: "FINALISED", OpenedAt: at, FinalRunID: new(int64(32)), DocumentNo: "2号", FinalisedAt: &at}}
	c.addRun(31, 1, nil, in)
	c.addRun(32, 2, new(int64(31)), in)
	c.addBulletin()
	c.addAudit()
	return c
}

// addGoals lists the goals that a run pinned, and their values.
func (c *contents) addGoals(in score.RunInput) {
	for _, u := range in.Groups[0].Units {
		for _, g := range u.Goals {
			c.lists[Goals] = append(c.lists[Goals], &GoalRow{GoalID: g.GoalID, UnitID: u.UnitID, IndicatorID: map[string]int64{"I1": 21, "I2": 22}[g.Indicator]})
			for r := 1; r <= g.Revision; r++ {
				c.lists[GoalRevisions] = append(c.lists[GoalRevisions], &GoalRevisionRow{GoalID: g.GoalID, Revision: r, State: goal.GoalSet, FullMarks: g.FullMarks, Target: g.Target,
					CooperatingUnits: "[]", PlannedShares: "[]", RecordedAt: at})
			}
			for _, v := range g.Values {
				for r := 1; r <= v.Revision; r++ {
					row := &ValueRow{GoalID: g.GoalID, Period: v.Period, Revision: r, Source: goal.SourceUnit, State: v.State, Value: v.Value, Numerator: v.Numerator, Denominator: v.Denominator, RecordedAt: at}
					if v.Official && r == v.Revision {
						row.Source = goal.SourceOwner
					}
					c.lists[Values] = append(c.lists[Values], row)
				}
				c.lists[Rows] = append(c.lists[Rows], &FigureRow{GoalID: g.GoalID, Period: v.Period, UnitID: u.UnitID, Status: "CONFIRMED", Revision: v.Revision})
			}
		}
	}
}

// addRun seals a run and stores its rows.
func (c *contents) addRun(id int64, number int, supersedes *int64, in score.RunInput) {
	result, err := score.Run(in)
	if err != nil {
		panic(err)
	}
	inputs, results := canonical(in), canonical(result)
	quotas := map[int64][]score.QuotaResult{1: result.Groups[0].Quotas}
	c.lists[Runs] = append(c.lists[Runs], &RunRow{RunID: id, Number: number, Engine: score.Engine, Edition: 1, InputsAt: at,
		SHA256: score.Hash(goal.SealText(score.Engine, inputs, results)), Quotas: JSON(canonical(quotas)), Supersedes: supersedes, CreatedAt: at})
	c.texts[RunPart(number, RunInputs)], c.texts[RunPart(number, RunResults)] = inputs, results
	scores, lines := goal.RunRows(result)
	for _, s := range scores {
		c.lists[RunPart(number, RunScores)] = append(c.lists[RunPart(number, RunScores)], &ScoreRow{UnitID: s.UnitID, GroupID: s.GroupID, Mode: s.Mode, Place: s.Place,
			Indicators: s.Indicators, Bonus: s.Bonus, Deduction: s.Deduction, Exact: s.Exact, Final: s.Final, Rank: s.Rank, Grade: s.Grade,
			Components: JSON(canonical(s.Components)), Dimensions: JSON(canonical(s.Dimensions)), Vetoes: JSON(canonical(s.Vetoes)),
			Warnings: JSON(canonical(s.Warnings)), Trace: JSON(canonical(s.Trace))})
	}
	for _, l := range lines {
		row := &LineRow{GoalID: l.GoalID, UnitID: l.UnitID, State: l.State, FullMarks: l.FullMarks,
			Value: l.Value, Rate: l.Rate, Points: l.Points, Most: l.Most, Trace: JSON(canonical(l.Trace))}
		if l.Gain != nil {
			row.GainStep, row.Gain = &l.Gain.Step, &l.Gain.Points
		}
		c.lists[RunPart(number, RunLines)] = append(c.lists[RunPart(number, RunLines)], row)
	}
}

func (c *contents) addBulletin() {
	snapshot, content := `{"period":"2025-Q1"}`, `{"number":1,"period":"2025-Q1","snapshot":{"period":"2025-Q1"},"title":"通报"}`
	c.lists[Bulletins] = []any{&BulletinRow{BulletinID: 41, Period: "2025-Q1", Number: 1, Title: "通报", SnapshotID: 51, SHA256: score.Hash(content), IssuedAt: at}}
	c.lists[Snapshots] = []any{&SnapshotRow{SnapshotID: 51, Period: "2025-Q1", Edition: 1, TakenAt: at, SHA256: score.Hash(snapshot)}}
	c.texts[TextPart(BulletinText, 1)], c.texts[TextPart(SnapshotText, 51)] = content, snapshot
}

// addAudit writes the plan's chain and one unit's.
func (c *contents) addAudit() {
	id := func(kind goal.Kind, n int64) string { return goal.ID{Kind: kind, Plan: 7, Num: n}.String() }
	hash := func(name, h string) string { return canonical(map[string]string{name: h}) }
	b, s := c.lists[Bulletins][0].(*BulletinRow), c.lists[Snapshots][0].(*SnapshotRow)
	chains := map[int64][]AuditRow{
		0: {{Action: "plan.issue"}, {Action: "bulletin.compile", Object: id(goal.KindBulletin, 41), After: hash("snapshot", s.SHA256)},
			{Action: "bulletin.issue", Object: id(goal.KindBulletin, 41), After: hash("Hash", b.SHA256)}},
		3: {{Action: "report.save"}, {Action: "report.submit", ActorID: new(int64(9))}, {Action: "report.approve", Reason: "同意"}},
	}
	for _, r := range c.lists[Runs] {
		run := r.(*RunRow)
		chains[0] = append(chains[0], AuditRow{Action: "run.create", Object: id(goal.KindRun, run.RunID), After: hash("hash", run.SHA256)})
	}
	for _, unit := range []int64{0, 3} {
		var chain goal.AuditChain
		for _, e := range chains[unit] {
			e.UnitID, e.Seq, e.PreviousHash, e.RecordedAt = unit, chain.Seq+1, chain.Hash, at
			e.Hash = e.entry(7).Hash(e.Seq, e.PreviousHash)
			chain = goal.AuditChain{Seq: e.Seq, Hash: e.Hash}
			c.lists[AuditEntries] = append(c.lists[AuditEntries], &e)
		}
		c.lists[AuditHeads] = append(c.lists[AuditHeads], &AuditHeadRow{UnitID: unit, Seq: chain.Seq, Hash: chain.Hash})
	}
}

// write makes a file of it.
func (c *contents) write(tb testing.TB, key ed25519.PrivateKey) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := NewWriter(&out)
	names := slices.Clone(lists)
	for name := range c.lists {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		err := w.List(name, func(add func(any) error) error {
			for _, row := range c.lists[name] {
				if err := add(row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.texts)) {
		if err := w.Text(name, c.texts[name]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(c.plan, c.title, key); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// row finds one row of a list.
func row[T any](c *contents, list string, is func(*T) bool) *T {
	for _, r := range c.lists[list] {
		if r := r.(*T); is(r) {
			return r
		}
	}
	panic("no such row in " + list)
}
