package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
)

// errDiffers ends a verification that found something.
var errDiffers = errors.New("what is kept differs from what the figures say")

// verify recomputes what is kept and says where it differs.
func (p program) verify(ctx context.Context, args []string) error {
	f := p.flags("verify")
	key := f.String("key", "", "the Ed25519 public key that must have signed, PEM; the default is the one inside an archive, or that of KAOPING_SIGNING_KEY_FILE")
	checkpoints := f.String("checkpoint", "", "of the audit: the file of signed checkpoints kept outside the database; the default is KAOPING_CHECKPOINT_FILE")
	lost := f.String("lost", "", "of the audit: ids of MAC keys that are lost, with commas between; what they sealed is counted, not proven")
	rest, err := parseUpTo(f, args, 1, 2, "run|progress PLAN, archive FILE [-key FILE], or audit [-checkpoint FILE] [-key FILE] [-lost ID]")
	if err != nil {
		return err
	}
	switch {
	case rest[0] == "audit" && len(rest) == 1:
		return p.verifyAudit(ctx, *checkpoints, *key, *lost)
	case len(rest) == 1:
		return fmt.Errorf("verify %s: of what?", rest[0])
	case rest[0] == "archive":
		return p.verifyArchive(rest[1], *key)
	}
	return p.onPlan(ctx, rest[1], func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
		switch rest[0] {
		case "run":
			return p.verifyRun(ctx, s, who, plan)
		case "progress":
			n, wrong, err := s.VerifyProgress(ctx, who, plan.ID())
			if err != nil {
				return err
			}
			return p.verdict(fmt.Sprintf("progress of %d goals", n), wrong)
		}
		return fmt.Errorf("verify %s: there is only run, progress, archive and audit", rest[0])
	})
}

func (p program) verifyRun(ctx context.Context, s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
	run, err := s.LastFinal(ctx, who, plan.ID())
	if err != nil {
		return err
	}
	n, wrong, err := s.VerifyRun(ctx, who, run.ID())
	if err != nil {
		return err
	}
	return p.verdict(fmt.Sprintf("run %d, %d lines, sha256 %s", run.Number, n, run.Hash), wrong)
}

func (p program) verdict(what string, wrong []goal.Mismatch) error {
	for _, m := range wrong {
		fmt.Fprintln(p.out, m)
	}
	if len(wrong) > 0 {
		fmt.Fprintf(p.out, "%s: %d differences\n", what, len(wrong))
		return errDiffers
	}
	fmt.Fprintf(p.out, "%s: recomputed, all equal\n", what)
	return nil
}
