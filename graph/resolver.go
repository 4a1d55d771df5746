package graph

import "github.com/kaoping/kaoping/internal/cycle"

// Resolver answers the API's root fields.
type Resolver struct {
	Cycle *cycle.Service
	// DownloadURL turns the path of a download into the link that is handed out.
	DownloadURL func(path string) string
}
