package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"github.com/kaoping/kaoping/internal/goal"
)

// limits bound what a file can make its reader hold and do, whoever made it.
type limits struct {
	entries int
	text    int64 // bytes of an entry that is read whole, and of a row
	total   int64 // bytes of all entries, unpacked
	ratio   int64 // of unpacked to packed bytes, in an entry of more than a megabyte
	digits  int   // of one number: the work on it grows faster than its length
}

// usual is far above a city's year: 1,000 units with 40 goals each have results
// of some 100 MB.
var usual = limits{entries: 20_000, text: 512 << 20, total: 16 << 30, ratio: 500, digits: 30_000}

// entryName is what our own entries are called. Nothing is ever unpacked to a
// name from the file, but other tools may do so.
var entryName = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+)*\.(json|jsonl|pem|sig)$`)

// file is an opened archive.
type file struct {
	limits   limits
	entries  map[string]*zip.File
	manifest Manifest
	text     []byte // the manifest's bytes, which are what is signed
	used     map[string]bool
}

// open reads the directory and the manifest.
func open(in io.ReaderAt, size int64, limits limits) (*file, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("this is no whole zip file: %w", err)
	}
	f := &file{limits: limits, entries: map[string]*zip.File{}, used: map[string]bool{}}
	if len(z.File) > limits.entries {
		return nil, fmt.Errorf("the file has %d entries, more than %d", len(z.File), limits.entries)
	}
	var total uint64
	for _, e := range z.File {
		if !entryName.MatchString(e.Name) {
			return nil, fmt.Errorf("%q is no name of an entry", e.Name)
		}
		if f.entries[e.Name] != nil {
			return nil, fmt.Errorf("%s is there twice", e.Name)
		}
		f.entries[e.Name] = e
		size, packed := e.UncompressedSize64, max(e.CompressedSize64, 1)
		if total += min(size, uint64(limits.total)+1); total > uint64(limits.total) {
			return nil, fmt.Errorf("the entries have more than %d bytes", limits.total)
		}
		if size > 1<<20 && size/packed > uint64(limits.ratio) {
			return nil, fmt.Errorf("%s is packed %d times, which no list of ours is", e.Name, size/packed)
		}
	}
	if f.text, err = f.read(manifestName); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(f.text, &f.manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", manifestName, err)
	}
	if f.manifest.Format != Format {
		return nil, fmt.Errorf("%s: the format is %q, this program reads %q", manifestName, f.manifest.Format, Format)
	}
	return f, nil
}

// errMissing is that of an entry that should be there.
var errMissing = errors.New("it is not in the archive")

// reader opens an entry for no more bytes than the directory promised.
func (f *file) reader(name string) (io.ReadCloser, error) {
	e := f.entries[name]
	if e == nil {
		return nil, fmt.Errorf("%s: %w", name, errMissing)
	}
	r, err := e.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f.used[name] = true
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(r, int64(e.UncompressedSize64)+1), r}, nil
}

// read reads a whole entry.
func (f *file) read(name string) ([]byte, error) {
	if e := f.entries[name]; e != nil && e.UncompressedSize64 > uint64(f.limits.text) {
		return nil, fmt.Errorf("%s has %d bytes, more than %d", name, e.UncompressedSize64, f.limits.text)
	}
	r, err := f.reader(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err == nil {
		err = tame(text, f.limits.digits)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// each reads a list row by row.
func each[T any](f *file, name string, fn func(row *T) error) error {
	r, err := f.reader(name)
	if err != nil {
		return err
	}
	defer r.Close()
	lines, n := bufio.NewScanner(r), 0
	lines.Buffer(nil, int(f.limits.text))
	for lines.Scan() {
		n++
		var row T
		err := tame(lines.Bytes(), f.limits.digits)
		if err == nil {
			err = json.Unmarshal(lines.Bytes(), &row)
		}
		if err == nil {
			err = fn(&row)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s, after line %d: %w", name, n, err)
	}
	return nil
}

// tame refuses numbers of absurd length. Exponents are bounded where they are read.
func tame(text []byte, digits int) error {
	run := 0
	for _, b := range text {
		if b < '0' || b > '9' {
			run = 0
		} else if run++; run > digits {
			return fmt.Errorf("a number in it has more than %d digits", digits)
		}
	}
	return nil
}

// parts holds every entry against the manifest.
func (f *file) parts() (wrong []goal.Mismatch, err error) {
	listed := map[string]bool{manifestName: true, signatureName: true}
	for _, p := range f.manifest.Parts {
		if listed[p.Name] {
			return wrong, fmt.Errorf("%s lists %q twice", manifestName, p.Name)
		}
		listed[p.Name] = true
		size, sum, err := f.sum(p.Name)
		switch {
		case errors.Is(err, errMissing):
			wrong = append(wrong, goal.Mismatch{Where: p.Name, Found: "the manifest lists it, but it is not in the archive"})
		case err != nil:
			return wrong, err
		case size != p.Bytes:
			wrong = append(wrong, goal.Mismatch{Where: p.Name, What: "number of bytes", Kept: fmt.Sprint(p.Bytes), Found: fmt.Sprint(size)})
		}
		if err == nil && sum != p.SHA256 {
			wrong = append(wrong, goal.Mismatch{Where: p.Name, What: "sha256", Kept: p.SHA256, Found: sum})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.entries)) {
		if !listed[name] {
			wrong = append(wrong, goal.Mismatch{Where: name, Found: "it is in the archive, but the manifest does not list it"})
		}
	}
	clear(f.used)
	return wrong, nil
}

// sum hashes an entry.
func (f *file) sum(name string) (int64, string, error) {
	r, err := f.reader(name)
	if err != nil {
		return 0, "", err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, r)
	if err != nil {
		return 0, "", fmt.Errorf("%s: %w", name, err)
	}
	return n, hex.EncodeToString(h.Sum(nil)), nil
}

// signature checks who signed the manifest: the given key, or else the one
// inside. It says in words what was found.
func (f *file) signature(given ed25519.PublicKey) (said string, wrong []goal.Mismatch, err error) {
	fail := func(words string) (string, []goal.Mismatch, error) {
		return said, []goal.Mismatch{{Where: signatureName, Found: words}}, nil
	}
	_, has := f.entries[signatureName]
	switch {
	case !f.manifest.Signed && has:
		return fail("there is a signature, but the manifest says that there is none")
	case !f.manifest.Signed && given != nil:
		return fail("the archive is not signed, by this key or any other")
	case !f.manifest.Signed:
		return "not signed: it holds together, but anyone could have made it", nil, nil
	case !has:
		return fail("the manifest says that it is signed, but there is no signature")
	}
	signature, err := f.read(signatureName)
	if err != nil {
		return "", nil, err
	}
	text, err := f.read(publicKeyName)
	if err != nil {
		return "", nil, err
	}
	inside, err := ReadPublicKey(text)
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", publicKeyName, err)
	}
	switch {
	case given == nil && ed25519.Verify(inside, f.text, signature):
		return "signed with the key inside, whose sha256 is " + fingerprint(inside) + ": compare it with what the office published", nil, nil
	case given == nil:
		return fail("the signature does not fit the manifest")
	case ed25519.Verify(given, f.text, signature):
		return "signed with the given key, whose sha256 is " + fingerprint(given), nil, nil
	case !bytes.Equal(given, inside) && ed25519.Verify(inside, f.text, signature):
		return fail("signed with another key, whose sha256 is " + fingerprint(inside) + ", than the given one, whose sha256 is " + fingerprint(given))
	}
	return fail("the signature does not fit the manifest")
}
