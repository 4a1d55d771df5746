// Package goal is the vocabulary of an organ's year and the rules it lives by.
//
// A [Plan] is one authority's rules for one year. Its issued edition gives each
// [PlanUnit] its [Goal]s; the unit files an [Arrangement] every month and a
// [Report] for every period; the office publishes a [Bulletin] every quarter
// and closes the year with a [Review], whose [ScoreRun] ranks and grades.
//
// Nothing here reads a clock, a database or a request: an instant, where one
// matters, is handed in. What may be done by whom is one table, in policy.go;
// why something cannot be edited now is one function, in entry.go.
package goal
