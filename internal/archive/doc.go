// Package archive writes a plan's year into one file and checks such a file with
// nothing else: no server, no database and no secret.
//
// The file is a zip. Texts that were sealed or issued (editions, bulletins, their
// snapshots, what a run pinned and answered) are entries of their own, byte for
// byte, so that any tool's SHA-256 of the entry is the hash under which they were
// stored. Everything else is a list: one canonical JSON object per line, in the
// order of its key. manifest.json names every entry with its SHA-256; with a key,
// manifest.sig is the Ed25519 signature of the manifest's bytes and
// keys/public.pem the key to check it with.
//
// The same data gives the same bytes, written by the same program: nothing of the
// moment of writing is in the file.
//
// There are no logins, telephone numbers or addresses in the lists; people are
// an id and a name. Issued bulletins stay as they were published, with the office
// telephones that they print.
package archive

// Format names the layout of the file.
const Format = "kaoping archive 1"

// Entries that are no part of the manifest.
const (
	manifestName  = "manifest.json"
	signatureName = "manifest.sig"
)

// publicKeyName is the entry of the key that the manifest is signed with.
const publicKeyName = "keys/public.pem"

// The lists of a file.
const (
	Plan            = "plan.jsonl"
	Units           = "units.jsonl"
	Accounts        = "accounts.jsonl"
	Groups          = "groups.jsonl"
	Indicators      = "indicators.jsonl"
	Editions        = "editions.jsonl"
	Goals           = "goals.jsonl"
	GoalRevisions   = "goal-revisions.jsonl"
	Reports         = "reports.jsonl"
	Receipts        = "receipts.jsonl"
	Returns         = "returns.jsonl"
	Exceptions      = "exceptions.jsonl"
	ExceptionEnds   = "exception-ends.jsonl"
	Closures        = "closures.jsonl"
	Rows            = "report-rows.jsonl"
	Values          = "report-values.jsonl"
	ComponentScores = "component-scores.jsonl"
	Adjustments     = "adjustments.jsonl"
	Vetoes          = "vetoes.jsonl"
	Reviews         = "reviews.jsonl"
	Runs            = "score-runs.jsonl"
	Bulletins       = "bulletins.jsonl"
	Snapshots       = "snapshots.jsonl"
	AuditEntries    = "audit-entries.jsonl"
	AuditHeads      = "audit-heads.jsonl"
)

// lists are those that every file has.
var lists = []string{Plan, Units, Accounts, Groups, Indicators, Editions, Goals, GoalRevisions, Reports, Receipts, Returns, Exceptions, ExceptionEnds, Closures, Rows, Values,
	ComponentScores, Adjustments, Vetoes, Reviews, Runs, Bulletins, Snapshots, AuditEntries, AuditHeads}
