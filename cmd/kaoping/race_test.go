//go:build race

package main

// slowdown is how many times longer answers may take under the race detector.
const slowdown = 5
