package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/archive"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// audit makes, renews and uses the keys that prove the audit.
func (p program) audit(ctx context.Context, args []string) error {
	rest, err := parseUpTo(p.flags("audit"), args, 1, 2, "keys DIR | rotate | checkpoint")
	if err != nil {
		return err
	}
	switch {
	case rest[0] == "keys" && len(rest) == 2:
		return p.auditKeys(rest[1])
	case rest[0] == "rotate" && len(rest) == 1:
		return p.auditRotate(ctx)
	case rest[0] == "checkpoint" && len(rest) == 1:
		return p.onDatabase(ctx, func(s *cycle.Service, who goal.Actor) error {
			return s.Checkpoint(ctx, who, "demand")
		})
	}
	return fmt.Errorf("audit %s: there is only keys DIR, rotate and checkpoint", strings.Join(rest, " "))
}

func (p program) auditKeys(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if err := makeProof(folder, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(p.out, `export KAOPING_AUDIT_KEYS_FILE=%[1]s
export KAOPING_SIGNING_KEY_FILE=%[2]s
export KAOPING_CHECKPOINT_FILE=%[3]s
# Keep copies of these files where the database's keeper cannot write. %[4]s may be given to anybody.
`, filepath.Join(folder, auditKeysFile), filepath.Join(folder, signingFile), filepath.Join(folder, checkpointFile), filepath.Join(folder, publicFile))
	return nil
}

// auditRotate adds a key for new entries; the others stay, to check what they
// sealed. Servers take it up when they are started again.
func (p program) auditRotate(ctx context.Context) error {
	name := p.getenv("KAOPING_AUDIT_KEYS_FILE")
	if name == "" {
		return errors.New("KAOPING_AUDIT_KEYS_FILE is not set: there is no file to add a key to")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	old, err := goal.ParseAuditKeys(string(text))
	if err != nil {
		return err
	}
	id := newKeyID(time.Now())
	more := strings.TrimRight(string(text), "\n") + "\n" + goal.NewAuditKey(id)
	if err := writeWhole(name, 0o600, func(w io.Writer) error {
		_, err := io.WriteString(w, more)
		return err
	}); err != nil {
		return err
	}
	err = p.onDatabase(ctx, func(s *cycle.Service, who goal.Actor) error { return s.NoteRotation(ctx, who, old.Newest(), id) })
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "new entries are sealed with key %s; start the servers again, and keep the file: the older keys in it still check older entries\n", id)
	return nil
}

// onDatabase runs fn as the technician.
func (p program) onDatabase(ctx context.Context, fn func(s *cycle.Service, who goal.Actor) error) error {
	s, db, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	who, err := technician(ctx, s)
	if err != nil {
		return err
	}
	return fn(s, who)
}

// verifyAudit holds the whole database against the audit. keyFile may name
// several, with commas between: one for each key that ever signed. lost names MAC
// keys that are lost, likewise.
func (p program) verifyAudit(ctx context.Context, file, keyFile, lost string) error {
	proof, err := p.proof()
	if err != nil {
		return err
	}
	known := cycle.Evidence{Signers: map[string]ed25519.PublicKey{}, Lost: map[string]bool{}}
	comma := func(r rune) bool { return r == ',' }
	for id := range strings.FieldsFuncSeq(lost, comma) {
		known.Lost[id] = true
	}
	for name := range strings.FieldsFuncSeq(keyFile, comma) {
		key, err := readKey(name, archive.ReadPublicKey)
		if err != nil {
			return err
		}
		known.Signers[goal.KeyID(key)] = key
	}
	if proof.Signer != nil {
		key := proof.Signer.Public().(ed25519.PublicKey)
		known.Signers[goal.KeyID(key)] = key
	}
	if file == "" {
		file = proof.File
	}
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if known.Checkpoints, err = goal.ReadCheckpoints(string(text)); err != nil && !errors.Is(err, goal.ErrCutOff) {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return p.onDatabase(ctx, func(s *cycle.Service, who goal.Actor) error {
		r, err := s.VerifyAudit(ctx, who, known)
		if err != nil {
			return err
		}
		return p.auditVerdict(r, file, len(known.Signers) > 0)
	})
}

func (p program) auditVerdict(r *cycle.AuditReport, file string, signed bool) error {
	for _, m := range r.Wrong {
		fmt.Fprintln(p.out, m)
	}
	if r.More > 0 {
		fmt.Fprintf(p.out, "%d more differences are not listed\n", r.More)
	}
	if r.NoMACs {
		fmt.Fprintln(p.out, "MACs were not checked: set KAOPING_AUDIT_KEYS_FILE")
	}
	for _, key := range slices.Sorted(maps.Keys(r.Unproven)) {
		fmt.Fprintf(p.out, "%d entries are not proven by a MAC: key %s is lost\n", r.Unproven[key], key)
	}
	if !signed {
		fmt.Fprintln(p.out, "signatures of checkpoints were not checked: give -key")
	}
	if file == "" {
		fmt.Fprintln(p.out, "only the checkpoints in the database itself were looked at: give -checkpoint")
	}
	what := fmt.Sprintf("%d entries in %d chains, %d checkpoints", r.Entries, r.Chains, r.Checkpoints)
	if len(r.Wrong) > 0 {
		fmt.Fprintf(p.out, "%s: %d differences\n", what, len(r.Wrong)+r.More)
		return errDiffers
	}
	if len(r.Unproven) > 0 {
		fmt.Fprintf(p.out, "%s: nothing else was found\n", what)
		return nil
	}
	fmt.Fprintf(p.out, "%s: nothing was touched\n", what)
	return nil
}
