package sample

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
)

// county is what all simulated years share: the file, the working days, and who
// acts for whom.
type county struct {
	s      *cycle.Service
	file   *goal.File
	seed   uint64
	cal    period.Calendar
	logins map[seat]string
	units  map[string]goal.UnitFile // by code

	mu     sync.Mutex
	actors map[string]goal.Actor // by login
}

// seat is a role on a unit, given by its code.
type seat struct {
	role goal.Role
	unit string
}

func newCounty(s *cycle.Service, file *goal.File, seed uint64) *county {
	c := &county{s: s, file: file, seed: seed, logins: map[seat]string{}, actors: map[string]goal.Actor{}, units: map[string]goal.UnitFile{},
		cal: period.Calendar{Zone: file.Plan.Zone(), Workdays: map[period.Date]bool{}}}
	for _, d := range file.Organ.Days {
		c.cal.Workdays[d.Date] = d.Works
	}
	for _, u := range file.Organ.Units {
		c.units[u.Code] = u
	}
	for _, a := range file.Organ.Accounts {
		for _, g := range a.Grants {
			if _, taken := c.logins[seat{g.Role, g.Unit}]; !taken {
				c.logins[seat{g.Role, g.Unit}] = a.Login
			}
		}
	}
	return c
}

// reached is how far an earlier simulation came; the zero time where the county
// is unknown.
func (c *county) reached(ctx context.Context) (time.Time, error) {
	_, err := c.s.UnitByCode(ctx, c.file.Plan.Organ)
	if errors.Is(err, goal.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return c.s.LastRecorded(ctx)
}

// as is whoever holds one of the roles on a unit, first come first taken, at an
// instant.
func (c *county) as(ctx context.Context, at time.Time, unit string, roles ...goal.Role) (goal.Actor, error) {
	for _, role := range roles {
		login, ok := c.logins[seat{role, unit}]
		if !ok {
			continue
		}
		who, err := c.person(ctx, at, login)
		who.At = at
		return who, err
	}
	return goal.Actor{}, fmt.Errorf("nobody is %v of %s", roles, unit)
}

// person reads somebody's rights. They do not change in the sample, so this is
// done once.
func (c *county) person(ctx context.Context, at time.Time, login string) (goal.Actor, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if who, known := c.actors[login]; known {
		return who, nil
	}
	who, err := c.s.ActorByLogin(ctx, login, at)
	if err == nil {
		c.actors[login] = who
	}
	return who, err
}

// office is somebody of the authority itself.
func (c *county) office(ctx context.Context, at time.Time, role goal.Role) (goal.Actor, error) {
	return c.as(ctx, at, c.file.Plan.Organ, role)
}

// people picks the first person of each role.
func (c *county) people() []Person {
	var list []Person
	for _, role := range goal.Roles {
		i := slices.IndexFunc(c.file.Organ.Accounts, func(a goal.AccountFile) bool {
			return slices.ContainsFunc(a.Grants, func(g goal.GrantFile) bool { return g.Role == role })
		})
		if i >= 0 {
			a := c.file.Organ.Accounts[i]
			list = append(list, Person{Role: role, Login: a.Login, Name: a.Name, Post: a.Post})
		}
	}
	return list
}

// dice throws the same numbers for the same key whenever it is asked, so that
// nothing depends on what else was thrown before.
func (c *county) dice(key ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintln(h, key...)
	return rand.New(rand.NewPCG(c.seed, h.Sum64()))
}

// pick takes one of a list.
func pick[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }

// chance comes true in n of a hundred throws.
func chance(dice *rand.Rand, n int) bool { return dice.IntN(100) < n }
