package goal_test

import (
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
)

// TestPasswordDueMayNothing: whoever has yet to choose a password may do nothing
// of what their roles allow, whichever they hold.
func TestPasswordDueMayNothing(t *testing.T) {
	who := goal.Actor{Account: &goal.Account{AccountID: 1}}
	for _, role := range goal.Roles {
		who.Grants = append(who.Grants, goal.Grant{Role: role, UnitID: 7})
	}
	due := who
	due.Scope.PasswordDue = true
	may := 0
	for _, p := range goal.Policy {
		thing := goal.Thing{Plan: 3, Organ: 7, Organiser: 8, Status: goal.PlanIssued, Unit: 7, Verifier: 9, Members: []int64{7}, Person: 1}
		if len(p.When) > 0 {
			thing.Status = p.When[0]
		}
		if who.May(p.Action, thing) {
			may++
		}
		if due.May(p.Action, thing) {
			t.Errorf("may %s with a password that is due", p.Action)
		}
	}
	if may < 40 {
		t.Errorf("with all roles only %d of %d lines hold: nothing is shown", may, len(goal.Policy))
	}
}
