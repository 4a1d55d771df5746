package score

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// wrong is a rule as JSON, and path and code of each of its problems.
type wrong struct{ name, rule, want string }

func refuses(t *testing.T, method string, tests []wrong) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r Rule
			if err := json.Unmarshal([]byte(`{"method":{"`+method+`":`+tt.rule+`}}`), &r); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Validate() {
				got = append(got, strings.TrimPrefix(strings.Join(p.Path, "."), "method."+method+".")+" "+p.Code)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("problems:\n%s\nwant:\n%s", s, tt.want)
			}
		})
	}
}

// steps is the trace of a goal as text, without what the figure was made of.
func steps(r Rule, w string, n Numbers) string {
	var b strings.Builder
	for _, s := range r.Score(q(w), 2, HalfAway, n).Trace.Children[1:] {
		render(&b, 0, s)
	}
	return b.String()
}

// names is a sheet in which every cell is called what the rule calls it.
var names = sheet{cells: func(name string) string { return name }}

func TestTrim(t *testing.T) {
	seven := ds("86", "90", "88", "79", "95", "91", "87")
	tests := []struct {
		name  string
		trim  *Trim
		marks []decimal.Decimal
		want  string
	}{
		{"not at all", nil, seven, "616/7"},
		{"usual", &Trim{}, seven, "442/5"},
		{"usual, six", &Trim{}, seven[:6], "355/4"},
		{"usual, five are too few", &Trim{}, seven[:5], "438/5"},
		{"two at each end", &Trim{Drop: new(2), From: new(5)}, seven, "265/3"},
		{"one is left", &Trim{Drop: new(3), From: new(7)}, seven, "88"},
		{"the highest twice, once left out", &Trim{From: new(3)}, ds("90", "90", "60"), "90"},
		{"one digit more is no other mark", &Trim{From: new(3)}, ds("90.0", "90", "60.00"), "90"},
		{"one mark", &Trim{}, ds("77.5"), "77.5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c calc
			if got := c.mean(tt.marks, tt.trim); got.Cmp(q(tt.want)) != 0 {
				t.Errorf("mean = %s, want %s", exact(got), tt.want)
			}
			backwards := slices.Clone(tt.marks)
			slices.Reverse(backwards)
			other := calc{quiet: true}
			if got := other.mean(backwards, tt.trim); got.Cmp(q(tt.want)) != 0 || len(other.steps) > 0 {
				t.Errorf("backwards it is %s, with %d steps", exact(got), len(other.steps))
			}
		})
	}
	if seven[0].Cmp(d("86")) != 0 || seven[6].Cmp(d("87")) != 0 {
		t.Error("the marks were sorted in place")
	}
}
