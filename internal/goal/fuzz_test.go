package goal_test

import (
	"errors"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
)

// FuzzPlanFile: whatever a file says, it is refused with places and words, or it
// is a plan that can be checked and tried out, in no time.
func FuzzPlanFile(f *testing.F) {
	register := goal.Register{Units: map[string]int64{"SF": 1, "O": 2, "X": 3, "A1": 4, "A2": 5}, Accounts: map[string]int64{"a": 1}}
	f.Fuzz(func(t *testing.T, text string) {
		began := time.Now()
		defer func() {
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
		}()
		file, err := goal.ParseFile([]byte(text))
		if err != nil {
			var invalid *goal.InvalidError
			if !errors.As(err, &invalid) || len(invalid.Problems) == 0 || invalid.Error() == "" {
				t.Errorf("refused without a place: %v", err)
			}
			return
		}
		if file.Organ != nil {
			file.Organ.Check(register)
		}
		if file.Plan != nil && len(file.Plan.Structure(register)) == 0 {
			file.Plan.Findings()
		}
	})
}
