package score

import (
	"encoding/json"
	"math/big"
	"testing"
)

func TestFactsOfRules(t *testing.T) {
	tests := []struct {
		rule, most   string // of 10 full marks
		baseline     bool
		target, goes bool // whether a formula names T, C
	}{
		{`{"method": {"proportional": {"cap": "1.1"}}}`, "11", false, false, false},
		{`{"method": {"proportional": {}}, "modifiers": {"difficultyCap": "0.9"}}`, "9", false, false, false},
		{`{"method": {"proportional": {}}, "modifiers": {"challengeBonus": "2"}}`, "10", false, false, false},
		{`{"method": {"linear": {}}}`, "10", true, false, false},
		{`{"method": {"linear": {"baseline": "1"}}}`, "10", false, false, false},
		{`{"method": {"yearOnYear": {"add": "1", "addCap": "2"}}}`, "12", true, false, false},
		{`{"method": {"levelGrowth": {"alpha": "0.5", "level": {"proportional": {}}, "growth": {"threshold": {"op": "AT_LEAST"}}, "growthTarget": "1", "growthOf": "ON_BASELINE"}}}`, "10", true, false, false},
		{`{"method": {"composite": {"formula": "W*A/T+B+C"}}}`, "10", true, true, true},
		{`{"method": {"composite": {"formula": "A"}}, "modifiers": {"then": {"linear": {}}}}`, "10", true, false, false},
		{`{"method": {"composite": {"formula": "A"}}, "modifiers": {"then": {"ratioToBest": {}}}}`, "10", false, false, false},
	}
	for _, tt := range tests {
		var r Rule
		if err := json.Unmarshal([]byte(tt.rule), &r); err != nil {
			t.Fatal(err)
		}
		if ps := r.Validate(); len(ps) > 0 {
			t.Fatalf("%s: %v", tt.rule, ps)
		}
		if got := r.Most(big.NewRat(10, 1)).RatString(); got != tt.most {
			t.Errorf("%s gives at most %s, want %s", tt.rule, got, tt.most)
		}
		if got := r.NeedsBaseline(); got != tt.baseline {
			t.Errorf("%s needs a baseline: %t", tt.rule, got)
		}
		if r.Names("T") != tt.target || r.Names("C") != tt.goes {
			t.Errorf("%s names T %t and C %t", tt.rule, r.Names("T"), r.Names("C"))
		}
	}
}
