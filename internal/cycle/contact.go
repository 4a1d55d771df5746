package cycle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// mostReveals is how many mobile numbers one person is told on one day.
const mostReveals = 30

// RevealContact tells a person's mobile number. [goal.Actor.MayReveal] says who
// may; whoever may not is answered as if there were no such person. The audit
// keeps who asked for whose number and why, and never the number. A key is refused:
// every telling is noted and counted, so that none is a repetition.
func (s *Service) RevealContact(ctx context.Context, who goal.Actor, account goal.ID, reason string) (*goal.ContactCard, error) {
	var c *goal.ContactCard
	err := s.told(ctx, who, func(q postgres.Queries) (*deed, error) {
		err := account.Is(goal.KindAccount)
		if err != nil {
			return nil, err
		}
		if c, err = contact(ctx, q, who, account.Num); err != nil {
			return nil, err
		}
		if err := checkLine(reason, "reason"); err != nil {
			return nil, err
		}
		if err := spareReveals(ctx, q, who); err != nil {
			return nil, err
		}
		return &deed{action: goal.DeedContactReveal, object: account, reason: reason}, nil
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// contact reads whom a number is asked of, and where that person and the actor
// meet in plans, if the actor may be told.
func contact(ctx context.Context, q postgres.Queries, who goal.Actor, account int64) (*goal.ContactCard, error) {
	c, err := q.Contact(ctx, account)
	absent := errors.Is(err, goal.ErrNotFound)
	if err != nil && !absent {
		return nil, err
	}
	// Whoever is not there is looked into no less than whoever is not to be told.
	if c.Grants, err = q.Rights(ctx, account, who.At); err != nil {
		return nil, err
	}
	if _, c.Portfolio, err = q.Ties(ctx, account, who.At); err != nil {
		return nil, err
	}
	units := c.Units()
	for _, g := range who.Grants {
		units = append(units, g.UnitID)
	}
	c.Plans, err = q.PlanMembers(ctx, units)
	if err == nil && (absent || !who.MayReveal(c)) {
		err = fmt.Errorf("contact: %w", goal.ErrNotFound)
	}
	return c, err
}

// spareReveals refuses somebody who has been told enough numbers within a day:
// the last 24 hours, since the register knows no zone. The console, which holds
// the database, is not counted.
func spareReveals(ctx context.Context, q postgres.Queries, who goal.Actor) error {
	if who.Console {
		return nil
	}
	if err := q.LockAccount(ctx, who.AccountID()); err != nil {
		return err
	}
	n, err := q.CountDeeds(ctx, who.AccountID(), goal.DeedContactReveal, who.At.Add(-24*time.Hour))
	if err == nil && n >= mostReveals {
		err = &goal.RateLimitedError{RetryAfter: 24 * time.Hour}
	}
	return err
}
