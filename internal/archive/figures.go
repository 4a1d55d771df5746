package archive

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/shopspring/decimal"
)

// readEditions checks the issued plans.
func (v *verifier) readEditions() error {
	v.editions = map[int]*goal.PlanFile{}
	err := each(v.file, Editions, func(r *EditionRow) error {
		v.Editions++
		where := fmt.Sprintf("edition %d", r.Edition)
		v.differ(where, "number", fmt.Sprint(r.Edition), fmt.Sprint(v.Editions))
		text, err := v.hashed(where, TextPart(EditionText, int64(r.Edition)), r.SHA256)
		if err != nil {
			return err
		}
		var f goal.PlanFile
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			v.say(where, "it cannot be read: "+err.Error())
			return nil
		}
		v.editions[r.Edition] = &f
		v.differ(where, "year", fmt.Sprint(f.Year), fmt.Sprint(v.plan.Year))
		return nil
	})
	if err == nil {
		v.differ("plan", "edition", fmt.Sprint(v.plan.Edition), fmt.Sprint(v.Editions))
	}
	return err
}

// readGoals reads the goals and all that they ever were.
func (v *verifier) readGoals() error {
	v.goals, v.revisions = map[int64]GoalRow{}, map[revisionKey]GoalRevisionRow{}
	if err := each(v.file, Goals, func(r *GoalRow) error { v.goals[r.GoalID] = *r; return nil }); err != nil {
		return err
	}
	v.names = v.called(time.Unix(1<<40, 0))
	var count sequence[int64]
	return each(v.file, GoalRevisions, func(r *GoalRevisionRow) error {
		if want := count.next(r.GoalID); r.Revision != want {
			v.differ(v.goal(r.GoalID), "goal revision", fmt.Sprint(r.Revision), fmt.Sprint(want))
		}
		v.revisions[revisionKey{r.GoalID, r.Revision}] = *r
		return nil
	})
}

func number(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// sequence counts the revisions of one thing after another.
type sequence[K comparable] struct {
	of K
	n  int
}

// next is the revision that must follow for a thing.
func (s *sequence[K]) next(of K) int {
	if s.n == 0 || s.of != of {
		s.of, s.n = of, 0
	}
	s.n++
	return s.n
}

// readFigures reads every value that anyone entered.
func (v *verifier) readFigures() error {
	type figure struct {
		goal   int64
		period string
	}
	v.figures, v.periods = map[figureKey]string{}, map[string]string{}
	var count sequence[figure]
	return each(v.file, Values, func(r *ValueRow) error {
		v.Values++
		if p, ok := v.periods[r.Period]; ok {
			r.Period = p
		} else {
			v.periods[r.Period] = r.Period
		}
		if want := count.next(figure{r.GoalID, r.Period}); r.Revision != want {
			v.differ(v.goal(r.GoalID)+", "+r.Period, "revision", fmt.Sprint(r.Revision), fmt.Sprint(want))
		}
		key := figureKey{r.GoalID, r.Period, r.Revision}
		if _, ok := v.figures[key]; ok {
			v.say(v.at(r.GoalID, r.Period, r.Revision), "it is there twice")
		}
		value, err := r.pinned()
		v.figures[key] = goal.Figure(value)
		return err
	})
}

// readLedger reads what the review decided about units.
func (v *verifier) readLedger() error {
	v.components, v.ledger, v.vetoes = map[componentKey][]string{}, map[int64]AdjustmentRow{}, map[vetoKey]bool{}
	err := each(v.file, ComponentScores, func(r *ComponentScoreRow) error {
		key := componentKey{r.UnitID, r.Component}
		v.components[key] = append(v.components[key], r.Score.String())
		return nil
	})
	if err == nil {
		err = each(v.file, Adjustments, func(r *AdjustmentRow) error { v.ledger[r.AdjustmentID] = *r; return nil })
	}
	if err == nil {
		err = each(v.file, Vetoes, func(r *VetoRow) error {
			if r.Status == goal.VetoApplied {
				v.vetoes[vetoKey{r.UnitID, r.Rule}] = true
			}
			return nil
		})
	}
	return err
}
