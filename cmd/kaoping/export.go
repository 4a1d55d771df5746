package main

import (
	"context"
	"fmt"
	"io"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
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
	return p.onPlan(ctx, rest[1], func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
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
		err = writeWhole(name, 0o644, func(w io.Writer) error { return workbook.WriteScoreSheet(w, *sheet) })
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, name)
		return nil
	})
}
