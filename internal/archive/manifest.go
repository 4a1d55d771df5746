package archive

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
)

// Manifest lists what a file holds.
type Manifest struct {
	Format string `json:"format"`
	Plan   string `json:"plan"` // AUTHORITY/YEAR
	Title  string `json:"title"`
	Signed bool   `json:"signed"`
	Parts  []Part `json:"parts"` // in the order in which they were written
}

// Part is one entry of the file.
type Part struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// TextPart names the entry of one numbered text, such as editions/1.json.
func TextPart(kind string, number int64) string { return fmt.Sprintf("%s/%d.json", kind, number) }

// Kinds of numbered texts.
const (
	EditionText  = "editions"  // by edition
	BulletinText = "bulletins" // by number
	SnapshotText = "snapshots" // by snapshot id
)

// RunPart names an entry of one score run.
func RunPart(number int, name string) string { return fmt.Sprintf("score-runs/%d/%s", number, name) }

// Entries of a score run.
const (
	RunInputs  = "inputs.json"
	RunResults = "results.json"
	RunScores  = "scores.jsonl"
	RunLines   = "lines.jsonl"
)

// ReadPrivateKey reads the key to sign with: Ed25519 in PEM (PKCS #8).
func ReadPrivateKey(text []byte) (ed25519.PrivateKey, error) {
	return readKey[ed25519.PrivateKey](text, "PRIVATE KEY", x509.ParsePKCS8PrivateKey)
}

// ReadPublicKey reads the key to check a signature with: Ed25519 in PEM.
func ReadPublicKey(text []byte) (ed25519.PublicKey, error) {
	return readKey[ed25519.PublicKey](text, "PUBLIC KEY", x509.ParsePKIXPublicKey)
}

func readKey[K any](text []byte, kind string, parse func(der []byte) (any, error)) (key K, err error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != kind {
		return key, fmt.Errorf("there is no PEM block %q in it", kind)
	}
	read, err := parse(block.Bytes)
	if err != nil {
		return key, err
	}
	key, ok := read.(K)
	if !ok {
		err = fmt.Errorf("it is a %T, not an Ed25519 key", read)
	}
	return key, err
}

// PublicPEM writes a key as [ReadPublicKey] reads it.
func PublicPEM(key ed25519.PublicKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), err
}

// fingerprint is the SHA-256 of a key's DER form, by which people compare keys.
func fingerprint(key ed25519.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return err.Error()
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
