package goal

import (
	"cmp"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kaoping/kaoping/internal/score"
)

// Chain names one chain of the audit.
type Chain struct {
	PlanID int64 `json:"planId" db:"plan_id"` // 0: what belongs to no plan
	UnitID int64 `json:"unitId" db:"unit_id"` // 0: the plan's own
}

// ChainHead is a chain's newest entry.
type ChainHead struct {
	Chain
	Seq  int64  `json:"seq" db:"seq"`
	Hash string `json:"hash" db:"hash"`
}

func compareHeads(a, b ChainHead) int {
	return cmp.Or(cmp.Compare(a.PlanID, b.PlanID), cmp.Compare(a.UnitID, b.UnitID))
}

// Checkpoint says where every chain of the audit stood at an instant. It lists
// the chains that went on since the checkpoint before; Root is over all of them.
type Checkpoint struct {
	Number   int64       `json:"number"`
	At       time.Time   `json:"at"`
	Occasion string      `json:"occasion"` // the action that called for it, "daily" or "demand"
	Heads    []ChainHead `json:"heads"`
	Root     string      `json:"root"`     // SHA-256 of the canonical list of all heads
	Previous string      `json:"previous"` // SHA-256 of the checkpoint before; "" for the first
}

// SignedCheckpoint is a checkpoint as it is kept, in the database and as a line
// of a file.
type SignedCheckpoint struct {
	Content   string `json:"content"` // canonical JSON of the checkpoint
	KeyID     string `json:"key"`     // see [KeyID]
	Signature string `json:"signature"`
}

// KeyID is the name of a public key: the beginning of its SHA-256.
func KeyID(key ed25519.PublicKey) string { return score.Hash(string(key))[:16] }

// signedWords keep a signature over a checkpoint from being taken for one over
// anything else.
const signedWords = "kaoping audit checkpoint\n"

// Sign signs a checkpoint.
func (c *Checkpoint) Sign(key ed25519.PrivateKey) SignedCheckpoint {
	content := canonical(c)
	return SignedCheckpoint{Content: content, KeyID: KeyID(key.Public().(ed25519.PublicKey)),
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, []byte(signedWords+content)))}
}

// SignedBy reports whether the key signed the checkpoint.
func (s *SignedCheckpoint) SignedBy(key ed25519.PublicKey) bool {
	signature, err := base64.StdEncoding.DecodeString(s.Signature)
	return err == nil && ed25519.Verify(key, []byte(signedWords+s.Content), signature)
}

// Checkpoints are the heads of all chains as checkpoint after checkpoint tells.
// Its zero value stands before the first.
type Checkpoints struct {
	Number int64
	Hash   string // of the checkpoint seen last
	Heads  map[Chain]ChainHead
}

// Next makes the checkpoint that follows, of heads as they are now.
func (p *Checkpoints) Next(at time.Time, occasion string, heads []ChainHead) *Checkpoint {
	c := &Checkpoint{Number: p.Number + 1, At: at.UTC(), Occasion: occasion, Previous: p.Hash, Heads: []ChainHead{}}
	all := maps.Clone(p.Heads)
	if all == nil {
		all = map[Chain]ChainHead{}
	}
	for _, h := range heads {
		if all[h.Chain] != h {
			c.Heads = append(c.Heads, h)
			all[h.Chain] = h
		}
	}
	slices.SortFunc(c.Heads, compareHeads)
	c.Root = root(all)
	return c
}

func root(heads map[Chain]ChainHead) string {
	return score.Hash(canonical(slices.SortedFunc(maps.Values(heads), compareHeads)))
}

// Add reads the checkpoint that follows and checks all that it says of the
// others and of itself. keys are those that may have signed it, by their ids;
// none means that signatures are not looked at.
func (p *Checkpoints) Add(s SignedCheckpoint, keys map[string]ed25519.PublicKey) (*Checkpoint, error) {
	var c Checkpoint
	read := json.NewDecoder(strings.NewReader(s.Content))
	read.DisallowUnknownFields()
	if err := read.Decode(&c); err != nil || canonical(&c) != s.Content {
		return nil, fmt.Errorf("checkpoint %d cannot be read", p.Number+1)
	}
	if len(keys) > 0 {
		if key := keys[s.KeyID]; key == nil {
			return nil, fmt.Errorf("checkpoint %d was signed with key %s, which is not at hand", c.Number, s.KeyID)
		} else if !s.SignedBy(key) {
			return nil, fmt.Errorf("checkpoint %d: its signature does not fit", c.Number)
		}
	}
	if c.Number != p.Number+1 || c.Previous != p.Hash {
		return nil, fmt.Errorf("checkpoint %d does not follow number %d", c.Number, p.Number)
	}
	if p.Heads == nil {
		p.Heads = map[Chain]ChainHead{}
	}
	for _, h := range c.Heads {
		if h.Seq <= p.Heads[h.Chain].Seq {
			return nil, fmt.Errorf("checkpoint %d takes chain %d of plan %d back", c.Number, h.UnitID, h.PlanID)
		}
		p.Heads[h.Chain] = h
	}
	if root(p.Heads) != c.Root {
		return nil, fmt.Errorf("checkpoint %d: its root does not fit its chains", c.Number)
	}
	p.Number, p.Hash = c.Number, score.Hash(s.Content)
	return &c, nil
}

// ReadCheckpoints reads a file of checkpoints, a line each, as far as it goes.
// What was cut off in the middle of its last line is [ErrCutOff].
func ReadCheckpoints(text string) ([]SignedCheckpoint, error) {
	var list []SignedCheckpoint
	for line := range strings.Lines(text) {
		var s SignedCheckpoint
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			if !strings.HasSuffix(line, "\n") {
				return list, ErrCutOff
			}
			return list, fmt.Errorf("line %d is no checkpoint", len(list)+1)
		}
		list = append(list, s)
	}
	return list, nil
}

// ErrCutOff says that the last line of a file of checkpoints is not whole.
var ErrCutOff = errors.New("the last line is cut off")

// Line is the checkpoint as a file's line.
func (s SignedCheckpoint) Line() string { return canonical(s) + "\n" }
