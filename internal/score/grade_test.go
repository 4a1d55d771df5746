package score

import (
	"math/big"
	"strconv"
	"strings"
	"testing"
)

func TestPlaces(t *testing.T) {
	type places struct{ floor, halfUp, ceil int }
	tests := []struct {
		n           int64
		fifth, most places // 20 % and 30 %
	}{
		{4, places{0, 1, 1}, places{1, 1, 2}},
		{6, places{1, 1, 2}, places{1, 2, 2}},
		{8, places{1, 2, 2}, places{2, 2, 3}},
		{9, places{1, 2, 2}, places{2, 3, 3}},
		{12, places{2, 2, 3}, places{3, 4, 4}},
		{15, places{3, 3, 3}, places{4, 5, 5}},
		{78, places{15, 16, 16}, places{23, 23, 24}},
		{115, places{23, 23, 23}, places{34, 35, 35}},
	}
	for _, tt := range tests {
		for share, want := range map[string]places{"0.20": tt.fifth, "0.30": tt.most} {
			x := new(big.Rat).Mul(big.NewRat(tt.n, 1), q(share))
			got := places{wholePlaces(x, Floor), wholePlaces(x, HalfUp), wholePlaces(x, Ceil)}
			if got != want {
				t.Errorf("%s of %d: %v, want %v", share, tt.n, got, want)
			}
		}
	}
}

// graded is the units with their grades in rank order; "?" is left open.
func graded(t *testing.T, in RunInput) string {
	t.Helper()
	var words []string
	for _, u := range mustRun(t, in).Groups[0].Units {
		grade := u.Grade
		if grade == "" {
			grade = "?"
		}
		words = append(words, u.Code+grade)
	}
	return strings.Join(words, " ")
}

// letters makes n units A, B, C … with scores that fall by one from 99.
func letters(n int) []string {
	scores := make([]string, n)
	for i := range scores {
		scores[i] = strconv.Itoa(99 - i)
	}
	return scores
}

// short renames the sample's grades to numbers, to keep the tables below narrow.
func short(in RunInput) RunInput {
	for i := range in.Rules.Grades {
		in.Rules.Grades[i].Code = strconv.Itoa(i + 1)
	}
	return in
}

func TestGrades(t *testing.T) {
	tests := []struct {
		name   string
		scores []string
		change func(*RunInput)
		want   string
	}{
		{"ten units", letters(10), nil, "A1 B1 C1 D2 E2 F2 G2 H3 I3 J3"},
		{"the score asked for comes first", []string{"89.99", "85", "79.99", "70", "59.99", "12"}, nil, "A2 B2 C3 D3 E4 F4"},
		{"unused places are lost", []string{"95", "89", "88", "87", "86", "85", "84"}, nil, "A1 B2 C2 D3 E3 F3 G3"},
		{"at least one place", letters(3), func(in *RunInput) { in.Rules.Quota.MinPlaces = 1 }, "A1 B2 C3"},
		{"no place", letters(3), nil, "A2 B3 C3"},
		{"fixed places", letters(5), func(in *RunInput) { in.Rules.Grades[0].Share, in.Rules.Grades[0].Places = nil, new(3) }, "A1 B1 C1 D2 E2"},
		{"no quota", letters(5), func(in *RunInput) { in.Rules.Grades[0].Share = nil }, "A1 B1 C1 D1 E1"},
		{"below the last grade", []string{"95", "-1"}, func(in *RunInput) {
			in.Indicators[0].Rule = Rule{Method: Methods{Deduction: &Deduction{Each: pd("1"), Floor: pd("-9")}}}
			in.Groups[0].Units[0].Goals[0].Values = months("5")
			in.Groups[0].Units[1].Goals[0].Values = months("105")
		}, "A3 B?"},
		{"no grades", letters(2), func(in *RunInput) { in.Rules.Grades = nil }, "A? B?"},
		{"all units are the base", letters(6), func(in *RunInput) {
			in.Rules.Quota.Base = AllUnits
			in.Groups[0].Units[5].Mode = ScoredUnranked
			in.Groups[0].Units = append(in.Groups[0].Units, UnitInput{Code: "Z", Mode: Exempt})
			in.Rules.Quota.Rounding = Ceil
		}, "A1 B1 C2 D2 E2 F?"},
		{"ranked units are the base", letters(6), func(in *RunInput) {
			in.Groups[0].Units[5].Mode = ScoredUnranked
			in.Rules.Quota.Rounding = HalfUp
		}, "A1 B1 C2 D2 E3 F?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := short(finals(tt.scores...))
			if tt.change != nil {
				tt.change(&in)
			}
			if got := graded(t, in); got != tt.want {
				t.Errorf("grades: %s\nwant:   %s", got, tt.want)
			}
		})
	}
}

func TestVetoes(t *testing.T) {
	tests := []struct {
		name   string
		n      int
		vetoes map[string][]string
		change func(*RunInput)
		want   string
	}{
		{"no excellent: the place passes on", 10, map[string][]string{"A": {"V1"}}, nil, "A2 B1 C1 D1 E2 F2 G2 H3 I3 J3"},
		{"capped: takes no place", 10, map[string][]string{"B": {"V3"}}, nil, "A1 B3 C1 D1 E2 F2 G2 H2 I3 J3"},
		{"unqualified", 10, map[string][]string{"A": {"V4"}}, nil, "A4 B1 C1 D1 E2 F2 G2 H2 I3 J3"},
		{"unqualified though the last grade asks for more", 4, map[string][]string{"D": {"V4"}}, func(in *RunInput) { in.Rules.Grades[3].MinScore = d("99") }, "A1 B2 C3 D4"},
		{"one grade down from the first", 10, map[string][]string{"A": {"V5"}}, nil, "A2 B1 C1 D1 E2 F2 G2 H3 I3 J3"},
		{"one grade down from the second", 10, map[string][]string{"D": {"V5"}}, nil, "A1 B1 C1 D3 E2 F2 G2 H2 I3 J3"},
		{"one grade down from an open one", 10, map[string][]string{"J": {"V5"}}, nil, "A1 B1 C1 D2 E2 F2 G2 H3 I3 J4"},
		{"two grades down", 10, map[string][]string{"A": {"V5", "V5b"}}, nil, "A3 B1 C1 D1 E2 F2 G2 H2 I3 J3"},
		{"no grade below the last", 2, map[string][]string{"A": {"V5", "V5b"}}, func(in *RunInput) { in.Rules.Grades = in.Rules.Grades[2:] }, "A4 B3"},
		{"two effects: the harder counts", 10, map[string][]string{"A": {"V3", "V1"}}, nil, "A3 B1 C1 D1 E2 F2 G2 H2 I3 J3"},
		{"listed apart: shown, without effect", 4, map[string][]string{"A": {"V4"}}, func(in *RunInput) { in.Groups[0].Units[0].Mode = ScoredUnranked }, "B2 C3 D3 A?"},
		{"a grade free of vetoes", 10, map[string][]string{"D": {"V1"}}, func(in *RunInput) { in.Rules.Grades[1].VetoFree = true }, "A1 B1 C1 D3 E2 F2 G2 H2 I3 J3"},
		{"down into a grade free of vetoes", 10, map[string][]string{"A": {"V5"}}, func(in *RunInput) { in.Rules.Grades[1].VetoFree = true }, "A3 B1 C1 D1 E2 F2 G2 H2 I3 J3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := short(finals(letters(tt.n)...))
			in.Rules.Vetoes = append(in.Rules.Vetoes, VetoRule{Code: "V5b", Effect: DownOne})
			for i := range in.Groups[0].Units {
				u := &in.Groups[0].Units[i]
				u.Vetoes = tt.vetoes[u.Code]
			}
			if tt.change != nil {
				tt.change(&in)
			}
			plain := short(finals(letters(tt.n)...))
			if tt.change != nil {
				tt.change(&plain)
			}
			if got := graded(t, in); got != tt.want {
				t.Errorf("grades: %s\nwant:   %s", got, tt.want)
			}
			for i, u := range mustRun(t, in).Groups[0].Units {
				if before := mustRun(t, plain).Groups[0].Units[i]; u.Code != before.Code || u.Rank != before.Rank || !u.Final.Equal(before.Final) {
					t.Errorf("a veto changed the score or the rank of %s", u.Code)
				}
			}
		})
	}
}

// tied is four units of equal final score but different indicators, ballots and
// dimensions, and one better; 30 % of five and 40 % of five are one and two places.
func tied(rows ...[4]string) RunInput {
	in := yearEnd(only("I1", "D1"), only("I2", "D2"))
	g := GroupInput{Code: "G", Weights: weights("0.8", "0.1", "0.1"), Dimensions: []DimensionMarks{{"D1", d("50")}, {"D2", d("50")}}}
	for i, r := range rows {
		g.Units = append(g.Units, UnitInput{
			Code: string(rune('A' + i)), Mode: Ranked,
			Goals:      []GoalInput{goalOf(1, "I1", "50", r[0]), goalOf(2, "I2", "50", r[1])},
			Components: []ComponentScore{{BallotComponent, d(r[2])}, {LeaderComponent, d(r[3])}},
		})
	}
	in.Groups = []GroupInput{g}
	return short(in)
}

func TestTieBreak(t *testing.T) {
	best := [4]string{"99", "99", "99", "99"}
	tests := []struct {
		name   string
		rows   [][4]string
		change func(*RunInput)
		want   string
	}{
		{"indicators decide", [][4]string{best, {"90", "90", "90", "90"}, {"90", "91", "88", "88"}, {"90", "90", "90", "90"}, {"91", "91", "86", "86"}}, nil, "A1 B3 C2 D3 E2"},
		{"then the dimension", [][4]string{best, {"90", "90", "90", "90"}, {"92", "88", "90", "90"}, {"88", "92", "90", "90"}, {"91", "89", "90", "90"}}, nil, "A1 B3 C2 D3 E2"},
		{"then the ballot", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "91", "89"}, {"90", "90", "92", "88"}, {"90", "90", "89", "91"}}, nil, "A1 B3 C2 D2 E3"},
		{"only those still equal are asked on", [][4]string{best, {"91", "91", "86", "86"}, {"92", "88", "90", "90"}, {"90", "90", "99", "81"}, {"90", "90", "90", "90"}}, nil, "A1 B2 C2 D3 E3"},
		{"the committee decides", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}}, nil, "A1 B? C? D? E3"},
		{"about one place of two", [][4]string{best, {"91", "91", "86", "86"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}}, nil, "A1 B2 C? D? E3"},
		{"and those it turns down keep a place in the next grade", [][4]string{{"95", "95", "95", "95"}, {"95", "95", "95", "95"}, {"95", "95", "95", "95"}, {"94", "94", "94", "94"}, {"93", "93", "93", "93"}}, nil, "A? B? C? D3 E3"},
		{"so that others get what is left", [][4]string{{"95", "95", "95", "95"}, {"95", "95", "95", "95"}, {"94", "94", "94", "94"}, {"94", "94", "94", "94"}, {"93", "93", "93", "93"}},
			func(in *RunInput) { in.Rules.Grades[1].Share = pd("0.6") }, "A? B? C2 D2 E3"},
		{"questions that end leave it open too", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}},
			func(in *RunInput) { in.Rules.Quota.TieBreak = nil }, "A1 B? C? D? E3"},
		{"who has no answer comes last", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}},
			func(in *RunInput) {
				in.Rules.Quota.TieBreak = []TieBreaker{ByLeader}
				in.Groups[0].Weights = weights("0.9", "0.1", "0")
				in.Groups[0].Units[2].Components = in.Groups[0].Units[2].Components[:1]
			}, "A1 B2 C3 D2 E3"},
		{"what nobody has decides nothing", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}},
			func(in *RunInput) {
				in.Rules.Quota.TieBreak = []TieBreaker{ByLeader}
				in.Groups[0].Weights = weights("0.9", "0.1")
			}, "A1 B? C? D? E3"},
		{"no edge, no question", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}, {"80", "80", "80", "80"}}, nil, "A1 B2 C2 D3 E3"},
		{"a tie beyond the edge neither", [][4]string{best, {"95", "95", "95", "95"}, {"94", "94", "94", "94"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}}, nil, "A1 B2 C2 D3 E3"},
		{"a veto frees a tied place", [][4]string{best, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"90", "90", "90", "90"}, {"80", "80", "80", "80"}},
			func(in *RunInput) { in.Groups[0].Units[2].Vetoes = []string{"V3"} }, "A1 B2 C3 D2 E3"},
		{"one grade down by the tie's own questions", [][4]string{{"91", "91", "86", "86"}, {"90", "90", "90", "90"}, {"89", "89", "89", "89"}, {"88", "88", "88", "88"}, {"80", "80", "80", "80"}},
			func(in *RunInput) { in.Groups[0].Units[0].Vetoes = []string{"V5"} }, "A2 B1 C2 D3 E3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := tied(tt.rows...)
			if tt.change != nil {
				tt.change(&in)
			}
			if got := graded(t, in); got != tt.want {
				t.Errorf("grades: %s\nwant:   %s", got, tt.want)
			}
		})
	}
}

// Asking the questions never touches ranks.
func TestTieBreakLeavesRanks(t *testing.T) {
	in := tied([4]string{"91", "91", "86", "86"}, [4]string{"90", "90", "90", "90"})
	in.Rules.Quota.MinPlaces = 1
	res := mustRun(t, in).Groups[0]
	if a, b := res.Units[0], res.Units[1]; a.Rank != 1 || b.Rank != 1 || a.Grade != "1" || b.Grade != "2" {
		t.Errorf("%s: rank %d grade %s, %s: rank %d grade %s", a.Code, a.Rank, a.Grade, b.Code, b.Rank, b.Grade)
	}
	if open := mustRun(t, tied([4]string{"90", "90", "90", "90"}, [4]string{"90", "90", "90", "90"}, [4]string{"90", "90", "90", "90"}, [4]string{"90", "90", "90", "90"})).Groups[0]; open.Quotas[0].Places != 1 || open.Quotas[0].Filled != 0 {
		t.Errorf("quota of an undecided place = %+v", open.Quotas[0])
	}
}
