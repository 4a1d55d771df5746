package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
)

// Cost is what one password hash takes. More of anything makes guessing dearer,
// and signing in slower.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// ServerCost is the second choice that RFC 9106, section 4, recommends: for
// servers that have not got 2 GiB for each hash. It lies above the least that the
// OWASP cheat sheet on storing passwords asks for (19 MiB, two passes).
var ServerCost = Cost{Memory: 64 << 10, Passes: 3, Threads: 4}

// Bounds on the cost that a stored hash may name, so that a row which somebody
// tampered with cannot take the server down.
const (
	mostMemory = 1 << 20 // KiB
	mostPasses = 20
)

const (
	saltBytes = 16
	keyBytes  = 32
)

// ErrBusy says that too many passwords are being hashed at this moment; a little
// later there will be room.
var ErrBusy = errors.New("too many passwords are being checked")

// errHash says that a stored hash cannot be read.
var errHash = errors.New("not an argon2id hash in PHC form")

// Hasher hashes and checks passwords, only so many at once: each takes its cost
// in memory. Who comes when all places are taken waits for a while, if not too
// many wait already; otherwise [ErrBusy] is the answer.
type Hasher struct {
	cost   Cost
	places chan struct{} // being hashed
	queue  chan struct{} // being hashed or waiting
	wait   time.Duration

	nobodyOnce sync.Once
	nobody     string
}

// How many may wait for each that is being hashed, and for how long. At a few
// hashes a second, who comes fifth would wait longer than that.
const (
	waitingPerPlace = 4
	longestWait     = 2 * time.Second
)

// NewHasher makes new hashes at a cost, and holds what is hashed at the same
// moment within memory, in KiB: at least one always is.
func NewHasher(cost Cost, memory uint32) *Hasher {
	places := max(1, int(memory/max(1, cost.Memory)))
	return &Hasher{cost: cost, places: make(chan struct{}, places), queue: make(chan struct{}, places*(1+waitingPerPlace)), wait: longestWait}
}

// Hash makes the hash to store for a password, as a PHC string: it says by
// itself at which cost and with which salt it was made.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return h.make(password), nil
}

func (h *Hasher) make(password string) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails
	return encode(h.cost, salt, derive(h.cost, salt, password, keyBytes))
}

// Check holds a password against a stored hash. For an empty hash, that of
// somebody unknown or without a password, it answers no after the same work.
// stale says that the password is right, but its hash cost less than new ones do.
func (h *Hasher) Check(ctx context.Context, stored, password string) (right, stale bool, err error) {
	if err := h.enter(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	if stored == "" {
		h.nobodyOnce.Do(func() { h.nobody = encode(h.cost, make([]byte, saltBytes), make([]byte, keyBytes)) })
		stored = h.nobody
	}
	cost, salt, key, err := decode(stored)
	if err != nil {
		return false, false, err
	}
	right = subtle.ConstantTimeCompare(key, derive(cost, salt, password, uint32(len(key)))) == 1
	return right, right && cost.below(h.cost), nil
}

// below reports whether a hash is cheaper to guess at than one of another cost.
func (c Cost) below(other Cost) bool {
	return c.Memory < other.Memory || c.Passes < other.Passes
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.queue <- struct{}{}:
	default:
		return ErrBusy
	}
	late := time.NewTimer(h.wait)
	defer late.Stop()
	select {
	case h.places <- struct{}{}:
		return nil
	case <-late.C:
		<-h.queue
		return ErrBusy
	case <-ctx.Done():
		<-h.queue
		return ctx.Err()
	}
}

func (h *Hasher) leave() {
	<-h.places
	<-h.queue
}

func derive(c Cost, salt []byte, password string, length uint32) []byte {
	return argon2.IDKey([]byte(Normal(password)), salt, c.Passes, c.Memory, c.Threads, length)
}

// encode writes a hash in the PHC string format.
func encode(c Cost, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

func decode(phc string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errHash
	}
	_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Threads)
	if err != nil || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", c.Memory, c.Passes, c.Threads) {
		return c, nil, nil, errHash
	}
	salt, err1 := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	sound := c.Memory >= 8*uint32(c.Threads) && c.Memory <= mostMemory && c.Passes >= 1 && c.Passes <= mostPasses && c.Threads >= 1 &&
		len(salt) >= 8 && len(key) >= 16 && len(key) <= 64
	if err1 != nil || err2 != nil || !sound {
		return c, nil, nil, errHash
	}
	return c, salt, key, nil
}
