package console

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"path"
	"regexp"
	"testing"
)

var update = flag.Bool("update", false, "write operations.json anew")

var header = regexp.MustCompile(`^(?:query|mutation) ([A-Z][A-Za-z0-9]*)\b`)

// TestOperations holds the manifest against the documents it is made from.
func TestOperations(t *testing.T) {
	documents, err := fs.Glob(files, "page/*.graphql")
	if err != nil || len(documents) == 0 {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	want := map[string]Operation{}
	names := map[string]string{}
	for _, file := range documents {
		text, err := files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := header.FindSubmatch(text)
		if m == nil {
			t.Errorf("%s: a document begins with query or mutation and a name", path.Base(file))
			continue
		}
		name := string(m[1])
		if other := names[name]; other != "" {
			t.Errorf("%s and %s are both called %s", file, other, name)
		}
		names[name] = file
		sum := sha256.Sum256(text)
		want[hex.EncodeToString(sum[:])] = Operation{name, string(text)}
	}
	text, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile("operations.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(text, manifest) {
		t.Error("operations.json is not what page/*.graphql make: run go test ./internal/console -run TestOperations -update")
	}
	for hash, op := range want {
		if Operations()[hash] != op {
			t.Errorf("%s is not among the operations", op.Name)
		}
	}
}
