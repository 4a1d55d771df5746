package goal

import (
	"slices"

	"github.com/kaoping/kaoping/internal/score"
)

// SeesMarks reports whether the actor may see the single marks and ballots behind
// a unit's figure on an indicator: those inside the office, and whoever enters or
// verifies the figure. Everybody else who may see the figure sees what they come to.
func (a Actor) SeesMarks(o *Outline, unit int64, ind *Indicator) bool {
	if a.May(ReadComponentMarks, o.Thing()) || ind.Source == SourceUnit && a.Holds(o.PlanID, unit, unitRoles...) {
		return true
	}
	verifier := ind.VerifierOf(unit)
	return verifier != 0 && verifier != unit && a.Holds(o.PlanID, verifier, IndicatorOwner)
}

// ShownInputs are a figure's inputs as the actor may see them.
func (a Actor) ShownInputs(o *Outline, unit int64, ind *Indicator, in *score.Inputs) *score.Inputs {
	if a.SeesMarks(o, unit, ind) {
		return in
	}
	return in.WithoutMarks()
}

// ShownTrace is how a figure became points, as the actor may see it.
func (a Actor) ShownTrace(o *Outline, unit int64, ind *Indicator, t score.Trace) score.Trace {
	if a.SeesMarks(o, unit, ind) {
		return t
	}
	return t.WithoutMarks()
}

// ContactCard is somebody whose mobile number is asked for, and where they stand.
type ContactCard struct {
	Account   *Account
	Mobile    string
	Grants    []Grant
	Portfolio []int64 // units that they are in charge of
	// Plans says which units take part in the plans of an authority, owners of
	// indicators included: of those authorities and units that matter here.
	Plans []PlanMember
}

// PlanMember is a unit that has a part in an authority's plans.
type PlanMember struct {
	OrganID int64 `db:"organ_id"`
	UnitID  int64 `db:"unit_id"`
}

// Units are those that the person works at or holds a role on.
func (c *ContactCard) Units() []int64 {
	var units []int64
	if c.Account.UnitID != nil {
		units = append(units, *c.Account.UnitID)
	}
	for _, g := range c.Grants {
		units = append(units, g.UnitID)
	}
	slices.Sort(units)
	return slices.Compact(units)
}

// MayReveal reports whether the actor may be told somebody's mobile number.
func (a Actor) MayReveal(c *ContactCard) bool {
	return a.May(RevealContact, Thing{Person: c.Account.AccountID, Contact: a.worksWith(c)})
}

// worksWith reports whether somebody is the actor's to call: the office and the
// committee for people in their authority's plans, a leader for those of the
// portfolio, a unit's people for their leader and the office.
func (a Actor) worksWith(c *ContactCard) bool {
	for _, unit := range c.Units() {
		for _, m := range c.Plans {
			if m.UnitID == unit && a.Holds(0, m.OrganID, OfficeDirector, OfficeOperator, Committee) {
				return true // somebody in their authority's plans
			}
		}
		if a.Holds(0, unit, OfficeDirector, OfficeOperator, Committee) {
			return true // somebody of the authority itself
		}
	}
	for _, g := range c.Grants {
		switch {
		case slices.Contains(unitRoles, g.Role) && slices.Contains(a.Portfolio, g.UnitID) && a.Is(Leader):
			return true // of a unit in their portfolio
		case slices.Contains(office, g.Role) && slices.ContainsFunc(c.Plans, func(m PlanMember) bool {
			return m.OrganID == g.UnitID && a.Holds(0, m.UnitID, unitRoles...)
		}):
			return true // of the office that evaluates their unit
		}
	}
	return slices.ContainsFunc(c.Portfolio, func(unit int64) bool { return a.Holds(0, unit, unitRoles...) })
}
