package goal

// EditDoor leads to changing a draft plan.
func (o *Outline) EditDoor() Door { return o.door(EditPlan) }

// SubmitDoor leads to sending a draft to the committee.
func (o *Outline) SubmitDoor() Door { return o.door(SubmitPlan) }

// DecideDoor leads to approving a submitted plan or sending it back. Whoever
// submitted it has had their say.
func (o *Outline) DecideDoor() Door {
	d := o.door(DecidePlan)
	d.Before = []*int64{o.SubmittedBy}
	return d
}

// IssueDoor leads to publishing an approved plan.
func (o *Outline) IssueDoor() Door { return o.door(IssuePlan) }

// door: the policy itself says in which statuses of a plan its steps are taken.
func (o *Outline) door(action Action) Door {
	return Door{Action: action, Thing: o.Plan.Thing(), Status: string(o.Status), Stands: stands}
}

// EditDoor leads to writing a month's matters, and to submitting them. It has no
// window: an arrangement that comes late is late and not refused.
func (a *Arrangement) EditDoor(p *Plan) Door {
	d := a.door(p, EditArrangement)
	switch a.Status {
	case ArrangementSubmitted:
		d.Stands = advanced(a.SubmittedAt, new(UnitDeputy))
	case ArrangementApproved:
		d.Stands = advanced(a.ApprovedAt, nil)
	}
	return d
}

// DecideDoor leads to accepting a month or sending it back: not for whoever
// submitted it.
func (a *Arrangement) DecideDoor(p *Plan) Door {
	d := a.door(p, DecideArrangement)
	d.Before = []*int64{a.SubmittedBy}
	switch {
	case a.Editable():
		d.Stands = waits(Reporter)
	case a.Status == ArrangementApproved:
		d.Stands = advanced(a.ApprovedAt, nil)
	}
	return d
}

// OutcomeDoor leads to noting what came of an approved month, and to carrying
// its matters over.
func (a *Arrangement) OutcomeDoor(p *Plan) Door {
	d := a.door(p, EditArrangement)
	if a.Status != ArrangementApproved {
		d.Stands = waits(UnitDeputy)
	}
	return d
}

func (a *Arrangement) door(p *Plan, action Action) Door {
	return Door{Action: action, Thing: p.UnitThing(a.UnitID), Status: string(a.Status), Stands: stands}
}

// EditDoor leads to changing a draft bulletin.
func (b *Bulletin) EditDoor(p *Plan) Door { return b.door(p, EditBulletin) }

// IssueDoor leads to publishing a draft.
func (b *Bulletin) IssueDoor(p *Plan) Door { return b.door(p, IssueBulletin) }

func (b *Bulletin) door(p *Plan, action Action) Door {
	d := Door{Action: action, Thing: p.Thing(), Status: string(b.Status), Stands: stands}
	if b.Status != BulletinDraft {
		d.Stands = advanced(b.IssuedAt, nil) // what was published stays
	}
	return d
}

// Door leads to an action on an open review, or, with a thing about one unit, on
// that unit's part of it.
func (r *Review) Door(action Action, t Thing) Door {
	d := Door{Action: action, Thing: t, Status: string(r.Status), Stands: stands}
	if r.Status != ReviewOpen {
		d.Stands = advanced(r.FinalisedAt, nil)
	}
	return d
}

// DecideDoor leads to approving or rejecting an entry of the ledger: not for
// whoever proposed it.
func (a *Adjustment) DecideDoor(p *Plan, r *Review) Door {
	d := r.Door(DecideReview, p.UnitThing(a.UnitID))
	d.Before = []*int64{a.ProposedBy}
	if d.Stands.Reason == Unlocked {
		d.Status = string(a.Status)
		if a.Status != AdjustmentProposed {
			d.Stands = advanced(a.DecidedAt, nil)
		}
	}
	return d
}

// DecideDoor leads to applying a reported case or clearing it: not for whoever
// reported it.
func (v *Veto) DecideDoor(p *Plan, r *Review) Door {
	d := r.Door(DecideReview, p.UnitThing(v.UnitID))
	d.Before = []*int64{v.ReportedBy}
	if d.Stands.Reason == Unlocked {
		d.Status = string(v.Status)
		if v.Status != VetoReported {
			d.Stands = advanced(v.DecidedAt, nil)
		}
	}
	return d
}
