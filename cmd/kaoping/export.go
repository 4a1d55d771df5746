package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kaoping/kaoping/internal/workbook"
)

// export writes a plan's score sheet to a file.
func (p program) export(ctx context.Context, args []string) error {
	f := p.flags("export")
	out := f.String("o", "", "file to write; the default is named after the plan")
	rest, err := parse(f, args, 2, "score-sheet PLAN [-o FILE]")
	if err != nil {
		return err
	}
	if rest[0] != "score-sheet" {
		return fmt.Errorf("export %s: there is only score-sheet", rest[0])
	}
	s, db, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	who, err := technician(ctx, s)
	if err != nil {
		return err
	}
	plan, err := planByName(ctx, s, who, rest[1])
	if err != nil {
		return err
	}
	run, err := s.LastFinal(ctx, who, plan.ID())
	if err != nil {
		return err
	}
	sheet, err := s.Sheet(ctx, who, run, nil, nil)
	if err != nil {
		return err
	}
	name := *out
	if name == "" {
		name = workbook.ScoreSheetName(*sheet)
	}
	// Written beside its place and moved there whole, so that nobody opens half a file.
	file, err := os.CreateTemp(filepath.Dir(name), ".score-sheet-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := workbook.WriteScoreSheet(file, *sheet); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if err := os.Chmod(file.Name(), 0o644); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), name); err != nil {
		return err
	}
	fmt.Fprintln(p.out, name)
	return nil
}
