package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kaoping/kaoping/internal/archive"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// archive writes all that proves a plan's year into one file.
func (p program) archive(ctx context.Context, args []string) error {
	f := p.flags("archive")
	out := f.String("out", "", "file to write; the default is named after the plan")
	keyFile := f.String("key", "", "Ed25519 private key to sign with, PEM (PKCS #8); the public key goes into the archive")
	rest, err := parse(f, args, 1, "PLAN [-out FILE] [-key FILE]")
	if err != nil {
		return err
	}
	var key ed25519.PrivateKey
	if *keyFile != "" {
		if key, err = readKey(*keyFile, archive.ReadPrivateKey); err != nil {
			return err
		}
	}
	name := *out
	if name == "" {
		name = strings.ReplaceAll(rest[0], "/", "-") + "-archive.zip"
	}
	err = p.onPlan(ctx, rest[0], func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
		// It holds what is confidential until it is published, and some after that.
		return writeWhole(name, 0o600, func(w io.Writer) error {
			buffered := bufio.NewWriterSize(w, 1<<20)
			if err := s.Archive(ctx, who, plan.ID(), buffered, key); err != nil {
				return err
			}
			return buffered.Flush()
		})
	})
	if err != nil {
		return err
	}
	signed := "not signed: anyone could make such a file; give -key"
	if key != nil {
		signed = "signed"
	}
	fmt.Fprintf(p.out, "%s (%s)\n", name, signed)
	return nil
}

// verifyArchive checks an archive with nothing but the file.
func (p program) verifyArchive(name, keyFile string) error {
	var key ed25519.PublicKey
	if keyFile != "" {
		var err error
		if key, err = readKey(keyFile, archive.ReadPublicKey); err != nil {
			return err
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	report, err := archive.Verify(file, info.Size(), key)
	if report.Plan != "" {
		fmt.Fprintln(p.out, report.Plan, report.Title)
	}
	if report.Signature != "" {
		fmt.Fprintln(p.out, report.Signature)
	}
	if report.More > 0 {
		defer fmt.Fprintf(p.out, "%d more differences are not listed\n", report.More)
	}
	if err != nil {
		for _, m := range report.Wrong {
			fmt.Fprintln(p.out, m)
		}
		return fmt.Errorf("%s: %w", name, err)
	}
	return p.verdict(report.String(), report.Wrong)
}

func readKey[K any](name string, read func([]byte) (K, error)) (K, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return *new(K), err
	}
	key, err := read(text)
	if err != nil {
		err = fmt.Errorf("key %s: %w", name, err)
	}
	return key, err
}

// writeWhole writes a file beside its place and moves it there whole, so that
// nobody opens half a file.
func writeWhole(name string, mode os.FileMode, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".kaoping-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Chmod(file.Name(), mode); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
