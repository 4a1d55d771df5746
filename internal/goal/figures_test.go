package goal

import (
	"reflect"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

// TestProblemsComeInOrder: whoever sends the same again is told the same again.
func TestProblemsComeInOrder(t *testing.T) {
	tiny, long := decimal.New(1, -9), strings.Repeat("长", longest+1)
	f := &Figures{State: score.Value, Value: &tiny, Numerator: &tiny, Denominator: &tiny, Note: long, Measure: long, HelpNeeded: long}
	first := f.Check(&Indicator{}, 2, nil)
	for range 20 {
		if again := f.Check(&Indicator{}, 2, nil); !reflect.DeepEqual(first, again) {
			t.Fatalf("first %v, then %v", first, again)
		}
	}
}
