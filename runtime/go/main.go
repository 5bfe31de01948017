package evaluator

import (
	"os/signal"
	"syscall"
)

// Main runs a call with the arguments after the program's name, and gives its exit status. As a hook it ends the process itself.
func Main(args []string) int {
	// A closed pipe is an error of writing like others, and no death without an answer.
	signal.Ignore(syscall.SIGPIPE)
	if host := hostOf(args); host.known {
		runHook(host.text, func() (*hookPolicy, string) { return loadHookPolicy(args) })
	}
	return runEvaluator(args)
}
