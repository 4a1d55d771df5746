package postgres

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/kaoping/kaoping/migrations"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the database at dsn to the newest schema. Programs that start
// at the same moment take turns.
func Migrate(ctx context.Context, dsn string) error {
	return withProvider(dsn, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
}

// MigrateDown takes back every migration. Tests use it; nothing else should.
func MigrateDown(ctx context.Context, dsn string) error {
	return withProvider(dsn, func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

// Migration is one step of the schema.
type Migration struct {
	Version int64
	Name    string
	Applied bool
}

// Migrations lists all steps and whether they were applied.
func Migrations(ctx context.Context, dsn string) ([]Migration, error) {
	var list []Migration
	err := withProvider(dsn, func(p *goose.Provider) error {
		status, err := p.Status(ctx)
		for _, s := range status {
			list = append(list, Migration{s.Source.Version, s.Source.Path, s.State == goose.StateApplied})
		}
		return err
	})
	return list, err
}

// CheckMigrated fails where the schema is older or newer than this program.
func CheckMigrated(ctx context.Context, dsn string) error {
	return withProvider(dsn, func(p *goose.Provider) error {
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return err
		}
		if current < target {
			return fmt.Errorf("the database's schema is at step %d, this program needs %d: run `kaoping migrate up`", current, target)
		}
		if current > target {
			return fmt.Errorf("the database's schema is at step %d, this program knows only %d: use the newer program", current, target)
		}
		return nil
	})
}

func withProvider(dsn string, fn func(*goose.Provider) error) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files, goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	if err := fn(p); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
