package main

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archiveCommands writes the year to a file, checks it where no database can be
// reached, and checks it again after somebody touched a figure in it.
func (y *year) archiveCommands() {
	folder := y.t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	private, public := writeKeys(y.t, folder)
	for _, name := range []string{"a.zip", "b.zip"} {
		if out, err := y.command("archive", "TA/2026", "-out", in(name), "-key", private); err != nil || !strings.Contains(out, name+" (signed)") {
			y.t.Fatalf("archive: %v\n%s", err, out)
		}
	}
	file, err := os.ReadFile(in("a.zip"))
	if err != nil {
		y.t.Fatal(err)
	}
	if again, err := os.ReadFile(in("b.zip")); err != nil || !bytes.Equal(file, again) {
		y.t.Errorf("the same year gives another file (%v)", err)
	}
	dsn := y.dsn
	y.dsn = "postgres://nobody@127.0.0.1:1/none"
	defer func() { y.dsn = dsn }()
	for _, args := range [][]string{{in("a.zip")}, {in("a.zip"), "-key", public}} {
		out, err := y.command(append([]string{"verify", "archive"}, args...)...)
		if err != nil || !strings.Contains(out, "1 edition, 2 runs with 84 lines, ") || !strings.Contains(out, "recomputed, all equal") {
			y.t.Errorf("verify archive: %v\n%s", err, out)
		}
	}
	if err := os.WriteFile(in("c.zip"), touched(y.t, file), 0o600); err != nil {
		y.t.Fatal(err)
	}
	out, err := y.command("verify", "archive", in("c.zip"))
	if err == nil || !strings.Contains(out, "report-values.jsonl: number of bytes") || !strings.Contains(out, "A1 甲一局, I1 指标I1, 2026-01 r1: figure is kept as 9.01, recomputed it is 19.01") {
		y.t.Errorf("verify archive does not say which figure was touched: %v\n%s", err, out)
	}
}

// writeKeys makes a key to sign with and gives the names of its two files.
func writeKeys(t testing.TB, folder string) (private, public string) {
	t.Helper()
	shown, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	save := func(name, kind string, der []byte, err error) string {
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return filepath.Join(folder, name)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	private = save("key.pem", "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(shown)
	return private, save("public.pem", "PUBLIC KEY", der, err)
}

// touched is the archive with one figure changed. Telephones stand nowhere but
// in what was published.
func touched(t testing.TB, file []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, changed := zip.NewWriter(&out), false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "0000-0000") && !strings.HasPrefix(f.Name, "bulletins/") && !strings.HasPrefix(f.Name, "snapshots/") {
			t.Errorf("%s has a telephone number", f.Name)
		}
		if f.Name == "report-values.jsonl" {
			with := bytes.Replace(content, []byte(`"value":"9.01"`), []byte(`"value":"19.01"`), 1)
			content, changed = with, !bytes.Equal(with, content)
		}
		e, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !changed {
		t.Fatalf("the file was not changed: %v", err)
	}
	return out.Bytes()
}
