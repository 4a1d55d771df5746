package cycle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/shopspring/decimal"
)

// sheetAsk is what a score sheet was asked to be of.
type sheetAsk struct {
	Run   int64  `json:"run"`
	Group *int64 `json:"group"` // nil: all
	Unit  *int64 `json:"unit"`
}

// RequestSheet hands out a link to a run's score sheet: of all groups, one group
// or one unit. Whoever sees the run's scores may.
func (s *Service) RequestSheet(ctx context.Context, who goal.Actor, run goal.ID, group, unit *goal.ID) (*goal.Export, error) {
	view, err := s.Run(ctx, who, run)
	if err != nil {
		return nil, err
	}
	ask := sheetAsk{Run: view.RunID}
	if group != nil {
		if group.Kind != goal.KindGroup || group.Plan != view.PlanID || view.Outline.Group(group.Num) == nil {
			return nil, goal.Invalid(goal.Path("groupId"), goal.UnknownGroup, "code", group.String())
		}
		ask.Group = &group.Num
	}
	if unit != nil {
		if unit.Kind != goal.KindUnit || view.Outline.Unit(unit.Num) == nil {
			return nil, goal.Invalid(goal.Path("unitId"), goal.UnknownUnit, "code", unit.String())
		}
		ask.Unit = &unit.Num
	}
	d := deed{plan: view.PlanID, action: goal.DeedSheetRequest, after: map[string]string{"run": view.ID().String()}}
	return s.request(ctx, who, goal.ExportScoreSheet, ask, d)
}

// askedSheet writes a score sheet as it was asked for.
func (s *Service) askedSheet(ctx context.Context, who goal.Actor, e *goal.Export) (*goal.ScoreSheet, error) {
	var ask sheetAsk
	if err := json.Unmarshal([]byte(e.Asked), &ask); err != nil {
		return nil, fmt.Errorf("export %d: %w", e.ExportID, err)
	}
	view, err := s.Run(ctx, who, goal.ID{Kind: goal.KindRun, Plan: e.PlanID, Num: ask.Run})
	if err != nil {
		return nil, err
	}
	return s.Sheet(ctx, who, view, ask.Group, ask.Unit)
}

// Sheet lays a run out for the workbook: of all groups, one group or one unit.
func (s *Service) Sheet(ctx context.Context, who goal.Actor, r *RunView, group, unit *int64) (*goal.ScoreSheet, error) {
	w := &sheetWriter{who: who, o: r.Outline, units: map[int64]*goal.Unit{}, accounts: map[int64]*goal.Account{}, lines: map[int64][]*goal.ScoreLine{}, rows: map[int64]*goal.Row{}}
	q := s.db.Read()
	if err := w.load(ctx, s, q, who, r, unit); err != nil {
		return nil, err
	}
	quotas, err := s.Quotas(ctx, r)
	if err != nil {
		return nil, err
	}
	if w.lastRank, err = s.lastRanks(ctx, q, who, r.Outline); err != nil {
		return nil, err
	}
	sheet := &goal.ScoreSheet{PlanTitle: r.Outline.Title, Year: r.Outline.Year, RunID: int64(r.Number), Hash: r.Hash, InputsAt: r.InputsAt,
		PrintedAt: who.At, PrintedFor: "—", Final: r.Final, Zone: r.Outline.Settings.Zone()}
	if organ := w.units[r.Outline.OrganID]; organ != nil {
		sheet.Organ = organ.Name
	}
	if who.Account != nil {
		sheet.PrintedFor = who.Account.Name
	}
	for _, g := range r.Outline.Groups {
		if group != nil && g.GroupID != *group {
			continue
		}
		sg := w.group(g)
		sg.Quotas = quotas[g.GroupID]
		if len(sg.Units) > 0 {
			sheet.Groups = append(sheet.Groups, sg)
		}
	}
	return sheet, nil
}

// sheetWriter gathers what a score sheet names.
type sheetWriter struct {
	who      goal.Actor
	o        *goal.Outline
	units    map[int64]*goal.Unit
	accounts map[int64]*goal.Account
	scores   []*goal.Score
	goals    map[int64]*goal.Goal
	lines    map[int64][]*goal.ScoreLine // by unit
	rows     map[int64]*goal.Row         // newest of each goal, with its figure
	lastRank map[int64]int
}

func (w *sheetWriter) load(ctx context.Context, s *Service, q postgres.Queries, who goal.Actor, r *RunView, unit *int64) error {
	var only []int64
	if unit != nil {
		only = []int64{*unit}
	}
	var err error
	if w.scores, err = q.Scores(ctx, r.PlanID, r.RunID, only); err != nil {
		return err
	}
	lines, err := q.Lines(ctx, r.PlanID, r.RunID, only)
	if err != nil {
		return err
	}
	for _, l := range lines {
		w.lines[l.UnitID] = append(w.lines[l.UnitID], l)
	}
	goals, err := q.Goals(ctx, r.PlanID, postgres.GoalFilter{Units: only, Sight: postgres.Sight{All: true}}, 0, 0)
	if err != nil {
		return err
	}
	w.goals = map[int64]*goal.Goal{}
	for _, g := range goals {
		w.goals[g.GoalID] = g
	}
	ids := []int64{w.o.OrganID}
	for _, u := range w.o.Units {
		ids = append(ids, u.UnitID)
	}
	for _, i := range w.o.Indicators {
		ids = append(ids, i.OwnerID)
	}
	units, err := q.UnitsByID(ctx, r.InputsAt, ids)
	if err != nil {
		return err
	}
	for _, u := range units {
		w.units[u.UnitID] = u
	}
	return w.loadRows(ctx, q, r, goals)
}

// loadRows reads the last row of each goal: who verified it, and why it fell short.
func (w *sheetWriter) loadRows(ctx context.Context, q postgres.Queries, r *RunView, goals []*goal.Goal) error {
	var keys []postgres.RowKey
	for _, g := range goals {
		kind := w.o.Indicator(g.IndicatorID).Frequency
		keys = append(keys, postgres.RowKey{GoalID: g.GoalID, Period: period.Of(w.o.Year, kind, 12/kind.Months())})
	}
	rows, err := q.Rows(ctx, r.PlanID, keys)
	if err != nil {
		return err
	}
	var list []*goal.Row
	var people []int64
	for k, row := range rows {
		if !w.o.Settings.Counts(row.Status, w.o.Indicator(w.goals[k.GoalID].IndicatorID).Source) {
			continue // it did not enter the score
		}
		w.rows[k.GoalID] = row
		list = append(list, row)
		if row.VerifiedBy != nil {
			people = append(people, *row.VerifiedBy)
		}
	}
	if err := q.FillRows(ctx, r.PlanID, list); err != nil {
		return err
	}
	accounts, err := q.AccountsByID(ctx, people)
	for _, a := range accounts {
		w.accounts[a.AccountID] = a
	}
	return err
}

// lastRanks reads the final ranks of the year before, where there was one.
func (s *Service) lastRanks(ctx context.Context, q postgres.Queries, who goal.Actor, o *goal.Outline) (map[int64]int, error) {
	ranks := map[int64]int{}
	plan, err := q.PlanOf(ctx, o.OrganID, o.Year-1)
	if errors.Is(err, goal.ErrNotFound) {
		return ranks, nil
	}
	if err != nil {
		return nil, err
	}
	before, err := s.read(ctx, q, who, plan)
	if errors.Is(err, goal.ErrNotFound) || err == nil && !who.May(goal.ReadFinalScores, before.Thing()) {
		return ranks, nil
	}
	if err != nil {
		return nil, err
	}
	review, err := q.Review(ctx, plan)
	if errors.Is(err, goal.ErrNotFound) || err == nil && review.FinalRunID == nil {
		return ranks, nil
	}
	if err != nil {
		return nil, err
	}
	scores, err := q.Scores(ctx, plan, *review.FinalRunID, nil)
	for _, sc := range scores {
		if sc.Rank != nil {
			ranks[sc.UnitID] = *sc.Rank
		}
	}
	return ranks, err
}

func (w *sheetWriter) group(g *goal.Group) goal.SheetGroup {
	sg := goal.SheetGroup{Code: g.Code, Name: g.Name, Weights: g.Components}
	for _, i := range w.o.Indicators {
		if full := goal.MarksIn(i.Marks, g.GroupID); full.IsPositive() {
			d := w.o.Dimension(i.DimensionID)
			sg.Indicators = append(sg.Indicators, goal.SheetIndicator{Code: i.Code, Name: i.Name, DimensionCode: d.Code, Dimension: d.Name, FullMarks: full})
		}
	}
	for _, sc := range w.scores {
		if sc.GroupID == g.GroupID {
			sg.Units = append(sg.Units, w.unit(sc))
		}
	}
	return sg
}

func (w *sheetWriter) unit(sc *goal.Score) goal.SheetUnit {
	u := goal.SheetUnit{Mode: sc.Mode, LastRank: w.lastRank[sc.UnitID], Components: sc.Components, Bonus: sc.Bonus, Deduction: sc.Deduction,
		Final: sc.Final, Dimensions: sc.Dimensions, Indicators: sc.Indicators}
	if x := w.units[sc.UnitID]; x != nil {
		u.Code, u.Name = x.Code, x.Name
	}
	if sc.Rank != nil {
		u.Rank = *sc.Rank
	}
	for _, g := range w.o.Settings.Grades {
		if g.Code == sc.Grade {
			u.Grade = g.Name
		}
	}
	for _, v := range w.o.Settings.Vetoes {
		if slices.Contains(sc.Vetoes, v.Code) {
			u.Vetoes = append(u.Vetoes, v.Name)
		}
	}
	for _, l := range w.lines[sc.UnitID] {
		u.Lines = append(u.Lines, w.line(l))
	}
	return u
}

func (w *sheetWriter) line(l *goal.ScoreLine) goal.SheetLine {
	g := w.goals[l.GoalID]
	ind := w.o.Indicator(g.IndicatorID)
	d := w.o.Dimension(ind.DimensionID)
	out := goal.SheetLine{
		DimensionCode: d.Code, Dimension: d.Name, Code: ind.Code, Name: ind.Name, UnitOfMeasure: ind.UnitOfMeasure, FullMarks: g.FullMarks,
		Effective: l.FullMarks, Target: g.Target, Baseline: g.Baseline, Method: ind.Rule.Code(), MethodName: wording.Method(wording.Chinese, ind.Rule.Code()),
		State: l.State, Points: l.Points, Actual: shown(l.Value, 4), Rate: shown(l.Rate, goal.RateScale),
	}
	if owner := w.units[ind.OwnerID]; owner != nil {
		out.Owner = owner.Name
	}
	row := w.rows[l.GoalID]
	if row == nil {
		return out
	}
	if row.VerifiedBy != nil && w.accounts[*row.VerifiedBy] != nil {
		out.VerifiedBy = w.accounts[*row.VerifiedBy].Name
	}
	v := row.Effective()
	if v == nil {
		return out
	}
	if out.Actual == nil {
		out.ActualText = wording.Inputs(wording.Chinese, ind.Rule, w.who.ShownInputs(w.o, l.UnitID, ind, v.Inputs))
	}
	if own := row.Unit; own != nil && l.Points.LessThan(g.FullMarks) {
		out.LossReason = own.Note // the unit knows why, even where the owner's figure counts
	} else if l.Points.LessThan(g.FullMarks) {
		out.LossReason = v.Note
	}
	return out
}

// shown is an exact number cut to what a cell shows; nil where there is none.
func shown(exact string, scale int) *decimal.Decimal {
	x, ok := parseRat(exact)
	if exact == "" || !ok {
		return nil
	}
	return new(score.Round(x, scale, score.HalfAway))
}
