package goal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// AuditKeys are the secret keys under which audit entries carry MACs
// (HMAC-SHA-256), so that whoever can write the database but has no key cannot
// make a chain up. New entries use the newest key; older ones stay to check what
// they sealed. A nil *AuditKeys makes no MACs.
type AuditKeys struct {
	newest string
	keys   map[string][]byte
}

var keyID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// auditKeyBytes is how long a key is.
const auditKeyBytes = 32

// ParseAuditKeys reads keys, oldest first: one per line or between commas, each
// an id, a colon and 32 bytes in base64. Empty lines and those that begin with #
// say nothing. No key at all is an error.
func ParseAuditKeys(text string) (*AuditKeys, error) {
	k := &AuditKeys{keys: map[string][]byte{}}
	for n, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' }) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, secret, _ := strings.Cut(line, ":")
		key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(secret))
		if err != nil || len(key) != auditKeyBytes || !keyID.MatchString(id) {
			return nil, fmt.Errorf("audit key %d: write ID:KEY, the key being %d bytes in base64", n+1, auditKeyBytes)
		}
		if k.keys[id] != nil {
			return nil, fmt.Errorf("audit key %d: there are two keys named %s", n+1, id)
		}
		k.newest, k.keys[id] = id, key
	}
	if k.newest == "" {
		return nil, fmt.Errorf("there is no audit key")
	}
	return k, nil
}

// NewAuditKey makes a key's line for [ParseAuditKeys].
func NewAuditKey(id string) string {
	key := make([]byte, auditKeyBytes)
	rand.Read(key) // never fails
	return id + ":" + base64.StdEncoding.EncodeToString(key) + "\n"
}

// Newest is the id of the key that new entries use.
func (k *AuditKeys) Newest() string { return k.newest }

func (k *AuditKeys) mac(hash string) (id, mac string) {
	if k == nil {
		return "", ""
	}
	return k.newest, macOf(k.keys[k.newest], hash)
}

// check reports whether a MAC is right, and whether its key is at hand.
func (k *AuditKeys) check(id, hash, mac string) (ok, known bool) {
	key := k.keys[id]
	return key != nil && hmac.Equal([]byte(mac), []byte(macOf(key, hash))), key != nil
}

func macOf(key []byte, hash string) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte("kaoping audit entry\n" + hash)) // the same key would prove nothing else
	return hex.EncodeToString(m.Sum(nil))
}
