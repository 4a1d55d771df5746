package graph

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/vikstrous/dataloadgen"
)

// loaders read children of what the viewer already sees, each kind in one
// statement per level, and remember them for the rest of the request.
type loaders struct {
	units      *dataloadgen.Loader[int64, *goal.Unit]
	unitsThen  *dataloadgen.Loader[unitThen, *goal.Unit]
	accounts   *dataloadgen.Loader[int64, *goal.Account]
	portfolios *dataloadgen.Loader[int64, []int64]
	goals      *dataloadgen.Loader[goal.ID, *goal.Goal]
	items      *dataloadgen.Loader[goal.ID, []*goal.Item]
	values     *dataloadgen.Loader[goal.ID, []*goal.Value]
	lines      *dataloadgen.Loader[lineKey, []*goal.ScoreLine]
	explained  *dataloadgen.Loader[lineKey, *goal.Explanation]
	contacts   *dataloadgen.Loader[int64, postgres.Contacts]
	returns    *dataloadgen.Loader[goal.ID, []postgres.ReturnEntry]
	receipts   *dataloadgen.Loader[goal.ID, []*goal.Receipt] // of reports and of arrangements
	reviews    *dataloadgen.Loader[goal.ID, *goal.Review]

	written        *dataloadgen.Loader[entryKey, []*goal.WrittenRow]
	goalHistories  *dataloadgen.Loader[goal.ID, []goal.HistoryEntry]
	scoreHistories *dataloadgen.Loader[unitKey, []goal.HistoryEntry]

	cycle *cycle.Service
	db    *postgres.DB
	mu    sync.Mutex
	plans map[int64]*planParts
}

// planParts is what many fields of one plan's children need.
type planParts struct {
	outline  *goal.Outline
	calendar period.Calendar
}

// gather is how long a loader waits for more of its level to come.
const gather = time.Millisecond

// unitThen is a unit as it stood at another instant than the request's.
type unitThen struct {
	unit int64
	at   time.Time
}

type lineKey struct{ plan, run, unit int64 }

type loadersKey struct{}

// WithLoaders gives a request its loaders. Units are shown as they stood at the
// request's instant.
func WithLoaders(ctx context.Context, s *cycle.Service, db *postgres.DB, at time.Time) context.Context {
	q := db.Read()
	l := &loaders{cycle: s, db: db, plans: map[int64]*planParts{}}
	soon := dataloadgen.WithWait(gather)
	l.units = dataloadgen.NewMappedLoader(func(ctx context.Context, ids []int64) (map[int64]*goal.Unit, error) {
		list, err := q.UnitsByID(ctx, at, ids)
		return keyed(list, func(u *goal.Unit) int64 { return u.UnitID }), err
	}, soon)
	l.unitsThen = dataloadgen.NewMappedLoader(func(ctx context.Context, keys []unitThen) (map[unitThen]*goal.Unit, error) {
		return unitsThen(ctx, q, keys)
	}, soon)
	l.portfolios = dataloadgen.NewMappedLoader(func(ctx context.Context, accounts []int64) (map[int64][]int64, error) {
		return q.PortfoliosOf(ctx, accounts, at)
	}, soon)
	l.accounts = dataloadgen.NewMappedLoader(func(ctx context.Context, ids []int64) (map[int64]*goal.Account, error) {
		list, err := q.AccountsByID(ctx, ids)
		return keyed(list, func(a *goal.Account) int64 { return a.AccountID }), err
	}, soon)
	l.contacts = dataloadgen.NewMappedLoader(func(ctx context.Context, units []int64) (map[int64]postgres.Contacts, error) {
		return q.ContactsOf(ctx, units, at)
	}, soon)
	l.goals = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID]*goal.Goal, error) {
		nums := numbersOf(ids)
		list, err := q.GoalsByID(ctx, plan, nums)
		if err != nil {
			return nil, err
		}
		progress, err := q.ProgressByGoal(ctx, plan, nums)
		for _, g := range list {
			g.Progress = progress[g.GoalID]
		}
		return keyed(list, func(g *goal.Goal) goal.ID { return g.ID() }), err
	}), soon)
	l.items = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID][]*goal.Item, error) {
		list, err := q.Items(ctx, plan, numbersOf(ids), periodsOf(ids))
		return grouped(ids, list, func(i *goal.Item) goal.ID {
			return goal.ID{Kind: goal.KindArrangement, Plan: plan, Num: i.UnitID, Period: i.Month}
		}), err
	}), soon)
	l.values = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID][]*goal.Value, error) {
		list, err := q.ValuesOf(ctx, plan, numbersOf(ids))
		return grouped(ids, list, func(v *goal.Value) goal.ID { return goal.ID{Kind: goal.KindGoal, Plan: plan, Num: v.GoalID} }), err
	}), soon)
	l.returns = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID][]postgres.ReturnEntry, error) {
		list, err := q.Returns(ctx, plan, numbersOf(ids), periodsOf(ids))
		return grouped(ids, list, func(e postgres.ReturnEntry) goal.ID {
			return goal.ID{Kind: goal.KindReport, Plan: plan, Num: e.UnitID, Period: e.Period}
		}), err
	}), soon)
	l.receipts = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID][]*goal.Receipt, error) {
		return receiptsOf(ctx, q, plan, ids)
	}), soon)
	l.reviews = dataloadgen.NewMappedLoader(perPlan(func(ctx context.Context, plan int64, ids []goal.ID) (map[goal.ID]*goal.Review, error) {
		r, err := q.Review(ctx, plan)
		return map[goal.ID]*goal.Review{ids[0]: r}, err
	}), soon)
	l.lines = dataloadgen.NewMappedLoader(func(ctx context.Context, keys []lineKey) (map[lineKey][]*goal.ScoreLine, error) {
		return l.linesOf(ctx, keys)
	}, soon)
	l.explained = dataloadgen.NewMappedLoader(func(ctx context.Context, keys []lineKey) (map[lineKey]*goal.Explanation, error) {
		return l.explanationsOf(ctx, keys)
	}, soon)
	l.written = dataloadgen.NewMappedLoader(func(ctx context.Context, keys []entryKey) (map[entryKey][]*goal.WrittenRow, error) {
		return writtenRows(ctx, q, keys)
	}, soon)
	l.goalHistories = dataloadgen.NewMappedLoader(perPlan(l.goalHistoriesOf), soon)
	l.scoreHistories = dataloadgen.NewMappedLoader(l.scoreHistoriesOf, soon)
	return context.WithValue(ctx, loadersKey{}, l)
}

// unitsThen reads units as they stood, one statement per instant.
func unitsThen(ctx context.Context, q postgres.Queries, keys []unitThen) (map[unitThen]*goal.Unit, error) {
	ids, out := map[time.Time][]int64{}, map[unitThen]*goal.Unit{}
	for _, k := range keys {
		ids[k.at] = append(ids[k.at], k.unit)
	}
	for at, ids := range ids {
		list, err := q.UnitsByID(ctx, at, ids)
		if err != nil {
			return nil, err
		}
		for _, u := range list {
			out[unitThen{u.UnitID, at}] = u
		}
	}
	return out, nil
}

// receiptsOf reads receipts, one statement for reports and one for arrangements.
func receiptsOf(ctx context.Context, q postgres.Queries, plan int64, ids []goal.ID) (map[goal.ID][]*goal.Receipt, error) {
	out := grouped(ids, []*goal.Receipt{}, func(*goal.Receipt) goal.ID { return goal.ID{} })
	read := map[goal.Kind]func(context.Context, int64, []int64, []period.Period) ([]*goal.Receipt, error){
		goal.KindReport: q.Receipts, goal.KindArrangement: q.ArrangementReceipts,
	}
	for kind, list := range read {
		own := slices.DeleteFunc(slices.Clone(ids), func(id goal.ID) bool { return id.Kind != kind })
		if len(own) == 0 {
			continue
		}
		receipts, err := list(ctx, plan, numbersOf(own), periodsOf(own))
		if err != nil {
			return nil, err
		}
		for _, r := range receipts {
			id := goal.ID{Kind: kind, Plan: plan, Num: r.UnitID, Period: r.Period}
			out[id] = append(out[id], r)
		}
	}
	return out, nil
}

// writtenRows reads the rows of some entries, those of each by its place.
func writtenRows(ctx context.Context, q postgres.Queries, keys []entryKey) (map[entryKey][]*goal.WrittenRow, error) {
	entries, out := make([]*goal.AuditRow, len(keys)), map[entryKey][]*goal.WrittenRow{}
	for i, k := range keys {
		entries[i], out[k] = &goal.AuditRow{PlanID: k.plan, UnitID: k.unit, Seq: k.seq}, []*goal.WrittenRow{}
	}
	list, err := q.WrittenRows(ctx, entries, mostWritten)
	for _, r := range list {
		k := entryKey{r.PlanID, r.UnitID, r.Seq}
		out[k] = append(out[k], r)
	}
	return out, err
}

// explanationsOf gathers what explains scores, run by run, for whoever is asking.
func (l *loaders) explanationsOf(ctx context.Context, keys []lineKey) (map[lineKey]*goal.Explanation, error) {
	out := map[lineKey]*goal.Explanation{}
	for run, ids := range unitsByRun(keys) {
		byUnit, err := l.cycle.Explain(ctx, actor(ctx), goal.ID{Kind: goal.KindRun, Plan: run.plan, Num: run.run}, ids)
		if err != nil {
			return nil, err
		}
		for unit, x := range byUnit {
			out[lineKey{run.plan, run.run, unit}] = x
		}
	}
	return out, nil
}

func unitsByRun(keys []lineKey) map[lineKey][]int64 {
	units := map[lineKey][]int64{}
	for _, k := range keys {
		run := lineKey{plan: k.plan, run: k.run}
		units[run] = append(units[run], k.unit)
	}
	return units
}

// linesOf reads score lines, run by run, for whoever is asking.
func (l *loaders) linesOf(ctx context.Context, keys []lineKey) (map[lineKey][]*goal.ScoreLine, error) {
	out := map[lineKey][]*goal.ScoreLine{}
	for run, ids := range unitsByRun(keys) {
		list, err := l.cycle.Lines(ctx, actor(ctx), run.plan, run.run, ids)
		if err != nil {
			return nil, err
		}
		for _, line := range list {
			k := lineKey{run.plan, run.run, line.UnitID}
			out[k] = append(out[k], line)
		}
	}
	return out, nil
}

func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }

func keyed[K comparable, V any](list []V, key func(V) K) map[K]V {
	out := make(map[K]V, len(list))
	for _, v := range list {
		out[key(v)] = v
	}
	return out
}

// grouped gives every id its list, an empty one where there is nothing.
func grouped[V any](ids []goal.ID, list []V, key func(V) goal.ID) map[goal.ID][]V {
	out := make(map[goal.ID][]V, len(ids))
	for _, id := range ids {
		out[id] = []V{}
	}
	for _, v := range list {
		out[key(v)] = append(out[key(v)], v)
	}
	return out
}

// perPlan splits ids by plan, since a statement reads one plan.
func perPlan[V any](fetch func(context.Context, int64, []goal.ID) (map[goal.ID]V, error)) func(context.Context, []goal.ID) (map[goal.ID]V, error) {
	return func(ctx context.Context, ids []goal.ID) (map[goal.ID]V, error) {
		plans := map[int64][]goal.ID{}
		for _, id := range ids {
			plans[id.Plan] = append(plans[id.Plan], id)
		}
		out := map[goal.ID]V{}
		for plan, ids := range plans {
			part, err := fetch(ctx, plan, ids)
			if err != nil {
				return nil, err
			}
			for k, v := range part {
				out[k] = v
			}
		}
		return out, nil
	}
}

func numbersOf(ids []goal.ID) []int64 {
	nums := make([]int64, len(ids))
	for i, id := range ids {
		nums[i] = id.Num
	}
	return nums
}

func periodsOf(ids []goal.ID) []period.Period {
	periods := make([]period.Period, len(ids))
	for i, id := range ids {
		periods[i] = id.Period
	}
	return periods
}

func unit(ctx context.Context, id int64) (*goal.Unit, error) { return load(ctx).units.Load(ctx, id) }

func unitOrNil(ctx context.Context, id *int64) (*goal.Unit, error) {
	if id == nil {
		return nil, nil
	}
	return unit(ctx, *id)
}

func accountOrNil(ctx context.Context, id *int64) (*goal.Account, error) {
	if id == nil || *id == 0 {
		return nil, nil
	}
	return load(ctx).accounts.Load(ctx, *id)
}

// parts gives a plan's outline and calendar, read once per request.
func parts(ctx context.Context, plan int64) (*planParts, error) {
	l := load(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if p := l.plans[plan]; p != nil {
		return p, nil
	}
	o, err := l.cycle.OutlineOf(ctx, plan)
	if err != nil {
		return nil, err
	}
	cal, err := l.db.Read().Calendar(ctx, o.Settings.Zone())
	if err != nil {
		return nil, err
	}
	l.plans[plan] = &planParts{o, cal}
	return l.plans[plan], nil
}

// prefetchUnits reads a page's units in one statement, so that no field of the
// page has to wait for another.
func prefetchUnits(ctx context.Context, ids []int64) error {
	_, err := load(ctx).units.LoadAll(ctx, ids)
	return err
}

// prefetchLeaders reads who is in charge of a page's goals in two statements.
func prefetchLeaders(ctx context.Context, goals []*goal.Goal) error {
	l := load(ctx)
	var units, people []int64
	for _, g := range goals {
		if g.LeaderID != nil {
			people = append(people, *g.LeaderID)
		} else {
			units = append(units, g.UnitID)
		}
	}
	contacts, err := l.contacts.LoadAll(ctx, units)
	if err != nil {
		return err
	}
	for _, c := range contacts {
		if c.LeaderID != nil {
			people = append(people, *c.LeaderID)
		}
	}
	_, err = l.accounts.LoadAll(ctx, people)
	return err
}
