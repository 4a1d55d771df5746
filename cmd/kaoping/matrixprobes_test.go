package main

// probe asks for one element of the schema such that nothing changes where it is
// allowed: with a version that is stale, or an input that is refused after the
// permission was judged. Words with a dollar sign stand for ids of the scene.
// Where hit is set, the answer must name it for the element to count as shown.
type probe struct {
	element  string // Type.field, perhaps with a word on which way to it
	document string // one root field
	hit      string
}

const stale = "version: 999"

// probes has a line for each element of the schema that takes a right. Those of
// mutations say what they do without an effect.
var probes = []probe{
	{"Query.viewer", `viewer { at }`, ""},
	{"Query.units", `units { totalCount }`, ""},
	{"Query.unit", `unit(id: $unit) { id }`, ""},
	{"Query.scorePreview", `scorePreview(input: { rule: { method: { proportional: {} } }, fullMarks: "10", rows: [] }) { rows { points } }`, ""},
	{"Query.plans", `plans(first: 100) { nodes { id } }`, "$plan"},
	{"Query.plan", `plan(id: $plan) { id }`, ""},
	{"Query.planCheck", `planCheck(id: $plan) { code }`, ""},
	{"Query.goals", `goals(planId: $plan, filter: { unitIds: [$unit] }) { totalCount }`, ""},
	{"Query.completion", `completion(planId: $plan, by: [UNIT], filter: { unitIds: [$unit] }) { totalCount }`, ""},
	{"Query.arrangement", `arrangement(planId: $plan, unitId: $unit, month: "$year-03") { version }`, ""},
	{"Query.arrangements", `arrangements(planId: $plan, filter: { unitIds: [$unit] }) { totalCount }`, ""},
	{"Query.report", `report(planId: $plan, unitId: $unit, period: "$year-01") { status }`, ""},
	{"Query.reports", `reports(planId: $plan, period: "$year-01") { nodes { unit { id } } }`, "$unit"},
	{"Query.ownerSheet", `ownerSheet(planId: $plan, indicatorId: $indicator, period: "$year-01") { rows { goal { id } } }`, "$goal"},
	{"Query.bulletins", `bulletins(planId: $plan) { nodes { id } }`, "$bulletin"},
	{"Query.bulletin", `bulletin(id: $bulletin) { id }`, ""},
	{"Query.review", `review(planId: $plan) { version }`, ""},
	{"Query.scoreRuns", `scoreRuns(planId: $plan) { nodes { id } }`, "$run"},
	{"Query.scoreRun", `scoreRun(id: $run) { id }`, ""},
	{"Query.score", `score(planId: $plan, unitId: $unit, runId: $run) { final }`, ""},
	{"Query.planPreview", `planPreview(input: { planId: $plan, figuresOf: $plan }) { withComponents }`, ""},
	{"Query.unitPreview", `unitPreview(input: { planId: $plan, unitId: $unit }) { indicators }`, ""},
	{"Query.grants", `grants(accountId: $account) { totalCount }`, ""},
	{"Query.auditEntries", `auditEntries(filter: { planId: $plan }) { totalCount }`, ""},
	{"Query.auditEntries of no plan", `auditEntries(filter: { action: "register.load" }) { totalCount }`, ""},
	{"Query.auditCheckpoints", `auditCheckpoints { totalCount }`, ""},
	{"Query.accounts", `accounts(search: "", first: 100) { nodes { id } }`, "$account"},

	{"Query.entryLocks", `entryLocks(planId: $plan, period: "$year-01") { totalCount }`, ""},
	{"Query.operation", `operation(key: "never-used-key") { key }`, ""},

	{"Goal.progress", `goals(planId: $plan, filter: { unitIds: [$unit] }) { nodes { progress { value } } }`, `"value"`},
	{"Goal.progress in a score", `score(planId: $plan, unitId: $unit, runId: $run) { lines { goal { progress { value } } } }`, `"value"`},
	{"Goal.light", `goals(planId: $plan, filter: { unitIds: [$unit] }) { nodes { light { code } } }`, `"code"`},
	{"Goal.values", `goals(planId: $plan, filter: { unitIds: [$unit] }) { nodes { values { note } } }`, `"note"`},
	{"Goal.values in a score", `score(planId: $plan, unitId: $unit, runId: $run) { lines { goal { values { note } } } }`, `"note"`},
	{"Goal.history", `goals(planId: $plan, filter: { unitIds: [$unit] }) { nodes { history { action } } }`, `"action"`},
	{"Goal.history in a score", `score(planId: $plan, unitId: $unit, runId: $run) { lines { goal { history { action } } } }`, `"action"`},
	{"ReportRow.history", `report(planId: $plan, unitId: $unit, period: "$year-01") { rows { history { action } } }`, `"action"`},
	{"Score.history of component marks", `score(planId: $plan, unitId: $unit, runId: $run) { history { action } }`, `"review.components"`},
	{"Score.history of the ledger", `score(planId: $plan, unitId: $unit, runId: $run) { history { action } }`, `"adjustment.`},
	{"Score.history of runs", `score(planId: $plan, unitId: $unit, runId: $run) { history { action } }`, `"run.create"`},
	{"Review.componentScores", `review(planId: $plan) { componentScores { score } }`, `"score"`},
	{"Review.adjustments", `review(planId: $plan) { adjustments { unit { id } } }`, "$unit"},
	{"Review.vetoes", `review(planId: $plan) { vetoes { unit { id } } }`, "$unit"},
	{"ScoreRun.supersedes", `scoreRun(id: $run) { supersedes { number } }`, `"number"`},
	{"ScoreRun.difference", `scoreRun(id: $run) { difference { unit { id } } }`, "$unit"},
	{"UnitPreview.rank", `unitPreview(input: { planId: $plan, unitId: $unit }) { rank }`, `"rank":1`},

	{"Mutation.planLoad", `planLoad(input: { year: $year, title: "x", organ: "$organ", organiser: "NONE", calendar: { reports: [] }, groups: [], dimensions: [], indicators: [], units: [], grades: [] }) { userErrors { code } }`, ""},
	{"Mutation.planCopy", `planCopy(id: $plan, year: $year, title: "x") { userErrors { code } }`, ""},
	{"Mutation.planSubmit", `planSubmit(id: $plan, ` + stale + `) { userErrors { code } }`, ""},
	{"Mutation.planReturn", `planReturn(id: $plan, ` + stale + `, reason: "x") { userErrors { code } }`, ""},
	{"Mutation.planApprove", `planApprove(id: $plan, ` + stale + `) { userErrors { code } }`, ""},
	{"Mutation.planIssue", `planIssue(id: $plan, ` + stale + `, documentNo: "x") { userErrors { code } }`, ""},
	// A quarter is no month.
	{"Mutation.arrangementSave", `arrangementSave(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0, items: []) { userErrors { code } }`, ""},
	{"Mutation.arrangementSubmit", `arrangementSubmit(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0) { userErrors { code } }`, ""},
	{"Mutation.arrangementApprove", `arrangementApprove(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0) { userErrors { code } }`, ""},
	{"Mutation.arrangementReturn", `arrangementReturn(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0, reason: "x") { userErrors { code } }`, ""},
	{"Mutation.arrangementOutcomeSave", `arrangementOutcomeSave(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0, outcomes: []) { userErrors { code } }`, ""},
	{"Mutation.arrangementCarryOver", `arrangementCarryOver(planId: $plan, unitId: $unit, month: "$year-Q1", version: 0, itemIds: []) { userErrors { code } }`, ""},
	{"Mutation.reportValuesSave", `reportValuesSave(planId: $plan, rows: [{ goalId: $goal, period: "$year-01", ` + stale + `, value: "77" }]) { results { problems { code } } userErrors { code } }`, ""},
	{"Mutation.reportSubmit", `reportSubmit(planId: $plan, unitId: $unit, period: "$year-01", ` + stale + `) { userErrors { code } }`, ""},
	{"Mutation.reportApprove", `reportApprove(planId: $plan, unitId: $unit, period: "$year-01", ` + stale + `) { userErrors { code } }`, ""},
	{"Mutation.reportValuesVerify", `reportValuesVerify(planId: $plan, rows: [{ goalId: $goal, period: "$year-01", ` + stale + ` }]) { results { problems { code } } userErrors { code } }`, ""},
	// The figures of March wait for nobody's confirmation, and a draft cannot go back.
	{"Mutation.reportsConfirm", `reportsConfirm(planId: $plan, period: "$year-03", unitIds: [$unit]) { userErrors { code } }`, ""},
	{"Mutation.reportsReturn", `reportsReturn(planId: $plan, rows: [{ goalId: $goal, period: "$year-01" }], reason: "x") { userErrors { code } }`, ""},
	{"Mutation.exceptionGrant", `exceptionGrant(planId: $plan, unitId: $unit, period: "$year-01", until: "2020-01-01T00:00:00Z", reason: "x") { userErrors { code } }`, ""},
	{"Mutation.bulletinCompile", `bulletinCompile(planId: $plan, quarter: "$year-01") { userErrors { code } }`, ""},
	{"Mutation.bulletinSectionUpdate", `bulletinSectionUpdate(id: $bulletin, section: "NONE", version: 1, heading: "x", body: "x") { userErrors { code } }`, ""},
	{"Mutation.bulletinIssue", `bulletinIssue(id: $bulletin, ` + stale + `) { userErrors { code } }`, ""},
	// Before the year is over nothing opens, and what is open stays as it is.
	{"Mutation.reviewOpen", `reviewOpen(planId: $plan) { userErrors { code } }`, ""},
	{"Mutation.componentScoresSave", `componentScoresSave(planId: $plan, scores: [{ unitId: $unit, component: BALLOT, score: "101" }]) { userErrors { code } }`, ""},
	{"Mutation.adjustmentPropose", `adjustmentPropose(planId: $plan, input: { unitId: $unit, rule: "B1", matter: "", basis: "", happenedOn: "$year-06-01", points: "1" }) { userErrors { code } }`, ""},
	{"Mutation.adjustmentPropose of a deduction", `adjustmentPropose(planId: $plan, input: { unitId: $unit, rule: "K1", matter: "", basis: "", happenedOn: "$year-06-01", points: "1" }) { userErrors { code } }`, ""},
	{"Mutation.adjustmentDecide", `adjustmentDecide(id: $adjustment, ` + stale + `, approve: true) { userErrors { code } }`, ""},
	{"Mutation.vetoReport", `vetoReport(planId: $plan, unitId: $unit, rule: "NONE", facts: "", legalBasis: "") { userErrors { code } }`, ""},
	{"Mutation.vetoDecide", `vetoDecide(id: $veto, ` + stale + `, apply: true) { userErrors { code } }`, ""},
	{"Mutation.reviewFinalise", `reviewFinalise(runId: $run, ` + stale + `, documentNo: "x") { userErrors { code } }`, ""},
	// One more trial run where the review is open: it moves nothing that is asked for.
	{"Mutation.scoreRunCreate", `scoreRunCreate(planId: $plan) { userErrors { code } }`, ""},
	{"Mutation.scoreSheetExport", `scoreSheetExport(runId: $run, groupId: $unit) { userErrors { code } }`, ""},
	// The action is none, which is looked at once the right is judged.
	{"Mutation.auditExport", `auditExport(filter: { planId: $plan, action: "none" }) { userErrors { code } }`, ""},
	{"Mutation.auditExport of no plan", `auditExport(filter: { action: "none" }) { userErrors { code } }`, ""},
	{"Mutation.grantAdd", `grantAdd(input: { accountId: $account, role: REPORTER, unitId: $unit, reason: "" }) { userErrors { code } }`, ""},
	{"Mutation.grantApprove", `grantApprove(id: $grant) { userErrors { code } }`, ""},
	{"Mutation.grantEnd", `grantEnd(id: $grant, reason: "") { userErrors { code } }`, ""},
	{"Mutation.portfolioSet", `portfolioSet(accountId: $account, unitIds: [$plan]) { userErrors { code } }`, ""},
	{"Mutation.accountCreate", `accountCreate(input: { login: "!", name: "" }) { userErrors { code } }`, ""},
	{"Mutation.accountUpdate", `accountUpdate(id: $account, ` + stale + `, input: { name: "" }) { userErrors { code } }`, ""},
	{"Mutation.accountDisable", `accountDisable(id: $account, ` + stale + `, reason: "x") { userErrors { code } }`, ""},
	{"Mutation.exceptionEnd", `exceptionEnd(id: $exception, reason: "") { userErrors { code } }`, ""},
	{"Mutation.periodClose", `periodClose(planId: $plan, period: "$year-Q1", reason: "x") { userErrors { code } }`, ""},
	{"Mutation.contactReveal", `contactReveal(accountId: $account, reason: "") { userErrors { code } }`, ""},
	{"Mutation.tokenCreate", `tokenCreate(input: { label: "", scope: READ, expiresAt: "2020-01-01T00:00:00Z" }) { userErrors { code } }`, ""},
	{"Mutation.accountEnable", `accountEnable(id: $account, ` + stale + `, reason: "x") { userErrors { code } }`, ""},
}
