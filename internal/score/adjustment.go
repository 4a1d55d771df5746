package score

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// adjust adds up a unit's bonuses or its deductions: one matter counts once, by
// its highest entry, where the plan says so; then each rule's cap, then the
// total's. The trace of a deduction is negative.
func (r *runner) adjust(u *UnitInput, kind AdjustmentKind) (decimal.Decimal, Trace) {
	t, most := Trace{Code: TraceBonus}, r.rules.BonusCap
	if kind == Deduct {
		t.Code, most = TraceDeduction, r.rules.DeductionCap
	}
	counted, left := r.entries(u, kind)
	sum := decimal.Zero
	byCategory := map[string]decimal.Decimal{}
	for len(counted) > 0 {
		rule := &r.rules.Adjustments[r.adjustments[counted[0].Rule]]
		n := slices.IndexFunc(counted, func(a AdjustmentInput) bool { return a.Rule != rule.Code })
		if n < 0 {
			n = len(counted)
		}
		points, step := r.byRule(rule, counted[:n])
		sum = sum.Add(points)
		byCategory[rule.Category] = byCategory[rule.Category].Add(points)
		t.Children = append(t.Children, step)
		counted = counted[n:]
	}
	for _, c := range r.rules.CategoryCaps {
		if got := byCategory[c.Category]; got.GreaterThan(c.Cap) {
			step := capped(kind, got, c.Cap)
			step.Code = TraceCategoryCap
			step.Operands = append(step.Operands, Operand{"category", c.Category, FromPlan})
			t.Children = append(t.Children, step)
			sum = sum.Sub(got).Add(c.Cap)
		}
	}
	if most != nil && sum.GreaterThan(*most) {
		t.Children = append(t.Children, capped(kind, sum, *most))
		sum = *most
	}
	t.Value = signed(kind, sum)
	for _, a := range left {
		t.Children = append(t.Children, Trace{Code: TraceSameMatter, Operands: []Operand{
			{"rule", a.Rule, FromPlan}, {"matter", a.Matter, FromEntry}, {"points", plain(r.worth(&a)), entry(&a)},
		}})
	}
	return sum, t
}

// worth is an entry's points, less for a lower class of award, shared by all who
// won it.
func (r *runner) worth(a *AdjustmentInput) decimal.Decimal {
	if a.Factor == nil && a.Units < 2 {
		return a.Points
	}
	x := a.Points.Rat()
	if a.Factor != nil {
		x.Mul(x, a.Factor.Rat())
	}
	return Round(x.Quo(x, big.NewRat(int64(max(1, a.Units)), 1)), r.rules.ComponentScale, r.rules.Rounding)
}

// entries are the unit's of one kind, in order of the plan's list, and those
// that a higher entry for the same matter leaves out.
func (r *runner) entries(u *UnitInput, kind AdjustmentKind) (counted, left []AdjustmentInput) {
	for _, a := range u.Adjustments {
		if r.rules.Adjustments[r.adjustments[a.Rule]].Kind == kind {
			counted = append(counted, a)
		}
	}
	byRule := func(a, b AdjustmentInput) int {
		return cmp.Or(cmp.Compare(r.adjustments[a.Rule], r.adjustments[b.Rule]), cmp.Compare(a.EntryID, b.EntryID))
	}
	if r.rules.SameMatter == HighestOnly {
		slices.SortFunc(counted, func(a, b AdjustmentInput) int { return cmp.Or(r.worth(&b).Cmp(r.worth(&a)), byRule(a, b)) })
		seen := map[string]bool{}
		counted = slices.DeleteFunc(counted, func(a AdjustmentInput) bool {
			again := a.Matter != "" && seen[a.Matter]
			if seen[a.Matter] = true; again {
				left = append(left, a)
			}
			return again
		})
	}
	slices.SortFunc(counted, byRule)
	slices.SortFunc(left, byRule)
	return counted, left
}

// byRule adds up the entries of one rule, under its cap.
func (r *runner) byRule(rule *AdjustmentRule, entries []AdjustmentInput) (decimal.Decimal, Trace) {
	t := Trace{Code: TraceAdjustmentRule, Formula: "Σ", Operands: []Operand{{"rule", rule.Code, FromPlan}}}
	sum := decimal.Zero
	for i := range entries {
		a := &entries[i]
		points := r.worth(a)
		sum = sum.Add(points)
		step := Trace{Code: TraceEntry, Value: signed(rule.Kind, points), Operands: []Operand{{"matter", a.Matter, entry(a)}}}
		if a.Factor != nil || a.Units > 1 {
			if step.Formula = "p × f ÷ u"; rule.Kind == Deduct {
				step.Formula = "−p × f ÷ u"
			}
			step.Operands = append(step.Operands, Operand{"p", plain(a.Points), FromEntry},
				operand("f", optional(a.Factor, one).Rat, FromEntry), intOperand("u", max(1, a.Units), FromEntry))
		}
		t.Children = append(t.Children, step)
	}
	if rule.Cap != nil && sum.GreaterThan(*rule.Cap) {
		t.Children = append(t.Children, capped(rule.Kind, sum, *rule.Cap))
		sum = *rule.Cap
	}
	t.Value = signed(rule.Kind, sum)
	return sum, t
}

// capped is what a cap takes off, so that the steps still add up.
func capped(kind AdjustmentKind, sum, most decimal.Decimal) Trace {
	formula := "min(Σ, cap) − Σ"
	if kind == Deduct {
		formula = "Σ − min(Σ, cap)"
	}
	return Trace{
		Code: TraceAdjustmentCap, Formula: formula, Value: signed(kind, most.Sub(sum)),
		Operands: []Operand{{"Σ", plain(sum), FromStep}, {"cap", plain(most), FromPlan}},
	}
}

// signed writes points as they go into the final score.
func signed(kind AdjustmentKind, points decimal.Decimal) string {
	if kind == Deduct {
		points = points.Neg()
	}
	return plain(points)
}

func entry(a *AdjustmentInput) string { return FromEntry + " " + strconv.FormatInt(a.EntryID, 10) }
