package pgserver

import (
	"testing"

	"github.com/lib/pq"
)

func TestSocketDSN(t *testing.T) {
	for _, dir := range []string{"/tmp/run", "/tmp/with space/考评 %&?'"} {
		for _, database := range []string{"postgres", "a/b", `考评 "2025" & 'more'?`} {
			c, err := pq.NewConfig(socketDSN(dir, database))
			if err != nil {
				t.Fatal(err)
			}
			if c.Host != dir || c.Database != database || c.User != superuser || c.Port != port ||
				c.SSLMode != pq.SSLModeDisable || !c.BinaryParameters {
				t.Errorf("%s in %s: got %+v", database, dir, c)
			}
		}
	}
}

func TestWithDatabase(t *testing.T) {
	tests := []struct {
		dsn, host, password string
		binary              bool
	}{
		{"postgres://who:se%2Fcret@db.example:6543/old?sslmode=require", "db.example", "se/cret", true},
		{"postgresql://who:se%2Fcret@db.example:6543", "db.example", "se/cret", true},
		{"postgres://who:se%2Fcret@:6543/?host=/tmp/run&dbname=old", "/tmp/run", "se/cret", true},
		{"postgres://who:se%2Fcret@db.example:6543/old?binary_parameters=no", "db.example", "se/cret", true},
		{"host=db.example port=6543 user=who password='se/cret' dbname=old", "db.example", "se/cret", true},
	}
	for _, tt := range tests {
		for _, database := range []string{"new", `it's a \ test`} {
			dsn, err := WithDatabase(tt.dsn, database)
			if err != nil {
				t.Fatal(err)
			}
			c, err := pq.NewConfig(dsn)
			if err != nil {
				t.Fatalf("%s: %v", dsn, err)
			}
			if c.Database != database || c.Host != tt.host || c.Port != 6543 || c.User != "who" ||
				c.Password != tt.password || c.BinaryParameters != tt.binary {
				t.Errorf("%s with %s = %s", tt.dsn, database, dsn)
			}
		}
	}
	if _, err := WithDatabase("postgres://who:secret@[bad/db", "new"); err == nil {
		t.Error("no error for a broken URL")
	}
}
