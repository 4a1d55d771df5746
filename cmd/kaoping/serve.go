package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/kaoping/kaoping/graph"
	"github.com/kaoping/kaoping/internal/console"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/gqlhttp"
	"github.com/kaoping/kaoping/internal/httpd"
	"github.com/kaoping/kaoping/internal/postgres"
	"github.com/kaoping/kaoping/internal/wording"
)

// serve runs the server on the database of DATABASE_URL.
func (p program) serve(ctx context.Context, args []string) error {
	c := p.config()
	f := p.flags("serve")
	f.StringVar(&c.addr, "addr", c.addr, "address to listen on (KAOPING_ADDR)")
	if _, err := parse(f, args, 0, "[-addr ADDR]"); err != nil {
		return err
	}
	if mode := p.getenv("KAOPING_OPERATIONS"); mode != "" && mode != "registered" && mode != "any" {
		return fmt.Errorf("KAOPING_OPERATIONS=%s: there is only registered and any", mode)
	}
	dsn, err := p.dsn()
	if err != nil {
		return err
	}
	d, err := p.door(c.baseURL)
	if err != nil {
		return err
	}
	if err := postgres.CheckMigrated(ctx, dsn); err != nil {
		return err
	}
	proof, err := p.proof()
	if err != nil {
		return err
	}
	if err := proven(proof); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	service := cycle.New(db, proof)
	slog.SetDefault(httpd.Logger(p.log))
	if err := preflight(ctx, db); err != nil {
		return err
	}
	l, err := net.Listen("tcp", c.addr)
	if err != nil {
		return err
	}
	s := site{db: db, service: service, clock: db.Now, baseURL: c.baseURL, registered: c.registered, hsts: c.hsts, drain: &httpd.Drain{}, door: d}
	if s.metrics, err = p.metrics(ctx, c, service); err != nil {
		return err
	}
	slog.Info("listening", "addr", l.Addr().String())
	go signDaily(ctx, service, db.Now)
	return serveOn(ctx, l, s.handler(), s.drain)
}

// site is what a server is put together from.
type site struct {
	db         *postgres.DB
	service    *cycle.Service
	clock      func(context.Context) (time.Time, error)
	baseURL    string       // how people reach it
	page       http.Handler // nil: none
	open       bool         // everybody may read the schema, as in a demo
	registered bool         // only registered documents are served, but to those who may read the schema
	hsts       bool
	drain      *httpd.Drain
	metrics    *httpd.Metrics
	door       door
}

// handler puts the whole server together.
func (s site) handler() http.Handler {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{
		Cycle:       s.service,
		DownloadURL: func(path string) string { return s.baseURL + path },
		Origin:      httpd.Origin,
		KeepSession: httpd.KeepSession,
	}})
	return httpd.New(httpd.Config{
		Cycle: s.service,
		Clock: s.clock,
		GraphQL: gqlhttp.Handler(gqlhttp.Config{
			Schema: schema, Present: graph.PresentError, Recover: graph.Recover, Limits: gqlhttp.DefaultLimits,
			Extensions: []graphql.HandlerExtension{graph.Keyed{}}, Operations: operations(), Caller: func(ctx context.Context) gqlhttp.Caller { c, _ := ctx.Value(callerKey{}).(gqlhttp.Caller); return c },
			Done: func(ctx context.Context, r gqlhttp.Report) { httpd.Note(ctx, r.Operation, r.Codes) },
		}),
		Enter: func(ctx context.Context, who goal.Actor, lang wording.Lang) context.Context {
			ctx = context.WithValue(ctx, callerKey{}, s.caller(who))
			return graph.WithLoaders(graph.WithActor(ctx, who, lang), s.service, s.db, who.At)
		},
		Page: s.page, HSTS: s.hsts, Drain: s.drain, Metrics: s.metrics,
		OpenID: s.door.openID, Proxies: s.door.proxies,
	})
}

// The most bytes of a body: a plan of a thousand units fits; somebody who has
// not signed in has nothing long to say.
const (
	mostBody        = 8 << 20
	strangersBody   = 64 << 10
	mostHeaderBytes = 32 << 10
)

type callerKey struct{}

// caller says what somebody may do at the door; what they may read and write is
// decided behind it.
func (s site) caller(who goal.Actor) gqlhttp.Caller {
	c := gqlhttp.Caller{Introspect: s.open || who.ReadsSchema(), Body: strangersBody}
	c.AnyDocument = !s.registered || c.Introspect
	if who.SignedIn() {
		c.Body = mostBody
	}
	return c
}

// operations are the console's own documents.
func operations() gqlhttp.Operations {
	all := gqlhttp.Operations{}
	for hash, op := range console.Operations() {
		all[hash] = gqlhttp.Operation(op)
	}
	return all
}

// metrics counts what the server on a database does, and shows it on an address
// of its own, until the context ends. Without an address nothing is counted.
func (p program) metrics(ctx context.Context, c config, s *cycle.Service) (*httpd.Metrics, error) {
	if c.metricsAddr == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", c.metricsAddr)
	if err != nil {
		return nil, fmt.Errorf("KAOPING_METRICS_ADDR: %w", err)
	}
	m := httpd.NewMetrics(s)
	slog.Info("metrics", "addr", l.Addr().String())
	go func() {
		if err := serveOn(ctx, l, m.Handler(), nil); err != nil {
			slog.Error("metrics", "err", err)
		}
	}()
	return m, nil
}

// newServer gives nobody for ever to send a request or to fetch the answer. The
// time for reading is that for a large plan over a slow line.
func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 18 * time.Second, WriteTimeout: 3 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: mostHeaderBytes, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn)}
}

// How long a stopping server says so before it takes no more connections, and
// how long it then waits for running requests.
const (
	drainNotice = 1500 * time.Millisecond
	drainGrace  = 10 * time.Second
)

// serveOn answers until the context ends, then lets running requests finish. A
// server that is one of several first announces through drain that it stops; nil
// stands for one that nobody has to be told of.
func serveOn(ctx context.Context, l net.Listener, h http.Handler, drain *httpd.Drain) error {
	srv := newServer(h)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	if drain != nil {
		drain.Begin()
		time.Sleep(drainNotice)
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainGrace)
	defer cancel()
	return srv.Shutdown(grace)
}

// signDaily sees to it that the audit's heads are signed once a day.
func signDaily(ctx context.Context, s *cycle.Service, clock func(context.Context) (time.Time, error)) {
	for tick := time.NewTicker(10 * time.Minute); ; {
		at, err := clock(ctx)
		if err == nil {
			err = s.DailyCheckpoint(ctx, at)
		}
		if err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "the audit's heads were not signed", "err", err)
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// migrate brings the schema up, or tells how far it is.
func (p program) migrate(ctx context.Context, args []string) error {
	rest, err := parse(p.flags("migrate"), args, 1, "up|status")
	if err != nil {
		return err
	}
	dsn, err := p.dsn()
	if err != nil {
		return err
	}
	switch rest[0] {
	case "up":
		if err := postgres.Migrate(ctx, dsn); err != nil {
			return err
		}
		fallthrough
	case "status":
		return printMigrations(ctx, p.out, dsn)
	}
	return fmt.Errorf("migrate %s: there is only up and status", rest[0])
}

func printMigrations(ctx context.Context, out io.Writer, dsn string) error {
	list, err := postgres.Migrations(ctx, dsn)
	for _, m := range list {
		state := "to do"
		if m.Applied {
			state = "done"
		}
		fmt.Fprintf(out, "%-6s %s\n", state, m.Name)
	}
	return err
}
