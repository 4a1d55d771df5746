package gqlhttp

import (
	"mime"
	"strconv"
	"strings"
)

// accepted picks the media type of an answer. Where the header says nothing, or
// only that anything will do, it is application/json.
func accepted(headers []string) (media string, ok bool) {
	header := strings.Join(headers, ",")
	if strings.TrimSpace(header) == "" {
		return plainJSON, true
	}
	plain, plainNamed := quality(header, plainJSON)
	response, responseNamed := quality(header, responseJSON)
	switch {
	case plain == 0 && response == 0:
		return "", false
	case response > plain:
		return responseJSON, true
	case response == plain && responseNamed >= plainNamed && responseNamed == exact:
		return responseJSON, true
	}
	return plainJSON, true
}

// How closely a range of an Accept header names a media type.
const (
	anything = iota + 1
	anyApplication
	exact
)

// quality is how much a media type is wanted, by the range that names it most
// closely.
func quality(header, media string) (q float64, closeness int) {
	for part := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		how := map[string]int{"*/*": anything, "application/*": anyApplication, media: exact}[name]
		if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
			how = 0
		}
		if how <= closeness {
			continue
		}
		q, closeness = 1, how
		if text, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(text, 64); err != nil || q < 0 || q > 1 {
				q = 0
			}
		}
	}
	return q, closeness
}
