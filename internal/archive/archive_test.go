package archive

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"io"
	"strings"
	"testing"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/score"
)

func keyPair(seed byte) (ed25519.PrivateKey, ed25519.PublicKey) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
	return private, private.Public().(ed25519.PublicKey)
}

// found runs a verification and gives all that it said, a line each.
func found(file []byte, key ed25519.PublicKey) (*Report, string) {
	report, err := Verify(bytes.NewReader(file), int64(len(file)), key)
	lines := []string{report.Signature}
	for _, m := range report.Wrong {
		lines = append(lines, m.String())
	}
	if err != nil {
		lines = append(lines, "error: "+err.Error())
	}
	return report, strings.Join(lines, "\n")
}

func TestVerify(t *testing.T) {
	private, public := keyPair(1)
	_, other := keyPair(2)
	signed, unsigned := sample().write(t, private), sample().write(t, nil)
	if !bytes.Equal(signed, sample().write(t, private)) {
		t.Error("the same contents give other bytes")
	}
	for _, tt := range []struct {
		name string
		file []byte
		key  ed25519.PublicKey
		says string
		ok   bool
	}{
		{"unsigned", unsigned, nil, "not signed", true},
		{"unsigned, with a key", unsigned, public, "the archive is not signed, by this key or any other", false},
		{"signed", signed, nil, "signed with the key inside, whose sha256 is " + fingerprint(public), true},
		{"signed, with its key", signed, public, "signed with the given key, whose sha256 is " + fingerprint(public), true},
		{"signed, with another key", signed, other, "signed with another key, whose sha256 is " + fingerprint(public) + ", than the given one, whose sha256 is " + fingerprint(other), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			report, said := found(tt.file, tt.key)
			if !strings.Contains(said, tt.says) || (len(report.Wrong) == 0) != tt.ok || strings.Contains(said, "error:") {
				t.Errorf("it says\n%s\nwant %s", said, tt.says)
			}
			const counts = "1 edition, 2 runs with 8 lines, 16 values, 1 bulletin, 8 audit entries"
			if report.String() != counts || report.Plan != "SF/2025" {
				t.Errorf("%s: %s, want %s", report.Plan, report, counts)
			}
		})
	}
}

// TestForged changes the contents before the file is made, as somebody would
// who then writes a manifest that fits.
func TestForged(t *testing.T) {
	first := func(r *ValueRow) bool { return r.GoalID == 11 && r.Period == "2025-Q2" }
	line := func(r *LineRow) bool { return r.GoalID == 12 }
	dropAt := func(c *contents, list string, i int) {
		c.lists[list] = append(c.lists[list][:i:i], c.lists[list][i+1:]...)
	}
	replace := func(c *contents, part, old, with string) {
		if !strings.Contains(c.texts[part], old) {
			panic(old + " is not in " + part)
		}
		c.texts[part] = strings.Replace(c.texts[part], old, with, 1)
	}
	inputs, results := RunPart(2, RunInputs), RunPart(2, RunResults)
	for name, tt := range map[string]struct {
		forge func(c *contents)
		says  []string
	}{
		"a value": {func(c *contents) { row(c, Values, first).Value = pd("23") },
			[]string{"A1 甲局, I1 投资, 2025-Q2 r1: figure is kept as 22, recomputed it is 23"}},
		"a value's source": {func(c *contents) { row(c, Values, first).Source = goal.SourceOwner },
			[]string{"A1 甲局, I1 投资, 2025-Q2 r1: figure is kept as 22, recomputed it is 22 (official)"}},
		"a value dropped": {func(c *contents) { dropAt(c, Values, 1) },
			[]string{"A1 甲局, I1 投资, 2025-Q2 r1: figure is kept as 22, recomputed it is nothing", "2025-Q2 r1: its row refers to it, but there is no such value"}},
		"an old revision dropped": {func(c *contents) { dropAt(c, Values, 4) },
			[]string{"A1 甲局, I2 比率, 2025-H1: revision is kept as 2, recomputed it is 1"}},
		"a value twice": {func(c *contents) { c.lists[Values] = append(c.lists[Values], c.lists[Values][0]) },
			[]string{"A1 甲局, I1 投资, 2025-Q1 r1: it is there twice"}},
		"a goal's target": {func(c *contents) {
			row(c, GoalRevisions, func(r *GoalRevisionRow) bool { return r.GoalID == 13 }).Target = pd("90")
		},
			[]string{"A2 乙局, I1 投资, goal revision 1: target is kept as 100, recomputed it is 90"}},
		"a goal revision dropped": {func(c *contents) { dropAt(c, GoalRevisions, 2) },
			[]string{"A1 甲局, I2 比率: a run counts goal revision 2, which is not there"}},
		"a goal moved to another unit": {func(c *contents) { row(c, Goals, func(r *GoalRow) bool { return r.GoalID == 11 }).UnitID = 4 },
			[]string{"a run counts goal 11 of A1 on I1, which the list of goals does not have"}},
		"a line's points": {func(c *contents) { row(c, RunPart(1, RunLines), line).Points = d("39.99") },
			[]string{"A1 甲局, I2 比率: points is kept as 39.99, recomputed it is 38.53"}},
		"a line's trace": {func(c *contents) { row(c, RunPart(1, RunLines), line).Trace = `{"code":"SCORE"}` },
			[]string{"A1 甲局, I2 比率: trace is kept as"}},
		"a line dropped": {func(c *contents) { dropAt(c, RunPart(2, RunLines), 0) }, []string{": line is kept as nothing, recomputed it is"}},
		"a line added": {func(c *contents) {
			c.lists[RunPart(2, RunLines)] = append(c.lists[RunPart(2, RunLines)], &LineRow{GoalID: 99, Points: d("5"), Trace: "{}"})
		}, []string{"line 99: line is kept as 5, recomputed it is nothing"}},
		"a score": {func(c *contents) {
			row(c, RunPart(1, RunScores), func(r *ScoreRow) bool { return r.UnitID == 4 }).Final = d("99")
		}, []string{"A2 乙局: final score is kept as 99, recomputed it is"}},
		"a unit's score dropped": {func(c *contents) { dropAt(c, RunPart(1, RunScores), 0) }, []string{": score is kept as nothing, recomputed it is"}},
		"the places given out":   {func(c *contents) { c.lists[Runs][0].(*RunRow).Quotas = `{"1":[]}` }, []string{"run 1, group G1: places.0 is kept as nothing, recomputed it is {"}},
		"a pinned value": {func(c *contents) { replace(c, inputs, `"value":"22"`, `"value":"32"`) },
			[]string{"run 2: seal is kept as", "A1 甲局, I1 投资: sealed points is kept as 54, recomputed it is 60", "A1 甲局, I1 投资, 2025-Q2 r1: figure is kept as 32, recomputed it is 22"}},
		"a rule": {func(c *contents) { replace(c, inputs, `"cap":"1"`, `"cap":"0.5"`) },
			[]string{"run 2: seal is kept as", "run 2, indicator I1: rule.method.proportional.cap is kept as 0.5, recomputed it is 1", "A1 甲局, I1 投资: sealed points is kept as 54, recomputed it is 30"}},
		"a plan's rule":   {func(c *contents) { replace(c, inputs, `"minScore":"80"`, `"minScore":"99"`) }, []string{"run 2: rules.grades.0.minScore is kept as 99, recomputed it is 80", "sealed grade is kept as GOOD, recomputed it is REST"}},
		"a weight":        {func(c *contents) { replace(c, inputs, `"weight":"0.9"`, `"weight":"0.8"`) }, []string{"run 2: it cannot be recomputed", "run 2, group G1: weights.0.weight is kept as 0.8, recomputed it is 0.9"}},
		"a unit's mode":   {func(c *contents) { replace(c, inputs, `"mode":"RANKED"`, `"mode":"SCORED_UNRANKED"`) }, []string{"A1 甲局: mode is kept as SCORED_UNRANKED in G1, recomputed it is RANKED in G1"}},
		"inputs cut off":  {func(c *contents) { c.texts[inputs] = c.texts[inputs][:100] }, []string{"run 2: seal is kept as", "run 2: it cannot be recomputed: pinned inputs"}},
		"a result":        {func(c *contents) { replace(c, results, `"final":"`, `"final":"1`) }, []string{"run 2: seal is kept as", "run 2: sealed results is kept as", ": sealed final score is kept as 1"}},
		"results cut off": {func(c *contents) { c.texts[results] = c.texts[results][:100] }, []string{"run 2: sealed results is kept as"}},
		"another engine, and it matters": {func(c *contents) {
			replace(c, results, `"final":"`, `"final":"1`)
			reseal(c, 1, "kaoping-0", inputs, results)
		}, []string{"run 2: sealed by engine kaoping-0, this program has " + score.Engine, "sealed final score is kept as 1", "run 2: seal in the audit is kept as"}},
		"a run's seal with its inputs": {func(c *contents) {
			replace(c, inputs, `"value":"22"`, `"value":"32"`)
			reseal(c, 1, score.Engine, inputs, results)
		}, []string{"run 2: seal in the audit is kept as"}},
		"a run dropped": {func(c *contents) { dropAt(c, Runs, 0) },
			[]string{"run 2: number is kept as 2, recomputed it is 1", "run 2: superseded run's id is kept as 31", "score-runs/1/inputs.json: nothing refers to it"}},
		"the final run": {func(c *contents) { c.lists[Reviews][0].(*ReviewRow).FinalRunID = new(int64(33)) }, []string{"review: the final run's id is 33"}},
		"an edition":    {func(c *contents) { replace(c, TextPart(EditionText, 1), `"year":2025`, `"year":2024`) }, []string{"edition 1: sha256 is kept as", "edition 1: year is kept as 2024, recomputed it is 2025"}},
		"an edition's rule, with its hash": {func(c *contents) {
			replace(c, TextPart(EditionText, 1), `"minScore":"80"`, `"minScore":"70"`)
			c.lists[Editions][0].(*EditionRow).SHA256 = score.Hash(c.texts[TextPart(EditionText, 1)])
		}, []string{"run 1: rules.grades.0.minScore is kept as 80, recomputed it is 70", "run 2: rules.grades.0.minScore is kept as 80"}},
		"a bulletin": {func(c *contents) { replace(c, TextPart(BulletinText, 1), "通报", "公报") }, []string{"bulletin 1: sha256 is kept as", "bulletin 1: title is kept as 通报, recomputed it is 公报"}},
		"a snapshot, with its hash": {func(c *contents) {
			c.texts[TextPart(SnapshotText, 51)] = "{}"
			c.lists[Snapshots][0].(*SnapshotRow).SHA256 = score.Hash("{}")
		}, []string{"snapshot 51 of 2025-Q1: the audit does not know its sha256"}},
		"a ballot's score": {func(c *contents) {
			row(c, ComponentScores, func(r *ComponentScoreRow) bool { return r.Revision == 2 }).Score = d("90")
		}, []string{"A1 甲局: BALLOT score is kept as 88.5, recomputed it is 80 or 90"}},
		"a bonus":               {func(c *contents) { c.lists[Adjustments][0].(*AdjustmentRow).Points = pd("1") }, []string{"A1 甲局, adjustment 5: points is kept as 0.8, recomputed it is 1"}},
		"a bonus dropped":       {func(c *contents) { c.lists[Adjustments] = nil }, []string{"A1 甲局, adjustment 5: a run counts it, but the ledger has no such entry"}},
		"a veto":                {func(c *contents) { c.lists[Vetoes][0].(*VetoRow).Status = goal.VetoNotApplied }, []string{"A2 乙局: a run counts veto V1, but no such case was applied"}},
		"an audit entry":        {func(c *contents) { c.lists[AuditEntries][6].(*AuditRow).ActorID = nil }, []string{"audit of A1 甲局, entry 2 (report.submit): hash is kept as"}},
		"an audit entry's time": {func(c *contents) { r := c.lists[AuditEntries][0].(*AuditRow); r.RecordedAt = r.RecordedAt.Add(1000) }, []string{"audit of the plan, entry 1 (plan.issue): hash is kept as"}},
		"an audit entry dropped": {func(c *contents) { dropAt(c, AuditEntries, 6) },
			[]string{"audit of A1 甲局, entry 3 (report.approve): number is kept as 3, recomputed it is 2", "audit of A1 甲局, entry 3 (report.approve): previous hash is kept as"}},
		"the last audit entry dropped": {func(c *contents) { dropAt(c, AuditEntries, 7) }, []string{"audit of A1 甲局: number of the newest entry is kept as 3, recomputed it is 2"}},
		"audit entries swapped": {func(c *contents) { l := c.lists[AuditEntries]; l[5], l[6] = l[6], l[5] },
			[]string{"audit of A1 甲局, entry 2 (report.submit): number is kept as 2, recomputed it is 1"}},
		"a chain without its head": {func(c *contents) { dropAt(c, AuditHeads, 1) }, []string{"audit of A1 甲局: it has entries, but no head"}},
		"the title":                {func(c *contents) { c.title = "别的方案" }, []string{"manifest.json: title is kept as 别的方案, recomputed it is 试验县方案"}},
		"a name that plays tricks": {func(c *contents) {
			row(c, Values, first).Value = pd("23")
			c.lists[Units][2].(*UnitRow).Name = "\x1b[2J甲\n" + strings.Repeat("局", 1000)
		}, []string{"A1 \ufffd[2J甲\ufffd局"}},
		"the authority's code": {func(c *contents) { c.lists[Units][0].(*UnitRow).Code = "XX" }, []string{"manifest.json: plan is kept as SF/2025, recomputed it is XX/2025"}},
		"a text too many":      {func(c *contents) { c.texts["editions/2.json"] = "{}" }, []string{"editions/2.json: nothing refers to it"}},
		"a text missing":       {func(c *contents) { delete(c.texts, results) }, []string{"error: score-runs/2/results.json: it is not in the archive"}},
		"a huge number":        {func(c *contents) { replace(c, inputs, `"22"`, `"`+strings.Repeat("9", 40_000)+`"`) }, []string{"error: score-runs/2/inputs.json: a number in it has more than 30000 digits"}},
		"a huge exponent":      {func(c *contents) { replace(c, inputs, `"22"`, `"1e999999999"`) }, []string{"run 2: it cannot be recomputed"}},
		"a planned share":      {func(c *contents) { replace(c, inputs, `"goalId":11`, `"goalId":11,"plannedshare":"1e900000"`) }, []string{"run 2: it cannot be recomputed: pinned inputs: a goal has a planned share"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := sample()
			tt.forge(c)
			_, said := found(c.write(t, nil), nil)
			for _, want := range tt.says {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
			if strings.Contains(said, "sha256 is kept as") && strings.Contains(said, ".jsonl: sha256") {
				t.Errorf("the manifest does not fit: %s", said)
			}
		})
	}
}

// reseal gives a run a seal that fits.
func reseal(c *contents, run int, engine, inputs, results string) {
	r := c.lists[Runs][run].(*RunRow)
	r.Engine, r.SHA256 = engine, score.Hash(goal.SealText(engine, c.texts[inputs], c.texts[results]))
}

// An engine of another name that answers the same is no difference.
func TestOtherEngine(t *testing.T) {
	c := sample()
	for i, name := range []string{RunPart(1, RunResults), RunPart(2, RunResults)} {
		c.texts[name] = strings.Replace(c.texts[name], `"engine":"`+score.Engine+`"`, `"engine":"kaoping-0"`, 1)
		reseal(c, i, "kaoping-0", RunPart(i+1, RunInputs), name)
	}
	c.lists[AuditEntries], c.lists[AuditHeads] = nil, nil
	c.addAudit()
	if _, said := found(c.write(t, nil), nil); said != "not signed: it holds together, but anyone could have made it" {
		t.Error(said)
	}
}

// entry is one entry of a zip, taken out.
type entry struct {
	name    string
	content []byte
}

func unpack(tb testing.TB, file []byte) (entries []entry) {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		entries = append(entries, entry{f.Name, content})
	}
	return entries
}

func pack(tb testing.TB, entries []entry) []byte {
	tb.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err != nil {
			tb.Fatal(err)
		}
		w.Write(e.content)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// TestDamaged changes a signed file itself.
func TestDamaged(t *testing.T) {
	private, public := keyPair(1)
	file := sample().write(t, private)
	edit := func(name string, change func(content []byte) []byte) func([]entry) []entry {
		return func(entries []entry) []entry {
			for i, e := range entries {
				if e.name == name {
					entries[i].content = change(bytes.Clone(e.content))
					return entries
				}
			}
			panic(name)
		}
	}
	replace := func(old, with string) func([]byte) []byte {
		return func(content []byte) []byte { return bytes.Replace(content, []byte(old), []byte(with), 1) }
	}
	without := func(name string) func([]entry) []entry {
		return func(entries []entry) (left []entry) {
			for _, e := range entries {
				if e.name != name {
					left = append(left, e)
				}
			}
			return left
		}
	}
	with := func(name string, content []byte) func([]entry) []entry {
		return func(entries []entry) []entry { return append(entries, entry{name, content}) }
	}
	for name, tt := range map[string]struct {
		change func([]entry) []entry
		says   string
	}{
		"a value":             {edit(Values, replace(`"value":"21"`, `"value":"29"`)), "report-values.jsonl: sha256 is kept as"},
		"a value, its length": {edit(Values, replace(`"value":"21"`, `"value":"2.1"`)), "report-values.jsonl: number of bytes is kept as"},
		"a malformed row":     {edit(Values, replace(`"goalId"`, `goalId`)), "error: report-values.jsonl, line 1: invalid character"},
		"a row cut off":       {edit(AuditEntries, func(c []byte) []byte { return c[:len(c)-20] }), "error: audit-entries.jsonl, line 8: unexpected end"},
		"no row of the plan":  {edit(Plan, func([]byte) []byte { return nil }), "error: plan.jsonl has 0 rows"},
		"the manifest":        {edit(manifestName, replace(`"title":"试`, `"title":"假`)), "manifest.sig: the signature does not fit the manifest"},
		"the signature":       {edit(signatureName, func(c []byte) []byte { c[5] ^= 1; return c }), "manifest.sig: the signature does not fit the manifest"},
		"a short signature":   {edit(signatureName, func(c []byte) []byte { return c[:10] }), "manifest.sig: the signature does not fit the manifest"},
		"no signature":        {without(signatureName), "manifest.sig: the manifest says that it is signed, but there is no signature"},
		"no key":              {without(publicKeyName), "keys/public.pem: the manifest lists it, but it is not in the archive"},
		"a broken key":        {edit(publicKeyName, func([]byte) []byte { return []byte("x") }), "error: keys/public.pem: there is no PEM block"},
		"a list missing":      {without(AuditHeads), "audit-heads.jsonl: the manifest lists it, but it is not in the archive"},
		"no manifest":         {without(manifestName), "error: manifest.json: it is not in the archive"},
		"another format":      {edit(manifestName, replace("archive 1", "archive 2")), `error: manifest.json: the format is "kaoping archive 2"`},
		"a broken manifest":   {edit(manifestName, func(c []byte) []byte { return c[:50] }), "error: manifest.json: unexpected end"},
		"an entry more":       {with("editions/7.json", nil), "editions/7.json: it is in the archive, but the manifest does not list it"},
		"an entry twice":      {with(Values, nil), "error: report-values.jsonl is there twice"},
		"a way out":           {with("../../etc/passwd.json", nil), `error: "../../etc/passwd.json" is no name of an entry`},
		"an absolute name":    {with("/etc/passwd.json", nil), `error: "/etc/passwd.json" is no name of an entry`},
		"a bomb":              {with("editions/7.json", make([]byte, 4<<20)), "error: editions/7.json is packed"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, said := found(pack(t, tt.change(unpack(t, file))), public); !strings.Contains(said, tt.says) {
				t.Errorf("it says\n%s\nwant %s", said, tt.says)
			}
		})
	}
	for n := 0; n < len(file); n += len(file)/40 + 1 {
		if _, said := found(file[:n], nil); !strings.Contains(said, "error: this is no whole zip file") {
			t.Fatalf("of the first %d bytes it says %s", n, said)
		}
	}
}

func TestLimits(t *testing.T) {
	file := sample().write(t, nil)
	for want, l := range map[string]limits{
		"entries, more than 10":                  {10, usual.text, usual.total, usual.ratio, usual.digits},
		"bytes, more than 1000":                  {usual.entries, 1000, usual.total, usual.ratio, usual.digits},
		"the entries have more than 10000 bytes": {usual.entries, usual.text, 10_000, usual.ratio, usual.digits},
	} {
		if _, err := verify(bytes.NewReader(file), int64(len(file)), nil, l); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	r := Report{}
	for range 3 {
		r.add(make([]goal.Mismatch, 600)...)
	}
	if len(r.Wrong) != mostWrong || r.More != 800 {
		t.Errorf("%d differences are listed, %d are not", len(r.Wrong), r.More)
	}
}

func TestKeys(t *testing.T) {
	private, public := keyPair(1)
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if got, err := ReadPrivateKey(text); err != nil || !got.Equal(private) {
		t.Errorf("the private key reads as %v, error %v", got, err)
	}
	shown, err := PublicPEM(public)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ReadPublicKey([]byte(shown)); err != nil || !got.Equal(public) {
		t.Errorf("the public key reads as %v, error %v", got, err)
	}
	if _, err := ReadPrivateKey([]byte(shown)); err == nil {
		t.Error("a public key is taken to sign with")
	}
	if _, err := ReadPublicKey(text); err == nil {
		t.Error("a private key is taken to check with")
	}
}

// FuzzVerify puts anything in the place of one entry, or of the whole file.
func FuzzVerify(f *testing.F) {
	file := sample().write(f, nil)
	f.Add("", file)
	f.Add("", file[:len(file)/2])
	for _, e := range unpack(f, file) {
		f.Add(e.name, e.content)
		f.Add(e.name, bytes.ReplaceAll(e.content, []byte(`"`), []byte(`{`)))
		f.Add(e.name, bytes.ReplaceAll(e.content, []byte(`:"`), []byte(`:null,"":"`)))
		f.Add(e.name, bytes.ReplaceAll(e.content, []byte(`1`), []byte(`-0`)))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if name == "" {
			found(content, nil)
			return
		}
		entries := unpack(t, file)
		for i := range entries {
			if entries[i].name == name {
				entries[i].content = content
			}
		}
		_, said := found(pack(t, entries), nil)
		if said == "" {
			t.Errorf("%s: nothing was said", name)
		}
	})
}
