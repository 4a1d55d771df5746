package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/graph"
	"github.com/vektah/gqlparser/v2/ast"
)

// everyField asks every query for every field of everything it leads to: a field
// without a working resolver shows here.
func (y *year) everyField(run string) {
	var found struct {
		Bulletins struct{ Nodes []struct{ ID string } }
	}
	y.ask(nil, "director", `mutation($p: ID!) { planCopy(id: $p, year: 2027, title: "试验县2027年度方案") { plan { year } userErrors { message } } }`, vars{"p": y.plan})
	y.keyed("director", "confirm-december", `mutation($p: ID!) { reportsConfirm(planId: $p, period: "2026-12") { userErrors { code } } }`, vars{"p": y.plan})
	y.ask(&found, "director", `query($p: ID!) { bulletins(planId: $p) { nodes { id } } }`, vars{"p": y.plan})
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
	asked := map[string]bool{}
	for _, document := range y.documentsOf(schema, asked, map[string]string{"bulletin": found.Bulletins.Nodes[0].ID, "scoreRun": run}, "2026-Q4") {
		name, _, _ := strings.Cut(strings.TrimPrefix(document, "{ "), "(")
		name, _, _ = strings.Cut(name, " ")
		if r := y.post("director", document, nil); len(r.Errors) > 0 || r.status != http.StatusOK {
			y.t.Errorf("%s:\n%.2000s", document, r.body)
		} else if strings.HasPrefix(string(r.Data), `{"`+name+`":null`) {
			y.t.Errorf("%s answers null", name)
		}
	}
	for name, def := range schema.Types {
		onlyWritten := strings.HasSuffix(name, "Payload") || name == "Mutation" || name == "Export" || name == "RowResult" || name == "UserError"
		if def.Kind != ast.Object || def.BuiltIn || onlyWritten {
			continue
		}
		for _, f := range def.Fields {
			if !strings.HasPrefix(f.Name, "__") && name != "Query" && !asked[name+"."+f.Name] {
				y.t.Errorf("%s.%s was never asked for", name, f.Name)
			}
		}
	}
}

// documents ask each query of the schema for everything that it leads to.
func (y *year) documents(of map[string]string, period string) []string {
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
	return y.documentsOf(schema, map[string]bool{}, of, period)
}

// documentsOf also notes which fields they ask for.
func (y *year) documentsOf(schema *ast.Schema, asked map[string]bool, of map[string]string, period string) []string {
	var found struct {
		Plan struct{ Indicators []struct{ ID string } }
	}
	y.ask(&found, "director", `query($p: ID!) { plan(id: $p) { indicators { id } } }`, vars{"p": y.plan})
	args := map[string]string{
		"key": quote("confirm-december"), "planId": quote(y.plan), "unitId": quote(y.units["A1"]), "month": `"2026-02"`, "period": quote(period),
		"indicatorId": quote(found.Plan.Indicators[1].ID), "by": "[UNIT, GROUP, DIMENSION, INDICATOR, OWNER, LEADER_IN_CHARGE, PERIOD]", "to": `"2026-12"`, "from": `"2026-11"`, "first": "3",
	}
	ids := map[string]string{"plan": y.plan, "planCheck": y.plan, "unit": y.units["A1"], "bulletin": of["bulletin"], "scoreRun": of["scoreRun"]}
	inputs := map[string]string{
		"scorePreview": `{ rule: { method: { proportional: {} } }, fullMarks: "10", rows: [{ actual: "1", target: "2" }, { actual: "1" }] }`,
		"planPreview":  `{ planId: ` + quote(y.plan) + `, figuresOf: ` + quote(y.plan) + ` }`,
		"unitPreview":  `{ planId: ` + quote(y.plan) + `, unitId: ` + quote(y.units["A1"]) + ` }`,
	}
	var documents []string
	filters := map[string]string{"auditEntries": `{ planId: ` + quote(y.plan) + ` }`}
	for _, f := range schema.Query.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		var given []string
		for _, a := range f.Arguments {
			value, ok := args[a.Name]
			switch a.Name {
			case "id":
				value, ok = quote(ids[f.Name]), true
			case "input":
				value, ok = inputs[f.Name], true
			case "filter":
				value, ok = filters[f.Name]
			}
			if !ok && a.Type.NonNull && a.DefaultValue == nil {
				y.t.Fatalf("no value for %s(%s)", f.Name, a.Name)
			}
			if ok {
				given = append(given, a.Name+": "+value)
			}
		}
		document := f.Name
		if len(given) > 0 {
			document += "(" + strings.Join(given, ", ") + ")"
		}
		document = "{ " + document + selection(schema, f.Type.Name(), map[string]bool{}, asked, 12) + " }"
		documents = append(documents, document)
	}
	return documents
}

func quote(s string) string { return `"` + s + `"` }

// selection asks for every field of a type; what it leads to is asked in full
// the first time it occurs in a document, and for its name later.
func selection(s *ast.Schema, name string, inFull, asked map[string]bool, depth int) string {
	def := s.Types[name]
	if def.Kind == ast.Scalar || def.Kind == ast.Enum {
		return ""
	}
	if def.Kind == ast.Union {
		out, seen := " { __typename", map[string]string{}
		for _, member := range def.Types {
			if inFull[member] {
				continue
			}
			out += " ... on " + member + fieldsOf(s, member, seen, inFull, asked, depth-1)
		}
		return out + " }"
	}
	if inFull[name] || depth == 0 {
		return " { __typename }"
	}
	return fieldsOf(s, name, map[string]string{}, inFull, asked, depth)
}

// fieldsOf asks for every field of an object. Two fields of a union's members
// that have one name and different types need another name in the answer; seen
// keeps the types by name.
func fieldsOf(s *ast.Schema, name string, seen map[string]string, inFull, asked map[string]bool, depth int) string {
	inFull[name] = true
	out := " { __typename"
	for _, f := range s.Types[name].Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		asked[name+"."+f.Name] = true
		as := ""
		if typ, twice := seen[f.Name]; twice && typ != f.Type.String() {
			as = name + "_" + f.Name + ": "
		}
		seen[f.Name] = f.Type.String()
		out += " " + as + f.Name + selection(s, f.Type.Name(), inFull, asked, depth-1)
	}
	return out + " }"
}

// fixedStatements counts what a page of goals costs: the number must not grow
// with the page.
func (y *year) fixedStatements() {
	const document = `query($p: ID!, $n: Int!) { goals(planId: $p, first: $n) { totalCount nodes { id target
		unit { name } indicator { name owner { name } dimension { name } } leaderInCharge { name officePhone }
		progress { value rate planned pace } light { label } } } }`
	count := func(first int) int {
		n := 0
		y.db.Watch(func(string) { n++ })
		defer y.db.Watch(nil)
		var got struct {
			Goals struct{ Nodes []json.RawMessage }
		}
		y.ask(&got, "analyst", document, vars{"p": y.plan, "n": first})
		if len(got.Goals.Nodes) != first {
			y.t.Fatalf("%d goals came, want %d", len(got.Goals.Nodes), first)
		}
		return n
	}
	count(1) // the plan's outline is read once and remembered
	small, large := count(3), count(42)
	if small != large || large > 16 {
		y.t.Errorf("a page of 3 goals takes %d statements, one of 42 takes %d", small, large)
	}
	y.t.Logf("a page of goals takes %d statements", large)
}

// command runs the program on the year's database.
func (y *year) command(args ...string) (string, error) {
	var out strings.Builder
	p := y.program
	p.out, p.log = &out, &out
	err := p.run(context.Background(), args)
	return out.String(), err
}

// explained is what the command prints.
func (y *year) explained(args ...string) string {
	y.t.Helper()
	out, err := y.command(append([]string{"explain", "TA/2026"}, args...)...)
	if err != nil {
		y.t.Fatalf("explain %q: %v", args, err)
	}
	return out
}

// explanations prints how a unit came to its score, and holds the API's answer
// against the command's.
func (y *year) explanations(run string) {
	for _, want := range []struct{ unit, indicator, lang, text string }{
		{"A1", "I1", "zh", "试验县2026年度目标绩效考核方案"},
		{"A1", "I1", "zh", "Σ v = 9.01 + 9.02"},
		{"A1", "I1", "zh", "2026-03 第1次填报：9.03    甲一填报员 2026-04-03 填报"},
		{"A1", "I1", "zh", "考核办经办 2026-04-03 考核办核定"},
		{"A1", "I1", "en", "A ÷ T = 108.78 ÷ 120 = 0.9065"},
		{"A1", "I1", "zh", "四舍五入保留2位 → 27.20"},
		{"A1", "I1", "zh", "完成值再多 1万元（+1）：多得 0.25 分"},
		{"B2", "I3", "zh", "维度 D2 自身建设：方案分值 40；计入："},
		{"A3", "", "zh", "一票否决：V1 较大事故，否决效果 不得评为最高等次"},
		{"A3", "", "zh", "名额：基数为参加排名的单位，向下取整，最少 1 个"},
		{"B3", "", "en", "listed apart: a score, no rank"},
	} {
		args := []string{want.unit, "-lang", want.lang}
		if want.indicator != "" {
			args = append(args, want.indicator)
		}
		if out := y.explained(args...); !strings.Contains(out, want.text) {
			y.t.Errorf("explain %q does not say %q:\n%.6000s", args, want.text, out)
		}
	}
	for _, args := range [][]string{{"A1", "NONE"}, {"OF"}, {"A1", "-lang", "fr"}, {}} {
		if out, err := y.command(append([]string{"explain", "TA/2026"}, args...)...); err == nil {
			y.t.Errorf("explain %q answers %s", args, out)
		}
	}
	y.explanationsInTheAPI(run)
}

func (y *year) explanationsInTheAPI(run string) {
	var got struct {
		Score struct {
			Explanation string
			Warnings    []string
			Lines       []struct {
				Explanation, Points, Most string
				Gain                      *struct {
					Step   int
					Points string
				}
				Trace struct {
					Title    string
					Children []struct {
						Title    string
						Operands []struct{ Name, Title, SourceText string }
					}
				}
			}
		}
	}
	const ask = `query($p: ID!, $u: ID!, $r: ID!) { score(planId: $p, unitId: $u, runId: $r) { explanation warnings
		lines { explanation points most gain { step points } trace { title children { title operands { name title sourceText } } } } } }`
	v := vars{"p": y.plan, "u": y.units["A1"], "r": run}
	y.ask(&got, "director", ask, v)
	all, line := y.explained("A1", "-lang", "en"), y.explained("A1", "I1", "-lang", "en")
	if got.Score.Explanation != all || !strings.HasSuffix(line, got.Score.Lines[0].Explanation) {
		y.t.Errorf("the API explains otherwise than the command:\n%s\n%s", got.Score.Explanation, all)
	}
	first := got.Score.Lines[0]
	if o := first.Trace.Children[0].Operands[0]; first.Most != "30" || first.Gain == nil || first.Gain.Step != 1 || first.Gain.Points != "0.25" ||
		o.SourceText != "reported for 2026-01, revision 1" || !strings.Contains(first.Trace.Children[0].Title, "sum of the periods") {
		y.t.Errorf("the line %+v", first)
	}
	y.ask(&got, "a2-reporter", ask, v)
	if strings.Contains(got.Score.Explanation, "甲一填报员") || !strings.Contains(got.Score.Explanation, "108.78 ÷ 120") {
		y.t.Errorf("another unit is told too much or too little:\n%.3000s", got.Score.Explanation)
	}
}

// verifyCommands runs the technician's checks, tampers with one figure, and runs
// them again.
func (y *year) verifyCommands() {
	for _, what := range []string{"run", "progress"} {
		if out, err := y.command("verify", what, "TA/2026"); err != nil || !strings.Contains(out, "all equal") {
			y.t.Errorf("verify %s: %v\n%s", what, err, out)
		}
	}
	owner, err := sql.Open("postgres", y.dsn)
	if err != nil {
		y.t.Fatal(err)
	}
	defer owner.Close()
	if _, err := owner.Exec(`UPDATE report_values v SET value = v.value - 1 FROM goals g JOIN indicators i USING (plan_id, indicator_id) JOIN units u USING (unit_id)
		WHERE g.plan_id = v.plan_id AND g.goal_id = v.goal_id AND i.code = 'I1' AND u.code = 'B1' AND v.period = '2026-07'`); err != nil {
		y.t.Fatal(err)
	}
	for what, want := range map[string]string{"run": "B1 乙一镇, I1 指标I1, 2026-07", "progress": "B1 乙一镇, I1 指标I1"} {
		out, err := y.command("verify", what, "TA/2026")
		if err == nil || !strings.Contains(out, want) {
			y.t.Errorf("verify %s does not say which line was touched: %v\n%s", what, err, out)
		}
		if what == "run" && !strings.Contains(out, "B1 乙一镇, I1 指标I1: points") {
			y.t.Errorf("verify run does not say what it does to the points:\n%s", out)
		}
	}
}

// digest sums up everything in the database, to see that nothing changed. On
// which day a token was used is no change.
func (o *office) digest() string {
	o.t.Helper()
	db, err := sql.Open("postgres", o.dsn)
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`)
	if err != nil {
		o.t.Fatal(err)
	}
	defer rows.Close()
	var parts []string
	for rows.Next() {
		var table, sum string
		if err := rows.Scan(&table); err != nil {
			o.t.Fatal(err)
		}
		if err := db.QueryRow(`SELECT count(*) || ' ' || COALESCE(md5(string_agg((to_jsonb(t) - 'used_on')::text, '|' ORDER BY t::text)), '') FROM ` + table + ` t`).Scan(&sum); err != nil {
			o.t.Fatal(err)
		}
		parts = append(parts, table+" "+sum)
	}
	return strings.Join(parts, "\n")
}

// everyText is all that a table holds.
func (o *office) everyText(table string) string {
	o.t.Helper()
	db, err := sql.Open("postgres", o.dsn)
	if err != nil {
		o.t.Fatal(err)
	}
	defer db.Close()
	var all string
	if err := db.QueryRow(`SELECT COALESCE(string_agg(t::text, '|'), '') FROM ` + table + ` t`).Scan(&all); err != nil {
		o.t.Fatal(err)
	}
	return all
}

// TestBadInput sends what is wrong, one thing at a time: each answer names the
// field and what to do, and changes nothing.
func TestBadInput(t *testing.T) {
	y := &year{office: newOffice(t, register), long: true, units: map[string]string{}}
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	y.setTo("2026-02-03")
	var r struct{ Report struct{ Rows []row } }
	y.ask(&r, "a1-reporter", `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { rows { `+rowFields+` } } }`, vars{"p": y.plan, "u": y.units["A1"]})
	number, events := r.Report.Rows[0].Goal.ID, r.Report.Rows[1].Goal.ID
	const save = `mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { outcome problems { field code message } } userErrors { field code message } } }`
	y.ask(nil, "a1-reporter", save, vars{"p": y.plan, "rows": []vars{{"goalId": number, "period": "2026-01", "version": 0, "value": "9"}}})

	enter := func(v vars) vars { return vars{"p": y.plan, "rows": []vars{v}} }
	off := planInput([]string{"SUBMIT"})
	off["year"] = 2027
	off["groups"].([]vars)[0]["components"].([]vars)[0]["weight"] = "0.7"
	var draft struct {
		P struct {
			Plan struct {
				ID      string
				Version int
			}
		}
	}
	y.ask(&draft, "operator", `mutation($in: PlanFileInput!) { p: planLoad(input: $in) { plan { id version } userErrors { field code message } } }`, vars{"in": off})
	duplicate := planInput([]string{"SUBMIT"})
	duplicate["year"] = 2028
	duplicate["indicators"].([]vars)[1]["code"] = "I1"
	unknown := planInput([]string{"SUBMIT"})
	unknown["year"], unknown["organiser"] = 2028, "NOBODY"
	twoMethods := planInput([]string{"SUBMIT"})
	twoMethods["year"] = 2028
	twoMethods["indicators"].([]vars)[0]["rule"] = vars{"method": vars{"proportional": vars{}, "threshold": vars{"op": "PASS"}}}

	const load = `mutation($in: PlanFileInput!) { planLoad(input: $in) { plan { id } userErrors { field code message } } }`
	const submit = `mutation($p: ID!, $u: ID!, $per: Period!, $v: Int!) { reportSubmit(planId: $p, unitId: $u, period: $per, version: $v) { report { status } userErrors { field code message } } }`
	tests := []struct {
		name, login, document string
		variables             vars
		code, field           string // field: joined by dots; empty for errors of the whole request
	}{
		{"a figure of another unit", "a2-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 1, "value": "8"}), "UNKNOWN_GOAL", "rows.0.goalId"},
		{"a goal that does not exist", "a1-reporter", save, enter(vars{"goalId": "bm9uZQ", "period": "2026-01", "version": 0, "value": "8"}), "UNKNOWN_GOAL", "rows.0.goalId"},
		{"a unit's id for a goal's", "a1-reporter", save, enter(vars{"goalId": y.units["A1"], "period": "2026-01", "version": 0, "value": "8"}), "UNKNOWN_GOAL", "rows.0.goalId"},
		{"a quarter for a monthly figure", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-Q1", "version": 0, "value": "8"}), "WRONG_PERIOD", "rows.0.period"},
		{"another year", "a1-reporter", save, enter(vars{"goalId": number, "period": "2025-01", "version": 0, "value": "8"}), "WRONG_PERIOD", "rows.0.period"},
		{"a period that is none", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-13", "version": 0, "value": "8"}), "BAD_REQUEST", ""},
		{"a number for counted events", "a1-reporter", save, enter(vars{"goalId": events, "period": "2026-01", "version": 0, "value": "8"}), "WRONG_VALUE_TYPE", "rows.0.value"},
		{"events of an unknown kind", "a1-reporter", save, enter(vars{"goalId": events, "period": "2026-01", "version": 0, "inputs": vars{"occurrences": []vars{{"kind": "ODD", "count": "1"}}}}), "UNKNOWN_CODE", "rows.0.inputs.occurrences.0.kind"},
		{"too many decimals", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 1, "value": "8.12345"}), "TOO_PRECISE", "rows.0.value"},
		{"a number as JSON", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 1, "value": 8.1}), "BAD_REQUEST", ""},
		{"an exponent", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 1, "value": "1e9"}), "BAD_REQUEST", ""},
		{"a control character", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 1, "value": "8", "note": "a\u0001b"}), "BAD_TEXT", "rows.0.note"},
		{"a window that is not open", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-02", "version": 0, "value": "8"}), "WINDOW_NOT_OPEN", "rows.0.goalId"},
		{"a stale version", "a1-reporter", save, enter(vars{"goalId": number, "period": "2026-01", "version": 0, "value": "8"}), "STALE", "rows.0.version"},
		{"a report with rows missing", "a1-reporter", submit, vars{"p": y.plan, "u": y.units["A1"], "per": "2026-01", "v": 1}, "ROWS_INCOMPLETE", "rows.1"},
		{"a stale report", "a1-reporter", submit, vars{"p": y.plan, "u": y.units["A1"], "per": "2026-01", "v": 7}, "STALE", ""},
		{"another unit's report", "a2-reporter", submit, vars{"p": y.plan, "u": y.units["A1"], "per": "2026-01", "v": 1}, "NOT_FOUND", ""},
		{"a unit that does not exist", "a1-reporter", submit, vars{"p": y.plan, "u": "dW5pdC4wLjk5OTk5", "per": "2026-01", "v": 1}, "NOT_FOUND", ""},
		{"nobody", "", submit, vars{"p": y.plan, "u": y.units["A1"], "per": "2026-01", "v": 1}, "UNAUTHENTICATED", ""},
		{"a plan whose weights are off", "director", `mutation($id: ID!, $v: Int!) { planSubmit(id: $id, version: $v) { plan { id } userErrors { field code message } } }`, vars{"id": draft.P.Plan.ID, "v": draft.P.Plan.Version}, "WEIGHTS_NOT_FULL", "groups.0.components"},
		{"a stale plan", "director", `mutation($id: ID!) { planSubmit(id: $id, version: 99) { plan { id } userErrors { field } } }`, vars{"id": draft.P.Plan.ID}, "STALE", ""},
		{"a plan of the year there is", "operator", load, vars{"in": planInput([]string{"SUBMIT"})}, "PLAN_EXISTS", "year"},
		{"a duplicate code", "operator", load, vars{"in": duplicate}, "DUPLICATE", "indicators.1.code"},
		{"an unknown unit in a plan", "operator", load, vars{"in": unknown}, "UNKNOWN_UNIT", "organiser"},
		{"two methods in one rule", "operator", load, vars{"in": twoMethods}, "BAD_RULE", "indicators.0.rule.method"},
		{"a plan by a unit", "a1-head", load, vars{"in": duplicate}, "FORBIDDEN", ""},
		{"a bulletin of a quarter that is not over", "operator", `mutation($p: ID!) { bulletinCompile(planId: $p, quarter: "2026-Q1") { bulletin { id } userErrors { field code message } } }`, vars{"p": y.plan}, "WRONG_PERIOD", "quarter"},
		{"a bulletin by an analyst", "analyst", `mutation($p: ID!) { bulletinCompile(planId: $p, quarter: "2026-Q1") { bulletin { id } userErrors { field code message } } }`, vars{"p": y.plan}, "FORBIDDEN", ""},
		{"a page too large", "analyst", `query($p: ID!) { goals(planId: $p, first: 101) { totalCount } }`, vars{"p": y.plan}, "BAD_REQUEST", ""},
		{"a cursor of another list", "analyst", `query($p: ID!) { goals(planId: $p, after: "dW5pdHN8MQ") { totalCount } }`, vars{"p": y.plan}, "BAD_REQUEST", ""},
	}
	before := y.digest()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := y.post(tt.login, tt.document, tt.variables)
			if !answers(got, tt.code, tt.field) {
				t.Errorf("want %s at %q, got %s", tt.code, tt.field, got.body)
			}
			for _, inner := range []string{"pq:", "sql", "SELECT", "internal/", ".go:", "postgres", "constraint"} {
				if strings.Contains(got.body, inner) {
					t.Errorf("the answer tells of the inside (%q): %s", inner, got.body)
				}
			}
		})
	}
	if after := y.digest(); after != before {
		t.Errorf("something was changed:\n%s", difference(before, after))
	}
}

// answers reports whether a reply has an error with a code, at a field or as a whole.
func answers(r reply, code, field string) bool {
	if field == "" {
		return slices.ContainsFunc(r.Errors, func(e struct {
			Message    string
			Path       []any
			Extensions map[string]any
		}) bool {
			return e.Extensions["code"] == code && e.Message != ""
		})
	}
	path, _ := json.Marshal(strings.Split(field, "."))
	want := fmt.Sprintf(`{"field":%s,"code":%q,"message":"`, path, code)
	return strings.Contains(r.body, want) && !strings.Contains(r.body, want+`"`)
}

func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out []string
	for i := range x {
		if i < len(y) && x[i] != y[i] {
			out = append(out, x[i]+"\n  "+y[i])
		}
	}
	return strings.Join(out, "\n")
}

// TestClosedWindow lets a unit come too late, and then with leave.
func TestClosedWindow(t *testing.T) {
	y := &year{office: newOffice(t, register), long: true, units: map[string]string{}}
	y.unrecorded = map[string]bool{}
	defer y.triedUnrecorded()
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	y.setTo("2026-03-29") // January's window closed on 28 March
	var r struct {
		Report struct {
			Rows []struct {
				row
				EntryState struct {
					May                     bool
					Reason, Since, LiftedBy string
				}
			}
		}
	}
	read := func() {
		y.ask(&r, "a1-reporter", `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { rows { version goal { id } entryState { may reason since liftedBy message } } } }`, vars{"p": y.plan, "u": y.units["A1"]})
	}
	read()
	if e := r.Report.Rows[0].EntryState; e.May || e.Reason != "CLOSED" || e.LiftedBy != "OFFICE_DIRECTOR" || e.Since != "2026-03-28T18:00:00+08:00" {
		t.Errorf("entry state %+v", e)
	}
	save := func() reply {
		return y.post("a1-reporter", `mutation($p: ID!, $rows: [ValueInput!]!) { reportValuesSave(planId: $p, rows: $rows) { results { outcome problems { field code message } } userErrors { message } } }`,
			vars{"p": y.plan, "rows": []vars{{"goalId": r.Report.Rows[0].Goal.ID, "period": "2026-01", "version": 0, "value": "8"}}})
	}
	before := y.digest()
	if got := save(); !answers(got, "WINDOW_CLOSED", "rows.0.goalId") {
		t.Errorf("got %s", got.body)
	}
	if y.digest() != before {
		t.Error("a refused figure changed something")
	}
	if got := y.post("operator", `mutation($p: ID!, $u: ID!) { exceptionGrant(planId: $p, unitId: $u, period: "2026-01", until: "2026-03-30T18:00:00+08:00", reason: "机构改革") { userErrors { message } } }`, vars{"p": y.plan, "u": y.units["A1"]}); !answers(got, "FORBIDDEN", "") {
		t.Errorf("an operator grants exceptions: %s", got.body)
	}
	y.ask(nil, "director", `mutation($p: ID!, $u: ID!) { exceptionGrant(planId: $p, unitId: $u, period: "2026-01", until: "2026-03-30T18:00:00+08:00", reason: "机构改革") { exception { running until } userErrors { message } } }`, vars{"p": y.plan, "u": y.units["A1"]})
	if got := save(); !strings.Contains(got.body, "SAVED") {
		t.Errorf("with leave: %s", got.body)
	}
	y.setTo("2026-03-31")
	if got := save(); !strings.Contains(got.body, "UNCHANGED") {
		t.Errorf("the same again: %s", got.body)
	}
}

// TestReturnedFigures sends figures back, before and after the window closed,
// and lets the unit send the same figures again.
func TestReturnedFigures(t *testing.T) {
	y := &year{office: newOffice(t, register), long: true, units: map[string]string{}}
	y.unrecorded = map[string]bool{}
	defer y.triedUnrecorded()
	y.issue([]string{"SUBMIT", "APPROVE", "VERIFY", "CONFIRM"})
	y.setTo("2026-02-03")
	y.fill("2026-01", "A1", 1, 0)
	const read = `query($p: ID!, $u: ID!) { report(planId: $p, unitId: $u, period: "2026-01") { version late status returns { reason } rows { ` + rowFields + ` } } }`
	var r struct {
		Report struct {
			Version int
			Late    bool
			Status  string
			Returns []struct{ Reason string }
			Rows    []row
		}
	}
	look := func() { y.ask(&r, "a1-reporter", read, vars{"p": y.plan, "u": y.units["A1"]}) }
	progress := func() bool {
		var g struct {
			Goals struct {
				Nodes []struct{ Progress *struct{ Value string } }
			}
		}
		y.ask(&g, "analyst", `query($p: ID!, $u: [ID!]) { goals(planId: $p, filter: { unitIds: $u }, first: 1) { nodes { progress { value } } } }`, vars{"p": y.plan, "u": []string{y.units["A1"]}})
		return g.Goals.Nodes[0].Progress != nil
	}
	look()
	if r.Report.Status != "UNIT_APPROVED" || !progress() {
		t.Fatalf("the report is %s, counted %v", r.Report.Status, progress())
	}
	back := vars{"p": y.plan, "rows": []vars{{"goalId": r.Report.Rows[0].Goal.ID, "period": "2026-01"}}}
	if got := y.post("a2-deputy", `mutation($p: ID!, $rows: [RowRefInput!]!) { reportsReturn(planId: $p, rows: $rows, reason: "不准") { reports { status } userErrors { field code message } } }`, back); !answers(got, "UNKNOWN_GOAL", "rows.0.goalId") {
		t.Errorf("another unit sends figures back: %s", got.body)
	}
	for i, day := range []string{"2026-02-04", "2026-04-02"} { // the window closes on 28 March
		y.setTo(day)
		y.ask(nil, "operator", `mutation($p: ID!, $rows: [RowRefInput!]!) { reportsReturn(planId: $p, rows: $rows, reason: "请核对") { reports { status } userErrors { field code message } } }`, back)
		look()
		if r.Report.Status != "RETURNED" || progress() || len(r.Report.Returns) != i+1 || !r.Report.Rows[0].EntryState.May {
			t.Fatalf("after the return: %+v, counted %v", r.Report, progress())
		}
		var saved struct {
			S struct{ Results []struct{ Outcome string } }
		}
		y.ask(&saved, "a1-reporter", `mutation($p: ID!, $rows: [ValueInput!]!) { s: reportValuesSave(planId: $p, rows: $rows) { results { outcome problems { message } } userErrors { message } } }`,
			vars{"p": y.plan, "rows": []vars{value(r.Report.Rows[0], "2026-01", 1, 0)}})
		if saved.S.Results[0].Outcome != "SAVED" {
			t.Errorf("the same figure again is %s", saved.S.Results[0].Outcome)
		}
		for _, step := range [][2]string{{"a1-reporter", "reportSubmit"}, {"a1-deputy", "reportApprove"}} {
			look()
			y.ask(nil, step[0], `mutation($p: ID!, $u: ID!, $v: Int!) { `+step[1]+`(planId: $p, unitId: $u, period: "2026-01", version: $v) { report { status } userErrors { field code message } } }`,
				vars{"p": y.plan, "u": y.units["A1"], "v": r.Report.Version})
		}
		look()
		if r.Report.Status != "UNIT_APPROVED" || r.Report.Late || !progress() {
			t.Errorf("sent again: %+v, counted %v", r.Report, progress())
		}
	}
}

// foreignFigures: a bulletin and a score name everybody's goals, but lead nobody
// to another unit's figures.
func (y *year) foreignFigures() {
	var b struct {
		Bulletins struct {
			Nodes []struct {
				Goals []struct {
					Goal struct {
						Unit     struct{ Code string }
						Progress *struct{ Value *string }
						Light    *struct{ Code string }
						Values   []struct{ Note string }
					}
				}
			}
		}
	}
	y.ask(&b, "a2-reporter", `query($p: ID!) { bulletins(planId: $p, first: 1) { nodes { goals { goal { unit { code } progress { value } light { code } values { note } } } } } }`, vars{"p": y.plan})
	for _, g := range b.Bulletins.Nodes[0].Goals {
		own := g.Goal.Unit.Code == "A2"
		if shown := g.Goal.Progress != nil || g.Goal.Light != nil || len(g.Goal.Values) > 0; shown && !own {
			y.t.Fatalf("A2's reporter sees figures of %s: %+v", g.Goal.Unit.Code, g.Goal)
		}
		if own && len(g.Goal.Values) == 0 {
			y.t.Error("A2's reporter does not see its own figures")
		}
	}
}
