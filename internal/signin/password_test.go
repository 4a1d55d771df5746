package signin

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var cheap = Cost{Memory: 64, Passes: 1, Threads: 1}

// Hashes of the reference implementation's own tests.
func TestHashesOfTheReferenceImplementation(t *testing.T) {
	h := NewHasher(cheap, 64)
	for _, phc := range []string{
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
		"$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
	} {
		if right, _, err := h.Check(t.Context(), phc, "password"); err != nil || !right {
			t.Errorf("%s: %v, %v", phc, right, err)
		}
		if right, _, err := h.Check(t.Context(), phc, "passwore"); err != nil || right {
			t.Errorf("%s takes another password (%v)", phc, err)
		}
	}
}

func TestHashOpensForItsPasswordAlone(t *testing.T) {
	h := NewHasher(cheap, 64)
	rapid.Check(t, func(t *rapid.T) {
		one, other := rapid.String().Draw(t, "one"), rapid.String().Draw(t, "other")
		hash, err := h.Hash(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		if right, stale, err := h.Check(t.Context(), hash, one); !right || stale || err != nil {
			t.Fatalf("%q does not open its own hash: %v %v", one, stale, err)
		}
		if right, _, _ := h.Check(t.Context(), hash, other); right != (Normal(one) == Normal(other)) {
			t.Fatalf("%q on the hash of %q: %v", other, one, right)
		}
		if again, _ := h.Hash(t.Context(), one); again == hash {
			t.Fatal("two hashes of one password are equal: the salt is not random")
		}
	})
}

// A hash that cost less than new ones do is stale, once the password is right.
func TestStaleHash(t *testing.T) {
	old, err := NewHasher(cheap, 64).Hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		cost  Cost
		typed string
		stale bool
	}{
		"as dear":     {cheap, "correct horse battery", false},
		"more memory": {Cost{128, 1, 1}, "correct horse battery", true},
		"more passes": {Cost{64, 2, 1}, "correct horse battery", true},
		"cheaper":     {Cost{32, 1, 1}, "correct horse battery", false},
		"wrong":       {Cost{128, 2, 1}, "correct horse batteri", false},
	} {
		right, stale, err := NewHasher(c.cost, 128).Check(t.Context(), old, c.typed)
		if stale != c.stale || right != (name != "wrong") || err != nil {
			t.Errorf("%s: right %v, stale %v, %v", name, right, stale, err)
		}
	}
}

// A row that somebody wrote into the table must not take the server's memory.
func TestHashesThatAreRefused(t *testing.T) {
	h := NewHasher(cheap, 64)
	for _, phc := range []string{
		"plain", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=64,t=4000000000,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=64,t=1,p=1 $c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
		"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=64,t=1,p=1$$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
	} {
		began := time.Now()
		if right, _, err := h.Check(t.Context(), phc, ""); right || err == nil {
			t.Errorf("%s is taken for a hash", phc)
		}
		if time.Since(began) > 5*time.Second {
			t.Errorf("%s costs %s", phc, time.Since(began))
		}
	}
}

// Only so many are hashed at once, a few more wait, and the rest is refused at once.
func TestPlacesAreBounded(t *testing.T) {
	h := NewHasher(Cost{Memory: 100, Passes: 1, Threads: 1}, 250)
	if cap(h.places) != 2 {
		t.Fatalf("250 KiB hold %d hashes of 100", cap(h.places))
	}
	h.wait = 500 * time.Millisecond
	for range 2 {
		if err := h.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var waiting sync.WaitGroup
	for range cap(h.queue) - 2 {
		waiting.Go(func() {
			if _, err := h.Hash(context.Background(), "x"); !errors.Is(err, ErrBusy) {
				t.Errorf("with all places taken: %v", err)
			}
		})
	}
	for len(h.queue) < cap(h.queue) {
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	if _, _, err := h.Check(t.Context(), "", "x"); !errors.Is(err, ErrBusy) || time.Since(began) > h.wait/2 {
		t.Errorf("with the queue full: %v after %s", err, time.Since(began))
	}
	waiting.Wait()
	h.leave()
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Errorf("a place is free, and yet %v", err)
	}
	h.leave()
	if len(h.queue) != 0 || len(h.places) != 0 {
		t.Errorf("%d and %d places are kept by nobody", len(h.queue), len(h.places))
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		password, login, name string
		want                  Fault
	}{
		{"elf Zeichen", "li.hua", "李华", TooShort},
		{"zwölf Zeich.", "li.hua", "李华", Sound},
		{"汉字也可以作为密码使用的", "li.hua", "李华", Sound},
		{"汉字也可以作为密码使用", "li.hua", "李华", TooShort},
		{"ﬀﬀﬀﬀﬀﬀ", "li.hua", "李华", Sound}, // six ligatures are twelve letters
		{"my LI.HUA password", "li.hua", "李华", TellsOwner},
		{"ｍｙ ｌｉ.ｈｕａ ｗｏｒｄ", "li.hua", "李华", TellsOwner},
		{"我是李华请让我进来吧谢谢", "li.hua", "李华", TellsOwner},
		{"a password of mine", "a", "华", Sound}, // a word of one letter tells nothing
		{"tab\tin a password", "li.hua", "李华", Unreadable},
		{"bytes \xff\xfe in it", "li.hua", "李华", Unreadable},
		{strings.Repeat("长", 128), "li.hua", "李华", Sound},
		{strings.Repeat("长", 129), "li.hua", "李华", TooLong},
		{strings.Repeat("ﷺ", 100), "li.hua", "李华", TooLong}, // each is 18 characters
		{strings.Repeat("x", 1<<20), "li.hua", "李华", TooLong},
	} {
		if got := Judge(c.password, c.login, c.name); got != c.want {
			t.Errorf("%.40q of %s %s: %q, want %q", c.password, c.login, c.name, got, c.want)
		}
	}
}

func TestSecretsAreUnlikeEachOther(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		for _, s := range []string{NewToken(), NewSession(), OneTimePassword()} {
			if seen[s] {
				t.Fatalf("%s twice", s)
			}
			seen[s] = true
		}
	}
	if s := NewToken(); !LooksLikeToken(s) || LooksLikeSession(s) || len(s) != 3+52 {
		t.Errorf("token %s", s)
	}
	if s := NewSession(); !LooksLikeSession(s) || LooksLikeToken(s) || strings.Contains(Digest(s), s) {
		t.Errorf("session %s", s)
	}
	if Judge(OneTimePassword(), "li.hua", "李华") != Sound {
		t.Error("a one-time password breaks the rules for passwords")
	}
}

// In no stretch of a limit's length are more tries allowed than it says, whenever
// they come; and what it says to wait is exactly enough.
func TestLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Limit{Most: rapid.IntRange(1, 12).Draw(t, "most"), Per: time.Minute}
		now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
		var tried, allowed []time.Time
		for range rapid.IntRange(1, 100).Draw(t, "n") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "ms")) * time.Millisecond)
			recent, wait := l.Recent(tried, now)
			if wait == 0 {
				recent, allowed = append(recent, now), append(allowed, now)
			} else {
				if _, then := l.Recent(recent, now.Add(wait)); then != 0 {
					t.Fatalf("after waiting %s there is %s more to wait", wait, then)
				}
				if _, before := l.Recent(recent, now.Add(wait-1)); before == 0 {
					t.Fatalf("told to wait %s, but less would do", wait)
				}
			}
			tried = recent
		}
		for i := range allowed {
			if i >= l.Most && allowed[i].Sub(allowed[i-l.Most]) < l.Per {
				t.Fatalf("%d tries within %s", l.Most+1, allowed[i].Sub(allowed[i-l.Most]))
			}
		}
	})
}
