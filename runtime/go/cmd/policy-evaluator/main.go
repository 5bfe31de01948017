// Command policy-evaluator decides whether a shell command may run, by a compiled policy.
package main

import (
	"os"

	"policyc/evaluator"
)

func main() {
	os.Exit(evaluator.Main(os.Args[1:]))
}
