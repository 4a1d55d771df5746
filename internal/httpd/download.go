package httpd

import (
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"

	"github.com/kaoping/kaoping/internal/cycle"
	"github.com/kaoping/kaoping/internal/goal"
	"github.com/kaoping/kaoping/internal/wording"
	"github.com/kaoping/kaoping/internal/workbook"
)

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// download writes the file that a link was handed out for. An expired
// link, a wrong one, and one whose asker lost the right all look alike.
func (c Config) download(w http.ResponseWriter, r *http.Request) {
	lang := wording.Accept(r.Header.Get("Accept-Language"))
	id, err := goal.ParseID(r.PathValue("export"))
	if err != nil {
		refuse(w, http.StatusNotFound, "NOT_FOUND", lang)
		return
	}
	at, err := c.now(r.Context())
	if err != nil {
		refuse(w, http.StatusServiceUnavailable, "UNAVAILABLE", lang)
		return
	}
	opened, err := c.Cycle.OpenExport(r.Context(), id, r.PathValue("secret"), at)
	if errors.Is(err, goal.ErrNotFound) || errors.Is(err, goal.ErrForbidden) {
		refuse(w, http.StatusNotFound, "NOT_FOUND", lang)
		return
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "download", "err", err)
		refuse(w, http.StatusInternalServerError, "INTERNAL", lang)
		return
	}
	name, write := workbookOf(opened)
	w.Header().Set("Content-Type", xlsx)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	w.Header().Set("Cache-Control", "private, no-store")
	if err := write(w); err != nil {
		slog.ErrorContext(r.Context(), "download", "err", err)
	}
}

// workbookOf picks the workbook that a link leads to.
func workbookOf(o *cycle.Opened) (name string, write func(io.Writer) error) {
	if o.Audit != nil {
		return workbook.AuditName(*o.Audit), func(w io.Writer) error { return workbook.WriteAudit(w, *o.Audit) }
	}
	return workbook.ScoreSheetName(*o.ScoreSheet), func(w io.Writer) error { return workbook.WriteScoreSheet(w, *o.ScoreSheet) }
}
