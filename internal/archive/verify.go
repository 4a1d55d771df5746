package archive

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

// Report is what a verification found.
type Report struct {
	Plan      string
	Title     string
	Signature string // whose it is, in words
	Editions  int
	Runs      int
	Lines     int // of all runs
	Values    int
	Bulletins int
	Entries   int // of the audit
	Wrong     []goal.Mismatch
	More      int // differences beyond those listed
}

// mostWrong is how many differences are listed.
const mostWrong = 1000

func (r *Report) add(wrong ...goal.Mismatch) {
	room := min(mostWrong-len(r.Wrong), len(wrong))
	for _, m := range wrong[:room] {
		if m.What != "" { // else Found is a sentence
			m.Kept, m.Found = goal.Brief(m.Kept), goal.Brief(m.Found)
		}
		r.Wrong = append(r.Wrong, goal.Mismatch{Where: tidy(m.Where), What: tidy(m.What), Kept: tidy(m.Kept), Found: tidy(m.Found)})
	}
	r.More += len(wrong) - room
}

// longestText is how much of a file's own text is shown in one place.
const longestText = 500

// tidy makes a text from a file fit to be shown: it may have been written to play
// tricks on a terminal.
func tidy(s string) string {
	if len(s) > longestText {
		s = s[:longestText] + "…"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// String counts what was checked.
func (r *Report) String() string {
	return fmt.Sprintf("%s, %s with %s, %s, %s, %s", some(r.Editions, "edition"), some(r.Runs, "run"), some(r.Lines, "line"),
		some(r.Values, "value"), some(r.Bulletins, "bulletin"), entries(r.Entries))
}

func entries(n int) string {
	if n == 1 {
		return "1 audit entry"
	}
	return grouped(n) + " audit entries"
}

func some(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + what + "s"
}

// grouped writes 5932 as 5,932.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Verify checks a whole file. key is the public key that must have signed it;
// nil means the one inside, if there is one. What differs is in the report; an
// error means that the rest could not be read.
func Verify(in io.ReaderAt, size int64, key ed25519.PublicKey) (*Report, error) {
	report, err := verify(in, size, key, usual)
	report.Plan, report.Title = tidy(report.Plan), tidy(report.Title)
	if err != nil {
		err = errors.New(tidy(err.Error()))
	}
	return report, err
}

func verify(in io.ReaderAt, size int64, key ed25519.PublicKey, limits limits) (*Report, error) {
	f, err := open(in, size, limits)
	if err != nil {
		return &Report{}, err
	}
	v := &verifier{file: f, Report: Report{Plan: f.manifest.Plan, Title: f.manifest.Title}}
	wrong, err := f.parts()
	v.add(wrong...)
	if err != nil {
		return &v.Report, err
	}
	v.Signature, wrong, err = f.signature(key)
	v.add(wrong...)
	if err != nil {
		return &v.Report, err
	}
	for _, step := range []func() error{v.readRegister, v.readEditions, v.readGoals, v.readFigures, v.readLedger,
		v.checkBulletins, v.checkRuns, v.checkAudit, v.checkRest} {
		if err := step(); err != nil {
			return &v.Report, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.entries)) {
		if !f.used[name] && name != manifestName && name != signatureName && name != publicKeyName {
			v.say(name, "nothing refers to it")
		}
	}
	return &v.Report, nil
}

// verifier is a verification under way: what has been read so far, by its key.
type verifier struct {
	file *file
	Report
	plan       PlanRow
	terms      map[int64][]UnitRow
	groups     map[int64]GroupRow
	indicators map[int64]IndicatorRow
	goals      map[int64]GoalRow
	names      goal.Names // as units are called last
	editions   map[int]*goal.PlanFile
	revisions  map[revisionKey]GoalRevisionRow
	figures    map[figureKey]string
	periods    map[string]string // one copy of each period's name
	components map[componentKey][]string
	ledger     map[int64]AdjustmentRow
	vetoes     map[vetoKey]bool // those that were applied
	runs       []RunRow
	bulletins  []BulletinRow
	snapshots  []SnapshotRow
	published  map[publishedKey][]string // scores that bulletins quoted
}

type (
	revisionKey struct {
		goal     int64
		revision int
	}
	figureKey struct {
		goal     int64
		period   string
		revision int
	}
	componentKey struct {
		unit      int64
		component score.Component
	}
	publishedKey struct {
		unit   int64
		period string
	}
	vetoKey struct {
		unit int64
		rule string
	}
)

// differ notes a difference if there is one.
func (v *verifier) differ(where, what, kept, found string) {
	if kept != found {
		v.add(goal.Mismatch{Where: where, What: what, Kept: kept, Found: found})
	}
}

// say notes a difference in words.
func (v *verifier) say(where, words string) { v.add(goal.Mismatch{Where: where, Found: words}) }

// hashed reads a stored text and holds it against its hash.
func (v *verifier) hashed(where, part, hash string) (string, error) {
	text, err := v.file.read(part)
	if err != nil {
		return "", err
	}
	v.differ(where, "sha256", hash, score.Hash(string(text)))
	return string(text), nil
}

// readRegister reads what things are called.
func (v *verifier) readRegister() error {
	n := 0
	v.terms, v.groups, v.indicators = map[int64][]UnitRow{}, map[int64]GroupRow{}, map[int64]IndicatorRow{}
	err := each(v.file, Plan, func(r *PlanRow) error { v.plan = *r; n++; return nil })
	if err == nil && n != 1 {
		err = fmt.Errorf("%s has %d rows", Plan, n)
	}
	if err == nil {
		err = each(v.file, Units, func(r *UnitRow) error { v.terms[r.UnitID] = append(v.terms[r.UnitID], *r); return nil })
	}
	if err == nil {
		err = each(v.file, Groups, func(r *GroupRow) error { v.groups[r.GroupID] = *r; return nil })
	}
	if err == nil {
		err = each(v.file, Indicators, func(r *IndicatorRow) error { v.indicators[r.IndicatorID] = *r; return nil })
	}
	if err != nil {
		return err
	}
	v.differ(manifestName, "plan", v.Plan, fmt.Sprintf("%s/%d", v.code(v.plan.OrganID), v.plan.Year))
	v.differ(manifestName, "title", v.Title, v.plan.Title)
	return nil
}

func (v *verifier) code(unit int64) string {
	if terms := v.terms[unit]; len(terms) > 0 {
		return terms[0].Code
	}
	return ""
}

// unit is what a unit was called at an instant, its code first.
func (v *verifier) unit(id int64, at time.Time) string {
	terms := v.terms[id]
	if len(terms) == 0 {
		return fmt.Sprintf("unit %d", id)
	}
	last := terms[len(terms)-1]
	for _, t := range terms {
		if !t.ValidFrom.After(at) && (t.ValidTo == nil || t.ValidTo.After(at)) {
			last = t
		}
	}
	return last.Code + " " + last.Name
}

// called names all units and goals as of an instant.
func (v *verifier) called(at time.Time) goal.Names {
	names := goal.Names{Units: make(map[int64]string, len(v.terms)), Goals: make(map[int64]string, len(v.goals))}
	for id := range v.terms {
		names.Units[id] = v.unit(id, at)
	}
	for id, g := range v.goals {
		names.Goals[id] = v.unit(g.UnitID, at) + ", " + v.indicator(g.IndicatorID)
	}
	return names
}

func (v *verifier) indicator(id int64) string {
	i, ok := v.indicators[id]
	if !ok {
		return fmt.Sprintf("indicator %d", id)
	}
	return i.Code + " " + i.Name
}

func (v *verifier) goal(id int64) string {
	if name, ok := v.names.Goals[id]; ok {
		return name
	}
	return fmt.Sprintf("goal %d", id)
}

// checkRest reads the lists that nothing was computed from, so that all of the
// file has been read once, and looks at what they refer to.
func (v *verifier) checkRest() error {
	err := each(v.file, Rows, func(r *FigureRow) error {
		for _, revision := range []*int{&r.Revision, r.OfficialRevision} {
			if revision != nil && v.figures[figureKey{r.GoalID, r.Period, *revision}] == "" {
				v.say(v.at(r.GoalID, r.Period, *revision), "its row refers to it, but there is no such value")
			}
		}
		return nil
	})
	if err == nil {
		err = each(v.file, Reviews, v.checkReview)
	}
	for _, read := range []func() error{
		func() error { return each(v.file, Accounts, func(*AccountRow) error { return nil }) },
		func() error { return each(v.file, Reports, func(*ReportRow) error { return nil }) },
		func() error { return each(v.file, Receipts, func(*ReceiptRow) error { return nil }) },
		func() error { return each(v.file, Returns, func(*ReturnRow) error { return nil }) },
		func() error { return each(v.file, Exceptions, func(*ExceptionRow) error { return nil }) },
		func() error { return each(v.file, ExceptionEnds, func(*ExceptionEndRow) error { return nil }) },
		func() error { return each(v.file, Closures, func(*ClosureRow) error { return nil }) },
	} {
		if err == nil {
			err = read()
		}
	}
	return err
}

func (v *verifier) checkReview(r *ReviewRow) error {
	if r.FinalRunID != nil && !slices.ContainsFunc(v.runs, func(run RunRow) bool { return run.RunID == *r.FinalRunID }) {
		v.say("review", fmt.Sprintf("the final run's id is %d, but there is no such run", *r.FinalRunID))
	}
	return nil
}

// at names one revision of one figure.
func (v *verifier) at(goal int64, period string, revision int) string {
	return fmt.Sprintf("%s, %s r%d", v.goal(goal), strings.TrimSpace(period), revision)
}
