package score

import "testing"

func TestRoundUp(t *testing.T) {
	for x, want := range map[string]string{"3.2": "4", "-3.2": "-3", "3": "3", "-3": "-3", "0": "0", "1/3": "1", "-1/3": "0"} {
		if got := roundUp(q(x)); got.Cmp(q(want)) != 0 {
			t.Errorf("%s is rounded up to %s, want %s", x, exact(got), want)
		}
	}
}
