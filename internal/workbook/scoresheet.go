package workbook

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/kaoping/kaoping/internal/goal"
	"github.com/xuri/excelize/v2"
)

// WriteScoreSheet writes the year-end score workbook to w: the ranking, each
// unit's lines, and the matrix of all units' points. Nothing reaches w before
// all sheets are complete, so that an error leaves it empty unless w itself
// failed. s.Zone must be set.
func WriteScoreSheet(w io.Writer, s goal.ScoreSheet) error {
	b := &book{file: excelize.NewFile(), data: s, looks: map[look]int{}}
	defer b.file.Close() // and removes the temporary files behind long sheets

	b.describe()
	b.writeRanking()
	b.writeDetails()
	b.writeMatrices()
	if err := b.writeTo(w); err != nil {
		return fmt.Errorf("score sheet of run %d: %w", s.RunID, err)
	}
	return nil
}

// ScoreSheetName is the file name that an office expects of s. It is safe on
// every file system: what Windows refuses is replaced.
func ScoreSheetName(s goal.ScoreSheet) string {
	scope := "全部"
	if len(s.Groups) == 1 {
		scope = s.Groups[0].Name
	}
	return fmt.Sprintf("%d_%s_目标绩效考核结果_%s_%s%d.xlsx",
		s.Year, fileNamePart(s.Organ), fileNamePart(scope), standing(s.Final), s.RunID)
}

// standing is what a run counts as.
func standing(final bool) string {
	if final {
		return "定稿"
	}
	return "试算"
}

// maxNamePart keeps a file name of two parts under the 255 bytes that most file
// systems allow, at three bytes a character.
const maxNamePart = 30

// fileNamePart makes name fit for a file name. Invisible characters are
// dropped: one of them turns the direction of writing and can hide an extension.
func fileNamePart(name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`/\:*?"<>|`, r), unicode.IsSpace(r):
			return '-'
		}
		return r
	}, strings.TrimSpace(name))
	if runes := []rune(clean); len(runes) > maxNamePart {
		clean = string(runes[:maxNamePart])
	}
	return clean
}
