package goal

import (
	"time"

	"github.com/kaoping/kaoping/internal/period"
)

// ArrangementStatus is where a month's arrangement stands. That it runs, or is
// over, follows from the month.
type ArrangementStatus string

const (
	ArrangementDraft     ArrangementStatus = "DRAFT"
	ArrangementSubmitted ArrangementStatus = "SUBMITTED"
	ArrangementReturned  ArrangementStatus = "RETURNED"
	ArrangementApproved  ArrangementStatus = "APPROVED"
)

// Arrangement is a unit's work for one month (月度安排). One that nobody has
// begun has no version yet: 0.
type Arrangement struct {
	PlanID       int64             `db:"plan_id"`
	UnitID       int64             `db:"unit_id"`
	Month        period.Period     `db:"month"`
	Status       ArrangementStatus `db:"status"`
	Version      int               `db:"version"`
	SubmittedBy  *int64            `db:"submitted_by"`
	SubmittedAt  *time.Time        `db:"submitted_at"`
	ApprovedBy   *int64            `db:"approved_by"`
	ApprovedAt   *time.Time        `db:"approved_at"`
	ReturnedBy   *int64            `db:"returned_by"`
	ReturnedAt   *time.Time        `db:"returned_at"`
	ReturnReason string            `db:"return_reason"`
	ChangedAt    time.Time         `db:"changed_at"`
}

// ID is the arrangement's global id.
func (a *Arrangement) ID() ID {
	return ID{Kind: KindArrangement, Plan: a.PlanID, Num: a.UnitID, Period: a.Month}
}

// Late reports whether the month was submitted at its deadline or later.
func (a *Arrangement) Late(due time.Time) bool {
	return a.SubmittedAt != nil && !a.SubmittedAt.Before(due)
}

// Editable reports whether the unit may still change the items' text.
func (a *Arrangement) Editable() bool {
	return a.Status == ArrangementDraft || a.Status == ArrangementReturned
}

// ItemStatus is how one matter of a month goes.
type ItemStatus string

const (
	ItemNotStarted  ItemStatus = "NOT_STARTED"
	ItemOnTrack     ItemStatus = "ON_TRACK"
	ItemDelayed     ItemStatus = "DELAYED"
	ItemDone        ItemStatus = "DONE"
	ItemCarriedOver ItemStatus = "CARRIED_OVER" // goes on next month (结转)
	ItemCancelled   ItemStatus = "CANCELLED"
)

// Cause is why something is late, as a class that can be counted; words stand beside it.
type Cause string

const (
	CauseOwnEffort    Cause = "OWN_EFFORT"
	CauseCoordination Cause = "COORDINATION"
	CauseFunds        Cause = "FUNDS"
	CauseLand         Cause = "LAND"
	CauseApproval     Cause = "APPROVAL"
	CausePolicy       Cause = "POLICY"
	CauseWeather      Cause = "WEATHER"
	CauseUpperLevel   Cause = "UPPER_LEVEL"
	CauseOther        Cause = "OTHER"
)

// Item is one matter of a month: who does what by when, what if it goes wrong,
// and what came of it.
type Item struct {
	PlanID       int64         `db:"plan_id"`
	ItemID       int64         `db:"item_id"`
	UnitID       int64         `db:"unit_id"`
	Month        period.Period `db:"month"`
	DisplayOrder int           `db:"display_order"`
	Matter       string        `db:"matter"`
	Section      string        `db:"section"`
	Post         string        `db:"post"`
	Due          period.Date   `db:"due"`
	GoalID       *int64        `db:"goal_id"`
	Contingency  string        `db:"contingency"`
	Status       ItemStatus    `db:"status"`
	Percent      int           `db:"percent"`
	Cause        *Cause        `db:"cause"`
	CauseNote    string        `db:"cause_note"`
	Measure      string        `db:"measure"`
	NewDue       *period.Date  `db:"new_due"`
	CarriedFrom  *int64        `db:"carried_from"`
	CarriedTimes int           `db:"carried_times"`
}

// ID is the item's global id.
func (i *Item) ID() ID { return ID{Kind: KindItem, Plan: i.PlanID, Num: i.ItemID} }

// ItemInput is what the unit writes of one matter.
type ItemInput struct {
	ID          *ID // of an item of this arrangement; nil: a new one
	Matter      string
	Section     string
	Post        string
	Due         period.Date
	GoalID      *ID
	Contingency string
}

// OutcomeInput is what came of one matter.
type OutcomeInput struct {
	ItemID    ID
	Status    ItemStatus
	Percent   int
	Cause     *Cause
	CauseNote string
	Measure   string
	NewDue    *period.Date
}

// Check says what is wrong with an outcome; path leads to it.
func (o OutcomeInput) Check(path []string) Problems {
	var bad Problems
	at := func(field string) []string { return append(append([]string{}, path...), field) }
	bad = append(bad, CheckText(o.CauseNote, longest, at("causeNote"))...)
	bad = append(bad, CheckText(o.Measure, longest, at("measure"))...)
	if o.Percent < 0 || o.Percent > 100 {
		bad.Add(at("percent"), OutOfRange, "min", "0", "max", "100")
	}
	if o.Status == ItemCarriedOver {
		bad.Add(at("status"), WrongState, "use", "arrangementCarryOver")
	}
	if o.Status == ItemDone && o.Percent != 100 {
		bad.Add(at("percent"), OutOfRange, "min", "100", "max", "100")
	}
	if o.Status == ItemDelayed {
		if o.Cause == nil {
			bad.Add(at("cause"), Required)
		}
		if o.Measure == "" {
			bad.Add(at("measure"), Required)
		}
		if o.NewDue == nil {
			bad.Add(at("newDue"), Required)
		}
	}
	return bad
}
