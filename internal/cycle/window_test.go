package cycle_test

import (
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/shopspring/decimal"
)

// filing is one unit on its way to file January.
type filing struct {
	who     goal.Actor
	unit    goal.ID
	version int
}

// newFilings is a plan of many units with a reporter each, who have entered
// January and not submitted it.
func newFilings(t *testing.T, units int) (*wide, []filing) {
	t.Helper()
	organ, file := wideFile(units, 2)
	file.Calendar.Reports[0].Closes = &period.Deadline{Day: 28, Month: 1}
	for i := range units {
		code := fmt.Sprintf("U%05d", i)
		organ.Accounts = append(organ.Accounts, goal.AccountFile{Login: fmt.Sprintf("reporter-%d", i), Name: "填报员" + code, Unit: code, Grants: []goal.GrantFile{{Role: goal.Reporter, Unit: code}}})
	}
	w := newIssued(t, organ, file)
	w.director = w.actor(t, "director", january)
	list := make([]filing, units)
	for i := range list {
		f := &list[i]
		f.who = w.actor(t, fmt.Sprintf("reporter-%d", i), january)
		f.unit = goal.ID{Kind: goal.KindUnit, Num: f.who.Grants[0].UnitID}
		w.enter(t, f)
	}
	return w, list
}

var (
	january = time.Date(2026, 2, 3, 1, 0, 0, 0, time.UTC)
	jan     = period.Of(2026, period.Month, 1)
)

// enter writes a unit's figures as drafts.
func (w *wide) enter(t *testing.T, f *filing) {
	t.Helper()
	r, err := w.Report(t.Context(), f.who, w.plan, f.unit, jan)
	if err != nil {
		t.Fatal(err)
	}
	var rows []cycle.ValueInput
	for _, row := range r.Rows {
		rows = append(rows, cycle.ValueInput{GoalID: row.Goal.ID(), Period: jan, Version: row.Version,
			Figures: goal.Figures{State: "VALUE", Value: new(decimal.NewFromInt(9))}})
	}
	if _, err := w.SaveValues(t.Context(), f.who, w.plan, rows, true); err != nil {
		t.Fatal(err)
	}
	if r, err = w.Report(t.Context(), f.who, w.plan, f.unit, jan); err != nil {
		t.Fatal(err)
	}
	f.version = r.Version
}

func refusedWith(err error, code goal.ProblemCode) bool {
	var invalid *goal.InvalidError
	return errors.As(err, &invalid) && invalid.Problems[0].Code == code
}

// TestCloseWhileManySubmit lets the office close a month in the middle of two
// hundred submits. Each takes its instant before it begins its work, as a request
// does. What was acknowledged was received before the close, what was refused
// left nothing, and nothing is in between.
func TestCloseWhileManySubmit(t *testing.T) {
	const units = 200
	w, filings := newFilings(t, units)
	var tick atomic.Int64
	clock := func() time.Time { return january.Add(time.Duration(tick.Add(1)) * time.Millisecond) }

	accepted := make([]bool, units)
	receipts := make([]time.Time, units)
	var done atomic.Int64
	var all sync.WaitGroup
	door := make(chan struct{}, 24) // they come one after the other, some two dozen at a time
	for i := range filings {
		all.Go(func() {
			door <- struct{}{}
			defer func() { <-door }()
			who := filings[i].who
			who.At = clock()
			receipts[i] = who.At
			view, err := w.SubmitReport(t.Context(), who, w.plan, filings[i].unit, jan, filings[i].version)
			switch {
			case err == nil && view.SubmittedAt.Equal(who.At):
				accepted[i] = true
			case !refusedWith(err, goal.WindowClosed):
				t.Errorf("unit %d: %v", i, err)
			}
			done.Add(1)
		})
	}
	var closed *cycle.EntryLock
	all.Go(func() {
		who := w.director
		who.At = clock() // received early, and long on its way
		for done.Load() < units/4 {
			time.Sleep(time.Millisecond)
		}
		var err error
		if closed, err = w.ClosePeriod(t.Context(), who, w.plan, jan, "提前汇总"); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if closed == nil {
		t.FailNow()
	}

	db, err := sql.Open("postgres", w.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	closedAt := closed.Window.Closure.ClosedAt
	taken, earlier := 0, 0
	for i, f := range filings {
		var n, submitted int
		var last sql.NullTime
		err := db.QueryRow(`SELECT (SELECT count(*) FROM receipts WHERE unit_id = $1), (SELECT max(received_at) FROM receipts WHERE unit_id = $1),
			(SELECT count(*) FROM report_rows WHERE unit_id = $1 AND status = 'SUBMITTED')`, f.unit.Num).Scan(&n, &last, &submitted)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case accepted[i] && (n != 1 || submitted != 2 || !last.Time.Equal(receipts[i]) || !receipts[i].Before(closedAt)):
			t.Errorf("unit %d was told it had filed: %d receipts, %d figures, received %s, closed %s", i, n, submitted, receipts[i], closedAt)
		case !accepted[i] && (n != 0 || submitted != 0):
			t.Errorf("unit %d was refused, and has %d receipts and %d figures", i, n, submitted)
		}
		if accepted[i] {
			taken++
		} else if receipts[i].Before(closedAt) {
			earlier++
		}
	}
	if taken == 0 || taken == units {
		t.Errorf("%d of %d were accepted: the close was not in their middle", taken, units)
	}
	t.Logf("%d accepted, %d refused, %d of them received before the close and at work only after it", taken, units-taken, earlier)
}

// TestSubmitCountsByReceipt: a submit that was received before the deadline and
// written after it is on time; the window's end is judged alike.
func TestSubmitCountsByReceipt(t *testing.T) {
	w, filings := newFilings(t, 4)
	day := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", s, time.FixedZone("", 8*60*60))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	due, closes := day("2026-02-13 18:00:00"), day("2026-02-28 18:00:00")
	for i, tt := range []struct {
		at            time.Time
		late, refused bool
	}{
		{due.Add(-time.Microsecond), false, false}, {due, true, false}, {closes.Add(-time.Microsecond), true, false}, {closes, false, true},
	} {
		who := filings[i].who
		who.At = tt.at
		// The receipt is taken; by the time the work is done the office has long
		// noted that the deadline passed.
		later := w.director
		later.At = tt.at.Add(time.Hour)
		if _, err := w.EntryLocks(t.Context(), later, w.plan, &jan, nil, 1); err != nil {
			t.Fatal(err)
		}
		view, err := w.SubmitReport(t.Context(), who, w.plan, filings[i].unit, jan, filings[i].version)
		if tt.refused {
			if !refusedWith(err, goal.WindowClosed) {
				t.Errorf("received %s: %v", tt.at, err)
			}
			continue
		}
		if err != nil || view.Late != tt.late || !view.SubmittedAt.Equal(tt.at) {
			t.Errorf("received %s: late %v, want %v (%v)", tt.at, view.Late, tt.late, err)
		}
	}
}

// TestOwnersAreLateToo: what an owner supplies is late from the deadline on, like
// what a unit files.
func TestOwnersAreLateToo(t *testing.T) {
	organ, file := wideFile(2, 1)
	file.Indicators[0].Source = goal.SourceOwner
	file.Steps = []goal.Step{goal.StepSubmit, goal.StepVerify, goal.StepConfirm}
	organ.Accounts = append(organ.Accounts, goal.AccountFile{Login: "owner", Name: "责任人", Grants: []goal.GrantFile{{Role: goal.IndicatorOwner, Unit: "OW"}}})
	w := newIssued(t, organ, file)
	due := time.Date(2026, 2, 13, 10, 0, 0, 0, time.UTC) // six in the evening there
	goals, err := w.Goals(t.Context(), w.actor(t, "director", january), w.plan, cycle.GoalFilter{}, 0, 2)
	if err != nil || len(goals.Goals) != 2 {
		t.Fatal(err)
	}
	for i, at := range []time.Time{due.Add(-time.Microsecond), due} {
		who := w.actor(t, "owner", at)
		in := []cycle.ValueInput{{GoalID: goals.Goals[i].ID(), Period: jan, Figures: goal.Figures{State: "VALUE", Value: new(decimal.NewFromInt(9))}}}
		saved, err := w.SaveValues(t.Context(), who, w.plan, in, true)
		if err != nil || saved[0].Outcome != cycle.RowSaved {
			t.Fatalf("%v: %+v", err, saved[0])
		}
		in = []cycle.ValueInput{{GoalID: in[0].GoalID, Period: jan, Version: saved[0].Row.Version}}
		verified, err := w.VerifyValues(t.Context(), who, w.plan, in, true)
		if err != nil || verified[0].Outcome != cycle.RowSaved {
			t.Fatalf("%v: %+v", err, verified[0])
		}
		if late := verified[0].Row.Late; late != (i == 1) {
			t.Errorf("supplied %s: late %v", at, late)
		}
	}
}

// TestExceptionsOpenAndEnd takes a unit through a closed month: with leave it
// files, when the leave is taken back it is refused again, and what it filed stays.
func TestExceptionsOpenAndEnd(t *testing.T) {
	w, filings := newFilings(t, 3)
	ctx := t.Context()
	if _, err := w.ClosePeriod(ctx, w.director, w.plan, jan, "提前汇总"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ClosePeriod(ctx, w.director, w.plan, jan, "再次"); !refusedWith(err, goal.AlreadyClosed) {
		t.Errorf("closed twice: %v", err)
	}
	submit := func(f filing) error {
		_, err := w.SubmitReport(ctx, f.who, w.plan, f.unit, jan, f.version)
		return err
	}
	if err := submit(filings[0]); !refusedWith(err, goal.WindowClosed) {
		t.Errorf("after the close: %v", err)
	}
	leave := func(f filing) *goal.Exception {
		e, err := w.GrantException(ctx, w.director, w.plan, f.unit, jan, january.Add(time.Hour), "停电")
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	leave(filings[0])
	if err := submit(filings[0]); err != nil {
		t.Errorf("with leave: %v", err)
	}
	if err := submit(filings[1]); !refusedWith(err, goal.WindowClosed) {
		t.Errorf("another unit's leave: %v", err)
	}
	e := leave(filings[2])
	later := w.director
	later.At = january.Add(time.Minute)
	if _, err := w.EndException(ctx, later, e.ID(), ""); !refusedWith(err, goal.ReasonRequired) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := w.EndException(ctx, filings[2].who, e.ID(), "不要了"); !errors.Is(err, goal.ErrForbidden) {
		t.Errorf("a unit ends an exception: %v", err)
	}
	if ended, err := w.EndException(ctx, later, e.ID(), "已恢复供电"); err != nil || ended.Runs(later.At) {
		t.Errorf("%+v: %v", ended, err)
	}
	if _, err := w.EndException(ctx, later, e.ID(), "再次"); !refusedWith(err, goal.AlreadyEnded) {
		t.Errorf("ended twice: %v", err)
	}
	late := filings[2]
	late.who.At = later.At
	if err := submit(late); !refusedWith(err, goal.WindowClosed) {
		t.Errorf("after the leave was taken back: %v", err)
	}
	// The office sees all exceptions, a unit its own, and both what locks the month.
	for _, tt := range []struct {
		who  goal.Actor
		want int
	}{{later, 2}, {filings[0].who, 1}, {filings[1].who, 0}} {
		page, err := w.EntryLocks(ctx, tt.who, w.plan, &jan, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		l := page.Locks[0]
		if len(l.Exceptions) != tt.want || l.State.May || l.State.Reason != goal.LockClosedEarly || l.ClosedEarly().Reason != "提前汇总" || page.Total != 1 {
			t.Errorf("%s sees %d exceptions, %+v", tt.who.Account.Login, len(l.Exceptions), l.State)
		}
	}
	own := w.director
	own.Ties = []goal.Tie{{UnitID: filings[1].unit.Num, From: january.Add(-time.Hour)}}
	if _, err := w.GrantException(ctx, own, w.plan, filings[1].unit, jan, january.Add(time.Hour), "自己"); !errors.Is(err, goal.ErrForbidden) {
		t.Errorf("an exception for one's own unit: %v", err)
	}
}
