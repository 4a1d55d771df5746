package gqlhttp

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Operation is a registered document.
type Operation struct {
	Name     string `json:"name"`
	Document string `json:"document"`
}

// Operations are registered documents by the SHA-256 of their text, in
// hexadecimal.
type Operations map[string]Operation

// Hash is the key of a document.
func Hash(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

// resolve finds the document that a request stands for: the text it brings, or
// the registered one whose hash it names. It gives the registered name, if any.
func (o Operations) resolve(r *request, caller Caller) (name string, err *gqlerror.Error) {
	hash, given, err := r.persisted()
	if err != nil {
		return "", err
	}
	if given && r.Query == "" {
		op, ok := o[hash]
		if !ok {
			return "", failure(UnknownOperation, "no document is registered under this hash: send the text of one that is")
		}
		r.Query = op.Document
		return op.Name, nil
	}
	if r.Query == "" {
		return "", failure(BadRequest, "the request has no query: give the document's text, or the hash of a registered one")
	}
	own := Hash(r.Query)
	if given && own != hash {
		return "", failure(BadRequest, "extensions.persistedQuery.sha256Hash is not the hash of the query beside it")
	}
	op, ok := o[own]
	if !ok && !caller.AnyDocument {
		return "", failure(Forbidden, "only registered documents are served to you")
	}
	return op.Name, nil
}
