// Package sample holds the fictional organs of Kaoping, a county and a bureau,
// and can live through years of the county: everybody does through the use cases
// what such people do, each at an instant of the simulated calendar.
//
// What is done, when and with which figures follows from the seed and the
// calendar year alone. So a simulation that is begun today and carried on next
// month comes to the same figures as one that is begun next month.
package sample

import (
	"embed"
	"fmt"

	"github.com/kaoping/kaoping/internal/goal"
)

//go:embed county.yaml bureau.yaml
var files embed.FS

// County is the sample county: its register, and its plan of 2026.
func County() *goal.File { return parse("county.yaml") }

// Bureau is the sample bureau: its register, and its plan of 2026.
func Bureau() *goal.File { return parse("bureau.yaml") }

func parse(name string) *goal.File {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is compiled in
	}
	f, err := goal.ParseFile(text)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err)) // and a test parses it
	}
	return f
}
