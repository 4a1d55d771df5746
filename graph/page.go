package graph

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/internal/period"
)

// mostPerPage bounds `first`.
const mostPerPage = 100

// pageSize checks `first`.
func pageSize(first int) error {
	if first < 1 || first > mostPerPage {
		return inputError("first must lie between 1 and 100")
	}
	return nil
}

// cursor hides a place in a list; kind keeps one list's cursors from another's.
func cursor(kind string, parts ...string) *string {
	s := base64.RawURLEncoding.EncodeToString([]byte(kind + "|" + strings.Join(parts, "|")))
	return &s
}

var errCursor = inputError("after is not a cursor of this list: leave it out to begin")

// place reads a cursor of the same kind with n parts; without one it is nil.
func place(after *string, kind string, n int) ([]string, error) {
	if after == nil {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(*after)
	if err != nil {
		return nil, errCursor
	}
	parts := strings.Split(string(raw), "|")
	if parts[0] != kind || len(parts) != n+1 {
		return nil, errCursor
	}
	return parts[1:], nil
}

// numbers reads a cursor made of numbers; without one they are all zero.
func numbers(after *string, kind string, n int) ([]int64, error) {
	parts, err := place(after, kind, n)
	list := make([]int64, n)
	if parts == nil || err != nil {
		return list, err
	}
	for i, p := range parts {
		if list[i], err = strconv.ParseInt(p, 10, 64); err != nil {
			return list, errCursor
		}
	}
	return list, nil
}

func digitsOf(n int64) string { return strconv.FormatInt(n, 10) }

// arrangementAt is a place in a list of arrangements.
type arrangementAt struct {
	month string
	unit  int64
}

func arrangementPlace(after *string) (arrangementAt, error) {
	parts, err := place(after, "arrangements", 2)
	if parts == nil || err != nil {
		return arrangementAt{}, err
	}
	unit, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return arrangementAt{}, errCursor
	}
	return arrangementAt{parts[0], unit}, nil
}

// periodPlace reads a cursor of a list of periods; nil: from its beginning.
func periodPlace(after *string) (*period.Period, error) {
	parts, err := place(after, "periods", 1)
	if parts == nil || err != nil {
		return nil, err
	}
	p, err := period.Parse(parts[0])
	if err != nil {
		return nil, errCursor
	}
	return &p, nil
}

// before reads a cursor of a list that runs from the newest number down.
func before(after *string, kind string) (int, error) {
	at, err := numbers(after, kind, 1)
	if after == nil {
		return 1 << 30, nil
	}
	return int(at[0]), err
}

// selects reports whether the document asks for a field below the one that is
// being resolved, so that what it needs can be read for the whole page at once.
func selects(ctx context.Context, path ...string) bool {
	fields := graphql.CollectFieldsCtx(ctx, nil)
	for i, name := range path {
		found := false
		for _, f := range fields {
			if f.Name != name {
				continue
			}
			if found = true; i < len(path)-1 {
				fields = graphql.CollectFields(graphql.GetOperationContext(ctx), f.Selections, nil)
			}
			break
		}
		if !found {
			return false
		}
	}
	return true
}
