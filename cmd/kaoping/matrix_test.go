package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kaoping/kaoping/graph"
	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/period"
	"github.com/kaoping/kaoping/internal/score"
	"github.com/shopspring/decimal"
)

var update = flag.Bool("update", false, "write the authorisation matrix as it is")

const matrixFile = "testdata/matrix.txt"

const matrixHead = `# Who may what: an element of the API and a scene to a line, a letter for each person.
#
#   +  allowed: answered, or refused only for what the input says     .  hidden: null, or an empty list
#   F  FORBIDDEN      N  NOT_FOUND, as if it were not there           U  UNAUTHENTICATED
#   L  LOCKED: may, but not while the plan stands as it does
#
# A scene that an element has no line for allows nobody. The scenes:
#
#   draft      a plan that nobody has submitted
#   force      one in force; the thing is of unit A1
#   sibling    the same plan; of A2
#   child      the same plan; of A1S, a section of A1
#   review     a year that is being closed; of A1
#   organiser  the same; of OF, the evaluation office's own unit
#   final      a year that was closed; of A1
#   foreign    a plan in force of another authority; of its unit F1
#
# The people: director and operator of the office, committee, a chief without a portfolio, a leader in charge of
# A1, the indicator's owner; head, deputy, reporter, reviewer, rater and appeal panel of A1; observer, analyst,
# administrator; a head of A1 with all that is under it, an operator for the plan in force alone, an operator who
# worked for A1 until this month; somebody without a right, and nobody.
`

// people of the matrix, in the order of its columns; the last is nobody.
var people = []string{"director", "operator", "committee", "chief", "leader", "owner", "head", "deputy", "reporter", "reviewer", "rater", "panel",
	"observer", "analyst", "admin", "treehead", "onlyforce", "moved", "person", ""}

const matrixRegister = `
organ:
  since: 2023-06-01
  units:
    - {code: TA, name: 试验县, kind: AUTHORITY}
    - {code: OF, name: 考核办, kind: DEPARTMENT, parent: TA}
    - {code: OW, name: 统计局, kind: DEPARTMENT, parent: TA}
    - {code: A1, name: 甲一局, kind: DEPARTMENT, parent: TA}
    - {code: A1S, name: 甲一局业务科, kind: SECTION, parent: A1}
    - {code: A2, name: 甲二局, kind: DEPARTMENT, parent: TA}
    - {code: FA, name: 邻县, kind: AUTHORITY}
    - {code: FO, name: 邻县考核办, kind: DEPARTMENT, parent: FA}
    - {code: F1, name: 邻县局, kind: DEPARTMENT, parent: FA}
  accounts:
    - {login: director, name: 主任, unit: OF, grants: [{role: OFFICE_DIRECTOR, unit: TA}]}
    - {login: operator, name: 经办, unit: OF, grants: [{role: OFFICE_OPERATOR, unit: TA}]}
    - {login: committee, name: 领导小组, grants: [{role: COMMITTEE, unit: TA}]}
    - {login: chief, name: 县主要领导, grants: [{role: LEADER, unit: TA}]}
    - {login: leader, name: 县领导, grants: [{role: LEADER, unit: TA}], portfolio: [A1]}
    - {login: owner, name: 责任人, unit: OW, grants: [{role: INDICATOR_OWNER, unit: OW}]}
    - {login: head, name: 局长, unit: A1, grants: [{role: UNIT_HEAD, unit: A1}]}
    - {login: deputy, name: 副局长, unit: A1, grants: [{role: UNIT_DEPUTY, unit: A1}]}
    - {login: reporter, name: 填报员, unit: A1, grants: [{role: REPORTER, unit: A1}]}
    - {login: reviewer, name: 评审, grants: [{role: REVIEWER, unit: A1}]}
    - {login: rater, name: 评议, grants: [{role: RATER, unit: A1}]}
    - {login: panel, name: 复核, grants: [{role: APPEAL_PANEL, unit: A1}]}
    - {login: observer, name: 监督, grants: [{role: OBSERVER, unit: TA}]}
    - {login: analyst, name: 分析, grants: [{role: ANALYST, unit: TA}]}
    - {login: admin, name: 系统管理员, unit: TA, grants: [{role: SYSTEM_ADMINISTRATOR, unit: TA}]}
    - {login: treehead, name: 分管局长, unit: A1, grants: [{role: UNIT_HEAD, unit: A1, subtree: true}]}
    - {login: onlyforce, name: 临时经办, unit: OF, grants: []}
    - {login: moved, name: 调入经办, unit: A1, grants: [{role: OFFICE_OPERATOR, unit: TA}]}
    - {login: person, name: 普通干部, unit: A2, grants: []}
    - {login: somebody, name: 某人, unit: A2, grants: [{role: REPORTER, unit: A2}]}
    - {login: stranger, name: 邻县某人, unit: F1, grants: [{role: REPORTER, unit: F1}]}
`

const matrixPlan = `
plan:
  year: %d
  title: 考核方案
  organ: %s
  organiser: %s
  steps: [SUBMIT, APPROVE, VERIFY, CONFIRM]
  timeZone: Asia/Shanghai
  fullScore: 100
  scales: {value: 4, indicator: 2, component: 2, final: 2}
  rounding: HALF_AWAY_FROM_ZERO
  notApplicable: REDISTRIBUTE_DIMENSION
  ranking: COMPETITION
  quota: {base: RANKED_UNITS, rounding: FLOOR}
  calendar:
    cutOff: '18:00'
    arrangement: {submit: {day: 25, month: -1}, approve: {lastWorkingDay: true, month: -1}}
    bulletin: {day: 25, month: 1}
    reports: [{frequency: MONTH, opens: {day: 1, month: 1}, due: {workingDays: 10}}]
  lights: [{code: GREEN, label: 绿, 'on': RATE, atLeast: 0}, {code: GREY, label: 灰, 'on': NOT_DUE}, {code: BLACK, label: 黑, 'on': NOT_REPORTED}]
  groups: [{code: G, name: 组, components: [{component: INDICATORS, weight: 0.8}, {component: BALLOT, weight: 0.2}]}]
  dimensions: [{code: D, name: 维度, marks: [{group: G, fullMarks: 100}]}]
  indicators:
    - {code: I1, name: 指标, dimension: D, definition: 按台账, unitOfMeasure: 件, direction: HIGHER, frequency: MONTH, aggregation: SUM, source: UNIT,
       owner: %s, rule: {method: {proportional: {}}}, target: 12, marks: [{group: G, fullMarks: 100}]}
  units: [%s]
  adjustments: {bonusCap: 5, deductionCap: 5, sameMatter: HIGHEST_ONLY, rules: [{code: B1, name: 表彰, kind: BONUS, points: 1}, {code: K1, name: 批评, kind: DEDUCTION, points: 1}]}
  vetoes: [{code: V1, name: 事故, effect: NO_EXCELLENT, legalBasis: 第九条}]
  grades: [{code: GOOD, name: 良好, minScore: 0}]
`

// hall is the place of the matrix: two authorities with plans in every state.
type hall struct {
	*office
	s      *cycle.Service
	units  map[string]goal.ID
	scenes []scene
}

// scene is what the words of a probe stand for.
type scene struct {
	name  string
	words map[string]string
}

// console acts as the server's console, now.
func (h *hall) console() goal.Actor {
	at, _ := h.clock(h.t.Context())
	return cycle.Console(at)
}

func (h *hall) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// plan makes a plan, and issues it if asked to.
func (h *hall) plan(year int, organ, organiser, units string, issue bool) *goal.Outline {
	h.t.Helper()
	f, err := goal.ParseFile(fmt.Appendf(nil, matrixPlan, year, organ, organiser, map[string]string{"TA": "OW", "FA": "FO"}[organ], units))
	h.ok(err)
	o, err := h.s.LoadPlan(h.t.Context(), h.console(), f.Plan)
	h.ok(err)
	if issue {
		o, err = h.s.SubmitPlan(h.t.Context(), h.console(), o.Plan.ID(), o.Version)
		h.ok(err)
		o, err = h.s.ApprovePlan(h.t.Context(), h.console(), o.Plan.ID(), o.Version)
		h.ok(err)
		o, err = h.s.IssuePlan(h.t.Context(), h.console(), o.Plan.ID(), o.Version, "一号")
		h.ok(err)
	}
	return o
}

// figures confirms each unit's February, and leaves January in draft.
func (h *hall) figures(o *goal.Outline) {
	ctx, plan := h.t.Context(), o.Plan.ID()
	page, err := h.s.Goals(ctx, h.console(), plan, cycle.GoalFilter{}, 0, 100)
	h.ok(err)
	number := decimal.NewFromInt(1)
	february, january := period.Of(o.Year, period.Month, 2), period.Of(o.Year, period.Month, 1)
	for _, g := range page.Goals {
		unit := goal.ID{Kind: goal.KindUnit, Num: g.UnitID}
		in := cycle.ValueInput{GoalID: g.ID(), Period: february, Figures: goal.Figures{State: score.Value, Value: &number, Note: "说明"}}
		_, err := h.s.SaveValues(ctx, h.console(), plan, []cycle.ValueInput{in}, true)
		h.ok(err)
		v, err := h.s.Report(ctx, h.console(), plan, unit, february)
		h.ok(err)
		v, err = h.s.SubmitReport(ctx, h.console(), plan, unit, february, v.Version)
		h.ok(err)
		v, err = h.s.ApproveReport(ctx, h.console(), plan, unit, february, v.Version)
		h.ok(err)
		_, err = h.s.VerifyValues(ctx, h.console(), plan, []cycle.ValueInput{{GoalID: g.ID(), Period: february, Version: v.Rows[0].Version}}, true)
		h.ok(err)
		in.Period = january
		defer func() {
			_, err := h.s.SaveValues(ctx, h.console(), plan, []cycle.ValueInput{in}, true)
			h.ok(err)
		}()
		_, err = h.s.SaveArrangement(ctx, h.console(), plan, unit, period.Of(o.Year, period.Month, 3), 0, nil)
		h.ok(err)
	}
	_, err = h.s.ConfirmReports(ctx, h.console(), plan, february, nil)
	h.ok(err)
}

// closing opens the review of a year, with a ledger and two runs, and finalises it
// if asked to.
func (h *hall) closing(o *goal.Outline, units []string, finalise bool) map[string]string {
	ctx, plan, words := h.t.Context(), o.Plan.ID(), map[string]string{}
	_, err := h.s.OpenReview(ctx, h.console(), plan)
	h.ok(err)
	for n := range 2 {
		var scores []goal.ComponentScoreInput
		for i, u := range units {
			in := goal.AdjustmentInput{UnitID: h.units[u], Rule: "B1", Matter: fmt.Sprint("表彰", n), Basis: "文件", HappenedOn: period.NewDate(o.Year, 6, 1), Points: decimal.NewFromInt(1)}
			a, err := h.s.ProposeAdjustment(ctx, h.console(), plan, in)
			h.ok(err)
			v, err := h.s.ReportVeto(ctx, h.console(), plan, h.units[u], "V1", "事故", "第九条")
			h.ok(err)
			words["adjustment "+u], words["veto "+u] = a.ID().String(), v.ID().String()
			if finalise {
				_, err = h.s.DecideAdjustment(ctx, h.console(), a.ID(), a.Version, false, nil, "")
				h.ok(err)
				_, err = h.s.DecideVeto(ctx, h.console(), v.ID(), v.Version, false, "")
				h.ok(err)
			}
			scores = append(scores, goal.ComponentScoreInput{UnitID: h.units[u], Component: score.BallotComponent, Score: decimal.NewFromInt(int64(80 + 5*n + i))})
		}
		_, err := h.s.SaveComponentScores(ctx, h.console(), plan, scores)
		h.ok(err)
		run, err := h.s.CreateRun(ctx, h.console(), plan)
		h.ok(err)
		words["$run"] = run.ID().String()
		if n == 1 && finalise {
			r, err := h.s.Review(ctx, h.console(), plan)
			h.ok(err)
			_, err = h.s.FinaliseReview(ctx, h.console(), run.ID(), r.Version, "二号")
			h.ok(err)
		}
	}
	return words
}

// bulletin compiles a quarter's, and issues it if asked to.
func (h *hall) bulletin(o *goal.Outline, quarter int, issue bool) string {
	b, err := h.s.CompileBulletin(h.t.Context(), h.console(), o.Plan.ID(), period.Of(o.Year, period.Quarter, quarter))
	h.ok(err)
	if issue {
		b, err = h.s.IssueBulletin(h.t.Context(), h.console(), b.ID(), b.Version)
		h.ok(err)
	}
	return b.ID().String()
}

// newHall furnishes the place: it takes the console through the years that people
// would have gone through.
func newHall(t *testing.T) *hall {
	h := &hall{office: newOffice(t, matrixRegister), units: map[string]goal.ID{}}
	h.s = h.service
	h.setTo("2026-05-06")
	for _, code := range []string{"TA", "OF", "OW", "A1", "A1S", "A2", "FA", "FO", "F1"} {
		id, err := h.s.UnitByCode(t.Context(), code)
		h.ok(err)
		h.units[code] = id
	}
	const units = "{unit: A1, group: G, mode: RANKED}, {unit: A2, group: G, mode: RANKED}, {unit: A1S, group: G, mode: RANKED}, {unit: OF, group: G, mode: SCORED_UNRANKED}"
	listed := []string{"A1", "A2", "A1S", "OF"}
	draft, force := h.plan(2027, "TA", "OF", units, false), h.plan(2026, "TA", "OF", units, true)
	review, final := h.plan(2025, "TA", "OF", units, true), h.plan(2024, "TA", "OF", units, true)
	foreign := h.plan(2026, "FA", "FO", "{unit: F1, group: G, mode: RANKED}", true)
	finalBulletin := ""
	for _, o := range []*goal.Outline{force, review, foreign} {
		h.figures(o)
	}
	closed := h.closing(final, listed, true)
	h.figures(final)
	finalBulletin = h.bulletin(final, 1, true)
	closing := h.closing(review, listed, false)
	h.moves(force)

	person, grant := h.registered("somebody")
	stranger, theirs := h.registered("stranger")
	add := func(name, organ string, o *goal.Outline, unit, bulletin string, more map[string]string) {
		words := map[string]string{"$organ": organ, "$year": fmt.Sprint(o.Year), "$plan": o.Plan.ID().String(), "$unit": h.units[unit].String(), "$bulletin": bulletin,
			"$indicator": o.Indicators[0].ID().String(), "$goal": h.goal(o, unit), "$account": person, "$grant": grant}
		for _, kind := range []goal.Kind{goal.KindRun, goal.KindAdjustment, goal.KindVeto, goal.KindBulletin} {
			if word := "$" + string(kind); words[word] == "" {
				words[word] = goal.ID{Kind: kind, Plan: o.PlanID, Num: 987654}.String() // there is none
			}
		}
		maps.Copy(words, more)
		for _, kind := range []string{"adjustment", "veto"} {
			if id := more[kind+" "+unit]; id != "" {
				words["$"+kind] = id
			}
		}
		h.scenes = append(h.scenes, scene{name, words})
	}
	inForce := h.bulletin(force, 1, false)
	add("draft", "TA", draft, "A1", "", nil)
	add("force", "TA", force, "A1", inForce, nil)
	add("sibling", "TA", force, "A2", inForce, nil)
	add("child", "TA", force, "A1S", inForce, nil)
	inReview := h.bulletin(review, 1, false)
	add("review", "TA", review, "A1", inReview, closing)
	add("organiser", "TA", review, "OF", inReview, closing)
	add("final", "TA", final, "A1", finalBulletin, closed)
	add("foreign", "FA", foreign, "F1", h.bulletin(foreign, 1, false), map[string]string{"$account": stranger, "$grant": theirs})
	return h
}

// moves gives the right for one plan, and moves an operator out of A1.
func (h *hall) moves(force *goal.Outline) {
	id, _ := h.registered("onlyforce")
	account, _ := goal.ParseID(id)
	plan := force.Plan.ID()
	_, err := h.s.AddGrant(h.t.Context(), h.console(), goal.GrantInput{AccountID: account, Role: goal.OfficeOperator, UnitID: h.units["TA"], PlanID: &plan, Reason: "借调"})
	h.ok(err)
	id, _ = h.registered("moved")
	account, _ = goal.ParseID(id)
	of := h.units["OF"]
	_, err = h.s.UpdateAccount(h.t.Context(), h.console(), account, 1, goal.AccountUpdateInput{Name: "调入经办", UnitID: &of})
	h.ok(err)
}

// registered finds a person's id and that of the first grant.
func (h *hall) registered(login string) (account, grant string) {
	page, err := h.s.Accounts(h.t.Context(), h.console(), nil, login, 0, 1)
	h.ok(err)
	a := page.Accounts[0].ID()
	grants, err := h.s.Grants(h.t.Context(), h.console(), &a, nil, nil, 0, 1)
	h.ok(err)
	if len(grants.Grants) > 0 {
		grant = grants.Grants[0].ID().String()
	}
	return a.String(), grant
}

func (h *hall) goal(o *goal.Outline, unit string) string {
	page, err := h.s.Goals(h.t.Context(), h.console(), o.Plan.ID(), cycle.GoalFilter{Units: []int64{h.units[unit].Num}}, 0, 1)
	h.ok(err)
	return page.Goals[0].ID().String()
}

// said puts the scene's ids for the words; those outside of quotes get quotes.
func (s scene) said(text string) string {
	var pairs []string
	for _, word := range slices.Sorted(maps.Keys(s.words)) {
		if word == "$year" || word == "$organ" {
			pairs = append(pairs, word, s.words[word])
		} else if strings.HasPrefix(word, "$") {
			pairs = append(pairs, word, quote(s.words[word]))
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// look asks some probes in one document and gives each one's letter. A query that
// may not be null takes the whole answer with it where it fails, so those go alone.
func (h *hall) look(login string, s scene, operation string, list []probe) []byte {
	const most = 20 // root fields of a document
	if len(list) > most {
		return append(h.look(login, s, operation, list[:most]), h.look(login, s, operation, list[most:])...)
	}
	var document strings.Builder
	document.WriteString(operation + " {")
	for i, p := range list {
		fmt.Fprintf(&document, "\n p%d: %s", i, s.said(p.document))
	}
	r := h.post(login, document.String()+"\n}", nil)
	var data map[string]json.RawMessage
	if err := json.Unmarshal(r.Data, &data); len(r.Data) == 0 || err != nil || len(data) == 0 && len(list) > 1 {
		h.t.Fatalf("%s in %s: %v %.2000s", login, s.name, err, r.body)
	}
	failed := map[string]string{}
	for _, e := range r.Errors {
		code, _ := e.Extensions["code"].(string)
		failed[fmt.Sprint(e.Path[0])] = code
	}
	letters := make([]byte, len(list))
	for i, p := range list {
		alias := fmt.Sprint("p", i)
		letters[i] = letter(p, s, failed[alias], string(data[alias]))
		if letters[i] == '?' {
			h.t.Errorf("%s as %s in %s: %q %s", p.element, login, s.name, failed[alias], data[alias])
		}
	}
	return letters
}

// letter says what an answer means.
func letter(p probe, s scene, failure, answer string) byte {
	switch failure {
	case "":
	case "STALE", "BAD_REQUEST":
		return '+'
	case "FORBIDDEN", "NOT_FOUND", "LOCKED", "UNAUTHENTICATED":
		return failure[0]
	default:
		return '?'
	}
	// Rows and units of a list are refused one by one.
	for code, l := range map[string]byte{"NOT_ALLOWED": 'F', "UNKNOWN_GOAL": 'N'} {
		if strings.Contains(answer, `"code":"`+code+`"`) {
			return l
		}
	}
	if strings.Contains(answer, `"code":"WRONG_STATE"`) && strings.HasPrefix(p.element, "Mutation.reportValues") && s.name == "draft" {
		return 'L'
	}
	hidden := answer == "null" || answer == "" || strings.Contains(answer, `"totalCount":0`)
	if p.hit != "" {
		hit := p.hit
		if strings.HasPrefix(hit, "$") {
			hit = quote(s.words[hit])
		}
		hidden = !strings.Contains(answer, hit)
	}
	if hidden {
		return '.'
	}
	return '+'
}

// TestAuthorisationMatrix asks for every element of the API as everybody in every
// scene, over HTTP, and holds the answers against the file.
func TestAuthorisationMatrix(t *testing.T) {
	covered(t)
	h := newHall(t)
	before := h.digest()
	began := time.Now()
	split := slices.IndexFunc(probes, func(p probe) bool { return strings.HasPrefix(p.element, "Mutation.") })
	got := map[string][]byte{} // by element and scene, a letter per person
	for _, s := range h.scenes {
		for n, login := range people {
			var letters []byte
			for _, p := range probes[:split] {
				letters = append(letters, h.look(login, s, "query", []probe{p})...)
			}
			letters = append(letters, h.look(login, s, "mutation", probes[split:])...)
			for i, p := range probes {
				key := p.element + "\t" + s.name
				if got[key] == nil {
					got[key] = make([]byte, len(people))
				}
				got[key][n] = letters[i]
			}
		}
	}
	t.Logf("%d cells in %v", len(got)*len(people), time.Since(began).Round(time.Millisecond))
	if changed := strings.Split(difference(before, h.digest()), "\n"); !onlyRuns(changed) {
		t.Errorf("asking changed something:\n%s", strings.Join(changed, "\n"))
	}
	if *update {
		h.ok(os.WriteFile(matrixFile, []byte(matrixText(h.scenes, got)), 0o644))
	}
	compareMatrix(t, h.scenes, got)
}

// onlyRuns: trial runs come to be where they are allowed, with their audit.
func onlyRuns(changed []string) bool {
	return !slices.ContainsFunc(changed, func(line string) bool {
		table, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		return !slices.Contains([]string{"score_runs", "score_run_texts", "scores", "score_lines", "audit_entries", "audit_records", "audit_heads", "audit_checkpoints", ""}, table)
	})
}

// elsewhere are elements that cannot be asked for without an effect, and the tests
// of who may.
var elsewhere = map[string]string{
	"Mutation.signIn":         "TestSignIn: everybody, by name and password",
	"Mutation.signOut":        "TestSessionEnds: it would end what the matrix asks with",
	"Mutation.tokenRevoke":    "TestEndedByOthers: strangers and administrators; it ends what it names",
	"Mutation.sessionRevoke":  "TestEndedByOthers, likewise",
	"Mutation.passwordChange": "TestSignIn: its tries are counted",
}

// covered: every root field of the API, and every field that takes a right, has a
// probe, and every probe an element.
func covered(t *testing.T) {
	s := graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{}}).Schema()
	probed := map[string]bool{}
	for _, p := range probes {
		name, _, _ := strings.Cut(p.element, " ")
		typ, field, _ := strings.Cut(name, ".")
		if def := s.Types[typ]; def == nil || def.Fields.ForName(field) == nil {
			t.Errorf("%s is probed and does not exist", name)
		}
		probed[name] = true
	}
	wanted := slices.Collect(maps.Keys(graph.Rights))
	for _, f := range append(slices.Clone(s.Query.Fields), s.Mutation.Fields...) {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		if root := "Query." + f.Name; s.Query.Fields.ForName(f.Name) == f {
			wanted = append(wanted, root)
		} else {
			wanted = append(wanted, "Mutation."+f.Name)
		}
	}
	for _, name := range wanted {
		if probed[name] == (elsewhere[name] != "") {
			t.Errorf("%s has no probe: say how to ask for it without an effect", name)
		}
	}
}

func matrixText(scenes []scene, got map[string][]byte) string {
	var b strings.Builder
	b.WriteString(matrixHead + "\n")
	fmt.Fprintf(&b, "%-52s", "")
	for _, p := range people {
		fmt.Fprintf(&b, " %-3.3s", p+"---")
	}
	for _, p := range probes {
		b.WriteString("\n")
		for _, s := range scenes {
			fmt.Fprintf(&b, "%-42s %-9s", p.element, s.name)
			for _, l := range got[p.element+"\t"+s.name] {
				fmt.Fprintf(&b, " %c  ", l)
			}
			b.WriteString("\n")
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// compareMatrix says where the answers differ from the file, and the file from the
// schema.
func compareMatrix(t *testing.T, scenes []scene, got map[string][]byte) {
	text, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	want, told := map[string]string{}, map[string]bool{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(fields) < len(people)+2 {
			continue
		}
		at := len(fields) - len(people)
		element := strings.Join(fields[:at-1], " ")
		want[element+"\t"+fields[at-1]], told[element] = strings.Join(fields[at:], ""), true
	}
	for _, p := range probes {
		if !told[p.element] {
			t.Errorf("%s has no line in the matrix", p.element)
		}
	}
	for key := range want {
		if got[key] == nil {
			t.Errorf("the matrix has a line for %q, which is nothing", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		for n, l := range got[key] {
			element, place, _ := strings.Cut(key, "\t")
			who := people[n]
			if who == "" {
				who = "nobody"
			}
			switch expected, ok := want[key]; {
			case !ok && (l == '+' || l == 'L'):
				t.Errorf("%s in %s is open to %s, and no line allows it", element, place, who)
			case ok && expected[n] != l:
				t.Errorf("%s in %s answers %s with %c, want %c", element, place, who, l, expected[n])
			}
		}
	}
}
