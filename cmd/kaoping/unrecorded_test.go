package main

import (
	"database/sql"
	"regexp"
	"strings"

	"github.com/kaoping/kaoping/graph"
)

var mutationName = regexp.MustCompile(`^\s*mutation\b[^{]*\{\s*(?:\w+:\s*)?(\w+)`)

// withoutAudit tries a mutation, the first time that it occurs, while the audit
// takes no entries: it must fail, and leave nothing behind.
func (o *office) withoutAudit(document string, send func() reply) {
	o.t.Helper()
	name := mutationName.FindStringSubmatch(document)
	if name == nil || o.unrecorded[name[1]] {
		return
	}
	owner, err := sql.Open("postgres", o.dsn)
	if err != nil {
		o.t.Fatal(err)
	}
	defer owner.Close()
	o.mustExec(owner, `REVOKE INSERT ON audit_entries FROM kaoping_app`)
	// What counts tries at signing in counts them all the same.
	digest := func() string { return regexp.MustCompile(`(?m)^sign_in_tries .*$`).ReplaceAllString(o.digest(), "") }
	before := digest()
	r := send()
	if after := digest(); after != before {
		o.t.Errorf("%s had an effect that no audit entry stands for:\n%s", name[1], difference(before, after))
	}
	switch {
	case answers(r, "INTERNAL", ""):
		o.unrecorded[name[1]] = true // else it was refused for another reason, and tells nothing
	case len(r.Errors) == 0 && !strings.Contains(r.body, `"userErrors":[{`) && !strings.Contains(r.body, `"REFUSED"`):
		o.t.Errorf("%s was answered as if it had been done while the audit took no entries:\n%.500s", name[1], r.body)
	}
	o.mustExec(owner, `GRANT INSERT ON audit_entries TO kaoping_app`)
}

func (o *office) mustExec(db *sql.DB, statement string) {
	o.t.Helper()
	if _, err := db.Exec(statement); err != nil {
		o.t.Fatal(err)
	}
}

// triedElsewhere are mutations that the year does not use; the tests named try them.
var triedElsewhere = map[string]string{
	"reportsReturn": "TestReturnedFigures", "exceptionGrant": "TestClosedWindow", "exceptionEnd": "TestStateTable", "periodClose": "TestStateTable",
	"contactReveal": "TestMobileNumbers", "grantAdd": "TestRightsTakeTwo", "grantApprove": "TestRightsTakeTwo", "grantEnd": "TestRightsTakeTwo",
	"portfolioSet": "TestRightsTakeTwo", "accountCreate": "TestRightsTakeTwo", "accountUpdate": "TestRightsTakeTwo", "accountDisable": "TestRightsTakeTwo",
	"accountEnable": "TestRightsTakeTwo", "signIn": "TestAccessIsRecorded", "signOut": "TestAccessIsRecorded", "passwordChange": "TestAccessIsRecorded",
	"tokenCreate": "TestAccessIsRecorded", "tokenRevoke": "TestAccessIsRecorded", "sessionRevoke": "TestAccessIsRecorded",
}

// triedUnrecorded looks whether a test tried what is left to it.
func (o *office) triedUnrecorded() {
	o.t.Helper()
	test, _, _ := strings.Cut(o.t.Name(), "/")
	for mutation, where := range triedElsewhere {
		if where == test && !o.unrecorded[mutation] {
			o.t.Errorf("%s was never tried while the audit took no entries", mutation)
		}
	}
}

// allUnrecorded looks whether the year tried every other mutation.
func (y *year) allUnrecorded() {
	if y.unrecorded == nil {
		return
	}
	for _, f := range graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema().Mutation.Fields {
		if triedElsewhere[f.Name] == "" && !y.unrecorded[f.Name] {
			y.t.Errorf("%s was never tried while the audit took no entries", f.Name)
		}
	}
}
