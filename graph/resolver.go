package graph

import (
	"context"

	"github.com/kaoping/kaoping/internal/cycle"
)

// Resolver answers the API's root fields.
type Resolver struct {
	Cycle *cycle.Service
	// DownloadURL turns the path of a download into the link that is handed out.
	DownloadURL func(path string) string
	// Origin is where a request comes from.
	Origin func(ctx context.Context) cycle.Origin
	// KeepSession gives the browser behind a request its session's secret to keep;
	// "" takes it away.
	KeepSession func(ctx context.Context, secret string)
}
