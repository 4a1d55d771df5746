package graph

import (
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

func planPayload(plan *goal.Outline, err error) (*PlanPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		plan = nil
	}
	return &PlanPayload{Plan: plan, UserErrors: problems}, err
}

func arrangementPayload(a *goal.Arrangement, err error) (*ArrangementPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		a = nil
	}
	return &ArrangementPayload{Arrangement: a, UserErrors: problems}, err
}

func reportPayload(v *cycle.ReportView, err error) (*ReportPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		v = nil
	}
	return &ReportPayload{Report: v, UserErrors: problems}, err
}

func reportsPayload(list []*cycle.ReportView, err error) (*ReportsPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		list = nil
	}
	return &ReportsPayload{Reports: list, UserErrors: problems}, err
}

func valuesPayload(list []*cycle.RowResult, err error) (*ReportValuesPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		list = nil
	}
	return &ReportValuesPayload{Results: list, UserErrors: problems}, err
}

func exceptionPayload(e *goal.Exception, err error) (*ExceptionPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		e = nil
	}
	return &ExceptionPayload{Exception: e, UserErrors: problems}, err
}

func entryLockPayload(l *cycle.EntryLock, err error) (*EntryLockPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		l = nil
	}
	return &EntryLockPayload{EntryLock: l, UserErrors: problems}, err
}

func contactPayload(c *goal.ContactCard, err error) (*ContactPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil || c == nil {
		return &ContactPayload{UserErrors: problems}, err
	}
	return &ContactPayload{Account: c.Account, Mobile: c.Mobile, UserErrors: problems}, nil
}

func bulletinPayload(v *cycle.BulletinView, err error) (*BulletinPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		v = nil
	}
	return &BulletinPayload{Bulletin: v, UserErrors: problems}, err
}

func reviewPayload(r *goal.Review, err error) (*ReviewPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		r = nil
	}
	return &ReviewPayload{Review: r, UserErrors: problems}, err
}

func adjustmentPayload(a *goal.Adjustment, err error) (*AdjustmentPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		a = nil
	}
	return &AdjustmentPayload{Adjustment: a, UserErrors: problems}, err
}

func grantPayload(g *goal.Grant, err error) (*GrantPayload, error) {
	problems, err := userErrors(err)
	return &GrantPayload{Grant: g, UserErrors: problems}, err
}

func accountPayload(a *goal.Account, err error) (*AccountPayload, error) {
	problems, err := userErrors(err)
	return &AccountPayload{Account: a, UserErrors: problems}, err
}

func vetoPayload(v *goal.Veto, err error) (*VetoPayload, error) {
	problems, err := userErrors(err)
	if len(problems) > 0 || err != nil {
		v = nil
	}
	return &VetoPayload{Veto: v, UserErrors: problems}, err
}
