package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
)

// explain prints how a unit came to its score, or to one line of it.
func (p program) explain(ctx context.Context, args []string) error {
	f := p.flags("explain")
	langText := f.String("lang", "zh", "language to explain in: zh or en")
	rest, err := parseUpTo(f, args, 2, 3, "RUN UNIT [INDICATOR] [-lang zh|en]")
	if err != nil {
		return err
	}
	lang, ok := map[string]wording.Lang{"zh": wording.Chinese, "en": wording.English}[*langText]
	if !ok {
		return fmt.Errorf("-lang %s: there is only zh and en", *langText)
	}
	return p.onPlan(ctx, rest[0], func(s *cycle.Service, who goal.Actor, plan *goal.Outline) error {
		run, err := s.LastFinal(ctx, who, plan.ID())
		if err != nil {
			return err
		}
		unit, err := s.UnitByCode(ctx, rest[1])
		if err != nil {
			return err
		}
		explained, err := s.Explain(ctx, who, run.ID(), []int64{unit.Num})
		if err != nil {
			return err
		}
		x := explained[unit.Num]
		if x == nil {
			return fmt.Errorf("%s has no score in run %d of %s", rest[1], run.Number, rest[0])
		}
		text, err := explanation(lang, x, rest[2:])
		if err == nil {
			fmt.Fprint(p.out, text)
		}
		return err
	})
}

// explanation is the whole of it, or the lines of one indicator.
func explanation(lang wording.Lang, x *goal.Explanation, indicator []string) (string, error) {
	if len(indicator) == 0 {
		return wording.ExplainScore(lang, x), nil
	}
	codes := make([]string, len(x.Lines))
	for i, line := range x.Lines {
		if codes[i] = line.Goal.Indicator; codes[i] == indicator[0] {
			return wording.ExplainLine(lang, x, line, true), nil
		}
	}
	return "", fmt.Errorf("%s has no line for %s; it has %s", x.Unit.Code, indicator[0], strings.Join(codes, " "))
}
