package pgserver

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// superuser owns every cluster. It is not the person's account name, so that a
// folder can be used by root and by the account root drops to alike.
const superuser = "kaoping"

// port only names the socket file, since nothing listens on the network.
const port = 5432

// socketDSN is a lib/pq URL for a database behind the socket in dir.
func socketDSN(dir, database string) string {
	q := url.Values{}
	q.Set("host", dir) // as a parameter: a path does not fit where a URL has its host
	q.Set("port", strconv.Itoa(port))
	q.Set("sslmode", "disable")
	q.Set("binary_parameters", "yes")
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// WithDatabase returns dsn with another database name and binary_parameters=yes,
// which saves a round trip per statement. dsn may have either form that lib/pq
// reads, a postgres:// URL or key=value pairs, and keeps it. The error is that
// of a URL which cannot be parsed; it does not repeat the URL, which may hold a
// password.
func WithDatabase(dsn, database string) (string, error) {
	if !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		// The last of two equal keys wins, so the old name may stay.
		quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(database)
		return fmt.Sprintf("%s dbname='%s' binary_parameters=yes", dsn, quoted), nil
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", fmt.Errorf("database address: not a URL that can be parsed")
	}
	q := u.Query()
	q.Del("dbname") // would win over the path
	q.Set("binary_parameters", "yes")
	u.Path, u.RawPath, u.RawQuery = "/"+database, "", q.Encode()
	return u.String(), nil
}
