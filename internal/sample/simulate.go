package sample

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
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
	Acts               int      // how many this time, with those done again
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
// An act is one transaction, recorded at the instant that it is dated. So the
// newest instant on record says which day an earlier simulation came to, and a
// start after an interruption goes on with that day. On it, what was done is done
// again to no effect: every act either finds its work there or is refused for
// that reason. Should people have worked on the plans since, what they did is left
// as it is, and so is what would have been done between the last start and the
// day of their newest deed. Years before the last are not taken up again. A
// database that does not know the county yet is simulated from the beginning,
// whatever else is on record in it.
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
	for day, acts := range c.days(years) {
		if day.Before(period.DateOf(from, c.cal.Zone)) {
			continue
		}
		acts = slices.DeleteFunc(acts, func(a act) bool { return a.at.After(today) })
		if len(acts) == 0 {
			break
		}
		if m := period.Containing(day, period.Month); m != month {
			month = m
			say(m.String())
		}
		left, err := live(ctx, acts, from)
		if err != nil {
			return nil, err
		}
		w.Acts, w.LeftAlone = w.Acts+len(acts), append(w.LeftAlone, left...)
	}
	return w, c.describe(ctx, w, years, today)
}

// act is one thing that one person does.
type act struct {
	at   time.Time
	unit string // whose own matter it is; empty where it concerns several
	what string // for whoever looks for a mistake
	do   deed
}

type deed func(ctx context.Context, at time.Time) error

// days tells the years' days on which something happens, with the acts of each,
// in order of time.
func (c *county) days(years []*year) iter.Seq2[period.Date, []act] {
	return func(yield func(period.Date, []act) bool) {
		var all []act
		for _, y := range years {
			all = append(all, y.agenda()...)
		}
		slices.SortFunc(all, func(a, b act) int { return a.at.Compare(b.at) })
		for len(all) > 0 {
			day := period.DateOf(all[0].at, c.cal.Zone)
			n := slices.IndexFunc(all, func(a act) bool { return period.DateOf(a.at, c.cal.Zone) != day })
			if n < 0 {
				n = len(all)
			}
			if !yield(day, all[:n:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// hands is how many units are attended to at once.
const hands = 3

// live does a day's acts in order of time, but units side by side where each
// minds its own business. Every chain of the audit is in order of time all the
// same. It answers with what it left alone: acts after from that came too late.
func live(ctx context.Context, acts []act, from time.Time) (left []string, err error) {
	for len(acts) > 0 && err == nil {
		n := slices.IndexFunc(acts, func(a act) bool { return a.unit == "" })
		if n < 0 {
			n = len(acts)
		}
		var late []string
		late, err = perform(ctx, acts[:max(n, 1)], from)
		left, acts = append(left, late...), acts[max(n, 1):]
	}
	return left, err
}

// perform does acts, those of a unit one after another and different units' side
// by side.
func perform(ctx context.Context, acts []act, from time.Time) (left []string, err error) {
	byUnit := map[string][]act{}
	for _, a := range acts {
		byUnit[a.unit] = append(byUnit[a.unit], a)
	}
	queue := make(chan []act, len(byUnit))
	for _, unit := range slices.Sorted(maps.Keys(byUnit)) {
		queue <- byUnit[unit]
	}
	close(queue)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wait sync.WaitGroup
	var mu sync.Mutex
	for range min(hands, len(byUnit)) {
		wait.Go(func() {
			for own := range queue {
				for _, a := range own {
					err := a.do(ctx, a.at)
					where := fmt.Sprintf("%s %s", a.at.Format(time.DateTime), a.what)
					switch {
					case overtaken(err) && a.at.After(from):
						mu.Lock()
						left = append(left, fmt.Sprintf("%s: %v", where, err))
						mu.Unlock()
					case err != nil && !overtaken(err):
						stop(fmt.Errorf("%s: %w", where, err))
						return
					}
				}
			}
		})
	}
	wait.Wait()
	slices.Sort(left)
	return left, context.Cause(ctx)
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
