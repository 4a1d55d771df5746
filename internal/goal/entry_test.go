package goal_test

import (
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// TestNobodyTakesTwoSides: whoever took one side of a check is refused the other,
// by that reason and no sooner; somebody else with the same right is not.
func TestNobodyTakesTwoSides(t *testing.T) {
	me := int64(1)
	plan := func(status goal.PlanStatus) *goal.Plan {
		return &goal.Plan{PlanID: 3, OrganID: 5, OrganiserID: 6, Year: 2026, Status: status,
			Settings: goal.PlanSettings{Steps: []goal.Step{goal.StepSubmit, goal.StepApprove, goal.StepVerify, goal.StepConfirm}}}
	}
	submitted := plan(goal.PlanSubmitted)
	submitted.SubmittedBy = &me
	running, review := plan(goal.PlanIssued), &goal.Review{Status: goal.ReviewOpen}
	figure := goal.FigureEntry{Plan: running, Ind: &goal.Indicator{Source: goal.SourceUnit, Frequency: period.Month, OwnerID: 8},
		Goal: &goal.Goal{State: goal.GoalSet, UnitID: 7}}
	row := func(r goal.Row) goal.FigureEntry {
		f := figure
		r.UnitID, f.Row = 7, &r
		return f
	}
	for name, tt := range map[string]struct {
		role goal.Role
		unit int64
		door goal.Door
	}{
		"a plan that one submitted":               {goal.Committee, 5, (&goal.Outline{Plan: submitted}).DecideDoor()},
		"an arrangement that one submitted":       {goal.UnitHead, 7, (&goal.Arrangement{UnitID: 7, Status: goal.ArrangementSubmitted, SubmittedBy: &me}).DecideDoor(running)},
		"points that one proposed":                {goal.Committee, 5, (&goal.Adjustment{UnitID: 7, Status: goal.AdjustmentProposed, ProposedBy: &me}).DecideDoor(running, review)},
		"a veto that one reported":                {goal.Committee, 5, (&goal.Veto{UnitID: 7, Status: goal.VetoReported, ReportedBy: &me}).DecideDoor(running, review)},
		"a figure that one entered, to approve":   {goal.UnitHead, 7, row(goal.Row{Status: goal.RowSubmitted, EnteredBy: &me}).Door(goal.StepApprove)},
		"a figure that one submitted, to approve": {goal.UnitHead, 7, row(goal.Row{Status: goal.RowSubmitted, SubmittedBy: &me}).Door(goal.StepApprove)},
		"a figure that one approved, to verify":   {goal.IndicatorOwner, 8, row(goal.Row{Status: goal.RowUnitApproved, ApprovedBy: &me}).Door(goal.StepVerify)},
	} {
		holder := func(account int64) goal.Actor {
			return goal.Actor{Account: &goal.Account{AccountID: account}, Grants: []goal.Grant{{Role: tt.role, UnitID: tt.unit}}}
		}
		if e := goal.Entry(holder(me), tt.door); e.May || e.Reason != goal.LockOwnCheck {
			t.Errorf("%s: %+v", name, e)
		}
		if e := goal.Entry(holder(2), tt.door); !e.May {
			t.Errorf("%s, by somebody else: %+v", name, e)
		}
	}
}
