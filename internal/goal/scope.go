package goal

import "slices"

// Scope is what an actor's rights are narrowed to by the way they came in. It
// never adds a right, and its zero value takes none away.
type Scope struct {
	ReadOnly    bool
	PlanID      int64 // 0: all plans
	PasswordDue bool  // only choosing a password, and signing out
}

// TokenScope is what a request may do with its holder's rights.
type TokenScope string

const (
	ReadAccess      TokenScope = "READ"
	ReadWriteAccess TokenScope = "READ_WRITE"
)

// Access is the scope's own word for whether it may write.
func (s Scope) Access() TokenScope {
	if s.ReadOnly || s.PasswordDue {
		return ReadAccess
	}
	return ReadWriteAccess
}

// Narrowed reports whether the scope leaves out anything at all.
func (s Scope) Narrowed() bool { return s != Scope{} }

// reading are the actions that change nothing. One that is missing here is
// refused to a token that may only read.
var reading = []Action{ReadRegister, ReadPlan, ReadGoals, ReadOwnerSheet, PreviewUnit, ReadAll, ReadDraftBulletin, ReadLedger, ReadTrialScores, ReadFinalScores,
	ReadComponentMarks, ReadAccounts, ReadGrants, ReadAudit, ReadRegisterAudit}

// Covers reports whether the scope leaves an action on a thing to the rights.
func (s Scope) Covers(action Action, t Thing) bool {
	return !s.PasswordDue && (!s.ReadOnly || slices.Contains(reading, action)) && (s.PlanID == 0 || s.PlanID == t.Plan || action == ReadRegister)
}
