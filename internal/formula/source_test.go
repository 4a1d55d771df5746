package formula

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Not one binary fraction may come near a formula, tests and all.
func TestNoFloats(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	forbidden := regexp.MustCompile(`\b` + `float(32|64)\b|big\.Float\b|\.Float(32|64)\(|ParseFloat`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "source_test.go" {
			continue
		}
		if at := forbidden.FindIndex(text); at != nil {
			t.Errorf("%s: %q", name, text[at[0]:at[1]])
		}
	}
}
