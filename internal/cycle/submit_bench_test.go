package cycle_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// BenchmarkSubmit lets units save a month's figures of ten goals and submit them,
// many at a time: run it with -benchtime 1000x. With -tags auditless the same
// code keeps no audit, which tells what the audit costs.
func BenchmarkSubmit(b *testing.B) {
	const units, indicators = 100, 10
	for _, clients := range []int{16, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			organ, file := wideFile(units, indicators)
			w := newIssued(b, organ, file)
			w.director = w.actor(b, "director", time.Date(2027, 1, 20, 1, 0, 0, 0, time.UTC))
			o, err := w.Plan(b.Context(), w.director, w.plan)
			if err != nil {
				b.Fatal(err)
			}
			goals := map[int64][]goal.ID{}
			var who []goal.Actor
			for _, u := range o.Units {
				page, err := w.Goals(b.Context(), w.director, w.plan, cycle.GoalFilter{Units: []int64{u.UnitID}}, 0, indicators)
				if err != nil {
					b.Fatal(err)
				}
				for _, g := range page.Goals {
					goals[u.UnitID] = append(goals[u.UnitID], g.ID())
				}
				reporter := cycle.Console(w.director.At)
				who = append(who, reporter)
			}
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range clients {
				all.Go(func() {
					for {
						i := int(next.Add(1)) - 1
						if i >= b.N {
							return
						}
						unit := o.Units[i%units]
						month := period.Of(2026, period.Month, i/units%12+1)
						if err := submit(b, w, who[i%units], unit.UnitID, goals[unit.UnitID], month, i/(units*12)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submits/s")
		})
	}
}

func submit(b *testing.B, w *wide, who goal.Actor, unit int64, goals []goal.ID, month period.Period, round int) error {
	var rows []cycle.ValueInput
	for n, g := range goals {
		rows = append(rows, cycle.ValueInput{GoalID: g, Period: month, Figures: goal.Figures{State: score.Value, Value: new(decimal.New(int64(n+round), -1))}})
	}
	results, err := w.SaveValues(b.Context(), who, w.plan, rows, true)
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Outcome != cycle.RowSaved {
			return fmt.Errorf("%s: %v", r.Outcome, r.Problems)
		}
	}
	_, err = w.SubmitReport(b.Context(), who, w.plan, goal.ID{Kind: goal.KindUnit, Num: unit}, month, 1)
	return err
}
