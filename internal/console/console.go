// Package console is the demo's page for trying queries: GraphiQL with a choice
// of accounts and languages. All of it is embedded; it loads nothing from
// elsewhere.
package console

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed page dist
var files embed.FS

// Account is somebody as whom the demo can be tried.
type Account struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Role  string `json:"role"`
	Unit  string `json:"unit"`
	Token string `json:"token"`
}

// policy keeps the page to this server. The hash lets in the one style element
// that GraphiQL writes: while a dialog is open, it keeps what is behind from
// scrolling.
const policy = "default-src 'none'; script-src 'self'; " +
	"style-src 'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='; " +
	"img-src 'self' data:; font-src data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// How long an answer may be kept. Folders of dist carry a version in their
// names; everything else may change with the next build.
const (
	forever   = "public, max-age=31536000, immutable"
	ask       = "no-cache"
	neverKeep = "no-store"
)

var contentTypes = map[string]string{
	".css":     "text/css; charset=utf-8",
	".graphql": "text/plain; charset=utf-8",
	".html":    "text/html; charset=utf-8",
	".js":      "text/javascript; charset=utf-8",
	".json":    "application/json",
	".svg":     "image/svg+xml",
	".txt":     "text/plain; charset=utf-8",
}

// Handler serves the page at "/", its files under "/console/", and what it
// fetches: the accounts, and the variables of the document that it starts with.
func Handler(accounts []Account, variables map[string]string) http.Handler {
	mux := http.NewServeMux()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		_, below, _ := strings.Cut(name, "/")
		switch {
		case below == "index.html":
			serve(mux, "/{$}", below, ask, body)
		case strings.Contains(below, "/"):
			serve(mux, "/console/"+below, below, forever, body)
		default:
			serve(mux, "/console/"+below, below, ask, body)
		}
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	list, err := json.Marshal(append([]Account{}, accounts...))
	if err != nil {
		panic(err) // strings always have a form in JSON
	}
	serve(mux, "/demo/accounts.json", "accounts.json", neverKeep, list)
	values, err := json.Marshal(variables)
	if err != nil {
		panic(err) // see above
	}
	serve(mux, "/demo/variables.json", "variables.json", neverKeep, values)
	return guard(mux)
}

func serve(mux *http.ServeMux, at, name, keep string, body []byte) {
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(body))
	mux.HandleFunc("GET "+at, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
		w.Header().Set("Cache-Control", keep)
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}

func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
