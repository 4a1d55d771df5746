package formula

import (
	"strings"
	"testing"
)

func TestExcel(t *testing.T) {
	cells := strings.NewReplacer("W", "$B$2", "完成率", "Sheet2!C7", "a", "A1", "b", "B1", "c", "C1", "x", "X1")
	for text, want := range map[string]string{
		"W × (0.60×a + 0.4×b) ÷ 100":                "$B$2*(0.6*A1+0.4*B1)/100",
		"W * min(完成率, 1.2)":                         "$B$2*MIN(Sheet2!C7,1.2)",
		"a - (b - c) - -x":                          "A1-(B1-C1)--X1",
		"-(a + b) * -5":                             "-(A1+B1)*-5",
		"clamp(x, a - 1, 1.2)":                      "MAX(A1-1,MIN(1.2,X1))",
		"round(a / b)":                              "ROUND(A1/B1,0)",
		"round(a / b, 2)":                           "ROUND(A1/B1,2)",
		"abs(a) + max(a, b, 0)":                     "ABS(A1)+MAX(A1,B1,0)",
		"if(a + 1 ≥ b, 1, if(a = b, 2, 3))":         "IF(A1+1>=B1,1,IF(A1=B1,2,3))",
		"if(a ≠ b and b < c or x > 0, 1, 0)":        "IF(OR(AND(A1<>B1,B1<C1),X1>0),1,0)",
		"if((a > b or b > c) and not(x = 0), 1, 0)": "IF(AND(OR(A1>B1,B1>C1),NOT(X1=0)),1,0)",
	} {
		if got := parse(t, text).Excel(cells.Replace); got != want {
			t.Errorf("%s is %s in Excel, want %s", text, got, want)
		}
	}
}

// Excel nests 64 functions; the formula that needs the most of them fits.
func TestExcelNesting(t *testing.T) {
	for text, refused := range map[string]bool{
		strings.Repeat("clamp(", 25) + "a" + strings.Repeat(", 0, 1)", 25):                                 false,
		"if(" + strings.Repeat("(", 24) + "a > b" + strings.Repeat(" and a > b or a > b)", 24) + ", 1, 0)": false,
		"if(" + strings.Repeat("(", 26) + "a > b" + strings.Repeat(" and a > b or a > b)", 26) + ", 1, 0)": true,
		strings.Repeat("if(not(a > ", 25) + "a" + strings.Repeat("), 1, 0)", 25):                           false,
	} {
		f, err := Parse(text, inputs)
		if refused {
			if !strings.Contains(failure(err), "TOO_DEEP") {
				t.Errorf("%.60s…: %s", text, failure(err))
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if n := functionsDeep(f.Excel(func(name string) string { return name })); n > maxDepth {
			t.Errorf("%.60s… nests %d functions", text, n)
		}
	}
}

// functionsDeep counts, in Excel's text, only brackets that follow a function.
func functionsDeep(text string) (most int) {
	var open []bool
	deep := 0
	for i, r := range text {
		switch r {
		case '(':
			call := i > 0 && text[i-1] >= 'A' && text[i-1] <= 'Z'
			if open = append(open, call); call {
				deep++
			}
			most = max(most, deep)
		case ')':
			if open[len(open)-1] {
				deep--
			}
			open = open[:len(open)-1]
		}
	}
	return most
}

// balanced says whether every bracket closes, and none too early.
func balanced(text string) bool {
	open := 0
	for _, r := range text {
		switch r {
		case '(':
			open++
		case ')':
			open--
		}
		if open < 0 {
			return false
		}
	}
	return open == 0
}
