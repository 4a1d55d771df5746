//go:build auditless

package postgres

// Recording is false: see the other file of this constant.
const Recording = false
