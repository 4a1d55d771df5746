package cycle

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/score"
)

// Proof is what the audit is proven with. None of it is in the database. Without
// keys entries carry no MAC; without a signing key there are no checkpoints.
type Proof struct {
	Keys   *goal.AuditKeys
	Signer ed25519.PrivateKey
	File   string // where checkpoints are written too, one a line; "" for nowhere
}

// notary remembers what the checkpoints read so far say.
type notary struct {
	sync.Mutex
	known goal.Checkpoints
}

// checkpoint signs the heads of all chains as the transaction sees them.
func (s *Service) checkpoint(ctx context.Context, q postgres.Queries, at time.Time, occasion string) error {
	if s.proof.Signer == nil {
		return nil
	}
	if err := q.LockCheckpoints(ctx); err != nil {
		return err
	}
	s.notary.Lock()
	defer s.notary.Unlock()
	list, err := q.Checkpoints(ctx, s.notary.known.Number)
	if err != nil {
		return err
	}
	for _, c := range list {
		if _, err := s.notary.known.Add(c, nil); err != nil {
			return fmt.Errorf("checkpoints in the database: %w", err)
		}
	}
	heads, err := q.AuditHeads(ctx)
	if err != nil {
		return err
	}
	c := s.notary.known.Next(at.Truncate(time.Microsecond), occasion, heads)
	signed := c.Sign(s.proof.Signer)
	return q.AddCheckpoint(ctx, c, signed, score.Hash(signed.Content))
}

// Checkpoint signs the heads of all chains now, and brings the file up to date.
// Only the server's console may.
func (s *Service) Checkpoint(ctx context.Context, who goal.Actor, occasion string) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	if s.proof.Signer == nil {
		return errors.New("there is no signing key")
	}
	if err := s.db.InTx(ctx, func(q postgres.Queries) error { return s.checkpoint(ctx, q, who.At, occasion) }); err != nil {
		return err
	}
	return s.writeCheckpoints(ctx)
}

// NoteRotation records that new entries are sealed with another key from now on,
// and signs the heads. Only the server's console may, and with the new key.
func (s *Service) NoteRotation(ctx context.Context, who goal.Actor, before, after string) error {
	if !who.Console {
		return goal.ErrForbidden
	}
	_, err := s.write(ctx, who, 0, nil, func(postgres.Queries) (*deed, error) {
		type key struct {
			Key string `json:"key"`
		}
		return &deed{action: goal.DeedAuditRotate, before: key{before}, after: key{after}, seals: true}, nil
	})
	return err
}

// DailyCheckpoint signs the heads if nobody has for a day.
func (s *Service) DailyCheckpoint(ctx context.Context, at time.Time) error {
	last, err := s.db.Read().LastCheckpointAt(ctx)
	if err != nil || at.Sub(last) < 24*time.Hour {
		return err
	}
	return s.Checkpoint(ctx, Console(at), "daily")
}

// fileCheckpoints brings the file up to date after something was sealed. The deed
// is done by then, and the next checkpoint makes up for a failure.
func (s *Service) fileCheckpoints(ctx context.Context) {
	if err := s.writeCheckpoints(ctx); err != nil {
		slog.ErrorContext(ctx, "checkpoints were not written to their file", "err", err)
	}
}

// writeCheckpoints appends to the file what the database has beyond it. The
// database's lock lets one process at a time do so.
func (s *Service) writeCheckpoints(ctx context.Context) error {
	if s.proof.File == "" {
		return nil
	}
	return s.db.InTx(ctx, func(q postgres.Queries) error {
		if err := q.LockCheckpoints(ctx); err != nil {
			return err
		}
		f, err := os.OpenFile(s.proof.File, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		return errors.Join(appendCheckpoints(ctx, q, f), f.Close())
	})
}

func appendCheckpoints(ctx context.Context, q postgres.Queries, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	whole := make([]byte, info.Size())
	if _, err := f.ReadAt(whole, 0); err != nil && len(whole) > 0 {
		return err
	}
	written, err := goal.ReadCheckpoints(string(whole))
	if err != nil && !errors.Is(err, goal.ErrCutOff) {
		return err
	}
	if n := len(written); err == nil && n > 0 && whole[len(whole)-1] != '\n' {
		written = written[:n-1] // whole but for its line's end: it is written anew
	}
	all, err := q.Checkpoints(ctx, 0)
	if err != nil {
		return err
	}
	end := 0
	for i, c := range written {
		if i >= len(all) || all[i] != c {
			return fmt.Errorf("checkpoint %d of the file is not the database's: the file is right if a backup was restored; run `kaoping verify audit -checkpoint FILE`", i+1)
		}
		end += len(c.Line())
	}
	var more strings.Builder
	for _, c := range all[len(written):] {
		more.WriteString(c.Line())
	}
	// What was cut off when a process ended in the middle of a line is written anew.
	if err := f.Truncate(int64(end)); err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte(more.String()), int64(end)); err != nil {
		return err
	}
	return f.Sync()
}
