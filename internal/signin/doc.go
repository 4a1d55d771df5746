// Package signin holds the mechanisms by which people prove who they are:
// password hashes, secrets, limits on guessing, and OpenID Connect. It knows no
// database and no domain; who may do what with them is decided elsewhere.
package signin
