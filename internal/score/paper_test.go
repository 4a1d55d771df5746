package score

import (
	"encoding/json"
	"strings"
	"testing"
)

// refusal is a rule as JSON, which tests the tags too, and the path and code of
// everything wrong with it, without the path's first word.
type refusal struct{ name, rule, want string }

func refuse(t *testing.T, rows []refusal) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			var r Rule
			dec := json.NewDecoder(strings.NewReader(tt.rule))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&r); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Validate() {
				got = append(got, strings.TrimPrefix(strings.Join(p.Path, "."), "method.")+" "+p.Code)
			}
			if s := strings.Join(got, ", "); s != tt.want {
				t.Errorf("problems:\n%s\nwant:\n%s", s, tt.want)
			}
		})
	}
}

// inCells is a method's formula on a sheet whose cells are named like their contents.
func inCells(m method) string { return m.excel(sheet{func(name string) string { return name }}) }

// onPaper is what a trace prints below the figure, a step a line.
func onPaper(t Trace) string {
	var b strings.Builder
	for _, step := range t.Children[1:] {
		render(&b, 0, step)
	}
	return b.String()
}

// atMost checks the highest points that a rule's method can give.
func atMost(t *testing.T, r Rule, w, want string) {
	t.Helper()
	m, err := r.Method.one()
	if err != nil {
		t.Fatal(err)
	}
	if got := m.most(q(w)); got.Cmp(q(want)) != 0 {
		t.Errorf("%s gives at most %s of %s, want %s", r.Name(), exact(got), w, want)
	}
}
