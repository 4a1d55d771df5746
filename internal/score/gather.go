package score

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// gather puts the periods' further inputs together. LAST and CUMULATIVE take the
// last period's. Otherwise marks, awards, ballots and ratings count one by one,
// days late add up, and so do occurrences under SUM; a node stands as it was last
// reported, and what an upper authority published last counts.
func (f *Figure) gather() {
	switch f.Aggregation {
	case Last, Cumulative:
		if in := f.From[0].Inputs; in != nil {
			f.Inputs = *in
		}
		return
	case Any, All:
		f.Inputs.Passed = f.verdict()
	case Sum:
		f.Inputs.Occurrences = f.occurrences()
	}
	for i := range f.From {
		in := f.From[i].Inputs
		if in == nil {
			continue
		}
		if f.Aggregation != Ratio {
			f.Inputs.Ratings = append(f.Inputs.Ratings, in.Ratings...)
		}
		f.Inputs.join(in)
	}
	f.numbers()
}

// join adds the inputs of a later period.
func (in *Inputs) join(later *Inputs) {
	in.Marks = append(in.Marks, later.Marks...)
	in.Awards = append(in.Awards, later.Awards...)
	for _, m := range later.Milestones {
		same := func(other Milestone) bool { return other.Node == m.Node }
		if i := slices.IndexFunc(in.Milestones, same); i >= 0 {
			in.Milestones[i] = m
		} else {
			in.Milestones = append(in.Milestones, m)
		}
	}
	for i := range later.Ballots {
		in.poll(&later.Ballots[i])
	}
	if later.Upper != nil {
		in.Upper = later.Upper
	}
	if later.Place != nil {
		in.Place = later.Place
	}
	if later.DaysLate != nil {
		days := *later.DaysLate
		if in.DaysLate != nil {
			days = days.Add(*in.DaysLate)
		}
		in.DaysLate = &days
	}
}

// poll adds ballots to those of the same class.
func (in *Inputs) poll(b *Ballots) {
	i := slices.IndexFunc(in.Ballots, func(other Ballots) bool { return other.Class == b.Class })
	if i < 0 {
		i = len(in.Ballots)
		in.Ballots = append(in.Ballots, Ballots{Class: b.Class})
	}
	all := &in.Ballots[i]
	all.Numbers = append(all.Numbers, b.Numbers...)
	for _, o := range b.Options {
		same := func(other OptionCount) bool { return other.Option == o.Option }
		if j := slices.IndexFunc(all.Options, same); j >= 0 {
			all.Options[j].Count += o.Count
		} else {
			all.Options = append(all.Options, o)
		}
	}
}

// numbers puts together the numbers that have names, by name, as the value is:
// one that any period leaves out is left out, since a sum with a hole in it would
// pass for a small one. A RATIO's add up, being parts of its sums, and where the
// aggregation makes no number the last ones count.
func (f *Figure) numbers() {
	for i := range f.From {
		if in := f.From[i].Inputs; in != nil {
			for _, n := range in.Numbers {
				f.number(n.Name)
			}
		}
	}
	slices.SortFunc(f.Inputs.Numbers, func(a, b NamedNumber) int { return strings.Compare(a.Name, b.Name) })
}

func (f *Figure) number(name string) {
	if f.Inputs.number(name) != nil {
		return
	}
	vs := f.named(name)
	if len(vs) == 0 {
		return
	}
	var x *big.Rat
	switch f.Aggregation {
	case Ratio:
		if len(vs) == len(f.From) {
			x = sumOf(vs).Rat()
		}
	case Any, All, ByMilestone:
		x = vs[len(vs)-1].Rat()
	default:
		if len(vs) == len(f.From) {
			x = f.combined(vs)
		}
	}
	if x != nil {
		f.Inputs.put(name, x)
	}
}

// named lists what the periods say about one name, in order of time.
func (f *Figure) named(name string) (vs []decimal.Decimal) {
	for i := range f.From {
		if in := f.From[i].Inputs; in != nil {
			at := slices.IndexFunc(in.Numbers, func(n NamedNumber) bool { return n.Name == name })
			if at >= 0 {
				vs = append(vs, in.Numbers[at].Value)
			}
		}
	}
	return vs
}

// put adds a named number. A mean need not be a decimal: what calculations read
// is kept exact beside it.
func (in *Inputs) put(name string, x *big.Rat) {
	places, isDecimal := x.FloatPrec()
	if !isDecimal {
		places = shownPlaces
		if in.Exact == nil {
			in.Exact = map[string]*big.Rat{}
		}
		in.Exact[name] = x
	}
	in.Numbers = append(in.Numbers, NamedNumber{name, Round(x, places, HalfAway)})
}

// shownPlaces is how many decimals a number shows that has no end.
const shownPlaces = 10

// verdict is the outcome of a check over all periods, nil where one of them was
// not a check.
func (f *Figure) verdict() *bool {
	passed := 0
	for i := range f.From {
		in := f.From[i].Inputs
		if in == nil || in.Passed == nil {
			return nil
		}
		if *in.Passed {
			passed++
		}
	}
	if f.Aggregation == Any {
		return new(passed > 0)
	}
	return new(passed == len(f.From)+f.Missing)
}

// occurrences adds up the periods' counts, by kind in order of its name.
func (f *Figure) occurrences() []Occurrence {
	var sums []Occurrence
	for i := range f.From {
		if f.From[i].Inputs == nil {
			continue
		}
		for _, o := range f.From[i].Inputs.Occurrences {
			at, found := slices.BinarySearchFunc(sums, o.Kind, func(s Occurrence, kind string) int {
				return strings.Compare(s.Kind, kind)
			})
			if found {
				sums[at].Count = sums[at].Count.Add(o.Count)
			} else {
				sums = slices.Insert(sums, at, o)
			}
		}
	}
	return sums
}
