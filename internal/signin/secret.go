package signin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Prefixes make a secret that leaked recognisable in a log or a repository, and
// keep one kind from being taken for the other.
const (
	tokenPrefix   = "kp_"
	sessionPrefix = "ks_"
)

// NewToken is a fresh access token, of 260 random bits.
func NewToken() string { return tokenPrefix + rand.Text() + rand.Text() }

// NewSession is a fresh session secret, of 260 random bits.
func NewSession() string { return sessionPrefix + rand.Text() + rand.Text() }

// LooksLikeToken and LooksLikeSession spare the database what cannot be one.
func LooksLikeToken(s string) bool   { return strings.HasPrefix(s, tokenPrefix) && len(s) < 100 }
func LooksLikeSession(s string) bool { return strings.HasPrefix(s, sessionPrefix) && len(s) < 100 }

// OneTimePassword is a fresh password to hand over once: 100 random bits in
// groups that can be read out.
func OneTimePassword() string {
	s := rand.Text()
	return strings.Join([]string{s[:5], s[5:10], s[10:15], s[15:20]}, "-")
}

// Digest is the form in which a secret is stored: its SHA-256. A slow hash would
// add nothing, since what is random cannot be guessed.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Fingerprint tells apart, mostly, the texts that were typed where a login
// belongs and are none, without keeping them: one may be a password. It has 16
// bits, so that it confirms nobody's guess.
func Fingerprint(typed string) string { return "~" + Digest(typed)[:4] }
