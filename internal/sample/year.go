package sample

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
)

// year is one plan's year, from the draft in January to the finalised review in
// the February after.
type year struct {
	*county
	number int
	plan   *goal.PlanFile
	units  []*unit
	lines  []*line

	// What follows is known once the plan is issued, see open.
	mu     sync.Mutex
	o      *goal.Outline
	sheets map[period.Period]*sheet
	months map[monthKey]*goal.Arrangement
}

// unit is an evaluated unit and what it has to do with.
type unit struct {
	goal.PlanUnitFile
	kind  goal.UnitKind
	id    goal.ID
	lines []*line
	work  [][]*matter // by month
}

// line is one goal: a unit's commitment on one indicator.
type line struct {
	unit     *unit
	file     *goal.IndicatorFile
	verifier string // code of the unit that verifies or supplies the figures
	goal     *goal.Goal
	ind      *goal.Indicator
	figures  []figure // one per period of the year
}

type monthKey struct {
	unit  string
	month int
}

// newYear adapts the county's plan to a year.
func newYear(c *county, number int) *year {
	plan := *c.file.Plan
	plan.Title = strings.ReplaceAll(plan.Title, fmt.Sprint(plan.Year), fmt.Sprint(number))
	plan.Year = number
	y := &year{county: c, number: number, plan: &plan, sheets: map[period.Period]*sheet{}, months: map[monthKey]*goal.Arrangement{}}
	type own struct{ unit, indicator string }
	left := map[own]bool{}
	for _, g := range plan.Goals {
		left[own{g.Unit, g.Indicator}] = g.NotApplicable
	}
	for _, u := range plan.Units {
		if u.Mode == score.Exempt {
			continue
		}
		unit := &unit{PlanUnitFile: u, kind: c.units[u.Unit].Kind}
		for i := range plan.Indicators {
			ind := &plan.Indicators[i]
			if !hasMarks(ind, u.Group) || left[own{u.Unit, ind.Code}] {
				continue
			}
			l := &line{unit: unit, file: ind, verifier: ind.Owner}
			if ind.Owner == u.Unit {
				l.verifier = ind.AlternateOwner
			}
			unit.lines, y.lines = append(unit.lines, l), append(y.lines, l)
		}
		y.units = append(y.units, unit)
	}
	return y
}

func hasMarks(ind *goal.IndicatorFile, group string) bool {
	return slices.ContainsFunc(ind.Marks, func(m goal.GroupMarks) bool { return m.Group == group && m.FullMarks.IsPositive() })
}

// agenda is everything that happens in the plan's year, each at an instant of
// its own.
func (y *year) agenda() []act {
	return apart(slices.Concat(y.planning(), y.arranging(), y.reporting(), y.publishing(), y.closing()), y.number)
}

// eve is the day before the year.
func (y *year) eve() period.Date { return period.NewDate(y.number, 1, 1).AddDays(-1) }

// when is a time of day, in minutes, on the n-th working day after a date.
func (y *year) when(after period.Date, n, minutes int) time.Time {
	return y.cal.AddWorkingDays(after, n).At(minutes, y.cal.Zone)
}

// hm is a time of day in minutes.
func hm(hour, minute int) int { return hour*60 + minute }

// planning is the plan's way from the draft to the issued document, before the
// first reports of its year open.
func (y *year) planning() []act {
	eve := y.eve()
	return []act{
		{y.when(eve, 1, hm(8, 40)), "", "load the register", y.register},
		{y.when(eve, 1, hm(10, 20)), "", "load the plan", y.load},
		{y.when(eve, 4, hm(16, 5)), "", "submit the plan", y.step(goal.OfficeDirector, y.s.SubmitPlan)},
		{y.when(eve, 7, hm(11, 30)), "", "approve the plan", y.step(goal.Committee, y.s.ApprovePlan)},
		{y.when(eve, 9, hm(9, 15)), "", "issue the plan", y.step(goal.OfficeDirector, func(ctx context.Context, who goal.Actor, plan goal.ID, version int) (*goal.Outline, error) {
			return y.s.IssuePlan(ctx, who, plan, version, recordNo(y.number, 1))
		})},
	}
}

// step is a step of the plan's life, taken by somebody of the authority.
func (y *year) step(role goal.Role, take func(ctx context.Context, who goal.Actor, plan goal.ID, version int) (*goal.Outline, error)) deed {
	return func(ctx context.Context, at time.Time) error {
		who, err := y.office(ctx, at, role)
		if err != nil {
			return err
		}
		o, err := y.find(ctx, at)
		if err == nil {
			_, err = take(ctx, who, o.Plan.ID(), o.Version)
		}
		return err
	}
}

// register loads the units and people, once.
func (y *year) register(ctx context.Context, at time.Time) error {
	if _, err := y.s.UnitByCode(ctx, y.plan.Organ); err == nil {
		return nil
	}
	return y.s.LoadOrgan(ctx, cycle.Console(at), y.file.Organ)
}

// load begins the year's draft, once.
func (y *year) load(ctx context.Context, at time.Time) error {
	if _, err := y.find(ctx, at); !errors.Is(err, goal.ErrNotFound) {
		return err
	}
	who, err := y.office(ctx, at, goal.OfficeOperator)
	if err == nil {
		_, err = y.s.LoadPlan(ctx, who, y.plan)
	}
	return err
}

// find reads the year's plan as it stands.
func (y *year) find(ctx context.Context, at time.Time) (*goal.Outline, error) {
	organ, err := y.s.UnitByCode(ctx, y.plan.Organ)
	if err != nil {
		return nil, err
	}
	page, err := y.s.Plans(ctx, cycle.Console(at), &y.number, 0, 0, 100)
	if err != nil {
		return nil, err
	}
	for _, o := range page.Plans {
		if o.OrganID == organ.Num {
			return o, nil
		}
	}
	return nil, fmt.Errorf("plan of %d: %w", y.number, goal.ErrNotFound)
}

// open reads the issued plan and works out what will be reported on it.
func (y *year) open(ctx context.Context, at time.Time) error {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.o != nil {
		return nil
	}
	o, err := y.find(ctx, at)
	if err != nil {
		return err
	}
	page, err := y.s.Units(ctx, cycle.Console(at), nil, "", nil, 0, 0, 10_000)
	if err != nil {
		return err
	}
	goals, err := y.s.Goals(ctx, cycle.Console(at), o.Plan.ID(), cycle.GoalFilter{}, 0, 100_000)
	if err != nil {
		return err
	}
	codes := map[int64]string{}
	for _, u := range page.Units {
		codes[u.UnitID] = u.Code
	}
	for _, u := range y.units {
		i := slices.IndexFunc(page.Units, func(x *goal.Unit) bool { return x.Code == u.Unit })
		u.id = page.Units[i].ID()
	}
	for _, g := range goals.Goals {
		ind := o.Indicator(g.IndicatorID)
		i := slices.IndexFunc(y.lines, func(l *line) bool { return l.unit.Unit == codes[g.UnitID] && l.file.Code == ind.Code })
		if i >= 0 {
			y.lines[i].goal, y.lines[i].ind = g, ind
		}
	}
	y.o = o
	for _, u := range y.units {
		u.work = y.foresee(u)
	}
	for _, l := range y.lines {
		l.figures = y.foretell(l)
	}
	for _, l := range y.lines { // which compares with others' figures
		y.explain(l)
	}
	for _, l := range y.lines {
		for i := range l.figures {
			y.slip(l, period.Of(y.number, l.ind.Frequency, i+1), &l.figures[i])
		}
	}
	return nil
}

// periods lists what is reported in the year, in the order in which it ends.
func (y *year) periods() []period.Period {
	var list []period.Period
	for _, w := range y.plan.Calendar.Reports {
		list = append(list, period.In(y.number, w.Frequency)...)
	}
	slices.SortFunc(list, period.Period.Compare)
	return list
}
