package cycle_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func TestPlanFromFileToIssue(t *testing.T) {
	for _, name := range []string{"county.yaml", "bureau.yaml"} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			f := load(t, name)
			b.ok(b.LoadOrgan(b.ctx, cycle.Console(b.at), f.Organ))
			b.ok(b.LoadOrgan(b.ctx, cycle.Console(b.at), f.Organ))
			o, err := b.LoadPlan(b.ctx, cycle.Console(b.at), f.Plan)
			b.ok(err)
			again, err := b.LoadPlan(b.ctx, cycle.Console(b.at), f.Plan)
			b.ok(err)
			if again.PlanID != o.PlanID || again.Version != o.Version+1 {
				t.Errorf("loading again gives plan %d version %d after %d version %d", again.PlanID, again.Version, o.PlanID, o.Version)
			}
			found, err := b.CheckPlan(b.ctx, cycle.Console(b.at), o.ID())
			b.ok(err)
			for _, x := range found {
				if x.Severity == goal.SeverityError {
					t.Errorf("the sample does not check: %v", x)
				}
			}
			back, err := b.PlanFile(b.ctx, cycle.Console(b.at), o.ID())
			b.ok(err)
			if diff := cmp.Diff(f.Plan.Title, back.Title); diff != "" {
				t.Error(diff)
			}
			copied, err := b.CopyPlan(b.ctx, cycle.Console(b.at), o.ID(), 2027, "next year's")
			b.ok(err)
			if copied.Year != 2027 || len(copied.Indicators) != len(again.Indicators) {
				t.Errorf("the copy has year %d and %d indicators", copied.Year, len(copied.Indicators))
			}
		})
	}
}
