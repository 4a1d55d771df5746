package gqlhttp

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
)

// FuzzJSON holds the decoder against the standard library's: whatever it takes,
// the library takes too and understands in the same way.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0.5e+3,"x\n\u00e9\ud83d\ude00",true,false,null,{}]}`, `"\ud800"`, `{"a":1,"a":2}`, `[1,]`, `01`, `-`, `1.`, "\"\x01\"", ` 1 2`,
		`"\u12"`, `"\x"`, `tru`, `nulll`, "\"\xff\"", `[[[]]]`, `{"a"}`, `{"":{"":0}}`, `"\`, `1e`, `"\u0000"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := decodeJSON(text)
		std := json.NewDecoder(bytes.NewReader(text))
		std.UseNumber()
		var want any
		stdErr := std.Decode(&want)
		if stdErr == nil {
			if _, after := std.Token(); after != io.EOF {
				stdErr = after
			}
		}
		if err == nil && (stdErr != nil && !bytes.Contains(text, []byte{0}) || !reflect.DeepEqual(got, want)) {
			t.Errorf("%q is %#v, the library says %#v, %v", text, got, want, stdErr)
		}
		if err == errMalformed && stdErr == nil && json.Valid(text) {
			t.Errorf("%q is refused", text)
		}
	})
}

func BenchmarkJSON(b *testing.B) {
	rows := []byte(`[` + strings.Repeat(`{"goalId":"Z29hbC4xLjEyMw","period":"2026-01","version":1,"value":"12.50","note":""},`, 90_000) + `1]`)
	b.SetBytes(int64(len(rows)))
	for b.Loop() {
		if _, err := decodeJSON(rows); err != nil {
			b.Fatal(err)
		}
	}
}
