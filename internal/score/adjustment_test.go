package score

import "testing"

func TestAdjustments(t *testing.T) {
	award := func(rule, points, matter string) AdjustmentInput {
		return AdjustmentInput{Rule: rule, Points: d(points), Matter: matter}
	}
	tests := []struct {
		name             string
		entries          []AdjustmentInput
		change           func(*RunRules)
		bonus, deduction string
	}{
		{"none", nil, nil, "0", "0"},
		{"two matters add up", []AdjustmentInput{award("B1", "2", "road"), award("B2", "1", "school")}, nil, "3", "0"},
		{"one matter counts once, by its highest", []AdjustmentInput{award("B3", "0.5", "road"), award("B1", "2", "road"), award("B2", "1", "road")}, nil, "2", "0"},
		{"no matter named, each counts", []AdjustmentInput{award("B2", "1", ""), award("B2", "1", "")}, nil, "2", "0"},
		{"every award counts", []AdjustmentInput{award("B2", "1", "road"), award("B1", "2", "road")}, func(r *RunRules) { r.SameMatter = Every }, "3", "0"},
		{"cap of the rule", []AdjustmentInput{award("B3", "0.5", "a"), award("B3", "0.5", "b"), award("B3", "0.5", "c"), award("B3", "0.5", "d"), award("B3", "0.5", "e")}, nil, "2", "0"},
		{"the cap comes after the highest", []AdjustmentInput{award("B2", "1", "a"), award("B2", "0.9", "a"), award("B2", "2.5", "b")}, nil, "3", "0"},
		{"cap of the total", []AdjustmentInput{award("B1", "4", "a"), award("B2", "3", "b")}, nil, "5", "0"},
		{"no cap of the total", []AdjustmentInput{award("B1", "4", "a"), award("B2", "3", "b")}, func(r *RunRules) { r.BonusCap = nil }, "7", "0"},
		{"deductions are a list of their own", []AdjustmentInput{award("B1", "2", "road"), award("K1", "2", "road"), award("K4", "0.3", "road")}, nil, "2", "2"},
		{"deductions add up", []AdjustmentInput{award("K1", "2", "a"), award("K4", "0.3", "b"), award("K4", "0.3", "c")}, nil, "0", "2.6"},
		{"cap of deductions", []AdjustmentInput{award("K1", "6", "a"), award("K1", "6", "b")}, nil, "0", "10"},
		{"an award shared by three", []AdjustmentInput{award("B1", "0.67", "a")}, nil, "0.67", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := finals("90")
			for i := range tt.entries {
				tt.entries[i].EntryID = int64(i + 1)
			}
			in.Groups[0].Units[0].Adjustments = tt.entries
			if tt.change != nil {
				tt.change(&in.Rules)
			}
			u := mustRun(t, in).Groups[0].Units[0]
			if plain(u.Bonus) != tt.bonus || plain(u.Deduction) != tt.deduction {
				t.Errorf("bonus %s deduction %s, want %s and %s", u.Bonus, u.Deduction, tt.bonus, tt.deduction)
			}
			if want := d("90").Add(d(tt.bonus)).Sub(d(tt.deduction)); !u.Final.Equal(want) {
				t.Errorf("final = %s, want %s", u.Final, want)
			}
			stepsAddUp(t, u.Trace)
		})
	}
}
