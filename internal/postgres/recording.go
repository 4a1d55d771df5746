//go:build !auditless

package postgres

// Recording tells a program that keeps an audit from one that was built to
// measure what that costs. There is no other way to do without.
const Recording = true
