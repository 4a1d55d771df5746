package sample

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// Progress is told which month the simulation has come to, such as "2026-03",
// for a person who waits.
type Progress func(step string)

// World is what a simulation left behind.
type World struct {
	Organ              goal.ID  // the county
	LastYear, ThisYear goal.ID  // plans; zero where the year has not got so far
	FinalRun           goal.ID  // last year's result; zero before it is final
	People             []Person // one for each role that somebody has
	Acts               int      // what was done this time
	LeftAlone          []string // what was not done because somebody had been there first
}

// Person is somebody who can sign in, and the role that this person shows.
type Person struct {
	Role              goal.Role
	Login, Name, Post string
}

// Simulate loads the county's register, then lives last year through to its
// finalised review and this year up to today.
//
// Every act is one transaction, recorded at an instant of its own. So the newest
// instant on record says how far an earlier simulation came, and only acts after
// it are done: a start after an interruption goes on where it stopped, and a
// second start changes nothing. Should people have worked on the plans since, what
// they did is left as it is, and so is what would have been done between the last
// start and their first deed. A database that does not know the county yet is
// simulated from the beginning, whatever else is on record in it.
func Simulate(ctx context.Context, s *cycle.Service, today time.Time, seed uint64, say Progress) (*World, error) {
	return simulate(ctx, s, County(), today, seed, say)
}

func simulate(ctx context.Context, s *cycle.Service, file *goal.File, today time.Time, seed uint64, say Progress) (*World, error) {
	c := newCounty(s, file, seed)
	now := today.In(c.cal.Zone).Year()
	years := []*year{newYear(c, now-1), newYear(c, now)}
	from, err := c.reached(ctx)
	if err != nil {
		return nil, err
	}
	w := &World{}
	month := period.Period{}
	for _, a := range agenda(years) {
		if !a.at.After(from) || a.at.After(today) {
			continue
		}
		if m := period.Containing(period.DateOf(a.at, c.cal.Zone), period.Month); m != month {
			month = m
			say(m.String())
		}
		err := a.do(ctx, a.at)
		if overtaken(err) {
			w.LeftAlone = append(w.LeftAlone, fmt.Sprintf("%s %s: %v", a.at.Format(time.DateTime), a.what, err))
		} else if err != nil {
			return nil, fmt.Errorf("%s %s: %w", a.at.Format(time.DateTime), a.what, err)
		}
		w.Acts++
	}
	return w, c.describe(ctx, w, years, today)
}

// act is one thing that one person does.
type act struct {
	at   time.Time
	what string // for whoever looks for a mistake
	do   func(ctx context.Context, at time.Time) error
}

// agenda is everything that happens in some years, in order of time.
func agenda(years []*year) []act {
	var all []act
	for _, y := range years {
		all = append(all, y.agenda()...)
	}
	slices.SortFunc(all, func(a, b act) int { return a.at.Compare(b.at) })
	return all
}

// apart gives each of a year's acts an instant of its own, in the order that
// they were planned in. The acts of one year fall on whole seconds and those of
// the next between them, because a year's end reaches into the next.
func apart(acts []act, year int) []act {
	slices.SortStableFunc(acts, func(a, b act) int { return a.at.Compare(b.at) })
	half := time.Duration(year%2) * time.Second / 2
	for i := range acts {
		acts[i].at = acts[i].at.Truncate(time.Second).Add(half)
		if i > 0 && !acts[i].at.After(acts[i-1].at) {
			acts[i].at = acts[i-1].at.Add(time.Second)
		}
	}
	return acts
}

// overtaken reports whether an act failed only because its matter is no longer
// as it was foreseen: somebody has taken it in hand.
func overtaken(err error) bool {
	invalid, locked := (*goal.InvalidError)(nil), (*goal.LockedError)(nil)
	return errors.Is(err, goal.ErrStale) || errors.As(err, &invalid) || errors.As(err, &locked)
}

// describe says what there is now.
func (c *county) describe(ctx context.Context, w *World, years []*year, at time.Time) error {
	var err error
	if w.Organ, err = c.s.UnitByCode(ctx, c.file.Plan.Organ); errors.Is(err, goal.ErrNotFound) {
		return nil // it is before the first day
	}
	if err != nil {
		return err
	}
	for i, id := range []*goal.ID{&w.LastYear, &w.ThisYear} {
		o, err := years[i].find(ctx, at)
		if errors.Is(err, goal.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		*id = o.Plan.ID()
	}
	w.People = c.people()
	if w.LastYear.Num == 0 {
		return nil
	}
	review, err := c.s.Review(ctx, cycle.Console(at), w.LastYear)
	if errors.Is(err, goal.ErrNotFound) {
		return nil
	}
	if err == nil && review.FinalRunID != nil {
		w.FinalRun = goal.ID{Kind: goal.KindRun, Plan: w.LastYear.Plan, Num: *review.FinalRunID}
	}
	return err
}
