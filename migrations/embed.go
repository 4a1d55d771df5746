// Package migrations holds the database's schema as numbered steps.
//
// schema.sql beside them is what the steps add up to, for readers; it is
// written by `pg_dump` and compared in CI, never run.
package migrations

import "embed"

// Files are the steps, for goose.
//
//go:embed 0*.sql
var Files embed.FS
