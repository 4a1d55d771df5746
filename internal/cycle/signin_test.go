package cycle_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/signin"
)

var desk = cycle.Origin{Address: netip.MustParseAddr("192.0.2.1"), Agent: "test"}

// entrance is a bench with two people, of whom one has a password.
type entrance struct {
	*bench
	dsn      string
	password string
}

func newEntrance(t *testing.T, cost signin.Cost) *entrance {
	t.Helper()
	b, dsn := newBenchAt(t)
	e := &entrance{bench: b, dsn: dsn}
	e.Passwords = signin.NewHasher(cost, 256<<10)
	people := []goal.AccountFile{{Login: "known", Name: "甲某某", Grants: []goal.GrantFile{{Role: goal.Reporter, Unit: "A"}}}, {Login: "without", Name: "乙某某"}}
	e.ok(e.LoadOrgan(e.ctx, cycle.Console(e.at), &goal.OrganFile{Units: []goal.UnitFile{{Code: "A", Name: "甲局", Kind: goal.Department}}, Accounts: people}))
	once, err := e.PasswordReset(e.ctx, cycle.Console(e.at), "known")
	e.ok(err)
	in, err := e.SignIn(e.ctx, e.nobody(), desk, "known", once)
	e.ok(err)
	e.password = "a long walk in spring"
	_, err = e.PasswordChange(e.ctx, in.Viewer, desk, once, e.password)
	e.ok(err)
	return e
}

// nobody asks a minute later than whoever asked before.
func (e *entrance) nobody() goal.Actor {
	e.at = e.at.Add(time.Minute)
	return goal.Actor{At: e.at}
}

func isBadCredentials(err error) bool {
	invalid := (*goal.InvalidError)(nil)
	return errors.As(err, &invalid) && invalid.Problems[0].Code == goal.BadCredentials
}

// Whether there is such a login cannot be told from how long the answer takes:
// nobody, somebody without a password and somebody with one cost the same work.
func TestUnknownLoginTakesAsLong(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 32 << 10, Passes: 3, Threads: 1})
	took := map[string][]time.Duration{}
	for range 15 { // interleaved, so that what else the machine does meets all alike
		for _, login := range []string{"known", "unknown", "without", "No Login!"} {
			who, began := e.nobody(), time.Now()
			if _, err := e.SignIn(e.ctx, who, desk, login, "not the password"); !isBadCredentials(err) {
				t.Fatal(err)
			}
			took[login] = append(took[login], time.Since(began))
		}
	}
	middle := func(login string) time.Duration { slices.Sort(took[login]); return took[login][len(took[login])/2] }
	for _, login := range []string{"unknown", "without", "No Login!"} {
		if ratio := float64(middle(login)) / float64(middle("known")); ratio < 0.6 || ratio > 1.7 {
			t.Errorf("%q takes %s, a known login %s", login, middle(login), middle("known"))
		}
	}
	t.Logf("known %s, unknown %s", middle("known"), middle("unknown"))
}

// Who hangs up while the password is being checked has used a guess all the same.
func TestHangingUpHidesNoGuess(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 64 << 10, Passes: 8, Threads: 1})
	before := e.count("session.refuse")
	evaluated := 0
	for range 6 {
		ctx, cancel := context.WithTimeout(e.ctx, 40*time.Millisecond)
		_, err := e.SignIn(ctx, e.nobody(), desk, "known", "not the password")
		if isBadCredentials(err) && ctx.Err() != nil {
			evaluated++
		} else if !errors.Is(err, context.DeadlineExceeded) && !isBadCredentials(err) {
			t.Errorf("%v", err)
		}
		cancel()
	}
	if evaluated == 0 {
		t.Error("no guess was evaluated after its asker had hung up")
	}
	if got := e.count("session.refuse") - before; got < evaluated {
		t.Errorf("%d guesses were evaluated, %d are in the audit", evaluated, got)
	}
}

// count counts entries of the register's audit.
func (e *entrance) count(action string) (n int) {
	e.t.Helper()
	text := e.owner(`SELECT count(*) FROM audit_entries WHERE plan_id = 0 AND action = '` + action + `'`)
	fmt.Sscan(text, &n)
	return n
}

// owner reads one value as the owner of the schema.
func (e *entrance) owner(query string) (text string) {
	e.t.Helper()
	db, err := sql.Open("postgres", e.dsn)
	e.ok(err)
	defer db.Close()
	e.ok(db.QueryRow(query).Scan(&text))
	return text
}

// A password whose hash is cheaper than new ones gets a new one at the next
// sign-in, and no sooner.
func TestHashIsRenewed(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 64, Passes: 1, Threads: 1})
	stored := func() string { return e.owner(`SELECT hash FROM passwords`) }
	first := stored()
	e.Passwords = signin.NewHasher(signin.Cost{Memory: 128, Passes: 2, Threads: 1}, 1<<10)
	if _, err := e.SignIn(e.ctx, e.nobody(), desk, "known", "not the password"); !isBadCredentials(err) || stored() != first {
		t.Errorf("a wrong password (%v) changes the hash: %s", err, stored())
	}
	for range 2 {
		_, err := e.SignIn(e.ctx, e.nobody(), desk, "known", e.password)
		e.ok(err)
		if got := stored(); got == first || got[:len("$argon2id$v=19$m=128,t=2,p=1$")] != "$argon2id$v=19$m=128,t=2,p=1$" {
			t.Errorf("the hash is %s", got)
		}
	}
}

// With all places taken the answer is that there is no room, not a long wait; and
// with many at once as many come in as are allowed.
func TestManySignInsAtOnce(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 64, Passes: 1, Threads: 1})
	e.Passwords = signin.NewHasher(signin.Cost{Memory: 64 << 10, Passes: 4, Threads: 1}, 64<<10)
	who := e.nobody()
	var all sync.WaitGroup
	var mu sync.Mutex
	outcomes := map[string]int{}
	for i := range 25 {
		all.Go(func() {
			from := cycle.Origin{Address: netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})}
			_, err := e.SignIn(e.ctx, who, from, fmt.Sprint("nobody-", i), "not the password")
			outcome := fmt.Sprint(err)
			switch {
			case isBadCredentials(err):
				outcome = "evaluated"
			case errors.Is(err, goal.ErrUnavailable):
				outcome = "no room"
			}
			mu.Lock()
			outcomes[outcome]++
			mu.Unlock()
		})
	}
	all.Wait()
	if outcomes["evaluated"]+outcomes["no room"] != 25 || outcomes["no room"] == 0 || outcomes["evaluated"] == 0 {
		t.Errorf("outcomes %v", outcomes)
	}
}

// A one-time password signs in once, even when it is tried twice at the same moment.
func TestOneTimePasswordAtOnce(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 64, Passes: 1, Threads: 1})
	for range 10 {
		once, err := e.PasswordReset(e.ctx, cycle.Console(e.at), "without")
		e.ok(err)
		who := e.nobody()
		var all sync.WaitGroup
		in := make(chan *cycle.Entrance, 4)
		for range cap(in) {
			all.Go(func() {
				x, err := e.SignIn(e.ctx, who, desk, "without", once)
				if err == nil {
					in <- x
				} else if !isBadCredentials(err) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(in) != 1 {
			t.Fatalf("a one-time password let in %d at once", len(in))
		}
	}
	once, err := e.PasswordReset(e.ctx, cycle.Console(e.at), "without")
	e.ok(err)
	e.at = e.at.Add(73 * time.Hour)
	if _, err := e.SignIn(e.ctx, e.nobody(), desk, "without", once); !isBadCredentials(err) {
		t.Errorf("after three days: %v", err)
	}
}

// TestWhatChangesWhileSigningIn changes an account after its password was found
// right and before the session begins: what was checked no longer counts.
func TestWhatChangesWhileSigningIn(t *testing.T) {
	e := newEntrance(t, signin.Cost{Memory: 64, Passes: 1, Threads: 1})
	db, err := sql.Open("postgres", e.dsn)
	e.ok(err)
	defer db.Close()
	in, err := e.SignIn(e.ctx, e.nobody(), desk, "known", e.password)
	e.ok(err)
	byPassword := func(who goal.Actor) error {
		_, err := e.SignIn(e.ctx, who, desk, "known", e.password)
		return err
	}
	byIssuer := func(who goal.Actor) error {
		_, err := e.SignInExternal(e.ctx, who, desk, signin.Identity{Issuer: "https://issuer.example", Subject: "1", Login: "known"})
		return err
	}
	anotherPassword := func(who goal.Actor) error {
		signedIn := in.Viewer
		signedIn.At = who.At
		_, err := e.PasswordChange(e.ctx, signedIn, desk, e.password, "a longer walk in summer")
		return err
	}
	const disable, enable = `UPDATE accounts SET active = false WHERE login = 'known'`, `UPDATE accounts SET active = true WHERE login = 'known'`
	const change, back = `UPDATE passwords SET hash = hash || 'A'`, `UPDATE passwords SET hash = left(hash, -1)`
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for _, tt := range []struct {
		name, change, back string
		do                 func(goal.Actor) error
		refused            func(error) bool
	}{
		{"disabled", disable, enable, byPassword, isBadCredentials},
		{"disabled, by the issuer", disable, enable, byIssuer, is(goal.ErrForbidden)},
		{"disabled, choosing another", disable, enable, anotherPassword, is(goal.ErrStale)},
		{"another password", change, back, byPassword, isBadCredentials},
		{"another password, choosing another", change, back, anotherPassword, is(goal.ErrStale)},
	} {
		err := e.during(db, tt.change, tt.do)
		if !tt.refused(err) {
			t.Errorf("%s: %v", tt.name, err)
		}
		_, err = db.Exec(tt.back)
		e.ok(err)
	}
	e.ok(byPassword(e.nobody()))
}

// during makes a change that whoever signs in meets once their claim was checked:
// it holds the account until they wait for it.
func (e *entrance) during(db *sql.DB, change string, do func(goal.Actor) error) error {
	e.t.Helper()
	tx, err := db.Begin()
	e.ok(err)
	defer tx.Rollback()
	for _, statement := range []string{`SELECT FROM accounts WHERE login = 'known' FOR NO KEY UPDATE`, change} {
		_, err := tx.Exec(statement)
		e.ok(err)
	}
	who, done := e.nobody(), make(chan error, 1)
	go func() { done <- do(who) }()
	for waiting := 0; waiting == 0; time.Sleep(10 * time.Millisecond) {
		e.ok(db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting))
		select {
		case err := <-done:
			e.t.Errorf("nothing waited for the account: %v", err)
			return err
		default:
		}
	}
	e.ok(tx.Commit())
	return <-done
}
