package gqlhttp

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// request is what a client sends, as a JSON object or in a query string.
type request struct {
	Query         string
	OperationName string
	Variables     map[string]any
	Extensions    map[string]any
}

// decodeRequest reads a body. Everything that two readers could understand
// differently is refused: bytes that are not UTF-8, half surrogates, a name
// twice in one object, text after the end. Errors name the place and repeat
// nothing of the body.
func decodeRequest(body []byte) (*request, *gqlerror.Error) {
	value, err := decodeJSON(body)
	if err != nil {
		return nil, failure(BadRequest, "%s", err.Error())
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, failure(BadRequest, "the body is not a JSON object")
	}
	r := &request{}
	return r, r.fill(object)
}

// fill takes the four parameters from a decoded object. Other names are left
// for extensions of the protocol to come.
func (r *request) fill(object map[string]any) *gqlerror.Error {
	for name, into := range map[string]*string{"query": &r.Query, "operationName": &r.OperationName} {
		v := object[name]
		s, ok := v.(string)
		if v != nil && !ok {
			return failureAt(name, "%s must be a string", name)
		}
		*into = s
	}
	for name, into := range map[string]*map[string]any{"variables": &r.Variables, "extensions": &r.Extensions} {
		v := object[name]
		m, ok := v.(map[string]any)
		if v != nil && !ok {
			return failureAt(name, "%s must be an object", name)
		}
		*into = m
	}
	return nil
}

func failureAt(field, format string, args ...any) *gqlerror.Error {
	err := failure(BadRequest, format, args...)
	err.Extensions["field"] = strings.Split(field, ".")
	return err
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// persisted gives the hash by which a request names a registered document.
func (r *request) persisted() (hash string, given bool, err *gqlerror.Error) {
	v, given := r.Extensions["persistedQuery"]
	if !given || v == nil {
		return "", false, nil
	}
	p, _ := v.(map[string]any)
	hash, _ = p["sha256Hash"].(string)
	if p["version"] != json.Number("1") || !sha256Hex.MatchString(hash) {
		return "", false, failureAt("extensions.persistedQuery", `extensions.persistedQuery must be {"version": 1, "sha256Hash": "…"} with 64 hexadecimal digits in lower case`)
	}
	return hash, true, nil
}
