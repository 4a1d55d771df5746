package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/kaoping/kaoping/internal/console"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/pgserver"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/sample"
)

// demoSeed makes every demo's county live the same year.
const demoSeed = 2026

// demoLogins are the people whose tokens the demo hands out: one per role.
var demoLogins = []string{"office-director", "office-operator", "committee", "leader-a", "u01-reporter", "u01-deputy", "u01-head", "x01-owner", "analyst", "observer"}

// demoFile is what the demo tells other programs, in demo.json.
type demoFile struct {
	GraphQL  string            `json:"graphql"`
	Plan     demoPlan          `json:"plan"`
	LastYear demoPlan          `json:"lastYear"`
	Accounts []console.Account `json:"accounts"`
}

type demoPlan struct {
	ID    string `json:"id"`
	Year  int    `json:"year"`
	Title string `json:"title"`
}

// demo lives a county's year on a database of its own and serves it.
func (p program) demo(ctx context.Context, args []string) error {
	c := p.config()
	f := p.flags("demo")
	addr := f.String("addr", c.addr, "address to listen on")
	data := f.String("data", "", "folder for the database and demo.json; the default is the user's cache folder")
	todayText := f.String("today", "", "the day the demo's clock starts on at 09:00; the default is today")
	if _, err := parse(f, args, 0, "[-addr ADDR] [-data DIR] [-today DATE]"); err != nil {
		return err
	}
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	today, err := demoDay(*todayText, zone)
	if err != nil {
		return err
	}
	// The port first: finding it taken after a minute of work would be a pity.
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	base := "http://" + l.Addr().String()
	front := &front{}
	served := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go func() { served <- serveOn(serving, l, front, nil) }()
	fmt.Fprintf(p.log, "listening on %s while the demo gets ready; the first start takes a minute or two\n", base)

	folder, dsn, closeServer, err := p.demoDatabase(ctx, c, *data)
	if err != nil {
		return err
	}
	defer closeServer()
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := makeProof(folder, today); err != nil {
		return err
	}
	proof, err := p.in(folder).proof()
	if err != nil {
		return err
	}
	w, err := p.live(ctx, cycle.New(db, proof), folder, today, zone)
	if err != nil {
		return err
	}
	w.GraphQL = base + "/graphql"
	if err := w.issueTokens(ctx, db, filepath.Join(folder, "demo.json")); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(p.log, nil)))
	go signDaily(serving, w.service, w.clock.now)
	metrics, err := p.metrics(serving, c, w.service)
	if err != nil {
		return err
	}
	front.ready(site{db: db, service: w.service, clock: w.clock.now, baseURL: base, page: console.Handler(w.Accounts, map[string]string{"plan": w.Plan.ID}), open: true, metrics: metrics}.handler())
	go w.clock.run(serving)
	w.print(p.out, base, folder)
	return <-served
}

// demoDay is the instant that the demo's clock starts at: a day at 09:00.
func demoDay(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		text = time.Now().In(zone).Format(time.DateOnly)
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("-today %s: write a date such as 2026-09-30", text)
	}
	return day.Add(9 * time.Hour), nil
}

// front answers /live from the first moment, and everything once it is ready.
type front struct{ next atomic.Pointer[http.Handler] }

func (f *front) ready(h http.Handler) { f.next.Store(&h) }

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := f.next.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	if r.URL.Path == "/live" {
		io.WriteString(w, "live\n")
		return
	}
	w.Header().Set("Retry-After", "10")
	http.Error(w, "the demo is getting ready", http.StatusServiceUnavailable)
}

// demoDatabase starts the private PostgreSQL, or takes the database of
// DATABASE_URL, and brings it to this program's schema.
func (p program) demoDatabase(ctx context.Context, c config, data string) (folder, dsn string, stop func(), err error) {
	folder, dsn, stop = data, c.databaseURL, func() {}
	if folder == "" {
		if folder, err = defaultFolder(); err != nil {
			return "", "", nil, err
		}
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return "", "", nil, err
	}
	if err = os.MkdirAll(folder, 0o755); err != nil {
		return "", "", nil, err
	}
	if dsn == "" {
		server, err := pgserver.Start(ctx, pgserver.Config{Dir: filepath.Join(folder, "postgres"), Install: c.install, Log: p.log, Getenv: p.getenv})
		if err != nil {
			return "", "", nil, err
		}
		stop = func() {
			if err := server.Stop(); err != nil {
				fmt.Fprintln(p.log, "kaoping: stop the database:", err)
			}
		}
		if err := server.CreateDatabase(ctx, "kaoping"); err != nil {
			stop()
			return "", "", nil, err
		}
		dsn = server.DSN("kaoping")
	}
	if err := postgres.Migrate(ctx, dsn); err != nil {
		stop()
		return "", "", nil, err
	}
	return folder, dsn, stop, nil
}

// defaultFolder is where the demo keeps its data: a folder that the database's
// own account can enter too, which root's home is not.
func defaultFolder() (string, error) {
	if os.Getuid() == 0 {
		return "/var/lib/kaoping/demo", nil
	}
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "kaoping", "demo"), err
}

// world is a running demo.
type world struct {
	demoFile
	service *cycle.Service
	clock   *demoClock
}

// live brings the county's years up to today, or to where the clock was.
func (p program) live(ctx context.Context, s *cycle.Service, folder string, today time.Time, zone *time.Location) (*world, error) {
	last, err := s.LastRecorded(ctx)
	if err != nil {
		return nil, err
	}
	clock := &demoClock{file: filepath.Join(folder, "clock")}
	if shown := clock.shown(); shown.After(last) {
		last = shown
	}
	if last.After(today) {
		fmt.Fprintf(p.log, "the demo's clock goes on from %s, where it was: it never goes back\n", last.In(zone).Format("2006-01-02 15:04"))
		today = last.In(zone).Add(time.Second)
	}
	began := time.Now()
	years, err := sample.Simulate(ctx, s, today, demoSeed, func(step string) {
		fmt.Fprintf(p.log, "%5.0fs  %s\n", time.Since(began).Seconds(), step)
	})
	if err != nil {
		return nil, err
	}
	clock.from, clock.began = today, time.Now()
	w := &world{service: s, clock: clock}
	who := cycle.Console(today)
	for id, into := range map[goal.ID]*demoPlan{years.ThisYear: &w.Plan, years.LastYear: &w.LastYear} {
		if id.Kind == "" {
			continue
		}
		o, err := s.Plan(ctx, who, id)
		if err != nil {
			return nil, err
		}
		*into = demoPlan{ID: id.String(), Year: o.Year, Title: o.Title}
	}
	return w, nil
}

// demoClock starts on the demo's day and runs. It notes in a file how far it
// has come, so that a later start does not go back even where nothing was
// recorded meanwhile.
type demoClock struct {
	from, began time.Time
	file        string
}

// noteEvery is how far the note may be behind the clock.
const noteEvery = 5 * time.Second

func (c *demoClock) now(context.Context) (time.Time, error) {
	return c.from.Add(time.Since(c.began)), nil
}

// shown is the latest instant that the last run can have shown; the zero time
// where there was none.
func (c *demoClock) shown() time.Time {
	text, err := os.ReadFile(c.file)
	if err != nil {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return time.Time{}
	}
	return at.Add(2 * noteEvery)
}

// run notes the clock's state until the context ends.
func (c *demoClock) run(ctx context.Context) {
	for tick := time.NewTicker(noteEvery); ; {
		now, _ := c.now(ctx)
		next := c.file + ".new"
		if err := os.WriteFile(next, []byte(now.Format(time.RFC3339Nano)), 0o644); err != nil || os.Rename(next, c.file) != nil {
			slog.Warn("the demo's clock cannot be noted", "file", c.file, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// issueTokens gives one person per role a token, or keeps those of the last
// start, and writes the demo's file.
func (w *world) issueTokens(ctx context.Context, db *postgres.DB, file string) error {
	now, _ := w.clock.now(ctx)
	kept := map[string]string{}
	if text, err := os.ReadFile(file); err == nil {
		var old demoFile
		if json.Unmarshal(text, &old) == nil {
			for _, a := range old.Accounts {
				kept[a.Login] = a.Token
			}
		}
	}
	for _, login := range demoLogins {
		who, err := w.service.ActorByLogin(ctx, login, now)
		if err != nil {
			return err
		}
		token := kept[login]
		if known, err := w.service.Authenticate(ctx, token, now); err != nil || known.AccountID() != who.AccountID() {
			if err != nil && !errors.Is(err, goal.ErrUnauthenticated) {
				return err
			}
			issued, err := w.service.IssueToken(ctx, cycle.Console(now), login,
				cycle.TokenInput{Label: "demo", Scope: goal.ReadWriteAccess, ExpiresAt: now.Add(goal.LongestToken)})
			if err != nil {
				return err
			}
			token = issued.Secret
		}
		a := console.Account{Login: login, Name: who.Account.Name, Token: token}
		if len(who.Grants) > 0 {
			units, err := w.service.Unit(ctx, who, goal.ID{Kind: goal.KindUnit, Num: who.Grants[0].UnitID}, nil)
			if err != nil {
				return err
			}
			a.Role, a.Unit = string(who.Grants[0].Role), units.Name
		}
		w.Accounts = append(w.Accounts, a)
	}
	text, err := json.MarshalIndent(w.demoFile, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o600)
}

// query is the console's first document as something to paste: how far each
// group is, and its laggards' lights.
func (w *world) query() string {
	return strings.NewReplacer("query Start($plan: ID!) ", "", "$plan", strconv.Quote(w.Plan.ID)).Replace(console.Start())
}

// print tells a person what to open.
func (w *world) print(out io.Writer, base, folder string) {
	now, _ := w.clock.now(context.Background())
	fmt.Fprintf(out, "\nKaoping demo, %s\n\n", now.Format("2006-01-02 15:04"))
	fmt.Fprintf(out, "  open            %s/\n  GraphQL         %s\n", base, w.GraphQL)
	fmt.Fprintf(out, "  this year       %s  %s\n  last year       %s  %s\n", w.Plan.ID, w.Plan.Title, w.LastYear.ID, w.LastYear.Title)
	fmt.Fprintf(out, "  all of this in  %s\n\n", filepath.Join(folder, "demo.json"))
	for _, a := range w.Accounts {
		fmt.Fprintf(out, "  %-16s %-18s %s\n", a.Login, a.Role, a.Token)
	}
	fmt.Fprintf(out, "\nTry:\n%s\n", w.query())
}
