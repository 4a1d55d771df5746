package gqlhttp

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// sdl has what makes schemas dangerous: cycles, through lists with and without
// pages.
const sdl = `
type Query { me: User! user(id: ID!): User users(first: Int! = 20, after: String): UserConnection! hello(name: String, n: Int, kind: Kind): String }
type Mutation { rename(name: String!): User }
type User { name: String! best: User friends: [User!]! followers(first: Int! = 50): UserConnection! }
type UserConnection { nodes: [User!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! }
enum Kind { GOOD BAD }`

// target is a schema that answers every operation with the same, and counts.
type target struct {
	schema   *ast.Schema
	executed atomic.Int64
}

func (s *target) Schema() *ast.Schema { return s.schema }

func (s *target) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *target) Exec(context.Context) graphql.ResponseHandler {
	s.executed.Add(1)
	return graphql.OneShot(&graphql.Response{Data: json.RawMessage(`{"hello":"你好"}`)})
}

// fixture is a handler and what it has told about its requests.
type fixture struct {
	*target
	http.Handler
	caller  Caller
	reports []Report
}

const registered = "query Registered { hello }\n"

func newFixture(t testing.TB) *fixture {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Input: sdl})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{target: &target{schema: s}, caller: Caller{AnyDocument: true, Body: 1 << 20}}
	f.Handler = Handler(Config{
		Schema: f.target, Present: graphql.DefaultErrorPresenter, Recover: graphql.DefaultRecover, Limits: DefaultLimits,
		Caller:     func(context.Context) Caller { return f.caller },
		Operations: Operations{Hash(registered): {"Registered", registered}},
		Done:       func(_ context.Context, r Report) { f.reports = append(f.reports, r) },
	})
	return f
}

// got is an answer.
type got struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
}

func (g got) code() string {
	if len(g.Errors) == 0 {
		return ""
	}
	code, _ := g.Errors[0].Extensions["code"].(string)
	return code
}

func (f *fixture) do(t testing.TB, method, target, body string, header ...string) got {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Result().Body)
	g := got{status: w.Code, header: w.Header(), body: string(text)}
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatalf("not JSON: %s", text)
	}
	return g
}

// ask posts a document.
func (f *fixture) ask(t testing.TB, document string, variables any) got {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return f.do(t, http.MethodPost, "/", string(body))
}
