// Package workbook writes the year's tables as Excel files that an office can
// print, sign and file as they are.
//
// It takes what it prints as plain values and an [io.Writer]; it knows no
// database, no permission and no clock. Every number goes into a cell as a
// number with the engine's own digits, and every text as a text, whatever it
// begins with. Nothing is computed here that a decision hangs on: scores, ranks
// and grades are printed as they were given, and a formula stands behind one
// only where it yields that very number.
//
// The documents are written for Chinese offices and so are their words.
package workbook
