package workbook

import (
	"bytes"
	"math/big"
	"regexp"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// inFile is what stands in the file for d.
func inFile(t testing.TB, d decimal.Decimal) string {
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetRow("A1", []any{excelize.Cell{Value: numeric(d)}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`<c r="A1"><v>(.*?)</v></c>`).FindStringSubmatch(part(t, b.Bytes(), "xl/worksheets/sheet1.xml"))
	if m == nil {
		t.Fatalf("%s is no number in the file", d)
	}
	return m[1]
}

func TestNumeric(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"0", "0"},
		{"92.50", "92.5"},
		{"1.005", "1.005"},
		{"-0.1", "-0.1"},
		{"0.0000001", "0.0000001"},
		{"81.8475", "81.8475"},
		{"123456789012.345", "123456789012.345"},
		{"9007199254740993", "9007199254740993"}, // no float has this value
		{"9223372036854775807", "9223372036854775807"},
		{"1e20", "100000000000000000000"},
		{"0.12345678901234567890", "0.12345678901234568"}, // Excel keeps 15 digits itself
	} {
		if got := inFile(t, dec(tt.in)); got != tt.want {
			t.Errorf("%s is written %s, want %s", tt.in, got, tt.want)
		}
	}
}

// Fifteen digits are kept as they are, wherever the point stands.
func TestNumericKeepsDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "digits"), rapid.Int32Range(-12, 3).Draw(t, "exponent"))
		v := numeric(d)
		if f, ok := v.(float64); ok {
			if got := decimal.NewFromFloat(f); !got.Equal(d) {
				t.Errorf("%s becomes %s", d, got)
			}
		} else if got := decimal.NewFromInt(v.(int64)); !got.Equal(d) {
			t.Errorf("%s becomes %s", d, got)
		}
	})
}

func TestMean(t *testing.T) {
	for _, tt := range []struct {
		of   []string
		want string
	}{
		{[]string{"90.01", "90.02"}, "90.02"}, // 90.015, where a float says 90.01
		{[]string{"1", "1", "2"}, "1.33"},
		{[]string{"-0.01", "0"}, "-0.01"},
		{[]string{"92.065"}, "92.07"},
	} {
		var ds []decimal.Decimal
		for _, s := range tt.of {
			ds = append(ds, dec(s))
		}
		if got := mean(ds); got.String() != tt.want {
			t.Errorf("mean of %v = %s, want %s", tt.of, got, tt.want)
		}
	}
}

func TestPrinted(t *testing.T) {
	for in, want := range map[string]string{"50/3": "16.67", "12": "12", "75/11": "6.82", "25/2": "12.5", "1/16": "0.0625", "1/64": "0.02", "1/200": "0.005", "3/800": "0"} {
		r, _ := new(big.Rat).SetString(in)
		if got := printed(r).String(); got != want {
			t.Errorf("%s is printed %s, want %s", in, got, want)
		}
	}
}

// Three fifths exactly are not poor, and redistributed marks are not rounded first.
func TestIsPoor(t *testing.T) {
	for _, tt := range []struct {
		points, marks string
		want          bool
	}{
		{"6", "10", false},
		{"5.99", "10", true},
		{"10", "50/3", false},
		{"9.99", "50/3", true},
		{"0", "5", true},
		{"-1", "5", true},
	} {
		marks, _ := new(big.Rat).SetString(tt.marks)
		if got := isPoor(dec(tt.points), marks); got != tt.want {
			t.Errorf("%s of %s is poor: %t", tt.points, tt.marks, got)
		}
	}
}

func TestDecimals(t *testing.T) {
	for _, tt := range []struct {
		of   []string
		want int
	}{{nil, 2}, {[]string{"1.50", "3"}, 2}, {[]string{"1.125"}, 3}, {[]string{"0.123456"}, 4}} {
		var ds []decimal.Decimal
		for _, s := range tt.of {
			ds = append(ds, dec(s))
		}
		if got := decimals(2, 4, ds...); got != tt.want {
			t.Errorf("%v need %d decimals, want %d", tt.of, got, tt.want)
		}
	}
}
