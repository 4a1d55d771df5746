package formula

import "testing"

const typical = "if(level >= 60, W * clamp(0.6*level + 0.4*growth, 0, 120) / 100, round(W * level / 100, 2))"

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(typical, inputs); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	f, values := parse(b, typical), given("W=8 level=86.3 growth=91.5")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Eval(values); err != nil {
			b.Fatal(err)
		}
	}
}
