package signin

import (
	"slices"
	"time"
)

// Limit allows so many tries in any stretch of time of a length.
type Limit struct {
	Most int
	Per  time.Duration
}

// Recent returns those of the tries allowed before that still count, and how long
// it takes until one more is allowed: 0 where it is now.
func (l Limit) Recent(tried []time.Time, now time.Time) (recent []time.Time, wait time.Duration) {
	for _, t := range tried {
		if now.Sub(t) < l.Per {
			recent = append(recent, t)
		}
	}
	if len(recent) < l.Most {
		return recent, 0
	}
	// One more is allowed once all but Most-1 of these have passed.
	recent = slices.SortedFunc(slices.Values(recent), time.Time.Compare)
	return recent, recent[len(recent)-l.Most].Add(l.Per).Sub(now)
}
