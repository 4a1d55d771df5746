package goal

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func told(list []HistoryEntry) string {
	var b strings.Builder
	for _, e := range list {
		fmt.Fprintf(&b, "%s %s %q:", e.Subject, e.Action, e.Reason)
		for _, c := range e.Changes {
			word := func(s *string) string {
				if s == nil {
					return "-"
				}
				return *s
			}
			fmt.Fprintf(&b, " %s %s→%s", c.Field(), word(c.Was()), word(c.Is()))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Rows come in any order and from two chains; each is held against the state
// before it of the same row, and columns that say who and when stay out.
func TestHistories(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 2, n, 9, 0, 0, 0, time.UTC) }
	row := func(n int, unit, seq int64, table, key string, version int64, action Deed, reason, content string) RecordedRow {
		return RecordedRow{UnitID: unit, Seq: seq, N: n, Table: table, Key: key, Version: version, At: day(int(seq)), Action: action, Reason: reason, Content: content}
	}
	rows := []RecordedRow{
		row(1, 0, 2, "report_rows", `[5, "2026-01"]`, 2, DeedReportReturn, "核对", `{"period":"2026-01","status":"RETURNED","version":2,"returned_by":7}`),
		row(2, 3, 3, "report_values", `[5, "2026-01", 2]`, 0, DeedReportSave, "", `{"period":"2026-01","value":9.50,"note":"","inputs":"{\"marks\":[\"90\"],\"place\":{\"rank\":2}}"}`),
		row(1, 3, 3, "report_rows", `[5, "2026-01"]`, 3, DeedReportSave, "", `{"period":"2026-01","status":"DRAFT","version":3}`),
		row(1, 3, 1, "report_values", `[5, "2026-01", 1]`, 0, DeedReportSave, "", `{"period":"2026-01","value":9,"note":"x","inputs":"","recorded_by":4}`),
		row(2, 3, 1, "report_rows", `[5, "2026-01"]`, 1, DeedReportSave, "", `{"period":"2026-01","status":"DRAFT","version":1,"late":false}`),
		row(9, 0, 1, "goal_revisions", `[5, 1]`, 0, DeedPlanLoad, "", `{"target":120,"lead_unit_id":8,"reason":"年初"}`),
	}
	const want = ` plan.load "年初": leadUnit -→dW5pdC4wLjg target -→120
2026-01 report.save "": late -→false note -→x status -→DRAFT value -→9
2026-01 report.return "核对": late false→- status DRAFT→RETURNED
2026-01 report.save "": inputs -→{%s"place":{"rank":2}} note x→- status RETURNED→DRAFT value 9→9.50
`
	for marks, shown := range map[bool]string{true: `"marks":["90"],`, false: ""} {
		if got := told(Histories(rows, marks)); got != fmt.Sprintf(want, shown) {
			t.Errorf("marks %v:\n%s, want\n%s", marks, got, fmt.Sprintf(want, shown))
		}
	}
}

func TestPredecessor(t *testing.T) {
	for _, tt := range []struct {
		table, key, before string
		own                bool
	}{
		{"report_values", `[5, "2026-01", 2]`, `[5, "2026-01", 1]`, true},
		{"report_values", `[5, "2026-01", 1]`, "", true},
		{"component_scores", `[3, "BALLOT", 11]`, `[3, "BALLOT", 10]`, true},
		{"plan_editions", `[2]`, `[1]`, true},
		{"report_rows", `[5, "2026-01"]`, `[5, "2026-01"]`, false},
	} {
		if before, own := Predecessor(tt.table, tt.key); before != tt.before || own != tt.own {
			t.Errorf("%s %s: %q %v", tt.table, tt.key, before, own)
		}
	}
}
