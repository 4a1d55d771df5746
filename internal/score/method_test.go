package score

import (
	"strings"
	"testing"
)

// bad is a method with wrong parameters, and each problem's path and code.
type bad struct {
	name   string
	method Methods
	want   string
}

func invalid(t *testing.T, tests []bad) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := listed(Rule{Method: tt.method}.Validate()); got != tt.want {
				t.Errorf("problems:\n\t%s\nwant:\n\t%s", got, tt.want)
			}
		})
	}
}

func listed(ps []Problem) string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = strings.Join(p.Path, ".") + " " + p.Code
	}
	return strings.Join(texts, ", ")
}

// sheets holds methods against the formulas that they become.
func sheets(t *testing.T, cells Cells, tests map[string]Methods) {
	t.Helper()
	for want, m := range tests {
		chosen, err := m.one()
		if err != nil {
			t.Fatal(err)
		}
		if got := chosen.excel(sheet{cells}); got != want {
			t.Errorf("%s:\n\t%s\nwant:\n\t%s", chosen.Name(), got, want)
		}
	}
}
