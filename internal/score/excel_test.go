package score

import "testing"

func TestRuleForSheets(t *testing.T) {
	cells := func(name string) string {
		return map[string]string{"A": "A1", "T": "T1", "W": "W1", "C": "C1", "k": "K1", "days": "D1", "p": "P1", "f": "F1", "first": "X1", "peers": "X1:X9", "in:a": "I1"}[name]
	}
	bare := func(name string) string { return map[string]string{"A": "A1", "T": "T1", "W": "W1"}[name] }
	rate := Methods{Proportional: &Proportional{OnNegative: new(NegativeRejected)}}
	for _, tt := range []struct {
		name     string
		rule     Rule
		cells    Cells
		rounding Rounding
		want     Formulas
		ok       bool
	}{
		{"a method", Rule{Method: rate}, bare, HalfAway, Formulas{Points: "ROUND(W1*MIN(MAX(A1/T1,0),1),2)"}, true},
		{"half even", Rule{Method: Methods{Threshold: &Threshold{Op: AtLeast}}}, bare, HalfEven, Formulas{Points: "IF(ABS(ROUND(ABS(IF(A1>=T1,W1,0))*10^2-INT(ABS(IF(A1>=T1,W1,0))*10^2),9)-0.5)=0," +
			"2*ROUND((IF(A1>=T1,W1,0))*10^2/2,0)/10^2,ROUND(IF(A1>=T1,W1,0),2))"}, true},
		{"difficulty, portion and redistribution", Rule{Method: Methods{Threshold: &Threshold{Op: AtLeast}}}, cells, HalfAway, Formulas{Points: "ROUND(((IF(IF(A1>=T1,W1,0)<=0,IF(A1>=T1,W1,0)," +
			"MIN((IF(A1>=T1,W1,0))*K1,MAX(W1,IF(A1>=T1,W1,0)))))*P1)*F1,2)"}, true},
		{"challenge", Rule{Method: rate, Modifiers: &Modifiers{ChallengeBonus: pd("0.5")}}, func(name string) string {
			return map[string]string{"A": "A1", "T": "T1", "W": "W1", "C": "C1"}[name]
		}, HalfAway, Formulas{Points: "ROUND(W1*MIN(MAX(A1/T1,0),1)+0.5*MIN(MAX((A1-T1)/(C1-T1),0),1),2)"}, true},
		{"over-completion and lateness", Rule{Method: rate, Modifiers: &Modifiers{OverCompletion: &OverCompletion{Bands: []OverBand{{pd("1.5"), pd("1")}, {nil, pd("0.9")}}}, Lateness: &Lateness{PerDay: pd("0.1")}}},
			func(name string) string {
				return map[string]string{"A": "A1", "T": "T1", "W": "W1", "days": "D1"}[name]
			}, HalfAway,
			Formulas{Points: "ROUND(MAX(((W1*MIN(MAX(A1/T1,0),1))*IF(A1/T1<=1.5,1,0.9))-ROUNDUP(D1,0)*0.1,0),2)"}, true},
		{"a second method", Rule{Method: Methods{Composite: &Composite{Formula: "a - 3", Inputs: []string{"a"}}}, Modifiers: &Modifiers{Then: &Methods{RatioToBest: &RatioToBest{}}}},
			func(name string) string {
				return map[string]string{"W": "W1", "first": "X1", "peers": "X1:X9", "in:a": "I1"}[name]
			}, HalfAway,
			Formulas{First: "I1-3", Points: `ROUND(IF(MAX(X1:X9)<=0,"",W1*MAX(X1,0)/MAX(X1:X9)),2)`}, true},
		{"a rate that no formula has", Rule{Method: Methods{Threshold: &Threshold{Op: AtLeast}}, Modifiers: &Modifiers{OverCompletion: &OverCompletion{}}}, bare, HalfAway, Formulas{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.rule.Excel(tt.cells, 2, tt.rounding)
			if ok != tt.ok || ok && got != tt.want {
				t.Errorf("%v\n\t%+v\nwant %v\n\t%+v", ok, got, tt.ok, tt.want)
			}
		})
	}
}
