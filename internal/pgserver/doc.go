// Package pgserver runs a private PostgreSQL for the demo and the tests, from
// server programs that are already on the machine.
//
// [Start] finds the programs, creates a cluster the first time, and runs one
// postgres that listens on a unix socket in a folder of its own: nothing on the
// network, no port to collide with, no password to hand around. The server
// belongs to the program that started it. It ends with [Server.Stop], and on
// Linux also when the program is killed; elsewhere the next Start finds what a
// killed program left running and stops it first.
//
// A folder has one user at a time, held by a lock on a file in it. Under that
// lock whatever an earlier run left behind can be judged and cleared without
// asking anybody: a process id that now belongs to some other process, socket
// files, half of a cluster.
//
//	Dir/lock          held while a Server runs, holds its process id
//	Dir/pg15          the cluster; one folder per major version
//	Dir/pg15.new      a cluster being created, thrown away if that was cut short
//	Dir/run           the socket, or a link to its folder where Dir does not do for one
//	Dir/postgres.log  what postgres said in this run; .1 is the run before
//
// Production does not use this package: it is given an address.
package pgserver
