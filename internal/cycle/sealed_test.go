package cycle

import (
	"testing"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

func TestPinnedPartsAreFound(t *testing.T) {
	in := score.RunInput{Rules: score.RunRules{FullScore: decimal.NewFromInt(100)}, Indicators: []score.IndicatorInput{{Code: "I", Dimension: "D"}},
		Groups: []score.GroupInput{{GroupID: 1, Dimensions: []score.DimensionMarks{{Dimension: "D"}}, Units: []score.UnitInput{
			{UnitID: 7, Code: `a "quoted\" {name}, [7]\`, Goals: []score.GoalInput{{GoalID: 70}, {GoalID: 71}}}, {UnitID: 8}, {UnitID: 9, Code: "九"}}}, {GroupID: 2}}}
	out := score.RunResult{Groups: []score.GroupResult{{GroupID: 2, Trace: score.Trace{Code: "X"}}, {GroupID: 1, Units: []score.UnitResult{{UnitID: 7}},
		Trace: score.Trace{Code: "PLACES"}, Peers: []score.PeerNumbers{{Indicator: "I"}}}}}
	p := &pinned{indicators: map[string]score.IndicatorInput{}, units: map[int64]*score.UnitInput{7: nil, 9: nil}, groups: map[int64]*pinnedGroup{}}
	if err := p.readInputs(text(in)); err != nil {
		t.Fatal(err)
	}
	if err := p.readResults(text(out)); err != nil {
		t.Fatal(err)
	}
	first := p.units[7]
	if len(p.units) != 2 || first.Code != in.Groups[0].Units[0].Code || len(first.Goals) != 2 || p.units[9].Code != "九" {
		t.Errorf("units %+v", p.units)
	}
	if g := p.groups[1]; len(p.groups) != 2 || len(g.dimensions) != 1 || g.places.Code != "PLACES" || len(g.peers) != 1 || p.groups[2].places.Code != "X" {
		t.Errorf("groups %+v", p.groups)
	}
	if p.indicators["I"].Dimension != "D" || !p.rules.FullScore.Equal(decimal.NewFromInt(100)) {
		t.Errorf("rules %+v, indicators %+v", p.rules, p.indicators)
	}
	whole := text(in)
	for cut := range len(whole) { // whatever is missing at the end is noticed, and nothing hangs
		if err := (&pinned{indicators: p.indicators, units: map[int64]*score.UnitInput{}, groups: p.groups}).readInputs(whole[:cut]); err == nil {
			t.Fatalf("%d characters of %d pass for the whole", cut, len(whole))
		}
	}
}
