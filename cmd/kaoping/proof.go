package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/archive"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
)

// Names of the files that [makeProof] writes.
const (
	auditKeysFile  = "audit.keys"
	signingFile    = "signing.pem"
	publicFile     = "signing.pub.pem"
	checkpointFile = "checkpoints.jsonl"
)

// proof reads what the audit is proven with from where the environment says.
func (p program) proof() (cycle.Proof, error) {
	proof := cycle.Proof{File: p.getenv("KAOPING_CHECKPOINT_FILE")}
	text := p.getenv("KAOPING_AUDIT_KEYS")
	if name := p.getenv("KAOPING_AUDIT_KEYS_FILE"); name != "" {
		file, err := os.ReadFile(name)
		if err != nil {
			return proof, err
		}
		text = string(file)
	}
	var err error
	if text != "" {
		if proof.Keys, err = goal.ParseAuditKeys(text); err != nil {
			return proof, err
		}
	}
	if name := p.getenv("KAOPING_SIGNING_KEY_FILE"); name != "" {
		proof.Signer, err = readKey(name, archive.ReadPrivateKey)
	}
	return proof, err
}

// proven refuses to go on in production without all that proves the audit.
func proven(proof cycle.Proof) error {
	if !postgres.Recording {
		return errors.New("this program was built without the audit, for measuring only")
	}
	var missing []string
	if proof.Keys == nil {
		missing = append(missing, "KAOPING_AUDIT_KEYS_FILE (or KAOPING_AUDIT_KEYS): without keys, whoever can write the database can make the audit up")
	}
	if proof.Signer == nil {
		missing = append(missing, "KAOPING_SIGNING_KEY_FILE: without it the audit's heads are not signed")
	}
	if proof.File == "" {
		missing = append(missing, "KAOPING_CHECKPOINT_FILE: without a copy of the signed heads outside the database, a restored backup is not noticed")
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("the audit cannot be proven; set\n  %s\n`kaoping audit keys DIR` makes the files", strings.Join(missing, "\n  "))
}

// sameKeys refuses to write without keys into a database whose audit has MACs.
func sameKeys(ctx context.Context, db *postgres.DB, proof cycle.Proof) error {
	if proof.Keys != nil {
		return nil
	}
	key, err := db.Read().NewestMACKey(ctx)
	if err == nil && key != "" {
		err = fmt.Errorf("the audit of this database is kept under the key %s: set KAOPING_AUDIT_KEYS_FILE", key)
	}
	return err
}

// makeProof writes keys that are not there yet into a folder.
func makeProof(folder string, at time.Time) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := ifAbsent(filepath.Join(folder, auditKeysFile), func() (string, error) { return goal.NewAuditKey(newKeyID(at)), nil }); err != nil {
		return err
	}
	return ifAbsent(filepath.Join(folder, signingFile), func() (string, error) {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			return "", err
		}
		der, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			return "", err
		}
		text, err := archive.PublicPEM(public)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, publicFile), []byte(text), 0o644); err != nil {
			return "", err
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), nil
	})
}

func newKeyID(at time.Time) string {
	random := make([]byte, 3)
	rand.Read(random) // never fails
	return at.UTC().Format("20060102") + "-" + hex.EncodeToString(random)
}

func ifAbsent(name string, text func() (string, error)) error {
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	content, err := text()
	if err != nil {
		return err
	}
	return writeWhole(name, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
}

// in is the program with its proof in a folder, for the demo.
func (p program) in(folder string) program {
	outer := p.getenv
	files := map[string]string{"KAOPING_AUDIT_KEYS_FILE": auditKeysFile, "KAOPING_SIGNING_KEY_FILE": signingFile, "KAOPING_CHECKPOINT_FILE": checkpointFile}
	p.getenv = func(name string) string {
		if file, ok := files[name]; ok && outer(name) == "" {
			return filepath.Join(folder, file)
		}
		return outer(name)
	}
	return p
}
