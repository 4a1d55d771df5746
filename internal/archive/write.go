package archive

import (
	"archive/zip"
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/kaoping/kaoping/internal/score"
)

// Writer writes a file, entry by entry. Nothing of it is kept in memory but the
// list of parts.
type Writer struct {
	zip   *zip.Writer
	parts []Part
}

// NewWriter begins a file.
func NewWriter(out io.Writer) *Writer { return &Writer{zip: zip.NewWriter(out)} }

// Text adds a text as it is.
func (w *Writer) Text(name, text string) error {
	return w.part(name, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
}

// List adds a list: each hands over its rows, in the order of their key.
func (w *Writer) List(name string, each func(add func(row any) error) error) error {
	return w.part(name, func(out io.Writer) error {
		lines := bufio.NewWriter(out)
		n := 0
		err := each(func(row any) error {
			n++
			text, err := score.Canonical(row)
			if err != nil {
				return fmt.Errorf("row %d: %w", n, err)
			}
			lines.WriteString(text)
			return lines.WriteByte('\n')
		})
		if err != nil {
			return err
		}
		return lines.Flush()
	})
}

// part adds one entry and notes it for the manifest.
func (w *Writer) part(name string, write func(out io.Writer) error) error {
	entry, err := w.entry(name)
	if err != nil {
		return err
	}
	sum, size := sha256.New(), counter(0)
	if err := write(io.MultiWriter(entry, sum, &size)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.parts = append(w.parts, Part{name, int64(size), hex.EncodeToString(sum.Sum(nil))})
	return nil
}

// noTime stands where a zip wants a time: the first that it can say.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// entry begins an entry, whose time is always the same, as its bytes are.
func (w *Writer) entry(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: noTime})
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Close ends the file with its manifest, signed where there is a key.
func (w *Writer) Close(plan, title string, key ed25519.PrivateKey) error {
	if key != nil {
		public, err := PublicPEM(key.Public().(ed25519.PublicKey))
		if err != nil {
			return err
		}
		if err := w.Text(publicKeyName, public); err != nil {
			return err
		}
	}
	text, err := score.Canonical(Manifest{Format: Format, Plan: plan, Title: title, Signed: key != nil, Parts: w.parts})
	if err != nil {
		return err
	}
	if err := w.plain(manifestName, []byte(text)); err != nil {
		return err
	}
	if key != nil {
		if err := w.plain(signatureName, ed25519.Sign(key, []byte(text))); err != nil {
			return err
		}
	}
	return w.zip.Close()
}

// plain adds an entry that the manifest does not list.
func (w *Writer) plain(name string, content []byte) error {
	entry, err := w.entry(name)
	if err == nil {
		_, err = entry.Write(content)
	}
	return err
}
