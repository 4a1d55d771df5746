package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/kaoping/kaoping/graph"
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
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	slog.SetDefault(slog.New(slog.NewJSONHandler(p.log, nil)))
	l, err := net.Listen("tcp", c.addr)
	if err != nil {
		return err
	}
	slog.Info("listening", "addr", l.Addr().String())
	return serveOn(ctx, l, handler(db, db.Now, c.baseURL, nil, d))
}

// handler puts the whole server together on a database and a clock.
func handler(db *postgres.DB, clock func(context.Context) (time.Time, error), baseURL string, page http.Handler, d door) http.Handler {
	s := cycle.New(db)
	if d.passwords != nil {
		s.Passwords = d.passwords
	}
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{
		Cycle:       s,
		DownloadURL: func(path string) string { return baseURL + path },
		Origin:      httpd.Origin,
		KeepSession: httpd.KeepSession,
	}})
	return httpd.New(httpd.Config{
		Cycle:   s,
		Clock:   clock,
		GraphQL: gqlhttp.Handler(schema, graph.PresentError),
		Enter: func(ctx context.Context, who goal.Actor, lang wording.Lang) context.Context {
			return graph.WithLoaders(graph.WithActor(ctx, who, lang), s, db, who.At)
		},
		OpenID:  d.openID,
		Proxies: d.proxies,
		Page:    page,
	})
}

// serveOn answers until the context ends, then lets running requests finish.
func serveOn(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return srv.Shutdown(grace)
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
